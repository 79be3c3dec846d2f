//! The texts of a site that suggestions are made for.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::annotate::{Body, Files};
use crate::config::LinkPolicy;
use crate::date::When;
use crate::graph::mentions::Mention;
use crate::graph::registry::EntityIndex;
use crate::graph::{Graph, Links};
use crate::load::SourceFile;
use crate::path::SitePath;
use crate::span::Span;

/// A text with all that the rules look at.
pub(super) struct Text<'a> {
    pub(super) file: &'a SourceFile,
    /// The files of notes beside a brief; its text goes on with theirs.
    pub(super) sides: Vec<&'a SourceFile>,
    /// Which file each place of a brief is in.
    pub(super) places: Option<&'a Files>,
    pub(super) body: &'a Body,
    pub(super) links: &'a Links,
    /// The date of a brief.
    pub(super) date: Option<&'a When>,
    /// Whether it is a brief.
    pub(super) is_brief: bool,
    /// The entity that it introduces: its name is not linked there.
    pub(super) own: Option<EntityIndex>,
    /// Which mentions are links, unless its kind says otherwise; `None` where names are not even
    /// looked for, as in pages.
    pub(super) policy: Option<LinkPolicy>,
}

impl Text<'_> {
    /// The mentions, written or not, that share words with some.
    pub(super) fn mentions_over(&self, words: Span) -> impl Iterator<Item = &Mention> {
        let mentions = &self.links.mentions;
        let from = mentions.partition_point(|mention| mention.text.end <= words.start);
        mentions[from..].iter().take_while(move |mention| mention.text.start < words.end)
    }

    /// Whether a mention without a link begins or ends among some words, without being all of them.
    pub(super) fn is_mention_among(&self, words: Span) -> bool {
        self.mentions_over(words).any(|mention| mention.reference.is_none() && mention.text != words)
    }
}

/// The texts of briefs, introductions and claims, and those pages that are `named`.
pub(super) fn texts<'a>(graph: &'a Graph, files: &'a [Arc<SourceFile>], named: &[SitePath]) -> Vec<Text<'a>> {
    let files: FxHashMap<&SitePath, &SourceFile> =
        files.iter().map(|file| (&file.path, file.as_ref())).collect();
    let general = graph.config.linking;
    let mut texts = Vec::new();
    let mut add = |path: &SitePath, text: Text<'a>| {
        if let Some(file) = files.get(path) {
            texts.push(Text { file, ..text });
        }
    };
    let Some(any) = files.values().next() else { return Vec::new() };
    let plain = |body: &'a Body, links: &'a Links| Text {
        file: any,
        sides: Vec::new(),
        places: None,
        body,
        links,
        date: None,
        is_brief: false,
        own: None,
        policy: Some(general),
    };
    for linked in &graph.briefs {
        let brief = &linked.brief;
        let text = plain(&brief.body, &linked.links);
        let policy = Some(brief.linking.unwrap_or(general));
        let sides = brief.files.beside().filter_map(|path| files.get(path).copied()).collect();
        add(
            &brief.path,
            Text {
                sides,
                places: Some(&brief.files),
                date: Some(&brief.date.value),
                is_brief: true,
                policy,
                ..text
            },
        );
    }
    for (index, links) in &graph.introductions {
        if let Some(record) = &graph.registry.entity(*index).record {
            add(&record.path, Text { own: Some(*index), ..plain(&record.body, links) });
        }
    }
    for (record, links) in graph.ledger.claims.iter().filter_map(|claim| {
        let record = claim.record.as_ref()?;
        Some((record, graph.discussions.get(&claim.id)?))
    }) {
        add(&record.path, plain(&record.body, links));
    }
    for page in graph.pages.iter().filter(|page| named.contains(&page.page.path)) {
        add(&page.page.path, Text { policy: None, ..plain(&page.page.body, &page.links) });
    }
    texts
}
