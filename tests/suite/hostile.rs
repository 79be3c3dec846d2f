//! Content is not trusted: what it holds is shown as text, and never runs, loads or leaves its
//! place, wherever it stands.

use postil::diagnostic::{Code, Severity};
use rayon::prelude::*;
use scraper::ElementRef;

use crate::site::{Built, Page, Site};

/// Texts that try to be more than text.
pub(crate) const TEXTS: [&str; 14] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)' x='",
    "\" onfocus=alert(1) autofocus x=\"",
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "</title></head><style>*{display:none}</style>",
    "<iframe src=https://evil.example/></iframe><base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/><form action=https://evil.example/><input></form>",
    "{{ 7*7 }}{% include \"/etc/passwd\" %}{# x #}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "]]><x>\u{2028}\u{202e}\\u003cscript\\u003e",
    "<a id=location name=document href=javascript:alert(1)>x</a>",
];

/// A site that has a text wherever one can stand.
pub(crate) fn site_of(text: &str) -> Site {
    // A JSON string is a YAML string and a TOML string.
    let quoted = serde_json::to_string(text).expect("a string");
    let config = format!(
        "title = {quoted}\nbase-url = \"https://example.org/site/\"\ndescription = {quoted}\npublisher = {quoted}\n\
         footer = {quoted}\nnav = [\"about\"]\n[authors.desk]\nname = {quoted}\n[kinds.unit]\nlabel = {quoted}\n\
         plural = {quoted}\n[extra]\nanything = {quoted}\n"
    );
    let brief = format!(
        "---\ntitle: {quoted}\ndate: 2016-01-08\nsummary: {quoted}\nauthors: [desk, {quoted}]\n\
         key-judgements: [{quoted}]\nextra: {{ key: {quoted} }}\nabout: [ana]\nbased-on: [\"@report, {locator}\"]\n---\n\n\
         A paragraph with {text} inside and [{text}](person:ana) and [a date](date:2015-12-06 'event={attribute}') \
         of Ana.[^n][^claim-c] See [{text} @report, {text}].\n\n## A heading {text}\n\n![{text}](/picture.svg '{attribute}')\n\n\
         `{text}`\n\n```{text}\n{text}\n```\n\n| {text} |\n|---|\n| {text} |\n\n> [!WARNING]\n> \"A paragraph\" — {text}\n\n\
         {text}\n\n## Timeline\n\n- [May 2015](date:2015-05): {text} by Ana.\n\n\
         [^n]: \"{text}\" — **Context.** {text}\n[^claim-c]: **Likely.** {text} [@report]\n",
        locator = text.replace(['"', '\\'], ""),
        attribute = text.replace('\'', ""),
    );
    let entity = format!(
        "---\nkind: person\nname: Ana\nsummary: {quoted}\naliases: [{quoted}]\nnames: {{ uk: {quoted} }}\n\
         same-as: {{ wikidata: {quoted}, other: {quoted} }}\nrelations: [{{ role: {quoted}, of: unit, note: {quoted} }}, {{ role: {quoted}, of: flood }}]\n\
         attributes: [{{ name: {quoted}, value: {quoted} }}]\nimage: {{ src: /picture.svg, alt: {quoted}, credit: {quoted} }}\n\
         short: {quoted}\nlane: {quoted}\n---\n\n{text}\n"
    );
    let sources = format!(
        "report:\n  type: report\n  title: {quoted}\n  author: {quoted}\n  date: 2015-03-01\n  publisher: {quoted}\n  \
         note: {quoted}\n"
    );
    let claim = format!(
        "---\nstatement: {quoted}\nconfidence: likely\nhistory: [{{ date: 2016, note: {quoted} }}]\n---\n\n{text}\n"
    );
    Site::new()
        .file("postil.toml", &config)
        .file("content/briefs/a.md", &brief)
        .file("content/entities/ana.md", &entity)
        .file(
            "content/entities/unit.md",
            &format!("---\nkind: unit\nname: {quoted}\ncoordinates: [53.9, 27.57]\n---\n"),
        )
        .file(
            "content/entities/flood.md",
            &format!("---\nkind: event\nname: {quoted}\ndate: 2014\nlane: {quoted}\n---\n"),
        )
        .file("content/claims/c.md", &claim)
        .file(
            "content/about.md",
            &format!("---\ntitle: {quoted}\nsummary: {quoted}\n---\n\n# {text}\n\n{text}\n"),
        )
        .file("content/sources.yml", &sources)
        .file("static/picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>\n")
}

