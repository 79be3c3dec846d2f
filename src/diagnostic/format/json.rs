//! One JSON document with everything that is known. Fields are only ever added; a change of
//! meaning raises `version`.

use serde::Serialize;

use super::sources::{Position, Sources};
use crate::diagnostic::{Counts, Diagnostic, Edit, Label, Severity};
use crate::span::Location;

/// The version of the document's form.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Entry<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    labels: Vec<Mark<'a>>,
    help: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<Change<'a>>,
}

/// What to put in the place of some words.
#[derive(Serialize)]
struct Change<'a> {
    path: &'a str,
    start: Point,
    end: Point,
    replacement: &'a str,
}

/// A place; line and column are null where the text of the file is not known.
#[derive(Serialize)]
struct Mark<'a> {
    path: &'a str,
    start: Point,
    end: Point,
    message: &'a str,
}

#[derive(Serialize)]
struct Point {
    line: Option<usize>,
    column: Option<usize>,
    offset: usize,
}

/// The document, indented, with a newline at its end.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let document = Document {
        version: VERSION,
        diagnostics: diagnostics.iter().map(|diagnostic| entry(diagnostic, sources)).collect(),
        counts: Counts::of(diagnostics),
    };
    let mut output =
        serde_json::to_string_pretty(&document).expect("a document of texts and numbers is valid JSON");
    output.push('\n');
    output
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &Sources<'_>) -> Entry<'a> {
    Entry {
        code: diagnostic.code.name(),
        severity: diagnostic.severity(),
        message: &diagnostic.message,
        labels: diagnostic.labels.iter().map(|label| mark(label, sources)).collect(),
        help: &diagnostic.help,
        edit: diagnostic.edit.as_deref().map(|edit| change(edit, sources)),
    }
}

fn change<'a>(edit: &'a Edit, sources: &Sources<'_>) -> Change<'a> {
    let (start, end) = ends(&edit.location, sources);
    Change { path: edit.location.path.as_str(), start, end, replacement: &edit.replacement }
}

fn mark<'a>(label: &'a Label, sources: &Sources<'_>) -> Mark<'a> {
    let (start, end) = ends(&label.location, sources);
    Mark { path: label.location.path.as_str(), start, end, message: &label.message }
}

fn ends(location: &Location, sources: &Sources<'_>) -> (Point, Point) {
    let point = |Position { line, column, offset }| Point { line: Some(line), column: Some(column), offset };
    match sources.text(&location.path) {
        Some(text) => {
            let (start, end) = text.clamp(location.span);
            (point(text.position(start)), point(text.position(end)))
        }
        None => {
            let unknown = |offset: u32| Point { line: None, column: None, offset: offset as usize };
            (unknown(location.span.start), unknown(location.span.end))
        }
    }
}
