//! Dates in English prose: finding them, and comparing them with a value.
//!
//! 1. The text is cut into words, and words are read as days, months, years and weekdays.
//! 2. Neighbours that together make a date are joined: day and month, month and day, with a
//!    year and a weekday if they follow or precede.
//! 3. A date contradicts a value when a part of it lies outside all that the value allows.

use std::ops::Range;

use super::words::MONTHS;
use super::{Day, When, words};

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseDate {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The day of the month.
    pub day: Option<u8>,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The year.
    pub year: Option<i32>,
    /// The weekday's English name.
    pub weekday: Option<&'static str>,
}

impl ProseDate {
    /// Whether it names a day of a year.
    pub fn is_full(&self) -> bool {
        self.day.is_some() && self.month.is_some() && self.year.is_some()
    }

    /// Its value, if it has a year and there is such a day.
    pub fn edtf(&self) -> Option<String> {
        let year = self.year?;
        match (self.month, self.day) {
            (Some(month), Some(day)) => Day::new(i64::from(year), month, day).map(|day| day.to_string()),
            (Some(month), None) => Some(format!("{year:04}-{month:02}")),
            (None, None) => Some(format!("{year:04}")),
            (None, Some(_)) => None,
        }
    }
}

/// How the words of a date contradict its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contradiction {
    /// They name another date.
    Date {
        /// What the words say.
        said: String,
        /// What the value says.
        value: String,
        /// The value that the words would have.
        suggestion: Option<String>,
    },
    /// They name another day of the week.
    Weekday {
        /// The day that they name.
        said: String,
        /// The day that it was.
        is: String,
    },
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A number from 1 to 31, and whether it may be nothing but a day: `6th`.
    Day(u8, bool),
    Month(u8),
    Year(i32),
    Weekday(&'static str),
    Full(i32, u8, u8),
    /// “the”, “of”: they may stand inside a date.
    Filler,
    Other,
}

struct Word {
    part: Part,
    range: Range<usize>,
    /// Whether something other than a comma and white space stands before it.
    apart: bool,
}

/// All dates in a text, in their order. A number alone is none, a year alone is one.
pub fn find_dates(text: &str) -> Vec<ProseDate> {
    let words = read_words(text);
    let mut dates = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match date_at(&words[at..]) {
            Some((date, used)) => {
                dates.push(date);
                at += used;
            }
            None => at += 1,
        }
    }
    dates
}

fn read_words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut end = 0;
    let is_word = |c: char| c.is_alphanumeric();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if !is_word(first) {
            continue;
        }
        let mut stop = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(at, c)| is_word(*c) || (*c == '-' && iso_goes_on(text, *at)))
        {
            stop = at + c.len_utf8();
        }
        let between = text[end..start].trim();
        let apart = !matches!(between, "" | "," | ".");
        words.push(Word { part: read_part(&text[start..stop]), range: start..stop, apart });
        end = stop;
    }
    words
}

/// Whether the hyphen at `at` is one inside `2024-12-06`.
fn iso_goes_on(text: &str, at: usize) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let after = digits(&text[at + 1..]);
    after == 2 && (before == 4 || before == 2)
}

fn read_part(word: &str) -> Part {
    if let Some(day) = Day::parse(word) {
        return Part::Full(day.year(), day.month(), day.day());
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    let number = ordinal.unwrap_or(word);
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return match (number.len(), number.parse::<i32>()) {
            (1 | 2, Ok(day @ 1..=31)) => Part::Day(day.unsigned_abs() as u8, ordinal.is_some()),
            (4, Ok(year @ 1000..=2999)) if ordinal.is_none() => Part::Year(year),
            _ => Part::Other,
        };
    }
    if matches!(word, "the" | "of") {
        return Part::Filler;
    }
    let is_name = |name: &str| {
        name == word || (word.len() >= 3 && word != "Mar" && word.len() <= 4 && name.starts_with(word))
    };
    if let Some(month) = MONTHS.iter().position(|name| is_name(name) && word.starts_with(char::is_uppercase))
    {
        return Part::Month(month as u8 + 1);
    }
    match WEEKDAYS.iter().find(|name| **name == word) {
        Some(weekday) => Part::Weekday(weekday),
        None => Part::Other,
    }
}

