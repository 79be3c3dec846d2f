//! Sources for other programs: CSL-JSON, BibLaTeX and RIS.

mod biblatex;
mod ris;

use serde_json::{Map, Value, json};

use super::Source;
use super::date::{Part, RecordDate};
use super::record::{Name, Record};

/// The sources as CSL-JSON: an array of items.
pub fn csl_json(sources: &[Source]) -> Value {
    sources.iter().map(|source| csl_item(source.record())).collect()
}

/// The sources as BibLaTeX, UTF-8, an entry each.
pub fn biblatex(sources: &[Source]) -> String {
    sources.iter().map(|source| biblatex::entry(source.record())).collect::<Vec<_>>().join("\n")
}

/// The sources as RIS, with the line ends that the format asks for.
pub fn ris(sources: &[Source]) -> String {
    sources.iter().map(|source| ris::record(source.record())).collect()
}

/// The CSL-JSON item of a record.
pub(super) fn csl_item(record: &Record) -> Value {
    let mut item = Map::new();
    item.insert("id".to_owned(), record.key.clone().into());
    item.insert("type".to_owned(), record.kind.into());
    for (role, names) in &record.names {
        item.insert((*role).to_owned(), names.iter().map(csl_name).collect());
    }
    for (variable, date) in &record.dates {
        item.insert((*variable).to_owned(), csl_date(*date));
    }
    for (variable, text) in &record.texts {
        item.insert((*variable).to_owned(), text.clone().into());
    }
    if let Some(archived) = &record.archived {
        item.insert("archive_location".to_owned(), archived.clone().into());
    }
    Value::Object(item)
}

fn csl_name(name: &Name) -> Value {
    match name {
        Name::Literal(literal) => json!({ "literal": literal }),
        Name::Person { family, given, dropping_particle, suffix } => {
            let mut name = Map::from_iter([("family".to_owned(), family.clone().into())]);
            for (part, text) in
                [("given", given), ("dropping-particle", dropping_particle), ("suffix", suffix)]
            {
                if let Some(text) = text {
                    name.insert(part.to_owned(), text.clone().into());
                }
            }
            Value::Object(name)
        }
    }
}

fn csl_date(date: RecordDate) -> Value {
    let numbers = |part: Part| {
        let numbers = [Some(part.year), part.calendar_month().map(i16::from), part.day.map(i16::from)];
        numbers.into_iter().flatten().collect::<Vec<_>>()
    };
    let parts: Vec<_> = [Some(date.start), date.end.flatten()].into_iter().flatten().map(numbers).collect();
    let mut value = json!({ "date-parts": parts });
    if let Some(season) = date.start.season() {
        value["season"] = season.into();
    }
    if date.qualifier.is_some() {
        value["circa"] = true.into();
    }
    value
}
