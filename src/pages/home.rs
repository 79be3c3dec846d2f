//! The home page: the latest brief, and the ways in by entity, date and claim.

use serde::Serialize;

use super::brief::KeyJudgement;
use super::briefs::BriefCard;
use super::entities::KindCount;
use super::evidence::ClaimRow;
use super::frame::{Head, Site};
use super::ladder::Ladder;
use super::moments::Timeline;
use super::parts::{CountedEntity, Html};

/// The home page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct HomePage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The introduction from `content/index.md`, where there is one.
    pub introduction: Option<Html>,
    /// The latest brief; `null` on a site without one.
    pub latest: Option<BriefCard>,
    /// The latest brief's key judgements; their fragments lead into the brief.
    pub key_judgements: Vec<KeyJudgement>,
    /// The latest brief's claims by confidence.
    pub ladder: Option<Ladder>,
    /// The other briefs, newest first, at most six.
    pub briefs: Vec<BriefCard>,
    /// How many briefs there are.
    pub brief_count: usize,
    /// The list of all briefs.
    pub briefs_page: String,
    /// The kinds of entity that the site has.
    pub kinds: Vec<KindCount>,
    /// The entities named most, at most twelve.
    pub entities: Vec<CountedEntity>,
    /// How many entities there are.
    pub entity_count: usize,
    /// The index of entities.
    pub entities_page: String,
    /// The drawing of the site's timeline, with its latest moments, at most five.
    pub timeline: Timeline,
    /// How many moments there are.
    pub moment_count: usize,
    /// The timeline.
    pub timeline_page: String,
    /// The claims with the newest dates, at most five.
    pub claims: Vec<ClaimRow>,
    /// How many claims there are.
    pub claim_count: usize,
    /// The ledger of claims.
    pub claims_page: String,
    /// How many sources there are.
    pub source_count: usize,
    /// The list of sources.
    pub sources_page: String,
}
