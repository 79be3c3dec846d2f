//! A capital that acts is a government: “Moscow refused” is no place, “in Moscow” is one.

use super::token::{Gap, Tokens};

/// Words before the place where something is, or to which somebody goes.
const PLACING: [&str; 26] = [
    "in", "to", "from", "at", "near", "around", "outside", "through", "via", "into", "inside", "across",
    "toward", "towards", "visited", "visit", "visiting", "left", "leaving", "reached", "entered", "above",
    "beyond", "over", "downtown", "central",
];

/// Words that join further places to one.
const JOINING: [&str; 3] = ["and", "or", "to"];

/// Whether the name from `start` to `end` says where something is. `until` is the word after the last that did.
pub(super) fn is_locative(tokens: &Tokens<'_>, start: usize, end: usize, until: usize) -> bool {
    let goes_on = tokens.words[start].gap == Gap::Comma && until == start && until > 0
        || start > 0 && until == start - 1 && until > 0 && JOINING.contains(&tokens.word(start - 1));
    let before = tokens.back(start, 1).filter(|_| tokens.words[start].gap == Gap::Space);
    let is_placed = before.is_some_and(|token| PLACING.contains(&token.text.to_lowercase().as_str()));
    let is_possessive = tokens.words[end - 1].is_possessive;
    // “from Moscow to name” asks somebody to do something; so does “to Moscow's”.
    (goes_on || is_placed) && !is_possessive
}
