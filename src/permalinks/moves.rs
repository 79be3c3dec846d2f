//! Where old addresses lead: what records say under `previous`, and `content/removed.yml`.
//!
//! 1. Each statement becomes a way from an old address, whole or for some places of its page.
//! 2. Of two ways from one address the first holds, and the second is reported.
//! 3. Chains are made one step long; circles are reported.
//! 4. When all pages are known, ways from pages that are there and to pages that are not are reported.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::addresses::{
    IDENTIFIERS, address_of, brief_address, card_address, claim_address, entity_address, is_plain,
    page_address, source_address,
};
use super::lock::{Lock, LockedPage};
use super::removed::Removed;
use crate::annotate::{Previous, Record};
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::fields::Spanned;
use crate::nearest::nearest;
use crate::path::{Address, SitePath};
use crate::span::Span;

/// The page that years of the timeline are parts of.
const TIMELINE: &str = "/timeline/";

/// Where old addresses lead.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moves {
    /// Pages that have another address now.
    pub redirects: BTreeMap<Address, Redirect>,
    /// Pages that are gone.
    pub tombstones: BTreeMap<Address, Tombstone>,
    /// Places of pages, by page and fragment, with the page and fragment that they have now.
    pub places: BTreeMap<Address, BTreeMap<String, (Address, String)>>,
    /// Places of pages that are gone.
    pub withdrawn: BTreeSet<(Address, String)>,
    /// The pages that single places lead to, with where that is said.
    targets: Vec<(Address, (SitePath, Span))>,
}

/// Where a page has gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Redirect {
    /// The address that it has now.
    pub to: Address,
    /// Where that is said; none for what postil knows by itself.
    pub said: Option<(SitePath, Span)>,
}

/// A page that is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Tombstone {
    /// What it was, as its author named it.
    pub id: String,
    /// When it was taken out.
    pub date: When,
    /// Why.
    pub reason: String,
    /// Where that is said.
    pub said: (SitePath, Span),
}

/// One statement of where an old address leads.
struct Way {
    from: Address,
    to: Address,
    /// Places, by fragment, with what they are now; all of the page where there are none.
    places: Vec<(String, Address, String)>,
    said: (SitePath, Span),
}

impl Way {
    fn is_whole(&self) -> bool {
        self.places.is_empty()
    }
}

