//! The search: it needs no server, since its index is written with the site and read by a script.
//!
//! 1. What can be found is gathered as plain values: entities, briefs, claims, events and other pages
//!    ([`Search::of`]). Each has the words that are shown of it, and names by which it is found as well.
//! 2. `words` makes further spellings of names: in Latin letters, without accents and strokes.
//! 3. [`index`] has Pagefind make files of them.

mod index;
mod words;

pub use index::{IndexCache, index};

use std::collections::BTreeSet;

use crate::annotate::Body;
use crate::annotate::body::{Piece, Place};
use crate::date::{When, words_in};
use crate::graph::claims::Claim;
use crate::graph::moments::Moment;
use crate::graph::registry::{EntityIndex, Registry};
use crate::graph::{Graph, LinkedBrief, LinkedPage, Links};
use crate::letters::capitalised;
use crate::pages::search::years;
use crate::path::Address;
use crate::words::Words;

/// All that can be found on a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The site's language, BCP 47: that of the index, whose words are shortened to their stems.
    pub language: String,
    /// What can be found, in the order in which like results are shown.
    pub records: Vec<Record>,
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it is, from the site's root, without a slash before it: `briefs/a/`, `timeline/#e-b`.
    pub address: String,
    /// Under which heading it stands.
    pub group: Group,
    /// The id of its kind, of an entity: `person`.
    pub kind: Option<String>,
    /// Its name.
    pub title: String,
    /// The language of its name and text where it is not the site's, BCP 47.
    pub language: Option<String>,
    /// Its date in words; may be empty.
    pub date: String,
    /// What it says.
    pub text: String,
    /// Names that are not in its text and by which it is found.
    pub names: Vec<String>,
    /// The years that it is of.
    pub years: BTreeSet<i32>,
    /// The ids of the entities that it is about or names.
    pub entities: BTreeSet<String>,
}

/// What kind of result it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// A person, place or other thing.
    Entity,
    /// A brief.
    Brief,
    /// A claim.
    Claim,
    /// A dated event.
    Event,
    /// Another page, such as one of a guide.
    Page,
}

impl Group {
    /// Its name in the index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Brief => "brief",
            Self::Claim => "claim",
            Self::Event => "event",
            Self::Page => "page",
        }
    }
}

impl Search {
    /// All that can be found in a graph.
    pub fn of(graph: &Graph) -> Self {
        let gatherer = Gatherer { graph, words: &graph.config.words, years: entity_years(graph) };
        let mut records: Vec<Record> = graph.registry.indexes().map(|index| gatherer.entity(index)).collect();
        records.extend(graph.briefs.iter().map(|brief| gatherer.brief(brief)));
        records.extend(graph.ledger.claims.iter().map(|claim| gatherer.claim(claim)));
        let told = graph.chronology.moments.iter().filter(|moment| moment.event.is_none());
        records.extend(told.map(|moment| gatherer.moment(moment)));
        let pages = graph.pages.iter().filter(|page| !page.page.slug.is_empty());
        records.extend(pages.map(|page| gatherer.page(page)));
        Self { language: graph.config.language.clone(), records }
    }
}

/// The words of a body that readers see, block after block: without notes for colleagues, and of the
/// others without the words that they quote.
fn published(body: &Body) -> String {
    let mut text = String::with_capacity(body.text.len());
    for at in (0..body.blocks.len()).filter(|at| body.is_shown(*at)) {
        let block = &body.blocks[at];
        match block.place {
            Place::Article | Place::Judgement(_) => text.push_str(body.slice(block.text)),
            Place::Annotation(note) => {
                let pieces = body.annotations[note as usize].pieces.iter();
                text.extend(pieces.filter_map(|piece| match piece {
                    Piece::Text(span) if block.text.overlaps(*span) => Some(body.slice(*span)),
                    _ => None,
                }));
            }
        }
        text.push('\n');
    }
    text
}

/// Makes records of what a graph has.
struct Gatherer<'a> {
    graph: &'a Graph,
    /// The words of the site's language.
    words: &'a Words,
    /// For each entity, the years of the briefs and events that name it.
    years: Vec<BTreeSet<i32>>,
}

