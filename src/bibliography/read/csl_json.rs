//! CSL-JSON, as Zotero and others export it: an array of items, or an object with `items`.
//!
//! 1. The array is found, and its items are read one by one, so that each has a place and a
//!    broken one does not take the earlier ones with it.
//! 2. The variables of CSL 1.0.2 are taken over; others are passed over, as CSL asks.

use serde_json::{Map, Value};

use super::Reading;
use super::json_places::{after_object, character_at, find_array, place, skip_space, value_at};
use crate::bibliography::date::{Part, RecordDate};
use crate::bibliography::record::{DATES, KINDS, Name, ROLES, Record, TEXTS, clean, known};
use crate::diagnostic::Code;
use crate::nearest::nearest;
use crate::span::Span;

const HELP: &str = "export the collection as CSL JSON again, or mend the file at the mark";

/// Reads the text of `reading` into it.
pub(super) fn read(reading: &mut Reading<'_>) {
    let text = reading.text;
    let start = match find_array(text) {
        Ok(start) => start,
        Err((span, message)) => return reading.report(Code::InvalidBibliography, span, message, HELP),
    };
    let mut at = start + 1;
    loop {
        at = skip_space(text, at);
        if text[at..].starts_with(']') {
            return;
        }
        match value_at(text, at) {
            Ok((value, end)) => {
                read_item(reading, value, Span::new(at, end));
                at = skip_space(text, end);
            }
            Err((span, message)) => {
                reading.report(Code::InvalidBibliography, span, message, HELP);
                match after_object(text, at) {
                    Some(end) => at = skip_space(text, end),
                    None => return,
                }
            }
        }
        match text.as_bytes().get(at) {
            Some(b',') => at += 1,
            Some(b']') => return,
            _ => {
                let message = "this is not valid JSON: a comma or a closing bracket is missing";
                return reading.report(Code::InvalidBibliography, character_at(text, at), message, HELP);
            }
        }
    }
}

fn read_item(reading: &mut Reading<'_>, value: Value, span: Span) {
    let Value::Object(item) = value else {
        let message = "an item of the bibliography is not an object";
        return reading.report(Code::InvalidBibliography, span, message, HELP);
    };
    let Some(key) = key(&item) else {
        let message = "an item of the bibliography has no `id`";
        return reading.report(
            Code::InvalidBibliography,
            span,
            message,
            "give it an `id`, which citations then name",
        );
    };
    let kind = item.get("type").and_then(Value::as_str).unwrap_or_default();
    let of_csl = known(KINDS, kind);
    if of_csl.is_none()
        && let Some(near) = nearest(kind, KINDS.iter().copied())
    {
        let message = format!("the source `{key}` has the unknown type `{kind}`");
        let place = place(reading.text, span, "type").unwrap_or(span);
        let help = format!("did you mean `{near}`?");
        reading.report(Code::InvalidBibliography, place, message, help);
    }
    let kind = of_csl.unwrap_or("document");
    let mut record = Record::new(key, kind);
    let place_of = |name: &str| place(reading.text, span, name);
    let key_place = place_of("citation-key").or_else(|| place_of("id")).unwrap_or(span);
    for (variable, value) in &item {
        let span = place(reading.text, span, variable).unwrap_or(span);
        if let Some(variable) = known(TEXTS, variable) {
            set_text(reading, &mut record, variable, value, span);
        } else if let Some(role) = known(ROLES, variable) {
            set_names(reading, &mut record, role, value, span);
        } else if let Some(variable) = known(DATES, variable) {
            set_date(reading, &mut record, variable, value, span);
        }
    }
    if let Some(archived) = super::web_archive(&mut record) {
        reading.set_archived(&mut record, &archived, span);
    }
    reading.keep(record, key_place);
}

/// The key: Better BibTeX's, where there is one, or the id; of an id that is an address, its end.
fn key(item: &Map<String, Value>) -> Option<String> {
    let text = |name| match item.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let id = text("citation-key").or_else(|| text("id"))?;
    Some(if super::is_web(&id) { id.rsplit('/').next().unwrap_or_default().to_owned() } else { id })
}

fn wrong_type(reading: &mut Reading<'_>, record: &Record, variable: &str, wanted: &str, span: Span) {
    let message = format!("`{variable}` of the source `{}` is not {wanted}", record.key);
    reading.report(Code::InvalidBibliography, span, message, HELP);
}

