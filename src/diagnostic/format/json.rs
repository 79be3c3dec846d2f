//! One JSON document with everything that is known. Fields are only ever added; a change of
//! meaning raises `version`.

use serde::Serialize;

use super::sources::{IndexedText, Position, Sources};
use crate::diagnostic::{Counts, Diagnostic, Label, Severity};

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
    }
}

fn mark<'a>(label: &'a Label, sources: &Sources<'_>) -> Mark<'a> {
    let (start, end) = match sources.text(&label.location.path) {
        Some(text) => points(text, label),
        None => {
            let unknown = |offset: u32| Point { line: None, column: None, offset: offset as usize };
            (unknown(label.location.span.start), unknown(label.location.span.end))
        }
    };
    Mark { path: label.location.path.as_str(), start, end, message: &label.message }
}

fn points(text: &IndexedText, label: &Label) -> (Point, Point) {
    let point = |Position { line, column, offset }| Point { line: Some(line), column: Some(column), offset };
    let (start, end) = text.clamp(label.location.span);
    (point(text.position(start)), point(text.position(end)))
}
