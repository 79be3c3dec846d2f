//! Formatted citations, which the next build takes over: formatting is slow, and sources are many.

use std::sync::Arc;

use super::pieces::{BareCitation, Entry, compose};
use super::{Cite, Formatted, Rich, Source, Style, StyleError, format_all};
use crate::hash::Digest;
use crate::memo::Memo;

/// Styles and what was formatted by them, by digest of all that they depend on.
#[derive(Default)]
pub struct FormatCache {
    styles: Memo<Digest, Result<Style, StyleError>>,
    formatted: Memo<Digest, Arc<Formatted>>,
    entries: Memo<Digest, Arc<Entry>>,
    bare_citations: Memo<Digest, Arc<BareCitation>>,
}

impl FormatCache {
    /// A style: see [`Style::load`].
    pub fn style(&self, name_or_csl: &str, locale: &str) -> Result<Style, StyleError> {
        let key = Digest::of_parts([name_or_csl.as_bytes(), locale.as_bytes()]);
        self.styles.get(key, || Style::load(name_or_csl, locale))
    }

    /// Citations and references, as [`format_all`] makes them: from pieces, where that can be.
    /// With them comes the digest that they are kept by.
    pub fn format(
        &self,
        style: &Style,
        sources: &[Source],
        citations: &[Vec<Cite>],
    ) -> (Digest, Arc<Formatted>) {
        let key = key(style, sources, citations);
        let formatted = self.formatted.get(key, || {
            let composed = compose(style, sources, citations, self);
            Arc::new(composed.unwrap_or_else(|| format_all(style, sources, citations)))
        });
        (key, formatted)
    }

    /// Keeps what was formatted and is not asked for, by the digest that it is kept by.
    pub fn keep(&self, key: &Digest) {
        self.formatted.keep(key);
    }

    /// The reference of a source that stands in no list: without a number, and without the letter of a year.
    pub fn format_alone(&self, style: &Style, source: &Source) -> Arc<Rich> {
        Arc::clone(&self.entry(style, source).rich)
    }

    /// What lists say of a source.
    pub(super) fn entry(&self, style: &Style, source: &Source) -> Arc<Entry> {
        self.entries.get(piece_key(style, source), || Arc::new(Entry::of(style, source)))
    }

    /// What a style says where it cites a source and nothing else.
    pub(super) fn bare_citation(&self, style: &Style, source: &Source) -> Arc<BareCitation> {
        self.bare_citations.get(piece_key(style, source), || Arc::new(BareCitation::of(style, source)))
    }

    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        self.styles.turn();
        self.formatted.turn();
        self.entries.turn();
        self.bare_citations.turn();
    }
}

fn piece_key(style: &Style, source: &Source) -> Digest {
    Digest::of_parts([style.digest().as_bytes(), source.digest().as_bytes()])
}

/// The digest of all that the citations of a text depend on.
fn key(style: &Style, sources: &[Source], citations: &[Vec<Cite>]) -> Digest {
    let (style, cites) = (style.digest(), Digest::of_value(citations));
    let sources: Vec<Digest> = sources.iter().map(Source::digest).collect();
    let parts = [style.as_bytes(), cites.as_bytes()].into_iter().chain(sources.iter().map(Digest::as_bytes));
    Digest::of_parts(parts)
}
