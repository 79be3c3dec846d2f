//! All of this module against a table of strings and against any string.

mod foreign;
mod prose;
mod when;

use proptest::prelude::*;

use super::*;

/// Texts made of what dates are made of.
const DATELIKE: &str = "(2015|1990s|XX|X|-|/|\\.\\.|~|\\?|%|Y|E|S|T|:|Z|\\[|\\]|\\{|\\}|,| |0[1-9]|[12][0-9]|6th|of|to|–|December|Mar|Friday|c\\.|µ|\n){0,12}";

#[test]
fn each_string_is_the_days_that_it_means() {
    let mut faults = Vec::new();
    let lines = include_str!("../../../tests/data/edtf.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let row: Vec<&str> = line.split('\t').collect();
        let read = When::parse(row[1]);
        let right = match (&row[..], &read) {
            (["0" | "1" | "2", _, first, last, said], Ok(when)) => {
                let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
                (day(when.earliest()), day(when.latest())) == ((*first).to_owned(), (*last).to_owned())
                    && words(when) == *said
            }
            (["refused", _], Err(error)) => error.message.contains("read") || error.message.contains('X'),
            (["invalid", _], Err(error)) => !error.message.is_empty() && !error.message.ends_with('.'),
            _ => false,
        };
        if !right {
            faults.push(format!("{line}: {:?} {read:?}", read.as_ref().map(words)));
        }
    }
    assert!(faults.is_empty(), "{} strings differ:\n{}", faults.len(), faults.join("\n"));
}

fn ask_everything(text: &str) -> Result<(), TestCaseError> {
    match When::parse(text) {
        Ok(when) => {
            prop_assert_eq!(when.as_str(), text.trim());
            prop_assert!(!words(&when).is_empty());
            let bounds = (when.earliest(), when.latest());
            if let (Some(first), Some(last)) = bounds {
                prop_assert!(first <= last && when.may_contain(first) && when.may_contain(last));
            }
            prop_assert!(when.holds_at(&when));
            prop_assert_eq!(contradiction(&words(&when), &when), None, "{}", words(&when));
            let _ = (
                precision_words(&when, crate::words::Words::english()),
                when.sort_key(),
                when.datetime(),
                when.shape(),
            );
        }
        Err(error) => {
            prop_assert!(text.is_char_boundary(error.offset), "{:?}", error);
            prop_assert!(error.suggestion.is_none_or(|value| When::parse(&value).is_ok()));
        }
    }
    let mut end = 0;
    for found in find_dates(text) {
        prop_assert!(end <= found.range.start && found.range.start < found.range.end);
        prop_assert!(text.get(found.range.clone()).is_some());
        prop_assert!(found.edtf().is_none_or(|edtf| edtf.contains('/') || When::parse(&edtf).is_ok()));
        end = found.range.end;
    }
    let when = When::parse("2015-12-06").map_err(|error| TestCaseError::fail(error.message))?;
    let _ = contradiction(text, &when);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,40}") {
        ask_everything(&text)?;
    }

    #[test]
    fn anything_like_a_date_is_answered(text in DATELIKE) {
        ask_everything(&text)?;
    }

    #[test]
    fn words_of_every_day_are_found_again(year in 1000_i64..2999, month in 1_u8..=12, day in 1_u8..=28) {
        let day = Day::new(year, month, day).map(|day| day.to_string()).unwrap_or_default();
        let said = When::parse(&day).map(|when| words(&when)).unwrap_or_default();
        let found = find_dates(&said);
        prop_assert_eq!(found.len(), 1);
        prop_assert!(found[0].is_full() && found[0].edtf() == Some(day));
    }
}
