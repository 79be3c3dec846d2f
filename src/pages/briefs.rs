//! The list of all briefs, and the card that stands for a brief elsewhere.

use serde::Serialize;

use super::brief::Author;
use super::brief::reading_minutes;
use super::forms::JSON_FEED;
use super::frame::{Head, Site};
use super::parts::{EntityLink, Html, TimeText};
use super::view::View;
use crate::escape::escape;

/// The list of all briefs.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BriefsPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// The briefs, newest first.
    pub briefs: Vec<BriefCard>,
}

/// A brief in a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BriefCard {
    /// The title.
    pub title: Html,
    /// Where it is.
    pub address: String,
    /// Its language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// The date of publication.
    pub date: TimeText,
    /// The summary.
    pub summary: Option<Html>,
    /// The authors.
    pub authors: Vec<Author>,
    /// What it is about.
    pub about: Vec<EntityLink>,
    /// How many claims it makes.
    pub claim_count: usize,
    /// How many events it dates.
    pub event_count: usize,
    /// How many sources it cites.
    pub source_count: usize,
    /// Minutes of reading, at least 1.
    pub reading_minutes: usize,
    /// Whether it is a draft.
    pub draft: bool,
}

impl View<'_> {
    /// The list of all briefs.
    pub fn briefs_page(&self) -> BriefsPage {
        let count = self.graph.briefs.len();
        let words = self.words();
        let summary = match count {
            0 => words.text("nothing_published_yet").to_owned(),
            count => words.count("briefs_summary", count as u64),
        };
        BriefsPage {
            site: self.site(),
            head: self
                .head_with(words.text("briefs"), &summary, &JSON_FEED)
                .describing(self.words(), &self.briefs_data(&summary)),
            summary,
            briefs: (0..count as u32).map(|at| self.brief_card(at)).collect(),
        }
    }

    /// The card of a brief.
    pub(super) fn brief_card(&self, at: u32) -> BriefCard {
        let linked = &self.graph.briefs[at as usize];
        let brief = &*linked.brief;
        BriefCard {
            title: Html(escape(&brief.title)),
            address: self.link(&linked.address),
            language: brief.language.clone(),
            date: self.time(&brief.date.value),
            summary: brief.summary.as_deref().map(|text| Html(escape(text))),
            authors: self.authors(linked),
            about: self.entity_links_at(&linked.about, &linked.brief.date.value),
            claim_count: self.claim_links().in_briefs[at as usize].len(),
            event_count: self.moment_links().in_briefs[at as usize].len(),
            source_count: linked.links.citations.references().count(),
            reading_minutes: reading_minutes(&brief.body),
            draft: brief.draft,
        }
    }
}
