//! The blocks of a walk: paragraphs, headings with their sections, code and HTML, and their ids.

use std::borrow::Cow;

use pulldown_cmark::HeadingLevel;

use super::body::{Block, BlockKind, Piece, Place, Section};
use super::sentences::sentences;
use super::walk::{Container, OpenBlock, Walk};
use super::{highlight, raw_html};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::slugify;
use crate::sketch::Sketch;
use crate::span::Span;

/// What ids of the page around an article begin with.
const RESERVED_PREFIX: &str = "page-";

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

    pub(super) fn set_explicit_id(&mut self, id: &str, source: Span) {
        if id.starts_with(RESERVED_PREFIX) || !self.anchors.insert(id.to_owned()) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateAnchor,
                    self.path,
                    source,
                    format!("the id `{id}` is taken already"),
                )
                .help("choose another; what begins with `page-` belongs to the page itself"),
            );
            return;
        }
        match &mut self.block {
            Some(block) if block.explicit_id.is_none() => block.explicit_id = Some(id.to_owned()),
            _ => {
                self.push(Piece::Html(Cow::Owned(format!("<span id=\"{id}\"></span>"))));
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
        let id = block.explicit_id.take().or_else(|| slugify(&title)).unwrap_or_else(|| "section".to_owned());
        let id = self.anchors.unique(id);
        block.explicit_id = Some(id.clone());
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

/// An id from the first words of a paragraph.
pub(crate) fn derive_anchor(words: &str) -> String {
    let head: Vec<&str> = words.split_whitespace().take(6).collect();
    format!("p-{}", slugify(&head.join(" ")).unwrap_or_else(|| "text".to_owned()))
}
