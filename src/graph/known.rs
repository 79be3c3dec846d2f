//! What the next build takes over of linking: most saves change one text, and leave all that the others are linked with
//! as it was.
//!
//! 1. What texts are linked with, the [`Ground`], has one digest, that of the surroundings: the settings, the records,
//!    the sources and what the site is made of, but not the words of texts. It is as before if that is.
//! 2. A text that is in the same place of memory and has the same surroundings is linked as before.
//! 3. The timeline is as before if the surroundings and all that briefs tell are; the ledger if the surroundings and all
//!    claims are that briefs state; what the lock has and the site has not if the surroundings and the years are.
//! 4. At the end of a build the names and citations of a text that was taken over count as asked for: they outlive a
//!    change of the surroundings.

use std::sync::Arc;

use super::claims::Ledger;
use super::moments::{Chronology, Tellings};
use super::names::{NameCache, NameKey, NameTable};
use super::registry::{EntityIndex, Registry};
use super::routes::Routes;
use super::stubs::Stub;
use super::{LinkedBrief, Links, Sorted};
use crate::annotate::{ClaimRecord, Record};
use crate::bibliography::FormatCache;
use crate::diagnostic::Diagnostic;
use crate::hash::{Digest, Digester};
use crate::memo::Memo;
use crate::path::Address;

/// Texts as they were linked, by where they are in memory and the digest of their surroundings, and what is by that
/// digest the same for all texts.
#[derive(Default)]
pub struct LinkCache {
    grounds: Memo<Digest, Ground>,
    chronologies: Memo<Digest, Arc<Chronology>>,
    ledgers: Memo<Digest, WithRecords>,
    lost: Memo<Digest, Arc<[Address]>>,
    texts: Memo<(usize, Digest), Arc<(Record, Linked)>>,
    names: NameCache,
}

/// A ledger with the files of claims that it was made of.
type WithRecords = (Arc<[Arc<ClaimRecord>]>, Arc<Ledger>);

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
    /// The digest of the claims that a brief states.
    pub(super) stated: Digest,
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
            ledgers: Memo::forgetful(),
            lost: Memo::forgetful(),
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
        let told = briefs.iter().map(|brief| &brief.tellings.digest);
        self.chronologies
            .get(Digest::of_digests([&surroundings].into_iter().chain(told)), || Arc::new(tell()))
    }

    /// The claims of briefs and these files in these surroundings.
    pub(super) fn ledger(
        &self,
        surroundings: Digest,
        briefs: &[LinkedBrief],
        records: &[Arc<ClaimRecord>],
        enter: impl FnOnce() -> Ledger,
    ) -> Arc<Ledger> {
        let places = records.iter().map(|record| Digest::of_value(&Arc::as_ptr(record).addr()));
        let places: Vec<Digest> = places.collect();
        let stated = briefs.iter().map(|brief| &brief.stated);
        let all = [&surroundings].into_iter().chain(&places).chain(stated);
        // The records stand with the ledger, so that no others come to their places.
        self.ledgers.get(Digest::of_digests(all), || (records.into(), Arc::new(enter()))).1
    }

    /// The addresses of the lock that no page of a site has with these surroundings and years.
    pub(super) fn lost(
        &self,
        surroundings: Digest,
        years: &[i32],
        look: impl FnOnce() -> Vec<Address>,
    ) -> Arc<[Address]> {
        self.lost.get(Digest::of_value(&(surroundings, years)), || look().into())
    }

    /// A text that is linked, as it was before or by `link`.
    pub(super) fn linked(
        &self,
        record: &Record,
        surroundings: Digest,
        link: impl FnOnce() -> Linked,
    ) -> Linked {
        // The record stands with its links, so that no other comes to its place.
        let key = (std::ptr::from_ref(record.body()).addr(), surroundings);
        self.texts.get(key, || Arc::new((record.clone(), link()))).1.clone()
    }

    /// Ends a build: keeps what it asked for, and of `formatted` what stands in its texts.
    pub fn turn(&self, formatted: &FormatCache) {
        self.grounds.turn();
        self.chronologies.turn();
        self.ledgers.turn();
        self.lost.turn();
        self.texts.for_each_kept(|text| {
            let (_, linked) = &**text;
            if let Some(names) = &linked.names {
                self.names.keep(names);
            }
            linked.links.citations.keep(formatted);
        });
        self.texts.turn();
        self.names.turn();
    }
}

/// The digest of all that links of texts depend on beside their text. `files` is that of the settings and of all files
/// but texts.
pub(super) fn surroundings(files: Digest, records: &[Record], sorted: &Sorted, stubs: &[Stub]) -> Digest {
    let mut digester = Digester::default();
    digester.add(files.as_bytes());
    // What a brief claims makes pages.
    for record in records {
        digester.add(record.body().outline.digest.as_bytes());
    }
    // What a text says can change the ids in a record that stays as it is. The ground holds the records that it has, so
    // that no others come to their places.
    for record in &sorted.entities {
        digester.add(Arc::as_ptr(record).addr().to_le_bytes());
    }
    // What texts link to by kind and id makes entities.
    for Stub { id, kind, name } in stubs {
        for part in [id, kind, name] {
            digester.add(part);
        }
    }
    digester.digest()
}
