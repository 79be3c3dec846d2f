//! A capital that acts is a government: “Moscow refused” is no place, “in Moscow” is one.

use super::token::{Gap, Tokens};

/// Words before the place where something is.
const PLACING: [&str; 23] = [
    "in",
    "at",
    "near",
    "around",
    "outside",
    "through",
    "via",
    "into",
    "inside",
    "across",
    "visited",
    "visit",
    "visiting",
    "left",
    "leaving",
    "reached",
    "entered",
    "above",
    "beyond",
    "over",
    "downtown",
    "central",
    "outskirts",
];

/// Words of moving, or of what leads somewhere: “flew to Moscow”, “the railway from Belgrade”. Without one of
/// them, “to Moscow” and “from Moscow” are as often to and from a government.
const MOVING: [&str; 74] = [
    "come",
    "comes",
    "came",
    "coming",
    "go",
    "goes",
    "went",
    "gone",
    "going",
    "fly",
    "flew",
    "flies",
    "flying",
    "flown",
    "travel",
    "traveled",
    "travelled",
    "travels",
    "traveling",
    "trip",
    "trips",
    "visit",
    "visits",
    "journey",
    "return",
    "returned",
    "returns",
    "returning",
    "moved",
    "moves",
    "move",
    "sent",
    "brought",
    "railway",
    "railroad",
    "road",
    "route",
    "line",
    "flight",
    "flights",
    "train",
    "trains",
    "bus",
    "from",
    "leads",
    "runs",
    "run",
    "invited",
    "summoned",
    "delivered",
    "arrived",
    "arriving",
    "arrives",
    "fled",
    "drove",
    "way",
    "corridor",
    "pipeline",
    "cable",
    "shipped",
    "ships",
    "seen",
    "away",
    "far",
    "kilometers",
    "kilometres",
    "km",
    "miles",
    "hours",
    "transferred",
    "rushed",
    "headed",
    "heads",
    "deported",
];

/// Words that join further places to one.
const JOINING: [&str; 3] = ["and", "or", "to"];

/// How many words before “to” and “from” are looked at.
const NEAR: usize = 5;

/// Whether the name from `start` to `end` says where something is. `until` is the word after the last that did.
pub(super) fn is_locative(tokens: &Tokens<'_>, start: usize, end: usize, until: usize) -> bool {
    if tokens.words[end - 1].is_possessive {
        return false;
    }
    let after_comma = tokens.words[start].gap == Gap::Comma && until == start && until > 0;
    let after_word =
        start > 0 && until == start - 1 && until > 0 && JOINING.contains(&tokens.word(start - 1));
    if after_comma || after_word {
        return true;
    }
    let Some(before) = tokens.back(start, 1).filter(|_| tokens.words[start].gap == Gap::Space) else {
        return false;
    };
    let before = before.text.to_lowercase();
    let moves = || {
        (2..2 + NEAR).any(|back| tokens.back(start, back).is_some_and(|token| MOVING.contains(&token.text)))
    };
    let leads_on = || {
        let is_to = tokens.word(end) == "to" && tokens.words[end].gap == Gap::Space;
        is_to && tokens.get(end + 1).is_some_and(|token| token.is_large)
    };
    match before.as_str() {
        "to" | "toward" | "towards" => moves(),
        "from" => moves() || leads_on(),
        before => PLACING.contains(&before),
    }
}
