//! An article before it is a brief: its masthead and its blocks, each a plain text with marks.

use std::ops::Range;

use crate::date::Day;

/// What was read of an article.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) masthead: Masthead,
    pub(super) blocks: Vec<Block>,
    /// What marks in the text lead to, in their order.
    pub(super) notes: Vec<Note>,
}

/// What stands above an article.
#[derive(Debug, Default, Clone)]
pub(super) struct Masthead {
    pub(super) title: String,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<Day>,
    pub(super) publication: Option<Publication>,
    pub(super) standfirst: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
}

/// Where an article appeared.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Publication {
    pub(super) name: String,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
}

/// A block of an article. The ranges of its marks are bytes of its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum BlockKind {
    #[default]
    Paragraph,
    /// From 2 on.
    Heading(u8),
    Quote,
    Item {
        depth: usize,
        /// That of an item of a numbered list.
        number: Option<u32>,
    },
    /// A further paragraph of the item before it.
    ItemPart {
        depth: usize,
    },
    /// Its text is the description.
    Picture {
        address: String,
    },
    Caption,
    Code,
    /// Cells are parted by tabs, rows by line feeds; the first row is the head.
    Table,
}

/// What is said of some bytes of a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) kind: MarkKind,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkKind {
    Emphasis,
    Strong,
    /// Words that no longer stand.
    Deleted,
    Raised,
    Lowered,
    Code,
    /// The address that the words lead to.
    Link(String),
    /// The bytes are a mark such as `[1]`, which leads to the notes with these labels.
    Notes(Vec<String>),
}

/// A note or a reference at the end of an article.
#[derive(Debug, Clone, Default)]
pub(super) struct Note {
    pub(super) label: String,
    pub(super) block: Block,
}

impl Block {
    pub(super) fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), marks: Vec::new() }
    }

    /// Whether names, dates and sources are looked for in it.
    pub(super) fn is_prose(&self) -> bool {
        matches!(
            self.kind,
            BlockKind::Paragraph
                | BlockKind::Quote
                | BlockKind::Item { .. }
                | BlockKind::ItemPart { .. }
                | BlockKind::Caption
        )
    }

    /// Adds the text and the marks of another block.
    pub(super) fn join(&mut self, other: &Self) {
        self.text.push(' ');
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.iter().map(|mark| Mark {
            range: mark.range.start + offset..mark.range.end + offset,
            kind: mark.kind.clone(),
        }));
    }
}

/// A text with spaces in place of some bytes, which stand in order.
pub(super) fn blanked(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> String {
    let mut blank = String::with_capacity(text.len());
    for range in ranges {
        if range.start < blank.len() {
            continue;
        }
        blank.push_str(&text[blank.len()..range.start]);
        blank.extend(std::iter::repeat_n(' ', range.len()));
    }
    blank.push_str(&text[blank.len()..]);
    blank
}

/// A text in one line, with single spaces.
pub(super) fn one_line(text: &str) -> String {
    words(text).collect::<Vec<_>>().join(" ")
}

/// The first letters of a text in one line, with an ellipsis where there are more.
pub(super) fn opening(text: &str, most: usize) -> String {
    let letters = words(text).enumerate().flat_map(|(at, word)| {
        let space = if at == 0 { "" } else { " " };
        space.chars().chain(word.chars())
    });
    let mut opening = String::new();
    for (count, letter) in letters.enumerate() {
        if count == most {
            opening.push('…');
            break;
        }
        opening.push(letter);
    }
    opening
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let visible = text.split(|c: char| c.is_whitespace() || c.is_control());
    visible.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_is_cut_after_its_letters() {
        assert_eq!(opening(" one\ttwo\n", 7), "one two");
        assert_eq!(opening("one  two three", 7), "one two…");
        assert_eq!(opening("", 7), "");
    }
}
