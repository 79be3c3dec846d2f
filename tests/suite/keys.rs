//! The reference of the format names every key that is read, and none that is not.
//!
//! What is read is found in the sources: each key is a literal in one call, such as
//! `fields.text("summary")`.

use std::collections::BTreeSet;

use postil::diagnostic::Code;

use crate::guide::{code_spans, fences, page_text};
use crate::site::{Site, repository};

/// The calls that take a key, up to the quotation mark before it.
const CALLS: [&str; 21] = [
    ".text(\"",
    ".texts(\"",
    ".date(\"",
    ".day(\"",
    ".flag(\"",
    ".number(\"",
    ".map(\"",
    ".take(\"",
    ".record(\"",
    ".records(\"",
    ".required(\"",
    ".required_text(\"",
    ".required_date(\"",
    ".table(\"",
    ".tables(\"",
    ".entries(\"",
    "cites(&mut fields, \"",
    "cites(fields, \"",
    "language(table, \"",
    "language(citations, \"",
    "text(table, \"",
];

/// The keys that a file of the program asks for.
fn asked(path: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().replace("(\n", "(");
    let mut keys: BTreeSet<String> = CALLS
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    if text.contains(".extra()") {
        keys.insert("extra".to_owned());
    }
    assert!(keys.len() > 2, "{path}: {keys:?}");
    keys
}

/// A part of the reference: what stands under a heading, up to the next of its rank or above.
fn section(heading: &str) -> String {
    let text = page_text("format");
    let start = text.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let rank = heading.chars().take_while(|c| *c == '#').count();
    let rest = &text[start + heading.len() + 2..];
    let lines = rest.lines().take_while(|line| {
        let marks = line.chars().take_while(|c| *c == '#').count();
        marks == 0 || marks > rank
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The keys in the table of a section.
fn listed(section: &str) -> Vec<&str> {
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|line| code_spans(line.split('|').nth(1).unwrap_or_default())).collect()
}

/// A file with keys, whatever their values, and all else that it needs.
fn with_keys(heading: &str, keys: &[&str]) -> Site {
    let (path, needs) = match heading {
        "### Keys of a brief" => ("content/briefs/a.md", &["title: A", "date: 2016"][..]),
        "### Keys of an entity" => ("content/entities/a.md", &["kind: event", "name: A", "date: 2016"][..]),
        "### Keys of a claim" => ("content/claims/a.md", &["statement: A"][..]),
        _ => ("content/a.md", &["title: A"][..]),
    };
    let needs = needs.iter().filter(|line| !keys.iter().any(|key| line.starts_with(&format!("{key}:"))));
    let lines = needs.map(|line| format!("{line}\n")).chain(keys.iter().map(|key| format!("{key}: 1\n")));
    Site::new().file(path, &format!("---\n{}---\n\nText.\n", lines.collect::<String>()))
}

#[test]
fn front_matter_has_the_keys_of_the_reference() {
    for (heading, file) in [
        ("### Keys of a brief", "src/annotate/brief.rs"),
        ("### Keys of an entity", "src/annotate/entity.rs"),
        ("### Keys of a claim", "src/annotate/claim.rs"),
        ("### Keys of a page", "src/annotate/page.rs"),
    ] {
        let section = section(heading);
        let keys = listed(&section);
        assert!(keys.len() >= 8, "{heading}: {keys:?}");
        let built = with_keys(heading, &keys).compile();
        assert!(built.found(Code::UnknownKey).is_empty(), "{heading}: {}", built.report());
        // Keys within keys are named in the text, in the table's last column or below it.
        let mut named: BTreeSet<&str> = code_spans(&section).into_iter().collect();
        // A brief's slug is read by a function beside the pages.
        if file.ends_with("page.rs") {
            named.insert("slug");
        }
        for key in asked(file) {
            assert!(named.contains(key.as_str()), "{heading} does not name `{key}`, which {file} reads");
        }
        let unknown = with_keys(heading, &["colour"]).compile();
        assert_eq!(unknown.found(Code::UnknownKey).len(), 1, "{heading}: {}", unknown.report());
    }
    let slug = with_keys("### Keys of a page", &["slug"]).compile();
    assert_eq!(slug.found(Code::UnknownKey).len(), 1, "a page's address is its path");
}

#[test]
fn keys_within_keys_are_those_of_the_reference() {
    for (path, front, keys) in [
        (
            "content/entities/a.md",
            "kind: org\nname: A\nrelations",
            &["role", "of", "when", "source", "note"][..],
        ),
        ("content/entities/a.md", "kind: org\nname: A\nattributes", &["name", "value", "when", "source"][..]),
        ("content/entities/a.md", "kind: org\nname: A\nimage", &["src", "alt", "credit"][..]),
        ("content/claims/a.md", "statement: A\nhistory", &["date", "confidence", "status", "note"][..]),
    ] {
        let items: Vec<String> = keys.iter().map(|key| format!("{key}: '2016'")).collect();
        let map = format!("{{ {} }}", items.join(", "));
        let value = if front.ends_with("image") { map } else { format!("[{map}]") };
        let text = format!("---\n{front}: {value}\n---\n");
        let built = Site::new().file(path, &text).compile();
        assert!(built.found(Code::UnknownKey).is_empty(), "{text}{}", built.report());
        assert!(built.found(Code::MissingKey).is_empty(), "{text}{}", built.report());
        let heading = if path.contains("claims") { "### Keys of a claim" } else { "### Keys of an entity" };
        let section = section(heading);
        let named = code_spans(&section);
        for key in keys {
            assert!(named.contains(key), "{heading} does not name `{key}`");
        }
    }
}

#[test]
fn settings_have_the_keys_of_the_reference() {
    let section = section("## Settings");
    let example = fences("format").into_iter().find(|fence| fence.language == "toml").expect("settings");
    assert!(section.contains(&example.text), "the example stands under Settings");
    // That each key of the example is read is shown by building it: it gives no diagnostic.
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for line in example.text.lines() {
        let head = line.trim_start_matches('[').split([']', '=', ' ']).next().unwrap_or_default();
        written.extend(head.split('.').filter(|part| !part.is_empty()));
    }
    for key in asked("src/config/read.rs").union(&asked("src/config/remotes.rs")) {
        assert!(written.contains(key.as_str()), "the example of settings lacks `{key}`");
    }
}
