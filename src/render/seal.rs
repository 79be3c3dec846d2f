//! Holds a page's HTML against what was promised of it: every place that it ever had.
//!
//! 1. The ids of the HTML are listed.
//! 2. A promised place that is not among them gets an empty mark, where what became of it stands, or
//!    else at the top; one that is on another page now, a link.
//! 3. What its author must decide about is given back.

use std::sync::Arc;

use memchr::{memchr, memmem};
use rustc_hash::FxHashSet;

use crate::annotate::body::Kept;
use crate::escape::escape;
use crate::path::Address;
use crate::permalinks::{Fallback, Promise};

/// The ids of a page, in its order.
pub type Ids = Arc<[Box<str>]>;

/// Elements that may begin with an empty span.
const HOSTS: [&str; 22] = [
    "a",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "div",
    "dt",
    "em",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "main",
    "p",
    "section",
    "span",
    "td",
];

/// The ids in some HTML that postil wrote, in order: quotes stand for themselves in tags only.
pub(super) fn ids_of(html: &[u8]) -> Ids {
    const BEGINNING: &[u8] = b" id=\"";
    let ids = memmem::find_iter(html, BEGINNING).map(|at| {
        let value = &html[at + BEGINNING.len()..];
        let end = memchr(b'"', value).unwrap_or(value.len());
        plain(&String::from_utf8_lossy(&value[..end])).into_boxed_str()
    });
    ids.collect()
}

/// A page whose promises are held.
pub(super) struct Sealed<'a> {
    /// Its HTML with the marks; `None` where it needs none.
    pub(super) html: Option<String>,
    /// Promises that nobody keeps.
    pub(super) lost: Vec<&'a Promise>,
}

/// Holds the page at `address` against its promises. `kept` are the places that its text lost.
pub(super) fn seal<'a>(
    address: &Address,
    html: &[u8],
    ids: &[Box<str>],
    promises: &'a [Promise],
    kept: Option<&Kept>,
) -> Sealed<'a> {
    let mut sealed = Sealed { html: None, lost: Vec::new() };
    let aliases = kept.map_or(&[][..], |kept| &kept.aliases);
    if promises.is_empty() && aliases.is_empty() {
        return sealed;
    }
    let ids: FxHashSet<&str> = ids.iter().map(AsRef::as_ref).collect();
    let has = |fragment: &str| ids.contains(fragment);
    let missing = promises.iter().filter(|promise| !has(&promise.fragment));
    let mut missing: Vec<&Promise> = missing.collect();
    let extra = aliases
        .iter()
        .filter(|(alias, _)| !has(alias) && !missing.iter().any(|known| known.fragment == *alias));
    let extra: Vec<&(String, String)> = extra.collect();
    if missing.is_empty() && extra.is_empty() {
        return sealed;
    }
    missing.sort_by(|a, b| a.fragment.cmp(&b.fragment));
    missing.dedup_by(|a, b| a.fragment == b.fragment);
    let html = String::from_utf8_lossy(html);
    let mut marks: Vec<(usize, String)> =
        extra.iter().map(|(alias, host)| (inside(&html, host), mark(alias))).collect();
    for promise in missing {
        let host = |fragment: &str| {
            let kept = kept?;
            let known = kept.aliases.iter().chain(&kept.within).find(|(id, _)| *id == *fragment);
            known.map(|(_, host)| host.as_str())
        };
        match &promise.fallback {
            Fallback::Mark => {
                let at = host(&promise.fragment).map_or_else(|| top(&html), |host| inside(&html, host));
                marks.push((at, mark(&promise.fragment)));
            }
            Fallback::At(host) if has(host) => marks.push((inside(&html, host), mark(&promise.fragment))),
            Fallback::Link(page, fragment) => {
                marks.push((bottom(&html), link(address, promise, page, fragment)));
            }
            Fallback::At(_) | Fallback::Report => sealed.lost.push(promise),
        }
    }
    sealed.html = Some(insert(&html, marks));
    sealed
}

fn mark(fragment: &str) -> String {
    format!("<span id=\"{}\"></span>", escape(fragment))
}

fn link(from: &Address, promise: &Promise, page: &Address, fragment: &str) -> String {
    let address = format!("{}#{fragment}", page.relative_to(from));
    format!(
        "<p class=\"moved\" id=\"{}\">What stood here is now at <a href=\"{}\">{}</a>.</p>",
        escape(&promise.fragment),
        escape(&address),
        escape(page.as_str())
    )
}

fn insert(html: &str, mut marks: Vec<(usize, String)>) -> String {
    marks.sort();
    let mut sealed = String::with_capacity(html.len() + marks.len() * 40);
    let mut at = 0;
    for (place, mark) in marks {
        sealed.push_str(&html[at..place]);
        sealed.push_str(&mark);
        at = place;
    }
    sealed.push_str(&html[at..]);
    sealed
}

/// Where the content of the element with that id begins, or else of the page.
fn inside(html: &str, id: &str) -> usize {
    let found = html.find(&format!(" id=\"{}\"", escape(id)));
    found.and_then(|at| content_of(html, html[..at].rfind('<')?)).unwrap_or_else(|| top(html))
}

/// Where the page's own content begins.
fn top(html: &str) -> usize {
    let found = html.find("<main").or_else(|| html.find("<body"));
    found.and_then(|at| content_of(html, at)).unwrap_or(html.len())
}

/// Where the page's own content ends.
fn bottom(html: &str) -> usize {
    html.rfind("</main>").or_else(|| html.rfind("</body>")).unwrap_or(html.len())
}

/// Where the content of the element begins whose tag begins at `at`, if a span may stand there.
fn content_of(html: &str, at: usize) -> Option<usize> {
    let tag = &html[at + 1..];
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let mut quoted = false;
    let end = tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })?;
    HOSTS.contains(&name).then_some(at + 1 + end + 1)
}

/// An attribute's value without its escapes.
fn plain(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let escapes = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    escapes.iter().fold(value.to_owned(), |value, (escape, plain)| value.replace(escape, plain))
}
