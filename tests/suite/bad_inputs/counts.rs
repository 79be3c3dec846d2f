//! **Text**, by counts: what a stranger can write once, a stranger can write thousands of times.
//!
//! Nothing here looks at a clock: each input is so large that work which grows with its square would not end.

use std::fmt::Write;

use postil::diagnostic::Code;

use crate::import::imported;
use crate::site::{Built, Site};

/// A name of its own for each number.
fn name(number: usize) -> String {
    let mut name = String::new();
    let mut rest = number;
    for _ in 0..4 {
        name.push(char::from(b"bdfgklmnprstvz"[rest % 14]));
        rest /= 14;
        name.push(char::from(b"aeiou"[rest % 5]));
        rest /= 5;
    }
    name[..1].to_uppercase() + &name[1..]
}

/// A brief with notes beside it.
fn with_notes(body: &str, notes: &str) -> Built {
    Site::new().brief("a", body).file("content/briefs/a.notes.md", notes).compile()
}

fn notes(quotes: impl Iterator<Item = String>) -> String {
    quotes.enumerate().map(|(at, quote)| format!("### note-{at}\n\n{quote}\n\nWords {at}.\n\n")).collect()
}

#[test]
fn an_article_of_thousands_of_names_is_imported() {
    let names = (0..8000).map(|at| format!("The minister {} {} left.", name(at * 17), name(at * 31 + 7)));
    let made = imported(&format!("A headline\n\n{}\n", names.collect::<String>()));
    assert!(made.counts.names > 7000, "{:?}", made.counts);
    assert!(
        made.files.iter().skip(1).all(|(_, text)| text.len() < 4000),
        "a record shows no more than a sentence"
    );
}

#[test]
fn a_sentence_without_end_is_shown_in_parts() {
    let names: Vec<String> = (0..400).map(|at| format!("{} Lind", name(at))).collect();
    let site = names
        .iter()
        .enumerate()
        .fold(Site::new(), |site, (at, name)| site.entity("person", &format!("p{at}"), name, ""));
    let built = site.brief("a", &format!("So {} met [in May](date:2015-05).", names.join(", "))).compile();
    for at in 0..400 {
        let length = built.page(&format!("entities/p{at}")).texts("main")[0].len();
        assert!(length < 8000, "p{at}: {length}");
    }
}

#[test]
fn quotes_that_stand_everywhere_are_told_and_no_longer_looked_for() {
    let body = "The council met in Lind and left. ".repeat(8000);
    let context = "The council met in Lind and left.";
    for quote in
        [format!("> … {context}\n> The council\n> met in Lind …"), "> met in Lind the council".to_owned()]
    {
        let built = with_notes(&body, &notes((0..8000).map(|_| quote.clone())));
        let found: Vec<_> = built.compiled.diagnostics.iter().map(|found| &found.message).collect();
        assert_eq!(found.len(), 8000, "each note is told of");
        assert!(found[7999].contains("were not looked for"), "{}", found[7999]);
    }
}

#[test]
fn notes_beside_a_brief_have_a_number_beyond_which_they_are_not_read() {
    let built = with_notes("Words.", &notes((0..10_001).map(|_| "> Words.".to_owned())));
    let found = built.found(Code::FileTooLarge);
    assert!(found.len() == 1 && found[0].message.contains("10001 notes"), "{}", built.report());
    assert!(found[0].labels[0].location.span.start > 100_000, "it points at the first that is too many");
}

#[test]
fn a_long_quote_that_is_nowhere_is_told() {
    let words: String = (0..40_000).fold(String::new(), |mut words, at| {
        write!(words, "{} ", name(at)).expect("a string grows");
        words
    });
    let changed = words.replacen("B", "Q", 1);
    let built = with_notes(&words, &format!("### one\n\n> {changed}\n\nWords.\n"));
    assert_eq!(built.found(Code::OrphanNote).len(), 1);
    let letters = |first: &str| format!("{first}{}", "ab".repeat(200_000));
    let built = with_notes(&letters("c"), &format!("### one\n\n> {}\n\nWords.\n", letters("d")));
    assert_eq!(built.found(Code::OrphanNote).len(), 1);
}

#[test]
fn labels_and_replies_of_thousands_come_to_an_end() {
    let row = |at: usize, parent: usize| {
        format!(
            r#"{{"id":"r{at}","text":"The same words in each.","user":"acct:a@b","target":[],"references":["r{parent}"]}}"#
        )
    };
    let rows: Vec<String> = (0..9999).map(|at| row(at, at + 1)).collect();
    let site = Site::new()
        .brief("a", "Words.")
        .file("content/briefs/a.annotations.json", &format!("{{\"rows\":[{}]}}", rows.join(",")));
    let built = site.compile();
    assert!(built.found(Code::FileTooLarge).is_empty(), "{}", built.report());
}
