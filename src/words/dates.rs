//! The words in which dates are said. Patterns have one hole, `{}`.

use serde::Deserialize;

/// The words of dates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// Months after a day, and wherever a word governs them: `января`.
    pub months: [String; 12],
    /// Months that stand alone, or with a year: `январь`.
    pub alone: [String; 12],
    /// Short names of months.
    pub short: [String; 12],
    /// What stands for the first day of a month: `1er`.
    pub first_day: String,
    /// A day before its month: `7.`.
    pub day: String,
    /// A year after a day or a month: `2016 г.`.
    pub year: String,
    /// Four seasons, the four of the southern half of the earth, quarters, thirds and halves, each alone, with a
    /// year, and with a year where a word governs it.
    pub seasons: [[String; 3]; 17],
    /// A day and its month; the holes are `{day}` and `{month}`.
    pub day_month: String,
    /// A date within a year and its year; the holes are `{date}` and `{year}`.
    pub date_year: String,
    /// A date and a time.
    pub at_time: String,
    /// An approximate date.
    pub approximate: String,
    /// An uncertain date.
    pub uncertain: String,
    /// A decade of its first year; and where a word governs it.
    pub decade: [String; 2],
    /// A century; its hole is `{ordinal}`, `{roman}` or `{}`. And where a word governs it.
    pub century: [String; 2],
    /// A year before Christ.
    pub before_christ: String,
    /// A century before Christ.
    pub before_christ_century: String,
    /// A year after Christ of fewer than four digits.
    pub after_christ: String,
    /// In the place of a year that is not known.
    pub no_year: String,
    /// A period from a date to an unknown end: before a day, and before anything else.
    pub from: [String; 2],
    /// A period from a date on: before a day, and before anything else.
    pub since: [String; 2],
    /// A period up to a date: before a day, and before anything else.
    pub until: [String; 2],
    /// A date or some earlier one.
    pub or_before: String,
    /// A date or some later one.
    pub or_after: String,
    /// Between the last two of several dates that are all meant.
    pub and: String,
    /// Between the last two of several dates of which one is meant.
    pub or: String,
    /// What is not known of a date.
    pub unknown: Unknown,
}

/// What is not known of a date, in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unknown {
    /// The date is about right.
    pub approximate: String,
    /// The source is doubted.
    pub uncertain: String,
    /// Only the month is known.
    pub day: String,
    /// Only the season is known.
    pub month: String,
    /// Only the year is known.
    pub day_and_month: String,
    /// Only the decade or century is known.
    pub year: String,
    /// It is a period.
    pub period: String,
    /// The beginning of a period is not known.
    pub start: String,
    /// The end of a period is not known.
    pub end: String,
    /// One of several dates is meant.
    pub one_of_several: String,
    /// All of several dates are meant.
    pub several: String,
}

impl Dates {
    /// A month after a day, from 1; empty beyond twelve.
    pub fn month(&self, month: u8) -> &str {
        named(&self.months, month)
    }

    /// A month that stands alone, from 1; empty beyond twelve.
    pub fn month_alone(&self, month: u8) -> &str {
        named(&self.alone, month)
    }

    /// The short name of a month, from 1; empty beyond twelve.
    pub fn month_short(&self, month: u8) -> &str {
        named(&self.short, month)
    }

    /// The three forms of a season by its code of EDTF, 21 to 41. 25 to 28 say that they are those of the northern
    /// half of the earth, which 21 to 24 are taken for.
    pub fn season(&self, code: u8) -> Option<&[String; 3]> {
        let at = match code {
            21..=24 => code - 21,
            25..=41 => code - 25,
            _ => return None,
        };
        self.seasons.get(usize::from(at))
    }
}

fn named(months: &[String; 12], month: u8) -> &str {
    usize::from(month).checked_sub(1).and_then(|at| months.get(at)).map_or("", String::as_str)
}
