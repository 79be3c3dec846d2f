//! Stage *annotate*: one file's syntax becomes its meaning, a [`Record`].
//!
//! 1. The front matter is read field by field into the record of the file's role.
//! 2. The events are walked into a [`Body`]: plain text, HTML with holes, blocks with ids.
//! 3. Footnotes and alerts become annotations: type, confidence, lemma, number. So do the notes that stand
//!    in files beside a brief, which are one unit with it (`standoff`).
//! 4. What a file can say about itself is checked: dates, anchors, figures, HTML.
//! 5. What a build looks at in every text is set apart (`outline`).
//!
//! Nothing here looks at another file, so a record depends on its file, the notes beside it and the
//! configuration alone.

mod anchor;
pub(crate) mod blocks;
pub mod body;
mod brief;
mod citations;
mod claim;
mod closed;
mod credit;
pub(crate) mod dates;
mod entity;
mod fence;
mod footnotes;
mod highlight;
pub(crate) mod ids;
mod inline;
mod lemma;
mod notes;
mod numbers;
mod outline;
mod page;
pub(crate) mod previous;
mod raw_html;
mod sentences;
mod signature;
mod standoff;
mod target;
mod walk;

pub use body::{Body, Target};
pub use brief::{Brief, BriefCard, Judgement};
pub use claim::{ClaimRecord, ClaimStatus, ClaimVersion};
pub use closed::Closed;
pub use credit::credit_in;
pub use entity::{Attribute, EntityImage, EntityRecord, Relation};
pub(crate) use inline::percent_decode;
pub use outline::Outline;
pub use page::PageRecord;
pub use previous::Previous;
pub(crate) use sentences::sentences;
pub use standoff::{Files, Orphan};
pub use target::named;

use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::fields::Fields;
use crate::document::{self, Document};
use crate::letters::is_language_tag;
use crate::load::{Role, SourceFile};
use crate::path::SitePath;
use crate::span::Span;
use anchor::Haystack;
use standoff::Unit;
use walk::Walk;

/// The meaning of one file.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// An article with its annotations.
    Brief(Arc<Brief>),
    /// A person, organisation, place or other thing.
    Entity(Arc<EntityRecord>),
    /// A long-lived claim.
    Claim(Arc<ClaimRecord>),
    /// Any other page.
    Page(Arc<PageRecord>),
}

impl Record {
    /// Its text.
    pub fn body(&self) -> &Body {
        match self {
            Self::Brief(brief) => &brief.body,
            Self::Entity(entity) => &entity.body,
            Self::Claim(claim) => &claim.body,
            Self::Page(page) => &page.body,
        }
    }

    /// Its file, and what its address has beside its kind: its id or slug.
    pub fn path_and_id(&self) -> (&SitePath, &str) {
        match self {
            Self::Brief(brief) => (&brief.path, &brief.slug),
            Self::Entity(entity) => (&entity.path, &entity.id),
            Self::Claim(claim) => (&claim.path, &claim.id),
            Self::Page(page) => (&page.path, &page.slug),
        }
    }

    /// Its text, to be changed. Where others have the record too, this one becomes a copy of its own.
    pub fn body_mut(&mut self) -> &mut Body {
        match self {
            Self::Brief(brief) => &mut Arc::make_mut(brief).body,
            Self::Entity(entity) => &mut Arc::make_mut(entity).body,
            Self::Claim(claim) => &mut Arc::make_mut(claim).body,
            Self::Page(page) => &mut Arc::make_mut(page).body,
        }
    }
}

/// A file's record with all that is wrong with it. There is no record where the file lacks
/// what its role cannot do without.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The record.
    pub record: Option<Record>,
    /// What is wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The notes beside a brief.
pub(crate) struct Beside<'s> {
    sides: &'s [&'s SourceFile],
    files: &'s Files,
}

/// What annotating a file may look at beside the file.
pub(crate) struct Setting<'a> {
    pub(crate) config: &'a Config,
}