impl Gatherer<'_> {
    /// An entity; one that is an event stands among the events, with its own date.
    fn entity(&self, index: EntityIndex) -> Record {
        let entity = self.graph.registry.entity(index);
        let record = entity.record.as_deref();
        let when = record.and_then(|record| Some(&record.date.as_ref()?.value));
        let is_event = entity.kind == "event";
        let mut text: Vec<String> = record.and_then(|record| record.summary.clone()).into_iter().collect();
        text.extend(record.map(|record| published(&record.body)));
        let roles = self.graph.roles(index, None).map(|role| role.words(&self.graph.registry, self.words));
        let facts = record.into_iter().flat_map(|record| &record.attributes);
        let facts = facts.map(|fact| format!("{}: {}", fact.name, fact.value));
        text.extend(roles.chain(facts).map(|words| capitalised(&words)));
        let mut entities: BTreeSet<String> = [entity.id.clone()].into();
        if let Some(links) = self.graph.introductions.get(&index) {
            entities.extend(self.named_in(links).map(|named| self.id(named)));
        }
        entities.extend(self.graph.roles(index, None).map(|role| self.id(role.object)));
        Record {
            address: address(&entity.address, ""),
            group: if is_event { Group::Event } else { Group::Entity },
            kind: Some(entity.kind.clone()),
            title: entity.name.clone(),
            language: None,
            date: when.map(|when| words_in(when, self.words)).unwrap_or_default(),
            text: run_on(&text),
            names: names_of(&self.graph.registry, index),
            years: match when {
                Some(when) if is_event => years(when).into_iter().collect(),
                _ => self.years[index.0 as usize].clone(),
            },
            entities,
        }
    }

    fn brief(&self, linked: &LinkedBrief) -> Record {
        let brief = &linked.brief;
        let mut text: Vec<String> = brief.summary.iter().cloned().collect();
        text.push(published(&brief.body));
        let named: BTreeSet<EntityIndex> =
            self.named_in(&linked.links).chain(linked.about.iter().copied()).collect();
        Record {
            language: brief.language.clone(),
            date: words_in(&brief.date.value, self.words),
            years: years(&brief.date.value).into_iter().collect(),
            ..self.naming(Group::Brief, &linked.address, "", &brief.title, &text, named)
        }
    }

    fn claim(&self, claim: &Claim) -> Record {
        // The statement is the title.
        let text: Vec<String> = claim.record.iter().map(|record| published(&record.body)).collect();
        let discussed = self.graph.discussions.get(&claim.id);
        let mut named: BTreeSet<EntityIndex> = claim.about.iter().copied().collect();
        named.extend(discussed.into_iter().flat_map(|links| self.named_in(links)));
        Record {
            language: claim.language.clone(),
            date: claim.date.as_ref().map(|when| words_in(when, self.words)).unwrap_or_default(),
            years: claim.date.iter().flat_map(years).collect(),
            ..self.naming(Group::Claim, &claim.address, "", &claim.statement, &text, named)
        }
    }

    /// A moment that has no record of its own: it stands in the timeline.
    fn moment(&self, moment: &Moment) -> Record {
        let page = self.graph.chronology.page_of(moment);
        let told = moment.appearances.iter().map(|appearance| {
            let text = self.graph.telling(appearance).text;
            self.graph.briefs[appearance.brief as usize].brief.body.slice(text).to_owned()
        });
        let text: Vec<String> = told.filter(|words| words.trim() != moment.title).collect();
        let named = moment.participants.iter().copied().collect();
        let id = format!("e-{}", moment.id);
        Record {
            language: moment.language.clone(),
            date: words_in(&moment.when, self.words),
            years: years(&moment.when).into_iter().collect(),
            ..self.naming(Group::Event, &page, &id, &moment.title, &text, named)
        }
    }

    fn page(&self, linked: &LinkedPage) -> Record {
        let page = &linked.page;
        let mut text: Vec<String> = page.summary.iter().cloned().collect();
        text.push(published(&page.body));
        let named = self.named_in(&linked.links).collect();
        Record {
            language: page.language.clone(),
            date: page.date.as_ref().map(|when| words_in(when, self.words)).unwrap_or_default(),
            years: page.date.iter().flat_map(years).collect(),
            ..self.naming(Group::Page, &linked.address, "", &page.title, &text, named)
        }
    }

    /// A record that is found by all names of the entities that it names.
    fn naming(
        &self,
        group: Group,
        page: &Address,
        fragment: &str,
        title: &str,
        text: &[String],
        named: BTreeSet<EntityIndex>,
    ) -> Record {
        let registry = &self.graph.registry;
        Record {
            address: address(page, fragment),
            group,
            kind: None,
            title: title.to_owned(),
            language: None,
            date: String::new(),
            text: run_on(text),
            names: named.iter().flat_map(|index| names_of(registry, *index)).collect(),
            years: BTreeSet::new(),
            entities: named.into_iter().map(|index| self.id(index)).collect(),
        }
    }

    fn named_in<'l>(&self, links: &'l Links) -> impl Iterator<Item = EntityIndex> + use<'l> {
        links.mentions.iter().map(|mention| mention.entity)
    }

    fn id(&self, index: EntityIndex) -> String {
        self.graph.registry.entity(index).id.clone()
    }
}

/// For each entity, the years of the briefs and events that name it.
fn entity_years(graph: &Graph) -> Vec<BTreeSet<i32>> {
    let mut all = vec![BTreeSet::new(); graph.registry.entities().len()];
    let mut add = |entity: EntityIndex, when: &When| all[entity.0 as usize].extend(years(when));
    for brief in &graph.briefs {
        let named: BTreeSet<EntityIndex> = brief
            .links
            .mentions
            .iter()
            .map(|mention| mention.entity)
            .chain(brief.about.iter().copied())
            .collect();
        named.into_iter().for_each(|entity| add(entity, &brief.brief.date.value));
    }
    for moment in &graph.chronology.moments {
        moment.participants.iter().for_each(|entity| add(*entity, &moment.when));
    }
    all
}

/// All names of an entity, in every script, its first one too.
fn names_of(registry: &Registry, index: EntityIndex) -> Vec<String> {
    let entity = registry.entity(index);
    let mut names = vec![entity.name.clone()];
    if let Some(record) = &entity.record {
        names.extend(record.short.clone());
        let others = record.names.iter().map(|(_, name)| name).chain(&record.aliases);
        names.extend(others.chain(&record.weak_aliases).map(|name| name.value.clone()));
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// Texts one after the other on one line, with a dot between blocks where the first does not end a sentence.
fn run_on(parts: &[String]) -> String {
    let mut text = String::new();
    for block in parts.iter().flat_map(|part| part.lines()).map(str::trim).filter(|block| !block.is_empty()) {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '?', '!', ':', ';', '…', '”', '"', ')']) {
                " "
            } else {
                " · "
            });
        }
        text.push_str(block);
    }
    text
}

/// An address from the site's root, without the slash before it.
fn address(page: &Address, fragment: &str) -> String {
    let page = page.as_str().trim_start_matches('/');
    match fragment {
        "" => page.to_owned(),
        _ => format!("{page}#{fragment}"),
    }
}
