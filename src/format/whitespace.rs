//! White space without a meaning: at the ends of lines, and at the end of the file.
//!
//! 1. Of each line of the text the end is taken, unless it lies in code, in HTML or in the break of a line.
//! 2. The file ends with the end of its last line.

use crate::document::{Document, layout};

/// The text without it.
pub(super) fn trim(document: &Document<'_>) -> String {
    let solid = layout::solid(document);
    let mut solid = solid.iter().peekable();
    let mut text = document.text[..document.body].to_owned();
    text.reserve(document.text.len() - document.body);
    let (mut at, mut solid_end) = (document.body, 0);
    // How much of the text has to stay, white space or not.
    let mut kept = text.len();
    for line in document.text[document.body..].split_inclusive('\n') {
        let end = at + line.len();
        while let Some(span) = solid.next_if(|span| (span.start as usize) < end) {
            solid_end = solid_end.max(span.end as usize);
        }
        let words = line.trim_end_matches([' ', '\t', '\n']);
        if solid_end > at + words.len() {
            text.push_str(line);
            kept = text.len();
        } else {
            text.push_str(words);
            text.push('\n');
            if !words.is_empty() {
                kept = text.len();
            }
        }
        at = end;
    }
    text.truncate(kept);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
