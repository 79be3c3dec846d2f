//! Stage *link*: all records become one [`Graph`], the meaning of the site.
//!
//! 1. The registry takes in every entity; links to ids without a file make stubs.
//! 2. Routes say which file stands at which address.
//! 3. All names go into one table; the strong ones are found in every text. This and what is before is the ground, which
//!    the last build's may be (`known`).
//! 4. Relations are gathered from the records.
//! 5. The references of every text are resolved, its mentions listed, its citations formatted, and briefs held against
//!    the records. What the last build made of a text in the same surroundings is taken over (`known`).
//! 6. Moments and claims are gathered from records and texts.
//! 7. What only the whole site can show is checked: fragments, entities.
//!
//! The records are shared, not copied: what this stage makes is small.

pub mod backlinks;
pub mod citations;
pub mod claims;
pub mod elsewhere;
mod fragments;
mod greek;
pub mod identifiers;
mod known;
pub(crate) mod lints;
pub mod mentions;
pub mod moments;
pub mod names;
mod numbers;
mod offices;
pub mod registry;
pub mod relations;
pub mod resolve;
pub mod routes;
pub(crate) mod sounds;
mod stubs;
mod texts;
mod title_conflicts;
mod titles;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::body::ReferenceIndex;
use crate::annotate::{Body, Brief, ClaimRecord, EntityRecord, PageRecord, Record};
use crate::bibliography::{Cite, FormatCache, Source, Sources, Style};
use crate::changes::Version;
use crate::config::Config;
use crate::date::When;
use crate::diagnostic::Diagnostic;
use crate::hash::Digest;
use crate::nearest::Guesses;
use crate::path::{Address, SitePath};
use crate::permalinks::{self, KeptCache, Lock, Moves, Promise, Promises, Removed, year_address};
use crate::remotes::Remotes;
use crate::span::Span;
use citations::Citations;
use claims::{Claim, Ledger};
use elsewhere::Counterpart;
use identifiers::Identifiers;
pub use known::LinkCache;
use known::{Ground, surroundings};
use lints::Records;
use mentions::Mention;
use moments::{Appearance, Chronology, Telling, Tellings};
use names::NameTable;
use registry::{EntityIndex, Registry};
use relations::RelationLink;
use resolve::{Resolution, Resolver};
use routes::Routes;
use stubs::Stub;
use texts::Linker;

/// The meaning of a site.
pub struct Graph {
    /// The configuration.
    pub config: Arc<Config>,
    /// All entities.
    pub registry: Arc<Registry>,
    /// All names.
    pub names: Arc<NameTable>,
    /// All briefs, the newest first.
    pub briefs: Vec<LinkedBrief>,
    /// The introductions of the entities, by index; stubs have none.
    pub introductions: BTreeMap<EntityIndex, Arc<Links>>,
    /// The other pages, by address.
    pub pages: Vec<LinkedPage>,
    /// All relations.
    pub relations: Vec<RelationLink>,
    /// The timeline.
    pub chronology: Arc<Chronology>,
    /// The ledger of claims.
    pub ledger: Arc<Ledger>,
    /// The discussions of the claims that have files, by id.
    pub discussions: BTreeMap<String, Arc<Links>>,
    /// All sources, by key.
    pub sources: Arc<Sources>,
    /// The style that citations are formatted in.
    pub style: Style,
    /// The change logs, by the files of the texts that they are of.
    pub change_logs: BTreeMap<SitePath, Vec<Version>>,
    /// The inventories of other sites.
    pub remotes: Remotes,
    /// What other sites have on the entities, by index.
    pub counterparts: BTreeMap<EntityIndex, Vec<Counterpart>>,
    /// What registries call the entities.
    pub identifiers: Identifiers,
    /// Files and their addresses.
    pub routes: Arc<Routes>,
    /// What was published before.
    pub lock: Arc<Lock>,
    /// Where old addresses lead.
    pub moves: Moves,
    /// What moves have made of the promises of pages.
    promises: Promises,
}

/// What a text's references point at, and what it names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Links {
    /// What each reference points at.
    pub resolutions: Vec<Resolution>,
    /// All mentions, in order of the text.
    pub mentions: Vec<Mention>,
    /// All citations.
    pub citations: Citations,
    /// The ids of the dates on their page, by reference.
    pub dates: FxHashMap<ReferenceIndex, String>,
    /// The ids of the places of the text, beside those of mentions and dates.
    places: FxHashSet<String>,
    /// The references that are links to places.
    to_places: Vec<ReferenceIndex>,
}

