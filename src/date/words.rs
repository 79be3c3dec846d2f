//! Dates in English words.

use edtf_core::{Date, Edtf, IntervalEndpoint, Set, SetElement, SetKind, YearKind};

use super::{Precision, When};

/// The months' names, January first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, from 1.
pub(super) fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

/// A date as a reader says it: “6 December 2024”, “March 2014”, “c. 2015”, “since 1994”.
pub fn words(when: &When) -> String {
    match &when.edtf {
        Edtf::Date(date) => date_words(date),
        Edtf::DateTime(time) => {
            format!("{}, {:02}:{:02}", date_words(&time.date), time.time.hour, time.time.minute)
        }
        Edtf::Interval(interval) => interval_words(&interval.start, &interval.end),
        Edtf::Set(set) => set_words(set),
    }
}

/// What is not known of a date: “day not known”; `None` for a certain day.
pub fn precision_words(when: &When) -> Option<&'static str> {
    if matches!(when.edtf, Edtf::Interval(_)) {
        return Some("period");
    }
    if when.is_approximate() {
        return Some("approximate");
    }
    if when.is_uncertain() {
        return Some("uncertain");
    }
    match when.precision() {
        Precision::Day => None,
        Precision::Month | Precision::Season => Some("day not known"),
        Precision::Year => Some("day and month not known"),
        Precision::Coarse => Some("year not known"),
        Precision::Period => Some("period"),
        Precision::Set => Some("one or more of these"),
    }
}

fn date_words(date: &Date) -> String {
    let plain = plain_words(date);
    match (date.is_approximate(), date.is_uncertain()) {
        (true, true) => format!("perhaps c. {plain}"),
        (true, false) => format!("c. {plain}"),
        (false, true) => format!("perhaps {plain}"),
        (false, false) => plain,
    }
}

fn plain_words(date: &Date) -> String {
    let year = year_words(date);
    let month = date.month.and_then(edtf_core::DateField::value);
    let day = date.day.and_then(edtf_core::DateField::value);
    match (month, day) {
        (Some(month), Some(day)) => format!("{day} {} {year}", month_name(month)),
        (Some(month), None) => format!("{} {year}", season_or_month(month)),
        _ => year,
    }
}

fn season_or_month(month: u8) -> String {
    match month {
        1..=12 => month_name(month).to_owned(),
        21 | 25 => "spring".to_owned(),
        22 | 26 => "summer".to_owned(),
        23 | 27 => "autumn".to_owned(),
        24 | 28 => "winter".to_owned(),
        // 29 to 32 are the seasons of the southern half of the earth.
        29 => "southern spring".to_owned(),
        30 => "southern summer".to_owned(),
        31 => "southern autumn".to_owned(),
        32 => "southern winter".to_owned(),
        33..=36 => format!("{} quarter of", ["first", "second", "third", "fourth"][usize::from(month - 33)]),
        37..=39 => format!("{} third of", ["first", "second", "last"][usize::from(month - 37)]),
        40 => "first half of".to_owned(),
        _ => "second half of".to_owned(),
    }
}

fn year_words(date: &Date) -> String {
    if let YearKind::Standard { negative: false, digits } = date.year.kind {
        match digits {
            [Some(a), Some(b), None, None] => return century_words(u32::from(a) * 10 + u32::from(b)),
            [Some(a), Some(b), Some(c), None] => return format!("{a}{b}{c}0s"),
            _ => {}
        }
    }
    match date.year.value() {
        Some(year) if year > 0 => year.to_string(),
        Some(year) => format!("{} BC", 1 - year),
        None => "an unknown year".to_owned(),
    }
}

/// The century of the years from `hundreds`·100 on.
fn century_words(hundreds: u32) -> String {
    let number = hundreds + 1;
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending} century")
}

fn interval_words(start: &IntervalEndpoint, end: &IntervalEndpoint) -> String {
    match (dated(start), dated(end)) {
        (Some(start), Some(end)) => between_words(start, end),
        (Some(start), None) => format!("since {}", date_words(start)),
        (None, Some(end)) => format!("until {}", date_words(end)),
        (None, None) => "at an unknown time".to_owned(),
    }
}

fn dated(endpoint: &IntervalEndpoint) -> Option<&Date> {
    match endpoint {
        IntervalEndpoint::Date(date)
        | IntervalEndpoint::OnOrBefore(date)
        | IntervalEndpoint::OnOrAfter(date) => Some(date),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    }
}

/// “2016–2017”, “January–March 2015”, “3–5 May 2014”, “27 October – 3 November 2015”.
fn between_words(start: &Date, end: &Date) -> String {
    let (from, to) = (date_words(start), date_words(end));
    let plain = |date: &Date| !date.is_approximate() && !date.is_uncertain();
    let same_year = start.year == end.year && plain(start) && plain(end);
    let fields = |date: &Date| {
        let value = |field: Option<edtf_core::DateField>| field.and_then(edtf_core::DateField::value);
        (value(date.month), value(date.day))
    };
    match (fields(start), fields(end)) {
        ((Some(month), Some(first)), (Some(other), Some(last))) if same_year && month == other => {
            format!("{first}–{last} {} {}", month_name(month), year_words(end))
        }
        ((Some(month), Some(day)), (Some(_), Some(_))) if same_year => {
            format!("{day} {} – {to}", month_name(month))
        }
        ((Some(month), None), (Some(_), None)) if same_year => format!("{}–{to}", season_or_month(month)),
        _ if from.contains(' ') || to.contains(' ') => format!("{from} – {to}"),
        _ => format!("{from}–{to}"),
    }
}

fn set_words(set: &Set) -> String {
    let members: Vec<String> = set
        .elements
        .iter()
        .map(|element| match element {
            SetElement::Date(date) => date_words(date),
            SetElement::OnOrBefore(date) => format!("{} or before", date_words(date)),
            SetElement::OnOrAfter(date) => format!("{} or later", date_words(date)),
            SetElement::Range(start, end) => between_words(start, end),
        })
        .collect();
    let word = match set.kind {
        SetKind::AllMembers => "and",
        SetKind::OneMember => "or",
    };
    match members.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
        None => String::new(),
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
            ("2015", "2015"),
            ("2015~", "c. 2015"),
            ("2015?", "perhaps 2015"),
            ("2016/2017", "2016–2017"),
            ("2015-10-27/2015-11-03", "27 October – 3 November 2015"),
            ("2014-05-03/2014-05-05", "3–5 May 2014"),
            ("2015-01/2015-03", "January–March 2015"),
            ("2025-07/2025-12~", "July 2025 – c. December 2025"),
            ("1994/..", "since 1994"),
            ("../2016", "until 2016"),
            ("2015-21", "spring 2015"),
            ("199X", "1990s"),
            ("19XX", "20th century"),
            ("[2014,2015]", "2014 or 2015"),
            ("{2014,2015}", "2014 and 2015"),
            ("-0043", "44 BC"),
            ("2015-XX-XX", "2015"),
        ] {
            assert_eq!(words(&When::parse(edtf).unwrap()), said, "{edtf}");
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        let said = |edtf: &str| precision_words(&When::parse(edtf).unwrap());
        assert_eq!(said("2015-12-15"), None);
        assert_eq!(said("2014-03"), Some("day not known"));
        assert_eq!(said("2015"), Some("day and month not known"));
        assert_eq!(said("2016/2017"), Some("period"));
    }
}
