//! `/feed.json`: the feed of briefs as JSON Feed 1.1. It has the entries of the Atom feed, under the same
//! ids.

use serde::Serialize;

use super::feed::{Feed, FeedEntry};

/// A JSON feed.
#[derive(Debug, Serialize)]
pub struct JsonFeed {
    version: &'static str,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    home_page_url: String,
    feed_url: String,
    language: String,
    authors: Vec<Author>,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Author {
    name: String,
}

#[derive(Debug, Serialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    /// Every item has a text: the summary, or where there is none the title.
    content_text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    summary: String,
    date_published: String,
    date_modified: String,
    language: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

impl JsonFeed {
    /// The JSON form of a feed that stands at an absolute address.
    pub fn of(feed: Feed, address: String) -> Self {
        Self {
            version: "https://jsonfeed.org/version/1.1",
            title: feed.title,
            description: feed.subtitle,
            home_page_url: feed.page,
            feed_url: address,
            language: feed.language,
            authors: vec![Author { name: feed.publisher }],
            items: feed.entries.into_iter().map(item).collect(),
        }
    }
}

fn item(entry: FeedEntry) -> Item {
    Item {
        id: entry.address.clone(),
        url: entry.address,
        content_text: if entry.summary.is_empty() { entry.title.clone() } else { entry.summary.clone() },
        title: entry.title,
        summary: entry.summary,
        date_published: entry.published,
        date_modified: entry.updated,
        language: entry.language,
        authors: entry.authors.into_iter().map(|name| Author { name }).collect(),
        tags: entry.categories,
    }
}
