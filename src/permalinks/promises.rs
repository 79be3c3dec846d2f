//! What each page has to serve: the places that its addresses ever had.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::addresses::claim_address;
use super::lock::{Lock, LockedPlace, PlaceKind};
use super::moves::Moves;
use crate::path::Address;
use crate::span::Span;

/// A place that a page has to serve.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// The page that it was published on.
    pub page: Address,
    /// Its fragment.
    pub fragment: String,
    /// What serves it where the page has no such place.
    pub fallback: Fallback,
    /// Its line in the lock.
    pub line: Span,
}

/// What serves a place that a page has no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fallback {
    /// A mark where it stood.
    Mark,
    /// A mark at another place of the page.
    At(String),
    /// A link to the page that has it now.
    Link(Address, String),
    /// Nothing: its author must say what became of it.
    Report,
}

/// The promises of all pages, but for what the lock says of pages that are where they were.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Promises {
    /// Those of pages that are elsewhere now, or have places elsewhere, by the page that keeps them.
    moved: FxHashMap<Address, Vec<Promise>>,
    siblings: Siblings,
}

/// The places that old addresses of a page have lost to others, by the page and the fragment.
type Siblings = FxHashMap<Address, FxHashMap<String, (Address, String)>>;

impl Promises {
    /// What the lock has promised, when pages have moved as `moves` says.
    pub fn of(lock: &Lock, moves: &Moves) -> Self {
        let siblings = siblings(moves);
        let mut moved: FxHashMap<Address, Vec<Promise>> = FxHashMap::default();
        // Few pages have moved: the lock may have a hundred thousand.
        let touched: BTreeSet<&Address> = moves.redirects.keys().chain(moves.places.keys()).collect();
        for (address, page) in touched.into_iter().filter_map(|address| lock.pages.get_key_value(address)) {
            for place in &page.places {
                let (home, promise) = promise(address, place, moves, &siblings);
                moved.entry(home.clone()).or_default().push(promise);
            }
        }
        Self { moved, siblings }
    }

    /// The promises of a page, in the order of the pages that they were published on. `lock` and `moves` are those
    /// that all were made of.
    pub fn at(&self, address: &Address, lock: &Lock, moves: &Moves) -> Vec<Promise> {
        let mut promises = self.moved.get(address).cloned().unwrap_or_default();
        if let Some(page) = lock.pages.get(address).filter(|_| moves.leave_alone(address)) {
            let own = page.places.iter().map(|place| promise(address, place, moves, &self.siblings).1);
            promises.extend(own);
            promises.sort_by(|a, b| a.page.cmp(&b.page));
        }
        promises
    }
}

/// What was promised of a place of the page at `address`, and the page that keeps it.
fn promise<'a>(
    address: &'a Address,
    place: &LockedPlace,
    moves: &'a Moves,
    siblings: &Siblings,
) -> (&'a Address, Promise) {
    let home = moves.redirects.get(address).map_or(address, |redirect| &redirect.to);
    let fragment = &place.fragment;
    let is_free = moves.tombstones.contains_key(home)
        || place.kind != PlaceKind::Note
        || [address, home].iter().any(|page| is_withdrawn(page, fragment, moves));
    let or_report = |is_free| if is_free { Fallback::Mark } else { Fallback::Report };
    let (home, fragment, fallback) = match moves.place(address, fragment) {
        Some((to, new)) if to == home => (home, fragment, Fallback::At(new.clone())),
        // The page that was left leads on by itself.
        Some((to, new)) if home != address => (to, new, or_report(is_withdrawn(to, new, moves))),
        Some((to, new)) => (home, fragment, Fallback::Link(to.clone(), new.clone())),
        None => {
            // Another old name of the same page may be the one of which its author said it.
            let sibling = siblings.get(home).and_then(|of_page| of_page.get(fragment));
            let link = sibling.filter(|_| !is_free).map(|(to, new)| Fallback::Link(to.clone(), new.clone()));
            (home, fragment, link.unwrap_or_else(|| or_report(is_free)))
        }
    };
    (home, Promise { page: address.clone(), fragment: fragment.clone(), fallback, line: place.line })
}

fn siblings(moves: &Moves) -> Siblings {
    let mut siblings = Siblings::default();
    for (from, redirect) in &moves.redirects {
        let places = moves.places.get(from).into_iter().flatten();
        let elsewhere = places.filter(|(_, (to, _))| *to != redirect.to);
        let elsewhere = elsewhere.map(|(fragment, place)| (fragment.clone(), place.clone()));
        siblings.entry(redirect.to.clone()).or_default().extend(elsewhere);
    }
    siblings
}

/// Whether it is said that a note is gone, or the claim that it states.
fn is_withdrawn(page: &Address, fragment: &str, moves: &Moves) -> bool {
    let claim = fragment.strip_prefix("claim-").map(claim_address);
    let has_moved =
        |claim: &Address| moves.tombstones.contains_key(claim) || moves.redirects.contains_key(claim);
    claim.as_ref().is_some_and(has_moved) || moves.withdrawn.contains(&(page.clone(), fragment.to_owned()))
}

/// The old places of a page, with those of the pages that became part of it. What an author moved is not among them.
pub(super) fn old_places<'a>(
    address: &Address,
    arrivals: &[&Address],
    lock: &'a Lock,
    moves: &Moves,
) -> Vec<&'a LockedPlace> {
    // Its own places come first: where two have one fragment, the page's own keeps it.
    let own = (!moves.redirects.contains_key(address)).then_some(address);
    let mut seen = FxHashSet::default();
    let of_page = |page: &Address| {
        let places = lock.pages.get(page).map_or(&[][..], |page| &page.places);
        places.iter().filter(|place| moves.place(page, &place.fragment).is_none()).collect::<Vec<_>>()
    };
    let places = own.into_iter().chain(arrivals.iter().copied()).flat_map(of_page);
    places.filter(|place| seen.insert(place.fragment.as_str())).collect()
}
