//! Whole sites that nobody wrote: some records, briefs and notes, and hostile texts wherever one can stand.
//!
//! What holds for every site holds for them too, and no text of theirs is more than text in any file.

use std::collections::BTreeMap;

use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::diagnostic::Edit;
use postil::path::SitePath;
use rayon::prelude::*;

use crate::dice::Dice;
use crate::hostile::{ADDRESSES, TEXTS, all_dangers};
use crate::invariants::{differences, text_faults};
use crate::links::Web;
use crate::site::{Built, Page, Site};

/// What would be more than text in a file that is no page: a cell that is computed, a line or record that is added.
const INJECTIONS: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "+1+1\",\"=2",
    "@SUM(1)\r\n=1",
    "}, url = {https://evil.example/} } @book{evil, title = {",
    "x\nER  - \nTY  - EVIL",
    "x\r\nEND:VEVENT\r\nATTENDEE:mailto:evil@example.org",
    "\\end{document} % $x$ & # _ ^ ~ {",
    "]]></title><entry/>",
    "a control\u{1}, \u{b}a tab, and a bell\u{7}",
];

/// Plain words of different kinds, which name the records or look like them.
const WORDS: [&str; 8] = [
    "Ana Brandt",
    "Lind Council",
    "Norhaven",
    "Café Ωmega",
    "שלום world",
    "Владимир",
    "👩‍👩‍👧 family",
    "the Council’s “bridge” — 3 May 2024",
];

/// Headings whose ids would be those of parts of the page.
const HEADINGS: [&str; 6] = ["Note n", "Note x", "Claim c", "KJ1", "Mark n", "Page main"];

/// An element that no template has, for seeing where text becomes an element.
const ELEMENT: &str = "<q-mark a=\"1\">x</q-mark>";

fn of<'a>(dice: &mut Dice, items: &[&'a str]) -> &'a str {
    items[dice.below(items.len())]
}

/// A text: two pieces, most of them hostile.
fn text(dice: &mut Dice) -> String {
    let mut piece = || match dice.below(6) {
        0 | 1 => of(dice, &WORDS),
        2 => of(dice, &TEXTS),
        3 => of(dice, &INJECTIONS),
        4 => ELEMENT,
        _ => "spring",
    };
    format!("{} {}", piece(), piece())
}

/// A text on one line, for Markdown.
fn line(dice: &mut Dice) -> String {
    text(dice).replace(['\r', '\n'], " ")
}

/// A text as a YAML string.
fn quoted(dice: &mut Dice) -> String {
    serde_json::Value::from(text(dice)).to_string()
}

/// A site of some records, one to three briefs, and notes beside the first. In one that `is_sound` nothing
/// leads nowhere: it can be published.
fn site(dice: &mut Dice, is_sound: bool) -> Site {
    let config = format!(
        "title = {}\nbase-url = \"https://example.org/site/\"\ndescription = {}\n[authors.desk]\nname = {}\n",
        quoted(dice),
        quoted(dice),
        quoted(dice)
    );
    let mut site = Site::new().file("postil.toml", &config);
    for (kind, id) in [("person", "ana"), ("org", "council"), ("place", "norhaven"), ("event", "flood")] {
        if !is_sound && dice.below(5) == 0 {
            continue;
        }
        let date = if kind == "event" { "date: 2014-05\n" } else { "" };
        let place = if kind == "place" { "coordinates: [53.9, 27.57]\n" } else { "" };
        let front = format!(
            "kind: {kind}\nname: {}\naliases: [{}]\nsummary: {}\n{date}{place}",
            serde_json::Value::from(format!("{} {id}", of(dice, &WORDS))),
            quoted(dice),
            quoted(dice)
        );
        site = site.file(
            &format!("content/entities/{id}.md"),
            &format!(
                "---\n{front}relations: [{{ role: {}, of: council }}]\n---\n\n{}\n",
                quoted(dice),
                line(dice)
            ),
        );
    }
    let source = |dice: &mut Dice| {
        format!(
            "  type: {}\n  title: {}\n  author: {}\n  publisher: {}\n  date: 2015-03\n",
            of(dice, &["report", "book", "web"]),
            quoted(dice),
            quoted(dice),
            quoted(dice)
        )
    };
    let sources = format!("report:\n{}paper:\n{}", source(dice), source(dice));
    site = site.file("content/sources.yml", &sources).file(
        "content/claims/c.md",
        &format!("---\nstatement: {}\nconfidence: likely\n---\n\n{}\n", quoted(dice), line(dice)),
    );
    for number in 0..=dice.below(3) {
        site = site.file(&format!("content/briefs/b{number}.md"), &brief(dice, is_sound));
    }
    let quote = if is_sound { "So it is".to_owned() } else { line(dice) };
    let notes = format!(
        "### x\n\n> The bridge opens\n\n{} [@report]\n\n### y\n\n> {quote}\n\n{}\n",
        line(dice),
        line(dice)
    );
    let site = site
        .file("content/briefs/b0.notes.md", &notes)
        .file("content/briefs/b0.annotations.json", &web_annotation(dice));
    if is_sound { with_each_injection(site) } else { site }
}

