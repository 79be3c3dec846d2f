//! Cuts a paragraph into sentences: Unicode's rules, mended where they cut at an abbreviation.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// A longer sentence is cut: each page of what it names shows it, and so does each date in it.
const LONGEST: usize = 2000;

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
/// a sentence is left out; every other byte is in exactly one sentence. None is longer than [`LONGEST`].
pub(crate) fn sentences(text: &str, offset: usize) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut start = None;
    let (mut at, mut end) = (0, 0);
    while at < text.len() {
        let begin = *start.get_or_insert(at);
        end = end_from(text, at);
        at = end;
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

/// Where a sentence that begins at `from` ends by Unicode's rules. These look at each character, and at the one before;
/// but no sentence ends before the first sign that may end one.
fn end_from(text: &str, from: usize) -> usize {
    let may_end = |byte: &u8| !byte.is_ascii() || matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r');
    let Some(plain) = text.as_bytes()[from..].iter().position(may_end) else { return text.len() };
    let near = from + plain.saturating_sub(1);
    let piece = text[near..].split_sentence_bounds().next();
    near + piece.map_or(0, str::len)
}

fn push(spans: &mut Vec<Span>, text: &str, begin: usize, end: usize, offset: usize) {
    let mut begin = begin;
    while begin < end {
        let cut = begin + length(&text[begin..end]);
        let piece = &text[begin..cut];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let begin = begin + (piece.len() - piece.trim_start().len());
            spans.push(Span::new(begin, begin + trimmed.len()).shifted(offset));
        }
        begin = cut;
    }
}

/// How much of a sentence is kept together: all of it, or words up to the longest that may be.
fn length(sentence: &str) -> usize {
    if sentence.len() <= LONGEST {
        return sentence.len();
    }
    let most = sentence.floor_char_boundary(LONGEST);
    sentence[..most].rfind(char::is_whitespace).filter(|cut| *cut > 0).unwrap_or(most)
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
    let is_initialism =
        last.len() > 2 && last.split('.').all(|part| part.len() == 1 && part.chars().all(char::is_uppercase));
    initial || ABBREVIATIONS.contains(&last) || (is_initialism && !begins_sentence(rest.trim_start()))
}

/// Whether a text begins with a word that begins sentences, or is at its end.
fn begins_sentence(rest: &str) -> bool {
    rest.is_empty()
        || BEGINNINGS
            .iter()
            .filter_map(|word| rest.strip_prefix(word))
            .any(|rest| rest.trim_start_matches(',').chars().next().is_none_or(char::is_whitespace))
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
    fn a_long_sentence_is_cut_between_words() {
        let text = "Lind, ".repeat(LONGEST);
        let pieces = cut(&text);
        assert!(pieces.iter().all(|piece| piece.len() <= LONGEST && piece.ends_with("Lind,")));
        assert_eq!(pieces.join(" "), text.trim());
    }

    #[test]
    fn a_long_sentence_without_spaces_is_cut_between_letters() {
        let text = "мир".repeat(LONGEST);
        let pieces = cut(&text);
        assert!(pieces.iter().all(|piece| piece.len() <= LONGEST));
        assert_eq!(pieces.concat(), text);
    }

    /// All texts of six of these characters: one or more of each class that the rules tell apart.
    #[test]
    fn sentences_end_where_unicode_says() {
        const LETTERS: [&str; 9] = ["a", "A", "1", ".", "?", ")", " ", "\n", "\u{301}"];
        for number in 0..LETTERS.len().pow(6) {
            let letter = |place: u32| LETTERS[number / LETTERS.len().pow(place) % LETTERS.len()];
            let text: String = (0..6).map(letter).collect();
            let mut at = 0;
            for piece in text.split_sentence_bounds() {
                assert_eq!(end_from(&text, at), at + piece.len(), "{text:?}");
                at += piece.len();
            }
        }
    }

    /// Each end of a sentence once looked at all that follows up to the next space.
    #[test]
    fn sentences_without_spaces_come_to_an_end() {
        assert_eq!(cut(&"字.".repeat(1 << 18)).len(), 1 << 18);
    }

    #[test]
    fn a_text_without_end_is_one_sentence() {
        assert_eq!(cut("  no stop "), ["no stop"]);
        assert!(cut("  ").is_empty());
    }
}
