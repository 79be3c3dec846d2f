//! Notes in Markdown: a heading of the third level each.
//!
//! 1. The heading is the label; `{#id}` or `<a id="…">` in it gives another one.
//! 2. The first block quote is the words that the note is on. A line before them that begins with `…`, and one
//!    after them that ends with `…`, are the words around them.
//! 3. The rest is the note, with the footnotes that it marks. Headings of the first two levels are for the eyes of its author.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::{Draft, Quote, Writing};
use crate::annotate::body::Signature;
use crate::annotate::notes::CLAIM;
use crate::annotate::raw_html;
use crate::annotate::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, fields::Fields};
use crate::load::SourceFile;
use crate::path::slugify;
use crate::span::Span;

type Events<'s> = Vec<(Event<'s>, Span)>;

/// The drafts of a file whose bytes are counted from `start`.
pub(super) fn read<'s>(walk: &mut Walk<'_>, side: &'s SourceFile, start: u32) -> Vec<Draft<'s>> {
    let mut document = document::parse(&side.path, &side.text);
    let mut found = std::mem::take(&mut document.diagnostics);
    let signature = match found.is_empty() {
        true => signature(&document, &mut found),
        false => Signature::default(),
    };
    for label in found.iter_mut().flat_map(|found| &mut found.labels) {
        label.location.path.clone_from(walk.path);
        label.location.span = label.location.span.shifted(start as usize);
    }
    walk.diagnostics.extend(found);
    let events = document.events.into_iter().map(|(event, span)| (event, span.shifted(start as usize)));
    let (before, notes) = cut(events);
    report_stray(walk, &before);
    notes.into_iter().map(|(head, content)| draft(head, content, &signature)).collect()
}

/// Who wrote the notes of a file, and when.
fn signature(document: &document::Document<'_>, diagnostics: &mut Vec<Diagnostic>) -> Signature {
    let mut fields = Fields::new(document.path, document.front.as_ref(), "a file of notes", diagnostics);
    let creator = fields.text("author").map(|text| text.value);
    let created = fields.date("date").map(|when| when.value);
    let language = crate::annotate::read_language(&mut fields);
    fields.finish();
    Signature { creator, created, language, tags: Vec::new() }
}

/// What a heading gives: its words, the id that is written in it, and its place.
struct Head {
    words: String,
    id: Option<String>,
    source: Span,
}

/// The events before the first note, and those of each note.
fn cut<'s>(events: impl Iterator<Item = (Event<'s>, Span)>) -> (Events<'s>, Vec<(Head, Events<'s>)>) {
    let (mut before, mut notes): (Events<'s>, Vec<(Head, Events<'s>)>) = Default::default();
    let mut depth = 0;
    let mut heading: Option<(HeadingLevel, Head)> = None;
    // Footnotes come after all notes: each belongs to the one that first marks it.
    let mut marked: FxHashMap<String, usize> = FxHashMap::default();
    let mut owner = None;
    for (event, span) in events {
        if let (Event::Start(Tag::Heading { level, id, .. }), 0) = (&event, depth)
            && *level <= HeadingLevel::H3
        {
            let id = id.as_deref().map(str::to_owned);
            heading = Some((*level, Head { words: String::new(), id, source: span }));
            continue;
        }
        if let Some((level, head)) = &mut heading {
            match &event {
                Event::Text(text) | Event::Code(text) => head.words.push_str(text),
                Event::SoftBreak => head.words.push(' '),
                Event::InlineHtml(html) => head.id = raw_html::anchor_of(html).or(head.id.take()),
                Event::End(TagEnd::Heading(_)) => {
                    let is_note = *level == HeadingLevel::H3;
                    notes.extend(heading.take().filter(|_| is_note).map(|(_, head)| (head, Vec::new())));
                }
                _ => {}
            }
            continue;
        }
        if depth == 0 {
            owner = match &event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let before = || notes.partition_point(|(head, _)| head.source.start <= span.start);
                    marked.get(&label.to_lowercase()).copied().or_else(|| before().checked_sub(1))
                }
                _ => notes.len().checked_sub(1),
            };
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::FootnoteReference(label) => {
                owner.map(|at| *marked.entry(label.to_lowercase()).or_insert(at));
            }
            _ => {}
        }
        match owner {
            Some(at) => notes[at].1.push((event, span)),
            None => before.push((event, span)),
        }
    }
    (before, notes)
}

fn report_stray(walk: &mut Walk<'_>, before: &Events<'_>) {
    if let Some((_, span)) = before.first() {
        walk.diagnostics.push(
            Diagnostic::new(Code::StrayNotes, walk.path, *span, "these words belong to no note")
                .help("begin a note with a heading of the third level, as in `### figures`, or remove them"),
        );
    }
}

fn draft<'s>(head: Head, mut content: Events<'s>, signature: &Signature) -> Draft<'s> {
    let words = head.words.trim();
    let label = head.id.or_else(|| words.starts_with(CLAIM).then(|| words.to_owned()));
    let label = label.or_else(|| slugify(words)).unwrap_or_else(|| "note".to_owned());
    let mut draft = Draft::new(label, head.source);
    draft.is_chosen = true;
    // Its lead word says how sure it is.
    draft.claim = draft.label.starts_with(CLAIM).then_some(None);
    draft.signature = signature.clone();
    draft.targets.extend(take_quote(&mut content));
    draft.content = content;
    draft
}

/// Takes the first block quote off.
fn take_quote(content: &mut Events<'_>) -> Option<Quote> {
    let mut depth = 0;
    let first = content.iter().position(|(event, _)| {
        let is_it = depth == 0 && matches!(event, Event::Start(Tag::BlockQuote(None)));
        depth += match event {
            Event::Start(_) => 1,
            Event::End(_) => -1,
            _ => 0,
        };
        is_it
    })?;
    let mut open = 0;
    let length = content[first..].iter().position(|(event, _)| {
        open += match event {
            Event::Start(Tag::BlockQuote(_)) => 1,
            Event::End(TagEnd::BlockQuote(_)) => -1,
            _ => 0,
        };
        open == 0
    })?;
    let source = content[first].1;
    let quoted = content.drain(first..=first + length);
    let mut lines = vec![String::new()];
    for (event, _) in quoted {
        match event {
            Event::Text(text) | Event::Code(text) => lines.last_mut().expect("one is there").push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => lines.push(String::new()),
            _ => {}
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    Some(quote_of(&lines, source))
}

fn quote_of(lines: &[String], source: Span) -> Quote {
    let mut lines = lines;
    let mut quote = Quote { source, writing: Writing::Markdown(source), ..Quote::default() };
    let without_marks = |line: &str| line.trim().trim_matches('…').to_owned();
    if let [first, rest @ ..] = lines
        && first.trim_start().starts_with('…')
        && !rest.is_empty()
    {
        quote.prefix = without_marks(first);
        lines = rest;
    }
    if let [rest @ .., last] = lines
        && last.trim_end().ends_with('…')
        && !rest.is_empty()
    {
        quote.suffix = without_marks(last);
        lines = rest;
    }
    quote.exact = lines.join(" ");
    quote
}
