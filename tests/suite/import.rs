//! `postil import`: articles become briefs, and what is found in them is held against what a reader finds.
//!
//! The articles are in `tests/import`, each with a list beside it. The figures stand in the guide too, and are held
//! against what is measured here.

use std::collections::BTreeMap;

use postil::date::Day;
use postil::diagnostic::Severity;
use postil::import::{Imported, Site as Known, Wish, import};
use postil::path::SitePath;

use crate::site::{Site, files_below, repository};
use crate::workshop::Workshop;

/// What is counted, in the order of the guide's table, with the least share in percent of what a reader finds that
/// must be found, and of what is found that must be right.
const KINDS: [(&str, [usize; 2]); 5] = [
    ("sources", [90, 90]),
    ("dates", [85, 85]),
    ("people", [85, 85]),
    ("organisations", [70, 75]),
    ("places", [80, 80]),
];

fn wish() -> Wish<'static> {
    let today = Day::new(2022, 1, 1).expect("a day");
    Wish { slug: None, date: None, today, is_draft: false }
}

pub(crate) fn imported(text: &str) -> Imported {
    import(text, &wish(), &Known::default()).expect("an article")
}

/// What a reader finds in an article: pairs of words, by kind.
struct Gold(BTreeMap<String, Vec<(String, String)>>);

