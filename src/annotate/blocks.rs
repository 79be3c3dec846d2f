//! The blocks of a walk: paragraphs, headings with their sections, code and HTML, and their ids.

use std::borrow::Cow;

use pulldown_cmark::HeadingLevel;
use rustc_hash::FxHashSet;

use super::body::{Block, BlockKind, Piece, Place, Section};
use super::sentences::sentences;
use super::walk::{Container, OpenBlock, Walk};
use super::{highlight, raw_html};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SitePath, slugify};
use crate::sketch::Sketch;
use crate::span::Span;

/// What ids of the page around an article begin with.
const RESERVED_PREFIX: &str = "page-";

/// What is around the id of a place that the author marked in a line.
const ANCHOR: &str = "<span id=\"";
const ANCHOR_END: &str = "\"></span>";

/// The opening tags of headings up to their ids, by level: that of the page's title is not among them.
const HEADINGS: [&str; 7] = ["", "", "<h2", "<h3", "<h4", "<h5", "<h6"];

impl Walk<'_> {
    pub(super) fn open_block(&mut self, kind: BlockKind, source: Span, tag: Option<&'static str>) {
        let tag = tag.map(|tag| {
            self.push(Piece::Html(Cow::Owned(format!("{tag}>"))));
            (self.pieces().len() - 1, tag)
        });
        self.block = Some(OpenBlock::new(kind, self.body.text.len(), source, tag));
    }

    /// The block that inline words belong to: the open one, or the list item or table cell
    /// around them, which becomes a block with its first words.
    pub(super) fn need_block(&mut self, source: Span) {
        if self.block.is_some() {
            return;
        }
        let (kind, tag) = match self.containers.last() {
            Some(Container::Item { tag }) => (BlockKind::Item, Some((*tag, "<li"))),
            Some(Container::Other) => (BlockKind::Cell, None),
            None => (BlockKind::Paragraph, None),
        };
        self.block = Some(OpenBlock::new(kind, self.body.text.len(), source, tag));
    }

    /// The index that the open block will have.
    pub(super) fn block_index(&self) -> u32 {
        self.body.blocks.len() as u32
    }

    /// Whether words stand in the open block already.
    pub(super) fn block_has_words(&self) -> bool {
        self.block.as_ref().is_some_and(|block| block.start < self.body.text.len())
    }

    /// Enters an id that the author chose; `false` where it is taken, which is reported.
    fn choose_id(&mut self, id: &str, source: Span) -> bool {
        let is_free = !id.starts_with(RESERVED_PREFIX) && self.anchors.insert(id.to_owned());
        if is_free {
            self.chosen.push((id.to_owned(), source));
        } else {
            self.diagnostics.push(taken(self.path, id, source));
        }
        is_free
    }

    pub(super) fn set_explicit_id(&mut self, id: &str, source: Span) {
        if !self.choose_id(id, source) {
            return;
        }
        match &mut self.block {
            Some(block) if block.explicit_id.is_none() => block.explicit_id = Some(id.to_owned()),
            _ => {
                self.push(Piece::Html(Cow::Owned(format!("{ANCHOR}{id}{ANCHOR_END}"))));
                self.body.anchors.push(id.to_owned());
            }
        }
    }

    pub(super) fn close_block(&mut self) {
        let Some(block) = self.block.take() else { return };
        let text = Span::new(block.start, self.body.text.len());
        let place = self.place();
        let words = &self.body.text[text.range()];
        let derives = place == Place::Article && block.kind.has_id() && block.kind != BlockKind::Heading;
        let derived = (derives && !words.trim().is_empty()).then(|| derive_anchor(words));
        let is_explicit = block.explicit_id.is_some() && !block.is_derived;
        let id = match (block.explicit_id, derived) {
            (Some(id), _) => id,
            (None, Some(id)) => self.anchors.unique(id),
            (None, None) => String::new(),
        };
        if let (Some((at, tag)), false) = (block.tag, id.is_empty()) {
            let block = self.block_index();
            self.pieces()[at] = Piece::Start(tag, block);
        }
        let sentences = sentences(&self.body.text[text.range()], block.start);
        let section = self.body.sections.len().checked_sub(1).map(|at| at as u32);
        let (kind, source) = (block.kind, block.source);
        let is_kept = place == Place::Article && kind.has_id();
        let sketch = if is_kept { Sketch::of(&self.body.text[text.range()]) } else { Sketch::default() };
        let block = Block { kind, place, id, is_explicit, section, text, source, sentences, sketch };
        self.body.blocks.push(block);
        self.body.text.push('\n');
    }

    // Headings and sections

    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>, source: Span) {
        self.close_block();
        let level = (level as u8).max(2);
        if level == 2 && self.depth == 0 && self.is_in_article() {
            self.close_section();
        }
        self.enter();
        self.open_block(BlockKind::Heading, source, Some("<h2"));
        let id = id.filter(|id| self.choose_id(id, source));
        if let (Some(id), Some(block)) = (id, &mut self.block) {
            block.explicit_id = Some(id.to_owned());
        }
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let level = (level as u8).max(2);
        let Some(block) = &mut self.block else { return };
        let tag = block.tag.take();
        block.is_derived = block.explicit_id.is_none();
        let title = self.body.text[block.start..].to_owned();
        let id = block.explicit_id.take();
        let id = id.unwrap_or_else(|| self.anchors.unique(derive_heading(&title)));
        if let Some(block) = &mut self.block {
            block.explicit_id = Some(id.clone());
        }
        let top = level == 2 && self.depth == 1 && self.is_in_article();
        self.section_count += u32::from(top);
        let number = if top { self.section_count } else { 0 };
        self.body.sections.push(Section { id, level, title, number });
        let block = self.block_index();
        self.close_block();
        if let Some((at, _)) = tag {
            self.pieces()[at] = Piece::Start(HEADINGS[level as usize], block);
            if top {
                // The heading has the id, since a section without a box of its own cannot be scrolled to.
                let number = format!("<span class=\"sec\">{number}</span> ");
                self.pieces().insert(at + 1, Piece::Html(Cow::Owned(number)));
                self.pieces().insert(at, Piece::Html(Cow::Borrowed("<section>")));
            }
        }
        self.push(Piece::Html(Cow::Owned(format!("</h{level}>"))));
        if !top {
            return self.leave();
        }
        self.section_open = true;
        self.depth -= 1;
        // The notes that a heading marks stand after it, inside its section.
        let piece = self.pieces().len();
        if let Some(stand) = self.stands.last_mut() {
            stand.piece = piece;
        }
    }

    /// Gives other ids to what has those of notes, claims and marks, which are known only at the end; ids that the author
    /// chose are reported. There are so many key judgements.
    pub(super) fn give_way_to_notes(&mut self, judgements: usize) {
        let of_judgements = (1..=judgements).map(|number| format!("kj{number}"));
        let of_notes: FxHashSet<String> = self.body.note_ids().chain(of_judgements).collect();
        if of_notes.is_empty() {
            return;
        }
        let chosen = self.chosen.iter().filter(|(id, _)| of_notes.contains(id));
        self.diagnostics.extend(chosen.map(|(id, source)| taken(self.path, id, *source)));
        if self.body.anchors.iter().any(|id| of_notes.contains(id)) {
            self.body.anchors.retain(|id| !of_notes.contains(id));
            for piece in &mut self.body.pieces {
                if matches!(piece, Piece::Html(html) if anchor_in(html).is_some_and(|id| of_notes.contains(id)))
                {
                    *piece = Piece::Html(Cow::Borrowed(""));
                }
            }
        }
        let meets = |block: &&mut Block| of_notes.contains(&block.id);
        for block in self.body.blocks.iter_mut().filter(meets) {
            let mut id = self.anchors.unique(block.id.clone());
            while of_notes.contains(&id) {
                id = self.anchors.unique(block.id.clone());
            }
            for section in self.body.sections.iter_mut().filter(|section| section.id == block.id) {
                section.id.clone_from(&id);
            }
            block.id = id;
        }
    }

    pub(super) fn close_section(&mut self) {
        if std::mem::take(&mut self.section_open) {
            self.push(Piece::Html(Cow::Borrowed("</section>")));
        }
    }

    // Code and HTML

    pub(super) fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.open_block(BlockKind::Code, code.source, None);
        let start = self.body.text.len();
        self.body.text.push_str(code.text.trim_end());
        let runs = code.runs.iter().map(|(at, source)| (start as u32 + at, *source));
        self.body.runs.extend(runs.filter(|(at, _)| (*at as usize) < self.body.text.len()));
        self.body.closed.push(Span::new(start, self.body.text.len()));
        self.close_block();
        let html = highlight::highlight(&code.language, &code.text);
        self.push(Piece::Html(Cow::Owned(html)));
        self.leave();
    }

    pub(super) fn end_html(&mut self) {
        let Some((source, html)) = self.html.take() else { return };
        if let Some(id) = raw_html::anchor_of(&html) {
            self.set_explicit_id(&id, source);
            return;
        }
        let clean = raw_html::clean(&html);
        if raw_html::lost_something(&html, &clean) {
            self.diagnostics.push(raw_html::diagnostic(self.path, source, &html));
        }
        self.enter();
        self.push(Piece::Html(Cow::Owned(clean)));
        self.leave();
    }
}

