//! The elements of an article as blocks with marks, and the notes that marks in it lead to.
//!
//! 1. A link within the page whose words are a number leads to a note: the element with that id, which is
//!    taken out of the text.
//! 2. Elements of blocks begin and end blocks; those within lines become marks.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::tree::{Node, Tree, is_inline};
use super::{math, table};
use crate::import::article::{Block, BlockKind, Mark, MarkKind, Note};

/// The blocks and notes of an article.
pub(super) fn read(tree: &Tree, root: usize, dropped: &FxHashSet<usize>) -> (Vec<Block>, Vec<Note>) {
    let marks = note_marks(tree, root, dropped);
    let base = base(tree);
    let mut without: FxHashSet<usize> = dropped.clone();
    without.extend(marks.notes.values().copied());
    let blocks = Writer::new(tree, base.as_deref(), &marks, false).write(root, &without);
    let mut notes = Vec::new();
    for ((_, label), at) in &marks.notes {
        let mut parts = Writer::new(tree, base.as_deref(), &marks, true).write(*at, dropped).into_iter();
        let Some(mut block) = parts.next() else { continue };
        for part in parts {
            block.join(&part);
        }
        block.kind = BlockKind::Paragraph;
        notes.push(Note { label: label.clone(), block });
    }
    (blocks, notes)
}

/// The origin of the page, for links that begin with a slash.
fn base(tree: &Tree) -> Option<String> {
    let canonical = tree.nodes.iter().find(|node| {
        (node.name == "link" && node.get("rel") == Some("canonical"))
            || node.get("property") == Some("og:url")
    })?;
    let url = canonical.get("href").or_else(|| canonical.get("content"))?;
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let length = url.len() - host.len() + host.find('/').unwrap_or(host.len());
    Some(url[..length].to_owned())
}

/// The links that lead to notes.
#[derive(Default)]
struct NoteMarks {
    /// From a link to the label of its note.
    links: FxHashMap<usize, String>,
    /// The elements of the notes, by their place in the order of their marks.
    notes: BTreeMap<(usize, String), usize>,
}

fn note_marks(tree: &Tree, root: usize, dropped: &FxHashSet<usize>) -> NoteMarks {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, node) in tree.nodes.iter().enumerate() {
        for id in [node.get("id"), node.get("name")].into_iter().flatten() {
            places.entry(id).or_insert(at);
        }
    }
    let mut marks = NoteMarks::default();
    let mut by_place: FxHashMap<usize, String> = FxHashMap::default();
    let mut at = root + 1;
    while at < tree.nodes[root].end {
        let node = &tree.nodes[at];
        if dropped.contains(&at) {
            at = node.end;
            continue;
        }
        if node.name == "a"
            && let Some(id) = node.get("href").and_then(|href| href.rsplit_once('#')).map(|(_, id)| id)
            && let Some(place) = places.get(id).map(|place| note_element(tree, *place))
            && place > at
        {
            let text = tree.text(at);
            let number = text.trim_matches(['[', ']', '(', ')', ' ', '.']);
            let is_mark = !number.is_empty()
                && number.len() <= 4
                && number.chars().all(|c| c.is_ascii_digit() || "*†‡ivx".contains(c));
            if is_mark {
                let order = by_place.len();
                let label = by_place.entry(place).or_insert_with(|| {
                    marks.notes.insert((order, (order + 1).to_string()), place);
                    (order + 1).to_string()
                });
                marks.links.insert(at, label.clone());
            }
        }
        at += 1;
    }
    marks
}

/// The element of a note whose id stands in it: an item or a paragraph.
fn note_element(tree: &Tree, place: usize) -> usize {
    let mut at = place;
    while at > 0 && (is_inline(&tree.nodes[at].name) || tree.nodes[at].is_text()) {
        at = tree.nodes[at].parent;
    }
    // A paragraph alone in an item is the item's.
    let parent = tree.nodes[at].parent;
    if tree.nodes[at].name == "p" && tree.nodes[parent].name == "li" { parent } else { at }
}

/// An open element.
#[derive(Default)]
struct Open {
    end: usize,
    name: String,
    /// Where the text of an element within a line begins, and what it says.
    mark: Option<(usize, MarkKind)>,
    /// The number of an item, or that which the next item of a numbered list has.
    number: Option<u32>,
    /// Whether the first paragraph of an item is written.
    is_begun: bool,
}

