//! Tells one of several places by the words before and after it.

use super::{Haystack, Wanted};
use crate::span::Span;

/// How many characters of context are compared on each side.
const REACH: usize = 48;

/// How like its context a place must be, and by how much more than any other place.
const ENOUGH: f32 = 0.5;
const MARGIN: f32 = 0.2;

impl Haystack {
    /// The one of several places that has the context; `None` where it does not tell them apart.
    pub(in crate::annotate) fn told_apart(&self, places: &[Span], wanted: &Wanted<'_>) -> Option<Span> {
        let mut ranked: Vec<(f32, Span)> = places
            .iter()
            .filter_map(|place| Some((self.context_likeness(*place, wanted)?, *place)))
            .collect();
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        match ranked[..] {
            [(best, place), (next, _), ..] if best >= ENOUGH && best - next >= MARGIN => Some(place),
            [(best, place)] if best >= ENOUGH => Some(place),
            _ => None,
        }
    }

    /// How like the context of a place is to the one that is wanted, from 0 to 1; `None` where none is.
    pub(super) fn context_likeness(&self, place: Span, wanted: &Wanted<'_>) -> Option<f32> {
        let text = &self.folded.text;
        let (start, end) = (self.folded.position(place.start), self.folded.position(place.end));
        let is_seen = |c: &char| !c.is_whitespace();
        let before = (!wanted.prefix.trim().is_empty()).then(|| {
            let last = |text: &str| text.chars().rev().filter(is_seen).take(REACH).collect::<Vec<_>>();
            let prefix = last(&super::fold(wanted.prefix));
            let there: Vec<char> = text[..start].chars().rev().filter(is_seen).take(prefix.len()).collect();
            likeness(&prefix, &there)
        });
        let after = (!wanted.suffix.trim().is_empty()).then(|| {
            let suffix: Vec<char> = super::fold(wanted.suffix).chars().filter(is_seen).take(REACH).collect();
            let there: Vec<char> = text[end..].chars().filter(is_seen).take(suffix.len()).collect();
            likeness(&suffix, &there)
        });
        match (before, after) {
            (Some(before), Some(after)) => Some((before + after) / 2.0),
            (one, other) => one.or(other),
        }
    }
}

/// How alike two texts are, from 0 to 1.
fn likeness(a: &[char], b: &[char]) -> f32 {
    let longest = a.len().max(b.len()).max(1);
    1.0 - distance(a, b) as f32 / longest as f32
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
