//! Finds the words that a note quotes.
//!
//! 1. Text and quote are normalised alike: white space to single spaces, quotation marks and
//!    dashes to one each, letters to canonical decomposition (NFD), soft hyphens dropped.
//! 2. A quote with an ellipsis matches from the words before it to the next occurrence of the
//!    words after it, within one block.
//! 3. A quote that was taken from the published page may hold what the page adds to the words of the
//!    text: marks, citations, names in place of ids (`page`).
//! 4. Of several places, the words before and after may tell the one that is meant (`context`).
//! 5. Notes of strangers may quote words that stand thousands of times, and thousands of notes may do so:
//!    the steps of all searches are counted, and beyond a bound none is begun (`effort`).
//! 6. What is found is given back as spans of the original text. Nothing is guessed here: the
//!    closest wording is for messages and for repairs that their author confirms (`closest`).

mod closest;
mod context;
mod effort;
mod page;
mod words;

pub(super) use closest::Near;

use super::body::{Attributes, BlockKind, Body, Piece, Place, ReferenceKind};
use crate::fold::Folded;
use crate::span::Span;
use effort::Effort;
use words::{Words, words_of};

/// The article's words, folded.
pub(super) struct Haystack {
    folded: Folded,
    words: Words,
    /// Of each line of the folded text, which is a block, whether it is code.
    code: Vec<bool>,
    /// Code within lines, in its order.
    inline_code: Vec<Span>,
    /// Where a published page has words that the text has not, and the text's own that they stand
    /// for: bytes of the folded text.
    holes: Vec<Hole>,
    effort: Effort,
}

/// A place where a published page has other words than the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hole {
    start: usize,
    end: usize,
    /// Whether it is a name in place of an id: else marks and citations.
    is_name: bool,
}

/// Quoted words, and those before and after them where they are known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted<'a> {
    pub(super) exact: &'a str,
    pub(super) prefix: &'a str,
    pub(super) suffix: &'a str,
}

/// What became of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Once(Span),
    /// More than once: all places.
    Often(Vec<Span>),
    /// Only across the end of a block.
    Split(Span),
    /// Only in code.
    InCode(Span),
    Nowhere,
    /// Not looked for any more: all quotes together stand too often.
    TooOften,
}

impl Haystack {
    /// The words of the article: not those of notes.
    pub(super) fn of(body: &Body) -> Self {
        Self::of_places(body, |place| place == Place::Article)
    }

    /// The words of some places of a body.
    pub(super) fn of_places(body: &Body, is_here: impl Fn(Place) -> bool) -> Self {
        let mut folded = Folded::with_accents();
        let mut code = Vec::new();
        for block in body.blocks.iter().filter(|block| is_here(block.place)) {
            folded.add(body.slice(block.text), block.text.start as usize);
            folded.put('\n', Span { start: block.text.end, end: block.text.end });
            code.push(block.kind == BlockKind::Code);
        }
        // After the last block's end there is nothing.
        code.push(true);
        let words = Words::of(&folded.text);
        let mut haystack = Self {
            folded,
            words,
            code,
            inline_code: inline_code(&body.pieces),
            holes: Vec::new(),
            effort: Effort::default(),
        };
        haystack.find_holes(body, is_here);
        haystack
    }

    fn find_holes(&mut self, body: &Body, is_here: impl Fn(Place) -> bool) {
        let is_of_block = |at: u32| body.blocks.get(at as usize).is_some_and(|block| is_here(block.place));
        for reference in body.references.iter().filter(|reference| is_of_block(reference.block)) {
            let is_name = match &reference.kind {
                ReferenceKind::Mark(..) | ReferenceKind::Citation(_) => false,
                ReferenceKind::Mention(_, Attributes { by_id: true, .. }) => true,
                _ => continue,
            };
            let at = |offset| self.folded.position(offset);
            self.holes.push(Hole { start: at(reference.text.start), end: at(reference.text.end), is_name });
        }
        self.holes.sort_unstable();
        self.holes.dedup();
    }

    /// Whether nothing is looked for any more.
    pub(super) fn is_spent(&self) -> bool {
        self.effort.is_spent()
    }

    /// Takes the steps of looking at some of the places that were found; tells whether it may be done.
    pub(super) fn may_compare(&self, places: usize) -> bool {
        self.effort.may(places * effort::COMPARED)
    }

