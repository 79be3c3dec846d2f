//! Compares the words of a date with its value.
//!
//! 1. The dates in the words are found; those with the most parts count.
//! 2. Each is a stretch of time: a day, a month, a year. Where the words name no year, the
//!    value's years are tried.
//! 3. The words contradict the value if none of them shares a day with it. Words that say less
//!    than the value, or that are not understood, do not contradict it.

use super::value::{Edge, End, Stretch, Value};
use super::{Day, Parts, Precision, ProseDate, When, find_dates, words};

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

/// How many dates of one text are compared with its value.
const COMPARED: usize = 8;

/// Whether the words of a date contradict its value, and how.
pub fn contradiction(text: &str, when: &When) -> Option<Contradiction> {
    if let Some(found) = part_of_year(text, when).or_else(|| before_christ(text, when)) {
        return Some(found);
    }
    let dates = find_dates(text);
    let finest = dates.iter().map(parts_named).max()?;
    let finest: Vec<&ProseDate> =
        dates.iter().filter(|date| parts_named(date) == finest && finest > 0).take(COMPARED).collect();
    if let Some(first) = finest.first()
        && !finest.iter().any(|date| is_allowed(date, when))
    {
        return Some(Contradiction::Date {
            said: text[first.range.clone()].split_whitespace().collect::<Vec<_>>().join(" "),
            value: words(when),
            suggestion: suggestion(first, when),
        });
    }
    let is_only = dates.len() == 1 && is_weekday_alone(text);
    dates.iter().find_map(|date| weekday(date, is_only, when))
}

/// Words for parts of a year, each with its codes in EDTF: of any, the northern and the southern
/// hemisphere. Words are compared with codes of their own table alone.
const PARTS_OF_YEAR: [&[(&str, [u8; 3])]; 3] = [
    &[
        ("spring", [21, 25, 29]),
        ("summer", [22, 26, 30]),
        ("autumn", [23, 27, 31]),
        ("fall", [23, 27, 31]),
        ("winter", [24, 28, 32]),
    ],
    &[
        ("first quarter", [33; 3]),
        ("second quarter", [34; 3]),
        ("third quarter", [35; 3]),
        ("fourth quarter", [36; 3]),
        ("last quarter", [36; 3]),
    ],
    &[("first half", [40; 3]), ("second half", [41; 3])],
];

/// A season, quarter or half that is not the value's. Words that name two do not count.
fn part_of_year(text: &str, when: &When) -> Option<Contradiction> {
    let Value::Point(point) = &*when.value else { return None };
    let code = point.month.filter(|month| *month > 12)?;
    let table = PARTS_OF_YEAR.iter().find(|table| table.iter().any(|(_, codes)| codes.contains(&code)))?;
    let words_of = text.to_lowercase();
    let words_of: Vec<&str> =
        words_of.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words_of.join(" "));
    let mut named = table.iter().filter(|(name, _)| text.contains(&format!(" {name} ")));
    let (said, codes) = named.next()?;
    if named.next().is_some() || codes.contains(&code) {
        return None;
    }
    let column =
        table.iter().find_map(|(_, own)| own.iter().position(|own| *own == code)).unwrap_or_default();
    let suggestion = when.year().map(|year| format!("{year:04}-{}", codes[column]));
    Some(Contradiction::Date { said: (*said).to_owned(), value: words(when), suggestion })
}

/// A year before Christ that is not the value's, in which the year 0 is 1 BC.
fn before_christ(text: &str, when: &When) -> Option<Contradiction> {
    let words_of: Vec<&str> = text.split_whitespace().collect();
    let said = words_of.windows(2).find_map(|pair| {
        let era = pair[1].trim_matches(|c: char| !c.is_alphanumeric());
        matches!(era, "BC" | "BCE" | "B.C").then(|| pair[0].parse::<i32>().ok())?
    })?;
    let year = 1 - said;
    let is_allowed = match (when.earliest(), when.latest()) {
        (Some(first), Some(last)) => (first.year()..=last.year()).contains(&year),
        _ => true,
    };
    (!is_allowed && !when.is_approximate()).then(|| Contradiction::Date {
        said: format!("{said} BC"),
        value: words(when),
        suggestion: Some(if year == 0 { "0000".to_owned() } else { format!("-{:04}", -year) }),
    })
}

fn parts_named(date: &ProseDate) -> usize {
    let Parts { day, month, year, .. } = date.start;
    usize::from(day.is_some()) + usize::from(month.is_some()) + usize::from(year.is_some())
}

/// A weekday that is not that of the day beside it, or else of the value. `is_only` says that
/// the words name nothing but a weekday.
fn weekday(date: &ProseDate, is_only: bool, when: &When) -> Option<Contradiction> {
    let said = date.weekday?;
    let exact = || {
        let (first, last) = (when.earliest()?, when.latest()?);
        (first == last && !when.is_approximate()).then_some(first)
    };
    let day = match date.start {
        Parts { day: Some(day), month: Some(month), year: Some(year), .. } => {
            Day::new(i64::from(year), month, day)
        }
        Parts { day: Some(_), .. } => exact(),
        _ if is_only => exact(),
        _ => None,
    };
    let is = day?.weekday();
    (is != said).then(|| Contradiction::Weekday { said: said.to_owned(), is: is.to_owned() })
}

