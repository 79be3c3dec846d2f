//! Numbers notes and claims, and puts them where they stand.
//!
//! 1. Claims and notes are numbered apart, in the order of their first marks; claims on the whole
//!    come last.
//! 2. Each note stands before the top-level element that has its first mark; one on the whole, and one
//!    that only notes mark, further below.

use super::body::{AnnotationIndex, AnnotationKind, Body, Origin, Piece, Place, ReferenceKind};
use super::walk::Walk;

impl Walk<'_> {
    /// Numbers the annotations that readers see.
    pub(super) fn number_annotations(&mut self) {
        let (mut claims, mut notes) = (0, 0);
        let whole =
            self.body.annotations.iter().zip(0..).filter(|(note, _)| note.is_on_whole && !note.is_block());
        let whole: Vec<AnnotationIndex> = whole.map(|(_, at)| at).collect();
        let marked = first_marks(&self.body).into_iter().map(|(_, at)| at);
        for at in marked.filter(|at| self.defined.contains_key(at)).chain(whole).collect::<Vec<_>>() {
            let annotation = &mut self.body.annotations[at as usize];
            if !annotation.is_published() {
                continue;
            }
            annotation.number = match annotation.kind {
                AnnotationKind::Claim { .. } => {
                    claims += 1;
                    format!("C{claims}")
                }
                _ => {
                    notes += 1;
                    notes.to_string()
                }
            };
        }
    }

    /// Puts the notes among the pieces of the article.
    pub(super) fn place_asides(&mut self) {
        let mut asides: Vec<(usize, Piece)> = Vec::new();
        for (text, at) in first_marks(&self.body) {
            // A mark in a footnote counts where the text goes on.
            let goes_on = self.is_in_footnote(text);
            let next = self.stands.partition_point(|stand| stand.text <= text);
            let stand = if goes_on { next } else { next.saturating_sub(1) };
            let stand = self.stands.get(stand).or(self.stands.last());
            asides.extend(stand.map(|stand| (stand.piece, Piece::Aside(at))));
        }
        // What is on the whole stands below the last section.
        let end = self.body.pieces.len();
        let whole = self.body.annotations.iter().zip(0..).filter(|(note, _)| note.is_on_whole);
        asides.extend(whole.map(|(note, at)| match note.is_block() {
            true => (end, Piece::BlockNote(at)),
            false => (end, Piece::Aside(at)),
        }));
        if asides.is_empty() {
            return;
        }
        asides.sort_by_key(|(piece, _)| *piece);
        let mut asides = asides.into_iter().peekable();
        let old = std::mem::take(&mut self.body.pieces);
        let pieces = &mut self.body.pieces;
        for (at, piece) in old.into_iter().enumerate() {
            while let Some((_, aside)) = asides.next_if(|(place, _)| *place <= at) {
                pieces.push(aside);
            }
            pieces.push(piece);
        }
        pieces.extend(asides.map(|(_, aside)| aside));
    }

    fn is_in_footnote(&self, text: u32) -> bool {
        match self.body.blocks[self.body.block_at(text)].place {
            Place::Annotation(at) => self.body.annotations[at as usize].origin != Origin::Alert,
            Place::Article | Place::Judgement(_) => false,
        }
    }
}

/// The first mark of each annotation: its place in the text, in order.
fn first_marks(body: &Body) -> Vec<(u32, AnnotationIndex)> {
    let marks = body.references.iter().filter_map(|reference| match reference.kind {
        ReferenceKind::Mark(annotation, 1) => {
            Some((reference.text.start, reference.is_laid_over, annotation))
        }
        _ => None,
    });
    let mut marks: Vec<_> = marks.collect();
    // A mark that is laid over words stands right after them, before one that is written there.
    marks.sort_by_key(|(text, is_laid_over, _)| (*text, !is_laid_over));
    marks.into_iter().map(|(text, _, annotation)| (text, annotation)).collect()
}
