//! Citations: which source is cited where, and how each citation reads.
//!
//! A brief's citations are formatted together, in the order of its text, since numbers and the
//! letters of “2016a” depend on what else it cites.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::annotate::body::{AnnotationKind, Body, ReferenceIndex, ReferenceKind};
use crate::bibliography::{Cite, FormatCache, Formatted, Rich, Source, Sources, Style};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::nearest::Guesses;
use crate::path::SitePath;
use crate::span::Span;

/// The citations of one body, formatted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Citations {
    formatted: Arc<Formatted>,
    /// By what they were looked up, where there are any.
    key: Option<Digest>,
    /// For each reference that cites, the index of its citation.
    positions: FxHashMap<ReferenceIndex, usize>,
    /// The references that cite, in the order of the text.
    places: Vec<ReferenceIndex>,
    /// What each of them cites.
    groups: Vec<Vec<Cite>>,
    /// The sources that are known, with the references that cite them, in the order of the text.
    cited: Vec<(ReferenceIndex, SourceIndex)>,
}

/// The index of a source among those of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceIndex(pub(super) u32);

impl Citations {
    /// Formats the citations of a body.
    pub(super) fn of(body: &Body, sources: &Sources, style: &Style, cache: &FormatCache) -> Self {
        let shown = body.references.iter().enumerate();
        let shown = shown.filter(|(_, reference)| body.is_shown(reference.block as usize));
        let (places, groups): (Vec<ReferenceIndex>, Vec<Vec<Cite>>) = shown
            .filter_map(|(at, _)| {
                let place = at as ReferenceIndex;
                Some((place, cites_at(body, place)?.to_vec()))
            })
            .unzip();
        if groups.is_empty() {
            return Self::default();
        }
        let keys: BTreeSet<&str> = groups.iter().flatten().map(|cite| cite.key.as_str()).collect();
        let known: Vec<Source> = keys.into_iter().filter_map(|key| sources.get(key).cloned()).collect();
        let (key, formatted) = cache.format(style, &known, &groups);
        let positions = places.iter().enumerate().map(|(at, place)| (*place, at)).collect();
        let index = |cite: &Cite| Some(SourceIndex(sources.get_index_of(&cite.key)? as u32));
        let cited = cites(&places, &groups).filter_map(|(reference, cite)| Some((reference, index(cite)?)));
        let cited = cited.collect();
        Self { formatted, key: Some(key), positions, places, groups, cited }
    }

    /// Keeps them in the cache that they are from.
    pub(super) fn keep(&self, cache: &FormatCache) {
        if let Some(key) = &self.key {
            cache.keep(key);
        }
    }

    /// How the citation at a reference reads.
    pub fn citation(&self, reference: ReferenceIndex) -> Option<&Rich> {
        self.formatted.citations.get(*self.positions.get(&reference)?)
    }

    /// The list of sources, as the style orders it: (key, entry).
    pub fn references(&self) -> impl Iterator<Item = (&str, &Rich)> {
        self.formatted.references.iter().map(|reference| (reference.key.as_str(), &reference.rich))
    }

    /// All sources that are known, with the references that cite them, in the order of the text.
    pub(super) fn cited(&self) -> impl Iterator<Item = (ReferenceIndex, SourceIndex)> {
        self.cited.iter().copied()
    }

    /// All cites, in the order of the text.
    pub fn cites(&self) -> impl Iterator<Item = (ReferenceIndex, &Cite)> {
        cites(&self.places, &self.groups)
    }
}

/// What references at some places cite, in their order.
fn cites<'a>(
    places: &'a [ReferenceIndex],
    groups: &'a [Vec<Cite>],
) -> impl Iterator<Item = (ReferenceIndex, &'a Cite)> {
    let groups = places.iter().zip(groups);
    groups.flat_map(|(reference, group)| group.iter().map(move |cite| (*reference, cite)))
}

/// The cites at a reference: a citation's, or those of a footnote that is only a citation.
pub fn cites_at(body: &Body, reference: ReferenceIndex) -> Option<&[Cite]> {
    match &body.references[reference as usize].kind {
        ReferenceKind::Citation(cites) => Some(cites),
        ReferenceKind::Mark(annotation, _) => match &body.annotations[*annotation as usize].kind {
            AnnotationKind::Citation(cites) => Some(cites),
            _ => None,
        },
        _ => None,
    }
}

/// Reports the keys of a body that no source has. The site has so many `texts`.
pub(super) fn check_body(path: &SitePath, body: &Body, sources: &Sources, texts: usize) -> Vec<Diagnostic> {
    let citations = body.references.iter().filter_map(|reference| match &reference.kind {
        ReferenceKind::Citation(cites) => Some((cites, reference.source)),
        _ => None,
    });
    let cites = citations.flat_map(|(cites, source)| cites.iter().map(move |cite| (cite, source)));
    let mut guesses = Guesses::among(texts);
    cites.filter_map(|(cite, source)| check(path, cite, source, sources, &mut guesses)).collect()
}

/// Reports a key that no source has.
pub(super) fn check(
    path: &SitePath,
    cite: &Cite,
    place: Span,
    sources: &Sources,
    guesses: &mut Guesses,
) -> Option<Diagnostic> {
    if sources.contains_key(&cite.key) {
        return None;
    }
    let diagnostic =
        Diagnostic::new(Code::UnknownSource, path, place, format!("no source has the key `{}`", cite.key))
            .missing(&cite.key);
    Some(diagnostic.help(match guesses.nearest(&cite.key, sources.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `@{near}`?"),
        None => "add the source to content/sources.yml, or to another file of sources".to_owned(),
    }))
}