/// Elements that no page of the built-in templates has.
const FORBIDDEN: &str = "script:not([type='application/ld+json'], [src*='assets/site.'], [src*='assets/search.'], [data-postil]), \
                         style, iframe, object, embed, applet, base, form:not([data-engine]), form[action], \
                         input:not([id^='page-layer-'], #page-q, #page-entity), template:not(#page-parts), \
                         frame, frameset, portal, audio, video, math, foreignObject, animate, \
                         meta[http-equiv]:not([http-equiv=Content-Security-Policy]), link[rel=import], [style], [srcdoc], [autofocus], a[ping]";

/// What in a page could run, load or redirect.
fn dangers(path: &str, text: &str) -> Vec<String> {
    let page = Page::parse(text);
    let forbidden = page.all(FORBIDDEN).into_iter().map(|element| element.html());
    let mut faults: Vec<String> = forbidden.map(|html| format!("{path} has {html}")).collect();
    for element in page.all("*") {
        faults.extend(attribute_dangers(element).into_iter().map(|fault| format!("{path} has {fault}")));
    }
    for data in page.all("script[type='application/ld+json']") {
        let text: String = data.text().collect();
        if text.contains('<') || serde_json::from_str::<serde_json::Value>(&text).is_err() {
            faults.push(format!("{path} has the data {text}"));
        }
    }
    faults
}

fn attribute_dangers(element: ElementRef<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, value) in element.value().attrs() {
        if name.starts_with("on") {
            faults.push(format!("the handler {name}={value}"));
        }
        if !matches!(
            name,
            "href" | "src" | "action" | "data" | "poster" | "srcset" | "xlink:href" | "formaction"
        ) {
            continue;
        }
        // What a browser skips before it reads the scheme.
        let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let scheme = bare.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let scheme =
            scheme.filter(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
        if scheme.is_some_and(|scheme| !matches!(&*scheme, "http" | "https" | "mailto" | "tel")) {
            faults.push(format!("the address {value}"));
        }
        let loads =
            element.value().name() != "a" && !matches!(element.attr("rel"), Some("canonical" | "alternate"));
        let is_own = bare.starts_with("https://example.org/site/");
        if loads && !is_own && (bare.starts_with("http") || bare.starts_with("//")) {
            faults.push(format!("{value}, which is loaded from another host"));
        }
    }
    faults
}

/// The dangers of all pages.
pub(crate) fn all_dangers(built: &Built) -> Vec<String> {
    let pages = built.compiled.output.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.flat_map(|(path, _)| dangers(path, built.text(path))).collect()
}