/// The date that begins with the first of `words`, and how many of them it takes.
fn date_at(words: &[Word]) -> Option<(ProseDate, usize)> {
    let mut date =
        ProseDate { range: words[0].range.clone(), day: None, month: None, year: None, weekday: None };
    let mut used = 0;
    let mut pending_day = None;
    for (at, word) in words.iter().enumerate() {
        if at > 0 && word.apart {
            break;
        }
        match word.part {
            Part::Full(year, month, day) if at == 0 => {
                return Some((ProseDate { day: Some(day), month: Some(month), year: Some(year), ..date }, 1));
            }
            Part::Weekday(weekday)
                if date.weekday.is_none() && date.month.is_none() && pending_day.is_none() =>
            {
                date.weekday = Some(weekday);
                used = at + 1;
            }
            Part::Day(day, _) if date.day.is_none() && pending_day.is_none() => match date.month {
                Some(_) if date.year.is_none() => {
                    date.day = Some(day);
                    used = at + 1;
                }
                Some(_) => break,
                None => pending_day = Some(day),
            },
            Part::Month(month) if date.month.is_none() => {
                date.month = Some(month);
                date.day = pending_day.take();
                used = at + 1;
            }
            Part::Year(year)
                if date.year.is_none() && pending_day.is_none() && (at == 0 || date.month.is_some()) =>
            {
                date.year = Some(year);
                used = at + 1;
            }
            Part::Filler
                if at > 0 || matches!(words.get(1).map(|word| word.part), Some(Part::Day(_, true))) => {}
            _ => break,
        }
        if date.year.is_some() {
            break;
        }
    }
    if used == 0 || (date.month.is_none() && date.year.is_none() && date.weekday.is_none()) {
        return None;
    }
    date.range.end = words[used - 1].range.end;
    Some((date, used))
}

/// Whether the words of a date contradict its value. Words that say less than the value, or
/// that are not understood, do not.
pub fn contradiction(text: &str, when: &When) -> Option<Contradiction> {
    let (earliest, latest) = (when.earliest(), when.latest());
    let dates = find_dates(text);
    for date in &dates {
        if let Some(weekday) = date.weekday
            && let (Some(first), Some(last)) = (earliest, latest)
            && first == last
            && !when.is_approximate()
            && weekday != first.weekday()
            && date.day.is_none_or(|day| day == first.day())
        {
            return Some(Contradiction::Weekday { said: weekday.to_owned(), is: first.weekday().to_owned() });
        }
        if !is_allowed(date, earliest, latest) {
            return Some(Contradiction::Date {
                said: said(date),
                value: words(when),
                suggestion: suggestion(date, when),
            });
        }
    }
    None
}

/// Whether some day from `earliest` to `latest` agrees with all parts of the words. Only days
/// near the bounds and the months between need be looked at: a range of over two years has
/// every month and day.
fn is_allowed(date: &ProseDate, earliest: Option<Day>, latest: Option<Day>) -> bool {
    let (first, last) = match (earliest, latest) {
        (Some(first), Some(last)) => (first, last),
        (Some(first), None) => return date.year.is_none_or(|year| year >= first.year()),
        (None, Some(last)) => return date.year.is_none_or(|year| year <= last.year()),
        (None, None) => return true,
    };
    if date.year.is_some_and(|year| year < first.year() || year > last.year()) {
        return false;
    }
    let Some(month) = date.month else { return true };
    let years = match date.year {
        Some(year) => year..=year,
        None => first.year()..=last.year().min(first.year().saturating_add(2)),
    };
    years.into_iter().any(|year| {
        let year = i64::from(year);
        let month_start = Day::new(year, month, 1);
        let month_end = (28..=31).rev().find_map(|day| Day::new(year, month, day));
        let (Some(start), Some(end)) = (month_start, month_end) else { return true };
        if end < first || start > last {
            return false;
        }
        // Where the value is no finer than the month, any day of it will do.
        let whole_month = first <= start && end <= last;
        match date.day {
            Some(day) if !whole_month => {
                Day::new(year, month, day).is_some_and(|day| first <= day && day <= last)
            }
            _ => true,
        }
    })
}

