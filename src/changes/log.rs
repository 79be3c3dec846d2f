//! The file of a change log.

use super::{Change, Part, Version};
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::fields::Fields;
use crate::document::front::{Language, parse};
use crate::letters::quoted;
use crate::nearest::nearest;
use crate::path::SitePath;
use std::fmt::Write as _;

/// Reads a change log: its versions, the newest first, and what is wrong with the file; `None` where it
/// is not YAML.
pub fn read(path: &SitePath, text: &str) -> (Option<Vec<Version>>, Vec<Diagnostic>) {
    let node = match parse(path, Language::Yaml, text, 0) {
        Ok(node) => node,
        Err(diagnostic) => return (None, vec![diagnostic]),
    };
    let mut diagnostics = Vec::new();
    let mut fields = Fields::new(path, Some(&node), "a change log", &mut diagnostics);
    let mut versions = fields.records("versions", "a version of a change log", |fields| {
        let date = fields.required_date("date");
        let note = fields.text("note").map(|text| text.value);
        let changes = fields.records("changes", "a change", read_change);
        Some(Version { date: date?.value, note, changes })
    });
    fields.finish();
    sort(&mut versions);
    (Some(versions), diagnostics)
}

fn read_change(fields: &mut Fields<'_>) -> Option<Change> {
    let part = fields.required_text("part");
    let claim = fields.text("claim").map(|text| text.value);
    let was = fields.text("was").map(|text| text.value);
    let is = fields.text("is").map(|text| text.value);
    let part = part?;
    let Some(at) = Part::NAMES.iter().position(|name| *name == part.value) else {
        let message = format!("`{}` is no part of a brief or a claim", part.value);
        let help = match nearest(&part.value, Part::NAMES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", Part::NAMES.join(", ")),
        };
        fields.report(Diagnostic::new(Code::WrongType, fields.path(), part.span, message).help(help));
        return None;
    };
    if was.is_none() && is.is_none() {
        let message = "a change says neither what `was` nor what `is`";
        fields.report(
            Diagnostic::new(Code::MissingKey, fields.path(), part.span, message)
                .help("write `was: …` for what went, `is: …` for what came, both for what changed"),
        );
        return None;
    }
    Some(Change { part: Part::ALL[at], claim, was, is })
}

fn sort(versions: &mut [Version]) {
    versions.sort_by_key(|version| std::cmp::Reverse(version.date.sort_key()));
}

/// Puts versions into a log. One whose date is there stays as it is, but for the newest of `found`:
/// its text may have gone on, and only its note is kept.
pub fn update(log: &mut Vec<Version>, found: Vec<Version>) {
    let newest = found.iter().map(|version| version.date.sort_key()).max();
    for version in found {
        let is_newest = Some(version.date.sort_key()) == newest;
        match log.iter_mut().find(|known| known.date.as_str() == version.date.as_str()) {
            Some(known) if is_newest => known.changes = version.changes,
            Some(_) => {}
            None => log.push(version),
        }
    }
    sort(log);
}

/// The text of a change log.
pub fn write(log: &[Version]) -> String {
    let mut text = "# What each published version changed. `postil changes` adds to this file from the history in git;\n\
                    # a `note` in your own words may be added to each version, and stays.\nversions:\n"
        .to_owned();
    for version in log {
        let _ = writeln!(text, "  - date: {}", quoted_if_needed(&version.date));
        if let Some(note) = &version.note {
            let _ = writeln!(text, "    note: {}", quoted(note));
        }
        if version.changes.is_empty() {
            continue;
        }
        text.push_str("    changes:\n");
        for change in &version.changes {
            let _ = writeln!(text, "      - part: {}", change.part.name());
            let claim = change.claim.as_ref().map(|id| ("claim", id));
            let was = change.was.as_ref().map(|words| ("was", words));
            let is = change.is.as_ref().map(|words| ("is", words));
            for (key, words) in [claim, was, is].into_iter().flatten() {
                let _ = writeln!(text, "        {key}: {}", quoted(words));
            }
        }
    }
    text
}

fn quoted_if_needed(date: &When) -> String {
    let is_plain = date.as_str().chars().all(|c| c.is_ascii_digit() || c == '-');
    if is_plain { date.as_str().to_owned() } else { quoted(date.as_str()) }
}
