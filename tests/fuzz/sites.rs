//! Targets: each kind of file that a site has beside its briefs, in a small site that is compiled.

use postil::cache::Cache;
use postil::compile::{Compiled, Options, compile};
use postil::load::Inputs;
use scraper::{Html, Selector};

use crate::run::{Target, run};
use crate::seeds;
use crate::texts::{CONFIG, misplaced};

/// The files of the site, each of which a target puts another in the place of.
const SITE: [(&str, &str); 6] = [
    (
        "content/briefs/a.md",
        "---\ntitle: A brief\ndate: 2016-01-08\n---\n\n[Ana](person:ana) opened the bridge on [3 May 2015](date:2015-05-03) [@report, p. 3].[^claim-b]\n\n\
         ![A map](/map.svg) [Lind](river:lind)\n\n[^claim-b]: **Likely.** So it is [@report].\n",
    ),
    ("content/entities/ana.md", "---\nkind: person\nname: Ana Brandt\n---\n\nA mayor.\n"),
    ("content/sources.yml", "report: { type: report, title: R, author: A, date: 2015, publisher: P }\n"),
    ("content/claims/b.md", "---\nstatement: So it is.\nconfidence: likely\n---\n"),
    ("static/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>"),
    ("content/removed.yml", "- { id: \"person:cy\", date: 2015-01-01, reason: Gone. }\n"),
];

/// The small site, compiled, where `text` is the file at `path`.
fn site_with(config: &str, path: &str, text: &str) -> (Inputs, Compiled) {
    let others = SITE.into_iter().filter(|(standing, _)| *standing != path);
    let files: Vec<(&str, &str)> = others.chain([(path, text)]).collect();
    compiled(config, &files)
}

fn compiled(config: &str, files: &[(&str, &str)]) -> (Inputs, Compiled) {
    let inputs = Inputs::from_texts(config, files);
    let compiled = compile(&inputs, &Options::default(), &Cache::default());
    (inputs, compiled)
}

/// What is wrong with a site.
fn fault_of((inputs, compiled): (Inputs, Compiled)) -> Option<String> {
    misplaced(&compiled.diagnostics, &inputs).or_else(|| running(&compiled))
}

/// What would run in a page that no template has told to.
pub(crate) fn running(compiled: &Compiled) -> Option<String> {
    let linking = Selector::parse("[href], [src], [action], [data], [srcset], [onerror], [onload]")
        .expect("a selector");
    for (path, bytes) in compiled.output.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Html::parse_document(std::str::from_utf8(bytes).expect("pages are UTF-8"));
        for element in page.select(&linking) {
            for (name, value) in element.value().attrs() {
                // What browsers drop before they look at the scheme.
                let shown: String = value.chars().filter(|c| !c.is_control()).collect();
                let shown = shown.trim_start().to_ascii_lowercase();
                let runs = ["javascript:", "data:", "vbscript:", "file:", "blob:"];
                let is_link = matches!(name, "href" | "src" | "action" | "data" | "srcset");
                if name.starts_with("on") || is_link && runs.iter().any(|scheme| shown.starts_with(scheme)) {
                    return Some(format!("{path} has {name}={value:?}"));
                }
            }
        }
    }
    None
}

const WRITTEN: &[&str] = &[
    "\n",
    "  ",
    "- ",
    ": ",
    " = ",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "|\n",
    "<script>",
    "<b onload=x>",
    "</title>",
    "&lt;",
    "{{",
    "javascript:alert(1)",
    "https://example.org/",
    "//evil.example/",
    "..",
    "/",
    "%2e%2e",
    "\u{202e}",
    "\u{0}",
    "é",
    "2016-13-45",
    "2015/..",
    "-0001",
    "person:ana",
    "1e999",
    "null",
    "true",
    "-1",
    "18446744073709551616",
    "id",
    "name",
];

/// Tries texts that people write by hand.
fn run_written(name: &'static str, seeds: Vec<String>, fault: fn(&str) -> Option<String>) {
    run(&Target { name, seeds, tokens: WRITTEN, cases: 20, fault });
}

