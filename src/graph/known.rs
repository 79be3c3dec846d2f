//! What the next build takes over of linking: most saves change one text, and leave all that the others are linked with
//! as it was.
//!
//! 1. What texts are linked with, the [`Ground`], has one digest, that of the surroundings: the settings, the records,
//!    the sources and what the site is made of, but not the words of texts. It is as before if that is.
//! 2. A text that is in the same place of memory and has the same surroundings is linked as before.
//! 3. Its names and citations count as asked for then: they outlive a change of the surroundings.
//! 4. The timeline is as before if the surroundings and all that briefs tell are.

use std::sync::Arc;

use super::moments::{Chronology, Tellings};
use super::names::{NameCache, NameKey, NameTable};
use super::registry::{EntityIndex, Registry};
use super::routes::Routes;
use super::stubs::Stub;
use super::{LinkedBrief, Links, Sorted};
use crate::annotate::Record;
use crate::annotate::body::AnnotationKind;
use crate::bibliography::FormatCache;
use crate::diagnostic::Diagnostic;
use crate::hash::{Digest, Digester};
use crate::memo::Memo;
use crate::permalinks::address_of;

/// Texts as they were linked, by where they are in memory and the digest of their surroundings, and what is by that
/// digest the same for all texts.
#[derive(Default)]
pub struct LinkCache {
    grounds: Memo<Digest, Ground>,
    chronologies: Memo<Digest, Arc<Chronology>>,
    texts: Memo<(usize, Digest), (Record, Linked)>,
    names: NameCache,
}

/// What texts are linked with.
#[derive(Clone)]
pub(super) struct Ground {
    pub(super) registry: Arc<Registry>,
    pub(super) names: Arc<NameTable>,
    pub(super) routes: Arc<Routes>,
    /// What is wrong with the records and their addresses.
    pub(super) diagnostics: Arc<[Diagnostic]>,
}

/// What comes of linking a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Linked {
    /// What it points at.
    pub(super) links: Arc<Links>,
    /// What it is about, where it is a brief.
    pub(super) about: Arc<[EntityIndex]>,
    /// The dated sentences of a brief.
    pub(super) tellings: Arc<Tellings>,
    /// What is wrong with it.
    pub(super) diagnostics: Arc<[Diagnostic]>,
    /// By what its names were looked up.
    pub(super) names: Option<NameKey>,
}

impl LinkCache {
    /// A cache that no other build follows.
    pub fn for_one_build() -> Self {
        Self {
            grounds: Memo::forgetful(),
            chronologies: Memo::forgetful(),
            texts: Memo::forgetful(),
            ..Self::default()
        }
    }

    /// The names of texts.
    pub(super) fn names(&self) -> &NameCache {
        &self.names
    }

    /// What texts with these surroundings are linked with.
    pub(super) fn ground(&self, surroundings: Digest, lay: impl FnOnce() -> Ground) -> Ground {
        self.grounds.get(surroundings, lay)
    }

    /// The timeline of briefs in these surroundings.
    pub(super) fn chronology(
        &self,
        surroundings: Digest,
        briefs: &[LinkedBrief],
        tell: impl FnOnce() -> Chronology,
    ) -> Arc<Chronology> {
        let told = briefs.iter().map(|brief| brief.tellings.digest);
        let told: Vec<Digest> = [surroundings].into_iter().chain(told).collect();
        self.chronologies.get(Digest::of_parts(told.iter().map(Digest::as_bytes)), || Arc::new(tell()))
    }

    /// A text that is linked, as it was before or by `link`.
    pub(super) fn linked(
        &self,
        record: &Record,
        surroundings: Digest,
        formatted: &FormatCache,
        link: impl FnOnce() -> Linked,
    ) -> Linked {
        // The record stands with its links, so that no other comes to its place.
        let key = (std::ptr::from_ref(record.body()).addr(), surroundings);
        let (_, linked) = self.texts.get(key, || (record.clone(), link()));
        if let Some(names) = &linked.names {
            self.names.keep(names);
        }
        linked.links.citations.keep(formatted);
        linked
    }

    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        self.grounds.turn();
        self.chronologies.turn();
        self.texts.turn();
        self.names.turn();
    }
}

/// The digest of all that links of texts depend on beside their text. `files` is that of the settings and of all files
/// but texts.
pub(super) fn surroundings(files: Digest, records: &[Record], sorted: &Sorted, stubs: &[Stub]) -> Digest {
    let mut digester = Digester::default();
    digester.add(files.as_bytes());
    for record in records {
        let (address, path) = address_of(record);
        digester.add(path.as_str());
        digester.add(address.as_str());
    }
    // What a text says can change the ids in a record that stays as it is. The ground holds the records that it has, so
    // that no others come to their places.
    for record in &sorted.entities {
        digester.add(Arc::as_ptr(record).addr().to_le_bytes());
    }
    // What a brief claims makes pages, and what texts link to by kind and id makes entities.
    for annotation in sorted.briefs.iter().flat_map(|brief| &brief.body.annotations) {
        if let AnnotationKind::Claim { id, .. } = &annotation.kind {
            digester.add(id);
        }
    }
    for Stub { id, kind, name } in stubs {
        for part in [id, kind, name] {
            digester.add(part);
        }
    }
    digester.digest()
}
