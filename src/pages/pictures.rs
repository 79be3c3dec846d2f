//! Pictures as pages show them: the file, its smaller versions, the place that it takes; and the picture of
//! the page itself.

use super::article::Article;
use super::frame::ShareCard;
use super::parts::Picture;
use super::view::View;
use crate::annotate::body::{ReferenceIndex, ReferenceKind};
use crate::annotate::credit_in;
use crate::escape::{escape, escape_into};
use crate::graph::LinkedBrief;
use crate::graph::resolve::Resolution;
use crate::path::Address;
use crate::pictures::WIDTHS;
use crate::share_cards;

/// The width of a text on a wide page, in CSS pixels, and the page from which on it has it: those of
/// the stylesheet.
const COLUMN: (u32, u32) = (640, 704);

impl View<'_> {
    /// A picture of the site.
    pub(super) fn picture(&self, address: &Address, alt: &str, credit: Option<&str>) -> Picture {
        let mut picture = Picture {
            address: self.link(address),
            alt: alt.to_owned(),
            credit: credit.map(str::to_owned),
            ..Picture::default()
        };
        let Some(shown) = self.shared.pictures.get(address) else { return picture };
        (picture.width, picture.height) = (Some(shown.width), Some(shown.height));
        let mut versions: Vec<String> = shown
            .versions
            .iter()
            .map(|(width, address)| format!("{} {width}w", self.link(address)))
            .collect();
        let Some((widest, _)) = shown.versions.last() else { return picture };
        // What is wider than any screen shows is not fetched where there is a choice.
        if *widest != WIDTHS[WIDTHS.len() - 1] {
            versions.push(format!("{} {}w", self.link(address), shown.width));
        }
        picture.srcset = Some(versions.join(", "));
        let (column, page) = COLUMN;
        picture.sizes = Some(format!("(min-width: {page}px) {}px, 100vw", column.min(shown.width)));
        picture
    }
}

impl View<'_> {
    /// The picture of a brief for those who share its address: its author's, or the one that is drawn.
    pub(super) fn brief_share_card(&self, linked: &LinkedBrief) -> Option<ShareCard> {
        let own = linked.brief.card.as_ref().zip(self.graph.own_card(&linked.brief));
        let Some((card, file)) = own else { return self.share_card() };
        let shown = self.shared.pictures.get(file);
        Some(ShareCard {
            address: self.absolute(file),
            alt: card.alt.clone(),
            width: shown.map(|shown| shown.width),
            height: shown.map(|shown| shown.height),
            media_type: media_type(file).map(str::to_owned),
        })
    }

    /// The picture of this page for those who share its address.
    pub(super) fn share_card(&self) -> Option<ShareCard> {
        let card = self.shared.cards.at(&self.page, self.graph)?;
        let (width, height) = share_cards::SIZE;
        Some(ShareCard {
            address: self.absolute(&card.address()),
            alt: card.words(),
            width: Some(width),
            height: Some(height),
            media_type: media_type(&card.address()).map(str::to_owned),
        })
    }
}

impl Article<'_> {
    /// A picture in a line of text, or alone in its paragraph.
    pub(super) fn picture(&self, html: &mut String, at: ReferenceIndex, is_figure: bool) {
        let ReferenceKind::Picture { address, alt, caption } = &self.body.references[at as usize].kind else {
            return;
        };
        match &self.links.resolutions[at as usize] {
            Resolution::Address(file, _) => {
                let picture = self.view.picture(file, alt, None);
                let title = Some(caption).filter(|caption| !is_figure && !caption.is_empty());
                write(html, &picture, title.map(String::as_str), self.own_page && self.is_first(at));
            }
            // A picture on another host is linked to, never loaded.
            _ if address.starts_with("https://") || address.starts_with("http://") => {
                let words = if alt.trim().is_empty() { "picture" } else { alt };
                html.push_str(&format!(
                    "<a href=\"{}\" rel=\"noopener\">{}</a>",
                    escape(address),
                    escape(words)
                ));
            }
            _ => escape_into(html, alt),
        }
    }

    /// A picture alone in its paragraph, with its caption and whose it is.
    pub(super) fn figure(&self, html: &mut String, at: ReferenceIndex, caption: &str) {
        html.push_str("<figure>");
        self.picture(html, at, true);
        if !caption.is_empty() {
            let (words, credit) = caption.split_at(credit_in(caption).unwrap_or(caption.len()));
            html.push_str("<figcaption>");
            escape_into(html, words);
            if !credit.is_empty() {
                html.push_str(&format!("<span class=\"credit\">{}</span>", escape(credit)));
            }
            html.push_str("</figcaption>");
        }
        html.push_str("</figure>");
    }

    /// Whether a picture is the first of its text: it is likely to be seen at once, and is not to wait.
    fn is_first(&self, at: ReferenceIndex) -> bool {
        let mut before = self.body.references[..at as usize].iter();
        !before.any(|reference| matches!(reference.kind, ReferenceKind::Picture { .. }))
    }
}

/// The media type of a picture that platforms show.
fn media_type(file: &Address) -> Option<&'static str> {
    match file.as_str().rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        "gif" => Some("image/gif"),
        _ => None,
    }
}

/// Writes an `<img>`; one that is not wanted at once is fetched when it comes near the screen.
fn write(html: &mut String, picture: &Picture, title: Option<&str>, at_once: bool) {
    html.push_str("<img");
    let mut write = |name: &str, value: &str| html.push_str(&format!(" {name}=\"{}\"", escape(value)));
    write("src", &picture.address);
    for (name, value) in [("srcset", &picture.srcset), ("sizes", &picture.sizes)] {
        if let Some(value) = value {
            write(name, value);
        }
    }
    write("alt", &picture.alt);
    if let Some(title) = title {
        write("title", title);
    }
    for (name, length) in [("width", picture.width), ("height", picture.height)] {
        if let Some(length) = length {
            write(name, &length.to_string());
        }
    }
    if !at_once {
        write("loading", "lazy");
    }
    write("decoding", "async");
    html.push('>');
}
