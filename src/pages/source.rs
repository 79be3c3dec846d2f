//! One source, and everything that rests on it.

use serde::Serialize;

use super::evidence::{ClaimRow, EvidenceGroup};
use super::frame::{Head, Site};
use super::parts::{Citation, EntityLink, Html, Link, LinkBox, TimeText};

/// The page of a source.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SourcePage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The list of sources.
    pub sources_page: String,
    /// The key that authors cite.
    pub key: String,
    /// The title, or what stands for one.
    pub title: String,
    /// The language of the title where it is not the page's, BCP 47.
    pub title_language: Option<String>,
    /// What it is in a word or two: `Newspaper article`; may be empty.
    pub genre: String,
    /// The formatted reference.
    pub reference: Html,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it appeared.
    pub outlet: Option<String>,
    /// The outlet's page, where it is an entity of the site.
    pub outlet_entity: Option<EntityLink>,
    /// When it appeared.
    pub date: Option<TimeText>,
    /// When it was read.
    pub accessed: Option<TimeText>,
    /// Its absolute address.
    pub url: Option<String>,
    /// The absolute address of an archived copy.
    pub archived: Option<String>,
    /// Its DOI, ISBN and the like, linked where they can be.
    pub identifiers: Vec<Link>,
    /// The claims that rest on it.
    pub claims: Vec<ClaimRow>,
    /// The sentences that cite it, by brief, newest first.
    pub evidence: Vec<EvidenceGroup>,
    /// How many sentences, notes and claims cite it.
    pub citation_count: usize,
    /// The entities whose facts rest on it.
    pub entities: Vec<EntityLink>,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// How to cite the source itself.
    pub citation: Citation,
}
