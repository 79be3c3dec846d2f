//! Stage *render*: pages become bytes.
//!
//! 1. The theme's own files get names with a digest of their bytes ([`assets`]).
//! 2. All that pages are made of is gathered ([`Materials`]): from it any page can be made alone.
//! 3. Each page's model is filled, in parallel, and written several times: as HTML by its template, as
//!    its data twin `index.json`, as linked data, `index.jsonld`, and where it has one as a card.
//! 4. A page whose model and templates are as before is taken from the memo.
//! 5. Each page is held against what was promised of it (`seal`); its files go to a store, and with them what
//!    others make of its HTML.
//! 6. Feed, sitemap and robots.txt come last.

pub mod assets;
#[cfg(test)]
mod every_template;
mod fields;
mod filters;
mod materials;
mod policy;
mod seal;
mod slim;
pub mod theme;
mod worded;

pub use materials::{Files, Known, Materials};
pub use seal::Ids;
pub use theme::Theme;

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use crate::artifact::{Artifact, Store, store_all};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::hash::Digest;
use crate::memo::Memo;
use crate::pages::article::NoteTheme;
use crate::pages::embed::{CARD_FILE, OEMBED_FILE, OEmbed};
use crate::pages::feed::{Robots, Sitemap, SitemapEntry};
use crate::pages::json_feed::JsonFeed;
use crate::pages::notes::{BlockNote, Note};
use crate::pages::view::{Shared, View};
use crate::pages::{Html, Model, Page, PageKind, Subject};
use crate::path::Address;
use crate::permalinks::{Promise, card_address};
use crate::progress::{Progress, Stage};
use fields::Fields;
use seal::seal;

