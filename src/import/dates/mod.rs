//! Dates in an article's prose, each with the EDTF value that it has on the article's day.
//!
//! 1. Dates with a month, a year or a weekday are those of [`find_dates`]; the words around them widen or
//!    narrow them: “late November”, “from March to June 2014” (`phrase`).
//! 2. Words that are dates only on some day, as “last year” or “the next day”, are found beside them (`relative`).
//! 3. What lacks a year or a month takes it from the article's day, or from the date before (`resolve`).
//! 4. A value that the words would contradict is not written.

mod phrase;
mod point;
mod relative;
mod resolve;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::article::blanked;
use super::words::{Word, words};
use crate::date::{Day, ProseDate, When, contradiction, find_dates};
use point::Point;

/// A date that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundDate {
    pub(super) range: Range<usize>,
    pub(super) edtf: String,
    /// Whether it tells when something happened; “the 2010 election” does not.
    pub(super) is_event: bool,
    /// Whether it is after the article.
    pub(super) is_ahead: bool,
    /// Why it may be another.
    pub(super) doubt: Option<String>,
}

/// What dates are told by: the day of the article, and the last date that was found.
#[derive(Debug)]
pub(super) struct Clock {
    article: Day,
    anchor: Option<Anchor>,
    paragraph: usize,
}

/// The last date that was found.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    point: Point,
    /// Whether it is that day, month or year, and not about it.
    is_exact: bool,
    /// Where its words end.
    end: usize,
    paragraph: usize,
    sentence: usize,
}

impl Anchor {
    /// Whether another is in the same sentence.
    fn is_beside(&self, other: &Self) -> bool {
        (self.paragraph, self.sentence) == (other.paragraph, other.sentence)
    }
}

/// What some words mean.
#[derive(Debug, Clone)]
struct Meaning {
    /// What later dates are told by.
    point: Point,
    edtf: String,
    is_event: bool,
    doubt: Option<String>,
}

impl Meaning {
    fn of(point: Point) -> Self {
        Self { edtf: point.edtf(), point, is_event: true, doubt: None }
    }

    fn written(point: Point, edtf: String) -> Self {
        Self { point, edtf, is_event: true, doubt: None }
    }

    fn doubted(mut self, why: impl Into<String>) -> Self {
        self.doubt.get_or_insert(why.into());
        self
    }
}

impl Clock {
    pub(super) fn new(article: Day) -> Self {
        Self { article, anchor: None, paragraph: 0 }
    }

    /// The dates of a paragraph, in their order, outside of `closed`. `sentences` are the ends of its sentences.
    pub(super) fn find(
        &mut self,
        text: &str,
        closed: &[Range<usize>],
        sentences: &[usize],
    ) -> Vec<FoundDate> {
        self.paragraph += 1;
        let bases = find_dates(&blanked(text, closed.iter().cloned()));
        let is_open = |range: &Range<usize>| {
            let at = closed.partition_point(|closed| closed.end <= range.start);
            closed.get(at).is_none_or(|closed| closed.start >= range.end)
        };
        let bases = bases.into_iter().filter(|base| is_open(&base.range));
        let mut reading = Reading {
            text,
            words: words(text),
            bases: bases.map(|base| (base.range.start, base)).collect(),
            clock: self,
            sentence: 0,
            at: 0,
            future: (usize::MAX, Outlook::Back),
            sentences,
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < reading.words.len() {
            reading.at = at;
            let start = reading.words[at].range.start;
            reading.sentence = sentences.partition_point(|end| *end <= start);
            let Some((meaning, from, next)) = reading.date(at) else {
                at += 1;
                continue;
            };
            let range = reading.words[from].range.start..reading.end_before(next);
            at = next;
            if is_open(&range) && is_sound(&text[range.clone()], &meaning) {
                let before = from.checked_sub(1).map_or("", |before| reading.words[before].lower.as_str());
                let is_bound = BOUNDS.contains(&before);
                let anchor = Anchor {
                    point: meaning.point,
                    is_exact: meaning.edtf == meaning.point.edtf(),
                    end: range.end,
                    paragraph: reading.clock.paragraph,
                    sentence: reading.sentence,
                };
                // “From January 1” is not when what is told happened.
                let is_decade = meaning.edtf.contains('X');
                let stays =
                    is_decade || is_bound && reading.clock.anchor.is_some_and(|last| last.is_beside(&anchor));
                if !stays {
                    reading.clock.anchor = Some(anchor);
                }
                let is_ahead = When::parse(&meaning.edtf)
                    .is_ok_and(|when| when.earliest().is_some_and(|first| first > reading.clock.article));
                let Meaning { edtf, is_event, doubt, .. } = meaning;
                found.push(FoundDate { range, edtf, is_event, is_ahead, doubt });
            }
        }
        found
    }

    /// The day that a date without a year has, where it stands beside a source: the last before the article.
    pub(super) fn before(&self, month: u8, day: Option<u8>) -> Option<Point> {
        resolve::latest(self.article, month, day)
    }
}

/// Whether a value can be written for some words.
fn is_sound(words: &str, meaning: &Meaning) -> bool {
    When::parse(&meaning.edtf).is_ok_and(|when| contradiction(words, &when).is_none())
}

/// A paragraph that is read for dates.
struct Reading<'a> {
    text: &'a str,
    words: Vec<Word>,
    /// The dates of [`find_dates`], by where they begin.
    bases: FxHashMap<usize, ProseDate>,
    clock: &'a mut Clock,
    sentence: usize,
    /// The word that a date is looked for at.
    at: usize,
    /// Of which sentence the outlook is known, and that.
    future: (usize, Outlook),
    sentences: &'a [usize],
}

