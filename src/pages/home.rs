//! The home page: the latest brief, and the ways in by entity, date and claim.

use serde::Serialize;

use super::article::Article;
use super::brief::KeyJudgement;
use super::briefs::BriefCard;
use super::entities::KindCount;
use super::evidence::ClaimRow;
use super::forms::JSON_FEED;
use super::frame::{Head, Site};
use super::ladder::Ladder;
use super::moments::Timeline;
use super::parts::{CountedEntity, Html};
use super::view::View;
use crate::graph::moments::Moment;

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
    /// How many relations between entities there are.
    pub relation_count: usize,
    /// The network of relations.
    pub network_page: String,
    /// How many entities are on the map.
    pub place_count: usize,
    /// The map.
    pub map_page: String,
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

/// How many briefs beside the latest, entities, moments and claims the page shows.
const BRIEFS: usize = 6;
const ENTITIES: usize = 12;
const MOMENTS: usize = 5;
const CLAIMS: usize = 5;

impl View<'_> {
    /// The home page.
    pub fn home_page(&self) -> HomePage {
        let graph = self.graph;
        let introduction = graph.pages.iter().find(|page| page.page.slug.is_empty());
        let latest_claims: Vec<_> = self
            .claim_links()
            .in_briefs
            .first()
            .into_iter()
            .flatten()
            .map(|claim| self.claim_reference(&graph.ledger.claims[*claim as usize], None))
            .collect();
        let scale: Vec<String> =
            graph.config.confidence.steps().iter().map(|step| step.label.clone()).collect();
        let page = |moment: &Moment| self.link(&graph.chronology.page_of(moment));
        let mut timeline = self.timeline(graph.chronology.moments.iter(), None, page);
        timeline.moments = timeline.moments.split_off(timeline.moments.len().saturating_sub(MOMENTS));
        for moment in &mut timeline.moments {
            moment.entities.clear();
        }
        let latest = graph.briefs.first().map_or("", |linked| linked.brief.title.as_str());
        HomePage {
            site: self.site(),
            head: self
                .head_with(
                    &graph.config.title,
                    graph.config.description.as_deref().unwrap_or(latest),
                    &JSON_FEED,
                )
                .describing(self.words(), &self.home_data()),
            introduction: introduction.map(|page| Article::new(self, &page.page.body, &page.links).html()),
            latest: (!graph.briefs.is_empty()).then(|| self.brief_card(0)),
            key_judgements: self.latest_judgements(),
            ladder: Ladder::build(&latest_claims, &scale, self.words()),
            briefs: (1..graph.briefs.len()).take(BRIEFS).map(|at| self.brief_card(at as u32)).collect(),
            brief_count: graph.briefs.len(),
            briefs_page: self.site_link("/briefs/"),
            kinds: self.kind_counts(&self.site_link("/entities/")),
            entities: self.most(|index| self.name_links().namings[index.0 as usize].len(), ENTITIES),
            entity_count: graph.registry.entities().len(),
            entities_page: self.site_link("/entities/"),
            relation_count: graph.relations.len(),
            network_page: self.site_link("/network/"),
            place_count: self.record_links().placed.len(),
            map_page: self.site_link("/map/"),
            timeline,
            moment_count: graph.chronology.moments.len(),
            timeline_page: self.site_link("/timeline/"),
            claims: self.newest_claims(),
            claim_count: graph.ledger.claims.len(),
            claims_page: self.site_link("/claims/"),
            source_count: graph.sources.len(),
            sources_page: self.site_link("/sources/"),
        }
    }

    fn latest_judgements(&self) -> Vec<KeyJudgement> {
        let Some(latest) = self.graph.briefs.first() else { return Vec::new() };
        self.judgements(latest, &self.quoted(latest))
    }

    fn newest_claims(&self) -> Vec<ClaimRow> {
        let mut claims: Vec<_> = self.graph.ledger.claims.iter().collect();
        claims.sort_by(|a, b| {
            let key = |claim: &crate::graph::claims::Claim| claim.date.as_ref().map(|when| when.sort_key());
            key(b).cmp(&key(a)).then_with(|| a.id.cmp(&b.id))
        });
        claims.into_iter().take(CLAIMS).map(|claim| self.claim_row(claim, None)).collect()
    }
}
