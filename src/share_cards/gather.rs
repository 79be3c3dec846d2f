//! The cards of a graph.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::face::{BOLD, Face, SANS, SERIF};
use super::{ACCENT, Card, Sureness};
use crate::config::Config;
use crate::date::words_in;
use crate::graph::claims::Claim;
use crate::graph::registry::EntityIndex;
use crate::graph::{Graph, LinkedBrief};
use crate::letters::capitalised;
use crate::path::Address;

/// How many entities a card names, at most.
const MOST: usize = 4;

/// The cards of all pages of a graph that have one of their own.
pub(super) fn gather(graph: &Graph) -> BTreeMap<Address, Card> {
    let briefs = graph.briefs.par_iter().map(|linked| (&linked.address, brief_card(graph, linked)));
    let entities = graph.registry.entities().par_iter().zip(graph.registry.indexes().collect::<Vec<_>>());
    let entities = entities.map(|(entity, index)| (&entity.address, entity_card(graph, index)));
    let claims = graph.ledger.claims.par_iter().map(|claim| (&claim.address, claim_card(graph, claim)));
    let cards = briefs.chain(entities).chain(claims);
    cards.filter_map(|(address, card)| Some((address.clone(), card?))).collect()
}

/// The card of the page at an address, if it has one of its own.
pub(super) fn card_at(graph: &Graph, address: &Address) -> Option<Card> {
    if let Some(index) = graph.registry.at(address) {
        return entity_card(graph, index);
    }
    if let Some(claim) = graph.claim_at(address) {
        return claim_card(graph, claim);
    }
    brief_card(graph, &graph.briefs[graph.brief_at(address)?])
}

/// What all cards of a site have.
fn blank(config: &Config) -> Card {
    let accent = config.accent.as_ref().map_or(ACCENT, |accent| accent.on_light.as_str());
    Card {
        site: legible(&BOLD, &config.title).unwrap_or_default(),
        accent: accent.to_owned(),
        ..Card::default()
    }
}

pub(super) fn site_card(config: &Config) -> Option<Card> {
    let line = config.description.clone().unwrap_or_default();
    // Its name is the title.
    written(Card { title: config.title.clone(), line, site: String::new(), ..blank(config) })
}

/// None where its author has given one.
fn brief_card(graph: &Graph, linked: &LinkedBrief) -> Option<Card> {
    let brief = &linked.brief;
    if graph.own_card(brief).is_some() {
        return None;
    }
    let mut counts: BTreeMap<EntityIndex, usize> = BTreeMap::new();
    for mention in &linked.links.mentions {
        *counts.entry(mention.entity).or_default() += 1;
    }
    let mut named: Vec<EntityIndex> = counts.keys().copied().collect();
    named.sort_by_key(|index| (std::cmp::Reverse(counts[index]), *index));
    named.retain(|index| !linked.about.contains(index));
    let about: Vec<EntityIndex> = linked.about.iter().copied().chain(named).collect();
    let words = &graph.config.words;
    written(Card {
        label: format!("{}, {}", words.text("brief"), words_in(&brief.date.value, words)),
        title: brief.title.clone(),
        about: marks(graph, &about),
        ..blank(&graph.config)
    })
}

/// None of an entity without a record.
fn entity_card(graph: &Graph, index: EntityIndex) -> Option<Card> {
    let entity = graph.registry.entity(index);
    let record = entity.record.as_ref()?;
    let (shape, label) = kind(graph, &entity.kind);
    let newest = graph.briefs.first().and_then(|linked| graph.role_words(index, &linked.brief.date.value));
    let mut related: Vec<EntityIndex> = Vec::new();
    for relation in graph.roles(index, None) {
        if !related.contains(&relation.object) {
            related.push(relation.object);
        }
    }
    let summary = record.summary.clone();
    written(Card {
        shape: Some(shape),
        label,
        title: entity.name.clone(),
        line: summary.or(newest).unwrap_or_default(),
        about: marks(graph, &related),
        ..blank(&graph.config)
    })
}

fn claim_card(graph: &Graph, claim: &Claim) -> Option<Card> {
    let words = &graph.config.words;
    let date = claim.date.as_ref().map(|when| format!(", {}", words_in(when, words))).unwrap_or_default();
    let step = claim.confidence.as_deref().and_then(|slug| graph.config.confidence.find(slug));
    written(Card {
        label: format!("{}{date}", words.text("claim")),
        title: claim.statement.clone(),
        about: marks(graph, &claim.about),
        confidence: step.map(|step| Sureness {
            word: capitalised(&step.label),
            step: step.position,
            of: graph.config.confidence.steps().len(),
            end: step.end.map(str::to_owned),
        }),
        ..blank(&graph.config)
    })
}

/// The shape and word of a kind.
fn kind(graph: &Graph, name: &str) -> (String, String) {
    match graph.config.kinds.get(name) {
        Some(kind) => (kind.shape.clone(), kind.label.clone()),
        None => ("neutral".to_owned(), name.to_owned()),
    }
}

/// The first of some entities whose names can be written.
fn marks(graph: &Graph, entities: &[EntityIndex]) -> Vec<(String, String)> {
    let named = entities.iter().filter_map(|index| {
        let entity = graph.registry.entity(*index);
        let short = entity.record.as_ref().and_then(|record| record.short.as_deref());
        let name = legible(&BOLD, short.unwrap_or(&entity.name))?;
        Some((kind(graph, &entity.kind).0, name))
    });
    named.take(MOST).collect()
}

/// The card as it can be written; `None` where its title cannot.
fn written(card: Card) -> Option<Card> {
    let confidence = card.confidence.filter(|sureness| BOLD.covers(&sureness.word));
    let title = legible(&SERIF, &card.title).filter(|title| !title.is_empty())?;
    let or_nothing = |text: &str| legible(&SANS, text).unwrap_or_default();
    Some(Card { title, line: or_nothing(&card.line), label: or_nothing(&card.label), confidence, ..card })
}

/// A text with characters that all have letters in a font; `None` where one has not.
fn legible(face: &Face, text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
        .map(|c| match c {
            '\u{2010}' | '\u{2011}' => '-',
            c if c.is_whitespace() && c != '\u{a0}' => ' ',
            c => c,
        })
        .collect();
    let plain = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    face.covers(&plain).then_some(plain)
}
