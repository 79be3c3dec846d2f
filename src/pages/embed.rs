//! The card of a page: what other sites, and links on this one, show of it without leaving their own
//! page.
//!
//! 1. A brief, entity or claim fills its [`Card`]; it is published as `card.json` beside the page.
//! 2. The same card is a page of its own, made to stand in a frame: [`CardPage`].
//! 3. [`OEmbed`] tells editors and platforms how to frame it ([oEmbed 1.0](https://oembed.com/)).

use serde::Serialize;

use super::evidence::Confidence;
use super::frame::{Head, Site};
use super::parts::{KindMark, Picture};
use super::plan::Subject;
use super::view::View;
use crate::config::Config;
use crate::date::words_in;
use crate::escape::escape;
use crate::graph::LinkedBrief;
use crate::graph::claims::Claim;
use crate::graph::registry::EntityIndex;
use crate::path::Address;

/// What a page is in short. Links are relative to the page, or to the frame that shows the card.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Card {
    /// The page.
    pub url: String,
    /// What it is about: `brief`, `claim`, or the entity's kind.
    pub kind: KindMark,
    /// The name, title or statement.
    pub name: String,
    /// The language of the name and the summary, BCP 47.
    pub language: String,
    /// The language of all other words, the site's, BCP 47.
    pub site_language: String,
    /// One line; may be empty.
    pub summary: String,
    /// What else is worth knowing at a glance, in order.
    pub facts: Vec<CardFact>,
    /// A picture.
    pub picture: Option<Picture>,
    /// The site's name.
    pub site: String,
}

/// One fact of a card.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CardFact {
    /// What it is: `Named in`.
    pub label: String,
    /// What it says: `2 briefs, 14 sentences`.
    pub words: String,
    /// The language of what it says where it is not the site's, BCP 47.
    pub language: Option<String>,
    /// How sure, where that is the fact.
    pub confidence: Option<Confidence>,
}

/// A card as a page for frames.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CardPage {
    /// The site.
    pub site: Site,
    /// The document's head; its canonical address is that of the card's page.
    pub head: Head,
    /// The card.
    pub card: Card,
}

/// How to frame the card of a page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OEmbed {
    version: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    provider_name: String,
    provider_url: String,
    html: String,
    width: u32,
    height: u32,
}

/// The file that has the card of a page, beside it.
pub const CARD_FILE: &str = "card.json";
/// The file that says how to frame it.
pub const OEMBED_FILE: &str = "oembed.json";

/// Width of a framed card, in CSS pixels.
const WIDTH: u32 = 480;
/// Height of a framed card, in CSS pixels: room for a name of two lines, a summary of three and
/// the facts.
const HEIGHT: u32 = 260;

