//! Checks of dates in a text: words against values, and dates that no one marked.

use super::body::{Body, Place, Reference, ReferenceKind};
use super::closed::Closed;
use crate::date::{Contradiction, When, contradiction, find_dates};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::fields::{Spanned, invalid_date};
use crate::path::SitePath;
use crate::span::Span;

/// The diagnostic for a `date:` link whose value is not EDTF.
pub(super) fn invalid(path: &SitePath, source: Span, value: &str, reason: &str) -> Diagnostic {
    invalid_date(path, &Spanned::new(value.to_owned(), source), reason)
}

/// How many bytes before a date are looked through for its weekday: a line may be long, and hold many dates.
pub(super) const REACH: usize = 64;

/// Compares the words of a date link with its value. `context` is what stands before the
/// words in their paragraph: a weekday there belongs to the date.
pub(super) fn check(
    path: &SitePath,
    source: Span,
    context: &str,
    words: &str,
    when: &When,
) -> Option<Diagnostic> {
    let weekday = context.trim_end().trim_end_matches(',').rsplit(' ').next().unwrap_or_default();
    let with_weekday = format!("{weekday}, {words}");
    let found = contradiction(words, when).or_else(|| match contradiction(&with_weekday, when) {
        found @ Some(Contradiction::Weekday { .. }) => found,
        _ => None,
    });
    Some(match found? {
        Contradiction::Date { said, value, suggestion } => {
            let message = format!("the words say {said}, and the value says {value}");
            let diagnostic = Diagnostic::new(Code::DateMismatch, path, source, message);
            match suggestion {
                Some(edtf) => diagnostic.help(format!("if the words are right, write `date:{edtf}`")),
                None => diagnostic.help("change the words or the value"),
            }
        }
        Contradiction::Weekday { said, is } => {
            let message = format!("the words say {said}, and that day was a {is}");
            Diagnostic::new(Code::WeekdayMismatch, path, source, message)
                .help("change the weekday or the date")
        }
    })
}

/// Suggests to mark each full date of the article that stands in no link.
pub(super) fn bare_dates(path: &SitePath, body: &Body) -> Vec<Diagnostic> {
    unmarked(body).into_iter().map(|(span, edtf)| bare_date(path, body, span, &edtf)).collect()
}

/// The full dates of the article that stand in no link, with their values.
pub(crate) fn unmarked(body: &Body) -> Vec<(Span, String)> {
    let closed = Closed::of(body);
    let mut dates = Vec::new();
    for block in body.blocks.iter().filter(|block| block.place == Place::Article) {
        let text = body.slice(block.text);
        // A full date has a day and a year, which are numbers.
        for found in has_digits(text).then(|| find_dates(text)).into_iter().flatten() {
            let span = Span::from(found.range.clone()).shifted(block.text.start as usize);
            let Some(edtf) = found.edtf().filter(|_| found.is_full()) else { continue };
            if !closed.overlaps(span) {
                dates.push((span, edtf));
            }
        }
    }
    dates
}

/// Suggests to mark a date.
pub(crate) fn bare_date(path: &SitePath, body: &Body, span: Span, edtf: &str) -> Diagnostic {
    let words = body.slice(span);
    Diagnostic::new(Code::BareDate, path, body.source_of(span), format!("the date “{words}” is not marked"))
        .help(format!("write `[{words}](date:{edtf})` to put it on the timeline"))
}

fn has_digits(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a sentence states a figure: a percentage, or an amount of money.
fn has_figure(sentence: &str) -> bool {
    if !has_digits(sentence) {
        return false;
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric() && !"%$€£".contains(c));
        if !plain.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let next = words.get(at + 1).map(|next| next.trim_matches(|c: char| !c.is_alphanumeric()));
        plain.contains(['%', '$', '€', '£'])
            || next.is_some_and(|next| {
                ["percent", "million", "billion", "trillion", "dollars", "euros", "roubles"].contains(&next)
            })
            || next == Some("per") && words.get(at + 2).is_some_and(|word| word.starts_with("cent"))
    })
}

/// Suggests a citation for each sentence of the article with a figure and neither a citation
/// nor a note.
pub(super) fn uncited_figures(path: &SitePath, body: &Body) -> Vec<Diagnostic> {
    let is_mark = |reference: &&Reference| {
        matches!(reference.kind, ReferenceKind::Citation(_) | ReferenceKind::Mark(..))
    };
    let mut marks: Vec<u32> = body.references.iter().filter(is_mark).map(|mark| mark.text.start).collect();
    marks.sort_unstable();
    // A mark stands after the sentence's last full stop.
    let cited = |sentence: Span| {
        let next = marks.partition_point(|mark| *mark < sentence.start);
        marks.get(next).is_some_and(|mark| *mark <= sentence.end)
    };
    body.blocks
        .iter()
        .filter(|block| block.place == Place::Article)
        .flat_map(|block| &block.sentences)
        .filter(|sentence| has_figure(body.slice(**sentence)) && !cited(**sentence))
        .map(|sentence| {
            Diagnostic::new(
                Code::UncitedFigure,
                path,
                body.source_of(*sentence),
                "this sentence states a figure and cites no source",
            )
            .help("add `[@key]` after it, or make it a claim with `[^claim-…]`")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::has_figure;

    #[test]
    fn figures_are_percentages_and_money() {
        assert!(has_figure("It fell 34 percent."));
        assert!(has_figure("It cost $5 billion."));
        assert!(has_figure("Up 3 per cent, they say"));
        assert!(!has_figure("In 2015 it had 10 members."));
    }
}
