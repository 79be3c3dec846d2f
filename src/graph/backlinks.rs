//! Backlinks: for each entity and source, all that points at it. Made once, in time linear in
//! the size of the site, so that no page has to search the whole graph; and each kind only when it is first asked for,
//! since a page that is shown alone asks for few.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::moments::MomentIndex;
use super::registry::EntityIndex;
use super::{Graph, LinkedBrief};
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
    names: OnceLock<NameBacklinks>,
    citations: OnceLock<CitationBacklinks>,
    records: OnceLock<RecordBacklinks>,
    moments: OnceLock<MomentBacklinks>,
    claims: OnceLock<ClaimBacklinks>,
}

/// For each source, by its key, the references of briefs that cite it: (brief, reference).
pub type CitationBacklinks = FxHashMap<String, Vec<(u32, ReferenceIndex)>>;

/// Who is named in briefs.
#[derive(Debug, Default)]
pub struct NameBacklinks {
    /// For each entity, the sentences that name it, in order of briefs and texts.
    pub namings: Vec<Vec<Naming>>,
    /// For each entity, those named in the same sentences, with the number of sentences, the
    /// most frequent first.
    pub together: Vec<Vec<(EntityIndex, usize)>>,
}

/// What records say.
#[derive(Debug, Default)]
pub struct RecordBacklinks {
    /// For each entity, the relations that it is the subject of.
    pub relations_of: Vec<Vec<u32>>,
    /// For each entity, the relations that it is the object of.
    pub relations_to: Vec<Vec<u32>>,
    /// For each entity, the others that it is related to, with the relations between, either way.
    pub related: Vec<BTreeMap<EntityIndex, Vec<u32>>>,
    /// For each source, the entities whose records rest on it.
    pub entities_on: FxHashMap<String, Vec<EntityIndex>>,
    /// The entities whose place on the earth is known.
    pub placed: Vec<EntityIndex>,
}

/// Who takes part in moments, and who tells of them.
#[derive(Debug, Default)]
pub struct MomentBacklinks {
    /// For each entity, the moments that it is part of.
    pub of_entities: Vec<Vec<MomentIndex>>,
    /// For each brief, the moments that it tells of.
    pub in_briefs: Vec<Vec<MomentIndex>>,
}

/// What claims are about and rest on, and who states them.
#[derive(Debug, Default)]
pub struct ClaimBacklinks {
    /// For each entity, the claims about it.
    pub about: Vec<Vec<u32>>,
    /// For each source, the claims that rest on it.
    pub on_sources: FxHashMap<String, Vec<u32>>,
    /// For each brief, the claims that it states, in order of their marks.
    pub in_briefs: Vec<Vec<u32>>,
}

impl Backlinks {
    /// Makes all that are not made yet, several kinds at a time.
    pub fn gather(&self, graph: &Graph) {
        rayon::join(
            || self.names(graph),
            || (self.citations(graph), self.records(graph), self.moments(graph), self.claims(graph)),
        );
    }

    /// Who is named in briefs.
    pub fn names(&self, graph: &Graph) -> &NameBacklinks {
        self.names.get_or_init(|| NameBacklinks::of(graph))
    }

    /// What briefs cite.
    pub fn citations(&self, graph: &Graph) -> &CitationBacklinks {
        self.citations.get_or_init(|| citations(graph))
    }

    /// What records say.
    pub fn records(&self, graph: &Graph) -> &RecordBacklinks {
        self.records.get_or_init(|| RecordBacklinks::of(graph))
    }

    /// Who takes part in moments, and who tells of them.
    pub fn moments(&self, graph: &Graph) -> &MomentBacklinks {
        self.moments.get_or_init(|| MomentBacklinks::of(graph))
    }

    /// What claims are about and rest on, and who states them.
    pub fn claims(&self, graph: &Graph) -> &ClaimBacklinks {
        self.claims.get_or_init(|| ClaimBacklinks::of(graph))
    }
}

fn citations(graph: &Graph) -> CitationBacklinks {
    let mut citations = CitationBacklinks::default();
    for (at, brief) in graph.briefs.iter().enumerate() {
        for (reference, cite) in brief.links.citations.cites() {
            if graph.sources.contains_key(&cite.key) {
                citations.entry(cite.key.clone()).or_default().push((at as u32, reference));
            }
        }
    }
    citations
}

impl NameBacklinks {
    fn of(graph: &Graph) -> Self {
        let entities = graph.registry.entities().len();
        let mut links = Self { namings: vec![Vec::new(); entities], ..Self::default() };
        let mut together: Vec<FxHashMap<EntityIndex, usize>> = vec![FxHashMap::default(); entities];
        for (at, brief) in graph.briefs.iter().enumerate() {
            links.add_mentions(at as u32, brief, &mut together);
        }
        links.together = together
            .into_iter()
            .map(|counts| {
                let mut counts: Vec<_> = counts.into_iter().collect();
                counts.sort_unstable_by_key(|(entity, count)| (std::cmp::Reverse(*count), *entity));
                counts
            })
            .collect();
        links
    }

