//! The annotations of a walk: where a footnote or an alert begins and ends, its words and pieces
//! go to an output of their own. What they mean is found out later, in `notes`.

use pulldown_cmark::BlockQuoteKind;

use super::body::{Annotation, AnnotationIndex, AnnotationKind, NoteType, Origin, Piece, Place, Signature};
use super::closed::Closed;
use super::walk::{Output, Walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::span::Span;

impl Walk<'_> {
    /// The annotation of a footnote label, made at its first mark or definition. Markdown takes
    /// labels that differ in letter case for one.
    pub(super) fn annotation_of(&mut self, label: &str) -> AnnotationIndex {
        let key = label.to_lowercase();
        if let Some(&at) = self.labels.get(&key) {
            return at;
        }
        let at =
            self.add_annotation(label.to_owned(), Origin::Footnote, AnnotationKind::Note(NoteType::Context));
        self.labels.insert(key, at);
        at
    }

    pub(super) fn add_annotation(
        &mut self,
        label: String,
        origin: Origin,
        kind: AnnotationKind,
    ) -> AnnotationIndex {
        self.body.annotations.push(Annotation {
            label,
            origin,
            kind,
            number: String::new(),
            lemma: None,
            quoted: false,
            pieces: Vec::new(),
            text: Span::default(),
            source: Span::default(),
            head: Span::default(),
            marks: 0,
            is_on_whole: false,
            signature: Signature::default(),
        });
        (self.body.annotations.len() - 1) as AnnotationIndex
    }

    pub(super) fn start_footnote(&mut self, label: &str, source: Span) {
        self.close_block();
        let at = self.annotation_of(label);
        if let Some(first) = self.defined.get(&at) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateFootnote,
                    self.path,
                    self.head_at(source),
                    format!("the footnote `{label}` stands twice"),
                )
                .label(self.path, self.head_at(*first), "the first one")
                .help("give one of them another label"),
            );
        }
        self.defined.entry(at).or_insert_with(|| {
            label.clone_into(&mut self.body.annotations[at as usize].label);
            source
        });
        self.begin_annotation(at, source);
    }

    pub(super) fn start_alert(&mut self, kind: BlockQuoteKind, source: Span) {
        self.close_block();
        let kind = match kind {
            BlockQuoteKind::Note => NoteType::Context,
            BlockQuoteKind::Tip => NoteType::Implication,
            BlockQuoteKind::Important => NoteType::KeyJudgement,
            BlockQuoteKind::Warning => NoteType::Dispute,
            BlockQuoteKind::Caution => NoteType::Correction,
        };
        self.alert_count += 1;
        let label = format!("block-{}", self.alert_count);
        let at = self.add_annotation(label, Origin::Alert, AnnotationKind::Note(kind));
        self.enter();
        self.push(Piece::BlockNote(at));
        self.begin_annotation(at, source);
    }

    pub(super) fn begin_annotation(&mut self, at: AnnotationIndex, source: Span) {
        let head = self.head_at(source);
        let annotation = &mut self.body.annotations[at as usize];
        (annotation.source, annotation.head) = (source, head);
        self.outputs.push(Output {
            place: Place::Annotation(at),
            pieces: Vec::new(),
            text_start: self.body.text.len(),
            depth: std::mem::take(&mut self.depth),
        });
    }

    /// What a note begins with, its label in brackets.
    fn head_at(&self, note: Span) -> Span {
        // A note beside the brief stands in another text.
        let Some(text) = self.text.get(note.range()) else { return note };
        let line = text.lines().next().unwrap_or_default();
        let label = line.find("]:").map(|at| at + 2).or_else(|| Some(line.find(']')? + 1));
        Span { end: note.start + label.unwrap_or(line.len()) as u32, ..note }
    }

    pub(super) fn end_annotation(&mut self, _source: Span) {
        self.close_block();
        let output = self.outputs.pop().expect("an annotation's output is pushed when it begins");
        self.depth = output.depth;
        let Place::Annotation(at) = output.place else { return };
        let annotation = &mut self.body.annotations[at as usize];
        if annotation.pieces.is_empty() {
            annotation.pieces = output.pieces;
            annotation.text = Span::new(output.text_start, self.body.text.len());
        }
        if annotation.origin == Origin::Alert {
            self.leave();
        }
    }

    /// The labels of all footnotes that are defined.
    pub(super) fn defined_labels(&self) -> Vec<&str> {
        self.labels
            .iter()
            .filter(|(_, at)| self.defined.contains_key(at))
            .map(|(label, _)| label.as_str())
            .collect()
    }

    /// Reports paragraphs that begin with the mark of an alert that there is not: `[!TIPP]`.
    pub(super) fn report_unknown_alerts(&mut self) {
        const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
        let closed = Closed::of(&self.body);
        for block in &self.body.blocks {
            let Some((word, _)) =
                self.body.slice(block.text).strip_prefix("[!").and_then(|rest| rest.split_once(']'))
            else {
                continue;
            };
            let start = block.text.start as usize;
            let mark = Span::new(start, start + word.len() + 3);
            let place = self.body.source_of(mark);
            let is_escaped =
                self.text.get(..place.start as usize).is_some_and(|before| before.ends_with('\\'))
                    || self.text.get(place.range()).is_some_and(|mark| mark.contains('\\'));
            // In code it is spoken of, and who escapes it means no alert.
            if closed.overlaps(mark) || is_escaped {
                continue;
            }
            let begun = ALERTS.into_iter().find(|alert| alert.starts_with(&word.to_uppercase()));
            let help = match nearest(word, ALERTS).or(begun) {
                Some(near) if near.eq_ignore_ascii_case(word) => {
                    format!("let `[!{near}]` stand alone on its line, and the words on the next")
                }
                Some(near) => format!("did you mean `[!{near}]`?"),
                None => format!("the alerts are `[!{}]`", ALERTS.join("]`, `[!")),
            };
            let message = match ALERTS.contains(&word) {
                true => format!("words stand beside `[!{word}]`, so that it is no alert"),
                false => format!("`[!{word}]` is no alert"),
            };
            self.diagnostics
                .push(Diagnostic::new(Code::UnknownNoteType, self.path, place, message).help(help));
        }
    }
}
