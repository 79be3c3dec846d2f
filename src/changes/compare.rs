//! What is different between two versions.
//!
//! 1. Claims are compared by id, the title with the title.
//! 2. All else is aligned in order, part by part: the longest run of statements that both versions have.
//! 3. Between two that stayed, a statement that went and one that came are the same one, changed, if
//!    half of their words agree.
//! 4. A statement that only moved is no change.

use super::Change;
use super::statements::{Part, Statement};
use rustc_hash::FxHashMap;

/// The most pairs of statements that are aligned in order; of longer texts the statements are compared
/// as sets.
const MOST_PAIRS: usize = 16_000_000;

/// What was added, changed and removed between two versions, part by part, in the order of the newer.
pub fn compare(old: &[Statement], new: &[Statement]) -> Vec<Change> {
    Part::ALL
        .into_iter()
        .flat_map(|part| {
            let of =
                |all: &[Statement]| all.iter().filter(|one| one.part == part).cloned().collect::<Vec<_>>();
            match part {
                Part::Claim => compare_claims(&of(old), &of(new)),
                Part::Title | Part::Summary => compare_single(part, &of(old), &of(new)),
                _ => compare_sequence(part, &of(old), &of(new)),
            }
        })
        .collect()
}

fn compare_single(part: Part, old: &[Statement], new: &[Statement]) -> Vec<Change> {
    let words = |all: &[Statement]| all.first().map(|one| one.words.clone());
    let (was, is) = (words(old), words(new));
    if was == is { Vec::new() } else { vec![Change { part, claim: None, was, is }] }
}

fn compare_claims(old: &[Statement], new: &[Statement]) -> Vec<Change> {
    let find = |all: &[Statement], id: &Option<String>| {
        all.iter().find(|one| one.claim == *id).map(|one| one.words.clone())
    };
    let in_new = new.iter().filter_map(|one| {
        let was = find(old, &one.claim);
        let is = Some(one.words.clone());
        (was != is).then(|| Change { part: Part::Claim, claim: one.claim.clone(), was, is })
    });
    let gone = old.iter().filter(|one| find(new, &one.claim).is_none());
    let gone = gone.map(|one| Change {
        part: Part::Claim,
        claim: one.claim.clone(),
        was: Some(one.words.clone()),
        is: None,
    });
    in_new.chain(gone).collect()
}

fn compare_sequence(part: Part, old: &[Statement], new: &[Statement]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let stayed = stayed(old, new).into_iter().chain([(old.len(), new.len())]);
    for (old_end, new_end) in stayed {
        changes.extend(compare_gap(part, &old[old_at..old_end], &new[new_at..new_end]));
        (old_at, new_at) = (old_end + 1, new_end + 1);
    }
    drop_moved(&mut changes);
    changes
}

/// The pairs of equal statements that stand in the same order in both: a longest such run.
fn stayed(old: &[Statement], new: &[Statement]) -> Vec<(usize, usize)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a.words == b.words).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail =
        old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a.words == b.words).count();
    let (rows, columns) = (old_rest.len() - tail, new_rest.len() - tail);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    if rows.saturating_mul(columns) <= MOST_PAIRS {
        // The longest run from each pair of places to the ends.
        let width = columns + 1;
        let mut longest = vec![0_u32; (rows + 1) * width];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                longest[row * width + column] = if old_rest[row].words == new_rest[column].words {
                    longest[(row + 1) * width + column + 1] + 1
                } else {
                    longest[(row + 1) * width + column].max(longest[row * width + column + 1])
                };
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < rows && column < columns {
            if old_rest[row].words == new_rest[column].words {
                pairs.push((head + row, head + column));
                (row, column) = (row + 1, column + 1);
            } else if longest[(row + 1) * width + column] >= longest[row * width + column + 1] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
    pairs.extend((0..tail).map(|at| (head + rows + at, head + columns + at)));
    pairs
}

/// What is different between two statements that stayed.
fn compare_gap(part: Part, old: &[Statement], new: &[Statement]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut left: Vec<&Statement> = old.iter().collect();
    // Of very long gaps no pairs are sought: nothing would be left to read.
    let seeks = old.len().saturating_mul(new.len()) <= 250_000;
    for one in new {
        let likeness = |other: &&Statement| likeness(&other.words, &one.words);
        let best = if seeks {
            // The first of the most alike: `max_by` would give the last.
            left.iter()
                .enumerate()
                .rev()
                .max_by(|a, b| likeness(a.1).total_cmp(&likeness(b.1)))
                .map(|(at, _)| at)
        } else {
            None
        };
        let was = best.filter(|at| likeness(&left[*at]) >= 0.5).map(|at| left.remove(at).words.clone());
        changes.push(Change { part, claim: None, was, is: Some(one.words.clone()) });
    }
    let gone =
        left.into_iter().map(|one| Change { part, claim: None, was: Some(one.words.clone()), is: None });
    changes.extend(gone);
    changes
}

/// Which part of the words of two statements agrees: 0 for none, 1 for all.
fn likeness(a: &str, b: &str) -> f64 {
    let mut counts: FxHashMap<String, i32> = FxHashMap::default();
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    for word in &a {
        *counts.entry(word.clone()).or_default() += 1;
    }
    let shared = b
        .iter()
        .filter(|word| {
            counts.get_mut(*word).is_some_and(|count| {
                *count -= 1;
                *count >= 0
            })
        })
        .count();
    2.0 * shared as f64 / (a.len() + b.len()).max(1) as f64
}

/// Drops what was removed in one place and added, word for word, in another.
fn drop_moved(changes: &mut Vec<Change>) {
    let mut added: FxHashMap<String, usize> = FxHashMap::default();
    for change in changes.iter().filter(|change| change.was.is_none()) {
        *added.entry(change.is.clone().unwrap_or_default()).or_default() += 1;
    }
    let mut moved: FxHashMap<String, usize> = FxHashMap::default();
    changes.retain(|change| {
        let (Some(was), None) = (&change.was, &change.is) else { return true };
        let is_moved = added.get_mut(was).is_some_and(|count| {
            let any = *count > 0;
            *count -= usize::from(any);
            any
        });
        if is_moved {
            *moved.entry(was.clone()).or_default() += 1;
        }
        !is_moved
    });
    changes.retain(|change| {
        let (None, Some(is)) = (&change.was, &change.is) else { return true };
        !moved.get_mut(is).is_some_and(|count| {
            let any = *count > 0;
            *count -= usize::from(any);
            any
        })
    });
}
