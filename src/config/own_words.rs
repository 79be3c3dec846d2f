//! A site's own words of the interface, `templates/words/<tag>.toml`, over those that come with the program.
//!
//! 1. Each file is held against the English one, which has all keys: what it does not have, what is of another
//!    form, and texts whose holes are not those of the English text are reported and left out.
//! 2. Of the files whose tag is the language of the site, or begins it, each lies over the one before: `de`, then
//!    `de-AT`. A tag that names a script has words in that script only.
//! 3. Below them are the words that the program has for the language; English ones, if it has none. Then what is
//!    missing is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::letters::is_language_tag;
use crate::nearest::nearest;
use crate::path::SitePath;
use crate::span::Span;
use crate::words::{CATEGORIES, Words, is_condition, is_shipped};

/// How many of the missing keys are named.
const NAMED: usize = 12;

/// The holes that a text about a century can have: digits, Roman digits, an English ordinal.
const CENTURY: [&str; 3] = ["{}", "{roman}", "{ordinal}"];

/// The files of a site's own words.
#[derive(Default)]
pub(super) struct OwnWords(Vec<OwnFile>);

struct OwnFile {
    path: SitePath,
    tag: String,
    table: Table,
}

impl OwnWords {
    /// Reads the files, each a path and its text.
    pub(super) fn read(files: &[(&SitePath, &str)], diagnostics: &mut Vec<Diagnostic>) -> Self {
        if files.is_empty() {
            // Most sites have none, and the preview reads the settings at each save.
            return Self::default();
        }
        let english: Table = Words::english().file().parse().expect("the English words are a table");
        let read = |(path, text): &(&SitePath, &str)| {
            let tag = path.stem().to_owned();
            if !is_language_tag(&tag) {
                let message = format!("the words of {path} are of no language");
                let help = "name the file by a language tag of BCP 47: `ar.toml`, `pt-BR.toml`";
                diagnostics
                    .push(Diagnostic::new(Code::UnknownFile, path, Span::default(), message).help(help));
                return None;
            }
            let (read, errors) = DeTable::parse_recoverable(text);
            if !errors.is_empty() {
                diagnostics.extend(errors.iter().map(|error| super::syntax_fault(path, text, error)));
                return None;
            }
            let mut check = Check { path, diagnostics };
            Some(OwnFile { path: (*path).clone(), tag, table: check.table("", &english, read.get_ref()) })
        };
        let mut files: Vec<OwnFile> = files.iter().filter_map(read).collect();
        files.sort_by_key(|file| file.tag.len());
        Self(files)
    }

    /// The words of a language.
    pub(super) fn of(&self, language: &str) -> Arc<Words> {
        let shipped = Words::of(language);
        let mut own = self.fitting(language).peekable();
        match own.peek() {
            Some(_) => Arc::new(shipped.with(own.map(|file| file.table.clone()))),
            None => Arc::clone(shipped),
        }
    }

    fn fitting(&self, language: &str) -> impl Iterator<Item = &OwnFile> {
        self.0.iter().filter(move |file| fits(&file.tag, language))
    }

    /// What the files of a language that has English words below lack.
    pub(super) fn missing(&self, language: &str) -> Option<Diagnostic> {
        let last = self.fitting(language).last().filter(|_| !is_shipped(language))?;
        let english: Table = Words::english().file().parse().expect("the English words are a table");
        let said: BTreeSet<String> = self.fitting(language).flat_map(|file| keys("", &file.table)).collect();
        let all = keys("", &english);
        let missing: Vec<&String> =
            all.iter().filter(|key| !key.starts_with("languages.") && !said.contains(*key)).collect();
        if missing.is_empty() {
            return None;
        }
        let path = &last.path;
        let message = format!(
            "{path} lacks {} of {} words of the interface, which are English on the pages",
            missing.len(),
            all.iter().filter(|key| !key.starts_with("languages.")).count()
        );
        let mut named: Vec<String> = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
        if missing.len() > NAMED {
            named.push(format!("and {} more", missing.len() - NAMED));
        }
        let help = format!("write {}", named.join(", "));
        Some(Diagnostic::new(Code::UntranslatedWords, path, Span::default(), message).help(help))
    }
}

