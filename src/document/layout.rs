//! Where the parts of a text stand in its file, for those who rewrite the file and leave all else in it as
//! it is: [`blocks`], [`links`], and the [`solid`] parts, in which white space has a meaning.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Document;
use crate::span::Span;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A list.
    List,
    /// A footnote.
    Footnote,
    /// Anything else.
    Other,
}

/// The blocks of a text that stand in no other, the footnotes last, in the order of their marks. A
/// footnote reaches to the beginning of what stands after it.
pub fn blocks(document: &Document<'_>) -> Vec<(Kind, Span)> {
    let mut blocks = Vec::new();
    let mut depth = 0_u32;
    for (event, span) in &document.events {
        let kind = match event {
            Event::Start(Tag::List(_)) => Kind::List,
            Event::Start(Tag::FootnoteDefinition(_)) => Kind::Footnote,
            _ => Kind::Other,
        };
        if depth == 0 {
            blocks.push((kind, *span));
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    blocks
}

/// Whether Markdown would join a list and the block `after` it, were nothing between them.
pub fn joins_list(document: &Document<'_>, after: (Kind, Span)) -> bool {
    super::footnotes::joins_list(document.text, after.1, after.0 == Kind::List)
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[words](address "title")`
    Inline,
    /// `[[address|words]]`
    Wiki,
    /// `[[address]]`
    BareWiki,
    /// Otherwise: by reference, an address alone, or a citation.
    Other,
}

/// A link of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub form: Form,
    /// All of it.
    pub span: Span,
    /// Its words as they are written, with their markup.
    pub words: Span,
    /// What it leads to.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Whether it stands in a table, where a `|` would end the cell.
    pub in_table: bool,
}

/// The links of a text, citations among them, in order.
pub fn links(document: &Document<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut open: Option<usize> = None;
    let mut in_table = false;
    for (event, span) in &document.events {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let form = match link_type {
                    LinkType::Inline => Form::Inline,
                    LinkType::WikiLink { has_pothole: true } => Form::Wiki,
                    LinkType::WikiLink { has_pothole: false } => Form::BareWiki,
                    _ => Form::Other,
                };
                open = Some(links.len());
                links.push(Link {
                    form,
                    span: *span,
                    words: Span { start: span.end, end: span.start },
                    address: dest_url.to_string(),
                    title: title.to_string(),
                    in_table,
                });
            }
            Event::End(TagEnd::Link) => {
                if let Some(link) = open.take().map(|at| &mut links[at]) {
                    link.words = words(document.text, link);
                }
            }
            Event::Start(Tag::Table(_)) => in_table = true,
            Event::End(TagEnd::Table) => in_table = false,
            _ => {}
        }
        // The words are what the events within reach over.
        if let Some(link) = open.map(|at| &mut links[at])
            && *span != link.span
        {
            link.words = Span { start: link.words.start.min(span.start), end: link.words.end.max(span.end) };
        }
    }
    links
}

/// The words of a link from the events within it: what begins with an escaped letter begins before it.
fn words(text: &str, link: &Link) -> Span {
    let Span { start, end } = link.words;
    if start > end {
        return Span { start: link.span.start, end: link.span.start };
    }
    match link.form {
        Form::Inline => Span { start: link.span.start + 1, end },
        _ if start > link.span.start && text[..start as usize].ends_with('\\') => {
            Span { start: start - 1, end }
        }
        _ => Span { start, end },
    }
}

/// The parts of a text in which white space at the end of a line has a meaning: code, HTML, the breaks of
/// lines, and what stands behind the words of a link. In order of their beginnings.
pub fn solid(document: &Document<'_>) -> Vec<Span> {
    let mut solid = Vec::new();
    let mut words_end = 0;
    for (event, span) in &document.events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::HardBreak => solid.push(*span),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                solid.push(Span { start: words_end.clamp(span.start, span.end), end: span.end });
            }
            _ => {}
        }
        words_end = span.end;
    }
    solid.sort_unstable();
    solid
}
