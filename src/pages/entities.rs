//! The index of entities, by kind and from A to Z.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::forms::REGISTRY;
use super::frame::{Head, Site};
use super::parts::{EntityLink, EntityRow, KindMark};
use super::view::View;
use crate::annotate::ids::Ids;
use crate::graph::registry::{EntityIndex, sort_key};

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
    /// The entities, by name; of very many those that are named most.
    pub rows: Vec<EntityRow>,
    /// How many more there are, which stand in the list from A to Z alone.
    pub left_out: usize,
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

/// Of a kind with more entities than these, the index says more than the name of the most named alone.
const ROWS: usize = 100;

impl View<'_> {
    /// The index of entities.
    pub fn entities_page(&self) -> EntitiesPage {
        let mut letters: BTreeMap<String, Vec<LetterEntry>> = BTreeMap::new();
        for index in self.graph.registry.indexes() {
            for entry in self.letter_entries(index) {
                letters.entry(letter_of(&entry.name)).or_default().push(entry);
            }
        }
        let mut ids = Ids::default();
        let letters = letters.into_iter().map(|(letter, mut entries)| {
            entries.sort_by_cached_key(|entry| (sort_key(&entry.name), entry.alias));
            // Two letters may be written with the same Latin one: `S` and `ẞ`.
            let id = ids.unique(format!("letter-{}", letter_id(&letter)));
            LetterGroup { id, letter, entries }
        });
        let words = self.words();
        let description = words.text("entities_description");
        let mut head = self.head_with(words.text("entities"), description, &REGISTRY);
        head.alternates.extend(self.graph.identifiers.iter().map(|(scheme, _)| self.beacon(scheme)));
        EntitiesPage {
            site: self.site(),
            head: head.describing(self.words(), &self.entities_data(description)),
            summary: words.text("entities_summary").to_owned(),
            entity_count: self.graph.registry.entities().len(),
            kinds: self.kind_counts(""),
            groups: self.kind_groups(),
            letters: letters.collect(),
        }
    }

    /// The kinds that the site has, with links to `page` and their sections on it.
    pub(super) fn kind_counts(&self, page: &str) -> Vec<KindCount> {
        self.graph
            .config
            .kinds
            .iter()
            .map(|kind| KindCount {
                kind: self.kind_mark(&kind.name),
                plural: kind.plural.clone(),
                address: format!("{page}#{}", kind.name),
                count: self
                    .graph
                    .registry
                    .entities()
                    .iter()
                    .filter(|entity| entity.kind == kind.name)
                    .count(),
            })
            .filter(|kind| kind.count > 0)
            .collect()
    }

    fn kind_groups(&self) -> Vec<EntityGroup> {
        let newest = self.graph.briefs.first().map(|brief| &brief.brief.date.value);
        let group = |name: &str, plural: &str| {
            let mut indexes: Vec<EntityIndex> = self
                .graph
                .registry
                .indexes()
                .filter(|index| self.graph.registry.entity(*index).kind == name)
                .collect();
            let namings = |index: &EntityIndex| self.name_links().namings[index.0 as usize].len();
            let left_out = indexes.len().saturating_sub(ROWS);
            if left_out > 0 {
                indexes.sort_by_key(|index| (Reverse(namings(index)), *index));
                indexes.truncate(ROWS);
            }
            indexes.sort_by_cached_key(|index| self.graph.registry.entity(*index).sort_key());
            let rows = indexes.iter().map(|index| self.entity_row(*index, newest, namings(index))).collect();
            EntityGroup {
                kind: self.kind_mark(name),
                plural: plural.to_owned(),
                id: name.to_owned(),
                rows,
                left_out,
            }
        };
        let kinds = self.graph.config.kinds.iter();
        kinds.map(|kind| group(&kind.name, &kind.plural)).filter(|group| !group.rows.is_empty()).collect()
    }

    fn letter_entries(&self, index: EntityIndex) -> Vec<LetterEntry> {
        let entity = self.graph.registry.entity(index);
        let entry = |name: &str, language: Option<String>, alias: bool| LetterEntry {
            name: name.to_owned(),
            language,
            entity: self.entity_link(index),
            alias,
        };
        let is_name =
            |name: &str| sort_key(name) == entity.sort_key() || sort_key(name) == sort_key(&entity.name);
        let mut entries = vec![entry(entity.sort_name(), None, false)];
        if let Some(record) = &entity.record {
            entries.extend(
                record
                    .aliases
                    .iter()
                    .filter(|alias| !is_name(&alias.value))
                    .map(|alias| entry(&alias.value, None, true)),
            );
            entries.extend(
                record
                    .names
                    .iter()
                    .filter(|(_, name)| !is_name(&name.value))
                    .map(|(language, name)| entry(&name.value, Some(language.clone()), true)),
            );
        }
        entries
    }
}

/// The letter that a name stands under; `0–9` for digits, and one heading for each script that has
/// more signs than an index has room for.
fn letter_of(name: &str) -> String {
    let first = sort_key(name).chars().find(|c| c.is_alphanumeric());
    match first {
        Some('\u{3040}'..='\u{30ff}') => "かな".to_owned(),
        Some('\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}') => {
            "漢字".to_owned()
        }
        // The folded form has a syllable's letters one by one.
        Some('\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7ff}') => "한글".to_owned(),
        Some(first) if first.is_numeric() => "0–9".to_owned(),
        Some(first) => first.to_uppercase().collect(),
        None => "#".to_owned(),
    }
}

/// The letter in an id: a letter of another script by its number.
fn letter_id(letter: &str) -> String {
    match letter.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => first.to_ascii_lowercase().to_string(),
        Some(first) => format!("u{:x}", first as u32),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_does_not_sort() {
        assert_eq!(letter_of("the Amu"), "A");
        assert_eq!(letter_of("Theatre"), "T");
        assert_eq!(letter_of("Éire"), "E");
        assert_eq!(letter_of("1st Brigade"), "0–9");
    }

    #[test]
    fn scripts_without_a_short_alphabet_stand_under_one_heading_each() {
        assert_eq!(["李伟", "王芳", "𠀋"].map(letter_of), ["漢字"; 3]);
        assert_eq!(["ひかり", "ガス"].map(letter_of), ["かな"; 2]);
        assert_eq!(["김철수", "박"].map(letter_of), ["한글"; 2]);
        assert_eq!(["Κύπρος", "Łódź", "ابن"].map(letter_of), ["Κ", "L", "ا"]);
    }

    #[test]
    fn accents_do_not_sort() {
        let mut names = ["Oslo", "Örebro", "Orsova", "Orșova", "Ł. Żak", "Lauda"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Ł. Żak", "Lauda", "Örebro", "Orsova", "Orșova", "Oslo"]);
    }
}
