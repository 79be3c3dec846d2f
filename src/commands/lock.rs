//! `postil lock`: the addresses that the site has published, listed, and forgotten where they never
//! were.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: this one reads and writes postil.lock"
)]

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;

use super::replace::replace;
use super::report::Report;
use super::{Exit, Failure, print, site};
use crate::cli::{Global, LockCommand};
use crate::diagnostic::{Format, render};
use crate::load::LOCK;
use crate::nearest::nearest;
use crate::path::{Address, SitePath};
use crate::permalinks::Lock;

pub(super) fn lock(global: &Global, command: &LockCommand, report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let file = root.join(LOCK);
    let Some(mut lock) = read(&file, report)? else { return Ok(Exit::Content) };
    match command {
        LockCommand::List { address } => {
            let page = address
                .as_deref()
                .map(|address| page_of(&lock, address).map(|(page, _)| page))
                .transpose()?;
            print(list(&lock, page.as_ref()).as_bytes())
        }
        LockCommand::Forget { addresses } => {
            // All are looked up before any is forgotten: a mistyped one changes nothing.
            let known =
                addresses.iter().map(|address| place_of(&lock, address)).collect::<Result<Vec<_>, _>>()?;
            for (page, fragment) in &known {
                forget(&mut lock, page, fragment.as_deref());
            }
            replace(&root.join(LOCK), lock.to_string())?;
            let count =
                if known.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", known.len()) };
            report.say(&format!(
                "Forgot {count}; what stands in the site still is entered again by the next build"
            ));
            Ok(Exit::Fine)
        }
    }
}

/// The lock of a site; `None` where it cannot be read, which was said.
fn read(file: &Path, report: &Report) -> Result<Option<Lock>, Failure> {
    if !file.is_file() {
        let message = format!("there is no {}", file.display());
        return Err(Failure::usage(message, "`postil build` writes it"));
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let path = SitePath::new(LOCK);
    let (lock, faults) = Lock::parse(&path, &text);
    if faults.is_empty() {
        return Ok(Some(lock));
    }
    report.print(&render(Format::Human, &faults, &|_| Some(text.as_str().into()), report.is_styled()));
    Ok(None)
}

fn list(lock: &Lock, only: Option<&Address>) -> String {
    let mut text = String::new();
    for (address, page) in lock.pages.iter().filter(|(address, _)| only.is_none_or(|only| only == *address)) {
        let to = page.to.as_ref().map(|to| format!(" -> {to}")).unwrap_or_default();
        writeln!(text, "{address}{to}").expect("a text takes what is written");
        for place in &page.places {
            writeln!(text, "{address}#{}", place.fragment).expect("a text takes what is written");
        }
    }
    text
}

fn forget(lock: &mut Lock, page: &Address, fragment: Option<&str>) {
    match (fragment, lock.pages.get_mut(page)) {
        (Some(fragment), Some(page)) => page.places.retain(|place| place.fragment != fragment),
        _ => {
            lock.pages.remove(page);
        }
    }
}

/// The page and fragment of an address as one types or copies it: with or without the site's
/// origin and base path.
fn page_of(lock: &Lock, written: &str) -> Result<(Address, Option<String>), Failure> {
    let (page, fragment) = match written.split_once('#') {
        Some((page, fragment)) => (page, Some(fragment.to_owned())),
        None => (written, None),
    };
    let path = match page.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/').unwrap_or(rest.len())..],
        None => page,
    };
    let base = lock.base.as_ref().map_or("/", |(base, _)| base);
    let below = |path: &str| Address::new(format!("/{}", path.trim_start_matches('/')));
    let as_written = below(path);
    let slash = below(&format!("{}/", path.trim_end_matches('/')));
    let in_base = path.strip_prefix(base).map(below);
    let meant = [Some(as_written), Some(slash), in_base].into_iter().flatten();
    let found = meant.into_iter().find(|address| lock.pages.contains_key(address));
    found.map(|page| (page, fragment)).ok_or_else(|| unknown(written, lock.pages.keys().map(Address::as_str)))
}

fn place_of(lock: &Lock, written: &str) -> Result<(Address, Option<String>), Failure> {
    let (page, fragment) = page_of(lock, written)?;
    let places = || lock.pages[&page].places.iter().map(|place| place.fragment.as_str());
    match fragment {
        Some(fragment) if !places().any(|known| known == fragment) => {
            let near = nearest(&fragment, places()).map(|near| format!("{page}#{near}"));
            Err(unknown(written, near.as_deref()))
        }
        fragment => Ok((page, fragment)),
    }
}

fn unknown<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Failure {
    let help = match nearest(written, known) {
        Some(near) => format!("did you mean {near}?"),
        None => "`postil lock list` lists what stands there".to_owned(),
    };
    Failure::usage(format!("{written} does not stand in postil.lock"), help)
}
