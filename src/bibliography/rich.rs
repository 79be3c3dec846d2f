//! Formatted text: the processor's elements as our own HTML, and as plain text.

use std::ops::Range;

use citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::read::is_web;
use crate::escape::escape_into;
use crate::words::language_attributes;

/// A formatted text. The HTML has no styles and no scripts in it: `cite`, `em`, `b`, `u`, `sup`,
/// `sub`, `a` to http and https addresses, and `span` with the classes `small-caps`,
/// `reference-number`, `reference-block` and `reference-indent`, or with the language of a title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Rich {
    /// As HTML for the inside of a paragraph; all text is escaped.
    pub html: String,
    /// As plain text.
    pub text: String,
}

/// What goes round one item of a citation.
pub(super) type Around<'a> = &'a dyn Fn(usize) -> (String, String);

/// Writes elements as [`Rich`].
pub(super) struct Writer<'a> {
    /// Whether a text in italics is the title of a work.
    pub(super) is_title: &'a dyn Fn(&str) -> bool,
    /// Titles in another language than the style's, each with the tag of its language.
    pub(super) foreign: Vec<(&'a str, &'a str)>,
    /// Whether addresses become links.
    pub(super) links: bool,
    /// What goes before and after the item of a citation with this index.
    pub(super) around: Around<'a>,
    /// What has been written.
    pub(super) rich: Rich,
}

impl Rich {
    /// Text without any form.
    pub(super) fn plain(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push(text);
        rich
    }

    /// Whether there is a letter or digit in it.
    pub(super) fn says_something(&self) -> bool {
        self.text.contains(char::is_alphanumeric)
    }

    /// Appends text to both forms.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        escape_into(&mut self.html, text);
    }
}

impl Writer<'_> {
    /// Writes the elements in turn.
    pub(super) fn write_all(&mut self, children: &ElemChildren) {
        children.0.iter().for_each(|child| self.write(child));
    }

    /// Writes an element.
    pub(super) fn write(&mut self, child: &ElemChild) {
        match child {
            ElemChild::Text(text) => self.write_text(&text.text, text.formatting),
            ElemChild::Link { text, url } if self.links && is_web(url) => {
                self.rich.html.push_str("<a href=\"");
                escape_into(&mut self.rich.html, url);
                self.rich.html.push_str("\">");
                self.write_text(&text.text, text.formatting);
                self.rich.html.push_str("</a>");
            }
            ElemChild::Link { text, .. } => self.write_text(&text.text, text.formatting),
            ElemChild::Markup(text) => self.rich.push(text),
            ElemChild::Transparent { .. } => {}
            ElemChild::Elem(elem) => {
                let class = match elem.display {
                    Some(Display::Block) => Some("reference-block"),
                    Some(Display::Indent) => Some("reference-indent"),
                    _ => None,
                };
                let (before, after) = match elem.meta {
                    Some(ElemMeta::Entry(at)) => (self.around)(at),
                    _ => Default::default(),
                };
                if let Some(class) = class {
                    self.rich.html.push_str(&format!("<span class=\"{class}\">"));
                    self.space();
                }
                self.rich.push(&before);
                self.write_all(&elem.children);
                self.rich.push(&after);
                if class.is_some() {
                    self.rich.html.push_str("</span>");
                }
            }
        }
    }

    /// Sets a block off in plain text.
    fn space(&mut self) {
        if !self.rich.text.is_empty() && !self.rich.text.ends_with(char::is_whitespace) {
            self.rich.text.push(' ');
        }
    }

    /// Writes words, a title in another language as such.
    fn write_words(&mut self, text: &str) {
        let found = self.foreign.iter().find_map(|(title, tag)| Some((place_of(title, text)?, *tag)));
        let Some((place, tag)) = found else { return self.rich.push(text) };
        self.rich.push(&text[..place.start]);
        self.rich.html.push_str(&format!("<span{}>", language_attributes(tag)));
        self.rich.push(&text[place.clone()]);
        self.rich.html.push_str("</span>");
        self.rich.push(&text[place.end..]);
    }

    fn write_text(&mut self, text: &str, formatting: Formatting) {
        let is_italic = formatting.font_style == FontStyle::Italic;
        let italics =
            if is_italic && (self.is_title)(text) { ("<cite>", "</cite>") } else { ("<em>", "</em>") };
        let marks = [
            (formatting.vertical_align == VerticalAlign::Sup, ("<sup>", "</sup>")),
            (formatting.vertical_align == VerticalAlign::Sub, ("<sub>", "</sub>")),
            (formatting.font_weight == FontWeight::Bold, ("<b>", "</b>")),
            (formatting.text_decoration == TextDecoration::Underline, ("<u>", "</u>")),
            (formatting.font_variant == FontVariant::SmallCaps, ("<span class=\"small-caps\">", "</span>")),
            (is_italic, italics),
        ];
        let marks = marks.iter().filter(|(applies, _)| *applies && !text.trim().is_empty());
        marks.clone().for_each(|(_, (open, _))| self.rich.html.push_str(open));
        self.write_words(text);
        marks.rev().for_each(|(_, (_, close))| self.rich.html.push_str(close));
    }
}

/// Where a title stands in a text, in whatever capitals and quotation marks the style has set it.
fn place_of(title: &str, text: &str) -> Option<Range<usize>> {
    let letters = |text: &str| -> Vec<(usize, usize, char)> {
        let letters = text.char_indices().filter(|(_, character)| character.is_alphanumeric());
        letters
            .flat_map(|(at, character)| {
                character.to_lowercase().map(move |lower| (at, at + character.len_utf8(), lower))
            })
            .collect()
    };
    let (title, text) = (letters(title), letters(text));
    let is_title = |at: &&[(usize, usize, char)]| at.iter().zip(&title).all(|(a, b)| a.2 == b.2);
    let found = text.windows(title.len().max(1)).filter(|_| !title.is_empty()).find(is_title)?;
    Some(found.first()?.0..found.last()?.1)
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn a_title_is_found_as_a_style_has_set_it() {
        for (title, text, found) in [
            ("Доклад о портах", "«ДОКЛАД О ПОРТАХ», 2016", Some("ДОКЛАД О ПОРТАХ")),
            ("The \"Lind\" today", "See “The ‘Lind’ Today”.", Some("The ‘Lind’ Today")),
            ("Ports", "Port", None),
            ("—", "— a", None),
            ("", "", None),
        ] {
            assert_eq!(place_of(title, text).map(|place| &text[place]), found, "{title}");
        }
    }
}
