//! One claim, with its history and the sentences that make it.

use serde::Serialize;
use serde_json::{Value, json};

use super::article::Article;
use super::changes::DatedChanges;
use super::embed::Card;
use super::evidence::{Confidence, EvidenceGroup, SourceRow, Status};
use super::frame::{Head, Site};
use super::link_box::LinkBox;
use super::notes::Note;
use super::parts::{Citation, EntityLink, Html, TimeText};
use super::plan::Subject;
use super::view::View;
use crate::annotate::body::{AnnotationIndex, AnnotationKind, NoteType};
use crate::escape::escape;
use crate::graph::claims::Claim;
use rustc_hash::FxHashSet;

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
    /// The statement's language where it is not the page's, BCP 47.
    pub statement_language: Option<String>,
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
    /// How its words have changed, newest first.
    pub changes: Vec<DatedChanges>,
    /// What it rests on.
    pub sources: Vec<SourceRow>,
    /// The sentences that make it.
    pub evidence: Vec<EvidenceGroup>,
    /// The page in short.
    pub card: Card,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// How to cite it.
    pub citation: Citation,
    /// What its front matter says under `extra`; empty where it says nothing.
    pub extra: Value,
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

impl View<'_> {
    /// The page of the claim at an index.
    pub fn claim_page(&self, at: u32) -> ClaimPage {
        let claim = &self.graph.ledger.claims[at as usize];
        let record = claim.record.as_deref();
        let discussion = record.zip(self.graph.discussions.get(&claim.id)).and_then(|(record, links)| {
            (!record.body.pieces.is_empty()).then(|| Article::new(self, &record.body, links).html())
        });
        let in_discussion =
            self.graph.discussions.get(&claim.id).into_iter().flat_map(|links| links.citations.cites());
        let mut keys: Vec<&str> = claim.sources.iter().map(|cite| cite.key.as_str()).collect();
        keys.extend(in_discussion.map(|(_, cite)| cite.key.as_str()));
        let mut seen = FxHashSet::default();
        keys.retain(|key| seen.insert(*key));
        let sources = keys.into_iter().filter_map(|key| self.graph.sources.get(key));
        let description = {
            let text = self.words().text("claim_description").replacen("{site}", &self.graph.config.title, 1);
            text.replacen("{claim}", &claim.statement, 1)
        };
        let mut head = self.head(&claim.statement, &description);
        head.oembed = Some(self.oembed_address());
        ClaimPage {
            site: self.site(),
            head: head.describing(self.words(), &self.claim_data(claim)),
            claims_page: self.site_link("/claims/"),
            id: claim.id.clone(),
            statement: Html(escape(&claim.statement)),
            statement_language: self.foreign(claim.language.as_deref()),
            confidence: claim.confidence.as_deref().and_then(|slug| self.confidence(slug)),
            status: self.status(claim.status),
            date: claim.date.as_ref().map(|when| self.time(when)),
            about: match &claim.date {
                Some(date) => self.entity_links_at(&claim.about, date),
                None => self.entity_links(&claim.about),
            },
            discussion,
            disputes: self.disputes(claim),
            history: self.history(claim),
            changes: self.claim_changes(claim),
            sources: sources
                .map(|source| self.source_row_with_places(source, claim.sources.iter()))
                .collect(),
            evidence: self.statements(claim),
            card: self.card(Subject::Claim(at)),
            link_box: LinkBox {
                in_brief: Some(format!("[^claim-{}]", claim.id)),
                ..self.link_box(&claim.statement)
            },
            citation: self.claim_citation(claim),
            extra: record.map_or_else(|| json!({}), |record| record.extra.clone()),
        }
    }

    /// The disputes that quote words of the claim's lemma, without the way back to the text of
    /// another page.
    fn disputes(&self, claim: &Claim) -> Vec<Note> {
        let mut notes = Vec::new();
        for statement in claim.statements.iter().filter(|statement| statement.disputed) {
            let brief = &self.graph.briefs[statement.brief as usize];
            let annotations = &brief.brief.body.annotations;
            let Some(lemma) = annotations[statement.annotation as usize].lemma else { continue };
            for (at, annotation) in annotations.iter().enumerate() {
                let is_dispute = annotation.kind == AnnotationKind::Note(NoteType::Dispute);
                if is_dispute
                    && annotation.quoted
                    && annotation.lemma.is_some_and(|other| other.overlaps(lemma))
                {
                    let mut note = self.quoted(brief).note(at as AnnotationIndex);
                    for link in &mut note.back {
                        link.address = self.link_to(&brief.address, link.address.trim_start_matches('#'));
                    }
                    note.id = format!("{}-{}", brief.brief.slug, note.id);
                    notes.push(note);
                }
            }
        }
        notes
    }

    fn history(&self, claim: &Claim) -> Vec<ClaimHistory> {
        let Some(record) = &claim.record else { return Vec::new() };
        let mut versions: Vec<_> = record.history.iter().collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.date.sort_key()));
        versions
            .into_iter()
            .map(|version| ClaimHistory {
                date: self.time(&version.date),
                confidence: version.confidence.as_deref().and_then(|slug| self.confidence(slug)),
                status: version.status.map(|status| self.status(status)),
                note: version.note.as_deref().map(|text| Html(escape(text))),
            })
            .collect()
    }

    fn claim_citation(&self, claim: &Claim) -> Citation {
        let brief = claim.statements.first().map(|statement| &self.graph.briefs[statement.brief as usize]);
        let authors: Vec<String> = brief
            .map(|brief| self.authors(brief).into_iter().map(|author| author.name).collect())
            .unwrap_or_default();
        // What is cited is the page, which is as old as its brief, and not what the claim is about.
        let date = brief.map(|brief| &brief.brief.date.value).or(claim.date.as_ref());
        // A title in a reference has no stop of its own.
        let title = claim.statement.trim_end_matches('.');
        self.source_citation(&self.own_source(&claim.id, title, &authors, date, claim.language.as_deref()))
    }
}
