//! Gathers all that the pages of a site are made of, and makes them: all at once, or one that is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::collect::collect;
use super::published_files::published_files;
use super::relock::relock;
use super::show_pictures::show_pictures;
use super::understand::understand;
use super::{Compiled, Later, Options, are_harmless, configure};
use crate::artifact::{Artifact, Store, store_all};
use crate::cache::Cache;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, sort};
use crate::exports::{annotations, exports};
use crate::graph::Graph;
use crate::hash::Digest;
use crate::load::Inputs;
use crate::memo::Memo;
use crate::output::Output;
use crate::pages::Page;
use crate::path::SitePath;
use crate::permalinks::is_card_address;
use crate::render::assets::{is_theme_file, theme_assets};
use crate::render::theme::BUILT_IN_TEMPLATES;
use crate::render::{Files, Known, Materials, Theme, render, render_file};
#[cfg(feature = "search")]
use crate::search::Search;
use crate::share_cards::{Cards, Drawings};

/// A site whose pages are still to be made.
pub struct Prepared {
    materials: Materials,
    /// What is published beside the pages: the theme's files, pictures, and files as they are.
    files: Output,
    /// What is wrong so far.
    diagnostics: Vec<Diagnostic>,
    /// The files of pages that were asked for.
    asked_for: Memo<String, Arc<[u8]>>,
}

/// Does all of a build that comes before pages; where the settings cannot be used, what is wrong.
pub fn prepare(inputs: &Inputs, options: &Options, cache: &Cache) -> Result<Prepared, Vec<Diagnostic>> {
    let mut diagnostics = inputs.diagnostics.clone();
    let Some(config) = configure(inputs, options) else {
        return Err(sort(diagnostics));
    };
    let (graph, found) = understand(inputs, config, options, cache);
    diagnostics.extend(found);
    let (theme, found) = load_theme(inputs, &graph.config, cache);
    diagnostics.extend_from_slice(&found);
    let (assets, mut artifacts) =
        theme_assets(&own_theme_files(inputs), graph.config.accent.as_ref(), &graph.config.language);
    let pictures = show_pictures(&graph, inputs, &cache.pictures);
    diagnostics.extend(pictures.diagnostics);
    artifacts.extend(pictures.artifacts);
    let (as_they_are, found) = published_files(inputs, &cache.active);
    artifacts.extend(as_they_are);
    diagnostics.extend(found);
    let mut files = Output::new();
    collect(artifacts, Some(&graph), &mut files, &mut diagnostics);
    let known = Known {
        pages: Arc::clone(&cache.pages),
        formatted: Arc::clone(&cache.formatted),
        drawings: Arc::clone(&cache.drawings),
    };
    let shown = Files { assets, pictures: pictures.shown, cards: Cards::of(&graph) };
    let materials = Materials::of(Arc::new(graph), theme, shown, known);
    Ok(Prepared { materials, files, diagnostics, asked_for: Memo::default() })
}

impl Prepared {
    /// The meaning of the site.
    pub fn graph(&self) -> &Arc<Graph> {
        &self.materials.graph
    }

    /// What is published beside the pages.
    pub fn files(&self) -> &Output {
        &self.files
    }

    /// Whether nothing that is wrong so far is in the way of publishing.
    pub fn is_publishable(&self, strict: bool) -> bool {
        are_harmless(&self.diagnostics, strict)
    }

    /// The file at an output path, if it is a page, stands beside one, or needs none: made now, where it was
    /// not made before.
    pub fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        let page = || self.asked_for.try_get(path.to_owned(), || render_file(&self.materials, path));
        self.files.get(path).cloned().or_else(page)
    }

    /// Makes all pages, and what is made of pages; their bytes go to `store`. Once that has given up, what comes of it is
    /// of no use. `inputs`, `options` and `cache` are those that it was prepared with.
    pub fn make<S: Store>(
        &self,
        inputs: &Inputs,
        options: &Options,
        cache: &Cache,
        store: &S,
    ) -> Compiled<S::Held> {
        let graph = self.graph();
        let mut diagnostics = self.diagnostics.clone();
        let companion = |page: &Page, html: &[u8]| annotations(graph, page, html, &cache.page_texts);
        let rendered = render(&self.materials, &companion, store, &options.progress);
        diagnostics.extend(rendered.diagnostics);
        if store.has_given_up() {
            return Compiled::nothing(sort(diagnostics));
        }
        let files = self.files.iter();
        let files = files.map(|(path, bytes)| Artifact { path: path.to_owned(), bytes: Arc::clone(bytes) });
        let mut artifacts = store_all(files.collect(), store);
        artifacts.extend(exports(graph, &rendered.pages, store));
        artifacts.extend(rendered.artifacts);
        let mut output = Output::new();
        collect(artifacts, Some(graph), &mut output, &mut diagnostics);
        // Of a site that is not all made, nothing can be said of what is not there.
        let is_whole = !store.has_given_up();
        let lock =
            is_whole.then(|| relock(graph, &rendered.pages, inputs, options, &mut diagnostics)).flatten();
        if is_whole {
            cache.turn();
        }
        let pages = rendered.pages.iter().filter(|page| !is_card_address(&page.page.address)).count();
        Compiled {
            output,
            diagnostics: sort(diagnostics),
            pages,
            lock,
            later: self.later(),
            graph: Some(Arc::clone(graph)),
        }
    }

    /// What no page waits for: gathering it would keep one waiting that is asked for.
    fn later(&self) -> Later {
        let Files { assets, cards, .. } = &self.materials.files;
        Later {
            cards: Drawings::of(cards.all(self.graph()), assets.touch_icon.as_ref()),
            #[cfg(feature = "search")]
            search: Arc::new(Search::of(self.graph())),
        }
    }
}

/// The theme with the site's own templates over the built-in ones, and what is wrong with those.
fn load_theme(inputs: &Inputs, config: &Config, cache: &Cache) -> (Arc<Theme>, Arc<[Diagnostic]>) {
    let overrides: Vec<(SitePath, String)> =
        inputs.templates.iter().map(|file| (file.path.clone(), file.text.to_string())).collect();
    let texts = overrides.iter().flat_map(|(path, text)| [path.as_str().as_bytes(), text.as_bytes()]);
    let key = Digest::of_parts([config.digest().as_bytes()].into_iter().chain(texts));
    cache.themes.get(key, || {
        let (theme, found) = Theme::load(&BUILT_IN_TEMPLATES, &overrides, &config.words, &config.security);
        (Arc::new(theme), found.into())
    })
}

/// The files that lie over the theme's own.
fn own_theme_files(inputs: &Inputs) -> BTreeMap<SitePath, Arc<[u8]>> {
    let own = inputs.assets.iter().filter(|asset| is_theme_file(&asset.path));
    own.map(|asset| (asset.path.clone(), Arc::clone(&asset.bytes))).collect()
}
