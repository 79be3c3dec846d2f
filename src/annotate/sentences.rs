//! Cuts a paragraph into sentences: Unicode's rules, mended where they cut at an abbreviation.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// Words whose full stop does not end a sentence.
const ABBREVIATIONS: [&str; 44] = [
    "Amb", "Art", "Brig", "Capt", "Col", "Dr", "Drs", "Gen", "Gov", "Hon", "Inc", "Lt", "Maj", "Messrs",
    "Mr", "Mrs", "Ms", "No", "Nos", "Pres", "Prof", "Rep", "Rev", "Sen", "Sgt", "Sr", "St", "Vol", "al",
    "approx", "art", "c", "ca", "cf", "ch", "e.g", "ed", "etc", "fig", "i.e", "p", "pp", "vol", "vs",
];

/// Words that begin a sentence after an initialism such as “U.S.”, where any other word goes on with it.
const BEGINNINGS: [&str; 24] = [
    "A",
    "After",
    "An",
    "And",
    "As",
    "At",
    "But",
    "For",
    "He",
    "His",
    "However",
    "If",
    "In",
    "It",
    "Its",
    "Meanwhile",
    "On",
    "She",
    "The",
    "Their",
    "They",
    "This",
    "When",
    "While",
];

/// The sentences of `text`, which begins at `offset` of the body's text. White space around
/// a sentence is left out; every other byte is in exactly one sentence.
pub(crate) fn sentences(text: &str, offset: usize) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut start = None;
    let mut end = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let begin = *start.get_or_insert(at);
        end = at + piece.len();
        if !goes_on(text[begin..end].trim_end(), &text[end..]) {
            push(&mut spans, text, begin, end, offset);
            start = None;
        }
    }
    if let Some(begin) = start {
        push(&mut spans, text, begin, end, offset);
    }
    spans
}

fn push(spans: &mut Vec<Span>, text: &str, begin: usize, end: usize, offset: usize) {
    let piece = &text[begin..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let begin = begin + (piece.len() - piece.trim_start().len());
        spans.push(Span::new(begin, begin + trimmed.len()).shifted(offset));
    }
}

/// Whether the sentence that seems to end here does not: after an abbreviation, an initial,
/// or before a word in lower case.
fn goes_on(sentence: &str, rest: &str) -> bool {
    if rest.trim_start().chars().next().is_some_and(char::is_lowercase) {
        return true;
    }
    let Some(words) = sentence.strip_suffix('.') else { return false };
    let last =
        words.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '\u{a0}').next().unwrap_or_default();
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let next = rest.split_whitespace().next().unwrap_or_default().trim_end_matches(',');
    let is_initialism =
        last.len() > 2 && last.split('.').all(|part| part.len() == 1 && part.chars().all(char::is_uppercase));
    initial
        || ABBREVIATIONS.contains(&last)
        || (is_initialism && !next.is_empty() && !BEGINNINGS.contains(&next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, 0).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            cut("Dr. Smith met Gen. A. Jones on p. 3. They spoke. “Well?” he asked. Yes."),
            ["Dr. Smith met Gen. A. Jones on p. 3.", "They spoke.", "“Well?” he asked.", "Yes."]
        );
    }

    #[test]
    fn initialisms_end_a_sentence_only_before_a_word_that_begins_one() {
        assert_eq!(
            cut("The U.S. President spoke in the U.S. He left."),
            ["The U.S. President spoke in the U.S.", "He left."]
        );
    }

    #[test]
    fn a_text_without_end_is_one_sentence() {
        assert_eq!(cut("  no stop "), ["no stop"]);
        assert!(cut("  ").is_empty());
    }
}
