//! The ledger of claims.
//!
//! 1. A footnote `claim-x` states the claim `x`; the same label in another brief restates it.
//! 2. A file `claims/x.md` gives it a history; what the file says of it comes first.
//! 3. A claim that a dispute is about is disputed, unless its file says otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LinkedBrief;
use super::registry::EntityIndex;
use crate::annotate::ClaimRecord;
use crate::annotate::ClaimStatus;
use crate::annotate::body::{Annotation, AnnotationIndex, AnnotationKind, NoteType, Piece, ReferenceKind};
use crate::bibliography::Cite;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::Address;
use crate::span::Span;

/// A claim of the ledger.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Its page.
    pub address: Address,
    /// What it says.
    pub statement: String,
    /// The language of that where a brief in another language than the site's says it, BCP 47.
    pub language: Option<String>,
    /// The slug of its confidence word.
    pub confidence: Option<String>,
    /// How it stands.
    pub status: ClaimStatus,
    /// The date that it is of: its file's, or that of the newest brief that states it.
    pub date: Option<When>,
    /// Its file.
    pub record: Option<Arc<ClaimRecord>>,
    /// Where briefs state it, the newest brief first.
    pub statements: Vec<Statement>,
    /// What it rests on.
    pub sources: Vec<Cite>,
    /// What it is about: the entities of its sentences.
    pub about: Vec<EntityIndex>,
}

impl Claim {
    /// The slug of the confidence word that a brief gives it, or else of its own.
    pub fn confidence_in(&self, brief: Option<u32>) -> Option<&str> {
        let stated = self.statements.iter().find(|statement| Some(statement.brief) == brief);
        stated.and_then(|statement| statement.confidence.as_deref()).or(self.confidence.as_deref())
    }
}

/// A place where a brief states a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The index of the brief.
    pub brief: u32,
    /// The claim in its body.
    pub annotation: AnnotationIndex,
    /// The slug of the confidence word there.
    pub confidence: Option<String>,
    /// Whether a dispute in that brief is about it.
    pub disputed: bool,
}

/// The claims of a site, in order of their ids. `briefs` has the newest first.
pub(super) fn claims(
    records: &[Arc<ClaimRecord>],
    briefs: &[LinkedBrief],
    about: impl Fn(&ClaimRecord, &mut Vec<Diagnostic>) -> Vec<EntityIndex>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Claim> {
    let mut claims: BTreeMap<String, Claim> = BTreeMap::new();
    for record in records {
        let mut claim = empty(&record.id);
        claim.statement.clone_from(&record.statement);
        claim.confidence.clone_from(&record.confidence);
        claim.date.clone_from(&record.date);
        claim.sources = record.sources.iter().map(|cite| cite.value.clone()).collect();
        claim.about = about(record, diagnostics);
        claim.record = Some(Arc::clone(record));
        claims.insert(record.id.clone(), claim);
    }
    for (at, brief) in briefs.iter().enumerate() {
        for (index, annotation) in brief.brief.body.annotations.iter().enumerate() {
            let AnnotationKind::Claim { id, confidence } = &annotation.kind else { continue };
            let claim = claims.entry(id.clone()).or_insert_with(|| empty(id));
            report_confidence(brief, annotation, confidence.as_deref(), claim, briefs, diagnostics);
            report_unsourced(brief, annotation, claim, diagnostics);
            state(claim, at as u32, index as AnnotationIndex, annotation, confidence, brief);
        }
    }
    let mut claims: Vec<Claim> = claims.into_values().collect();
    for claim in &mut claims {
        claim.status = status(claim);
    }
    claims
}

fn empty(id: &str) -> Claim {
    Claim {
        id: id.to_owned(),
        address: Address::new(format!("/claims/{id}/")),
        statement: String::new(),
        language: None,
        confidence: None,
        status: ClaimStatus::Stands,
        date: None,
        record: None,
        statements: Vec::new(),
        sources: Vec::new(),
        about: Vec::new(),
    }
}

fn state(
    claim: &mut Claim,
    at: u32,
    index: AnnotationIndex,
    annotation: &Annotation,
    confidence: &Option<String>,
    brief: &LinkedBrief,
) {
    let body = &brief.brief.body;
    if claim.statement.is_empty() {
        claim.language.clone_from(&brief.brief.language);
        claim.statement = body.slice(annotation.text).split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if claim.statement.is_empty()
        && let Some(lemma) = annotation.lemma
    {
        claim.statement = body.slice(lemma).to_owned();
    }
    claim.confidence = claim.confidence.take().or_else(|| confidence.clone());
    claim.date = claim.date.take().or_else(|| Some(brief.brief.date.value.clone()));
    for cite in cites_of(brief, annotation) {
        if !claim.sources.iter().any(|known| known.key == cite.key) {
            claim.sources.push(cite.clone());
        }
    }
    let says_about = claim.record.as_ref().is_some_and(|record| !record.about.is_empty());
    for span in
        [Some(annotation.text), annotation.lemma.map(|lemma| body.sentence_at(lemma))].into_iter().flatten()
    {
        for mention in brief.links.mentions_in(span) {
            if !says_about && !claim.about.contains(&mention.entity) {
                claim.about.push(mention.entity);
            }
        }
    }
    claim.statements.push(Statement {
        brief: at,
        annotation: index,
        confidence: confidence.clone(),
        disputed: is_disputed(brief, annotation),
    });
}

/// The citations in an annotation.
fn cites_of<'a>(brief: &'a LinkedBrief, annotation: &'a Annotation) -> impl Iterator<Item = &'a Cite> {
    let cited = annotation.pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(at) => match &brief.brief.body.references[*at as usize].kind {
            ReferenceKind::Citation(cites) => Some(cites),
            _ => None,
        },
        _ => None,
    });
    cited.flatten()
}

