//! The list of all briefs, and the card that stands for a brief elsewhere.

use serde::Serialize;

use super::brief::Author;
use super::frame::{Head, Site};
use super::parts::{EntityLink, Html, TimeText};

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