impl Links {
    /// The mentions among some words.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let from = self.mentions.partition_point(|mention| mention.text.start < span.start);
        self.mentions[from..].iter().take_while(move |mention| mention.text.start < span.end)
    }

    /// The mention that a reference is.
    pub fn mention_of(&self, reference: u32) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.reference == Some(reference))
    }
}

/// A brief with what it points at.
#[derive(Debug, Clone)]
pub struct LinkedBrief {
    /// The brief.
    pub brief: Arc<Brief>,
    /// Its page.
    pub address: Address,
    /// What it is about.
    pub about: Arc<[EntityIndex]>,
    /// What its text points at.
    pub links: Arc<Links>,
    /// Its dated sentences.
    pub tellings: Arc<Tellings>,
    /// The digest of the claims that it states.
    stated: Digest,
}

/// A page with what it points at.
#[derive(Debug, Clone)]
pub struct LinkedPage {
    /// The page.
    pub page: Arc<PageRecord>,
    /// Its address.
    pub address: Address,
    /// What its text points at.
    pub links: Arc<Links>,
}

/// A text of the site: an article, a page, or what a record says at length.
#[derive(Debug, Clone, Copy)]
pub struct LinkedText<'a> {
    /// Its file.
    pub path: &'a SitePath,
    /// Its page.
    pub address: &'a Address,
    /// What it says.
    pub body: &'a Body,
    /// What it points at.
    pub links: &'a Links,
}

/// What the stage takes in.
pub struct Linkable {
    /// What was published before.
    pub lock: Arc<Lock>,
    /// What was taken out.
    pub removed: Vec<Removed>,
    /// The digest of the settings and of all files but texts.
    pub surroundings: Digest,
    /// The configuration.
    pub config: Arc<Config>,
    /// All records, in order of their files.
    pub records: Vec<Record>,
    /// All sources, by key.
    pub sources: Arc<Sources>,
    /// The style for citations.
    pub style: Style,
    /// The change logs, by the files of the texts that they are of.
    pub change_logs: BTreeMap<SitePath, Vec<Version>>,
    /// The inventories of other sites.
    pub remotes: Remotes,
    /// Files that are published as they are, with their addresses.
    pub assets: Vec<(SitePath, Address)>,
}

/// The records, sorted by what they are, briefs with the newest first.
#[derive(Default)]
struct Sorted {
    briefs: Vec<Arc<Brief>>,
    entities: Vec<Arc<EntityRecord>>,
    claims: Vec<Arc<ClaimRecord>>,
    pages: Vec<Arc<PageRecord>>,
}

