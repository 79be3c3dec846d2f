//! What pages may run and load: their Content-Security-Policy.

use super::table::Table;
use crate::diagnostic::Code;
use std::collections::BTreeMap;

/// The directives that a site may add sources to.
const DIRECTIVES: [&str; 8] = [
    "script-src",
    "style-src",
    "img-src",
    "font-src",
    "connect-src",
    "media-src",
    "frame-src",
    "form-action",
];

/// Sources that stand between single quotation marks in a policy.
const QUOTED: [&str; 6] =
    ["self", "unsafe-inline", "unsafe-eval", "wasm-unsafe-eval", "unsafe-hashes", "strict-dynamic"];

/// What pages may run and load beside what is the site's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// Whether pages have a Content-Security-Policy.
    pub has_policy: bool,
    /// Further sources, by directive.
    pub sources: BTreeMap<&'static str, Vec<String>>,
}

impl Default for Security {
    fn default() -> Self {
        Self { has_policy: true, sources: BTreeMap::new() }
    }
}

/// Reads `[security]`.
pub(super) fn read(table: &mut Table<'_, '_>) -> Security {
    let mut security =
        Security { has_policy: table.flag("content-security-policy").unwrap_or(true), ..Security::default() };
    for directive in DIRECTIVES {
        let Some((sources, _)) = table.texts(directive) else { continue };
        let mut legal = Vec::new();
        for source in sources {
            match fault_of(&source.value) {
                None => legal.push(source.value),
                Some(help) => {
                    let message = format!("“{}” is no source of a Content-Security-Policy", source.value);
                    table.report(Code::WrongType, source.span, message, Some(help));
                }
            }
        }
        security.sources.insert(directive, legal);
    }
    security
}

/// What to write in place of a text that is no source.
fn fault_of(source: &str) -> Option<String> {
    if source.trim_matches('\'') == "none" {
        return Some(
            "leave the key out: what it names is added to what pages may have from their own site".to_owned(),
        );
    }
    if QUOTED.contains(&source) {
        return Some(format!("write `\"'{source}'\"`, with single quotation marks inside the double ones"));
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "'*:/._~%+=-".contains(c);
    let is_source = source.chars().all(is_part) && source.contains(['.', ':', '*', '\'']);
    (!is_source).then(|| "write a host, such as `https://stats.example.org`, one a text".to_owned())
}
