//! What the script on an open page hears of new snapshots, as server-sent events.
//!
//! 1. The script says which page it shows, in which version. It hears at once what is wrong, and
//!    to load again if its page is not the newest.
//! 2. With each new snapshot it hears what concerns its page: to load again; that only a
//!    stylesheet is another; what is wrong now.
//! 3. A browser that does not read is not waited for: its task sleeps, holds one message, and goes
//!    on with the newest snapshot.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde_json::json;
use tokio::sync::{mpsc, watch};

use super::answer::{Found, find};
use super::snapshot::{Pages, Snapshot};
use crate::hash::Digest;
use crate::output::media_type;

/// After so long without news a line is sent that says nothing, so that a browser that has
/// gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What a browser shows.
pub(super) struct Shown {
    /// The path of its page, as in its address.
    pub(super) at: String,
    /// The digest of the page's bytes.
    pub(super) page: String,
    /// The build that it is of.
    pub(super) since: u64,
}

/// Sends what concerns a page until nobody listens.
pub(super) async fn send(
    mut snapshots: watch::Receiver<Arc<Snapshot>>,
    mut shown: Shown,
    events: mpsc::Sender<Bytes>,
) {
    let mut last: Option<Arc<Snapshot>> = None;
    loop {
        let snapshot = Arc::clone(&snapshots.borrow_and_update());
        let mut text = String::new();
        if last.as_ref().is_none_or(|last| last.faults != snapshot.faults) {
            text.push_str(&event("faults", &snapshot.faults));
        }
        let page = page(&snapshot.site, &shown.at).unwrap_or_default();
        if let Some(change) = change(&shown, last.as_deref(), &snapshot, &page) {
            text.push_str(&change);
        }
        shown.page = digest_of(&page);
        shown.since = snapshot.version;
        last = Some(snapshot);
        if !text.is_empty() && events.send(text.into()).await.is_err() {
            return;
        }
        loop {
            tokio::select! {
                changed = snapshots.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                () = events.closed() => return,
                () = tokio::time::sleep(HEARTBEAT) => {
                    // A full channel means that it does not read: nothing is to be kept for it.
                    events.try_send(Bytes::from_static(b":\n\n")).ok();
                }
            }
        }
    }
}

/// One event. Its data is one line: JSON has no line breaks outside of its escapes.
fn event(name: &str, data: &str) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

/// The digest of the page at a path, or of the page that says that there is none.
pub(super) fn page_digest(pages: &Pages, at: &str) -> String {
    page(pages, at).map_or_else(String::new, |bytes| digest_of(&bytes))
}

fn digest_of(page: &[u8]) -> String {
    Digest::of(page).short()
}

fn page(pages: &Pages, at: &str) -> Option<Arc<[u8]>> {
    // What is made after the pages is none itself.
    match find(|path| pages.file(path), &pages.base_path, at) {
        Found::File(_, bytes) => Some(bytes),
        Found::Nothing(bytes) => bytes,
        Found::Elsewhere(_) | Found::Refused => None,
    }
}

/// What a new snapshot means for a page, which is now `now`.
fn change(shown: &Shown, last: Option<&Snapshot>, snapshot: &Snapshot, now: &[u8]) -> Option<String> {
    let pages = &snapshot.site;
    let digest = digest_of(now);
    let reload = || event("reload", &json!({ "version": snapshot.version }).to_string());
    if digest != shown.page {
        let before = last.map(|last| &*last.site);
        let only_style = before.is_some_and(|before| {
            let (from, to) = (file_name(&before.stylesheet), file_name(&pages.stylesheet));
            let old = page(before, &shown.at).unwrap_or_default();
            !from.is_empty() && String::from_utf8_lossy(&old).replace(from, to).as_bytes() == now
        });
        return Some(match before.filter(|_| only_style) {
            Some(before) => style(&before.stylesheet, &pages.stylesheet, &digest, snapshot.version),
            None => reload(),
        });
    }
    let text = String::from_utf8_lossy(now);
    let mut changed = pages
        .assets
        .iter()
        .filter(|(path, version)| **version > shown.since && text.contains(file_name(path)))
        .map(|(path, _)| path)
        .peekable();
    changed.peek()?;
    // Of several stylesheets one is swapped by name, and more than one by loading again.
    match (changed.next(), changed.next()) {
        (Some(path), None) if media_type(path).starts_with("text/css") => {
            Some(style(path, path, &digest, snapshot.version))
        }
        _ => Some(reload()),
    }
}

