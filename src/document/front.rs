//! Front matter: the block of YAML or TOML at the head of a file, as a tree in which
//! every key and value knows its place.
//!
//! 1. [`split`] finds the block and the text after it, before any Markdown is parsed, since
//!    a later pair of `---` lines must stay what Markdown makes of it.
//! 2. [`parse`] reads the block. The tree keeps scalars as the author wrote them: `1994` and
//!    `no` are texts until a field of a record says otherwise.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;

/// The language that front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// YAML 1.2 between lines of `---`.
    Yaml,
    /// TOML 1.0 between lines of `+++`.
    Toml,
}

/// The head of a file: the block without its fences, and where the rest begins.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// What the block is written in.
    pub language: Language,
    /// The bytes between the fences.
    pub block: Span,
    /// The first byte after the closing fence's line.
    pub body: usize,
}

/// A value of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty value, or `~`.
    Null,
    /// A scalar: a quoted text's content, or the characters of a bare one.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<(Node, Node)>),
}

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The place; of a list or map it may be only the first character, or nothing.
    pub span: Span,
    /// The value.
    pub value: Value,
}

impl Node {
    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What the value is, for a message: “a list”.
    pub fn kind_words(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The value as JSON, for what template authors put under `extra`.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Text(text) => scalar_to_json(text),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|(key, value)| (key.as_text().unwrap_or_default().to_owned(), value.to_json()))
                .collect(),
        }
    }
}

fn scalar_to_json(text: &str) -> serde_json::Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        _ => text.parse::<i64>().map_or_else(|_| text.into(), Into::into),
    }
}

/// Finds the front matter at the head of `text`.
///
/// # Errors
/// A diagnostic where the block begins and never ends, or where something stands before it.
pub fn split(path: &SitePath, text: &str) -> Result<Option<Head>, Diagnostic> {
    let (language, fence) = match text.lines().next().map(str::trim_end) {
        Some("---") => (Language::Yaml, "---"),
        Some("+++") => (Language::Toml, "+++"),
        _ => return displaced(path, text),
    };
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence || (language == Language::Yaml && line.trim_end() == "...") {
            return Ok(Some(Head { language, block: Span::new(start, at), body: at + line.len() }));
        }
        at += line.len();
    }
    Err(Diagnostic::new(
        Code::UnclosedFrontMatter,
        path,
        Span::new(0, fence.len()),
        "the front matter begins here and never ends",
    )
    .help(format!("put a line of {fence} after its last key")))
}

/// Reports front matter below empty lines; there is none elsewhere.
fn displaced(path: &SitePath, text: &str) -> Result<Option<Head>, Diagnostic> {
    let start = text.len() - text.trim_start().len();
    let fence = ["---", "+++"].into_iter().find(|fence| text[start..].starts_with(fence));
    let (Some(fence), 1..) = (fence, start) else { return Ok(None) };
    if !matches!(split(path, &text[start..]), Ok(Some(_))) {
        return Ok(None);
    }
    let place = Span::new(start, start + fence.len());
    let message = "the front matter does not begin on the first line";
    let found = Diagnostic::new(Code::InvalidFrontMatter, path, place, message);
    Err(found.help(format!("take out what stands before `{fence}`")))
}

/// Reads a block of front matter. `offset` is where `block` begins in the file.
///
/// # Errors
/// A diagnostic at the place where the text stops being YAML or TOML.
pub fn parse(path: &SitePath, language: Language, block: &str, offset: usize) -> Result<Node, Diagnostic> {
    match language {
        Language::Yaml => parse_yaml(path, block, offset),
        Language::Toml => parse_toml(path, block, offset),
    }
}

/// How deep YAML may nest. A level of a key that is a map takes much of the stack of a thread.
pub const DEEPEST_YAML: usize = 24;

fn parse_yaml(path: &SitePath, block: &str, offset: usize) -> Result<Node, Diagnostic> {
    let options = serde_saphyr::options! { budget: serde_saphyr::budget! { max_depth: DEEPEST_YAML } };
    let node = serde_saphyr::from_str_with_options::<Node>(block, options)
        .map_err(|error| yaml_diagnostic(path, block, offset, &error))?;
    Ok(place(node, block, offset))
}

fn yaml_diagnostic(path: &SitePath, block: &str, offset: usize, error: &serde_saphyr::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| match location.span().byte_offset() {
        Some(at) => at as usize,
        None => byte_at(block, location.line() as usize, location.column() as usize),
    });
    let mut end = (at + 1).min(block.len());
    while !block.is_char_boundary(end) {
        end += 1;
    }
    let span = Span::new(at.min(end), end).shifted(offset);
    let words = error.without_snippet().to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    if let Some(key) = words.strip_prefix("duplicate mapping key: ") {
        let key = key.split(", set ").next().unwrap_or(key);
        return Diagnostic::new(
            Code::InvalidFrontMatter,
            path,
            span,
            format!("the key `{key}` stands twice"),
        )
        .help("keep one of them");
    }
    if words.starts_with("budget breached") || words.contains("recursion limit") {
        let message = "the front matter nests too deep, or holds too much";
        return Diagnostic::new(Code::InvalidFrontMatter, path, span, message)
            .help("write it flat, and without anchors and aliases");
    }
    let help = if words.starts_with("tabs disallowed") {
        "indent with spaces: YAML takes no tabs there"
    } else if words.starts_with("unclosed bracket") {
        "close it, or put the text between quotation marks"
    } else if words.starts_with("unclosed quote") {
        "end the text with the quotation mark that it begins with"
    } else {
        "put a text that begins with `@` or holds a colon, a bracket or a quotation mark between quotation marks"
    };
    Diagnostic::new(Code::InvalidFrontMatter, path, span, format!("the front matter is not YAML: {words}"))
        .help(help)
}

fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// Moves spans from the block to the file, and gives bare scalars back their own words:
/// YAML would make `no` false and `0123` a number.
fn place(mut node: Node, block: &str, offset: usize) -> Node {
    if let Value::Text(text) = &mut node.value
        && let Some(slice) = block.get(node.span.range())
        && text == BARE
    {
        *text = slice.trim().to_owned();
    }
    node.value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| place(item, block, offset)).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (place(key, block, offset), place(value, block, offset)))
                .collect(),
        ),
        other => other,
    };
    node.span = node.span.shifted(offset);
    node
}

/// Stands for a bare scalar that YAML takes for a number or a truth value, until [`place`]
/// puts in what the author wrote.
const BARE: &str = "\u{0}";

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_saphyr::Spanned::<Value>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let start = span.byte_offset().unwrap_or(0) as usize;
        Ok(Node {
            span: Span::new(start, start + span.byte_len().unwrap_or(0) as usize),
            value: spanned.value,
        })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Text(BARE.to_owned()))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Text(BARE.to_owned()))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Text(BARE.to_owned()))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Value, E> {
        Ok(Value::Text(BARE.to_owned()))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Value, E> {
        Ok(Value::Text(BARE.to_owned()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Text(BARE.to_owned()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
}

fn parse_toml(path: &SitePath, block: &str, offset: usize) -> Result<Node, Diagnostic> {
    match DeTable::parse(block) {
        Ok(table) => {
            let span = table.span();
            Ok(toml_node(Span::from(span), &DeValue::Table(table.into_inner()), block, offset))
        }
        Err(error) => {
            let span = error.span().map_or(Span::new(0, 0), Span::from).shifted(offset);
            let message = format!("the front matter is not TOML: {}", error.message());
            let help = match error.message().starts_with("invalid date") {
                true => {
                    "a date that is no whole day stands between quotation marks, as in `date = \"2016-01\"`"
                }
                false => "texts stand between quotation marks, and each key on a line of its own",
            };
            Err(Diagnostic::new(Code::InvalidFrontMatter, path, span, message).help(help))
        }
    }
}

fn toml_node(span: Span, value: &DeValue<'_>, block: &str, offset: usize) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Array(items) => Value::List(
            items.iter().map(|item| toml_node(item.span().into(), item.get_ref(), block, offset)).collect(),
        ),
        DeValue::Table(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, value)| {
                    let name = Value::Text(key.get_ref().to_string());
                    (
                        Node { span: Span::from(key.span()).shifted(offset), value: name },
                        toml_node(value.span().into(), value.get_ref(), block, offset),
                    )
                })
                .collect(),
        ),
        _ => Value::Text(block[span.range()].to_owned()),
    };
    Node { span: span.shifted(offset), value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> SitePath {
        SitePath::new("content/a.md")
    }

    fn yaml(block: &str) -> Result<Node, Diagnostic> {
        parse(&path(), Language::Yaml, block, 4)
    }

    #[test]
    fn bare_scalars_keep_their_words() {
        let node = yaml("a: no\nb: 0123\nc: 53.90\nd: 2020-03~\n").unwrap();
        let Value::Map(entries) = node.value else { panic!("a map") };
        let words: Vec<_> = entries.iter().map(|(_, value)| value.as_text().unwrap()).collect();
        assert_eq!(words, ["no", "0123", "53.90", "2020-03~"]);
        assert_eq!(entries[1].1.span, Span::new(13, 17));
    }

    #[test]
    fn a_key_that_stands_twice_is_pointed_at() {
        let diagnostic = yaml("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!(diagnostic.message, "the key `a` stands twice");
        assert_eq!(diagnostic.labels[0].location.span, Span::new(14, 15));
    }

    #[test]
    fn toml_dates_and_numbers_keep_their_words() {
        let node = parse(&path(), Language::Toml, "date = 2024-12-12\nn = 0x10\n", 4).unwrap();
        let Value::Map(entries) = node.value else { panic!("a map") };
        assert_eq!(entries[0].1.as_text(), Some("2024-12-12"));
        assert_eq!(entries[1].1.as_text(), Some("0x10"));
    }

    #[test]
    fn deep_nesting_is_an_error() {
        assert_eq!(yaml(&format!("a: {}", "[".repeat(10_000))).unwrap_err().code, Code::InvalidFrontMatter);
    }

    #[test]
    fn an_open_block_is_an_error() {
        assert_eq!(split(&path(), "---\ntitle: x\n").unwrap_err().code, Code::UnclosedFrontMatter);
        assert!(split(&path(), "text\n---\n").unwrap().is_none());
    }
}