/// The site with each injection at the beginning of a record's name, of a source's fields and of an item of a
/// timeline, and with records that are named together.
fn with_each_injection(mut site: Site) -> Site {
    let (mut sources, mut items) = (Vec::new(), String::new());
    for (at, injection) in INJECTIONS.iter().enumerate() {
        let text = serde_json::Value::from(*injection).to_string();
        let line = injection.replace(['\r', '\n'], " ");
        sources.push(serde_json::json!({
            "id": format!("i{at}"), "type": "report", "title": injection, "publisher": injection, "note": injection,
            "DOI": format!("10.1000/{line}"),
            "author": [{ "literal": injection }], "issued": { "date-parts": [[2015, 3]] },
        }));
        items += &format!("- [May 2014](date:2014-05): {line} of [Ana](person:ana). [@i{at}]\n");
        let event = format!("---\nkind: event\nname: {text}\nsummary: {text}\ndate: 2014-0{}\n---\n", at + 1);
        site = site.file(&format!("content/entities/i{at}.md"), &event);
    }
    let together = "[Ana](person:ana) of [the council](org:council) saw [the town](place:norhaven) in [the flood](event:flood).";
    let code = "```text\ncode with an end   \n\n   \nand more\t\n```";
    let brief = format!(
        "---\ntitle: All\ndate: 2016-02-01\n---\n\n{together}\n\n{code}\n\nA line  \nthat is broken.\n\n## Timeline\n\n{items}"
    );
    let sources = serde_json::Value::from(sources).to_string();
    site.file("content/sources/injected.json", &sources).file("content/briefs/all.md", &brief)
}

fn brief(dice: &mut Dice, is_sound: bool) -> String {
    let front = format!(
        "title: {}\ndate: 2016-01-0{}\nsummary: {}\nauthors: [desk, {}]\nkey-judgements: [{}]\nabout: [ana]\n",
        quoted(dice),
        1 + dice.below(9),
        quoted(dice),
        quoted(dice),
        quoted(dice)
    );
    let blocks: Vec<String> = (0..3 + dice.below(5)).map(|_| block(dice, is_sound)).collect();
    format!(
        "---\n{front}---\n\nThe bridge opens in [spring](date:2016-03).[^n] So it is.[^claim-c]\n\n{}\n\n\
         [^n]: \"The bridge\" — **Context.** {}\n[^claim-c]: **Likely.** {} [@paper]\n",
        blocks.join("\n\n"),
        line(dice),
        line(dice)
    )
}

