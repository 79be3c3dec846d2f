//! The inline half of the walk: words, emphasis, links, citations, pictures, marks.

use std::borrow::Cow;

use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Tag, TagEnd};

use super::body::{Attributes, Piece, Reference, ReferenceIndex, ReferenceKind};
use super::credit::credit_in;
use super::target::{self, Meaning};
use super::walk::Walk;
use super::{citations, dates, raw_html};
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::CITATION;
use crate::letters::name_of_id;
use crate::nearest::nearest;
use crate::span::Span;

/// What the inline half remembers from event to event.
#[derive(Default)]
pub(super) struct State {
    /// Where all words are taken to stand, when they come from front matter.
    pub(super) fixed_source: Option<Span>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    link: Option<OpenLink>,
    picture: Option<Picture>,
    /// The inline HTML elements that are open.
    elements: Vec<String>,
    /// Undefined footnotes, to be reported when all labels are known, and whether a key judgement marks them.
    pub(super) undefined: Vec<(String, Span, bool)>,
}

struct OpenLink {
    reference: Option<ReferenceIndex>,
    text_start: usize,
    /// The words that stand for an id, until they are written.
    name: Option<String>,
    /// Its words are no words of the text: a citation's, or an id.
    silent: bool,
}

struct Picture {
    address: String,
    caption: String,
    alt: String,
    source: Span,
}

