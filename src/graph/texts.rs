//! Links texts: resolves their references, finds their mentions, formats their citations. Each
//! text for itself, in parallel.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::citations::{self, Citations};
use super::mentions::{self, Policy};
use super::names::{NameCache, NameTable};
use super::numbers::Numbers;
use super::registry::{EntityIndex, Registry};
use super::resolve::Resolver;
use super::routes::Routes;
use super::{LinkedBrief, LinkedPage, Links, Sorted};
use crate::annotate::body::{ReferenceIndex, ReferenceKind, Target};
use crate::annotate::{Body, Brief, PageRecord};
use crate::bibliography::{FormatCache, Source, Style};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::fields::Spanned;
use crate::nearest::Guesses;
use crate::path::{Address, SitePath, slugify};
use crate::permalinks::{brief_address, claim_address, page_address};
use crate::remotes::Remotes;

/// What linking one text looks at.
pub(super) struct Linker<'a> {
    pub(super) config: &'a Config,
    pub(super) registry: &'a Registry,
    pub(super) names: &'a NameTable,
    pub(super) routes: &'a Routes,
    pub(super) remotes: &'a Remotes,
    pub(super) sources: &'a BTreeMap<String, Source>,
    pub(super) style: &'a Style,
    pub(super) cache: &'a NameCache,
    pub(super) formatted: &'a FormatCache,
    /// How many texts the site has.
    pub(super) texts: usize,
}

pub(super) type LinkedTexts =
    (Vec<LinkedBrief>, Vec<LinkedPage>, BTreeMap<EntityIndex, Links>, BTreeMap<String, Links>);

impl Linker<'_> {
    pub(super) fn resolver(&self) -> Resolver<'_> {
        Resolver {
            registry: self.registry,
            names: self.names,
            routes: self.routes,
            remotes: self.remotes,
            diagnostics: Vec::new(),
            guesses: Guesses::among(self.texts),
        }
    }

    pub(super) fn policy(&self) -> Policy<'_> {
        Policy { general: self.config.linking, kinds: &self.config.linking_by_kind }
    }

    /// Links all texts, in parallel; diagnostics come in the order of the texts.
    pub(super) fn all(&self, sorted: &Sorted, diagnostics: &mut Vec<Diagnostic>) -> LinkedTexts {
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

    pub(super) fn brief(&self, brief: &Arc<Brief>) -> (LinkedBrief, Vec<Diagnostic>) {
        let address = brief_address(&brief.slug);
        let policy = Policy { general: brief.linking.unwrap_or(self.config.linking), ..self.policy() };
        let (links, mut diagnostics) = self.text(&brief.path, &address, &brief.body, &policy, None);
        let mut resolver = self.resolver();
        let about = self.targets(&brief.path, &brief.about, &mut resolver);
        diagnostics.append(&mut resolver.diagnostics);
        let mut guesses = Guesses::among(self.texts);
        diagnostics.extend(brief.based_on.iter().filter_map(|cite| {
            citations::check(&brief.path, &cite.value, cite.span, self.sources, &mut guesses)
        }));
        (LinkedBrief { brief: Arc::clone(brief), address, about, links }, diagnostics)
    }

    /// Pages speak of the program as much as of the world: names in them are not linked by
    /// themselves.
    pub(super) fn page(&self, page: &Arc<PageRecord>) -> (LinkedPage, Vec<Diagnostic>) {
        let address = page_address(&page.slug);
        let mut resolver = self.resolver();
        let resolutions = resolver.body(&page.path, &address, &page.body);
        let mentions =
            mentions::mentions(&page.body, &resolutions, &[], self.names, self.registry, &self.policy());
        let mut diagnostics = resolver.diagnostics;
        diagnostics.extend(citations::check_body(&page.path, &page.body, self.sources, self.texts));
        let citations = Citations::of(&page.body, self.sources, self.style, self.formatted);
        let links = Links { resolutions, mentions, citations, dates: date_anchors(&page.body) };
        (LinkedPage { page: Arc::clone(page), address, links }, diagnostics)
    }

    /// Links one text. `own` is the entity that it introduces: its name is not linked there.
    pub(super) fn text(
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
        diagnostics.extend(citations::check_body(path, body, self.sources, self.texts));
        let citations = Citations::of(body, self.sources, self.style, self.formatted);
        (Links { resolutions, mentions, citations, dates: date_anchors(body) }, diagnostics)
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

fn unzip<T, C: FromIterator<T>>(linked: Vec<(T, Vec<Diagnostic>)>, diagnostics: &mut Vec<Diagnostic>) -> C {
    linked
        .into_iter()
        .map(|(value, mut found)| {
            diagnostics.append(&mut found);
            value
        })
        .collect()
}