#[test]
fn settings() {
    let mut seeds = seeds::ending(&["postil.toml"]);
    seeds.push(std::fs::read_to_string(seeds::repository("postil.toml")).expect("the settings"));
    seeds.push(format!(
        "{CONFIG}accent = \"#a03020\"\nlanguage = \"de\"\nnav = [\"about\"]\n[mentions]\nlink = \"every\"\n[kinds.ship]\nlabel = \"Ship\"\n\
         plural = \"Ships\"\n[authors.ana]\nname = \"Ana\"\nurl = \"https://example.org/ana\"\n[security]\nframe-src = [\"https://example.org\"]\n"
    ));
    run_written("settings", seeds, |text| fault_of(compiled(text, &SITE)));
}

#[test]
fn records() {
    let mut seeds = seeds::ending(&[".md"]);
    seeds.retain(|seed| seed.contains("\nkind: "));
    run_written("records", seeds, |text| fault_of(site_with(CONFIG, "content/entities/ana.md", text)));
}

#[test]
fn claims() {
    let mut seeds = seeds::ending(&[".md"]);
    seeds.retain(|seed| seed.contains("\nstatement: "));
    run_written("claims", seeds, |text| fault_of(site_with(CONFIG, "content/claims/b.md", text)));
}

#[test]
fn removed() {
    let seeds = seeds::ending(&["removed.yml"]);
    run_written("removed", seeds, |text| fault_of(site_with(CONFIG, "content/removed.yml", text)));
}

#[test]
fn change_logs() {
    let seeds = seeds::ending(&["changes.yml"]);
    run_written("change-logs", seeds, |text| {
        fault_of(site_with(CONFIG, "content/briefs/a.changes.yml", text))
    });
}

#[test]
fn words_of_the_interface() {
    let words = std::fs::read_to_string(seeds::repository("src/words/en.toml")).expect("the words");
    let lines: Vec<&str> = words.lines().collect();
    let seeds = lines.chunks(20).map(|lines| lines.join("\n")).collect();
    run_written("words", seeds, |text| fault_of(site_with(CONFIG, "templates/words/en.toml", text)));
}

#[test]
fn drawings() {
    let seeds = vec![
        SITE[4].1.to_owned(),
        "<?xml version=\"1.0\"?><!DOCTYPE svg><svg viewBox=\"0 0 4 3\"><style>a{fill:url(#b)}</style><a href=\"https://example.org\"><path d=\"M0 0\"/></a>\
         <image href=\"data:image/png;base64,AA\"/><use href=\"#b\"/></svg>"
            .to_owned(),
    ];
    let tokens = &[
        "<",
        ">",
        "/>",
        "<svg",
        "<script>",
        "<foreignObject>",
        "<!ENTITY a \"b\">",
        "<!DOCTYPE svg [",
        "]>",
        "&a;",
        "&#0;",
        "<![CDATA[",
        "]]>",
        "<style>",
        "@import",
        "url(",
        " onload=\"x\"",
        " href=\"javascript:x\"",
        "xlink:href=",
        " width=\"1e40\"",
        " viewBox=\"0 0 -1 NaN\"",
        "%",
        "\u{feff}",
        "<set ",
        "<?xml encoding=\"utf-7\"?>",
        "\"",
        "=",
    ];
    let fault = |text: &str| fault_of(site_with(CONFIG, "static/map.svg", text));
    run(&Target { name: "drawings", seeds, tokens, cases: 20, fault });
}

