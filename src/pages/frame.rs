//! What surrounds every page: the site, and the head of the document.

use serde::Serialize;
use serde_json::Value;

use super::parts::{Html, Link};

/// The site, as one page sees it: its links are relative to that page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Site {
    /// The site's name, shown in the masthead.
    pub title: String,
    /// One sentence on the site; may be empty.
    pub description: String,
    /// The language of the templates' own words and of pages that name none, BCP 47.
    pub language: String,
    /// Who publishes the site; may be empty.
    pub publisher: String,
    /// The absolute address of the site's root, with a slash at its end.
    pub base_url: String,
    /// The home page.
    pub home: String,
    /// The stylesheet.
    pub stylesheet: String,
    /// The script, without which everything is there too.
    pub script: String,
    /// The font files to fetch before the stylesheet is read; may be empty.
    pub preload_fonts: Vec<String>,
    /// The icon.
    pub favicon: String,
    /// The icon for the first screens of telephones, PNG; `null` where there is none.
    pub touch_icon: Option<String>,
    /// The feed of briefs.
    pub feed: String,
    /// The masthead's links.
    pub navigation: Vec<NavigationItem>,
    /// The footer's links.
    pub footer_links: Vec<Link>,
    /// The footer's sentence.
    pub footer: Option<Html>,
    /// The program and its version: `postil 0.1.0`.
    pub generator: String,
    /// What `postil.toml` says under `[extra]`; empty where it says nothing.
    pub extra: Value,
}

/// A link of the masthead.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NavigationItem {
    /// The word shown.
    pub title: String,
    /// Where it leads.
    pub address: String,
    /// `page` on that very page, `true` on a page below it, `null` elsewhere: the value of
    /// `aria-current`.
    pub current: Option<String>,
}

/// The head of one page's document.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Head {
    /// The document's title, as a browser's tab shows it; the template adds the site's.
    pub title: String,
    /// One sentence for search engines and cards; may be empty.
    pub description: String,
    /// The page's language, BCP 47.
    pub language: String,
    /// The absolute address of the page; `null` where it has none of its own (the 404 page).
    pub canonical: Option<String>,
    /// The Open Graph type: `website`, `article` or `profile`.
    pub og_type: String,
    /// The picture that is shown where the page's address is shared; `null` where it has none.
    pub og_image: Option<ShareCard>,
    /// The day of publication, `2016-01-07`, for articles.
    pub published: Option<String>,
    /// The day of the last change, `2016-01-07`, for articles.
    pub modified: Option<String>,
    /// The authors' names, for articles.
    pub authors: Vec<String>,
    /// What reference managers and Google Scholar read beside authors, language and canonical address;
    /// `null` for what is not cited as a work.
    pub citation: Option<CitationTags>,
    /// Where it is said how to frame the card of this page (oEmbed), absolute; `null` where it has none.
    pub oembed: Option<String>,
    /// Other forms of this page: its data twin, its feed.
    pub alternates: Vec<Alternate>,
    /// The page as JSON-LD, `<`, `>` and `&` written as `\u003c` and so on.
    pub json_ld: Option<Html>,
    /// Whether search engines are asked to leave the page out (stubs, the 404 page).
    pub no_index: bool,
}

/// The picture of a page for those who share its address.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ShareCard {
    /// Its absolute address.
    pub address: String,
    /// What is written on it.
    pub alt: String,
    /// Its width in pixels, where known.
    pub width: Option<u32>,
    /// Its height in pixels, where known.
    pub height: Option<u32>,
    /// Its media type, where known: `image/png`.
    pub media_type: Option<String>,
}

/// The parts of the `citation_…` tags that are not in the head otherwise.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CitationTags {
    /// The title.
    pub title: String,
    /// The day, month or year of publication, as Google Scholar reads it: `2016/01/07`.
    pub date: Option<String>,
    /// The publisher, or else the site.
    pub publisher: String,
}

/// Another form of a page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Alternate {
    /// Where it is.
    pub address: String,
    /// Its media type: `application/json`.
    pub media_type: String,
    /// What it is, shown in the footer: `Data of this page (JSON)`.
    pub title: String,
}
