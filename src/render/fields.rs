//! The JSON of a model with the places of its fields, so that what is only passed on is not read again.
//!
//! 1. While the model is written, it is noted where its fields stand, and where the fields of those that are
//!    objects.
//! 2. A field is a part of the JSON; the model without some fields is made of the parts that stay.

use std::cell::Cell;
use std::io::{Result, Write};
use std::ops::Range;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The JSON of a model.
pub(super) struct Fields {
    json: Vec<u8>,
    /// In their order, each before those within it.
    fields: Vec<Field>,
}

/// How deep the fields stand that are noted.
const DEEPEST: usize = 2;

struct Field {
    /// 1 for a field of the model, 2 for a field of one.
    depth: usize,
    name: Range<usize>,
    value: Range<usize>,
}

impl Fields {
    /// Writes a model.
    pub(super) fn of(model: &impl Serialize) -> Self {
        let (length, mut fields) = (Cell::new(0), Vec::new());
        let places = Places { length: &length, depth: 0, fields: &mut fields };
        let mut serializer =
            Serializer::with_formatter(Counted { json: Vec::new(), length: &length }, places);
        model.serialize(&mut serializer).expect("a model has only texts for keys");
        let Counted { json, .. } = serializer.into_inner();
        Self { json, fields }
    }

    /// The whole model.
    pub(super) fn json(&self) -> &[u8] {
        &self.json
    }

    /// The value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.value(0..self.json.len(), 1, name).map(|value| &self.json[value])
    }

    /// The model without some fields: `a`, or `a.b` for the field `b` of the object `a`.
    pub(super) fn without(&self, names: &[&str]) -> Vec<u8> {
        let mut json = Vec::with_capacity(self.json.len());
        self.write(&mut json, 0..self.json.len(), 1, names);
        json
    }

    fn write(&self, json: &mut Vec<u8>, object: Range<usize>, depth: usize, left_out: &[&str]) {
        json.push(b'{');
        let mut separator: &[u8] = b"";
        for field in self.within(object, depth) {
            let name = self.name(field);
            if left_out.contains(&name) {
                continue;
            }
            let inner = left_out.iter().filter_map(|path| path.strip_prefix(name)?.strip_prefix('.'));
            let inner: Vec<&str> = inner.collect();
            json.extend_from_slice(separator);
            separator = b",";
            json.extend_from_slice(&self.json[field.name.start..field.value.start]);
            if inner.is_empty() || self.json[field.value.start] != b'{' {
                json.extend_from_slice(&self.json[field.value.clone()]);
            } else {
                self.write(json, field.value.clone(), depth + 1, &inner);
            }
        }
        json.push(b'}');
    }

    fn value(&self, object: Range<usize>, depth: usize, name: &str) -> Option<Range<usize>> {
        self.within(object, depth).find(|field| self.name(field) == name).map(|field| field.value.clone())
    }

    fn within(&self, object: Range<usize>, depth: usize) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.depth == depth && object.contains(&field.name.start))
    }

    /// The name of a field, which stands in quotation marks.
    fn name(&self, field: &Field) -> &str {
        let name = &self.json[field.name.start + 1..field.name.end - 1];
        std::str::from_utf8(name).expect("JSON is UTF-8")
    }
}

/// JSON whose length is known to others while it grows.
struct Counted<'a> {
    json: Vec<u8>,
    length: &'a Cell<usize>,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
        self.json.extend_from_slice(bytes);
        self.length.set(self.json.len());
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Notes where the fields stand.
struct Places<'a> {
    length: &'a Cell<usize>,
    /// How many objects and arrays are open.
    depth: usize,
    fields: &'a mut Vec<Field>,
}

impl Places<'_> {
    /// The field that is written, where it is one to note.
    fn field(&mut self) -> Option<&mut Field> {
        if self.depth > DEEPEST {
            return None;
        }
        self.fields.iter_mut().rev().find(|field| field.depth == self.depth)
    }
}

impl Formatter for Places<'_> {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        writer.write_all(if first { b"" } else { b"," })?;
        if self.depth <= DEEPEST {
            let start = self.length.get();
            self.fields.push(Field { depth: self.depth, name: start..start, value: start..start });
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b":")?;
        let length = self.length.get();
        if let Some(field) = self.field() {
            field.name.end = length - 1;
            field.value = length..length;
        }
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        let length = self.length.get();
        if let Some(field) = self.field() {
            field.value.end = length;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_left_out_and_the_rest_stays_as_it_was() {
        let text = r#"{"b":[1,"]}",{"strip":2}],"a":{"x":"<\"","strip":{},"y":{}},"n":-1500.0,"head":{"c":{"d":1}},"t":true,"o":null,"e":{}}"#;
        let fields = Fields::of(&serde_json::from_str::<serde_json::Value>(text).unwrap());
        assert_eq!(fields.json(), text.as_bytes());
        assert_eq!(fields.get("head"), Some(&br#"{"c":{"d":1}}"#[..]));
        assert_eq!(fields.get("c"), None);
        assert_eq!(fields.without(&[]), text.as_bytes());
        let left = br#"{"b":[1,"]}",{"strip":2}],"a":{"x":"<\"","y":{}},"n":-1500.0,"t":true,"o":null}"#;
        assert_eq!(fields.without(&["head", "other", "a.strip", "b.strip", "other.strip", "e"]), left);
        assert_eq!(Fields::of(&serde_json::json!({})).without(&["a"]), b"{}");
    }
}
