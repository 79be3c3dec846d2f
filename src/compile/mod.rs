//! The whole program as one function: a site's inputs go in, its output comes out.
//!
//! 1. The settings are taken, with what the command line lays over them.
//! 2. From the files comes the graph (`understand`).
//! 3. What pages are made of is gathered (`prepare`): the theme, with the site's own templates and files over
//!    it, and the pictures that texts show, measured and scaled (`show_pictures`).
//! 4. Pages are rendered, files for other programs made of them and of the graph, and the files that are
//!    published as they are join them (`published_files`). Each file goes to a store as soon as it is made.
//! 5. The pages are held against the lock, which gets what is new (`relock`).
//! 6. What takes long and what no page waits for is made last, where it is wanted (`later`).

mod change_logs;
mod collect;
mod consequences;
mod foundation;
mod later;
mod navigation;
mod prepare;
mod published_files;
mod relock;
mod show_pictures;
mod style;
mod understand;

use std::sync::Arc;

use collect::collect;
pub use foundation::foundation;
pub use later::{Later, LaterCache, finish};
pub use prepare::{Prepared, prepare};
pub use relock::NewLock;
use understand::understand;

use crate::artifact::{Memory, Store, store_all};
use crate::cache::Cache;
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostic, Severity, sort};
use crate::graph::Graph;
use crate::load::Inputs;
use crate::output::Output;
use crate::progress::Progress;

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
pub struct Compiled<Held = Arc<[u8]>> {
    /// The site. Where there are errors it is what could be made all the same.
    pub output: Output<Held>,
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
    pub graph: Option<Arc<Graph>>,
}

impl<Held> Compiled<Held> {
    /// What comes of settings that cannot be used.
    pub fn nothing(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            output: Output::new(),
            diagnostics,
            pages: 0,
            lock: None,
            later: Later::default(),
            graph: None,
        }
    }

    /// Whether the output may be written.
    pub fn is_publishable(&self, strict: bool) -> bool {
        are_harmless(&self.diagnostics, strict)
    }

    /// Makes what takes long, and adds it to the output: before this, the pages are whole but for
    /// search and pictures of themselves. `store` is the one that has the bytes of the pages.
    pub fn finish(&mut self, cache: &mut LaterCache, store: &impl Store<Held = Held>) {
        let artifacts = store_all(finish(&self.later, cache, &|| store.has_given_up()), store);
        collect(artifacts, self.graph.as_deref(), &mut self.output, &mut self.diagnostics);
        self.diagnostics = sort(std::mem::take(&mut self.diagnostics));
    }
}

/// Whether a site of which this was found may be published; warnings are in the way of a strict build.
fn are_harmless(diagnostics: &[Diagnostic], strict: bool) -> bool {
    !diagnostics.iter().any(|found| match found.severity() {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Suggestion => false,
    })
}

/// Compiles a site, in memory.
pub fn compile(inputs: &Inputs, options: &Options, cache: &Cache) -> Compiled {
    compile_into(inputs, options, cache, &Memory)
}

/// Compiles a site; the bytes of its files go to `store` as they are made.
pub fn compile_into<S: Store>(
    inputs: &Inputs,
    options: &Options,
    cache: &Cache,
    store: &S,
) -> Compiled<S::Held> {
    match prepare(inputs, options, cache) {
        Ok(prepared) => prepared.make(inputs, options, cache, store),
        Err(diagnostics) => Compiled::nothing(diagnostics),
    }
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
