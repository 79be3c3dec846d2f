//! Stage *plan*: the list of the pages that a graph makes.

use super::timeline::{SPLIT, year_address, years};
use crate::graph::registry::EntityIndex;
use crate::graph::{Graph, source_address};
use crate::path::Address;

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
    /// The ledger of claims.
    Claims,
    /// The claim at an index of the graph.
    Claim(u32),
    /// The list of sources.
    Sources,
    /// The source of a key.
    Source(String),
    /// The other page at an index of the graph.
    Other(u32),
    /// The page that a host serves where there is none.
    NotFound,
}

/// All pages of a site, in the order of their addresses.
pub fn plan(graph: &Graph) -> Vec<Page> {
    let page = |address: &str, kind| Page { address: Address::new(address), kind, updated: None };
    let mut pages = vec![
        page("/", PageKind::Home),
        page("/briefs/", PageKind::Briefs),
        page("/entities/", PageKind::Entities),
        page("/timeline/", PageKind::Timeline(None)),
        page("/claims/", PageKind::Claims),
        page("/sources/", PageKind::Sources),
        page("/404.html", PageKind::NotFound),
    ];
    if graph.moments.len() > SPLIT {
        let years = years(&graph.moments).into_iter();
        pages.extend(years.map(|year| page(year_address(year).as_str(), PageKind::Timeline(Some(year)))));
    }
    for (at, brief) in graph.briefs.iter().enumerate() {
        let changed = brief.brief.updated.as_ref().unwrap_or(&brief.brief.date);
        let updated = changed.value.earliest().map(|day| day.to_string());
        pages.push(Page { address: brief.address.clone(), kind: PageKind::Brief(at as u32), updated });
    }
    for index in graph.registry.indexes() {
        pages.push(page(graph.registry.entity(index).address.as_str(), PageKind::Entity(index)));
    }
    for (at, claim) in graph.claims.iter().enumerate() {
        pages.push(page(claim.address.as_str(), PageKind::Claim(at as u32)));
    }
    pages.extend(
        graph.sources.keys().map(|key| page(source_address(key).as_str(), PageKind::Source(key.clone()))),
    );
    for (at, other) in graph.pages.iter().enumerate().filter(|(_, other)| !other.page.slug.is_empty()) {
        pages.push(page(other.address.as_str(), PageKind::Other(at as u32)));
    }
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    pages
}
