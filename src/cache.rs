//! The memo maps of a build, which the next one takes over.

use std::sync::Arc;

use crate::annotate::Annotated;
use crate::bibliography::{FormatCache, Parsed, Sources};
use crate::diagnostic::Diagnostic;
use crate::exports::PageTextCache;
use crate::graph::LinkCache;
use crate::hash::Digest;
use crate::memo::Memo;
use crate::pages::drawings::DrawingCache;
use crate::permalinks::{KeptCache, ParsedLock};
use crate::pictures::{Active, Picture};
use crate::remotes::Fetched;
use crate::render::{PageCache, Theme};

/// All that a build can take over from the one before.
#[derive(Default)]
pub struct Cache {
    /// Records, by digest of file and configuration.
    pub annotated: Memo<Digest, Option<Arc<Annotated>>>,
    /// Files of sources, by digest.
    pub sources: Memo<Digest, Arc<Parsed>>,
    /// The sources of all files by key, by digest of those, and what is wrong with them together.
    pub collected: Memo<Digest, (Arc<Sources>, Arc<[Diagnostic]>)>,
    /// Locks, by digest, and what is wrong with them.
    pub locks: Memo<Digest, Arc<ParsedLock>>,
    /// Inventories of other sites, by digest.
    pub remotes: Memo<Digest, Arc<Fetched>>,
    /// Pictures with their smaller versions, by digest of extension and bytes.
    pub pictures: Memo<Digest, Option<Arc<Picture>>>,
    /// What is active in files beside texts, by digest of extension and bytes.
    pub active: Memo<Digest, Arc<[Active]>>,
    /// Records with the ids that they keep.
    pub kept: KeptCache,
    /// Linked texts.
    pub linked: LinkCache,
    /// Citation styles and formatted citations.
    pub formatted: Arc<FormatCache>,
    /// The theme, by digest of the site's own templates, and what is wrong with those.
    pub themes: Memo<Digest, (Arc<Theme>, Arc<[Diagnostic]>)>,
    /// Drawings.
    pub drawings: Arc<DrawingCache>,
    /// Rendered pages, by digest of model and templates.
    pub pages: Arc<PageCache>,
    /// The texts of published pages, by digest of their HTML.
    pub page_texts: PageTextCache,
}

impl Cache {
    /// A cache that no other build follows: what can be looked up only by the next one is not kept.
    pub fn for_one_build() -> Self {
        Self {
            annotated: Memo::forgetful(),
            kept: Memo::forgetful(),
            linked: LinkCache::for_one_build(),
            pages: Arc::new(Memo::forgetful()),
            page_texts: Memo::forgetful(),
            ..Self::default()
        }
    }

    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        self.annotated.turn();
        self.sources.turn();
        self.collected.turn();
        self.locks.turn();
        self.remotes.turn();
        self.pictures.turn();
        self.active.turn();
        self.kept.turn();
        self.linked.turn(&self.formatted);
        self.formatted.turn();
        self.themes.turn();
        self.drawings.turn();
        self.pages.turn();
        self.page_texts.turn();
    }
}