    /// Finds `quote`, first among the words of the blocks that `near` allows, if any are there.
    pub(super) fn find(&self, body: &Body, quote: &str, near: impl Fn(Span) -> bool) -> Found {
        let parts = parts(quote);
        if parts.is_empty() {
            return Found::Nowhere;
        }
        if self.is_spent() {
            return Found::TooOften;
        }
        let (mut found, mut code, mut split) = (Vec::new(), None, None);
        for (start, end) in self.occurrences(&parts) {
            let span = self.folded.origin(start, end);
            if self.folded.text[start..end].contains('\n') {
                split = split.or(Some(span));
            } else if self.is_in_code(body, span) {
                code = code.or(Some(span));
            } else {
                found.push(span);
            }
        }
        if found.len() > 1 && found.iter().any(|span| near(*span)) {
            found.retain(|span| near(*span));
        }
        if self.is_spent() {
            return Found::TooOften;
        }
        match (found.as_slice(), code, split) {
            ([one], ..) => Found::Once(*one),
            ([], Some(code), _) => Found::InCode(code),
            ([], None, Some(split)) => Found::Split(split),
            ([], None, None) => Found::Nowhere,
            _ => Found::Often(found),
        }
    }

    /// Whether words are those of code alone.
    fn is_in_code(&self, body: &Body, words: Span) -> bool {
        let at = self.inline_code.partition_point(|code| code.end < words.end);
        self.inline_code.get(at).is_some_and(|code| code.contains(words))
            || body.blocks[body.block_at(words.start)].kind == BlockKind::Code
    }

    /// Where the parts of a quote stand in the folded text, also over the ends of lines.
    fn occurrences(&self, parts: &[String]) -> Vec<(usize, usize)> {
        let (first, rest) = parts.split_first().expect("a quote has at least one part");
        let mut found = Vec::new();
        for start in self.starts_of(first, !rest.is_empty()) {
            let from = start + first.len();
            let end = if rest.is_empty() { Some(from) } else { self.end_of(rest, from) };
            if let Some(end) = end
                && self.folded.is_word(start, end)
                && self.effort.may(effort::FOUND)
            {
                found.push((start, end));
            }
        }
        found
    }

    /// Where the parts of a quote after its first end, first within the line.
    fn end_of(&self, parts: &[String], from: usize) -> Option<usize> {
        let text = &self.folded.text;
        let find = |what: &str, from: usize, limit: usize| {
            let found = text.get(from..limit)?.find(what);
            self.effort.may(effort::scanned(found.unwrap_or(limit - from))).then_some(from + found?)
        };
        let end_in = |limit: usize| {
            parts.iter().try_fold(from, |end, part| Some(find(part, end, limit)? + part.len()))
        };
        end_in(find("\n", from, text.len()).unwrap_or(text.len())).or_else(|| end_in(text.len()))
    }

    /// Where a part of a quote begins: found by its rarest word. Where the quote `goes_on` after it, its
    /// last word may be cut short.
    fn starts_of(&self, part: &str, goes_on: bool) -> Vec<usize> {
        let mut words: Vec<(usize, &str)> = words_of(part).collect();
        if goes_on && part.ends_with(char::is_alphanumeric) {
            words.pop();
        }
        let Some((at, word)) = words.into_iter().min_by_key(|(_, word)| self.words.places_of(word).len())
        else {
            let text = &self.folded.text;
            let starts = text.match_indices(part).map(|(start, _)| start);
            let may = self.effort.may(effort::scanned(text.len()));
            return starts.take_while(|_| may && self.effort.may(1)).collect();
        };
        let all = self.words.all();
        let starts = self.words.places_of(word).iter();
        let starts = starts.filter_map(|place| (all[*place as usize].start as usize).checked_sub(at));
        starts.filter(|start| self.stands_at(*start, part)).collect()
    }

    /// Whether a part of a quote stands at an offset of the folded text; ends of lines are spaces.
    fn stands_at(&self, start: usize, part: &str) -> bool {
        let Some(there) = self.folded.text.as_bytes().get(start..start + part.len()) else { return false };
        let pairs = there.iter().zip(part.bytes());
        let alike = pairs.take_while(|(a, b)| *a == b || **a == b'\n' && *b == b' ').count();
        self.effort.may(1 + alike) && alike == part.len()
    }
}

/// The words of an article that stand in code within a line.
fn inline_code(pieces: &[Piece]) -> Vec<Span> {
    let starts = pieces.windows(2).filter_map(|pair| match pair {
        [Piece::Html(html), Piece::Text(words)] if html == "<code>" => Some(*words),
        _ => None,
    });
    starts.collect()
}

/// The parts of a quote between its ellipses, normalised.
fn parts(quote: &str) -> Vec<String> {
    quote
        .replace("[…]", "…")
        .replace("...", "…")
        .split('…')
        .map(|part| fold(part.trim()))
        .filter(|part| !part.is_empty())
        .collect()
}