/// The inventory of another site, in JSON.
#[test]
fn inventories() {
    let seeds = vec![
        "{\"postil\": 1, \"title\": \"River\", \"url\": \"https://river.example/\", \"entities\": [{\"id\": \"place:lind\", \"name\": \"Lind\", \
         \"address\": \"https://river.example/entities/lind/\", \"kind\": \"place\", \"summary\": \"A river.\", \"fragments\": [\"b\"]}], \
         \"removed\": [{\"id\": \"place:old\", \"reason\": \"Gone.\"}]}"
            .to_owned(),
        std::str::from_utf8(compiled(CONFIG, &SITE).1.output.get("entities.json").expect("a registry")).expect("JSON").to_owned(),
    ];
    let tokens = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "1e400",
        "\\u0000",
        "\\ud800",
        "\\u202e",
        "javascript:x",
        "https://evil.example/",
        "//",
        "..",
        "/",
        "#",
        "<b>",
        "\"id\"",
        "\"address\"",
        "\"url\"",
        "\"name\"",
        "\"place:lind\"",
        "-1",
        "18446744073709551616",
    ];
    let fault = |text: &str| {
        let config = format!(
            "{CONFIG}[remotes.river]\nurl = \"https://river.example/\"\nfile = \"content/remotes/river.json\"\n"
        );
        fault_of(site_with(&config, "content/remotes/river.json", text))
    };
    run(&Target { name: "inventories", seeds, tokens, cases: 20, fault });
}

#[test]
fn styles() {
    let seeds = vec![
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" class=\"in-text\"><info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated>\
         <category citation-format=\"author-date\"/></info><macro name=\"a\"><names variable=\"author\"><name form=\"short\"/><substitute><text variable=\"title\"/>\
         </substitute></names></macro><citation><sort><key macro=\"a\"/></sort><layout prefix=\"(\" suffix=\")\" delimiter=\"; \"><group delimiter=\" \"><text macro=\"a\"/>\
         <date variable=\"issued\" form=\"text\" date-parts=\"year\"/><text variable=\"locator\"/></group></layout></citation><bibliography><layout><choose>\
         <if type=\"report\"><text macro=\"a\"/></if><else><text variable=\"title\" font-style=\"italic\"/></else></choose></layout></bibliography></style>"
            .to_owned(),
    ];
    let tokens = &[
        "<group>",
        "</group>",
        "<text macro=\"a\"/>",
        "<text macro=\"b\"/>",
        "<macro name=\"b\">",
        "</macro>",
        "<choose>",
        "</choose>",
        "<if disambiguate=\"true\">",
        "<else>",
        "<names variable=\"editor\">",
        "<label/>",
        "<number variable=\"citation-number\"/>",
        " et-al-min=\"1\"",
        " disambiguate-add-year-suffix=\"true\"",
        " class=\"note\"",
        " collapse=\"year\"",
        " subsequent-author-substitute=\"---\"",
        " prefix=\"<b>\"",
        " text-case=\"title\"",
        "&lt;script&gt;",
        "<",
        "/>",
        "\"",
        "<sort>",
        "<key variable=\"issued\"/>",
        " second-field-align=\"flush\"",
        " display=\"block\"",
        " quotes=\"true\"",
    ];
    let fault = |text: &str| {
        let config = format!("{CONFIG}[citations]\nstyle = \"house.csl\"\n");
        fault_of(site_with(&config, "content/house.csl", text))
    };
    run(&Target { name: "styles", seeds, tokens, cases: 20, fault });
}

#[test]
fn templates() {
    let mut seeds: Vec<String> = ["entity.html", "note.html", "claim.html", "page.html"]
        .map(|name| std::fs::read_to_string(seeds::repository("templates").join(name)).expect("a template"))
        .to_vec();
    seeds.push(
        "{% extends \"page.html\" %}{% block main %}<p>{{ page.title }}</p>{{ super() }}{% endblock %}"
            .to_owned(),
    );
    let tokens = &[
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{# ",
        " #}",
        "block a",
        "endblock",
        "if a",
        "endif",
        "for a in b",
        "endfor",
        "extends \"base.html\"",
        "include \"note.html\"",
        " | safe",
        " | length",
        "super()",
        "a.b[0]",
        "set a = 1",
        "\"",
        "'",
        "<",
        ">",
        "-%}",
        "macro",
        "raw",
        "endraw",
        " ~ ",
        "1 / 0",
        "range(end=9)",
    ];
    // A template may have in it whatever its author likes: what it makes is not looked at.
    let fault = |text: &str| {
        let (inputs, compiled) = site_with(CONFIG, "templates/entity.html", text);
        misplaced(&compiled.diagnostics, &inputs)
    };
    run(&Target { name: "templates", seeds, tokens, cases: 20, fault });
}
