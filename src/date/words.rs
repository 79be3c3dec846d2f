//! Dates in words.

use super::value::{End, Member, Point, Value, Year};
use super::{Precision, When};
use crate::words::{Dates, Words};

/// A date as a reader says it, in English: “6 December 2024”, “March 2014”, “c. 2015”,
/// “since 1994”, “27 October – 3 November 2015”.
pub fn words(when: &When) -> String {
    words_in(when, Words::english())
}

/// A date as a reader says it in the language of `words`: “6 декабря 2024 г.”, “mars 2014”, “seit 1994”.
pub fn words_in(when: &When, words: &Words) -> String {
    Speaker(&words.dates).value(&when.value)
}

/// What a reader of its words should know of a date: “day not known”, “period”. `None` for a
/// certain day.
pub fn precision_words<'a>(when: &When, words: &'a Words) -> Option<&'a str> {
    let words = &words.dates.unknown;
    match &*when.value {
        _ if when.is_unknown_start() => return Some(&words.start),
        _ if when.is_unknown_end() => return Some(&words.end),
        _ if when.is_approximate() => return Some(&words.approximate),
        _ if when.is_uncertain() => return Some(&words.uncertain),
        Value::Set { all: true, members } if members.len() > 1 => return Some(&words.several),
        _ => {}
    }
    match when.precision() {
        Precision::Day => None,
        Precision::Month => Some(&words.day),
        Precision::Season => Some(&words.month),
        Precision::Year => Some(&words.day_and_month),
        Precision::Decade | Precision::Century | Precision::Unknown => Some(&words.year),
        Precision::Period => Some(&words.period),
        Precision::Set => Some(&words.one_of_several),
    }
}

/// Fills the hole of a pattern.
fn fill(pattern: &str, part: &str) -> String {
    pattern.replacen("{}", part, 1)
}

/// Says values in the words of a language. Where a word governs a date, as “since” does, some languages give it
/// another form.
struct Speaker<'a>(&'a Dates);

