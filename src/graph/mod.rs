//! Stage *link*: all records become one [`Graph`], the meaning of the site.
//!
//! 1. The registry takes in every entity; links to ids without a file make stubs.
//! 2. Routes say which file stands at which address.
//! 3. All names go into one table; the strong ones are found in every text.
//! 4. The references of every text are resolved, its mentions listed, its citations formatted.
//! 5. Relations, moments and claims are gathered from records and texts.
//! 6. What only the whole site can show is checked.
//!
//! The records are shared, not copied: what this stage makes is small.

pub mod backlinks;
pub mod citations;
pub mod claims;
mod lints;
pub mod mentions;
pub mod moments;
pub mod names;
pub mod registry;
pub mod relations;
pub mod resolve;
pub mod routes;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::annotate::body::{ReferenceIndex, ReferenceKind, Target};
use crate::annotate::{Body, Brief, ClaimRecord, EntityRecord, PageRecord, Record};
use crate::bibliography::{Cite, Source, Style};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::path::{Address, SitePath, check_slug, slugify};
use crate::span::Span;
use citations::Citations;
use claims::Claim;
use mentions::{Mention, Policy};
use moments::Moment;
use names::{NameCache, NameTable};
use registry::{EntityIndex, Registry};
use relations::RelationLink;
use resolve::{Resolution, Resolver};
use routes::Routes;

/// The meaning of a site.
pub struct Graph {
    /// The configuration.
    pub config: Arc<Config>,
    /// All entities.
    pub registry: Registry,
    /// All names.
    pub names: NameTable,
    /// All briefs, the newest first.
    pub briefs: Vec<LinkedBrief>,
    /// The introductions of the entities, by index; stubs have none.
    pub introductions: BTreeMap<EntityIndex, Links>,
    /// The other pages, by address.
    pub pages: Vec<LinkedPage>,
    /// All relations.
    pub relations: Vec<RelationLink>,
    /// The timeline, in the order of time.
    pub moments: Vec<Moment>,
    /// The ledger of claims, by id.
    pub claims: Vec<Claim>,
    /// The discussions of the claims that have files, by id.
    pub discussions: BTreeMap<String, Links>,
    /// All sources, by key.
    pub sources: BTreeMap<String, Source>,
    /// The style that citations are formatted in.
    pub style: Style,
    /// Files and their addresses.
    pub routes: Routes,
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
    pub about: Vec<EntityIndex>,
    /// What its text points at.
    pub links: Links,
}

/// A page with what it points at.
#[derive(Debug, Clone)]
pub struct LinkedPage {
    /// The page.
    pub page: Arc<PageRecord>,
    /// Its address.
    pub address: Address,
    /// What its text points at.
    pub links: Links,
}

/// What the stage takes in.
pub struct Linkable {
    /// The configuration.
    pub config: Arc<Config>,
    /// All records, in order of their files.
    pub records: Vec<Record>,
    /// All sources, by key.
    pub sources: BTreeMap<String, Source>,
    /// The style for citations.
    pub style: Style,
    /// Files that are published as they are, with their addresses.
    pub assets: Vec<(SitePath, Address)>,
}

/// The records, sorted by what they are.
#[derive(Default)]
struct Sorted {
    briefs: Vec<Arc<Brief>>,
    entities: Vec<Arc<EntityRecord>>,
    claims: Vec<Arc<ClaimRecord>>,
    pages: Vec<Arc<PageRecord>>,
}

/// Addresses that the site has beside those of its files.
const INDEXES: [&str; 6] = ["/", "/briefs/", "/entities/", "/timeline/", "/claims/", "/sources/"];

