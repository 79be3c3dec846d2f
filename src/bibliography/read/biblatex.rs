//! BibLaTeX and BibTeX.
//!
//! 1. The file is split into raw entries; where that fails, the blocks that cannot be split are
//!    blanked, so that the others keep their places.
//! 2. Abbreviations and cross-references are resolved; an entry where that fails is left out, and so is what
//!    would have no end (`expansion`).
//! 3. Common commands of TeX become words (`tex`).
//! 4. hayagriva reads each entry; dates and addresses, of which it drops what it cannot read,
//!    are read here.

use std::collections::BTreeMap;

use biblatex::{Bibliography, ChunksExt, EntryType, RawBibliography, RawChunk};
use hayagriva::Entry;

use super::expansion::drop_endless;
use super::{Reading, entry, tex};
use crate::bibliography::record::{Name, Record};
use crate::diagnostic::Code;
use crate::nearest::nearest;
use crate::span::Span;

/// The fields that name a copy of the source: BibLaTeX has none, styles and tools use these.
pub(super) const ARCHIVED: &[&str] = &["archiveurl", "archive-url", "archivedurl", "archived"];

/// Reads the text of `reading` into it.
pub(super) fn read(reading: &mut Reading<'_>) {
    let text = reading.text;
    if let Ok(raw) = RawBibliography::parse(text) {
        return read_raw(reading, raw);
    }
    let sound = blank_broken(reading, text);
    match RawBibliography::parse(&sound) {
        Ok(raw) => read_raw(reading, raw),
        Err(error) => reading.report(Code::InvalidBibliography, error.span, broken(&error.kind), HELP),
    }
}

const HELP: &str =
    "an entry is `@type{key, field = {value}, …}`: look for a brace that is missing or one too many";

fn broken(kind: &impl ToString) -> String {
    format!("this is not valid BibLaTeX: {}", kind.to_string().trim_end_matches('.'))
}

/// The text with every block that cannot be read made spaces. A block begins with a line that
/// begins with `@`.
fn blank_broken(reading: &mut Reading<'_>, text: &str) -> String {
    let mut starts = vec![0];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('@') && offset > 0 {
            starts.push(offset);
        }
        offset += line.len();
    }
    starts.push(text.len());
    let mut sound = String::with_capacity(text.len());
    for pair in starts.windows(2) {
        let block = &text[pair[0]..pair[1]];
        match RawBibliography::parse(block) {
            Ok(_) => sound.push_str(block),
            Err(error) => {
                let first = block.find('\n').unwrap_or(block.len());
                let at = Span::new(error.span.start.min(block.len()), error.span.end.min(block.len()));
                let at = if at.is_empty() { Span::new(0, first) } else { at };
                reading.report(Code::InvalidBibliography, at.shifted(pair[0]), broken(&error.kind), HELP);
                sound.extend(std::iter::repeat_n(' ', block.len()));
            }
        }
    }
    sound
}

fn read_raw(reading: &mut Reading<'_>, mut raw: RawBibliography<'_>) {
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    raw.entries.retain(|entry| {
        let (key, span) = (entry.v.key.v, Span::from(entry.v.key.span.clone()));
        let first = places.get(key).copied();
        match first {
            None => drop(places.insert(key.to_owned(), span)),
            Some(first) => reading.report_twice(key, span, first),
        }
        first.is_none()
    });
    drop_circular(reading, &mut raw);
    drop_endless(reading, &mut raw);
    let words = tex::words_of_fields(&raw);
    let mut bibliography = resolve(reading, tex::with_words(raw, &words));
    bibliography.iter_mut().for_each(tex::curl_quotes);
    for entry in bibliography.iter() {
        read_entry(reading, entry, places.get(&entry.key).copied().unwrap_or_default());
    }
}

