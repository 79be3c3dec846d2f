//! The words of a paragraph as names need them.

use std::ops::Range;

use super::Paragraph;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    Space,
    Comma,
    Dash,
    /// Anything else, the beginning of the paragraph too.
    Other,
}

/// A word.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// Without the `'s` of a possessive.
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    pub(super) gap: Gap,
    /// Whether it begins with a large letter, and its parts after hyphens do.
    pub(super) is_large: bool,
    pub(super) is_possessive: bool,
    pub(super) starts_sentence: bool,
    /// Whether it is of a date or a source.
    pub(super) is_closed: bool,
}

/// A paragraph's words.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) words: Vec<Token<'a>>,
}

/// Words that end with a stop and go on.
const SHORTENED: [&str; 24] = [
    "Dr", "Gen", "Col", "Lt", "Maj", "Mr", "Mrs", "Ms", "Prof", "Sen", "Rep", "St", "Adm", "Capt", "Gov",
    "Brig", "Pres", "Amb", "Sgt", "Rev", "Hon", "Jr", "Sr", "Mt",
];

/// Words after the hyphen of what is no name.
const JOINED: [&str; 14] = [
    "led", "run", "born", "made", "style", "era", "speaking", "wide", "type", "area", "held", "friendly",
    "built", "language",
];

/// The words of a paragraph.
pub(super) fn tokens<'a>(paragraph: &Paragraph<'a>) -> Tokens<'a> {
    let text = paragraph.text;
    let mut words: Vec<Token<'a>> = Vec::new();
    let mut end = 0;
    while let Some(found) = text[end..].find(char::is_alphanumeric) {
        let start = end + found;
        let whole = start + length(&text[start..]);
        let (word, is_possessive) = without_possessive(&text[start..whole]);
        let range = start..start + word.len();
        let gap = match words.last() {
            Some(last) => gap(last.text, &text[end..start]),
            None => Gap::Other,
        };
        let sentence = |at: usize| paragraph.sentences.partition_point(|end| *end <= at);
        let begins = words.last().is_none_or(|last| sentence(last.range.start) != sentence(start));
        let quoted = text[..start].ends_with(['“', '"', '„', '«', '‘']) && gap != Gap::Space;
        let closed = paragraph.closed.partition_point(|closed| closed.end <= start);
        let is_closed = paragraph.closed.get(closed).is_some_and(|closed| closed.start < whole);
        words.push(Token {
            text: word,
            is_large: is_large(word),
            range,
            gap: if words.last().is_some_and(|last| last.is_possessive) { Gap::Other } else { gap },
            is_possessive,
            starts_sentence: begins || quoted,
            is_closed,
        });
        end = whole;
    }
    Tokens { text, words }
}

/// The length of the word at the beginning of a text: letters and digits, with hyphens, apostrophes and
/// strokes between them, and the stops of `U.S.` and of an initial.
fn length(text: &str) -> usize {
    let mut length = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let joins = matches!(letter, '-' | '‑' | '\'' | '’' | '&' | '+')
            && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !letter.is_alphanumeric() && !joins {
            break;
        }
        length = at + letter.len_utf8();
    }
    let is_letter = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    if !is_letter(&text[..length]) || !text[length..].starts_with('.') {
        return length;
    }
    let mut end = length + 1;
    while let Some(next) = text[end..].chars().next().filter(|next| next.is_uppercase()) {
        let after = end + next.len_utf8();
        if !text[after..].starts_with('.') {
            break;
        }
        end = after + 1;
    }
    // “I. Bērziņa” and “U.S. troops”, but not “vitamin C.” at the end of a sentence.
    if end > length + 1 || text[end..].trim_start().starts_with(char::is_uppercase) { end } else { length }
}

fn without_possessive(word: &str) -> (&str, bool) {
    // “Belarusian People's Republic” is one name.
    if ["People", "Women", "Workers", "Children", "Men"]
        .iter()
        .any(|plural| word.strip_prefix(plural) == Some("'s") || word.strip_prefix(plural) == Some("’s"))
    {
        return (word, false);
    }
    match ["'s", "’s", "'S"].iter().find_map(|ending| word.strip_suffix(ending)) {
        Some(word) if !word.is_empty() => (word, true),
        _ => (word, false),
    }
}

fn is_large(word: &str) -> bool {
    let mut parts = word.split(['-', '‑']);
    let is_name = |part: &str| part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let first = parts.next().is_some_and(|part| part.starts_with(char::is_uppercase));
    // “Ki-moon” is a name; “Minsk-based” is none.
    let rest = parts
        .all(|part| part.is_empty() || is_name(part) || !(part.ends_with("ed") || JOINED.contains(&part)));
    let arabic = word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")).is_some_and(is_name);
    (first && rest) || arabic
}

fn gap(before: &str, between: &str) -> Gap {
    let is_spaced = between.chars().any(char::is_whitespace);
    // An apostrophe alone is a possessive after an “s”.
    match between.trim() {
        "" if is_spaced => Gap::Space,
        "." if SHORTENED.contains(&before) => Gap::Space,
        "," => Gap::Comma,
        "-" | "–" | "—" | "−" | "‐" | "‑" | "/" => Gap::Dash,
        _ => Gap::Other,
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.words.get(at)
    }

    /// The word at `at`; nothing beyond the ends.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |token| token.text)
    }

    /// The word so many before `at`; nothing beyond the beginning.
    pub(super) fn back(&self, at: usize, count: usize) -> Option<&Token<'a>> {
        at.checked_sub(count).and_then(|at| self.words.get(at))
    }

    /// Whether the word at `at` is a name's, and follows the one before it.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|token| token.is_large && !token.is_closed && token.gap == Gap::Space)
    }

    /// The words from `start` to `end`, which is after them.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        &self.text[self.range(start, end)]
    }

    pub(super) fn range(&self, start: usize, end: usize) -> Range<usize> {
        self.words[start].range.start..self.words[end - 1].range.end
    }
}
