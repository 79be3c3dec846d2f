//! A reference at the end of an article: “Author, “Title,” Outlet, 3 May 2016, https://… (accessed 4 May 2016).”
//!
//! 1. Its address and the day on which it was looked at are taken out.
//! 2. A title in quotation marks, or in emphasis, parts the makers before it from the outlet after it.
//! 3. Without one, makers, title and the rest are told by their commas and stops.
//! 4. What is a sentence, and no reference, stays a note.

use super::bracket::{self, ACCESSED};
use super::{Citation, Source};
use crate::date::{Day, find_dates};
use crate::import::article::{Block, MarkKind, Publication, one_line};
use crate::import::dates::Clock;
use crate::import::masthead;
use crate::import::names::tables;

/// A longer note is no reference.
const LONGEST: usize = 600;

/// What a reference says.
#[derive(Debug)]
pub(in crate::import) enum Read {
    /// A source; why it may be wrong.
    Source(Box<Citation>, Option<&'static str>),
    /// The source of the reference before, and the place in it.
    Ibid(Option<String>),
    /// A remark.
    Remark,
}

const PUNCTUATION: &[char] = &[' ', ',', '.', ';', ':', '(', ')', '[', ']', '–', '—'];

/// Reads a reference.
pub(in crate::import) fn read(block: &Block, clock: &Clock) -> Read {
    let text = block.text.trim();
    if text.len() > LONGEST {
        return Read::Remark;
    }
    if let Some(rest) = ["Ibid.", "ibid.", "Ibid", "Idem"].iter().find_map(|word| text.strip_prefix(word)) {
        return Read::Ibid(pages(rest).map(|(pages, _)| pages));
    }
    let url = block.marks.iter().find_map(|mark| match &mark.kind {
        MarkKind::Link(address) if address.starts_with("http") => Some(address.clone()),
        _ => None,
    });
    let bare = one_line(&without_addresses(text));
    let (prefix, bare) =
        match ["See also ", "See ", "Cf. ", "see "].iter().find(|word| bare.starts_with(**word)) {
            Some(word) => (Some(word.trim_end().to_owned()), bare[word.len()..].to_owned()),
            None => (None, bare),
        };
    let (rest, accessed) = without_accessed(&bare, clock);
    let titled = quoted_title(&rest).or_else(|| emphasised_title(block, &rest));
    let mut source = match titled {
        Some((head, title, tail)) => titled_source(head, title, tail),
        None => {
            let plain = rest.trim_end_matches('.');
            if let Some(bracket) = bracket::read(plain, clock).filter(|bracket| bracket.citations.len() == 1)
            {
                let mut citation = bracket.citations.into_iter().next().expect("there is one");
                citation.source.url = url.or(citation.source.url);
                citation.source.accessed = accessed.or(citation.source.accessed);
                return Read::Source(Box::new(citation), None);
            }
            match untitled_source(plain) {
                Some(source) => source,
                None if url.is_some() => {
                    Source { kind: "web", title: Some(plain.to_owned()), ..Source::default() }
                }
                None => return Read::Remark,
            }
        }
    };
    if source.date.is_none() && url.is_none() && source.title.is_none() {
        return Read::Remark;
    }
    let is_told = source.title.as_ref().is_some_and(|title| !title.is_empty());
    if !is_told {
        source.title = Some(rest.trim_matches(PUNCTUATION).to_owned());
    }
    if source.outlet.is_none() && source.kind == "article" {
        source.kind = if url.is_some() { "web" } else { "report" };
    }
    let doubt = match (&source.date, is_told) {
        (None, _) => Some("it has no date"),
        (_, false) => Some("its parts could not be told apart"),
        _ => None,
    };
    source.url = url;
    source.accessed = accessed;
    Read::Source(Box::new(Citation { prefix, source, locator: None }), doubt)
}

/// A text without the addresses in it.
fn without_addresses(text: &str) -> String {
    let words = text.split(' ').filter(|word| !word.trim_start_matches(['<', '(']).starts_with("http"));
    words.collect::<Vec<_>>().join(" ")
}

/// A text without “(accessed 4 May 2016)”, and that day.
fn without_accessed(text: &str, clock: &Clock) -> (String, Option<Day>) {
    let lower = text.to_ascii_lowercase();
    if !ACCESSED.iter().any(|word| lower.contains(word)) {
        return (text.to_owned(), None);
    }
    let (before, day) = bracket::accessed(text, clock);
    (
        before.trim_end_matches(PUNCTUATION).to_owned()
            + if before.ends_with(['”', '"']) { "" } else { "." },
        day,
    )
}

/// What stands before, in and after the first quotation marks.
fn quoted_title(text: &str) -> Option<(&str, String, &str)> {
    const MARKS: [(char, &[char]); 4] = [('“', &['”']), ('"', &['"']), ('„', &['“', '”']), ('«', &['»'])];
    let (open, (mark, ends)) =
        MARKS.iter().filter_map(|pair| text.find(pair.0).map(|at| (at, pair))).min_by_key(|(at, _)| *at)?;
    let start = open + mark.len_utf8();
    let end = start + text[start..].find(*ends)?;
    let after = end + text[end..].chars().next().map_or(0, char::len_utf8);
    let title = text[start..end].trim_matches([' ', ',', '.', ';']).to_owned();
    (!title.is_empty()).then(|| (&text[..open], title, &text[after..]))
}

/// What stands before, in and after the first emphasised words, where those are a title.
fn emphasised_title<'a>(block: &Block, text: &'a str) -> Option<(&'a str, String, &'a str)> {
    let mark = block.marks.iter().find(|mark| mark.kind == MarkKind::Emphasis)?;
    let words = one_line(block.text.get(mark.range.clone())?);
    let at = text.find(&words).filter(|_| words.len() > 3)?;
    Some((&text[..at], words.trim_matches([' ', ',', '.']).to_owned(), &text[at + words.len()..]))
}

