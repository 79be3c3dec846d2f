//! The sources of an article: records with keys, one for each outlet and date.
//!
//! 1. A bracket that names outlets and dates is read part by part (`bracket`).
//! 2. A reference at the end is read into its parts: makers, title, outlet, date, address (`reference`).
//! 3. Each is entered here once and gets its key; what the site has already keeps its own.

pub(super) mod bracket;
pub(super) mod outlet;
pub(super) mod reference;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::article::{Masthead, Publication};
use crate::date::{Day, When, words};
use crate::letters::quoted;
use crate::path::slugify;

/// A source as it will be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// Its type in Hayagriva's YAML.
    pub(super) kind: &'static str,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    /// A body that made it.
    pub(super) body: Option<String>,
    /// An EDTF value: a day, a month, a year or a period.
    pub(super) date: Option<String>,
    pub(super) accessed: Option<Day>,
    pub(super) url: Option<String>,
    pub(super) outlet: Option<Publication>,
    pub(super) location: Option<String>,
    pub(super) pages: Option<String>,
}

/// A source and the words and the place that a citation of it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Citation {
    pub(super) prefix: Option<String>,
    pub(super) source: Source,
    pub(super) locator: Option<String>,
}

/// All sources of an article, with their keys.
pub(super) struct Sources<'a> {
    /// Keys that the site has.
    taken: &'a BTreeSet<String>,
    entries: Vec<(String, Source)>,
    /// The key of a source, by what its key is made of and its address.
    by_identity: FxHashMap<(String, Option<String>), String>,
    /// How many sources there are whose keys are made of the same.
    counts: FxHashMap<String, usize>,
    /// Keys that were found in the site and are cited as they are.
    pub(super) reused: BTreeSet<String>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(taken: &'a BTreeSet<String>) -> Self {
        Self {
            taken,
            entries: Vec::new(),
            by_identity: FxHashMap::default(),
            counts: FxHashMap::default(),
            reused: BTreeSet::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The key of a source, which is entered if need be.
    pub(super) fn key(&mut self, source: Source) -> String {
        let base = source.base_key();
        let identity = (base.clone(), source.url.clone());
        if let Some(key) = self.by_identity.get(&identity) {
            return key.clone();
        }
        let count = self.counts.entry(base.clone()).or_default();
        // Two reports of an outlet on one day are told apart by their addresses alone.
        let is_untold =
            source.url.is_none() && source.title.as_deref().is_none_or(|title| title.starts_with('['));
        if *count > 0 && is_untold {
            return base;
        }
        *count += 1;
        let key = if *count == 1 { base } else { format!("{base}-{count}") };
        self.by_identity.insert(identity, key.clone());
        if self.taken.contains(&key) {
            self.reused.insert(key.clone());
        } else {
            self.entries.push((key.clone(), source));
        }
        key
    }

    /// The file of sources.
    pub(super) fn yaml(&self, title: &str) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        let mut text = format!(
            "# The sources that “{}” names, written by `postil import`. A title in square brackets describes a report \
             whose headline the article does not give.\n",
            title.replace(['\n', '\r'], " ")
        );
        for (key, source) in &self.entries {
            text.push_str(&source.yaml(key));
        }
        Some(text)
    }
}

impl Source {
    /// The article itself, as it appeared.
    pub(super) fn of_masthead(masthead: &Masthead) -> Option<Self> {
        let publication = masthead.publication.clone()?;
        Some(Self {
            kind: "article",
            title: Some(masthead.title.clone()),
            authors: masthead.authors.clone(),
            date: masthead.date.map(|day| day.to_string()),
            url: masthead.url.clone(),
            outlet: Some(publication),
            ..Self::default()
        })
    }

