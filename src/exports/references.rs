//! `/references.json` and `/references.bib`: all sources of the site, as CSL-JSON (the Citation Style
//! Language's input, schema 1.0.2) and as BibLaTeX in UTF-8. The keys are those that briefs cite by.

use super::pretty;
use crate::bibliography::{Source, biblatex, csl_json};
use crate::graph::Graph;

/// The sources of a site as CSL-JSON, in order of their keys.
pub(super) fn references_json(graph: &Graph) -> String {
    pretty(&csl_json(&sources(graph)))
}

/// The sources of a site as BibLaTeX, in order of their keys.
pub(super) fn references_bib(graph: &Graph) -> String {
    biblatex(&sources(graph))
}

fn sources(graph: &Graph) -> Vec<Source> {
    graph.sources.values().cloned().collect()
}
