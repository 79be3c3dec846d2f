//! Names: which words mean which entity, and where they stand.
//!
//! 1. Every name, alias and name in another script is entered, folded (no accents, one kind of
//!    space, quotation mark and dash); of a name in Cyrillic or Greek letters its romanisation too.
//! 2. A name is *strong* where one entity has it and no record calls it weak; else *weak*.
//! 3. One automaton finds all of them in a folded text, at word boundaries; of those that overlap the
//!    longest stays, and of two as long the first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Match};
use deunicode::deunicode;
use rustc_hash::FxHashMap;

use super::greek;
use super::registry::{EntityIndex, Registry};
use crate::annotate::Closed;
use crate::annotate::body::{BlockKind, Body};
use crate::fold::{Folded, fold};
use crate::hash::Digest;
use crate::memo::Memo;
use crate::span::Span;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The entities, in order; at least one.
    pub entities: Vec<EntityIndex>,
    /// Whether the name is linked by itself.
    pub strong: bool,
    /// Whether some record gives the name; else it was derived, as a romanisation.
    given: bool,
}

/// All names of a site.
pub struct NameTable {
    meanings: Vec<Meaning>,
    by_name: FxHashMap<String, usize>,
    automaton: AhoCorasick,
    /// For each pattern of the automaton, the index of its meaning.
    patterns: Vec<usize>,
    digest: Digest,
}

/// Digests of a text and of the name table.
pub(super) type NameKey = (Digest, Digest);

/// The names found in texts.
#[derive(Default)]
pub(super) struct NameCache(Memo<NameKey, Arc<Vec<FoundName>>>);

impl NameCache {
    /// The names in a body, and the key that they are kept by.
    pub(super) fn find(&self, names: &NameTable, body: &Body) -> (NameKey, Arc<Vec<FoundName>>) {
        let key = (body.digest(), names.digest());
        (key, self.0.get(key, || Arc::new(names.find(body))))
    }

    /// Keeps the names of a text that were not asked for.
    pub(super) fn keep(&self, key: &NameKey) {
        self.0.keep(key);
    }

    /// Ends a build: keeps what it asked for.
    pub(super) fn turn(&self) {
        self.0.turn();
    }
}

/// Some words of a text that are a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundName {
    /// The words.
    pub text: Span,
    /// The index of what they mean.
    meaning: usize,
}

impl NameTable {
    /// The names of the entities in `registry`.
    pub fn of(registry: &Registry) -> Self {
        let mut collector = Collector::default();
        for (index, entity) in registry.entities().iter().enumerate() {
            let index = EntityIndex(index as u32);
            collector.add(&entity.name, index, true, true);
            let Some(record) = &entity.record else { continue };
            if let Some(latin) = romanised(&entity.name) {
                collector.add(&latin, index, true, false);
            }
            for alias in &record.aliases {
                collector.add(&alias.value, index, true, true);
            }
            for (_, name) in &record.names {
                collector.add(&name.value, index, true, true);
                if let Some(latin) = romanised(&name.value) {
                    collector.add(&latin, index, true, false);
                }
            }
            for alias in &record.weak_aliases {
                collector.add(&alias.value, index, false, true);
            }
        }
        collector.finish()
    }

