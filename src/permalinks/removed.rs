//! `content/removed.yml`: what was published once and is no more.
//!
//! ```yaml
//! - id: entity:joint-commission
//!   date: 2026-03-01
//!   reason: It never met; the record rested on a misreading.
//! - id: claim:ten-vartas
//!   to: claim:nine-vartas
//! ```

use crate::annotate::previous;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::fields::{Fields, Spanned};
use crate::document::front;
use crate::path::SitePath;

/// An entry of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed {
    /// Its file.
    pub path: SitePath,
    /// What is gone: an id, `kind:id`, or an address; after a `#` a place on its page.
    pub id: Spanned<String>,
    /// When it was taken out.
    pub date: Option<Spanned<When>>,
    /// Why, in words for readers.
    pub reason: Option<String>,
    /// Where its address leads instead: an id or address.
    pub to: Option<Spanned<String>>,
    /// Single places of its page, with where each leads: a fragment, or an id or address before it.
    pub fragments: Vec<(Spanned<String>, String)>,
}

/// Reads the file.
pub fn read(path: &SitePath, text: &str) -> (Vec<Removed>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let removed = match front::parse(path, front::Language::Yaml, text, 0) {
        Ok(node) => {
            Fields::of_list(path, &node, "an entry of what was removed", &mut diagnostics, |fields| {
                let id = fields.required_text("id");
                let to = fields.text("to");
                let (date, reason) = match to {
                    Some(_) => (fields.date("date"), fields.text("reason")),
                    None => (fields.required_date("date"), fields.required_text("reason")),
                };
                let fragments = previous::fragments(fields);
                let is_whole = to.is_some() || (date.is_some() && reason.is_some());
                let reason = reason.map(|reason| reason.value);
                is_whole.then_some(Removed { path: path.clone(), id: id?, date, reason, to, fragments })
            })
        }
        Err(fault) => {
            diagnostics.push(Diagnostic { code: Code::InvalidFrontMatter, ..fault });
            Vec::new()
        }
    };
    (removed, diagnostics)
}
