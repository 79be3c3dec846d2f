//! The records of what an article names, for review.

use super::article::one_line;
use super::names::Entity;
use crate::letters::quoted;

/// The record of an entity: its front matter, with the sentence that it was found in as a comment.
pub(super) fn record(entity: &Entity, title: &str, evidence: &str) -> String {
    let Entity { kind, name, aliases, .. } = entity;
    let mut text = format!("---\nkind: {kind}\nname: {}\n", quoted(name));
    if kind == "person" {
        text.push_str(
            &sort_name(name).map_or_else(String::new, |name| format!("sort-name: {}\n", quoted(&name))),
        );
    }
    if !aliases.is_empty() {
        let aliases: Vec<String> = aliases.iter().map(|alias| quoted(alias)).collect();
        text.push_str(&format!("aliases: [{}]\n", aliases.join(", ")));
    }
    if entity.is_weak {
        text.push_str(&format!(
            "# Its name stands for a government too: where it is the place, the brief links it.\nweak-aliases: [{}]\n",
            quoted(name)
        ));
    }
    text.push_str(&format!(
        "# Written by `postil import` for review. Found in “{}”:\n# {}\n",
        one_line(title),
        one_line(evidence)
    ));
    if let Some(doubt) = &entity.doubt {
        text.push_str(&format!("# Unsure: {}.\n", one_line(doubt)));
    }
    text.push_str("# summary: One line on it.\n---\n");
    text
}

/// A person's name with the family name first: the last word, with the particles before it.
fn sort_name(name: &str) -> Option<String> {
    let (given, family) = name.rsplit_once(' ')?;
    Some(format!("{family}, {given}"))
}
