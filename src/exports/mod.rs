//! Stage *exports*: what the site emits for other programs, one file a format.
//!
//! 1. What can be made of the graph alone is: the timeline and the references.
//! 2. So is the registry of entities, with the places on their pages.
//! 3. What tells of places in published pages takes them as they were rendered: the annotations.

mod align;
mod annotations;
mod calendar;
mod occasions;
mod page_text;
mod references;
mod registry;
mod timeline_csv;
mod timeline_js;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::graph::Graph;
use crate::hash::Digest;
use crate::memo::Memo;
use crate::path::Address;
use crate::render::{Artifact, Rendered};

pub use page_text::PageText;

/// The texts of pages, by digest of their HTML.
pub type PageTextCache = Memo<Digest, Arc<PageText>>;

/// All files for other programs.
pub fn exports(graph: &Graph, rendered: &Rendered, cache: &PageTextCache) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    if !graph.moments.is_empty() {
        artifacts.push(file("timeline.ics", calendar::calendar(graph)));
        artifacts.push(file("timeline.json", pretty(&timeline_js::timeline_js(graph))));
        artifacts.push(file("timeline.csv", timeline_csv::timeline_csv(graph)));
    }
    if !graph.sources.is_empty() {
        artifacts.push(file("references.json", pretty(&references::references_json(graph))));
        artifacts.push(file("references.bib", references::references_bib(graph)));
    }
    artifacts.extend(registry::registry(graph, &rendered.pages));
    artifacts.extend(annotation_pages(graph, &rendered.artifacts, cache));
    artifacts
}

fn annotation_pages(graph: &Graph, pages: &[Artifact], cache: &PageTextCache) -> Vec<Artifact> {
    let pages: BTreeMap<&str, &[u8]> = pages.iter().map(|page| (page.path.as_str(), &*page.bytes)).collect();
    let written = graph.briefs.par_iter().filter_map(|linked| {
        let html = std::str::from_utf8(pages.get(linked.address.output_path().as_str())?).ok()?;
        let path = Address::new(format!("{}{}", linked.address, annotations::FILE)).output_path();
        let text = cache.get(Digest::of(html.as_bytes()), || Arc::new(PageText::of(html)));
        Some(file(&path, annotations::annotation_page(graph, linked, &text)))
    });
    written.collect()
}

fn file(path: &str, text: String) -> Artifact {
    Artifact { path: path.to_owned(), bytes: text.into_bytes().into() }
}

fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text
}
