//! What is wrong with a string that is no date, in plain words.

use super::read::{Flaw, read};
use super::{DateError, Day, foreign};
use crate::words::Words;

/// Words that people write for an end that is not known.
const UNKNOWN: [&str; 3] = ["unknown", "?", "n/a"];

/// Words that people write for an end that is open.
const OPEN: [&str; 7] = ["open", "present", "now", "today", "ongoing", "current", "..."];

/// Says why `text` has no value. `flaw` is what the reader found.
pub(super) fn explain(text: &str, flaw: Flaw) -> DateError {
    let (offset, message) = match flaw {
        Flaw::Unread { offset, message } => {
            return DateError { offset, message: message.to_owned(), suggestion: None };
        }
        Flaw::Syntax { offset, message } => (offset, message),
    };
    if text.is_empty() {
        return DateError { offset: 0, message: "it is empty".to_owned(), suggestion: None };
    }
    if let Some(error) = foreign::respell(text) {
        return error;
    }
    match text.split_once('/') {
        Some((_, rest)) if rest.contains('/') => {
            let offset = text.len() - rest.len() + rest.find('/').unwrap_or_default();
            DateError { offset, message: "an interval has one slash".to_owned(), suggestion: None }
        }
        Some((start, end)) if !text.starts_with(['[', '{']) => explain_interval(start, end),
        _ => DateError {
            offset: offset.min(text.len()),
            message: explain_date(text, message),
            suggestion: None,
        },
    }
}

fn explain_interval(start: &str, end: &str) -> DateError {
    let whole = |start: &str, end: &str| Some(format!("{start}/{end}")).filter(|text| read(text).is_ok());
    let is_end = |side: &str| side.is_empty() || side == "..";
    let is_word = |side: &str, words: &[&str]| words.contains(&side.to_ascii_lowercase().as_str());
    let at_end = start.len() + 1;
    for (side, offset, place) in [(start, 0, "before"), (end, at_end, "after")] {
        let replaced = |side: &str| if offset == 0 { whole(side, end) } else { whole(start, side) };
        if is_word(side, &UNKNOWN) {
            let message = format!("`{side}` is not EDTF: write nothing {place} the slash");
            return DateError { offset, message, suggestion: replaced("") };
        }
        if is_word(side, &OPEN) {
            let message = format!("`{side}` is not EDTF: write `..` {place} the slash");
            return DateError { offset, message, suggestion: replaced("..") };
        }
        if is_end(side) {
            continue;
        }
        if let Err(flaw) = read(side) {
            let error = explain(side, flaw);
            let suggestion = error.suggestion.and_then(|side| replaced(&side));
            return DateError { offset: error.offset + offset, message: error.message, suggestion };
        }
    }
    if is_end(start) && is_end(end) {
        let message = "an interval has a date before or after the slash".to_owned();
        return DateError { offset: 0, message, suggestion: None };
    }
    if start.contains('T') || end.contains('T') {
        let message = "an interval is of days, not of times of a day".to_owned();
        return DateError { offset: 0, message, suggestion: None };
    }
    let message = "the end is before the start".to_owned();
    DateError { offset: at_end, message, suggestion: whole(end, start) }
}

/// What is wrong with a date, a time or a set; `message` is the parser's.
fn explain_date(text: &str, message: &'static str) -> String {
    if let Some(found) = impossible(text) {
        return found;
    }
    let plain = match message {
        "year must have exactly four digits (or X)" => {
            "a date begins with a year of four digits, such as 2024"
        }
        "expected '-' before month" => "a year has four digits, and a hyphen comes before the month",
        "expected '-' before day" => "a month has two digits, and a hyphen comes before the day",
        "month must be two digits (or X)" => "a month has two digits",
        "day must be two digits (or X)" => "a day has two digits",
        "month must be 01-12 or a sub-year code 21-41" => "months are 01 to 12, and seasons 21 to 41",
        "no calendar month matches the unspecified digits" => "there is no such month",
        "day is out of range for the month" => "there is no such day",
        "sub-year groupings cannot carry a day" => "a season has no day",
        "unexpected characters after day" => "nothing may follow the day",
        "-0000 is not a valid year" => "the year 0 is written 0000",
        "negative years cannot contain unspecified digits" => {
            "before the year 0 an X may stand only for the last one or two digits of a year alone"
        }
        "Y-prefixed years require |year| > 9999" => "Y is only for years of more than four digits",
        "Y-prefixed years are year-precision only" => "a year with Y has no month",
        "leading zeros are not allowed in Y-prefixed years" => "a year with Y has no leading zeros",
        "date-times require a complete YYYY-MM-DD date" | "date-times require a plain all-digit date" => {
            "a time of day needs a whole day before it, such as 2024-12-06T14:00:00"
        }
        "time must be hh:mm:ss" | "time components must be two digits" => {
            "a time of day is written hh:mm:ss, such as 2024-12-06T14:00:00"
        }
        "hour must be 00-23 (24 is not allowed)" => "hours are 00 to 23",
        "minute must be 00-59" | "shift minutes must be 00-59" => "minutes are 00 to 59",
        "second must be 00-60" => "seconds are 00 to 59",
        "unterminated set" => "the set is not closed",
        "sets cannot nest" => "a set holds no other set",
        "set must contain at least one element" | "empty set element" => "a member of the set is missing",
        "EDTF permits ASCII characters only" => "EDTF has only plain digits, letters and signs",
        "whitespace is not allowed" => "EDTF has no spaces",
        "expected digits after 'Y'" => "after Y come the digits of a year",
        "number out of supported range" | "year range exceeds the computable range" => {
            "the year is too far off"
        }
        "set element cannot contain multiple '..'" => "a run in a set has one `..`",
        "set range end precedes range start" => "a run in a set ends before it begins",
        "set range endpoints cannot be qualified" => "the ends of a run in a set have no `~`, `?` or `%`",
        "set range endpoints cannot be seasons" => "the ends of a run in a set are no seasons",
        "set range endpoints cannot contain unspecified digits" => "the ends of a run in a set have no X",
        "set range endpoints must share precision" => {
            "the ends of a run in a set are two days, two months or two years"
        }
        "negative zero time shift is not allowed" => "no shift of the time is written Z or +00:00",
        "time shift exceeds ±14:00" => "the time is shifted by at most 14 hours",
        "time shift must be Z, +hh, +hh:mm or negative"
        | "time shift must be ±hh or ±hh:mm"
        | "time shift components must be two digits" => "a shift of the time is written Z, +02:00 or -05:30",
        _ => "it is not written as EDTF writes dates",
    };
    plain.to_owned()
}

