//! A source: its record, its place, and the words that pages show of it.

use std::fmt;
use std::sync::Arc;

use super::date::RecordDate;
use super::export::CslItem;
use super::item;
use super::record::{Name, Record};
use crate::date::{self, When};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::span::Location;
use crate::words::Words;

/// A bibliographic record of the site. Cheap to copy.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

struct Inner {
    record: Record,
    location: Location,
    digest: Digest,
}

/// What there is to say of one of the site's own briefs, to cite it.
#[derive(Debug, Clone, Copy)]
pub struct OwnPage<'a> {
    /// The key that exports give it: its slug.
    pub key: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its authors' names in reading order.
    pub authors: &'a [String],
    /// Its date in EDTF.
    pub date: &'a str,
    /// Its whole address.
    pub url: &'a str,
    /// The site's publisher.
    pub publisher: Option<&'a str>,
    /// The site's title, which stands in for a publisher.
    pub site: &'a str,
    /// Its language, as a BCP 47 tag.
    pub language: &'a str,
}

impl Source {
    pub(super) fn new(record: Record, location: Location) -> Self {
        let item = serde_json::to_vec(&CslItem(&record)).expect("an item has only texts for keys");
        let digest = Digest::of(&item);
        Self(Arc::new(Inner { record, location, digest }))
    }

    /// A source for a page of this site, for "cite this". No message points at its location.
    pub fn for_page(page: OwnPage<'_>, location: Location) -> Self {
        let mut record = Record::new(page.key, "report");
        record.set_text("title", page.title);
        record.set_text("publisher", page.publisher.unwrap_or(page.site));
        record.set_text("language", page.language);
        record.set_text("URL", page.url);
        let own_name = |name: &str| name == page.site || Some(name) == page.publisher;
        let author = |name: &String| match own_name(name) || is_body(name) {
            true => Name::Literal(name.clone()),
            false => person(name),
        };
        record.set_names("author", page.authors.iter().map(author).collect());
        if let Some(date) = RecordDate::parse(page.date) {
            record.dates.insert("issued", date);
        }
        Self::new(record, location)
    }

    /// What citations call it.
    pub fn key(&self) -> &str {
        &self.0.record.key
    }

    /// Its place: the key, or in CSL-JSON the item.
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// What it is, in a word or two: `news article`, `web page`, `report`.
    pub fn kind<'w>(&self, words: &'w Words) -> &'w str {
        words.genre(self.0.record.kind)
    }

    /// Its type by the Citation Style Language: `article-newspaper`.
    pub fn csl_type(&self) -> &'static str {
        self.0.record.kind
    }

    /// Its title.
    pub fn title(&self) -> Option<&str> {
        self.text("title")
    }

    /// Its authors' names in reading order, or else its editors'.
    pub fn authors(&self) -> Vec<String> {
        self.names().iter().map(Name::display).collect()
    }

    /// The same, each with whether it is a person’s.
    pub fn makers(&self) -> impl Iterator<Item = (String, bool)> {
        self.names().iter().map(|name| (name.display(), matches!(name, Name::Person { .. })))
    }

    /// Who published it, as the record says.
    pub fn publisher(&self) -> Option<&str> {
        self.text("publisher")
    }

    /// The journal, newspaper, site or book that it appeared in.
    pub fn container_title(&self) -> Option<&str> {
        self.text("container-title")
    }

    /// The best name for who brought it out: of an article its journal or newspaper, of other
    /// sources the publisher, the issuing authority or the site.
    pub fn outlet(&self) -> Option<&str> {
        outlet(&self.0.record)
    }

    /// Its date, in EDTF.
    pub fn date(&self) -> Option<String> {
        self.date_of("issued").map(RecordDate::edtf)
    }

    /// When it was read, in EDTF.
    pub fn accessed(&self) -> Option<String> {
        self.date_of("accessed").map(RecordDate::edtf)
    }

    /// Its address; always http or https.
    pub fn url(&self) -> Option<&str> {
        self.text("URL")
    }

    /// The address of a copy in an archive; always http or https.
    pub fn archived_url(&self) -> Option<&str> {
        self.0.record.archived.as_deref()
    }

    /// Its DOI, without a resolver's address before it.
    pub fn doi(&self) -> Option<&str> {
        self.text("DOI").map(|doi| doi.find("10.").map_or(doi, |at| &doi[at..]))
    }

    /// Its language, as the record names it.
    pub fn language(&self) -> Option<&str> {
        self.text("language")
    }

    /// The volume that it is in.
    pub fn volume(&self) -> Option<&str> {
        self.text("volume")
    }

    /// The issue that it is in.
    pub fn issue(&self) -> Option<&str> {
        self.text("issue")
    }

    /// The pages that it is on.
    pub fn pages(&self) -> Option<&str> {
        self.text("page")
    }

    /// A few English words for a margin: `TASS, 1 January 2016`, `Eurasia Daily Monitor 13 (5)`.
    pub fn label(&self, text: &Words) -> String {
        let record = &self.0.record;
        let makers: Vec<&String> = self
            .names()
            .iter()
            .map(|(Name::Literal(name) | Name::Person { family: name, .. })| name)
            .collect();
        let makers = match makers.as_slice() {
            [] => None,
            [only] => Some((*only).clone()),
            [first, second] => {
                Some(text.text("two_makers").replacen("{first}", first, 1).replacen("{second}", second, 1))
            }
            [first, ..] => Some(text.filled("more_makers", first)),
        };
        let outlet = self.outlet().map(str::to_owned);
        let name = if item::is_known_by_title(record.kind) { makers.or(outlet) } else { outlet.or(makers) };
        let name = name.or_else(|| self.title().map(str::to_owned)).unwrap_or_else(|| record.key.clone());
        match (self.volume(), self.issue(), self.date_of("issued")) {
            (Some(volume), Some(issue), _) => format!("{name} {volume} ({issue})"),
            (_, _, Some(date)) => format!("{name}, {}", words(date, text)),
            _ => name,
        }
    }

    /// Whether the words for a margin are its title: nobody is known who made it.
    pub fn is_labelled_by_title(&self) -> bool {
        self.title().is_some() && self.outlet().is_none() && self.names().is_empty()
    }

    /// The digest of everything that the record says, its place excepted.
    pub fn digest(&self) -> Digest {
        self.0.digest
    }

    pub(super) fn record(&self) -> &Record {
        &self.0.record
    }

    fn text(&self, variable: &str) -> Option<&str> {
        self.0.record.text(variable)
    }

    fn date_of(&self, variable: &str) -> Option<RecordDate> {
        self.0.record.dates.get(variable).copied()
    }

    fn names(&self) -> &[Name] {
        let names = &self.0.record.names;
        names.get("author").or_else(|| names.get("editor")).map_or(&[], Vec::as_slice)
    }

    /// What readers would miss in the record.
    pub(super) fn check(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut warn = |code, missing: &str, help: &str| {
            let message = format!("the source `{}` has {missing}", self.key());
            let Location { path, span } = self.location();
            diagnostics.push(Diagnostic::new(code, path, *span, message).help(help));
        };
        let is_dated = self.date_of("issued").is_some() || self.date_of("accessed").is_some();
        if !is_dated && !self.0.record.misdated {
            let help = "add its date, or the date on which you read it: `url: { value: https://…, date: 2016-01-07 }`";
            warn(Code::SourceWithoutDate, "neither a date nor a date of access", help);
        }
        if self.outlet().is_none() && self.0.record.names.is_empty() {
            let help = "add `publisher: …`, or the newspaper, journal or site as `parent`, or an `author`";
            warn(Code::SourceWithoutPublisher, "no publisher, outlet or author", help);
        }
        diagnostics
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Source").field(&self.0.record).field(&self.0.location).finish()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.digest, &self.0.location) == (other.0.digest, &other.0.location)
    }
}

