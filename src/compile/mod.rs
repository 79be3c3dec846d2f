//! The whole program as one function: a site's inputs go in, its output comes out.
//!
//! 1. The settings are taken, with what the command line lays over them.
//! 2. From the files comes the graph (`understand`).
//! 3. The theme is loaded, with the site's own templates and files over it.
//! 4. Pictures that texts show are measured and scaled (`show_pictures`).
//! 5. Pages are rendered, files for other programs made of them and of the graph, and the files that are
//!    published as they are join them (`published_files`).
//! 6. The pages are held against the lock, which gets what is new (`relock`).
//! 7. What takes long and what no page waits for is made last, where it is wanted (`later`).

mod change_logs;
mod consequences;
mod foundation;
mod later;
mod navigation;
mod published_files;
mod relock;
mod show_pictures;
mod style;
mod understand;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use foundation::foundation;
pub use later::{Later, LaterCache, finish};
use published_files::{asset_address, published_files};
pub use relock::NewLock;
use relock::relock;
use show_pictures::show_pictures;
use understand::understand;

use crate::cache::Cache;
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Code, Diagnostic, Severity, sort};
use crate::exports::exports;
use crate::graph::Graph;
use crate::hash::Digest;
use crate::load::Inputs;
use crate::output::{InsertError, Output};
use crate::path::SitePath;
use crate::permalinks::is_card_address;
use crate::progress::Progress;
use crate::render::assets::{is_theme_file, theme_assets};
use crate::render::theme::BUILT_IN_TEMPLATES;
use crate::render::{Artifact, Files, Known, Theme, render};
#[cfg(feature = "search")]
use crate::search::Search;
use crate::share_cards::{Drawings, share_cards};
use crate::words::Words;

/// What a build may be told beside the site's own settings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the site will stand, if not where its settings say.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whether it is an error if `postil.lock` would change.
    pub locked: bool,
    /// The day that messages name, as in `2026-11-24`; none where nobody told it.
    pub today: Option<String>,
    /// Where the build counts how far it has come.
    pub progress: Progress,
}

/// What compiling gives.
#[derive(Default)]
pub struct Compiled {
    /// The site. Where there are errors it is what could be made all the same.
    pub output: Output,
    /// Everything that is wrong, in order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many pages the output has, without those that are for frames of others.
    pub pages: usize,
    /// What `postil.lock` is to say once the output is published; `None` where it is to stay as it
    /// is.
    pub lock: Option<NewLock>,
    /// What is not in the output yet; see [`Compiled::finish`].
    pub later: Later,
    /// What the output was made from; `None` where the settings cannot be used.
    pub graph: Option<Graph>,
}

impl Compiled {
    /// Whether the output may be written.
    pub fn is_publishable(&self, strict: bool) -> bool {
        !self.diagnostics.iter().any(|found| match found.severity() {
            Severity::Error => true,
            Severity::Warning => strict,
            Severity::Suggestion => false,
        })
    }

    /// Makes what takes long, and adds it to the output: before this, the pages are whole but for
    /// search and pictures of themselves.
    pub fn finish(&mut self, cache: &mut LaterCache) {
        let artifacts = finish(&self.later, cache);
        collect(artifacts, &mut self.output, &mut self.diagnostics);
        self.diagnostics = sort(std::mem::take(&mut self.diagnostics));
    }
}

