//! Formatted citations, which the next build takes over: formatting is slow, and sources are many.

use std::sync::Arc;

use super::format::format_alone;
use super::{Cite, Formatted, Rich, Source, Style, StyleError, format_all};
use crate::hash::Digest;
use crate::memo::Memo;

/// Styles and what was formatted by them, by digest of all that they depend on.
#[derive(Default)]
pub struct FormatCache {
    styles: Memo<Digest, Result<Style, StyleError>>,
    formatted: Memo<Digest, Arc<Formatted>>,
    alone: Memo<Digest, Arc<Rich>>,
}

impl FormatCache {
    /// A style: see [`Style::load`].
    pub fn style(&self, name_or_csl: &str, locale: &str) -> Result<Style, StyleError> {
        let key = Digest::of_parts([name_or_csl.as_bytes(), locale.as_bytes()]);
        self.styles.get(key, || Style::load(name_or_csl, locale))
    }

    /// Citations and references: see [`format_all`].
    pub fn format(&self, style: &Style, sources: &[Source], citations: &[Vec<Cite>]) -> Arc<Formatted> {
        let digests: Vec<Digest> = sources.iter().map(Source::digest).collect();
        let sources_digest = Digest::of_parts(digests.iter().map(Digest::as_bytes));
        let cites = format!("{citations:?}");
        let style_digest = style.digest();
        let key = Digest::of_parts([style_digest.as_bytes(), sources_digest.as_bytes(), cites.as_bytes()]);
        self.formatted.get(key, || Arc::new(format_all(style, sources, citations)))
    }

    /// The reference of a source that stands in no list: without a number, and without the letter of a year.
    pub fn format_alone(&self, style: &Style, source: &Source) -> Arc<Rich> {
        let key = Digest::of_parts([style.digest().as_bytes(), source.digest().as_bytes()]);
        self.alone.get(key, || Arc::new(format_alone(style, source)))
    }

    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        self.styles.turn();
        self.formatted.turn();
        self.alone.turn();
    }
}
