//! From hayagriva's entries, which nest, to records, which are flat.

use hayagriva::Entry;
use hayagriva::types::{Date, EntryType, FormatString, Person, PersonRole};

use crate::bibliography::date::{Part, RecordDate};
use crate::bibliography::record::{Name, Record, clean};

/// The record that says what `entry` and the things it is part of say.
pub(super) fn to_record(entry: &Entry) -> Record {
    let mut record = Record::new(entry.key(), kind(entry));
    set_texts(&mut record, entry);
    set_numbers(&mut record, entry);
    set_names(&mut record, entry);
    if let Some(date) = entry.date_any().and_then(to_date) {
        record.dates.insert("issued", date);
    }
    if let Some(url) = entry.url_any() {
        record.set_text("URL", url.value.as_str());
        if let Some(date) = url.visit_date.as_ref().and_then(to_date) {
            record.dates.insert("accessed", date);
        }
    }
    record
}

fn set_texts(record: &mut Record, entry: &Entry) {
    let mut set = |variable, text: Option<&FormatString>| {
        if let Some(text) = text {
            record.set_text(variable, &text.value.to_str());
        }
    };
    let container = container(entry);
    let event = entry
        .parents()
        .iter()
        .find(|parent| matches!(parent.entry_type(), EntryType::Conference | EntryType::Exhibition));
    let publisher = entry.map(Entry::publisher);
    let name = publisher.and_then(|publisher| publisher.name());
    let organization = entry.map(Entry::organization);
    set("title", entry.title());
    set("container-title", container.and_then(Entry::title));
    set(
        "collection-title",
        container.unwrap_or(entry).parents().iter().find_map(|parent| {
            let series = container.is_some() || parent.entry_type() == entry.entry_type();
            parent.title().filter(|_| series && Some(parent) != container)
        }),
    );
    set("publisher", name.or(organization));
    set("authority", organization.filter(|_| name.is_some()));
    set("publisher-place", publisher.and_then(|publisher| publisher.location()));
    set("event-title", event.and_then(Entry::title));
    set("event-place", event.and_then(Entry::location));
    set("archive", entry.map(Entry::archive));
    set("archive_location", entry.archive_location());
    set("call-number", entry.call_number());
    set("note", entry.note());
    set("abstract", entry.abstract_());
    set("genre", entry.map(Entry::genre));
    if let Some(short) = entry.title().and_then(|title| title.short.as_ref()) {
        record.set_text("title-short", &short.to_str());
    }
    if let Some(language) = entry.map(Entry::language) {
        record.set_text("language", &language.to_string());
    }
}

fn set_numbers(record: &mut Record, entry: &Entry) {
    let container = container(entry);
    let volume = container.and_then(Entry::volume).or_else(|| entry.volume());
    let numbers = [
        ("volume", volume.map(ToString::to_string)),
        ("issue", entry.map(Entry::issue).map(ToString::to_string)),
        ("edition", entry.map(Entry::edition).map(ToString::to_string)),
        ("chapter-number", entry.chapter().map(ToString::to_string)),
        ("page", entry.page_range().map(|pages| pages.to_string().replace('-', "–"))),
        ("number-of-pages", entry.page_total().map(ToString::to_string)),
        ("number-of-volumes", entry.volume_total().map(ToString::to_string)),
    ];
    for (variable, number) in numbers {
        if let Some(number) = number {
            record.set_text(variable, &number);
        }
    }
    let serials = [
        ("DOI", "doi"),
        ("ISBN", "isbn"),
        ("ISSN", "issn"),
        ("PMID", "pmid"),
        ("PMCID", "pmcid"),
        ("number", "serial"),
        ("version", "version"),
    ];
    for (variable, serial) in serials {
        if let Some(number) = entry.map(|part| part.keyed_serial_number(serial)) {
            record.set_text(variable, number);
        }
    }
}

fn set_names(record: &mut Record, entry: &Entry) {
    let container = container(entry);
    record.set_names("author", to_names(entry.authors()));
    record.set_names("editor", to_names(entry.editors().or_else(|| container.and_then(Entry::editors))));
    record.set_names("container-author", to_names(container.and_then(Entry::authors)));
    for group in entry.map(Entry::affiliated).into_iter().flatten() {
        if let Some(role) = role(&group.role) {
            let mut names = record.names.remove(role).unwrap_or_default();
            names.extend(to_names(Some(&group.names)));
            record.set_names(role, names);
        }
    }
}

fn to_names(people: Option<&[Person]>) -> Vec<Name> {
    people.into_iter().flatten().filter_map(to_name).collect()
}

