//! Any other page: about, guide.

use serde::Serialize;
use serde_json::Value;

use super::article::{Article, has_notes};
use super::evidence::SourceRow;
use super::frame::{Head, Site};
use super::layers::{LayerSwitch, layer_switches};
use super::opening::opening;
use super::parts::{Html, Link, TimeText};
use super::view::View;
use crate::escape::escape;
use crate::graph::LinkedPage;

/// A page.
///
/// `content` is made as a brief's article is, and may hold notes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OtherPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The pages above it, the outermost first.
    pub crumbs: Vec<Link>,
    /// The title.
    pub title: Html,
    /// The lede.
    pub summary: Option<Html>,
    /// The date, where it has one.
    pub date: Option<TimeText>,
    /// The date of the last change.
    pub updated: Option<TimeText>,
    /// The contents: one entry a section; shown where there are three or more.
    pub contents: Vec<Link>,
    /// The content.
    pub content: Html,
    /// Whether the content holds notes.
    pub has_notes: bool,
    /// The switches of the layers of its notes; empty where it has none.
    pub layers: Vec<LayerSwitch>,
    /// The pages of its folder, in order: the pages of a guide.
    pub siblings: Vec<Sibling>,
    /// The sources cited.
    pub sources: Vec<SourceRow>,
    /// The page before it in its folder.
    pub earlier: Option<Link>,
    /// The page after it in its folder.
    pub later: Option<Link>,
    /// What its front matter says under `extra`; empty where it says nothing.
    pub extra: Value,
}

/// A page of the same folder.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sibling {
    /// Its title.
    pub title: String,
    /// The language of its title where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where it is.
    pub address: String,
    /// Whether it is this page.
    pub current: bool,
}

impl View<'_> {
    /// A page that is neither a brief nor a record.
    pub fn other_page(&self, linked: &LinkedPage) -> OtherPage {
        let page = &*linked.page;
        let article = Article::new(self, &page.body, &linked.links);
        let neighbours = self.folder_of(linked);
        let own = neighbours.iter().position(|other| other.address == linked.address);
        let link = |other: &&LinkedPage| self.page_link(other);
        let description = page.summary.clone().unwrap_or_else(|| opening(&page.body));
        let mut head = self.head(&page.title, &description);
        head.language = page.language.clone().unwrap_or(head.language);
        OtherPage {
            site: self.site(),
            head: head.describing(self.words(), &self.other_data(linked)),
            crumbs: self.crumbs(linked),
            title: Html(escape(&page.title)),
            summary: page.summary.as_deref().map(|text| Html(escape(text))),
            date: page.date.as_ref().map(|when| self.time(when)),
            updated: page.updated.as_ref().map(|when| self.time(when)),
            contents: page
                .body
                .sections
                .iter()
                .filter(|section| section.number > 0)
                .map(|section| Link {
                    title: section.title.clone(),
                    address: format!("#{}", section.id),
                    language: None,
                })
                .collect(),
            content: article.html(),
            has_notes: has_notes(&page.body),
            layers: layer_switches(&page.body),
            siblings: neighbours
                .iter()
                .map(|other| Sibling {
                    title: other.page.title.clone(),
                    language: self.foreign(other.page.language.as_deref()),
                    address: self.link(&other.address),
                    current: other.address == linked.address,
                })
                .collect(),
            sources: linked
                .links
                .citations
                .references()
                .filter_map(|(key, rich)| {
                    Some(self.source_row(self.graph.sources.get(key)?, Some(rich), Vec::new()))
                })
                .collect(),
            earlier: own.and_then(|at| neighbours.get(at.checked_sub(1)?)).map(link),
            later: own.and_then(|at| neighbours.get(at + 1)).map(link),
            extra: page.extra.clone(),
        }
    }

    /// The pages of a page's folder, its own index first; none for pages at the top.
    fn folder_of(&self, linked: &LinkedPage) -> Vec<&LinkedPage> {
        let slug = linked.page.slug.as_str();
        let is_index = self.graph.pages.iter().any(|other| other.page.slug.starts_with(&format!("{slug}/")));
        let folder = if is_index { slug } else { slug.rsplit_once('/').map_or("", |(folder, _)| folder) };
        if folder.is_empty() {
            return Vec::new();
        }
        let mut pages: Vec<&LinkedPage> = self
            .graph
            .pages
            .iter()
            .filter(|other| {
                let other = other.page.slug.as_str();
                other == folder
                    || other
                        .strip_prefix(folder)
                        .is_some_and(|rest| rest.starts_with('/') && !rest[1..].contains('/'))
            })
            .collect();
        pages.sort_by_key(|other| (other.page.slug != folder, other.page.weight, other.page.title.clone()));
        pages
    }

    /// The pages above a page.
    fn crumbs(&self, linked: &LinkedPage) -> Vec<Link> {
        self.pages_above(linked).into_iter().map(|page| self.page_link(page)).collect()
    }

    /// The pages of the folders that a page is in, the outermost first.
    pub(super) fn pages_above(&self, linked: &LinkedPage) -> Vec<&LinkedPage> {
        let slug = linked.page.slug.as_str();
        let above = slug.match_indices('/').map(|(at, _)| &slug[..at]);
        above.filter_map(|slug| self.graph.pages.iter().find(|page| page.page.slug == slug)).collect()
    }
}
