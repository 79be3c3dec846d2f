//! One claim, with its history and the sentences that make it.

use serde::Serialize;

use super::evidence::{Confidence, EvidenceGroup, SourceRow, Status};
use super::frame::{Head, Site};
use super::notes::Note;
use super::parts::{Citation, EntityLink, Html, LinkBox, TimeText};

/// The page of a claim.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The ledger.
    pub claims_page: String,
    /// The claim's id: `umbrella`.
    pub id: String,
    /// The statement.
    pub statement: Html,
    /// How sure; `null` where the author has not said.
    pub confidence: Option<Confidence>,
    /// Its status.
    pub status: Status,
    /// When it was made, or what it is dated by.
    pub date: Option<TimeText>,
    /// What it is about.
    pub about: Vec<EntityLink>,
    /// The discussion.
    pub discussion: Option<Html>,
    /// The disputes of it, as notes.
    pub disputes: Vec<Note>,
    /// How confidence and status have changed, newest first.
    pub history: Vec<ClaimHistory>,
    /// What it rests on.
    pub sources: Vec<SourceRow>,
    /// The sentences that make it.
    pub evidence: Vec<EvidenceGroup>,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// How to cite it.
    pub citation: Citation,
}

/// One state in a claim's history.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimHistory {
    /// Since when.
    pub date: TimeText,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// The status.
    pub status: Option<Status>,
    /// Why.
    pub note: Option<Html>,
}