/// Links all records of a site.
pub fn link(input: Linkable, cache: &NameCache) -> (Graph, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut sorted = sort_records(&input.records);
    sorted.briefs.sort_by(|a, b| {
        b.date.value.sort_key().cmp(&a.date.value.sort_key()).then_with(|| a.slug.cmp(&b.slug))
    });
    let mut registry = Registry::of(sorted.entities.clone(), &mut diagnostics);
    add_stubs(&mut registry, &sorted, &input.config, &mut diagnostics);
    let routes = routes(&registry, &sorted, &input, &mut diagnostics);
    let names = NameTable::of(&registry);
    let linker = Linker {
        config: &input.config,
        registry: &registry,
        names: &names,
        routes: &routes,
        sources: &input.sources,
        style: &input.style,
        cache,
    };
    let (briefs, pages, introductions, discussions) = linker.all(&sorted, &mut diagnostics);

    let mut resolver = linker.resolver();
    let records: Vec<(EntityIndex, &EntityRecord)> = registry
        .indexes()
        .filter_map(|index| Some((index, registry.entity(index).record.as_deref()?)))
        .collect();
    let relations = relations::relations(&records, &mut resolver);
    let moments = moments::moments(&records, &briefs, &mut resolver);
    let claims = {
        let mut found = Vec::new();
        let about = |record: &ClaimRecord, diagnostics: &mut Vec<Diagnostic>| {
            let mut resolver = linker.resolver();
            let about = linker.targets(&record.path, &record.about, &mut resolver);
            diagnostics.append(&mut resolver.diagnostics);
            about
        };
        let claims = claims::claims(&sorted.claims, &briefs, about, &mut found);
        diagnostics.append(&mut found);
        claims
    };
    diagnostics.append(&mut resolver.diagnostics);
    diagnostics.extend(check_record_citations(&records, &sorted, &input.sources));
    drop(records);
    let graph = Graph {
        config: input.config,
        registry,
        names,
        briefs,
        introductions,
        pages,
        relations,
        moments,
        claims,
        discussions,
        sources: input.sources,
        style: input.style,
        routes,
    };
    diagnostics.extend(lints::lint(&graph));
    (graph, diagnostics)
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
    sorted
}

/// Makes a stub of each typed link to an id that no record has.
fn add_stubs(registry: &mut Registry, sorted: &Sorted, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let in_text = sorted.briefs.iter().flat_map(|brief| mentions_of(&brief.path, &brief.body));
    let in_entities = sorted.entities.iter().flat_map(|entity| {
        let fields = entity
            .relations
            .iter()
            .map(|relation| &relation.of)
            .chain(&entity.participants)
            .chain(&entity.place);
        mentions_of(&entity.path, &entity.body)
            .chain(fields.map(|target| (&entity.path, &target.value, None, target.span)))
    });
    let in_claims = sorted.claims.iter().flat_map(|claim| mentions_of(&claim.path, &claim.body));
    let in_pages = sorted.pages.iter().flat_map(|page| mentions_of(&page.path, &page.body));
    let about = sorted
        .briefs
        .iter()
        .flat_map(|brief| brief.about.iter().map(|target| (&brief.path, &target.value, None, target.span)));
    let links: Vec<_> = in_text.chain(about).chain(in_entities).chain(in_claims).chain(in_pages).collect();
    for (path, target, words, span) in links {
        let Target::Typed(kind, id) = target else { continue };
        if registry.get(id).is_some() || check_slug(id).is_err() {
            continue;
        }
        let mut diagnostic = Diagnostic::new(
            Code::StubEntity,
            path,
            span,
            format!("`{kind}:{id}` has no file, and gets a stub page"),
        );
        if let Some(near) = nearest(id, registry.ids()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        let folder = config.kinds.get(kind).map_or(kind.as_str(), |kind| kind.name.as_str());
        diagnostics.push(diagnostic.help(format!("for a record, write content/entities/{folder}/{id}.md")));
        let name = words.map_or_else(|| id.replace('-', " "), str::to_owned);
        registry.add_stub(id, kind, &name);
    }
}

/// The mentions of a body: file, target, words, place.
fn mentions_of<'a>(
    path: &'a SitePath,
    body: &'a Body,
) -> impl Iterator<Item = (&'a SitePath, &'a Target, Option<&'a str>, Span)> {
    body.references.iter().filter_map(move |reference| match &reference.kind {
        ReferenceKind::Mention(target, _) => {
            Some((path, target, Some(body.slice(reference.text)), reference.source))
        }
        _ => None,
    })
}

fn routes(
    registry: &Registry,
    sorted: &Sorted,
    input: &Linkable,
    diagnostics: &mut Vec<Diagnostic>,
) -> Routes {
    let mut routes = Routes::default();
    let mut taken: BTreeMap<Address, SitePath> = BTreeMap::new();
    for address in INDEXES {
        routes.add_page(&Address::new(address));
    }
    for source in input.sources.keys() {
        routes.add_page(&source_address(source));
    }
    for entity in registry.entities() {
        routes.add_page(&entity.address);
        if let Some(record) = &entity.record {
            routes.add(&record.path, &entity.address);
            routes.add_anchors(&entity.address, &record.body);
        }
    }
    let briefs = sorted.briefs.iter().map(|brief| (&brief.path, brief_address(&brief.slug), &brief.body));
    let claims = sorted.claims.iter().map(|claim| (&claim.path, claim_address(&claim.id), &claim.body));
    let pages = sorted.pages.iter().map(|page| (&page.path, page_address(&page.slug), &page.body));
    for (path, address, body) in briefs.chain(claims).chain(pages) {
        if let Some(first) = taken.insert(address.clone(), path.clone()) {
            let message = format!("`{first}` and `{path}` would both stand at `{address}`");
            diagnostics.push(
                Diagnostic::new(Code::PathCollision, path, Span::default(), message)
                    .label(&first, Span::default(), "the other one")
                    .help("give one of them another name, or another `slug:`"),
            );
        }
        routes.add_page(&address);
        routes.add(path, &address);
        routes.add_anchors(&address, body);
    }
    for brief in &sorted.briefs {
        for annotation in &brief.body.annotations {
            if let crate::annotate::body::AnnotationKind::Claim { id, .. } = &annotation.kind {
                routes.add_page(&claim_address(id));
            }
        }
    }
    for (path, address) in &input.assets {
        routes.add(path, address);
    }
    routes
}

