//! Reads EDTF.
//!
//! 1. `edtf_core` parses the text, except two forms of level 1 before the year 0 that it does
//!    not take: masked years (`-20XX`) and times of day (`-0043-03-15T12:00:00`).
//! 2. Each date becomes a [`Point`], or a [`Flaw`] if it is of the part of level 2 that is
//!    not read.

use edtf_core::{Bound, Date, DateField, Edtf, IntervalEndpoint, SetElement, SetKind, Time, YearKind};

use super::value::{Edge, End, Member, Point, Stretch, Value, Year};

/// Why a text has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It is not EDTF, in the words of the parser.
    Syntax { offset: usize, message: &'static str },
    /// It is EDTF of a part that is not read.
    Unread { offset: usize, message: &'static str },
}

impl From<edtf_core::ParseError> for Flaw {
    fn from(error: edtf_core::ParseError) -> Self {
        Self::Syntax { offset: error.offset, message: error.message }
    }
}

/// The value of a text without white space around it.
pub(super) fn read(text: &str) -> Result<Value, Flaw> {
    if let Some(positive) = text.strip_prefix('-').filter(|rest| !rest.contains(['/', '[', '{'])) {
        if let Some((date, time)) = text.split_once('T') {
            return early_moment(date, time);
        }
        if positive.contains('X')
            && !positive.contains('-')
            && let Ok(Edtf::Date(date)) = Edtf::parse(positive)
        {
            return point(&date, text).map(|point| Value::Point(mirrored(point)));
        }
    }
    match Edtf::parse(text)? {
        Edtf::Date(date) => point(&date, text).map(Value::Point),
        Edtf::DateTime(moment) => moment_of(point(&moment.date, text)?, &moment.time, "0000-00-00T".len()),
        Edtf::Interval(interval) => {
            Ok(Value::Interval(end(&interval.start, text)?, end(&interval.end, text)?))
        }
        Edtf::Set(set) => Ok(Value::Set {
            all: set.kind == SetKind::AllMembers,
            members: set.elements.iter().map(|element| member(element, text)).collect::<Result<_, _>>()?,
        }),
    }
}

/// A day with a time of day that stands at `offset`.
fn moment_of(point: Point, time: &Time, offset: usize) -> Result<Value, Flaw> {
    if time.second > 59 {
        return Err(Flaw::Syntax { offset: offset + "00:00:".len(), message: "second must be 00-60" });
    }
    Ok(Value::Moment(point, time.hour, time.minute))
}

/// A day before the year 0 with a time of day.
fn early_moment(date: &str, time: &str) -> Result<Value, Flaw> {
    const STAND_IN: &str = "2000-01-01T";
    let read = point_of(date)?;
    if read.day.is_none() || !read.is_certain() {
        return Err(Flaw::Syntax { offset: 0, message: "date-times require a complete YYYY-MM-DD date" });
    }
    match Edtf::parse(&format!("{STAND_IN}{time}")) {
        Ok(Edtf::DateTime(moment)) => moment_of(read, &moment.time, date.len() + 1),
        Ok(_) => Err(Flaw::Syntax { offset: date.len() + 1, message: "time must be hh:mm:ss" }),
        Err(error) => {
            let offset = error.offset.saturating_sub(STAND_IN.len()) + date.len() + 1;
            Err(Flaw::Syntax { offset, message: error.message })
        }
    }
}

fn point_of(text: &str) -> Result<Point, Flaw> {
    match Edtf::parse(text)? {
        Edtf::Date(date) => point(&date, text),
        _ => Err(Flaw::Syntax { offset: 0, message: "date-times require a complete YYYY-MM-DD date" }),
    }
}

/// Years counted back from 0 in place of years counted on from it.
fn mirrored(point: Point) -> Point {
    let turned = |edge: Edge, month, day| match edge {
        Edge::On { year, .. } => Edge::On { year: -year, month, day },
        Edge::Past | Edge::Future => edge,
    };
    let Stretch { first, last } = point.stretch;
    let year = match point.year {
        Year::Decade(first) => Year::Decade(-(first + 9)),
        Year::Century(first) => Year::Century(-(first + 99)),
        other => other,
    };
    Point { year, stretch: Stretch { first: turned(last, 1, 1), last: turned(first, 12, 31) }, ..point }
}

fn end(endpoint: &IntervalEndpoint, text: &str) -> Result<End, Flaw> {
    match endpoint {
        IntervalEndpoint::Open => Ok(End::Open),
        IntervalEndpoint::Unknown => Ok(End::Unknown),
        IntervalEndpoint::Date(date) if matches!(date.year.kind, YearKind::Big { .. }) => {
            Err(unread(text, 'Y', "the ends of an interval have years of four digits"))
        }
        IntervalEndpoint::Date(date) => point(date, text).map(End::On),
        IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => {
            Err(unread(text, '.', "an end of an interval is a date or `..`, not both"))
        }
    }
}

fn member(element: &SetElement, text: &str) -> Result<Member, Flaw> {
    Ok(match element {
        SetElement::Date(date) => Member::On(point(date, text)?),
        SetElement::OnOrBefore(date) => Member::OrBefore(point(date, text)?),
        SetElement::OnOrAfter(date) => Member::OrAfter(point(date, text)?),
        SetElement::Range(first, last) => Member::Range(point(first, text)?, point(last, text)?),
    })
}

fn unread(text: &str, sign: char, message: &'static str) -> Flaw {
    Flaw::Unread { offset: text.find(sign).unwrap_or_default(), message }
}

/// The point of one date in `text`.
fn point(date: &Date, text: &str) -> Result<Point, Flaw> {
    let masked = || {
        let message =
            "X may stand only for the last one or two digits of a year, a whole month or a whole day";
        unread(text, 'X', message)
    };
    if matches!(date.year.kind, YearKind::Exponential { .. }) {
        return Err(unread(text, 'E', "years with an exponent are not read: write the year out"));
    }
    if date.year.significant_digits.is_some() {
        return Err(unread(text, 'S', "significant digits are not read: write an interval of two years"));
    }
    // A month or day is either wholly known or wholly unspecified.
    let field = |field: Option<DateField>| match field {
        Some(field) if field.digits.iter().any(Option::is_some) => field.value().map(Some).ok_or_else(masked),
        _ => Ok(None),
    };
    let (month, day) = (field(date.month)?, field(date.day)?);
    let year = year(date).ok_or_else(masked)?;
    let stray_day = day.is_some() && month.is_none();
    let stray_month = date.month.is_some() && !matches!(year, Year::Of(_));
    if stray_day || stray_month {
        return Err(masked());
    }
    let bounds = Edtf::Date(*date).bounds();
    let stretch = Stretch { first: edge(bounds.earliest), last: edge(bounds.latest) };
    let (approximate, uncertain) = (date.is_approximate(), date.is_uncertain());
    Ok(Point { year, month, day, approximate, uncertain, stretch })
}

fn year(date: &Date) -> Option<Year> {
    if let Some(value) = date.year.value() {
        return Some(Year::Of(value));
    }
    let YearKind::Standard { digits, .. } = date.year.kind else { return None };
    match digits.map(|digit| digit.map(i64::from)) {
        [Some(a), Some(b), Some(c), None] => Some(Year::Decade(a * 1000 + b * 100 + c * 10)),
        [Some(a), Some(b), None, None] => Some(Year::Century(a * 1000 + b * 100)),
        [None, None, None, None] => Some(Year::Any),
        _ => None,
    }
}

fn edge(bound: Bound) -> Edge {
    match bound {
        Bound::Date(date) => Edge::On { year: date.year, month: date.month, day: date.day },
        Bound::PositiveInfinity => Edge::Future,
        Bound::NegativeInfinity | Bound::Unknown => Edge::Past,
    }
}
