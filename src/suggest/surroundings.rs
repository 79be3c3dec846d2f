//! What stands beside a word that may be a name: a surname after another first name is someone
//! else’s.

use crate::annotate::Body;
use crate::span::Span;

/// Words with a capital that may stand before a surname without being part of the name: those that
/// begin a sentence, and titles.
const BEFORE: [&str; 68] = [
    "a",
    "after",
    "against",
    "although",
    "ambassador",
    "and",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "chairman",
    "chancellor",
    "colonel",
    "commander",
    "commissioner",
    "director",
    "dr",
    "during",
    "even",
    "first",
    "for",
    "from",
    "general",
    "governor",
    "had",
    "has",
    "however",
    "if",
    "in",
    "is",
    "judge",
    "king",
    "like",
    "mayor",
    "meanwhile",
    "minister",
    "mr",
    "mrs",
    "ms",
    "of",
    "on",
    "only",
    "or",
    "premier",
    "president",
    "professor",
    "secretary",
    "secretary-general",
    "senator",
    "since",
    "so",
    "spokesman",
    "than",
    "that",
    "the",
    "then",
    "to",
    "under",
    "until",
    "when",
    "where",
    "while",
    "with",
    "without",
    "yet",
];

/// Whether some words stand by themselves: neither another word with a capital nor a hyphen joins
/// them to a longer name.
pub(super) fn stand_alone(body: &Body, words: Span) -> bool {
    let block = body.blocks[body.block_at(words.start)].text;
    let before = body.slice(Span { end: words.start, ..block });
    let after = body.slice(Span { start: words.end, ..block });
    if before.ends_with(JOINS) || after.starts_with(JOINS) {
        return false;
    }
    let previous = before.strip_suffix(' ').and_then(|before| before.split_whitespace().next_back());
    let previous = previous.map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let is_joined_before = previous.is_some_and(|word| {
        let is_initial = word.ends_with('.') && word.chars().count() == 2;
        let is_name = word.starts_with(char::is_uppercase)
            && word.ends_with(char::is_alphanumeric)
            && !BEFORE.contains(&word.to_lowercase().as_str());
        is_initial || is_name
    });
    let is_joined_after = after.strip_prefix(' ').is_some_and(|after| after.starts_with(char::is_uppercase));
    !is_joined_before && !is_joined_after
}

/// Marks that make one word of two.
const JOINS: [char; 4] = ['-', '‐', '‑', '/'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::body::{Block, BlockKind, Place};

    fn alone(text: &str, word: &str) -> bool {
        let whole = Span::new(0, text.len());
        let block = Block {
            kind: BlockKind::Paragraph,
            place: Place::Article,
            id: String::new(),
            is_explicit: false,
            section: None,
            text: whole,
            source: whole,
            sentences: Vec::new(),
            sketch: crate::sketch::Sketch::default(),
        };
        let body = Body { text: text.to_owned(), blocks: vec![block], ..Body::default() };
        let start = text.find(word).unwrap();
        stand_alone(&body, Span::new(start, start + word.len()))
    }

    #[test]
    fn a_name_is_not_part_of_a_longer_one() {
        for text in
            ["Khrenin said", "so Khrenin’s men", "When Khrenin came", "President Khrenin.", "(Khrenin)"]
        {
            assert!(alone(text, "Khrenin"), "{text}");
        }
        for text in ["Boris Khrenin", "B. Khrenin", "Khrenin Street", "Khrenin-Volsky", "anti-Khrenin"] {
            assert!(!alone(text, "Khrenin"), "{text}");
        }
    }
}
