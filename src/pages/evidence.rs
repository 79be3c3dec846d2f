//! Claims, sources and the sentences that name something, as rows and cards show them.

use serde::Serialize;

use super::parts::{Html, Link, TimeText};
use crate::annotate::ClaimStatus;

/// A confidence word with its place on the scale.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Confidence {
    /// The word, capital first: `Very likely`.
    pub word: String,
    /// The step reached, from 1 at the lowest; 0 for the two ends beyond the scale.
    pub step: usize,
    /// How many steps the scale has.
    pub of: usize,
    /// `confirmed` or `refuted`, the two ends beyond the scale; `null` on it.
    pub end: Option<String>,
}

/// The status of a claim.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Status {
    /// `open`, `stands`, `disputed`, `refuted` or `withdrawn`.
    pub id: String,
    /// The word shown, capital first.
    pub label: String,
}

/// A claim named in passing: its square, linked.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimReference {
    /// The mark: `C6`.
    pub mark: String,
    /// Where its square leads.
    pub address: String,
    /// The claim in words, for those who hover or do not see.
    pub statement: String,
    /// Their language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// How sure; `null` where the author has not said.
    pub confidence: Option<Confidence>,
    /// Its status.
    pub status: Status,
}

/// A claim as a row of the ledger.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimRow {
    /// The fragment of the row, unique on the page.
    pub id: String,
    /// The mark: `C6`.
    pub mark: String,
    /// The claim's own page.
    pub address: String,
    /// The statement.
    pub statement: Html,
    /// The statement without markup.
    pub plain: String,
    /// The statement's language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// How sure; `null` where the author has not said.
    pub confidence: Option<Confidence>,
    /// Its status.
    pub status: Status,
    /// When it was made, or what it is dated by.
    pub date: Option<TimeText>,
    /// The sentence that makes it: brief and section, linked.
    pub place: Option<Link>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
}

/// A pointer to a source.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SourceReference {
    /// The source in few words: `TASS, 1 January 2016`.
    pub label: String,
    /// The language of the label where it is the source's title and not in the page's language, BCP 47.
    pub language: Option<String>,
    /// The source's page.
    pub address: String,
    /// Where in it: `p. 3`; `null` for the whole.
    pub locator: Option<String>,
}

/// A source as a row of a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SourceRow {
    /// The fragment of the row, unique on the page: `s-tass-2016-01-01`.
    pub id: String,
    /// The key that authors cite: `tass-2016-01-01`.
    pub key: String,
    /// The source's page.
    pub address: String,
    /// The formatted reference, not linked to the source's page.
    pub reference: Html,
    /// Where it is cited here: the marks or sections, linked.
    pub cited: Vec<Link>,
    /// The places in it that the claim or the record rests on: `p. 14`.
    pub places: Vec<String>,
    /// How many sentences, notes and claims of the site cite it.
    pub citations: usize,
}

/// A sentence that names or cites something, with all that stands on it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EvidenceCard {
    /// The sentence, the words in question in `<mark>`.
    pub sentence: Html,
    /// The sentence's language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where the very words are: `../../briefs/a/#m-12`, titled by section: `§ 4, Unity on display`.
    pub place: Link,
    /// The brief; `null` where a heading above the card names it.
    pub brief: Option<Link>,
    /// The date of what the sentence tells, where it is an event.
    pub moment: Option<TimeText>,
    /// The claims on the sentence.
    pub claims: Vec<ClaimReference>,
    /// What the sentence cites.
    pub sources: Vec<SourceReference>,
}

/// The cards that come from one brief.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EvidenceGroup {
    /// The brief.
    pub brief: Link,
    /// The brief's date.
    pub date: TimeText,
    /// On a person's page: the roles held at that date.
    pub role: Option<String>,
    /// The cards, in the brief's order.
    pub cards: Vec<EvidenceCard>,
}

/// The key of the words for a claim's status.
pub(super) fn status_key(status: ClaimStatus) -> &'static str {
    match status {
        ClaimStatus::Stands => "status_stands",
        ClaimStatus::Disputed => "status_disputed",
        ClaimStatus::Refuted => "status_refuted",
        ClaimStatus::Withdrawn => "status_withdrawn",
        ClaimStatus::Open => "status_open",
    }
}