/// The event that a stylesheet takes the place of another, or of itself with other bytes.
fn style(from: &str, to: &str, digest: &str, version: u64) -> String {
    let data = json!({ "from": file_name(from), "to": file_name(to), "page": digest, "version": version });
    event("style", &data.to_string())
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Output;

    fn snapshot(version: u64, files: &[(&str, &str)], assets: &[(&str, u64)]) -> Snapshot {
        let mut output = Output::new();
        for (path, text) in files {
            output.insert(*path, text.as_bytes()).unwrap();
        }
        let stylesheet = files.iter().map(|(path, _)| *path).find(|path| path.starts_with("assets/site."));
        let mut site = Pages::of(output);
        site.stylesheet = stylesheet.unwrap_or_default().to_owned();
        site.assets = assets.iter().map(|(path, version)| ((*path).to_owned(), *version)).collect();
        Snapshot { version, later: Arc::default(), site: Arc::new(site), faults: "{}".into() }
    }

    fn name_of_change(before: &Snapshot, after: &Snapshot) -> Option<String> {
        let shown = Shown { at: "/".to_owned(), page: page_digest(&before.site, "/"), since: before.version };
        let text = change(&shown, Some(before), after, &page(&after.site, "/")?)?;
        Some(text.lines().next().unwrap().to_owned())
    }

    #[test]
    fn a_page_hears_what_concerns_it() {
        let page =
            |style: &str, words: &str| format!("<link href=\"assets/{style}\"><img src=\"b.png\">{words}");
        let old = page("site.1.css", "one");
        let before =
            snapshot(1, &[("index.html", &old), ("assets/site.1.css", ""), ("other/index.html", "a")], &[]);
        let same =
            snapshot(2, &[("index.html", &old), ("assets/site.1.css", ""), ("other/index.html", "b")], &[]);
        assert_eq!(name_of_change(&before, &same), None);
        let words = page("site.1.css", "two");
        let other_words = snapshot(2, &[("index.html", &words), ("assets/site.1.css", "")], &[]);
        assert_eq!(name_of_change(&before, &other_words).as_deref(), Some("event: reload"));
        let style = page("site.2.css", "one");
        let other_style = snapshot(2, &[("index.html", &style), ("assets/site.2.css", "")], &[]);
        assert_eq!(name_of_change(&before, &other_style).as_deref(), Some("event: style"));
        let both = page("site.2.css", "two");
        let both = snapshot(2, &[("index.html", &both), ("assets/site.2.css", "")], &[]);
        assert_eq!(name_of_change(&before, &both).as_deref(), Some("event: reload"));
        let gone = snapshot(2, &[("404.html", "gone")], &[]);
        assert_eq!(name_of_change(&before, &gone).as_deref(), Some("event: reload"));
        let picture = [("b.png", 2)];
        let picture = snapshot(2, &[("index.html", &old), ("assets/site.1.css", "")], &picture);
        assert_eq!(name_of_change(&before, &picture).as_deref(), Some("event: reload"));
        let elsewhere = [("c.png", 2), ("b.png", 1)];
        let elsewhere = snapshot(2, &[("index.html", &old), ("assets/site.1.css", "")], &elsewhere);
        assert_eq!(name_of_change(&before, &elsewhere), None);
    }
}
