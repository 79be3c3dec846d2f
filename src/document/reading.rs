//! Whether two texts say the same, whatever their white space, the order of the keys in their front
//! matter, and where they keep their footnotes.

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::Document;
use super::front::{Node, Value};

/// Whether two texts say the same. Of the links whose numbers, from 0, are in `rewritten`, which is in
/// order, only words and titles are compared.
pub fn is_same(one: &Document<'_>, other: &Document<'_>, rewritten: &[usize]) -> bool {
    one.diagnostics.is_empty()
        && other.diagnostics.is_empty()
        && is_same_front(one.front.as_ref(), other.front.as_ref())
        && reading(one, rewritten) == reading(other, rewritten)
}

/// The events without their places, neighbouring words joined.
fn reading<'s>(document: &Document<'s>, rewritten: &[usize]) -> Vec<Event<'s>> {
    let mut reading: Vec<Event<'_>> = Vec::with_capacity(document.events.len());
    let mut rewritten = rewritten.iter().peekable();
    let mut links = 0;
    let mut joined = String::new();
    for (event, _) in &document.events {
        if let Event::Text(words) = event {
            joined.push_str(words);
            continue;
        }
        if !joined.is_empty() {
            reading.push(Event::Text(CowStr::from(std::mem::take(&mut joined))));
        }
        reading.push(match event {
            Event::Start(Tag::Link { title, .. }) => {
                let is_rewritten = rewritten.next_if(|at| **at == links).is_some();
                links += 1;
                if is_rewritten { nowhere(title) } else { event.clone() }
            }
            _ => event.clone(),
        });
    }
    reading
}

/// The beginning of a link that leads nowhere.
fn nowhere<'s>(title: &CowStr<'s>) -> Event<'s> {
    Event::Start(Tag::Link {
        link_type: LinkType::Inline,
        dest_url: CowStr::Borrowed(""),
        title: title.clone(),
        id: CowStr::Borrowed(""),
    })
}

/// Whether two blocks of front matter have the same keys with the same values.
fn is_same_front(one: Option<&Node>, other: Option<&Node>) -> bool {
    match (one.map(|node| &node.value), other.map(|node| &node.value)) {
        (Some(Value::Map(one)), Some(Value::Map(other))) => {
            let sorted = |entries: &[(Node, Node)]| {
                let mut entries: Vec<(Node, Node)> =
                    entries.iter().map(|(key, value)| (bare(key), bare(value))).collect();
                entries.sort_by(|(one, _), (other, _)| one.as_text().cmp(&other.as_text()));
                entries
            };
            sorted(one) == sorted(other)
        }
        (Some(_), Some(_)) => one.map(bare) == other.map(bare),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// A value without places.
fn bare(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(bare).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (bare(key), bare(value))).collect())
        }
        scalar => scalar.clone(),
    };
    Node { span: crate::span::Span::default(), value }
}
