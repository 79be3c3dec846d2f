//! Stage *plan*: the list of the pages that a graph makes.

use rustc_hash::FxHashMap;

use crate::annotate::Body;
use crate::graph::registry::EntityIndex;
use crate::graph::{Graph, LinkedBrief, LinkedPage, Links};
use crate::path::Address;
use crate::permalinks::{card_address, source_address, year_address};

/// A page: a thing with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it is published.
    pub address: Address,
    /// Which it is.
    pub kind: PageKind,
    /// The day of its last change, where it is known.
    pub updated: Option<String>,
}

/// Which page it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// The home page.
    Home,
    /// The list of briefs.
    Briefs,
    /// The brief at an index of the graph.
    Brief(u32),
    /// The index of entities.
    Entities,
    /// An entity.
    Entity(EntityIndex),
    /// The timeline, or a year of it.
    Timeline(Option<i32>),
    /// The network.
    Network,
    /// The map.
    Map,
    /// The ledger of claims.
    Claims,
    /// The claim at an index of the graph.
    Claim(u32),
    /// The search.
    Search,
    /// The list of sources.
    Sources,
    /// The source of a key.
    Source(String),
    /// The other page at an index of the graph.
    Other(u32),
    /// The page that a host serves where there is none.
    NotFound,
    /// A page that leads on from an old address, and what has a card of what was there.
    Redirect(Option<Subject>),
    /// A page that says that what it was is gone.
    Removed,
    /// The card of a page, for frames.
    Card(Subject),
}

/// What has a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The brief at an index of the graph.
    Brief(u32),
    /// An entity.
    Entity(EntityIndex),
    /// The claim at an index of the graph.
    Claim(u32),
}

impl Subject {
    /// The page of what has the card.
    pub fn address(self, graph: &Graph) -> &Address {
        match self {
            Self::Brief(at) => &graph.briefs[at as usize].address,
            Self::Entity(index) => &graph.registry.entity(index).address,
            Self::Claim(at) => &graph.ledger.claims[at as usize].address,
        }
    }
}

impl PageKind {
    /// The text that the page is made of.
    pub fn body<'a>(&self, graph: &'a Graph) -> Option<&'a Body> {
        match self {
            Self::Brief(at) => Some(&graph.briefs[*at as usize].brief.body),
            Self::Entity(index) => graph.registry.entity(*index).record.as_ref().map(|record| &record.body),
            Self::Claim(at) => graph.ledger.claims[*at as usize].record.as_ref().map(|record| &record.body),
            Self::Other(at) => Some(&graph.pages[*at as usize].page.body),
            Self::Home => home(graph).map(|home| &home.page.body),
            _ => None,
        }
    }

    /// The language that the page is in where its author names one.
    pub fn language<'a>(&self, graph: &'a Graph) -> Option<&'a str> {
        match self {
            Self::Brief(at) | Self::Card(Subject::Brief(at)) => {
                graph.briefs[*at as usize].brief.language.as_deref()
            }
            Self::Other(at) => graph.pages[*at as usize].page.language.as_deref(),
            _ => None,
        }
    }

    /// What the page has a card of.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Brief(at) => Some(Subject::Brief(*at)),
            Self::Entity(index) => Some(Subject::Entity(*index)),
            Self::Claim(at) => Some(Subject::Claim(*at)),
            _ => None,
        }
    }

    /// What that text points at.
    pub fn links<'a>(&self, graph: &'a Graph) -> Option<&'a Links> {
        match self {
            Self::Brief(at) => Some(&graph.briefs[*at as usize].links),
            Self::Entity(index) => graph.introductions.get(index).map(AsRef::as_ref),
            Self::Claim(at) => {
                graph.discussions.get(&graph.ledger.claims[*at as usize].id).map(AsRef::as_ref)
            }
            Self::Other(at) => Some(&graph.pages[*at as usize].links),
            Self::Home => home(graph).map(|home| &*home.links),
            _ => None,
        }
    }
}

/// The text of the home page.
fn home(graph: &Graph) -> Option<&LinkedPage> {
    graph.pages.iter().find(|page| page.page.slug.is_empty())
}

/// The page at an address, if it is that of a brief.
pub fn brief_page_at(graph: &Graph, address: &str) -> Option<Page> {
    Some(page_of_brief(graph, graph.brief_at(&Address::new(address))?))
}

fn page_of_brief(graph: &Graph, at: usize) -> Page {
    let LinkedBrief { brief, address, .. } = &graph.briefs[at];
    let changed = brief.updated.as_ref().unwrap_or(&brief.date);
    let updated = changed.value.earliest().filter(|day| day.has_plain_year()).map(|day| day.to_string());
    Page { address: address.clone(), kind: PageKind::Brief(at as u32), updated }
}

/// All pages of a site, in the order of their addresses.
pub fn plan(graph: &Graph) -> Vec<Page> {
    let page = |address: &str, kind| Page { address: Address::new(address), kind, updated: None };
    let mut pages = vec![
        page("/", PageKind::Home),
        page("/briefs/", PageKind::Briefs),
        page("/entities/", PageKind::Entities),
        page("/timeline/", PageKind::Timeline(None)),
        page("/network/", PageKind::Network),
        page("/map/", PageKind::Map),
        page("/claims/", PageKind::Claims),
        page("/sources/", PageKind::Sources),
        page("/404.html", PageKind::NotFound),
    ];
    if cfg!(feature = "search") {
        pages.push(page("/search/", PageKind::Search));
    }
    for year in &graph.chronology.years {
        pages.push(page(year_address(*year).as_str(), PageKind::Timeline(Some(*year))));
    }
    pages.extend((0..graph.briefs.len()).map(|at| page_of_brief(graph, at)));
    for index in graph.registry.indexes() {
        pages.push(page(graph.registry.entity(index).address.as_str(), PageKind::Entity(index)));
    }
    for (at, claim) in graph.ledger.claims.iter().enumerate() {
        pages.push(page(claim.address.as_str(), PageKind::Claim(at as u32)));
    }
    pages.extend(
        graph.sources.keys().map(|key| page(source_address(key).as_str(), PageKind::Source(key.clone()))),
    );
    let others = graph.pages.iter().enumerate().filter(|(_, other)| !other.page.slug.is_empty());
    pages.extend(others.map(|(at, other)| page(other.address.as_str(), PageKind::Other(at as u32))));
    let cards = pages.iter().filter_map(|page| {
        Some(Page {
            address: card_address(&page.address)?,
            kind: PageKind::Card(page.kind.subject()?),
            updated: None,
        })
    });
    let cards: Vec<Page> = cards.collect();
    let subjects: FxHashMap<&Address, Subject> =
        pages.iter().filter_map(|page| Some((&page.address, page.kind.subject()?))).collect();
    let moved = graph.moves.redirects.iter().map(|(from, redirect)| {
        let subject = card_address(from).and_then(|_| subjects.get(&redirect.to).copied());
        page(from.as_str(), PageKind::Redirect(subject))
    });
    let moved: Vec<Page> = moved.collect();
    pages.extend(cards);
    pages.extend(moved);
    pages.extend(graph.moves.tombstones.keys().map(|from| page(from.as_str(), PageKind::Removed)));
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    pages
}
