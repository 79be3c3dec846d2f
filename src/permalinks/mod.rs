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

pub(crate) use addresses::address_of;
pub use addresses::{
    IDENTIFIERS, beacon_address, brief_address, card_address, claim_address, entity_address,
    identifier_address, is_card_address, page_address, source_address, year_address,
};
pub use lock::{Lock, LockedPage, LockedPlace, ParsedLock, PlaceKind, Words};
pub use moves::{Moves, Redirect, Tombstone};
pub use promises::{Fallback, Promise, Promises};
pub use removed::Removed;

use std::cell::LazyCell;

use rayon::prelude::*;

use crate::annotate::Record;
use crate::hash::Digest;
use crate::memo::Memo;

/// Records with the ids that they keep, by where a record's text is in memory and the digest of the places that it had, or
/// of the lock that has them. The record stands with each, so that no other comes to its place.
pub type KeptCache = Memo<(usize, Digest), (Record, Record)>;

/// The records with the ids that their places had when they were published.
pub fn keep(records: Vec<Record>, lock: &Lock, moves: &Moves, cache: &KeptCache) -> Vec<Record> {
    if lock.pages.is_empty() {
        return records;
    }
    let arrivals = moves.arrivals();
    let keep = |mut record: Record| {
        let (address, ..) = address_of(&record);
        let arrivals = arrivals.get(&address).map_or(&[][..], Vec::as_slice);
        let places = LazyCell::new(|| promises::old_places(&address, arrivals, lock, moves));
        let give_ids = |record: &mut Record| {
            if let Some(ids) = keep::keep(record.body(), &places) {
                ids.write(record.body_mut());
            }
        };
        if cache.is_forgetful() {
            // Nobody else has the text: it gets its ids where it is.
            give_ids(&mut record);
            return record;
        }
        // Where nothing has moved, the lock alone says what it had.
        let is_alone = arrivals.is_empty() && moves.leave_alone(&address);
        let digest = if is_alone { lock.digest } else { Digest::of_value(&*places) };
        let (_, kept) = cache.get((std::ptr::from_ref(record.body()).addr(), digest), || {
            let mut kept = record.clone();
            give_ids(&mut kept);
            (record.clone(), kept)
        });
        kept
    };
    records.into_par_iter().map(keep).collect()
}

/// The kind of place that a block of an article is.
pub fn words_of(kind: crate::annotate::body::BlockKind) -> Words {
    keep::words_of(kind)
}
