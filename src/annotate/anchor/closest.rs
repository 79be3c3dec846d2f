//! Finds the wording that is closest to a quote that is nowhere.
//!
//! 1. Words that quote and text share vote for where in the text the quote would begin; rare words count
//!    for more.
//! 2. Around the places with most votes the quote is laid over the text with as few changes as can be
//!    (Sellers' algorithm), word by word: a change costs as many letters as it touches.
//! 3. Likeness of the words and of their context gives a score, and its distance from the next
//!    best place the margin.

use rustc_hash::FxHashMap;

use super::context::{Context, distance};
use super::words::{Word, words_of};
use super::{Haystack, Wanted, effort};
use crate::span::Span;

/// How many places are looked at.
const MOST_PLACES: usize = 8;

/// A word that stands more often than this votes only where all words of the quote do.
const COMMON: usize = 200;

/// A likeness in hundredths below which two wordings have nothing to do with each other.
const LEAST: u32 = 50;

/// Of longer quotes, in words, nothing is said to be close: too much would have to be compared.
const LONGEST: usize = 300;

/// Longer words, in bytes, are alike or are other words.
const LONGEST_WORD: usize = 64;

/// The wording that is closest to a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::annotate) struct Near {
    /// The words.
    pub(in crate::annotate) span: Span,
    /// How like the quote they are, with their context, in hundredths.
    pub(in crate::annotate) score: u32,
    /// By how much the next best place is less like it.
    pub(in crate::annotate) margin: u32,
}

/// A stretch of the text's words, and what it costs to make the quote of it.
#[derive(Clone, Copy)]
struct Laid {
    cost: u32,
    first: usize,
    last: usize,
}

impl Haystack {
    /// The closest wording, if one is at least half alike.
    pub(in crate::annotate) fn closest(&self, wanted: &Wanted<'_>) -> Option<Near> {
        let folded = super::fold(wanted.exact);
        let quote: Vec<&str> = words_of(&folded).map(|(_, word)| word).collect();
        let places: usize = quote.iter().take(LONGEST).map(|word| self.words.places_of(word).len()).sum();
        let laid = MOST_PLACES * quote.len() * quote.len();
        if quote.len() > LONGEST || !self.effort.may(effort::VOTED * places + laid) {
            return None;
        }
        let whole: u32 = quote.iter().map(|word| cost_of(word)).sum();
        let mut laid = Vec::new();
        for from in self.likely_starts(&quote) {
            self.lay(&quote, from, &mut laid);
        }
        laid.sort_by_key(|laid| (laid.cost, laid.first, laid.last));
        let mut apart: Vec<Laid> = Vec::new();
        for one in laid {
            if apart.len() == MOST_PLACES {
                break;
            }
            if apart.iter().all(|known| one.last < known.first || known.last < one.first) {
                apart.push(one);
            }
        }
        let context = Context::of(wanted);
        let mut ranked: Vec<(u32, Span)> =
            apart.iter().map(|laid| self.rated(*laid, whole, &context)).collect();
        ranked.sort_by_key(|(score, span)| (std::cmp::Reverse(*score), *span));
        let (score, span) = *ranked.first()?;
        let next = ranked.get(1).map_or(0, |(score, _)| *score);
        (score >= LEAST).then_some(Near { span, score, margin: score - next })
    }

    /// The indexes of the words near which the quote would begin, the likeliest first.
    fn likely_starts(&self, quote: &[&str]) -> Vec<usize> {
        let rarest =
            quote.iter().map(|word| self.words.places_of(word).len()).filter(|count| *count > 0).min();
        let limit = rarest.unwrap_or_default().max(COMMON);
        let mut votes: FxHashMap<i64, usize> = FxHashMap::default();
        for (at, word) in quote.iter().enumerate() {
            let places = self.words.places_of(word);
            if places.len() > limit {
                continue;
            }
            let weight = 1 + 16 / places.len().max(1);
            for place in places {
                // Words that were added or dropped move the others a little.
                *votes.entry((i64::from(*place) - at as i64).div_euclid(4)).or_default() += weight;
            }
        }
        let mut starts: Vec<(usize, i64)> = votes.into_iter().map(|(start, votes)| (votes, start)).collect();
        starts.sort_by_key(|(votes, start)| (std::cmp::Reverse(*votes), *start));
        starts.truncate(MOST_PLACES);
        starts.into_iter().map(|(_, start)| usize::try_from(start * 4).unwrap_or_default()).collect()
    }

