//! Stage *exports*: what the site emits for other programs, one file a format.
//!
//! 1. What can be made of the graph alone is: the timeline and the references.
//! 2. So is the registry of entities, with the places on their pages.
//! 3. What tells of places in published pages takes them as they were rendered: the annotations.

mod align;
mod annotations;
mod calendar;
mod code_points;
mod occasions;
mod page_text;
mod references;
mod registry;
mod timeline_csv;
mod timeline_js;

use std::sync::Arc;

use crate::artifact::Artifact;
use crate::graph::Graph;
use crate::hash::Digest;
use crate::memo::Memo;
use crate::pages::{Page, PageKind};
use crate::path::Address;
use crate::render::PublishedPage;

pub use page_text::PageText;

/// The texts of pages, by digest of their HTML.
pub type PageTextCache = Memo<Digest, Arc<PageText>>;

/// The files for other programs that tell of the whole site.
pub fn exports(graph: &Graph, pages: &[PublishedPage]) -> Vec<Artifact> {
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
    artifacts.extend(registry::registry(graph, pages));
    artifacts
}

/// The annotations of a brief, for whom its page as it is published is told.
pub fn annotations(graph: &Graph, page: &Page, html: &[u8], cache: &PageTextCache) -> Option<Artifact> {
    let PageKind::Brief(at) = page.kind else { return None };
    let path = Address::new(format!("{}{}", page.address, annotations::FILE)).output_path();
    let text = cache.get(Digest::of(html), || Arc::new(PageText::of(&String::from_utf8_lossy(html))));
    Some(file(&path, annotations::annotation_page(graph, &graph.briefs[at as usize], &text)))
}

fn file(path: &str, text: String) -> Artifact {
    Artifact { path: path.to_owned(), bytes: text.into_bytes().into() }
}

fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text
}
