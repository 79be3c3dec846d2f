//! Forms under which a text may name an entity, though no record gives them.
//!
//! 1. Other numbers of things that are many: *Vartas* of *Varta*.
//! 2. Single words in Cyrillic or Greek letters, romanised: *Moskva* of *Москва*.
//! 3. Surnames of people, in whatever letters their names are.
//! 4. What people's names sound like, by which other romanisations are told.
//!
//! A form that is a name of its own, or means several entities, stands for none.

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::graph::names::{NameTable, latin};
use crate::graph::registry::{Entity, EntityIndex};
use crate::graph::sounds::sound;

/// All forms.
pub(super) struct Lexicon {
    /// Plurals, singulars and romanised words.
    pub(super) forms: NameTable,
    /// Surnames.
    pub(super) surnames: NameTable,
    /// Who sounds so; `None` where several do.
    pub(super) sounds: FxHashMap<String, Option<EntityIndex>>,
}

/// Kinds of which there is one of each: their names have no plural.
const SINGLE: [&str; 6] = ["person", "org", "place", "event", "publication", "agreement"];

/// The shortest word that is taken for a form.
const SHORTEST: usize = 4;

impl Lexicon {
    pub(super) fn of(graph: &Graph) -> Self {
        let (mut forms, mut surnames) = (Vec::new(), Vec::new());
        let mut sounds: FxHashMap<String, Option<EntityIndex>> = FxHashMap::default();
        for index in graph.registry.indexes() {
            let entity = graph.registry.entity(index);
            for name in given_names(entity) {
                let single = !SINGLE.contains(&entity.kind.as_str());
                forms.extend(other_number(name).filter(|_| single).map(|form| (form, index)));
                forms.extend(romanised_word(name).map(|form| (form, index)));
                if entity.kind == "person" {
                    surnames.extend(surname(name).map(|form| (form.to_owned(), index)));
                    if let Some(sound) = sound(name) {
                        let known = sounds.entry(sound).or_insert(Some(index));
                        *known = known.filter(|other| *other == index);
                    }
                }
            }
            let sort_name = entity.record.as_ref().and_then(|record| record.sort_name.as_deref());
            if let Some((surname, _)) = sort_name.and_then(|name| name.split_once(',')) {
                surnames.push((surname.trim().to_owned(), index));
            }
        }
        let table = |forms: &[(String, EntityIndex)]| {
            let is_new = |form: &str| form.chars().count() >= SHORTEST && graph.names.get(form).is_none();
            let forms = forms.iter().map(|(form, index)| (form.as_str(), *index));
            NameTable::of_forms(forms.filter(|(form, _)| is_new(form)))
        };
        Self { forms: table(&forms), surnames: table(&surnames), sounds }
    }
}

/// The names that an entity's record gives and that mean it alone.
pub(super) fn given_names(entity: &Entity) -> impl Iterator<Item = &str> {
    let record = entity.record.as_ref();
    let others = record.into_iter().flat_map(|record| {
        record.aliases.iter().chain(record.names.iter().map(|(_, name)| name)).map(|name| name.value.as_str())
    });
    // A stub's name is whatever words first linked to it.
    record.map(|record| record.name.value.as_str()).into_iter().chain(others)
}

/// The plural of an English term, or the singular of one that is given in the plural.
fn other_number(name: &str) -> Option<String> {
    let last = name.rsplit(' ').next()?;
    if !last.is_ascii() || !last.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    if last.len() > SHORTEST && last.ends_with('s') {
        return (!last.ends_with("ss")).then(|| name[..name.len() - 1].to_owned());
    }
    Some(match last {
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| last.ends_with(end)) => format!("{name}es"),
        _ if last.ends_with('y') && !ends_with_vowel_y(last) => {
            format!("{}ies", &name[..name.len() - 1])
        }
        _ => format!("{name}s"),
    })
}

fn ends_with_vowel_y(word: &str) -> bool {
    ["ay", "ey", "oy", "uy"].iter().any(|end| word.ends_with(end))
}

/// A single word in other letters, romanised. Names of several words are in the table of names.
fn romanised_word(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.contains(' ')).then(|| latin(name)).flatten()
}

/// The last word of a person's name of two words or more, where that can be a surname.
fn surname(name: &str) -> Option<&str> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (last, others) = words.split_last()?;
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    let is_plain = last.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    let is_numeral = last.chars().all(char::is_uppercase);
    let fits = !others.is_empty() && words.iter().all(is_capital) && is_plain && !is_numeral;
    fits.then_some(*last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_another_number() {
        let number = |name| other_number(name).unwrap_or_default();
        assert_eq!(number("Varta"), "Vartas");
        assert_eq!(number("colour revolution"), "colour revolutions");
        assert_eq!(number("armoured lorry"), "armoured lorries");
        assert_eq!(number("Su-24"), "Su-24s");
        assert_eq!(number("counter-sanctions"), "counter-sanction");
        assert_eq!(number("Полонез"), "");
    }

    #[test]
    fn surnames_are_last_words() {
        assert_eq!(surname("Alyaksandr Lukashenka"), Some("Lukashenka"));
        assert_eq!(surname("Ursula von der Leyen"), None);
        assert_eq!(surname("John Paul II"), None);
        assert_eq!(surname("Putin"), None);
    }
}
