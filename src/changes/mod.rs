//! Change logs: what the published versions of a brief or a claim have said, statement by statement.
//!
//! A change log is a file beside its text, `<slug>.changes.yml`, which is committed with it. A build
//! reads that file and nothing else: no history is needed, so that a shallow clone, an export and a
//! full repository give the same bytes.
//!
//! 1. [`statements`] takes a record apart: sentences, key judgements, notes, claims (`statements`).
//! 2. [`compare`] finds what was added, changed and removed between two versions (`compare`).
//! 3. [`update`] puts versions into a log that may be there already, and [`write`](fn@write) makes its
//!    text (`log`); `postil changes` takes the versions from git.
//! 4. [`read`] reads the file, whoever wrote it (`log`).

mod compare;
mod log;
mod statements;

pub use compare::compare;
pub use log::{read, update, write};
pub use statements::{Part, Statement, statements, version_of};

use crate::date::When;
use crate::path::SitePath;

/// A published version of a text, seen from the one before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The date that it was published under: `updated`, or the date of its last history entry.
    pub date: When,
    /// What the authors say of it.
    pub note: Option<String>,
    /// What is different.
    pub changes: Vec<Change>,
}

/// A statement that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is part of.
    pub part: Part,
    /// The id of the claim, where it is one.
    pub claim: Option<String>,
    /// What it was; `None` where it was not there.
    pub was: Option<String>,
    /// What it is; `None` where it is no more.
    pub is: Option<String>,
}

/// The file of the change log of the text in `file`: `a.changes.yml` beside `a.md`, `a/changes.yml`
/// beside `a/index.md`.
pub fn log_path(file: &SitePath) -> SitePath {
    let stem = file.as_str().strip_suffix(".md").unwrap_or(file.as_str());
    SitePath::new(match stem.strip_suffix("/index") {
        Some(folder) => format!("{folder}/changes.yml"),
        None => format!("{stem}.changes.yml"),
    })
}

#[cfg(test)]
mod tests;
