//! Words as they are indexed: further spellings, so that a name is found by who cannot type it.
//!
//! Pagefind itself makes capitals small and takes accents off, of the index as of what is asked for. It
//! does not take strokes off, and knows no other script.

use std::collections::BTreeSet;

use deunicode::deunicode;

use super::Record;
use crate::fold::fold;
use crate::graph::names::latin;

/// The word between the text of a record and its further names. It is none that anybody writes.
pub(super) const END_OF_TEXT: &str = "␞";

/// The word between two of the further names.
const END_OF_NAME: &str = "␟";

/// What is indexed of a record: its text; after a mark the further names, of which the script shows the
/// one that was asked for; and after another the spellings, which nobody sees.
pub(super) fn content(record: &Record) -> String {
    let names: Vec<&str> =
        record.names.iter().map(String::as_str).filter(|name| *name != record.title).collect();
    let mut content = String::with_capacity(2 * record.text.len());
    push(&mut content, &record.text);
    push(&mut content, END_OF_TEXT);
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            push(&mut content, END_OF_NAME);
        }
        push(&mut content, name);
    }
    push(&mut content, END_OF_TEXT);
    push(&mut content, &record.title);
    for spelling in spellings(record) {
        push(&mut content, &spelling);
    }
    content
}

/// Adds words. Those that Pagefind takes for its own marks, and ours, are made harmless.
fn push(content: &mut String, words: &str) {
    let is_mark = [END_OF_TEXT, END_OF_NAME].contains(&words);
    for word in words.split_whitespace() {
        let word = match is_mark {
            true => word.to_owned(),
            false => word.trim_start_matches('_').replace(['\u{200b}', '␞', '␟'], ""),
        };
        if !word.is_empty() {
            if !content.is_empty() {
                content.push(' ');
            }
            content.push_str(&word);
        }
    }
}

/// Other spellings: of names in Latin letters, and of all words without accents and strokes. Each once.
fn spellings(record: &Record) -> BTreeSet<String> {
    let names = record.names.iter().chain([&record.title]);
    let in_latin = names.filter(|name| !name.is_ascii()).map(|name| {
        let spelled = latin(name).unwrap_or_else(|| deunicode(name));
        spelled.replace('\'', "")
    });
    let mut spellings: BTreeSet<String> =
        in_latin.flat_map(|name| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    let words = [&record.text, &record.title].into_iter().flat_map(|text| text.split_whitespace());
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let accented = words.filter(|word| word.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
    spellings.extend(accented.map(fold).filter(|folded| folded.is_ascii()));
    spellings
}
