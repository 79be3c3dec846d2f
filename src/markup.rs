//! HTML as a browser's tokenizer tells it apart: tags and texts.
//!
//! 1. The tokenizer gives a page in small pieces, which are put together into whole tags and texts.
//! 2. A [`Reading`] takes these, and says of a start tag how what follows is to be read ([`mode_in`]).
//! 3. Comments, the document type and NUL characters between tags are passed over, as browsers do.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

/// How what follows a start tag is read, where it is not tags and texts.
pub(crate) type Mode = State;

/// Takes the tags and texts of a page, in order.
pub(crate) trait Reading {
    /// A start tag.
    fn start(&mut self, tag: &Tag) -> Option<Mode>;

    /// An end tag.
    fn end(&mut self, name: &str);

    /// A text with the characters that references stand for; texts that follow one another are parts of one.
    fn text(&mut self, text: &str);
}

/// How what is in an element of HTML is read.
pub(crate) fn mode_in(name: &str) -> Option<Mode> {
    match name {
        "script" => Some(Mode::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Mode::RawText),
        "title" | "textarea" => Some(Mode::RcData),
        "plaintext" => Some(Mode::PlainText),
        _ => None,
    }
}

/// Gives the tags and texts of a page to `reading`.
pub(crate) fn read(html: &str, reading: &mut impl Reading) {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let pieces = Pieces { reading, text: Vec::new(), tag: Tag::default(), last_start: Vec::new() };
    let Ok(()) = Tokenizer::new_with_emitter(html, pieces).finish();
}

/// A tag. Its parts stand one after another in one buffer, which the next tag takes over.
#[derive(Default)]
pub(crate) struct Tag {
    bytes: Vec<u8>,
    name_end: usize,
    /// Where the name and the value of each attribute end.
    attributes: Vec<(usize, usize)>,
    is_end: bool,
    /// Whether it ends with `/>`.
    pub(crate) is_self_closing: bool,
}

impl Tag {
    /// The name, in lower case.
    pub(crate) fn name(&self) -> &str {
        text(&self.bytes[..self.name_end])
    }

    /// The attributes with their values. Of two with one name browsers know the first.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts().map(|(name, value)| (text(name), text(value)))
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parts().find(|(known, _)| *known == name.as_bytes()).map(|(_, value)| text(value))
    }

    fn parts(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let starts = std::iter::once(self.name_end).chain(self.attributes.iter().map(|(_, end)| *end));
        let ends = self.attributes.iter();
        starts.zip(ends).map(|(start, &(name, end))| (&self.bytes[start..name], &self.bytes[name..end]))
    }

    fn begin(&mut self, is_end: bool) {
        self.bytes.clear();
        self.name_end = 0;
        self.attributes.clear();
        self.is_end = is_end;
        self.is_self_closing = false;
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a text is cut only where a character ends")
}

/// Puts the pieces together.
struct Pieces<'a, R> {
    reading: &'a mut R,
    text: Vec<u8>,
    tag: Tag,
    /// The name of the last start tag: only its end ends what is not read as tags.
    last_start: Vec<u8>,
}

impl<R: Reading> Pieces<'_, R> {
    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.reading.text(text(&self.text));
            self.text.clear();
        }
    }
}

impl<R: Reading> Emitter for Pieces<'_, R> {
    type Token = Infallible;

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_string(&mut self, piece: &[u8]) {
        if piece != b"\0" {
            self.text.extend_from_slice(piece);
        }
    }

    fn emit_eof(&mut self) {
        self.end_text();
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(true);
    }

    fn push_tag_name(&mut self, piece: &[u8]) {
        self.tag.bytes.extend_from_slice(piece);
        self.tag.name_end = self.tag.bytes.len();
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn init_attribute(&mut self) {
        let end = self.tag.bytes.len();
        self.tag.attributes.push((end, end));
    }

    fn push_attribute_name(&mut self, piece: &[u8]) {
        self.push_attribute_value(piece);
        if let Some((name, end)) = self.tag.attributes.last_mut() {
            *name = *end;
        }
    }

    fn push_attribute_value(&mut self, piece: &[u8]) {
        self.tag.bytes.extend_from_slice(piece);
        if let Some((_, end)) = self.tag.attributes.last_mut() {
            *end = self.tag.bytes.len();
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_text();
        if self.tag.is_end {
            self.reading.end(self.tag.name());
            return None;
        }
        self.last_start.clear();
        self.last_start.extend_from_slice(self.tag.name().as_bytes());
        self.reading.start(&self.tag)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && self.tag.name().as_bytes() == self.last_start
    }

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn emit_current_comment(&mut self) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn emit_current_doctype(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes down what it takes.
    #[derive(Default)]
    struct Notes(Vec<String>);

    impl Reading for Notes {
        fn start(&mut self, tag: &Tag) -> Option<Mode> {
            let attributes: Vec<_> = tag.attributes().collect();
            self.0.push(format!("<{} {attributes:?} {}", tag.name(), tag.is_self_closing));
            mode_in(tag.name())
        }

        fn end(&mut self, name: &str) {
            self.0.push(format!("/{name}"));
        }

        fn text(&mut self, text: &str) {
            self.0.push(text.to_owned());
        }
    }

    #[test]
    fn tags_and_texts_are_whole() {
        let html = "\u{feff}<!doctype html><P ID=a&amp;é x='ф' y/>1 &lt; \0😀\r\n<!-- - -->&ampx</p x><b";
        let mut notes = Notes::default();
        read(html, &mut notes);
        let told = [r#"<p [("id", "a&é"), ("x", "ф"), ("y", "")] true"#, "1 < 😀\n&x", "/p"];
        assert_eq!(notes.0, told);
    }

    #[test]
    fn tags_in_scripts_and_titles_are_texts() {
        let html = "<script>a</b><!--<script></script>--></script ><title>&amp;<b></TITLE><style>&amp;</style>\
                    <plaintext></plaintext>";
        let mut notes = Notes::default();
        read(html, &mut notes);
        let told = [
            "<script [] false",
            "a</b><!--<script></script>-->",
            "/script",
            "<title [] false",
            "&<b>",
            "/title",
            "<style [] false",
            "&amp;",
            "/style",
            "<plaintext [] false",
            "</plaintext>",
        ];
        assert_eq!(notes.0, told);
    }
}
