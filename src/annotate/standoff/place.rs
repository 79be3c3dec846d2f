//! Finds the words of drafts in the article.
//!
//! 1. A quote decides. Of several places the fragment, then the words before and after tell the one that is
//!    meant.
//! 2. A fragment alone is its paragraph, which a position may refine.
//! 3. What is found in several places still goes where its position says, counted from the nearest
//!    words whose place is certain: a published page has more characters than the article.

use rustc_hash::FxHashMap;

use super::{Draft, Quote, Writing};
use crate::annotate::anchor::{Found, Haystack, Wanted};
use crate::annotate::body::{Body, Place};
use crate::annotate::walk::Walk;
use crate::code_points::CodePoints;
use crate::span::Span;

/// What became of the words of each target of a draft.
pub(super) type Places = Vec<Found>;

impl Quote {
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted { exact: &self.exact, prefix: &self.prefix, suffix: &self.suffix }
    }
}

/// Finds the words of all drafts; those that stand in notes and judgements are looked for later.
pub(super) fn place(walk: &Walk<'_>, haystack: &Haystack, drafts: &[Draft<'_>]) -> Vec<Places> {
    let body = &walk.body;
    let blocks = body.blocks.iter().zip(0..).filter(|(block, _)| block.place == Place::Article);
    let ids: FxHashMap<&str, usize> =
        blocks.filter(|(block, _)| !block.id.is_empty()).map(|(block, at)| (block.id.as_str(), at)).collect();
    let mut placed: Vec<Places> = drafts
        .iter()
        .map(|draft| {
            let targets = draft.targets.iter();
            targets
                .map(|target| match target.scope {
                    Some(_) => Found::Nowhere,
                    None => find(body, haystack, target, &ids),
                })
                .collect()
        })
        .collect();
    decide_by_position(body, haystack, drafts, &mut placed);
    placed
}

fn find(body: &Body, haystack: &Haystack, quote: &Quote, ids: &FxHashMap<&str, usize>) -> Found {
    let block = quote.fragment.as_deref().and_then(|id| ids.get(id)).map(|at| body.blocks[*at].text);
    if quote.exact.trim().is_empty() {
        return match block.and_then(|block| part_of(body, block, quote.position)) {
            Some(words) => Found::Once(words),
            None => Found::Nowhere,
        };
    }
    let found = match quote.writing {
        // The author of a file beside the brief reads the text, others its page.
        Writing::Markdown(_) => haystack.find(body, &quote.exact, |_| true),
        _ => haystack.find_on_page(body, &quote.exact),
    };
    match found {
        Found::Often(mut places) => {
            if let Some(block) = block.filter(|block| places.iter().any(|place| block.contains(*place))) {
                places.retain(|place| block.contains(*place));
            }
            let only = (places.len() == 1).then(|| places[0]);
            match only.or_else(|| haystack.told_apart(&places, &quote.wanted())) {
                Some(one) => Found::Once(one),
                None if haystack.is_spent() => Found::TooOften,
                None => Found::Often(places),
            }
        }
        found => found,
    }
}

/// A paragraph, or the characters of it that a position names.
fn part_of(body: &Body, block: Span, position: Option<(f64, f64)>) -> Option<Span> {
    let Some((start, end)) = position else { return (!block.is_empty()).then_some(block) };
    let words = body.slice(block);
    let offset = |count: f64| {
        let mut offsets = words.char_indices().map(|(at, _)| at).chain([words.len()]);
        (count >= 0.0).then(|| offsets.nth(count as usize)).flatten()
    };
    let (start, end) = offset(start).zip(offset(end))?;
    (start < end).then(|| Span::new(start, end).shifted(block.start as usize))
}

fn decide_by_position(body: &Body, haystack: &Haystack, drafts: &[Draft<'_>], placed: &mut [Places]) {
    let all = drafts.iter().zip(placed.iter());
    let pairs = all.flat_map(|(draft, places)| draft.targets.iter().zip(places));
    // (character of the published text, character of the article)
    let sure = pairs.filter_map(|(target, found)| match (found, target.position) {
        (Found::Once(span), Some((start, _))) => Some((start, span.start)),
        _ => None,
    });
    let mut sure: Vec<(f64, u32)> = sure.collect();
    sure.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    if sure.is_empty() {
        return;
    }
    let characters = CodePoints::of(&body.text);
    let between = |from: u32, to: u32| {
        f64::from(characters.at(&body.text, to)) - f64::from(characters.at(&body.text, from))
    };
    for (draft, places) in drafts.iter().zip(placed) {
        for (target, found) in draft.targets.iter().zip(places) {
            if let (Found::Often(candidates), Some((start, _))) = (&*found, target.position) {
                if !haystack.may_compare(candidates.len()) {
                    *found = Found::TooOften;
                } else if let Some(one) = nearest(candidates, start, &sure, between) {
                    *found = Found::Once(one);
                }
            }
        }
    }
}

/// The candidate that is clearly the nearest to a position.
/// `between` counts the characters from one byte of the article to another.
fn nearest(
    candidates: &[Span],
    start: f64,
    sure: &[(f64, u32)],
    between: impl Fn(u32, u32) -> f64,
) -> Option<Span> {
    let next = sure.partition_point(|(published, _)| *published < start);
    let around = [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|at| sure.get(at));
    let (published, own) = around.min_by(|(a, _), (b, _)| (a - start).abs().total_cmp(&(b - start).abs()))?;
    let away = |span: &Span| (between(*own, span.start) - (start - published)).abs();
    let mut ranked: Vec<(f64, Span)> = candidates.iter().map(|span| (away(span), *span)).collect();
    ranked.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    match ranked[..] {
        [(best, span), (second, _), ..] if best * 2.0 + 1.0 < second => Some(span),
        _ => None,
    }
}