/// Whether the words are a weekday and little else. Among other words it may be another day's, as
/// in “before Friday, two days later”.
fn is_weekday_alone(text: &str) -> bool {
    const LITTLE: [&str; 6] = ["on", "the", "that", "this", "last", "next"];
    let mut others =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !LITTLE.contains(word));
    others.next().is_some() && others.next().is_none()
}

/// Whether the words may mean the value: they share a day. Where both are a period with two ends,
/// the beginnings do, and so do the ends.
fn is_allowed(date: &ProseDate, when: &When) -> bool {
    let slack = slack(when);
    let about =
        |stretch: Stretch| Stretch { first: moved(stretch.first, -slack), last: moved(stretch.last, slack) };
    let ends = match &*when.value {
        Value::Interval(End::On(start), End::On(end)) => Some((about(start.stretch), about(end.stretch))),
        _ => None,
    };
    when.value.stretches().into_iter().any(|stretch| {
        let allowed = about(stretch);
        years_to_try(stretch, date.start.year).into_iter().flatten().any(|year| {
            let start = stretch_of(date.start, year);
            let Some(end) = date.end else { return start.overlaps(allowed) };
            let turns = end.year.is_none() && (end.month, end.day) < (date.start.month, date.start.day);
            let end = stretch_of(end, end.year.map_or(year + i64::from(turns), i64::from));
            match ends {
                Some((first, last)) => start.overlaps(first) && end.overlaps(last),
                None => Stretch { first: start.first, last: end.last }.overlaps(allowed),
            }
        })
    })
}

/// The years that a date in words may be of: its own; or those at the ends of the value, since
/// every month and day of a longer period is in the year after the first or before the last.
fn years_to_try(stretch: Stretch, own: Option<i32>) -> [Option<i64>; 4] {
    if let Some(year) = own {
        return [Some(i64::from(year)), None, None, None];
    }
    let year = |edge: Edge| match edge {
        Edge::On { year, .. } => Some(year),
        Edge::Past | Edge::Future => None,
    };
    let (first, last) = (year(stretch.first), year(stretch.last));
    // Of a time without any end every month is a part: any year will do.
    let any = (first.or(last).is_none()).then_some(2000);
    [
        first.or(any),
        first.and_then(|year| year.checked_add(1)),
        last,
        last.and_then(|year| year.checked_sub(1)),
    ]
}

/// What the parts of a date mean in a year; a day that the month lacks means the month.
fn stretch_of(parts: Parts, year: i64) -> Stretch {
    let run = |first: (i64, u8, u8), last: (i64, u8, u8)| {
        let on = |(year, month, day): (i64, u8, u8)| Edge::On { year, month, day };
        Stretch { first: on(first), last: on(last) }
    };
    match (parts.month, parts.day) {
        (Some(month), day) => {
            let length = Day::days_in_month(year, month).unwrap_or(31);
            match day.filter(|day| *day <= length) {
                Some(day) => run((year, month, day), (year, month, day)),
                None => run((year, month, 1), (year, month, length)),
            }
        }
        (None, _) => run((year, 1, 1), (year.saturating_add(if parts.decade { 9 } else { 0 }), 12, 31)),
    }
}

/// By how many days an approximate value may miss the words.
fn slack(when: &When) -> i64 {
    let unit = |when: &When| match when.precision() {
        Precision::Day => 3,
        Precision::Month => 31,
        Precision::Season => 92,
        Precision::Decade | Precision::Century | Precision::Unknown => 3653,
        Precision::Year | Precision::Period | Precision::Set => 366,
    };
    if when.is_approximate() { unit(when) } else { 0 }
}

fn moved(edge: Edge, days: i64) -> Edge {
    edge.day().and_then(|day| day.plus_days(days)).map_or(edge, Edge::from)
}

