//! Puts footnotes after the article that marks them.
//!
//! 1. The events are parted into the article and its footnotes. One in a quotation or a list is part of
//!    that, and stays in it.
//! 2. The marks of the article are followed in order, then those of each note that they led to, and so
//!    on.
//! 3. Notes that no mark leads to come last, in the order of the file, each with those that it marks. Among
//!    them come first those that keep two lists apart: they cannot stand at the end of a file.

use std::collections::VecDeque;

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::span::Span;

type Events<'s> = Vec<(Event<'s>, Span)>;

/// A footnote of a text.
struct Note<'s> {
    label: String,
    events: Events<'s>,
    /// Whether it keeps a list apart from what stands after it.
    is_between: bool,
}

/// The events with the footnotes of the text after all else, in the order of their first marks.
pub(super) fn after_the_article<'s>(text: &str, events: Events<'s>) -> Events<'s> {
    let (mut article, mut notes) = parted(text, events);
    for at in order(&article, &notes) {
        article.append(&mut notes[at].events);
    }
    article
}

/// Whether Markdown would join a list and what stands after it, were nothing between them.
pub(super) fn joins_list(text: &str, after: Span, after_is_list: bool) -> bool {
    let line = text[..after.start as usize].rfind('\n').map_or(0, |at| at + 1);
    after_is_list || text[line..].starts_with([' ', '\t'])
}

/// The article, and its footnotes in the order of the file.
fn parted<'s>(text: &str, events: Events<'s>) -> (Events<'s>, Vec<Note<'s>>) {
    let mut article = Vec::with_capacity(events.len());
    let mut notes: Vec<Note<'_>> = Vec::new();
    let (mut depth, mut in_note) = (0_u32, false);
    // The first note since the article's last block, and whether that was a list.
    let (mut since, mut was_list) = (0, false);
    for (event, span) in events {
        if depth == 0 {
            match &event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    in_note = true;
                    notes.push(Note { label: key(label), events: Vec::new(), is_between: false });
                }
                first => {
                    let is_list = matches!(first, Event::Start(Tag::List(_)));
                    let joins = was_list && since < notes.len() && joins_list(text, span, is_list);
                    notes[since..].iter_mut().for_each(|note| note.is_between = joins);
                    (since, was_list) = (notes.len(), is_list);
                }
            }
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        let is_last = depth == 0 && matches!(event, Event::End(TagEnd::FootnoteDefinition));
        match notes.last_mut().filter(|_| in_note) {
            Some(note) => note.events.push((event, span)),
            None => article.push((event, span)),
        }
        in_note &= !is_last;
    }
    (article, notes)
}

/// The order of the notes: their indexes.
fn order(article: &Events<'_>, notes: &[Note<'_>]) -> Vec<usize> {
    // A label may stand twice, which is an error; both notes stay together.
    let mut waiting: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, note) in notes.iter().enumerate() {
        waiting.entry(&note.label).or_default().push(at);
    }
    let mut order = Vec::with_capacity(notes.len());
    let follow = |events: &Events<'_>, waiting: &mut FxHashMap<&str, Vec<usize>>| -> Vec<usize> {
        let marks = events.iter().filter_map(|(event, _)| match event {
            Event::FootnoteReference(label) => Some(key(label)),
            _ => None,
        });
        marks.flat_map(|label| waiting.remove(label.as_str()).unwrap_or_default()).collect()
    };
    let mut queue = VecDeque::from(follow(article, &mut waiting));
    let (between, others): (Vec<&Note<'_>>, Vec<_>) = notes.iter().partition(|note| note.is_between);
    let mut unmarked = between.into_iter().chain(others);
    loop {
        while let Some(at) = queue.pop_front() {
            order.push(at);
            queue.extend(follow(&notes[at].events, &mut waiting));
        }
        let Some(note) = unmarked.next() else { return order };
        queue.extend(waiting.remove(note.label.as_str()).unwrap_or_default());
    }
}

/// Markdown takes labels that differ in letter case for one.
fn key(label: &str) -> String {
    label.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::events;
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let events = after_the_article(text, events(text, 0));
        let labels = events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(label.to_string()),
            _ => None,
        });
        labels.collect()
    }

    #[test]
    fn notes_follow_their_marks() {
        assert_eq!(labels("[^a]: one\n\nText.[^B][^a]\n\n[^b]: two\n"), ["b", "a"]);
    }

    #[test]
    fn a_note_that_a_note_marks_follows_those_of_the_text() {
        assert_eq!(labels("x[^a] y[^c]\n\n[^b]: of a\n[^a]: see[^b]\n[^c]: z\n"), ["a", "c", "b"]);
    }

    #[test]
    fn unmarked_notes_are_last_and_take_theirs_along() {
        assert_eq!(labels("[^u]: see[^v]\n[^w]: x\n[^v]: y\n[^a]: z\n\nx[^a]\n"), ["a", "u", "v", "w"]);
    }

    #[test]
    fn a_note_in_a_quotation_stays_in_it() {
        let text = "> x[^a]\n>\n> [^a]: one\n\nText.\n";
        let events = after_the_article(text, events(text, 0));
        let last = &events[events.len() - 1].0;
        assert_eq!(*last, Event::End(TagEnd::Paragraph));
    }
}
