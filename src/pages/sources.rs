//! The list of sources.

use serde::Serialize;

use super::evidence::SourceRow;
use super::forms::REFERENCES;
use super::frame::{Head, Site};
use super::view::View;

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

impl View<'_> {
    /// The list of sources, as the style orders it.
    pub fn sources_page(&self) -> SourcesPage {
        let count = self.graph.sources.len();
        let summary = self.words().text("sources_summary");
        let mut sources: Vec<_> = self.graph.sources.values().collect();
        sources.sort_by_cached_key(|source| crate::fold::fold(&self.reference(source).text.to_lowercase()));
        SourcesPage {
            site: self.site(),
            head: self
                .head_with("Sources", summary, if count > 0 { &REFERENCES } else { &[] })
                .describing(self.words(), &self.sources_data(summary)),
            summary: summary.to_owned(),
            source_count: count,
            groups: vec![SourceGroup {
                title: String::new(),
                id: "all".to_owned(),
                rows: sources.into_iter().map(|source| self.source_row(source, None, Vec::new())).collect(),
            }],
        }
    }
}
