//! `/timeline.json`: the timeline for TimelineJS 3, by its documented JSON format.
//!
//! 1. A date has no more parts than the author gave: a month has no day. Of a time without a beginning
//!    or an end there is the date that is known. What has neither is left out.
//! 2. `display_date` is the date in the words that the site's own timeline shows.
//! 3. TimelineJS takes headlines and texts as HTML: all words are escaped. Of a group it takes the words
//!    of HTML, and shows these as HTML again: a group is escaped twice. The words of a date have nothing
//!    to escape.

use serde::Serialize;
use serde_json::{Value, json};

use super::occasions::{Occasion, occasions};
use crate::date::{Day, Precision, When, precision_words, words_in};
use crate::escape::escape;
use crate::graph::Graph;
use crate::letters::capitalised;
use crate::path::Address;
use crate::words::Words;

/// A timeline.
#[derive(Serialize)]
struct Timeline {
    title: TitleSlide,
    events: Vec<Slide>,
}

/// The slide before all events.
#[derive(Serialize)]
struct TitleSlide {
    text: Text,
}

/// An event.
#[derive(Serialize)]
struct Slide {
    start_date: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Value>,
    display_date: String,
    text: Text,
    unique_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// Whether TimelineJS makes links of addresses in the text; it has its links already.
    autolink: bool,
}

/// HTML.
#[derive(Serialize)]
struct Text {
    headline: String,
    text: String,
}

/// The timeline of a site.
pub(super) fn timeline_js(graph: &Graph) -> Value {
    let home = graph.config.base_url.join(&Address::new("/timeline/"));
    let description = graph.config.description.as_deref().unwrap_or_default();
    let words = &graph.config.words;
    let timeline = Timeline {
        title: TitleSlide {
            text: Text {
                headline: link(&home, &graph.config.title),
                text: if description.is_empty() { String::new() } else { paragraph(&escape(description)) },
            },
        },
        events: occasions(graph).iter().filter_map(|occasion| slide(occasion, words)).collect(),
    };
    serde_json::to_value(timeline).expect("a timeline has only texts for keys")
}

fn slide(occasion: &Occasion<'_>, words: &Words) -> Option<Slide> {
    let moment = occasion.moment;
    let (start, end) = dates(&moment.when)?;
    Some(Slide {
        start_date: start,
        end_date: end,
        display_date: words_in(&moment.when, words),
        text: Text { headline: link(&occasion.address, &moment.title), text: text(occasion, words) },
        unique_id: moment.id.clone(),
        group: moment.lane.as_deref().map(|lane| escape(&escape(&capitalised(lane)))),
        autolink: false,
    })
}

/// The event's line, what its date leaves open, and where it is told.
fn text(occasion: &Occasion<'_>, words: &Words) -> String {
    let mut html = String::new();
    if let Some(summary) = occasion.summary {
        html.push_str(&paragraph(&escape(summary)));
    }
    let mut remarks: Vec<String> =
        precision_words(&occasion.moment.when, words).map(capitalised).into_iter().collect();
    if occasion.moment.forecast {
        remarks.push(words.text("expected_then").to_owned());
    }
    if !remarks.is_empty() {
        html.push_str(&paragraph(&escape(&remarks.join(". "))));
    }
    let told: Vec<String> = occasion.told_in.iter().map(|(title, address)| link(address, title)).collect();
    if !told.is_empty() {
        html.push_str(&paragraph(&told.join(", ")));
    }
    html
}

fn paragraph(html: &str) -> String {
    format!("<p>{html}</p>")
}

fn link(address: &str, words: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(address), escape(words))
}

/// The start, and the end where there is one.
fn dates(when: &When) -> Option<(Value, Option<Value>)> {
    if let Some((start, end)) = when.as_str().split_once('/') {
        let of = |end: &str| When::parse(end).ok().and_then(|when| dates(&when));
        return match (of(start), of(end)) {
            (Some((start, _)), Some((end, last))) => Some((start, Some(last.unwrap_or(end)))),
            (Some((day, last)), None) | (None, Some((day, last))) => Some((day, last)),
            (None, None) => None,
        };
    }
    let (first, last) = (when.earliest(), when.latest());
    let first = first.or(last)?;
    Some(match when.precision() {
        Precision::Day => (day(first), None),
        Precision::Month => (month(first), None),
        Precision::Year => (year(first), None),
        Precision::Season => (month(first), last.map(month)),
        Precision::Decade | Precision::Century => (year(first), last.map(year)),
        Precision::Unknown => return None,
        Precision::Period | Precision::Set => (day(first), last.filter(|last| *last != first).map(day)),
    })
}

fn day(day: Day) -> Value {
    json!({ "year": day.year(), "month": day.month(), "day": day.day() })
}

fn month(day: Day) -> Value {
    json!({ "year": day.year(), "month": day.month() })
}

fn year(day: Day) -> Value {
    json!({ "year": day.year() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(edtf: &str, start: &str, end: Option<&str>) {
        let written = |value: Value| {
            let parts = value.as_object().unwrap().values().map(ToString::to_string);
            parts.collect::<Vec<_>>().join("-")
        };
        let (first, last) = dates(&When::parse(edtf).unwrap()).unwrap();
        assert_eq!((written(first).as_str(), last.map(written).as_deref()), (start, end), "{edtf}");
    }

    #[test]
    fn a_date_has_the_parts_that_are_known() {
        is("2014-03-18", "2014-3-18", None);
        is("2014-03", "2014-3", None);
        is("2014?", "2014", None);
        is("-0043-03-15", "-43-3-15", None);
        is("199X", "1990", Some("1999"));
        is("2014-03/2015", "2014-3", Some("2015"));
        is("2014/2015-02-03", "2014", Some("2015-2-3"));
        is("1994-07/..", "1994-7", None);
        is("/2016", "2016", None);
        is("2015-21", "2015-3", Some("2015-5"));
        is("1990/200X", "1990", Some("2009"));
        assert!(dates(&When::parse("XXXX").unwrap()).is_none());
    }
}
