//! Orphans, and the edits that would mend them.
//!
//! An edit is offered where the closest wording is like enough to the quote, and clearly more so than any other
//! place. It is made only when the author of the site names the note.

use super::{Files, Quote, Writing};
use crate::annotate::anchor::{Found, Haystack, Near};
use crate::annotate::body::Body;
use crate::path::SitePath;
use crate::span::{Location, Span};

/// How like the quote a wording must be, in hundredths, for an edit to be offered.
const ENOUGH: u32 = 70;

/// How much less like it the next best place must be.
const MARGIN: u32 = 15;

/// How many words are given before and after, where a wording stands in several places.
const CONTEXT: usize = 6;

/// A stand-off note whose words are not in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Orphan {
    /// The label of the note.
    pub label: String,
    /// Where the quote is written.
    pub place: Location,
    /// The words that it quotes.
    pub quote: String,
    /// The closest wording, where there is one.
    pub wording: Option<String>,
    /// How like the quote it is, in hundredths.
    pub score: u32,
    /// By how much the next best place is less like it.
    pub margin: u32,
    /// The edits of the file of notes that quote that wording: bytes, and what to write there. None where the
    /// likeness is doubtful.
    pub edits: Vec<(Span, String)>,
}

impl Orphan {
    /// The orphan of a quote whose words are nowhere.
    pub(super) fn of(
        label: &str,
        path: &SitePath,
        body: &Body,
        haystack: &Haystack,
        quote: &Quote,
    ) -> (Self, Option<Near>) {
        let near = haystack.closest(&quote.wanted());
        let wording = near.map(|near| body.slice(near.span).to_owned());
        let is_sure = near.is_some_and(|near| near.score >= ENOUGH && near.margin >= MARGIN);
        let orphan = Self {
            label: label.to_owned(),
            place: Location { path: path.clone(), span: quote.source },
            quote: quote.exact.clone(),
            wording,
            score: near.map_or(0, |near| near.score),
            margin: near.map_or(0, |near| near.margin),
            edits: near
                .filter(|_| is_sure)
                .map(|near| edits(body, haystack, quote, near.span))
                .unwrap_or_default(),
        };
        (orphan, near)
    }

    /// What to say beside the closest wording.
    pub(super) fn help(&self) -> String {
        let Self { label, score, .. } = self;
        let Some(wording) = &self.wording else {
            return "quote words as they stand in the text, or take the quote out: then the note is on the brief as a whole"
                .to_owned();
        };
        match self.edits.is_empty() {
            true => format!(
                "it is {score} % alike, which is not enough to be sure; if that is what is meant, quote `{wording}`"
            ),
            false => format!(
                "it is {score} % alike; if that is what is meant, quote `{wording}`, or let `postil check --fix-anchors {label}` write it"
            ),
        }
    }

    /// Puts the places into the file that they are in.
    pub(super) fn locate(&mut self, files: &Files) {
        let mut own = self.place.clone();
        files.locate(&mut own);
        let shift = self.place.span.start - own.span.start;
        for (span, _) in &mut self.edits {
            *span = Span { start: span.start - shift, end: span.end - shift };
        }
        self.place = own;
    }
}

fn edits(body: &Body, haystack: &Haystack, quote: &Quote, span: Span) -> Vec<(Span, String)> {
    let words = body.slice(span);
    let block = body.blocks[body.block_at(span.start)].text;
    let stands_often = !matches!(haystack.find(body, words, |_| true), Found::Once(_));
    let before: Vec<&str> = body.slice(Span { end: span.start, ..block }).split_whitespace().collect();
    let after: Vec<&str> = body.slice(Span { start: span.end, ..block }).split_whitespace().collect();
    let before = before[before.len().saturating_sub(CONTEXT)..].join(" ");
    let after = after[..after.len().min(CONTEXT)].join(" ");
    match &quote.writing {
        Writing::Fixed => Vec::new(),
        Writing::Markdown(place) => {
            let has = |context: &str, old: &str| (stands_often || !old.is_empty()) && !context.is_empty();
            let mut lines = Vec::new();
            lines.extend(has(&before, &quote.prefix).then(|| format!("> … {}", escaped(&before))));
            lines.push(format!("> {}", escaped(words)));
            lines.extend(has(&after, &quote.suffix).then(|| format!("> {} …", escaped(&after))));
            vec![(*place, format!("{}\n", lines.join("\n")))]
        }
        Writing::Json(place, prefix, suffix) => {
            let json = |words: &str| serde_json::Value::from(words).to_string();
            let around = [(prefix, format!("{before} ")), (suffix, format!(" {after}"))];
            let around = around.into_iter().filter_map(|(place, words)| Some(((*place)?, json(&words))));
            [(*place, json(words))].into_iter().chain(around).collect()
        }
    }
}

/// Words as Markdown that means them.
fn escaped(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for letter in words.chars() {
        if "\\`*_[]<#&".contains(letter) {
            written.push('\\');
        }
        written.push(letter);
    }
    written
}