/// Reads and annotates one Markdown file, with the files of notes that stand beside it. `None` for files
/// that are no Markdown records.
pub fn annotate(file: &SourceFile, sides: &[&SourceFile], config: &Config) -> Option<Annotated> {
    let setting = Setting { config };
    let mut document = match &file.role {
        Role::Brief { .. } | Role::Entity { .. } | Role::Claim { .. } | Role::Page { .. } => {
            document::parse(&file.path, &file.text)
        }
        _ => return None,
    };
    let mut diagnostics = std::mem::take(&mut document.diagnostics);
    let readable = diagnostics.is_empty();
    let record = readable.then(|| match &file.role {
        Role::Brief { slug } => {
            let files = Files::of((&file.path, file.text.len()), sides);
            let beside = Beside { sides, files: &files };
            let brief = brief::read(slug, &document, &setting, &beside, &mut diagnostics);
            files.locate_all(&mut diagnostics);
            brief.map(Arc::new).map(Record::Brief)
        }
        Role::Entity { id } => {
            entity::read(id, &document, &setting, &mut diagnostics).map(Arc::new).map(Record::Entity)
        }
        Role::Claim { id } => {
            claim::read(id, &document, &setting, &mut diagnostics).map(Arc::new).map(Record::Claim)
        }
        Role::Page { slug } => {
            page::read(slug, &document, &setting, &mut diagnostics).map(Arc::new).map(Record::Page)
        }
        _ => None,
    });
    let mut record = record.flatten();
    if let Some(record) = &mut record {
        let (path, id) = record.path_and_id();
        let outline = Outline::of(record.body(), path, id);
        record.body_mut().outline = outline;
    }
    Some(Annotated { record, diagnostics })
}

/// The language of a text, where its front matter gives one.
fn read_language(fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text("language")?;
    if is_language_tag(&text.value) {
        return Some(text.value);
    }
    let message = format!("`language` is “{}”, which is no language tag", text.value);
    fields.report(
        Diagnostic::new(Code::WrongType, fields.path(), text.span, message)
            .help("write a language tag of BCP 47, such as `en`, `en-GB` or `be`"),
    );
    None
}

/// What a document's body became.
struct Finished {
    body: Body,
    /// The further texts that belong to it, in their order.
    lines: Vec<Vec<body::Piece>>,
    /// The stand-off notes whose words are nowhere.
    orphans: Vec<Orphan>,
}

/// Walks a document's body. `lines` are further texts that belong to it, such as key judgements;
/// `notes` are those that stand beside it.
fn read_body(
    document: &Document<'_>,
    setting: &Setting<'_>,
    lines: &[(String, Span)],
    notes: Option<&Unit<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Finished {
    let mut walk = Walk::new(document.path, setting);
    walk.article(document);
    let lines = lines
        .iter()
        .enumerate()
        .map(|(at, (text, source))| walk.line(text, body::Place::Judgement(at as u32), *source));
    let lines: Vec<_> = lines.collect();
    let haystack = (notes.is_some_and(|unit| !unit.sides.is_empty()) || !walk.body.annotations.is_empty())
        .then(|| Haystack::of(&walk.body));
    let orphans =
        notes.zip(haystack.as_ref()).map(|(unit, haystack)| standoff::read(&mut walk, haystack, unit));
    walk.report_undefined();
    walk.report_unknown_alerts();
    if let Some(haystack) = &haystack {
        walk.finish_annotations(haystack);
    }
    walk.give_way_to_notes(lines.len());
    diagnostics.extend(fence::unclosed_code(document));
    diagnostics.append(&mut walk.diagnostics);
    give_back_room(&mut walk.body);
    Finished { body: walk.body, lines, orphans: orphans.unwrap_or_default() }
}

/// Gives back the room that lists have taken to grow: bodies stay for as long as their site.
fn give_back_room(body: &mut Body) {
    body.text.shrink_to_fit();
    body.pieces.shrink_to_fit();
    body.blocks.shrink_to_fit();
    body.references.shrink_to_fit();
    body.annotations.shrink_to_fit();
    body.runs.shrink_to_fit();
    body.closed.shrink_to_fit();
    body.annotations.iter_mut().for_each(|note| note.pieces.shrink_to_fit());
}

/// Reports a text that has no words where its role needs some.
fn check_not_empty(document: &Document<'_>, body: &Body, diagnostics: &mut Vec<Diagnostic>) {
    if body.text.trim().is_empty() && body.pieces.is_empty() {
        let end = document.text.len();
        diagnostics.push(
            Diagnostic::new(
                Code::EmptyFile,
                document.path,
                Span::new(end, end),
                "there is no text after the front matter",
            )
            .help("write the text below the front matter"),
        );
    }
}