/// The id of a place that the author marked in a line.
fn anchor_in(html: &str) -> Option<&str> {
    html.strip_prefix(ANCHOR)?.strip_suffix(ANCHOR_END)
}

/// Whether an id has the form of one that the page itself gives: to its parts, its key judgements, mentions and dates.
fn is_of_page(id: &str) -> bool {
    let is_numbered = |rest: &str| rest.rsplit('-').next().is_some_and(is_number);
    id.starts_with(RESERVED_PREFIX)
        || id.strip_prefix("kj").is_some_and(is_number)
        || ["m-", "d-"].iter().any(|prefix| id.strip_prefix(prefix).is_some_and(is_numbered))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn taken(path: &SitePath, id: &str, source: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateAnchor, path, source, format!("the id `{id}` is taken already")).help(
        "choose another; those of notes and key judgements, and what begins with `page-`, belong to the page itself",
    )
}

/// An id from the words of a heading.
pub(crate) fn derive_heading(words: &str) -> String {
    let id = slugify(words).unwrap_or_else(|| "section".to_owned());
    if is_of_page(&id) { format!("h-{id}") } else { id }
}

/// An id from the first words of a paragraph.
pub(crate) fn derive_anchor(words: &str) -> String {
    let head: Vec<&str> = words.split_whitespace().take(6).collect();
    format!("p-{}", slugify(&head.join(" ")).unwrap_or_else(|| "text".to_owned()))
}
