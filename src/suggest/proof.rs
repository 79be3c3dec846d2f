//! Tries edits before they are told: a file with them must mean what it meant, with the new links
//! and nothing else.
//!
//! 1. All edits of a file are made at once, and the file is annotated anew.
//! 2. The plain text, the blocks, the notes with the words that they are about, and all other
//!    references must be as they were, and nothing be wrong that was not.
//! 3. Where that fails, each half of the edits is tried for itself, down to the one at fault,
//!    which is dropped. If the rest does not hold together either, all are.

use super::Finding;
use super::apply::apply;
use super::text::Text;
use crate::annotate::body::{Body, ReferenceKind};
use crate::annotate::{Record, annotate};
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::graph::Graph;
use crate::load::SourceFile;

/// Takes away the edits of a text that would do more than they say.
pub(super) fn prove(text: &Text<'_>, graph: &Graph, found: &[Diagnostic], findings: &mut [Finding]) {
    let some: Vec<usize> = (0..findings.len()).filter(|at| findings[*at].diagnostic.edit.is_some()).collect();
    let trial = Trial { text, graph, found, findings };
    if some.is_empty() || trial.holds(&some) {
        return;
    }
    let mut wrong = Vec::new();
    // A file that is at fault as it stands proves nothing.
    if trial.holds(&[]) {
        trial.find_faulty(&some, &mut wrong);
        let rest: Vec<usize> = some.iter().copied().filter(|at| !wrong.contains(at)).collect();
        if !trial.holds(&rest) {
            wrong = some;
        }
    } else {
        wrong = some;
    }
    for at in wrong {
        findings[at].diagnostic.edit = None;
    }
}

/// A text and what is found in it.
struct Trial<'a> {
    text: &'a Text<'a>,
    graph: &'a Graph,
    found: &'a [Diagnostic],
    findings: &'a [Finding],
}

impl Trial<'_> {
    /// Finds the edits at fault among some that do not hold together.
    fn find_faulty(&self, some: &[usize], wrong: &mut Vec<usize>) {
        if let [one] = some {
            wrong.push(*one);
            return;
        }
        let (first, second) = some.split_at(some.len() / 2);
        for half in [first, second] {
            if !self.holds(half) {
                self.find_faulty(half, wrong);
            }
        }
    }

    /// Whether the text means the same with these edits.
    fn holds(&self, some: &[usize]) -> bool {
        let edits = some.iter().filter_map(|at| self.findings[*at].diagnostic.edit.as_deref());
        holds(self.text, self.graph, self.found, &edits.collect::<Vec<_>>())
    }
}

fn holds(text: &Text<'_>, graph: &Graph, found: &[Diagnostic], edits: &[&Edit]) -> bool {
    let edited = apply(&text.file.text, edits).into();
    let file = SourceFile::new(text.file.path.clone(), edited, text.file.role.clone());
    let Some(annotated) = annotate(&file, &text.sides, &graph.config) else { return false };
    let is_known = |fault: &Diagnostic| {
        found.iter().any(|known| known.code == fault.code && known.message == fault.message)
    };
    let is_sound =
        annotated.diagnostics.iter().all(|fault| fault.severity() != Severity::Error || is_known(fault));
    let body = annotated.record.as_ref().map(Record::body);
    is_sound && body.is_some_and(|body| is_same(text.body, body, edits.len()))
}

/// Whether two bodies differ in so many new links alone.
fn is_same(old: &Body, new: &Body, links: usize) -> bool {
    let blocks = old.blocks.len() == new.blocks.len()
        && old.blocks.iter().zip(&new.blocks).all(|(old, new)| {
            (old.kind, old.place, old.text, old.section) == (new.kind, new.place, new.text, new.section)
        });
    let notes = old.annotations.len() == new.annotations.len()
        && old.annotations.iter().zip(&new.annotations).all(|(old, new)| {
            (&old.label, &old.kind, old.lemma, old.quoted, old.text)
                == (&new.label, &new.kind, new.lemma, new.quoted, new.text)
        });
    let mut known = old.references.iter().peekable();
    let mut added = 0;
    for reference in &new.references {
        let is_old = |old: &&crate::annotate::body::Reference| {
            old.kind == reference.kind && old.text == reference.text
        };
        if known.next_if(is_old).is_none() {
            let is_link = matches!(reference.kind, ReferenceKind::Mention(..) | ReferenceKind::Date(..));
            added += if is_link { 1 } else { links + 1 };
        }
    }
    old.text == new.text && blocks && notes && known.next().is_none() && added == links
}
