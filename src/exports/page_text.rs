//! The text of a published page: what a browser gives as `document.body.textContent` before any script
//! has run, and where in it the page's elements with ids stand.
//!
//! 1. The tokenizer of HTML reads the page, so that characters are told as a browser tells them.
//! 2. From `<body>` on all characters are the text: also those of drawings and scripts, not those of
//!    comments and of `<template>`.
//! 3. Marks of notes and citations stand in the text of a page and not in its author's: their
//!    places are kept, to find an author's words among the page's.

use rustc_hash::FxHashMap;

use crate::markup::{self, Mode, Tag, mode_in};
use crate::span::Span;

/// The text of a page. All spans are of its bytes.
#[derive(Debug, Default)]
pub struct PageText {
    /// The text.
    pub(super) text: String,
    /// Where elements stand, by their ids.
    pub(super) places: FxHashMap<String, Span>,
    /// What is not of the author's own words, in order; no two overlap.
    pub(super) apart: Vec<Span>,
}

impl PageText {
    /// The text of a page's HTML.
    pub(super) fn of(html: &str) -> Self {
        let mut reading = Reading::default();
        markup::read(html, &mut reading);
        while !reading.open.is_empty() {
            reading.pop();
        }
        reading.page
    }
}

impl PageText {
    /// The index of the first part that is not of the author's own words and ends after `start`.
    pub(super) fn apart_from(&self, start: u32) -> usize {
        self.apart.partition_point(|span| span.end <= start)
    }
}

/// Takes the tags and texts of a page.
#[derive(Default)]
struct Reading {
    page: PageText,
    open: Vec<Element>,
    in_body: bool,
    /// How many of the open elements are drawings, in which tags have other rules.
    drawings: usize,
    templates: usize,
    /// How many of the open elements are not of the author's own words.
    apart: usize,
    /// Whether a line feed right here is dropped: the first of a `<pre>`.
    skips_line_feed: bool,
}

/// An open element.
struct Element {
    name: String,
    id: Option<String>,
    start: u32,
    is_apart: bool,
}

impl markup::Reading for Reading {
    fn start(&mut self, tag: &Tag) -> Option<Mode> {
        let name = tag.name();
        self.skips_line_feed = matches!(name, "pre" | "textarea" | "listing") && self.drawings == 0;
        self.in_body |= name == "body";
        let is_void = VOID.contains(&name) || (tag.is_self_closing && self.drawings > 0);
        let mut classes = tag.get("class").unwrap_or_default().split(' ');
        let is_apart = name == "aside" || classes.any(|class| class == "m" || class == "cite");
        self.open.push(Element {
            name: name.to_owned(),
            id: tag.get("id").map(str::to_owned),
            start: self.page.text.len() as u32,
            is_apart,
        });
        self.apart += usize::from(is_apart);
        self.drawings += usize::from(is_drawing(name));
        self.templates += usize::from(name == "template");
        if is_void {
            self.pop();
        }
        mode_in(name).filter(|_| self.drawings == 0)
    }

    fn end(&mut self, name: &str) {
        self.skips_line_feed = false;
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else { return };
        while self.open.len() > at {
            self.pop();
        }
    }

    fn text(&mut self, text: &str) {
        let skips = std::mem::take(&mut self.skips_line_feed);
        if self.in_body && self.templates == 0 {
            let text = text.strip_prefix('\n').filter(|_| skips).unwrap_or(text);
            self.page.text.push_str(text);
        }
    }
}

impl Reading {
    fn pop(&mut self) {
        let Some(element) = self.open.pop() else { return };
        self.drawings -= usize::from(is_drawing(&element.name));
        self.templates -= usize::from(element.name == "template");
        let span = Span { start: element.start, end: self.page.text.len() as u32 };
        if element.is_apart {
            self.apart -= 1;
            if self.apart == 0 {
                self.page.apart.push(span);
            }
        }
        if let Some(id) = element.id {
            self.page.places.entry(id).or_insert(span);
        }
    }
}

fn is_drawing(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_that_of_a_browser() {
        let html = "<!doctype html><html><head><title>T</title></head>\n<body class=x>\n<p id=a>A &amp; &hellip; &#x1F600;<br>b\
                    <a class=\"m note\" id=mark href=#n>1</a></p><!-- no --><pre>\n\nc</pre><template>no</template>\
                    <script>if (a < b) {}</script><svg><title>s</title><path d=\"\"/></svg></body></html>";
        let page = PageText::of(html);
        assert_eq!(page.text, "\nA & … 😀b1\ncif (a < b) {}s");
        let place = |id: &str| &page.text[page.places[id].range()];
        assert_eq!((place("a"), place("mark")), ("A & … 😀b1", "1"));
        assert_eq!(page.apart, [page.places["mark"]]);
    }
}