impl Walk<'_> {
    pub(super) fn inline_event(&mut self, event: &Event<'_>, source: Span) {
        if let Some(picture) = &mut self.inline.picture {
            match event {
                Event::Text(text) | Event::Code(text) => picture.alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => picture.alt.push(' '),
                _ => {}
            }
            return;
        }
        if let Some(name) = self.inline.link.as_mut().and_then(|link| link.name.take()) {
            self.words(&name, source);
        }
        if self.inline.link.as_ref().is_some_and(|link| link.silent) {
            return;
        }
        match event {
            Event::Text(text) => {
                self.check_text(text, source);
                self.words(text, source);
            }
            Event::Code(text) => {
                self.html("<code>");
                let start = self.body.text.len();
                self.words(text, self.inside_ticks(source));
                self.body.closed.push(Span::new(start, self.body.text.len()));
                self.html("</code>");
            }
            Event::SoftBreak => self.words(" ", source),
            Event::HardBreak => {
                self.need_block(source);
                self.body.text.push(' ');
                self.html("<br>");
            }
            Event::InlineHtml(html) => self.inline_html(html, source),
            Event::FootnoteReference(label) => self.footnote_mark(label, source),
            Event::TaskListMarker(done) => self.html(match done {
                true => "<span class=\"task\" role=\"img\" aria-label=\"done\">☑</span> ",
                false => "<span class=\"task\" role=\"img\" aria-label=\"to do\">☐</span> ",
            }),
            _ => {}
        }
    }

    fn html(&mut self, html: &'static str) {
        self.push(Piece::Html(Cow::Borrowed(html)));
    }

    /// Adds words to the text, and a piece that shows them.
    fn words(&mut self, text: &str, source: Span) {
        self.need_block(source);
        let start = self.body.text.len();
        self.body.text.push_str(text);
        let source = self.inline.fixed_source.unwrap_or(source);
        self.body.runs.push((start as u32, source.start));
        let span = Span::new(start, self.body.text.len());
        match self.pieces().last_mut() {
            Some(Piece::Text(last)) if last.end == span.start => last.end = span.end,
            _ => self.push(Piece::Text(span)),
        }
    }

    /// Reports what Markdown left as text because it is not what its author meant: a mark
    /// without a footnote, a link around a link.
    fn check_text(&mut self, text: &str, source: Span) {
        let before = self.body.text.chars().next_back();
        if let Some(label) = text.strip_prefix('^')
            && before == Some('[')
            && !label.is_empty()
            && self.block_has_words()
        {
            let is_of_line = self.inline.fixed_source.is_some();
            self.inline.undefined.push((label.to_owned(), source, is_of_line));
        }
        if let Some(rest) = text.strip_prefix('(')
            && before == Some(']')
            && let Some((address, _)) = rest.split_once(')')
            && !address.is_empty()
            && !address.contains(char::is_whitespace)
            && address.contains([':', '/', '#'])
            && matches!(self.pieces().iter().rev().nth(1), Some(Piece::Close(_)))
        {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::NestedLink,
                    self.path,
                    source,
                    "a link stands inside the words of this link",
                )
                .help("end the outer link before the inner one begins; links cannot nest"),
            );
        }
    }

    pub(super) fn start_inline(&mut self, tag: &Tag<'_>, source: Span) {
        match tag {
            Tag::Image { dest_url, title, .. } => {
                self.inline.picture = Some(Picture {
                    address: dest_url.to_string(),
                    caption: title.to_string(),
                    alt: String::new(),
                    source,
                });
            }
            _ if self.inline.picture.is_some() => {}
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(*link_type, dest_url, title, source);
            }
            _ => {
                self.need_block(source);
                self.html(match tag {
                    Tag::Emphasis => "<em>",
                    Tag::Strong => "<strong>",
                    Tag::Strikethrough => "<del>",
                    Tag::Superscript => "<sup>",
                    Tag::Subscript => "<sub>",
                    _ => "",
                });
            }
        }
    }

    pub(super) fn end_inline(&mut self, tag: TagEnd, source: Span) {
        match tag {
            TagEnd::Image => self.end_picture(),
            _ if self.inline.picture.is_some() => {}
            TagEnd::Link => self.end_link(),
            TagEnd::Emphasis => self.html("</em>"),
            TagEnd::Strong => self.html("</strong>"),
            TagEnd::Strikethrough => self.html("</del>"),
            TagEnd::Superscript => self.html("</sup>"),
            TagEnd::Subscript => self.html("</sub>"),
            _ => self.need_block(source),
        }
    }

    fn add_reference(&mut self, kind: ReferenceKind, source: Span) -> ReferenceIndex {
        let at = self.body.text.len();
        let source = self.inline.fixed_source.unwrap_or(source);
        let block = self.block_index();
        self.body.references.push(Reference {
            source,
            text: Span::new(at, at),
            block,
            kind,
            is_laid_over: false,
        });
        (self.body.references.len() - 1) as ReferenceIndex
    }

    fn start_link(&mut self, link_type: LinkType, address: &CowStr<'_>, title: &str, source: Span) {
        self.need_block(source);
        let text_start = self.body.text.len();
        if let Some(group) = address.strip_prefix(CITATION) {
            self.drop_space();
            let reference =
                self.add_reference(ReferenceKind::Citation(citations::parse_group(group)), source);
            self.push(Piece::Hole(reference));
            self.inline.link = Some(OpenLink { reference: None, text_start, name: None, silent: true });
            return;
        }
        let mut name = None;
        let kind = match link_type {
            LinkType::WikiLink { has_pothole } => {
                let target = target::wikilink(address, &self.setting.config.kinds);
                name = target.id().filter(|_| !has_pothole).map(name_of_id);
                ReferenceKind::Mention(target, Attributes { by_id: name.is_some(), ..Attributes::default() })
            }
            LinkType::Email => ReferenceKind::External(format!("mailto:{address}")),
            _ => self.link_kind(address, title, source),
        };
        let reference = self.add_reference(kind, source);
        self.push(Piece::Open(reference));
        let silent = name.is_some();
        self.inline.link = Some(OpenLink { reference: Some(reference), text_start, name, silent });
    }

    /// Takes back a space at the end of the words: a citation's words are none of the text, and
    /// “… in 2015 .” would be left.
    fn drop_space(&mut self) {
        let end = self.body.text.len() as u32;
        if self.body.text.ends_with(' ')
            && let Some(Piece::Text(last)) = self.pieces().last_mut()
            && last.end == end
        {
            last.end -= 1;
            if last.is_empty() {
                self.pieces().pop();
            }
            self.body.text.pop();
        }
    }

    pub(super) fn link_kind(&mut self, address: &str, title: &str, source: Span) -> ReferenceKind {
        match target::meaning(address, self.setting.config) {
            Meaning::Mention(target) => ReferenceKind::Mention(target, self.attributes(title, source)),
            Meaning::Date(value) => {
                let attributes = self.attributes(title, source);
                match When::parse(&value) {
                    Ok(when) => ReferenceKind::Date(when, attributes),
                    Err(error) => {
                        self.diagnostics.push(dates::invalid(self.path, source, &value, &error.message));
                        ReferenceKind::Nothing
                    }
                }
            }
            Meaning::Internal(link) => match target::entity_file(self.path, &link) {
                Some(file) => {
                    ReferenceKind::Mention(super::body::Target::File(file), self.attributes(title, source))
                }
                None => ReferenceKind::Link(link),
            },
            Meaning::Remote(remote, id) => ReferenceKind::Remote { remote, id: percent_decode(&id) },
            Meaning::External(address) => ReferenceKind::External(address),
            Meaning::UnknownKind(kind) => {
                let kinds = self.setting.config.kinds.names();
                let remotes = self.setting.config.remotes.keys().map(String::as_str);
                let diagnostic = Diagnostic::new(
                    Code::UnknownKind,
                    self.path,
                    source,
                    format!("there is no kind `{kind}`"),
                );
                let help = match nearest(&kind, kinds.iter().copied().chain(remotes)) {
                    Some(near) => format!("did you mean `{near}:…`?"),
                    None => format!("the kinds of this site are {}", kinds.join(", ")),
                };
                self.diagnostics.push(diagnostic.help(help));
                ReferenceKind::Nothing
            }
            Meaning::Unsafe(reason) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::UnsafeUrl, self.path, source, reason)
                        .help("link to http, https, mailto, tel or doi addresses, to files, or to entities"),
                );
                ReferenceKind::Nothing
            }
        }
    }

    fn attributes(&mut self, title: &str, source: Span) -> Attributes {
        target::attributes(title).unwrap_or_else(|(part, reason)| {
            let message = match part.split_once('=') {
                Some((name, value)) => format!("“{}” is no value of `{}`", value.trim(), name.trim()),
                None => format!("`{part}` is not an attribute of this link"),
            };
            self.diagnostics
                .push(Diagnostic::new(Code::UnknownAttribute, self.path, source, message).help(reason));
            Attributes::default()
        })
    }

    fn end_link(&mut self) {
        let Some(link) = self.inline.link.take() else { return };
        let Some(at) = link.reference else { return };
        let text = Span::new(link.text_start, self.body.text.len());
        self.body.closed.push(text);
        self.push(Piece::Close(at));
        let reference = &mut self.body.references[at as usize];
        reference.text = text;
        if let ReferenceKind::Date(when, _) = &reference.kind {
            let words = &self.body.text[text.range()];
            let before = &self.body.text[..text.start as usize];
            let near = before.floor_char_boundary(before.len().saturating_sub(dates::REACH));
            let context = before[near..].rsplit('\n').next().unwrap_or_default();
            if let Some(diagnostic) = dates::check(self.path, reference.source, context, words, when) {
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.inline.picture.take() else { return };
        self.need_block(picture.source);
        if picture.alt.trim().is_empty() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MissingAlt,
                    self.path,
                    picture.source,
                    "this picture has no description",
                )
                .help("say between the brackets what it shows, for those who cannot see it"),
            );
        }
        let is_elsewhere = picture.address.contains(':') || picture.address.starts_with("//");
        if !is_elsewhere && credit_in(&picture.caption).is_none() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MissingCredit,
                    self.path,
                    picture.source,
                    "this picture does not say whose it is",
                )
                .help("end its title with the credit, as in `\"The signing. Photo: Ana Brandt\"`"),
            );
        }
        let kind =
            ReferenceKind::Picture { address: picture.address, alt: picture.alt, caption: picture.caption };
        let reference = self.add_reference(kind, picture.source);
        self.push(Piece::Hole(reference));
    }

    fn footnote_mark(&mut self, label: &str, source: Span) {
        self.need_block(source);
        let annotation = self.annotation_of(label);
        let marks = &mut self.body.annotations[annotation as usize].marks;
        *marks += 1;
        let number = *marks;
        let reference = self.add_reference(ReferenceKind::Mark(annotation, number), source);
        self.push(Piece::Hole(reference));
    }

    /// Where the words of inline code stand: within its backticks, and within one space on either side, which
    /// CommonMark strips where both are there and something else is too.
    fn inside_ticks(&self, source: Span) -> Span {
        let code = self.text.get(source.range()).unwrap_or_default();
        let ticks = code.bytes().take_while(|byte| *byte == b'`').count();
        let inner = code.get(ticks..code.len().saturating_sub(ticks)).unwrap_or_default();
        let is_space = |byte: Option<u8>| matches!(byte, Some(b' ' | b'\n'));
        let is_padded =
            is_space(inner.bytes().next()) && is_space(inner.bytes().last()) && !inner.trim().is_empty();
        Span { start: source.start + ticks as u32 + u32::from(is_padded), end: source.end }
    }

    fn inline_html(&mut self, html: &str, source: Span) {
        self.need_block(source);
        if let Some(id) = raw_html::anchor_of(html) {
            self.set_explicit_id(&id, source);
            return;
        }
        match raw_html::inline(html, &mut self.inline.elements) {
            Some(clean) => {
                // Closing tags and comments may go without a word.
                let is_opening = !html.starts_with("</") && !clean.is_empty();
                if is_opening && raw_html::lost_something(html, &clean) {
                    self.diagnostics.push(raw_html::diagnostic(self.path, source, html));
                }
                self.push(Piece::Html(clean));
            }
            None => self.diagnostics.push(raw_html::diagnostic(self.path, source, html)),
        }
    }

    /// Reports the footnote marks that have no footnote.
    pub(super) fn report_undefined(&mut self) {
        for (label, source, is_of_line) in std::mem::take(&mut self.inline.undefined) {
            let labels = self.defined_labels();
            let diagnostic = Diagnostic::new(
                Code::UndefinedFootnote,
                self.path,
                source,
                format!("the mark `[^{label}]` has no footnote"),
            );
            let help = match nearest(&label, labels) {
                _ if is_of_line => "a key judgement marks no notes: cite its source there, or mark the note in the text".to_owned(),
                Some(near) if near == label => {
                    "a note beside the brief marks footnotes of its own file: write this one there, with another label"
                        .to_owned()
                }
                Some(near) => format!("did you mean `[^{near}]`?"),
                None => format!("add a line `[^{label}]: …`"),
            };
            self.diagnostics.push(diagnostic.help(help));
        }
    }
}

/// The path that a percent-encoded link means; what is not valid stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = (first == b'%').then(|| tail.get(..2)).flatten();
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