fn block(dice: &mut Dice, is_sound: bool) -> String {
    let (one, other) = (line(dice), line(dice));
    match dice.below(9) {
        0 if dice.below(2) == 0 => format!("## {}", of(dice, &HEADINGS)),
        0 => format!("## {one}"),
        1 => format!("- {one}\n- {other}"),
        2 => format!("| {one} | b |\n|---|---|\n| {other} | c |"),
        3 => format!("> [!WARNING]\n> {one}"),
        4 => format!("```{one}\n{other}\n```"),
        5 if !is_sound => format!("[{one}]({})", of(dice, &ADDRESSES)),
        6 => format!("## Timeline\n\n- [May 2015](date:2015-05): {one} by [[ana]]."),
        7 if !is_sound => format!("Said [[{one}]] and [{other}](person:ana) [{one} @report, {other}]."),
        _ => format!("{one} of Ana Brandt on 3 March 2015. {other}"),
    }
}

fn web_annotation(dice: &mut Dice) -> String {
    serde_json::json!({
        "id": format!("https://example.org/{}", text(dice)),
        "type": "Annotation",
        "creator": { "name": text(dice) },
        "body": { "type": "TextualBody", "value": text(dice), "format": of(dice, &["text/html", "text/plain", "text/markdown"]) },
        "target": { "selector": { "type": "TextQuoteSelector", "exact": "opens in spring" } },
    })
    .to_string()
}

/// What is wrong with the files of a site by themselves.
fn file_faults(built: &Built) -> Vec<String> {
    let mut faults = all_dangers(built);
    for (path, bytes) in built.compiled.output.iter() {
        let is_legal = !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_legal {
            faults.push(format!("{path:?} is outside the folder"));
        }
        faults.extend(text_faults(path, bytes));
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let end = path.rsplit('.').next().unwrap_or_default();
        faults.extend(injected(end, text).map(|line| format!("{path} has {line:?}")));
    }
    faults
}

/// What in a file of this kind would be more than text.
fn injected(end: &str, text: &str) -> Option<String> {
    let line = |is_wrong: &dyn Fn(&str) -> bool| text.lines().find(|line| is_wrong(line)).map(str::to_owned);
    match end {
        "html" => {
            let element = Page::parse(text).all("q-mark").first().map(|element| element.html());
            element.or_else(|| line(&has_control))
        }
        "xml" | "svg" => {
            line(&|line| line.contains("<q-mark") || line.contains("<entry/>") || has_control(line))
        }
        "csv" => {
            let rows = rows(text);
            let is_torn = |row: &&Vec<String>| row.len() != rows[0].len();
            let is_run = |cell: &&String| cell.starts_with(['=', '+', '@', '\t', '\r']);
            let run = rows.iter().flatten().find(is_run).cloned();
            run.or_else(|| rows.iter().find(is_torn).map(|row| row.join("|")))
        }
        "ics" => {
            let unfolded = text.replace("\r\n ", "");
            let is_property = |line: &str| {
                line.split([':', ';']).next().is_some_and(|name| {
                    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
                })
            };
            let mut lines = unfolded.split_terminator("\r\n");
            let torn = lines.find(|line| !is_property(line) || line.contains('\n') || !is_escaped(line));
            // RFC 5545: lines are folded at 75 octets.
            torn.map(str::to_owned).or_else(|| line(&|line| line.starts_with("ATTENDEE") || line.len() > 75))
        }
        "ris" => {
            line(&|line| line.starts_with("TY  - EVIL") || !line.is_empty() && line.get(2..5) != Some("  -"))
        }
        "bib" => {
            let read = postil::bibliography::parse(&SitePath::new("read-back.bib"), text);
            let evil = read
                .sources
                .iter()
                .find(|source| source.key() == "evil")
                .map(|_| "a source `evil`".to_owned());
            let broken = read.diagnostics.first().map(|found| found.message.clone());
            evil.or(broken).or_else(|| line(&is_tex))
        }
        _ => None,
    }
}

/// Whether a line has a character that neither HTML nor XML may have.
fn has_control(line: &str) -> bool {
    line.chars().any(|character| character.is_control() && character != '\t' && character != '\r')
}

