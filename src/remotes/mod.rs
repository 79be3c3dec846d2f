//! The inventories of other sites, which links can name by id: `[text](NAME:id)`.
//!
//! 1. For each `[remotes.NAME]` its file is looked up; nothing is ever fetched.
//! 2. The file's SHA-256 is held against the one that is pinned.
//! 3. The file is read: the `entities.json` of a postil site (`entities`), or the `objects.inv` of a
//!    Sphinx site (`sphinx`). An inventory is foreign text: its addresses are kept only where they
//!    stay within their site, its words without control characters and not longer than needed.
//! 4. [`Remote::find`] looks an id up, and says what became of one that is gone.

mod entities;
mod entry;
mod find;
mod sphinx;

pub use entry::{Entry, Inventory, State};
pub use find::{Found, Lost};

use crate::config::{BaseUrl, Config, RemoteSetting};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{Digest, sha256};
use crate::path::SitePath;
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Another site, with its inventory.
#[derive(Debug, Clone)]
pub struct Remote {
    /// What stands before the colon of links to it.
    pub name: String,
    /// What readers see of it.
    pub title: String,
    /// The address of its home page.
    pub url: BaseUrl,
    /// The day on which its inventory was fetched, `2025-03-20`; empty where that was not said.
    pub fetched: String,
    inventory: Arc<Inventory>,
}

/// All remotes of a site, by name; `None` for one that cannot be used, which was reported.
pub type Remotes = BTreeMap<String, Option<Remote>>;

/// What was read of a file, or why it could not be: words that follow the file's name.
pub type Read = Result<Arc<Inventory>, String>;

/// An inventory's bytes as postil has read them, with their SHA-256.
#[derive(Debug, Clone)]
pub struct Fetched {
    sha256: String,
    read: Read,
}

/// Reads an inventory. The value depends on the bytes alone.
pub fn read(bytes: &[u8]) -> Fetched {
    let read = match bytes.starts_with(sphinx::HEAD) {
        true => sphinx::read(bytes),
        false => entities::read(bytes),
    };
    Fetched { sha256: sha256(bytes), read: read.map(Arc::new) }
}

/// The remotes that the settings name, and what is wrong with them. `inventories` are the files, by
/// path; `memo` reads a file whose digest is given, or remembers what was read of it.
pub fn remotes<'a>(
    config: &Config,
    inventories: &BTreeMap<&SitePath, (&'a [u8], Digest)>,
    memo: impl Fn(Digest, &'a [u8]) -> Arc<Fetched>,
) -> (Remotes, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let settings = SitePath::new("postil.toml");
    let mut remotes = Remotes::new();
    for setting in config.remotes.values() {
        let mut report = |code, span: Span, message: String, help: String| {
            diagnostics.push(Diagnostic::new(code, &settings, span, message).help(help));
        };
        let remote = setting.file.as_ref().and_then(|(path, span)| {
            let Some((bytes, digest)) = inventories.get(path) else {
                report_missing(path, *span, inventories, &mut report);
                return None;
            };
            let fetched = memo(*digest, bytes);
            check_digest(setting, path, &fetched, &mut report);
            remote(setting, path, *span, &fetched, &mut report)
        });
        remotes.insert(setting.name.clone(), remote);
    }
    (remotes, diagnostics)
}

/// What takes a code, a place in the settings, a message and its help.
type Report<'r> = dyn FnMut(Code, Span, String, String) + 'r;

fn report_missing(
    path: &SitePath,
    span: Span,
    inventories: &BTreeMap<&SitePath, (&[u8], Digest)>,
    report: &mut Report<'_>,
) {
    let near = crate::nearest::nearest(path.as_str(), inventories.keys().map(|path| path.as_str()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "fetch the `entities.json` or `objects.inv` of the other site, and save it there".to_owned(),
    };
    report(Code::InvalidRemote, span, format!("there is no inventory `{path}`"), help);
}

fn check_digest(setting: &RemoteSetting, path: &SitePath, fetched: &Fetched, report: &mut Report<'_>) {
    let actual = &fetched.sha256;
    match &setting.sha256 {
        Some((pinned, _)) if pinned == actual => {}
        Some((pinned, span)) => report(
            Code::ChangedRemote,
            *span,
            format!("{path} has the SHA-256 {actual}, and {pinned} is pinned"),
            format!(
                "if it was fetched anew, write `sha256 = \"{actual}\"` and the day under `fetched`; \
                 else take the file back as it was"
            ),
        ),
        None if setting.bad_sha256 => {}
        None => report(
            Code::MissingKey,
            setting.span,
            format!("[remotes.{}] has no `sha256`, which pins its inventory", setting.name),
            format!("write `sha256 = \"{actual}\"`"),
        ),
    }
}

fn remote(
    setting: &RemoteSetting,
    path: &SitePath,
    span: Span,
    fetched: &Fetched,
    report: &mut Report<'_>,
) -> Option<Remote> {
    let inventory = match &fetched.read {
        Ok(inventory) => Arc::clone(inventory),
        Err(reason) => {
            let help =
                "fetch it again: the `entities.json` of a postil site, or the `objects.inv` of a Sphinx site";
            report(Code::InvalidRemote, span, format!("{path} {reason}"), help.to_owned());
            return None;
        }
    };
    let own_title = inventory.title.clone().filter(|title| !title.is_empty());
    Some(Remote {
        name: setting.name.clone(),
        title: setting.title.clone().or(own_title).unwrap_or_else(|| setting.name.clone()),
        url: setting.url.clone()?,
        fetched: setting.fetched.map(|day| day.to_string()).unwrap_or_default(),
        inventory,
    })
}

#[cfg(test)]
mod tests;