impl Gold {
    fn read(text: &str) -> Self {
        let mut section = String::new();
        let mut gold: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                section = name.to_owned();
            } else {
                let (first, second) = line.split_once('\t').unwrap_or((line, ""));
                gold.entry(section.clone()).or_default().push((first.to_owned(), second.to_owned()));
            }
        }
        Self(gold)
    }

    fn of(&self, kind: &str) -> &[(String, String)] {
        self.0.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// A text with one kind of apostrophe, in small letters.
fn plain(text: &str) -> String {
    text.replace('’', "'").to_lowercase()
}

/// What was found of a kind: further names that count, and a date.
fn found(imported: &Imported, kind: &str) -> Vec<(Vec<String>, String)> {
    match kind {
        "sources" => {
            let yaml = imported.files.iter().find(|(path, _)| path.ends_with(".yml"));
            let Some((path, text)) = yaml else { return Vec::new() };
            let parsed = postil::bibliography::parse(&SitePath::new(path.as_str()), text);
            let names = |source: &postil::bibliography::Source| {
                let names = [source.container_title(), source.title()];
                names.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
            };
            parsed.sources.iter().map(|source| (names(source), source.date().unwrap_or_default())).collect()
        }
        "dates" => {
            let mut dates = Vec::new();
            for (at, _) in imported.files[0].1.match_indices("](date:") {
                let text = &imported.files[0].1;
                let words = &text[text[..at].rfind('[').expect("a link") + 1..at];
                let value = text[at + 7..].split([')', ' ']).next().expect("a value");
                dates.push((vec![words.to_owned()], value.to_owned()));
            }
            dates
        }
        _ => {
            let wanted = match kind {
                "people" => "person",
                "organisations" => "org",
                _ => "place",
            };
            let records = imported.files.iter().filter(|(path, _)| path.starts_with("content/entities/"));
            let of_kind = records.filter(|(_, text)| text.contains(&format!("kind: {wanted}\n")));
            of_kind.map(|(_, text)| (names(text), String::new())).collect()
        }
    }
}

/// The name and the aliases of a record.
fn names(record: &str) -> Vec<String> {
    let lines = record.lines().filter(|line| line.starts_with("name: ") || line.starts_with("aliases: "));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// What was missed, and what was found wrongly, of a kind.
struct Measured {
    expected: usize,
    found: usize,
    missed: Vec<String>,
    wrong: Vec<String>,
}

fn measure(gold: &Gold, imported: &Imported, kind: &str) -> Measured {
    let mut left = found(imported, kind);
    let (found, expected) = (left.len(), gold.of(kind).len());
    let mut missed = Vec::new();
    for (name, value) in gold.of(kind) {
        let name = plain(name);
        let is_it = |names: &[String]| {
            names.iter().map(|found| plain(found)).any(|found| match kind {
                "dates" => found.contains(&name) || name.contains(&found),
                "sources" => found == name || found.starts_with(&name),
                _ => found == name,
            })
        };
        match left.iter().position(|(names, date)| date == value && is_it(names)) {
            Some(at) => drop(left.remove(at)),
            None => missed.push(format!("{name} {value}")),
        }
    }
    let wrong = left.into_iter().map(|(names, value)| format!("{} {value}", names.join(" / "))).collect();
    Measured { expected, found, missed, wrong }
}

/// The articles, by their names.
fn articles() -> Vec<(String, String, Gold)> {
    let files = files_below(&repository("tests/import")).into_iter();
    let articles = files.filter(|file| file.extension().is_some_and(|end| end == "txt" || end == "html"));
    let text = |file: &std::path::Path| std::fs::read_to_string(file).expect("a text");
    articles
        .map(|file| {
            let name = file.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
            (name, text(&file), Gold::read(&text(&file.with_extension("gold"))))
        })
        .collect()
}

/// The rows of the guide's table of figures.
fn figures() -> (String, Vec<String>) {
    let (mut rows, mut faults) = (String::new(), Vec::new());
    for (name, text, gold) in articles() {
        let imported = imported(&text);
        rows.push_str(&format!("| `{name}` |"));
        for (kind, _) in KINDS {
            let measured = measure(&gold, &imported, kind);
            let right = measured.expected - measured.missed.len();
            rows.push_str(&format!(" {right} of {}, {} wrong |", measured.expected, measured.wrong.len()));
            if !measured.missed.is_empty() || !measured.wrong.is_empty() {
                faults.push(format!(
                    "{name}, {kind}: missed {:?}, wrong {:?}",
                    measured.missed, measured.wrong
                ));
            }
        }
        rows.push('\n');
    }
    (rows, faults)
}

#[test]
fn what_is_found_is_what_a_reader_finds() {
    let (rows, differences) = figures();
    let guide = std::fs::read_to_string(repository("content/guide/import.md")).expect("the guide");
    let missing: Vec<&str> = rows.lines().filter(|row| !guide.contains(row)).collect();
    let mut faults = Vec::new();
    if !missing.is_empty() {
        faults.push(format!("the guide does not have the rows\n{}", missing.join("\n")));
    }
    for (kind, [least_found, least_right]) in KINDS {
        let (mut expected, mut found, mut right) = (0, 0, 0);
        for (_, text, gold) in articles() {
            let measured = measure(&gold, &imported(&text), kind);
            expected += measured.expected;
            found += measured.found;
            right += measured.expected - measured.missed.len();
        }
        if right * 100 < least_found * expected {
            faults.push(format!("only {right} of {expected} {kind} are found"));
        }
        if right * 100 < least_right * found {
            faults.push(format!("only {right} of the {found} {kind} that are found are right"));
        }
    }
    assert!(faults.is_empty(), "{}\n\n{}", faults.join("\n"), differences.join("\n"));
}

#[test]
fn mastheads_are_read() {
    for (name, text, gold) in articles() {
        let brief = &imported(&text).files[0].1;
        for (key, value) in gold.of("") {
            let line = match key.as_str() {
                "author" => format!("\"{value}\""),
                "title" => format!("title: {}", serde_json::to_string(value).expect("a string")),
                key => format!("{key}: {value}"),
            };
            assert!(brief.contains(&line), "{name} has no {line}:\n{brief}");
        }
    }
}

#[test]
fn an_imported_article_has_no_errors_and_is_a_page() {
    for (name, text, _) in articles() {
        let imported = imported(&text);
        let built = site_of(&imported).compile();
        assert_eq!(errors(&built), [""; 0], "{name}");
        let page = built.page(&format!("briefs/{}", imported.slug));
        assert!(!page.all(".art a.men").is_empty() && !page.all(".art a.cite").is_empty(), "{name}");
        assert!(!built.page("timeline").all("time").is_empty(), "{name}");
        // Every line that is told of is one of the brief.
        let lines = imported.files[0].1.lines().count();
        assert!(imported.doubts.iter().all(|doubt| (1..=lines).contains(&doubt.line)), "{name}");
    }
}

/// The site that the files of an import are.
pub(crate) fn site_of(imported: &Imported) -> Site {
    imported.files.iter().fold(Site::new(), |site, (path, text)| site.file(path, text))
}

/// The lines of errors of a built site.
fn errors(built: &crate::site::Built) -> Vec<String> {
    let errors = built.compiled.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    errors.map(|found| found.message.clone()).collect()
}

/// The blocks of code of the guide's page in a language.
fn blocks(language: &str) -> Vec<String> {
    let guide = std::fs::read_to_string(repository("content/guide/import.md")).expect("the guide");
    let fence = format!("```{language}\n");
    let starts = guide.match_indices(&fence).map(|(at, _)| at + fence.len());
    starts.map(|at| guide[at..].split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_example_of_the_guide_is_what_comes_of_it() {
    let imported = imported(&blocks("text")[0]);
    let expected = blocks("markdown");
    assert_eq!(imported.files[0].1, expected[0]);
    let record = imported.files.iter().find(|(path, _)| path.ends_with("ana-brandt.md")).expect("a record");
    assert_eq!(record.1, expected[1]);
}

#[test]
fn the_dates_of_the_guide_have_their_values() {
    let rows = crate::guide::table("import", "In the text | Value, for an article of 8 January 2016");
    assert!(rows.len() > 10, "{rows:?}");
    for row in rows {
        let (words, value) = (row[0].as_str(), row[1].split('`').nth(1).expect("a value"));
        let words_in_text =
            words.strip_prefix("the 2010").map_or(words.to_owned(), |_| "the 2010 election".to_owned());
        let text = format!("A headline\n\nJanuary 8, 2016\n\nThe envoys met there {words_in_text}.\n");
        let brief = &imported(&text).files[0].1;
        assert!(brief.contains(&format!("](date:{value}")), "{words}: {brief}");
        assert_eq!(brief.contains("event=no"), row[1].contains("no event"), "{words}: {brief}");
    }
}

#[test]
fn dates_may_begin_a_sentence() {
    let text = "A headline of one article\n\nMay 3, 2022\n\nIt was agreed then. Last year, it failed. This week it is back.\n";
    let brief = &imported(text).files[0].1;
    for date in ["[Last year](date:2021), it failed", "[This week](date:2022-05-"] {
        assert!(brief.contains(date), "no {date} in\n{brief}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let workshop = Workshop::new();
    workshop.put("site/postil.toml", "title = \"T\"\nbase-url = \"https://example.org/\"\n");
    let utf16: Vec<u8> = "A headline\n\nA text.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, words) in [
        ("latin1.txt", b"A headline\n\nCaf\xe9.\n".to_vec(), "is not UTF-8: line 3"),
        ("utf16.txt", utf16, "is UTF-16 text"),
        ("nul.txt", b"A headline\n\nA \0 text.\n".to_vec(), "holds a NUL"),
        ("empty.txt", Vec::new(), "there is no article"),
        ("space.html", b"<html> \n </html>".to_vec(), "there is no article"),
    ] {
        std::fs::write(workshop.at("site").join(name), bytes).expect("the file can be written");
        workshop.postil("site", &["import", name]).with(2, &[words]);
    }
    assert!(!workshop.at("site/content").exists());
}

#[test]
fn all_files_are_written_or_none() {
    let workshop = Workshop::new();
    workshop.put("site/postil.toml", "title = \"T\"\nbase-url = \"https://example.org/\"\n");
    workshop.put("site/a.txt", "A headline\n\nMay 3, 2016\n\nAnna Lee came to Vienna (Reuters, May 2).\n");
    // What stands in the way of a source stops the brief too.
    workshop.put("site/content/sources/a.yml/file", "");
    workshop
        .postil("site", &["import", "a.txt", "--as", "a"])
        .with(2, &["content/sources/a.yml", "nothing was written"]);
    assert!(!workshop.at("site/content/briefs").exists() && !workshop.at("site/content/entities").exists());
    // So does a folder that cannot be made.
    workshop.put("site/content/briefs", "a file");
    workshop.postil("site", &["import", "a.txt", "--as", "b"]).with(3, &["content/briefs/b.md"]);
    assert!(
        !workshop.at("site/content/entities").exists() && !workshop.at("site/content/sources/b.yml").exists()
    );
}

/// Pieces of which articles, and what only looks like one, are made.
const PIECES: [&str; 48] = [
    "Title\n\n",
    "By: Ann Lee\n",
    "\n\n",
    "\n",
    " ",
    "(",
    ")",
    "[",
    "]",
    "[1]",
    "[1, 2]",
    "(Reuters, May 3)",
    "(see EDM, ",
    "December 7",
    "2015",
    "last year",
    "the ",
    "early ",
    "from ",
    "to ",
    "and ",
    "of ",
    "President ",
    "Minsk",
    "Anna Lee",
    "Foreign Ministry ",
    "(EEU)",
    "U.S.",
    "’s",
    "“",
    "”",
    "References\n\n",
    "1. A, “B,” C, 2015.\n",
    "<p>",
    "</p>",
    "<a href=\"#x\">1</a>",
    "<li id=x>",
    "<table><tr><td>",
    "<td rowspan=2 colspan=2>",
    "<ol start=7>",
    "<br>",
    "<math><mi>",
    "<b><i>",
    "</b>",
    "é\u{301}",
    "\u{200b}",
    "\u{1f680}",
    "https://a.example/b)",
];

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_import(picks in proptest::collection::vec(0..PIECES.len(), 0..60), html: bool) {
        let mut text = String::from(if html { "<p>" } else { "A headline\n\n" });
        text.extend(picks.into_iter().map(|at| PIECES[at]));
        if let Ok(imported) = import(&text, &wish(), &Known::default()) {
            let errors = errors(&site_of(&imported).compile());
            proptest::prop_assert!(errors.is_empty(), "{text:?}\n{errors:?}\n{}", imported.files[0].1);
        }
    }

    #[test]
    fn no_characters_break_the_import(text in "\\PC{0,300}") {
        import(&text, &wish(), &Known::default()).ok();
        import(&format!("<p>{text}"), &wish(), &Known::default()).ok();
    }
}

#[test]
fn long_texts_are_read_in_time() {
    let with_head =
        |piece: &str, count: usize| format!("A headline\n\nA paragraph.\n\n{}", piece.repeat(count));
    for piece in
        ["(", "[1] ", "Anna ", "in Minsk and ", "May 3, ", "(Reuters, May 3) ", "U.S.", "the ", "x", "“"]
    {
        let length = 200_000;
        import(&with_head(piece, length / piece.len()), &wish(), &Known::default()).ok();
    }
    for piece in [
        "<div>",
        "<b>",
        "<p>x",
        "<a href=x>",
        "<li>",
        "<table>",
        "<br>",
        "<a href='#n'>1</a>",
        "<time>x</time>",
        "<li>x<br>",
        "<math><mi>x",
        "<form><p>x",
        "<tr><td rowspan=99 colspan=99>x",
    ] {
        import(&piece.repeat(200_000 / piece.len()), &wish(), &Known::default()).ok();
    }
}

#[test]
fn prose_that_looks_like_markdown_stays_prose() {
    let text = "A headline\n\nFirst * star * and _line_ and `code` and [a](b) and <b>tag</b> and ~~gone~~ &amp; more.\n\n\
                # no heading\n\n> no [^1]: note and [[none]] and [@none].\n";
    let imported = imported(text);
    let page = site_of(&imported).compile().page(&format!("briefs/{}", imported.slug));
    let shown = page.texts(".art p").join("\n");
    for words in [
        "First * star * and _line_ and `code` and [a](b) and <b>tag</b> and ~~gone~~ &amp; more.",
        "no [^1]: note and [[none]] and [@none].",
    ] {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn what_surrounds_an_article_is_left_out_and_its_marks_are_kept() {
    let (_, text, _) =
        articles().into_iter().find(|(name, ..)| name == "black-sea.html").expect("the article");
    let brief = &imported(&text).files[0].1;
    for words in
        ["not text", "Share", "Subscribe", "Most read", "Related", "All rights reserved", "About us", "↩"]
    {
        assert!(!brief.contains(words), "{words} in\n{brief}");
    }
    for words in [
        "## Three reasons to stop",
        "> We have sand, water and a railway.",
        "- A new tender",
        "![Dredgers off the beach at Anaklia](https://littoral.example/img/anaklia.jpg)",
        "*Dredgers off [Anaklia]",
        "[China Communications Construction Company](https://cccc.example/)",
        "**Anaklia Development Consortium**",
        "The count is that of the consortium",
    ] {
        assert!(
            brief.replace("](org:anaklia-development-consortium)", "").replace("**[", "**").contains(words),
            "{words} not in\n{brief}"
        );
    }
}
