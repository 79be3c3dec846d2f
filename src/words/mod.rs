//! The words of the interface: one file a language, chosen by the language of the site.
//!
//! 1. A language is told by the first part of its tag: `de-AT` is German. A tag that names a script which its
//!    file is not written in, and a language without a file, have the English words.
//! 2. A file is read once, when its first word is asked for.
//! 3. A site's own words are laid over those of its language, key by key.
//! 4. Words come by a key; a text with holes, `{}` or `{name}`, is filled; a count is said by the plural form
//!    that the language has for it.

mod count;
mod dates;
mod plural;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use toml::{Table, Value};

pub use dates::{Dates, Unknown};
pub use plural::{CATEGORIES, is_condition};

use count::{Forms, Grouping};
use plural::Plural;

/// The words of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The file, as it is written, and what lies over it.
    #[serde(skip)]
    file: String,
    /// The rule by which a number chooses its plural form.
    plural: Plural,
    /// How the digits of large numbers are set apart.
    grouping: Grouping,
    /// Nought to twelve in words; numbers beyond the last are digits.
    numbers: Vec<String>,
    /// The words of dates.
    pub dates: Dates,
    /// Texts by their keys.
    text: BTreeMap<String, String>,
    /// Counted things by their keys.
    counts: BTreeMap<String, Forms>,
    /// Singular and plural of the built-in kinds of entity, by their ids.
    kinds: BTreeMap<String, (String, String)>,
    /// What a source is, by the types of the Citation Style Language.
    genres: BTreeMap<String, String>,
    /// The usual scale of confidence, the lowest first.
    confidence: [String; 7],
    /// Names of languages by the first part of their tags.
    languages: BTreeMap<String, String>,
}

/// The languages that have a file.
pub const LANGUAGES: [&str; 6] = ["be", "de", "en", "fr", "ru", "uk"];

type Shipped = LazyLock<Arc<Words>>;

static BELARUSIAN: Shipped = LazyLock::new(|| read(include_str!("be.toml")));
static GERMAN: Shipped = LazyLock::new(|| read(include_str!("de.toml")));
static ENGLISH: Shipped = LazyLock::new(|| read(include_str!("en.toml")));
static FRENCH: Shipped = LazyLock::new(|| read(include_str!("fr.toml")));
static RUSSIAN: Shipped = LazyLock::new(|| read(include_str!("ru.toml")));
static UKRAINIAN: Shipped = LazyLock::new(|| read(include_str!("uk.toml")));

fn read(file: &str) -> Arc<Words> {
    let words = toml::from_str(file).expect("a test reads every file of words");
    Arc::new(Words { file: file.to_owned(), ..words })
}

/// Words are what they were read from.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file
    }
}

impl Eq for Words {}

impl std::hash::Hash for Words {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.file.hash(state);
    }
}

impl Words {
    /// The words for a tag of BCP 47.
    pub fn of(tag: &str) -> &'static Arc<Self> {
        match known(tag) {
            "be" => &BELARUSIAN,
            "de" => &GERMAN,
            "fr" => &FRENCH,
            "ru" => &RUSSIAN,
            "uk" => &UKRAINIAN,
            _ => &ENGLISH,
        }
    }

    /// The English words, those of messages.
    pub fn english() -> &'static Arc<Self> {
        &ENGLISH
    }

    /// These words with others over them: tables of the form of a file, of which each may lack keys. They have
    /// been held against the English file before, value by value.
    pub fn with(&self, over: impl IntoIterator<Item = Table>) -> Self {
        let mut table: Table = self.file.parse().expect("a file of words is a table");
        for mut own in over {
            if own.contains_key("plural") {
                keep_rule(&mut table);
            }
            // A rule goes as a whole: its conditions belong together.
            table.extend(own.remove_entry("plural"));
            lay(&mut table, own);
        }
        let file = table.to_string();
        let words =
            Value::Table(table).try_into().expect("what lies over a file of words was held against one");
        Self { file, ..words }
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> &str {
        self.text.get(key).map_or("", |text| text)
    }

    /// The text of a key with its hole, `{}`, filled.
    pub fn filled(&self, key: &str, with: &str) -> String {
        self.text(key).replacen("{}", with, 1)
    }

    /// The file of the words, as it is written.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// All texts, for templates.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.text
    }

    /// Whether there is a counted thing of this key.
    pub fn has_count(&self, key: &str) -> bool {
        self.counts.contains_key(key)
    }

    /// A count in words: `3 claims`. A hole `{}` takes digits, `{words}` a word with a capital letter.
    pub fn count(&self, key: &str, number: u64) -> String {
        let form = self.counts.get(key).map_or("", |forms| forms.of(&self.plural, number));
        form.replace("{}", &self.number(number))
            .replace("{words}", &crate::letters::capitalised(&self.in_words(number)))
    }

    /// A number with its digits set apart: `12,400`.
    pub fn number(&self, number: u64) -> String {
        self.grouping.apart(number)
    }

    /// A small number as a word: `eight`; beyond those that the language has words for, digits.
    pub fn in_words(&self, number: u64) -> String {
        let word = usize::try_from(number).ok().and_then(|at| self.numbers.get(at));
        word.cloned().unwrap_or_else(|| self.number(number))
    }

    /// Singular and plural of a built-in kind of entity.
    pub fn kind(&self, id: &str) -> Option<(&str, &str)> {
        self.kinds.get(id).map(|(one, many)| (one.as_str(), many.as_str()))
    }

    /// What a source of a type of the Citation Style Language is, in a word or two: `news article`.
    pub fn genre(&self, csl_type: &str) -> &str {
        self.genres.get(csl_type).map_or("", String::as_str)
    }

    /// The usual scale of confidence, the lowest first.
    pub fn confidence(&self) -> &[String; 7] {
        &self.confidence
    }

    /// The name of a language; its tag where there is none.
    pub fn language(&self, tag: &str) -> String {
        let first = tag.split('-').next().unwrap_or(tag);
        let Some(name) = self.languages.get(first) else { return tag.to_owned() };
        if tag.ends_with("-Latn") { self.filled("in_latin_letters", name) } else { name.clone() }
    }
}

