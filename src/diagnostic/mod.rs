//! What is wrong with a site, as data: a code, a message, places in the sources, and help.
//!
//! Stages return diagnostics beside a usable value; nobody prints but the commands.

mod code;
mod counts;
mod explain;
pub mod format;

pub use code::Code;
pub use counts::Counts;
pub use explain::{explain, reference};
pub use format::{Format, render};

use serde::{Deserialize, Serialize};

use crate::path::SitePath;
use crate::span::{Location, Span};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written, unless `--strict`.
    Warning,
    /// Something that could be better; shown by `check`, never in the way.
    Suggestion,
}

/// A place that a diagnostic points at, with what to say of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub location: Location,
    /// What stands there; may be empty for the first label, where the message has said it.
    pub message: String,
}

/// A change of a file that mends what a diagnostic reports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// The words to replace.
    pub location: Location,
    /// What stands in their place.
    pub replacement: String,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// The places, the one to mend first; empty where a fault has no place in a file.
    pub labels: Vec<Label>,
    /// Which fault it is.
    pub code: Code,
    /// One sentence without a full stop: what is wrong, with the names in it.
    pub message: String,
    /// What to type or do, a sentence each.
    pub help: Vec<String>,
    /// What is missed, where that is the fault: an id, a name, a key or a path.
    pub missed: Option<String>,
    /// The change that mends it, where one is known to be right.
    pub edit: Option<Box<Edit>>,
}

impl Diagnostic {
    /// A diagnostic at a place of a file.
    pub fn new(code: Code, path: &SitePath, span: impl Into<Span>, message: impl Into<String>) -> Self {
        Self::general(code, message).label(path, span, "")
    }

    /// A diagnostic of the site as a whole, or of something that is not a file.
    pub fn general(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { labels: Vec::new(), code, message, help: Vec::new(), missed: None, edit: None }
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, path: &SitePath, span: impl Into<Span>, message: impl Into<String>) -> Self {
        let location = Location { path: path.clone(), span: span.into() };
        self.labels.push(Label { location, message: message.into() });
        self
    }

    /// Says what is missed.
    #[must_use]
    pub fn missing(mut self, what: impl Into<String>) -> Self {
        self.missed = Some(what.into());
        self
    }

    /// Adds a sentence of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// How grave it is: each code has one severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Diagnostics in order of file, place and code, each once; those without a place come first. The
/// order does not depend on the order given.
pub fn sort(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    fn place(diagnostic: &Diagnostic) -> Option<&Location> {
        diagnostic.labels.first().map(|label| &label.location)
    }
    diagnostics
        .sort_unstable_by(|a, b| place(a).cmp(&place(b)).then(a.code.cmp(&b.code)).then_with(|| a.cmp(b)));
    diagnostics.dedup();
    diagnostics
}
