//! Names that are known: the site's, those of the tables, and those that the text explains.

use rustc_hash::FxHashMap;

use super::definitions::Definition;
use super::tables::tables;
use super::token::Tokens;
use super::{Kind, Known};
use crate::fold::fold;
use crate::path::slugify;

/// No name has more words.
const MOST_WORDS: usize = 12;

/// Something with a name that is known.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) kind: String,
    /// The site's own record.
    pub(super) record: Option<&'a Known>,
    pub(super) is_capital: bool,
    pub(super) shorts: Vec<String>,
    pub(super) is_spelled: bool,
}

/// All names that are known.
pub(super) struct Lexicon<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// From a folded name to the entries that have it; whether it means them without doubt.
    by_name: FxHashMap<String, (Vec<usize>, bool)>,
    /// From the first word of a name, folded, to the number of words of the longest.
    longest: FxHashMap<String, usize>,
}

impl<'a> Lexicon<'a> {
    pub(super) fn new(known: &'a [Known]) -> Self {
        let mut lexicon =
            Self { entries: Vec::new(), by_name: FxHashMap::default(), longest: FxHashMap::default() };
        for record in known {
            let at = lexicon.entries.len();
            lexicon.entries.push(Entry {
                name: record.strong.first().cloned().unwrap_or_else(|| record.id.clone()),
                id: record.id.clone(),
                kind: record.kind.clone(),
                record: Some(record),
                is_capital: false,
                shorts: Vec::new(),
                is_spelled: true,
            });
            for name in &record.strong {
                lexicon.enter(name, at, true);
            }
            for name in &record.weak {
                lexicon.enter(name, at, false);
            }
        }
        for listed in &tables().listed {
            let names = listed.aliases.iter().chain([&listed.name]);
            // What the site has a record of is that.
            let record = names.clone().find_map(|name| lexicon.of_kind(name, listed.kind));
            let at = record.unwrap_or(lexicon.entries.len());
            match record {
                Some(record) => lexicon.entries[record].is_capital |= listed.is_capital,
                None => lexicon.entries.push(Entry {
                    name: listed.name.to_owned(),
                    id: listed.id.clone(),
                    kind: listed.kind.name().to_owned(),
                    record: None,
                    is_capital: listed.is_capital,
                    shorts: Vec::new(),
                    is_spelled: true,
                }),
            }
            for name in names {
                if lexicon.get(name).is_none() {
                    lexicon.enter(name, at, true);
                }
            }
        }
        lexicon
    }

    /// Takes in an abbreviation that the text explains.
    pub(super) fn define(&mut self, definition: Definition) {
        let Definition { name, short, kind, is_spelled } = definition;
        let known = self.get(&name).or_else(|| self.get(&short)).map(|(entries, _)| entries[0]);
        let at = known.unwrap_or(self.entries.len());
        if known.is_none() {
            let Some(id) = slugify(&name) else { return };
            let kind = kind.name().to_owned();
            self.entries.push(Entry {
                name: name.clone(),
                id,
                kind,
                record: None,
                is_capital: false,
                shorts: Vec::new(),
                is_spelled,
            });
        }
        for name in [&name, &short] {
            if self.get(name).is_none() {
                self.enter(name, at, true);
            }
        }
        let shorts = &mut self.entries[at].shorts;
        if !shorts.contains(&short) {
            shorts.push(short);
        }
    }

    fn of_kind(&self, name: &str, kind: Kind) -> Option<usize> {
        let (entries, _) = self.get(name)?;
        entries.iter().copied().find(|at| self.entries[*at].kind == kind.name())
    }

    fn enter(&mut self, name: &str, entry: usize, is_strong: bool) {
        let folded = fold(name);
        let Some(first) = folded.split([' ', '-']).next().filter(|first| !first.is_empty()) else { return };
        let words = folded.split(' ').count().min(MOST_WORDS);
        let longest = self.longest.entry(first.to_owned()).or_default();
        *longest = words.max(*longest);
        let (entries, strong) = self.by_name.entry(folded).or_insert_with(|| (Vec::new(), is_strong));
        if !entries.contains(&entry) {
            entries.push(entry);
        }
        *strong &= is_strong && entries.len() == 1;
    }

    /// What a name means, and whether without doubt.
    pub(super) fn get(&self, name: &str) -> Option<(&[usize], bool)> {
        self.by_name.get(&fold(name)).map(|(entries, strong)| (entries.as_slice(), *strong))
    }

    /// The longest known name that begins with the word at `at`: what it means, and the word after it.
    pub(super) fn longest(&self, tokens: &Tokens<'_>, at: usize) -> Option<(Vec<usize>, usize)> {
        let first = fold(tokens.word(at));
        let first = first.split('-').next().unwrap_or_default();
        let words = *self.longest.get(first)?;
        let most = (at + words).min(tokens.words.len());
        (at + 1..=most).rev().find_map(|end| {
            let is_open = tokens.words[at..end].iter().all(|token| !token.is_closed);
            let slice = tokens.slice(at, end);
            // A possessive within the words is part of no name.
            let is_whole = tokens.words[at..end - 1].iter().all(|token| !token.is_possessive);
            let (entries, _) = (is_open && is_whole && slice.len() < 200).then(|| self.get(slice))??;
            Some((entries.to_vec(), end))
        })
    }
}
