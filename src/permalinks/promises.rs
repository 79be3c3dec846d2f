//! What each page has to serve: the places that its addresses ever had.

use std::collections::BTreeMap;

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

/// The promises of all pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Promises(FxHashMap<Address, Vec<Promise>>);

impl Promises {
    /// What the lock has promised, when pages have moved as `moves` says.
    pub fn of(lock: &Lock, moves: &Moves) -> Self {
        let mut promises: FxHashMap<Address, Vec<Promise>> = FxHashMap::default();
        let siblings = siblings(moves);
        for (address, page) in &lock.pages {
            let home = moves.redirects.get(address).map_or(address, |redirect| &redirect.to);
            let is_gone = moves.tombstones.contains_key(home);
            for place in &page.places {
                let fragment = &place.fragment;
                let is_free = is_gone
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
                        let sibling = siblings.get(&(home, fragment.as_str())).filter(|_| !is_free);
                        let link = sibling.map(|(to, new)| Fallback::Link(to.clone(), new.clone()));
                        (home, fragment, link.unwrap_or_else(|| or_report(is_free)))
                    }
                };
                let promise =
                    Promise { page: address.clone(), fragment: fragment.clone(), fallback, line: place.line };
                promises.entry(home.clone()).or_default().push(promise);
            }
        }
        Self(promises)
    }

    /// The promises of a page.
    pub fn at(&self, address: &Address) -> &[Promise] {
        self.0.get(address).map_or(&[], Vec::as_slice)
    }
}

/// The places that old addresses of a page have lost to others, by the page and the fragment.
fn siblings(moves: &Moves) -> FxHashMap<(&Address, &str), &(Address, String)> {
    let of_page =
        moves.redirects.iter().filter_map(|(from, redirect)| Some((redirect, moves.places.get(from)?)));
    let places = of_page.flat_map(|(redirect, places)| {
        let elsewhere = places.iter().filter(|(_, (to, _))| *to != redirect.to);
        elsewhere.map(|(fragment, place)| ((&redirect.to, fragment.as_str()), place))
    });
    places.collect()
}

/// Whether it is said that a note is gone, or the claim that it states.
fn is_withdrawn(page: &Address, fragment: &str, moves: &Moves) -> bool {
    let claim = fragment.strip_prefix("claim-").map(claim_address);
    let has_moved =
        |claim: &Address| moves.tombstones.contains_key(claim) || moves.redirects.contains_key(claim);
    claim.as_ref().is_some_and(has_moved) || moves.withdrawn.contains(&(page.clone(), fragment.to_owned()))
}

/// The old places of each page that has any, with those of the pages that became part of it. What an
/// author moved is not among them.
pub(super) fn old_places<'a>(lock: &'a Lock, moves: &Moves) -> BTreeMap<Address, Vec<&'a LockedPlace>> {
    let mut old: BTreeMap<Address, Vec<&LockedPlace>> = BTreeMap::new();
    let of_page = |address: &Address| lock.pages.get(address).map_or(&[][..], |page| &page.places);
    let mut enter = |home: &Address, address: &Address| {
        let stay = of_page(address).iter().filter(|place| moves.place(address, &place.fragment).is_none());
        old.entry(home.clone()).or_default().extend(stay);
    };
    // Its own places come first: where two have one fragment, the page's own keeps it.
    for address in lock.pages.keys().filter(|address| !moves.redirects.contains_key(*address)) {
        enter(address, address);
    }
    for (from, redirect) in &moves.redirects {
        enter(&redirect.to, from);
    }
    for places in old.values_mut() {
        let mut seen = FxHashSet::default();
        places.retain(|place| seen.insert(place.fragment.as_str()));
    }
    old.retain(|_, places| !places.is_empty());
    old
}
