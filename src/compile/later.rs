//! What a site has beside its pages that takes long to make and that no page waits for.
//!
//! 1. Compiling gathers what is to be made: plain values, [`Later`].
//! 2. Whoever publishes the site has it made ([`finish`]); a preview shows the pages first; a check
//!    never asks.

use std::sync::Arc;

use crate::artifact::Artifact;
#[cfg(feature = "search")]
use crate::search::{IndexCache, Search, index};
use crate::share_cards::{Drawings, Painted};

/// What is to be made once the pages are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Later {
    /// Pictures of pages for those who share their addresses.
    pub cards: Drawings,
    /// What can be searched.
    #[cfg(feature = "search")]
    pub search: Arc<Search>,
}

/// What was made before, which need not be made again.
#[derive(Default)]
pub struct LaterCache {
    /// Pictures of pages, by the paths of their files, which change with what is drawn.
    pub cards: Painted,
    /// The index of the search.
    #[cfg(feature = "search")]
    pub search: IndexCache,
}

/// Makes it. The files stand beside those of the pages. Once `has_given_up` says that nobody wants them, some or all
/// are missing.
pub fn finish(
    later: &Later,
    cache: &mut LaterCache,
    has_given_up: &(dyn Fn() -> bool + Sync),
) -> Vec<Artifact> {
    cache.cards = later.cards.paint(&cache.cards, has_given_up);
    let cards = cache.cards.iter();
    let artifacts = cards.map(|(path, bytes)| Artifact { path: path.clone(), bytes: Arc::clone(bytes) });
    #[cfg(feature = "search")]
    let artifacts = artifacts.chain(index(&later.search, &mut cache.search, has_given_up));
    artifacts.collect()
}
