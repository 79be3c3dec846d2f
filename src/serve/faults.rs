//! What is wrong, as the script shows it.

use std::path::Path;

use serde::Serialize;

use super::Editor;
use crate::diagnostic::{Counts, Diagnostic, Format, Severity, render};
use crate::load::Inputs;
use crate::span::line_column;

/// How many faults are shown; of more, only how many there are is said.
const MOST: usize = 50;

/// The faults of a build, for the script.
#[derive(Default, Serialize)]
pub(super) struct Faults {
    errors: usize,
    warnings: usize,
    /// The first of them, errors first.
    items: Vec<Fault>,
    /// How many there are beside those.
    more: usize,
}

#[derive(Serialize)]
struct Fault {
    severity: Severity,
    code: &'static str,
    message: String,
    /// Path, line and column; empty where a fault has no place.
    place: String,
    /// The lines of the source with carets, and the help.
    text: String,
    /// The link that opens the editor there.
    edit: Option<String>,
}

impl Faults {
    /// The faults that the last build found.
    pub(super) fn of(
        diagnostics: &[Diagnostic],
        inputs: &Inputs,
        root: &Path,
        editor: Option<&Editor>,
    ) -> Self {
        let counts = Counts::of(diagnostics);
        let mut shown: Vec<&Diagnostic> =
            diagnostics.iter().filter(|found| found.severity() != Severity::Suggestion).collect();
        shown.sort_by_key(|found| found.severity());
        let more = shown.len().saturating_sub(MOST);
        shown.truncate(MOST);
        let items = shown.into_iter().map(|found| fault(found, inputs, root, editor)).collect();
        Self { errors: counts.errors, warnings: counts.warnings, items, more }
    }

    /// A fault of the disk, not of the site.
    pub(super) fn unreadable(reason: &str) -> Self {
        let fault = Fault {
            severity: Severity::Error,
            code: "",
            message: reason.to_owned(),
            place: String::new(),
            text: String::new(),
            edit: None,
        };
        Self { errors: 1, items: vec![fault], ..Self::default() }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers can be written")
    }
}

fn fault(found: &Diagnostic, inputs: &Inputs, root: &Path, editor: Option<&Editor>) -> Fault {
    let text = render(Format::Human, std::slice::from_ref(found), &|path| inputs.text_of(path), false);
    // The first line is code and message, which the script sets for itself.
    let text = text.split_once('\n').map_or("", |(_, rest)| rest).trim_end().to_owned();
    let location = found.labels.first().map(|label| &label.location);
    let place = location.map(|location| {
        let text = inputs.text_of(&location.path);
        let (line, column) = text.map_or((1, 1), |text| line_column(&text, location.span.start as usize));
        (&location.path, line, column)
    });
    Fault {
        severity: found.severity(),
        code: found.code.name(),
        message: found.message.clone(),
        place: place.map_or_else(String::new, |(path, line, column)| format!("{path}:{line}:{column}")),
        text,
        edit: place
            .and_then(|(path, line, column)| Some(editor?.link(&root.join(path.as_str()), line, column))),
    }
}
