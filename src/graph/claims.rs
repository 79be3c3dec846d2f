//! The ledger of claims.
//!
//! 1. A footnote `claim-x` states the claim `x`; the same label in another brief restates it.
//! 2. A file `claims/x.md` gives it a history; what the file says of it comes first.
//! 3. A claim that a dispute is about is disputed, unless its file says otherwise.
//! 4. What is wrong is noted by brief and annotation, and placed in the texts as they stand: the ledger outlives a save
//!    that moves sentences.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::LinkedBrief;
use super::backlinks::push_once;
use super::registry::EntityIndex;
use crate::annotate::body::{Annotation, AnnotationIndex, AnnotationKind, NoteType, Piece, ReferenceKind};
use crate::annotate::{Body, ClaimRecord, ClaimStatus};
use crate::bibliography::Cite;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{Digest, Digester};
use crate::path::{Address, SitePath};
use crate::span::Span;

/// All claims of a site.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The claims, in order of their ids.
    pub claims: Vec<Claim>,
    /// What they are about and rest on, and who states them.
    pub links: ClaimLinks,
    /// What is wrong with the files of claims.
    diagnostics: Vec<Diagnostic>,
    /// What is wrong with what briefs state.
    faults: Vec<Fault>,
}

/// What claims are about and rest on, and who states them.
#[derive(Debug, Default)]
pub struct ClaimLinks {
    /// For each entity that claims are about, those.
    pub about: FxHashMap<EntityIndex, Vec<u32>>,
    /// For each source that claims rest on, those.
    pub on_sources: FxHashMap<String, Vec<u32>>,
    /// For each brief, the claims that it states, in order of their marks.
    pub in_briefs: Vec<Vec<u32>>,
}

/// A statement in a brief: the index of the brief, and that of the annotation.
type StatementPlace = (u32, AnnotationIndex);

/// Something wrong with a statement.
#[derive(Debug)]
struct Fault {
    /// What is wrong, without its places in briefs.
    diagnostic: Diagnostic,
    place: StatementPlace,
    /// The statement that its second label is at.
    other: Option<StatementPlace>,
}

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

/// The claims that a body states: the annotation, its id, and the slug of its confidence word.
pub(super) fn stated(body: &Body) -> impl Iterator<Item = (AnnotationIndex, &str, Option<&str>)> {
    body.outline.claims.iter().filter_map(|at| match &body.annotations[*at as usize].kind {
        AnnotationKind::Claim { id, confidence } => Some((*at, id.as_str(), confidence.as_deref())),
        _ => None,
    })
}

/// The digest of all that the ledger has from a brief: not of where that stands.
pub(super) fn digest_of_stated(brief: &LinkedBrief) -> Digest {
    let body = &brief.brief.body;
    if body.outline.claims.is_empty() {
        return Digest::default();
    }
    let mut digester = Digester::default();
    let language = brief.brief.language.as_deref().unwrap_or_default();
    for part in [brief.brief.path.as_str(), language, brief.brief.date.value.as_str()] {
        digester.add(part);
    }
    for (index, id, confidence) in stated(body) {
        let claim = &body.annotations[index as usize];
        let lemma = claim.lemma.map_or("", |lemma| body.slice(lemma));
        let words = body.slice(claim.text);
        for part in [id, confidence.unwrap_or_default(), &claim.label, &claim.number, words, lemma] {
            digester.add(part);
        }
        digester.add(index.to_le_bytes());
        digester
            .add([confidence.is_some(), claim.pieces.is_empty(), is_disputed(brief, claim)].map(u8::from));
        let named: Vec<u8> = entities_of(brief, claim).flat_map(|entity| entity.0.to_le_bytes()).collect();
        digester.add(named);
        let cites: Vec<&Cite> = cites_of(brief, claim).collect();
        digester.add(Digest::of_value(&cites).as_bytes());
    }
    digester.digest()
}