    /// Lays the quote over the text from some words before `from` on: for each word of the text, the
    /// cheapest stretch that ends with it.
    fn lay(&self, quote: &[&str], from: usize, laid: &mut Vec<Laid>) {
        let all = self.words.all();
        let (first, last) = (from.saturating_sub(6), all.len().min(from + quote.len() * 3 / 2 + 12));
        let fresh = |start: usize| {
            let mut cost = 0;
            let mut row = vec![Laid { cost, first: start, last: start }];
            row.extend(quote.iter().map(|word| {
                cost += cost_of(word);
                Laid { cost, first: start, last: start }
            }));
            row
        };
        let mut row = fresh(first);
        for at in first..last {
            let word = all[at];
            // No quote runs over two paragraphs, or into code.
            if self.code[word.line as usize] {
                continue;
            }
            if at > first && all[at - 1].line != word.line {
                row = fresh(at);
            }
            let mut diagonal = row[0];
            row[0] = Laid { cost: 0, first: at + 1, last: at + 1 };
            let written = self.written(word);
            for (wanted, letters) in quote.iter().enumerate().map(|(at, letters)| (at + 1, *letters)) {
                let above = row[wanted];
                let changed = Laid { cost: diagonal.cost + change(letters, written), ..diagonal };
                let added = Laid { cost: above.cost + cost_of(written), ..above };
                let dropped = Laid { cost: row[wanted - 1].cost + cost_of(letters), ..row[wanted - 1] };
                let cheaper = if added.cost < changed.cost { added } else { changed };
                row[wanted] =
                    if dropped.cost < cheaper.cost { dropped } else { Laid { last: at, ..cheaper } };
                diagonal = above;
            }
            let end = row[quote.len()];
            if end.first <= end.last && end.last == at {
                laid.push(end);
            }
        }
    }

    /// The score of a stretch, and its words in the text.
    fn rated(&self, laid: Laid, whole: u32, wanted: &Context) -> (u32, Span) {
        let (first, last) = (self.words.all()[laid.first], self.words.all()[laid.last]);
        let span = self.folded.origin(first.start as usize, last.end as usize);
        let likeness = 1.0 - laid.cost as f32 / whole.max(1) as f32;
        // The quote counts for more than both its neighbours.
        let score = match self.context_likeness(span, wanted) {
            Some(context) => likeness * 0.7 + context * 0.3,
            None => likeness,
        };
        // What is not found is not wholly alike.
        ((score.max(0.0) * 100.0).round().min(99.0) as u32, span)
    }

    fn written(&self, word: Word) -> &str {
        &self.folded.text[word.start as usize..word.end as usize]
    }
}

/// What it costs to add or drop a word.
fn cost_of(word: &str) -> u32 {
    word.chars().count() as u32 + 1
}

/// What it costs to put one word in place of another.
fn change(a: &str, b: &str) -> u32 {
    if a == b {
        return 0;
    }
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    let longest = a.len().max(b.len());
    // Words that differ much in length, or in their first and last letters, are other words.
    if longest > LONGEST_WORD
        || a.len().abs_diff(b.len()) * 2 > longest
        || a.bytes().next() != b.bytes().next() && a.bytes().last() != b.bytes().last()
    {
        return a.chars().count().max(b.chars().count()) as u32;
    }
    distance(&letters(a), &letters(b)) as u32
}
