//! Months and years that stand alone in a text: dates only where their neighbours say so.
//! “In March”, but not “March saw”; “in 2015 the”, but not “2015 soldiers”.

use super::tokens::{Gap, Kind, Token};

/// Words before a month that stands alone.
const BEFORE_MONTH: [&str; 31] = [
    "in",
    "of",
    "that",
    "this",
    "last",
    "next",
    "early",
    "late",
    "mid",
    "since",
    "until",
    "till",
    "by",
    "from",
    "to",
    "through",
    "throughout",
    "before",
    "after",
    "during",
    "between",
    "and",
    "or",
    "around",
    "about",
    "each",
    "every",
    "following",
    "previous",
    "is",
    "was",
];

/// Words before a number that is no year.
const BEFORE_NUMBER: [&str; 12] = [
    "some",
    "over",
    "nearly",
    "almost",
    "than",
    "least",
    "most",
    "no",
    "article",
    "resolution",
    "page",
    "room",
];

/// Words after a year that stands alone. Any other is what the number counts, or what the year
/// only describes.
const AFTER_YEAR: [&str; 52] = [
    "a", "about", "after", "again", "all", "also", "an", "and", "are", "as", "at", "because", "before",
    "both", "but", "by", "did", "during", "for", "from", "had", "has", "have", "he", "if", "in", "is", "it",
    "its", "no", "of", "on", "only", "or", "over", "she", "so", "that", "the", "their", "there", "these",
    "they", "this", "to", "under", "until", "was", "were", "when", "with", "would",
];

/// Looks at the words of a text, and at their neighbours.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
}

impl Reader<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(super) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Other, |token| token.gap)
    }

    pub(super) fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            let word = &self.text[token.range.clone()];
            words.iter().any(|known| known.eq_ignore_ascii_case(word))
        })
    }

    /// Whether the month at `at`, without a day or a year, is a date.
    pub(super) fn is_month_alone(&self, at: usize) -> bool {
        let whole_text = self.tokens.len() == 1;
        let led =
            at > 0 && matches!(self.gap(at), Gap::Space | Gap::Dash) && self.is_word(at - 1, &BEFORE_MONTH);
        whole_text || led
    }

    /// Whether the year at `at`, with all up to `next`, is a date and not a quantity, a part of
    /// a longer number or the mark of something.
    pub(super) fn is_year_alone(&self, at: usize, next: usize) -> bool {
        let start = self.tokens[at].range.start;
        let end = self.tokens[next - 1].range.end;
        let counted = self.text[..start].ends_with(['$', '€', '£', '#', '№', '+', '='])
            || self.text[end..].starts_with(['%', '°', '$', '€', '£'])
            || (at > 0 && self.is_word(at - 1, &BEFORE_NUMBER));
        let is_number =
            |at: usize| matches!(self.kind(at), Some(Kind::Number | Kind::DayNumber(_) | Kind::Year(_)));
        let glued = |gap: Gap| matches!(gap, Gap::Other | Gap::Dash);
        let part_of_number = (at > 0 && is_number(at - 1) && glued(self.gap(at)) && self.touches(at))
            || (is_number(next)
                && (self.gap(next) == Gap::Space || (glued(self.gap(next)) && self.touches(next))));
        let describes = self.gap(next) == Gap::Space
            && matches!(self.kind(next), Some(Kind::Word))
            && !self.is_word(next, &AFTER_YEAR);
        !counted && !part_of_number && !describes
    }

    /// Whether no white space stands before the token at `at`.
    fn touches(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(0, |before| self.tokens[before].range.end);
        !self.text[before..self.tokens[at].range.start].contains(char::is_whitespace)
    }
}
