//! The fields of a JSON object that [`serde_json::to_vec`] wrote, each as the text that it is: what is only passed
//! on is not read into values and written again.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Deserializer;

/// The fields, in their order.
pub(super) struct Fields<'a>(Vec<(String, Cow<'a, [u8]>)>);

impl<'a> Fields<'a> {
    /// The fields of an object without white space; `None` where the text is no such object.
    pub(super) fn of(json: &'a [u8]) -> Option<Self> {
        let mut fields = Vec::new();
        let mut rest = json.strip_prefix(b"{")?;
        while !rest.starts_with(b"}") {
            let (name, length): (String, _) = first(rest)?;
            let value = rest[length..].strip_prefix(b":")?;
            let (_, length): (IgnoredAny, _) = first(value)?;
            fields.push((name, Cow::Borrowed(&value[..length])));
            rest = &value[length..];
            rest = rest.strip_prefix(b",").unwrap_or(rest);
        }
        Some(Self(fields))
    }

    /// The value of a field, as JSON.
    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// Takes fields away.
    pub(super) fn remove(&mut self, names: &[&str]) {
        self.0.retain(|(name, _)| !names.contains(&name.as_str()));
    }

    /// Takes a field away from the object that is the value of another.
    pub(super) fn remove_within(&mut self, outer: &str, inner: &str) {
        let Some((_, value)) = self.0.iter_mut().find(|(name, _)| name == outer) else { return };
        let Some(mut fields) = Fields::of(value) else { return };
        fields.remove(&[inner]);
        *value = Cow::Owned(fields.to_json());
    }

    /// The object as JSON.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut json = vec![b'{'];
        for (at, (name, value)) in self.0.iter().enumerate() {
            json.extend_from_slice(if at == 0 { b"" } else { b"," });
            serde_json::to_writer(&mut json, name).expect("a text is JSON");
            json.push(b':');
            json.extend_from_slice(value);
        }
        json.push(b'}');
        json
    }
}

/// The first value of a text, and its length in bytes.
fn first<T: DeserializeOwned>(json: &[u8]) -> Option<(T, usize)> {
    let mut values = Deserializer::from_slice(json).into_iter();
    let value = values.next()?.ok()?;
    Some((value, values.byte_offset()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_taken_away_and_the_rest_stays_as_it_was() {
        let text =
            br#"{"b":[1,"]}"],"a":{"x":"\u003c\"","strip":{}},"n":-1.5e3,"head":{"c":1},"t":true,"o":null}"#;
        let mut fields = Fields::of(text).unwrap();
        assert_eq!(fields.get("head"), Some(&br#"{"c":1}"#[..]));
        fields.remove(&["head", "other"]);
        fields.remove_within("a", "strip");
        fields.remove_within("b", "strip");
        fields.remove_within("other", "strip");
        let left = br#"{"b":[1,"]}"],"a":{"x":"\u003c\""},"n":-1.5e3,"t":true,"o":null}"#;
        assert_eq!(fields.to_json(), left);
    }

    #[test]
    fn what_is_no_object_has_no_fields() {
        assert_eq!(Fields::of(b"{}").unwrap().to_json(), b"{}");
        for text in ["[]", "", "{", r#"{"a"}"#, r#"{"a":}"#, r#"{"a":1"#] {
            assert!(Fields::of(text.as_bytes()).is_none(), "{text}");
        }
    }
}
