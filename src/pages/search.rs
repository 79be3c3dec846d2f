//! The page of the search: what can be chosen there, and the ways in for those who have no script.

use std::collections::BTreeSet;

use serde::Serialize;

use super::entities::KindCount;
use super::frame::{Head, Site};
use super::view::View;
use crate::date::{Day, When};
use crate::graph::Graph;
use crate::path::Address;

/// The script that searches, from the root of the site; its other files stand beside it.
pub const SEARCH_ENGINE: &str = "/search/engine/pagefind.js";

/// A period of more years than this counts for its first and its last year alone.
const LONGEST_PERIOD: i32 = 50;

/// The page of the search.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SearchPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// The script of this page.
    pub script: String,
    /// The stylesheet of this page, beside that of all pages.
    pub stylesheet: String,
    /// The script that reads the index.
    pub engine: String,
    /// The kinds that entities of the site have.
    pub kinds: Vec<KindCount>,
    /// How many briefs there are.
    pub brief_count: usize,
    /// How many entities there are.
    pub entity_count: usize,
    /// How many dated events there are.
    pub moment_count: usize,
    /// How many claims there are.
    pub claim_count: usize,
    /// How many other pages there are.
    pub page_count: usize,
    /// The years that something is of, the latest first; astronomical, so that 0 is 1 BC.
    pub years: Vec<i32>,
    /// The entities that results can be narrowed to, by name.
    pub entities: Vec<SearchEntity>,
    /// The list of briefs.
    pub briefs_page: String,
    /// The index of entities.
    pub entities_page: String,
    /// The timeline.
    pub timeline_page: String,
    /// The ledger of claims.
    pub claims_page: String,
}

/// An entity that results can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SearchEntity {
    /// Its id.
    pub id: String,
    /// Its name, and its id where another has that name.
    pub name: String,
}

impl View<'_> {
    /// The page of the search.
    pub fn search_page(&self) -> SearchPage {
        let graph = self.graph;
        let words = self.words();
        let (title, summary) = (words.text("search"), words.text("search_summary"));
        let [script, stylesheet] = self.search_files();
        SearchPage {
            site: self.site(),
            head: self.head(title, summary).describing(words, &self.search_data(title, summary)),
            summary: summary.to_owned(),
            script,
            stylesheet,
            engine: self.link(&Address::new(SEARCH_ENGINE)),
            kinds: self
                .kind_counts(&self.site_link("/entities/"))
                .into_iter()
                .filter(|kind| kind.kind.id != "event")
                .collect(),
            brief_count: graph.briefs.len(),
            entity_count: graph.registry.entities().len(),
            moment_count: graph.chronology.moments.len(),
            claim_count: graph.ledger.claims.len(),
            page_count: graph.pages.iter().filter(|page| !page.page.slug.is_empty()).count(),
            years: all_years(graph),
            entities: choices(graph),
            briefs_page: self.site_link("/briefs/"),
            entities_page: self.site_link("/entities/"),
            timeline_page: self.site_link("/timeline/"),
            claims_page: self.site_link("/claims/"),
        }
    }
}

/// The entities by name; one whose name another has too is told apart by its id.
fn choices(graph: &Graph) -> Vec<SearchEntity> {
    let mut entities: Vec<_> = graph.registry.entities().iter().collect();
    entities.sort_by_cached_key(|entity| (entity.sort_key(), entity.id.clone()));
    let is_shared = |at: usize| {
        let name = &entities[at].name;
        let before = at.checked_sub(1).and_then(|before| entities.get(before));
        before.into_iter().chain(entities.get(at + 1)).any(|other| other.name == *name)
    };
    let choice = |at: usize| SearchEntity {
        id: entities[at].id.clone(),
        name: match is_shared(at) {
            true => format!("{} ({})", entities[at].name, entities[at].id),
            false => entities[at].name.clone(),
        },
    };
    (0..entities.len()).map(choice).collect()
}

/// The years of all that is dated, the latest first.
fn all_years(graph: &Graph) -> Vec<i32> {
    let briefs = graph.briefs.iter().map(|brief| &brief.brief.date.value);
    let moments = graph.chronology.moments.iter().map(|moment| &moment.when);
    let claims = graph.ledger.claims.iter().filter_map(|claim| claim.date.as_ref());
    let years: BTreeSet<i32> = briefs.chain(moments).chain(claims).flat_map(years).collect();
    years.into_iter().rev().collect()
}

/// The years that a date is of: all years of a period, but of a very long one the first and the last.
pub fn years(when: &When) -> Vec<i32> {
    match (when.earliest().map(Day::year), when.latest().map(Day::year)) {
        (Some(first), Some(last)) if last - first <= LONGEST_PERIOD => (first..=last).collect(),
        (first, last) => first.into_iter().chain(last).collect(),
    }
}
