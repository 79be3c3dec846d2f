//! A bracket that names outlets and dates: “(Belta.by, December 3, 2015; TUT.by, December 4)”.
//!
//! 1. It is cut at its semicolons. Words such as “see” before an outlet stay words.
//! 2. A part is one or several outlets and one or several dates; without an outlet it takes that of
//!    the part before.
//! 3. If a part is none of this, the bracket is a remark, and stays one.

use super::outlet::{is_domain, is_interview, is_known, is_outlet};
use super::{Citation, Source};
use crate::date::{Day, Parts, ProseDate, find_dates};
use crate::import::dates::Clock;
use crate::import::names::tables;

/// No bracket of sources is longer.
const LONGEST: usize = 600;

/// What a bracket comes to.
#[derive(Debug, Default)]
pub(in crate::import) struct Bracket {
    pub(in crate::import) citations: Vec<Citation>,
    pub(in crate::import) doubts: Vec<String>,
}

/// Words before an outlet that stay words.
const PREFIXES: [&str; 16] = [
    "see also",
    "see for example",
    "see, for example",
    "see e.g.",
    "see, e.g.",
    "see",
    "cf.",
    "cf",
    "e.g.",
    "also",
    "as reported by",
    "reported by",
    "quoted by",
    "quoted in",
    "cited in",
    "via",
];

/// Words before the day on which a source was looked at.
pub(super) const ACCESSED: [&str; 7] =
    ["last accessed", "accessed", "retrieved", "viewed", "last visited", "checked", "consulted"];

/// Reads what stands between the brackets.
pub(in crate::import) fn read(text: &str, clock: &Clock) -> Option<Bracket> {
    if text.len() > LONGEST || text.is_empty() {
        return None;
    }
    let mut bracket = Bracket::default();
    let mut outlets: Vec<String> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let known = bracket.citations.len();
        let part = Part::read(part, &outlets, clock)?;
        outlets.clone_from(&part.outlets);
        bracket.citations.extend(part.citations());
        bracket.doubts.extend(part.doubt);
        if bracket.citations.len() == known {
            return None;
        }
    }
    (!bracket.citations.is_empty()).then_some(bracket)
}

/// A part of a bracket.
struct Part {
    prefix: Option<String>,
    author: Option<String>,
    outlets: Vec<String>,
    /// EDTF values.
    dates: Vec<String>,
    accessed: Option<Day>,
    locator: Option<String>,
    doubt: Option<String>,
}

impl Part {
    fn read(part: &str, before: &[String], clock: &Clock) -> Option<Self> {
        let (prefix, part) = prefix(part);
        let (part, accessed) = accessed(part, clock);
        let found = find_dates(part);
        let found: Vec<&ProseDate> =
            found.iter().filter(|date| date.start.month.is_some() || date.start.year.is_some()).collect();
        let head = found.first().map_or(part, |date| &part[..date.range.start]);
        let tail = found.last().map_or("", |date| &part[date.range.end..]);
        let head = head.trim_matches(|c: char| c.is_whitespace() || ",:".contains(c));
        let (dates, locator) = dates(&found, part, tail, clock)?;
        let (author, outlets) = match head {
            "" if dates.is_empty() || before.is_empty() => return None,
            "" => (None, before.to_vec()),
            head => outlets(head)?,
        };
        let is_dated = !dates.is_empty() || accessed.is_some();
        if !is_dated && !outlets.iter().all(|outlet| is_known(outlet)) {
            return None;
        }
        let is_sure = |outlet: &String| is_known(outlet) || is_interview(outlet);
        let doubt = match outlets.as_slice() {
            [_] => None,
            several if several.iter().all(is_sure) => None,
            several => Some(format!("it was read as {} outlets with one date", several.len())),
        };
        Some(Self { prefix, author, outlets, dates, accessed, locator, doubt })
    }

    /// A citation for each outlet and date.
    fn citations(&self) -> Vec<Citation> {
        let mut citations = Vec::new();
        let dates: Vec<Option<String>> = match self.dates.is_empty() {
            true => vec![None],
            false => self.dates.iter().cloned().map(Some).collect(),
        };
        for outlet in &self.outlets {
            for date in &dates {
                let is_first = citations.is_empty();
                citations.push(Citation {
                    prefix: self.prefix.clone().filter(|_| is_first),
                    source: self.source(outlet, date.clone()),
                    locator: self.locator.clone(),
                });
            }
        }
        citations
    }

    fn source(&self, outlet: &str, date: Option<String>) -> Source {
        if is_interview(outlet) {
            let title = crate::letters::capitalised(outlet);
            return Source { kind: "misc", title: Some(title), date, ..Source::default() };
        }
        let what = if self.prefix.is_some() { "Article" } else { "Report" };
        let is_page = date.is_none() && self.accessed.is_some() && is_domain(outlet);
        let address = format!("https://{}", outlet.to_lowercase());
        let page = format!("Page of {outlet}");
        let mut source = Source::report(outlet, date, if is_page { &page } else { what });
        source.accessed = self.accessed;
        source.authors.extend(self.author.clone());
        if is_page {
            source.kind = "web";
            source.url = Some(if address[8..].contains('/') { address } else { format!("{address}/") });
        }
        source
    }
}

