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

use std::collections::BTreeMap;
use std::sync::Arc;

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

/// The cards of a site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cards {
    /// By the address of the page.
    pub by_page: BTreeMap<Address, Card>,
    /// That of all pages that have none of their own.
    pub of_site: Option<Card>,
}

impl Cards {
    /// The card of the page at an address.
    pub fn of(&self, page: &Address) -> Option<&Card> {
        self.by_page.get(page).or(self.of_site.as_ref())
    }
}

/// The cards of all pages.
pub fn share_cards(graph: &Graph) -> Cards {
    #[cfg(feature = "cards")]
    return gather::gather(graph);
    #[cfg(not(feature = "cards"))]
    {
        let _ = graph;
        Cards::default()
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
    /// All that a site needs.
    pub fn of(cards: &Cards, icon: Option<&(Address, Arc<[u8]>)>) -> Self {
        let all = cards.by_page.values().chain(&cards.of_site);
        Self {
            cards: all.map(|card| (card.address().output_path(), card.clone())).collect(),
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
