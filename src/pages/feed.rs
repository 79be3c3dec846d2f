//! What machines read: the Atom feed, the sitemap, robots.txt. All addresses are absolute.

use serde::Serialize;

use super::parts::Html;

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