    /// A report of an outlet whose headline is not known.
    pub(super) fn report(outlet: &str, date: Option<String>, what: &str) -> Self {
        let spoken = date.as_deref().and_then(|date| When::parse(date).ok()).map(|when| words(&when));
        let title = match spoken {
            Some(date) => format!("[{what} of {date}]"),
            None => format!("[{what}]"),
        };
        Self {
            kind: "article",
            title: Some(title),
            date,
            outlet: Some(Publication { name: outlet.to_owned(), ..Publication::default() }),
            ..Self::default()
        }
    }

    /// A key that tells who and when: `belta-2015-12-03`, `edm-13-5`, `lomsadze-2020`.
    fn base_key(&self) -> String {
        let outlet = self.outlet.as_ref();
        let numbers =
            outlet.and_then(|outlet| Some(format!("{}-{}", outlet.volume.as_ref()?, outlet.issue.as_ref()?)));
        let is_report =
            self.authors.is_empty() || self.title.as_ref().is_some_and(|title| title.starts_with('['));
        let who = match (outlet, self.authors.first()) {
            (Some(outlet), _) if numbers.is_some() => outlet::initials(&outlet.name),
            (Some(outlet), _) if is_report => outlet::short_slug(&outlet.name),
            (_, Some(author)) => author.rsplit(' ').next().and_then(slugify),
            (Some(outlet), None) => outlet::short_slug(&outlet.name),
            (None, None) => self.body.as_deref().or(self.title.as_deref()).and_then(key_words),
        };
        let who = who.unwrap_or_else(|| "source".to_owned());
        let accessed = self.accessed.map(|day| day.to_string());
        let when = numbers.or_else(|| self.date.clone()).or(accessed);
        match when.as_deref().and_then(slugify) {
            Some(when) => format!("{who}-{when}"),
            None => who,
        }
    }

    fn yaml(&self, key: &str) -> String {
        let mut text = format!("\n{key}:\n  type: {}\n", self.kind);
        let mut line = |name: &str, value: String| text.push_str(&format!("  {name}: {value}\n"));
        if let Some(title) = &self.title {
            line("title", quoted(title));
        }
        let mut makers: Vec<String> = self.authors.iter().map(|name| quoted(&inverted(name))).collect();
        makers.extend(self.body.iter().map(|body| format!("{{ name: {} }}", quoted(body))));
        match makers.as_slice() {
            [] => {}
            [maker] => line("author", maker.clone()),
            makers => line("author", format!("[{}]", makers.join(", "))),
        }
        if let Some(date) = &self.date {
            line("date", date.clone());
        }
        if let Some(pages) = &self.pages {
            line("page-range", quoted(pages));
        }
        if let Some(location) = &self.location {
            line("location", quoted(location));
        }
        match (&self.url, self.accessed) {
            (Some(url), Some(day)) => line("url", format!("{{ value: {}, date: {day} }}", quoted(url))),
            (Some(url), None) => line("url", quoted(url)),
            (None, Some(day)) => line("note", quoted(&format!("accessed {day}"))),
            (None, None) => {}
        }
        if let Some(outlet) = &self.outlet {
            let is_numbered = outlet.volume.is_some() || outlet.issue.is_some();
            let kind = if is_numbered { "periodical" } else { "newspaper" };
            let mut parent = format!("{{ type: {kind}, title: {}", quoted(&outlet.name));
            if let Some(volume) = &outlet.volume {
                parent.push_str(&format!(", volume: {volume}"));
            }
            if let Some(issue) = &outlet.issue {
                parent.push_str(&format!(", issue: {issue}"));
            }
            line("parent", format!("{parent} }}"));
        }
        text
    }
}

/// The first words of a name that tell it from others.
fn key_words(text: &str) -> Option<String> {
    let tells = |word: &&str| word.len() > 3 || word.starts_with(char::is_uppercase);
    slugify(&text.split_whitespace().filter(tells).take(4).collect::<Vec<_>>().join(" "))
}

/// A name with the family name first, as bibliographies have it.
fn inverted(name: &str) -> String {
    match name.rsplit_once(' ') {
        Some((given, family)) => format!("{family}, {given}"),
        None => name.to_owned(),
    }
}
