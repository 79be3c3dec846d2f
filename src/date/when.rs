//! An EDTF date with the author's own string.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::read::read;
use super::value::{Edge, End, Point, Stretch, Value, Year};
use super::{DateError, Day, explain};

/// A date in EDTF: a day, a month, a year, something about them, an interval or a set. Two are
/// equal if their strings are.
#[derive(Debug, Clone)]
pub struct When {
    text: Arc<str>,
    pub(super) value: Arc<Value>,
}

/// How exactly a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day, or closer.
    Day,
    /// To the month.
    Month,
    /// To the season, quarter, third or half of a year.
    Season,
    /// To the year.
    Year,
    /// To the decade.
    Decade,
    /// To the century.
    Century,
    /// Not at all: `XXXX`.
    Unknown,
    /// As an interval.
    Period,
    /// As a set of dates.
    Set,
}

/// How a drawing shows a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A certain day: a disc.
    ExactDay,
    /// Somewhere within its bounds, or bounds that are approximate or uncertain: a dashed bar.
    Within,
    /// All the time between its bounds: a solid bar.
    Period,
    /// A period whose beginning is open or unknown: an arrow to the left.
    OpenStart,
    /// A period whose end is open or unknown: an arrow to the right.
    OpenEnd,
}

/// Orders dates in time: see [`When::sort_key`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    first: Edge,
    last: Edge,
    text: Arc<str>,
}

impl When {
    /// Reads an EDTF string; white space around it does not count.
    ///
    /// # Errors
    /// Where it is not EDTF, names a day that does not exist, ends before it begins, or is of the
    /// part of level 2 that is not read.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let trimmed = text.trim();
        match read(trimmed) {
            Ok(value) => Ok(Self { text: trimmed.into(), value: Arc::new(value) }),
            Err(flaw) => {
                let error = explain::explain(trimmed, flaw);
                let before = text.len() - text.trim_start().len();
                Err(DateError { offset: error.offset + before, ..error })
            }
        }
    }

    /// The author's string.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it may mean; `None` where that is open, unknown or outside the years
    /// −9999 to 9999.
    pub fn earliest(&self) -> Option<Day> {
        self.bounds().first.day()
    }

    /// The last day that it may mean; `None` where that is open, unknown or outside the years
    /// −9999 to 9999.
    pub fn latest(&self) -> Option<Day> {
        self.bounds().last.day()
    }

    /// Whether it goes back without a limit: `../2016`.
    pub fn is_open_start(&self) -> bool {
        self.bounds().first == Edge::Past && !self.is_unknown_start()
    }

    /// Whether it goes on without a limit: `1994/..`.
    pub fn is_open_end(&self) -> bool {
        self.bounds().last == Edge::Future && !self.is_unknown_end()
    }

    /// Whether it began on a day that is not known: `/2016`.
    pub fn is_unknown_start(&self) -> bool {
        matches!(&*self.value, Value::Interval(End::Unknown, _))
    }

    /// Whether it ended, or will, on a day that is not known: `1994/`.
    pub fn is_unknown_end(&self) -> bool {
        matches!(&*self.value, Value::Interval(_, End::Unknown))
    }

    /// A key that sorts by the first day, then the last, then the string. An open start comes
    /// first; where the start is not known, the end stands for it.
    pub fn sort_key(&self) -> SortKey {
        let Stretch { first, last } = self.bounds();
        SortKey {
            first: if self.is_unknown_start() { last } else { first },
            last,
            text: Arc::clone(&self.text),
        }
    }

    /// How exactly it is given.
    pub fn precision(&self) -> Precision {
        match &*self.value {
            Value::Point(point) => point_precision(point),
            Value::Moment(..) => Precision::Day,
            Value::Interval(..) => Precision::Period,
            Value::Set { .. } => Precision::Set,
        }
    }

    /// Whether it, or a part of it, is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.value.points().iter().any(|point| point.approximate)
    }

    /// Whether it, or a part of it, is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.value.points().iter().any(|point| point.uncertain)
    }

    /// How a drawing shows it.
    pub fn shape(&self) -> Shape {
        match &*self.value {
            Value::Interval(End::On(start), End::On(end)) if start.is_certain() && end.is_certain() => {
                Shape::Period
            }
            Value::Interval(End::On(_), End::On(_)) => Shape::Within,
            Value::Interval(End::On(_), _) => Shape::OpenEnd,
            Value::Interval(..) => Shape::OpenStart,
            Value::Moment(..) => Shape::ExactDay,
            Value::Point(point) if point.day.is_some() && point.is_certain() => Shape::ExactDay,
            Value::Point(_) | Value::Set { .. } => Shape::Within,
        }
    }

    /// Whether it may mean that day.
    pub fn may_contain(&self, day: Day) -> bool {
        let edge = Edge::from(day);
        self.may_overlap(Stretch { first: edge, last: edge })
    }

    /// Whether something that lasts for this time may be so on some day of `date`. An unknown
    /// end may be any.
    pub fn holds_at(&self, date: &When) -> bool {
        date.value.stretches().into_iter().any(|stretch| self.may_overlap(stretch))
    }

    /// Whether all that it may mean is before that day.
    pub fn definitely_before(&self, day: Day) -> bool {
        self.bounds().last < Edge::from(day)
    }

    /// Whether all that it may mean is after that day.
    pub fn begins_after(&self, day: Day) -> bool {
        self.bounds().first > Edge::from(day)
    }

    /// The year of its first day, or else of its last; 0 is 1 BC.
    pub fn year(&self) -> Option<i32> {
        self.earliest().or_else(|| self.latest()).map(Day::year)
    }

    /// The value for HTML's `datetime`, which takes days, months and years from 1 to 9999; of an
    /// interval its start. `None` for the rest.
    pub fn datetime(&self) -> Option<String> {
        let point = match &*self.value {
            Value::Point(point) | Value::Moment(point, ..) | Value::Interval(End::On(point), _) => point,
            Value::Interval(..) | Value::Set { .. } => return None,
        };
        let Year::Of(year @ 1..=9999) = point.year else { return None };
        match (point.month, point.day) {
            (Some(month), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
            (Some(month @ 1..=12), None) => Some(format!("{year:04}-{month:02}")),
            (Some(_), None) => None,
            (None, _) => Some(format!("{year:04}")),
        }
    }

    /// The first and the last day that it may mean, in ISO 8601.
    pub fn iso_days(&self) -> (Option<String>, Option<String>) {
        (self.earliest().map(|day| day.to_string()), self.latest().map(|day| day.to_string()))
    }

    /// From the first to the last day that it may mean.
    pub(super) fn bounds(&self) -> Stretch {
        self.value.bounds()
    }

    /// Whether it may share a day with `stretch`.
    pub(super) fn may_overlap(&self, stretch: Stretch) -> bool {
        self.value.stretches().into_iter().any(|own| own.overlaps(stretch))
    }
}

fn point_precision(point: &Point) -> Precision {
    match (point.year, point.month, point.day) {
        (_, _, Some(_)) => Precision::Day,
        (_, Some(1..=12), None) => Precision::Month,
        (_, Some(_), None) => Precision::Season,
        (Year::Of(_), None, None) => Precision::Year,
        (Year::Decade(_), None, None) => Precision::Decade,
        (Year::Century(_), None, None) => Precision::Century,
        (Year::Any, None, None) => Precision::Unknown,
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

impl std::fmt::Display for When {
    /// The author's string.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}
