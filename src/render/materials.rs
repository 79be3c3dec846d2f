//! What pages are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{PageCache, Theme};
use crate::bibliography::{FormatCache, Rich, Source};
use crate::graph::Graph;
use crate::graph::backlinks::Backlinks;
use crate::pages::article::NoteTheme;
use crate::pages::drawings::DrawingCache;
use crate::pages::view::{Shared, ThemeAssets};
use crate::pages::{Page, plan};
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
    /// The pages.
    pub plan: Vec<Page>,
    backlinks: Backlinks,
    /// The reference of every source, by key: pages that are not briefs share them.
    references: BTreeMap<String, Arc<Rich>>,
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
    /// Gathers them.
    pub fn of(graph: Arc<Graph>, theme: Arc<Theme>, files: Files, known: Known) -> Self {
        let (backlinks, (references, plan)) =
            rayon::join(|| Backlinks::of(&graph), || (references(&graph, &known.formatted), plan(&graph)));
        Self { graph, theme, files, known, plan, backlinks, references }
    }

    /// What the pages share, with notes by the theme's templates.
    pub(super) fn shared<'a>(&'a self, notes: &'a dyn NoteTheme) -> Shared<'a> {
        Shared {
            graph: &self.graph,
            backlinks: &self.backlinks,
            assets: &self.files.assets,
            notes,
            references: &self.references,
            formatted: &self.known.formatted,
            drawings: &self.known.drawings,
            pictures: &self.files.pictures,
            cards: &self.files.cards,
        }
    }

    /// The page that an output path is, or stands beside.
    pub(super) fn page_of(&self, path: &str) -> Option<&Page> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let at = |page: &&Page, wanted: &str| page.address.as_str().trim_start_matches('/') == wanted;
        let beside = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.plan
            .iter()
            .find(|page| at(page, path))
            .or_else(|| self.plan.iter().find(|page| at(page, &beside)))
    }
}

fn references(graph: &Graph, cache: &FormatCache) -> BTreeMap<String, Arc<Rich>> {
    let sources: Vec<&Source> = graph.sources.values().collect();
    let formatted = |source: &&Source| (source.key().to_owned(), cache.format_alone(&graph.style, source));
    // They are in order: a map of all at once is made faster than one that grows.
    sources.par_iter().map(formatted).collect::<Vec<_>>().into_iter().collect()
}
