//! BibLaTeX out.

use std::borrow::Cow;

use crate::bibliography::date::RecordDate;
use crate::bibliography::record::{Name, Record};
use crate::hash::Digest;

/// The entry of a record, with a line for each field.
pub(super) fn entry(record: &Record) -> String {
    let (kind, subtype) = entry_type(record.kind);
    let mut entry = format!("@{kind}{{{},\n", key(&record.key));
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            entry.extend(["  ", name, " = {", &value, "},\n"]);
        }
    };
    let text = |variable: &str| record.text(variable).map(escape);
    let verbatim = |variable: &str| record.text(variable).map(escape_address);
    let date = |variable: &str| record.dates.get(variable).copied().map(RecordDate::edtf);
    for role in ["author", "editor", "translator"] {
        field(
            role,
            record.names.get(role).map(|names| names.iter().map(name).collect::<Vec<_>>().join(" and ")),
        );
    }
    field("title", text("title"));
    field("entrysubtype", subtype.map(str::to_owned));
    field("date", date("issued"));
    field(
        if kind == "article" {
            "journaltitle"
        } else if kind == "online" {
            "organization"
        } else {
            "booktitle"
        },
        match kind {
            "online" => text("publisher").or_else(|| text("container-title")),
            _ => text("container-title"),
        },
    );
    let publisher = match kind {
        "report" | "thesis" => "institution",
        _ => "publisher",
    };
    field(publisher, text("publisher").filter(|_| kind != "online"));
    for (name, variable) in [
        ("location", "publisher-place"),
        ("series", "collection-title"),
        ("volume", "volume"),
        ("edition", "edition"),
        ("chapter", "chapter-number"),
        ("type", "genre"),
        ("version", "version"),
        ("isbn", "ISBN"),
        ("issn", "ISSN"),
        ("language", "language"),
        ("note", "note"),
    ] {
        field(name, text(variable));
    }
    field("number", text("issue").or_else(|| text("number")));
    field("pages", text("page").map(|pages| pages.replace(['–', '—'], "--")));
    field("doi", verbatim("DOI"));
    field("url", verbatim("URL"));
    field("urldate", date("accessed"));
    field("archiveurl", record.archived.as_deref().map(escape_address));
    entry.push_str("}\n");
    entry
}

/// BibLaTeX's type for a CSL type, and the subtype that tells kinds of article apart.
fn entry_type(kind: &str) -> (&'static str, Option<&'static str>) {
    match kind {
        "article-newspaper" => ("article", Some("newspaper")),
        "article-magazine" => ("article", Some("magazine")),
        "article-journal" | "review" | "review-book" => ("article", None),
        "book" | "classic" => ("book", None),
        "collection" => ("collection", None),
        "periodical" => ("periodical", None),
        "chapter" => ("incollection", None),
        "entry" | "entry-dictionary" | "entry-encyclopedia" => ("inreference", None),
        "paper-conference" => ("inproceedings", None),
        "post-weblog" => ("online", Some("blog")),
        "post" | "webpage" => ("online", None),
        "report" => ("report", None),
        "thesis" => ("thesis", None),
        "patent" => ("patent", None),
        "manuscript" => ("unpublished", None),
        "pamphlet" => ("booklet", None),
        "dataset" => ("dataset", None),
        "software" => ("software", None),
        _ => ("misc", None),
    }
}

/// The key with every character that BibTeX could not read made a hyphen. Two keys may then look alike: what was
/// changed has a digest of what it was at its end.
fn key(key: &str) -> Cow<'_, str> {
    let is_readable = |c: char| c.is_alphanumeric() || "-_.:+/".contains(c);
    if key.chars().all(is_readable) {
        return key.into();
    }
    let readable: String = key.chars().map(|c| if is_readable(c) { c } else { '-' }).collect();
    format!("{readable}-{}", Digest::of(key.as_bytes()).short()).into()
}

fn name(name: &Name) -> String {
    match name {
        // Braces keep an organisation's name from being taken apart.
        Name::Literal(name) => format!("{{{}}}", escape(name)),
        Name::Person { family, given, dropping_particle, suffix } => {
            let particle =
                dropping_particle.as_ref().map(|particle| format!("{} ", part(particle))).unwrap_or_default();
            let parts = [
                Some(format!("{particle}{}", part(family))),
                suffix.as_deref().map(part),
                given.as_deref().map(part),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}

/// A part of a name; one that holds what separates names or parts stands in braces.
fn part(part: &str) -> String {
    let separates =
        part.contains(',') || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if separates { format!("{{{}}}", escape(part)) } else { escape(part) }
}

/// Text in which nothing is a command. Braces are written as commands that need none, since
/// BibTeX counts even escaped ones.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', character]),
            other if other.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// An address or DOI, which BibLaTeX reads as it stands: what would end the field is
/// percent-encoded.
fn escape_address(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            '{' => escaped.push_str("%7B"),
            '}' => escaped.push_str("%7D"),
            '\\' => escaped.push_str("%5C"),
            '$' => escaped.push_str("%24"),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}
