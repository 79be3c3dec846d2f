//! Spellings that are not EDTF, and the values offered for them.

use crate::date::When;

#[test]
fn other_spellings_are_put_right() {
    for (text, value) in [
        ("2024-W03", "2024-01-15/2024-01-21"),
        ("2024-W03-2", "2024-01-16"),
        ("2015-10-27/29", "2015-10-27/2015-10-29"),
        ("2015-10/12", "2015-10/2015-12"),
        ("2016/17", "2016/2017"),
        ("2016-2017", "2016/2017"),
        ("2016–2017", "2016/2017"),
        ("2016–17", "2016/2017"),
        ("2016-17", "2016/2017"),
        ("2014–", "2014/.."),
        ("2014-", "2014/.."),
        ("2024/12/06", "2024-12-06"),
        ("2024.12.06", "2024-12-06"),
        ("2024-6-5", "2024-06-05"),
        ("2024-6", "2024-06"),
        ("03/2024", "2024-03"),
        ("15/12/2024", "2024-12-15"),
        ("12/15/2024", "2024-12-15"),
        ("6.12.2024", "2024-12-06"),
        ("20241206", "2024-12-06"),
        ("2024-341", "2024-12-06"),
        ("409", "0409"),
        ("99999", "Y99999"),
        ("Y2006", "2006"),
        ("2015?~", "2015%"),
        ("199x", "199X"),
        ("2024‑12‑06", "2024-12-06"),
        ("[2014, 2015]", "[2014,2015]"),
        ("2024-12-06 14:00:00", "2024-12-06T14:00:00"),
        ("2024-12-06T14:00", "2024-12-06T14:00:00"),
        ("1990s", "199X"),
        ("20th century", "19XX"),
        ("44 BC", "-0043"),
        ("spring 2015", "2015-21"),
        ("2024-Q1", "2024-33"),
        ("c. 2015", "2015~"),
        ("Around March 2015", "2015-03~"),
        ("perhaps 2015", "2015?"),
        ("since 1994", "1994/.."),
        ("until 6 May 2016", "../2016-05-06"),
        ("6 December 2024", "2024-12-06"),
        ("December 6, 2024", "2024-12-06"),
        ("March 2014", "2014-03"),
    ] {
        let error = When::parse(text).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some(value), "{text}: {}", error.message);
        assert!(error.message.ends_with(&format!("write `{value}`")), "{text}: {}", error.message);
    }
}

#[test]
fn what_may_mean_two_things_is_left_to_the_author() {
    for (text, message) in [
        ("06/12/2024", "the year comes first: write `2024-12-06` or `2024-06-12`"),
        ("2011/12", "write `2011-12` for the month, or `2011/2012` for the years"),
        ("2024-W60", "week dates are not EDTF, and there is no such week: write the day"),
        ("today", "`today` is no date: write the day"),
    ] {
        let error = When::parse(text).unwrap_err();
        assert_eq!((&*error.message, error.suggestion), (message, None), "{text}");
    }
}