/// Whether a line of a calendar, should its value be text, has what RFC 5545 asks for (3.3.11): no comma and no
/// semicolon that ends a value, and no backslash that says nothing.
fn is_escaped(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return true };
    if !matches!(name, "NAME" | "X-WR-CALNAME" | "SUMMARY" | "DESCRIPTION" | "LOCATION" | "UID") {
        return true;
    }
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if !matches!(characters.next(), Some('\\' | ';' | ',' | 'n' | 'N')) => return false,
            ',' | ';' => return false,
            _ => {}
        }
    }
    true
}

/// Whether a line of BibLaTeX has what TeX would do something with: a command that ends or opens, or a sign that
/// stands for none. Addresses are read as they stand.
fn is_tex(line: &str) -> bool {
    let Some((field, value)) = line.split_once(" = {") else { return false };
    let is_verbatim = matches!(field.trim(), "url" | "doi" | "archiveurl");
    let mut before = ' ';
    let has_bare_sign = value.chars().any(|character| {
        let is_bare = "^~".contains(character) || "&%$#_".contains(character) && before != '\\';
        before = character;
        is_bare
    });
    value.contains("\\end{document}") || has_bare_sign && !is_verbatim
}

/// The cells of a file of comma-separated values, row by row.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' | '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                if character == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            _ => cell.push(character),
        }
    }
    rows
}

/// What is wrong with a site's pages and links.
fn web_faults(site: &Site, built: &Built) -> Vec<String> {
    let base = site.inputs().config.map(|config| config.base_url.to_string()).unwrap_or_default();
    let later = &built.compiled.later.cards;
    let paths = later.cards.keys().chain(later.icon.as_ref().map(|(path, _)| path));
    let mut files: BTreeMap<&str, &[u8]> = paths.map(|path| (path.as_str(), &[][..])).collect();
    files.extend(built.compiled.output.iter().map(|(path, bytes)| (path, &**bytes)));
    let web = Web::new(&base, &files);
    let mut faults = web.page_faults();
    if built.compiled.is_publishable(false) {
        faults.extend(web.link_faults(&files));
    }
    faults
}

/// What differs when a site is compiled with what is left of another, or in one thread.
fn repeated_faults(site: &Site, other: &Site, seed: usize) -> Vec<String> {
    let clean = compile(&site.inputs(), &Options::default(), &Cache::default());
    // Each difference for some of the sites: all of them for all would take minutes.
    let alike = nearly_alike(site, other);
    let some = [seed % alike.len(), (seed + 3) % alike.len()].map(|at| &alike[at]);
    let warm = some.into_iter().flat_map(|(what, other)| {
        let cache = Cache::default();
        compile(&other.inputs(), &Options::default(), &cache);
        let warm = compile(&site.inputs(), &Options::default(), &cache);
        differences(&warm, &clean).into_iter().map(move |fault| format!("incremental, after {what}: {fault}"))
    });
    let warm: Vec<String> = warm.collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let alone = pool.install(|| compile(&site.inputs(), &Options::default(), &Cache::default()));
    let alone = differences(&alone, &clean).into_iter().map(|fault| format!("in one thread: {fault}"));
    warm.into_iter().chain(alone).collect()
}

/// Sites that differ from one in a single thing that a build may have taken over wrongly, and a wholly other one.
fn nearly_alike(site: &Site, other: &Site) -> Vec<(&'static str, Site)> {
    let with = |setting: &str| site.clone().file("postil.toml", &format!("{setting}\n{}", site.config()));
    let mut alike = vec![
        ("another scale", with("confidence = [\"hardly\", \"surely\"]")),
        ("another language", with("language = \"de\"")),
        ("another style of citations", with("citations.style = \"apa\"")),
        ("another language of citations", with("citations.locale = \"de\"")),
        ("another policy", with("security.img-src = [\"https://pictures.example\"]")),
        ("another template", site.clone().file("templates/brief.html", "{{ title }}")),
        (
            "other notes",
            site.clone().file("content/briefs/b0.notes.md", "### x\n\n> So it is\n\nOther words.\n"),
        ),
        ("another name", site.clone().entity("person", "ana", "Somebody Else", "")),
        ("no sources", site.clone().without("content/sources.yml")),
        ("another site", other.clone()),
    ];
    if let Some(text) = other.files().get("content/briefs/b0.md") {
        alike.push(("another brief", site.clone().file("content/briefs/b0.md", text)));
    }
    alike
}

