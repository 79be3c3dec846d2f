//! The index of entities, by kind and from A to Z.

use serde::Serialize;

use super::frame::{Head, Site};
use super::parts::{EntityLink, EntityRow, KindMark};

/// The index of entities.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntitiesPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// How many entities there are.
    pub entity_count: usize,
    /// The kinds that the site has, as links to their sections.
    pub kinds: Vec<KindCount>,
    /// The entities by kind.
    pub groups: Vec<EntityGroup>,
    /// The names from A to Z, other names among them.
    pub letters: Vec<LetterGroup>,
}

/// A kind with the number of its entities.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: KindMark,
    /// The kind in words, plural: `People`.
    pub plural: String,
    /// The index's section on it.
    pub address: String,
    /// How many entities are of it.
    pub count: usize,
}

/// The entities of one kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntityGroup {
    /// The kind.
    pub kind: KindMark,
    /// The kind in words, plural: `People`.
    pub plural: String,
    /// The fragment of the section: the kind's id.
    pub id: String,
    /// The entities, by name.
    pub rows: Vec<EntityRow>,
}

/// The names that begin with one letter.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LetterGroup {
    /// The letter.
    pub letter: String,
    /// The fragment of the group: `letter-a`.
    pub id: String,
    /// The names, in order.
    pub entries: Vec<LetterEntry>,
}

/// A name in the list from A to Z.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LetterEntry {
    /// The name listed.
    pub name: String,
    /// The name's language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// The entity that it means.
    pub entity: EntityLink,
    /// Whether it is an alias: the list then says whose.
    pub alias: bool,
}
