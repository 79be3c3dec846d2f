//! The elements and texts of a page, as a flat list of nodes that know their parents.

use crate::markup::{self, Mode, Reading, Tag, mode_in};

/// Elements deeper than this stand in the one at this depth.
const DEEPEST: usize = 200;

/// An element or a text.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The name of an element; empty of a text.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) parent: usize,
    /// The node after all that are in this one.
    pub(super) end: usize,
}

impl Node {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }
}

/// A page. Nodes stand in the order of the page, those within an element right after it.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// Reads a page.
    pub(super) fn parse(html: &str) -> Self {
        let root = Node { name: "#root".to_owned(), ..Node::default() };
        let mut growing = Growing { nodes: vec![root], open: Vec::new() };
        markup::read(html, &mut growing);
        while !growing.open.is_empty() {
            growing.close();
        }
        let end = growing.nodes.len();
        growing.nodes[0].end = end;
        Self { nodes: growing.nodes }
    }

    /// The nodes within an element.
    pub(super) fn within(&self, at: usize) -> std::ops::Range<usize> {
        at + 1..self.nodes[at].end
    }

    /// The text within an element, with a space between blocks.
    pub(super) fn text(&self, at: usize) -> String {
        let mut text = String::new();
        for node in self.within(at).map(|at| &self.nodes[at]) {
            match node.is_text() {
                true => text.push_str(&node.text),
                false if !is_inline(&node.name) => text.push(' '),
                false => {}
            }
        }
        super::super::article::one_line(&text)
    }
}

/// Whether an element stands within a line.
pub(super) fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 39] = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "ins", "kbd", "label", "mark", "math", "nobr", "q", "ruby", "rp", "rt", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
    ];
    INLINE.contains(&name)
}

/// A tree that grows.
struct Growing {
    nodes: Vec<Node>,
    /// The open elements, the innermost last.
    open: Vec<usize>,
}

impl Reading for Growing {
    fn start(&mut self, tag: &Tag) -> Option<Mode> {
        let name = tag.name();
        self.imply_ends(name);
        let attributes = tag.attributes().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let at =
            self.push(Node { name: name.to_owned(), attributes: attributes.collect(), ..Node::default() });
        if !is_void(name) && !tag.is_self_closing && self.open.len() < DEEPEST {
            self.open.push(at);
        }
        let is_of_drawing = matches!(name, "title" | "textarea") && self.is_in("svg");
        mode_in(name).filter(|_| !is_of_drawing)
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|at| self.nodes[*at].name == name) else { return };
        // An inline end does not close blocks.
        let crosses = is_inline(name)
            && name != "math"
            && self.open[at..].iter().any(|at| !is_inline(&self.nodes[*at].name));
        if crosses {
            return;
        }
        while self.open.len() > at {
            self.close();
        }
    }

    fn text(&mut self, text: &str) {
        // The tokenizer cuts texts at will; one node takes what belongs together.
        let parent = self.open.last().copied().unwrap_or(0);
        let last = self.nodes.len() - 1;
        match self.nodes.last_mut() {
            Some(node) if node.is_text() && node.parent == parent && last > 0 => node.text.push_str(text),
            _ => {
                self.push(Node { text: text.to_owned(), ..Node::default() });
            }
        }
    }
}

impl Growing {
    fn push(&mut self, node: Node) -> usize {
        let at = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or(0);
        self.nodes.push(Node { parent, end: at + 1, ..node });
        at
    }

    fn is_in(&self, name: &str) -> bool {
        self.open.iter().any(|at| self.nodes[*at].name == name)
    }

    /// Ends the paragraph or the item that a new element cannot stand in.
    fn imply_ends(&mut self, name: &str) {
        // What a formula or a drawing is made of stands in the paragraph, and a paragraph never in a formula.
        if self.is_in("svg") {
            return;
        }
        if let Some(formula) = self.open.iter().position(|at| self.nodes[*at].name == "math") {
            if !ends_formula(name) {
                return;
            }
            while self.open.len() > formula {
                self.close();
            }
        }
        let ended: &[&str] = match name {
            "li" => &["li", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "tr" => &["tr", "td", "th"],
            "td" | "th" => &["td", "th"],
            name if !is_inline(name)
                && !is_void(name)
                && !matches!(name, "button" | "svg" | "script" | "style") =>
            {
                &["p"]
            }
            _ => return,
        };
        // What is open further out than a list or a table stays.
        let bound = self.open.iter().rposition(|at| {
            matches!(
                self.nodes[*at].name.as_str(),
                "ul" | "ol" | "table" | "blockquote" | "div" | "section" | "article"
            )
        });
        let from = bound.map_or(0, |at| at + 1);
        let found = self.open[from..].iter().position(|at| ended.contains(&self.nodes[*at].name.as_str()));
        if let Some(at) = found {
            while self.open.len() > from + at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let Some(at) = self.open.pop() else { return };
        self.nodes[at].end = self.nodes.len();
    }
}

/// Whether an element cannot stand in a formula, which then was not closed.
fn ends_formula(name: &str) -> bool {
    let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let is_of_rows = matches!(name, "ul" | "ol" | "li" | "table" | "tr" | "td" | "th");
    is_heading || is_of_rows || matches!(name, "p" | "div" | "blockquote" | "section" | "article" | "main")
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ];
    VOID.contains(&name)
}
