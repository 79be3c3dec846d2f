//! What machines read: Atom feeds, the sitemap, robots.txt. All addresses are absolute.

use serde::Serialize;

use super::parts::Html;
use super::view::View;
use crate::date::When;
use crate::graph::LinkedBrief;
use crate::graph::registry::EntityIndex;
use crate::path::Address;

/// An Atom feed (RFC 4287).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Feed {
    /// The feed's title.
    pub title: String,
    /// One sentence; may be empty.
    pub subtitle: String,
    /// The language, BCP 47.
    pub language: String,
    /// The feed's own address, which is its id too.
    pub address: String,
    /// The page that it stands for.
    pub page: String,
    /// When the newest entry changed, RFC 3339: `2016-01-07T00:00:00Z`.
    pub updated: String,
    /// Whose feed it is; used where an entry names no author.
    pub publisher: String,
    /// The program and its version.
    pub generator: String,
    /// The entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FeedEntry {
    /// The title, plain.
    pub title: String,
    /// The page, which is the entry's id too.
    pub address: String,
    /// The language, BCP 47.
    pub language: String,
    /// When it was published, RFC 3339.
    pub published: String,
    /// When it changed, RFC 3339.
    pub updated: String,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The summary, plain; may be empty.
    pub summary: String,
    /// The content, links absolute; `null` for a summary only.
    pub content: Option<Html>,
    /// What it is about.
    pub categories: Vec<String>,
}

/// A sitemap (sitemaps.org 0.9).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sitemap {
    /// The pages, in the order of their addresses.
    pub entries: Vec<SitemapEntry>,
}

/// A page in a sitemap.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SitemapEntry {
    /// The page.
    pub address: String,
    /// The day of its last change, `2016-01-07`, where known.
    pub updated: Option<String>,
}

/// robots.txt (RFC 9309): everything is allowed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Robots {
    /// The sitemap.
    pub sitemap: String,
}

/// How many briefs the feed of an entity has.
const ENTITY_ENTRIES: usize = 50;

impl View<'_> {
    /// The feed of briefs.
    pub fn feed(&self) -> Feed {
        let config = &self.graph.config;
        Feed {
            title: config.title.clone(),
            subtitle: config.description.clone().unwrap_or_default(),
            page: self.absolute(&Address::new("/")),
            ..self.feed_of(&Address::new("/feed.xml"), self.graph.briefs.iter())
        }
    }

    /// The feed of the briefs that name an entity, the newest ones.
    pub fn entity_feed(&self, index: EntityIndex) -> Feed {
        let entity = self.graph.registry.entity(index);
        let mut briefs: Vec<u32> =
            self.name_links().namings[index.0 as usize].iter().map(|naming| naming.brief).collect();
        briefs.dedup();
        let briefs = briefs.iter().take(ENTITY_ENTRIES).map(|brief| &self.graph.briefs[*brief as usize]);
        Feed {
            title: format!("{} – {}", entity.name, self.graph.config.title),
            subtitle: self.words().filled("feed_of_entity", &entity.name),
            page: self.absolute(&entity.address),
            ..self.feed_of(&feed_address(&entity.address), briefs)
        }
    }

    fn feed_of<'b>(&self, address: &Address, briefs: impl Iterator<Item = &'b LinkedBrief>) -> Feed {
        let config = &self.graph.config;
        let entries: Vec<FeedEntry> = briefs.map(|brief| self.feed_entry(brief)).collect();
        Feed {
            language: config.language.clone(),
            address: self.absolute(address),
            updated: entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(|| instant(None)),
            publisher: config.publisher.clone().unwrap_or_else(|| config.title.clone()),
            generator: concat!("postil ", env!("CARGO_PKG_VERSION")).to_owned(),
            entries,
            ..Feed::default()
        }
    }

    fn feed_entry(&self, linked: &LinkedBrief) -> FeedEntry {
        let brief = &*linked.brief;
        let published = instant(Some(&brief.date.value));
        FeedEntry {
            title: brief.title.clone(),
            address: self.absolute(&linked.address),
            language: brief.language.clone().unwrap_or_else(|| self.graph.config.language.clone()),
            updated: brief
                .updated
                .as_ref()
                .map_or_else(|| published.clone(), |when| instant(Some(&when.value))),
            published,
            authors: self.authors(linked).into_iter().map(|author| author.name).collect(),
            summary: brief.summary.clone().unwrap_or_default(),
            content: None,
            categories: linked
                .about
                .iter()
                .map(|about| self.graph.registry.entity(*about).name.clone())
                .collect(),
        }
    }
}

/// The feed that stands beside a page.
pub fn feed_address(page: &Address) -> Address {
    Address::new(format!("{page}feed.xml"))
}

impl Sitemap {
    /// The sitemap of some pages: (absolute address, day of the last change).
    pub fn of(mut entries: Vec<SitemapEntry>) -> Self {
        entries.sort_by(|a, b| a.address.cmp(&b.address));
        Self { entries }
    }
}

/// The first instant of a date in UTC, RFC 3339; of one that is unknown or has no such form the epoch, since a feed
/// needs some.
fn instant(when: Option<&When>) -> String {
    let day = when.and_then(When::earliest).filter(|day| day.has_plain_year());
    format!("{}T00:00:00Z", day.map_or_else(|| "1970-01-01".to_owned(), |day| day.to_string()))
}
