//! How diagnostics are written out: for people, for other programs, for code hosts.
//!
//! 1. `sources` reads each file that a label or an edit names once and indexes its lines.
//! 2. One module per format turns the diagnostics, in the order given, into text.
//!
//! What comes from content is made harmless (`printable`) wherever it reaches a terminal or a log.

mod excerpt;
mod github;
mod human;
mod json;
mod printable;
mod sarif;
mod short;
mod sources;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::sources::Sources;
use super::{Diagnostic, Severity};
use crate::path::SitePath;

/// The forms in which diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// For a person at a terminal: the source line, a caret, further places, help.
    #[default]
    Human,
    /// One line each: `path:line:column: error[code]: message`.
    Short,
    /// One JSON document with everything in it.
    Json,
    /// Workflow commands, which GitHub Actions shows beside the changed lines.
    Github,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
}

impl Format {
    /// The names of the formats, as they are typed, in the order of the documentation.
    pub const NAMES: &[&str] = &["human", "short", "json", "github", "sarif"];

    /// The format of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Human, Self::Short, Self::Json, Self::Github, Self::Sarif]
            .into_iter()
            .find(|format| format.name() == name)
    }

    /// The name of the format, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
        }
    }
}

/// The diagnostics in a format, in the order given. `text_of` gives the text of a file, or `None`
/// where there is none (it could not be read, or is not text): its diagnostics then name the file
/// only. `styled` adds colours to the human format and says nothing to the others. Every format
/// ends with a newline, unless there is nothing to say at all.
pub fn render(
    format: Format,
    diagnostics: &[Diagnostic],
    text_of: &dyn Fn(&SitePath) -> Option<Arc<str>>,
    styled: bool,
) -> String {
    let sources = Sources::of(diagnostics, text_of);
    match format {
        Format::Human => human::render(diagnostics, &sources, styled),
        Format::Short => short::render(diagnostics, &sources),
        Format::Json => json::render(diagnostics, &sources),
        Format::Github => github::render(diagnostics, &sources),
        Format::Sarif => sarif::render(diagnostics, &sources),
    }
}

/// The word for a severity in the formats that people read.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "suggestion",
    }
}
