//! Backlinks: for each entity and source, all that points at it in texts and records. Made once, in time linear in
//! the size of the site, so that no page has to search the whole graph; and each kind only when it is first asked for,
//! since a page that is shown alone asks for few.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

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
}

/// For each source, in their order, the references of briefs that cite it: (brief, reference).
pub type CitationBacklinks = Vec<Vec<(u32, ReferenceIndex)>>;

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

impl Backlinks {
    /// Makes all that are not made yet, several kinds at a time.
    pub fn gather(&self, graph: &Graph) {
        rayon::join(|| self.names(graph), || (self.citations(graph), self.records(graph)));
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
}

fn citations(graph: &Graph) -> CitationBacklinks {
    let mut citations = vec![Vec::new(); graph.sources.len()];
    for (at, brief) in graph.briefs.iter().enumerate() {
        for (reference, source) in brief.links.citations.cited() {
            citations[source.0 as usize].push((at as u32, reference));
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

/// Adds an index to a list that grows in order, unless it is there.
pub(super) fn push_once(list: &mut Vec<u32>, index: u32) {
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