impl Moves {
    /// What records and `removed` say.
    pub fn of(
        records: &[Record],
        removed: &[Removed],
        lock: &Lock,
        is_kind: impl Fn(&str) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Moves {
        // Most sites say nothing of old addresses.
        let live = LazyCell::new(|| records.iter().map(|record| address_of(record).0).collect());
        let is_live = |address: &Address| BTreeSet::contains(&live, address);
        let mut moves = Moves::default();
        let mut ways: Vec<Way> = records.iter().flat_map(ways_of).collect();
        for entry in removed {
            let ids = [Some(&entry.id), entry.to.as_ref()].into_iter().flatten();
            let unknown = ids.filter(|id| !is_named(&id.value, &is_kind));
            let unknown: Vec<_> = unknown.map(|id| no_kind(&entry.path, id)).collect();
            if !unknown.is_empty() {
                diagnostics.extend(unknown);
                continue;
            }
            moves.enter_removed(entry, lock, is_live, &mut ways, diagnostics);
        }
        moves.enter(&ways, is_live, diagnostics);
        moves.flatten(diagnostics);
        moves
    }

    /// The addresses at which authors had pages that lead elsewhere or say why a page is gone, with where they said so.
    pub fn said(&self) -> impl Iterator<Item = (&Address, &(SitePath, Span))> {
        let moved =
            self.redirects.iter().filter_map(|(address, redirect)| Some((address, redirect.said.as_ref()?)));
        moved.chain(self.tombstones.iter().map(|(address, tombstone)| (address, &tombstone.said)))
    }

    fn enter_removed(
        &mut self,
        entry: &Removed,
        lock: &Lock,
        is_live: impl Fn(&Address) -> bool,
        ways: &mut Vec<Way>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let is_known = |address: &Address| lock.pages.contains_key(address);
        let is_there = |address: &Address| is_live(address) || is_known(address);
        let (from, fragment) = resolve(&entry.id.value, is_known);
        if !is_known(&from) && !is_plain(&from) {
            diagnostics.push(no_address(entry));
            return;
        }
        let said = (entry.path.clone(), entry.id.span);
        let target = |text: &str| match text.contains([':', '/'])
            || !entry.fragments.is_empty() && text.contains('#')
        {
            true => resolve(text, is_there),
            false => (from.clone(), Some(text.to_owned())),
        };
        let places = entry.fragments.iter().map(|(old, new)| {
            let (to, place) = target(new);
            (old.value.clone(), to, place.unwrap_or_default())
        });
        let places: Vec<_> = places.collect();
        if let Some(to) = &entry.to {
            let (to, place) = resolve(&to.value, is_there);
            match fragment {
                Some(old) => {
                    let places = vec![(old, to.clone(), place.unwrap_or_default())];
                    ways.push(Way { from, to, places, said });
                }
                None => {
                    if let Some(place) = place {
                        diagnostics.push(not_a_page(entry, &place));
                    }
                    if !places.is_empty() {
                        ways.push(Way { from: from.clone(), to: to.clone(), places, said: said.clone() });
                    }
                    ways.push(Way { from, to, places: Vec::new(), said });
                }
            }
            return;
        }
        if let Some(fragment) = fragment {
            self.withdrawn.insert((from, fragment));
            return;
        }
        let (Some(date), Some(reason)) = (&entry.date, &entry.reason) else { return };
        let tombstone = Tombstone {
            id: entry.id.value.clone(),
            date: date.value.clone(),
            reason: reason.clone(),
            said: said.clone(),
        };
        if let Some(first) = self.tombstones.get(&from) {
            diagnostics.push(twice(&from, &said, &first.said));
            return;
        }
        self.tombstones.insert(from, tombstone);
    }

    fn enter(&mut self, ways: &[Way], is_live: impl Fn(&Address) -> bool, diagnostics: &mut Vec<Diagnostic>) {
        for way in ways.iter().filter(|way| way.is_whole()) {
            let first = self.redirects.get(&way.from);
            let first = first.map(|first| (Some(&first.to), first.said.as_ref()));
            let gone = self.tombstones.get(&way.from).map(|gone| (None, Some(&gone.said)));
            match first.or(gone) {
                Some((to, _)) if to == Some(&way.to) => {}
                Some((_, said)) => diagnostics.extend(said.map(|said| twice(&way.from, &way.said, said))),
                None => {
                    let redirect = Redirect { to: way.to.clone(), said: Some(way.said.clone()) };
                    self.redirects.insert(way.from.clone(), redirect);
                }
            }
        }
        for way in ways.iter().filter(|way| !way.is_whole()) {
            let is_left = way.from != way.to && !is_live(&way.from);
            if is_left && !self.redirects.contains_key(&way.from) && !self.tombstones.contains_key(&way.from)
            {
                let redirect = Redirect { to: way.to.clone(), said: Some(way.said.clone()) };
                self.redirects.insert(way.from.clone(), redirect);
            }
            let places = self.places.entry(way.from.clone()).or_default();
            for (old, to, new) in &way.places {
                let now = (to.clone(), new.clone());
                match places.get(old).filter(|known| **known != now) {
                    Some(_) => diagnostics.push(place_twice(&way.from, old, &way.said)),
                    None => drop(places.insert(old.clone(), now)),
                }
                self.targets.push((to.clone(), way.said.clone()));
            }
        }
    }

    /// Makes every way one step long, and drops those that go round in a circle.
    fn flatten(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let ends: Vec<(Address, Option<Address>)> =
            self.redirects.keys().map(|from| (from.clone(), self.end_of(from))).collect();
        let mut circles = Vec::new();
        for (from, end) in ends {
            match end {
                Some(end) => {
                    if let Some(redirect) = self.redirects.get_mut(&from) {
                        redirect.to = end;
                    }
                }
                None => circles.push((self.is_in_circle(&from), from)),
            }
        }
        for (is_in_circle, from) in circles {
            let redirect = self.redirects.remove(&from).filter(|_| is_in_circle);
            let Some(Redirect { to, said: Some((path, span)) }) = redirect else { continue };
            let message = format!("`{from}` leads to `{to}`, and from there back to itself");
            diagnostics.push(Diagnostic::new(Code::RedirectLoop, &path, span, message).help(
                "let one of them lead to a page that is there, or say in content/removed.yml that it is gone",
            ));
        }
        let ends: BTreeMap<Address, Address> =
            self.redirects.iter().map(|(from, redirect)| (from.clone(), redirect.to.clone())).collect();
        // What moved on from the page that an old address leads to moves on from the old address.
        for (from, to) in &ends {
            for (old, place) in self.places.get(to).cloned().unwrap_or_default() {
                self.places.entry(from.clone()).or_default().entry(old).or_insert(place);
            }
        }
        let places = self.places.clone();
        for (to, fragment) in self.places.values_mut().flat_map(BTreeMap::values_mut) {
            // A place that moved again is followed as often as there are places: a circle ends too.
            for _ in 0..places.len() {
                let Some((next, new)) = places.get(to).and_then(|places| places.get(fragment)) else { break };
                (*to, *fragment) = (next.clone(), new.clone());
            }
            if let Some(end) = ends.get(to) {
                *to = end.clone();
            }
        }
    }

    /// Whether one comes back to an address from it: not only into a circle.
    fn is_in_circle(&self, from: &Address) -> bool {
        let mut at = from;
        let steps = (0..self.redirects.len()).map_while(|_| {
            at = &self.redirects.get(at)?.to;
            Some(at)
        });
        steps.into_iter().any(|at| at == from)
    }

    /// Where one arrives at last; `None` in a circle.
    fn end_of(&self, from: &Address) -> Option<Address> {
        let mut seen = BTreeSet::from([from]);
        let mut at = &self.redirects.get(from)?.to;
        while let Some(next) = self.redirects.get(at) {
            if !seen.insert(at) {
                return None;
            }
            at = &next.to;
        }
        Some(at.clone()).filter(|end| end != from)
    }

    /// Holds the ways against the pages that there are, and adds those that follow by themselves: from
    /// the ids that registries give to entities, of cards, and of what the lock has and the site has `lost`.
    pub fn settle<'a, Pages: Iterator<Item = &'a str>>(
        &mut self,
        (lock, lost): (&Lock, &[Address]),
        is_page: impl Fn(&Address) -> bool,
        pages: impl Fn() -> Pages,
        identifiers: &BTreeMap<Address, Address>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let is_page = |address: &Address| is_page(address) || identifiers.contains_key(address);
        let mut shadow = |from: &Address, (path, span): &(SitePath, Span), message: String| {
            if is_page(from) {
                let found = Diagnostic::new(Code::ShadowedAddress, path, *span, message);
                diagnostics.push(found.help("take the id out here, or give the page that has it another"));
            }
            !is_page(from)
        };
        self.tombstones.retain(|from, gone| {
            shadow(from, &gone.said, format!("this is said to be gone, and `{from}` is a page"))
        });
        self.redirects.retain(|from, redirect| match &redirect.said {
            Some(said) => {
                shadow(from, said, format!("`{from}` is a page, so that address cannot lead elsewhere"))
            }
            None => !is_page(from),
        });
        let whole = self.redirects.values().filter_map(|way| Some((&way.to, way.said.as_ref()?)));
        for (to, (path, span)) in whole.chain(self.targets.iter().map(|(to, said)| (to, said))) {
            if !is_page(to) && !self.tombstones.contains_key(to) && !self.redirects.contains_key(to) {
                let message = format!("this leads to `{to}`, and there is no such page");
                let near = nearest(to.as_str(), pages());
                diagnostics.push(Diagnostic::new(Code::BrokenLink, path, *span, message).help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name what is there: `to: entity:…`, `to: brief:…`, or an address".to_owned(),
                }));
            }
        }
        let is_left = |address: &Address| {
            !is_page(address)
                && !self.redirects.contains_key(address)
                && !self.tombstones.contains_key(address)
        };
        let left = lost.iter().filter(|address| is_left(address));
        let heirs = left.filter_map(|left| Some((left.clone(), self.heir(left, lock.pages.get(left)?)?)));
        let mut ways: Vec<(Address, Address)> = heirs.collect();
        ways.extend(identifiers.iter().map(|(from, to)| (from.clone(), to.clone())));
        ways.extend(self.ways_of_cards());
        self.redirects.extend(ways.into_iter().map(|(from, to)| (from, Redirect { to, said: None })));
    }

    /// Where the cards of old pages lead: to the card of what the page is now, or to what is said of its end.
    fn ways_of_cards(&self) -> Vec<(Address, Address)> {
        let moved = self.redirects.iter().filter_map(|(from, redirect)| {
            let card = card_address(&redirect.to).filter(|_| !self.tombstones.contains_key(&redirect.to));
            Some((card_address(from)?, card.unwrap_or_else(|| redirect.to.clone())))
        });
        let gone = self.tombstones.keys().filter_map(|gone| Some((card_address(gone)?, gone.clone())));
        moved.chain(gone).collect()
    }

    /// Where an old address leads of which nobody has to say so: a year that has no page of its own any
    /// longer is in the timeline, and what a registry called an entity is where that entity is.
    fn heir(&self, address: &Address, page: &LockedPage) -> Option<Address> {
        let address = address.as_str();
        if address.starts_with(TIMELINE) && address != TIMELINE {
            return Some(Address::new(TIMELINE));
        }
        let to = page.to.as_ref().filter(|_| address.starts_with(IDENTIFIERS))?;
        Some(self.redirects.get(to).map_or(to, |redirect| &redirect.to).clone())
    }

    /// The old addresses that lead to `address`.
    pub fn to<'a>(&'a self, address: &'a Address) -> impl Iterator<Item = &'a Address> {
        self.redirects.iter().filter(move |(_, redirect)| redirect.to == *address).map(|(from, _)| from)
    }

    /// Whether a page and all its places are where they were.
    pub(super) fn leave_alone(&self, page: &Address) -> bool {
        !self.redirects.contains_key(page) && !self.places.contains_key(page)
    }

    /// The old addresses of each page that has any, in their order.
    pub(super) fn arrivals(&self) -> FxHashMap<&Address, Vec<&Address>> {
        let mut arrivals: FxHashMap<&Address, Vec<&Address>> = FxHashMap::default();
        for (from, redirect) in &self.redirects {
            arrivals.entry(&redirect.to).or_default().push(from);
        }
        arrivals
    }

    /// Where a place of an old page is now.
    pub fn place(&self, page: &Address, fragment: &str) -> Option<&(Address, String)> {
        self.places.get(page)?.get(fragment)
    }
}

