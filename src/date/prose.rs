//! Dates in English prose.
//!
//! 1. The text is cut into words and numbers (`tokens`).
//! 2. From each word on, the forms are tried that may begin with it: a day, a month, a year, a
//!    decade, each perhaps after a weekday, and each perhaps joined by a dash or “to” to another.
//! 3. Months and years that stand alone are dates only where their neighbours say so (`alone`).

use std::ops::Range;

use super::Day;
use super::alone::Reader;
use super::tokens::{Gap, Kind, tokens};

/// The parts that the words of a date name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// The day of the month.
    pub day: Option<u8>,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The year.
    pub year: Option<i32>,
    /// Whether the year is the first of a decade that is meant.
    pub decade: bool,
}

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseDate {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its parts, or those of the beginning of a period.
    pub start: Parts,
    /// The parts of the end of a period.
    pub end: Option<Parts>,
    /// The weekday's English name.
    pub weekday: Option<&'static str>,
}

impl Parts {
    /// Its value in EDTF, if it has a year and there is such a day.
    pub fn edtf(self) -> Option<String> {
        let year = self.year?;
        match (self.month, self.day) {
            (None, None) if self.decade => Some(format!("{:03}X", year / 10)),
            (Some(month), Some(day)) => Day::new(i64::from(year), month, day).map(|day| day.to_string()),
            (Some(month), None) => Some(format!("{year:04}-{month:02}")),
            (None, None) => Some(format!("{year:04}")),
            (None, Some(_)) => None,
        }
    }

    fn is_full(self) -> bool {
        self.day.is_some() && self.month.is_some() && self.year.is_some()
    }
}

impl ProseDate {
    /// Whether it names a day of a year, or two.
    pub fn is_full(&self) -> bool {
        self.start.is_full() && self.end.is_none_or(Parts::is_full)
    }

    /// Its value in EDTF, if it has a year, there are such days, and it does not end before it begins.
    pub fn edtf(&self) -> Option<String> {
        let start = self.start.edtf()?;
        match self.end {
            Some(end) => end.edtf().filter(|end| start <= *end).map(|end| format!("{start}/{end}")),
            None => Some(start),
        }
    }
}

/// All dates in a text, in their order, without overlap.
pub fn find_dates(text: &str) -> Vec<ProseDate> {
    let reader = Reader { text, tokens: tokens(text) };
    let mut dates = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        match reader.date(at) {
            Some((date, next)) => {
                dates.push(date);
                at = next;
            }
            None => at += 1,
        }
    }
    dates
}

/// A date that begins at a token: its start, its end, and the token after it.
type Read = (Parts, Option<Parts>, usize);

