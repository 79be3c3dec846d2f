//! The list of sources.

use serde::Serialize;

use super::evidence::SourceRow;
use super::frame::{Head, Site};

/// The list of sources.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SourcesPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// How many sources there are.
    pub source_count: usize,
    /// The sources under what they are sorted by: an outlet, a letter, or nothing (one group with an
    /// empty title).
    pub groups: Vec<SourceGroup>,
}

/// Some sources.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SourceGroup {
    /// The heading; may be empty.
    pub title: String,
    /// The fragment of the group.
    pub id: String,
    /// The sources.
    pub rows: Vec<SourceRow>,
}