struct Writer<'a> {
    tree: &'a Tree,
    base: Option<&'a str>,
    marks: &'a NoteMarks,
    in_note: bool,
    open: Vec<Open>,
    block: Block,
    blocks: Vec<Block>,
}

impl<'a> Writer<'a> {
    fn new(tree: &'a Tree, base: Option<&'a str>, marks: &'a NoteMarks, in_note: bool) -> Self {
        Self { tree, base, marks, in_note, open: Vec::new(), block: Block::default(), blocks: Vec::new() }
    }

    /// The blocks of what is in an element, without what is in others.
    fn write(mut self, root: usize, without: &FxHashSet<usize>) -> Vec<Block> {
        let mut at = root + 1;
        while at < self.tree.nodes[root].end {
            while self.open.last().is_some_and(|open| open.end <= at) {
                self.close();
            }
            at = if without.contains(&at) { self.tree.nodes[at].end } else { self.enter(at) };
        }
        while !self.open.is_empty() {
            self.close();
        }
        self.flush();
        self.blocks
    }

    /// Takes a node; gives the one to go on from.
    fn enter(&mut self, at: usize) -> usize {
        let tree = self.tree;
        let node = &tree.nodes[at];
        match node.name.as_str() {
            "" => self.text(&node.text),
            "br" => self.line_break(),
            "hr" => self.flush(),
            "img" => self.picture(at),
            "math" => {
                self.text(&math::text(tree, at));
                return node.end;
            }
            "table" if table::is_data(tree, at) => {
                self.flush();
                self.block = Block::new(BlockKind::Table, table::cells(tree, at));
                self.push();
                return node.end;
            }
            "a" if self.marks.links.contains_key(&at) => {
                let start = self.block.text.len();
                let label = self.marks.links[&at].clone();
                self.block.text.push_str(&format!("[{label}]"));
                let range = start..self.block.text.len();
                self.block.marks.push(Mark { range, kind: MarkKind::Notes(vec![label]) });
                return node.end;
            }
            // The way back from a note.
            "a" if self.in_note && node.get("href").is_some_and(|href| href.starts_with('#')) => {
                return node.end;
            }
            name if is_inline(name) => {
                if name == "q" {
                    self.block.text.push('“');
                }
                let mark = self.mark(at).map(|kind| (self.block.text.len(), kind));
                self.open.push(Open { end: node.end, name: name.to_owned(), mark, ..Open::default() });
            }
            name => {
                self.flush();
                let number = self.number(node);
                self.open.push(Open { end: node.end, name: name.to_owned(), number, ..Open::default() });
            }
        }
        at + 1
    }

    /// The number that an item has, or that a numbered list begins with.
    fn number(&mut self, node: &Node) -> Option<u32> {
        // Markdown takes no longer numbers.
        let given = |name: &str| node.get(name)?.trim().parse().ok().filter(|number| *number < 100_000_000);
        match node.name.as_str() {
            "ol" => Some(given("start").unwrap_or(1)),
            "li" => {
                let list = self.open.iter_mut().rfind(|open| matches!(open.name.as_str(), "ul" | "ol"))?;
                let number = given("value").or(list.number).filter(|_| list.name == "ol")?;
                list.number = Some(number + 1);
                Some(number)
            }
            _ => None,
        }
    }

