//! Prints what commands have to say, on standard error.

use std::io::{IsTerminal, Write};

use super::Failure;
use crate::cli::{Color, Global};
use crate::diagnostic::{Counts, Diagnostic, Severity};

/// Where and how much to print.
pub(super) struct Report {
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    choice: anstream::ColorChoice,
}

impl Report {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        Self { quiet: global.quiet, verbose: global.verbose, choice }
    }

    /// Prints a line, unless told to be quiet.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            self.print(&format!("{line}\n"));
        }
    }

    /// Prints a line, if told to say more.
    pub(super) fn say_more(&self, line: &str) {
        if self.verbose {
            self.print(&format!("{line}\n"));
        }
    }

    /// Prints diagnostics, and colours them where a terminal shows them.
    pub(super) fn print(&self, text: &str) {
        // Standard error may be closed: there is nobody left to tell.
        anstream::AutoStream::new(std::io::stderr(), self.choice).write_all(text.as_bytes()).ok();
    }

    /// The diagnostics that a person is shown: suggestions only on request.
    pub(super) fn shown(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let is_shown = |found: &&Diagnostic| found.severity() != Severity::Suggestion || self.verbose;
        diagnostics.iter().filter(is_shown).cloned().collect()
    }

    /// Whether what is printed on standard error may be coloured.
    pub(super) fn is_styled(&self) -> bool {
        match self.choice {
            anstream::ColorChoice::Never => false,
            anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => true,
            anstream::ColorChoice::Auto => std::io::stderr().is_terminal(),
        }
    }

    /// Prints why a command cannot go on.
    pub(super) fn failure(&self, failure: &Failure) {
        if failure.message.is_empty() {
            return;
        }
        let mut text = format!("error: {}\n", failure.message);
        if let Some(help) = &failure.help {
            text.push_str(&format!("  = help: {help}\n"));
        }
        self.print(&text);
    }
}

/// A number of things, in words: “1 source”, “2 sources”.
pub(super) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// How many diagnostics there are, in words: “2 errors and 1 warning”.
pub(super) fn count_words(counts: &Counts, suggestions: bool) -> String {
    let word = |count: usize, one: &str| (count > 0).then(|| counted(count, one));
    let mut words: Vec<String> =
        [word(counts.errors, "error"), word(counts.warnings, "warning")].into_iter().flatten().collect();
    if suggestions {
        words.extend(word(counts.suggestions, "suggestion"));
    }
    match words.split_last() {
        None => "nothing wrong".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_sentence() {
        let counts = |errors, warnings, suggestions| Counts { errors, warnings, suggestions };
        assert_eq!(count_words(&counts(0, 0, 3), false), "nothing wrong");
        assert_eq!(count_words(&counts(2, 1, 3), true), "2 errors, 1 warning and 3 suggestions");
        assert_eq!(count_words(&counts(0, 1, 0), true), "1 warning");
    }
}
