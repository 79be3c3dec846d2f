//! `postil publish`: the site goes to a branch of a remote repository, or into a bucket.
//!
//! 1. The repository and the branch are looked at; what is not fit to be published from or to is
//!    refused before any work is done.
//! 2. The site is read and compiled; warnings count as errors unless they are allowed.
//! 3. It is compared with what the branch has, and what will change is said.
//! 4. It is committed and pushed.

use std::path::Path;
use std::sync::Arc;

use super::report::{Report, count_words};
use super::site::Site;
use super::{Exit, Failure, site};
use crate::artifact::Memory;
use crate::cli::{Global, Publish, SiteOptions};
use crate::compile::LaterCache;
use crate::config::BaseUrl;
use crate::diagnostic::Counts;
use crate::publish::{Branch, Options, Sources, pages_address};

/// The largest site that GitHub Pages takes, in bytes.
const LARGEST_ON_PAGES: u64 = 1 << 30;

pub(super) fn publish(global: &Global, options: &Publish, report: &Report) -> Result<Exit, Failure> {
    if let Some(address) = &options.to {
        return to_bucket(global, options, address, report);
    }
    let root = site::root(global)?;
    let sources = Sources::look(&root, options.allow_dirty)?;
    let target = Options {
        branch: options.branch.clone(),
        remote: options.remote.clone(),
        message: options.message.clone(),
        dry_run: options.dry_run,
        force: options.force,
    };
    let branch = Branch::fetch(&root, sources, target)?;
    let Options { branch: name, remote, .. } = branch.options();
    let built = built(global, options, &root, !options.allow_dirty, report)?;
    if let Some(exit) = refuse_faults(&built, options.allow_warnings, report) {
        return Ok(exit);
    }
    let prepared = branch.prepare(&built.compiled.output)?;
    if prepared.is_nothing() {
        report.say(&format!("Nothing to publish: {name} of {remote} has this site already"));
        return Ok(Exit::Fine);
    }
    report.say(&format!("To {name} of {remote}: {}", prepared.change));
    let pages = pages_address(&branch.url());
    if let Some(note) = pages.as_deref().and_then(|pages| doubt(&built, options, pages, &branch)) {
        report.say(&format!("note: {note}"));
    }
    if pages.is_some() && prepared.change.total > LARGEST_ON_PAGES {
        report.say("note: GitHub Pages takes sites of up to 1 GiB; this one is larger");
    }
    if options.dry_run {
        report.say("Dry run: nothing was pushed");
        return Ok(Exit::Fine);
    }
    let title = built.inputs.config.as_ref().map_or("the site", |config| config.title.as_str());
    let commit = branch.push(&prepared, title)?;
    let short = commit.get(..9).unwrap_or(&commit);
    report.say(&format!("Published {} pages to {name} of {remote}, as commit {short}", built.compiled.pages));
    if let (Some(pages), false) = (&pages, branch.exists()) {
        report.say(&format!(
            "On GitHub, choose the branch {name} once under Settings, Pages; the site then stands at {pages} a minute \
             after each publish"
        ));
    }
    Ok(Exit::Fine)
}

/// A site with the bytes of its files.
type Built = Site<Arc<[u8]>>;

/// Reads and compiles the site, whole.
fn built(
    global: &Global,
    options: &Publish,
    root: &Path,
    locked: bool,
    report: &Report,
) -> Result<Built, Failure> {
    let options = shared(options);
    let read = site::Read::of(global, &options, root, locked, report)?;
    read.compile(&options, Some(LaterCache::default()), &Memory, report)
}

/// What publishing shares with building. No address is published that postil.lock does not list.
fn shared(options: &Publish) -> SiteOptions {
    SiteOptions {
        base_url: options.base_url.clone(),
        drafts: false,
        strict: !options.allow_warnings,
        jobs: options.jobs,
    }
}

/// Publishes to a bucket: the site is compared with what is there, and what differs is written.
#[cfg(feature = "bucket")]
fn to_bucket(global: &Global, options: &Publish, address: &str, report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let bucket = crate::publish::Bucket::open(address)?;
    let built = built(global, options, &root, true, report)?;
    if let Some(exit) = refuse_faults(&built, options.allow_warnings, report) {
        return Ok(exit);
    }
    let output = &built.compiled.output;
    let comparison = bucket.compare(output, options.force)?;
    if comparison.is_nothing() {
        report.say(&format!("Nothing to publish: {address} has this site already"));
        return Ok(Exit::Fine);
    }
    report.say(&format!("To {address}: {}", comparison.change));
    if options.dry_run {
        report.say("Dry run: nothing was written");
        return Ok(Exit::Fine);
    }
    bucket.publish(output, &comparison)?;
    report.say(&format!("Published {} pages to {address}", built.compiled.pages));
    Ok(Exit::Fine)
}

/// Buckets are left out of the program that most people build.
#[cfg(not(feature = "bucket"))]
fn to_bucket(_: &Global, _: &Publish, address: &str, _: &Report) -> Result<Exit, Failure> {
    Err(Failure::usage(
        format!("this postil was built without buckets, and cannot publish to {address}"),
        concat!(
            "build it with them: `cargo install --locked --features bucket --git ",
            env!("CARGO_PKG_REPOSITORY"),
            "`"
        ),
    ))
}

/// Prints what is wrong with the site, and ends where it cannot be published.
fn refuse_faults(built: &Built, allow_warnings: bool, report: &Report) -> Option<Exit> {
    built.print_faults(report);
    if built.compiled.is_publishable(!allow_warnings) {
        return None;
    }
    let counts = Counts::of(&built.compiled.diagnostics);
    let way = match counts.errors {
        0 => "; mend them, or publish all the same with --allow-warnings",
        _ => "",
    };
    report.say(&format!("Not published: {}{way}", count_words(&counts, report.verbose)));
    Some(built.fault_exit())
}

/// What is odd about the address of the site, where it is to stand on GitHub Pages.
fn doubt(built: &Built, options: &Publish, pages: &str, branch: &Branch) -> Option<String> {
    let config = built.inputs.config.as_ref()?;
    let base = match &options.base_url {
        Some(url) => BaseUrl::parse(url).ok()?,
        None => config.base_url.clone(),
    };
    let own = built.compiled.output.get("CNAME").map(|text| String::from_utf8_lossy(text).trim().to_owned());
    let expected = match own.or_else(|| branch.domain()) {
        Some(domain) => format!("https://{domain}/"),
        None => pages.to_owned(),
    };
    if base.as_str().eq_ignore_ascii_case(&expected) {
        return None;
    }
    Some(format!(
        "base-url in postil.toml is {base}, and GitHub Pages will serve the site at {expected}; feeds, previews and the \
         page for what is not found lead to base-url"
    ))
}
