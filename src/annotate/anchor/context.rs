//! Tells one of several places by the words before and after it.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::{Haystack, Wanted};
use crate::span::Span;

/// How many characters of context are compared on each side.
const REACH: usize = 48;

/// How like its context a place must be, and by how much more than any other place.
const ENOUGH: f32 = 0.5;
const MARGIN: f32 = 0.2;

/// A place whose context is this much alike has it but for the marks of notes; then less tells it apart: rows of a
/// table are alike, too.
const ALL_BUT_MARKS: f32 = 0.9;
const NARROW_MARGIN: f32 = 0.05;

/// How many letters next to a quote must be the same, and twice as many as at any other place, where the rest of its
/// context is of the page and not of the text: what a note says in the margin, words of the masthead.
const LONG_RUN: usize = 12;

impl Haystack {
    /// The one of several places that has the context; `None` where it does not tell them apart.
    pub(in crate::annotate) fn told_apart(&self, places: &[Span], wanted: &Wanted<'_>) -> Option<Span> {
        let context = Context::of(wanted);
        if context.is_empty() || !self.may_compare(places.len()) {
            return None;
        }
        self.told_apart_by_likeness(places, &context).or_else(|| self.told_apart_by_run(places, &context))
    }

    fn told_apart_by_likeness(&self, places: &[Span], context: &Context) -> Option<Span> {
        let mut ranked: Vec<(f32, Span)> = places
            .iter()
            .filter_map(|place| Some((self.context_likeness(*place, context)?, *place)))
            .collect();
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let ((best, place), others) = ranked.split_first()?;
        let margin = if *best >= ALL_BUT_MARKS { NARROW_MARGIN } else { MARGIN };
        let is_told = others.first().is_none_or(|(next, _)| best - next >= margin);
        (*best >= ENOUGH && is_told).then_some(*place)
    }

    fn told_apart_by_run(&self, places: &[Span], context: &Context) -> Option<Span> {
        let run = |place: &Span| {
            let (before, after) = self.around(*place);
            let before = context.before.as_ref().map_or(0, |words| words.run(before.chars().rev()));
            before + context.after.as_ref().map_or(0, |words| words.run(after.chars()))
        };
        let mut ranked: Vec<(usize, Span)> = places.iter().map(|place| (run(place), *place)).collect();
        ranked.sort_by_key(|(run, _)| Reverse(*run));
        let ((best, place), others) = ranked.split_first()?;
        let is_told = others.first().is_none_or(|(next, _)| *best >= 2 * next);
        (*best >= LONG_RUN && is_told).then_some(*place)
    }

    /// How like the context of a place is to the one that is wanted, from 0 to 1; `None` where none is.
    pub(super) fn context_likeness(&self, place: Span, wanted: &Context) -> Option<f32> {
        let (before, after) = self.around(place);
        let before = wanted.before.as_ref().map(|words| words.likeness(before.chars().rev()));
        let after = wanted.after.as_ref().map(|words| words.likeness(after.chars()));
        match (before, after) {
            (Some(before), Some(after)) => Some((before + after) / 2.0),
            (one, other) => one.or(other),
        }
    }

    /// The folded text before a place and after it.
    fn around(&self, place: Span) -> (&str, &str) {
        let text = &self.folded.text;
        (&text[..self.folded.position(place.start)], &text[self.folded.position(place.end)..])
    }
}

/// The words around a quote, made ready for being held against many places.
pub(super) struct Context {
    before: Option<Letters>,
    after: Option<Letters>,
}

impl Context {
    pub(super) fn of(wanted: &Wanted<'_>) -> Self {
        let (before, after) = (super::fold(wanted.prefix), super::fold(wanted.suffix));
        Self { before: Letters::of(before.chars().rev()), after: Letters::of(after.chars()) }
    }

    fn is_empty(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }
}

/// The letters next to a quote, from it outwards: at most [`REACH`], which is less than a word has bits.
struct Letters {
    count: usize,
    /// At which of them each letter stands.
    places: FxHashMap<char, u64>,
}

impl Letters {
    fn of(letters: impl Iterator<Item = char>) -> Option<Self> {
        let mut all = Self { count: 0, places: FxHashMap::default() };
        for letter in seen(letters) {
            *all.places.entry(letter).or_default() |= 1 << all.count;
            all.count += 1;
        }
        (all.count > 0).then_some(all)
    }

    /// How alike these letters and as many of a text are, from 0 to 1.
    fn likeness(&self, text: impl Iterator<Item = char>) -> f32 {
        1.0 - self.distance(seen(text).take(self.count)) as f32 / self.count as f32
    }

    /// How many letters from the quote outwards are the same.
    fn run(&self, text: impl Iterator<Item = char>) -> usize {
        let is_same = |(at, letter): &(usize, char)| {
            self.places.get(letter).is_some_and(|places| places >> at & 1 == 1)
        };
        seen(text).take(self.count).enumerate().take_while(is_same).count()
    }

    /// How many letters must be added, dropped or changed: Myers' algorithm, a column of the table in each step.
    fn distance(&self, text: impl Iterator<Item = char>) -> usize {
        let last = 1 << (self.count - 1);
        let (mut more, mut less) = (u64::MAX, 0_u64);
        let mut distance = self.count;
        for letter in text {
            let same = self.places.get(&letter).copied().unwrap_or_default();
            let down = same | less;
            let across = ((same & more).wrapping_add(more) ^ more) | same;
            let (grows, shrinks) = (less | !(across | more), more & across);
            distance += usize::from(grows & last != 0);
            distance -= usize::from(shrinks & last != 0);
            let (grows, shrinks) = (grows << 1 | 1, shrinks << 1);
            (more, less) = (shrinks | !(down | grows), grows & down);
        }
        distance
    }
}

/// The letters of a context: white space is none.
fn seen(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    letters.filter(|letter| !letter.is_whitespace()).take(REACH)
}

/// How many letters must be added, dropped or changed to make one text of the other.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_far_apart_as_the_table_says() {
        let texts =
            ["", "a", "treaty", "treatise", "a treaty of Minsk", "yy", &"ab".repeat(24), &"ba".repeat(24)];
        for a in texts {
            let (Some(letters), whole) = (Letters::of(a.chars()), seen(a.chars()).collect::<Vec<_>>()) else {
                continue;
            };
            for b in texts {
                let other: Vec<char> = seen(b.chars()).collect();
                assert_eq!(letters.distance(other.iter().copied()), distance(&whole, &other), "{a} {b}");
            }
        }
    }
}
