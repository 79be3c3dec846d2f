//! A day of the proleptic Gregorian calendar.

use std::fmt;

use jiff::civil::{Date, Weekday};
use serde::{Serialize, Serializer};

/// A day, from the year −9999 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of a year (astronomical: 0 is 1 BC), month and day of the month, if there is one.
    pub fn new(year: i64, month: u8, day: u8) -> Option<Self> {
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.ok().map(Self)
    }

    /// Reads `2015-12-15`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut next = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok())?
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        Self::new(i64::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The day of a moment in UTC, in seconds since 1 January 1970.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let epoch = Date::new(1970, 1, 1).ok()?;
        epoch.checked_add(jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?).ok().map(Self)
    }

    /// The year; 0 is 1 BC.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The English name of the day of the week.
    pub fn weekday(self) -> &'static str {
        match self.0.weekday() {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }

    /// Days since 1 January 1970; negative before.
    pub fn ordinal(self) -> i64 {
        // Howard Hinnant's days-from-civil, after the calendar's own rules: years begin in March.
        let (year, month, day) = (i64::from(self.year()), i64::from(self.month()), i64::from(self.day()));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year();
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", year.abs(), self.month(), self.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Day::parse("1970-01-01").unwrap().ordinal(), 0);
        assert_eq!(Day::parse("2000-03-01").unwrap().ordinal(), 11_017);
        assert_eq!(Day::parse("1969-12-31").unwrap().ordinal(), -1);
        assert_eq!(Day::from_unix_seconds(1_450_137_600).unwrap().to_string(), "2015-12-15");
    }

    #[test]
    fn only_days_that_exist() {
        assert_eq!(Day::parse("2023-02-29"), None);
        assert_eq!(Day::parse("2023-2-9"), None);
        assert_eq!(Day::parse("2015-12-15").unwrap().weekday(), "Tuesday");
    }
}
