//! The pages of a build held against the lock, and the lock that follows from them.
//!
//! 1. Every address of the lock must be among the pages; so must every place, which `render` has seen to.
//! 2. The new lock is the pages with their places. A place that only a mark serves keeps what the old
//!    lock says of it, so that its words are known when they come back.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Options;
use crate::annotate::body::{Body, Place};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::{Graph, Links};
use crate::load::{Inputs, LOCK, SourceFile};
use crate::nearest::nearest;
use crate::pages::{Page, PageKind};
use crate::path::{Address, SitePath};
use crate::permalinks::{
    Fallback, Lock, LockedPage, LockedPlace, PlaceKind, Promise, is_card_address, words_of,
};
use crate::render::PublishedPage;
use crate::span::Span;

/// What `postil.lock` is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLock {
    /// Its text.
    pub text: String,
    /// How many addresses it has that the old one had not.
    pub added: usize,
}

/// The new lock where it changes, with what is wrong with the addresses of `pages`.
pub(super) fn relock(
    graph: &Graph,
    pages: &[PublishedPage],
    inputs: &Inputs,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<NewLock> {
    // An error elsewhere may be why a page is missing: it comes first.
    if diagnostics.iter().any(|found| found.severity() == Severity::Error) {
        return None;
    }
    let file = inputs.files.iter().find(|file| file.path.as_str() == LOCK);
    let path = SitePath::new(LOCK);
    let judge = Judge { graph, pages, path: &path, today: options.today.as_deref() };
    diagnostics.extend(judge.lost_pages());
    diagnostics
        .extend(pages.iter().flat_map(|page| page.lost.iter().map(|lost| judge.lost_place(page, lost))));
    // Where a machine says where the site stands, it is not the site that has moved.
    let own_path = inputs.config.as_ref().map(|config| config.base_url.base_path()).unwrap_or_default();
    diagnostics.extend(judge.base_path(own_path));
    if options.drafts {
        return None;
    }
    let lock = new_lock(graph, pages, own_path);
    if file.is_some_and(|file| *file.text == *lock.text) {
        return None;
    }
    // Lost addresses are the graver news.
    if options.locked && !diagnostics.iter().any(|found| found.severity() == Severity::Error) {
        diagnostics.push(stale(file.map(AsRef::as_ref), lock.added));
    }
    Some(lock)
}

/// How many addresses of a page are new.
fn added(old: Option<&LockedPage>, page: &LockedPage) -> usize {
    let known: FxHashSet<&str> =
        old.iter().flat_map(|old| &old.places).map(|place| place.fragment.as_str()).collect();
    let places = page.places.iter().filter(|place| !known.contains(place.fragment.as_str()));
    places.count() + usize::from(old.is_none())
}

/// Writes the lock page by page: it is as long as all that the site ever had.
fn new_lock(graph: &Graph, pages: &[PublishedPage], base_path: &str) -> NewLock {
    let base = graph.lock.base.clone().unwrap_or_else(|| (base_path.to_owned(), Span::default()));
    let head = Lock { base: Some(base), ..Lock::default() }.to_string();
    let mut pages: Vec<_> = pages.iter().filter(|page| is_promised(&page.page)).collect();
    pages.sort_by(|a, b| a.page.address.cmp(&b.page.address));
    let parts = pages.par_iter().map(|published| {
        let address = &published.page.address;
        let page = locked_page(graph, published);
        (page.lines(address), added(graph.lock.pages.get(address), &page))
    });
    let (lines, added): (Vec<String>, Vec<usize>) = parts.unzip();
    NewLock { text: [head].into_iter().chain(lines).collect(), added: added.into_iter().sum() }
}

/// The page for what is not found is at no address, and a card is wherever its page is.
fn is_promised(page: &Page) -> bool {
    page.kind != PageKind::NotFound && !is_card_address(&page.address)
}

fn locked_page(graph: &Graph, published: &PublishedPage) -> LockedPage {
    let Page { address, kind, .. } = &published.page;
    let old = graph.lock.pages.get(address);
    let mut page = LockedPage {
        thing: thing(graph, &published.page),
        to: None,
        places: Vec::new(),
        line: Span::default(),
    };
    if matches!(kind, PageKind::Redirect(_)) {
        // What was there is promised still: its places lead on with it.
        page.to = Some(graph.moves.redirects[address].to.clone());
        page.places = old.map(|old| old.places.clone()).unwrap_or_default();
        return page;
    }
    let known = places_of(kind.body(graph), kind.links(graph));
    let before =
        old.into_iter().flat_map(|old| &old.places).map(|place| (place.fragment.as_str(), &place.kind));
    let moved = graph.promises_of(address).into_iter().filter(|promise| promise.page != *address);
    let moved = moved.filter_map(|promise| {
        let places = &graph.lock.pages.get(&promise.page)?.places;
        let place = places.iter().find(|place| place.fragment == promise.fragment)?;
        Some((place.fragment.as_str(), &place.kind))
    });
    let before: FxHashMap<&str, &PlaceKind> = moved.chain(before).collect();
    let mut seen = FxHashSet::default();
    for id in published.ids.iter().map(AsRef::as_ref).filter(|id| !id.starts_with("page-")) {
        if seen.insert(id) {
            let kind = known.get(id).or_else(|| before.get(id).copied());
            let kind = kind.cloned().unwrap_or(PlaceKind::Other);
            page.places.push(LockedPlace { fragment: id.to_owned(), kind, line: Span::default() });
        }
    }
    page
}

/// The places of a text that are more than places.
fn places_of(body: Option<&Body>, links: Option<&Links>) -> FxHashMap<String, PlaceKind> {
    let mut places = FxHashMap::default();
    let Some(body) = body else { return places };
    for block in body.blocks.iter().filter(|block| block.place == Place::Article && block.kind.has_id()) {
        places.insert(block.id.clone(), PlaceKind::Words(words_of(block.kind), block.sketch.clone()));
    }
    for note in body.annotations.iter().filter(|note| note.is_shown()) {
        places.insert(note.anchor(), PlaceKind::Note);
    }
    let Some(links) = links else { return places };
    for mention in &links.mentions {
        let place = body.place_of(mention.block as usize).into_owned();
        places.insert(mention.id.clone(), PlaceKind::Within(place));
    }
    for (reference, id) in &links.dates {
        let block = body.references[*reference as usize].block;
        places.insert(id.clone(), PlaceKind::Within(body.place_of(block as usize).into_owned()));
    }
    places
}

/// What stands behind an address.
fn thing(graph: &Graph, page: &Page) -> String {
    match &page.kind {
        PageKind::Brief(at) => format!("brief:{}", graph.briefs[*at as usize].brief.slug),
        PageKind::Entity(index) => format!("entity:{}", graph.registry.entity(*index).id),
        PageKind::Claim(at) => format!("claim:{}", graph.ledger.claims[*at as usize].id),
        PageKind::Source(key) => format!("source:{}", key.split_whitespace().collect::<Vec<_>>().join("_")),
        PageKind::Other(at) => format!("page:{}", graph.pages[*at as usize].page.slug),
        PageKind::Redirect(_) | PageKind::Removed => match graph.lock.pages.get(&page.address) {
            Some(old) => old.thing.clone(),
            None => thing_of(&page.address),
        },
        _ => "index".to_owned(),
    }
}

/// What must have stood behind an address that no lock knows.
fn thing_of(address: &Address) -> String {
    let slug = address.as_str().trim_matches('/');
    match slug.split_once('/') {
        Some(("briefs", slug)) => format!("brief:{slug}"),
        Some(("entities", id)) => format!("entity:{id}"),
        Some(("claims", id)) => format!("claim:{id}"),
        Some(("sources", key)) => format!("source:{key}"),
        Some(("id", id)) => format!("id:{id}"),
        _ => format!("page:{slug}"),
    }
}

struct Judge<'a> {
    graph: &'a Graph,
    pages: &'a [PublishedPage],
    path: &'a SitePath,
    today: Option<&'a str>,
}