impl Ledger {
    /// The ledger of a site with these files of claims, and briefs with the newest first.
    pub(super) fn of(
        records: &[Arc<ClaimRecord>],
        briefs: &[LinkedBrief],
        about: impl Fn(&ClaimRecord, &mut Vec<Diagnostic>) -> Vec<EntityIndex>,
    ) -> Self {
        let (mut diagnostics, mut faults) = (Vec::new(), Vec::new());
        let mut claims: BTreeMap<String, Claim> = BTreeMap::new();
        for record in records {
            let mut claim = empty(&record.id);
            claim.statement.clone_from(&record.statement);
            claim.confidence.clone_from(&record.confidence);
            claim.date.clone_from(&record.date);
            claim.sources = record.sources.iter().map(|cite| cite.value.clone()).collect();
            claim.about = about(record, &mut diagnostics);
            claim.record = Some(Arc::clone(record));
            claims.insert(record.id.clone(), claim);
        }
        for (at, brief) in briefs.iter().enumerate() {
            for (index, id, confidence) in stated(&brief.brief.body) {
                let place = (at as u32, index);
                let claim = claims.entry(id.to_owned()).or_insert_with(|| empty(id));
                faults.extend(confidence_fault(brief, place, confidence, claim, briefs));
                faults.extend(unsourced(brief, place, claim));
                state(claim, place, confidence, brief);
            }
        }
        let mut claims: Vec<Claim> = claims.into_values().collect();
        for claim in &mut claims {
            claim.status = status(claim);
        }
        Self { links: ClaimLinks::of(&claims, briefs), claims, diagnostics, faults }
    }

    /// What is wrong, with its places in the briefs as they stand.
    pub(super) fn diagnostics(&self, briefs: &[LinkedBrief]) -> impl Iterator<Item = Diagnostic> {
        let head = |(brief, annotation): StatementPlace| {
            briefs[brief as usize].brief.body.annotations[annotation as usize].head
        };
        let placed = self.faults.iter().map(move |fault| {
            let mut diagnostic = fault.diagnostic.clone();
            for (label, place) in diagnostic.labels.iter_mut().zip([Some(fault.place), fault.other]) {
                label.location.span = place.map_or(label.location.span, head);
            }
            diagnostic
        });
        self.diagnostics.iter().cloned().chain(placed)
    }
}

