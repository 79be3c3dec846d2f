//! A bibliographic record, whatever file it came from: CSL's variables, typed.

use std::collections::BTreeMap;

use super::date::RecordDate;

/// Someone who made a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// A person.
    Person {
        /// The family name, with particles that stay when only it is shown.
        family: String,
        /// The given names.
        given: Option<String>,
        /// Particles that go where only the family name is shown.
        dropping_particle: Option<String>,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// An organisation, or a person with one name.
    Literal(String),
}

impl Name {
    /// The name in reading order: `Ludwig van Beethoven`.
    pub(super) fn display(&self) -> String {
        match self {
            Self::Literal(name) => name.clone(),
            Self::Person { family, given, dropping_particle, suffix } => {
                let parts = [given.as_ref(), dropping_particle.as_ref(), Some(family), suffix.as_ref()];
                parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// A record: its type and its variables, under the names that CSL gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// What citations call it.
    pub(super) key: String,
    /// The CSL type, such as `article-newspaper`: one of [`KINDS`].
    pub(super) kind: &'static str,
    /// The makers by role, each role one of [`ROLES`]; no list is empty.
    pub(super) names: BTreeMap<&'static str, Vec<Name>>,
    /// The dates, each variable one of [`DATES`].
    pub(super) dates: BTreeMap<&'static str, RecordDate>,
    /// Whether a date was given that is none, and has been reported.
    pub(super) misdated: bool,
    /// Texts and numbers, each variable one of [`TEXTS`]; no text is empty.
    pub(super) texts: BTreeMap<&'static str, String>,
    /// An address that keeps a copy of the source; http or https.
    pub(super) archived: Option<String>,
}

impl Record {
    /// A record with nothing in it.
    pub(super) fn new(key: impl Into<String>, kind: &'static str) -> Self {
        Self {
            key: key.into(),
            kind,
            names: BTreeMap::new(),
            dates: BTreeMap::new(),
            misdated: false,
            texts: BTreeMap::new(),
            archived: None,
        }
    }

    /// A text variable, where the record has it.
    pub(super) fn text(&self, variable: &str) -> Option<&str> {
        self.texts.get(variable).map(String::as_str)
    }

    /// Sets a text variable; an empty text sets nothing.
    pub(super) fn set_text(&mut self, variable: &'static str, text: &str) {
        let text = clean(text);
        if !text.is_empty() {
            self.texts.insert(variable, text);
        }
    }

    /// Sets the makers of a role; an empty list sets nothing.
    pub(super) fn set_names(&mut self, role: &'static str, names: Vec<Name>) {
        if !names.is_empty() {
            self.names.insert(role, names);
        }
    }
}

/// The text with single spaces for its white space, and without control characters.
pub(super) fn clean(text: &str) -> String {
    let words: Vec<_> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The table's own name for `name`, where it is one of `table`.
pub(super) fn known(table: &[&'static str], name: &str) -> Option<&'static str> {
    table.iter().find(|known| **known == name).copied()
}

/// The CSL types; the words of the interface have one for each.
pub(super) const KINDS: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// The roles of makers.
pub(super) const ROLES: &[&str] = &[
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
];

/// The date variables.
pub(super) const DATES: &[&str] =
    &["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];

/// The text and number variables.
pub(super) const TEXTS: &[&str] = &[
    "abstract",
    "archive",
    "archive-place",
    "archive_collection",
    "archive_location",
    "authority",
    "call-number",
    "chapter-number",
    "collection-number",
    "collection-title",
    "container-title",
    "container-title-short",
    "dimensions",
    "division",
    "DOI",
    "edition",
    "event-place",
    "event-title",
    "genre",
    "ISBN",
    "ISSN",
    "issue",
    "jurisdiction",
    "language",
    "medium",
    "note",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "page",
    "part-number",
    "part-title",
    "PMCID",
    "PMID",
    "publisher",
    "publisher-place",
    "references",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "section",
    "source",
    "status",
    "supplement-number",
    "title",
    "title-short",
    "URL",
    "version",
    "volume",
    "volume-title",
];