/// The words' value, with the year of the value where they name none. Only what is alike is put in
/// the place of a value: no day in that of a period, nothing in that of a set.
fn suggestion(date: &ProseDate, when: &When) -> Option<String> {
    let alike = match when.precision() {
        Precision::Period => date.end.is_some(),
        Precision::Decade => date.start.decade,
        Precision::Set | Precision::Century => false,
        _ => true,
    };
    if !alike {
        return None;
    }
    let with_year = |parts: Parts| Parts { year: parts.year.or_else(|| when.year()), ..parts };
    let date = ProseDate { start: with_year(date.start), end: date.end.map(with_year), ..date.clone() };
    date.edtf().filter(|edtf| When::parse(edtf).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, edtf: &str) -> Option<Contradiction> {
        contradiction(text, &When::parse(edtf).unwrap())
    }

    #[test]
    fn words_that_say_less_do_not_contradict() {
        for (text, edtf) in [
            ("6 December 2024", "2024-12-06"),
            ("6 December 2024", "2024-12-06T14:00:00Z"),
            ("2015", "2015-10-27"),
            ("27 October", "2015-10-27"),
            ("October", "2015-10-27"),
            ("that August", "2014-08"),
            ("the second half of 2025", "2025-07/2025-12~"),
            ("around October 2024", "2024-10~"),
            ("around October 2024", "2024-11~"),
            ("early 2015", "2015-01/2015-03"),
            ("2016–2017", "2016/2017"),
            ("2016–17", "2016/2017"),
            ("2016–2017", "2016"),
            ("2016–2018", "2016/.."),
            ("2016–2018", "2016/2017~"),
            ("May–June 2014", "2014-05-03/2014-06-05"),
            ("two days later", "2015-10-27"),
            ("last year", "2015"),
            ("New Year", "2016-01-01"),
            ("6 December", "2024-12"),
            ("31 June", "2024-06"),
            ("since March 2012", "2012/.."),
            ("since 2012", "2012/.."),
            ("until May", "../2016"),
            ("the 1990s", "199X"),
            ("3–5 May 2014", "2014-05-03/2014-05-05"),
            ("27 December – 3 January", "2015-12-27/2016-01-03"),
            ("the 2016–2017 action plan", "2015-10-27"),
            ("the March on Rome", "1922-10-27"),
            ("2,500 people marched", "2014-03-18"),
            ("in 2015, on 27 October", "2015-10-27"),
            ("6 December", "{2014-03,2016-12-06,2018-05}"),
            ("6 December", "XXXX"),
            ("6 December", "Y170002"),
            ("Friday", "2024-12"),
            ("spring 2023", "2023-21"),
            ("the southern spring", "2023-29"),
            ("spring and summer", "2023-22"),
            ("the second half of 2024", "2024-41"),
            ("the first quarter, in spring", "2024-33"),
            ("44 BC", "-0043"),
            ("about 50 BC", "-0043~"),
            ("before Friday, two days later", "2015-10-27"),
            ("", "2015"),
        ] {
            assert_eq!(found(text, edtf), None, "{text} against {edtf}");
        }
    }

    #[test]
    fn words_that_say_something_else_do() {
        for (text, edtf, suggestion) in [
            ("6 December", "2024-12-05", Some("2024-12-06")),
            ("6 December 2024", "2023-12-06", Some("2024-12-06")),
            ("Dec. 6, 2024", "2024-12-07", Some("2024-12-06")),
            ("2024-12-06", "2024-12-07", Some("2024-12-06")),
            ("March 2014", "2014-04", Some("2014-03")),
            ("that August", "2014-09", Some("2014-08")),
            ("January", "2015-02-03/2015-04-05", None),
            ("6 December", "2024-11", Some("2024-12-06")),
            ("in 2015, on 28 October", "2015-10-27", Some("2015-10-28")),
            ("2015", "2016/2017", None),
            ("2015", "{2016,2017}", None),
            ("2015", "199X", None),
            ("2016–2018", "2016/2017", Some("2016/2018")),
            ("2015–2017", "2016/2017", Some("2015/2017")),
            ("May–July 2014", "2014-05-03/2014-06-05", Some("2014-05/2014-07")),
            ("3–5 May", "2014-05-03/2014-05-06", Some("2014-05-03/2014-05-05")),
            ("2015", "Y170002", Some("2015")),
            ("the 1990s", "2001", Some("199X")),
            ("3–5 May 2014", "2014-06-03/2014-06-05", Some("2014-05-03/2014-05-05")),
            ("30 February", "2015-03-01", None),
            ("autumn 2023", "2023-21", Some("2023-23")),
            ("that autumn", "2023-29", Some("2023-31")),
            ("the first half of 2024", "2024-41", Some("2024-40")),
            ("44 BC", "-0044", Some("-0043")),
            ("1 BC", "-0044", Some("0000")),
        ] {
            match found(text, edtf) {
                Some(Contradiction::Date { suggestion: found, .. }) => {
                    assert_eq!(found.as_deref(), suggestion, "{text}");
                }
                other => panic!("{text} against {edtf}: {other:?}"),
            }
        }
        assert_eq!(
            found("on\n6  December", "2024-12-05"),
            Some(Contradiction::Date {
                said: "6 December".to_owned(),
                value: "5 December 2024".to_owned(),
                suggestion: Some("2024-12-06".to_owned()),
            })
        );
    }

    #[test]
    fn weekdays_are_compared_with_the_day() {
        for (text, edtf, said, is) in [
            ("Monday, 6 December 2024", "2024-12-06", "Monday", "Friday"),
            ("Monday, 6 December", "2024-12-06", "Monday", "Friday"),
            ("Monday, 6 December 2024", "2024-12", "Monday", "Friday"),
            ("that Monday", "2024-12-06", "Monday", "Friday"),
        ] {
            let expected = Contradiction::Weekday { said: said.to_owned(), is: is.to_owned() };
            assert_eq!(found(text, edtf), Some(expected), "{text}");
        }
        assert_eq!(found("Friday, 6 December", "2024-12-06"), None);
        assert!(matches!(found("Friday, 6 December", "2024-12-05"), Some(Contradiction::Date { .. })));
    }
}
