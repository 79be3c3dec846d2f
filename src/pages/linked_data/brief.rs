//! A brief as linked data: a report with what it is about, names, cites and claims.

use super::{BRIEF, Node};
use crate::bibliography::is_body;
use crate::date::When;
use crate::graph::LinkedBrief;
use crate::graph::registry::EntityIndex;
use crate::pages::view::View;
use rustc_hash::FxHashSet;

impl View<'_> {
    /// The page of the brief at an index.
    pub(in crate::pages) fn brief_data(&self, at: u32) -> Node {
        let linked = &self.graph.briefs[at as usize];
        let brief = &*linked.brief;
        let config = &self.graph.config;
        let claims = self.claim_links().in_briefs[at as usize].iter();
        let sources = linked.links.citations.references();
        let sources = sources.filter_map(|(key, _)| Some(self.source_pointer(self.graph.sources.get(key)?)));
        let main = Node::pointer(self.thing(&linked.address))
            .with("@type", BRIEF.as_slice())
            .with("headline", brief.title.as_str())
            .with("name", brief.title.as_str())
            .with("url", self.absolute(&linked.address))
            .with("abstract", brief.summary.as_deref())
            .with("image", self.brief_share_card(linked).map(|card| card.address))
            .with("datePublished", brief.date.value.datetime())
            .with("dateModified", brief.updated.as_ref().and_then(|updated| updated.value.datetime()))
            .with("temporalCoverage", brief.covers.as_ref().and_then(iso_interval))
            .with("inLanguage", brief.language.as_deref().unwrap_or(&config.language))
            .with_all("author", self.author_nodes(linked))
            .with("publisher", self.publisher_node())
            .with("isPartOf", self.site_pointer())
            .with_all("about", linked.about.iter().map(|entity| self.entity_pointer(*entity)))
            .with_all("mentions", named(linked).map(|entity| self.entity_pointer(entity)))
            .with_all("citation", sources)
            .with_all(
                "hasPart",
                claims.map(|claim| self.claim_pointer(&self.graph.ledger.claims[*claim as usize])),
            );
        self.told(main, &[(self.words().text("briefs"), "/briefs/"), (&brief.title, linked.address.as_str())])
    }

    fn author_nodes(&self, linked: &LinkedBrief) -> Vec<Node> {
        let config = &self.graph.config;
        let is_ours = |name: &str| name == config.title || Some(name) == config.publisher.as_deref();
        let node = |author: crate::pages::brief::Author| {
            let kind = if is_body(&author.name) || is_ours(&author.name) { "Organization" } else { "Person" };
            Node::of(kind).with("name", author.name).with("url", author.address)
        };
        self.authors(linked).into_iter().map(node).collect()
    }
}

/// What a brief names and is not about, each once, in the order of the text.
fn named(linked: &LinkedBrief) -> impl Iterator<Item = EntityIndex> {
    let mut seen: FxHashSet<EntityIndex> = linked.about.iter().copied().collect();
    linked.links.mentions.iter().map(|mention| mention.entity).filter(move |entity| seen.insert(*entity))
}

/// A time as schema.org takes it: ISO 8601, which has no words of EDTF for doubt.
fn iso_interval(when: &When) -> Option<&str> {
    let text = when.as_str();
    text.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte)).then_some(text)
}