    fn mark(&self, at: usize) -> Option<MarkKind> {
        let node = &self.tree.nodes[at];
        match node.name.as_str() {
            "em" | "i" | "cite" | "dfn" | "var" => Some(MarkKind::Emphasis),
            "strong" | "b" => Some(MarkKind::Strong),
            "del" | "s" | "strike" => Some(MarkKind::Deleted),
            "sup" => Some(MarkKind::Raised),
            "sub" => Some(MarkKind::Lowered),
            "code" | "kbd" | "samp" | "tt" => Some(MarkKind::Code),
            "a" => {
                let href = node.get("href")?.trim();
                let is_safe =
                    ["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
                match (is_safe, self.base) {
                    (true, _) => Some(MarkKind::Link(href.to_owned())),
                    (false, Some(base)) if href.starts_with('/') && !href.starts_with("//") => {
                        Some(MarkKind::Link(format!("{base}{href}")))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.iter().any(|open| open.name == "pre") {
            self.block.text.push_str(text);
            return;
        }
        for (at, piece) in text.split(|c: char| c.is_whitespace() || c.is_control()).enumerate() {
            let is_apart = !self.block.text.is_empty() && !self.block.text.ends_with([' ', '\n']);
            if at > 0 && is_apart {
                self.block.text.push(' ');
            }
            self.block.text.push_str(piece);
        }
    }

    /// A line that was broken by hand: short ones, as of a masthead, are blocks, but not in an item; two end a
    /// paragraph.
    fn line_break(&mut self) {
        let is_second = self.block.text.ends_with('\n');
        let is_item = matches!(self.kind(), BlockKind::Item { .. } | BlockKind::ItemPart { .. });
        let is_short = self.block.text.trim().len() < 70 && !is_item;
        let in_line = self.open.last().is_some_and(|open| open.mark.is_some());
        match (is_second || is_short) && !in_line {
            true => self.flush(),
            // A line feed counts as a space to all that reads the text.
            false => {
                self.block.text.truncate(self.block.text.trim_end().len());
                self.block.text.push('\n');
            }
        }
    }

    fn picture(&mut self, at: usize) {
        let node = &self.tree.nodes[at];
        let lazy = ["data-src", "data-lazy-src", "data-original"].iter().find_map(|name| node.get(name));
        let source = node.get("src").filter(|source| !source.starts_with("data:")).or(lazy);
        let is_pixel = [node.get("width"), node.get("height")]
            .into_iter()
            .flatten()
            .any(|size| size == "1" || size == "0");
        let Some(source) = source.filter(|source| !source.trim().is_empty() && !is_pixel) else { return };
        let address = match self.base {
            Some(base) if source.starts_with('/') && !source.starts_with("//") => format!("{base}{source}"),
            _ if source.starts_with("//") => format!("https:{source}"),
            _ => source.trim().to_owned(),
        };
        self.flush();
        self.block = Block::new(BlockKind::Picture { address }, node.get("alt").unwrap_or_default());
        self.push();
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.mark {
            Some((start, kind)) => {
                // A block that ended within it has taken its text along.
                let start = start.min(self.block.text.len());
                let text = &self.block.text[start..];
                let from = start + (text.len() - text.trim_start().len());
                let to = start + text.trim_end().len();
                // Two of one kind side by side are one.
                match self.block.marks.last_mut().filter(|last| last.kind == kind && last.range.end == from) {
                    Some(last) if from < to => last.range.end = to,
                    None if from < to => self.block.marks.push(Mark { range: from..to, kind }),
                    _ => {}
                }
            }
            None if open.name == "q" => self.block.text.push('”'),
            None if is_inline(&open.name) => {}
            None => {
                self.open.push(open);
                self.flush();
                self.open.pop();
            }
        }
    }

    /// Ends the block, which is what the open elements say.
    fn flush(&mut self) {
        if self.block.text.trim().is_empty() {
            self.block = Block::default();
            return;
        }
        self.block.kind = self.kind();
        if matches!(self.block.kind, BlockKind::Item { .. } | BlockKind::ItemPart { .. }) {
            self.begin_item();
        }
        self.push();
        // Marks that are open begin anew in the next block.
        for open in &mut self.open {
            if let Some((start, _)) = &mut open.mark {
                *start = 0;
            }
        }
    }

    /// What follows in the item is a further paragraph of it. Its lines are not those of the brief.
    fn begin_item(&mut self) {
        self.block.text = self.block.text.replace('\n', " ");
        if let Some(item) = self.open.iter_mut().rfind(|open| open.name == "li") {
            item.is_begun = true;
        }
    }

    fn push(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        if block.kind != BlockKind::Code {
            let length = block.text.trim_end().len();
            block.text.truncate(length);
            for mark in &mut block.marks {
                mark.range.end = mark.range.end.min(length);
            }
            block.marks.retain(|mark| mark.range.start < mark.range.end);
        }
        self.blocks.push(block);
    }

    fn kind(&self) -> BlockKind {
        let mut kind = BlockKind::Paragraph;
        let mut lists = 0_usize;
        for open in &self.open {
            match open.name.as_str() {
                "h1" | "h2" => kind = BlockKind::Heading(2),
                "h3" => kind = BlockKind::Heading(3),
                "h4" | "h5" | "h6" => kind = BlockKind::Heading(4),
                "blockquote" => kind = BlockKind::Quote,
                "figcaption" => kind = BlockKind::Caption,
                "pre" => kind = BlockKind::Code,
                "ul" | "ol" => lists += 1,
                "li" => {
                    let depth = lists.saturating_sub(1);
                    kind = match open.is_begun {
                        true => BlockKind::ItemPart { depth },
                        false => BlockKind::Item { depth, number: open.number },
                    };
                }
                _ => {}
            }
        }
        kind
    }
}
