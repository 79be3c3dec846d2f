//! Finds the words that a note quotes.
//!
//! 1. Text and quote are normalised alike: white space to single spaces, quotation marks and
//!    dashes to one each, letters to canonical decomposition (NFD), soft hyphens dropped.
//! 2. A quote with an ellipsis matches from the words before it to the next occurrence of the
//!    words after it, within one block.
//! 3. What is found is given back as spans of the original text. Nothing is guessed here.

use super::body::{BlockKind, Body, Place};
use crate::fold::Folded;
use crate::nearest::nearest;
use crate::span::Span;

/// The article's words, folded.
pub(super) struct Haystack(Folded);

/// What became of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Once(Span),
    /// More than once: all places.
    Often(Vec<Span>),
    /// Only across the end of a block.
    Split(Span),
    /// Only in code.
    InCode(Span),
    Nowhere,
}

impl Haystack {
    /// The words of the article: not those of notes.
    pub(super) fn of(body: &Body) -> Self {
        let mut folded = Folded::with_accents();
        for block in body.blocks.iter().filter(|block| block.place == Place::Article) {
            folded.add(body.slice(block.text), block.text.start as usize);
            folded.put('\n', Span { start: block.text.end, end: block.text.end });
        }
        Haystack(folded)
    }

    /// Finds `quote`, first among the words of the blocks that `near` allows, if any are there.
    pub(super) fn find(&self, body: &Body, quote: &str, near: impl Fn(Span) -> bool) -> Found {
        let parts = parts(quote);
        if parts.is_empty() {
            return Found::Nowhere;
        }
        let all = self.occurrences(&self.0.text, &parts, true);
        let is_code = |span: &Span| body.blocks[body.block_at(span.start)].kind == BlockKind::Code;
        let (code, mut found): (Vec<_>, Vec<_>) = all.into_iter().partition(is_code);
        if found.len() > 1 && found.iter().any(|span| near(*span)) {
            found.retain(|span| near(*span));
        }
        match (found.as_slice(), code.first()) {
            ([one], _) => Found::Once(*one),
            ([], Some(code)) => Found::InCode(*code),
            ([], None) => {
                let flat = self.0.text.replace('\n', " ");
                match self.occurrences(&flat, &parts, false).first() {
                    Some(split) => Found::Split(*split),
                    None => Found::Nowhere,
                }
            }
            _ => Found::Often(found),
        }
    }

    fn occurrences(&self, normal: &str, parts: &[String], in_one_block: bool) -> Vec<Span> {
        let (first, rest) = parts.split_first().expect("a quote has at least one part");
        let mut found = Vec::new();
        for (start, _) in normal.match_indices(first.as_str()) {
            let mut end = start + first.len();
            let whole = rest.iter().all(|part| {
                let limit = match in_one_block {
                    true => normal[end..].find('\n').map_or(normal.len(), |at| end + at),
                    false => normal.len(),
                };
                let next = normal[end..limit].find(part.as_str());
                end += next.map_or(0, |at| at + part.len());
                next.is_some()
            });
            if whole && self.0.is_word(start, end) {
                found.push(self.0.origin(start, end));
            }
        }
        found
    }
}

/// The parts of a quote between its ellipses, normalised.
fn parts(quote: &str) -> Vec<String> {
    quote
        .replace("[…]", "…")
        .replace("...", "…")
        .split('…')
        .map(|part| fold(part.trim()))
        .filter(|part| !part.is_empty())
        .collect()
}

fn fold(text: &str) -> String {
    let mut folded = Folded::with_accents();
    folded.add(text, 0);
    folded.text
}

