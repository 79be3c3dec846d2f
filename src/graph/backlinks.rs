//! Backlinks: for each entity and source, all that points at it. Made once, in time linear in
//! the size of the site, so that no page has to search the whole graph.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Graph;
use super::moments::MomentIndex;
use super::registry::EntityIndex;
use crate::annotate::body::ReferenceIndex;
use crate::span::Span;

/// A sentence of a brief that names an entity, once or more often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// The index of the brief.
    pub brief: u32,
    /// The sentence.
    pub sentence: Span,
    /// The indexes of the mentions in it.
    pub mentions: Vec<u32>,
}

/// All backlinks of a site.
#[derive(Debug, Default)]
pub struct Backlinks {
    /// For each entity, the sentences that name it, in order of briefs and texts.
    pub namings: Vec<Vec<Naming>>,
    /// For each entity, the moments that it is part of.
    pub moments: Vec<Vec<MomentIndex>>,
    /// For each entity, the claims about it.
    pub claims: Vec<Vec<u32>>,
    /// For each entity, the relations that it is the subject of.
    pub relations_of: Vec<Vec<u32>>,
    /// For each entity, the relations that it is the object of.
    pub relations_to: Vec<Vec<u32>>,
    /// For each entity, the others that it is related to, with the relations between, either way.
    pub related: Vec<BTreeMap<EntityIndex, Vec<u32>>>,
    /// For each entity, those named in the same sentences, with the number of sentences, the
    /// most frequent first.
    pub together: Vec<Vec<(EntityIndex, usize)>>,
    /// For each source, the references that cite it: (brief, reference).
    pub citations: BTreeMap<String, Vec<(u32, ReferenceIndex)>>,
    /// For each source, the claims that rest on it.
    pub claims_on: BTreeMap<String, Vec<u32>>,
    /// For each source, the entities whose records rest on it.
    pub entities_on: BTreeMap<String, Vec<EntityIndex>>,
    /// The entities whose place on the earth is known.
    pub placed: Vec<EntityIndex>,
    /// For each brief, the moments that it tells of.
    pub moments_in: Vec<Vec<MomentIndex>>,
    /// For each brief, the claims that it states, in order of their marks.
    pub claims_in: Vec<Vec<u32>>,
}

impl Backlinks {
    /// The backlinks of a graph.
    pub fn of(graph: &Graph) -> Self {
        let entities = graph.registry.entities().len();
        let mut links = Self {
            namings: vec![Vec::new(); entities],
            moments: vec![Vec::new(); entities],
            claims: vec![Vec::new(); entities],
            relations_of: vec![Vec::new(); entities],
            relations_to: vec![Vec::new(); entities],
            related: vec![BTreeMap::new(); entities],
            together: Vec::new(),
            moments_in: vec![Vec::new(); graph.briefs.len()],
            claims_in: vec![Vec::new(); graph.briefs.len()],
            ..Self::default()
        };
        links.add_texts(graph);
        links.add_records(graph);
        links.add_claims(graph);
        links
    }

    fn add_texts(&mut self, graph: &Graph) {
        let mut together: Vec<FxHashMap<EntityIndex, usize>> = vec![FxHashMap::default(); self.namings.len()];
        for (at, brief) in graph.briefs.iter().enumerate() {
            let body = &brief.brief.body;
            let mut sentence_of: Option<Span> = None;
            let mut named: Vec<EntityIndex> = Vec::new();
            for (index, mention) in brief.links.mentions.iter().enumerate() {
                let sentence = body.sentence_at(mention.text);
                if sentence_of != Some(sentence) {
                    count_together(&mut together, &named);
                    named.clear();
                    sentence_of = Some(sentence);
                }
                if named.len() <= MOST_TOGETHER && !named.contains(&mention.entity) {
                    named.push(mention.entity);
                }
                let namings = &mut self.namings[mention.entity.0 as usize];
                match namings.last_mut().filter(|last| last.brief == at as u32 && last.sentence == sentence) {
                    Some(last) => last.mentions.push(index as u32),
                    None => namings.push(Naming { brief: at as u32, sentence, mentions: vec![index as u32] }),
                }
            }
            count_together(&mut together, &named);
            for (reference, cite) in brief.links.citations.cites() {
                if graph.sources.contains_key(&cite.key) {
                    self.citations.entry(cite.key.clone()).or_default().push((at as u32, reference));
                }
            }
        }
        self.together = together
            .into_iter()
            .map(|counts| {
                let mut counts: Vec<_> = counts.into_iter().collect();
                counts.sort_unstable_by_key(|(entity, count)| (std::cmp::Reverse(*count), *entity));
                counts
            })
            .collect();
    }

