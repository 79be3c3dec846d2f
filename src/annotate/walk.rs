//! Walks a document's events and writes its [`Body`]: blocks, ids, HTML pieces.
//!
//! 1. Block events open and close elements and blocks; a block's id is made when its words
//!    are known, and written back into its opening tag.
//! 2. Inline events go to [`inline`](super::inline).
//! 3. Footnote definitions and alerts write into pieces of their own ([`Output`]).
//! 4. Where top-level elements begin is kept: the notes that they mark will stand before them.

use std::borrow::Cow;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::Setting;
use super::body::{AnnotationIndex, BlockKind, Body};
use super::body::{Piece, Place};
use super::ids::Ids;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::path::SitePath;
use crate::span::Span;

/// A body in the making.
pub(super) struct Walk<'a> {
    pub(super) path: &'a SitePath,
    /// The text of the file, once its article is read.
    pub(super) text: &'a str,
    pub(super) setting: &'a Setting<'a>,
    pub(super) body: Body,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where pieces go: the article at the bottom, notes and block notes above it.
    pub(super) outputs: Vec<Output>,
    pub(super) containers: Vec<Container>,
    pub(super) block: Option<OpenBlock>,
    pub(super) anchors: Ids,
    /// The ids that the author chose, with their places.
    pub(super) chosen: Vec<(String, Span)>,
    pub(super) labels: FxHashMap<String, AnnotationIndex>,
    /// Footnotes that have been defined, by annotation.
    pub(super) defined: FxHashMap<AnnotationIndex, Span>,
    pub(super) section_open: bool,
    pub(super) section_count: u32,
    pub(super) table_count: u32,
    /// How many alerts there have been.
    pub(super) alert_count: u32,
    pub(super) code: Option<CodeText>,
    pub(super) html: Option<(Span, String)>,
    /// Where the top-level elements of the article begin.
    pub(super) stands: Vec<Stand>,
    pub(super) depth: u32,
    pub(super) inline: super::inline::State,
}

pub(super) struct Output {
    pub(super) place: Place,
    pub(super) pieces: Vec<Piece>,
    pub(super) text_start: usize,
    pub(super) depth: u32,
}

/// Where the notes of a top-level element of the article stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stand {
    /// Where its words begin in the text.
    pub(super) text: u32,
    /// The piece that they stand before.
    pub(super) piece: usize,
}

pub(super) struct OpenBlock {
    pub(super) kind: BlockKind,
    pub(super) start: usize,
    pub(super) source: Span,
    pub(super) explicit_id: Option<String>,
    /// Whether that id is made from the words.
    pub(super) is_derived: bool,
    /// The piece that holds its opening tag, with the tag up to the id.
    pub(super) tag: Option<(usize, &'static str)>,
}

impl OpenBlock {
    pub(super) fn new(
        kind: BlockKind,
        start: usize,
        source: Span,
        tag: Option<(usize, &'static str)>,
    ) -> Self {
        Self { kind, start, source, explicit_id: None, is_derived: false, tag }
    }
}

pub(super) enum Container {
    Item { tag: usize },
    Other,
}

pub(super) struct CodeText {
    pub(super) language: String,
    pub(super) text: String,
    /// Where runs of the text come from, as [`Body::runs`].
    pub(super) runs: Vec<(u32, u32)>,
    pub(super) source: Span,
}

impl<'a> Walk<'a> {
    pub(super) fn new(path: &'a SitePath, setting: &'a Setting<'a>) -> Self {
        Self {
            path,
            text: "",
            setting,
            body: Body::default(),
            diagnostics: Vec::new(),
            outputs: vec![Output { place: Place::Article, pieces: Vec::new(), text_start: 0, depth: 0 }],
            containers: Vec::new(),
            block: None,
            anchors: Ids::default(),
            chosen: Vec::new(),
            labels: FxHashMap::default(),
            defined: FxHashMap::default(),
            section_open: false,
            section_count: 0,
            table_count: 0,
            alert_count: 0,
            code: None,
            html: None,
            stands: Vec::new(),
            depth: 0,
            inline: super::inline::State::default(),
        }
    }

    /// Reads all events of an article.
    pub(super) fn article(&mut self, document: &Document<'a>) {
        self.text = document.text;
        for (event, source) in &document.events {
            self.event(event, *source);
        }
        // Notes that only notes mark stand at the end, and so do those on the whole.
        self.stand_here();
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

    pub(super) fn event(&mut self, event: &Event<'_>, source: Span) {
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
                let source = self.inline.fixed_source.unwrap_or(source);
                if let Some(code) = &mut self.code {
                    code.runs.push((code.text.len() as u32, source.start));
                    code.text.push_str(text);
                }
            }
            _ => self.inline_event(event, source),
        }
    }

    pub(super) fn leaf(&mut self, html: &'static str) {
        self.close_block();
        self.enter();
        self.push(Piece::Html(Cow::Borrowed(html)));
        self.leave();
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>, source: Span) {
        match tag {
            Tag::Paragraph => {
                self.close_block();
                self.enter();
                self.open_block(BlockKind::Paragraph, source, Some("<p class=\"t\""));
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
                self.code = Some(CodeText { language, text: String::new(), runs: Vec::new(), source });
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
                self.table_count += 1;
                // Each region of a page needs a name of its own.
                self.open(format!(
                    "<div class=\"scroll\" role=\"region\" aria-label=\"Table {}\" tabindex=\"0\"><table>",
                    self.table_count
                ));
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

    pub(super) fn end(&mut self, tag: TagEnd, source: Span) {
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

    pub(super) fn start_cell(&mut self) {
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

    pub(super) fn open(&mut self, html: impl Into<Cow<'static, str>>) {
        self.close_block();
        self.enter();
        self.containers.push(Container::Other);
        self.push(Piece::Html(html.into()));
    }

    pub(super) fn close(&mut self, html: &'static str) {
        self.close_block();
        self.containers.pop();
        self.push(Piece::Html(Cow::Borrowed(html)));
        self.leave();
    }

    pub(super) fn enter(&mut self) {
        if self.depth == 0 && self.is_in_article() {
            self.stand_here();
        }
        self.depth += 1;
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Whether pieces go to the article itself, not to a note in it.
    pub(super) fn is_in_article(&self) -> bool {
        matches!(self.outputs.as_slice(), [Output { place: Place::Article, .. }])
    }

    /// Lets the notes of what follows stand before it: they float beside it on a wide page, and
    /// keep the order of the text on a narrow one.
    fn stand_here(&mut self) {
        let (text, piece) = (self.body.text.len() as u32, self.pieces().len());
        self.stands.push(Stand { text, piece });
    }
}
