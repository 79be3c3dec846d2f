//! What pages are made of.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{PageCache, Theme};
use crate::bibliography::{FormatCache, Source};
use crate::graph::Graph;
use crate::graph::backlinks::Backlinks;
use crate::pages::article::NoteTheme;
use crate::pages::drawings::DrawingCache;
use crate::pages::view::{Shared, ThemeAssets};
use crate::pages::{Page, brief_page_at, plan};
use crate::pictures::Pictures;
use crate::share_cards::Cards;

/// All that pages are made of: whoever has it can make any page of the site, in any order.
pub struct Materials {
    /// The graph.
    pub graph: Arc<Graph>,
    /// The templates.
    pub theme: Arc<Theme>,
    /// The files that pages show.
    pub files: Files,
    /// What was made before.
    pub known: Known,
    plan: OnceLock<Vec<Page>>,
    backlinks: Backlinks,
}

/// The files that pages show or need, which are published beside them.
pub struct Files {
    /// The theme's.
    pub assets: ThemeAssets,
    /// The pictures of texts.
    pub pictures: Pictures,
    /// The pictures of pages.
    pub cards: Cards,
}

/// What was made before.
#[derive(Default, Clone)]
pub struct Known {
    /// Pages.
    pub pages: Arc<PageCache>,
    /// Citations.
    pub formatted: Arc<FormatCache>,
    /// Drawings.
    pub drawings: Arc<DrawingCache>,
}

impl Materials {
    /// All that there is to gather before any page can be made.
    pub fn of(graph: Arc<Graph>, theme: Arc<Theme>, files: Files, known: Known) -> Self {
        Self { graph, theme, files, known, plan: OnceLock::new(), backlinks: Backlinks::default() }
    }

    /// The pages, in the order of their addresses.
    pub fn plan(&self) -> &[Page] {
        self.plan.get_or_init(|| plan(&self.graph))
    }

    /// Gathers what the pages of the whole site are made of, as long as they are wanted; a page alone gathers what it
    /// needs.
    pub(super) fn gather(&self, has_given_up: &(dyn Fn() -> bool + Sync)) {
        let graph = &*self.graph;
        // The page that lists all sources would format them one after another.
        let sources = || {
            let sources: Vec<&Source> = graph.sources.values().collect();
            sources.into_par_iter().filter(|_| !has_given_up()).for_each(|source| {
                self.known.formatted.format_alone(&graph.style, source);
            });
        };
        let cards = || (!has_given_up()).then(|| self.files.cards.gather(graph));
        let backlinks = || (!has_given_up()).then(|| self.backlinks.gather(graph));
        rayon::join(sources, || rayon::join(cards, || rayon::join(|| self.plan(), backlinks)));
    }

    /// What the pages share, with notes by the theme's templates.
    pub(super) fn shared<'a>(&'a self, notes: &'a dyn NoteTheme) -> Shared<'a> {
        Shared {
            graph: &self.graph,
            backlinks: &self.backlinks,
            assets: &self.files.assets,
            notes,
            formatted: &self.known.formatted,
            drawings: &self.known.drawings,
            pictures: &self.files.pictures,
            cards: &self.files.cards,
        }
    }

    /// The page that an output path is, or stands beside.
    pub(super) fn page_of(&self, path: &str) -> Option<Page> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = format!("/{path}");
        let beside = if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") };
        // A brief is looked at while it is written: the other pages need not be listed for it.
        let of_brief = [&own, &beside].into_iter().find_map(|address| brief_page_at(&self.graph, address));
        of_brief.or_else(|| {
            let at = |address: &str| {
                let found = self.plan().binary_search_by(|page| page.address.as_str().cmp(address));
                found.ok().map(|at| self.plan()[at].clone())
            };
            at(&own).or_else(|| at(&beside))
        })
    }
}
