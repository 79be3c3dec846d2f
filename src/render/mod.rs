//! Stage *render*: pages become bytes.
//!
//! 1. The theme's own files get names with a digest of their bytes ([`assets`]).
//! 2. Each page's model is filled, in parallel, and written twice: as HTML by its template,
//!    and as its data twin `index.json`.
//! 3. A page whose model and templates are as before is taken from the memo.
//! 4. Feed, sitemap and robots.txt come last.

pub mod assets;
#[cfg(test)]
mod every_template;
mod filters;
pub mod theme;

pub use theme::Theme;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use crate::bibliography::{FormatCache, Source};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::graph::backlinks::Backlinks;
use crate::hash::Digest;
use crate::memo::Memo;
use crate::pages::article::NoteTheme;
use crate::pages::feed::{Feed, Robots, Sitemap, SitemapEntry, feed_address};
use crate::pages::json_feed::JsonFeed;
use crate::pages::notes::{BlockNote, Note};
use crate::pages::view::{Shared, ThemeAssets, View};
use crate::pages::{Model, Page, PageKind, plan};
use crate::path::Address;
use crate::progress::{Progress, Stage};

/// Some bytes with the path that they are written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The path below the output folder: `briefs/a/index.html`.
    pub path: String,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// Rendered pages and their data twins, by digest of model and templates.
pub type PageCache = Memo<Digest, (Arc<[u8]>, Arc<[u8]>)>;

/// The version of the data twins: it changes when a field goes or changes its meaning.
const TWIN_VERSION: u32 = 1;

/// Renders all pages of a graph.
pub fn render(
    graph: &Graph,
    theme: &Theme,
    assets: &ThemeAssets,
    cache: &PageCache,
    formatted: &FormatCache,
    progress: &Progress,
) -> (Vec<Artifact>, Vec<Diagnostic>) {
    let backlinks = Backlinks::of(graph);
    let notes = Notes { theme, faults: Mutex::new(Vec::new()) };
    let references = references(graph, formatted);
    let shared =
        Shared { graph, backlinks: &backlinks, assets, notes: &notes, references: &references, formatted };
    let pages = plan(graph);
    progress.begin(Stage::Rendering, pages.len());
    let rendered = pages.par_iter().map(|page| {
        let artifacts = render_page(page, &shared, theme, cache);
        progress.step();
        artifacts
    });
    let rendered: Vec<Result<Vec<Artifact>, Diagnostic>> = rendered.collect();
    let mut artifacts = Vec::new();
    let mut diagnostics = Vec::new();
    for result in rendered.into_iter().chain([render_machine_files(&pages, &shared, theme)]) {
        match result {
            Ok(found) => artifacts.extend(found),
            Err(fault) => diagnostics.push(fault),
        }
    }
    diagnostics.extend(notes.faults.into_inner().unwrap_or_else(PoisonError::into_inner));
    (artifacts, diagnostics)
}

/// The reference of every source, formatted once for all pages that are not briefs.
fn references(graph: &Graph, cache: &FormatCache) -> BTreeMap<String, crate::bibliography::Rich> {
    let sources: Vec<Source> = graph.sources.values().cloned().collect();
    let formatted = cache.format(&graph.style, &sources, &[], true);
    formatted.references.iter().map(|reference| (reference.key.clone(), reference.rich.clone())).collect()
}

fn render_page(
    page: &Page,
    shared: &Shared<'_>,
    theme: &Theme,
    cache: &PageCache,
) -> Result<Vec<Artifact>, Diagnostic> {
    let view = View::new(shared, &page.address);
    let graph = shared.graph;
    let writer = Writer { page, theme, cache, canonical: view.absolute(&page.address) };
    match &page.kind {
        PageKind::Home => writer.write("home", &view.home_page()),
        PageKind::Briefs => writer.write("briefs", &view.briefs_page()),
        PageKind::Brief(at) => writer.write("brief", &view.brief_page(*at)),
        PageKind::Entities => writer.write("entities", &view.entities_page()),
        PageKind::Entity(index) => {
            let mut artifacts = writer.write("entity", &view.entity_page(*index))?;
            artifacts.push(writer.feed(&view.entity_feed(*index))?);
            Ok(artifacts)
        }
        PageKind::Timeline(year) => writer.write("timeline", &view.timeline_page(*year)),
        PageKind::Claims => writer.write("claims", &view.claims_page()),
        PageKind::Claim(at) => writer.write("claim", &view.claim_page(&graph.claims[*at as usize])),
        PageKind::Sources => writer.write("sources", &view.sources_page()),
        PageKind::Source(key) => writer.write("source", &view.source_page(&graph.sources[key])),
        PageKind::Other(at) => {
            let linked = &graph.pages[*at as usize];
            let template = linked.page.template.as_ref();
            if let Some(name) = template.filter(|name| !theme.has(&name.value)) {
                let message = format!("there is no template `{}`", name.value);
                return Err(Diagnostic::new(Code::InvalidTemplate, &linked.page.path, name.span, message)
                    .help(match theme.nearest(&name.value) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("write templates/{}, or take the key out", name.value),
                    }));
            }
            writer.write_with("page", &view.other_page(linked), template.map(|name| name.value.as_str()))
        }
        PageKind::NotFound => {
            let view = View::from_anywhere(shared, &page.address);
            let html = theme.render_page(&view.not_found_page())?;
            Ok(vec![Artifact { path: page.address.output_path(), bytes: html.into_bytes().into() }])
        }
    }
}

