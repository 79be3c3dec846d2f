//! RIS out: lines of a tag of two letters and a value.

use crate::bibliography::date::Part;
use crate::bibliography::record::{Name, Record};

/// The lines of a record, from `TY` to `ER`.
pub(super) fn record(record: &Record) -> String {
    let mut lines = String::new();
    let mut line = |tag: &str, value: Option<&str>| {
        let value = value.unwrap_or_default().trim();
        if value.is_empty() {
            return;
        }
        lines.extend([tag, "  - "]);
        for (at, word) in value.split_whitespace().enumerate() {
            lines.push_str(if at == 0 { "" } else { " " });
            lines.extend(word.chars().filter(|character| !character.is_control()));
        }
        lines.push_str("\r\n");
    };
    line("TY", Some(reference_type(record.kind)));
    line("ID", Some(&record.key));
    for (tag, role) in [("AU", "author"), ("A2", "editor"), ("A4", "translator")] {
        for maker in record.names.get(role).into_iter().flatten() {
            line(tag, Some(&name(maker)));
        }
    }
    line("TI", record.text("title"));
    if let Some(date) = record.dates.get("issued") {
        line("PY", Some(&format!("{:04}", date.start.year)));
        line("DA", Some(&day(date.start)));
    }
    let (start, end) = record.text("page").map_or((None, None), |pages| match pages.split_once(['–', '-']) {
        Some((start, end)) => (Some(start), Some(end)),
        None => (Some(pages), None),
    });
    let tags = [
        ("T2", record.text("container-title")),
        ("T3", record.text("collection-title")),
        ("VL", record.text("volume")),
        ("IS", record.text("issue").or_else(|| record.text("number"))),
        ("SP", start),
        ("EP", end),
        ("ET", record.text("edition")),
        ("PB", record.text("publisher")),
        ("CY", record.text("publisher-place")),
        ("SN", record.text("ISBN").or_else(|| record.text("ISSN"))),
        ("DO", record.text("DOI")),
        ("LA", record.text("language")),
        ("M3", record.text("genre")),
        ("N1", record.text("note")),
        ("UR", record.text("URL")),
        ("L2", record.archived.as_deref()),
    ];
    for (tag, value) in tags {
        line(tag, value);
    }
    if let Some(accessed) = record.dates.get("accessed") {
        line("Y2", Some(&day(accessed.start)));
    }
    // The last line has no value, but its space.
    lines.push_str("ER  - \r\n");
    lines
}

fn reference_type(kind: &str) -> &'static str {
    match kind {
        "article-journal" | "review" | "review-book" => "JOUR",
        "article-newspaper" => "NEWS",
        "article-magazine" => "MGZN",
        "bill" => "BILL",
        "book" | "classic" | "collection" => "BOOK",
        "broadcast" | "motion_picture" => "VIDEO",
        "chapter" => "CHAP",
        "dataset" => "DATA",
        "entry-dictionary" => "DICT",
        "entry" | "entry-encyclopedia" => "ENCYC",
        "hearing" => "HEAR",
        "legal_case" => "CASE",
        "legislation" | "regulation" | "treaty" => "STAT",
        "manuscript" => "UNPB",
        "map" => "MAP",
        "pamphlet" => "PAMP",
        "paper-conference" => "CPAPER",
        "patent" => "PAT",
        "personal_communication" => "PCOMM",
        "post-weblog" => "BLOG",
        "post" | "webpage" => "ELEC",
        "report" => "RPRT",
        "software" => "COMP",
        "song" => "SOUND",
        "standard" => "STAND",
        "thesis" => "THES",
        _ => "GEN",
    }
}

/// `YYYY/MM/DD/`, with nothing between the slashes where the date does not say.
fn day(part: Part) -> String {
    let two = |number: Option<u8>| number.map(|number| format!("{number:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", part.year, two(part.calendar_month()), two(part.day))
}

fn name(name: &Name) -> String {
    match name {
        Name::Literal(name) => name.clone(),
        Name::Person { family, given, dropping_particle, suffix } => {
            let particle =
                dropping_particle.as_ref().map(|particle| format!("{particle} ")).unwrap_or_default();
            let parts = [Some(format!("{particle}{family}")), given.clone(), suffix.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}
