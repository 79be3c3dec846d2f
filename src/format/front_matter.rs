//! The order of the keys in front matter: that of the tables in the guide. Keys that it does not have come
//! last, in the order of the file.
//!
//! 1. Each key is taken with its lines, and the comments and empty lines before it.
//! 2. In TOML, keys stand before tables with headers.
//! 3. White space at the end of comments and of the first line of a key goes. Values stay as they are
//!    written.

use crate::document::Document;
use crate::document::keys::{Key, keys};
use crate::load::Role;

const BRIEF: [&str; 16] = [
    "title",
    "date",
    "updated",
    "authors",
    "about",
    "summary",
    "key-judgements",
    "based-on",
    "covers",
    "card",
    "language",
    "draft",
    "slug",
    "mentions",
    "previous",
    "extra",
];

const ENTITY: [&str; 20] = [
    "kind",
    "name",
    "sort-name",
    "short",
    "summary",
    "names",
    "aliases",
    "weak-aliases",
    "same-as",
    "relations",
    "attributes",
    "image",
    "coordinates",
    "date",
    "place",
    "participants",
    "source",
    "lane",
    "previous",
    "extra",
];

const CLAIM: [&str; 9] =
    ["statement", "confidence", "status", "date", "about", "sources", "history", "previous", "extra"];

const PAGE: [&str; 10] =
    ["title", "summary", "date", "updated", "weight", "template", "language", "draft", "previous", "extra"];

/// The order of the keys in files of a role; none where there is no such order.
pub fn order(role: &Role) -> &'static [&'static str] {
    match role {
        Role::Brief { .. } => &BRIEF,
        Role::Entity { .. } => &ENTITY,
        Role::Claim { .. } => &CLAIM,
        Role::Page { .. } => &PAGE,
        _ => &[],
    }
}

/// The text with its keys in this order; `None` where they do not stand on lines of their own.
pub(super) fn sort(document: &Document<'_>, order: &[&str]) -> Option<String> {
    let keys = keys(document)?;
    let (first, last) = (keys.keys.first()?.span, keys.keys.last()?.span);
    let mut sorted: Vec<&Key> = keys.keys.iter().collect();
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
    sorted.sort_by_key(|key| (key.is_table, rank(&key.name)));
    let mut text = String::with_capacity(document.text.len());
    add_trimmed(&mut text, &document.text[..first.start as usize]);
    for key in sorted {
        let line = key.line as usize;
        let end = document.text[line..].find('\n').map_or(document.text.len(), |at| line + at + 1);
        add_trimmed(&mut text, &document.text[key.span.start as usize..end]);
        text.push_str(&document.text[end..key.span.end as usize]);
    }
    add_trimmed(&mut text, &document.text[last.end as usize..document.body]);
    text.push_str(&document.text[document.body..]);
    Some(text)
}

/// Adds lines without white space at their ends.
fn add_trimmed(text: &mut String, lines: &str) {
    for line in lines.split_inclusive('\n') {
        text.push_str(line.trim_end_matches([' ', '\t', '\n']));
        if line.ends_with('\n') {
            text.push('\n');
        }
    }
}
