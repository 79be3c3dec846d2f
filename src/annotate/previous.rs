//! The key `previous`: what a thing was before, so that old addresses lead to it.

use crate::document::fields::{Fields, Spanned};

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
    fields.texts_or_records(
        "previous",
        "an old id",
        |id| Previous { id: Some(id), fragments: Vec::new() },
        |fields| Previous { id: fields.text("id"), fragments: fragments(fields) },
    )
}

/// Fragments with what they are called now: a map, or a list of those that keep their names.
pub(crate) fn fragments(fields: &mut Fields<'_>) -> Vec<(Spanned<String>, String)> {
    let plain = |text: &str| text.strip_prefix('#').unwrap_or(text).to_owned();
    let pairs = fields.texts_or_pairs("fragments", "old: new");
    pairs.into_iter().map(|(old, new)| (Spanned::new(plain(&old.value), old.span), plain(&new))).collect()
}