impl ClaimLinks {
    fn of(claims: &[Claim], briefs: &[LinkedBrief]) -> Self {
        let mut links = Self { in_briefs: vec![Vec::new(); briefs.len()], ..Self::default() };
        for (at, claim) in claims.iter().enumerate() {
            for entity in &claim.about {
                links.about.entry(*entity).or_default().push(at as u32);
            }
            for cite in &claim.sources {
                push_once(links.on_sources.entry(cite.key.clone()).or_default(), at as u32);
            }
            for statement in &claim.statements {
                links.in_briefs[statement.brief as usize].push(at as u32);
            }
        }
        for (at, stated) in links.in_briefs.iter_mut().enumerate().filter(|(_, stated)| stated.len() > 1) {
            let body = &briefs[at].brief.body;
            stated.sort_by_key(|claim| {
                let statements = &claims[*claim as usize].statements;
                let statement = statements.iter().find(|statement| statement.brief == at as u32);
                let number =
                    statement.map(|statement| &body.annotations[statement.annotation as usize].number);
                number.and_then(|number| number.get(1..)?.parse::<u32>().ok()).unwrap_or(u32::MAX)
            });
        }
        links
    }
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

fn state(claim: &mut Claim, (at, index): StatementPlace, confidence: Option<&str>, brief: &LinkedBrief) {
    let body = &brief.brief.body;
    let annotation = &body.annotations[index as usize];
    let confidence = confidence.map(str::to_owned);
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
    for entity in entities_of(brief, annotation).filter(|_| !says_about) {
        if !claim.about.contains(&entity) {
            claim.about.push(entity);
        }
    }
    let disputed = is_disputed(brief, annotation);
    claim.statements.push(Statement { brief: at, annotation: index, confidence, disputed });
}

/// The entities named in the words of a claim, and in the sentence that it is on.
fn entities_of(brief: &LinkedBrief, claim: &Annotation) -> impl Iterator<Item = EntityIndex> {
    let sentence = claim.lemma.map(|lemma| brief.brief.body.sentence_at(lemma));
    let spans = [Some(claim.text), sentence].into_iter().flatten();
    spans.flat_map(|span| brief.links.mentions_in(span)).map(|mention| mention.entity)
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

/// A statement that cites nothing, where the claim has no file that names its sources.
fn unsourced(brief: &LinkedBrief, place: StatementPlace, claim: &Claim) -> Option<Fault> {
    let annotation = &brief.brief.body.annotations[place.1 as usize];
    let recorded = claim.record.as_ref().is_some_and(|record| !record.sources.is_empty());
    if recorded || annotation.pieces.is_empty() || cites_of(brief, annotation).next().is_some() {
        return None;
    }
    let message = format!("the claim `{}` cites no source", annotation.label);
    let diagnostic = Diagnostic::new(Code::UnsourcedClaim, &brief.brief.path, Span::default(), message)
        .help("end it with `[@key]`");
    Some(Fault { diagnostic, place, other: None })
}

/// A statement without confidence, or one that contradicts its record; else one that contradicts an earlier one.
fn confidence_fault(
    brief: &LinkedBrief,
    place: StatementPlace,
    confidence: Option<&str>,
    claim: &Claim,
    briefs: &[LinkedBrief],
) -> Option<Fault> {
    let path = &brief.brief.path;
    let annotation = &brief.brief.body.annotations[place.1 as usize];
    if annotation.pieces.is_empty() {
        return None;
    }
    let fault = |code, message: String| Fault {
        diagnostic: Diagnostic::new(code, path, Span::default(), message),
        place,
        other: None,
    };
    if confidence.is_none() && claim.record.as_ref().is_none_or(|record| record.confidence.is_none()) {
        let message = format!("the claim `{}` does not say how sure it is", annotation.label);
        let fault = fault(Code::UnknownConfidence, message);
        return Some(fault.help("begin it with a word of the confidence scale, as in `**Likely.**`"));
    }
    let word = confidence?;
    let Some(record) = &claim.record else {
        let other = |other: &&Statement| other.confidence.as_deref().is_some_and(|other| other != word);
        let other = claim.statements.iter().find(other)?;
        let message = format!("two briefs state the claim `{}` with different confidence", claim.id);
        let mut fault = fault(Code::RestatedClaim, message)
            .label(&briefs[other.brief as usize].brief.path, "the other statement")
            .help(&format!("give it a history in content/claims/{}.md", claim.id));
        fault.other = Some((other.brief, other.annotation));
        return Some(fault);
    };
    let recorded = recorded_at(record, &brief.brief.date.value)?;
    if word.is_empty() || recorded.is_empty() || recorded == word {
        return None;
    }
    let words = |slug: &str| slug.replace('-', " ");
    let message = format!(
        "the claim `{}` is “{}” here, and “{}” in its record at that date",
        claim.id,
        words(word),
        words(recorded)
    );
    Some(fault(Code::RestatedClaim, message).label(&record.path, "its record").help(&format!(
        "write `**{}.**`, or add what changed to the `history` of the record",
        crate::letters::capitalised(&words(recorded))
    )))
}

impl Fault {
    fn label(self, path: &SitePath, message: &str) -> Self {
        Self { diagnostic: self.diagnostic.label(path, Span::default(), message), ..self }
    }

    fn help(self, help: &str) -> Self {
        Self { diagnostic: self.diagnostic.help(help), ..self }
    }
}