/// Links all records of a site.
pub fn link(
    mut input: Linkable,
    kept: &KeptCache,
    linked: &LinkCache,
    formatted: &FormatCache,
) -> (Graph, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let is_kind = |name: &str| input.config.kinds.get(name).is_some();
    let mut moves = Moves::of(&input.records, &input.removed, &input.lock, is_kind, &mut diagnostics);
    let records = permalinks::keep(std::mem::take(&mut input.records), &input.lock, &moves, kept);
    let sorted = sort_records(&records);
    let stubs = stubs::find_stubs(&sorted, &mut diagnostics);
    let surroundings = surroundings(input.surroundings, &records, &sorted, &stubs);
    let ground = linked.ground(surroundings, || lay_ground(&sorted, &stubs, &input));
    let Ground { registry, names, routes, diagnostics: found } = ground;
    diagnostics.extend_from_slice(&found);
    let entities: Vec<(EntityIndex, &EntityRecord)> = registry
        .indexes()
        .filter_map(|index| Some((index, registry.entity(index).record.as_deref()?)))
        .collect();
    let mut resolver = Resolver::new(&registry, &names, &routes, &input.remotes, records.len());
    let relations = relations::relations(&entities, &mut resolver);
    let linker = Linker {
        config: &input.config,
        records: Records::of(&registry, &names, &relations),
        routes: &routes,
        remotes: &input.remotes,
        sources: &input.sources,
        style: &input.style,
        linked,
        surroundings,
        formatted,
        texts: records.len(),
    };
    let (briefs, pages, introductions, discussions) = linker.all(&sorted, &mut diagnostics);

    check_pictures(&entities, &briefs, &mut resolver);
    let counterparts = elsewhere::counterparts(&entities, &mut resolver);
    let tell = || moments::chronology(&entities, &briefs, linker.resolver());
    let about = |record: &_, diagnostics: &mut _| linker.about(record, diagnostics);
    let enter = || Ledger::of(&sorted.claims, &briefs, about);
    let (chronology, ledger) = rayon::join(
        || linked.chronology(surroundings, &briefs, tell),
        || linked.ledger(surroundings, &briefs, &sorted.claims, enter),
    );
    diagnostics.extend_from_slice(&chronology.diagnostics);
    diagnostics.extend(ledger.diagnostics(&briefs));
    let years: Vec<Address> = chronology.years.iter().copied().map(year_address).collect();
    let is_page = |address: &Address| routes.has_page(address) || years.contains(address);
    let lost = linked.lost(surroundings, &chronology.years, || {
        input.lock.pages.keys().filter(|address| !is_page(address)).cloned().collect()
    });
    let known_pages = || routes.pages().map(Address::as_str);
    let is_remote = |scheme: &str| input.remotes.contains_key(scheme);
    let identifiers = Identifiers::of(&entities, is_remote, &mut diagnostics);
    let addresses = identifiers.addresses(&registry);
    moves.settle((&input.lock, &lost), is_page, known_pages, &addresses, &mut diagnostics);
    diagnostics.append(&mut resolver.diagnostics);
    diagnostics.extend(check_record_citations(&entities, &sorted, &input.sources));
    drop(entities);
    let graph = Graph {
        config: input.config,
        registry,
        names,
        briefs,
        introductions,
        pages,
        relations,
        chronology,
        ledger,
        discussions,
        sources: input.sources,
        style: input.style,
        change_logs: input.change_logs,
        remotes: input.remotes,
        counterparts,
        identifiers,
        routes,
        promises: Promises::of(&input.lock, &moves),
        moves,
        lock: input.lock,
    };
    diagnostics.extend(check_whole(&graph));
    (graph, diagnostics)
}

/// Reports what only the whole site can show.
fn check_whole(graph: &Graph) -> Vec<Diagnostic> {
    let (broken, unused) =
        rayon::join(|| fragments::check_fragments(graph), || lints::unused_entities(graph));
    [broken, unused].concat()
}

fn sort_records(records: &[Record]) -> Sorted {
    let mut sorted = Sorted::default();
    for record in records {
        match record {
            Record::Brief(brief) => sorted.briefs.push(Arc::clone(brief)),
            Record::Entity(entity) => sorted.entities.push(Arc::clone(entity)),
            Record::Claim(claim) => sorted.claims.push(Arc::clone(claim)),
            Record::Page(page) => sorted.pages.push(Arc::clone(page)),
        }
    }
    let briefs = std::mem::take(&mut sorted.briefs).into_par_iter();
    let mut dated: Vec<_> = briefs.map(|brief| (Reverse(brief.date.value.sort_key()), brief)).collect();
    dated.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.slug.cmp(&other.slug)));
    sorted.briefs = dated.into_iter().map(|(_, brief)| brief).collect();
    sorted
}

/// Makes what texts are linked with.
fn lay_ground(sorted: &Sorted, stubs: &[Stub], input: &Linkable) -> Ground {
    let mut diagnostics = Vec::new();
    let mut registry = Registry::of(sorted.entities.clone(), &mut diagnostics);
    for Stub { id, kind, name } in stubs {
        registry.add_stub(id, kind, name);
    }
    diagnostics.extend(lints::lookalikes(&registry));
    let routes = Arc::new(Routes::of(&registry, sorted, input, &mut diagnostics));
    let names = Arc::new(NameTable::of(&registry));
    Ground { registry: Arc::new(registry), names, routes, diagnostics: diagnostics.into() }
}

/// Reports the pictures in fields that are not there.
fn check_pictures(
    entities: &[(EntityIndex, &EntityRecord)],
    briefs: &[LinkedBrief],
    resolver: &mut Resolver<'_>,
) {
    let portraits =
        entities.iter().filter_map(|(_, record)| Some((&record.path, &record.image.as_ref()?.src)));
    let cards = briefs.iter().map(|linked| &linked.brief);
    let cards = cards.filter_map(|brief| Some((&brief.path, &brief.card.as_ref()?.src)));
    for (path, source) in portraits.chain(cards) {
        resolver.picture(path, &source.value, source.span);
    }
}

