//! Hayagriva's YAML: a map from keys to entries.
//!
//! 1. The whole file is read; where that fails, each top-level block of lines on its own, so that
//!    only the broken ones are lost.
//! 2. What hayagriva would refuse a whole entry for (its address, its dates) is taken out of
//!    the entry and read here, with the date forms that the rest of the site knows.
//! 3. hayagriva reads the rest of the entry.

use std::fmt;

use hayagriva::Library;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::{Location, Spanned};

use super::{Reading, entry};
use crate::diagnostic::Code;
use crate::span::Span;

/// The keys under which an entry may name a copy of itself; hayagriva has none.
const ARCHIVED: &[&str] = &["archived", "archived-url", "archive-url"];

/// The entries in the order of the file.
struct Entries(Vec<(Spanned<String>, Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a map from keys to sources")
            }

            fn visit_unit<E>(self) -> Result<Entries, E> {
                Ok(Entries(Vec::new()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_any(EntriesVisitor)
    }
}

/// Reads the text of `reading` into it.
pub(super) fn read(reading: &mut Reading<'_>) {
    let text = reading.text;
    if read_block(reading, text, 0).is_ok() {
        return;
    }
    for (start, block) in blocks(text) {
        if let Err((span, message)) = read_block(reading, block, start) {
            let help = "Each source is a key with a colon, and under it, indented, its `type`, `title`, `date` and so on.";
            reading.report(Code::InvalidBibliography, span, message, help);
        }
    }
}

/// The blocks of lines that begin with a line at the margin, each with its offset.
fn blocks(text: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|first: char| !first.is_whitespace() && !"#}]".contains(first)) {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| (start, &text[start..end])).collect()
}

/// Reads one block, at `offset` of the file; the error is where and what.
fn read_block(reading: &mut Reading<'_>, block: &str, offset: usize) -> Result<(), (Span, String)> {
    let options = serde_saphyr::options! { leading_zero_numbers_as_strings: true };
    let entries: Entries = serde_saphyr::from_str_with_options(block, options).map_err(|error| {
        let error = error.without_snippet();
        let span = error.location().map_or(Span::default(), |location| span(block, location));
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default();
        let message = message
            .split_once(": ")
            .filter(|(head, _)| head.contains("line "))
            .map_or(message, |(_, rest)| rest);
        (span.shifted(offset), format!("this is not valid YAML: {}", message.trim_end_matches('.')))
    })?;
    for (key, value) in entries.0 {
        let span = span(block, key.referenced).shifted(offset);
        read_entry(reading, &key.value, value, span);
    }
    Ok(())
}

fn span(block: &str, location: Location) -> Span {
    let start = location.span().byte_offset().unwrap_or(0) as usize;
    let length = location.span().byte_len().unwrap_or(0) as usize;
    let rest = block.get(start..).unwrap_or_default();
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    // The places of errors may have no length: they reach to the end of the line.
    Span::new(start, start + if length == 0 { line } else { length.min(rest.len()) })
}

fn read_entry(reading: &mut Reading<'_>, key: &str, value: Value, span: Span) {
    let Value::Object(mut fields) = value else {
        let message = format!("the source `{key}` is not a map of its fields");
        let help = "Write its `type`, `title`, `date` and so on under it, each on a line, indented.";
        return reading.report(Code::InvalidBibliography, span, message, help);
    };
    let date = take_scalar(&mut fields, "date");
    let (url, accessed) = take_url(&mut fields);
    let archived = ARCHIVED.iter().find_map(|key| take_scalar(&mut fields, key));
    let library =
        Library::deserialize(Value::Object(Map::from_iter([(key.to_owned(), Value::Object(fields))])));
    let library = match library {
        Ok(library) => library,
        Err(error) => {
            let message = format!("the source `{key}` cannot be read: {error}");
            let help = "Compare it with the Hayagriva file format; a source needs at least a `type`.";
            return reading.report(Code::InvalidBibliography, span, message, help);
        }
    };
    let Some(mut record) = library.nth(0).map(entry::to_record) else { return };
    if url.is_some() {
        record.texts.remove("URL");
    }
    let inherited = record.texts.remove("URL");
    for url in url.iter().chain(&inherited) {
        reading.set_url(&mut record, url, span);
    }
    if let Some(archived) = archived.or_else(|| web_archive(&record)) {
        reading.set_archived(&mut record, &archived, span);
    }
    for (variable, date) in [("issued", date), ("accessed", accessed)] {
        if let Some(date) = date {
            reading.set_date(&mut record, variable, &date, span);
        }
    }
    reading.keep(record, span);
}

/// An archive that is named by an address.
fn web_archive(record: &crate::bibliography::record::Record) -> Option<String> {
    ["archive_location", "archive"]
        .iter()
        .find_map(|variable| record.text(variable))
        .filter(|text| super::is_web(text))
        .map(str::to_owned)
}

/// Takes a field out where it is a text or a number.
fn take_scalar(fields: &mut Map<String, Value>, field: &str) -> Option<String> {
    let text = scalar(fields.get(field)?)?;
    fields.shift_remove(field);
    Some(text)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Takes the address and its date of access out: `url: …` or `url: { value: …, date: … }`.
fn take_url(fields: &mut Map<String, Value>) -> (Option<String>, Option<String>) {
    let Some(url) = fields.shift_remove("url") else { return (None, None) };
    let part = |name| url.get(name).and_then(scalar);
    (scalar(&url).or_else(|| part("value")), part("date"))
}
