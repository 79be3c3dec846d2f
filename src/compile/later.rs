//! What a site has beside its pages that takes long to make and that no page waits for.
//!
//! 1. Compiling gathers what is to be made: plain values, [`Later`].
//! 2. Whoever publishes the site has it made ([`finish`]); a preview shows the pages first; a check
//!    never asks.

use crate::graph::Graph;
use crate::render::Artifact;
#[cfg(feature = "search")]
use crate::search::{IndexCache, Search, index};

/// What is to be made once the pages are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Later {
    /// What can be searched.
    #[cfg(feature = "search")]
    search: Search,
}

impl Later {
    /// What is to be made of a graph.
    #[cfg_attr(
        not(feature = "search"),
        expect(unused_variables, reason = "nothing is made without features")
    )]
    pub(super) fn of(graph: &Graph) -> Self {
        Self {
            #[cfg(feature = "search")]
            search: Search::of(graph),
        }
    }
}

/// What was made before, which need not be made again.
#[derive(Default)]
pub struct LaterCache {
    #[cfg(feature = "search")]
    search: IndexCache,
}

/// Makes it. The files stand beside those of the pages.
#[cfg_attr(
    not(feature = "search"),
    expect(unused_variables, unused_mut, reason = "nothing is made without features")
)]
pub fn finish(later: &Later, cache: &mut LaterCache) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    #[cfg(feature = "search")]
    if !later.search.records.is_empty() {
        artifacts.extend(index(&later.search, &mut cache.search));
    }
    artifacts
}
