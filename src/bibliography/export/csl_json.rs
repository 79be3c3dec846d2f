//! CSL-JSON out, written from the record itself: every page that can be cited has an item.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::bibliography::date::{Part, RecordDate};
use crate::bibliography::record::{Name, Record};

/// The variable of an address that keeps a copy, which a record has beside its texts.
const ARCHIVED: &str = "archive_location";

/// The item of a record.
pub(in crate::bibliography) struct CslItem<'a>(pub(in crate::bibliography) &'a Record);

impl Serialize for CslItem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.0;
        let archived = record.archived.as_ref();
        let mut item = serializer.serialize_map(None)?;
        item.serialize_entry("id", &record.key)?;
        item.serialize_entry("type", record.kind)?;
        for (role, names) in &record.names {
            item.serialize_entry(role, &names.iter().map(CslName::of).collect::<Vec<_>>())?;
        }
        for (variable, date) in &record.dates {
            item.serialize_entry(variable, &CslDate::of(*date))?;
        }
        for (variable, text) in &record.texts {
            let replaced = archived.filter(|_| *variable == ARCHIVED);
            item.serialize_entry(variable, replaced.unwrap_or(text))?;
        }
        if let Some(archived) = archived.filter(|_| !record.texts.contains_key(ARCHIVED)) {
            item.serialize_entry(ARCHIVED, archived)?;
        }
        item.end()
    }
}

#[derive(serde::Serialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
enum CslName<'a> {
    Literal {
        literal: &'a str,
    },
    Person {
        family: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        given: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        dropping_particle: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<&'a str>,
    },
}

impl<'a> CslName<'a> {
    fn of(name: &'a Name) -> Self {
        match name {
            Name::Literal(literal) => Self::Literal { literal },
            Name::Person { family, given, dropping_particle, suffix } => Self::Person {
                family,
                given: given.as_deref(),
                dropping_particle: dropping_particle.as_deref(),
                suffix: suffix.as_deref(),
            },
        }
    }
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct CslDate {
    date_parts: Vec<Vec<i16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
}

impl CslDate {
    fn of(date: RecordDate) -> Self {
        let numbers = |part: Part| {
            let numbers = [Some(part.year), part.calendar_month().map(i16::from), part.day.map(i16::from)];
            numbers.into_iter().flatten().collect()
        };
        let parts = [Some(date.start), date.end.flatten()].into_iter().flatten();
        Self {
            date_parts: parts.map(numbers).collect(),
            season: date.start.season(),
            circa: date.qualifier.is_some(),
        }
    }
}
