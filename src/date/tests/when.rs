//! What values answer: bounds, shapes, order, and what HTML takes.

use crate::date::{Day, Shape, When};

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn bounds_are_days() {
    for (edtf, first, last) in [
        ("2015-02", Some("2015-02-01"), Some("2015-02-28")),
        ("2015-02-XX~", Some("2015-02-01"), Some("2015-02-28")),
        ("2015-24", Some("2015-12-01"), Some("2016-02-29")),
        ("199X", Some("1990-01-01"), Some("1999-12-31")),
        ("-20XX", Some("-2099-01-01"), Some("-2000-12-31")),
        ("1994/..", Some("1994-01-01"), None),
        ("/2016", None, Some("2016-12-31")),
        ("[2014,2016-03]", Some("2014-01-01"), Some("2016-03-31")),
        ("Y170002", None, None),
    ] {
        assert_eq!(when(edtf).iso_days(), (first.map(str::to_owned), last.map(str::to_owned)), "{edtf}");
    }
}

#[test]
fn open_is_not_unknown() {
    let ends = |edtf: &str| {
        let when = when(edtf);
        [when.is_open_start(), when.is_unknown_start(), when.is_open_end(), when.is_unknown_end()]
    };
    assert_eq!(ends("../2016"), [true, false, false, false]);
    assert_eq!(ends("/2016"), [false, true, false, false]);
    assert_eq!(ends("[1760-12..]"), [false, false, true, false]);
    assert_eq!(ends("1994/"), [false, false, false, true]);
    assert_eq!(ends("Y170002"), [false; 4]);
}

#[test]
fn shapes_say_what_is_known() {
    for (edtf, shape) in [
        ("2015-12-15", Shape::ExactDay),
        ("2015-12-15T10:00:00", Shape::ExactDay),
        ("2015-12-15~", Shape::Within),
        ("2015", Shape::Within),
        ("2015-21", Shape::Within),
        ("{2014,2015}", Shape::Within),
        ("2016/2017", Shape::Period),
        ("2016/2017?", Shape::Within),
        ("1994/..", Shape::OpenEnd),
        ("1994/", Shape::OpenEnd),
        ("../2016", Shape::OpenStart),
    ] {
        assert_eq!(when(edtf).shape(), shape, "{edtf}");
    }
}

#[test]
fn roles_hold_while_they_may() {
    for (role, brief, holds) in [
        ("1994/..", "2016-01-08", true),
        ("1994/", "2016-01-08", true),
        ("2012/2014", "2016-01-08", false),
        ("2012/2016", "2016-01-08", true),
        ("2016-02/2017", "2016", true),
        ("2016-02/2017", "2016-01", false),
        ("{2014,2016}", "2015", false),
        ("../2015", "2014-05", true),
        ("Y170002", "2015", false),
    ] {
        assert_eq!(when(role).holds_at(&when(brief)), holds, "{role} at {brief}");
    }
    assert!(when("2015-02").may_contain(day("2015-02-28")));
    assert!(!when("[2014,2016]").may_contain(day("2015-02-28")));
}

#[test]
fn before_and_after_are_certain() {
    assert!(when("2016-02").begins_after(day("2016-01-31")));
    assert!(!when("2016-02").begins_after(day("2016-02-01")));
    assert!(!when("/2017").begins_after(day("2016-01-31")));
    assert!(when("../2015").definitely_before(day("2016-01-01")));
    assert!(!when("1994/").definitely_before(day("2016-01-01")));
    assert!(when("Y170002").begins_after(day("2016-01-31")));
}

#[test]
fn order_is_that_of_time() {
    let sorted = [
        "../2016",
        "Y-170002",
        "-0043",
        "2014-03",
        "/2014-06",
        "2015-12",
        "2015-12-15",
        "2015",
        "2015-12-15/..",
        "Y170002",
    ];
    let mut dates = sorted.map(when);
    dates.reverse();
    dates.sort_by_key(When::sort_key);
    let order: Vec<&str> = dates.iter().map(When::as_str).collect();
    assert_eq!(
        order,
        [
            "../2016",
            "Y-170002",
            "-0043",
            "2014-03",
            "/2014-06",
            "2015",
            "2015-12",
            "2015-12-15",
            "2015-12-15/..",
            "Y170002",
        ]
    );
}

#[test]
fn html_takes_days_months_and_years() {
    for (edtf, datetime) in [
        ("2015-12-15", Some("2015-12-15")),
        ("2015-12-15T10:00:00Z", Some("2015-12-15")),
        ("2015-12-XX", Some("2015-12")),
        ("2015~", Some("2015")),
        ("0409", Some("0409")),
        ("2016/2017", Some("2016")),
        ("1994-03/..", Some("1994-03")),
        ("../2016", None),
        ("2015-21", None),
        ("199X", None),
        ("0000", None),
        ("-0043", None),
        ("Y170002", None),
        ("[2014,2015]", None),
    ] {
        assert_eq!(when(edtf).datetime().as_deref(), datetime, "{edtf}");
    }
}

#[test]
fn dates_travel_as_their_strings() {
    let json = serde_json::to_string(&when(" 2015-12~ ")).unwrap();
    assert_eq!(json, "\"2015-12~\"");
    assert_eq!(serde_json::from_str::<When>(&json).unwrap(), when("2015-12~"));
    assert!(serde_json::from_str::<When>("\"2015-13\"").is_err());
    assert_eq!((when("2016/..").year(), when("../2014").year()), (Some(2016), Some(2014)));
}
