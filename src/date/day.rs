//! A day of the proleptic Gregorian calendar.

use std::fmt;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seconds of a day without its leap second.
const SECONDS: i64 = 86_400;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// A day, from the year −9999 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of a year (astronomical: 0 is 1 BC), month and day of the month, if there is one.
    pub fn new(year: i64, month: u8, day: u8) -> Option<Self> {
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.ok().map(Self)
    }

    /// Reads `2015-12-15`: four digits, two and two, no sign.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok())?
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        parts.next().is_none().then(|| Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))?
    }

    /// The day of a moment in UTC, in seconds since 1 January 1970.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self(EPOCH).plus_days(seconds.div_euclid(SECONDS))
    }

    /// The day of a week by ISO 8601: weeks from 1, days from 1 (Monday) to 7.
    pub fn of_week(year: i64, week: u8, weekday: u8) -> Option<Self> {
        let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
        let date = ISOWeekDate::new(i16::try_from(year).ok()?, i8::try_from(week).ok()?, weekday).ok()?;
        Some(Self(date.date()))
    }

    /// The number of days of a month.
    pub fn days_in_month(year: i64, month: u8) -> Option<u8> {
        Self::new(year, month, 1).map(|first| first.0.days_in_month().unsigned_abs())
    }

    /// The year; 0 is 1 BC.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// Whether calendars, feeds and sitemaps can write it: they have four digits for a year, from 1, and no sign.
    pub fn has_plain_year(self) -> bool {
        self.year() >= 1
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
        self.0.duration_since(EPOCH).as_secs() / SECONDS
    }

    /// The day that many days later, or earlier; `None` beyond the years of this type.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let seconds = days.checked_mul(SECONDS)?;
        self.0.checked_add(SignedDuration::from_secs(seconds)).ok().map(Self)
    }

    /// The first day of the month that many months later, or earlier.
    pub fn plus_months(self, months: i32) -> Option<Self> {
        self.0.first_of_month().checked_add(months.months()).ok().map(Self)
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2015-12-15`.
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

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a day")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day("1970-01-01").ordinal(), 0);
        assert_eq!(day("2000-03-01").ordinal(), 11_017);
        assert_eq!(day("1969-12-31").ordinal(), -1);
        assert_eq!(day("2016-02-28").plus_days(2), Some(day("2016-03-01")));
        assert_eq!(day("9999-12-31").plus_days(1), None);
        assert_eq!(day("9999-12-31").plus_days(i64::MAX), None);
        assert_eq!(day("2016-12-15").plus_months(1), Some(day("2017-01-01")));
    }

    #[test]
    fn moments_fall_on_their_day_in_utc() {
        assert_eq!(Day::from_unix_seconds(1_450_137_600), Some(day("2015-12-15")));
        assert_eq!(Day::from_unix_seconds(1_450_137_599), Some(day("2015-12-14")));
        assert_eq!(Day::from_unix_seconds(-1), Some(day("1969-12-31")));
        assert_eq!(Day::from_unix_seconds(i64::MAX), None);
    }

    #[test]
    fn only_days_that_exist() {
        for text in ["2023-02-29", "2023-2-9", "2023-02-01-01", "+023-02-01", "-2023-02-01", "2023-13-01", ""]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!(Day::days_in_month(2024, 2), Some(29));
        assert_eq!(Day::days_in_month(2024, 13), None);
    }

    #[test]
    fn weekdays_and_weeks() {
        assert_eq!(day("2015-12-15").weekday(), "Tuesday");
        assert_eq!(Day::of_week(2024, 3, 1), Some(day("2024-01-15")));
        assert_eq!(Day::of_week(2024, 53, 1), None);
    }

    #[test]
    fn days_travel_as_iso_strings() {
        assert_eq!(Day::new(-43, 3, 15).unwrap().to_string(), "-0043-03-15");
        let json = serde_json::to_string(&day("2015-12-15")).unwrap();
        assert_eq!(json, "\"2015-12-15\"");
        assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), day("2015-12-15"));
    }
}
