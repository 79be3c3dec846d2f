//! Drawings that take long, by all that they are drawn of: a build takes over those of the one before.

use std::sync::Arc;

use super::map::{self, Map};
use super::network::{self, Network};
use crate::memo::Memo;

/// What was drawn before.
#[derive(Default)]
pub struct DrawingCache {
    pub(super) networks: Memo<network::Scene, Arc<Network>>,
    pub(super) maps: Memo<map::Scene, Arc<Map>>,
}

impl DrawingCache {
    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        self.networks.turn();
        self.maps.turn();
    }
}
