//! How many diagnostics there are.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::{Diagnostic, Severity};

/// How many diagnostics there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Faults that stop the write.
    pub errors: usize,
    /// Faults that stop the write only with `--strict`.
    pub warnings: usize,
    /// Things that could be better.
    pub suggestions: usize,
}

impl Counts {
    /// Counts some diagnostics.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.severity() {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Suggestion => counts.suggestions += 1,
            }
        }
        counts
    }
}

impl fmt::Display for Counts {
    /// Writes `2 errors, 1 warning`; nothing where there is nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.suggestions, "suggestion")];
        let mut comma = "";
        for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{comma}{count} {word}{plural}")?;
            comma = ", ";
        }
        Ok(())
    }
}
