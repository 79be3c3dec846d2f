//! One line each, as compilers write them and editors read them.

use std::fmt::Write as _;

use super::sources::Sources;
use super::{printable, word};
use crate::diagnostic::Diagnostic;

/// `path:line:column: error[code]: message`, a line each.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut output = String::new();
    for diagnostic in diagnostics {
        if let Some(label) = diagnostic.labels.first() {
            let path = printable::one_line(label.location.path.as_str());
            output.push_str(&path);
            if let Some(text) = sources.text(&label.location.path) {
                let position = text.position(text.clamp(label.location.span).0);
                let _ = write!(output, ":{}:{}", position.line, position.column);
            }
            output.push_str(": ");
        }
        let severity = word(diagnostic.severity());
        let message = printable::one_line(&diagnostic.message);
        let _ = writeln!(output, "{severity}[{}]: {message}", diagnostic.code.name());
    }
    output
}
