//! The words that footnotes and alerts are about.
//!
//! 1. Quoted words are looked for in the article; those of the mark's own paragraph go first.
//! 2. Without them, a note is about the sentence before its mark.
//! 3. Words that are not found are reported, with what was found in their place.

use super::anchor::{Found, Haystack, Near, Wanted};
use super::body::{AnnotationIndex, Body};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;

impl Walk<'_> {
    pub(super) fn anchor(
        &mut self,
        haystack: &Haystack,
        mark: Option<(usize, u32)>,
        at: AnnotationIndex,
        quote: Option<&(String, Span)>,
    ) {
        let Some((quote, source)) = quote else {
            if let Some((block, text)) = mark {
                let place =
                    Span { start: text.saturating_sub(1).max(self.body.blocks[block].text.start), end: text };
                self.body.annotations[at as usize].lemma = Some(self.body.sentence_at(place));
            }
            return;
        };
        let near = |span: Span| mark.is_some_and(|(block, _)| self.body.blocks[block].text.contains(span));
        let found = haystack.find(&self.body, quote, near);
        if let Found::Once(span) = found {
            let annotation = &mut self.body.annotations[at as usize];
            annotation.lemma = Some(span);
            annotation.quoted = true;
            return;
        }
        let diagnostic = self.lost_words(quote, *source, &found);
        self.diagnostics.push(match found {
            Found::Often(_) => diagnostic.help("quote a few words more, so that they stand in the text once"),
            Found::Nowhere => match haystack.closest(&Wanted { exact: quote, ..Wanted::default() }) {
                Some(near) => with_closest(diagnostic, self.path, &self.body, near)
                    .help(format!("if that is what is meant, quote \"{}\"", self.body.slice(near.span))),
                None => diagnostic.help("quote words as they stand in the text, or leave the quote out"),
            },
            _ => diagnostic,
        });
    }

    /// The diagnostic for quoted words that were not found once; it has its help only where that is the
    /// same for all notes.
    pub(super) fn lost_words(&self, quote: &str, source: Span, found: &Found) -> Diagnostic {
        let (path, body) = (self.path, &self.body);
        let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        match found {
            Found::Often(places) => {
                let message = format!("the words “{quote}” stand in the text {} times", places.len());
                let diagnostic = Diagnostic::new(Code::DoubledLemma, path, source, message);
                places.iter().take(3).fold(diagnostic, |diagnostic, place| {
                    diagnostic.label(path, body.source_of(*place), "here")
                })
            }
            Found::Split(place) => Diagnostic::new(
                Code::SplitLemma,
                path,
                source,
                format!("the words “{quote}” run over two paragraphs"),
            )
            .label(path, body.source_of(first_letter(body, *place)), "they begin here")
            .help("quote words of one paragraph"),
            Found::InCode(place) => {
                Diagnostic::new(Code::LemmaInCode, path, source, format!("the words “{quote}” stand in code"))
                    .label(path, body.source_of(*place), "here")
                    .help("quote words of the text beside the code")
            }
            Found::TooOften => Diagnostic::new(
                Code::DoubledLemma,
                path,
                source,
                format!("the words “{quote}” were not looked for: the quotes of this text’s notes stand too often in it"),
            )
            .help("quote more words in each note, so that they stand in the text once"),
            Found::Once(_) | Found::Nowhere => Diagnostic::new(
                Code::OrphanNote,
                path,
                source,
                format!("the words “{quote}” are not in the text"),
            ),
        }
    }
}

/// Points at the closest wording.
pub(super) fn with_closest(diagnostic: Diagnostic, path: &SitePath, body: &Body, near: Near) -> Diagnostic {
    diagnostic.label(path, body.source_of(near.span), "the closest wording")
}

/// The first character of some words.
fn first_letter(body: &Body, words: Span) -> Span {
    let length = body.slice(words).chars().next().map_or(0, char::len_utf8);
    Span { end: words.start + length as u32, ..words }
}
