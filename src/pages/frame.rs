//! What surrounds every page: the site, and the head of the document.

use serde::Serialize;
use serde_json::Value;

use super::parts::{Html, Link};
use super::view::View;
use crate::escape::escape;

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

impl View<'_> {
    /// The site, for this page.
    pub fn site(&self) -> Site {
        let config = &self.graph.config;
        let assets = self.shared.assets;
        let footer_links = config
            .nav
            .iter()
            .filter_map(|slug| self.graph.pages.iter().find(|page| page.page.slug == *slug))
            .map(|page| self.page_link(page))
            .collect();
        Site {
            title: config.title.clone(),
            description: config.description.clone().unwrap_or_default(),
            language: config.language.clone(),
            publisher: config.publisher.clone().unwrap_or_default(),
            base_url: config.base_url.as_str().to_owned(),
            home: self.site_link("/"),
            stylesheet: self.link(&assets.stylesheet),
            script: self.link(&assets.script),
            preload_fonts: assets.fonts.iter().map(|font| self.link(font)).collect(),
            favicon: self.link(&assets.favicon),
            touch_icon: assets.touch_icon.as_ref().map(|(icon, _)| self.link(icon)),
            feed: self.site_link("/feed.xml"),
            navigation: self.navigation(),
            footer_links,
            footer: config.footer.as_ref().map(|text| Html(escape(text))),
            generator: concat!("postil ", env!("CARGO_PKG_VERSION")).to_owned(),
            extra: config.extra.clone(),
        }
    }

    fn navigation(&self) -> Vec<NavigationItem> {
        let graph = self.graph;
        let items = [
            ("briefs", "/briefs/", true),
            ("entities", "/entities/", !graph.registry.entities().is_empty()),
            ("timeline", "/timeline/", !graph.chronology.moments.is_empty()),
            ("network", "/network/", !graph.relations.is_empty()),
            ("map", "/map/", !self.record_links().placed.is_empty()),
            ("claims", "/claims/", !graph.ledger.claims.is_empty()),
            ("sources", "/sources/", !graph.sources.is_empty()),
            ("search", "/search/", cfg!(feature = "search")),
        ];
        items
            .into_iter()
            .filter(|(.., there)| *there)
            .map(|(title, address, _)| NavigationItem {
                title: self.words().text(title).to_owned(),
                address: self.site_link(address),
                current: match self.page.as_str().strip_prefix(address) {
                    Some("") => Some("page".to_owned()),
                    Some(_) => Some("true".to_owned()),
                    None => None,
                },
            })
            .collect()
    }

    /// The head of this page.
    pub fn head(&self, title: &str, description: &str) -> Head {
        Head {
            title: title.to_owned(),
            description: description.to_owned(),
            language: self.graph.config.language.clone(),
            canonical: Some(self.absolute(&self.page)),
            og_type: "website".to_owned(),
            og_image: self.share_card(),
            alternates: vec![Alternate {
                address: "index.json".to_owned(),
                media_type: "application/json".to_owned(),
                title: self.words().text("data_of_page").to_owned(),
            }],
            ..Head::default()
        }
    }
}
