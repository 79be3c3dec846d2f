//! People, organisations and places that an article names.
//!
//! 1. A paragraph is cut into words, each with its case and what stands before it (`token`).
//! 2. Abbreviations that the text explains are names, “Eurasian Economic Union (EEU)” (`definitions`); so
//!    are the site's own entities, and what the tables list (`lexicon`).
//! 3. Runs of words with large letters are parsed: titles before people, heads of the names of bodies, and
//!    what the words around them say (`parse`, `evidence`).
//! 4. What was seen is put together over the whole text: a surname belongs to the person named in full, a
//!    capital that acts is a government, and what stays open is told (`settle`, `entity`).

mod definitions;
mod entity;
mod evidence;
mod lexicon;
mod metonym;
mod parse;
mod settle;
pub(super) mod tables;
mod token;

pub(super) use entity::Entity;
pub(super) use settle::settle;

use std::ops::Range;

use definitions::definitions;
use lexicon::Lexicon;
use token::tokens;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Person,
    Org,
    Place,
    Agreement,
    Law,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Org => "org",
            Self::Place => "place",
            Self::Agreement => "agreement",
            Self::Law => "law",
        }
    }
}

/// An entity of the site, with the names that mean it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its name and its aliases.
    pub strong: Vec<String>,
    /// Names that may mean it.
    pub weak: Vec<String>,
}

/// A paragraph in which names are looked for.
pub(super) struct Paragraph<'a> {
    /// Its place among the blocks.
    pub(super) block: usize,
    pub(super) text: &'a str,
    /// What is a date or a source already, in order.
    pub(super) closed: Vec<Range<usize>>,
    /// The ends of its sentences.
    pub(super) sentences: Vec<usize>,
    /// Words that lead elsewhere, and cannot be links to an entity too.
    pub(super) linked: Vec<Range<usize>>,
}

/// Some words that are a name, or seem to be one.
#[derive(Debug, Clone)]
struct Sighting {
    block: usize,
    range: Range<usize>,
    surface: String,
    /// How many words it has.
    length: usize,
    meaning: Meaning,
    starts_sentence: bool,
    /// Whether it says where something is, and not who acts.
    is_locative: bool,
}

/// What a sighting means, as far as one paragraph tells.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// Entries of the lexicon.
    Listed(Vec<usize>),
    Told(Votes),
}

/// What speaks for each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Votes {
    person: i32,
    org: i32,
    place: i32,
    /// Agreement or law, told by the head of the name.
    other: Option<Kind>,
    /// Whether a title stands before it.
    titled: bool,
}

/// Everything that the paragraphs name.
pub(super) fn find<'a>(paragraphs: &[Paragraph<'_>], known: &'a [Known]) -> settle::Found<'a> {
    let mut lexicon = Lexicon::new(known);
    let texts: Vec<_> = paragraphs.iter().map(tokens).collect();
    for tokens in &texts {
        for definition in definitions(tokens) {
            lexicon.define(definition);
        }
    }
    let mut sightings = Vec::new();
    for (paragraph, tokens) in paragraphs.iter().zip(&texts) {
        sightings.extend(parse::parse(paragraph.block, tokens, &lexicon));
    }
    settle::Found { lexicon, sightings }
}
