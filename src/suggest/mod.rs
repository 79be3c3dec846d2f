//! What could be linked, dated, cited or recorded, each with the edit that does it where one is
//! known to be right.
//!
//! 1. Forms that no record gives are made of the names: plurals, romanised words, surnames, sounds
//!    (`lexicon`).
//! 2. Each text is looked through, one file of rules at a time (`unlinked_name`, `weak_name`,
//!    `bare_date`, `unrecorded_acronym`); what overlaps is told once.
//! 3. What stands in plain prose gets its edit (`edit`). The edits of a file are tried on its
//!    text: one after which the file would mean anything else is dropped (`proof`).
//! 4. What the checks of the site have found already joins them (`reported`).
//!
//! Nothing here writes: [`apply`] and [`apply_to_bytes`] give the new text of a file.

mod apply;
mod bare_date;
mod edit;
mod lexicon;
mod proof;
mod reported;
mod surroundings;
mod text;
mod unlinked_name;
mod unrecorded_acronym;
mod weak_name;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use apply::{apply, apply_to_bytes};

use crate::diagnostic::{Code, Diagnostic, sort};
use crate::graph::Graph;
use crate::load::SourceFile;
use crate::path::SitePath;
use crate::span::Span;
use lexicon::Lexicon;
use proof::prove;
use text::{Text, texts};

/// The diagnostics that are suggestions, in the order of the guide.
pub const RULES: [Code; 7] = [
    Code::UnlinkedName,
    Code::WeakName,
    Code::BareDate,
    Code::UncitedFigure,
    Code::LookalikeEntities,
    Code::UnexpandedAcronym,
    Code::UnrecordedAcronym,
];

/// A suggestion, and the words of its text that it is about.
struct Finding {
    words: Span,
    diagnostic: Diagnostic,
}

/// The findings of a text; no two are about the same words.
#[derive(Default)]
struct Findings {
    all: Vec<Finding>,
    /// The words that they are about, by where they begin.
    words: BTreeMap<u32, Span>,
}

impl Findings {
    fn push(&mut self, finding: Finding) {
        self.words.insert(finding.words.start, finding.words);
        self.all.push(finding);
    }

    /// Whether a finding is about some of these words.
    fn is_about(&self, words: Span) -> bool {
        // They do not overlap: only the last that begins before the end can reach in.
        self.words.range(..words.end).next_back().is_some_and(|(_, known)| known.overlaps(words))
    }
}

/// All suggestions for the site of these files, in order of files and places. `found` is what
/// checking the site has found. Pages, in which names are not looked for, are looked through where
/// they are `named`.
pub fn suggest(
    graph: &Graph,
    found: &[Diagnostic],
    files: &[Arc<SourceFile>],
    named: &[SitePath],
) -> Vec<Diagnostic> {
    let lexicon = Lexicon::of(graph);
    let mut suggestions = reported::reported(graph, found, files);
    for text in texts(graph, files, named) {
        let mut findings = findings(graph, &lexicon, &text);
        prove(&text, graph, found, &mut findings);
        let mut found: Vec<Diagnostic> = findings.into_iter().map(|finding| finding.diagnostic).collect();
        if let Some(places) = text.places {
            places.locate_all(&mut found);
        }
        suggestions.extend(found);
    }
    sort(suggestions)
}

/// What all rules find in a text.
fn findings(graph: &Graph, lexicon: &Lexicon, text: &Text<'_>) -> Vec<Finding> {
    let unlinked = unlinked_name::find(graph, lexicon, text);
    let weak = weak_name::find(graph, text, &unlinked);
    let mut findings = unlinked.findings;
    for finding in weak.into_iter().chain(bare_date::find(text)) {
        if !findings.is_about(finding.words) {
            findings.push(finding);
        }
    }
    let mut findings = findings.all;
    // What is recorded without a link would be lost under one.
    for finding in findings.iter_mut().filter(|finding| text.is_mention_among(finding.words)) {
        finding.diagnostic.edit = None;
    }
    findings.extend(unrecorded_acronym::find(graph, text));
    findings
}
