//! Acronyms that a text spells out and no record knows.

use rustc_hash::FxHashSet;

use super::Finding;
use super::reported::new_entity;
use super::text::Text;
use crate::annotate::body::BlockKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::graph::lints::acronyms;
use crate::span::Span;

/// The acronyms of a brief that stand in brackets after their words, each once.
pub(super) fn find(graph: &Graph, text: &Text<'_>) -> Vec<Finding> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut findings = Vec::new();
    if !text.is_brief {
        return findings;
    }
    let prose = text.body.blocks.iter().filter(|block| block.kind != BlockKind::Code);
    for block in prose {
        for (words, acronym) in acronyms(text.body, block.text) {
            let before = text.body.slice(Span { end: words.start, ..block.text });
            let after = text.body.slice(Span { start: words.end, ..block.text });
            let spelled = before.strip_suffix(" (").filter(|_| after.starts_with(')'));
            let Some(full) = spelled.and_then(|before| expansion(before, acronym)) else { continue };
            if graph.names.get(acronym).is_none() && seen.insert(acronym) {
                findings.push(unrecorded(graph, text, words, acronym, full));
            }
        }
    }
    findings
}

fn unrecorded(graph: &Graph, text: &Text<'_>, words: Span, acronym: &str, full: &str) -> Finding {
    let place = text.body.place_in_file(words);
    let message = format!("“{acronym}” stands for “{full}”, and no record has it for a name");
    let diagnostic = Diagnostic::new(Code::UnrecordedAcronym, &text.file.path, place, message);
    let record = graph.entity_named(full).and_then(|entity| graph.registry.entity(entity).record.as_ref());
    let diagnostic = match record {
        Some(record) => diagnostic.help(format!("add the alias `{acronym}` to {}", record.path)),
        None => {
            let command = new_entity(graph, full);
            diagnostic.help(format!("{command} begins a record: give it the alias `{acronym}`"))
        }
    };
    Finding { words, diagnostic }
}

/// Words that an acronym may leave out.
const SMALL: [&str; 9] = ["of", "the", "and", "for", "in", "on", "de", "des", "to"];

/// The words at the end of `before` that the letters of `acronym` begin.
fn expansion<'a>(before: &'a str, acronym: &str) -> Option<&'a str> {
    let mut letters = acronym.chars().rev();
    let mut letter = letters.next()?;
    let mut end = before.len();
    loop {
        let word = before[..end].rsplit(|c: char| c.is_whitespace() || c == '-').next()?;
        let start = end - word.len();
        let first = word.chars().next()?;
        if first.to_uppercase().eq(std::iter::once(letter)) {
            match letters.next() {
                Some(next) => letter = next,
                None => return Some(&before[start..]),
            }
        } else if !SMALL.contains(&word) {
            return None;
        }
        let space = before[..start].chars().next_back()?;
        end = start - space.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::expansion;

    #[test]
    fn the_words_of_an_acronym_are_found() {
        let words = |before, acronym| expansion(before, acronym).unwrap_or_default();
        assert_eq!(
            words("in the Commonwealth of Independent States", "CIS"),
            "Commonwealth of Independent States"
        );
        assert_eq!(words("the Anti-Ballistic Missile Treaty", "ABMT"), "Anti-Ballistic Missile Treaty");
        assert_eq!(words("said the minister", "CIS"), "");
        assert_eq!(words("", "CIS"), "");
    }
}
