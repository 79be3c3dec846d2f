//! Dates: EDTF values, their bounds, their words, and dates found in prose.
//!
//! Values follow the Extended Date/Time Format (ISO 8601-2:2019, Annex A): levels 0 and 1
//! entirely, and of level 2 sets, qualified parts and seasons. The author's own string is kept.

mod day;
mod prose;
mod words;

pub use day::Day;
pub use prose::{Contradiction, ProseDate, contradiction, find_dates};
pub use words::{precision_words, words};

use std::fmt;
use std::hash::{Hash, Hasher};

use edtf_core::{
    Bound, Date, Edtf, Interval, IntervalEndpoint, Precision as DatePrecision, Set, SetElement, YearKind,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date in EDTF: a day, a month, a year, something about them, an interval or a set.
#[derive(Debug, Clone)]
pub struct When {
    text: String,
    edtf: Edtf,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// The byte of the text at which it stops being one.
    pub offset: usize,
    /// What is wrong, in words.
    pub message: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

/// How exactly a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day, or closer.
    Day,
    /// To the month.
    Month,
    /// To the season, quarter or half of a year.
    Season,
    /// To the year.
    Year,
    /// To a decade, a century or another run of years.
    Coarse,
    /// As an interval.
    Period,
    /// As a set of dates.
    Set,
}

/// How a drawing shows a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A certain day.
    ExactDay,
    /// Somewhere within its bounds.
    Within,
    /// All the time between its bounds.
    Period,
    /// A period whose beginning is open or unknown.
    OpenStart,
    /// A period whose end is open or unknown.
    OpenEnd,
}

/// Orders dates in time: see [`When::sort_key`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    start: i64,
    end: i64,
    text: String,
}

impl When {
    /// Reads an EDTF string.
    ///
    /// # Errors
    /// Where it is not EDTF, names a day that does not exist, or is of the part of level 2 that
    /// is not read.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let edtf = Edtf::parse(text).map_err(|error| explain(text, error.offset, error.message))?;
        if edtf.level() == 2 && !is_read(&edtf) {
            return Err(DateError {
                offset: 0,
                message: "this form of EDTF level 2 is not read: write a range such as 1560/1569, or 156X"
                    .to_owned(),
            });
        }
        if let Some(message) = overreach(&edtf) {
            return Err(DateError { offset: 0, message: message.to_owned() });
        }
        let when = Self { text: text.to_owned(), edtf };
        if let (Some(start), Some(end)) = (when.earliest(), when.latest())
            && end < start
        {
            return Err(DateError { offset: 0, message: "the end is before the start".to_owned() });
        }
        Ok(when)
    }

    /// The author's string.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it may mean; `None` where that is open, unknown or beyond the year 9999.
    pub fn earliest(&self) -> Option<Day> {
        day_of(self.edtf.bounds().earliest)
    }

    /// The last day that it may mean; `None` where that is open, unknown or beyond the year 9999.
    pub fn latest(&self) -> Option<Day> {
        day_of(self.edtf.bounds().latest)
    }

    /// A key that sorts by the first day, then by the last, an open start first.
    pub fn sort_key(&self) -> SortKey {
        let start = self.earliest().map(Day::ordinal);
        let end = self.latest().map(Day::ordinal);
        let start_or = if self.starts_open() { i64::MIN } else { end.unwrap_or(i64::MAX) };
        SortKey { start: start.unwrap_or(start_or), end: end.unwrap_or(i64::MAX), text: self.text.clone() }
    }

    fn starts_open(&self) -> bool {
        matches!(self.edtf.bounds().earliest, Bound::NegativeInfinity)
    }

    /// How exactly it is given.
    pub fn precision(&self) -> Precision {
        match &self.edtf {
            Edtf::Date(date) => date_precision(date),
            Edtf::DateTime(_) => Precision::Day,
            Edtf::Interval(_) => Precision::Period,
            Edtf::Set(_) => Precision::Set,
        }
    }

    /// Whether it, or a part of it, is marked `~`.
    pub fn is_approximate(&self) -> bool {
        self.edtf.is_approximate()
    }

    /// Whether it, or a part of it, is marked `?`.
    pub fn is_uncertain(&self) -> bool {
        self.edtf.is_uncertain()
    }

    /// How a drawing shows it.
    pub fn shape(&self) -> Shape {
        match &self.edtf {
            Edtf::Interval(interval) => match (interval.start.is_dated(), interval.end.is_dated()) {
                (true, true) if self.is_approximate() || self.is_uncertain() => Shape::Within,
                (true, true) => Shape::Period,
                (false, _) => Shape::OpenStart,
                (true, false) => Shape::OpenEnd,
            },
            _ if self.precision() == Precision::Day && !self.is_approximate() && !self.is_uncertain() => {
                Shape::ExactDay
            }
            _ => Shape::Within,
        }
    }

    /// Whether it may mean that day.
    pub fn may_contain(&self, day: Day) -> bool {
        self.earliest().is_none_or(|first| first <= day) && self.latest().is_none_or(|last| day <= last)
    }

    /// Whether something that lasts for this time may be so on some day of `date`.
    pub fn holds_at(&self, date: &When) -> bool {
        let begins = match (self.earliest(), date.latest()) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
        let ends = match (self.latest(), date.earliest()) {
            (Some(last), Some(first)) => first <= last,
            _ => true,
        };
        begins && ends
    }

    /// Whether all that it may mean is after that day.
    pub fn begins_after(&self, day: Day) -> bool {
        self.earliest().is_some_and(|first| first > day)
    }

    /// The year of its first day, or else of its last; 0 is 1 BC.
    pub fn year(&self) -> Option<i32> {
        self.earliest().or_else(|| self.latest()).map(Day::year)
    }

    /// The value for HTML's `datetime`, which takes days, months and years of four digits; of
    /// an interval its start. `None` for the rest.
    pub fn datetime(&self) -> Option<String> {
        let date = match &self.edtf {
            Edtf::Date(date) => date,
            Edtf::DateTime(time) => &time.date,
            Edtf::Interval(Interval { start: IntervalEndpoint::Date(date), .. }) => date,
            _ => return None,
        };
        let year = date.year.value().filter(|year| (1..=9999).contains(year))?;
        let standard = matches!(date.year.kind, YearKind::Standard { .. });
        if !standard || date.year.significant_digits.is_some() || date.has_unspecified() {
            return None;
        }
        let month = date.month.and_then(edtf_core::DateField::value);
        let day = date.day.and_then(edtf_core::DateField::value);
        match (month, day) {
            (Some(month), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
            (Some(month), None) if month <= 12 => Some(format!("{year:04}-{month:02}")),
            (Some(_), None) => None,
            _ => Some(format!("{year:04}")),
        }
    }
}