    fn add_mentions(&mut self, at: u32, brief: &LinkedBrief, together: &mut [FxHashMap<EntityIndex, usize>]) {
        let body = &brief.brief.body;
        let mut sentence_of: Option<Span> = None;
        let mut named: Vec<EntityIndex> = Vec::new();
        for (index, mention) in brief.links.mentions.iter().enumerate() {
            let sentence = body.sentence_at(mention.text);
            if sentence_of != Some(sentence) {
                count_together(together, &named);
                named.clear();
                sentence_of = Some(sentence);
            }
            if named.len() <= MOST_TOGETHER && !named.contains(&mention.entity) {
                named.push(mention.entity);
            }
            let namings = &mut self.namings[mention.entity.0 as usize];
            match namings.last_mut().filter(|last| last.brief == at && last.sentence == sentence) {
                Some(last) => last.mentions.push(index as u32),
                None => namings.push(Naming { brief: at, sentence, mentions: vec![index as u32] }),
            }
        }
        count_together(together, &named);
    }
}

impl RecordBacklinks {
    fn of(graph: &Graph) -> Self {
        let entities = graph.registry.entities().len();
        let mut links = Self {
            relations_of: vec![Vec::new(); entities],
            relations_to: vec![Vec::new(); entities],
            related: vec![BTreeMap::new(); entities],
            ..Self::default()
        };
        for (at, relation) in graph.relations.iter().enumerate() {
            links.relations_of[relation.subject.0 as usize].push(at as u32);
            links.relations_to[relation.object.0 as usize].push(at as u32);
            if relation.subject != relation.object {
                for (from, to) in [(relation.subject, relation.object), (relation.object, relation.subject)] {
                    links.related[from.0 as usize].entry(to).or_default().push(at as u32);
                }
            }
            for cite in &relation.sources {
                links.rest_on(&cite.value.key, relation.subject);
            }
        }
        for index in graph.registry.indexes() {
            let Some(record) = &graph.registry.entity(index).record else { continue };
            if record.coordinates.is_some() {
                links.placed.push(index);
            }
            let attributes = record.attributes.iter().flat_map(|attribute| &attribute.sources);
            for cite in record.sources.iter().chain(attributes) {
                links.rest_on(&cite.value.key, index);
            }
        }
        links
    }

    fn rest_on(&mut self, key: &str, entity: EntityIndex) {
        let entities = self.entities_on.entry(key.to_owned()).or_default();
        if !entities.contains(&entity) {
            entities.push(entity);
        }
    }
}

impl MomentBacklinks {
    fn of(graph: &Graph) -> Self {
        let mut links = Self {
            of_entities: vec![Vec::new(); graph.registry.entities().len()],
            in_briefs: vec![Vec::new(); graph.briefs.len()],
        };
        for (at, moment) in graph.chronology.moments.iter().enumerate() {
            for entity in moment.participants.iter().chain(&moment.event) {
                push_once(&mut links.of_entities[entity.0 as usize], at as u32);
            }
            for appearance in &moment.appearances {
                push_once(&mut links.in_briefs[appearance.brief as usize], at as u32);
            }
        }
        links
    }
}

impl ClaimBacklinks {
    fn of(graph: &Graph) -> Self {
        let mut links = Self {
            about: vec![Vec::new(); graph.registry.entities().len()],
            on_sources: FxHashMap::default(),
            in_briefs: vec![Vec::new(); graph.briefs.len()],
        };
        for (at, claim) in graph.claims.iter().enumerate() {
            for entity in &claim.about {
                links.about[entity.0 as usize].push(at as u32);
            }
            for cite in &claim.sources {
                push_once(links.on_sources.entry(cite.key.clone()).or_default(), at as u32);
            }
            for statement in &claim.statements {
                links.in_briefs[statement.brief as usize].push(at as u32);
            }
        }
        for (at, claims) in links.in_briefs.iter_mut().enumerate() {
            let body = &graph.briefs[at].brief.body;
            claims.sort_by_key(|claim| {
                let statements = &graph.claims[*claim as usize].statements;
                let statement = statements.iter().find(|statement| statement.brief == at as u32);
                let number =
                    statement.map(|statement| &body.annotations[statement.annotation as usize].number);
                number.and_then(|number| number.get(1..)?.parse::<u32>().ok()).unwrap_or(u32::MAX)
            });
        }
        links
    }
}

/// Adds an index to a list that grows in order, unless it is there.
fn push_once(list: &mut Vec<u32>, index: u32) {
    if list.last() != Some(&index) {
        list.push(index);
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