    /// Forms of names that are no names of their own, each with the entity that it means. One that
    /// means several is weak.
    pub fn of_forms<'a>(forms: impl Iterator<Item = (&'a str, EntityIndex)>) -> Self {
        let mut collector = Collector::default();
        for (form, entity) in forms {
            collector.add(form, entity, true, false);
        }
        collector.finish()
    }

    /// A digest of all names and what they mean: what is found in a text depends on the text
    /// and this alone.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What `name` means.
    pub fn get(&self, name: &str) -> Option<&Meaning> {
        self.by_name.get(&fold(name)).map(|at| &self.meanings[*at])
    }

    /// What some found words mean.
    pub fn meaning(&self, found: &FoundName) -> &Meaning {
        &self.meanings[found.meaning]
    }

    /// All names as written in their folded form, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// Finds the names in a text, outside of links, code and quoted lemmas.
    pub fn find(&self, body: &Body) -> Vec<FoundName> {
        let closed = Closed::of(body);
        let mut found = Vec::new();
        for block in body.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
            let folded = Folded::without_accents(body.slice(block.text), block.text.start as usize);
            for hit in self.longest(&folded) {
                let text = folded.origin(hit.start(), hit.end());
                if !closed.overlaps(text) {
                    found.push(FoundName { text, meaning: self.patterns[hit.pattern().as_usize()] });
                }
            }
        }
        found.sort_unstable_by_key(|name| name.text);
        found
    }

    /// The names in a folded text: whole words, none of which overlap.
    fn longest(&self, folded: &Folded) -> Vec<Match> {
        let mut hits: Vec<Match> = self
            .automaton
            .find_overlapping_iter(&folded.text)
            .filter(|hit| folded.is_word(hit.start(), hit.end()))
            .filter(|hit| !is_of_address(&folded.text, hit.start()..hit.end()))
            .filter(|hit| !is_of_number(&folded.text, hit.start()..hit.end()))
            .collect();
        hits.sort_by_key(|hit| (Reverse(hit.len()), hit.start()));
        let mut kept: BTreeMap<usize, Match> = BTreeMap::new();
        for hit in hits {
            // Only the last kept one that begins before this one's end can overlap it.
            let before = kept.range(..hit.end()).next_back();
            if before.is_none_or(|(_, other)| other.end() <= hit.start()) {
                kept.insert(hit.start(), hit);
            }
        }
        kept.into_values().collect()
    }
}

/// Whether words stand in an address that is written out: `press@khrenin.org`, `www.minsk.by`.
fn is_of_address(text: &str, words: Range<usize>) -> bool {
    let is_of_it = |byte: &u8| byte.is_ascii_graphic();
    let before = text.as_bytes()[..words.start].iter().rev().take_while(|byte| is_of_it(byte)).count();
    let after = text.as_bytes()[words.end..].iter().take_while(|byte| is_of_it(byte)).count();
    if before + after == 0 {
        return false;
    }
    let whole = &text[words.start - before..words.end + after];
    let is_mail = whole.match_indices('@').any(|(at, _)| {
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        is_letter(whole[..at].chars().next_back()) && is_letter(whole[at + 1..].chars().next())
    });
    is_mail || whole.contains("://") || whole.trim_start_matches(['(', '[', '"']).starts_with("www.")
}

/// Whether words are a part of a number or an amount: the 5 of `1.5`, `5,000` and `$5`.
fn is_of_number(text: &str, words: Range<usize>) -> bool {
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let (mut before, mut after) = (text[..words.start].chars().rev(), text[words.end..].chars());
    let inner = &text[words];
    let goes_back = is_digit(inner.chars().next())
        && match before.next() {
            Some('.' | ',') => is_digit(before.next()),
            Some(sign) => "$€£¥₽".contains(sign),
            None => false,
        };
    let goes_on = is_digit(inner.chars().next_back())
        && match after.next() {
            Some('.' | ',') => is_digit(after.next()),
            Some(sign) => "%‰°".contains(sign),
            None => false,
        };
    goes_back || goes_on
}

#[derive(Default)]
struct Collector {
    /// In order of their first record, so that the table is the same every time.
    names: Vec<(String, Meaning)>,
    by_name: FxHashMap<String, usize>,
}

impl Collector {
    fn add(&mut self, name: &str, entity: EntityIndex, strong: bool, given: bool) {
        let folded = fold(name);
        if folded.is_empty() {
            return;
        }
        match self.by_name.get(&folded) {
            Some(&at) => {
                let meaning = &mut self.names[at].1;
                // What a record says outweighs what was derived.
                if meaning.given != given {
                    if given {
                        *meaning = Meaning { entities: vec![entity], strong, given };
                    }
                    return;
                }
                if !meaning.entities.contains(&entity) {
                    meaning.entities.push(entity);
                    meaning.strong = false;
                }
                meaning.strong &= strong;
            }
            None => {
                self.by_name.insert(folded.clone(), self.names.len());
                self.names.push((folded, Meaning { entities: vec![entity], strong, given }));
            }
        }
    }

