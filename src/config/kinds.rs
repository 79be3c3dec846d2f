//! The kinds of entity that a site tells apart.

use crate::words::Words;

/// One kind of entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// The word for it in ids and links: `org`.
    pub name: String,
    /// The word that readers see, singular: `Organisation`.
    pub label: String,
    /// The word that readers see, plural: `Organisations`.
    pub plural: String,
    /// The shape of its mark: `circle`, `square`, `diamond`, `page`, `triangle`, `ring`,
    /// `section`, `hexagon`, `book`, or `neutral`.
    pub shape: String,
    /// Its type of schema.org: `Organization`.
    pub schema_type: String,
    /// Its schema of FollowTheMoney: `Organization`; `None` where it is not exported there.
    pub ftm_schema: Option<String>,
}

/// The kinds of a site in the order of its lists: the built-in ones, then the site's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(Vec<Kind>);

/// Name, shape, schema.org type, FollowTheMoney schema.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>);

const BUILT_IN: [Row; 9] = [
    ("person", "circle", "Person", Some("Person")),
    ("org", "square", "Organization", Some("Organization")),
    ("place", "diamond", "Place", Some("Address")),
    ("agreement", "page", "Legislation", Some("Document")),
    ("equipment", "triangle", "Product", Some("Asset")),
    ("event", "ring", "Event", Some("Event")),
    ("law", "section", "Legislation", Some("Document")),
    ("concept", "hexagon", "DefinedTerm", None),
    ("publication", "book", "CreativeWork", Some("Document")),
];

impl Kinds {
    /// The shapes that a mark can have.
    pub const SHAPES: [&'static str; 10] =
        ["circle", "square", "diamond", "page", "triangle", "ring", "section", "hexagon", "book", "neutral"];

    /// The kind that is called `name` in ids and links.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.0.iter().find(|kind| kind.name == name)
    }

    /// The words for the kinds, in order.
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|kind| kind.name.as_str()).collect()
    }

    /// The kinds, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Kind> {
        self.0.iter()
    }

    /// Puts a kind in the place of the one of its name, or at the end.
    pub(super) fn put(&mut self, kind: Kind) {
        match self.0.iter_mut().find(|known| known.name == kind.name) {
            Some(known) => *known = kind,
            None => self.0.push(kind),
        }
    }
}

impl Kinds {
    /// The built-in kinds in the words of a language.
    pub(super) fn of(words: &Words) -> Self {
        let kind = |(name, shape, schema, ftm): Row| {
            let (label, plural) = words.kind(name).unwrap_or((name, name));
            Kind {
                name: name.to_owned(),
                label: label.to_owned(),
                plural: plural.to_owned(),
                shape: shape.to_owned(),
                schema_type: schema.to_owned(),
                ftm_schema: ftm.map(str::to_owned),
            }
        };
        Self(BUILT_IN.into_iter().map(kind).collect())
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::of(Words::english())
    }
}

impl<'a> IntoIterator for &'a Kinds {
    type Item = &'a Kind;
    type IntoIter = std::slice::Iter<'a, Kind>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
