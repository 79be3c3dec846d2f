//! The words that an annotation selects: the selectors of the Web Annotation Data Model, one or several, each of
//! which another may refine.

use super::{Quote, Writing};
use crate::document::json::{Json, Value};
use crate::span::Span;

/// The words that a target selects; `None` where it is the page as a whole. Spans are counted from
/// `start`.
pub(super) fn quote(target: &Json, start: u32) -> Option<Quote> {
    let selectors = target.items_of("selector");
    if selectors.is_empty() {
        return None;
    }
    let at = |span: Span| span.shifted(start as usize);
    let mut quote = Quote { source: at(target.span), ..Quote::default() };
    selectors.iter().for_each(|selector| take(&mut quote, selector, &at));
    // A selection of nothing is the page.
    let is_of_words = !quote.exact.trim().is_empty() || quote.fragment.is_some() || quote.position.is_some();
    (is_of_words || quote.unread.is_some()).then_some(quote)
}

fn take(quote: &mut Quote, selector: &Json, at: &impl Fn(Span) -> Span) {
    let kind = selector.text_of("type").unwrap_or_default();
    match kind {
        "TextQuoteSelector" => {
            if let Some(exact) = selector.get("exact").filter(|exact| exact.text().is_some()) {
                exact.text().unwrap_or_default().clone_into(&mut quote.exact);
                quote.source = at(exact.span);
                let side = |name: &str| selector.get(name).filter(|side| side.text().is_some());
                let place = |name: &str| side(name).map(|side| at(side.span));
                quote.writing = Writing::Json(quote.source, place("prefix"), place("suffix"));
                for (name, words) in [("prefix", &mut quote.prefix), ("suffix", &mut quote.suffix)] {
                    side(name).and_then(Json::text).unwrap_or_default().clone_into(words);
                }
            }
        }
        "TextPositionSelector" => {
            let number = |name: &str| match selector.get(name)?.value {
                Value::Number(number) => Some(number),
                _ => None,
            };
            quote.position = number("start").zip(number("end")).or(quote.position);
        }
        "FragmentSelector" => {
            quote.fragment = selector.text_of("value").map(|id| id.trim_start_matches('#').to_owned());
        }
        _ => quote.unread = Some(if kind.is_empty() { "no type" } else { kind }.to_owned()),
    }
    for refining in selector.items_of("refinedBy") {
        take(quote, refining, at);
    }
}
