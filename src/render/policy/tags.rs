//! The start tags of HTML with Tera's marks in it: as much as the policy needs to know of a template.

use std::ops::Range;

/// Tera's marks, and comments: what stands between is no HTML.
const PASSED_OVER: [(&str, &str); 4] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<!--", "-->")];

/// A start tag.
pub(super) struct Tag<'t> {
    /// Its name, in small letters.
    pub(super) name: String,
    /// Where it begins.
    pub(super) start: usize,
    /// What stands in the element, if that is a script or style; else nothing, behind the tag.
    pub(super) content: Range<usize>,
    /// Its attributes.
    pub(super) attributes: Vec<Attribute<'t>>,
}

/// An attribute.
pub(super) struct Attribute<'t> {
    /// Its name, in small letters.
    pub(super) name: String,
    /// Its value as it stands in the template; empty where it has none.
    pub(super) value: &'t str,
    /// Name and value.
    pub(super) place: Range<usize>,
}

impl<'t> Tag<'t> {
    /// The value of an attribute.
    pub(super) fn value(&self, name: &str) -> Option<&'t str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }
}

/// The start tags of a template.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        at = if let Some(behind) = passed_over(text, at) {
            behind
        } else if rest[0] == b'<' && rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            let tag = read(text, at);
            let behind = tag.content.end;
            tags.push(tag);
            behind
        } else {
            at + 1
        };
    }
    tags
}

/// Where a mark or comment ends that begins at `at`.
fn passed_over(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let (open, close) = PASSED_OVER.iter().find(|(open, _)| rest.starts_with(open.as_bytes()))?;
    let inside = at + open.len();
    Some(text[inside..].find(close).map_or(text.len(), |length| inside + length + close.len()))
}

/// Where the characters end that `is_part` takes; what Tera's marks stand for is taken whole.
fn run(text: &str, mut at: usize, is_part: impl Fn(u8) -> bool) -> usize {
    while let Some(byte) = text.as_bytes().get(at) {
        at = match passed_over(text, at) {
            Some(behind) => behind,
            None if is_part(*byte) => at + 1,
            None => break,
        };
    }
    at
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

/// The tag that begins at `start`.
fn read(text: &str, start: usize) -> Tag<'_> {
    let of_name = |byte: u8| !is_space(byte) && byte != b'>';
    let mut at = run(text, start + 1, of_name);
    let name = text[start + 1..at].to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        at = run(text, at, is_space);
        if at >= text.len() || text.as_bytes()[at] == b'>' {
            break;
        }
        let attribute = attribute(text, at);
        at = attribute.place.end;
        attributes.push(attribute);
    }
    let inside = text.len().min(at + 1);
    let end = match name.as_str() {
        "script" | "style" => end_of(text, inside, &name),
        _ => inside,
    };
    Tag { name, start, content: inside..end, attributes }
}

fn attribute(text: &str, start: usize) -> Attribute<'_> {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let name_end = run(text, start + 1, |byte| !is_space(byte) && byte != b'>' && byte != b'=');
    let name = text[start..name_end].to_ascii_lowercase();
    let equals = run(text, name_end, |byte| byte.is_ascii_whitespace());
    if byte(equals) != Some(b'=') {
        return Attribute { name, value: "", place: start..name_end };
    }
    let at = run(text, equals + 1, |byte| byte.is_ascii_whitespace());
    let (value, end) = match byte(at).filter(|byte| matches!(byte, b'"' | b'\'')) {
        Some(quote) => {
            let close = run(text, at + 1, |byte| byte != quote);
            (at + 1..close, text.len().min(close + 1))
        }
        None => {
            let close = run(text, at, |byte| !byte.is_ascii_whitespace() && byte != b'>');
            (at..close, close)
        }
    };
    Attribute { name, value: &text[value], place: start..end }
}

/// Where the end tag of an element begins whose content is no HTML.
fn end_of(text: &str, from: usize, name: &str) -> usize {
    let mut ends = text[from..].match_indices("</").map(|(at, _)| from + at);
    ends.find(|at| {
        text.as_bytes()
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    })
    .unwrap_or(text.len())
}
