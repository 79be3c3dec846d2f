//! Which paragraph of the text is which one of the text before.
//!
//! 1. For each old paragraph the new ones that share pairs of words with it are found by an index,
//!    so that the work grows with the text and not with its square.
//! 2. The likest two are taken together first, each once; equally like ones in their order.
//! 3. A paragraph that was split is its first part.

use rustc_hash::FxHashMap;

use super::lock::Words;
use crate::sketch::{Pairs, Sketch};

/// How like two paragraphs must be to be one: twice what they share, by the sum of their lengths.
const LIKE: f32 = 0.28;

/// The share of an old paragraph that a longer new one must hold to be that paragraph, grown.
const GROWN: f32 = 0.5;

/// The share of a new paragraph that an old one must hold for the new one to be a part of it.
const PART: f32 = 0.6;

/// The share of an old paragraph from which a new one is no part of it, but all.
const WHOLE: f32 = 0.9;

/// The fewest pairs of words by which a text is known when it has grown, or is a part.
const LEAST: usize = 8;

/// A paragraph of the text before.
pub(super) struct Old<'a> {
    pub(super) words: Words,
    pub(super) sketch: &'a Sketch,
}

/// A paragraph of the text.
pub(super) struct New {
    pub(super) words: Words,
    pub(super) pairs: Pairs,
}

/// An old and a new paragraph that share words.
struct Candidate {
    old: usize,
    new: usize,
    likeness: f32,
    /// What share of the old one is in the new one.
    of_old: f32,
    /// What share of the new one is in the old one.
    of_new: f32,
}

impl Candidate {
    fn is_same(&self) -> bool {
        self.likeness >= LIKE || self.of_old >= GROWN
    }
}

/// What became of an old paragraph: indexes of new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It is this one.
    Is(usize),
    /// Most of it is in this one, which is another.
    In(usize),
    /// Its words are gone.
    Gone,
}

/// What became of each old paragraph.
pub(super) fn align(old: &[Old<'_>], new: &[New]) -> Vec<Fate> {
    let mut candidates = candidates(old, new);
    // The sort keeps the order of equal ones: so do paragraphs of the same words.
    candidates.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    let mut fates = vec![Fate::Gone; old.len()];
    let mut taken = vec![false; new.len()];
    let mut alike: FxHashMap<(usize, usize), &Candidate> = FxHashMap::default();
    for candidate in &candidates {
        alike.insert((candidate.old, candidate.new), candidate);
        if candidate.is_same() && fates[candidate.old] == Fate::Gone && !taken[candidate.new] {
            fates[candidate.old] = Fate::Is(candidate.new);
            taken[candidate.new] = true;
        }
    }
    for (at, fate) in fates.iter_mut().enumerate() {
        let is_part = |new: usize| {
            alike.get(&(at, new)).is_some_and(|found| found.of_new >= PART && found.of_old < WHOLE)
        };
        if let Fate::Is(found) = *fate
            && is_part(found)
        {
            let before = (0..found).rev().take_while(|new| !taken[*new] && is_part(*new));
            if let Some(first) = before.last() {
                taken[found] = false;
                taken[first] = true;
                *fate = Fate::Is(first);
            }
        }
    }
    align_headings(old, new, &mut fates, &mut taken);
    for candidate in &candidates {
        if fates[candidate.old] == Fate::Gone && candidate.of_old >= GROWN {
            fates[candidate.old] = Fate::In(candidate.new);
        }
    }
    fates
}

/// A heading whose words are all new is known by the text under it.
fn align_headings(old: &[Old<'_>], new: &[New], fates: &mut [Fate], taken: &mut [bool]) {
    let is_heading = |at: usize| new[at].words == Words::Heading;
    for at in 0..old.len() {
        if old[at].words != Words::Heading || fates[at] != Fate::Gone {
            continue;
        }
        let under = old[at + 1..].iter().take_while(|below| below.words != Words::Heading);
        let found = under.zip(&fates[at + 1..]).find_map(|(_, fate)| match fate {
            Fate::Is(new) => Some(*new),
            _ => None,
        });
        let heading = found.and_then(|found| (0..found).rev().find(|above| is_heading(*above)));
        if let Some(heading) = heading.filter(|heading| !taken[*heading]) {
            fates[at] = Fate::Is(heading);
            taken[heading] = true;
        }
    }
}

fn candidates(old: &[Old<'_>], new: &[New]) -> Vec<Candidate> {
    let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, paragraph) in new.iter().enumerate() {
        for pair in paragraph.pairs.iter() {
            index.entry(pair).or_default().push(at);
        }
    }
    let mut candidates = Vec::new();
    for (old_at, paragraph) in old.iter().enumerate() {
        let mut shared: FxHashMap<usize, u32> = FxHashMap::default();
        for pair in paragraph.sketch.sample() {
            for new_at in index.get(pair).into_iter().flatten() {
                *shared.entry(*new_at).or_default() += 1;
            }
        }
        for (new_at, count) in shared {
            if (paragraph.words == Words::Heading) != (new[new_at].words == Words::Heading) {
                continue;
            }
            let (old_pairs, new_pairs) = (paragraph.sketch.pairs(), new[new_at].pairs.len());
            let of_old = count as f32 / paragraph.sketch.sample().len() as f32;
            let both = of_old * old_pairs as f32;
            let of_new = if new_pairs >= LEAST { (both / new_pairs as f32).min(1.0) } else { 0.0 };
            let of_old = if old_pairs >= LEAST { of_old } else { 0.0 };
            let likeness = 2.0 * both / (old_pairs + new_pairs) as f32;
            let candidate = Candidate { old: old_at, new: new_at, likeness, of_old, of_new };
            if candidate.is_same() || of_new >= PART {
                candidates.push(candidate);
            }
        }
    }
    // A map gives its entries in no order.
    candidates.sort_unstable_by_key(|candidate| (candidate.old, candidate.new));
    candidates
}