    fn add_records(&mut self, graph: &Graph) {
        for (at, relation) in graph.relations.iter().enumerate() {
            self.relations_of[relation.subject.0 as usize].push(at as u32);
            self.relations_to[relation.object.0 as usize].push(at as u32);
            if relation.subject != relation.object {
                for (from, to) in [(relation.subject, relation.object), (relation.object, relation.subject)] {
                    self.related[from.0 as usize].entry(to).or_default().push(at as u32);
                }
            }
            for cite in &relation.sources {
                self.rest_on(&cite.value.key, relation.subject);
            }
        }
        for index in graph.registry.indexes() {
            let Some(record) = &graph.registry.entity(index).record else { continue };
            if record.coordinates.is_some() {
                self.placed.push(index);
            }
            let attributes = record.attributes.iter().flat_map(|attribute| &attribute.sources);
            for cite in record.sources.iter().chain(attributes) {
                self.rest_on(&cite.value.key, index);
            }
        }
        for (at, moment) in graph.moments.iter().enumerate() {
            for entity in moment.participants.iter().chain(&moment.event) {
                let moments = &mut self.moments[entity.0 as usize];
                if moments.last() != Some(&(at as u32)) {
                    moments.push(at as u32);
                }
            }
            for appearance in &moment.appearances {
                let moments = &mut self.moments_in[appearance.brief as usize];
                if moments.last() != Some(&(at as u32)) {
                    moments.push(at as u32);
                }
            }
        }
    }

    fn rest_on(&mut self, key: &str, entity: EntityIndex) {
        let entities = self.entities_on.entry(key.to_owned()).or_default();
        if !entities.contains(&entity) {
            entities.push(entity);
        }
    }

    fn add_claims(&mut self, graph: &Graph) {
        for (at, claim) in graph.claims.iter().enumerate() {
            for entity in &claim.about {
                self.claims[entity.0 as usize].push(at as u32);
            }
            for cite in &claim.sources {
                let claims = self.claims_on.entry(cite.key.clone()).or_default();
                if claims.last() != Some(&(at as u32)) {
                    claims.push(at as u32);
                }
            }
            for statement in &claim.statements {
                self.claims_in[statement.brief as usize].push(at as u32);
            }
        }
        for (at, claims) in self.claims_in.iter_mut().enumerate() {
            let body = &graph.briefs[at].brief.body;
            claims.sort_by_key(|claim| {
                let statements = &graph.claims[*claim as usize].statements;
                let statement = statements.iter().find(|statement| statement.brief == at as u32);
                let number =
                    statement.map(|statement| &body.annotations[statement.annotation as usize].number);
                number.and_then(|number| number.get(1..)?.parse::<u32>().ok()).unwrap_or(u32::MAX)
            });
        }
    }
}

/// The most entities that a sentence may name to say who belongs together; one that names more is a list.
const MOST_TOGETHER: usize = 100;

/// Counts a sentence for each pair of those that it names.
fn count_together(together: &mut [FxHashMap<EntityIndex, usize>], named: &[EntityIndex]) {
    if named.len() > MOST_TOGETHER {
        return;
    }
    for a in named {
        for b in named {
            if a != b {
                *together[a.0 as usize].entry(*b).or_default() += 1;
            }
        }
    }
}