/// Whether a dispute of the same brief is about words of the claim's lemma.
fn is_disputed(brief: &LinkedBrief, claim: &Annotation) -> bool {
    let Some(lemma) = claim.lemma else { return false };
    brief.brief.body.annotations.iter().any(|note| {
        note.kind == AnnotationKind::Note(NoteType::Dispute)
            && note.lemma.is_some_and(|other: Span| other.overlaps(lemma) && note.quoted)
    })
}

fn status(claim: &Claim) -> ClaimStatus {
    if let Some(status) = claim.record.as_ref().and_then(|record| record.status) {
        return status;
    }
    if claim.confidence.as_deref() == Some("refuted") {
        ClaimStatus::Refuted
    } else if claim.statements.iter().any(|statement| statement.disputed) {
        ClaimStatus::Disputed
    } else {
        ClaimStatus::Stands
    }
}

/// The confidence that a record says a claim had at a date; without a history that which it has.
fn recorded_at<'a>(record: &'a ClaimRecord, date: &When) -> Option<&'a str> {
    if record.history.is_empty() {
        return record.confidence.as_deref();
    }
    let last = date.latest()?;
    let before = record.history.iter().filter(|version| !version.date.begins_after(last));
    before.max_by_key(|version| version.date.sort_key())?.confidence.as_deref()
}

/// Reports a statement that cites nothing, where the claim has no file that names its sources.
fn report_unsourced(
    brief: &LinkedBrief,
    annotation: &Annotation,
    claim: &Claim,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let recorded = claim.record.as_ref().is_some_and(|record| !record.sources.is_empty());
    if recorded || annotation.pieces.is_empty() || cites_of(brief, annotation).next().is_some() {
        return;
    }
    let message = format!("the claim `{}` cites no source", annotation.label);
    diagnostics.push(
        Diagnostic::new(Code::UnsourcedClaim, &brief.brief.path, annotation.head, message)
            .help("end it with `[@key]`"),
    );
}

/// Reports a statement without confidence, and one that contradicts an earlier one.
fn report_confidence(
    brief: &LinkedBrief,
    annotation: &Annotation,
    confidence: Option<&str>,
    claim: &Claim,
    briefs: &[LinkedBrief],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let path = &brief.brief.path;
    let span = annotation.head;
    if annotation.pieces.is_empty() {
        return;
    }
    if confidence.is_none() && claim.record.as_ref().is_none_or(|record| record.confidence.is_none()) {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownConfidence,
                path,
                span,
                format!("the claim `{}` does not say how sure it is", annotation.label),
            )
            .help("begin it with a word of the confidence scale, as in `**Likely.**`"),
        );
        return;
    }
    if let (Some(record), Some(word)) = (&claim.record, confidence)
        && let Some(recorded) = recorded_at(record, &brief.brief.date.value)
        && !word.is_empty()
        && !recorded.is_empty()
        && recorded != word
    {
        let words = |slug: &str| slug.replace('-', " ");
        let message = format!(
            "the claim `{}` is “{}” here, and “{}” in its record at that date",
            claim.id,
            words(word),
            words(recorded)
        );
        diagnostics.push(
            Diagnostic::new(Code::RestatedClaim, path, span, message)
                .label(&record.path, Span::default(), "its record")
                .help(format!(
                    "write `**{}.**`, or add what changed to the `history` of the record",
                    crate::letters::capitalised(&words(recorded))
                )),
        );
    }
    let earlier = claim
        .statements
        .iter()
        .find(|other| other.confidence.as_deref().is_some_and(|word| Some(word) != confidence));
    if let (Some(other), Some(_), None) = (earlier, confidence, &claim.record) {
        let first = &briefs[other.brief as usize].brief;
        let place = first.body.annotations[other.annotation as usize].head;
        diagnostics.push(
            Diagnostic::new(
                Code::RestatedClaim,
                path,
                span,
                format!("two briefs state the claim `{}` with different confidence", claim.id),
            )
            .label(&first.path, place, "the other statement")
            .help(format!("give it a history in content/claims/{}.md", claim.id)),
        );
    }
}
