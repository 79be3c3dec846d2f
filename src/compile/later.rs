//! What a site has beside its pages that takes long to make and that no page waits for.
//!
//! 1. Compiling gathers what is to be made: plain values, [`Later`].
//! 2. Whoever publishes the site has it made ([`finish`]); a preview shows the pages first; a check
//!    never asks.

use crate::render::Artifact;

/// What is to be made once the pages are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Later {}

/// What was made before, which need not be made again.
#[derive(Default)]
pub struct LaterCache {}

/// Makes it. The files stand beside those of the pages.
pub fn finish(later: &Later, cache: &mut LaterCache) -> Vec<Artifact> {
    let (Later {}, LaterCache {}) = (later, cache);
    Vec::new()
}
