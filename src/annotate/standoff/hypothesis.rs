//! Rows of Hypothesis: what its interface answers, and what its client exports.
//!
//! A row's words are Markdown, its tags texts, its selectors those of the Web Annotation Data Model. One that
//! replies names those before it; one that only its author may read stays unpublished.

use super::Draft;
use super::contents::Events;
use super::json::Reading;
use super::selectors;
use super::web_annotation::{Bodies, day, finish, last_part};
use crate::annotate::body::NoteType;
use crate::document::json::{Json, Value};
use crate::span::Span;

/// The draft of a row.
pub(super) fn draft(reading: &mut Reading<'_>, row: &Json) -> Draft<'static> {
    let place = row.get("id").map_or(Span { end: row.span.start + 1, ..row.span }, |id| id.span);
    let outside = reading.text_of(row, "id").map(str::to_owned);
    let label = outside.as_deref().map(last_part).unwrap_or_default();
    let mut draft = Draft::new(label, place.shifted(reading.start as usize));
    draft.outside = outside;
    draft.reply_to = row.items_of("references").last().and_then(Json::text).map(str::to_owned);
    for target in row.items_of("target") {
        match target.value {
            Value::Object(_) => draft.targets.extend(selectors::quote(target, reading.start)),
            _ => reading.report_type(target, "target", "a resource"),
        }
    }
    draft.signature.creator = creator(row);
    draft.signature.created = day(reading, row);
    let words: Events = match row.get("text") {
        Some(words) if words.text().is_some() => reading.markdown(words, &draft.label),
        Some(words) => {
            reading.report_type(words, "text", "a text");
            Events::new()
        }
        None => Events::new(),
    };
    let mut tags = Vec::new();
    for tag in row.items_of("tags") {
        match tag.text() {
            Some(tag) => tags.push(tag.trim().to_owned()),
            None => reading.report_type(tag, "tags", "a list of texts"),
        }
    }
    let mut drafts = finish(draft, Bodies::of_words(words, tags), reading.language);
    let mut draft = drafts.pop().expect("words make one draft");
    if is_private(row) {
        draft.note = Some(NoteType::Editor);
        draft.claim = None;
    }
    draft
}

/// Whether only its author may read a row, or a moderator has hidden it.
fn is_private(row: &Json) -> bool {
    let hidden = row.get("hidden").is_some_and(|hidden| hidden.value == Value::Flag(true));
    let readers = row.get("permissions").map_or(&[][..], |permissions| permissions.items_of("read"));
    let is_one = |reader: &Json| reader.text().is_some_and(|reader| reader.starts_with("acct:"));
    hidden || !readers.is_empty() && readers.iter().all(is_one)
}

/// The name that a writer shows, or else that of the account.
fn creator(row: &Json) -> Option<String> {
    let shown = row.get("user_info").and_then(|info| info.text_of("display_name"));
    let name = shown.filter(|name| !name.trim().is_empty()).or_else(|| {
        let account = row.text_of("user")?;
        Some(account.strip_prefix("acct:").unwrap_or(account).split('@').next().unwrap_or_default())
    })?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
