//! Takes a record apart into its statements.

use crate::annotate::body::{Annotation, AnnotationKind, Block, BlockKind, Body, Place};
use crate::annotate::{Brief, ClaimRecord, Record};
use crate::date::When;
use crate::letters::capitalised;

/// What a statement is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// A key judgement.
    Judgement,
    /// The text: a sentence, a heading, a cell of a table.
    Text,
    /// A note.
    Note,
    /// A claim, with the word that says how sure it is.
    Claim,
}

impl Part {
    /// All parts, in the order of a change log.
    pub const ALL: [Part; 6] =
        [Part::Title, Part::Summary, Part::Judgement, Part::Text, Part::Note, Part::Claim];

    /// The names in the file of a change log, in the order of the parts.
    pub const NAMES: [&str; 6] = ["title", "summary", "judgement", "text", "note", "claim"];

    /// The name in the file of a change log.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// One thing that a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it is part of.
    pub part: Part,
    /// The id of the claim, where it is one.
    pub claim: Option<String>,
    /// Its words, white space folded.
    pub words: String,
}

/// The date that a record is published under; `None` for what has no versions.
pub fn version_of(record: &Record) -> Option<&When> {
    match record {
        Record::Brief(brief) => {
            Some(brief.updated.as_ref().map_or(&brief.date.value, |updated| &updated.value))
        }
        Record::Claim(claim) => {
            let last = claim.history.iter().map(|version| &version.date).max_by_key(|date| date.sort_key());
            last.or(claim.date.as_ref())
        }
        Record::Entity(_) | Record::Page(_) => None,
    }
}

/// All that a brief or a claim says, in order.
pub fn statements(record: &Record) -> Vec<Statement> {
    match record {
        Record::Brief(brief) => of_brief(brief),
        Record::Claim(claim) => of_claim(claim),
        Record::Entity(_) | Record::Page(_) => Vec::new(),
    }
}

fn of_brief(brief: &Brief) -> Vec<Statement> {
    let mut all = vec![plain(Part::Title, &brief.title)];
    all.extend(brief.summary.as_deref().map(|summary| plain(Part::Summary, summary)));
    all.extend(of_body(&brief.body));
    all
}

fn of_claim(claim: &ClaimRecord) -> Vec<Statement> {
    let mut all = vec![Statement {
        claim: Some(claim.id.clone()),
        ..plain(Part::Claim, &with_confidence(&claim.statement, claim.confidence.as_deref()))
    }];
    all.extend(of_body(&claim.body));
    all
}

fn plain(part: Part, words: &str) -> Statement {
    Statement { part, claim: None, words: words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// `Very likely. The bridge opens in 2029.`
fn with_confidence(words: &str, confidence: Option<&str>) -> String {
    match confidence.filter(|slug| !slug.is_empty()) {
        Some(slug) => format!("{}. {words}", capitalised(&slug.replace('-', " "))),
        None => words.to_owned(),
    }
}

/// The statements of a text: what its readers see, without code.
fn of_body(body: &Body) -> Vec<Statement> {
    let mut all = Vec::new();
    for (at, block) in body.blocks.iter().enumerate() {
        if block.kind == BlockKind::Code || !body.is_shown(at) {
            continue;
        }
        let part = match block.place {
            Place::Article => Part::Text,
            Place::Judgement(_) => Part::Judgement,
            Place::Annotation(at) => match body.annotations[at as usize].kind {
                AnnotationKind::Note(_) => Part::Note,
                // A claim is one statement, however many sentences it has.
                AnnotationKind::Claim { .. } | AnnotationKind::Citation(_) => continue,
            },
        };
        let is_whole = part == Part::Judgement || block.sentences.is_empty();
        let spans = if is_whole { std::slice::from_ref(&block.text) } else { &block.sentences };
        all.extend(spans.iter().map(|span| plain(part, body.slice(*span))));
    }
    all.extend(
        body.annotations
            .iter()
            .filter(|claim| claim.is_shown())
            .filter_map(|claim| of_annotation(body, claim)),
    );
    all.retain(|statement| !statement.words.is_empty());
    all
}

fn of_annotation(body: &Body, annotation: &Annotation) -> Option<Statement> {
    let AnnotationKind::Claim { id, confidence } = &annotation.kind else { return None };
    let own: Vec<&str> = body
        .blocks
        .iter()
        .filter(|block: &&Block| {
            annotation.text.start <= block.text.start && block.text.end <= annotation.text.end
        })
        .map(|block| body.slice(block.text))
        .collect();
    let words = if own.is_empty() { body.slice(annotation.text).to_owned() } else { own.join(" ") };
    let words = with_confidence(&words, confidence.as_deref());
    Some(Statement { claim: Some(id.clone()), ..plain(Part::Claim, &words) })
}
