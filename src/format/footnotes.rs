//! The places of footnotes: at the end, in the order of their first marks, those without one last.
//!
//! 1. One that keeps two lists apart, or a list from an indented line, stays where it is: without it
//!    Markdown would join them. So does one in a quotation or a list.
//! 2. The others are taken out, lines and all, and one empty line is left.
//! 3. They follow the text after an empty line: one to a line, or with an empty line between all of them
//!    where one has several.

use crate::document::Document;
use crate::document::layout::{Kind, blocks, joins_list};
use crate::span::Span;

/// The text with its footnotes at the end; `None` where it has none to put there.
pub(super) fn gather(document: &Document<'_>) -> Option<String> {
    let blocks = blocks(document);
    let notes = movable(document, &blocks);
    if notes.is_empty() {
        return None;
    }
    let mut text = document.text[..document.body].to_owned();
    text.push_str(&without(document, &notes));
    // What stands before the first note is as far from it as it was, if it is nothing.
    if text.len() > document.body && !text.ends_with("\n\n") {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let notes = notes.iter().map(|span| document.text[span.range()].trim_end_matches(BLANK));
    let between = if notes.clone().any(|note| note.contains('\n')) { "\n\n" } else { "\n" };
    text.push_str(&notes.collect::<Vec<_>>().join(between));
    text.push('\n');
    Some(text)
}

/// What lines end with that say nothing.
const BLANK: [char; 3] = [' ', '\t', '\n'];

/// The footnotes that can stand at the end, in the order of their marks.
fn movable(document: &Document<'_>, blocks: &[(Kind, Span)]) -> Vec<Span> {
    type Blocks = Vec<(Kind, Span)>;
    let (notes, mut others): (Blocks, Blocks) =
        blocks.iter().copied().partition(|(kind, _)| *kind == Kind::Footnote);
    others.sort_unstable_by_key(|(_, span)| *span);
    let joins = |note: Span| {
        let next = others.partition_point(|(_, span)| span.start < note.start);
        let (Some(before), Some(after)) = (next.checked_sub(1), others.get(next)) else { return false };
        others[before].0 == Kind::List && joins_list(document, *after)
    };
    notes.into_iter().map(|(_, span)| span).filter(|span| !joins(*span)).collect()
}

/// The body without these notes.
fn without(document: &Document<'_>, notes: &[Span]) -> String {
    let mut notes = notes.to_vec();
    notes.sort_unstable();
    let mut text = String::with_capacity(document.text.len() - document.body);
    let mut at = document.body;
    for note in notes.iter().copied().chain([Span::new(document.text.len(), document.text.len())]) {
        let between = &document.text[at..note.start as usize];
        at = note.end as usize;
        let lines = between.trim_start_matches(BLANK);
        // The first line keeps its indentation.
        let start = between[..between.len() - lines.len()].rfind('\n').map_or(0, |at| at + 1);
        let words = text.trim_end_matches(BLANK).len();
        if words == 0 {
            // Nothing but empty lines stands before this.
            text.push_str(if text.is_empty() { between } else { &between[start..] });
        } else if !lines.is_empty() {
            text.truncate(words);
            text.push_str("\n\n");
            text.push_str(&between[start..]);
        }
    }
    text.truncate(match text.trim_end_matches(BLANK) {
        // Empty lines between the front matter and the first note.
        "" => text.rfind('\n').map_or(0, |at| at + 1),
        words => words.len(),
    });
    text
}
