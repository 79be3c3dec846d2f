//! Keeps the ids of a text's places through edits.
//!
//! 1. Places whose ids their author chose stand as they are.
//! 2. Paragraphs, items and headings that are mostly what they were get the ids that they had.
//! 3. The others get ids of their words, none of them one that the page ever had.
//! 4. An old id whose words moved into another paragraph leads there; one whose words are gone leads to
//!    the place where they stood.

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::{Fate, New, Old, align};
use super::lock::{LockedPlace, PlaceKind, Words};
use crate::annotate::Body;
use crate::annotate::blocks::{derive_anchor, derive_heading};
use crate::annotate::body::{Block, BlockKind, Kept, Place};
use crate::annotate::ids::Ids;
use crate::sketch::{Pairs, Sketch};

/// Ids that a body had, and is to have again.
pub(super) struct OldIds {
    /// Those of its blocks, by index.
    blocks: FxHashMap<usize, String>,
    kept: Kept,
}

impl OldIds {
    /// Gives them to the body.
    pub(super) fn write(self, body: &mut Body) {
        for (at, id) in self.blocks {
            body.blocks[at].id = id;
        }
        let headings = body.blocks.iter().filter(|block| block.kind == BlockKind::Heading);
        for (section, block) in body.sections.iter_mut().zip(headings) {
            section.id.clone_from(&block.id);
        }
        body.kept = self.kept;
    }
}

/// The ids that a body had when it was published with `places`; `None` where they are the ids that it has.
pub(super) fn keep(body: &Body, places: &[&LockedPlace]) -> Option<OldIds> {
    if places.is_empty() {
        return None;
    }
    let mut naming = Naming::of(body, places);
    let fates = naming.fates(body);
    naming.name_words(&fates);
    naming.name_rest(body);
    naming.lead_on(&fates);
    let kept = Kept { within: naming.within(places), aliases: naming.aliases };
    let mut blocks = naming.ids;
    blocks.retain(|at, id| body.blocks[*at].id != *id);
    (!blocks.is_empty() || kept != Kept::default()).then_some(OldIds { blocks, kept })
}

/// An old place with words.
struct Known<'a> {
    fragment: &'a str,
    words: Words,
    sketch: &'a Sketch,
}

struct Naming<'a> {
    /// Old places with words, that no author's id has.
    known: Vec<Known<'a>>,
    /// The blocks that have ids, by index.
    blocks: Vec<usize>,
    /// The ids that blocks get.
    ids: FxHashMap<usize, String>,
    /// Ids that are given, and those that the page ever had.
    taken: Ids,
    /// Old ids, with the ids of the places that they lead to.
    aliases: Vec<(String, String)>,
    /// What became of old ids.
    became: FxHashMap<&'a str, String>,
}

