//! Notes that stand in files of their own beside a brief.
//!
//! 1. Every file becomes [`Draft`]s: Markdown (`markdown`), or JSON of the Web Annotation Data Model or of
//!    Hypothesis (`json`, `web_annotation`, `hypothesis`), whose bodies and selectors are read alike
//!    (`contents`, `html`, `selectors`).
//! 2. Labels are made unique; what the brief has itself is left out; replies get the words of what they
//!    reply to (`labels`).
//! 3. The words of each draft are found in the article (`place`), and it becomes an annotation with a mark,
//!    or a mention or a date laid over the words (`lay`).
//! 4. Words that are nowhere are orphans: with the closest wording goes the edit that would mend them
//!    (`mend`), for their author to confirm.
//!
//! The files of a brief and the brief are one unit: spans in them are counted on from the end of the
//! brief's own text, file after file, until [`Files::locate`] takes them back to their files.

mod contents;
mod html;
mod hypothesis;
mod json;
mod labels;
mod lay;
mod markdown;
mod mend;
mod place;
mod selectors;
mod web_annotation;

pub use mend::Orphan;

use std::cell::OnceCell;

use pulldown_cmark::Event;
use rustc_hash::FxHashMap;

use super::anchor::Haystack;
use super::body::{AnnotationIndex, Body, NoteType, Place, Reference, Signature};
use super::walk::Walk;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::SourceFile;
use crate::path::SitePath;
use crate::span::{Location, Span};

/// The most notes beside a brief: each is looked for among all words.
const MOST_NOTES: usize = 10_000;

/// The files of one unit, in order: the brief's, then those beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Files(Vec<(u32, SitePath)>);

impl Files {
    /// The files of a brief and of what stands beside it.
    pub(super) fn of(own: (&SitePath, usize), sides: &[&SourceFile]) -> Self {
        let mut files = vec![(0, own.0.clone())];
        let mut end = own.1;
        for side in sides {
            files.push((end as u32 + 1, side.path.clone()));
            end += 1 + side.text.len();
        }
        Self(files)
    }

    /// Whether there are notes beside the brief.
    pub fn has_notes(&self) -> bool {
        self.0.len() > 1
    }

    /// The files beside the brief.
    pub fn beside(&self) -> impl Iterator<Item = &SitePath> {
        self.0.iter().skip(1).map(|(_, path)| path)
    }

    /// Where the bytes of each file beside the brief begin.
    fn starts(&self) -> impl Iterator<Item = u32> {
        self.0.iter().skip(1).map(|(start, _)| *start)
    }

    /// Puts a place that was counted on from the brief's text into its own file.
    pub fn locate(&self, location: &mut Location) {
        let at = self.0.partition_point(|(start, _)| *start <= location.span.start);
        let is_of_unit = self.0.first().is_some_and(|(_, own)| *own == location.path);
        if let (true, Some((start, path))) = (is_of_unit, at.checked_sub(1).map(|at| &self.0[at])) {
            location.path.clone_from(path);
            let Span { start: from, end: to } = location.span;
            location.span = Span { start: from - start, end: to.max(from) - start };
        }
    }

    /// Does so with all places of diagnostics.
    pub fn locate_all(&self, diagnostics: &mut [Diagnostic]) {
        if self.0.len() > 1 {
            let labels = diagnostics.iter_mut().flat_map(|found| &mut found.labels);
            labels.for_each(|label| self.locate(&mut label.location));
        }
    }
}

/// A note as its file gives it.
struct Draft<'s> {
    /// What it is called in the brief.
    label: String,
    /// What its file calls it.
    outside: Option<String>,
    /// What it replies to, by the name in the file.
    reply_to: Option<String>,
    /// Where to point at it.
    source: Span,
    /// The words that it is on; none for a note on the brief as a whole.
    targets: Vec<Quote>,
    /// What it says.
    content: Vec<(Event<'s>, Span)>,
    /// Its type, where that is said beside its words.
    note: Option<NoteType>,
    /// Whether it is a claim, and the slug of its confidence word where that is said beside its words.
    claim: Option<Option<String>>,
    /// The entity that it identifies its words as: an address.
    identifies: Option<String>,
    signature: Signature,
    /// Whether it is a thing of the brief's own page, as its file says.
    is_own: bool,
    /// Whether its author chose the label.
    is_chosen: bool,
}

impl Draft<'_> {
    fn new(label: String, source: Span) -> Self {
        Self {
            label,
            outside: None,
            reply_to: None,
            source,
            targets: Vec::new(),
            content: Vec::new(),
            note: None,
            claim: None,
            identifies: None,
            signature: Signature::default(),
            is_own: false,
            is_chosen: false,
        }
    }
}