fn set_text(
    reading: &mut Reading<'_>,
    record: &mut Record,
    variable: &'static str,
    value: &Value,
    span: Span,
) {
    match value {
        Value::String(url) if variable == "URL" => reading.set_url(record, url, span),
        Value::String(text) => record.set_text(variable, &without_markup(text)),
        Value::Number(number) => record.set_text(variable, &number.to_string()),
        Value::Null => {}
        _ => wrong_type(reading, record, variable, "a text", span),
    }
}

/// The text without the few HTML tags that CSL-JSON allows in titles; other tags are text.
fn without_markup(text: &str) -> String {
    const TAGS: &[&str] = &[
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<sup>",
        "</sup>",
        "<sub>",
        "</sub>",
        "<sc>",
        "</sc>",
        "<span class=\"nocase\">",
        "<span style=\"font-variant:small-caps;\">",
        "<span style=\"font-variant: small-caps;\">",
        "</span>",
    ];
    if !text.contains('<') {
        return text.to_owned();
    }
    TAGS.iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""))
}

fn set_names(reading: &mut Reading<'_>, record: &mut Record, role: &'static str, value: &Value, span: Span) {
    match value {
        Value::Array(values) => {
            let names: Vec<_> = values.iter().filter_map(to_name).collect();
            if names.len() < values.len() {
                wrong_type(reading, record, role, "a list of names", span);
            }
            record.set_names(role, names);
        }
        Value::Null => {}
        _ => wrong_type(reading, record, role, "a list of names", span),
    }
}

fn to_name(value: &Value) -> Option<Name> {
    if let Some(name) = value.as_str().map(clean).filter(|name| !name.is_empty()) {
        return Some(Name::Literal(name));
    }
    let part = |name: &str| value.get(name)?.as_str().map(clean).filter(|text| !text.is_empty());
    let given = part("given");
    match (part("literal"), part("family"), given) {
        (Some(literal), ..) => Some(Name::Literal(literal)),
        (None, Some(family), None) => Some(Name::Literal(family)),
        (None, None, Some(given)) => Some(Name::Literal(given)),
        (None, None, None) => None,
        (None, Some(family), given) => Some(Name::Person {
            family: part("non-dropping-particle")
                .map_or_else(|| family.clone(), |particle| format!("{particle} {family}")),
            given,
            dropping_particle: part("dropping-particle"),
            suffix: part("suffix"),
        }),
    }
}

fn set_date(
    reading: &mut Reading<'_>,
    record: &mut Record,
    variable: &'static str,
    value: &Value,
    span: Span,
) {
    if let Some(text) =
        ["raw", "edtf"].iter().find_map(|form| value.get(form)?.as_str()).or_else(|| value.as_str())
    {
        return reading.set_date(record, variable, text, span);
    }
    if let Some(parts) = value.get("date-parts") {
        if let Some(date) = from_parts(parts, value) {
            record.dates.insert(variable, date);
        } else if !is_empty(parts) {
            reading.set_date(record, variable, &parts.to_string(), span);
        }
    } else if let Some(literal) = value.get("literal").and_then(Value::as_str) {
        // Words such as "Spring 2016" or "n.d.": the year is what can be had of them.
        let year =
            literal.split(|character: char| !character.is_ascii_digit()).find(|digits| digits.len() == 4);
        if let Some(date) = year.and_then(RecordDate::parse) {
            record.dates.insert(variable, date);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.iter().all(is_empty),
        _ => false,
    }
}

fn from_parts(parts: &Value, value: &Value) -> Option<RecordDate> {
    let mut dates = parts.as_array()?.iter().map(part);
    let mut start = dates.next()??;
    let end = match dates.next() {
        None => None,
        Some(end) => Some(Some(end?)),
    };
    let season = value.get("season").and_then(number).filter(|season| (1..=4).contains(season));
    if start.month.is_none() {
        start.month = season.and_then(|season| u8::try_from(season + 20).ok());
    }
    let circa = value.get("circa").is_some_and(|circa| {
        !matches!(circa, Value::Null | Value::Bool(false)) && !is_empty(circa) && *circa != 0
    });
    Some(RecordDate { start, end, qualifier: circa.then_some('~') })
}

fn part(value: &Value) -> Option<Part> {
    let parts = value.as_array()?;
    let small = |at: usize| match parts.get(at).and_then(number) {
        None | Some(0) => Some(None),
        Some(number) => u8::try_from(number).ok().map(Some),
    };
    Part::new(i16::try_from(number(parts.first()?)?).ok()?, small(1)?, small(2)?)
}

/// A number, as such or as text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}
