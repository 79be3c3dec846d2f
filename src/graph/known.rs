//! Linked texts, which the next build takes over: most saves change one text, and leave all that the others are
//! linked with as it was.
//!
//! 1. What a text is linked with has one digest, that of its surroundings: the settings, the records, the sources and
//!    what the site is made of, but not the words of other texts.
//! 2. A text that is in the same place of memory and has the same surroundings is linked as before.
//! 3. Its names and citations count as asked for then: they outlive a change of the surroundings.

use std::sync::Arc;

use super::moments::Telling;
use super::names::{NameCache, NameKey};
use super::registry::{EntityIndex, Registry};
use super::{Links, Sorted};
use crate::annotate::Record;
use crate::annotate::body::AnnotationKind;
use crate::bibliography::FormatCache;
use crate::diagnostic::Diagnostic;
use crate::hash::{Digest, Digester};
use crate::memo::Memo;
use crate::permalinks::address_of;

/// Texts as they were linked, by where they are in memory and the digest of their surroundings.
#[derive(Default)]
pub struct LinkCache {
    texts: Memo<(usize, Digest), (Record, Linked)>,
    names: NameCache,
}

/// What comes of linking a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Linked {
    /// What it points at.
    pub(super) links: Arc<Links>,
    /// What it is about, where it is a brief.
    pub(super) about: Arc<[EntityIndex]>,
    /// The dated sentences of a brief.
    pub(super) tellings: Arc<[Telling]>,
    /// What is wrong with it.
    pub(super) diagnostics: Arc<[Diagnostic]>,
    /// By what its names were looked up.
    pub(super) names: Option<NameKey>,
}

impl LinkCache {
    /// A cache that no other build follows.
    pub fn for_one_build() -> Self {
        Self { texts: Memo::forgetful(), ..Self::default() }
    }

    /// The names of texts.
    pub(super) fn names(&self) -> &NameCache {
        &self.names
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
        self.texts.turn();
        self.names.turn();
    }
}

/// The digest of all that links of texts depend on beside their text. `files` is that of the settings and of all files
/// but texts.
pub(super) fn surroundings(
    files: Digest,
    records: &[Record],
    sorted: &Sorted,
    registry: &Registry,
) -> Digest {
    let mut digester = Digester::default();
    digester.add(files.as_bytes());
    for record in records {
        let (address, path, _) = address_of(record);
        digester.add(path.as_str());
        digester.add(address.as_str());
    }
    // What a brief claims makes pages, and what texts link to by kind and id makes entities.
    for annotation in sorted.briefs.iter().flat_map(|brief| &brief.body.annotations) {
        if let AnnotationKind::Claim { id, .. } = &annotation.kind {
            digester.add(id);
        }
    }
    for stub in registry.entities().iter().filter(|entity| entity.record.is_none()) {
        for part in [&stub.id, &stub.kind, &stub.name] {
            digester.add(part);
        }
    }
    digester.digest()
}