/// Whether the words of a tag are words of a language.
fn fits(tag: &str, language: &str) -> bool {
    let mut wanted = language.split('-');
    let is_beginning =
        tag.split('-').all(|part| wanted.next().is_some_and(|other| other.eq_ignore_ascii_case(part)));
    let is_script = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_beginning && !wanted.any(is_script)
}

/// The keys of a file of words, down to what is said at once.
fn keys(under: &str, table: &Table) -> Vec<String> {
    let below = |(key, value): (&String, &Value)| match value {
        Value::Table(inner)
            if ["text", "counts", "kinds", "genres", "dates", "languages", "unknown"]
                .contains(&key.as_str()) =>
        {
            keys(&join(under, key), inner)
        }
        _ => vec![join(under, key)],
    };
    table.iter().flat_map(below).collect()
}

fn join(under: &str, key: &str) -> String {
    if under.is_empty() { key.to_owned() } else { format!("{under}.{key}") }
}

/// Holds a file against the English one.
struct Check<'a> {
    path: &'a SitePath,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn report(&mut self, code: Code, span: Span, message: String, help: String) {
        self.diagnostics.push(Diagnostic::new(code, self.path, span, message).help(help));
    }

    /// What of a table is of the form of the English one.
    fn table(&mut self, under: &str, english: &Table, table: &DeTable<'_>) -> Table {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut kept = Table::new();
        for (key, value) in entries {
            let (name, key_span) = (key.get_ref().as_ref(), Span::from(key.span()));
            let place = join(under, name);
            let checked = match (under, name, english.get(name)) {
                ("", "plural", _) => self.rule(value),
                ("counts", _, Some(Value::Table(forms))) => self.forms(&place, forms, value),
                ("languages", ..) => self.value(&place, &Value::from(""), value),
                (.., Some(english)) => self.value(&place, english, value),
                (.., None) => {
                    let help = match nearest(name, english.keys().map(String::as_str)) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "the guide’s page on languages tells where all keys are".to_owned(),
                    };
                    let message = format!("the interface has no words `{place}`");
                    self.report(Code::UnknownKey, key_span, message, help);
                    None
                }
            };
            kept.extend(checked.map(|value| (name.to_owned(), value)));
        }
        kept
    }

    /// A value that is of the form of the English one.
    fn value(&mut self, place: &str, english: &Value, value: &Spanned<DeValue<'_>>) -> Option<Value> {
        match (english, value.get_ref()) {
            (Value::String(english), DeValue::String(text)) => {
                self.text(place, &[english], false, text, value.span().into())
            }
            (Value::Array(english), DeValue::Array(items))
                if place == "numbers" || items.len() == english.len() =>
            {
                let empty = Value::from("");
                let of = |at: usize| english.get(at).unwrap_or(&empty);
                let items = items.iter().enumerate().map(|(at, item)| self.value(place, of(at), item));
                items.collect::<Option<Vec<Value>>>().map(Value::Array)
            }
            (Value::Table(english), DeValue::Table(table)) => {
                Some(Value::Table(self.table(place, english, table)))
            }
            _ => {
                let wanted = match english {
                    Value::Array(items) if place == "numbers" => {
                        format!("a list of up to {} texts", items.len())
                    }
                    Value::Array(items) => format!("a list of {} like the English one", items.len()),
                    Value::Table(_) => "a table".to_owned(),
                    _ => "a text".to_owned(),
                };
                self.not_alike(place, &wanted, english, value)
            }
        }
    }

    fn not_alike(
        &mut self,
        place: &str,
        wanted: &str,
        english: &Value,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Value> {
        let message = format!("`{place}` should be {wanted}");
        let help = match english {
            Value::Table(_) => format!("write its entries under `[{place}]`"),
            other => format!("in English it is `{other}`"),
        };
        self.report(Code::WrongType, value.span().into(), message, help);
        None
    }

    /// A text with the holes of the English ones: with all of them, unless it `may_lack` some.
    fn text(
        &mut self,
        place: &str,
        english: &[&str],
        may_lack: bool,
        text: &str,
        span: Span,
    ) -> Option<Value> {
        let of_english: BTreeSet<&str> = english.iter().flat_map(|text| holes(text)).collect();
        let own: BTreeSet<&str> = holes(text).collect();
        let is_century = place == "dates.century";
        let is_known = |hole: &str| of_english.contains(hole) || (is_century && CENTURY.contains(&hole));
        let astray = own.iter().find(|hole| !is_known(hole));
        let lacking = of_english.iter().find(|hole| !own.contains(*hole));
        let is_lacking = if is_century { own.is_empty() } else { lacking.is_some() && !may_lack };
        let message = match (astray, lacking) {
            (Some(hole), _) => format!("nothing fills the hole `{hole}` of `{place}`"),
            (None, Some(hole)) if is_lacking => format!("`{place}` has no hole `{hole}`"),
            _ => return Some(Value::from(text)),
        };
        let example = english.last().copied().unwrap_or_default();
        self.report(Code::WrongType, span, message, format!("in English it is “{example}”"));
        None
    }

    /// The forms of a counted thing.
    fn forms(&mut self, place: &str, english: &Table, value: &Spanned<DeValue<'_>>) -> Option<Value> {
        let Some(table) = value.get_ref().as_table() else {
            return self.not_alike(place, "a table of plural forms", &Value::Table(english.clone()), value);
        };
        let texts: Vec<&str> = english.values().filter_map(Value::as_str).collect();
        let mut kept = Table::new();
        for (key, value) in table {
            let (name, text) = (key.get_ref().as_ref(), value.get_ref().as_str());
            if name != "other" && !CATEGORIES.contains(&name) {
                self.no_category(name, key.span().into());
            } else if let Some(text) = text {
                let text = self.text(&join(place, name), &texts, true, text, value.span().into());
                kept.extend(text.map(|text| (name.to_owned(), text)));
            } else {
                self.value(&join(place, name), &Value::from(""), value);
            }
        }
        Some(Value::Table(with_other(kept)))
    }

    /// The rule for plural forms.
    fn rule(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Value> {
        let Some(table) = value.get_ref().as_table() else {
            let wanted = "a table of the conditions of plural forms";
            let help = "write `plural = { one = \"n = 1\" }`, or `plural = {}` where there is one form only";
            self.report(
                Code::WrongType,
                value.span().into(),
                format!("`plural` should be {wanted}"),
                help.to_owned(),
            );
            return None;
        };
        let mut kept = Table::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref().as_str() {
                _ if !CATEGORIES.contains(&name) => self.no_category(name, key.span().into()),
                Some(text) if is_condition(text) => drop(kept.insert(name.to_owned(), Value::from(text))),
                _ => {
                    let message = format!("`plural.{name}` is no condition of a plural form");
                    let help = "write one as in the charts of Unicode CLDR: `few = \"n % 10 = 2..4 and n % 100 != 12..14\"`";
                    self.report(Code::WrongType, value.span().into(), message, help.to_owned());
                }
            }
        }
        Some(Value::Table(kept))
    }

    fn no_category(&mut self, name: &str, span: Span) {
        let message = format!("there is no plural form `{name}`");
        let help = match nearest(name, CATEGORIES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the forms are {}, other", CATEGORIES.join(", ")),
        };
        self.report(Code::UnknownKey, span, message, help);
    }
}

/// Forms without one for all other numbers have the last that they name for those: every number has one.
fn with_other(mut forms: Table) -> Table {
    let last = CATEGORIES.iter().rev().find_map(|name| forms.get(*name).cloned());
    if let (Some(text), false) = (last, forms.contains_key("other")) {
        forms.insert("other".to_owned(), text);
    }
    forms
}

/// The holes of a text: `{}`, `{first}`.
fn holes(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices('{').filter_map(|(at, _)| Some((at, at + text[at..].find('}')?)));
    ends.map(|(start, end)| &text[start..=end])
}
