//! Stage *parse*: one file becomes a [`Document`], its syntax.
//!
//! 1. Front matter is split off and read as a tree ([`front`]).
//! 2. The rest is read as CommonMark with GFM's tables, footnotes, task lists and alerts, and
//!    wikilinks; every event knows its bytes in the file.
//! 3. `[@key, p. 3]` arrives as a link to [`CITATION`]; every other unresolved bracket is text.
//! 4. Footnotes are put after the article, in the order of their first marks, wherever the file has
//!    them (`footnotes`): where an author keeps them is not part of what the file says.
//!
//! For those who rewrite a file, [`layout`] and [`keys`](mod@keys) tell where its parts stand, and
//! [`reading`] whether it still says the same.

pub mod fields;
mod footnotes;
pub mod front;
pub mod json;
pub mod keys;
pub mod layout;
pub mod reading;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;
use front::Node;

/// The scheme under which a citation group arrives as a link.
pub const CITATION: &str = "cite:";

/// The syntax of one file.
#[derive(Debug)]
pub struct Document<'s> {
    /// The file.
    pub path: &'s SitePath,
    /// The whole text of the file, that all spans are in.
    pub text: &'s str,
    /// Front matter, where there is any that can be read.
    pub front: Option<Node>,
    /// Where the body begins.
    pub body: usize,
    /// The body's Markdown events with their bytes in the file: the article, then its footnotes.
    pub events: Vec<(Event<'s>, Span)>,
    /// What is wrong with the syntax.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a Markdown file. Whatever is wrong stands in the document's diagnostics.
pub fn parse<'s>(path: &'s SitePath, text: &'s str) -> Document<'s> {
    let mut document =
        Document { path, text, front: None, body: 0, events: Vec::new(), diagnostics: Vec::new() };
    match front::split(path, text) {
        Ok(None) => {}
        Ok(Some(head)) => {
            document.body = head.body;
            let block = &text[head.block.range()];
            if block.len() > MAX_FRONT {
                let message = "the front matter is longer than 1 MiB";
                document.diagnostics.push(
                    Diagnostic::new(Code::FileTooLarge, path, Span::new(0, 0), message)
                        .help("put the text below the front matter"),
                );
                return document;
            }
            match front::parse(path, head.language, block, head.block.start as usize) {
                Ok(node) => document.front = Some(node),
                Err(diagnostic) => document.diagnostics.push(diagnostic),
            }
        }
        Err(diagnostic) => {
            document.diagnostics.push(diagnostic);
            return document;
        }
    }
    if document.text[document.body..].len() > MAX_BODY {
        document.diagnostics.push(
            Diagnostic::new(Code::FileTooLarge, path, Span::new(0, 0), "the text is longer than 8 MiB")
                .help("split it into several files"),
        );
        return document;
    }
    let events = events(&text[document.body..], document.body);
    let found = too_many(path, &events);
    if found.is_empty() {
        document.events = footnotes::after_the_article(text, events);
    }
    document.diagnostics.extend(found);
    document
}

/// Reports what a text has more of than it may.
fn too_many(path: &SitePath, events: &[(Event<'_>, Span)]) -> Vec<Diagnostic> {
    let (mut footnotes, mut citations) = (Vec::new(), Vec::new());
    for (event, span) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => footnotes.push(*span),
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with(CITATION) => {
                citations.push(*span);
            }
            _ => {}
        }
    }
    let all = [("footnotes", MOST_FOOTNOTES, footnotes), ("citations", MOST_CITATIONS, citations)];
    let found = all.into_iter().filter_map(|(what, most, places)| {
        let first_over = *places.get(most)?;
        let message = format!("the text has {} {what}, and postil reads at most {most} in one", places.len());
        Some(
            Diagnostic::new(Code::FileTooLarge, path, first_over, message)
                .help("split it into several files"),
        )
    });
    found.collect()
}

/// The longest front matter that is read, in bytes: its tree takes some fifty times as much.
const MAX_FRONT: usize = 1 << 20;

/// The longest body that is read, in bytes: that of the longest novels, twice.
const MAX_BODY: usize = 8 << 20;

/// The most footnotes of a text: each is looked for among all words, and is shown twice.
const MOST_FOOTNOTES: usize = 10_000;

/// The most citations of a text: a citation style tells all sources of a text apart, each from each.
const MOST_CITATIONS: usize = 5_000;

/// The Markdown events of `text`, with spans moved right by `offset`.
pub fn events(text: &str, offset: usize) -> Vec<(Event<'_>, Span)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    Parser::new_with_broken_link_callback(text, options, Some(citation))
        .into_offset_iter()
        .map(|(event, range)| (event, Span::from(range).shifted(offset)))
        .collect()
}

/// Takes `[@key]`, `[see @key, p. 3]` and the like for citations.
#[expect(clippy::needless_pass_by_value, reason = "the parser's callback hands the link over")]
fn citation<'s>(link: BrokenLink<'s>) -> Option<(CowStr<'s>, CowStr<'s>)> {
    let reference = link.reference.as_ref();
    let cites = reference.match_indices('@').any(|(at, _)| {
        let before = reference[..at].chars().next_back();
        let after = reference[at + 1..].chars().next();
        before.is_none_or(char::is_whitespace) && after.is_some_and(char::is_alphanumeric)
    });
    cites.then(|| (CowStr::from(format!("{CITATION}{reference}")), CowStr::Borrowed("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        events(text, 0)
            .into_iter()
            .filter_map(|(event, _)| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn citations_are_links_and_other_brackets_are_text() {
        assert_eq!(
            links("[@a_b, p. 3; @c] [sic] [see @d] [a@b.org]"),
            ["cite:@a_b, p. 3; @c", "cite:see @d"]
        );
    }

    #[test]
    fn a_rule_after_the_front_matter_stays_a_rule() {
        let path = SitePath::new("content/a.md");
        let document = parse(&path, "---\ntitle: x\n---\na\n\n---\n\nb\n\n---\n");
        assert_eq!(document.events.iter().filter(|(event, _)| *event == Event::Rule).count(), 2);
        assert!(document.front.is_some());
    }
}
