//! Evidence cards: the sentences that name an entity, cite a source or make a claim, with all
//! that stands on them.

use super::evidence::{ClaimReference, EvidenceCard, EvidenceGroup, SourceReference};
use super::parts::{Html, Link};
use super::view::View;
use crate::annotate::body::{BlockKind, Place, ReferenceIndex, Section};
use crate::escape::escape_into;
use crate::graph::LinkedBrief;
use crate::graph::backlinks::Naming;
use crate::graph::claims::Claim;
use crate::graph::registry::EntityIndex;
use crate::span::Span;
use crate::words::Words;

impl View<'_> {
    /// The sentences that name an entity, by brief.
    pub(super) fn namings(&self, index: EntityIndex, namings: &[Naming]) -> Vec<EvidenceGroup> {
        let role = |brief: &LinkedBrief| self.graph.role_words(index, &brief.brief.date.value);
        self.groups(role, namings.iter().map(|naming| (naming.brief, naming)), |brief, at, naming| {
            let marks: Vec<Span> =
                naming.mentions.iter().map(|mention| brief.links.mentions[*mention as usize].text).collect();
            let first = &brief.links.mentions[*naming.mentions.first()? as usize];
            Some(self.evidence_card(brief, at, naming.sentence, &marks, &first.id))
        })
    }

    /// The sentences that cite a source, by brief.
    pub(super) fn citings(&self, citations: &[(u32, ReferenceIndex)]) -> Vec<EvidenceGroup> {
        self.groups(
            no_role,
            citations.iter().map(|(brief, reference)| (*brief, reference)),
            |brief, at, reference| {
                let body = &brief.brief.body;
                let reference = &body.references[*reference as usize];
                let block = &body.blocks[reference.block as usize];
                let place = Span {
                    start: reference.text.start.saturating_sub(1).max(block.text.start),
                    end: reference.text.start,
                };
                let anchor = anchor_of(brief, reference.block as usize);
                Some(self.evidence_card(brief, at, body.sentence_at(place), &[], &anchor))
            },
        )
    }

    /// The sentences that make a claim, by brief.
    pub(super) fn statements(&self, claim: &Claim) -> Vec<EvidenceGroup> {
        self.groups(
            no_role,
            claim.statements.iter().map(|statement| (statement.brief, statement)),
            |brief, at, statement| {
                let body = &brief.brief.body;
                let annotation = &body.annotations[statement.annotation as usize];
                let lemma = annotation.lemma?;
                let marks: &[Span] = if annotation.quoted { &[lemma] } else { &[] };
                Some(self.evidence_card(
                    brief,
                    at,
                    body.sentence_at(lemma),
                    marks,
                    &annotation.mark_anchor(1),
                ))
            },
        )
    }

    /// Groups items, which come in order of briefs, and makes a card of each; of two with the
    /// same sentence the first is kept.
    fn groups<T>(
        &self,
        role: impl Fn(&LinkedBrief) -> Option<String>,
        items: impl Iterator<Item = (u32, T)>,
        card: impl Fn(&LinkedBrief, u32, T) -> Option<EvidenceCard>,
    ) -> Vec<EvidenceGroup> {
        let mut groups: Vec<(u32, EvidenceGroup)> = Vec::new();
        for (at, item) in items {
            let brief = &self.graph.briefs[at as usize];
            let Some(card) = card(brief, at, item) else { continue };
            if groups.last().is_none_or(|(last, _)| *last != at) {
                let group = EvidenceGroup {
                    brief: self.brief_link(brief, ""),
                    date: self.time(&brief.brief.date.value),
                    role: role(brief),
                    cards: Vec::new(),
                };
                groups.push((at, group));
            }
            let cards = &mut groups.last_mut().expect("a group was pushed above").1.cards;
            if cards.last().is_none_or(|last| last.sentence != card.sentence) {
                cards.push(card);
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn evidence_card(
        &self,
        brief: &LinkedBrief,
        at: u32,
        sentence: Span,
        marks: &[Span],
        anchor: &str,
    ) -> EvidenceCard {
        let body = &brief.brief.body;
        EvidenceCard {
            sentence: Html(marked(body.slice(sentence), sentence.start, marks)),
            language: self.foreign(brief.brief.language.as_deref()),
            place: Link {
                title: place_words(brief, sentence, self.words()),
                address: self.link_to(&brief.address, anchor),
                language: self
                    .foreign(brief.brief.language.as_deref())
                    .filter(|_| section_of(brief, sentence).is_some()),
            },
            brief: None,
            moment: self.moment_of(at, sentence),
            claims: self.claims_on(brief, at, sentence),
            sources: self.sources_in(brief, at, sentence),
        }
    }

    /// The date of the event that a sentence tells of.
    fn moment_of(&self, at: u32, sentence: Span) -> Option<super::parts::TimeText> {
        let moments = &self.moment_links().in_briefs[at as usize];
        let told =
            moments.iter().map(|moment| &self.graph.chronology.moments[*moment as usize]).find(|moment| {
                let told = moment.appearances.iter().filter(|place| place.brief == at);
                told.map(|place| self.graph.telling(place).text).any(|text| text.overlaps(sentence))
            })?;
        Some(self.time(&told.when))
    }

    fn claims_on(&self, brief: &LinkedBrief, at: u32, sentence: Span) -> Vec<ClaimReference> {
        let claims = self.claim_links().in_briefs[at as usize]
            .iter()
            .map(|claim| &self.graph.ledger.claims[*claim as usize]);
        claims
            .filter(|claim| claim_is_on(claim, brief, at, sentence))
            .map(|claim| self.claim_reference(claim, None))
            .collect()
    }

    /// The sources that a sentence cites, and those of the claims on it.
    fn sources_in(&self, brief: &LinkedBrief, at: u32, sentence: Span) -> Vec<SourceReference> {
        let references = &brief.brief.body.references;
        let cited = brief.links.citations.cites().filter(|(reference, _)| {
            let place = references[*reference as usize].text.start;
            sentence.start <= place && place <= sentence.end
        });
        let claims = self.claim_links().in_briefs[at as usize]
            .iter()
            .map(|claim| &self.graph.ledger.claims[*claim as usize]);
        let of_claims =
            claims.filter(|claim| claim_is_on(claim, brief, at, sentence)).flat_map(|claim| &claim.sources);
        let mut sources: Vec<SourceReference> = Vec::new();
        for cite in cited.map(|(_, cite)| cite).chain(of_claims) {
            if let Some(source) = self.source_reference(cite)
                && !sources.contains(&source)
            {
                sources.push(source);
            }
        }
        sources
    }
}

/// Cards of claims and sources are of no person.
fn no_role(_: &LinkedBrief) -> Option<String> {
    None
}

/// Whether a claim is on words of the sentence, or the sentence is the claim's own.
fn claim_is_on(claim: &Claim, brief: &LinkedBrief, at: u32, sentence: Span) -> bool {
    claim.statements.iter().filter(|statement| statement.brief == at).any(|statement| {
        let annotation = &brief.brief.body.annotations[statement.annotation as usize];
        annotation.text.overlaps(sentence) || annotation.lemma.is_some_and(|lemma| lemma.overlaps(sentence))
    })
}

/// A sentence as HTML, with words of it marked. `start` is where it begins in its text.
fn marked(words: &str, start: u32, marks: &[Span]) -> String {
    let mut html = String::with_capacity(words.len() + marks.len() * 13);
    let mut at = 0;
    for mark in marks {
        let from = (mark.start.saturating_sub(start) as usize).clamp(at, words.len());
        let to = (mark.end.saturating_sub(start) as usize).clamp(from, words.len());
        escape_into(&mut html, &words[at..from]);
        html.push_str("<mark>");
        escape_into(&mut html, &words[from..to]);
        html.push_str("</mark>");
        at = to;
    }
    escape_into(&mut html, &words[at..]);
    html
}

/// Where a sentence stands, in words: “§ 4, Unity on display”, “Key judgement 3”, “Note 2”.
fn place_words(brief: &LinkedBrief, sentence: Span, words: &Words) -> String {
    let body = &brief.brief.body;
    let block = &body.blocks[body.block_at(sentence.start)];
    match block.place {
        Place::Judgement(number) => words.filled("place_of_key_judgement", &(number + 1).to_string()),
        Place::Annotation(at) => {
            let annotation = &body.annotations[at as usize];
            match annotation.number.strip_prefix('C') {
                Some(number) => words.filled("place_of_claim", &format!("C{number}")),
                None if annotation.number.is_empty() => words.text("place_of_unnumbered_note").to_owned(),
                None => words.filled("place_of_note", &annotation.number),
            }
        }
        Place::Article => match section_of(brief, sentence) {
            Some(section) => format!("§ {}, {}", section.number, section.title),
            None => words.text("place_before_sections").to_owned(),
        },
    }
}

/// The section that a sentence of the article stands in.
fn section_of(brief: &LinkedBrief, sentence: Span) -> Option<&Section> {
    let body = &brief.brief.body;
    let block = &body.blocks[body.block_at(sentence.start)];
    let sections = &body.sections[..=block.section.filter(|_| block.place == Place::Article)? as usize];
    sections.iter().rev().find(|section| section.number > 0)
}

/// The id nearest to a block: its own, or that of the note that it stands in.
pub(super) fn anchor_of(brief: &LinkedBrief, block: usize) -> String {
    let body = &brief.brief.body;
    let block = &body.blocks[block];
    match block.place {
        Place::Annotation(at) => body.annotations[at as usize].anchor(),
        Place::Judgement(number) => format!("kj{}", number + 1),
        Place::Article if block.kind == BlockKind::Cell && block.id.is_empty() => {
            block.section.map(|section| body.sections[section as usize].id.clone()).unwrap_or_default()
        }
        Place::Article => block.id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_put_round_the_words() {
        let marks = [Span { start: 12, end: 15 }];
        assert_eq!(marked("a <bcd> e", 10, &marks), "a <mark>&lt;bc</mark>d&gt; e");
    }
}
