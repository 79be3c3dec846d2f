//! Links texts: resolves their references, finds their mentions, formats their citations. Each
//! text for itself, in parallel.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::citations::{self, Citations};
use super::claims::digest_of_stated;
use super::fragments::{links_to_places, places_of};
use super::known::{LinkCache, Linked};
use super::lints::{Records, lint_brief};
use super::mentions::{self, Policy};
use super::moments::tellings;
use super::names::{FoundName, NameKey};
use super::numbers::Numbers;
use super::registry::EntityIndex;
use super::resolve::Resolver;
use super::routes::Routes;
use super::{LinkedBrief, LinkedPage, Links, Sorted};
use crate::annotate::body::{ReferenceIndex, ReferenceKind, Target};
use crate::annotate::{Body, Brief, ClaimRecord, PageRecord, Record};
use crate::bibliography::{FormatCache, Sources, Style};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::fields::Spanned;
use crate::hash::Digest;
use crate::nearest::Guesses;
use crate::path::{Address, SitePath, slugify};
use crate::permalinks::{brief_address, claim_address, page_address};
use crate::remotes::Remotes;

/// What linking one text looks at.
pub(super) struct Linker<'a> {
    pub(super) config: &'a Config,
    pub(super) records: Records<'a>,
    pub(super) routes: &'a Routes,
    pub(super) remotes: &'a Remotes,
    pub(super) sources: &'a Sources,
    pub(super) style: &'a Style,
    pub(super) linked: &'a LinkCache,
    /// The digest of all of this.
    pub(super) surroundings: Digest,
    pub(super) formatted: &'a FormatCache,
    /// How many texts the site has.
    pub(super) texts: usize,
}

pub(super) type LinkedTexts =
    (Vec<LinkedBrief>, Vec<LinkedPage>, BTreeMap<EntityIndex, Arc<Links>>, BTreeMap<String, Arc<Links>>);

/// A text that is linked, and what is wrong with it.
type WithDiagnostics<T> = (T, Arc<[Diagnostic]>);

