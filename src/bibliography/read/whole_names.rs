//! Names in Hayagriva's YAML that are one text: of bodies, mostly.
//!
//! hayagriva takes the small words of every name for particles, as in “Ludwig van Beethoven”, and would cite the
//! “Bank of England” as “England”. A name without a comma is therefore handed to it whole.

use serde_json::{Map, Value, json};

/// The fields of an entry that name people.
const FIELDS: [&str; 2] = ["author", "editor"];

/// Makes every name of an entry, and of what it is part of, whole where it has no comma.
pub(super) fn keep_whole(entry: &mut Map<String, Value>) {
    for field in FIELDS {
        each(entry.get_mut(field), &mut keep_name);
    }
    each(entry.get_mut("affiliated"), &mut |group| each(group.get_mut("names"), &mut keep_name));
    each(entry.get_mut("parent"), &mut |parent| {
        if let Value::Object(parent) = parent {
            keep_whole(parent);
        }
    });
}

/// Goes through what may be one value or a list of them.
fn each(values: Option<&mut Value>, change: &mut impl FnMut(&mut Value)) {
    match values {
        Some(Value::Array(values)) => values.iter_mut().for_each(change),
        Some(value) => change(value),
        None => {}
    }
}

fn keep_name(value: &mut Value) {
    let whole = match value {
        Value::String(text) => whole(text),
        Value::Object(fields) => in_bare_braces(fields),
        _ => None,
    };
    if let Some(name) = whole {
        *value = json!({ "name": name });
    }
}

/// The name that stands in braces or has no comma.
fn whole(text: &str) -> Option<&str> {
    let text = text.trim();
    match without_braces(text) {
        Some(inner) => Some(inner),
        None => (!text.contains(',')).then_some(text),
    }
}

/// The text inside the braces that are round all of it; of two pairs, as BibTeX has them, inside both.
fn without_braces(text: &str) -> Option<&str> {
    let inner = in_pair(text)?;
    let inner = in_pair(inner).unwrap_or(inner);
    // Of `{A} and {B}`, no pair is round all.
    (!inner.contains(['{', '}'])).then_some(inner)
}

fn in_pair(text: &str) -> Option<&str> {
    Some(text.strip_prefix('{')?.strip_suffix('}')?.trim())
}

/// The name of `author: {Bank of England}`: without quotation marks, YAML takes the braces for a map with that key.
fn in_bare_braces(fields: &Map<String, Value>) -> Option<&str> {
    let mut fields = fields.iter();
    match (fields.next(), fields.next()) {
        (Some((name, Value::Null)), None) if name != "name" => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Value {
        let mut name = Value::from(text);
        keep_name(&mut name);
        name
    }

    #[test]
    fn a_name_without_a_comma_is_kept_whole() {
        for (text, name) in [
            ("Bank of England", "Bank of England"),
            (" UK government ", "UK government"),
            ("{Ministry of Trade, Industry and Energy}", "Ministry of Trade, Industry and Energy"),
            ("{{Barnes, Noble}}", "Barnes, Noble"),
            ("{A} and {B}", "{A} and {B}"),
        ] {
            assert_eq!(kept(text), json!({ "name": name }), "{text}");
        }
        for text in ["Wilson, Andrew", "de la Fontaine, Jean", "{A}, {B}"] {
            assert_eq!(kept(text), json!(text));
        }
    }

    #[test]
    fn names_are_found_wherever_an_entry_has_them() {
        let entry = json!({
            "author": ["Bank of England", "Wilson, Andrew", { "name": "A", "prefix": "de" }],
            "editor": { "Trade desk": null },
            "affiliated": [{ "role": "translator", "names": "Institut für Welt" }],
            "parent": [{ "type": "book", "author": "House of Lords" }],
            "title": "A title",
        });
        let Value::Object(mut entry) = entry else { panic!("a map") };
        keep_whole(&mut entry);
        let expected = json!({
            "author": [{ "name": "Bank of England" }, "Wilson, Andrew", { "name": "A", "prefix": "de" }],
            "editor": { "name": "Trade desk" },
            "affiliated": [{ "role": "translator", "names": { "name": "Institut für Welt" } }],
            "parent": [{ "type": "book", "author": { "name": "House of Lords" } }],
            "title": "A title",
        });
        assert_eq!(Value::Object(entry), expected);
    }
}