fn said(date: &ProseDate) -> String {
    let mut parts = Vec::new();
    parts.extend(date.day.map(|day| day.to_string()));
    parts.extend(date.month.map(|month| MONTHS[usize::from(month) - 1].to_owned()));
    parts.extend(date.year.map(|year| year.to_string()));
    parts.join(" ")
}

/// The words' value, with the year of the value where they name none.
fn suggestion(date: &ProseDate, when: &When) -> Option<String> {
    let year = date.year.or_else(|| when.year());
    ProseDate { year, ..date.clone() }.edtf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        find_dates(text).into_iter().map(|date| (text[date.range.clone()].to_owned(), date.edtf())).collect()
    }

    #[test]
    fn english_dates_are_found() {
        for (text, words, edtf) in [
            ("on 6 December 2024 they", "6 December 2024", Some("2024-12-06")),
            ("on December 6, 2024, they", "December 6, 2024", Some("2024-12-06")),
            ("the 6th of December", "6th of December", None),
            ("6 Dec. 2024", "6 Dec. 2024", Some("2024-12-06")),
            ("Friday, 6 December 2024", "Friday, 6 December 2024", Some("2024-12-06")),
            ("at 2024-12-06.", "2024-12-06", Some("2024-12-06")),
            ("in December 2024", "December 2024", Some("2024-12")),
            ("since 2015,", "2015", Some("2015")),
        ] {
            let found = found(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].0.ends_with(words) || found[0].0 == words, "{text}: {found:?}");
            assert_eq!(found[0].1.as_deref(), edtf, "{text}");
        }
        assert!(found("ten vehicles, 34 percent, may 5 billion").is_empty());
    }

    fn contradicts(text: &str, edtf: &str) -> bool {
        contradiction(text, &When::parse(edtf).unwrap()).is_some()
    }

    #[test]
    fn words_that_say_less_do_not_contradict() {
        for (text, edtf) in [
            ("6 December 2024", "2024-12-06"),
            ("2015", "2015-10-27"),
            ("27 October", "2015-10-27"),
            ("that August", "2014-08"),
            ("the second half of 2025", "2025-07/2025-12~"),
            ("around October 2024", "2024-10~"),
            ("2016–2017", "2016/2017"),
            ("two days later", "2015-10-27"),
            ("New Year", "2016-01-01"),
            ("6 December", "2024-12"),
            ("since March 2012", "2012/.."),
            ("the 1990s", "199X"),
        ] {
            assert!(!contradicts(text, edtf), "{text} against {edtf}");
        }
    }

    #[test]
    fn words_that_say_something_else_do() {
        for (text, edtf) in [
            ("6 December", "2024-12-05"),
            ("6 December 2024", "2023-12-06"),
            ("March 2014", "2014-04"),
            ("that August", "2014-09"),
            ("2015", "2016/2017"),
        ] {
            assert!(contradicts(text, edtf), "{text} against {edtf}");
        }
        assert_eq!(
            contradiction("6 December", &When::parse("2024-12-05").unwrap()),
            Some(Contradiction::Date {
                said: "6 December".to_owned(),
                value: "5 December 2024".to_owned(),
                suggestion: Some("2024-12-06".to_owned()),
            })
        );
        assert_eq!(
            contradiction("Monday, 6 December 2024", &When::parse("2024-12-06").unwrap()),
            Some(Contradiction::Weekday { said: "Monday".to_owned(), is: "Friday".to_owned() })
        );
    }
}