fn to_name(person: &Person) -> Option<Name> {
    let part = |part: &Option<String>| part.as_deref().map(clean).filter(|part| !part.is_empty());
    let (family, given, prefix) = (clean(&person.name), part(&person.given_name), part(&person.prefix));
    match (family.is_empty(), &given, &prefix) {
        (true, None, _) => None,
        (false, None, None) => Some(Name::Literal(family)),
        _ => Some(Name::Person { family, given, dropping_particle: prefix, suffix: part(&person.suffix) }),
    }
}

fn role(role: &PersonRole) -> Option<&'static str> {
    Some(match role {
        PersonRole::Translator => "translator",
        PersonRole::Compiler => "compiler",
        PersonRole::Founder => "series-creator",
        PersonRole::Collaborator => "contributor",
        PersonRole::Organizer => "organizer",
        PersonRole::CastMember => "performer",
        PersonRole::Composer => "composer",
        PersonRole::Producer => "producer",
        PersonRole::ExecutiveProducer => "executive-producer",
        PersonRole::Writer => "script-writer",
        PersonRole::Director => "director",
        PersonRole::Illustrator => "illustrator",
        PersonRole::Narrator => "narrator",
        _ => return None,
    })
}

fn to_date(date: &Date) -> Option<RecordDate> {
    let year = i16::try_from(date.year).ok()?;
    // Hayagriva counts months and days from 0, and knows seasons beside them.
    let month =
        date.month.map(|month| month + 1).or_else(|| date.season.map(|season| 20 + season.to_csl_number()));
    let start = Part::new(year, month, date.day.map(|day| day + 1))?;
    Some(RecordDate { start, end: None, qualifier: date.approximate.then_some('~') })
}

/// The thing that the entry appeared in.
fn container(entry: &Entry) -> Option<&Entry> {
    use EntryType as T;
    let fits: &[EntryType] = match entry.entry_type() {
        T::Article => &[T::Book, T::Proceedings, T::Periodical, T::Newspaper, T::Blog, T::Reference, T::Web],
        T::Anthos | T::Chapter | T::Case | T::Entry => &[T::Book, T::Anthology, T::Reference, T::Report],
        T::Report => &[T::Book, T::Anthology, T::Web],
        T::Web | T::Misc => &[T::Web, T::Blog, T::Book, T::Periodical, T::Newspaper],
        T::Scene => &[T::Audio, T::Video, T::Performance, T::Artwork],
        T::Video => &[T::Video],
        T::Audio => &[T::Audio],
        T::Post | T::Thread => &[T::Thread, T::Blog, T::Web, T::Post],
        _ => &[],
    };
    fits.iter().find_map(|fit| entry.parents().iter().find(|parent| parent.entry_type() == fit))
}

/// The CSL type of the entry.
fn kind(entry: &Entry) -> &'static str {
    use EntryType as T;
    let within = container(entry).map(Entry::entry_type);
    match (entry.entry_type(), within) {
        (T::Article, Some(T::Newspaper)) => "article-newspaper",
        (T::Article, Some(T::Blog)) => "post-weblog",
        (T::Article, Some(T::Web)) => "webpage",
        (T::Article, Some(T::Proceedings)) => "paper-conference",
        (T::Article | T::Anthos, Some(T::Book | T::Anthology)) | (T::Chapter | T::Anthos, _) => "chapter",
        (T::Article | T::Entry, Some(T::Reference)) => "entry-encyclopedia",
        (T::Article, Some(_)) => "article-journal",
        // With an address or an outlet but no journal, an article is news rather than a preprint.
        (T::Article, None) if entry.publisher().is_some() || entry.url().is_some() => "article-newspaper",
        (T::Article, None) => "article",
        (T::Entry, _) => "entry",
        (T::Report, _) => "report",
        (T::Thesis, _) => "thesis",
        (T::Web, _) => "webpage",
        (T::Artwork, _) => "graphic",
        (T::Patent, _) => "patent",
        (T::Case, _) => "legal_case",
        (T::Legislation, _) => "legislation",
        (T::Manuscript, _) => "manuscript",
        (T::Post | T::Thread, _) => "post",
        (T::Blog, _) => "post-weblog",
        (T::Performance, _) => "performance",
        (T::Periodical | T::Newspaper, _) => "periodical",
        (T::Proceedings | T::Book | T::Reference | T::Anthology, _) => "book",
        (T::Conference | T::Exhibition, _) => "event",
        (T::Repository, _) => "software",
        (T::Video, None) => "motion_picture",
        (T::Audio, None) => "song",
        (T::Video | T::Audio | T::Scene, _) => "broadcast",
        (T::Misc, _) if entry.url_any().is_some() => "webpage",
        _ => "document",
    }
}
