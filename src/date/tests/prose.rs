//! Dates found in sentences, and what is none.

use crate::date::{Parts, ProseDate, find_dates};

/// The words of each date found, and its value or its parts.
fn found(text: &str) -> Vec<(&str, String)> {
    let parts = |date: &ProseDate| {
        let Parts { day, month, year, .. } = date.start;
        let part =
            |name: &str, part: Option<i32>| part.map_or_else(String::new, |part| format!("{name}{part}"));
        format!("{}{}{}", part("d", day.map(i32::from)), part("m", month.map(i32::from)), part("y", year))
    };
    let value = |date: &ProseDate| date.edtf().unwrap_or_else(|| parts(date));
    find_dates(text).iter().map(|date| (&text[date.range.clone()], value(date))).collect()
}

#[test]
fn each_form_is_found_once() {
    for (text, words, value) in [
        ("on 6 December 2024 they", "6 December 2024", "2024-12-06"),
        ("on December 6, 2024, they", "December 6, 2024", "2024-12-06"),
        ("on December 6 they", "December 6", "d6m12"),
        ("the 6th of December", "6th of December", "d6m12"),
        ("on December the 6th, 2024.", "December the 6th, 2024", "2024-12-06"),
        ("on December the 6th they", "December the 6th", "d6m12"),
        ("6 Dec. 2024", "6 Dec. 2024", "2024-12-06"),
        ("Sept 11, 2001", "Sept 11, 2001", "2001-09-11"),
        ("on Friday, 6 December 2024.", "Friday, 6 December 2024", "2024-12-06"),
        ("Friday the 6th of December", "Friday the 6th of December", "d6m12"),
        ("at 2024-12-06.", "2024-12-06", "2024-12-06"),
        ("in December 2024", "December 2024", "2024-12"),
        ("in December of 2024", "December of 2024", "2024-12"),
        ("in March", "March", "m3"),
        ("mid-March", "March", "m3"),
        ("March", "March", "m3"),
        ("since 2015,", "2015", "2015"),
        ("in 2015 the", "2015", "2015"),
        ("the 1990s", "1990s", "199X"),
        ("2016–2017", "2016–2017", "2016/2017"),
        ("from 2014 to 2016.", "2014 to 2016", "2014/2016"),
        ("2016–17", "2016–17", "2016/2017"),
        ("between 3 and 5 May 2014", "5 May 2014", "2014-05-05"),
        ("3–5 May 2014", "3–5 May 2014", "2014-05-03/2014-05-05"),
        ("May 3–5, 2014", "May 3–5, 2014", "2014-05-03/2014-05-05"),
        ("27 October – 3 November 2015", "27 October – 3 November 2015", "2015-10-27/2015-11-03"),
        ("27 December to 3 January 2016", "27 December to 3 January 2016", "2015-12-27/2016-01-03"),
        ("January–March 2015", "January–March 2015", "2015-01/2015-03"),
        ("November 2015 to January 2016", "November 2015 to January 2016", "2015-11/2016-01"),
        ("6 December, 1500 soldiers", "6 December", "d6m12"),
        ("30 February 2015", "30 February 2015", "d30m2y2015"),
        ("Monday", "Monday", ""),
    ] {
        assert_eq!(found(text), [(words, value.to_owned())], "{text}");
    }
}

#[test]
fn numbers_and_names_are_no_dates() {
    for text in [
        "ten vehicles, 34 percent, may 5 billion",
        "March saw no change",
        "the March on Rome",
        "May it last",
        "Jan Kowalski",
        "2015 soldiers",
        "the 2016–2017 action plan",
        "some 2000, it seems",
        "$2000 or 2000% or 1,500 or 2014.5 or 1500-2",
        "Resolution 2202, and R2015",
        "2024-13-45 and 2024-12-067",
        "on 6\n\nDecember",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_full_date_names_a_day_of_a_year() {
    let is_full = |text: &str| find_dates(text).iter().all(ProseDate::is_full);
    assert!(is_full("6 December 2024, 27 October – 3 November 2015, December 6, 2024"));
    for text in ["6 December", "December 2024", "2024", "27 October – 3 November", "1990s"] {
        assert!(!is_full(text), "{text}");
    }
}

#[test]
fn neighbours_are_kept_apart() {
    let text = "On 6 December 2024 and on 15 December, as in 2015 and in the 1990s.";
    let words: Vec<&str> = found(text).into_iter().map(|(words, _)| words).collect();
    assert_eq!(words, ["6 December 2024", "15 December", "2015", "1990s"]);
}