impl PartialEq for When {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for When {}

impl Hash for When {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

fn day_of(bound: Bound) -> Option<Day> {
    match bound {
        Bound::Date(date) => Day::new(date.year, date.month, date.day),
        _ => None,
    }
}

fn date_precision(date: &Date) -> Precision {
    if date.year.has_unspecified() || date.year.significant_digits.is_some() {
        return Precision::Coarse;
    }
    let known = |field: Option<edtf_core::DateField>| field.is_some_and(|field| !field.has_unspecified());
    match date.precision() {
        DatePrecision::Day if known(date.day) => Precision::Day,
        DatePrecision::Day | DatePrecision::Month if known(date.month) => Precision::Month,
        DatePrecision::Season => Precision::Season,
        _ => Precision::Year,
    }
}

/// What the parser lets pass and EDTF does not: a sixty-first second, a year of more than four
/// digits in an interval.
fn overreach(edtf: &Edtf) -> Option<&'static str> {
    let is_big = |endpoint: &IntervalEndpoint| match endpoint {
        IntervalEndpoint::Date(date) => !matches!(date.year.kind, YearKind::Standard { .. }),
        _ => false,
    };
    match edtf {
        Edtf::DateTime(time) if time.time.second > 59 => Some("a minute has 60 seconds, from 00 to 59"),
        Edtf::Interval(interval) if is_big(&interval.start) || is_big(&interval.end) => {
            Some("a year of more than four digits cannot stand in an interval")
        }
        _ => None,
    }
}

/// Whether an expression of level 2 is of the part that is read: sets, qualified parts, seasons.
fn is_read(edtf: &Edtf) -> bool {
    match edtf {
        Edtf::Date(date) => is_plain(date),
        Edtf::DateTime(_) => true,
        Edtf::Interval(interval) => {
            [&interval.start, &interval.end].into_iter().all(|endpoint| match endpoint {
                IntervalEndpoint::Date(date) => is_plain(date),
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => true,
                _ => false,
            })
        }
        Edtf::Set(Set { elements, .. }) => elements.iter().all(|element| match element {
            SetElement::Date(date) | SetElement::OnOrBefore(date) | SetElement::OnOrAfter(date) => {
                is_plain(date)
            }
            SetElement::Range(start, end) => is_plain(start) && is_plain(end),
        }),
    }
}

/// Whether a date has neither an exponent, nor significant digits, nor masked digits beyond level 1.
fn is_plain(date: &Date) -> bool {
    let exponential = matches!(date.year.kind, YearKind::Exponential { .. });
    let unqualified = Date {
        year: edtf_core::Year { qualifier: edtf_core::Qualifier::default(), ..date.year },
        month: date
            .month
            .map(|field| edtf_core::DateField { qualifier: edtf_core::Qualifier::default(), ..field }),
        day: date
            .day
            .map(|field| edtf_core::DateField { qualifier: edtf_core::Qualifier::default(), ..field }),
    };
    let any_year = matches!(date.year.kind, YearKind::Standard { digits: [None, None, None, None], .. });
    let season = date.month.and_then(edtf_core::DateField::value).is_some_and(|month| month > 24);
    !exponential
        && date.year.significant_digits.is_none()
        && (season || (any_year && date.month.is_none()) || Edtf::Date(unqualified).level() < 2)
}

/// Says in plain words why a text is not EDTF.
fn explain(text: &str, offset: usize, message: &str) -> DateError {
    let error = |message: String| DateError { offset: offset.min(text.len()), message };
    if text.is_empty() {
        return error("it is empty".to_owned());
    }
    if let Some(part) = text.split('/').find(|part| part.contains("-W") || part.contains("-w")) {
        return error(format!("`{part}` is a week: write its days"));
    }
    if text.split('/').any(|part| part.eq_ignore_ascii_case("unknown") || part.eq_ignore_ascii_case("open")) {
        return error("write `..` for an open end, and nothing for an unknown one".to_owned());
    }
    if let Some((start, end)) = text.split_once('/')
        && When::parse(start).is_ok()
        && When::parse(end).is_ok()
    {
        return error("the end is before the start".to_owned());
    }
    for part in text.split('/') {
        if let Some(words) = impossible_day(part) {
            return error(words);
        }
    }
    if let [found] = find_dates(text).as_slice()
        && let Some(edtf) = found.edtf()
    {
        return error(format!("write `{edtf}`"));
    }
    error(message.trim_end_matches('.').to_owned())
}

/// What is wrong with `2023-02-30` or `2015-13`.
fn impossible_day(text: &str) -> Option<String> {
    let digits: Vec<&str> = text.trim_end_matches(['~', '?', '%']).split('-').collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let (year, month) = (number(digits.first()?)?, number(digits.get(1)?)?);
    if digits[0].len() != 4 || digits.len() > 3 {
        return None;
    }
    if month == 0 || (month > 12 && !(21..=41).contains(&month)) {
        return Some(format!("there is no month {month}"));
    }
    let day = number(digits.get(2)?)?;
    let month = u8::try_from(month).ok()?;
    let last = (28..=31).rev().find(|day| Day::new(i64::from(year), month, *day).is_some())?;
    (day == 0 || day > u32::from(last))
        .then(|| format!("{} {year} has {last} days", words::month_name(month)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).unwrap()
    }

    #[test]
    fn agreed_strings_are_read_or_refused() {
        let lines = include_str!("../../tests/data/edtf.tsv").lines().filter(|line| !line.starts_with('#'));
        let wrong: Vec<&str> = lines
            .filter(|line| {
                let (verdict, text) = line.split_once('\t').unwrap();
                When::parse(text).is_ok() != (verdict == "valid")
            })
            .collect();
        assert_eq!(wrong, Vec::<&str>::new());
    }

    #[test]
    fn errors_say_what_to_do() {
        let message = |text: &str| When::parse(text).unwrap_err().message;
        assert_eq!(message("2023-02-30"), "February 2023 has 28 days");
        assert_eq!(message("2023-13"), "there is no month 13");
        assert_eq!(message("2016/2014"), "the end is before the start");
        assert_eq!(message("6 December 2024"), "write `2024-12-06`");
        assert_eq!(message("2024-W03"), "`2024-W03` is a week: write its days");
        assert!(message("Y-17E7").starts_with("this form of EDTF level 2"));
    }

    #[test]
    fn bounds_and_shapes() {
        assert_eq!(when("2015-02").latest().unwrap().to_string(), "2015-02-28");
        assert_eq!(when("1994/..").shape(), Shape::OpenEnd);
        assert_eq!(when("2015-12-15").shape(), Shape::ExactDay);
        assert_eq!(when("2015").shape(), Shape::Within);
        assert_eq!(when("2016/2017").shape(), Shape::Period);
        assert!(when("1994/..").holds_at(&when("2016-01-08")));
        assert!(!when("2012/2014").holds_at(&when("2016-01-08")));
        assert!(when("2016-02").begins_after(Day::parse("2016-01-31").unwrap()));
    }

    #[test]
    fn html_takes_days_months_and_years() {
        assert_eq!(when("2015-12-15").datetime().as_deref(), Some("2015-12-15"));
        assert_eq!(when("2015-21").datetime(), None);
        assert_eq!(when("2016/2017").datetime().as_deref(), Some("2016"));
        assert_eq!(when("199X").datetime(), None);
        assert_eq!(when("-0043").datetime(), None);
    }

    #[test]
    fn order_is_that_of_time() {
        let mut dates = ["2015-12-15", "2015", "../2016", "2014-03", "2015-12"].map(when);
        dates.sort_by_key(When::sort_key);
        assert_eq!(dates.map(|date| date.text), ["../2016", "2014-03", "2015", "2015-12", "2015-12-15"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9XYES./~?%\\[\\]{},; a-zA-Zµ-]{0,24}") {
            if let Ok(when) = When::parse(&text) {
                let _ = (words(&when), precision_words(&when), when.sort_key(), when.datetime(), when.shape());
                let _ = contradiction("6 December 2015", &when);
            }
            for found in find_dates(&text) {
                proptest::prop_assert!(text.is_char_boundary(found.range.start) && text.is_char_boundary(found.range.end));
            }
        }
    }
}