#[test]
fn texts_stay_texts_wherever_they_stand() {
    let faults: Vec<String> = TEXTS
        .par_iter()
        .flat_map_iter(|text| {
            let built = site_of(text).compile();
            assert!(built.compiled.pages > 10, "{text}: {}", built.report());
            let mut faults = all_dangers(&built);
            for path in ["feed.xml", "sitemap.xml"] {
                let lower = built.text(path).to_ascii_lowercase();
                let raw = ["<script", "<img", "<svg", "<style", "<iframe", "<!--", "]]>"];
                faults.extend(
                    raw.iter().filter(|raw| lower.contains(**raw)).map(|raw| format!("{path} has {raw}")),
                );
            }
            faults.into_iter().map(move |fault| format!("{text}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn template_marks_in_content_are_text() {
    let text = "{{ 7*7 }} {% set x = 1 %} {# x #}";
    let site =
        Site::new().brief("a", &format!("Words {text} here.\n\n`{text}`")).entity("person", "ana", "Ana", "");
    let site = site.brief("b", &format!("---\ntitle: \"{text}\"\ndate: 2016\n---\n\nAna.\n"));
    let built = site.compile();
    assert!(built.page("briefs/a").has("article p", text));
    assert!(built.page("briefs/a").has("article code", text));
    assert_eq!(built.page("briefs/b").texts("h1"), [text]);
    assert_eq!(built.report(), "");
}

/// Addresses that would run or fetch what they should not.
pub(crate) const ADDRESSES: [&str; 14] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#1;javascript:alert(1)",
    "javascript&#58alert(1)",
    "data:text/html,alert(1)",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "view-source:https://example.org/",
];

#[test]
fn addresses_that_run_are_errors() {
    let mut faults = Vec::new();
    for address in ADDRESSES {
        let links = [
            format!("[words]({address})"),
            format!("[words](<{address}>)"),
            "[words][ref]".to_owned(),
            format!("![words]({address})"),
            "Words.[^n]".to_owned(),
        ];
        let others = [
            format!("[ref]: {address}"),
            format!("[^n]: [words]({address})"),
            format!("<{address}>"),
            format!("<div><a href=\"{address}\">words</a></div>"),
            format!("Words <a href=\"{address}\">words</a>."),
        ];
        let text = [links.join("\n\n"), others.join("\n\n")].join("\n\n");
        let built = Site::new().brief("a", &text).compile();
        faults.extend(all_dangers(&built).into_iter().map(|fault| format!("{address}: {fault}")));
        let report = built.report();
        // The links stand on these lines; the fifth in the note.
        for line in [6, 8, 10, 12, 18] {
            let place = format!("content/briefs/a.md:{line}:");
            let is_error = |found: &&str| found.starts_with(&place) && !found.contains(" remote-image: ");
            if !report.lines().any(|found| is_error(&found)) {
                faults.push(format!("{address}: line {line} is not an error, but\n{report}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn addresses_in_front_matter_are_no_way_round() {
    for address in ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example/x"] {
        let sources = format!(
            "report: {{ type: report, title: R, author: A, date: 2015, publisher: P, url: \"{address}\", archived: \"{address}\" }}\n"
        );
        let csl = format!(
            "[{{\"id\": \"z\", \"type\": \"report\", \"title\": \"Z\", \"URL\": \"{address}\", \"issued\": {{\"date-parts\": [[2015]]}}}}]"
        );
        let site = Site::new()
            .setting(&format!("[authors.desk]\nname = \"Desk\"\nurl = \"{address}\""))
            .file("content/sources.yml", &sources)
            .file("content/sources/z.json", &csl)
            .file("content/sources/b.bib", &format!("@book{{b, title = {{B}}, author = {{A}}, date = {{2015}}, publisher = {{P}}, url = {{{address}}}}}"))
            .entity("person", "ana", "Ana", &format!("same-as: {{ wikidata: \"{address}\", site: \"{address}\" }}\nimage: {{ src: \"{address}\", alt: A }}"))
            .brief("a", "---\ntitle: A\ndate: 2016\nauthors: [desk]\n---\n\nAna [@report; @z; @b].");
        let built = site.compile();
        assert_eq!(all_dangers(&built), Vec::<String>::new(), "{address}");
    }
}

/// Names that are no part of an address.
const NAMES: [&str; 15] = [
    "../../etc/passwd",
    "/etc/passwd",
    ".",
    "..",
    "%2e%2e",
    "a\\b",
    "a/b",
    "a\u{0}b",
    "a\u{1b}b",
    "a\u{202e}b",
    "CON",
    "nul",
    "aux",
    "a.",
    "Caf\u{e9}",
];

#[test]
fn names_that_are_no_address_are_errors() {
    let long = "a".repeat(300);
    for name in NAMES.into_iter().chain([long.as_str()]) {
        let quoted = serde_json::to_string(name).expect("a string");
        let site =
            Site::new().brief("a", &format!("---\ntitle: A\ndate: 2016\nslug: {quoted}\n---\n\nWords.\n"));
        let by_link = Site::new().brief("a", &format!("[Words](person:{name}) and [[{name}]]."));
        for (site, what) in [(site, "slug"), (by_link, "link")] {
            let built = site.compile();
            let reported = built.compiled.diagnostics.iter().any(|found| found.severity() == Severity::Error);
            assert!(reported, "the {what} {name:?} is not an error, but\n{}", built.report());
            let strange = built.compiled.output.iter().map(|(path, _)| path).find(|path| {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
                path.len() > 200
                    || !path.chars().all(is_plain)
                    || path.contains("..")
                    || path.starts_with('/')
            });
            assert_eq!(strange, None, "of the {what} {name:?}");
        }
    }
}

/// The same texts with other ends of lines.
fn with_lines(site: &Site, change: impl Fn(&str) -> String) -> Site {
    let texts = site.files().iter().filter(|(path, _)| !path.starts_with("static/"));
    let changed = texts.fold(site.clone(), |site, (path, text)| site.file(path, &change(text)));
    changed.file("postil.toml", &change(site.config()))
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    let site = Site::folder("");
    let built = site.compile();
    type Change = (&'static str, fn(&str) -> String);
    let changes: [Change; 4] = [
        ("CRLF", |text| text.replace('\n', "\r\n")),
        ("CR", |text| text.replace('\n', "\r")),
        ("BOM", |text| format!("\u{feff}{text}")),
        ("mixed", |text| text.replacen('\n', "\r\n", text.lines().count() / 2)),
    ];
    for (name, change) in changes {
        let other = with_lines(&site, change).compile();
        let differences = crate::invariants::differences(&built.compiled, &other.compiled);
        assert_eq!(differences, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn deep_and_long_texts_come_to_an_end() {
    let deep = 10_000;
    let bodies: [(&str, String); 12] = [
        ("quotations", format!("{} end", "> ".repeat(deep))),
        ("brackets", format!("{}end{}", "[".repeat(deep), "]".repeat(deep))),
        ("open brackets", "[".repeat(deep)),
        ("pictures", "![".repeat(deep)),
        ("links", "[a](".repeat(deep)),
        ("stars", format!("{}end{}", "*".repeat(deep), "*".repeat(deep))),
        ("emphasis", "*a _b ".repeat(deep)),
        ("list", (0..200).map(|level| format!("{}- a\n", "  ".repeat(level))).collect()),
        ("elements", "<b>".repeat(deep)),
        ("blocks", format!("<div>{}", "<div>".repeat(deep))),
        ("backquotes", (1..400).map(|length| "`".repeat(length) + " ").collect()),
        ("a long line", "Words of the Lind. ".repeat(20_000)),
    ];
    bodies.into_par_iter().for_each(|(name, body)| {
        let built = Site::new().brief("a", &body).compile();
        assert!(built.compiled.output.get("briefs/a/index.html").is_some(), "{name}: {}", built.report());
    });
}

#[test]
fn many_footnotes_come_to_an_end() {
    let marks: String = (0..2000).map(|n| format!("Word {n}.[^n{n}] ")).collect();
    let notes: String = (0..2000).map(|n| format!("[^n{n}]: Note {n}.\n")).collect();
    let built = Site::new().brief("a", &format!("{marks}\n\n{notes}")).compile();
    assert_eq!(built.page("briefs/a").all("aside.n").len(), 2000);
}

#[test]
fn front_matter_that_explodes_is_an_error() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let fronts = [
        ("an alias bomb", format!("---\ntitle: A\ndate: 2016\nextra:\n{}---\n\nWords.\n", indented(&bomb))),
        (
            "deep brackets",
            format!(
                "---\ntitle: A\ndate: 2016\nextra: {}{}\n---\n\nWords.\n",
                "[".repeat(10_000),
                "]".repeat(10_000)
            ),
        ),
        (
            "deep lists",
            format!("---\ntitle: A\ndate: 2016\nextra:\n  - {}a\n---\n\nWords.\n", "- ".repeat(10_000)),
        ),
        (
            "deep TOML",
            format!(
                "+++\ntitle = \"A\"\ndate = 2016-01-01\n[extra]\nx = {}{}\n+++\n\nWords.\n",
                "[".repeat(10_000),
                "]".repeat(10_000)
            ),
        ),
        (
            "deep keys",
            format!(
                "+++\ntitle = \"A\"\ndate = 2016-01-01\n[extra]\n{}x = 1\n+++\n\nWords.\n",
                "a.".repeat(10_000)
            ),
        ),
    ];
    for (name, front) in fronts {
        let built = Site::new().brief("a", &front).compile();
        let codes: Vec<Code> = built.compiled.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::InvalidFrontMatter], "{name}");
    }
    let sources = [
        ("sources.yml", bomb),
        ("sources.yml", "[".repeat(10_000)),
        ("sources/a.json", "[".repeat(10_000)),
        ("sources/a.bib", format!("@book{{a, title = {}x{}}}", "{".repeat(10_000), "}".repeat(10_000))),
    ];
    for (name, text) in sources {
        let built = Site::new().file(&format!("content/{name}"), &text).brief("a", "Words.").compile();
        assert!(built.compiled.output.get("briefs/a/index.html").is_some(), "{name}: {}", built.report());
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