/// The words before an outlet, and the rest.
fn prefix(part: &str) -> (Option<String>, &str) {
    for prefix in PREFIXES {
        let Some(head) = part.get(..prefix.len()) else { continue };
        let rest = part[prefix.len()..].trim_start_matches(',');
        if head.eq_ignore_ascii_case(prefix) && rest.starts_with(' ') {
            return (Some(head.to_owned()), rest.trim_start());
        }
    }
    (None, part)
}

/// A part without the words that say when it was looked at, and that day.
pub(super) fn accessed<'a>(part: &'a str, clock: &Clock) -> (&'a str, Option<Day>) {
    let lower = part.to_ascii_lowercase();
    let Some((at, word)) = ACCESSED
        .iter()
        .filter_map(|word| Some((lower.find(word)?, word)))
        .min_by_key(|(at, word)| (*at, word.len()))
    else {
        return (part, None);
    };
    let found = find_dates(&part[at + word.len()..]);
    let Some(date) = found.first() else { return (part, None) };
    let day = point(date.start, clock).and_then(|edtf| Day::parse(&edtf));
    match day {
        Some(day) => {
            (part[..at].trim_end_matches(|c: char| c.is_whitespace() || ",.([".contains(c)), Some(day))
        }
        None => (part, None),
    }
}

/// The EDTF value of a date, whose year is that of the last such day before the article if it names none.
fn point(parts: Parts, clock: &Clock) -> Option<String> {
    match (parts.year, parts.month) {
        (Some(_), _) => parts.edtf(),
        (None, Some(month)) => clock.before(month, parts.day).map(|point| point.edtf()),
        (None, None) => None,
    }
}

/// The values of the dates of a part, and the place in the source that follows them. Only commas, “and” and
/// the bare numbers of further days may stand between and after them.
fn dates(
    found: &[&ProseDate],
    part: &str,
    tail: &str,
    clock: &Clock,
) -> Option<(Vec<String>, Option<String>)> {
    let mut dates = Vec::new();
    for (at, date) in found.iter().enumerate() {
        // “December 15, 16, 2015”: the year belongs to the days before it.
        let is_year_of_day = at > 0 && date.start.month.is_none() && {
            let before = found[at - 1];
            let between = &part[before.range.end..date.range.start];
            before.start.day.is_some()
                && before.start.year.is_none()
                && between.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' '))
        };
        if is_year_of_day {
            continue;
        }
        // “January 3, February 4, 2015”: the year is that of both.
        let later = || found[at..].iter().find_map(|date| date.start.year);
        let with_year = |parts: Parts| Parts { year: parts.year.or_else(later), ..parts };
        let start = point(with_year(date.start), clock)?;
        match date.end {
            Some(end) => dates.push(format!("{start}/{}", point(with_year(end), clock)?)),
            None => dates.push(start),
        }
        let end = found.get(at + 1).map_or(part.len(), |next| next.range.start);
        // “March 3, p. 2”: the number of a page is no day.
        let between = part[date.range.end..end].split('p').next().unwrap_or_default();
        let Some(month) = date.start.month.filter(|_| date.start.day.is_some()) else { continue };
        for number in between.split([',', ' ']).filter_map(|word| word.parse::<u8>().ok()) {
            let day = Parts { day: Some(number), month: Some(month), year: later(), decade: false };
            dates.extend(point(day, clock).filter(|edtf| Day::parse(edtf).is_some()));
        }
    }
    let is_joint = |word: &str| word.is_empty() || word == "and" || word == "&" || word.parse::<u8>().is_ok();
    let tail = tail.trim_matches(|c: char| c.is_whitespace() || ",.".contains(c));
    let locator = (tail.starts_with("p.") || tail.starts_with("pp.") || tail.starts_with("page"))
        .then(|| tail.to_owned());
    let is_plain = locator.is_some() || tail.split([' ', ',']).all(is_joint);
    is_plain.then_some((dates, locator))
}

/// The outlets that stand before a date, and the author before them.
fn outlets(head: &str) -> Option<(Option<String>, Vec<String>)> {
    if is_interview(head) {
        return Some((None, vec![head.to_owned()]));
    }
    let names: Vec<&str> = head
        .split(", ")
        .flat_map(|name| name.split(" and "))
        .map(|name| name.trim().trim_matches(['"', '“', '”', ',', '«', '»']))
        .filter(|name| !name.is_empty())
        .collect();
    // The name of an outlet may hold an “and”.
    let names = if head.contains(" and ") && !names.iter().all(|name| is_known(name)) {
        head.split(", ").map(str::trim).collect()
    } else {
        names
    };
    let is_person = |name: &str| {
        let words: Vec<&str> = name.split(' ').collect();
        (2..=3).contains(&words.len()) && tables::is_first_name(words[0])
    };
    match names.as_slice() {
        [author, outlet] if is_person(author) && is_outlet(outlet) => {
            Some((Some((*author).to_owned()), vec![(*outlet).to_owned()]))
        }
        names if !names.is_empty() && names.len() <= 5 && names.iter().all(|name| is_outlet(name)) => {
            Some((None, names.iter().map(|name| (*name).to_owned()).collect()))
        }
        _ => None,
    }
}