/// Leaves out the entries that, by `crossref` and `xdata`, inherit from themselves, or over
/// more generations than anybody means: the library would not come to an end.
fn drop_circular(reading: &mut Reading<'_>, raw: &mut RawBibliography<'_>) {
    const GENERATIONS: usize = 32;
    let mut open: BTreeMap<&str, (Span, Vec<&str>)> = BTreeMap::new();
    for entry in &raw.entries {
        let fields = entry.v.fields.iter();
        let inherits = fields
            .filter(|field| ["crossref", "xdata"].iter().any(|name| field.key.v.eq_ignore_ascii_case(name)));
        let texts = inherits.flat_map(|field| &field.value.v).map(|chunk| match &chunk.v {
            RawChunk::Normal(text) | RawChunk::Abbreviation(text) => *text,
        });
        let parents = texts.flat_map(|text| text.split(',')).map(str::trim).collect();
        open.insert(entry.v.key.v, (Span::from(entry.v.key.span.clone()), parents));
    }
    for _ in 0..GENERATIONS {
        let keys: Vec<_> = open.keys().copied().collect();
        open.retain(|_, (_, parents)| parents.iter().any(|parent| keys.binary_search(parent).is_ok()));
    }
    for (key, (span, _)) in &open {
        let message = format!("the source `{key}` inherits from itself by `crossref` or `xdata`");
        reading.report(Code::InvalidBibliography, *span, message, "take one of the `crossref` fields out");
    }
    let circular: Vec<String> = open.into_keys().map(str::to_owned).collect();
    raw.entries.retain(|entry| !circular.iter().any(|key| key == entry.v.key.v));
}

/// Resolves abbreviations and cross-references, leaving out the entries where that fails.
fn resolve(reading: &mut Reading<'_>, mut raw: RawBibliography<'_>) -> Bibliography {
    loop {
        let error = match Bibliography::from_raw(raw.clone()) {
            Ok(bibliography) => return bibliography,
            Err(error) => error,
        };
        reading.report(Code::InvalidBibliography, error.span.clone(), broken(&error.kind), HELP);
        let holds =
            |span: &std::ops::Range<usize>| span.start <= error.span.start && error.span.start < span.end;
        match raw.entries.iter().position(|entry| holds(&entry.span)) {
            Some(at) => drop(raw.entries.remove(at)),
            None => return Bibliography::new(),
        }
    }
}

fn read_entry(reading: &mut Reading<'_>, tex: &biblatex::Entry, place: Span) {
    if matches!(tex.entry_type, EntryType::XData | EntryType::Set) {
        return;
    }
    report_unknown_type(reading, tex, place);
    let Some(entry) = convert(reading, tex, place) else { return };
    let mut record = entry::to_record(&entry);
    record.kind = kind(tex).unwrap_or(record.kind);
    drop_others(&mut record);
    record.texts.remove("URL");
    if let Some(genre) = record.text("genre").and_then(genre) {
        record.set_text("genre", genre);
    }
    let field = |name: &str| tex.get(name).map(|chunks| (chunks.format_verbatim(), chunks.span()));
    if let Some((subtitle, _)) = field("subtitle") {
        let title = format!("{}: {subtitle}", record.text("title").unwrap_or_default());
        record.set_text("title", title.trim_start_matches(": "));
    }
    for (variable, name) in [("issued", "date"), ("accessed", "urldate"), ("event-date", "eventdate")] {
        if let Some((date, span)) = field(name) {
            reading.set_date(&mut record, variable, &date, span.into());
        }
    }
    if let Some((url, span)) = field("url") {
        reading.set_url(&mut record, &url, span.into());
    }
    if let Some((url, span)) = ARCHIVED.iter().find_map(|name| field(name)) {
        reading.set_archived(&mut record, &url, span.into());
    }
    reading.keep(record, place);
}

/// Takes out what `and others` ends a list with: it is nobody's name. No style can be told to write “et al.” for it,
/// since the processor goes by the number of names alone.
fn drop_others(record: &mut Record) {
    let others = Name::Literal("others".to_owned());
    record.names.retain(|_, names| {
        names.pop_if(|last| *last == others);
        !names.is_empty()
    });
}

