//! What stands above an article: headline, byline, publication, date, standfirst.
//!
//! 1. Line after line is cut at its bars and dots, and each part told for what it is.
//! 2. The first line that is nothing of this is the headline; the next one ends the masthead.

use super::article::{Masthead, Publication, one_line};
use super::names::tables;
use crate::date::{Day, find_dates};

/// How many lines are looked at.
const MOST_LINES: usize = 14;

/// A longer line is of the text.
const LONGEST: usize = 220;

/// Labels of lines that say nothing that a brief has a place for.
const DROPPED: [&str; 17] = [
    "age",
    "category",
    "categories",
    "tags",
    "tag",
    "topics",
    "topic",
    "filed under",
    "region",
    "regions",
    "section",
    "share",
    "print",
    "download",
    "reading time",
    "posted in",
    "article",
];

/// Reads the masthead of a text: what it says, and how many of the paragraphs it is.
pub(super) fn read(paragraphs: &[String]) -> (Masthead, usize) {
    let mut masthead = Masthead::default();
    let mut length = 0;
    for (at, text) in paragraphs.iter().enumerate().take(MOST_LINES) {
        let is_last = at + 1 == paragraphs.len();
        let is_own = (!is_last || masthead.title.is_empty()) && take(&mut masthead, text);
        if is_own {
            length = at + 1;
        } else if masthead.title.is_empty() && text.len() <= LONGEST && !is_last {
            masthead.title = text.trim_matches('#').trim().to_owned();
            length = at + 1;
        } else {
            break;
        }
    }
    (masthead, length)
}

/// Takes a line into the masthead, if it is one of it.
pub(super) fn take(masthead: &mut Masthead, line: &str) -> bool {
    if let Some(rest) = after_label(line, &["summary", "abstract", "standfirst", "executive summary"]) {
        if masthead.standfirst.is_none() {
            masthead.standfirst = Some(one_line(rest));
        }
        return true;
    }
    if line.len() > LONGEST {
        return false;
    }
    let mut taken = masthead.clone();
    let parts = parts(line);
    let is_taken = !parts.is_empty() && parts.iter().all(|part| take_part(&mut taken, part, parts.len() > 1));
    if is_taken {
        *masthead = taken;
    }
    is_taken
}

/// The parts of a line between its bars, dots and dashes.
fn parts(line: &str) -> Vec<&str> {
    let parts = line
        .split(['|', '·', '•', '\t'])
        .flat_map(|part| part.split(" — "))
        .flat_map(|part| part.split(" – "));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn take_part(masthead: &mut Masthead, part: &str, is_one_of_several: bool) -> bool {
    if after_label(part, &DROPPED).is_some() || is_reading_time(part) || is_clock(part) {
        return true;
    }
    if let Some((day, before, after)) = dated(part) {
        let after = after.trim_matches([' ', ',', '(', ')', '.']);
        let is_tail = after.is_empty() || is_clock(after) || after_label(after, &DROPPED).is_some();
        let label = before.trim_matches([' ', ',', ':', '(']);
        let is_label = label.is_empty()
            || tables::WEEKDAYS.contains(&label)
            || [
                "published",
                "posted",
                "date",
                "published on",
                "updated",
                "last updated",
                "issued",
                "released",
            ]
            .contains(&label.to_lowercase().as_str());
        if is_tail && is_label {
            masthead.date = masthead.date.or(Some(day));
            return true;
        }
        let is_beside = is_tail && !label.is_empty() && take_words(masthead, label, true);
        let is_ahead = !is_tail && is_label && take_words(masthead, after, true);
        if is_beside || is_ahead {
            masthead.date = masthead.date.or(Some(day));
        }
        return is_beside || is_ahead;
    }
    take_words(masthead, part, is_one_of_several)
}

/// Takes words without a date: a byline, a publication; `beside` others also a bare name.
fn take_words(masthead: &mut Masthead, words: &str, beside: bool) -> bool {
    let byline = after_label(words, &["by", "author", "authors", "written by", "analysis by"])
        .or_else(|| words.strip_prefix("By ").or_else(|| words.strip_prefix("by ")))
        .or_else(|| words.strip_prefix("BY "));
    if let Some(names) = byline {
        let mut authors = authors(names);
        // An agency signs with one word. What holds no name, as “By April the deal was off.”, is of the text.
        if authors.is_empty() && is_name(names) {
            authors.push(names.to_owned());
        }
        if authors.is_empty() {
            return false;
        }
        if masthead.authors.is_empty() {
            masthead.authors = authors;
        }
        return true;
    }
    let is_title_known = !masthead.title.is_empty();
    // The name of the publication may stand before the bar, its numbers after it.
    let (volume, issue) = numbers(words);
    if let Some(known) = &mut masthead.publication
        && (volume.is_some() || issue.is_some())
        && words.starts_with(|c: char| c.is_alphabetic())
        && words.len() < 40
    {
        known.volume = known.volume.take().or(volume.map(|(_, number)| number));
        known.issue = known.issue.take().or(issue.map(|(_, number)| number));
        return true;
    }
    let is_sure = |publication: &Publication| publication.volume.is_some() && publication.issue.is_some();
    if let Some(publication) = publication(words)
        && (is_title_known || words.starts_with("Publication") || is_sure(&publication))
    {
        masthead.publication.get_or_insert(publication);
        return true;
    }
    if is_title_known && masthead.authors.is_empty() && looks_like_author(words) {
        masthead.authors = authors(words);
        return true;
    }
    let is_name =
        words.len() <= 60 && words.starts_with(char::is_uppercase) && !words.ends_with(['.', '?', '!']);
    if beside && is_title_known && is_name && masthead.publication.is_none() {
        masthead.publication = Some(Publication { name: words.to_owned(), ..Publication::default() });
        return true;
    }
    false
}

/// What follows one of the labels and a colon.
fn after_label<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, rest) = text.split_once(':')?;
    let label = label.trim();
    labels.iter().any(|known| known.eq_ignore_ascii_case(label)).then(|| rest.trim())
}