impl<'a> Naming<'a> {
    fn of(body: &Body, places: &[&'a LockedPlace]) -> Self {
        let chosen = chosen_ids(body);
        let mut taken = Ids::default();
        taken.extend(chosen.iter().cloned());
        taken.extend(places.iter().map(|place| place.fragment.clone()));
        let known = places.iter().filter_map(|place| match &place.kind {
            PlaceKind::Words(words, sketch) => {
                Some(Known { fragment: &place.fragment, words: *words, sketch })
            }
            _ => None,
        });
        let known = known.filter(|known| !chosen.contains(known.fragment)).collect();
        let has_id =
            |block: &Block| block.place == Place::Article && block.kind.has_id() && !block.id.is_empty();
        let blocks = body.blocks.iter().enumerate().filter(|(_, block)| has_id(block)).map(|(at, _)| at);
        let mut ids = FxHashMap::default();
        let blocks: Vec<usize> = blocks.collect();
        for at in blocks.iter().filter(|at| body.blocks[**at].is_explicit) {
            ids.insert(*at, body.blocks[*at].id.clone());
        }
        Self { known, blocks, ids, taken, aliases: Vec::new(), became: FxHashMap::default() }
    }

    /// Gives old ids to the blocks that have the words.
    fn name_words(&mut self, fates: &[Fate]) {
        for (known, fate) in self.known.iter().zip(fates) {
            if let Fate::Is(new) = fate {
                self.ids.entry(self.blocks[*new]).or_insert_with(|| known.fragment.to_owned());
            }
        }
    }

    /// Leads each old id to the place that has its words, or that stood before it.
    fn lead_on(&mut self, fates: &[Fate]) {
        let mut before = self.blocks.first().copied();
        let known = self.known.iter().map(|known| known.fragment);
        for (fragment, fate) in known.collect::<Vec<_>>().into_iter().zip(fates) {
            let at = match fate {
                Fate::Is(new) => {
                    before = Some(self.blocks[*new]);
                    before
                }
                Fate::In(new) => Some(self.blocks[*new]),
                Fate::Gone => before,
            };
            let Some(id) = at.map(|at| self.ids[&at].clone()) else { continue };
            if fragment != id {
                self.aliases.push((fragment.to_owned(), id.clone()));
            }
            self.became.insert(fragment, id);
        }
    }

    /// What became of the old places with words. Where no word changed, nothing is compared.
    fn fates(&self, body: &Body) -> Vec<Fate> {
        let by_id: FxHashMap<&str, usize> =
            self.blocks.iter().enumerate().map(|(new, at)| (body.blocks[*at].id.as_str(), new)).collect();
        let same = self.known.iter().map(|known| {
            let new = *by_id.get(known.fragment)?;
            (body.blocks[self.blocks[new]].sketch == *known.sketch).then_some(Fate::Is(new))
        });
        // Of two paragraphs of the same words the order tells which is which.
        if let Some(fates) = same.collect::<Option<Vec<Fate>>>().filter(|fates| fates.is_sorted()) {
            return fates;
        }
        let old: Vec<Old<'_>> =
            self.known.iter().map(|known| Old { words: known.words, sketch: known.sketch }).collect();
        let new = self.blocks.iter().map(|at| {
            let block = &body.blocks[*at];
            New { words: words_of(block.kind), pairs: Pairs::of(body.slice(block.text)) }
        });
        align(&old, &new.collect::<Vec<New>>())
    }

    /// Gives ids to the blocks that have no old one.
    fn name_rest(&mut self, body: &Body) {
        for at in &self.blocks {
            let block = &body.blocks[*at];
            let derived = match block.kind {
                BlockKind::Heading => derive_heading(body.slice(block.text)),
                _ => derive_anchor(body.slice(block.text)),
            };
            match self.ids.get(at) {
                None => {
                    let id = self.taken.unique(derived);
                    self.ids.insert(*at, id);
                }
                // A heading whose words changed is found under the new words too.
                Some(id) if block.kind == BlockKind::Heading && !block.is_explicit && *id != derived => {
                    if self.taken.insert(derived.clone()) {
                        self.aliases.push((derived, id.clone()));
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// The ids of old mentions and dates, with the places that they are in now.
    fn within(&self, places: &[&LockedPlace]) -> Vec<(String, String)> {
        let within = places.iter().filter_map(|place| match &place.kind {
            PlaceKind::Within(block) => {
                let now = self.became.get(block.as_str()).unwrap_or(block);
                Some((place.fragment.clone(), now.clone()))
            }
            _ => None,
        });
        within.collect()
    }
}

/// The ids that the author chose, and those of notes and their marks.
fn chosen_ids(body: &Body) -> FxHashSet<String> {
    let blocks = body.blocks.iter().filter(|block| block.is_explicit).map(|block| block.id.clone());
    blocks.chain(body.anchors.iter().cloned()).chain(body.note_ids()).collect()
}

/// What kind of place a block is.
pub(super) fn words_of(kind: BlockKind) -> Words {
    match kind {
        BlockKind::Heading => Words::Heading,
        BlockKind::Item => Words::Item,
        _ => Words::Paragraph,
    }
}