impl Linker<'_> {
    pub(super) fn resolver(&self) -> Resolver<'_> {
        let Records { registry, names, .. } = self.records;
        Resolver::new(registry, names, self.routes, self.remotes, self.texts)
    }

    fn policy(&self) -> Policy<'_> {
        Policy { general: self.config.linking, kinds: &self.config.linking_by_kind }
    }

    /// Links all texts, in parallel; diagnostics come in the order of the texts.
    pub(super) fn all(&self, sorted: &Sorted, diagnostics: &mut Vec<Diagnostic>) -> LinkedTexts {
        let briefs: Vec<_> = sorted.briefs.par_iter().map(|brief| self.brief(brief)).collect();
        let pages: Vec<_> = sorted.pages.par_iter().map(|page| self.page(page)).collect();
        let indexes: Vec<EntityIndex> = self.records.registry.indexes().collect();
        let introductions: Vec<_> =
            indexes.par_iter().filter_map(|index| self.introduction(*index)).collect();
        let discussions: Vec<_> = sorted.claims.par_iter().map(|claim| self.discussion(claim)).collect();
        (
            unzip(briefs, diagnostics),
            unzip(pages, diagnostics),
            unzip(introductions, diagnostics),
            unzip(discussions, diagnostics),
        )
    }

    fn brief(&self, brief: &Arc<Brief>) -> WithDiagnostics<LinkedBrief> {
        let address = brief_address(&brief.slug);
        let linked = self.known(&Record::Brief(Arc::clone(brief)), || self.link_brief(brief, &address));
        let Linked { links, about, tellings, stated, diagnostics, .. } = linked;
        (LinkedBrief { brief: Arc::clone(brief), address, about, links, tellings, stated }, diagnostics)
    }

    fn link_brief(&self, brief: &Arc<Brief>, address: &Address) -> Linked {
        let policy = Policy { general: brief.linking.unwrap_or(self.config.linking), ..self.policy() };
        let (names, links, mut diagnostics) = self.text(&brief.path, address, &brief.body, &policy, None);
        let mut resolver = self.resolver();
        let about = self.targets(&brief.path, &brief.about, &mut resolver).into();
        diagnostics.append(&mut resolver.diagnostics);
        let mut guesses = Guesses::among(self.texts);
        diagnostics.extend(brief.based_on.iter().filter_map(|cite| {
            citations::check(&brief.path, &cite.value, cite.span, self.sources, &mut guesses)
        }));
        let (brief, address, links) = (Arc::clone(brief), address.clone(), Arc::new(links));
        let (nothing, stated) = (Arc::default(), Digest::default());
        let linked = LinkedBrief { brief, address, about, links, tellings: nothing, stated };
        let stated = digest_of_stated(&linked);
        let (tellings, found) = tellings(&linked);
        diagnostics.extend(found);
        diagnostics.extend(lint_brief(&self.records, &linked));
        let LinkedBrief { about, links, .. } = linked;
        Linked {
            links,
            about,
            tellings: Arc::new(tellings),
            stated,
            diagnostics: diagnostics.into(),
            names: Some(names),
        }
    }

    /// Pages speak of the program as much as of the world: names in them are not linked by
    /// themselves.
    fn page(&self, page: &Arc<PageRecord>) -> WithDiagnostics<LinkedPage> {
        let address = page_address(&page.slug);
        let linked = self.known(&Record::Page(Arc::clone(page)), || {
            let (links, diagnostics) = self.with_names(&page.path, &address, &page.body, &self.policy(), &[]);
            Linked { links: links.into(), diagnostics: diagnostics.into(), ..Linked::default() }
        });
        (LinkedPage { page: Arc::clone(page), address, links: linked.links }, linked.diagnostics)
    }

    /// An entity's name is not linked in its own introduction.
    fn introduction(&self, index: EntityIndex) -> Option<WithDiagnostics<(EntityIndex, Arc<Links>)>> {
        let entity = self.records.registry.entity(index);
        let record = entity.record.as_ref()?;
        let linked = self.known(&Record::Entity(Arc::clone(record)), || {
            self.plain(&record.path, &entity.address, &record.body, Some(index))
        });
        Some(((index, linked.links), linked.diagnostics))
    }

    fn discussion(&self, claim: &Arc<ClaimRecord>) -> WithDiagnostics<(String, Arc<Links>)> {
        let linked = self.known(&Record::Claim(Arc::clone(claim)), || {
            self.plain(&claim.path, &claim_address(&claim.id), &claim.body, None)
        });
        ((claim.id.clone(), linked.links), linked.diagnostics)
    }

    fn known(&self, record: &Record, link: impl FnOnce() -> Linked) -> Linked {
        self.linked.linked(record, self.surroundings, link)
    }

    /// Links a text of which nothing is asked but its links.
    fn plain(&self, path: &SitePath, address: &Address, body: &Body, own: Option<EntityIndex>) -> Linked {
        let (names, links, diagnostics) = self.text(path, address, body, &self.policy(), own);
        let (links, diagnostics) = (links.into(), diagnostics.into());
        Linked { links, diagnostics, names: Some(names), ..Linked::default() }
    }

    /// Links one text. `own` is the entity that it introduces.
    fn text(
        &self,
        path: &SitePath,
        address: &Address,
        body: &Body,
        policy: &Policy<'_>,
        own: Option<EntityIndex>,
    ) -> (NameKey, Links, Vec<Diagnostic>) {
        let Records { names, registry, .. } = self.records;
        let (key, found) = self.linked.names().find(names, body);
        let (mut links, mut diagnostics) = self.with_names(path, address, body, policy, &found);
        links.mentions.retain(|mention| mention.reference.is_some() || Some(mention.entity) != own);
        diagnostics.extend(mentions::weak_names(path, body, &found, names, registry));
        (key, links, diagnostics)
    }

    /// Links a text in which these names were found.
    fn with_names(
        &self,
        path: &SitePath,
        address: &Address,
        body: &Body,
        policy: &Policy<'_>,
        found: &[FoundName],
    ) -> (Links, Vec<Diagnostic>) {
        let Records { names, registry, .. } = self.records;
        let mut resolver = self.resolver();
        let resolutions = resolver.body(path, address, body);
        let mentions = mentions::mentions(body, &resolutions, found, names, registry, policy);
        let mut diagnostics = resolver.diagnostics;
        diagnostics.extend(citations::check_body(path, body, self.sources, self.texts));
        let citations = Citations::of(body, self.sources, self.style, self.formatted);
        let (dates, places) = (date_anchors(body), places_of(body));
        let to_places = links_to_places(&resolutions);
        (Links { resolutions, mentions, citations, dates, places, to_places }, diagnostics)
    }

    /// What a claim's file says that it is about.
    pub(super) fn about(&self, claim: &ClaimRecord, diagnostics: &mut Vec<Diagnostic>) -> Vec<EntityIndex> {
        let mut resolver = self.resolver();
        let about = self.targets(&claim.path, &claim.about, &mut resolver);
        diagnostics.append(&mut resolver.diagnostics);
        about
    }

    pub(super) fn targets(
        &self,
        path: &SitePath,
        targets: &[Spanned<Target>],
        resolver: &mut Resolver<'_>,
    ) -> Vec<EntityIndex> {
        targets.iter().filter_map(|target| resolver.target(path, &target.value, target.span)).collect()
    }
}

/// An id for each date of a body: `d-2015-12-15-1`.
fn date_anchors(body: &Body) -> FxHashMap<ReferenceIndex, String> {
    let mut numbers = Numbers::of(body);
    let dates = body.references.iter().enumerate().filter_map(|(at, reference)| match &reference.kind {
        ReferenceKind::Date(when, _) => {
            let stem = format!("d-{}", slugify(when.as_str()).unwrap_or_default());
            Some((at as ReferenceIndex, stem, reference.block))
        }
        _ => None,
    });
    let dates: Vec<_> = dates.collect();
    let known: Vec<_> = dates.iter().map(|(_, stem, block)| numbers.known(stem, body, *block)).collect();
    let ids =
        dates.iter().zip(known).map(|((at, stem, _), id)| (*at, id.unwrap_or_else(|| numbers.next(stem))));
    ids.collect()
}

fn unzip<T, C: FromIterator<T>>(linked: Vec<WithDiagnostics<T>>, diagnostics: &mut Vec<Diagnostic>) -> C {
    linked
        .into_iter()
        .map(|(value, found)| {
            diagnostics.extend_from_slice(&found);
            value
        })
        .collect()
}
