//! The box that says how to link to a page, from other sites and from briefs of this one.

use serde::Serialize;

use super::embed::{OEMBED_FILE, frame_html};
use super::view::View;
use crate::escape::escape;
use crate::path::Address;
use crate::permalinks::card_address;

/// How to link to a page: shown in a box on it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LinkBox {
    /// The absolute address.
    pub address: String,
    /// A link to it in Markdown.
    pub markdown: String,
    /// A link to it in HTML.
    pub html: String,
    /// The HTML of a link that shows the page's card where it is hovered; `null` where there is no card.
    pub card: Option<String>,
    /// The HTML of a frame with the card.
    pub frame: Option<String>,
    /// The link that a brief of the same site uses: `[Lukashenka](person:alyaksandr-lukashenka)`.
    pub in_brief: Option<String>,
    /// How to cite it, in BibTeX; `null` where a box of its own says so.
    pub bibtex: Option<String>,
}

/// The script that shows cards on other sites. Its address stands in their pages, so it has no digest.
pub const EMBED_SCRIPT: &str = "/embed.js";

impl View<'_> {
    /// How to link to this page from other sites.
    pub fn link_box(&self, title: &str) -> LinkBox {
        let address = self.absolute(&self.page);
        let html = format!("<a href=\"{}\">{}</a>", escape(&address), escape(title));
        let script = escape(&self.absolute(&Address::new(EMBED_SCRIPT)));
        let framed = card_address(&self.page);
        LinkBox {
            markdown: format!("[{}]({address})", bracketed(title)),
            card: framed.as_ref().map(|_| format!("{html}\n<script src=\"{script}\" async></script>")),
            frame: framed.map(|framed| frame_html(&self.graph.config, title, &framed)),
            html,
            address,
            ..LinkBox::default()
        }
    }

    /// Where it is said how to frame this page's card.
    pub(super) fn oembed_address(&self) -> String {
        format!("{}{OEMBED_FILE}", self.absolute(&self.page))
    }
}

/// Words as they may stand in the brackets of a Markdown link.
pub(super) fn bracketed(words: &str) -> String {
    let escaped =
        words.chars().flat_map(|c| ['\\'].into_iter().filter(move |_| "[]\\".contains(c)).chain([c]));
    escaped.collect()
}
