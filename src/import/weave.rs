//! A block with what was found in it, as Markdown.
//!
//! 1. What replaces words, and what makes them links, is put in order; none overlaps.
//! 2. Emphasis that would cross a link is left out.
//! 3. The text between is escaped, and each sentence of a paragraph gets a line of its own.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::article::{Block, BlockKind, Mark, MarkKind};
use super::escape;

/// What becomes of some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// They become a link: its target, and its title.
    Link { target: String, title: Option<&'static str> },
    /// This stands in their place.
    Instead(String),
}

/// Words that change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) range: Range<usize>,
    pub(super) change: Change,
}

/// A block in Markdown.
#[derive(Debug, Default)]
pub(super) struct Woven {
    pub(super) text: String,
    /// Places of the block's text, and where they are in the Markdown, in order.
    places: Vec<(usize, usize)>,
}

impl Woven {
    /// Where a byte of the block's text is in the Markdown.
    pub(super) fn place_of(&self, offset: usize) -> usize {
        let at = self.places.partition_point(|(text, _)| *text <= offset);
        at.checked_sub(1).map_or(0, |at| self.places[at].1)
    }
}

/// A piece of Markdown around or instead of words.
struct Piece {
    range: Range<usize>,
    open: String,
    close: &'static str,
    tail: String,
    replaces: bool,
}

/// Weaves a block. `breaks` are the beginnings of its sentences but the first.
pub(super) fn weave(block: &Block, changes: Vec<Changed>, breaks: &[usize]) -> Woven {
    let pieces = pieces(block, changes);
    let lead = match block.kind {
        BlockKind::Quote => "\n> ",
        _ => "\n",
    };
    let mut writer =
        Writer { text: &block.text, woven: Woven::default(), breaks, lead, at: 0, is_after_mark: false };
    let mut open: Vec<&Piece> = Vec::new();
    for piece in &pieces {
        while let Some(last) = open.pop_if(|last| last.range.end <= piece.range.start) {
            writer.until(last.range.end, open.is_empty());
            writer.close(last);
        }
        // What stands within words that were replaced is gone.
        if piece.range.start < writer.at {
            continue;
        }
        writer.until(piece.range.start, open.is_empty());
        writer.woven.places.push((piece.range.start, writer.woven.text.len()));
        writer.part(&piece.open);
        writer.woven.text.push_str(&piece.open);
        writer.is_after_mark = piece.replaces && piece.open.ends_with(']');
        match piece.replaces {
            true => writer.at = piece.range.end,
            false => open.push(piece),
        }
    }
    while let Some(last) = open.pop() {
        writer.until(last.range.end, false);
        writer.close(last);
    }
    writer.until(block.text.len(), true);
    writer.woven
}

struct Writer<'a> {
    text: &'a str,
    woven: Woven,
    breaks: &'a [usize],
    lead: &'static str,
    at: usize,
    /// Whether the last thing written is a citation or the mark of a note.
    is_after_mark: bool,
}

impl Writer<'_> {
    /// Writes the text up to a byte; between sentences a new line is begun, where one may.
    fn until(&mut self, end: usize, may_break: bool) {
        while self.at < end {
            let next = self.breaks.partition_point(|start| *start <= self.at);
            let stop = self.breaks.get(next).copied().filter(|stop| *stop <= end).unwrap_or(end);
            let piece = &self.text[self.at..stop];
            self.woven.places.push((self.at, self.woven.text.len()));
            let is_end = self.breaks.binary_search(&stop).is_ok() && piece.ends_with(char::is_whitespace);
            let is_break = may_break && is_end;
            let piece = if is_break { piece.trim_end() } else { piece };
            // “[@key](” would be a link, and “[^1]:” the text of a note.
            if std::mem::take(&mut self.is_after_mark) && piece.starts_with(['(', ':']) {
                self.woven.text.push('\\');
            }
            escape::escape_into(&mut self.woven.text, piece);
            if is_break {
                self.woven.text.push_str(self.lead);
            }
            self.at = stop;
        }
    }

    /// Keeps what was written from being read together with what comes.
    fn part(&mut self, open: &str) {
        if !open.starts_with('[') {
            return;
        }
        if self.is_after_mark {
            self.woven.text.push(' ');
        } else if self.woven.text.ends_with('!') {
            self.woven.text.pop();
            self.woven.text.push_str("\\!");
        }
    }

    fn close(&mut self, piece: &Piece) {
        self.woven.text.push_str(piece.close);
        self.woven.text.push_str(&piece.tail);
    }
}