impl Speaker<'_> {
    fn value(&self, value: &Value) -> String {
        match value {
            Value::Point(point) => self.point(point),
            Value::Moment(point, hour, minute) => {
                fill(&fill(&self.0.at_time, &self.point(point)), &format!("{hour:02}:{minute:02}"))
            }
            Value::Interval(End::On(start), End::On(end)) => self.between(start, end),
            Value::Interval(End::On(start), End::Unknown) => self.bounded(&self.0.from, start),
            Value::Interval(End::On(start), _) => self.bounded(&self.0.since, start),
            Value::Interval(_, End::On(end)) => self.bounded(&self.0.until, end),
            Value::Interval(..) => self.0.no_year.clone(),
            Value::Set { all, members } => self.set(*all, members),
        }
    }

    fn point(&self, point: &Point) -> String {
        self.qualified(point, self.plain(point, point.approximate))
    }

    /// “perhaps c. 1984”.
    fn qualified(&self, point: &Point, words: String) -> String {
        let words = if point.approximate { fill(&self.0.approximate, &words) } else { words };
        if point.uncertain { fill(&self.0.uncertain, &words) } else { words }
    }

    /// “perhaps since c. 1994”: the doubt is about the whole.
    fn bounded(&self, [before_day, before_other]: &[String; 2], point: &Point) -> String {
        let pattern = if point.day.is_some() { before_day } else { before_other };
        let certain = Point { uncertain: false, ..*point };
        let words = self.qualified(&certain, self.plain(&certain, true));
        self.qualified(&Point { approximate: false, ..*point }, fill(pattern, &words))
    }

    fn plain(&self, point: &Point, governed: bool) -> String {
        match point.month {
            None => self.year(point, governed),
            Some(month @ 1..=12) => {
                let date = self.within_year(month, point.day, governed);
                self.0.date_year.replace("{date}", &date).replace("{year}", &self.year_of_date(point))
            }
            Some(season) => {
                let year = self.year_of_date(point);
                let forms = self.0.season(season);
                forms.map_or(year.clone(), |[_, plain, other]| {
                    fill(if governed { other } else { plain }, &year)
                })
            }
        }
    }

    /// The part of a date before its year.
    fn within_year(&self, month: u8, day: Option<u8>, governed: bool) -> String {
        match (month, day) {
            (1..=12, Some(day)) => {
                self.0.day_month.replace("{day}", &self.day(day)).replace("{month}", self.0.month(month))
            }
            (1..=12, None) if governed => self.0.month(month).to_owned(),
            (1..=12, None) => self.0.month_alone(month).to_owned(),
            _ => self.0.season(month).map_or_else(String::new, |[alone, ..]| alone.clone()),
        }
    }

    fn day(&self, day: u8) -> String {
        if day == 1 { self.0.first_day.clone() } else { fill(&self.0.day, &day.to_string()) }
    }

    /// The year of a day, a month or a season.
    fn year_of_date(&self, point: &Point) -> String {
        match point.year {
            Year::Of(year @ 1000..) => fill(&self.0.year, &year.to_string()),
            _ => self.year(point, true),
        }
    }

    /// Years are astronomical: 0 is 1 BC.
    fn year(&self, point: &Point, governed: bool) -> String {
        match point.year {
            Year::Of(year @ 1..=999) => fill(&self.0.after_christ, &year.to_string()),
            Year::Of(year @ 1..) => year.to_string(),
            Year::Of(year) => fill(&self.0.before_christ, &(1 - year).to_string()),
            Year::Decade(first @ 0..) => fill(&self.0.decade[usize::from(governed)], &first.to_string()),
            Year::Decade(first) => fill(&self.0.before_christ, &format!("{}–{}", 1 - first, 1 - (first + 9))),
            Year::Century(first @ 0..) => self.century(first / 100 + 1, governed),
            Year::Century(first) => {
                fill(&self.0.before_christ_century, &self.century(-first / 100 + 1, governed))
            }
            Year::Any => self.0.no_year.clone(),
        }
    }

    fn century(&self, number: i64, governed: bool) -> String {
        let pattern = &self.0.century[usize::from(governed)];
        let ordinal = || format!("{number}{}", english_ordinal(number));
        match pattern.contains("{ordinal}") {
            true => pattern.replace("{ordinal}", &ordinal()),
            false => pattern.replace("{roman}", &roman(number)).replace("{}", &number.to_string()),
        }
    }

    /// A period; what its ends share is said once.
    fn between(&self, start: &Point, end: &Point) -> String {
        let last = self.point(end);
        if start == end {
            return last;
        }
        let certain = start.is_certain() && end.is_certain();
        let first = match (start.month, end.month) {
            // What two dates share is said once where it is said last.
            (Some(month), Some(_)) if start.year == end.year && self.0.date_year.starts_with("{date}") => {
                match (start.day, end.day) {
                    (Some(day), Some(_))
                        if start.month == end.month && certain && self.0.day_month.starts_with("{day}") =>
                    {
                        self.day(day)
                    }
                    _ => self.qualified(start, self.within_year(month, start.day, start.approximate)),
                }
            }
            _ => self.point(start),
        };
        // A part of the end is joined without spaces only to a part of its own size.
        let sizes_differ =
            start.month.is_some() != end.month.is_some() || start.day.is_some() != end.day.is_some();
        let spaced = first.contains(char::is_whitespace) || !end.is_certain() || sizes_differ;
        let spaced = spaced || (start.month.is_none() && last.contains(char::is_whitespace));
        if spaced { format!("{first} – {last}") } else { format!("{first}–{last}") }
    }

    fn set(&self, all: bool, members: &[Member]) -> String {
        let said: Vec<String> = members
            .iter()
            .map(|member| match member {
                Member::On(point) => self.point(point),
                Member::OrBefore(point) => fill(&self.0.or_before, &self.point(point)),
                Member::OrAfter(point) => fill(&self.0.or_after, &self.point(point)),
                Member::Range(first, last) => self.between(first, last),
            })
            .collect();
        let word = if all { &self.0.and } else { &self.0.or };
        match said.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
            None => String::new(),
        }
    }
}

/// What follows the digits of an English ordinal.
fn english_ordinal(number: i64) -> &'static str {
    match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    }
}

/// A number in Roman figures.
fn roman(mut number: i64) -> String {
    const FIGURES: [(i64, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut figures = String::new();
    for (value, figure) in FIGURES {
        while number >= value {
            figures.push_str(figure);
            number -= value;
        }
    }
    figures
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
            assert_eq!(precision_words(&When::parse(edtf).unwrap(), Words::english()), said, "{edtf}");
        }
    }
}
