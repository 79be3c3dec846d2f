//! Stage *exports*: what the site emits for other programs, one file a format.
//!
//! 1. What can be made of the graph alone is: the timeline and the references.
//! 2. So is the registry of entities, with the places on their pages.
//! 3. What tells of places in published pages takes them as they were rendered: the annotations.

mod align;
mod annotation;
mod annotations;
mod calendar;
mod occasions;
mod page_text;
mod references;
mod registry;
mod timeline_csv;
mod timeline_js;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::artifact::{Artifact, Store};
use crate::graph::Graph;
use crate::hash::Digest;
use crate::memo::Memo;
use crate::pages::{Page, PageKind};
use crate::path::Address;
use crate::render::PublishedPage;

pub use page_text::PageText;

/// The texts of pages, by digest of their HTML.
pub type PageTextCache = Memo<Digest, Arc<PageText>>;

/// Makes files for other programs of the site with these pages; none where there is nothing to tell.
type Export = fn(&Graph, &[PublishedPage]) -> Vec<Artifact>;

/// What is made of the timeline and the sources.
const OF_THE_GRAPH: [Export; 5] = [
    |graph, _| {
        unless(graph.chronology.moments.is_empty(), || file("timeline.ics", calendar::calendar(graph)))
    },
    |graph, _| {
        unless(graph.chronology.moments.is_empty(), || {
            file("timeline.json", pretty(&timeline_js::timeline_js(graph)))
        })
    },
    |graph, _| {
        unless(graph.chronology.moments.is_empty(), || {
            file("timeline.csv", timeline_csv::timeline_csv(graph))
        })
    },
    |graph, _| {
        unless(graph.sources.is_empty(), || file("references.json", references::references_json(graph)))
    },
    |graph, _| unless(graph.sources.is_empty(), || file("references.bib", references::references_bib(graph))),
];

/// The files for other programs that tell of the whole site. Each goes to `store` before another is begun on the
/// same processor: together they are large. Once it has given up, no more are made.
pub fn exports<S: Store>(graph: &Graph, pages: &[PublishedPage], store: &S) -> Vec<Artifact<S::Held>> {
    let all = OF_THE_GRAPH.par_iter().chain(&registry::EXPORTS).filter(|_| !store.has_given_up());
    all.flat_map_iter(|export| export(graph, pages).into_iter().map(|file| file.store(store))).collect()
}

fn unless(there_are_none: bool, file: impl Fn() -> Artifact) -> Vec<Artifact> {
    (!there_are_none).then(file).into_iter().collect()
}

/// The annotations of a brief, for whom its page as it is published is told.
pub fn annotations(graph: &Graph, page: &Page, html: &[u8], cache: &PageTextCache) -> Option<Artifact> {
    let PageKind::Brief(at) = page.kind else { return None };
    let path = Address::new(format!("{}{}", page.address, annotations::FILE)).output_path();
    let text = || std::str::from_utf8(html).expect("a template writes text");
    let text = cache.get_by(|| Digest::of(html), || Arc::new(PageText::of(text())));
    Some(file(&path, annotations::annotation_page(graph, &graph.briefs[at as usize], &text)))
}

fn file(path: &str, text: String) -> Artifact {
    Artifact { path: path.to_owned(), bytes: text.into_bytes().into() }
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text
}
