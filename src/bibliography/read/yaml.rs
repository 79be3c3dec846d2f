//! Hayagriva's YAML: a map from keys to entries.
//!
//! 1. The whole file is read; where that fails, each top-level block of lines on its own, so that
//!    only the broken ones are lost.
//! 2. What hayagriva would refuse a whole entry for (its address, its dates) is taken out of
//!    the entry and read here, with the date forms that the rest of the site knows.
//! 3. hayagriva reads the rest of the entry, with names that are one text set apart (`whole_names`).

use std::fmt;

use hayagriva::Library;
use hayagriva::types::EntryType;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::{Location, Spanned};

use super::{Reading, entry, whole_names};
use crate::diagnostic::Code;
use crate::document::front::DEEPEST_YAML;
use crate::nearest::nearest;
use crate::span::Span;

/// The keys under which an entry may name a copy of itself; hayagriva has none.
const ARCHIVED: &[&str] = &["archived", "archived-url", "archive-url"];

const TYPES: &str = "add `type:` with one of: article, report, web, book, chapter, newspaper, periodical, post, \
     legislation, case, thesis, video, audio, conference, proceedings, reference, entry, blog, thread, misc";

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
            let help = "each source is a key with a colon, and under it, indented, its `type`, `title`, `date` and so on";
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
    let options = serde_saphyr::options! {
        leading_zero_numbers_as_strings: true,
        budget: serde_saphyr::budget! { max_depth: DEEPEST_YAML },
    };
    let entries: Entries = serde_saphyr::from_str_with_options(block, options).map_err(|error| {
        let error = error.without_snippet();
        let message = format!("this is not valid YAML: {}", reason(&error.to_string()));
        (error_span(block, error.location()).shifted(offset), message)
    })?;
    for (key, value) in entries.0 {
        let span = span(block, key.referenced).shifted(offset);
        read_entry(reading, &key.value, value, span);
    }
    Ok(())
}

/// What the library says is wrong, without the place, which is that in the block, and without
/// advice to its callers.
fn reason(message: &str) -> &str {
    let message = message.lines().next().unwrap_or_default();
    let end = [" at line ", ", set "].iter().filter_map(|tail| message.find(tail)).min();
    end.map_or(message, |end| &message[..end])
}

fn span(block: &str, location: Location) -> Span {
    let start = location.span().byte_offset().unwrap_or(0) as usize;
    let length = location.span().byte_len().unwrap_or(0) as usize;
    Span::new(start, start + length.min(block.len().saturating_sub(start)))
}

/// From the place of an error to the end of its line; the first line where it has no place.
fn error_span(block: &str, location: Option<Location>) -> Span {
    let line = location.map_or(0, |location| location.line().saturating_sub(1) as usize);
    let start: usize = block.split_inclusive('\n').take(line).map(str::len).sum();
    let text = block[start..].lines().next().unwrap_or_default();
    let column = location.map_or(0, |location| location.column().saturating_sub(1) as usize);
    let before = text.char_indices().nth(column).map_or(0, |(at, _)| at);
    Span::new(start + before, start + text.len())
}

fn read_entry(reading: &mut Reading<'_>, key: &str, value: Value, span: Span) {
    let Value::Object(mut fields) = value else {
        let message = format!("the source `{key}` is not a map of its fields");
        let help = "write its `type`, `title`, `date` and so on under it, each on a line, indented";
        return reading.report(Code::InvalidBibliography, span, message, help);
    };
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or_default();
    if kind.to_lowercase().parse::<EntryType>().is_err() {
        let message = match kind {
            "" => format!("the source `{key}` has no `type`"),
            kind => format!("the source `{key}` has the unknown type `{kind}`"),
        };
        let types = TYPES.split_once(": ").map_or("", |(_, types)| types).split(", ");
        let help = nearest(kind, types).map(|near| format!("did you mean `type: {near}`?"));
        return reading.report(
            Code::InvalidBibliography,
            span,
            message,
            help.unwrap_or_else(|| TYPES.to_owned()),
        );
    }
    report_unknown_fields(reading, key, &fields, span);
    let date = take_scalar(&mut fields, "date");
    let (url, accessed) = take_url(&mut fields);
    let archived = ARCHIVED.iter().find_map(|key| take_scalar(&mut fields, key));
    fields.values_mut().for_each(fractions_to_text);
    whole_names::keep_whole(&mut fields);
    let library =
        Library::deserialize(Value::Object(Map::from_iter([(key.to_owned(), Value::Object(fields))])));
    let library = match library {
        Ok(library) => library,
        Err(error) => {
            let message = format!("the source `{key}` cannot be read: {error}");
            let help = "compare its fields with the Hayagriva file format";
            return reading.report(Code::InvalidBibliography, span, message, help);
        }
    };
    let Some(mut record) = library.nth(0).map(entry::to_record) else { return };
    if url.is_some() {
        record.texts.remove("URL");
    }
    let inherited = record.texts.remove("URL");
    for url in url.iter().chain(&inherited) {
        reading.set_url(&mut record, url, place(reading.text, span, url));
    }
    if let Some(archived) = archived.or_else(|| super::web_archive(&mut record)) {
        reading.set_archived(&mut record, &archived, place(reading.text, span, &archived));
    }
    for (variable, date) in [("issued", date), ("accessed", accessed)] {
        if let Some(date) = date {
            reading.set_date(&mut record, variable, &date, place(reading.text, span, &date));
        }
    }
    reading.keep(record, span);
}

/// The fields of an entry in the Hayagriva file format.
const FIELDS: [&str; 28] = [
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "volume",
    "volume-total",
    "chapter",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
];

/// Reports fields that nothing reads: a mistyped one would be lost without a word.
fn report_unknown_fields(reading: &mut Reading<'_>, key: &str, fields: &Map<String, Value>, span: Span) {
    let known = || FIELDS.into_iter().chain(ARCHIVED.iter().copied());
    for field in fields.keys().filter(|field| !known().any(|name| name == *field)) {
        let help = match nearest(field, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "compare it with the Hayagriva file format".to_owned(),
        };
        let mut place = place(reading.text, span, &format!("{field}:"));
        if place != span {
            place.end -= 1;
        }
        let message = format!("the source `{key}` has no field `{field}`");
        reading.report(Code::UnknownKey, place, message, &help);
    }
}

/// Makes numbers such as `5.1`, which YAML takes for fractions, the texts that issues and versions are.
fn fractions_to_text(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => *value = Value::String(number.to_string()),
        Value::Array(values) => values.iter_mut().for_each(fractions_to_text),
        Value::Object(fields) => fields.values_mut().for_each(fractions_to_text),
        _ => {}
    }
}

/// Where a value stands under its source's key; the key where it is written otherwise there.
fn place(text: &str, key: Span, value: &str) -> Span {
    let body = &text[key.end as usize..];
    let next = body.char_indices().find(|(at, c)| body[..*at].ends_with('\n') && !c.is_whitespace());
    let body = next.map_or(body, |(at, _)| &body[..at]);
    let found = body.find(value).filter(|_| !value.is_empty());
    found.map_or(key, |at| Span::new(at, at + value.len()).shifted(key.end as usize))
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
