//! What points at what, as a page asks for it.

use super::view::View;
use crate::annotate::body::ReferenceIndex;
use crate::graph::backlinks::{NameBacklinks, RecordBacklinks};
use crate::graph::claims::ClaimLinks;
use crate::graph::moments::MomentLinks;

impl<'a> View<'a> {
    /// Who is named in briefs.
    pub fn name_links(&self) -> &'a NameBacklinks {
        self.shared.backlinks.names(self.graph)
    }

    /// Where briefs cite a source: (brief, reference).
    pub fn citations_of(&self, key: &str) -> &'a [(u32, ReferenceIndex)] {
        let at = self.graph.sources.get_index_of(key);
        at.map_or(&[], |at| &self.shared.backlinks.citations(self.graph)[at])
    }

    /// What records say.
    pub fn record_links(&self) -> &'a RecordBacklinks {
        self.shared.backlinks.records(self.graph)
    }

    /// Who takes part in moments, and who tells of them.
    pub fn moment_links(&self) -> &'a MomentLinks {
        &self.graph.chronology.links
    }

    /// What claims are about and rest on, and who states them.
    pub fn claim_links(&self) -> &'a ClaimLinks {
        &self.graph.ledger.links
    }
}
