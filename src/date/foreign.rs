//! Spellings of dates that are not EDTF, and what to write for them.
//!
//! Each rule looks at the whole text and offers a value; an offer that does not parse is none.

use super::read::read;
use super::{DateError, Day, find_dates};

/// The first rule that knows `text`.
pub(super) fn respell(text: &str) -> Option<DateError> {
    week(text)
        .or_else(|| shortened_end(text))
        .or_else(|| numbers(text))
        .or_else(|| signs(text))
        .or_else(|| time(text))
        .or_else(|| parts_of_years(text))
        .or_else(|| words_around(text))
        .or_else(|| words_alone(text))
}

/// An error with the value to write, if that is one.
fn offer(reason: &str, value: String) -> Option<DateError> {
    read(&value).ok()?;
    let reason = if reason.is_empty() { String::new() } else { format!("{reason}: ") };
    Some(DateError { offset: 0, message: format!("{reason}write `{value}`"), suggestion: Some(value) })
}

fn number(text: &str) -> Option<i64> {
    (text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// `2024-W03`, `2024-W03-2`.
fn week(text: &str) -> Option<DateError> {
    let (year, rest) = text.split_once(['W', 'w'])?;
    let year = number(year.strip_suffix('-').unwrap_or(year)).filter(|year| (1..=9999).contains(year))?;
    let (week, weekday) = match rest.split_once('-') {
        Some((week, weekday)) => (week, Some(number(weekday)?)),
        None => (rest, None),
    };
    let day =
        |weekday: i64| Day::of_week(year, u8::try_from(number(week)?).ok()?, u8::try_from(weekday).ok()?);
    let reason = "week dates are not EDTF";
    let found = match weekday {
        Some(weekday) => day(weekday).and_then(|day| offer(reason, day.to_string())),
        None => day(1).zip(day(7)).and_then(|(first, last)| offer(reason, format!("{first}/{last}"))),
    };
    found.or_else(|| {
        let message = format!("{reason}, and there is no such week: write the day");
        Some(DateError { offset: 0, message, suggestion: None })
    })
}

/// `2015-10-27/29`, `2015-10/12`, `2016/17`, `2016-2017`, `2016–17`, `2016-17`, `2014–`.
fn shortened_end(text: &str) -> Option<DateError> {
    if let Some((start, end)) = text.split_once('-').filter(|(start, end)| (start.len(), end.len()) == (4, 2))
    {
        let error = offer(&format!("there is no month {end}"), format!("{start}/{}{end}", start.get(..2)?));
        return number(start).and(number(end)).and(error).map(|error| DateError { offset: 5, ..error });
    }
    let (start, end) = text.split_once(['/', '–', '—']).or_else(|| {
        let (start, end) = text.split_once('-')?;
        (start.len() == 4 && (end.len() == 4 || end.is_empty())).then_some((start, end))
    })?;
    let (start, end) = (start.trim(), end.trim());
    read(start).ok()?;
    if end.is_empty() {
        return (!text.contains('/'))
            .then(|| offer("a period that goes on has a slash and `..`", format!("{start}/..")))?;
    }
    if read(end).is_ok() {
        return offer("a period has a slash", format!("{start}/{end}")).filter(|_| !text.contains('/'));
    }
    let digits = number(end).filter(|_| end.len() == 2)?;
    let whole = format!("{start}/{}{end}", start.get(..start.len() - 2)?);
    // 2011/12 is a month as well as two years.
    let month = format!("{start}-{end}");
    if start.len() == 4 && (1..=12).contains(&digits) {
        return match offer("", whole.clone()) {
            Some(_) => {
                let message = format!("write `{month}` for the month, or `{whole}` for the years");
                Some(DateError { offset: 0, message, suggestion: None })
            }
            None => offer("a hyphen comes before the month", month),
        };
    }
    offer("the end is written whole", whole)
}

/// Dates of digits only, in another order or with other signs between them.
fn numbers(text: &str) -> Option<DateError> {
    let separator = text.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else { return digits_alone(text) };
    if !matches!(separator, '/' | '.' | '-' | ' ' | '–') {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let values: Vec<i64> =
        parts.iter().map(|part| number(part).filter(|_| !part.is_empty())).collect::<Option<_>>()?;
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let date = |year: i64, month: i64, day: i64| format!("{year:04}-{month:02}-{day:02}");
    match (&*lengths, &*values) {
        ([4, 1 | 2, 1 | 2], [year, month, day]) => {
            let reason =
                if separator == '-' { "months and days have two digits" } else { "dates have hyphens" };
            offer(reason, date(*year, *month, *day))
        }
        ([4, 3], [year, day]) => {
            let found =
                Day::new(*year, 1, 1)?.plus_days(day - 1).filter(|found| i64::from(found.year()) == *year)?;
            offer("days are not counted through the year", found.to_string())
        }
        ([4, 1], [year, month]) => offer("a month has two digits", format!("{year:04}-{month:02}")),
        ([4, 2], [year, month]) if separator != '-' => offer("", format!("{year:04}-{month:02}")),
        ([1 | 2, 4], [month, year]) => offer("the year comes first", format!("{year:04}-{month:02}")),
        ([1 | 2, 1 | 2, 4], [first, second, year]) => {
            let (british, american) = (date(*year, *second, *first), date(*year, *first, *second));
            let reason = "the year comes first";
            match (read(&british).is_ok(), read(&american).is_ok()) {
                (true, true) if first != second && separator != '.' => {
                    let message = format!("{reason}: write `{british}` or `{american}`");
                    Some(DateError { offset: 0, message, suggestion: None })
                }
                (true, _) => offer(reason, british),
                _ => offer(reason, american),
            }
        }
        _ => None,
    }
}

fn digits_alone(text: &str) -> Option<DateError> {
    match text.len() {
        1..=3 => offer("a year has four digits", format!("{text:0>4}")),
        8 => offer("dates have hyphens", format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])),
        5..=7 => offer("a year of more than four digits begins with Y", format!("Y{text}")),
        _ => None,
    }
}

/// Signs that EDTF writes otherwise: `2015?~`, `199x`, `[2014, 2015]`, `2024–12–06`, `Y2006`.
fn signs(text: &str) -> Option<DateError> {
    for doubled in ["?~", "~?"] {
        if let Some(plain) = text.strip_suffix(doubled) {
            return offer("`%` is both uncertain and approximate", format!("{plain}%"));
        }
    }
    if text.contains(['–', '−', '—', '‐', '‑']) {
        return offer("the hyphen is the plain one", text.replace(['–', '−', '—', '‐', '‑'], "-"));
    }
    if let Some(year) = text.strip_prefix(['Y', 'y']).filter(|year| year.trim_start_matches('-').len() == 4) {
        return offer("Y is only for years of more than four digits", year.to_owned());
    }
    if text.contains(['x', 't', 'z', 'y']) {
        return offer("letters are capitals", text.to_ascii_uppercase());
    }
    if text.contains(char::is_whitespace) && text.starts_with(['[', '{']) {
        return offer("there are no spaces", text.split_whitespace().collect());
    }
    None
}

/// Times without seconds, or with a space before them.
fn time(text: &str) -> Option<DateError> {
    let (date, time) = text.split_once([' ', 'T'])?;
    Day::parse(date)?;
    let time = time.trim();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    offer("a time of day is written with T and seconds", format!("{date}T{time}{seconds}"))
}

/// Parts of a year and runs of years: `Q1 2024`, `spring 2015`, `1990s`, `20th century`, `44 BC`.
fn parts_of_years(text: &str) -> Option<DateError> {
    let lower = text.to_ascii_lowercase();
    if let Some(decade) = lower.strip_suffix('s').map(|decade| decade.trim_end_matches(['\'', '’'])) {
        number(decade).filter(|_| decade.len() == 4)?;
        return decade.strip_suffix('0').and_then(|decade| offer("a decade has an X", format!("{decade}X")));
    }
    let words: Vec<&str> = lower.split([' ', '-']).filter(|word| !word.is_empty() && *word != "of").collect();
    let (first, second) = match &*words {
        [first, second] => (*first, *second),
        _ => return None,
    };
    if second == "century" {
        let century = number(first.trim_end_matches(char::is_alphabetic))
            .filter(|century| (1..=99).contains(century))?;
        return offer("a century has two X", format!("{:02}XX", century - 1));
    }
    if matches!(second, "bc" | "bce") {
        let year = number(first).filter(|year| (2..=9999).contains(year))?;
        return offer("the year 1 BC is 0000", format!("-{:04}", year - 1));
    }
    let (part, year) =
        if first.len() == 4 && number(first).is_some() { (second, first) } else { (first, second) };
    let code = match part {
        "spring" => 21,
        "summer" => 22,
        "autumn" | "fall" => 23,
        "winter" => 24,
        "q1" => 33,
        "q2" => 34,
        "q3" => 35,
        "q4" => 36,
        "h1" => 40,
        "h2" => 41,
        _ => return None,
    };
    offer("parts of a year are numbers from 21 to 41", format!("{year}-{code}"))
}

/// Words before a date, as in “c. 2015” and “since 1994”.
fn words_around(text: &str) -> Option<DateError> {
    const RULES: [(&str, &str, &str); 14] = [
        ("c.", "", "~"),
        ("ca.", "", "~"),
        ("circa ", "", "~"),
        ("about ", "", "~"),
        ("around ", "", "~"),
        ("approximately ", "", "~"),
        ("~", "", "~"),
        ("perhaps ", "", "?"),
        ("maybe ", "", "?"),
        ("possibly ", "", "?"),
        ("since ", "", "/.."),
        ("from ", "", "/.."),
        ("until ", "../", ""),
        ("before ", "../", ""),
    ];
    RULES.iter().find_map(|(words, before, after)| {
        let start = text.get(..words.len()).filter(|start| start.eq_ignore_ascii_case(words))?;
        let rest = text[start.len()..].trim();
        let value = if read(rest).is_ok() { rest.to_owned() } else { value_of_words(rest)? };
        offer("", format!("{before}{value}{after}"))
    })
}

/// A date in English words, and nothing else.
fn words_alone(text: &str) -> Option<DateError> {
    if ["today", "now", "unknown"].contains(&text.to_ascii_lowercase().as_str()) {
        let message = format!("`{text}` is no date: write the day");
        return Some(DateError { offset: 0, message, suggestion: None });
    }
    offer("", value_of_words(text)?)
}

fn value_of_words(text: &str) -> Option<String> {
    match find_dates(text).as_slice() {
        [found] if found.range == (0..text.len()) => found.edtf(),
        _ => None,
    }
}
