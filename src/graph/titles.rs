//! Titles in a text: “former Defence Minister X”, “Belarus’s Foreign Minister X”, “President of Belarus X”.
//!
//! A title ends where the name of a person begins, with nothing between, or stands at the head of the words
//! of a mention. Before it may stand whose office it is, and words that say when it is held.

use super::LinkedBrief;
use super::mentions::Mention;
use super::offices::{Office, Tense, plain_words, tense};
use super::registry::EntityIndex;
use crate::span::Span;

/// A title that a text gives a person.
pub(super) struct Title<'a> {
    pub(super) mention: &'a Mention,
    pub(super) office: Office,
    /// Of what, where the text says so: “Belarus’s Foreign Minister”.
    pub(super) of: Option<EntityIndex>,
    /// The title and the name.
    pub(super) span: Span,
    /// Whether it may be another's: “the president Makei serves”.
    pub(super) in_doubt: bool,
}

/// The title that stands before a mention, or at the head of its words.
pub(super) fn title_of<'a>(brief: &LinkedBrief, mention: &'a Mention) -> Option<Title<'a>> {
    let body = &brief.brief.body;
    let block = body.blocks[mention.block as usize].text;
    let before = body.slice(Span { end: mention.text.start, ..block });
    if !may_hold_office(body.slice(Span { end: mention.text.end, ..block })) {
        return None;
    }
    let own: Vec<&str> = body.slice(mention.text).split(' ').collect();
    // A link may be a title alone; a name that was found is one by itself.
    let longest = if mention.reference.is_some() { own.len() } else { own.len() - 1 };
    let within = (1..=longest).rev().find_map(|count| {
        let words: String = own[..count].join(" ");
        let (office, from) = Office::at_end(&clause(&format!("{before}{words}")))?;
        let covered = plain_words(&words).len();
        (clause(&format!("{before}{words}")).len() - from >= covered).then_some((office, before.to_owned()))
    });
    if let Some((office, before)) = within {
        let office = qualified(office, &before)?;
        return Some(Title { mention, office, of: None, span: mention.text, in_doubt: false });
    }
    let (title, of) = match of_what(brief, block, before) {
        Some((title, of)) => (title, Some(of)),
        None => (before.strip_suffix(' ')?, None),
    };
    let words = clause(title);
    let (office, from) = Office::at_end(&words)?;
    let length = length_of_last(title, words.len() - from);
    let start = title.len() - length;
    let of = of.or_else(|| owner(brief, block, &title[..start]));
    let office = qualified(office, &title[..start])?;
    let span = Span { start: block.start + start as u32, end: mention.text.end };
    let is_small = title[start..].starts_with(char::is_lowercase);
    let in_doubt = of.is_none() && is_small && title[..start].to_lowercase().ends_with("the ");
    Some(Title { mention, office, of, span, in_doubt })
}

/// Whether the end of a text holds a word of some title: most names stand without one.
fn may_hold_office(text: &str) -> bool {
    let mut start = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let end = text[start..].to_lowercase();
    STEMS.iter().any(|stem| end.contains(stem))
}

/// How many bytes a title and the name after it take at most.
const LONGEST: usize = 200;

/// A part of each title that is known.
const STEMS: [&str; 10] = [
    "ambassador",
    "chair",
    "chancellor",
    "general",
    "governor",
    "mayor",
    "minist",
    "premier",
    "president",
    "secretary",
];

/// The words of a text since the last mark.
fn clause(text: &str) -> Vec<String> {
    let start = text.rfind([',', ';', ':', '.', '!', '?', '(', ')', '"', '“', '”', '—']);
    let text = start.map_or(text, |at| text[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    plain_words(text)
}

/// The bytes of the last words of a text, where a prefix with a hyphen counts as a word.
fn length_of_last(text: &str, count: usize) -> usize {
    let mut left = count;
    let mut start = text.len();
    for word in text.rsplit(' ') {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(plain_words(word).len().max(1));
        start = word.as_ptr() as usize - text.as_ptr() as usize;
    }
    text.len() - start
}

/// An office with what words before it say of its time: “former Belarusian Foreign Minister”. `None` where
/// they leave that in doubt.
fn qualified(office: Office, before: &str) -> Option<Office> {
    let words: Vec<&str> = before.split_whitespace().rev().take(4).collect();
    for word in words {
        let plain = plain_words(word);
        if let Some(tense) = plain.first().and_then(|word| tense(word)) {
            return (office.tense == Tense::Now).then_some(Office { tense, ..office });
        }
        // Only names and adjectives of countries stand between: “former Belarusian”.
        if !word.starts_with(char::is_uppercase) || word.ends_with([',', '.', ';', ':']) {
            break;
        }
    }
    Some(office)
}

/// The words before “of Belarus ” with what stands there, where that is a mention.
fn of_what<'t>(brief: &LinkedBrief, block: Span, before: &'t str) -> Option<(&'t str, EntityIndex)> {
    let named = before.strip_suffix(' ')?;
    let end = block.start + named.len() as u32;
    let mention = mention_ending_at(brief, end)?;
    let title = &before[..(mention.text.start - block.start) as usize];
    let title = title.strip_suffix(" of ").or_else(|| title.strip_suffix(" of the "))?;
    Some((title, mention.entity))
}

/// Whose office it is, where a mention in the possessive stands before the title.
fn owner(brief: &LinkedBrief, block: Span, before: &str) -> Option<EntityIndex> {
    let owner = before.trim_end();
    let owner = ["’s", "'s", "’", "'"].into_iter().find_map(|end| owner.strip_suffix(end))?;
    Some(mention_ending_at(brief, block.start + owner.len() as u32)?.entity)
}

fn mention_ending_at(brief: &LinkedBrief, end: u32) -> Option<&Mention> {
    let mentions = &brief.links.mentions;
    let at = mentions.partition_point(|mention| mention.text.start < end).checked_sub(1)?;
    Some(&mentions[at]).filter(|mention| mention.text.end == end)
}
