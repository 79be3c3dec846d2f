//! Dates in words.

use super::value::{End, Member, Point, Value, Year};
use super::wording::{ENGLISH, Wording};
use super::{Precision, When};

/// A date as a reader says it, in English: “6 December 2024”, “March 2014”, “c. 2015”,
/// “since 1994”, “27 October – 3 November 2015”.
pub fn words(when: &When) -> String {
    Speaker(&ENGLISH).value(&when.value)
}

/// What a reader of its words should know of a date: “day not known”, “period”. `None` for a
/// certain day.
pub fn precision_words(when: &When) -> Option<&'static str> {
    let words = &ENGLISH.unknown;
    match &*when.value {
        _ if when.is_unknown_start() => return Some(words.start),
        _ if when.is_unknown_end() => return Some(words.end),
        _ if when.is_approximate() => return Some(words.approximate),
        _ if when.is_uncertain() => return Some(words.uncertain),
        Value::Set { all: true, members } if members.len() > 1 => return Some(words.several),
        _ => {}
    }
    match when.precision() {
        Precision::Day => None,
        Precision::Month => Some(words.day),
        Precision::Season => Some(words.month),
        Precision::Year => Some(words.day_and_month),
        Precision::Decade | Precision::Century | Precision::Unknown => Some(words.year),
        Precision::Period => Some(words.period),
        Precision::Set => Some(words.one_of_several),
    }
}

fn fill(pattern: &str, part: &str) -> String {
    pattern.replacen("{}", part, 1)
}

