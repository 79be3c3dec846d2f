//! Walks a document's events and writes its [`Body`]: blocks, ids, HTML pieces.
//!
//! 1. Block events open and close elements and blocks; a block's id is made when its words
//!    are known, and written back into its opening tag.
//! 2. Inline events go to [`inline`](super::inline).
//! 3. Footnote definitions and alerts write into pieces of their own ([`Output`]).
//! 4. The asides of the notes that a top-level block marks are put before that block.

use std::borrow::Cow;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use super::body::{Annotation, AnnotationIndex, AnnotationKind, Block, BlockKind, Body, NoteType, Origin};
use super::body::{Piece, Place, Section};
use super::sentences::sentences;
use super::{Setting, highlight, raw_html};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SitePath, slugify};
use crate::span::Span;

/// What ids of the page around an article begin with.
const RESERVED_PREFIX: &str = "page-";

/// A body in the making.
pub(super) struct Walk<'a> {
    pub(super) path: &'a SitePath,
    pub(super) setting: &'a Setting<'a>,
    pub(super) body: Body,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where pieces go: the article at the bottom, notes and block notes above it.
    outputs: Vec<Output>,
    containers: Vec<Container>,
    block: Option<OpenBlock>,
    anchors: FxHashSet<String>,
    labels: FxHashMap<String, AnnotationIndex>,
    /// Footnotes that have been defined, by annotation.
    pub(super) defined: FxHashMap<AnnotationIndex, Span>,
    section_open: bool,
    section_count: u32,
    code: Option<CodeText>,
    html: Option<(Span, String)>,
    /// Marks met in the open top-level block.
    fresh_marks: Vec<AnnotationIndex>,
    top_level_start: usize,
    depth: u32,
    pub(super) inline: super::inline::State,
}

struct Output {
    place: Place,
    pieces: Vec<Piece>,
    text_start: usize,
    depth: u32,
}

struct OpenBlock {
    kind: BlockKind,
    start: usize,
    source: Span,
    explicit_id: Option<String>,
    /// The piece that holds its opening tag, with the tag's name and the rest of the tag.
    tag: Option<(usize, &'static str, &'static str)>,
}

enum Container {
    Item { tag: usize },
    Other,
}

struct CodeText {
    language: String,
    text: String,
    source: Span,
}

impl<'a> Walk<'a> {
    pub(super) fn new(path: &'a SitePath, setting: &'a Setting<'a>) -> Self {
        Self {
            path,
            setting,
            body: Body::default(),
            diagnostics: Vec::new(),
            outputs: vec![Output { place: Place::Article, pieces: Vec::new(), text_start: 0, depth: 0 }],
            containers: Vec::new(),
            block: None,
            anchors: FxHashSet::default(),
            labels: FxHashMap::default(),
            defined: FxHashMap::default(),
            section_open: false,
            section_count: 0,
            code: None,
            html: None,
            fresh_marks: Vec::new(),
            top_level_start: 0,
            depth: 0,
            inline: super::inline::State::default(),
        }
    }

    /// Reads all events of an article.
    pub(super) fn article(&mut self, events: &[(Event<'_>, Span)]) {
        for (event, source) in events {
            self.event(event, *source);
        }
        // Notes that only notes mark stand at the end.
        let marks = std::mem::take(&mut self.fresh_marks);
        self.pieces().extend(marks.into_iter().map(Piece::Aside));
        self.close_section();
        let output = self.outputs.pop().expect("the article's own output is there until the end");
        self.body.pieces = output.pieces;
    }

    /// Reads one line of Markdown that stands elsewhere than in the article, such as a key
    /// judgement; all of it is taken to stand at `source`.
    pub(super) fn line(&mut self, text: &str, place: Place, source: Span) -> Vec<Piece> {
        self.outputs.push(Output {
            place,
            pieces: Vec::new(),
            text_start: self.body.text.len(),
            depth: self.depth,
        });
        self.inline.fixed_source = Some(source);
        for (event, _) in crate::document::events(text, 0) {
            if !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)) {
                self.event(&event, source);
            }
        }
        self.close_block();
        self.inline.fixed_source = None;
        self.outputs.pop().expect("the output pushed above").pieces
    }

