//! Finds an author's words in the text of a published page.
//!
//! The page has a block's words in their order, and among them what the author did not write there:
//! marks of notes, citations, spaces. A mention that was written by id has another wording on the page.

use super::page_text::PageText;
use crate::annotate::Body;
use crate::annotate::body::{Attributes, Block, Place, ReferenceKind};
use crate::graph::{Graph, LinkedBrief};
use crate::span::Span;

/// Which words of the page are which of the author's.
pub(super) struct Alignment {
    /// A letter each, in order: its place in the author's text, and that on the page.
    letters: Vec<(u32, Span)>,
    /// The author's letters that are not on the page.
    lost: usize,
}

impl Alignment {
    /// The words of a brief's block, found in an element of its page.
    pub(super) fn of(
        page: &PageText,
        element: Span,
        graph: &Graph,
        linked: &LinkedBrief,
        block: usize,
    ) -> Self {
        let expected = expected(graph, linked, block);
        let mut letters = Vec::with_capacity(expected.len());
        let mut apart = page.apart[page.apart_from(element.start)..].iter().peekable();
        let mut wanted = expected.iter().peekable();
        for (at, letter) in page.text[element.range()].char_indices() {
            let start = element.start + at as u32;
            while apart.next_if(|span| span.end <= start).is_some() {}
            if apart.peek().is_some_and(|span| span.start <= start) {
                continue;
            }
            // A break of a line may have no white space on the page.
            if !letter.is_whitespace() {
                while wanted.next_if(|(_, next)| next.is_whitespace()).is_some() {}
            }
            let is_it = |(_, next): &&(u32, char)| {
                *next == letter || (next.is_whitespace() && letter.is_whitespace())
            };
            if let Some((offset, _)) = wanted.next_if(is_it) {
                letters.push((*offset, Span { start, end: start + letter.len_utf8() as u32 }));
            }
        }
        let lost = wanted.filter(|(_, letter)| !letter.is_whitespace()).count();
        Self { letters, lost }
    }

    /// Where words stand on the page, from their first letter to their last; `None` where the page
    /// has other words.
    pub(super) fn place(&self, words: Span) -> Option<Span> {
        if self.lost > 0 {
            return None;
        }
        let from = self.letters.partition_point(|(offset, _)| *offset < words.start);
        let to = self.letters.partition_point(|(offset, _)| *offset < words.end);
        let letters = &self.letters[from..to];
        Some(Span { start: letters.first()?.1.start, end: letters.last()?.1.end })
    }
}

/// The place of words of a block that has no id on the page, such as the cell of a table. Between the blocks
/// around them that have ids, the page has the same words in the same order.
pub(super) fn find_between(page: &PageText, body: &Body, words: Span) -> Option<Span> {
    let at = body.block_at(words.start);
    let placed = |block: &Block| {
        let is_there = block.place == Place::Article && !block.id.is_empty();
        is_there.then(|| page.places.get(&block.id)).flatten().map(|place| (block.text, *place))
    };
    let (text_before, place_before) = body.blocks[..at].iter().rev().find_map(placed)?;
    let place_after = body.blocks[at + 1..].iter().find_map(placed).map(|(_, place)| place);
    let from = place_before.end;
    let to = place_after.map_or(page.text.len() as u32, |place| place.start);
    let wanted = body.slice(words);
    let is_of_article = |start: u32| body.blocks[body.block_at(start)].place == Place::Article;
    let passed = body.text[text_before.end as usize..words.start as usize]
        .match_indices(wanted)
        .filter(|(at, _)| is_of_article(text_before.end + *at as u32))
        .count();
    let span = |at: usize| Span { start: from + at as u32, end: from + (at + wanted.len()) as u32 };
    page.text
        .get(from as usize..to as usize)?
        .match_indices(wanted)
        .map(|(at, _)| span(at))
        .filter(|place| {
            let next = page.apart.get(page.apart_from(place.start));
            next.is_none_or(|apart| !apart.overlaps(*place))
        })
        .nth(passed)
}

/// The letters of a block as the page has them, each with its place in the author's text.
fn expected(graph: &Graph, linked: &LinkedBrief, block: usize) -> Vec<(u32, char)> {
    let body = &linked.brief.body;
    let span = body.blocks[block].text;
    let mut letters = Vec::with_capacity((span.end - span.start) as usize);
    let mut by_id = linked.links.mentions_in(span).filter_map(|mention| {
        let reference = &body.references[mention.reference? as usize];
        let is_by_id = matches!(&reference.kind, ReferenceKind::Mention(_, Attributes { by_id: true, .. }));
        is_by_id.then(|| (mention.text, graph.registry.entity(mention.entity).name.as_str()))
    });
    let mut next = by_id.next();
    let mut skipped_to = span.start;
    for (at, letter) in body.slice(span).char_indices() {
        let offset = span.start + at as u32;
        if let Some((words, name)) = next.filter(|(words, _)| words.start == offset) {
            letters.extend(name.chars().map(|letter| (offset, letter)));
            skipped_to = words.end;
            next = by_id.next();
        }
        if offset >= skipped_to {
            letters.push((offset, letter));
        }
    }
    letters
}
