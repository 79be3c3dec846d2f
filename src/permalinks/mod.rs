//! Stage *permalinks*: what was published before keeps its addresses.
//!
//! 1. [`lock`] is the file that lists every address ever published, [`removed`] the author's list of
//!    what is gone.
//! 2. [`moves`] says where old addresses lead: renamed, merged, split and removed things.
//! 3. Each text keeps the ids of its places through edits ([`keep`](keep())): its paragraphs are held
//!    against those of the lock (`align`).
//! 4. [`promises`] lists what each page has to serve; render holds its HTML against them.
//!
//! The oracle is the lock and the HTML that the build makes, never the moves of files.

mod addresses;
mod align;
mod keep;
pub mod lock;
pub mod moves;
pub mod promises;
pub mod removed;

use std::sync::Arc;

pub use addresses::{
    IDENTIFIERS, beacon_address, brief_address, card_address, claim_address, entity_address,
    identifier_address, is_card_address, page_address, source_address, year_address,
};
pub use lock::{Lock, LockedPage, LockedPlace, ParsedLock, PlaceKind, Words};
pub use moves::{Moves, Redirect, Tombstone};
pub use promises::{Fallback, Promise, Promises};
pub use removed::Removed;

use rayon::prelude::*;

use crate::annotate::{Body, Record};
use crate::path::Address;

/// The records with the ids that their places had when they were published.
pub fn keep(records: Vec<Record>, lock: &Lock, moves: &Moves) -> Vec<Record> {
    let old = promises::old_places(lock, moves);
    if old.is_empty() {
        return records;
    }
    let kept = |address: &Address, body: &Body| keep::keep(body, old.get(address)?);
    records
        .into_par_iter()
        .map(|record| {
            match &record {
                Record::Brief(brief) => kept(&brief_address(&brief.slug), &brief.body).map(|body| {
                    Record::Brief(Arc::new(crate::annotate::Brief { body, ..(**brief).clone() }))
                }),
                Record::Entity(entity) => kept(&entity_address(&entity.id), &entity.body).map(|body| {
                    Record::Entity(Arc::new(crate::annotate::EntityRecord { body, ..(**entity).clone() }))
                }),
                Record::Claim(claim) => kept(&claim_address(&claim.id), &claim.body).map(|body| {
                    Record::Claim(Arc::new(crate::annotate::ClaimRecord { body, ..(**claim).clone() }))
                }),
                Record::Page(page) => kept(&page_address(&page.slug), &page.body).map(|body| {
                    Record::Page(Arc::new(crate::annotate::PageRecord { body, ..(**page).clone() }))
                }),
            }
            .unwrap_or(record)
        })
        .collect()
}

/// The kind of place that a block of an article is.
pub fn words_of(kind: crate::annotate::body::BlockKind) -> Words {
    keep::words_of(kind)
}
