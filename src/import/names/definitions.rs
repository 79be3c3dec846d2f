//! Abbreviations that a text explains: “Eurasian Economic Union (EEU)”.

use super::token::{Gap, Tokens};
use super::{Kind, tables};

/// A name with its abbreviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) short: String,
    pub(super) kind: Kind,
    /// Whether the letters of the abbreviation are those of the name.
    pub(super) is_spelled: bool,
}

/// Small words within a name.
const SMALL: [&str; 9] = ["of", "and", "for", "the", "on", "in", "to", "de", "&"];

/// The abbreviations that a paragraph explains.
pub(super) fn definitions(tokens: &Tokens<'_>) -> Vec<Definition> {
    (1..tokens.words.len()).filter_map(|at| definition(tokens, at)).collect()
}

/// The definition whose abbreviation is the word at `at`.
fn definition(tokens: &Tokens<'_>, at: usize) -> Option<Definition> {
    let token = &tokens.words[at];
    let between = &tokens.text[tokens.words[at - 1].range.end..token.range.start];
    let after = &tokens.text[token.range.end..];
    let is_closed = after.starts_with([')', ';', ',', '—', '–', ':'])
        || after.starts_with(" –")
        || after.starts_with(" —");
    if token.is_closed || between.trim() != "(" || !is_closed || !is_abbreviation(token.text) {
        return None;
    }
    let spelled = spelled(tokens, at, token.text);
    let start = spelled.or_else(|| named(tokens, at))?;
    let kind = (start..at).find_map(|at| {
        let head = tables::head(tokens.word(at))?;
        // The head is the last word before “of” and the like.
        let is_last = at + 1 >= tokens.words.len() || !tokens.goes_on(at + 1);
        is_last.then_some(head)
    });
    Some(Definition {
        name: tokens.slice(start, at).to_owned(),
        short: token.text.to_owned(),
        kind: kind.unwrap_or(Kind::Org),
        is_spelled: spelled.is_some(),
    })
}

fn is_abbreviation(word: &str) -> bool {
    let large = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=12).contains(&word.len()) && large >= 2 && large * 2 >= word.chars().count()
}

/// The word from which the large letters of the words before `at` are those of an abbreviation.
fn spelled(tokens: &Tokens<'_>, at: usize, short: &str) -> Option<usize> {
    let letters: Vec<char> = short.chars().filter(|c| c.is_uppercase()).collect();
    let mut left = letters.len();
    let mut start = at;
    while left > 0 && start > 0 {
        start -= 1;
        let token = &tokens.words[start];
        if start + 1 < at && tokens.words[start + 1].gap == Gap::Other || token.is_closed {
            return None;
        }
        if SMALL.contains(&token.text) {
            continue;
        }
        if !token.is_large {
            return None;
        }
        // “Co-operation” may stand for one letter or two.
        let parts: Vec<char> = token.text.split('-').filter_map(|part| part.chars().next()).collect();
        let initials: Vec<char> = parts.iter().map(|c| c.to_uppercase().next().unwrap_or(*c)).collect();
        if left >= initials.len() && letters[left - initials.len()..left] == initials[..] {
            left -= initials.len();
        } else if initials.first() == Some(&letters[left - 1]) {
            left -= 1;
        } else {
            return None;
        }
    }
    (left == 0).then_some(start)
}

/// The word from which a run of large words before `at` goes, of two at least.
fn named(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut start = at;
    let mut large = 0;
    for back in (0..at).rev() {
        let token = &tokens.words[back];
        if token.is_closed || (back + 1 < at && tokens.words[back + 1].gap != Gap::Space) {
            break;
        }
        let is_opener = token.starts_sentence && tables::is_opener(token.text);
        if token.is_large && !is_opener && !tables::is_title(token.text) {
            start = back;
            large += 1;
        } else if !SMALL.contains(&token.text) || at - back > 12 {
            break;
        }
    }
    (large >= 2).then_some(start)
}
