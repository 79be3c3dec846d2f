//! The ledger of claims.

use serde::Serialize;

use super::evidence::{ClaimReference, ClaimRow, Confidence};
use super::frame::{Head, Site};
use super::ladder::Ladder;
use super::parts::Link;
use super::view::View;
use crate::graph::claims::Claim;
use rustc_hash::{FxHashMap, FxHashSet};

/// The ledger.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimsPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// How many claims there are.
    pub claim_count: usize,
    /// All claims by confidence; `null` where there is none.
    pub ladder: Option<Ladder>,
    /// The marks explained: one on the scale, and its ends.
    pub examples: Vec<Confidence>,
    /// The scale's words, the lowest first.
    pub scale: Vec<String>,
    /// The claims by brief, newest brief first; those of no brief last.
    pub groups: Vec<ClaimGroup>,
}

/// The claims of one brief.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimGroup {
    /// The fragment of the group.
    pub id: String,
    /// The brief; its address is empty for claims that stand in none.
    pub brief: Link,
    /// The claims, in the brief's order.
    pub rows: Vec<ClaimRow>,
}

impl View<'_> {
    /// The ledger.
    pub fn claims_page(&self) -> ClaimsPage {
        let scale: Vec<String> =
            self.graph.config.confidence.steps().iter().map(|step| step.label.clone()).collect();
        let groups = self.claim_groups();
        let summary = self.words().text("claims_summary");
        let middle = self.graph.config.confidence.steps().get(scale.len() * 2 / 3);
        let examples = middle.map(|step| step.slug.as_str()).into_iter().chain(["confirmed", "refuted"]);
        ClaimsPage {
            site: self.site(),
            head: self
                .head(self.words().text("claims"), summary)
                .describing(self.words(), &self.claims_data(summary)),
            summary: summary.to_owned(),
            claim_count: self.graph.ledger.claims.len(),
            ladder: Ladder::build(&ladder_claims(&groups), &scale, self.words()),
            examples: examples.filter_map(|slug| self.confidence(slug)).collect(),
            scale,
            groups,
        }
    }

    fn claim_groups(&self) -> Vec<ClaimGroup> {
        let mut groups: Vec<ClaimGroup> = self
            .graph
            .briefs
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.claim_links().in_briefs[*at].is_empty())
            .map(|(at, brief)| ClaimGroup {
                id: format!("in-{}", brief.brief.slug),
                brief: self.brief_link(brief, ""),
                rows: self.claim_links().in_briefs[at]
                    .iter()
                    .map(|claim| self.claim_row(&self.graph.ledger.claims[*claim as usize], Some(at as u32)))
                    .collect(),
            })
            .collect();
        let alone: Vec<&Claim> =
            self.graph.ledger.claims.iter().filter(|claim| claim.statements.is_empty()).collect();
        if !alone.is_empty() {
            groups.push(ClaimGroup {
                id: "in-no-brief".to_owned(),
                brief: Link {
                    title: self.words().text("in_no_brief_heading").to_owned(),
                    address: String::new(),
                    language: None,
                },
                rows: alone.into_iter().map(|claim| self.claim_row(claim, None)).collect(),
            });
        }
        number(&mut groups);
        groups
    }
}

/// Numbers the claims of the ledger, each once: their marks begin anew in each brief.
fn number(groups: &mut [ClaimGroup]) {
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    for row in groups.iter_mut().flat_map(|group| &mut group.rows) {
        let next = numbers.len() + 1;
        row.mark = numbers.entry(row.address.clone()).or_insert(next).to_string();
    }
}

/// The claims of the ledger for its ladder, each once, in the order of their numbers.
fn ladder_claims(groups: &[ClaimGroup]) -> Vec<ClaimReference> {
    let mut seen = FxHashSet::default();
    let rows = groups.iter().flat_map(|group| &group.rows).filter(|row| seen.insert(&row.mark));
    rows.map(|row| ClaimReference {
        mark: row.mark.clone(),
        address: format!("#{}", row.id),
        statement: row.plain.clone(),
        language: row.language.clone(),
        confidence: row.confidence.clone(),
        status: row.status.clone(),
    })
    .collect()
}
