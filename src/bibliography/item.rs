//! From records to the CSL-JSON items that the CSL processor formats.

use std::collections::BTreeMap;

use citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};

use super::date::RecordDate;
use super::record::{Name, Record};
use super::source::outlet;

/// The roles that styles put in the place of an author.
const MAKERS: &[&str] = &[
    "author",
    "editor",
    "translator",
    "compiler",
    "composer",
    "director",
    "interviewer",
    "performer",
    "series-creator",
];

/// The item that styles format. It says what the record says, with three differences that
/// make better references:
///
/// - Where `by_author` is true, since the style tells sources apart by author, one without an
///   author is cited by its outlet, "(TASS 2016)", which is then not named a second time; but
///   not a work that readers know by its title.
/// - An interval is its first date: the processor has no intervals.
/// - A title in another script than Latin is not given English capitals.
pub(super) fn to_item(record: &Record, by_author: bool) -> Item {
    let mut item = BTreeMap::from([
        ("id".to_owned(), Value::String(record.key.clone())),
        ("type".to_owned(), Value::String(record.kind.to_owned())),
    ]);
    for (variable, text) in &record.texts {
        item.insert((*variable).to_owned(), Value::String(text.clone()));
    }
    for (variable, date) in &record.dates {
        item.insert((*variable).to_owned(), Value::Date(to_value(*date)));
    }
    for (role, names) in &record.names {
        item.insert((*role).to_owned(), Value::Names(names.iter().map(to_name).collect()));
    }
    if let Some(doi) = record.text("DOI").and_then(|doi| doi.find("10.").map(|at| &doi[at..])) {
        item.insert("DOI".to_owned(), Value::String(doi.to_owned()));
    }
    if by_author
        && !MAKERS.iter().any(|role| record.names.contains_key(role))
        && !is_known_by_title(record.kind)
    {
        cite_by_outlet(&mut item, record);
    }
    let title = record.text("title").unwrap_or_default();
    if record.text("language").is_none()
        && title.chars().any(char::is_alphabetic)
        && !title.contains(|c: char| c.is_ascii_alphabetic())
    {
        item.insert("language".to_owned(), Value::String("und".to_owned()));
    }
    Item(item)
}

/// Whether sources of this type are works that go by their title when they have no author.
pub(super) fn is_known_by_title(kind: &str) -> bool {
    const KINDS: &[&str] = &[
        "bill",
        "book",
        "chapter",
        "classic",
        "collection",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "legal_case",
        "legislation",
        "map",
        "motion_picture",
        "musical_score",
        "patent",
        "performance",
        "periodical",
        "regulation",
        "song",
        "thesis",
        "treaty",
    ];
    KINDS.contains(&kind)
}

fn cite_by_outlet(item: &mut BTreeMap<String, Value>, record: &Record) {
    let Some(outlet) = outlet(record) else { return };
    let author = NameValue::Literal(LiteralName { literal: outlet.to_owned() });
    item.insert("author".to_owned(), Value::Names(vec![author]));
    // A numbered journal keeps its title beside volume and issue, which would mean nothing alone.
    let numbered = record.text("volume").is_some() || record.text("issue").is_some();
    for variable in ["publisher", "authority", "container-title"] {
        if record.text(variable) == Some(outlet) && !(numbered && variable == "container-title") {
            item.remove(variable);
        }
    }
}

fn to_name(name: &Name) -> NameValue {
    match name {
        Name::Literal(literal) => NameValue::Literal(LiteralName { literal: literal.clone() }),
        Name::Person { family, given, dropping_particle, suffix } => NameValue::Item(NameItem {
            family: family.clone(),
            given: given.clone(),
            non_dropping_particle: None,
            dropping_particle: dropping_particle.clone(),
            suffix: suffix.clone(),
            comma_suffix: None,
        }),
    }
}

fn to_value(date: RecordDate) -> DateValue {
    let start = date.start;
    let numbers = [Some(start.year), start.calendar_month().map(i16::from), start.day.map(i16::from)];
    DateValue::DateParts {
        date_parts: VecDateRange(vec![VecDate(numbers.into_iter().flatten().collect())]),
        literal: None,
        season: start.season().map(|season| season.to_string()),
        circa: date.qualifier.is_some(),
    }
}
