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

/// By what a style's citations tell sources apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CitedBy {
    /// Author, with a year or a page: "(TASS 2016)".
    Author,
    /// Number or label: "[1]".
    Number,
    /// The whole reference, in a note.
    Note,
}

/// The item that styles format. It says what the record says, with three differences that
/// make better references:
///
/// - A source without an author is cited by its outlet, "(TASS 2016)", which is then not named
///   a second time; but not a work that readers know by its title, nor where a style would
///   name the outlet anyway.
/// - An interval is its first date: the processor has no intervals.
/// - A title in another script than Latin, or one in brackets, which is a description, is not
///   given English capitals.
pub(super) fn to_item(record: &Record, cited_by: CitedBy) -> Item {
    let mut item = BTreeMap::from([
        // No style asks for this. The processor compares whole items very often, from the first variable on.
        (String::new(), Value::String(record.key.clone())),
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
    let is_anonymous = !MAKERS.iter().any(|role| record.names.contains_key(role));
    let stands_in = match cited_by {
        CitedBy::Author => true,
        CitedBy::Number => record.text("container-title").is_none(),
        CitedBy::Note => false,
    };
    if is_anonymous && stands_in && !is_known_by_title(record.kind) {
        cite_by_outlet(&mut item, record);
    }
    let title = record.text("title").unwrap_or_default();
    let is_foreign =
        title.contains(char::is_alphabetic) && !title.contains(|c: char| c.is_ascii_alphabetic());
    if title.starts_with('[') || is_foreign && record.text("language").is_none() {
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
    let is_numbered = record.text("volume").is_some() || record.text("issue").is_some();
    for variable in ["publisher", "authority", "container-title"] {
        if record.text(variable) == Some(outlet) && !(is_numbered && variable == "container-title") {
            item.remove(variable);
        }
    }
    // Styles take an article without a journal for a work of its own, with its title in italics.
    if record.kind.starts_with("article") && !item.contains_key("container-title") {
        item.insert("type".to_owned(), Value::String("webpage".to_owned()));
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
