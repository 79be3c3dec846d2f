//! The texts that diagnostics point into, indexed so that a place is found without reading the
//! file again from its start.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::span::Span;

/// How many bytes lie between two counts of characters.
const BLOCK: usize = 1024;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column, from 1, in characters.
    pub(super) column: usize,
    /// The byte, from 0.
    pub(super) offset: usize,
}

/// The texts of all files that some diagnostics name.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    texts: HashMap<&'a SitePath, Option<IndexedText>>,
}

impl<'a> Sources<'a> {
    /// Reads and indexes each file that a label or an edit names, once.
    pub(super) fn of(diagnostics: &'a [Diagnostic], text_of: &dyn Fn(&SitePath) -> Option<Arc<str>>) -> Self {
        let mut texts = HashMap::new();
        let labels = diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
        let edits = diagnostics.iter().filter_map(|diagnostic| diagnostic.edit.as_deref());
        let places = labels.map(|label| &label.location).chain(edits.map(|edit| &edit.location));
        for path in places.map(|place| &place.path) {
            texts.entry(path).or_insert_with(|| text_of(path).map(IndexedText::new));
        }
        Self { texts }
    }

    /// The text of a file; `None` where it has none.
    pub(super) fn text(&self, path: &SitePath) -> Option<&IndexedText> {
        self.texts.get(path)?.as_ref()
    }
}

/// A text with the starts of its lines, and a count of characters every `BLOCK` bytes.
#[derive(Debug)]
pub(super) struct IndexedText {
    text: Arc<str>,
    line_starts: Vec<usize>,
    characters_before: Vec<usize>,
}

impl IndexedText {
    fn new(text: Arc<str>) -> Self {
        let mut line_starts = vec![0];
        let mut characters_before = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut characters = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % BLOCK == 0 {
                characters_before.push(characters);
            }
            characters += usize::from(starts_character(byte));
            if byte == b'\n' {
                line_starts.push(at + 1);
            }
        }
        Self { text, line_starts, characters_before }
    }

    /// The whole text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The span brought into the text: not past its end, not inside a character, not backwards.
    pub(super) fn clamp(&self, span: Span) -> (usize, usize) {
        let mut start = (span.start as usize).min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (span.end as usize).clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        (start, end)
    }

    /// The clamped span without a line break at its end, for the formats that show lines: what
    /// ends with a line should not seem to reach into the next.
    pub(super) fn visible(&self, span: Span) -> (usize, usize) {
        let (start, end) = self.clamp(span);
        let shown = &self.text[start..end];
        let shown = shown.strip_suffix('\n').map_or(shown, |line| line.strip_suffix('\r').unwrap_or(line));
        (start, start + shown.len())
    }

    /// The line, from 0, in which a byte stands.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, given from 0, without its line break.
    pub(super) fn line(&self, line: usize) -> (usize, usize) {
        let start = self.line_starts[line];
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        (start, start + text.strip_suffix('\r').unwrap_or(text).len())
    }

    /// Line and column of a byte at the border of a character.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let column = self.characters_to(offset) - self.characters_to(self.line_starts[line]) + 1;
        Position { line: line + 1, column, offset }
    }

    /// How many characters stand before a byte.
    fn characters_to(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        match self.characters_before.get(block) {
            Some(before) => {
                let rest = &self.text.as_bytes()[block * BLOCK..offset];
                before + rest.iter().filter(|byte| starts_character(**byte)).count()
            }
            // The end of a text whose last block is full.
            None => match block.checked_sub(1) {
                Some(last) => {
                    let rest = &self.text.as_bytes()[last * BLOCK..offset];
                    let inside = rest.iter().filter(|byte| starts_character(**byte)).count();
                    self.characters_before[last] + inside
                }
                None => 0,
            },
        }
    }
}

/// Whether a byte of UTF-8 is the first of its character.
fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::line_column;

    #[test]
    fn positions_agree_with_counting_from_the_start() {
        let text = format!("Мінск\n\nabc\r\n{}\nд\n", "юa".repeat(BLOCK));
        let indexed = IndexedText::new(Arc::from(text.as_str()));
        for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
            let position = indexed.position(offset);
            assert_eq!((position.line, position.column), line_column(&text, offset), "at {offset}");
        }
    }

    #[test]
    fn a_text_that_fills_its_blocks_has_an_end() {
        for text in [String::new(), "a".repeat(BLOCK), "a".repeat(2 * BLOCK)] {
            let length = text.len();
            let indexed = IndexedText::new(Arc::from(text));
            assert_eq!(indexed.position(length), Position { line: 1, column: length + 1, offset: length });
        }
    }

    #[test]
    fn faulty_spans_are_brought_into_the_text() {
        let indexed = IndexedText::new(Arc::from("дa\r\n"));
        assert_eq!(indexed.clamp(Span { start: 1, end: 1 }), (0, 2));
        assert_eq!(indexed.clamp(Span { start: 3, end: 1 }), (3, 3));
        assert_eq!(indexed.clamp(Span { start: 90, end: 99 }), (5, 5));
        assert_eq!(indexed.visible(Span { start: 2, end: 5 }), (2, 3));
    }
}