fn twice(from: &Address, (path, span): &(SitePath, Span), (other, first): &(SitePath, Span)) -> Diagnostic {
    Diagnostic::new(Code::AmbiguousRedirect, path, *span, format!("two places say where `{from}` leads"))
        .label(other, *first, "the other one")
        .help("take one of them out; where the page became two, name under `fragments:` what went to the second")
}

fn place_twice(from: &Address, old: &str, (path, span): &(SitePath, Span)) -> Diagnostic {
    let message = format!("another place says where `{from}#{old}` leads");
    Diagnostic::new(Code::AmbiguousRedirect, path, *span, message).help("take one of them out")
}

/// What a record was called before.
fn previous_of(record: &Record) -> &[Previous] {
    match record {
        Record::Brief(brief) => &brief.previous,
        Record::Entity(entity) => &entity.previous,
        Record::Claim(claim) => &claim.previous,
        Record::Page(page) => &page.previous,
    }
}

fn ways_of(record: &Record) -> Vec<Way> {
    let previous = previous_of(record);
    if previous.is_empty() {
        return Vec::new();
    }
    let (to, path) = address_of(record);
    let of_kind = |id: &str| match record {
        Record::Brief(_) => brief_address(id),
        Record::Entity(_) => entity_address(id),
        Record::Claim(_) => claim_address(id),
        Record::Page(_) => page_address(id.trim_matches('/')),
    };
    let ways = previous.iter().filter_map(|previous| {
        let span =
            previous.id.as_ref().map(|id| id.span).or_else(|| Some(previous.fragments.first()?.0.span))?;
        let from = match previous.id.as_ref().map(|id| id.value.as_str()) {
            None => to.clone(),
            Some(id) if id.starts_with('/') => whole_address(id),
            Some(id) => of_kind(id.rsplit_once(':').map_or(id, |(_, id)| id)),
        };
        let places = previous.fragments.iter().map(|(old, new)| (old.value.clone(), to.clone(), new.clone()));
        Some(Way { from, to: to.clone(), places: places.collect(), said: (path.clone(), span) })
    });
    ways.collect()
}

