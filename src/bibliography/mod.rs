//! Sources: read, checked, formatted by a CSL style, and given out again in three formats.
//!
//! 1. [`parse`] reads one file of sources, in Hayagriva YAML, BibLaTeX or CSL-JSON, into
//!    [`Source`]s with their places, and says what is wrong with them; [`collect`] puts the
//!    files of a site together.
//! 2. [`parse_locator`] reads where in a source a citation points.
//! 3. [`Style::load`] finds a CSL style, and [`format_all`] formats, in one pass, the citations
//!    of a text and the list of its sources, as [`Rich`] text: HTML and plain. [`FormatCache`] puts
//!    the same together from what it has formatted before, source by source.
//! 4. [`csl_json`], [`biblatex`](fn@biblatex) and [`ris`] write sources for other programs.
//!
//! Whatever the file, a source is held as a record of CSL's variables. hayagriva reads two of
//! the formats and is the CSL processor; it is handed CSL-JSON items, which know more types
//! of source than its own entries.

mod cache;
mod date;
mod endless;
mod export;
mod format;
mod item;
mod locator;
mod narrow;
mod pieces;
mod reach;
mod read;
mod record;
mod rich;
mod separable;
mod source;
mod style;

pub use cache::FormatCache;
pub use export::{biblatex, csl_json, ris};
pub use format::{Cite, Formatted, Reference, format_all};
pub use locator::{LocatorKind, parse_locator};
pub use rich::Rich;
pub use source::{OwnPage, Source, is_body};
pub use style::{Style, StyleError};

use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SitePath, slugify};
use crate::span::Location;
use indexmap::IndexMap;
use read::Reading;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// What a file of sources holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The sources that could be read, in the order of the file; keys are unique.
    pub sources: Vec<Source>,
    /// What is wrong with the file and its sources.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file of sources: by its extension `.yml` or `.yaml` (Hayagriva), `.bib` (BibLaTeX)
/// or `.json` (CSL-JSON).
pub fn parse(path: &SitePath, text: &str) -> Parsed {
    let Reading { records, mut diagnostics, .. } = Reading::of(path, text);
    let sources: Vec<_> = records
        .into_iter()
        .map(|(record, span)| Source::new(record, Location { path: path.clone(), span }))
        .collect();
    diagnostics.extend(sources.iter().flat_map(Source::check));
    Parsed { sources, diagnostics }
}

/// The sources of a site, by key, in order of their keys.
pub type Sources = IndexMap<String, Source, FxBuildHasher>;

/// The sources of all files, by key. Where two files have one key, the first file in the order
/// given wins, and the other is reported. So is a source whose key gives the address of another's.
pub fn collect<'a>(files: impl IntoIterator<Item = &'a Parsed>) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let mut slugs: FxHashMap<Option<String>, &Source> = FxHashMap::default();
    for source in files.into_iter().flat_map(|file| &file.sources) {
        if let Some(first) = sources.get(source.key()) {
            let place = |source: &Source| (source.location().path.clone(), source.location().span);
            let (again, first) = (place(source), place(first));
            diagnostics.push(read::duplicate(source.key(), (&again.0, again.1), (&first.0, first.1)));
        } else if let Some(first) = slugs.insert(slugify(source.key()), source) {
            diagnostics.push(at_one_address(source, first));
        } else {
            sources.insert(source.key().to_owned(), source.clone());
        }
    }
    sources.sort_unstable_keys();
    (sources, diagnostics)
}

fn at_one_address(source: &Source, first: &Source) -> Diagnostic {
    let (place, other) = (source.location(), first.location());
    let message = format!("the sources `{}` and `{}` would have one address", first.key(), source.key());
    Diagnostic::new(Code::PathCollision, &place.path, place.span, message)
        .label(&other.path, other.span, "the other one")
        .help("give one of them another key")
}

#[cfg(test)]
mod tests;
