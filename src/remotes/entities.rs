//! Reading the `entities.json` of a postil site: an envelope with a list of records.
//!
//! Fields that are not known are passed over, so that a later version can add some.

use super::entry::{self, Entry, Inventory, MOST_ENTRIES, State};
use serde::Deserialize;
use serde_json::Value;

/// The version of the file that is read.
const VERSION: u64 = 1;

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    title: Option<String>,
    entities: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    previous: Value,
    #[serde(default, rename = "same-as", alias = "same_as", alias = "sameAs")]
    same_as: Value,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, rename = "merged-into", alias = "merged_into", alias = "into", alias = "target")]
    into: Option<String>,
    #[serde(default)]
    fragments: Value,
}

/// Reads an inventory; the error is the reason, in words that follow the file's name.
pub(super) fn read(bytes: &[u8]) -> Result<Inventory, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err("is neither the `entities.json` of a postil site nor a Sphinx inventory".to_owned());
    }
    let envelope: Envelope = serde_json::from_slice(bytes)
        .map_err(|error| format!("is no inventory of a postil site: {error}"))?;
    if let Some(format) = envelope.format.filter(|format| format != "postil-entities") {
        return Err(format!("says that it is “{}”, and should be `postil-entities`", entry::name(&format)));
    }
    if let Some(version) = envelope.version.filter(|version| *version != VERSION) {
        return Err(format!("has the version {version}, and this postil reads version {VERSION}"));
    }
    if envelope.entities.len() > MOST_ENTRIES {
        return Err(format!("has {} records, and at most {MOST_ENTRIES} are read", envelope.entities.len()));
    }
    let entries = envelope.entities.iter().filter_map(entry_of).collect();
    Ok(Inventory::new(envelope.title.map(|title| entry::name(&title)), false, entries))
}

fn entry_of(record: &Record) -> Option<Entry> {
    let id = entry::id(&record.id)?;
    let into = record.into.as_deref().map(last_part).and_then(entry::id);
    let state = match record.status.as_deref() {
        Some("merged") => State::Merged(into),
        Some("removed") => State::Removed,
        _ => State::Live,
    };
    Some(Entry {
        name: entry::name(record.name.as_deref().unwrap_or(&id)),
        kind: record.kind.as_deref().map(entry::name).unwrap_or_default(),
        address: record.url.as_deref().filter(|url| !url.is_empty()).and_then(entry::address),
        state,
        previous: texts(&record.previous).map(last_part).filter_map(entry::id).collect(),
        same_as: same_as(&record.same_as),
        fragments: record.fragments.is_array().then(|| fragments(&record.fragments)),
        id,
    })
}

/// The id in an address such as `entities/putin/`; an id is its own.
fn last_part(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// A text, or the texts in a list.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(Value::as_str)
}

fn same_as(value: &Value) -> Vec<(String, String)> {
    let Some(schemes) = value.as_object() else { return Vec::new() };
    let pairs = schemes.iter().flat_map(|(scheme, ids)| texts(ids).map(move |id| (scheme, id)));
    pairs.filter_map(|(scheme, value)| Some((entry::id(scheme)?, entry::id(value)?))).collect()
}

/// Fragments are texts, or records with an `id`.
fn fragments(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    let ids = items.filter_map(|item| item.as_str().or_else(|| item.get("id")?.as_str()));
    ids.map(|id| id.trim_start_matches('#')).filter_map(entry::id).collect()
}