/// The first whole date in a line, and what stands before and after it.
fn dated(text: &str) -> Option<(Day, &str, &str)> {
    let found = find_dates(text).into_iter().find(|date| date.is_full() && date.end.is_none())?;
    let day = Day::parse(&found.edtf()?)?;
    Some((day, &text[..found.range.start], &text[found.range.end..]))
}

/// `05:20 PM`, `09:30 GMT`, and what may follow, as in `05:20 PM Age: 3 days`.
fn is_clock(text: &str) -> bool {
    let text = text.trim_start_matches("at ").trim();
    let Some((hour, rest)) = text.split_once(':') else { return false };
    let is_hour = (1..=2).contains(&hour.len()) && hour.bytes().all(|byte| byte.is_ascii_digit());
    is_hour
        && rest.len() < 40
        && rest.get(..2).is_some_and(|minute| minute.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_reading_time(text: &str) -> bool {
    let text = text.to_lowercase();
    text.len() < 24
        && (text.ends_with("min read") || text.ends_with("minute read") || text.ends_with("minutes read"))
}

/// A publication with its volume or issue: “Eurasia Daily Monitor Volume: 13 Issue: 5”, “Letter, No. 17”.
pub(super) fn publication(text: &str) -> Option<Publication> {
    let labelled = after_label(text, &["publication", "published in", "journal", "newsletter"]);
    let text = labelled.unwrap_or(text);
    let (volume, issue) = numbers(text);
    let first = [&volume, &issue].into_iter().flatten().map(|(at, _)| *at).min();
    if labelled.is_none() && first.is_none() {
        return None;
    }
    let name = text[..first.unwrap_or(text.len())]
        .trim_matches(|c: char| c.is_whitespace() || ",;:-–—(".contains(c));
    let is_name = !name.is_empty() && name.len() <= 80 && name.starts_with(char::is_uppercase);
    is_name.then(|| Publication {
        name: name.to_owned(),
        volume: volume.map(|(_, number)| number),
        issue: issue.map(|(_, number)| number),
    })
}

/// A number and where the word before it stands.
type Numbered = Option<(usize, String)>;

/// The volume and the issue that a text names.
fn numbers(text: &str) -> (Numbered, Numbered) {
    (numbered(text, &["volume", "vol"]), numbered(text, &["issue", "no", "number", "nr"]))
}

/// Where one of the words stands before a number, and the number.
fn numbered(text: &str, words: &[&str]) -> Numbered {
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        let rest = text[at + word.len()..].trim_start_matches([':', '.', ' ', '#']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if words.iter().any(|known| known.eq_ignore_ascii_case(word)) && digits > 0 {
            return Some((at, rest[..digits].to_owned()));
        }
        at += piece.len();
    }
    None
}

/// The names of a byline: “Anna Bell, Carl Dorn and Eve Frank”.
pub(super) fn authors(text: &str) -> Vec<String> {
    let text = text.replace(" and ", ",").replace(" & ", ",").replace(';', ",");
    let names = text.split(',').map(one_line).map(|name| {
        // An address may follow: “Ana Brandt <ana@example.org>”.
        let name = name.split(['<', '(']).next().unwrap_or_default().trim().trim_end_matches('.');
        let titles = ["Dr. ", "Dr ", "Prof. ", "Professor ", "Amb. ", "Ambassador ", "Gen. ", "Col. "];
        titles.iter().find_map(|title| name.strip_prefix(title)).unwrap_or(name).to_owned()
    });
    names.filter(|name| name.contains(' ') && is_name(name)).collect()
}

/// Whether each word of a text begins with a large letter, but for particles.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    (1..=6).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase) || tables::PARTICLES.contains(&word.to_lowercase().as_str())
        })
        && !text.contains(|c: char| c.is_ascii_digit() || "?!:\"“”".contains(c))
}

/// Whether a line that no label leads seems to be a byline.
fn looks_like_author(text: &str) -> bool {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty()).count();
    let names = authors(text);
    (2..=9).contains(&words)
        && !names.is_empty()
        && names.iter().all(|name| {
            let words: Vec<&str> = name.split(' ').collect();
            words.len() <= 4
                && !words.iter().any(|word| tables::is_head(word) || tables::is_demonym(word))
                && (tables::is_first_name(words[0]) || tables::has_surname_ending(words[words.len() - 1]))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_begins_with_by_is_no_byline() {
        let read = |lines: &[&str]| {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            let (masthead, length) = read(&lines);
            (masthead.title, masthead.authors, length)
        };
        for first in ["By April the deal was off.", "By all accounts the deal was struck."] {
            assert_eq!(
                read(&["The deal", first, "More."]),
                ("The deal".to_owned(), Vec::new(), 1),
                "{first}"
            );
        }
        for (line, author) in [
            ("By Ana Brandt", "Ana Brandt"),
            ("By: Ana Brandt <ana@example.org>", "Ana Brandt"),
            ("By Reuters", "Reuters"),
        ] {
            assert_eq!(
                read(&["The deal", line, "Text."]),
                ("The deal".to_owned(), vec![author.to_owned()], 2)
            );
        }
    }
}
