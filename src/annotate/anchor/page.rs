//! Finds quotes that were taken from a published page.
//!
//! A page has words that its text has not: the mark of a note, a formatted citation, a name in place of
//! an id. Where they would stand is known, and what stands there in the quote is passed over. So is what
//! has the form of a mark, right after a word or a stop: the note that it was of may be gone from the text.
//! Who selects words on a page may cut the first and the last of them: then the whole words are meant.

use super::words::words_of;
use super::{Found, Haystack, Hole, effort};
use crate::annotate::body::Body;
use crate::span::Span;

/// How many bytes a page can add at one place.
const LONGEST: usize = 240;

/// How many bytes a name can have that stands for an id.
const LONGEST_NAME: usize = 120;

/// How many bytes of words must be left when the first and the last are cut.
const SHORTEST_CUT: usize = 8;

/// How many bytes after a hole must be as in the text to tell where it ends.
const SURE: usize = 8;

impl Haystack {
    /// Finds a quote that may hold what a page adds.
    pub(in crate::annotate) fn find_on_page(&self, body: &Body, quote: &str) -> Found {
        let direct = self.find(body, quote, |_| true);
        if direct != Found::Nowhere {
            return direct;
        }
        let quote = super::fold(quote.trim());
        let mut found = self.with_additions(&quote);
        if found.is_empty() {
            found = self.cut(body, &quote);
        }
        if self.is_spent() {
            return Found::TooOften;
        }
        match found.as_slice() {
            [] => Found::Nowhere,
            [one] => Found::Once(*one),
            _ => Found::Often(found),
        }
    }

    /// Where a folded quote stands that may hold what a page adds.
    fn with_additions(&self, quote: &str) -> Vec<Span> {
        let known = words_of(quote).find(|(_, word)| !self.words.places_of(word).is_empty());
        let Some((at, word)) = known else { return Vec::new() };
        let all = self.words.all();
        let mut found: Vec<_> = self
            .words
            .places_of(word)
            .iter()
            .filter_map(|place| {
                let start = (all[*place as usize].start as usize).checked_sub(at)?;
                let text = &self.folded.text;
                (self.effort.may(1)
                    && text.is_char_boundary(start)
                    && text[start..].starts_with(&quote[..at]))
                .then_some(start)
            })
            .filter_map(|start| Some((start, self.passing_holes(start, quote)?)))
            .filter(|(start, end)| start < end && self.folded.is_word(*start, *end))
            .filter(|_| self.effort.may(effort::FOUND))
            .map(|(start, end)| self.folded.origin(start, end))
            .collect();
        found.dedup();
        found
    }

    /// Where the words stand of which a folded quote has the first and the last in part. A part of a single word
    /// is none: `port` is not what is left of `report`.
    fn cut(&self, body: &Body, quote: &str) -> Vec<Span> {
        if quote.len() < SHORTEST_CUT || !quote.contains(' ') {
            return Vec::new();
        }
        let text = &self.folded.text;
        let may = self.effort.may(effort::scanned(text.len()));
        let places = text.match_indices(quote).take_while(|_| may && self.effort.may(effort::FOUND));
        let whole = places.map(|(start, part)| self.folded.whole_words(start, start + part.len()));
        let mut found: Vec<Span> = whole.map(|(start, end)| self.folded.origin(start, end)).collect();
        found.dedup();
        found.retain(|words| !self.is_in_code(body, *words));
        found
    }

    /// Where the quote ends in the text if it begins at `start`.
    fn passing_holes(&self, start: usize, quote: &str) -> Option<usize> {
        let text = self.folded.text.as_bytes();
        let (mut at, mut quoted) = (start, 0);
        let first = self.holes.partition_point(|hole| hole.start < start);
        let mut holes = self.holes[first..].iter().peekable();
        while quoted < quote.len() && self.effort.may(1) {
            while holes.next_if(|hole| hole.start < at).is_some() {}
            if let Some(hole) = holes.next_if(|hole| hole.start == at) {
                let next = holes.peek().map_or(text.len(), |hole| hole.start);
                quoted = self.after_hole(hole, next, quote, quoted)?;
                at = hole.end;
            } else if text.get(at) == quote.as_bytes().get(quoted) {
                at += 1;
                quoted += 1;
            } else {
                quoted += length_of_mark(quote, quoted)?;
            }
        }
        Some(at)
    }

    /// Where in the quote the words of the text go on after a hole.
    fn after_hole(&self, hole: &Hole, next: usize, quote: &str, quoted: usize) -> Option<usize> {
        let text = &self.folded.text.as_bytes()[hole.end..];
        let sure = SURE.min(next.saturating_sub(hole.end)).min(text.len());
        if !self.effort.may(LONGEST) {
            return None;
        }
        let rest = quote.get(quoted..)?;
        let may_stand =
            |added: &str| if hole.is_name { added.len() <= LONGEST_NAME } else { is_added(added) };
        let ends = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST);
        let mut goes_on = ends.filter(|at| {
            let there = &rest.as_bytes()[*at..];
            let sure = sure.min(there.len());
            sure > 0 && there[..sure] == text[..sure] && may_stand(&rest[..*at])
        });
        // The quote may end with what the page adds.
        let ends_here = (rest.len() <= LONGEST && may_stand(rest)).then_some(quote.len());
        goes_on.next().map(|at| quoted + at).or(if sure == 0 { Some(quoted) } else { ends_here })
    }
}

/// Whether words are nothing but marks and citations in brackets.
fn is_added(words: &str) -> bool {
    let mut rest = words.trim();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' => rest.find(')').map(|end| end + 1),
            '[' => rest.find(']').map(|end| end + 1),
            _ => {
                let number = rest.strip_prefix('C').unwrap_or(rest);
                let digits = number.bytes().take_while(u8::is_ascii_digit).count();
                (1..=3).contains(&digits).then_some(rest.len() - number.len() + digits)
            }
        };
        let Some(length) = length else { return false };
        rest = rest[length..].trim_start();
    }
    true
}

/// How long the mark is that may stand at a place of a quote: `12` or `C3`, held to what is before it. A number
/// after a number is none, and nothing stands within a character.
fn length_of_mark(quote: &str, at: usize) -> Option<usize> {
    let before = quote.get(..at)?.chars().next_back().filter(|before| !before.is_whitespace())?;
    let rest = quote.get(at..)?;
    let number = rest.strip_prefix('C').unwrap_or(rest);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_number_alone = number.len() == rest.len() && before.is_numeric();
    ((1..=3).contains(&digits) && !is_number_alone).then_some(rest.len() - number.len() + digits)
}

#[cfg(test)]
mod tests {
    use super::{is_added, length_of_mark};

    #[test]
    fn a_page_adds_marks_and_citations() {
        for added in ["", " 1", "C12", " (Lind Courier 2015, 2)3C1", "[4]", " (A; B) (C)"] {
            assert!(is_added(added), "{added}");
        }
        for words in [" in haste", "1 more", "(open", "C", "2015"] {
            assert!(!is_added(words), "{words}");
        }
    }

    #[test]
    fn marks_are_held_to_words() {
        assert_eq!(length_of_mark("treatyC3 in", 6), Some(2));
        assert_eq!(length_of_mark("treaty.12", 7), Some(2));
        assert_eq!(length_of_mark("Su-24 ", 4), None);
        assert_eq!(length_of_mark("a 3 b", 2), None);
        assert_eq!(length_of_mark("cafe\u{301}", 5), None);
    }
}