impl Reader<'_> {
    fn date(&self, at: usize) -> Option<(ProseDate, usize)> {
        let weekday = match self.kind(at)? {
            Kind::Weekday(name) => Some(name),
            _ => None,
        };
        let found = match weekday {
            Some(_) if matches!(self.gap(at + 1), Gap::Space | Gap::Comma) => {
                let the = usize::from(self.is_word(at + 1, &["the"]));
                self.period(at + 1 + the).filter(|(start, ..)| start.day.is_some())
            }
            Some(_) => None,
            None => self.period(at),
        };
        let (start, end, next) = match found {
            Some(found) => found,
            None => (Parts::default(), None, weekday.map(|_| at + 1)?),
        };
        let range = self.tokens[at].range.start..self.tokens[next - 1].range.end;
        Some((ProseDate { range, start, end, weekday }, next))
    }

    /// A date, or two that are joined.
    fn period(&self, at: usize) -> Option<Read> {
        let (start, end, next) = match self.kind(at)? {
            Kind::Year(year) => return self.years(at, year),
            Kind::Decade(year) => {
                return Some((Parts { year: Some(year), decade: true, ..Parts::default() }, None, at + 1));
            }
            Kind::Iso(_) | Kind::DayNumber(_) | Kind::Month(..) => self.single(at)?,
            Kind::Weekday(_) | Kind::Number | Kind::Word => return None,
        };
        if end.is_some() {
            return Some((start, end, next));
        }
        let second = self.joined(next).and_then(|second| self.single(second));
        match second.filter(|(second, end, _)| end.is_none() && second.day.is_some() == start.day.is_some()) {
            Some((second, _, next)) => Some((with_year_of(start, second), Some(second), next)),
            None if start.day.is_none() && start.year.is_none() && !self.is_month_alone(at) => None,
            None => Some((start, None, next)),
        }
    }

    /// The token after a dash or “to” at `at`.
    fn joined(&self, at: usize) -> Option<usize> {
        match self.gap(at) {
            Gap::Dash => Some(at),
            Gap::Space if self.is_word(at, &["to", "until", "till", "through"]) => {
                (self.gap(at + 1) == Gap::Space).then_some(at + 1)
            }
            _ => None,
        }
    }

    /// A day, or days of one month, or a month.
    fn single(&self, at: usize) -> Option<Read> {
        match self.kind(at)? {
            Kind::Iso(day) => {
                let parts = Parts {
                    day: Some(day.day()),
                    month: Some(day.month()),
                    year: Some(day.year()),
                    decade: false,
                };
                Some((parts, None, at + 1))
            }
            Kind::DayNumber(day) => self.day_first(at, day),
            Kind::Month(month, whole) => self.month_first(at, month, whole),
            _ => None,
        }
    }

    /// “6 December 2024”, “6th of December”, “3–5 May 2014”.
    fn day_first(&self, at: usize, day: u8) -> Option<Read> {
        let (last, mut next) = self.second_day(at + 1);
        if self.gap(next) == Gap::Space && self.is_word(next, &["of"]) {
            next += 1;
        }
        let Some(Kind::Month(month, whole)) = self.kind(next).filter(|_| self.gap(next) == Gap::Space) else {
            return None;
        };
        let (year, next) = self.year_after(next + 1, whole, true);
        Some(days(day, last, month, year, next))
    }

    /// “December 6, 2024”, “December the 6th”, “March 20–25, 2014”, “December 2024”, “Dec. 2024”, “March”.
    fn month_first(&self, at: usize, month: u8, whole: bool) -> Option<Read> {
        let near = self.gap(at + 1) == Gap::Space || (!whole && self.gap(at + 1) == Gap::Stop);
        let the = usize::from(self.is_word(at + 1, &["the"]) && self.gap(at + 2) == Gap::Space);
        if let Some(Kind::DayNumber(day)) = self.kind(at + 1 + the).filter(|_| near) {
            let (last, next) = self.second_day(at + 2 + the);
            let (year, next) = self.year_after(next, true, false);
            return Some(days(day, last, month, year, next));
        }
        let (year, next) = self.year_after(at + 1, whole, false);
        (whole || year.is_some()).then_some((
            Parts { month: Some(month), year, ..Parts::default() },
            None,
            next,
        ))
    }

    /// The last of several days of a month, after a dash or “to” at `at`, and the token after it.
    fn second_day(&self, at: usize) -> (Option<u8>, usize) {
        match self.joined(at).map(|second| (self.kind(second), self.kind(second + 1), second)) {
            // “27 October – 3 November”: this day is of another month.
            Some((Some(Kind::DayNumber(_)), Some(Kind::Month(..)), _))
                if self.is_month(at.wrapping_sub(2)) =>
            {
                (None, at)
            }
            Some((Some(Kind::DayNumber(day)), _, second)) => (Some(day), second + 1),
            _ => (None, at),
        }
    }

    fn is_month(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Month(..)))
    }

    /// The year at `at` after a month, and the token after it.
    fn year_after(&self, at: usize, whole_month: bool, day_first: bool) -> (Option<i32>, usize) {
        let at_year = if self.gap(at) == Gap::Space && self.is_word(at, &["of"]) { at + 1 } else { at };
        let Some(Kind::Year(year)) = self.kind(at_year) else { return (None, at) };
        let joined = match self.gap(at_year) {
            Gap::Space => true,
            // “6 December, 1500 soldiers” has no year.
            Gap::Comma => !day_first || (1900..2100).contains(&year),
            Gap::Stop => !whole_month,
            Gap::Dash | Gap::Other => false,
        };
        if joined { (Some(year), at_year + 1) } else { (None, at) }
    }

    /// “2015”, “2016–2017”, “2016–17”, “2014 to 2016”.
    fn years(&self, at: usize, first: i32) -> Option<Read> {
        let year = |year: i32| Parts { year: Some(year), ..Parts::default() };
        let last = self.joined(at + 1).and_then(|second| {
            let token = self.tokens.get(second)?;
            let short = self.text[token.range.clone()].parse::<i32>().ok().filter(|_| token.range.len() == 2);
            match (token.kind, short) {
                (Kind::Year(last), _) => Some((last, second + 1)),
                (_, Some(last)) if self.gap(second) == Gap::Dash => {
                    Some((first / 100 * 100 + last, second + 1))
                }
                _ => None,
            }
        });
        let last = last.filter(|(last, _)| *last > first);
        let next = last.map_or(at + 1, |(_, next)| next);
        let is_alone = self.is_year_alone(at, next);
        is_alone.then_some((year(first), last.map(|(last, _)| year(last)), next))
    }
}

fn days(first: u8, last: Option<u8>, month: u8, year: Option<i32>, next: usize) -> Read {
    let day = |day: u8| Parts { day: Some(day), month: Some(month), year, decade: false };
    (day(first), last.map(day), next)
}

/// `start` with the year that only the end of the period names.
fn with_year_of(start: Parts, end: Parts) -> Parts {
    let turns = (start.month, start.day) > (end.month, end.day);
    Parts { year: start.year.or_else(|| end.year.map(|year| year - i32::from(turns))), ..start }
}
