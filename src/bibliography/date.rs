//! Dates of bibliographic records: the part of EDTF that bibliographies use.

use std::fmt::Write;

/// A day, month, season or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Proleptic Gregorian year, −9999 to 9999.
    pub(super) year: i16,
    /// Month, 1 to 12, or an EDTF season, 21 to 24.
    pub(super) month: Option<u8>,
    /// Day of the month, 1 to 31.
    pub(super) day: Option<u8>,
}

/// A date or an interval of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordDate {
    /// The date, or the beginning of the interval.
    pub(super) start: Part,
    /// The end of an interval; the inner `None` is an open end.
    pub(super) end: Option<Option<Part>>,
    /// `~`, `?` or `%` where the date is approximate, uncertain or both.
    pub(super) qualifier: Option<char>,
}

impl Part {
    /// A part that exists in the calendar: `None` for a thirteenth month or a 30 February.
    pub(super) fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let sound = (-9999..=9999).contains(&year)
            && match (month, day) {
                (None, day) => day.is_none(),
                (Some(1..=12 | 21..=24), None) => true,
                (Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
                _ => false,
            };
        sound.then_some(Self { year, month, day })
    }

    /// Reads `2016`, `2016-01`, `2016-01-31` or `2016-21`.
    fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut parts = digits.split('-');
        let year = parts.next().filter(|year| year.len() == 4)?;
        let month = parts.next().map(two_digits);
        let day = parts.next().map(two_digits);
        if parts.next().is_some() || month == Some(None) || day == Some(None) || !all_digits(year) {
            return None;
        }
        Self::new(sign * year.parse::<i16>().ok()?, month.flatten(), day.flatten())
    }

    /// The month without seasons.
    pub(super) fn calendar_month(self) -> Option<u8> {
        self.month.filter(|month| *month <= 12)
    }

    /// The season as CSL numbers it, 1 (spring) to 4 (winter).
    pub(super) fn season(self) -> Option<u8> {
        self.month.filter(|month| *month > 20).map(|month| month - 20)
    }

    fn write(self, edtf: &mut String) {
        let sign = if self.year < 0 { "-" } else { "" };
        let written = write!(edtf, "{sign}{:04}", self.year.abs())
            .and_then(|()| self.month.map_or(Ok(()), |month| write!(edtf, "-{month:02}")))
            .and_then(|()| self.day.map_or(Ok(()), |day| write!(edtf, "-{day:02}")));
        written.expect("a string takes whatever is written to it");
    }
}

impl RecordDate {
    /// Reads a date as bibliographies write it: a day, month, season or year, with `~`, `?`
    /// or `%` after it (or Hayagriva's `~` before it), or an interval `2016/2017`, `2016/..`.
    /// A time of day is passed over.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (start, end) = text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
        let (start, before) = start.strip_prefix('~').map_or((start, None), |rest| (rest, Some('~')));
        let (start, after) = split_qualifier(start);
        let (end, end_qualifier) = end.map_or((None, None), |end| {
            let (end, qualifier) = split_qualifier(end);
            (Some(end), qualifier)
        });
        let end = match end {
            None => None,
            Some("" | "..") => Some(None),
            Some(end) => Some(Some(Part::parse(without_time(end))?)),
        };
        let qualifier = after.or(before).or(end_qualifier);
        Some(Self { start: Part::parse(without_time(start))?, end, qualifier })
    }

    /// The date in EDTF, as `date:` links take it.
    pub(super) fn edtf(self) -> String {
        let mut edtf = String::new();
        self.start.write(&mut edtf);
        edtf.extend(self.qualifier);
        if let Some(end) = self.end {
            edtf.push('/');
            match end {
                None => edtf.push_str(".."),
                Some(end) => {
                    end.write(&mut edtf);
                    edtf.extend(self.qualifier);
                }
            }
        }
        edtf
    }
}

fn split_qualifier(text: &str) -> (&str, Option<char>) {
    match text.char_indices().next_back() {
        Some((at, mark @ ('~' | '?' | '%'))) => (&text[..at], Some(mark)),
        _ => (text, None),
    }
}

fn without_time(text: &str) -> &str {
    text.split_once('T').map_or(text, |(day, _)| day)
}

fn two_digits(text: &str) -> Option<u8> {
    text.parse().ok().filter(|_| text.len() <= 2 && all_digits(text))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn days(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_and_written_as_edtf() {
        for (text, edtf) in [
            ("2016", Some("2016")),
            ("2016-01", Some("2016-01")),
            ("2016-1-7", Some("2016-01-07")),
            ("2016-02-29", Some("2016-02-29")),
            ("2015-02-29", None),
            ("2016-13", None),
            ("2016-21", Some("2016-21")),
            ("2016-21-01", None),
            ("~2016-01", Some("2016-01~")),
            ("2016-01~", Some("2016-01~")),
            ("2016?", Some("2016?")),
            ("2016/2017", Some("2016/2017")),
            ("2016/..", Some("2016/..")),
            ("2016-01-07T10:00:00Z", Some("2016-01-07")),
            ("-0044", Some("-0044")),
            ("16", None),
            ("January 2016", None),
            ("", None),
            ("–", None),
        ] {
            assert_eq!(RecordDate::parse(text).map(RecordDate::edtf).as_deref(), edtf, "{text}");
        }
    }
}