impl Judge<'_> {
    /// Addresses that no page has.
    fn lost_pages(&self) -> Vec<Diagnostic> {
        let there: FxHashSet<&Address> = self.pages.iter().map(|page| &page.page.address).collect();
        let lost = self.graph.lock.pages.iter().filter(|(address, _)| !there.contains(address));
        lost.map(|(address, page)| self.lost_page(address, page)).collect()
    }

    fn lost_page(&self, address: &Address, page: &LockedPage) -> Diagnostic {
        let (kind, id) = page.thing.split_once(':').unwrap_or(("page", page.thing.as_str()));
        let message = format!("`{address}` was published, and nothing stands there now");
        let found =
            Diagnostic::new(Code::LostAddress, self.path, page.line, message).missing(address.as_str());
        let heir = page.to.as_ref().and_then(|to| self.heir(to)).or_else(|| self.likely_heir(address, page));
        let has_file = !matches!(kind, "source");
        let found = match heir {
            Some(file) if has_file => {
                found.help(format!("if it is {file} now, write there `previous: [{id}]`"))
            }
            _ if has_file => found.help(format!(
                "if it has another name now, write in the front matter of its file `previous: [{id}]`"
            )),
            _ => found.help(format!(
                "if it has another key now, write in content/removed.yml `- {{ id: {}, to: source:… }}`",
                page.thing
            )),
        };
        found
            .help(format!(
                "if it is gone, write in content/removed.yml `- {{ id: {}, date: {}, reason: \"…\" }}`",
                page.thing,
                self.today.unwrap_or("2026-01-31")
            ))
            .help(format!(
                "if it was never published, run `postil lock forget {address}`; if nothing was, delete postil.lock"
            ))
    }

    /// The file of the page that an address leads to in the end.
    fn heir(&self, address: &Address) -> Option<String> {
        let end = self.graph.moves.redirects.get(address).map_or(address, |redirect| &redirect.to);
        self.file_of(self.pages.iter().find(|page| page.page.address == *end)?)
    }

    /// The file of a new page that has words of the old one, or at least a like name.
    fn likely_heir(&self, address: &Address, page: &LockedPage) -> Option<String> {
        let folder = |address: &Address| {
            address.as_str().trim_end_matches('/').rsplit_once('/').map(|(folder, _)| folder.to_owned())
        };
        let is_new = |known: &&PublishedPage| {
            let at = &known.page.address;
            !self.graph.lock.pages.contains_key(at) && folder(at) == folder(address)
        };
        let new: Vec<&PublishedPage> = self.pages.iter().filter(is_new).collect();
        let old: FxHashSet<&str> = page.places.iter().map(|place| place.fragment.as_str()).collect();
        let shared =
            |known: &&&PublishedPage| known.ids.iter().filter(|id| old.contains(id.as_ref())).count();
        let likest = new.iter().max_by_key(shared).filter(|known| 2 * shared(known) >= old.len().max(1));
        let named = || {
            let near = nearest(address.as_str(), new.iter().map(|known| known.page.address.as_str()))?;
            new.iter().find(|known| known.page.address.as_str() == near)
        };
        self.file_of(likest.or_else(named)?)
    }

    fn file_of(&self, page: &PublishedPage) -> Option<String> {
        let graph = self.graph;
        let path = match &page.page.kind {
            PageKind::Brief(at) => &graph.briefs[*at as usize].brief.path,
            PageKind::Entity(index) => &graph.registry.entity(*index).record.as_ref()?.path,
            PageKind::Claim(at) => &graph.ledger.claims[*at as usize].record.as_ref()?.path,
            PageKind::Other(at) => &graph.pages[*at as usize].page.path,
            _ => return None,
        };
        Some(path.to_string())
    }

    fn lost_place(&self, page: &PublishedPage, lost: &Promise) -> Diagnostic {
        let Promise { page: from, fragment, line, fallback } = lost;
        let to = &page.page.address;
        let message = match fallback {
            Fallback::At(place) => {
                format!("`{from}#{fragment}` leads to `#{place}`, and {to} has no such place")
            }
            _ => format!("`{from}#{fragment}` was published, and {to} has no such place now"),
        };
        let found = Diagnostic::new(Code::LostPlace, self.path, *line, message);
        let found = match self.file_of(page) {
            Some(file) => found
                .help(format!("if it is elsewhere in {file} now, write there `<a id=\"{fragment}\"></a>`")),
            None => found,
        };
        found
            .help(format!(
                "if it is gone, write in content/removed.yml `- {{ id: \"{from}#{fragment}\", date: {}, reason: \"…\" }}`",
                self.today.unwrap_or("2026-01-31")
            ))
            .help(format!("if it was never published, run `postil lock forget {from}#{fragment}`"))
    }

    fn base_path(&self, now: &str) -> Option<Diagnostic> {
        let (before, line) = self.graph.lock.base.as_ref()?;
        (before != now).then(|| {
            let message = format!(
                "the site stood at `{before}`, and `base-url` puts it at `{now}`: no published address holds"
            );
            Diagnostic::new(Code::ChangedBasePath, self.path, *line, message)
                .help(format!(
                    "have the host lead `{before}` on to `{now}`, then write `base {now}` in this line"
                ))
                .help(format!("if nothing was published yet, write `base {now}` in this line"))
        })
    }
}

fn stale(file: Option<&SourceFile>, added: usize) -> Diagnostic {
    let message = match (file, added) {
        (None, _) => "there is no postil.lock".to_owned(),
        (Some(_), 0) => "postil.lock is not that of this site".to_owned(),
        (Some(_), 1) => "postil.lock lacks one address of this site".to_owned(),
        (Some(_), count) => format!("postil.lock lacks {count} addresses of this site"),
    };
    let help = "run `postil build`, and commit postil.lock";
    match file {
        Some(file) => Diagnostic::new(Code::StaleLock, &file.path, Span::default(), message).help(help),
        None => Diagnostic::general(Code::StaleLock, message).help(help),
    }
}