/// The address that an id or address means, and the fragment after it. Of a bare id that may be
/// several things it is that of which `is_known` knows the address.
fn resolve(written: &str, is_known: impl Fn(&Address) -> bool) -> (Address, Option<String>) {
    let (id, fragment) = match written.split_once('#') {
        Some((id, fragment)) => (id, Some(fragment.to_owned())),
        None => (written, None),
    };
    let address = match id.split_once(':') {
        _ if id.starts_with('/') => whole_address(id),
        Some(("brief", slug)) => brief_address(slug),
        Some(("claim", id)) => claim_address(id),
        Some(("id", id)) => Address::new(format!("{IDENTIFIERS}{id}/")),
        Some(("source", key)) => source_address(key),
        Some(("page", slug)) => page_address(slug.trim_matches('/')),
        Some((_, id)) => entity_address(id),
        None => {
            let slug = id.trim_matches('/');
            let meanings = [
                entity_address(id),
                brief_address(id),
                claim_address(id),
                source_address(id),
                page_address(slug),
            ];
            let known = meanings.iter().find(|address| is_known(address));
            known.cloned().unwrap_or_else(|| entity_address(id))
        }
    };
    (address, fragment)
}

/// Whether what stands before the colon of an id is something that ids have there.
fn is_named(written: &str, is_kind: impl Fn(&str) -> bool) -> bool {
    let id = written.split('#').next().unwrap_or_default();
    let of_things = ["brief", "claim", "entity", "id", "page", "source"];
    id.starts_with('/')
        || id.split_once(':').is_none_or(|(kind, _)| of_things.contains(&kind) || is_kind(kind))
}

