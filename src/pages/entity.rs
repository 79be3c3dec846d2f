//! An entity: what it is called, what it is to others, and every sentence that names it.

use serde::Serialize;

use super::evidence::{ClaimRow, EvidenceGroup, SourceReference, SourceRow};
use super::frame::{Head, Site};
use super::moments::Timeline;
use super::parts::{CountedEntity, EntityLink, Html, KindMark, LinkBox, Name, Picture, TimeText};

/// The page of an entity.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntityPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// Its kind.
    pub kind: KindMark,
    /// The index's section on its kind.
    pub kind_address: String,
    /// Its name.
    pub name: String,
    /// The language of the name where it is not the page's, BCP 47.
    pub name_language: Option<String>,
    /// One line on it.
    pub summary: Option<Html>,
    /// The role held at the date of the newest brief that names it.
    pub role: Option<Role>,
    /// Whether nothing is known but the name: the page then says so.
    pub stub: bool,
    /// Other names, by language, then aliases.
    pub names: Vec<NameRow>,
    /// Identifiers elsewhere.
    pub identifiers: Vec<Identifier>,
    /// Where it is, for places.
    pub coordinates: Option<Coordinates>,
    /// When it happened, for events.
    pub date: Option<TimeText>,
    /// Where it happened, for events.
    pub place: Option<EntityLink>,
    /// Who took part, for events.
    pub participants: Vec<EntityLink>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// The introduction.
    pub introduction: Option<Html>,
    /// Dated facts.
    pub attributes: Vec<AttributeRow>,
    /// Relations, both ways.
    pub relations: Vec<RelationRow>,
    /// Its own timeline: roles and events.
    pub timeline: Timeline,
    /// Every sentence that names it, by brief, newest first.
    pub evidence: Vec<EvidenceGroup>,
    /// How many sentences name it.
    pub sentence_count: usize,
    /// The claims about it, and those on sentences that name it.
    pub claims: Vec<ClaimRow>,
    /// The entities that are named in the same sentences, the most frequent first.
    pub together: Vec<CountedEntity>,
    /// What the page's own facts rest on.
    pub sources: Vec<SourceRow>,
    /// Others that a reader may have meant: entities that share a name with this one.
    pub not_to_confuse: Vec<Confusable>,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// The feed of what mentions it; `null` where there is none.
    pub feed: Option<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Role {
    /// The role in words: `President of Belarus, since 1994`.
    pub words: Html,
    /// The date that it is shown for.
    pub as_of: TimeText,
}

/// Names with what they have in common.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NameRow {
    /// What they are: a language, `Also`, `Sometimes` (weak names).
    pub label: String,
    /// The names.
    pub names: Vec<Name>,
    /// Whether the names are set large: names in other languages are, aliases are not.
    pub prominent: bool,
}

/// An identifier elsewhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Identifier {
    /// Whose identifier it is, in words: `Wikidata`.
    pub scheme: String,
    /// The identifier.
    pub value: String,
    /// Its absolute address, where the scheme is known.
    pub address: Option<String>,
}

/// Where a place is.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Coordinates {
    /// In words: `53.9° N, 27.57° E`.
    pub words: String,
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
}

/// A fact with a date.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AttributeRow {
    /// What is stated: `Population`.
    pub name: String,
    /// Its value.
    pub value: Html,
    /// When it held.
    pub when: Option<TimeText>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
}

/// A relation, seen from this entity.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RelationRow {
    /// The relation in words, from this entity to the other: `president of`; for the other way
    /// round, `has as president`.
    pub words: String,
    /// The other entity.
    pub to: EntityLink,
    /// When it holds.
    pub when: Option<TimeText>,
    /// A remark.
    pub note: Option<Html>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
}

/// Another entity with the same name.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Confusable {
    /// The shared name.
    pub name: String,
    /// The other entity.
    pub entity: EntityLink,
    /// One line on it; may be empty.
    pub description: String,
}
