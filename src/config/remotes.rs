//! The other sites that links may name: `[remotes.NAME]`.

use super::authorities::Authority;
use super::read::TAKEN;
use super::table::{Table, Text};
use super::{BaseUrl, Kinds};
use crate::date::Day;
use crate::diagnostic::Code;
use crate::path::{SitePath, check_slug, slugify};
use crate::span::Span;
use std::collections::BTreeMap;

/// Another site whose inventory is kept with this one. What is missing or wrong was reported.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteSetting {
    /// What stands before the colon of links to it.
    pub name: String,
    /// Where its table begins in `postil.toml`.
    pub span: Span,
    /// What readers see of it, where that is not the name.
    pub title: Option<String>,
    /// The address of its home page.
    pub url: Option<BaseUrl>,
    /// The file of its inventory.
    pub file: Option<(SitePath, Span)>,
    /// The SHA-256 that the file has to have, in lower-case hexadecimal digits.
    pub sha256: Option<(String, Span)>,
    /// Whether `sha256` is there but is none.
    pub bad_sha256: bool,
    /// The day on which the file was fetched.
    pub fetched: Option<Day>,
}

/// Schemes of addresses that no remote can have the name of, beside those in [`TAKEN`].
const SCHEMES: [&str; 16] = [
    "bitcoin", "chrome", "geo", "git", "intent", "irc", "magnet", "news", "resource", "sftp", "sms", "ssh",
    "urn", "ws", "wss", "xmpp",
];

/// Reads `[remotes]`.
pub(super) fn read(table: &mut Table<'_, '_>, kinds: &Kinds) -> BTreeMap<String, RemoteSetting> {
    let mut remotes = BTreeMap::new();
    table.tables("remotes", |remote, name| {
        let title = remote.text("title").map(|text| text.value);
        let url = url(remote);
        let file = remote.required("file", &format!("\"content/remotes/{}.json\"", name.value));
        let file = file.and_then(|file| checked_file(remote, &file));
        let given = remote.text("sha256");
        let sha256 = given.as_ref().and_then(|text| checked_sha256(remote, text));
        let bad_sha256 = given.is_some() && sha256.is_none();
        let fetched = fetched(remote);
        if is_free(remote, name, kinds) {
            let name = name.clone();
            let setting = RemoteSetting {
                name: name.value.clone(),
                span: name.span,
                title,
                url,
                file,
                sha256,
                bad_sha256,
                fetched,
            };
            remotes.insert(name.value, setting);
        }
    });
    remotes
}

fn url(table: &mut Table<'_, '_>) -> Option<BaseUrl> {
    let text = table.required("url", "\"https://…/\"")?;
    match BaseUrl::parse(&text.value) {
        Ok(url) => Some(url),
        Err(reason) => {
            let message = format!("the `url` “{}” {reason}", text.value);
            let help =
                "write the address of the other site’s home page, such as `https://example.org/brief/`";
            table.report(Code::WrongType, text.span, message, Some(help.to_owned()));
            None
        }
    }
}

fn checked_file(table: &mut Table<'_, '_>, file: &Text) -> Option<(SitePath, Span)> {
    let path = file.value.as_str();
    let is_plain = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let is_inventory = path.ends_with(".json") || path.ends_with(".inv");
    if is_plain && is_inventory && path.starts_with("content/remotes/") {
        return Some((SitePath::new(path), file.span));
    }
    let message = format!("the `file` “{path}” is no place for an inventory");
    let help = "inventories stand in `content/remotes/` and end in `.json` or `.inv`; write the path from the \
                site’s folder, such as `content/remotes/river-desk.json`";
    table.report(Code::WrongType, file.span, message, Some(help.to_owned()));
    None
}

fn checked_sha256(table: &mut Table<'_, '_>, text: &Text) -> Option<(String, Span)> {
    let digits = text.value.to_ascii_lowercase();
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some((digits, text.span));
    }
    let message = format!("`sha256` is “{}”, which is no SHA-256", text.value);
    let help = "write the 64 hexadecimal digits that `sha256sum` prints of the file".to_owned();
    table.report(Code::WrongType, text.span, message, Some(help));
    None
}

fn fetched(table: &mut Table<'_, '_>) -> Option<Day> {
    if !table.has("fetched") {
        table.required("fetched", "2025-03-20");
        return None;
    }
    let text = table.day("fetched")?;
    let day = Day::parse(&text.value);
    if day.is_none() {
        let message = format!("`fetched` is “{}”, which is no day", text.value);
        let help = "write the day on which the file was fetched, as in `fetched = 2025-03-20`".to_owned();
        table.report(Code::InvalidDate, text.span, message, Some(help));
    }
    day
}

/// Whether links can begin with the name: it is a slug, and means nothing else.
fn is_free(table: &mut Table<'_, '_>, name: &Text, kinds: &Kinds) -> bool {
    let word = name.value.as_str();
    if let Err(reason) = check_slug(word) {
        let help = slugify(word).map(|slug| format!("write `[remotes.{slug}]`"));
        table.report(Code::InvalidId, name.span, format!("the remote “{word}” {reason}"), help);
        return false;
    }
    let reason = if kinds.get(word).is_some() {
        "is a kind of entity here"
    } else if Authority::get(word).is_some() {
        "is a registry under `same-as`"
    } else if TAKEN.contains(&word) || SCHEMES.contains(&word) {
        "means something else in links"
    } else if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        "does not begin with a letter, as the word before the colon of a link has to"
    } else {
        return true;
    };
    let message = format!("`{word}` {reason}, and cannot be the name of a remote");
    table.report(Code::InvalidId, name.span, message, Some("choose another word".to_owned()));
    false
}
