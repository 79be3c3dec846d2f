//! `/timeline.ics`: the timeline as a calendar, iCalendar (RFC 5545).
//!
//! 1. Every moment with a day in the years 1 to 9999 is an event of whole days. `DTEND` is the day after
//!    the last, as the standard has it.
//! 2. A date that is not a certain day, or a certain time from one day to another, says so: the event
//!    covers all days that it may mean, its summary ends with the date in words, and it is `TENTATIVE`. Of
//!    a time without a beginning or an end there is the one day that is known.
//! 3. Nothing depends on the clock: `DTSTAMP` is the day of the brief that tells the moment. The `UID` is
//!    the moment's id at the site's address.
//! 4. Lines end with CRLF, and are folded at 75 octets, never within a character.

use super::occasions::{Occasion, occasions};
use crate::date::{Day, Shape, When, precision_words, words_in};
use crate::graph::Graph;
use crate::words::Words;

/// The calendar of a site.
pub(super) fn calendar(graph: &Graph) -> String {
    let mut lines = Lines::default();
    lines.put("BEGIN:VCALENDAR");
    lines.put("VERSION:2.0");
    lines.put(concat!("PRODID:-//postil//postil ", env!("CARGO_PKG_VERSION"), "//EN"));
    lines.put("CALSCALE:GREGORIAN");
    lines.text("NAME", &graph.config.title);
    lines.text("X-WR-CALNAME", &graph.config.title);
    let site = graph.config.base_url.as_str();
    let site = site.split_once("://").map_or(site, |(_, rest)| rest).trim_end_matches('/');
    for occasion in occasions(graph) {
        event(&mut lines, &occasion, site, graph);
    }
    lines.put("END:VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, occasion: &Occasion<'_>, site: &str, graph: &Graph) {
    let moment = occasion.moment;
    let Some((start, end)) = days(&moment.when) else { return };
    let is_certain = matches!(moment.when.shape(), Shape::ExactDay | Shape::Period);
    let words = &graph.config.words;
    let date = words_in(&moment.when, words);
    lines.put("BEGIN:VEVENT");
    lines.text("UID", &format!("{}@{site}", moment.id));
    let said = occasion.said.filter(|day| day.has_plain_year());
    lines.put(&format!("DTSTAMP:{}T000000Z", said.map_or("19700101".to_owned(), basic)));
    lines.put(&format!("DTSTART;VALUE=DATE:{}", basic(start)));
    if let Some(next) = end.plus_days(1).filter(|next| next.has_plain_year()) {
        lines.put(&format!("DTEND;VALUE=DATE:{}", basic(next)));
    }
    match is_certain {
        true => lines.text("SUMMARY", &moment.title),
        false => lines.text("SUMMARY", &format!("{} ({date})", moment.title)),
    }
    lines.text("DESCRIPTION", &description(occasion, &date, words));
    if let Some(place) = occasion.place {
        lines.text("LOCATION", place);
    }
    let named = moment.participants.iter().map(|entity| graph.registry.entity(*entity).name.as_str());
    let named: Vec<String> = named.map(escape).collect();
    if !named.is_empty() {
        lines.put(&format!("CATEGORIES:{}", named.join(",")));
    }
    lines.put(&format!("URL:{}", occasion.address));
    lines.put(if is_certain && !moment.forecast { "STATUS:CONFIRMED" } else { "STATUS:TENTATIVE" });
    lines.put("TRANSP:TRANSPARENT");
    lines.text("X-POSTIL-EDTF", moment.when.as_str());
    lines.put("END:VEVENT");
}

/// The date in words, what it leaves open, and where the moment is told: a line each.
fn description(occasion: &Occasion<'_>, date: &str, words: &Words) -> String {
    let mut description = match precision_words(&occasion.moment.when, words) {
        Some(precision) => format!("{date} ({precision})"),
        None => date.to_owned(),
    };
    if occasion.moment.forecast {
        description.push_str(&format!("\n{}", words.text("expected_then")));
    }
    if let Some(summary) = occasion.summary {
        description.push_str(&format!("\n{summary}"));
    }
    for (title, address) in &occasion.told_in {
        description.push_str(&format!("\n{title}: {address}"));
    }
    description
}

/// The first and the last day of an event; of a time that is open at one end, its one known day.
fn days(when: &When) -> Option<(Day, Day)> {
    let (first, last) = match (when.earliest(), when.latest()) {
        (Some(first), Some(last)) => (first, last),
        (Some(day), None) | (None, Some(day)) => (day, day),
        (None, None) => return None,
    };
    (first.has_plain_year() && last.has_plain_year()).then_some((first, last))
}

/// A day in the basic format of ISO 8601.
fn basic(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The value of a property that is text.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// Content lines.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// The octets that a line may have, without its end.
    const LONGEST: usize = 75;

    fn text(&mut self, property: &str, value: &str) {
        self.put(&format!("{property}:{}", escape(value)));
    }

    /// A line, folded where it is too long.
    fn put(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > Self::LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.put(&format!("X:{}", "😀".repeat(40)));
        assert!(lines.0.ends_with("\r\n"));
        assert!(lines.0.split("\r\n").all(|line| line.len() <= 75), "{}", lines.0);
        assert_eq!(lines.0.replace("\r\n ", ""), format!("X:{}\r\n", "😀".repeat(40)));
        let mut short = Lines::default();
        short.put(&"x".repeat(75));
        assert_eq!(short.0, format!("{}\r\n", "x".repeat(75)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a, b; c\\d\r\ne:\"f\"\u{7}"), "a\\, b\\; c\\\\d\\ne:\"f\"");
    }

    #[test]
    fn what_is_open_has_its_known_day() {
        let days_of =
            |edtf: &str| days(&When::parse(edtf).unwrap()).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(days_of("2014-03").as_deref(), Some("2014-03-01 2014-03-31"));
        assert_eq!(days_of("1994-07-20/..").as_deref(), Some("1994-07-20 1994-07-20"));
        assert_eq!(days_of("/2016-01-02").as_deref(), Some("2016-01-02 2016-01-02"));
        assert_eq!(days_of("-0043-03-15"), None);
        assert_eq!(days_of("XXXX"), None);
    }
}