/// Quoted words as their file gives them.
#[derive(Debug, Clone, Default)]
struct Quote {
    exact: String,
    prefix: String,
    suffix: String,
    /// Where it is written.
    source: Span,
    /// How to write it anew: the bytes to change, in the order of the words.
    writing: Writing,
    /// The id of a place on the page that the words stand in.
    fragment: Option<String>,
    /// The id of the note or judgement that the words stand in, where that is no paragraph of the article.
    scope: Option<String>,
    /// From which character of the published text to which.
    position: Option<(f64, f64)>,
    /// A way of selecting that cannot be followed here.
    unread: Option<String>,
}

/// How quoted words are written in their file.
#[derive(Debug, Clone, Default)]
enum Writing {
    /// Not so that they could be changed.
    #[default]
    Fixed,
    /// A block quote.
    Markdown(Span),
    /// Texts in JSON: the words, those before and those after them.
    Json(Span, Option<Span>, Option<Span>),
}

/// What the notes of a brief are read with.
pub(super) struct Unit<'s> {
    pub(super) sides: &'s [&'s SourceFile],
    pub(super) files: &'s Files,
    /// The slug of the brief.
    pub(super) slug: &'s str,
    /// The language of the brief.
    pub(super) language: &'s str,
    /// The date of the brief.
    pub(super) date: Option<&'s When>,
}

/// Where the words of notes are looked for.
struct Ground<'a> {
    article: &'a Haystack,
    /// The words of the brief's own notes and key judgements, where no note of these files can be.
    elsewhere: OnceCell<Haystack>,
    /// The words of single notes and key judgements.
    places: FxHashMap<Place, Haystack>,
    laid: Laid,
    /// The notes by what their ids are made of.
    anchors: OnceCell<FxHashMap<String, AnnotationIndex>>,
}

/// The references of each block, which none leaves.
#[derive(Default)]
struct Laid {
    by_block: FxHashMap<u32, Vec<usize>>,
    /// How many references are known.
    count: usize,
}

impl Laid {
    /// The references that share a byte with some words.
    fn on<'b>(&mut self, body: &'b Body, words: Span) -> Vec<&'b Reference> {
        for (at, reference) in body.references.iter().enumerate().skip(self.count) {
            self.by_block.entry(reference.block).or_default().push(at);
        }
        self.count = body.references.len();
        let there = self.by_block.get(&(body.block_at(words.start) as u32)).into_iter().flatten();
        there.map(|at| &body.references[*at]).filter(|reference| reference.text.overlaps(words)).collect()
    }
}

impl Ground<'_> {
    fn elsewhere(&self, body: &Body) -> &Haystack {
        self.elsewhere.get_or_init(|| Haystack::of_places(body, |place| place != Place::Article))
    }

    /// The note whose place has an id; all notes must be there.
    fn note_at(&self, body: &Body, id: &str) -> Option<AnnotationIndex> {
        let anchors = self.anchors.get_or_init(|| {
            let mut anchors = FxHashMap::default();
            for (note, at) in body.annotations.iter().zip(0..) {
                anchors.entry(note.anchor_of_label()).or_insert(at);
            }
            anchors
        });
        let of_note = id.strip_prefix("note-").and_then(|id| anchors.get(id));
        anchors.get(id).into_iter().chain(of_note).min().copied()
    }
}

/// Reads the notes beside a brief into its walk; gives those whose words are nowhere.
pub(super) fn read<'s>(walk: &mut Walk<'_>, haystack: &Haystack, unit: &Unit<'s>) -> Vec<Orphan> {
    let mut drafts: Vec<Draft<'s>> = Vec::new();
    for (side, start) in unit.sides.iter().zip(unit.files.starts()) {
        let side: &'s SourceFile = side;
        drafts.extend(match side.path.extension() {
            "json" => json::read(walk, side, start, unit),
            _ => markdown::read(walk, side, start),
        });
    }
    if let Some(first_over) = drafts.get(MOST_NOTES) {
        let message = format!(
            "there are {} notes beside the brief, and postil reads at most {MOST_NOTES}",
            drafts.len()
        );
        walk.diagnostics.push(
            Diagnostic::new(Code::FileTooLarge, walk.path, first_over.source, message)
                .help("leave some out, or split the brief"),
        );
        return Vec::new();
    }
    labels::settle(walk, &mut drafts);
    let placed = place::place(walk, haystack, &drafts);
    let mut ground = Ground {
        article: haystack,
        elsewhere: OnceCell::new(),
        places: FxHashMap::default(),
        laid: Laid::default(),
        anchors: OnceCell::new(),
    };
    let mut orphans = Vec::new();
    let mut later = Vec::new();
    for (draft, places) in drafts.into_iter().zip(placed) {
        match draft.targets.iter().any(|target| target.scope.is_some()) {
            // Its words may stand in another draft.
            true => later.push(draft),
            false => lay::lay(walk, &mut ground, draft, &places, &mut orphans),
        }
    }
    for draft in later {
        lay::lay_within(walk, &mut ground, &draft);
    }
    orphans.iter_mut().for_each(|orphan| orphan.locate(unit.files));
    orphans
}
