//! How a text begins: what search engines and cards show of a page whose author wrote no summary.

use crate::annotate::Body;
use crate::annotate::body::{BlockKind, Place};

/// As many characters as search engines show.
const LONGEST: usize = 160;

/// The first words of a text's first paragraph, cut between words; empty where it has no paragraph.
pub(super) fn opening(body: &Body) -> String {
    let is_paragraph =
        |kind: &BlockKind, place: Place| *kind == BlockKind::Paragraph && place == Place::Article;
    let first = body.blocks.iter().find(|block| is_paragraph(&block.kind, block.place));
    first.map_or_else(String::new, |block| shortened(body.slice(block.text)))
}

fn shortened(text: &str) -> String {
    let mut short = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        count += word.chars().count() + 1;
        if count > LONGEST {
            // A text without spaces is cut within.
            if short.is_empty() {
                short.extend(word.chars().take(LONGEST - 2));
            }
            short.push_str(" …");
            return short;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(shortened(" The  bridge\nopens. "), "The bridge opens.");
        let long = shortened(&"word ".repeat(100));
        assert!(long.ends_with("word …") && long.chars().count() <= LONGEST + 2, "{long}");
        assert_eq!(shortened(&"港".repeat(500)).chars().count(), LONGEST);
    }
}