    fn event(&mut self, event: &Event<'_>, source: Span) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(*tag, source),
            Event::Rule => self.leaf("<hr>"),
            Event::Html(text) => {
                if let Some((_, html)) = &mut self.html {
                    html.push_str(text);
                }
            }
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.text.push_str(text);
                }
            }
            _ => self.inline_event(event, source),
        }
    }

    fn leaf(&mut self, html: &'static str) {
        self.close_block();
        self.enter();
        self.push(Piece::Html(Cow::Borrowed(html)));
        self.leave();
    }

    fn start(&mut self, tag: &Tag<'_>, source: Span) {
        match tag {
            Tag::Paragraph => {
                self.close_block();
                self.enter();
                self.open_block(BlockKind::Paragraph, source, Some(("p", " class=\"t\"")));
            }
            Tag::Heading { level, id, .. } => self.start_heading(*level, id.as_deref(), source),
            Tag::BlockQuote(Some(kind)) => self.start_alert(*kind, source),
            Tag::BlockQuote(None) => self.open("<blockquote>"),
            Tag::CodeBlock(kind) => {
                self.close_block();
                self.enter();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([',', ' ', '{']).next().unwrap_or_default().to_lowercase()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(CodeText { language, text: String::new(), source });
            }
            Tag::HtmlBlock => {
                self.close_block();
                self.html = Some((source, String::new()));
            }
            Tag::List(Some(1)) => self.open("<ol>"),
            Tag::List(Some(start)) => self.open(format!("<ol start=\"{start}\">")),
            Tag::List(None) => self.open("<ul>"),
            Tag::Item => {
                self.close_block();
                self.enter();
                let tag = self.pieces().len();
                self.push(Piece::Html(Cow::Borrowed("<li>")));
                self.containers.push(Container::Item { tag });
            }
            Tag::FootnoteDefinition(label) => self.start_footnote(label, source),
            Tag::Table(alignments) => {
                self.inline.alignments = alignments.clone();
                self.open(
                    "<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>",
                );
            }
            Tag::TableHead => {
                self.inline.column = 0;
                self.inline.in_head = true;
                self.open("<thead><tr>");
            }
            Tag::TableRow => {
                self.inline.column = 0;
                self.open("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            _ => self.start_inline(tag, source),
        }
    }

    fn end(&mut self, tag: TagEnd, source: Span) {
        match tag {
            TagEnd::Paragraph => {
                self.close_block();
                self.push(Piece::Html(Cow::Borrowed("</p>")));
                self.leave();
            }
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(Some(_)) => self.end_annotation(source),
            TagEnd::BlockQuote(None) => self.close("</blockquote>"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::List(true) => self.close("</ol>"),
            TagEnd::List(false) => self.close("</ul>"),
            TagEnd::Item => self.close("</li>"),
            TagEnd::FootnoteDefinition => self.end_annotation(source),
            TagEnd::Table => self.close("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.inline.in_head = false;
                self.close("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.close("</tr>"),
            TagEnd::TableCell => self.close(if self.inline.in_head { "</th>" } else { "</td>" }),
            _ => self.end_inline(tag, source),
        }
    }

    fn start_cell(&mut self) {
        let alignment = self.inline.alignments.get(self.inline.column).copied();
        self.inline.column += 1;
        let name = if self.inline.in_head { "th scope=\"col\"" } else { "td" };
        self.open(match alignment {
            Some(Alignment::Right) => format!("<{name} class=\"right\">"),
            Some(Alignment::Center) => format!("<{name} class=\"centre\">"),
            _ => format!("<{name}>"),
        });
    }

    // Elements

    pub(super) fn pieces(&mut self) -> &mut Vec<Piece> {
        &mut self.outputs.last_mut().expect("the article's own output is there until the end").pieces
    }

    pub(super) fn push(&mut self, piece: Piece) {
        self.pieces().push(piece);
    }

    pub(super) fn place(&self) -> Place {
        self.outputs.last().map_or(Place::Article, |output| output.place)
    }

    fn open(&mut self, html: impl Into<Cow<'static, str>>) {
        self.close_block();
        self.enter();
        self.containers.push(Container::Other);
        self.push(Piece::Html(html.into()));
    }

    fn close(&mut self, html: &'static str) {
        self.close_block();
        self.containers.pop();
        self.push(Piece::Html(Cow::Borrowed(html)));
        self.leave();
    }

    fn enter(&mut self) {
        if self.depth == 0 {
            self.top_level_start = self.pieces().len();
        }
        self.depth += 1;
    }

    /// Leaves an element. After a top-level one the asides of its marks are put before it:
    /// they float beside it on a wide page, and keep the order of the text on a narrow one.
    fn leave(&mut self) {
        self.depth -= 1;
        if self.depth == 0 && self.outputs.len() == 1 {
            let marks = std::mem::take(&mut self.fresh_marks);
            let at = self.top_level_start;
            self.pieces().splice(at..at, marks.into_iter().map(Piece::Aside));
        }
    }

    /// Notes the first mark of an annotation, whose aside then stands beside this block.
    pub(super) fn mark(&mut self, annotation: AnnotationIndex) {
        self.fresh_marks.push(annotation);
    }

    // Blocks

    fn open_block(&mut self, kind: BlockKind, source: Span, tag: Option<(&'static str, &'static str)>) {
        let tag = tag.map(|(name, rest)| {
            self.push(Piece::Html(Cow::Owned(format!("<{name}{rest}>"))));
            (self.pieces().len() - 1, name, rest)
        });
        self.block = Some(OpenBlock { kind, start: self.body.text.len(), source, explicit_id: None, tag });
    }

    /// The block that inline words belong to: the open one, or the list item or table cell
    /// around them, which becomes a block with its first words.
    pub(super) fn need_block(&mut self, source: Span) {
        if self.block.is_some() {
            return;
        }
        let (kind, tag) = match self.containers.last() {
            Some(Container::Item { tag }) => (BlockKind::Item, Some((*tag, "li", ""))),
            Some(Container::Other) => (BlockKind::Cell, None),
            None => (BlockKind::Paragraph, None),
        };
        self.block = Some(OpenBlock { kind, start: self.body.text.len(), source, explicit_id: None, tag });
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

    fn close_block(&mut self) {
        let Some(block) = self.block.take() else { return };
        let text = Span::new(block.start, self.body.text.len());
        let place = self.place();
        let words = &self.body.text[text.range()];
        let derives = place == Place::Article && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        let derived = (derives && !words.trim().is_empty()).then(|| derive_anchor(words));
        let id = match (block.explicit_id, derived) {
            (Some(id), _) => id,
            (None, Some(id)) => unique(&mut self.anchors, id),
            (None, None) => String::new(),
        };
        if let (Some((at, name, rest)), false) = (block.tag, id.is_empty()) {
            self.pieces()[at] = Piece::Html(Cow::Owned(format!("<{name}{rest} id=\"{id}\">")));
        }
        let sentences = sentences(&self.body.text[text.range()], block.start);
        let section = self.body.sections.len().checked_sub(1).map(|at| at as u32);
        let (kind, source) = (block.kind, block.source);
        self.body.blocks.push(Block { kind, place, id, section, text, source, sentences });
        self.body.text.push('\n');
    }

    // Headings and sections

    fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>, source: Span) {
        self.close_block();
        let level = (level as u8).max(2);
        if level == 2 && self.depth == 0 && self.outputs.len() == 1 {
            self.close_section();
        }
        self.enter();
        self.open_block(BlockKind::Heading, source, Some(("h2", "")));
        if let (Some(id), Some(block)) = (id, &mut self.block) {
            block.explicit_id = Some(id.to_owned());
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let level = (level as u8).max(2);
        let Some(block) = &mut self.block else { return };
        let tag = block.tag.take();
        let title = self.body.text[block.start..].to_owned();
        let id = block.explicit_id.take().or_else(|| slugify(&title)).unwrap_or_else(|| "section".to_owned());
        let id = unique(&mut self.anchors, id);
        block.explicit_id = Some(id.clone());
        let top = level == 2 && self.depth == 1 && self.outputs.len() == 1;
        self.section_count += u32::from(top);
        let number = if top { self.section_count } else { 0 };
        self.body.sections.push(Section { id: id.clone(), level, title, number });
        self.close_block();
        if let Some((at, ..)) = tag {
            self.pieces()[at] = Piece::Html(Cow::Owned(match top {
                true => format!("<section id=\"{id}\"><h2><span class=\"sec\">{number}</span> "),
                false => format!("<h{level} id=\"{id}\">"),
            }));
        }
        self.push(Piece::Html(Cow::Owned(format!("</h{level}>"))));
        if !top {
            return self.leave();
        }
        self.section_open = true;
        self.depth -= 1;
        // The asides of a heading's marks stand after it, inside its section.
        let marks = std::mem::take(&mut self.fresh_marks);
        self.pieces().extend(marks.into_iter().map(Piece::Aside));
    }

    fn close_section(&mut self) {
        if std::mem::take(&mut self.section_open) {
            self.push(Piece::Html(Cow::Borrowed("</section>")));
        }
    }

    // Code and HTML

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.open_block(BlockKind::Code, code.source, None);
        let start = self.body.text.len();
        self.body.text.push_str(code.text.trim_end());
        self.body.closed.push(Span::new(start, self.body.text.len()));
        self.close_block();
        let html = highlight::highlight(&code.language, &code.text);
        self.push(Piece::Html(Cow::Owned(html)));
        self.leave();
    }

    fn end_html(&mut self) {
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

    // Annotations

    /// The annotation of a footnote label, made at its first mark or definition.
    pub(super) fn annotation_of(&mut self, label: &str) -> AnnotationIndex {
        if let Some(&at) = self.labels.get(label) {
            return at;
        }
        let at =
            self.add_annotation(label.to_owned(), Origin::Footnote, AnnotationKind::Note(NoteType::Context));
        self.labels.insert(label.to_owned(), at);
        at
    }

    fn add_annotation(&mut self, label: String, origin: Origin, kind: AnnotationKind) -> AnnotationIndex {
        self.body.annotations.push(Annotation {
            label,
            origin,
            kind,
            number: String::new(),
            lemma: None,
            quoted: false,
            pieces: Vec::new(),
            text: Span::default(),
            source: Span::default(),
            marks: 0,
        });
        (self.body.annotations.len() - 1) as AnnotationIndex
    }

    fn start_footnote(&mut self, label: &str, source: Span) {
        self.close_block();
        let at = self.annotation_of(label);
        if let Some(first) = self.defined.get(&at) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateFootnote,
                    self.path,
                    source,
                    format!("the footnote `{label}` stands twice"),
                )
                .label(self.path, *first, "the first one")
                .help("give one of them another label"),
            );
        }
        self.defined.entry(at).or_insert(source);
        self.begin_annotation(at, source);
    }

    fn start_alert(&mut self, kind: BlockQuoteKind, source: Span) {
        self.close_block();
        let kind = match kind {
            BlockQuoteKind::Note => NoteType::Context,
            BlockQuoteKind::Tip => NoteType::Implication,
            BlockQuoteKind::Important => NoteType::KeyJudgement,
            BlockQuoteKind::Warning => NoteType::Dispute,
            BlockQuoteKind::Caution => NoteType::Correction,
        };
        let count = self.body.annotations.iter().filter(|note| note.origin == Origin::Alert).count();
        let at =
            self.add_annotation(format!("block-{}", count + 1), Origin::Alert, AnnotationKind::Note(kind));
        self.enter();
        self.push(Piece::BlockNote(at));
        self.begin_annotation(at, source);
    }

    fn begin_annotation(&mut self, at: AnnotationIndex, source: Span) {
        self.body.annotations[at as usize].source = source;
        self.outputs.push(Output {
            place: Place::Annotation(at),
            pieces: Vec::new(),
            text_start: self.body.text.len(),
            depth: std::mem::take(&mut self.depth),
        });
    }

    fn end_annotation(&mut self, _source: Span) {
        self.close_block();
        let output = self.outputs.pop().expect("an annotation's output is pushed when it begins");
        self.depth = output.depth;
        let Place::Annotation(at) = output.place else { return };
        let annotation = &mut self.body.annotations[at as usize];
        if annotation.pieces.is_empty() {
            annotation.pieces = output.pieces;
            annotation.text = Span::new(output.text_start, self.body.text.len());
        }
        if annotation.origin == Origin::Alert {
            self.leave();
        }
    }

    /// The labels of all footnotes that are defined.
    pub(super) fn defined_labels(&self) -> Vec<&str> {
        self.labels
            .iter()
            .filter(|(_, at)| self.defined.contains_key(at))
            .map(|(label, _)| label.as_str())
            .collect()
    }
}

/// An id from the first words of a paragraph.
fn derive_anchor(words: &str) -> String {
    let head: Vec<&str> = words.split_whitespace().take(6).collect();
    format!("p-{}", slugify(&head.join(" ")).unwrap_or_else(|| "text".to_owned()))
}

/// Enters `id`, with a number after it where it is taken.
fn unique(anchors: &mut FxHashSet<String>, id: String) -> String {
    if anchors.insert(id.clone()) {
        return id;
    }
    let free = (2..).map(|number| format!("{id}-{number}")).find(|id| !anchors.contains(id));
    let free = free.expect("numbers do not run out");
    anchors.insert(free.clone());
    free
}