impl View<'_> {
    /// The card of a thing, with links from this page.
    pub fn card(&self, subject: Subject) -> Card {
        match subject {
            Subject::Brief(at) => self.brief_card_of(&self.graph.briefs[at as usize]),
            Subject::Entity(index) => self.entity_card(index),
            Subject::Claim(at) => self.claim_card(&self.graph.ledger.claims[at as usize]),
        }
    }

    fn blank_card(&self, address: &Address, kind: KindMark, name: &str) -> Card {
        let config = &self.graph.config;
        Card {
            url: self.link(address),
            kind,
            name: name.to_owned(),
            language: config.language.clone(),
            site_language: config.language.clone(),
            site: config.title.clone(),
            ..Card::default()
        }
    }

    fn entity_card(&self, index: EntityIndex) -> Card {
        let text = self.words();
        let entity = self.graph.registry.entity(index);
        let record = entity.record.as_deref();
        let namings = &self.name_links().namings[index.0 as usize];
        let briefs =
            namings.iter().map(|naming| naming.brief).collect::<std::collections::BTreeSet<_>>().len();
        let summary = record.and_then(|record| record.summary.clone()).unwrap_or_default();
        let role = self.newest_date(index).and_then(|date| self.graph.role_words(index, date));
        // Where the one line on a person is the office, once is enough.
        let role = role.filter(|role| summary.trim_end_matches('.') != role);
        let date = record.and_then(|record| record.date.as_ref());
        let place =
            record.and_then(|record| self.target_link(record.place.as_ref().map(|place| &place.value)));
        let named = match namings.len() {
            0 => None,
            sentences => Some(format!(
                "{}, {}",
                text.count("brief", briefs as u64),
                text.count("sentence", sentences as u64)
            )),
        };
        Card {
            summary,
            facts: facts([
                (text.text("role"), role),
                (text.text("date"), date.map(|date| words_in(&date.value, text))),
                (text.text("place"), place.map(|place| place.name)),
                (text.text("named_in"), named),
            ]),
            picture: record.and_then(|record| self.portrait(record)),
            ..self.blank_card(&entity.address, self.kind_mark(&entity.kind), &entity.name)
        }
    }

    fn brief_card_of(&self, linked: &LinkedBrief) -> Card {
        let text = self.words();
        let brief = &*linked.brief;
        let authors: Vec<String> = self.authors(linked).into_iter().map(|author| author.name).collect();
        let card = self.blank_card(&linked.address, own_kind("brief", text.text("brief")), &brief.title);
        Card {
            language: brief.language.clone().unwrap_or(card.language),
            summary: brief.summary.clone().unwrap_or_default(),
            facts: facts([
                (text.text(if authors.len() == 1 { "author" } else { "authors" }), Some(authors.join(", "))),
                (text.text("published"), Some(words_in(&brief.date.value, text))),
                (text.text("updated"), brief.updated.as_ref().map(|when| words_in(&when.value, text))),
            ]),
            ..card
        }
    }

    fn claim_card(&self, claim: &Claim) -> Card {
        let text = self.words();
        let brief = claim.statements.first().map(|statement| &self.graph.briefs[statement.brief as usize]);
        let confidence = claim.confidence.as_deref().and_then(|slug| self.confidence(slug));
        let mut facts = facts([
            (text.text("confidence"), confidence.as_ref().map(|confidence| confidence.word.clone())),
            (text.text("status"), Some(self.status(claim.status).label)),
            (text.text("date"), claim.date.as_ref().map(|when| words_in(when, text))),
            (text.text("made_in"), brief.map(|brief| brief.brief.title.clone())),
        ]);
        if let Some(fact) = facts.first_mut().filter(|fact| fact.label == text.text("confidence")) {
            fact.confidence = confidence;
        }
        if let Some(fact) = facts.last_mut().filter(|fact| fact.label == text.text("made_in")) {
            fact.language = brief.and_then(|brief| brief.brief.language.clone());
        }
        let card = self.blank_card(&claim.address, own_kind("claim", text.text("claim")), &claim.statement);
        Card { facts, language: claim.language.clone().unwrap_or(card.language), ..card }
    }

    /// The card of a thing as a page for frames. Its place in search engines is that of the thing's page.
    pub fn card_page(&self, subject: Subject) -> CardPage {
        let card = self.card(subject);
        let mut head = self.head(&card.name, &card.summary);
        head.canonical = Some(self.absolute(subject.address(self.graph)));
        head.alternates.clear();
        head.og_image = None;
        head.no_index = true;
        CardPage { site: self.site(), head, card }
    }
}

impl OEmbed {
    /// How to frame the card at an address, of a thing of that name.
    pub fn of(config: &Config, name: &str, framed: &Address) -> Self {
        Self {
            version: "1.0",
            kind: "rich",
            title: name.to_owned(),
            provider_name: config.title.clone(),
            provider_url: config.base_url.as_str().to_owned(),
            html: frame_html(config, name, framed),
            width: WIDTH,
            height: HEIGHT,
        }
    }
}

/// The HTML that shows the card at an address in a frame.
pub(super) fn frame_html(config: &Config, name: &str, framed: &Address) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" loading=\"lazy\"></iframe>",
        escape(&config.base_url.join(framed)),
        escape(name)
    )
}

fn own_kind(id: &str, label: &str) -> KindMark {
    KindMark { id: id.to_owned(), label: label.to_owned(), shape: id.to_owned() }
}

/// The facts that say something.
fn facts<const N: usize>(facts: [(&str, Option<String>); N]) -> Vec<CardFact> {
    let told = facts
        .into_iter()
        .filter_map(|(label, words)| Some((label, words.filter(|words| !words.is_empty())?)));
    told.map(|(label, words)| CardFact { label: label.to_owned(), words, ..CardFact::default() }).collect()
}