impl Reading<'_> {
    /// The date that begins at a word, the word that it is written from, and the word after it.
    fn date(&mut self, at: usize) -> Option<(Meaning, usize, usize)> {
        self.widened(at)
            .or_else(|| self.relative(at))
            .or_else(|| self.base(at))
            .or_else(|| self.describing_year(at))
    }

    fn base_at(&self, at: usize) -> Option<&ProseDate> {
        self.words.get(at).and_then(|word| self.bases.get(&word.range.start))
    }

    /// The first word after some bytes.
    fn after(&self, end: usize) -> usize {
        self.words.partition_point(|word| word.range.start < end)
    }

    fn end_before(&self, next: usize) -> usize {
        self.words[next - 1].range.end
    }

    /// The word at `at` in small letters; nothing where it is not joined to the one before it.
    fn word(&self, at: usize) -> &str {
        match self.words.get(at) {
            Some(word) if at == 0 || word.is_joined => &word.lower,
            _ => "",
        }
    }

    /// Whether these words stand at `at`; those after the first joined to the one before.
    fn reads(&self, at: usize, expected: &[&str]) -> bool {
        let first = self.words.get(at).is_some_and(|word| expected.first() == Some(&word.lower.as_str()));
        first && expected.iter().enumerate().skip(1).all(|(next, word)| self.word(at + next) == *word)
    }

    /// How surely the sentence speaks of what is to come.
    fn outlook(&mut self) -> Outlook {
        if self.future.0 != self.sentence {
            let start = self.sentence.checked_sub(1).map_or(0, |before| self.sentences[before]);
            let end = self.sentences.get(self.sentence).copied().unwrap_or(self.text.len());
            let has = |words: &[&str]| {
                self.text[start..end].split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word))
            };
            let outlook = match () {
                () if has(&AHEAD) || IS_TO.iter().any(|words| self.text[start..end].contains(words)) => {
                    Outlook::Ahead
                }
                () if has(&PERHAPS_AHEAD) => Outlook::Perhaps,
                () => Outlook::Back,
            };
            self.future = (self.sentence, outlook);
        }
        self.future.1
    }
}

/// Whether a sentence speaks of what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outlook {
    Ahead,
    Perhaps,
    Back,
}

/// Words before a date at which something begins or ends.
const BOUNDS: [&str; 8] = ["from", "until", "till", "by", "before", "since", "after", "through"];

/// Words of sentences that speak of what is to come.
const AHEAD: [&str; 11] = [
    "will",
    "shall",
    "expected",
    "scheduled",
    "due",
    "planned",
    "slated",
    "upcoming",
    "forthcoming",
    "plans",
    "intends",
];

/// Words of plans.
const IS_TO: [&str; 3] = [" is to ", " are to ", " is going to "];

/// Words of sentences that may speak of it, or of what somebody said of it.
const PERHAPS_AHEAD: [&str; 11] = [
    "would", "should", "may", "might", "could", "expects", "expect", "promised", "promises", "hopes", "must",
];