/// What is wrong after the edits of `suggest` are made.
fn suggestion_faults(site: &Site, built: &Built) -> Vec<String> {
    let suggestions = built.suggestions(&[]);
    let edits: Vec<&Edit> = suggestions.iter().filter_map(|found| found.edit.as_deref()).collect();
    let after_site = crate::suggest::edited(site, &edits);
    let after = after_site.compile();
    let mut faults = Vec::new();
    if crate::suggest::meaning(built) != crate::suggest::meaning(&after) {
        faults.push("`suggest --apply` changes what is read".to_owned());
    }
    let left = after.suggestions(&[]);
    let left = left.iter().filter(|found| found.edit.is_some());
    faults.extend(left.map(|found| format!("`suggest --apply` edits again: {}", after.describe(found))));
    faults
}

#[test]
fn what_holds_for_every_site_holds_for_sites_that_nobody_wrote() {
    let made: Vec<Site> = (0..12).map(|seed| site(&mut Dice::new(seed), seed % 2 == 0)).collect();
    let published = made.par_iter().filter(|site| site.compile().compiled.is_publishable(false)).count();
    assert!(
        published >= 4,
        "links are followed in the {published} sites that are published: {}",
        made[0].compile().report()
    );
    let faults: Vec<String> = made
        .par_iter()
        .enumerate()
        .flat_map_iter(|(seed, site)| {
            let built = site.compile();
            assert!(built.compiled.pages > 8, "{seed}: {}", built.report());
            let mut faults = file_faults(&built);
            faults.extend(web_faults(site, &built));
            faults.extend(repeated_faults(site, &made[(seed + 1) % made.len()], seed));
            faults.extend(suggestion_faults(site, &built));
            faults.extend(crate::format::faults("formatted", site));
            faults.into_iter().map(move |fault| format!("site {seed}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_injected_is_seen() {
    for (end, text) in [
        ("html", "<p><q-mark>x</q-mark></p>"),
        ("xml", "<title><q-mark>x</title>"),
        ("svg", "<svg><q-mark/></svg>"),
        ("csv", "a,\"b, \"\"c\"\"\"\n1,\"=2\"\n"),
        ("csv", "a,b\n1,2,3\n"),
        ("ics", "SUMMARY:x\r\nATTENDEE:mailto:evil@example.org\r\n"),
        ("ics", "SUMMARY:x\nand more\r\n"),
        ("ics", &format!("SUMMARY:{}\r\n", "x".repeat(80))),
        ("ics", "SUMMARY:one\\, two, three\r\n"),
        ("ics", "SUMMARY:a\\b\r\n"),
        ("ris", "TY  - RPRT\nTY  - EVIL\n"),
        ("bib", "@book{a,\n} @book{evil,\n}"),
        ("bib", "@book{a, title = {x},\n"),
        ("bib", "@book{a, title = {\\end{document}}}"),
        ("bib", "@book{a,\n  title = {100 % of it},\n}"),
        ("bib", "@book{a,\n  title = {it~is},\n}"),
    ] {
        assert!(injected(end, text).is_some(), "{end}: {text}");
    }
    assert_eq!(injected("csv", "a,\"b, =c\"\n1,'=2\n"), None);
    let sound = "@book{a,\n  title = {100 \\% of \\textbraceleft{}it},\n  url = {https://example.org/~a_b},\n  \
                 author = {A},\n  date = {2010},\n}";
    assert_eq!(injected("bib", sound), None);
    assert_eq!(injected("ics", "SUMMARY:a\\, b\\; c\\\\ d\\n\r\nCATEGORIES:a,b\r\n"), None);
}