fn no_kind(path: &SitePath, id: &Spanned<String>) -> Diagnostic {
    let kind = id.value.split(':').next().unwrap_or_default();
    let message = format!("`{kind}` is no kind of entity, and none of `brief`, `claim`, `page` and `source`");
    Diagnostic::new(Code::InvalidId, path, id.span, message)
        .help("write the id as in `entity:joint-commission`, or the address, as in `/about/`")
}

/// A place to which a whole page is said to have gone.
fn not_a_page(entry: &Removed, place: &str) -> Diagnostic {
    let span = entry.to.as_ref().map_or(entry.id.span, |to| to.span);
    let message = format!("a page leads to a page, and `#{place}` is a place on one");
    Diagnostic::new(Code::InvalidId, &entry.path, span, message)
        .help("leave it out; which places of the old page went where stands under `fragments:`")
}

/// An id that nothing can have had.
fn no_address(entry: &Removed) -> Diagnostic {
    let message = format!("`{}` is no id or address of anything that was published", entry.id.value);
    Diagnostic::new(Code::InvalidId, &entry.path, entry.id.span, message)
        .help("write the id that it had, as in `entity:joint-commission`, or its address, as in `/about/`")
}

/// An address as an author may write it, with the slash at its end.
fn whole_address(text: &str) -> Address {
    match text.ends_with('/') || text.ends_with(".html") {
        true => Address::new(text),
        false => Address::new(format!("{text}/")),
    }
}