/// What the stage gives.
#[derive(Debug)]
pub struct Rendered<Held> {
    /// The files.
    pub artifacts: Vec<Artifact<Held>>,
    /// The pages among them, in the order of the plan.
    pub pages: Vec<PublishedPage>,
    /// What is wrong with templates.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page with its places.
#[derive(Debug)]
pub struct PublishedPage {
    /// The page.
    pub page: Page,
    /// The ids of its places, in its order.
    pub ids: Ids,
    /// Places that it once had, of which its author must say what became of them.
    pub lost: Vec<Promise>,
}

/// Rendered pages by digest of model and templates: their HTML, the ids in it, and what stands beside
/// them.
pub type PageCache = Memo<Digest, (Arc<[u8]>, Ids, Beside)>;

/// Other forms of a page, by their names beside it.
type Beside = Arc<[(&'static str, Arc<[u8]>)]>;

/// The version of data twins and cards: it changes when a field goes or changes its meaning.
const TWIN_VERSION: u32 = 1;

/// Makes a file of a page's HTML that stands beside the page.
pub type Companion<'a> = &'a (dyn Fn(&Page, &[u8]) -> Option<Artifact> + Sync);

/// Renders all pages. Their files, with those that `companion` makes of them, go to `store` one by one; once it has
/// given up, no more are made.
pub fn render<S: Store>(
    materials: &Materials,
    companion: Companion<'_>,
    store: &S,
    progress: &Progress,
) -> Rendered<S::Held> {
    materials.gather(&|| store.has_given_up());
    let (theme, plan) = (&materials.theme, materials.plan());
    let notes = Notes { theme, faults: Mutex::new(Vec::new()) };
    let shared = materials.shared(&notes);
    progress.begin(Stage::Rendering, plan.len());
    let results: Vec<_> = plan
        .par_iter()
        .filter(|_| !store.has_given_up())
        .map(|page| {
            let result = render_page(page, &shared, materials).map(|(mut artifacts, ids, lost)| {
                artifacts.extend(companion(page, &artifacts[0].bytes));
                let stored: Vec<_> = artifacts.into_iter().map(|artifact| artifact.store(store)).collect();
                (stored, ids, lost)
            });
            progress.step();
            (page, result)
        })
        .collect();
    let mut rendered = Rendered { artifacts: Vec::new(), pages: Vec::new(), diagnostics: Vec::new() };
    if store.has_given_up() {
        // Whoever has given up waits for nothing but this.
        results.into_par_iter().for_each(drop);
        return rendered;
    }
    match render_machine_files(plan, &shared, theme) {
        Ok(files) => rendered.artifacts.extend(store_all(files, store)),
        Err(fault) => rendered.diagnostics.push(fault),
    }
    for (page, result) in results {
        match result {
            Ok((artifacts, ids, lost)) => {
                rendered.artifacts.extend(artifacts);
                rendered.pages.push(PublishedPage { page: page.clone(), ids, lost });
            }
            Err(fault) => rendered.diagnostics.push(fault),
        }
    }
    rendered.diagnostics.extend(notes.faults.into_inner().unwrap_or_else(PoisonError::into_inner));
    rendered
}

/// Renders the page that a file is or stands beside, and gives the file; `None` where no page has it, or
/// a template is at fault.
pub fn render_file(materials: &Materials, path: &str) -> Option<Arc<[u8]>> {
    let page = materials.page_of(path)?;
    let notes = Notes { theme: &materials.theme, faults: Mutex::new(Vec::new()) };
    let (artifacts, ..) = render_page(&page, &materials.shared(&notes), materials).ok()?;
    artifacts.into_iter().find(|artifact| artifact.path == path).map(|artifact| artifact.bytes)
}

/// The files of one page, itself first, its places, and what is lost of them.
type Written = (Vec<Artifact>, Ids, Vec<Promise>);

fn render_page(page: &Page, shared: &Shared<'_>, materials: &Materials) -> Result<Written, Diagnostic> {
    let Materials { graph, theme, known, .. } = materials;
    let view = View::new(shared, &page.address).in_language(page.kind.language(graph));
    let cache = &known.pages;
    let writer = Writer { graph, page, theme, cache, canonical: view.absolute(&page.address) };
    match &page.kind {
        PageKind::Home => writer.write("home", &view.home_page()),
        PageKind::Briefs => writer.write("briefs", &view.briefs_page()),
        PageKind::Brief(at) => writer.write("brief", &view.brief_page(*at)),
        PageKind::Entities => writer.write("entities", &view.entities_page()),
        PageKind::Entity(index) => {
            let mut written = writer.write("entity", &view.entity_page(*index))?;
            written.0.push(writer.alone("feed.xml", &view.entity_feed(*index))?);
            Ok(written)
        }
        PageKind::Timeline(year) => writer.write("timeline", &view.timeline_page(*year)),
        PageKind::Network => writer.write("network", &view.network_page()),
        PageKind::Map => writer.write("map", &view.map_page()),
        PageKind::Claims => writer.write("claims", &view.claims_page()),
        PageKind::Claim(at) => writer.write("claim", &view.claim_page(*at)),
        PageKind::Search => writer.write("search", &view.search_page()),
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
            let view = View::from_any_address(shared, &page.address);
            let html = theme.render_page(&view.not_found_page())?;
            Ok((
                vec![Artifact { path: page.address.output_path(), bytes: html.into_bytes().into() }],
                Ids::default(),
                Vec::new(),
            ))
        }
        PageKind::Redirect(subject) => {
            let places = graph.moves.places.get(&page.address);
            let to = &graph.moves.redirects[&page.address].to;
            let html = theme.render_page(&view.redirect_page(&page.address, to, places))?;
            let mut files =
                vec![Artifact { path: page.address.output_path(), bytes: html.into_bytes().into() }];
            // No program follows a page: who reads the old feed or card goes on getting it.
            if let Some(Subject::Entity(entity)) = subject {
                files.push(writer.alone("feed.xml", &view.entity_feed(*entity))?);
            }
            files.extend(
                subject.as_ref().map(|subject| writer.artifact(CARD_FILE, card_file(&view.card(*subject)))),
            );
            Ok((files, Ids::default(), Vec::new()))
        }
        PageKind::Card(subject) => {
            let page = writer.alone("", &view.card_page(*subject))?;
            Ok((vec![page], Ids::default(), Vec::new()))
        }
        PageKind::Removed => {
            writer.write("removed", &view.removed_page(&graph.moves.tombstones[&page.address]))
        }
    }
}

/// Writes one page.
struct Writer<'a> {
    graph: &'a Graph,
    page: &'a Page,
    theme: &'a Theme,
    cache: &'a PageCache,
    canonical: String,
}

impl Writer<'_> {
    fn write<M: Model>(&self, kind: &str, model: &M) -> Result<Written, Diagnostic> {
        self.write_with(kind, model, None)
    }

    /// Writes a page by a template of its own choice.
    fn write_with<M: Model>(
        &self,
        kind: &str,
        model: &M,
        template: Option<&str>,
    ) -> Result<Written, Diagnostic> {
        let template = template.unwrap_or(M::TEMPLATE);
        let fields = Fields::of(model);
        let digest = || {
            Digest::of_parts([
                template.as_bytes(),
                fields.json(),
                self.canonical.as_bytes(),
                self.theme.digest().as_bytes(),
            ])
        };
        let mut fault = None;
        let written = self.cache.try_get_by(digest, || {
            let html = self.theme.render(template, model).map_err(|found| fault = Some(found)).ok()?;
            let html = html.into_bytes();
            let ids = seal::ids_of(&html);
            Some((html.into(), ids, self.beside(kind, model, &fields)))
        });
        let Some((html, ids, beside)) = written else {
            return Err(fault.expect("a page that is not rendered has a fault"));
        };
        Ok(self.sealed(html, ids, &beside))
    }