    fn finish(self) -> NameTable {
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for (at, (name, _)) in self.names.iter().enumerate() {
            for form in forms(name) {
                texts.push(form);
                patterns.push(at);
            }
        }
        let automaton =
            AhoCorasick::new(&texts).expect("the names of a site are fewer than the automaton can hold");
        let mut parts: Vec<Vec<u8>> = Vec::new();
        for (name, meaning) in &self.names {
            parts.push(name.clone().into_bytes());
            parts.push(format!("{:?}{}", meaning.entities, meaning.strong).into_bytes());
        }
        let digest = Digest::of_parts(parts.iter().map(Vec::as_slice));
        let meanings = self.names.into_iter().map(|(_, meaning)| meaning).collect();
        NameTable { meanings, by_name: self.by_name, automaton, patterns, digest }
    }
}

/// The forms under which a name stands in a text: as it is; a name in lower case with a
/// capital too, as at the head of a sentence; and a term whose later words are in lower case
/// (“Colour revolution”) with a small first letter, as in the middle of one.
fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    let mut letters = name.chars();
    let Some(first) = letters.next() else { return forms };
    let rest = letters.as_str();
    let later_words_small =
        rest.contains(' ') && rest.split(' ').skip(1).all(|word| !word.starts_with(char::is_uppercase));
    let first_word_plain = rest.split(' ').next().is_some_and(|word| word.chars().all(|c| !c.is_uppercase()));
    if first.is_lowercase() {
        forms.push(first.to_uppercase().collect::<String>() + rest);
    } else if first.is_uppercase() && later_words_small && first_word_plain {
        forms.push(first.to_lowercase().collect::<String>() + rest);
    }
    forms
}

/// The Latin form of a name of several words in other letters. Single words are left out:
/// they would mean too much.
fn romanised(name: &str) -> Option<String> {
    name.trim().contains(' ').then(|| latin(name)).flatten()
}

/// The Latin form of a name in Cyrillic or Greek letters.
pub(crate) fn latin(name: &str) -> Option<String> {
    let has = |letters: &dyn Fn(char) -> bool| name.chars().any(letters);
    if has(&|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')) {
        return Some(deunicode(&greek::romanised(name)));
    }
    has(&|c| matches!(c, '\u{400}'..='\u{52f}')).then(|| deunicode(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_match_at_both_ends_of_a_sentence() {
        assert_eq!(forms("Colour revolution"), ["Colour revolution", "colour revolution"]);
        assert_eq!(forms("counter-sanctions"), ["counter-sanctions", "Counter-sanctions"]);
        assert_eq!(forms("European Union"), ["European Union"]);
        assert_eq!(forms("NATO"), ["NATO"]);
    }

    #[test]
    fn of_names_that_overlap_the_longest_is_found() {
        let mut collector = Collector::default();
        for (at, name) in ["the Amu", "Amu Darya", "Union", "European Union"].into_iter().enumerate() {
            collector.add(name, EntityIndex(at as u32), true, true);
        }
        let table = collector.finish();
        let words = |text: &str| -> Vec<String> {
            let folded = Folded::without_accents(text, 0);
            table.longest(&folded).iter().map(|hit| folded.text[hit.range()].to_owned()).collect()
        };
        assert_eq!(words("On the Amu Darya and the Amu"), ["Amu Darya", "the Amu"]);
        assert_eq!(words("The European Union, a Union"), ["European Union", "Union"]);
        assert_eq!(words("European Unionists"), [""; 0]);
    }

    #[test]
    fn names_in_other_letters_are_romanised() {
        assert_eq!(romanised("Александр Лукашенко").as_deref(), Some("Aleksandr Lukashenko"));
        assert_eq!(romanised("Κυριάκος Παπαδόπουλος").as_deref(), Some("Kyriakos Papadopoulos"));
        assert_eq!(romanised("Москва"), None);
        assert_eq!(romanised("Vladimir Putin"), None);
    }
}
