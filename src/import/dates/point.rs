//! A day, a month or a year.

use crate::date::{Day, Parts};

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct Point {
    pub(in crate::import) year: i32,
    pub(in crate::import) month: Option<u8>,
    pub(in crate::import) day: Option<u8>,
}

impl Point {
    pub(super) fn year(year: i32) -> Self {
        Self { year, month: None, day: None }
    }

    pub(super) fn month(year: i32, month: u8) -> Self {
        Self { year, month: Some(month), day: None }
    }

    /// The month that many months later, or earlier.
    pub(super) fn month_after(day: Day, months: i32) -> Option<Self> {
        day.plus_months(months).map(|first| Self::month(first.year(), first.month()))
    }

    pub(super) fn of_parts(parts: Parts, year: i32) -> Self {
        Self { year, month: parts.month, day: parts.day }
    }

    /// Its value in EDTF.
    pub(in crate::import) fn edtf(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            (None, _) => format!("{:04}", self.year),
        }
    }

    /// Its first day.
    pub(in crate::import) fn first(self) -> Option<Day> {
        Day::new(i64::from(self.year), self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The day, where it is one.
    pub(super) fn exact(self) -> Option<Day> {
        self.day.and(self.month)?;
        self.first()
    }
}

impl From<Day> for Point {
    fn from(day: Day) -> Self {
        Self { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}