/// Reports the unknown keys in the fields of records.
fn check_record_citations(
    entities: &[(EntityIndex, &EntityRecord)],
    sorted: &Sorted,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let in_entities = entities.iter().flat_map(|(_, record)| {
        let relations = record.relations.iter().flat_map(|relation| &relation.sources);
        let attributes = record.attributes.iter().flat_map(|attribute| &attribute.sources);
        record.sources.iter().chain(relations).chain(attributes).map(|cite| (&record.path, cite))
    });
    let in_claims =
        sorted.claims.iter().flat_map(|claim| claim.sources.iter().map(|cite| (&claim.path, cite)));
    let mut guesses = Guesses::default();
    in_entities
        .chain(in_claims)
        .filter_map(|(path, cite)| citations::check(path, &cite.value, cite.span, sources, &mut guesses))
        .collect()
}

impl Graph {
    /// All texts of the site: briefs, introductions, discussions and pages, each in their order.
    pub fn texts(&self) -> impl Iterator<Item = LinkedText<'_>> {
        let briefs = self.briefs.iter().map(|linked| LinkedText {
            path: &linked.brief.path,
            address: &linked.address,
            body: &linked.brief.body,
            links: &linked.links,
        });
        let introductions = self.introductions.iter().filter_map(|(index, links)| {
            let entity = self.registry.entity(*index);
            let record = entity.record.as_ref()?;
            Some(LinkedText { path: &record.path, address: &entity.address, body: &record.body, links })
        });
        let discussions = self.ledger.claims.iter().filter_map(|claim| {
            let (record, links) = (claim.record.as_ref()?, self.discussions.get(&claim.id)?);
            Some(LinkedText { path: &record.path, address: &claim.address, body: &record.body, links })
        });
        let pages = self.pages.iter().map(|linked| LinkedText {
            path: &linked.page.path,
            address: &linked.address,
            body: &linked.page.body,
            links: &linked.links,
        });
        briefs.chain(introductions).chain(discussions).chain(pages)
    }

    /// The index of the brief whose page stands at an address.
    pub fn brief_at(&self, address: &Address) -> Option<usize> {
        // Most addresses are of no brief.
        address.as_str().strip_prefix("/briefs/")?;
        self.briefs.iter().position(|brief| brief.address == *address)
    }

    /// The claim whose page stands at an address.
    pub fn claim_at(&self, address: &Address) -> Option<&Claim> {
        self.claim(address.as_str().strip_prefix("/claims/")?.strip_suffix('/')?)
    }

    /// The claim of an id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        let at = self.ledger.claims.binary_search_by(|claim| claim.id.as_str().cmp(id)).ok()?;
        Some(&self.ledger.claims[at])
    }

    /// What a brief tells where a moment appears in it.
    pub fn telling(&self, appearance: &Appearance) -> &Telling {
        &self.briefs[appearance.brief as usize].tellings.list[appearance.telling as usize]
    }

    /// The roles of an entity at a date, or at any date for `None`.
    pub fn roles(&self, entity: EntityIndex, date: Option<&When>) -> impl Iterator<Item = &RelationLink> {
        relations::roles(&self.relations, entity, date)
    }

    /// The entity that a source's outlet is.
    pub fn outlet(&self, source: &Source) -> Option<EntityIndex> {
        self.entity_named(source.outlet()?)
    }

    /// The one entity that a name means.
    pub fn entity_named(&self, name: &str) -> Option<EntityIndex> {
        let meaning = self.names.get(name)?;
        (meaning.entities.len() == 1).then(|| meaning.entities[0])
    }

    /// The file of a brief's own card.
    pub fn own_card(&self, brief: &Brief) -> Option<&Address> {
        self.routes.address(&brief.path.resolve(&brief.card.as_ref()?.src.value)?)
    }

    /// What a page has to serve since it was published.
    pub fn promises_of(&self, page: &Address) -> Vec<Promise> {
        self.promises.at(page, &self.lock, &self.moves)
    }

    /// The source of a cite.
    pub fn source(&self, cite: &Cite) -> Option<&Source> {
        self.sources.get(&cite.key)
    }
}