/// The page of a source.
pub fn source_address(key: &str) -> Address {
    let slug = slugify(key).unwrap_or_else(|| "source".to_owned());
    Address::new(format!("/sources/{slug}/"))
}

/// The page of a claim.
pub fn claim_address(id: &str) -> Address {
    Address::new(format!("/claims/{id}/"))
}

fn brief_address(slug: &str) -> Address {
    Address::new(format!("/briefs/{slug}/"))
}

fn page_address(slug: &str) -> Address {
    Address::new(if slug.is_empty() { "/".to_owned() } else { format!("/{slug}/") })
}

/// What linking one text looks at.
struct Linker<'a> {
    config: &'a Config,
    registry: &'a Registry,
    names: &'a NameTable,
    routes: &'a Routes,
    sources: &'a BTreeMap<String, Source>,
    style: &'a Style,
    cache: &'a NameCache,
}

type LinkedTexts = (Vec<LinkedBrief>, Vec<LinkedPage>, BTreeMap<EntityIndex, Links>, BTreeMap<String, Links>);

impl Linker<'_> {
    fn resolver(&self) -> Resolver<'_> {
        Resolver { registry: self.registry, names: self.names, routes: self.routes, diagnostics: Vec::new() }
    }

    fn policy(&self) -> Policy<'_> {
        Policy { general: self.config.linking, kinds: &self.config.linking_by_kind }
    }

    /// Links all texts, in parallel; diagnostics come in the order of the texts.
    fn all(&self, sorted: &Sorted, diagnostics: &mut Vec<Diagnostic>) -> LinkedTexts {
        let briefs: Vec<_> = sorted.briefs.par_iter().map(|brief| self.brief(brief)).collect();
        let pages: Vec<_> = sorted.pages.par_iter().map(|page| self.page(page)).collect();
        let indexes: Vec<EntityIndex> = self.registry.indexes().collect();
        let introductions: Vec<_> = indexes
            .par_iter()
            .filter_map(|index| {
                let record = self.registry.entity(*index).record.as_ref()?;
                let own = Some(*index);
                let (links, found) = self.text(
                    &record.path,
                    &self.registry.entity(*index).address,
                    &record.body,
                    &self.policy(),
                    own,
                );
                Some(((*index, links), found))
            })
            .collect();
        let discussions: Vec<_> = sorted
            .claims
            .par_iter()
            .map(|claim| {
                let (links, found) =
                    self.text(&claim.path, &claim_address(&claim.id), &claim.body, &self.policy(), None);
                ((claim.id.clone(), links), found)
            })
            .collect();
        (
            unzip(briefs, diagnostics),
            unzip(pages, diagnostics),
            unzip(introductions, diagnostics),
            unzip(discussions, diagnostics),
        )
    }

    fn brief(&self, brief: &Arc<Brief>) -> (LinkedBrief, Vec<Diagnostic>) {
        let address = brief_address(&brief.slug);
        let policy = Policy { general: brief.linking.unwrap_or(self.config.linking), ..self.policy() };
        let (links, mut diagnostics) = self.text(&brief.path, &address, &brief.body, &policy, None);
        let mut resolver = self.resolver();
        let about = self.targets(&brief.path, &brief.about, &mut resolver);
        diagnostics.append(&mut resolver.diagnostics);
        diagnostics.extend(
            brief
                .based_on
                .iter()
                .filter_map(|cite| citations::check(&brief.path, &cite.value, cite.span, self.sources)),
        );
        (LinkedBrief { brief: Arc::clone(brief), address, about, links }, diagnostics)
    }

    /// Pages speak of the program as much as of the world: names in them are not linked by
    /// themselves.
    fn page(&self, page: &Arc<PageRecord>) -> (LinkedPage, Vec<Diagnostic>) {
        let address = page_address(&page.slug);
        let mut resolver = self.resolver();
        let resolutions = resolver.body(&page.path, &address, &page.body);
        let mentions =
            mentions::mentions(&page.body, &resolutions, &[], self.names, self.registry, &self.policy());
        let mut diagnostics = resolver.diagnostics;
        diagnostics.extend(citations::check_body(&page.path, &page.body, self.sources));
        let citations = Citations::of(&page.body, self.sources, self.style);
        let links = Links { resolutions, mentions, citations, dates: date_anchors(&page.body) };
        (LinkedPage { page: Arc::clone(page), address, links }, diagnostics)
    }

    /// Links one text. `own` is the entity that it introduces: its name is not linked there.
    fn text(
        &self,
        path: &SitePath,
        address: &Address,
        body: &Body,
        policy: &Policy<'_>,
        own: Option<EntityIndex>,
    ) -> (Links, Vec<Diagnostic>) {
        let mut resolver = self.resolver();
        let resolutions = resolver.body(path, address, body);
        let found = self.cache.find(self.names, body);
        let mut mentions = mentions::mentions(body, &resolutions, &found, self.names, self.registry, policy);
        mentions.retain(|mention| mention.reference.is_some() || Some(mention.entity) != own);
        let mut diagnostics = resolver.diagnostics;
        diagnostics.extend(mentions::weak_names(path, body, &found, self.names, self.registry));
        diagnostics.extend(citations::check_body(path, body, self.sources));
        let citations = Citations::of(body, self.sources, self.style);
        (Links { resolutions, mentions, citations, dates: date_anchors(body) }, diagnostics)
    }

    fn targets(
        &self,
        path: &SitePath,
        targets: &[crate::document::fields::Spanned<Target>],
        resolver: &mut Resolver<'_>,
    ) -> Vec<EntityIndex> {
        targets.iter().filter_map(|target| resolver.target(path, &target.value, target.span)).collect()
    }
}

