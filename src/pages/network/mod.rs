//! The network: all relations of the site in a table, and a drawing of them; and the drawing of the
//! relations around an entity, for its page.
//!
//! 1. The entities with most others related to them are chosen, as many as can be told apart.
//! 2. For each width of page, `layout` finds a place for each of them.
//! 3. `scene` draws the lines between them; `plane` gives them labels.

pub mod drawing;
mod layout;
mod scene;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

pub use drawing::Network;
pub(super) use scene::Scene;

use super::evidence::SourceReference;
use super::frame::{Head, Site};
use super::parts::{EntityLink, Html, TimeText};
use super::view::View;
use crate::date::words_in;
use crate::escape::escape;
use crate::graph::registry::EntityIndex;
use crate::graph::relations::{RelationLink, role_words};
use scene::{Node, Related, most};

/// The network of the site.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NetworkPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// How many relations there are.
    pub relation_count: usize,
    /// How many entities have relations.
    pub entity_count: usize,
    /// The drawing; `null` where no two entities are related.
    pub network: Option<Network>,
    /// All relations, by the names of those who have them.
    pub relations: Vec<RelationFact>,
}

/// A relation, told from the one who has it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RelationFact {
    /// Who has it.
    pub subject: EntityLink,
    /// The relation in words, from the one to the other: `president of`.
    pub words: String,
    /// Of whom.
    pub object: EntityLink,
    /// When it holds.
    pub when: Option<TimeText>,
    /// A remark.
    pub note: Option<Html>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
}

/// An entity with fewer others than this around it gets no drawing.
const FEWEST: usize = 2;

impl View<'_> {
    /// The network of the site.
    pub fn network_page(&self) -> NetworkPage {
        let text = self.words();
        let ends = self.ends();
        let mut relations: Vec<&RelationLink> = self.graph.relations.iter().collect();
        relations.sort_by_cached_key(|relation| self.graph.registry.entity(relation.subject).sort_key());
        let summary = match relations.len() {
            0 => text.text("no_relation_yet").to_owned(),
            relations => text
                .text("network_summary")
                .replacen("{relations}", &text.count("relation", relations as u64), 1)
                .replacen("{entities}", &text.count("among_entities", ends.len() as u64), 1),
        };
        NetworkPage {
            site: self.site(),
            head: self
                .head(text.text("network"), &summary)
                .describing(self.words(), &self.network_data(&summary, &relations)),
            relation_count: relations.len(),
            entity_count: ends.len(),
            network: self.site_network(),
            relations: relations.iter().map(|relation| self.relation_fact(relation)).collect(),
            summary,
        }
    }

    fn relation_fact(&self, relation: &RelationLink) -> RelationFact {
        RelationFact {
            subject: self.entity_link(relation.subject),
            words: role_words(&relation.role, self.words()),
            object: self.entity_link(relation.object),
            when: relation.when.as_ref().map(|when| self.time(when)),
            note: relation.note.as_deref().map(|text| Html(escape(text))),
            sources: relation.sources.iter().filter_map(|cite| self.source_reference(&cite.value)).collect(),
        }
    }

    /// The entities at the ends of relations.
    fn ends(&self) -> Vec<EntityIndex> {
        let links = self.record_links();
        let has_any = |index: &EntityIndex| {
            let at = index.0 as usize;
            !links.relations_of[at].is_empty() || !links.relations_to[at].is_empty()
        };
        self.graph.registry.indexes().filter(has_any).collect()
    }

    /// The entities that are related to others.
    fn related_entities(&self) -> Vec<EntityIndex> {
        let is_related = |index: &EntityIndex| !self.record_links().related[index.0 as usize].is_empty();
        self.graph.registry.indexes().filter(is_related).collect()
    }

    /// The network of the site; `None` where no two entities are related.
    fn site_network(&self) -> Option<Network> {
        let mut chosen = self.related_entities();
        let left_out = self.choose(&mut chosen, most(false));
        (!chosen.is_empty()).then(|| self.draw_network(&chosen, left_out, false))
    }

    /// The network around an entity; `None` where too few are related to it.
    pub(super) fn network_around(&self, index: EntityIndex) -> Option<Network> {
        let mut others: Vec<EntityIndex> =
            self.record_links().related[index.0 as usize].keys().copied().collect();
        if others.len() < FEWEST {
            return None;
        }
        let left_out = self.choose(&mut others, most(true) - 1);
        others.insert(0, index);
        Some(self.draw_network(&others, left_out, true))
    }

    /// Keeps the `most` entities to which most are related, the best connected first; gives how many are
    /// left out.
    fn choose(&self, entities: &mut Vec<EntityIndex>, most: usize) -> usize {
        entities.sort_by_cached_key(|index| {
            let related = self.record_links().related[index.0 as usize].len();
            (Reverse(related), self.graph.registry.entity(*index).id.as_str())
        });
        let left_out = entities.len().saturating_sub(most);
        entities.truncate(most);
        left_out
    }

    fn draw_network(&self, chosen: &[EntityIndex], left_out: usize, around: bool) -> Network {
        let node = |(at, index): (usize, &EntityIndex)| {
            let entity = self.graph.registry.entity(*index);
            let is_here = around && at == 0;
            Node {
                name: entity.name.clone(),
                short: entity.short_name().to_owned(),
                address: if is_here { String::new() } else { self.link(&entity.address) },
                kind: self.kind_mark(&entity.kind),
            }
        };
        let scene = Scene {
            nodes: chosen.iter().enumerate().map(node).collect(),
            edges: self.edges(chosen),
            left_out,
            around,
            words: Arc::clone(self.words()),
            date: self.graph.briefs.first().map(|newest| words_in(&newest.brief.date.value, self.words())),
        };
        let drawn = self.drawings().networks.get(scene.clone(), || Arc::new(scene.draw()));
        Network::clone(&drawn)
    }

    /// The pairs among the chosen that are related.
    fn edges(&self, chosen: &[EntityIndex]) -> Vec<Related> {
        let mut edges = Vec::new();
        for (a, first) in chosen.iter().enumerate() {
            let related = &self.record_links().related[first.0 as usize];
            for (b, second) in chosen.iter().enumerate().skip(a + 1) {
                let Some(relations) = related.get(second) else { continue };
                let relations: Vec<&RelationLink> =
                    relations.iter().map(|at| &self.graph.relations[*at as usize]).collect();
                let is_object = |index: &EntityIndex| relations.iter().any(|link| link.object == *index);
                let titles: Vec<String> =
                    relations.iter().map(|relation| self.told_in_words(relation)).collect();
                edges.push(Related {
                    ends: [a, b],
                    to: [is_object(first), is_object(second)],
                    title: titles.join("; "),
                    ended: relations.iter().all(|relation| self.has_ended(relation)),
                });
            }
        }
        edges
    }

    /// A relation as a sentence: “Ana Brandt: mayor of Norhaven, 2010–2014”.
    pub(super) fn told_in_words(&self, relation: &RelationLink) -> String {
        let registry = &self.graph.registry;
        let told =
            format!("{}: {}", registry.entity(relation.subject).name, relation.words(registry, self.words()));
        match &relation.when {
            Some(when) => format!("{told}, {}", words_in(when, self.words())),
            None => told,
        }
    }

    /// Whether a relation had ended by the date of the newest brief.
    fn has_ended(&self, relation: &RelationLink) -> bool {
        let newest = self.graph.briefs.first().and_then(|newest| newest.brief.date.value.earliest());
        let ended = |when: &crate::date::When| newest.is_some_and(|day| when.definitely_before(day));
        relation.when.as_ref().is_some_and(ended)
    }
}
