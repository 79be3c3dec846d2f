//! From a plain article to a brief: text goes in; a brief, its sources and records for review come out.
//!
//! 1. The text, plain or HTML, becomes blocks with marks under a masthead (`plain`, `html`, `masthead`).
//! 2. Brackets that name outlets and dates, and references at the end, become sources with keys (`sources`).
//! 3. Dates in the prose get the values that they have on the article's day (`dates`).
//! 4. People, bodies and places are told from each other by the words around them (`names`).
//! 5. The brief is written with all of it, and a record for each name that the site does not have (`brief`,
//!    `weave`, `records`).
//!
//! What is not certain is left as it is, or told with what was chosen: a [`Doubt`]. Nothing here touches the
//! disk.

mod article;
mod brief;
mod cite;
mod dates;
mod escape;
mod html;
mod masthead;
mod names;
mod plain;
mod records;
mod sources;
#[cfg(test)]
mod tests;
mod weave;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::sentences;
use crate::date::{Day, find_dates};
use crate::path::slugify;
use article::{Article, Block, BlockKind, MarkKind, blanked};
pub use names::Known;

/// What is wished for.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The brief's slug; else it is made of the headline.
    pub slug: Option<&'a str>,
    /// The article's day; else it is what the text says.
    pub date: Option<Day>,
    /// Today, for a text that says nothing.
    pub today: Day,
    /// Whether the brief is a draft.
    pub is_draft: bool,
}

/// What the site has already.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Its entities.
    pub known: Vec<Known>,
    /// The keys of its sources.
    pub keys: BTreeSet<String>,
    /// Its authors: from their names to what briefs call them.
    pub authors: BTreeMap<String, String>,
    /// Its language.
    pub language: String,
}

/// What was made of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The brief's slug.
    pub slug: String,
    /// The files: paths from the root of the site, and texts. The brief is the first.
    pub files: Vec<(String, String)>,
    /// What is not certain, in the order of the brief's lines.
    pub doubts: Vec<Doubt>,
    /// How many sources, dates and names were found.
    pub counts: Counts,
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sources.
    pub sources: usize,
    /// Dates in the prose.
    pub dates: usize,
    /// Names: people, bodies, places and others.
    pub names: usize,
}

/// Something that an author should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The line of the brief, from 1.
    pub line: usize,
    /// The words that it is about.
    pub what: String,
    /// What was chosen, and why it is not certain.
    pub why: String,
}

/// Why nothing was made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Makes a brief of an article.
///
/// # Errors
/// Where the text holds no article, or no slug can be made of its headline.
pub fn import(text: &str, wish: &Wish<'_>, site: &Site) -> Result<Imported, Refusal> {
    let mut article = if html::is_html(text) { html::read(text) } else { plain::read(text) };
    plain::take_references(&mut article);
    if !article.blocks.iter().any(|block| block.is_prose() && block.kind != BlockKind::Caption) {
        return Err(Refusal {
            message: "there is no article in the text".to_owned(),
            help: "give it a headline and at least one paragraph".to_owned(),
        });
    }
    let slug = match wish.slug {
        Some(slug) => slug.to_owned(),
        None => slugify(&article.masthead.title).ok_or_else(|| Refusal {
            message: "the headline has no letter or digit to name a file with".to_owned(),
            help: "name the brief with `--as SLUG`".to_owned(),
        })?,
    };
    let (date, is_guess) = day(&article, wish);
    article.masthead.date = Some(date);
    let mut reading = cite::Reading::new(date, site);
    reading.read(&article);
    Ok(brief::write(&article, reading, &brief::Frame { slug, wish, site, is_guess }))
}

/// The article's day, and whether it is a guess.
fn day(article: &Article, wish: &Wish<'_>) -> (Day, bool) {
    if let Some(day) = wish.date.or(article.masthead.date) {
        return (day, false);
    }
    // The latest whole date that the text names is nearer to its day than today is.
    let texts = article.blocks.iter().map(|block| block.text.as_str());
    let dates = texts.flat_map(find_dates).filter(|date| date.is_full() && date.end.is_none());
    let days = dates.filter_map(|date| Day::parse(&date.edtf()?)).filter(|day| *day <= wish.today);
    (days.max().unwrap_or(wish.today), true)
}

/// The ends of the sentences of a block, and the beginnings of all but the first.
fn sentence_bounds(block: &Block) -> (Vec<usize>, Vec<usize>) {
    let text = &block.text;
    // The mark of a note after a full stop must not hide that a sentence ends there.
    let marks = block.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Notes(_)));
    let mut marks: Vec<_> = marks.map(|mark| mark.range.clone()).collect();
    marks.sort_by_key(|range| range.start);
    let spans = sentences(&blanked(text, marks), 0);
    let starts: Vec<usize> = spans.iter().skip(1).map(|span| span.start as usize).collect();
    let mut ends = starts.clone();
    ends.push(text.len());
    (ends, starts)
}