/// Writes its rule into every counted thing of a table, which is to get another one.
fn keep_rule(table: &mut Table) {
    let rule = table.get("plural").cloned();
    let counts = table.get_mut("counts").and_then(Value::as_table_mut);
    for (_, forms) in counts.into_iter().flatten() {
        if let (Some(forms), Some(rule)) = (forms.as_table_mut(), &rule) {
            forms.entry("plural").or_insert_with(|| rule.clone());
        }
    }
}

/// Lays a table over another; the forms of a counted thing stay together as a rule does.
fn lay(table: &mut Table, over: Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(own)) if !is_forms(inner) => lay(inner, own),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}

fn is_forms(table: &Table) -> bool {
    table.keys().all(|key| key == "other" || key == "plural" || CATEGORIES.contains(&key.as_str()))
}

/// Whether the program has words for a tag.
pub fn is_shipped(tag: &str) -> bool {
    known(tag) != "en" || tag.split(['-', '_']).next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
}

/// The language whose file holds the words for a tag.
fn known(tag: &str) -> &'static str {
    let mut parts = tag.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let found = LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(first)).unwrap_or("en");
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let own = if matches!(found, "be" | "ru" | "uk") { "Cyrl" } else { "Latn" };
    if script.is_none_or(|script| script.eq_ignore_ascii_case(own)) { found } else { "en" }
}

/// Scripts that run from right to left.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 10] =
    ["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"];

/// Languages that are written in one of those scripts unless their tag says otherwise.
const RIGHT_TO_LEFT: [&str; 16] =
    ["ar", "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "lrc", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Whether text in the language of a tag runs from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    is_written_in(tag, &RIGHT_TO_LEFT_SCRIPTS, &RIGHT_TO_LEFT)
}

/// Languages that are written in Cyrillic unless their tag says otherwise.
const CYRILLIC: [&str; 12] = ["be", "bg", "ce", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"];

/// Whether text in the language of a tag is in Cyrillic letters.
pub fn is_cyrillic(tag: &str) -> bool {
    is_written_in(tag, &["cyrl"], &CYRILLIC)
}

/// Whether a tag names one of the scripts or, where it names none, one of the languages that have one.
fn is_written_in(tag: &str, scripts: &[&str], languages: &[&str]) -> bool {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => scripts.contains(&script),
        None => languages.contains(&first),
    }
}

/// The attributes of HTML for words in the language of a tag: ` lang="ar" dir="rtl"`.
pub fn language_attributes(tag: &str) -> String {
    format!(" lang=\"{}\" dir=\"{}\"", crate::escape::escape(tag), direction(tag))
}

/// The way of a text in the language of a tag, as `dir` names it: `ltr` or `rtl`.
pub fn direction(tag: &str) -> &'static str {
    if is_right_to_left(tag) { "rtl" } else { "ltr" }
}
