//! Share cards: a picture of each page for those who share its address (Open Graph), 1200 × 630 pixels,
//! and the icon that telephones put on their first screen.
//!
//! 1. Briefs, claims and entities with a record get a card each, as plain data; all other pages have the
//!    site's (`gather`).
//! 2. What the fonts of the cards cannot write is left out (`face`): a page with such a title has the
//!    site's card, since boxes in place of letters say nothing.
//! 3. A card is laid out, its title in the largest size that fits (`layout`), drawn as SVG (`drawing`) and
//!    painted (`paint`). Its name is the digest of all that is drawn, so one that is there already is not
//!    painted again ([`Drawings::paint`]).
//!
//! Without the feature `cards` there are none.

#[cfg(feature = "cards")]
mod drawing;
#[cfg(feature = "cards")]
mod face;
#[cfg(feature = "cards")]
mod gather;
#[cfg(feature = "cards")]
mod layout;
#[cfg(feature = "cards")]
mod paint;
#[cfg(all(test, feature = "cards"))]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::graph::Graph;
use crate::hash::Digest;
use crate::path::Address;

/// Changes when cards are drawn in another way.
const VERSION: u32 = 1;

/// The stylesheet's colour of marks, which a site can set another in the place of.
pub const ACCENT: &str = "#005f6b";

/// Where cards are published.
pub const CARDS: &str = "/assets/cards/";

/// The size of a card in pixels: what the platforms ask for.
pub const SIZE: (u32, u32) = (1200, 630);

/// What is written on a card.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Card {
    /// The name of the site; empty where the fonts cannot write it.
    pub site: String,
    /// The colour of marks, `#rrggbb`.
    pub accent: String,
    /// The shape of an entity's kind, before the label.
    pub shape: Option<String>,
    /// What it is: `Brief, 7 January 2016`.
    pub label: String,
    /// Its title, name or statement.
    pub title: String,
    /// A sentence below the title; may be empty.
    pub line: String,
    /// The entities that it is about: shapes and names.
    pub about: Vec<(String, String)>,
    /// How sure a claim is.
    pub confidence: Option<Sureness>,
}

/// How sure a claim is.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sureness {
    /// The word.
    pub word: String,
    /// The step reached, from 1; 0 for the two ends.
    pub step: usize,
    /// How many steps there are.
    pub of: usize,
    /// `confirmed` or `refuted`, the ends beyond the scale.
    pub end: Option<String>,
}

impl Card {
    /// Where the card is published.
    pub fn address(&self) -> Address {
        let text = serde_json::to_vec(self).expect("a card has only texts for keys");
        let digest = Digest::of_parts([text.as_slice(), &VERSION.to_le_bytes()]);
        Address::new(format!("{CARDS}{digest}.png"))
    }

    /// The card in words, for those who do not see it.
    pub fn words(&self) -> String {
        match self.label.is_empty() {
            true => self.title.clone(),
            false => format!("{}. {}", self.title.trim_end_matches('.'), self.label),
        }
    }
}

/// The cards of a site: made all at once, or one by one for pages that are shown before the others.
#[derive(Debug, Default)]
pub struct Cards {
    by_page: OnceLock<BTreeMap<Address, Card>>,
    /// That of all pages that have none of their own.
    of_site: Option<Card>,
}

#[cfg(feature = "cards")]
impl Cards {
    /// The cards of a graph.
    pub fn of(graph: &Graph) -> Self {
        Self { by_page: OnceLock::new(), of_site: gather::site_card(&graph.config) }
    }

    /// Makes those of all pages, if they are not made yet.
    pub fn gather(&self, graph: &Graph) -> &BTreeMap<Address, Card> {
        self.by_page.get_or_init(|| gather::gather(graph))
    }

    /// The card of the page at an address.
    pub fn at(&self, page: &Address, graph: &Graph) -> Option<Cow<'_, Card>> {
        let own = match self.by_page.get() {
            Some(all) => all.get(page).map(Cow::Borrowed),
            None => gather::card_at(graph, page).map(Cow::Owned),
        };
        own.or(self.of_site.as_ref().map(Cow::Borrowed))
    }
}

#[cfg(not(feature = "cards"))]
impl Cards {
    /// The cards of a graph.
    pub fn of(_: &Graph) -> Self {
        Self::default()
    }

    /// Makes those of all pages, of which there are none.
    pub fn gather(&self, _: &Graph) -> &BTreeMap<Address, Card> {
        self.by_page.get_or_init(BTreeMap::new)
    }

    /// The card of the page at an address.
    pub fn at(&self, _: &Address, _: &Graph) -> Option<Cow<'_, Card>> {
        None
    }
}

impl Cards {
    /// All of them, made now where they are not made yet.
    pub fn all(&self, graph: &Graph) -> impl Iterator<Item = &Card> {
        self.gather(graph).values().chain(&self.of_site)
    }
}

/// Where the icon for telephones is published, made of the site's icon; `None` where it cannot be made.
pub fn icon_address(svg: &[u8]) -> Option<Address> {
    #[cfg(feature = "cards")]
    let is_readable = paint::is_readable(svg);
    #[cfg(not(feature = "cards"))]
    let is_readable = false;
    let digest = Digest::of_parts([svg, &VERSION.to_le_bytes()]).short();
    is_readable.then(|| Address::new(format!("/assets/apple-touch-icon.{digest}.png")))
}

/// What is to be painted, by the paths of the files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawings {
    /// The cards.
    pub cards: BTreeMap<String, Card>,
    /// The icon: its path, and the SVG that it is made of.
    pub icon: Option<(String, Arc<[u8]>)>,
}

/// Files that were painted, by path.
pub type Painted = BTreeMap<String, Arc<[u8]>>;

impl Drawings {
    /// What a site with these cards and this icon needs.
    pub fn of<'c>(cards: impl IntoIterator<Item = &'c Card>, icon: Option<&(Address, Arc<[u8]>)>) -> Self {
        let cards = cards.into_iter();
        Self {
            cards: cards.map(|card| (card.address().output_path(), card.clone())).collect(),
            icon: icon.map(|(address, svg)| (address.output_path(), Arc::clone(svg))),
        }
    }

    /// Paints what is not among `before`, several at a time, until `has_given_up` says that it is not wanted.
    pub fn paint(&self, before: &Painted, has_given_up: &(dyn Fn() -> bool + Sync)) -> Painted {
        #[cfg(feature = "cards")]
        return paint::all(self, before, has_given_up);
        #[cfg(not(feature = "cards"))]
        {
            let _ = (before, has_given_up);
            Painted::default()
        }
    }
}
