//! A claim as linked data: what it says, where it appears and what it rests on.

use super::Node;
use crate::graph::claims::Claim;
use crate::pages::view::View;

impl View<'_> {
    /// The page of a claim.
    pub(in crate::pages) fn claim_data(&self, claim: &Claim) -> Node {
        let confidence = claim.confidence.as_deref().and_then(|slug| self.confidence(slug));
        let status = self.status(claim.status).label;
        let judged = match confidence {
            Some(confidence) => format!("{}; {}", confidence.word, status.to_lowercase()),
            None => status,
        };
        let appearances =
            claim.statements.iter().map(|statement| &self.graph.briefs[statement.brief as usize]);
        let first = claim.statements.last().map(|statement| &self.graph.briefs[statement.brief as usize]);
        let sources = claim.sources.iter().filter_map(|cite| self.graph.source(cite));
        let main = self
            .claim_pointer(claim)
            .with("url", self.absolute(&claim.address))
            .with("text", claim.statement.as_str())
            .with("creativeWorkStatus", judged)
            .with("datePublished", claim.date.as_ref().and_then(crate::date::When::datetime))
            .with("inLanguage", claim.language.as_deref().unwrap_or(&self.graph.config.language))
            .with("isPartOf", self.site_pointer())
            .with_all("about", claim.about.iter().map(|entity| self.entity_pointer(*entity)))
            .with_all("appearance", appearances.map(|linked| self.brief_pointer(linked)))
            .with("firstAppearance", first.map(|linked| self.brief_pointer(linked)))
            .with_all("citation", sources.map(|source| self.source_pointer(source)));
        self.told(
            main,
            &[(self.words().text("claims"), "/claims/"), (&claim.statement, claim.address.as_str())],
        )
    }

    /// A claim that is only named.
    pub(super) fn claim_pointer(&self, claim: &Claim) -> Node {
        Node::named("Claim", self.thing(&claim.address)).with("name", claim.statement.as_str())
    }
}