/// The wording nearest to `quote`, for a message: the window of the article's words, as long
/// as the quote, that shares most words with it, if it shares at least half. Of windows that share as
/// many, the one goes first whose words stand in the quote's order, slips of the pen forgiven.
pub(super) fn closest(body: &Body, quote: &str) -> Option<Span> {
    let wanted: Vec<String> = quote.split_whitespace().map(plain_word).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut best: Option<((usize, usize), Span)> = None;
    for block in
        body.blocks.iter().filter(|block| block.place == Place::Article && block.kind != BlockKind::Code)
    {
        let words = word_spans(body, block.text);
        let plain: Vec<String> = words.iter().map(|span| plain_word(body.slice(*span))).collect();
        let known: Vec<bool> = plain.iter().map(|word| wanted.contains(word)).collect();
        let width = wanted.len().min(words.len());
        let mut score = known.iter().take(width).filter(|known| **known).count();
        for start in 0..words.len().saturating_sub(width.max(1)) + usize::from(width > 0) {
            if start > 0 {
                score -= usize::from(known[start - 1]);
                score += usize::from(known[start + width - 1]);
            }
            if score < best.map_or(1, |((score, _), _)| score) {
                continue;
            }
            let window = Span { start: words[start].start, end: words[start + width - 1].end };
            let alike = plain[start..].iter().zip(&wanted).filter(|(word, wanted)| is_alike(word, wanted));
            let rank = (score, alike.count());
            if best.is_none_or(|(best, _)| rank > best) {
                best = Some((rank, window));
            }
        }
    }
    best.filter(|((score, _), _)| score * 2 >= wanted.len()).map(|(_, span)| span)
}

fn is_alike(word: &str, wanted: &str) -> bool {
    word == wanted || nearest(word, [wanted]).is_some()
}

fn word_spans(body: &Body, span: Span) -> Vec<Span> {
    let text = body.slice(span);
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(start, start + word.len()).shifted(span.start as usize)
        })
        .collect()
}

fn plain_word(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::body::Block;

    fn body(paragraphs: &[&str]) -> Body {
        let mut body = Body::default();
        for words in paragraphs {
            let start = body.text.len();
            body.text.push_str(words);
            let text = Span::new(start, body.text.len());
            let kind = if words.starts_with("fn ") { BlockKind::Code } else { BlockKind::Paragraph };
            let place = Place::Article;
            body.blocks.push(Block {
                kind,
                place,
                id: String::new(),
                is_explicit: false,
                section: None,
                text,
                source: text,
                sentences: Vec::new(),
                sketch: crate::sketch::Sketch::default(),
            });
            body.text.push('\n');
        }
        body
    }

    fn find<'a>(body: &'a Body, quote: &str) -> Result<&'a str, Found> {
        match Haystack::of(body).find(body, quote, |_| true) {
            Found::Once(span) => Ok(body.slice(span)),
            other => Err(other),
        }
    }

    #[test]
    fn quotes_dashes_spaces_and_accents_are_alike() {
        let body = body(&["He said “the caf\u{e9}’s\u{a0}end — or not”."]);
        assert_eq!(
            find(&body, "\"the cafe\u{301}'s  end - or not\""),
            Ok("“the caf\u{e9}’s\u{a0}end — or not”")
        );
    }

    #[test]
    fn an_ellipsis_spans() {
        let body = body(&["one two three four", "two five"]);
        assert_eq!(find(&body, "two … four"), Ok("two three four"));
    }

    #[test]
    fn failures_are_told_apart() {
        let body = body(&["a b c", "a d e", "fn x"]);
        assert!(matches!(find(&body, "a"), Err(Found::Often(places)) if places.len() == 2));
        assert!(matches!(find(&body, "c a"), Err(Found::Split(_))));
        assert!(matches!(find(&body, "fn x"), Err(Found::InCode(_))));
        assert_eq!(find(&body, "zz"), Err(Found::Nowhere));
    }

    #[test]
    fn the_closest_wording_is_found() {
        let body = body(&["Minsk signed the security treaty in December", "other words"]);
        let near = closest(&body, "signed the peace treaty").unwrap();
        assert_eq!(body.slice(near), "signed the security treaty");
        let near = closest(&body, "the security teraty").unwrap();
        assert_eq!(body.slice(near), "the security treaty");
        assert_eq!(closest(&body, "nothing of this kind here"), None);
    }
}
