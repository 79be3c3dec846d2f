//! The words of a paragraph, with where they stand.

use std::ops::Range;

/// A word: letters, digits, and apostrophes between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) range: Range<usize>,
    pub(super) lower: String,
    /// Whether only white space or a hyphen stands between it and the word before.
    pub(super) is_joined: bool,
}

/// The words of a text, in their order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut end = 0;
    let mut rest = text;
    while let Some(found) = rest.find(char::is_alphanumeric) {
        let start = text.len() - rest.len() + found;
        let mut length = 0;
        let mut letters = text[start..].char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let joins = matches!(letter, '\'' | '’')
                && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !letter.is_alphanumeric() && !joins {
                break;
            }
            length = at + letter.len_utf8();
        }
        let range = start..start + length;
        let between = &text[end..start];
        let is_joined = !words.is_empty() && between.chars().all(|c| c.is_whitespace() || "-‐‑".contains(c));
        let lower = text[range.clone()].to_lowercase().replace('’', "'");
        end = range.end;
        rest = &text[end..];
        words.push(Word { range, lower, is_joined });
    }
    words
}
