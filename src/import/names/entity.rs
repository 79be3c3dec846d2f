//! What an article names, with the words that are to be links.

use std::ops::Range;

/// Some words of a block that become a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Link {
    pub(in crate::import) block: usize,
    pub(in crate::import) range: Range<usize>,
}

/// A person, body, place, agreement or law that an article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Entity {
    pub(in crate::import) kind: String,
    pub(in crate::import) id: String,
    pub(in crate::import) name: String,
    pub(in crate::import) aliases: Vec<String>,
    /// Whether the name means something else too in this text.
    pub(in crate::import) is_weak: bool,
    /// Whether it gets a record; else the site has one.
    pub(in crate::import) is_new: bool,
    /// The words that are links to it; at least one.
    pub(in crate::import) links: Vec<Link>,
    /// Why it may be something else.
    pub(in crate::import) doubt: Option<String>,
}
