//! Titles in the texts held against the records: “Defence Minister X” at a date when X was none.
//!
//! 1. The titles that a brief gives to people are found (`titles`).
//! 2. Each is compared with the offices that the person's record gives with dates, at the mention's `as-of`
//!    or the brief's date. Where the record has that office at no such time, that is a conflict, and
//!    who held it is said where a record knows.
//! 3. Where the person has no such office, it is one only if another's record gives that office, of
//!    the country or body that the text names or that the person serves.
//! 4. A title that is right for a date in the same paragraph speaks of that date.

use super::LinkedBrief;
use super::lints::Records;
use super::mentions::Mention;
use super::offices::{Office, Tense};
use super::registry::EntityIndex;
use super::relations::RelationLink;
use super::resolve::typed_id;
use super::titles::{Title, title_of};
use crate::annotate::body::{BlockKind, ReferenceKind};
use crate::date::{Day, When, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::words::Words;

/// The titles of a brief that contradict the records.
pub(super) fn conflicts(records: &Records<'_>, brief: &LinkedBrief) -> Vec<Diagnostic> {
    let is_person = |mention: &&Mention| {
        let block = &brief.brief.body.blocks[mention.block as usize];
        records.registry.entity(mention.entity).kind == "person" && block.kind != BlockKind::Code
    };
    let mentions = brief.links.mentions.iter().filter(is_person);
    let titles = mentions.filter_map(|mention| title_of(brief, mention));
    titles.filter_map(|title| conflict(records, brief, &title)).collect()
}

/// What a title contradicts.
fn conflict(records: &Records<'_>, brief: &LinkedBrief, title: &Title<'_>) -> Option<Diagnostic> {
    let date = title.mention.date(&brief.brief.body).unwrap_or(&brief.brief.date.value);
    let person = title.mention.entity;
    let own: Vec<(&RelationLink, Office)> = records
        .roles(person, None)
        .filter_map(|role| Some((role, Office::of_role(&role.role)?)))
        .filter(|(_, office)| office.name == title.office.name)
        .filter(|(_, office)| title.office.tense != Tense::Acting || office.tense == Tense::Acting)
        .collect();
    let own: Vec<&RelationLink> = own.into_iter().map(|(role, _)| role).collect();
    let fits = |date: &When| own.iter().any(|role| is_right(role, title.office.tense, date));
    if own.is_empty() {
        let holder = holder(records, title, date)?;
        let fits_then = dates_beside(brief, title).any(|then| !holder.holds_at(&then));
        return (!fits_then).then(|| not_the_holder(records, brief, title, date, holder));
    }
    if fits(date) || dates_beside(brief, title).any(|date| fits(&date)) {
        return None;
    }
    Some(not_then(records, brief, title, date, &own))
}

/// Whether an office was held at, before or after a date, as its tense says. One that ends or begins in
/// the year of the date may have done so before it, or after it.
fn is_right(role: &RelationLink, tense: Tense, date: &When) -> bool {
    let Some(when) = &role.when else { return true };
    let (first, last) = (when.earliest().map(Day::year), when.latest().map(Day::year));
    match tense {
        Tense::Now | Tense::Acting => when.holds_at(date),
        Tense::Former => {
            let ended = last.zip(date.latest()).is_some_and(|(end, day)| end <= day.year());
            ended || when.is_unknown_end()
        }
        Tense::Future => {
            let begins = first.zip(date.earliest()).is_some_and(|(start, day)| start >= day.year());
            begins || when.is_unknown_start()
        }
        Tense::Then => date.latest().is_none_or(|day| !when.begins_after(day)),
    }
}

/// The dates in the paragraph of a title: those that are marked, and every year that stands there.
fn dates_beside<'a>(brief: &'a LinkedBrief, title: &Title<'_>) -> impl Iterator<Item = When> + use<'a> {
    let body = &brief.brief.body;
    let at = title.mention.block;
    let marked = body.references.iter().filter(move |reference| reference.block == at);
    let marked = marked.filter_map(|reference| match &reference.kind {
        ReferenceKind::Date(when, _) => Some(when.clone()),
        _ => None,
    });
    let numbers = body.slice(body.blocks[at as usize].text).split(|c: char| !c.is_ascii_digit());
    let years = numbers.filter(|number| number.len() == 4).filter_map(|year| When::parse(year).ok());
    marked.chain(years)
}

/// The relation by which another held the office at that date, of what the text or the person's own
/// record says.
fn holder<'a>(records: &Records<'a>, title: &Title<'_>, date: &When) -> Option<&'a RelationLink> {
    let person = title.mention.entity;
    if title.in_doubt || title.office.tense != Tense::Now || records.registry.entity(person).record.is_none()
    {
        return None;
    }
    let serves = |object: EntityIndex| match title.of {
        Some(of) => of == object,
        None => records.roles(person, Some(date)).any(|role| role.when.is_some() && role.object == object),
    };
    let held = records.offices.held(&title.office);
    let held = held.filter(|role| role.subject != person && role.when.is_some() && role.holds_at(date));
    held.into_iter().find(|role| serves(role.object))
}

fn not_the_holder(
    records: &Records<'_>,
    brief: &LinkedBrief,
    title: &Title<'_>,
    date: &When,
    holder: &RelationLink,
) -> Diagnostic {
    let registry = records.registry;
    let (person, other) = (registry.entity(title.mention.entity), registry.entity(holder.subject));
    let roles: Vec<String> = records
        .roles(title.mention.entity, Some(date))
        .map(|role| role.words(registry, Words::english()))
        .collect();
    let own = match roles.is_empty() {
        true => String::new(),
        false => format!("{} was {}, and ", person.name, roles.join(" and ")),
    };
    let message = format!(
        "the records do not have {} as {} as of {}: {own}{} was {}",
        person.name,
        title.office.name,
        words(date),
        other.name,
        holder.words(registry, Words::english())
    );
    let found = report(records, brief, title, message, None);
    found.help(to_add(records, title, &title.office.name, holder.object))
}

/// What to add to a record that lacks an office.
fn to_add(records: &Records<'_>, title: &Title<'_>, role: &str, of: EntityIndex) -> String {
    let record = records.registry.entity(title.mention.entity).record.as_ref();
    let file = record.map(|record| record.path.as_str()).unwrap_or_default();
    let of = &records.registry.entity(of).id;
    format!(
        "if the record lacks it, add `- {{ role: {role}, of: {of}, when: … }}` to the relations in {file}"
    )
}

fn not_then(
    records: &Records<'_>,
    brief: &LinkedBrief,
    title: &Title<'_>,
    date: &When,
    own: &[&RelationLink],
) -> Diagnostic {
    let registry = records.registry;
    let tense = match title.office.tense {
        Tense::Former => "a former ",
        Tense::Future => "a future ",
        Tense::Acting => "acting ",
        Tense::Then | Tense::Now => "",
    };
    let roles: Vec<String> = own
        .iter()
        .map(|role| {
            let dates = role.when.as_ref().map(|when| format!(", {}", words(when))).unwrap_or_default();
            format!("{}{dates}", role.words(registry, Words::english()))
        })
        .collect();
    let is_now = title.office.tense == Tense::Now;
    let holder = records.offices.held(&title.office).find(|role| {
        let is_same = own.iter().any(|mine| mine.object == role.object && mine.subject != role.subject);
        is_now && is_same && role.when.is_some() && role.holds_at(date)
    });
    let holder = holder.map(|role| format!("; {} was", registry.entity(role.subject).name));
    let message = format!(
        "{} was not {tense}{} as of {}: the record says {}{}",
        registry.entity(title.mention.entity).name,
        title.office.name,
        words(date),
        roles.join("; "),
        holder.unwrap_or_default()
    );
    let meant = own.iter().find_map(|role| role.when.as_ref()?.year()).filter(|_| is_now);
    let found = report(records, brief, title, message, meant);
    match own.first().filter(|_| is_now) {
        Some(role) => found.help(to_add(records, title, &role.role, role.object)),
        None => found,
    }
}

fn report(
    records: &Records<'_>,
    brief: &LinkedBrief,
    title: &Title<'_>,
    message: String,
    year: Option<i32>,
) -> Diagnostic {
    let body = &brief.brief.body;
    let name = body.slice(title.mention.text);
    let target = typed_id(records.registry, title.mention.entity);
    let year = year.map_or_else(|| "…".to_owned(), |year| format!("{year:04}"));
    Diagnostic::new(Code::TitleConflict, &brief.brief.path, body.place_in_file(title.span), message).help(format!(
        "correct the title or the dates in the record, or say which date is meant: `[{name}]({target} \"as-of={year}\")`"
    ))
}
