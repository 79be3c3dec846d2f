//! The key `previous`: what a thing was before, so that old addresses lead to it.

use super::percent_decode;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::fields::{Fields, Spanned};
use crate::load::{fault_of_file, shown};

/// An id that something had before, or places on a page that are now on its page.
#[derive(Debug, Clone, PartialEq)]
pub struct Previous {
    /// The id or slug that it had; an address where it begins with `/`. `None` for its own page.
    pub id: Option<Spanned<String>>,
    /// Places of the old page by their fragments, with what they are called now. Where some are
    /// named, only they lead here, unless nothing else is what the old page became.
    pub fragments: Vec<(Spanned<String>, String)>,
}

/// Reads the key: a text, or a list of texts and of tables with `id` and `fragments`.
pub(super) fn read(fields: &mut Fields<'_>) -> Vec<Previous> {
    let mut all = fields.texts_or_records(
        "previous",
        "an old id",
        |id| Previous { id: Some(id), fragments: Vec::new() },
        |fields| Previous { id: fields.filled_text("id"), fragments: fragments(fields) },
    );
    all.retain(|previous| previous.id.as_ref().is_none_or(|id| can_lead_on(id, fields)));
    all
}

/// Whether a page can stand where `id` was; reported where it cannot. What a percent sign hides counts.
fn can_lead_on(id: &Spanned<String>, fields: &mut Fields<'_>) -> bool {
    let decoded = percent_decode(&id.value);
    let inner = decoded.strip_prefix('/').unwrap_or(&decoded);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let Some(reason) = fault_of_file(inner).filter(|_| decoded != "/") else { return true };
    let message = format!("the old id or address `{}` {reason}", shown(&id.value));
    fields.report(
        Diagnostic::new(Code::InvalidPath, fields.path(), id.span, message)
            .help("write the id as it was, or the address from the root of the site, such as `/old/page/`"),
    );
    false
}

/// Fragments with what they are called now: a map, or a list of those that keep their names.
pub(crate) fn fragments(fields: &mut Fields<'_>) -> Vec<(Spanned<String>, String)> {
    let plain = |text: &str| text.strip_prefix('#').unwrap_or(text).to_owned();
    let pairs = fields.texts_or_pairs("fragments", "old: new");
    pairs.into_iter().map(|(old, new)| (Spanned::new(plain(&old.value), old.span), plain(&new))).collect()
}