fn fold(text: &str) -> String {
    let mut folded = Folded::with_accents();
    folded.add(text, 0);
    folded.text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::body::Block;

    fn body(paragraphs: &[&str]) -> Body {
        let mut body = Body::default();
        for words in paragraphs {
            let start = body.text.len();
            body.text.push_str(words);
            let text = Span::new(start, body.text.len());
            let kind = if words.starts_with("fn ") { BlockKind::Code } else { BlockKind::Paragraph };
            let place = Place::Article;
            body.blocks.push(Block {
                kind,
                place,
                id: String::new(),
                is_explicit: false,
                section: None,
                text,
                source: text,
                sentences: Vec::new(),
                sketch: crate::sketch::Sketch::default(),
            });
            body.text.push('\n');
        }
        body
    }

    fn find<'a>(body: &'a Body, quote: &str) -> Result<&'a str, Found> {
        match Haystack::of(body).find(body, quote, |_| true) {
            Found::Once(span) => Ok(body.slice(span)),
            other => Err(other),
        }
    }

    #[test]
    fn quotes_dashes_spaces_and_accents_are_alike() {
        let body = body(&["He said “the caf\u{e9}’s\u{a0}end — or not”."]);
        assert_eq!(
            find(&body, "\"the cafe\u{301}'s  end - or not\""),
            Ok("“the caf\u{e9}’s\u{a0}end — or not”")
        );
    }

    #[test]
    fn an_ellipsis_spans() {
        let body = body(&["one two three four", "two five"]);
        assert_eq!(find(&body, "two … four"), Ok("two three four"));
    }

    #[test]
    fn failures_are_told_apart() {
        let body = body(&["a b c", "a d e", "fn x"]);
        assert!(matches!(find(&body, "a"), Err(Found::Often(places)) if places.len() == 2));
        assert!(matches!(find(&body, "c a"), Err(Found::Split(_))));
        assert!(matches!(find(&body, "fn x"), Err(Found::InCode(_))));
        assert_eq!(find(&body, "zz"), Err(Found::Nowhere));
    }

    #[test]
    fn context_tells_places_apart() {
        let body = body(&["first the bridge opens late", "then the bridge opens soon"]);
        let haystack = Haystack::of(&body);
        let Found::Often(places) = haystack.find(&body, "the bridge opens", |_| true) else { panic!() };
        let told = |prefix, suffix| haystack.told_apart(&places, &Wanted { exact: "", prefix, suffix });
        assert_eq!(told("then ", ""), Some(places[1]));
        assert_eq!(told("", " late\n"), Some(places[0]));
        assert_eq!(told("", ""), None);
        assert_eq!(told("x", " y"), None);
    }

    #[test]
    fn what_stands_too_often_is_no_longer_looked_for() {
        let body = body(&["a b ".repeat(2000).trim_end(), "once only"]);
        for quote in ["a b", "b a b … c", "a … zz", "a b a zz", "b — a"] {
            let mut haystack = Haystack::of(&body);
            haystack.effort = Effort::of(100_000);
            let last = (0..100).map(|_| haystack.find(&body, quote, |_| true)).last();
            // A word that is nowhere is found missing in one step.
            let is_cheap = quote == "a b a zz";
            assert_eq!(last, Some(if is_cheap { Found::Nowhere } else { Found::TooOften }), "{quote}");
        }
    }

    #[test]
    fn a_wording_has_a_margin_over_the_next() {
        let body =
            body(&["the two councils signed a plan", "the two councils signed a plea", "nothing else"]);
        let near = |exact, prefix| {
            let near = Haystack::of(&body).closest(&Wanted { exact, prefix, suffix: "" }).unwrap();
            (body.slice(near.span), near.margin)
        };
        let (words, margin) = near("the two councils sign a plan", "");
        assert_eq!(words, "the two councils signed a plan");
        assert!(margin < 15, "{margin}");
        let (words, margin) = near("the two councils sign a play", "a plan ");
        assert_eq!(words, "the two councils signed a plea");
        assert!(margin > 10, "{margin}");
    }

    #[test]
    fn the_closest_wording_is_found() {
        let body = body(&["Minsk signed the security treaty in December", "other words"]);
        let closest = |exact| {
            let wanted = Wanted { exact, ..Wanted::default() };
            Haystack::of(&body).closest(&wanted).map(|near| (body.slice(near.span), near.score))
        };
        assert_eq!(closest("signed the peace treaty"), Some(("signed the security treaty", 67)));
        assert_eq!(closest("the security teraty"), Some(("the security treaty", 90)));
        assert_eq!(closest("nothing of this kind here"), None);
    }
}