/// Has hayagriva read the entry; a field that it cannot read is reported and left out.
fn convert(reading: &mut Reading<'_>, tex: &biblatex::Entry, place: Span) -> Option<Entry> {
    const DATES: &[&str] = &["date", "year", "month", "day", "urldate", "eventdate", "origdate"];
    let mut tex = tex.clone();
    // These are read from the text, with more forms of dates than hayagriva knows.
    for field in ["date", "urldate", "eventdate"] {
        tex.fields.remove(field);
    }
    loop {
        let error = match Entry::try_from(&tex) {
            Ok(entry) => return Some(entry),
            Err(error) => error,
        };
        let holds =
            |span: &std::ops::Range<usize>| span.start <= error.span.start && error.span.end <= span.end;
        let at_fault = tex.fields.iter().find(|(_, chunks)| !error.span.is_empty() && holds(&chunks.span()));
        let at_fault =
            at_fault.or_else(|| tex.fields.iter().find(|(name, _)| DATES.contains(&name.as_str())));
        let Some((name, chunks)) = at_fault.map(|(name, chunks)| (name.clone(), chunks.clone())) else {
            let message = format!("the source `{}` cannot be read: {}", tex.key, error.kind);
            reading.report(Code::InvalidBibliography, place, message, HELP);
            return None;
        };
        tex.fields.remove(&name);
        let is_date = DATES.contains(&name.as_str());
        let text = chunks.format_verbatim();
        if !(is_date && ["n.d.", "n. d.", "nd", "no date"].contains(&text.to_lowercase().trim())) {
            let code = if is_date { Code::InvalidDate } else { Code::InvalidBibliography };
            let message =
                format!("the field `{name}` of the source `{}` cannot be read: {}", tex.key, error.kind);
            let span = Span::from(chunks.span());
            reading.report(
                code,
                if span.is_empty() { place } else { span },
                message,
                "mend the field, or take it out",
            );
        }
    }
}

/// The entry types that a mistyped one may mean.
const TYPES: [&str; 20] = [
    "article",
    "book",
    "booklet",
    "collection",
    "dataset",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "patent",
    "periodical",
    "phdthesis",
    "proceedings",
    "report",
    "software",
    "techreport",
    "thesis",
];

/// Reports a type that is nearly one of BibLaTeX's; others count as `misc`, as BibLaTeX has it.
fn report_unknown_type(reading: &mut Reading<'_>, tex: &biblatex::Entry, place: Span) {
    let EntryType::Unknown(name) = &tex.entry_type else { return };
    if let (None, Some(near)) = (kind(tex), nearest(name, TYPES)) {
        let message = format!("the source `{}` has the unknown type `@{name}`", tex.key);
        reading.report(Code::InvalidBibliography, place, message, format!("did you mean `@{near}`?"));
    }
}

/// The words for the names that BibLaTeX has for types of theses and reports.
fn genre(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "phdthesis" => "PhD thesis",
        "mathesis" => "Master’s thesis",
        "bathesis" => "Bachelor’s thesis",
        "candthesis" => "Candidate thesis",
        "techreport" => "Technical report",
        "resreport" => "Research report",
        _ => return None,
    })
}

/// The CSL type where BibLaTeX says more than hayagriva keeps.
fn kind(tex: &biblatex::Entry) -> Option<&'static str> {
    let subtype = tex.get("entrysubtype").map(ChunksExt::format_verbatim).unwrap_or_default();
    Some(match (&tex.entry_type, subtype.to_lowercase().as_str()) {
        (EntryType::Article, "newspaper" | "news") => "article-newspaper",
        (EntryType::Article, "magazine") => "article-magazine",
        (EntryType::Online, "blog") => "post-weblog",
        (EntryType::Booklet, _) => "pamphlet",
        (EntryType::Manual, _) => "report",
        (EntryType::Dataset, _) => "dataset",
        (EntryType::Software, _) => "software",
        (EntryType::Unknown(name), _) => match name.to_lowercase().as_str() {
            "jurisdiction" => "legal_case",
            "legislation" | "legal" => "legislation",
            "video" | "movie" => "motion_picture",
            "audio" | "music" => "song",
            "letter" => "personal_communication",
            "review" => "review",
            "standard" => "standard",
            "image" | "artwork" => "graphic",
            "performance" => "performance",
            _ => return None,
        },
        _ => return None,
    })
}
