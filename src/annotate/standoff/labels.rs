//! Gives every draft a label of its own.
//!
//! 1. What the brief has itself, with the same words, is left out: so is it where postil's own export
//!    comes back.
//! 2. In Markdown a label that stands twice is reported; in JSON, whose authors do not choose them, it gets a
//!    number. The footnotes of notes have labels, too. Only a claim has a label that begins with `claim-`.
//! 3. A reply is on the words of what it replies to.

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::{Draft, Quote, Writing};
use crate::annotate::body::{AnnotationIndex, Body, Place, ReferenceKind};
use crate::annotate::notes::CLAIM;
use crate::annotate::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::CITATION;
use crate::path::slugify;
use crate::span::Span;

/// Settles the labels and words of all drafts.
pub(super) fn settle(walk: &mut Walk<'_>, drafts: &mut Vec<Draft<'_>>) {
    follow_replies(drafts);
    let own: FxHashMap<String, AnnotationIndex> =
        walk.body.annotations.iter().zip(0..).map(|(note, at)| (note.label.to_lowercase(), at)).collect();
    let has_own = drafts.iter().any(|draft| draft.is_own);
    let said = if has_own { said_in_notes(&walk.body) } else { FxHashMap::default() };
    let beside = chosen_words(drafts);
    let mut taken = footnotes_in(drafts);
    // Of thousands with the same words each would try all numbers before its own.
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    drafts.retain_mut(|draft| {
        if draft.identifies.is_some() {
            return true;
        }
        name(draft);
        let key = draft.label.to_lowercase();
        let twin = own.get(&key).copied();
        let is_there = || beside.get(&key).is_some_and(|words| *words == letters(&words_of(draft)));
        // The brief's own note has its quote and its lead word before what it says.
        let is_said = |note| said.get(&note).is_some_and(|words| words.ends_with(&letters(&words_of(draft))));
        if draft.is_own && (twin.is_some_and(is_said) || is_there()) {
            return false;
        }
        let first =
            twin.map(|at| walk.body.annotations[at as usize].source).or_else(|| taken.get(&key).copied());
        if let Some(first) = first {
            if draft.is_chosen {
                walk.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateFootnote,
                        walk.path,
                        draft.source,
                        format!("the note `{}` stands twice", draft.label),
                    )
                    .label(walk.path, Span { end: first.start + 1, ..first }, "the first one")
                    .help("give one of them another label"),
                );
            }
            let is_free = |label: &String| !own.contains_key(label) && !taken.contains_key(label);
            let number = numbers.entry(key).or_insert(1);
            draft.label = loop {
                *number += 1;
                let free = format!("{}-{number}", draft.label);
                if is_free(&free.to_lowercase()) {
                    break free;
                }
            };
        }
        taken.insert(draft.label.to_lowercase(), draft.source);
        true
    });
}

/// Makes a label of a draft one that fits what it is.
fn name(draft: &mut Draft<'_>) {
    if draft.label.is_empty() {
        let words = draft.targets.first().map_or_else(|| words_of(draft), |target| target.exact.clone());
        let first: Vec<&str> = words.split_whitespace().take(6).collect();
        draft.label = slugify(&first.join(" ")).unwrap_or_else(|| "note".to_owned());
    }
    match (draft.label.strip_prefix(CLAIM), draft.claim.is_some()) {
        (None, true) => draft.label = format!("{CLAIM}{}", slugify(&draft.label).unwrap_or_default()),
        (Some(rest), false) if !draft.is_chosen => draft.label = format!("on-{rest}"),
        _ => {}
    }
}

/// Gives replies the words of what they reply to, through any number of replies.
fn follow_replies(drafts: &mut [Draft<'_>]) {
    let known: FxHashMap<String, usize> =
        drafts.iter().enumerate().filter_map(|(at, draft)| Some((draft.outside.clone()?, at))).collect();
    // The words are mended where they are written, once.
    let fixed = |quote: &Quote| Quote { writing: Writing::Fixed, ..quote.clone() };
    let mut is_followed = vec![false; drafts.len()];
    for at in 0..drafts.len() {
        let (mut parent, mut replies) = (at, Vec::new());
        // A circle of replies ends where it is entered.
        while drafts[parent].targets.is_empty() && !is_followed[parent] {
            is_followed[parent] = true;
            replies.push(parent);
            let next = drafts[parent].reply_to.as_ref().and_then(|name| known.get(name));
            let Some(next) = next else { break };
            parent = *next;
        }
        let targets: Vec<Quote> = drafts[parent].targets.iter().map(fixed).collect();
        for reply in replies {
            drafts[reply].targets.clone_from(&targets);
        }
    }
}

/// The letters of what each note of the brief says, with those of its pictures: the description, and under a
/// picture that stands for itself the caption.
fn said_in_notes(body: &Body) -> FxHashMap<AnnotationIndex, String> {
    let mut pictures = body
        .references
        .iter()
        .filter_map(|reference| match &reference.kind {
            ReferenceKind::Picture { alt, caption, .. } => {
                Some((reference.block, reference.text.start, alt, caption))
            }
            _ => None,
        })
        .peekable();
    let mut said: FxHashMap<AnnotationIndex, String> = FxHashMap::default();
    for (block, at) in body.blocks.iter().zip(0..) {
        let mut before = block.text.start;
        let Place::Annotation(note) = block.place else { continue };
        let said = said.entry(note).or_default();
        while pictures.next_if(|(of, ..)| *of < at).is_some() {}
        while let Some((_, place, alt, caption)) = pictures.next_if(|(of, ..)| *of == at) {
            said.push_str(&letters(body.slice(Span { start: before, end: place })));
            said.push_str(&letters(alt));
            if block.text.is_empty() {
                said.push_str(&letters(caption));
            }
            before = place;
        }
        said.push_str(&letters(body.slice(Span { start: before, ..block.text })));
    }
    said
}

/// The letters of the notes in Markdown, by label.
fn chosen_words(drafts: &[Draft<'_>]) -> FxHashMap<String, String> {
    let chosen = drafts.iter().filter(|draft| draft.is_chosen && !draft.is_own);
    chosen
        .map(|draft| (draft.label.to_lowercase(), letters(&without_lead(&words_of(draft), draft))))
        .collect()
}

/// The footnotes that are defined within drafts, by label.
fn footnotes_in(drafts: &[Draft<'_>]) -> FxHashMap<String, Span> {
    let events = drafts.iter().flat_map(|draft| &draft.content);
    let footnotes = events.filter_map(|(event, span)| match event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some((label.to_lowercase(), *span)),
        _ => None,
    });
    footnotes.collect()
}

/// The words of a note without the bold one at its head, which is its type.
fn without_lead(words: &str, draft: &Draft<'_>) -> String {
    let [(Event::Start(Tag::Paragraph), _), (Event::Start(Tag::Strong), _), (Event::Text(lead), _), ..] =
        draft.content.as_slice()
    else {
        return words.to_owned();
    };
    words.strip_prefix(&**lead).unwrap_or(words).to_owned()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a draft, without citations.
fn words_of(draft: &Draft<'_>) -> String {
    let mut words = String::new();
    let mut in_citation = false;
    for (event, _) in &draft.content {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => in_citation = dest_url.starts_with(CITATION),
            Event::End(TagEnd::Link) => in_citation = false,
            Event::Text(text) | Event::Code(text) if !in_citation => words.push_str(text),
            Event::End(TagEnd::Paragraph) | Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}