impl Eq for Source {}

/// See [`Source::outlet`].
pub(super) fn outlet(record: &Record) -> Option<&str> {
    let order = if record.kind.starts_with("article-") || record.kind == "post-weblog" {
        ["container-title", "publisher", "authority"]
    } else {
        ["publisher", "authority", "container-title"]
    };
    order.iter().find_map(|variable| record.text(variable))
}

/// Last words of the names of bodies, in small letters: “Belarus desk” has no family name.
const BODIES: [&str; 30] = [
    "agency",
    "board",
    "bureau",
    "center",
    "centre",
    "commission",
    "committee",
    "council",
    "department",
    "desk",
    "editors",
    "foundation",
    "group",
    "initiative",
    "institute",
    "lab",
    "ministry",
    "network",
    "newsroom",
    "office",
    "programme",
    "program",
    "project",
    "secretariat",
    "staff",
    "studies",
    "team",
    "trust",
    "unit",
    "university",
];

/// Whether a name is that of a body, not of a person, as far as its words tell.
pub fn is_body(name: &str) -> bool {
    let last = name.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let joins = name.split_whitespace().any(|word| matches!(word, "of" | "for" | "and" | "&"));
    joins || name.starts_with("The ") || BODIES.contains(&last.as_str())
}

/// A name in reading order, taken apart before its last word, or before a particle: `van Beethoven`.
/// A name that ends in a small word, such as `Trade desk`, is no person's.
fn person(name: &str) -> Name {
    let words: Vec<_> = name.split_whitespace().collect();
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    if words.last().is_some_and(is_particle) {
        return Name::Literal(words.join(" "));
    }
    let family =
        words.iter().skip(1).position(is_particle).map_or(words.len().saturating_sub(1), |at| at + 1);
    match family {
        0 => Name::Literal(words.join(" ")),
        _ => Name::Person {
            family: words[family..].join(" "),
            given: Some(words[..family].join(" ")),
            dropping_particle: None,
            suffix: None,
        },
    }
}

/// The date in English words: `1 January 2016`, `c. 2015`, `2016–2017`.
fn words(date: RecordDate, text: &Words) -> String {
    When::parse(&date.edtf()).map_or_else(|_| date.edtf(), |when| date::words_in(&when, text))
}