/// An id for each date of a body: `d-2015-12-15`, the second one `d-2015-12-15-2`.
fn date_anchors(body: &Body) -> FxHashMap<ReferenceIndex, String> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    let dates = body.references.iter().enumerate().filter_map(|(at, reference)| match &reference.kind {
        ReferenceKind::Date(when, _) => {
            Some((at as ReferenceIndex, slugify(when.as_str()).unwrap_or_default()))
        }
        _ => None,
    });
    dates
        .map(|(at, slug)| {
            let count = counts.entry(slug.clone()).or_default();
            *count += 1;
            (at, if *count == 1 { format!("d-{slug}") } else { format!("d-{slug}-{count}") })
        })
        .collect()
}

fn unzip<T, C: FromIterator<T>>(linked: Vec<(T, Vec<Diagnostic>)>, diagnostics: &mut Vec<Diagnostic>) -> C {
    linked
        .into_iter()
        .map(|(value, mut found)| {
            diagnostics.append(&mut found);
            value
        })
        .collect()
}

/// Reports the unknown keys in the fields of records.
fn check_record_citations(
    entities: &[(EntityIndex, &EntityRecord)],
    sorted: &Sorted,
    sources: &BTreeMap<String, Source>,
) -> Vec<Diagnostic> {
    let in_entities = entities.iter().flat_map(|(_, record)| {
        let relations = record.relations.iter().flat_map(|relation| &relation.sources);
        let attributes = record.attributes.iter().flat_map(|attribute| &attribute.sources);
        record.sources.iter().chain(relations).chain(attributes).map(|cite| (&record.path, cite))
    });
    let in_claims =
        sorted.claims.iter().flat_map(|claim| claim.sources.iter().map(|cite| (&claim.path, cite)));
    in_entities
        .chain(in_claims)
        .filter_map(|(path, cite)| citations::check(path, &cite.value, cite.span, sources))
        .collect()
}

impl Graph {
    /// The roles of an entity at a date, or at any date for `None`.
    pub fn roles(
        &self,
        entity: EntityIndex,
        date: Option<&crate::date::When>,
    ) -> impl Iterator<Item = &RelationLink> {
        self.relations
            .iter()
            .filter(move |relation| relation.subject == entity)
            .filter(move |relation| date.is_none_or(|date| relation.holds_at(date)))
    }

    /// The entity that a source's outlet is.
    pub fn outlet(&self, source: &Source) -> Option<EntityIndex> {
        let meaning = self.names.get(source.outlet()?)?;
        (meaning.entities.len() == 1).then(|| meaning.entities[0])
    }

    /// The source of a cite.
    pub fn source(&self, cite: &Cite) -> Option<&Source> {
        self.sources.get(&cite.key)
    }
}