/// Compiles a site.
pub fn compile(inputs: &Inputs, options: &Options, cache: &mut Cache) -> Compiled {
    let mut diagnostics = inputs.diagnostics.clone();
    let Some(config) = configure(inputs, options) else {
        return Compiled { diagnostics: sort(diagnostics), ..Compiled::default() };
    };
    let (graph, found) = understand(inputs, config, options, cache);
    diagnostics.extend(found);
    let loaded = load_theme(inputs, &graph.config, cache);
    let (theme, found) = &*loaded;
    diagnostics.extend_from_slice(found);
    let (theme_files, mut artifacts) = theme_assets(&own_theme_files(inputs), graph.config.accent.as_ref());
    let pictures = show_pictures(&graph, inputs, &cache.pictures);
    diagnostics.extend(pictures.diagnostics);
    artifacts.extend(pictures.artifacts);
    let cards = share_cards(&graph);
    let files = Files { assets: &theme_files, pictures: &pictures.shown, cards: &cards };
    let known = Known { pages: &cache.pages, formatted: &cache.formatted, drawings: &cache.drawings };
    let rendered = render(&graph, theme, files, known, &options.progress);
    artifacts.extend(exports(&graph, &rendered, &cache.page_texts));
    diagnostics.extend(rendered.diagnostics);
    artifacts.extend(rendered.artifacts);
    let (files, found) = published_files(inputs, &cache.active);
    artifacts.extend(files);
    diagnostics.extend(found);
    let mut output = Output::new();
    collect(artifacts, &mut output, &mut diagnostics);
    let lock = relock(&graph, &rendered.pages, inputs, options, &mut diagnostics);
    cache.turn();
    let pages = rendered.pages.iter().filter(|page| !is_card_address(&page.page.address)).count();
    let later = Later {
        cards: Drawings::of(&cards, theme_files.touch_icon.as_ref()),
        #[cfg(feature = "search")]
        search: Search::of(&graph),
    };
    Compiled { output, diagnostics: sort(diagnostics), pages, lock, later, graph: Some(graph) }
}

/// The meaning of a site, for those who build nothing of it; `None` where the settings cannot be used.
pub fn graph(inputs: &Inputs, options: &Options, cache: &Cache) -> Option<Graph> {
    Some(understand(inputs, configure(inputs, options)?, options, cache).0)
}

fn configure(inputs: &Inputs, options: &Options) -> Option<Arc<Config>> {
    let mut config = inputs.config.clone()?;
    if let Some(base_url) = &options.base_url {
        config.base_url = base_url.clone();
    }
    Some(Arc::new(config))
}

/// The theme with the site's own templates over the built-in ones, and what is wrong with those.
fn load_theme(inputs: &Inputs, config: &Config, cache: &Cache) -> Arc<(Theme, Vec<Diagnostic>)> {
    let words = Words::of(&config.language);
    let overrides: Vec<(SitePath, String)> =
        inputs.templates.iter().map(|file| (file.path.clone(), file.text.to_string())).collect();
    let texts = overrides.iter().flat_map(|(path, text)| [path.as_str().as_bytes(), text.as_bytes()]);
    let key =
        Digest::of_parts([config.digest().as_bytes(), words.file().as_bytes()].into_iter().chain(texts));
    cache.themes.get(key, || Arc::new(Theme::load(&BUILT_IN_TEMPLATES, &overrides, words, &config.security)))
}

/// The files that lie over the theme's own.
fn own_theme_files(inputs: &Inputs) -> BTreeMap<SitePath, Arc<[u8]>> {
    let own = inputs.assets.iter().filter(|asset| is_theme_file(&asset.path));
    own.map(|asset| (asset.path.clone(), Arc::clone(&asset.bytes))).collect()
}

/// Adds artifacts to the output; what cannot stand there is reported.
fn collect(artifacts: Vec<Artifact>, output: &mut Output, diagnostics: &mut Vec<Diagnostic>) {
    // Where two files were found to collide, that their pages do is no news.
    let is_told = diagnostics.iter().any(|found| found.code == Code::PathCollision);
    for artifact in artifacts {
        let Err(error) = output.insert(artifact.path, artifact.bytes) else { continue };
        let code = match error {
            InsertError::Illegal { .. } => Code::InvalidPath,
            InsertError::Collision { .. } => Code::PathCollision,
        };
        if !(is_told && code == Code::PathCollision) {
            let found = Diagnostic::general(code, error.to_string());
            diagnostics.push(found.help("rename the file that it is made from"));
        }
    }
}