/// Writes one page.
struct Writer<'a> {
    page: &'a Page,
    theme: &'a Theme,
    cache: &'a PageCache,
    canonical: String,
}

impl Writer<'_> {
    fn write<M: Model>(&self, kind: &str, model: &M) -> Result<Vec<Artifact>, Diagnostic> {
        self.write_with(kind, model, None)
    }

    /// Writes a page by a template of its own choice.
    fn write_with<M: Model>(
        &self,
        kind: &str,
        model: &M,
        template: Option<&str>,
    ) -> Result<Vec<Artifact>, Diagnostic> {
        let template = template.unwrap_or(M::TEMPLATE);
        let serialized = serde_json::to_vec(model).expect("a model has only texts for keys");
        let digest = Digest::of_parts([
            template.as_bytes(),
            &serialized,
            self.canonical.as_bytes(),
            self.theme.digest().as_bytes(),
        ]);
        let mut fault = None;
        let written = self.cache.try_get(digest, || {
            let html = self.theme.render(template, model).map_err(|found| fault = Some(found)).ok()?;
            Some((html.into_bytes().into(), self.twin(kind, model).into()))
        });
        let Some((html, twin)) = written else {
            return Err(fault.expect("a page that is not rendered has a fault"));
        };
        let twin_path = Address::new(format!("{}index.json", self.page.address)).output_path();
        Ok(vec![
            Artifact { path: self.page.address.output_path(), bytes: html },
            Artifact { path: twin_path, bytes: twin },
        ])
    }

    /// Writes the feed beside a page.
    fn feed(&self, feed: &Feed) -> Result<Artifact, Diagnostic> {
        let serialized = serde_json::to_vec(feed).expect("a feed has only texts for keys");
        let digest = Digest::of_parts([
            Feed::TEMPLATE.as_bytes(),
            serialized.as_slice(),
            self.theme.digest().as_bytes(),
        ]);
        let mut fault = None;
        let written = self.cache.try_get(digest, || {
            let xml = self.theme.render_page(feed).map_err(|found| fault = Some(found)).ok()?;
            Some((xml.into_bytes().into(), Arc::from([])))
        });
        let Some((bytes, _)) = written else {
            return Err(fault.expect("a feed that is not rendered has a fault"));
        };
        Ok(Artifact { path: feed_address(&self.page.address).output_path(), bytes })
    }

    /// The page as data: its model without what surrounds every page and without drawings.
    fn twin(&self, kind: &str, model: &impl Model) -> Vec<u8> {
        let mut model = serde_json::to_value(model).expect("a model has only texts for keys");
        if let Some(fields) = model.as_object_mut() {
            for frame in ["site", "head", "strip"] {
                fields.shift_remove(frame);
            }
            if let Some(timeline) = fields.get_mut("timeline").and_then(serde_json::Value::as_object_mut) {
                timeline.shift_remove("strip");
            }
        }
        let twin =
            Twin { format: "postil-page", version: TWIN_VERSION, kind, url: &self.canonical, page: model };
        let mut bytes = serde_json::to_vec_pretty(&twin).expect("a JSON value can be written");
        bytes.push(b'\n');
        bytes
    }
}

/// The data twin of a page.
#[derive(Serialize)]
struct Twin<'a> {
    format: &'a str,
    version: u32,
    kind: &'a str,
    url: &'a str,
    page: serde_json::Value,
}

fn render_machine_files(
    pages: &[Page],
    shared: &Shared<'_>,
    theme: &Theme,
) -> Result<Vec<Artifact>, Diagnostic> {
    let view = View::new(shared, &Address::new("/"));
    let entries = pages
        .iter()
        .filter(|page| is_in_sitemap(page, shared.graph))
        .map(|page| SitemapEntry { address: view.absolute(&page.address), updated: page.updated.clone() })
        .collect();
    let robots = Robots { sitemap: view.absolute(&Address::new("/sitemap.xml")) };
    let artifact =
        |path: &str, text: String| Artifact { path: path.to_owned(), bytes: text.into_bytes().into() };
    let feed = view.feed();
    let feed_xml = theme.render_page(&feed)?;
    let json_feed = JsonFeed::of(feed, view.absolute(&Address::new("/feed.json")));
    let mut feed_json = serde_json::to_string_pretty(&json_feed).expect("a feed has only texts for keys");
    feed_json.push('\n');
    Ok(vec![
        artifact("feed.xml", feed_xml),
        artifact("feed.json", feed_json),
        artifact("sitemap.xml", theme.render_page(&Sitemap::of(entries))?),
        artifact("robots.txt", theme.render_page(&robots)?),
        artifact(".nojekyll", String::new()),
    ])
}

/// Search engines are told of all pages but stubs and the 404 page.
fn is_in_sitemap(page: &Page, graph: &Graph) -> bool {
    match page.kind {
        PageKind::Entity(index) => graph.registry.entity(index).record.is_some(),
        PageKind::NotFound => false,
        _ => true,
    }
}

/// Notes by the theme's templates; a fault of a template is kept until all pages are done.
struct Notes<'a> {
    theme: &'a Theme,
    faults: Mutex<Vec<Diagnostic>>,
}

impl Notes<'_> {
    fn render<M: Model>(&self, model: &M) -> String {
        self.theme.render_page(model).unwrap_or_else(|fault| {
            let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
            if !faults.contains(&fault) {
                faults.push(fault);
            }
            String::new()
        })
    }
}

impl NoteTheme for Notes<'_> {
    fn note(&self, note: &Note) -> String {
        self.render(note)
    }

    fn block_note(&self, note: &BlockNote) -> String {
        self.render(note)
    }
}
