//! Workflow commands of GitHub Actions: a line each, which the host turns into a mark beside the
//! changed line.

use std::fmt::Write as _;

use super::printable;
use super::sources::Sources;
use crate::diagnostic::{Diagnostic, Label, Severity};

/// A command for each diagnostic, with further places and help in its message.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut output = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "notice",
        };
        let place = diagnostic.labels.first().map(|label| place(label, sources)).unwrap_or_default();
        let title = property(diagnostic.code.name());
        let message = data(&message(diagnostic, sources));
        let _ = writeln!(output, "::{command} {place}title={title}::{message}");
    }
    output
}

/// The properties that say where. The host takes columns only where start and end share a line.
fn place(label: &Label, sources: &Sources<'_>) -> String {
    let file = property(&printable::one_line(label.location.path.as_str()));
    let Some(text) = sources.text(&label.location.path) else { return format!("file={file},") };
    let (start, end) = text.visible(label.location.span);
    let (start, end) = (text.position(start), text.position(end));
    let mut place = format!("file={file},line={},endLine={},", start.line, end.line);
    if start.line == end.line {
        let _ = write!(place, "col={},endColumn={},", start.column, end.column);
    }
    place
}

/// Message, what the labels say, and help, a line each.
fn message(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let mut message = printable::lines(&diagnostic.message);
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let says = printable::one_line(&label.message);
        if index == 0 {
            if !says.is_empty() {
                let _ = write!(message, "\n{says}");
            }
            continue;
        }
        let path = printable::one_line(label.location.path.as_str());
        let _ = write!(message, "\n{path}");
        if let Some(text) = sources.text(&label.location.path) {
            let position = text.position(text.clamp(label.location.span).0);
            let _ = write!(message, ":{}:{}", position.line, position.column);
        }
        if !says.is_empty() {
            let _ = write!(message, ": {says}");
        }
    }
    for help in &diagnostic.help {
        let _ = write!(message, "\nhelp: {}", printable::lines(help));
    }
    message
}

/// A message as a command holds it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property as a command holds it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
