//! Puts footnotes after the article that marks them.
//!
//! 1. The events are parted into the article and its footnotes. One in a quotation or a list is part of
//!    that, and stays in it.
//! 2. The marks of the article are followed in order, then those of each note that they led to, and so
//!    on.
//! 3. Notes that no mark leads to come last, in the order of the file, each with those that it marks.

use std::collections::VecDeque;

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::span::Span;

type Events<'s> = Vec<(Event<'s>, Span)>;

/// The events with the footnotes of the text after all else, in the order of their first marks.
pub(super) fn after_the_article(events: Events<'_>) -> Events<'_> {
    let (mut article, notes) = parted(events);
    if notes.is_empty() {
        return article;
    }
    let order = order(&article, &notes);
    let mut notes: Vec<Events<'_>> = notes.into_iter().map(|(_, events)| events).collect();
    for at in order {
        article.append(&mut notes[at]);
    }
    article
}

/// The article, and its footnotes with their labels.
fn parted(events: Events<'_>) -> (Events<'_>, Vec<(String, Events<'_>)>) {
    let (mut article, mut notes) = (Vec::with_capacity(events.len()), Vec::new());
    let (mut depth, mut in_note) = (0_u32, false);
    for (event, span) in events {
        if depth == 0
            && let Event::Start(Tag::FootnoteDefinition(label)) = &event
        {
            in_note = true;
            notes.push((key(label), Vec::new()));
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        let is_last = depth == 0 && matches!(event, Event::End(TagEnd::FootnoteDefinition));
        match notes.last_mut().filter(|_| in_note) {
            Some((_, note)) => note.push((event, span)),
            None => article.push((event, span)),
        }
        in_note &= !is_last;
    }
    (article, notes)
}

/// The order of the notes: their indexes.
fn order(article: &Events<'_>, notes: &[(String, Events<'_>)]) -> Vec<usize> {
    // A label may stand twice, which is an error; both notes stay together.
    let mut waiting: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, (label, _)) in notes.iter().enumerate() {
        waiting.entry(label).or_default().push(at);
    }
    let mut order = Vec::with_capacity(notes.len());
    let mut queue = VecDeque::new();
    let follow = |events: &Events<'_>, waiting: &mut FxHashMap<&str, Vec<usize>>| -> Vec<usize> {
        let marks = events.iter().filter_map(|(event, _)| match event {
            Event::FootnoteReference(label) => Some(key(label)),
            _ => None,
        });
        marks.flat_map(|label| waiting.remove(label.as_str()).unwrap_or_default()).collect()
    };
    queue.extend(follow(article, &mut waiting));
    let mut unmarked = notes.iter();
    loop {
        while let Some(at) = queue.pop_front() {
            order.push(at);
            queue.extend(follow(&notes[at].1, &mut waiting));
        }
        let Some((label, _)) = unmarked.next() else { return order };
        queue.extend(waiting.remove(label.as_str()).unwrap_or_default());
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
        let events = after_the_article(events(text, 0));
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
        let events = after_the_article(events("> x[^a]\n>\n> [^a]: one\n\nText.\n", 0));
        let last = &events[events.len() - 1].0;
        assert_eq!(*last, Event::End(TagEnd::Paragraph));
    }
}
