//! The ledger of claims.

use serde::Serialize;

use super::evidence::{ClaimRow, Confidence};
use super::frame::{Head, Site};
use super::ladder::Ladder;
use super::parts::Link;

/// The ledger.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimsPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// How many claims there are.
    pub claim_count: usize,
    /// All claims by confidence; `null` where there is none.
    pub ladder: Option<Ladder>,
    /// The marks explained: one on the scale, and its ends.
    pub examples: Vec<Confidence>,
    /// The scale's words, the lowest first.
    pub scale: Vec<String>,
    /// The claims by brief, newest brief first; those of no brief last.
    pub groups: Vec<ClaimGroup>,
}

/// The claims of one brief.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimGroup {
    /// The fragment of the group.
    pub id: String,
    /// The brief; its address is empty for claims that stand in none.
    pub brief: Link,
    /// The claims, in the brief's order.
    pub rows: Vec<ClaimRow>,
}