/// Says values in one language.
struct Speaker(&'static Wording);

impl Speaker {
    fn value(&self, value: &Value) -> String {
        match value {
            Value::Point(point) => self.point(point),
            Value::Moment(point, hour, minute) => {
                fill(&fill(self.0.at_time, &self.point(point)), &format!("{hour:02}:{minute:02}"))
            }
            Value::Interval(End::On(start), End::On(end)) => self.between(start, end),
            Value::Interval(End::On(start), End::Unknown) => self.bounded(self.0.from, start),
            Value::Interval(End::On(start), _) => self.bounded(self.0.since, start),
            Value::Interval(_, End::On(end)) => self.bounded(self.0.until, end),
            Value::Interval(..) => self.0.no_year.to_owned(),
            Value::Set { all, members } => self.set(*all, members),
        }
    }

    fn point(&self, point: &Point) -> String {
        self.qualified(point, self.plain(point))
    }

    /// With what its marks say.
    fn qualified(&self, point: &Point, words: String) -> String {
        let words = if point.approximate { fill(self.0.approximate, &words) } else { words };
        if point.uncertain { fill(self.0.uncertain, &words) } else { words }
    }

    /// “since c. 1994”, “perhaps until 2016”.
    fn bounded(&self, pattern: &str, point: &Point) -> String {
        let words = self.point(&Point { uncertain: false, ..*point });
        self.qualified(&Point { approximate: false, ..*point }, fill(pattern, &words))
    }

    fn plain(&self, point: &Point) -> String {
        let year = self.year(point);
        match point.month {
            None => year,
            Some(month @ 1..=12) => format!("{} {year}", self.within_year(month, point.day)),
            Some(season) => self.season(season).map_or(year.clone(), |(_, pattern)| fill(pattern, &year)),
        }
    }

    /// A month, a day of it, or a part of a year, without the year.
    fn within_year(&self, month: u8, day: Option<u8>) -> String {
        match (month, day) {
            (1..=12, Some(day)) => format!("{day} {}", self.0.month(month)),
            (1..=12, None) => self.0.month(month).to_owned(),
            _ => self.season(month).map_or_else(String::new, |(alone, _)| alone.to_owned()),
        }
    }

    fn season(&self, code: u8) -> Option<(&'static str, &'static str)> {
        self.0.seasons.get(usize::from(code).checked_sub(21)?).copied()
    }

    fn year(&self, point: &Point) -> String {
        match point.year {
            Year::Of(year @ 1..=999) => fill(self.0.after_christ, &year.to_string()),
            Year::Of(year @ 1..) => year.to_string(),
            Year::Of(year) => fill(self.0.before_christ, &(1 - year).to_string()),
            Year::Decade(first @ 0..) => fill(self.0.decade, &first.to_string()),
            Year::Decade(first) => fill(self.0.before_christ, &format!("{}–{}", 1 - first, 1 - (first + 9))),
            Year::Century(first @ 0..) => self.century(first / 100 + 1),
            Year::Century(first) => fill(self.0.before_christ, &self.century(-first / 100 + 1)),
            Year::Any => self.0.no_year.to_owned(),
        }
    }

    fn century(&self, number: i64) -> String {
        fill(self.0.century, &format!("{number}{}", (self.0.ordinal)(number)))
    }

    /// “2016–2017”, “January–March 2015”, “3–5 May 2014”, “27 October – 3 November 2015”: what
    /// both ends share is said once.
    fn between(&self, start: &Point, end: &Point) -> String {
        let last = self.point(end);
        if start == end {
            return last;
        }
        let certain = start.is_certain() && end.is_certain();
        let first = match (start.month, end.month) {
            (Some(month), Some(_)) if start.year == end.year => match (start.day, end.day) {
                (Some(day), Some(_)) if start.month == end.month && certain => day.to_string(),
                _ => self.qualified(start, self.within_year(month, start.day)),
            },
            _ => self.point(start),
        };
        // A part of the end is joined without spaces only to a part of its own size.
        let sizes_differ =
            start.month.is_some() != end.month.is_some() || start.day.is_some() != end.day.is_some();
        let spaced = first.contains(' ') || !end.is_certain() || sizes_differ;
        let spaced = spaced || (start.month.is_none() && last.contains(' '));
        if spaced { format!("{first} – {last}") } else { format!("{first}–{last}") }
    }

    fn set(&self, all: bool, members: &[Member]) -> String {
        let said: Vec<String> = members
            .iter()
            .map(|member| match member {
                Member::On(point) => self.point(point),
                Member::OrBefore(point) => fill(self.0.or_before, &self.point(point)),
                Member::OrAfter(point) => fill(self.0.or_after, &self.point(point)),
                Member::Range(first, last) => self.between(first, last),
            })
            .collect();
        let word = if all { self.0.and } else { self.0.or };
        match said.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_say_them() {
        for (edtf, said) in [
            ("2024-12-06", "6 December 2024"),
            ("2014-03", "March 2014"),
            ("2014-03-XX", "March 2014"),
            ("2015", "2015"),
            ("2015-XX-XX", "2015"),
            ("0409", "AD 409"),
            ("-0043", "44 BC"),
            ("0000", "1 BC"),
            ("Y170002", "170002"),
            ("2024-12-06T14:05:00Z", "6 December 2024, 14:05"),
            ("2015-21", "spring 2015"),
            ("2001-29", "southern spring 2001"),
            ("2024-33", "first quarter of 2024"),
            ("2025-41", "second half of 2025"),
            ("199X", "1990s"),
            ("19XX", "20th century"),
            ("20XX", "21st century"),
            ("10XX", "11th century"),
            ("-20XX", "21st century BC"),
            ("-198X", "1990–1981 BC"),
            ("XXXX", "year not known"),
        ] {
            assert_eq!(words(&When::parse(edtf).unwrap()), said, "{edtf}");
        }
    }

    #[test]
    fn marks_are_said() {
        for (edtf, said) in [
            ("2015~", "c. 2015"),
            ("2024-10~", "c. October 2024"),
            ("2015?", "perhaps 2015"),
            ("2015%", "perhaps c. 2015"),
            ("2004-06~-11", "c. 11 June 2004"),
            ("?2004-06-~10", "perhaps c. 10 June 2004"),
            ("2025-07/2025-12~", "July – c. December 2025"),
            ("2015-01~/2015-03", "c. January – March 2015"),
            ("2015-10-27~/2015-10-29", "c. 27 October – 29 October 2015"),
            ("1994%/..", "perhaps since c. 1994"),
            ("1984~/2004-06", "c. 1984 – June 2004"),
        ] {
            assert_eq!(words(&When::parse(edtf).unwrap()), said, "{edtf}");
        }
    }

    #[test]
    fn periods_say_once_what_their_ends_share() {
        for (edtf, said) in [
            ("2016/2017", "2016–2017"),
            ("2016/2016", "2016"),
            ("2015-10-27/2015-11-03", "27 October – 3 November 2015"),
            ("2014-05-03/2014-05-05", "3–5 May 2014"),
            ("2015-01/2015-03", "January–March 2015"),
            ("2025-07/2025-12", "July–December 2025"),
            ("2015-11/2016-01", "November 2015 – January 2016"),
            ("2015-11-03/2016", "3 November 2015 – 2016"),
            ("2015/2016-03", "2015 – March 2016"),
            ("2015-03/2015-10-27", "March – 27 October 2015"),
            ("2015-33/2015-34", "first quarter – second quarter of 2015"),
            ("2015-21/2015-23", "spring–autumn 2015"),
            ("198X/1999", "1980s–1999"),
            ("2004-06-XX/2004-07-03", "June – 3 July 2004"),
            ("-0043/-0030", "44 BC – 31 BC"),
            ("1994/..", "since 1994"),
            ("1994/", "from 1994"),
            ("../2016", "until 2016"),
            ("/2016-03", "until March 2016"),
        ] {
            assert_eq!(words(&When::parse(edtf).unwrap()), said, "{edtf}");
        }
    }

    #[test]
    fn sets_say_whether_all_are_meant() {
        for (edtf, said) in [
            ("[2014,2015]", "2014 or 2015"),
            ("{2014,2015}", "2014 and 2015"),
            ("[1667,1668,1670..1672]", "1667, 1668 or 1670–1672"),
            ("[..1984]", "1984 or before"),
            ("{1760-12..}", "December 1760 or later"),
        ] {
            assert_eq!(words(&When::parse(edtf).unwrap()), said, "{edtf}");
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        for (edtf, said) in [
            ("2015-12-15", None),
            ("2014-03", Some("day not known")),
            ("2014-21", Some("month not known")),
            ("2015", Some("day and month not known")),
            ("199X", Some("year not known")),
            ("2015~", Some("approximate")),
            ("2015?", Some("uncertain")),
            ("2016/2017", Some("period")),
            ("1994/..", Some("period")),
            ("1994/", Some("end not known")),
            ("/2016", Some("beginning not known")),
            ("[2014,2015]", Some("one of these")),
            ("{2014,2015}", Some("several dates")),
        ] {
            assert_eq!(precision_words(&When::parse(edtf).unwrap()), said, "{edtf}");
        }
    }
}