/// “February 2023 has 28 days”, “there is no month 13”: the first member of `text` that is not
/// in the calendar.
fn impossible(text: &str) -> Option<String> {
    text.split([',', '[', ']', '{', '}']).flat_map(|member| member.split("..")).find_map(impossible_date)
}

fn impossible_date(text: &str) -> Option<String> {
    let date = text.split('T').next()?;
    let plain: String = date.chars().filter(|c| !matches!(c, '~' | '?' | '%')).collect();
    let sign = if plain.starts_with('-') { -1 } else { 1 };
    let parts: Vec<&str> = plain.trim_start_matches('-').splitn(4, '-').collect();
    let number = |at: usize, length: usize| {
        let part = parts.get(at).filter(|part| part.len() == length)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok())?
    };
    let (year, month) = (number(0, 4)? * sign, number(1, 2)?);
    if !(1..=12).contains(&month) && !(21..=41).contains(&month) {
        return Some(format!("there is no month {month}"));
    }
    let (month, day) = (u8::try_from(month).ok()?, number(2, 2)?);
    let last = Day::days_in_month(year, month)?;
    let name = Words::english().dates.month(month);
    (day == 0 || day > i64::from(last)).then(|| format!("{name} {year} has {last} days"))
}

#[cfg(test)]
mod tests {
    use super::super::When;

    #[test]
    fn errors_point_and_say_what_is_wrong() {
        for (text, offset, message) in [
            ("", 0, "it is empty"),
            ("2023-02-30", 8, "February 2023 has 28 days"),
            ("2024-02-30~", 8, "February 2024 has 29 days"),
            ("-0043-04-31", 9, "April -43 has 30 days"),
            ("2016-05-02T01:01:60", 17, "seconds are 00 to 59"),
            ("-0043-05-02T01:01:60", 18, "seconds are 00 to 59"),
            ("2023-04-31T12:00:00", 8, "April 2023 has 30 days"),
            ("2015/2023-02-30", 13, "February 2023 has 28 days"),
            ("[2015,2023-02-30]", 14, "February 2023 has 28 days"),
            ("2023-13", 5, "there is no month 13"),
            ("2023-00-01", 5, "there is no month 0"),
            ("2016-17", 5, "there is no month 17: write `2016/2017`"),
            ("2016/2014", 5, "the end is before the start"),
            ("2014-05-03T23:30:00/2014-05-04", 0, "an interval is of days, not of times of a day"),
            ("unknown/2016", 0, "`unknown` is not EDTF: write nothing before the slash"),
            ("2012/present", 5, "`present` is not EDTF: write `..` after the slash"),
            ("2012/2013/2014", 9, "an interval has one slash"),
            ("/", 0, "an interval has a date before or after the slash"),
            ("../..", 0, "an interval has a date before or after the slash"),
            ("99999", 0, "a year of more than four digits begins with Y: write `Y99999`"),
            ("-0000", 0, "the year 0 is written 0000"),
            ("Y-17E7", 4, "years with an exponent are not read: write the year out"),
            ("1950S2", 4, "significant digits are not read: write an interval of two years"),
            (
                "1560-XX-25",
                5,
                "X may stand only for the last one or two digits of a year, a whole month or a whole day",
            ),
            ("Y-61000/-2000", 0, "the ends of an interval have years of four digits"),
            ("..1990/1995", 0, "an end of an interval is a date or `..`, not both"),
            ("2015-21-03", 8, "a season has no day"),
            ("[2014", 4, "the set is not closed"),
            ("[2015..2014]", 7, "a run in a set ends before it begins"),
            ("{2014..2015-03}", 7, "the ends of a run in a set are two days, two months or two years"),
            ("[2014~..2015]", 1, "the ends of a run in a set have no `~`, `?` or `%`"),
            ("2015-03-01T10:00:00+15:00", 19, "the time is shifted by at most 14 hours"),
            ("soon", 0, "a date begins with a year of four digits, such as 2024"),
            ("  2023-02-30 ", 10, "February 2023 has 28 days"),
        ] {
            let error = When::parse(text).unwrap_err();
            assert_eq!((error.offset, &*error.message), (offset, message), "{text}");
        }
    }

    #[test]
    fn intervals_are_put_right_as_wholes() {
        for (text, suggestion) in [
            ("2016/2014", "2014/2016"),
            ("2012/present", "2012/.."),
            ("unknown/2016", "/2016"),
            ("1994/15.3.2016", "1994/2016-03-15"),
            ("March 2014/2016", "2014-03/2016"),
        ] {
            assert_eq!(When::parse(text).unwrap_err().suggestion.as_deref(), Some(suggestion), "{text}");
        }
    }
}
