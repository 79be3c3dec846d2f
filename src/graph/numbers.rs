//! Numbered ids of a text: `m-belarus-3` is the third mention of Belarus.
//!
//! What was published keeps its number where it still stands in the same paragraph; what is new
//! gets the lowest number that was never given.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::Body;

/// The numbers of one text.
pub(super) struct Numbers<'a> {
    /// Published ids by their stem, each with its place, the next one last.
    known: FxHashMap<&'a str, Vec<(&'a str, &'a str)>>,
    /// All published ids.
    published: FxHashSet<&'a str>,
    /// How far the numbers of a stem have come.
    given: FxHashMap<String, u32>,
}

impl<'a> Numbers<'a> {
    /// The numbers of a text: none given yet.
    pub(super) fn of(body: &'a Body) -> Self {
        let mut known: FxHashMap<&str, Vec<(&str, &str)>> = FxHashMap::default();
        for (id, place) in body.kept.within.iter().rev() {
            known.entry(stem_of(id)).or_default().push((place, id));
        }
        let published = body.kept.within.iter().map(|(id, _)| id.as_str()).collect();
        Self { known, published, given: FxHashMap::default() }
    }

    /// The next published id of a stem in a block's place.
    pub(super) fn known(&mut self, stem: &str, body: &Body, block: u32) -> Option<String> {
        let known = self.known.get_mut(stem)?;
        let place = body.place_of(block as usize);
        let at = known.iter().rposition(|(known, _)| *known == place)?;
        Some(known.remove(at).1.to_owned())
    }

    /// The next id of a stem that was never given.
    pub(super) fn next(&mut self, stem: &str) -> String {
        let number = self.given.entry(stem.to_owned()).or_default();
        loop {
            *number += 1;
            let id = format!("{stem}-{number}");
            if !self.published.contains(id.as_str()) {
                return id;
            }
        }
    }
}

/// An id without its number.
fn stem_of(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(stem, _)| stem)
}