fn titled_source(head: &str, title: String, tail: &str) -> Source {
    let mut source = Source { kind: "article", title: Some(title), ..Source::default() };
    set_makers(&mut source, head.trim_matches(PUNCTUATION));
    set_rest(&mut source, tail);
    source
}

/// The people or the body before a title.
fn set_makers(source: &mut Source, head: &str) {
    if head.is_empty() {
        return;
    }
    let head = head.trim_end_matches(" (eds").trim_end_matches(" (ed");
    let authors = masthead::authors(head);
    let are_people = !authors.is_empty()
        && authors.iter().all(|name| {
            let words: Vec<&str> = name.split(' ').collect();
            let is_initial = words[0].len() <= 3 && words[0].ends_with('.');
            let last = words[words.len() - 1];
            !words.iter().any(|word| tables::is_head(word))
                && words.len() <= 4
                && (is_initial
                    || tables::is_first_name(words[0])
                    || tables::has_surname_ending(last)
                    || words.len() == 2)
        });
    if are_people && !tables::is_listed_body(head) {
        source.authors = authors;
    } else {
        source.body = Some(head.to_owned());
    }
}

/// Outlet, volume, place, pages and date after a title.
fn set_rest(source: &mut Source, tail: &str) {
    let (tail, pages) = match pages(tail) {
        Some((pages, tail)) => (tail, Some(pages)),
        None => (tail.to_owned(), None),
    };
    source.pages = pages;
    let date = find_dates(&tail).into_iter().rfind(|date| date.start.year.is_some());
    let (before, after) = match &date {
        Some(date) => (&tail[..date.range.start], &tail[date.range.end..]),
        None => (tail.as_str(), ""),
    };
    source.date = date.as_ref().and_then(crate::date::ProseDate::edtf);
    let before = before.trim_matches(PUNCTUATION);
    let before = if before.is_empty() { after.trim_matches(PUNCTUATION) } else { before };
    let mut pieces = before.split([',', ';']).map(|piece| piece.trim_matches(PUNCTUATION)).filter(|piece| {
        !piece.is_empty()
            && !matches!(piece.to_lowercase().as_str(), "press release" | "in" | "online" | "pdf")
    });
    let Some(first) = pieces.next() else { return };
    if tables::is_listed_place(first) {
        source.location = Some(first.to_owned());
        return;
    }
    source.outlet = Some(numbered_outlet(first, pieces.next()));
}

/// An outlet with the volume that stands after its name: “Latvian Journal of Physics 58”.
fn numbered_outlet(name: &str, next: Option<&str>) -> Publication {
    let whole = next.map_or_else(|| name.to_owned(), |next| format!("{name}, {next}"));
    if let Some(publication) = masthead::publication(&whole) {
        return publication;
    }
    let (words, last) = name.rsplit_once(' ').unwrap_or((name, ""));
    let is_journal = ["Journal", "Review", "Quarterly", "Studies", "Affairs", "Survey"]
        .iter()
        .any(|word| words.contains(word));
    let is_volume = is_journal && !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    Publication {
        name: if is_volume { words.to_owned() } else { name.trim_start_matches("in ").to_owned() },
        volume: is_volume.then(|| last.to_owned()),
        issue: None,
    }
}

/// “pp. 33–47” in a text: the pages, and the text without them.
fn pages(text: &str) -> Option<(String, String)> {
    let (at, lead) = ["pp. ", "p. ", "pages ", "page "].iter().find_map(|lead| {
        let at = text.find(lead)?;
        text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric()).then_some((at, lead))
    })?;
    let rest = &text[at + lead.len()..];
    let length = rest.find(|c: char| !(c.is_ascii_digit() || "-–, ".contains(c))).unwrap_or(rest.len());
    let pages = rest[..length].trim_matches([' ', ',', '-', '–']).replace('–', "-");
    (!pages.is_empty()).then(|| (pages, format!("{}{}", &text[..at], &rest[length..])))
}

/// A reference without marks around its title: “World Bank, Economic Update. Washington, 2015”.
fn untitled_source(text: &str) -> Option<Source> {
    let date = find_dates(text).into_iter().rfind(|date| date.start.year.is_some())?;
    let before = text[..date.range.start].trim_matches(PUNCTUATION);
    let after = text[date.range.end..].trim_matches(PUNCTUATION);
    let has_pages = pages(after).is_some();
    if after.len() > 60 && !has_pages {
        return None;
    }
    let pieces: Vec<&str> = before
        .split(". ")
        .flat_map(|piece| piece.split(", "))
        .map(|piece| piece.trim_matches(PUNCTUATION))
        .filter(|piece| !piece.is_empty())
        .collect();
    // A sentence with a date in it is no reference: its pieces begin with small letters.
    let large = pieces
        .iter()
        .filter(|piece| piece.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .count();
    if pieces.len() < 2 || large + 1 < pieces.len() || pieces[0].split(' ').count() > 8 || text.contains(';')
    {
        return None;
    }
    let mut source = Source { kind: "report", title: Some(pieces[1].to_owned()), ..Source::default() };
    set_makers(&mut source, pieces[0]);
    source.date = date.edtf();
    source.location = pieces.get(2).map(|place| (*place).to_owned());
    source.pages = pages(after).map(|(pages, _)| pages);
    Some(source)
}
