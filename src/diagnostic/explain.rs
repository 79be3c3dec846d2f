//! What each code means: for the terminal, and as the page of the guide.
//!
//! Every code has a text of a fixed form in `explanations/<code>.md`: prose, then under `## Wrong`
//! and `## Right` one fenced example each.

use std::fmt::Write as _;

use super::{Code, Severity};

/// The head of the page of the guide.
const REFERENCE_HEAD: &str = "\
---
title: Diagnostics
summary: Everything that postil can find wrong with a site, what it means, and what to do about it.
weight: 17
---

postil reports everything that is wrong in one run, with the place and what to type instead. Each
report has a code, which stands below with an example that is wrong and one that is right.
`postil explain` followed by a code shows the same text in the terminal.

An *error* stops the site from being written: the last good one stays. A *warning* does so only with
`--strict`. A *suggestion* is shown by `postil check` and is never in the way.

## All codes

| Code | Severity | What it reports |
|---|---|---|
";

/// The parts of an explanation.
#[derive(Debug, Clone, Copy)]
struct Explanation {
    prose: &'static str,
    wrong: Example,
    right: Example,
}

/// A fenced example.
#[derive(Debug, Clone, Copy)]
struct Example {
    /// With its fence.
    fenced: &'static str,
    /// Without its fence.
    text: &'static str,
}

impl Explanation {
    /// Takes an explanation apart; what is missing is empty (a test sees to it that nothing is).
    fn of(code: Code) -> Self {
        let (prose, rest) = code.explanation().split_once("\n## Wrong\n").unwrap_or_default();
        let (wrong, right) = rest.split_once("\n## Right\n").unwrap_or_default();
        Self { prose: prose.trim(), wrong: Example::of(wrong), right: Example::of(right) }
    }
}

impl Example {
    fn of(fenced: &'static str) -> Self {
        let fenced = fenced.trim();
        let text = fenced.split_once('\n').and_then(|(_, rest)| rest.rsplit_once('\n'));
        Self { fenced, text: text.map_or("", |(text, _)| text) }
    }
}

/// The explanation of a code for the terminal: name and severity, summary, prose and examples,
/// as plain text.
pub fn explain(code: Code) -> String {
    let Explanation { prose, wrong, right } = Explanation::of(code);
    let severity = severity(code).to_lowercase();
    let mut output = format!("{} ({severity})\n{}\n\n{prose}\n", code.name(), code.summary());
    for (heading, example) in [("Wrong", wrong), ("Right", right)] {
        let _ = write!(output, "\n{heading}:\n\n");
        for line in example.text.lines() {
            let indent = if line.is_empty() { "" } else { "    " };
            let _ = writeln!(output, "{indent}{line}");
        }
    }
    output
}

/// The explanation of a code without its examples, on one line.
pub(super) fn prose(code: Code) -> String {
    Explanation::of(code).prose.replace('\n', " ")
}

/// The page `content/guide/diagnostics.md` of the guide: a table of all codes, then each with its
/// explanation, in the groups and the order of the table.
pub fn reference() -> String {
    let mut page = REFERENCE_HEAD.to_owned();
    for code in Code::ALL {
        let (name, severity) = (code.name(), severity(*code).to_lowercase());
        let _ = writeln!(page, "| [{name}](#{name}) | {severity} | {} |", code.summary());
    }
    for (group, codes) in Code::GROUPS {
        let _ = write!(page, "\n## {group}\n");
        for code in *codes {
            let Explanation { prose, wrong, right } = Explanation::of(*code);
            let name = code.name();
            let _ = write!(page, "\n### {name}\n\n**{}.** {}\n", severity(*code), code.summary());
            let _ = write!(page, "\n{prose}\n\nWrong:\n\n{}\n\nRight:\n\n{}\n", wrong.fenced, right.fenced);
        }
    }
    page
}

/// The word for the severity of a code, capitalised.
fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Suggestion => "Suggestion",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text without what stands between backquotes.
    fn without_code(text: &str) -> String {
        text.split('`').step_by(2).collect()
    }

    #[test]
    fn every_explanation_has_all_its_parts() {
        for code in Code::ALL {
            let name = code.name();
            let Explanation { prose, wrong, right } = Explanation::of(*code);
            let sentences = prose.split_inclusive(['.', '?']).filter(|part| part.len() > 8).count();
            assert!((2..=6).contains(&sentences) && prose.ends_with('.'), "{name}: the prose");
            assert!(prose.lines().all(|line| line.chars().count() <= 110), "{name}: a long line");
            for example in [wrong, right] {
                let fence: String = example.fenced.chars().take_while(|c| *c == '`').collect();
                let language = example.fenced.lines().next().unwrap_or("").trim_start_matches('`');
                assert!(
                    ["markdown", "yaml", "toml", "text", "xml"].contains(&language),
                    "{name}: `{language}`"
                );
                assert!(
                    fence.len() >= 3 && example.fenced.ends_with(&format!("\n{fence}")),
                    "{name}: a fence"
                );
                assert!(!example.text.contains(&fence), "{name}: a fence in an example");
                assert!(!example.text.trim().is_empty(), "{name}: an empty example");
            }
            assert_ne!(wrong.text, right.text, "{name}: nothing to mend");
            let parts = format!("{prose}\n\n## Wrong\n\n{}\n\n## Right\n\n{}\n", wrong.fenced, right.fenced);
            assert_eq!(code.explanation(), parts, "{name}: the form");
        }
    }

    #[test]
    fn no_prose_holds_a_link_or_markup() {
        for code in Code::ALL {
            let prose = Explanation::of(*code).prose;
            assert!(prose.matches('`').count().is_multiple_of(2), "{}: an open backquote", code.name());
            let live = without_code(prose);
            assert!(!live.contains(['[', ']', '<', '*', '#', '|', '{']), "{}: {live}", code.name());
            assert!(!live.contains("://"), "{}: {live}", code.name());
        }
    }

    #[test]
    fn no_explanation_is_left_over() {
        let folder = include_dir::include_dir!("$CARGO_MANIFEST_DIR/src/diagnostic/explanations");
        for file in folder.files() {
            let name = file.path().file_stem().and_then(|stem| stem.to_str());
            assert!(name.and_then(Code::from_name).is_some(), "{name:?} explains no code");
        }
    }

    #[test]
    fn the_reference_has_each_code_once_and_in_its_group() {
        let page = reference();
        for code in Code::ALL {
            let heading = format!("\n### {}\n", code.name());
            assert_eq!(page.matches(&heading).count(), 1, "{}", code.name());
        }
        let grouped: Vec<Code> = Code::GROUPS.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        assert_eq!(grouped, Code::ALL);
        assert!(page.find("\n## Dates\n") < page.find("\n### invalid-date\n"));
    }

    #[test]
    fn names_lead_back_to_their_codes() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
        assert_eq!(Code::from_name("Unknown-Id"), None);
    }

    #[test]
    fn the_terminal_gets_plain_text() {
        let text = explain(Code::KindMismatch);
        assert!(
            text.starts_with(
                "kind-mismatch (error)\nA link gives an entity another kind than its record.\n\n"
            )
        );
        assert!(text.contains("\nWrong:\n\n    The president flew to [Minsk](org:minsk).\n"), "{text}");
        assert!(text.ends_with("\nRight:\n\n    The president flew to [Minsk](place:minsk).\n"), "{text}");
        assert!(!text.contains("```"));
    }
}
