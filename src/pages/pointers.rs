//! What points at what, as a page asks for it.

use super::view::View;
use crate::graph::backlinks::{
    CitationBacklinks, ClaimBacklinks, MomentBacklinks, NameBacklinks, RecordBacklinks,
};

impl<'a> View<'a> {
    /// Who is named in briefs.
    pub fn name_links(&self) -> &'a NameBacklinks {
        self.shared.backlinks.names(self.graph)
    }

    /// What briefs cite.
    pub fn citations(&self) -> &'a CitationBacklinks {
        self.shared.backlinks.citations(self.graph)
    }

    /// What records say.
    pub fn record_links(&self) -> &'a RecordBacklinks {
        self.shared.backlinks.records(self.graph)
    }

    /// Who takes part in moments, and who tells of them.
    pub fn moment_links(&self) -> &'a MomentBacklinks {
        self.shared.backlinks.moments(self.graph)
    }

    /// What claims are about and rest on, and who states them.
    pub fn claim_links(&self) -> &'a ClaimBacklinks {
        self.shared.backlinks.claims(self.graph)
    }
}