fn pieces(block: &Block, changes: Vec<Changed>) -> Vec<Piece> {
    let mut firm: Vec<Piece> = changes.into_iter().map(changed).collect();
    firm.extend(block.marks.iter().filter_map(|mark| firm_mark(block, mark)));
    firm.retain(|piece| piece.range.start < piece.range.end);
    firm.sort_by_key(|piece| (piece.range.start, std::cmp::Reverse(piece.range.end)));
    let mut end = 0;
    firm.retain(|piece| {
        let is_free = piece.range.start >= end;
        end = if is_free { piece.range.end } else { end };
        is_free
    });
    let crosses = |at: usize| {
        let next = firm.partition_point(|piece| piece.range.end <= at);
        firm.get(next).is_some_and(|piece| piece.range.start < at)
    };
    let soft: Vec<Piece> = block
        .marks
        .iter()
        .filter(|mark| !crosses(mark.range.start) && !crosses(mark.range.end))
        .filter_map(|mark| soft_mark(block, mark))
        .collect();
    let soft = apart(soft);
    let mut pieces: Vec<Piece> = firm.into_iter().chain(soft).collect();
    // Around the same words, emphasis goes outside.
    pieces.sort_by_key(|piece| {
        (piece.range.start, std::cmp::Reverse(piece.range.end), piece.replaces || piece.close == "]")
    });
    let mut ends: Vec<usize> = Vec::new();
    pieces.retain(|piece| {
        while ends.pop_if(|end| *end <= piece.range.start).is_some() {}
        let is_nested = ends.last().is_none_or(|end| piece.range.end <= *end);
        if is_nested {
            ends.push(piece.range.end);
        }
        is_nested
    });
    pieces
}

/// Marks of which none begins where another ends: `*a***b**` would be read as something else.
fn apart(mut marks: Vec<Piece>) -> Vec<Piece> {
    let ends: FxHashSet<usize> =
        marks.iter().filter(|mark| mark.open.starts_with('*')).map(|mark| mark.range.end).collect();
    marks.retain(|mark| !mark.open.starts_with('*') || !ends.contains(&mark.range.start));
    marks
}

fn changed(changed: Changed) -> Piece {
    let range = changed.range;
    match changed.change {
        Change::Link { target, title } => {
            let title = title.map_or_else(String::new, |title| format!(" \"{title}\""));
            Piece {
                range,
                open: "[".to_owned(),
                close: "]",
                tail: format!("({target}{title})"),
                replaces: false,
            }
        }
        Change::Instead(text) => Piece { range, open: text, close: "", tail: String::new(), replaces: true },
    }
}

/// A link or code.
fn firm_mark(block: &Block, mark: &Mark) -> Option<Piece> {
    let words = block.text.get(mark.range.clone())?;
    let range = mark.range.clone();
    match &mark.kind {
        MarkKind::Link(address) if words == address && !address.contains(['<', '>', ' ']) => Some(Piece {
            range,
            open: format!("<{address}>"),
            close: "",
            tail: String::new(),
            replaces: true,
        }),
        MarkKind::Link(address) => {
            let tail = format!("({})", escape::address(address));
            Some(Piece { range, open: "[".to_owned(), close: "]", tail, replaces: false })
        }
        MarkKind::Code => {
            let marks = "`".repeat(longest_run(words, '`') + 1);
            let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
            let open = format!("{marks}{pad}{words}{pad}{marks}");
            Some(Piece { range, open, close: "", tail: String::new(), replaces: true })
        }
        _ => None,
    }
}

/// Emphasis and the like, where its marks would be read as such.
fn soft_mark(block: &Block, mark: &Mark) -> Option<Piece> {
    let (open, close) = match mark.kind {
        MarkKind::Emphasis => ("*", "*"),
        MarkKind::Strong => ("**", "**"),
        MarkKind::Deleted => ("~~", "~~"),
        MarkKind::Raised => ("<sup>", "</sup>"),
        MarkKind::Lowered => ("<sub>", "</sub>"),
        _ => return None,
    };
    let words = block.text.get(mark.range.clone())?;
    let before = block.text[..mark.range.start].chars().next_back();
    let after = block.text[mark.range.end..].chars().next();
    let is_joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_sound = words.starts_with(char::is_alphanumeric) || !is_joined(before);
    let is_sound = is_sound && (words.ends_with(char::is_alphanumeric) || !is_joined(after));
    let is_read = is_sound || open.starts_with('<');
    (is_read && !words.is_empty()).then(|| Piece {
        range: mark.range.clone(),
        open: open.to_owned(),
        close,
        tail: String::new(),
        replaces: false,
    })
}

/// The length of the longest run of a letter.
pub(super) fn longest_run(text: &str, letter: char) -> usize {
    text.split(|c| c != letter).map(str::len).max().unwrap_or_default()
}