    /// The files of the page, when its promises are held.
    fn sealed(&self, html: Arc<[u8]>, ids: Ids, beside: &Beside) -> Written {
        let address = &self.page.address;
        let kept = self.page.kind.body(self.graph).map(|body| &body.kept);
        let promises = self.graph.promises_of(address);
        let sealed = seal(address, &html, &ids, &promises, kept);
        let (html, ids) = match sealed.html {
            Some(html) => {
                let ids = seal::ids_of(html.as_bytes());
                (html.into_bytes().into(), ids)
            }
            None => (html, ids),
        };
        let beside = beside.iter().map(|(name, bytes)| self.artifact(name, Arc::clone(bytes)));
        let page = self.artifact("", html);
        (std::iter::once(page).chain(beside).collect(), ids, sealed.lost.into_iter().cloned().collect())
    }

    /// A file beside the page; the page itself where it has no name.
    fn artifact(&self, name: &str, bytes: Arc<[u8]>) -> Artifact {
        Artifact { path: Address::new(format!("{}{name}", self.page.address)).output_path(), bytes }
    }

    /// Writes a file that has no other forms, such as a feed.
    fn alone<M: Model>(&self, name: &str, model: &M) -> Result<Artifact, Diagnostic> {
        let digest = || {
            let serialized = serde_json::to_vec(model).expect("a model has only texts for keys");
            Digest::of_parts([M::TEMPLATE.as_bytes(), serialized.as_slice(), self.theme.digest().as_bytes()])
        };
        let mut fault = None;
        let written = self.cache.try_get_by(digest, || {
            let text = self.theme.render_page(model).map_err(|found| fault = Some(found)).ok()?;
            Some((text.into_bytes().into(), Ids::default(), Beside::default()))
        });
        let Some((bytes, ..)) = written else {
            return Err(fault.expect("a file that is not rendered has a fault"));
        };
        Ok(self.artifact(name, bytes))
    }

    /// The page in its other forms: as linked data, which its head has; as a card, where it has one, and
    /// how to frame it; and as data, its model without what surrounds every page and without drawings.
    fn beside<M: Model>(&self, kind: &str, model: &M, fields: &Fields) -> Beside {
        let mut forms = Vec::new();
        if let Some(Html(linked_data)) = model.head().and_then(|head| head.json_ld.as_ref()) {
            forms.push(("index.jsonld", line(linked_data.clone().into_bytes())));
        }
        if let Some((card, framed)) = fields.get("card").zip(card_address(&self.page.address)) {
            let card: serde_json::Value = serde_json::from_slice(card).expect("a field is JSON");
            let name = card["name"].as_str().unwrap_or_default();
            forms.push((OEMBED_FILE, pretty(&OEmbed::of(&self.graph.config, name, &framed))));
            forms.push((CARD_FILE, card_file(&card)));
        }
        let envelope = Twin { format: "postil-page", version: TWIN_VERSION, kind, url: &self.canonical };
        let mut twin = serde_json::to_vec(&envelope).expect("texts and numbers are JSON");
        twin.pop();
        twin.extend_from_slice(b",\"page\":");
        twin.extend(fields.without(&["card", "site", "head", "strip", "network", "map", "timeline.strip"]));
        twin.push(b'}');
        forms.push(("index.json", line(twin)));
        forms.into()
    }
}

/// A card as a file.
fn card_file(card: &impl Serialize) -> Arc<[u8]> {
    pretty(&CardFile { format: "postil-card", version: TWIN_VERSION, card })
}

/// A card with its envelope.
#[derive(Serialize)]
struct CardFile<'a, C: Serialize> {
    format: &'a str,
    version: u32,
    #[serde(flatten)]
    card: &'a C,
}

fn pretty(value: &impl Serialize) -> Arc<[u8]> {
    line(serde_json::to_vec_pretty(value).expect("a value has only texts for keys"))
}

/// A file whose last line ends as lines do.
fn line(mut bytes: Vec<u8>) -> Arc<[u8]> {
    bytes.push(b'\n');
    bytes.into()
}

/// The envelope of the data twin of a page; the page is its last field.
#[derive(Serialize)]
struct Twin<'a> {
    format: &'a str,
    version: u32,
    kind: &'a str,
    url: &'a str,
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
    Ok(vec![
        artifact("feed.xml", feed_xml),
        Artifact { path: "feed.json".to_owned(), bytes: pretty(&json_feed) },
        artifact("sitemap.xml", theme.render_page(&Sitemap::of(entries))?),
        artifact("robots.txt", theme.render_page(&robots)?),
        artifact(".nojekyll", String::new()),
    ])
}

/// Search engines are told of all pages but stubs and the 404 page.
fn is_in_sitemap(page: &Page, graph: &Graph) -> bool {
    match page.kind {
        PageKind::Entity(index) => graph.registry.entity(index).record.is_some(),
        PageKind::NotFound | PageKind::Redirect(_) | PageKind::Removed | PageKind::Card(_) => false,
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
