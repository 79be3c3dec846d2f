//! `postil init`: a site that builds, previews and publishes as it is.
//!
//! 1. The folder is looked at: one that is in a site already is refused.
//! 2. Title, address and branch are told by the command line, the folder's name and its git
//!    repository, if it is in one.
//! 3. The starter is written with these in it. No file that is there is written over, and no
//!    example goes into a `content` that has something in it.
//! 4. What was written and what comes next is said.

#![expect(clippy::disallowed_methods, reason = "commands stand at the rim: this one writes a new site")]

mod place;
mod starter;

use super::report::Report;
use super::{Exit, Failure, new_files};
use crate::cli::Init;
use crate::config::BaseUrl;
use crate::load::find_root;
use place::Place;
use starter::Words;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Files that were written, and files that were there.
#[derive(Default)]
struct Done {
    written: Vec<PathBuf>,
    kept: Vec<String>,
}

pub(super) fn init(options: &Init, stop: &AtomicBool, report: &Report) -> Result<Exit, Failure> {
    let base_url = match &options.base_url {
        Some(url) => Some(BaseUrl::parse(url).map_err(|reason| {
            Failure::usage(format!("--base-url {reason}"), "write it as in https://example.org/briefs/")
        })?),
        None => None,
    };
    refuse_site(&options.folder)?;
    let place = Place::look(&options.folder)?;
    let title = match options.title.as_deref().map(one_line) {
        Some(title) if title.is_empty() => {
            return Err(Failure::usage("--title is empty", "leave it out to take the name of the folder"));
        }
        Some(title) => title,
        None => place.title(),
    };
    let base_url = match base_url {
        Some(url) => url.as_str().to_owned(),
        None => place.address.clone().unwrap_or_else(|| "https://example.org/".to_owned()),
    };
    let words = Words { title: &title, base_url: &base_url, branch: &place.branch, root: &place.root };
    let done = write(&place, &words, stop)?;
    say(report, &place, &title, &done, &options.folder);
    Ok(Exit::Fine)
}

/// A title as it can stand in a line.
fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn refuse_site(folder: &Path) -> Result<(), Failure> {
    let Some(site) = find_root(folder) else { return Ok(()) };
    let is_itself = site.canonicalize().ok() == folder.canonicalize().ok();
    let (message, help) = match is_itself {
        true => (
            format!("there is a site in {} already", folder.display()),
            "see it with `postil serve`, or begin a brief with `postil new brief \"A title\"`",
        ),
        false => (
            format!("{} is in the site {}", folder.display(), site.display()),
            "begin the new site in a folder outside of it",
        ),
    };
    Err(Failure::usage(message, help))
}

/// Writes the starter's files that are not there: all or none.
fn write(place: &Place, words: &Words<'_>, stop: &AtomicBool) -> Result<Done, Failure> {
    let mut done = Done::default();
    let content = place.folder.join("content");
    let has_content = match std::fs::read_dir(&content) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => content.symlink_metadata().is_ok(),
    };
    if has_content {
        done.kept.push("content".to_owned());
    }
    let mut files = Vec::new();
    for (path, text) in starter::files(words) {
        if has_content && path.starts_with("content/") {
            continue;
        }
        let folder = if path.starts_with(".github/") { &place.repository } else { &place.folder };
        let file = folder.join(&path);
        match file.symlink_metadata() {
            Ok(_) => done.kept.push(path),
            Err(_) => {
                files.push((file, text));
                done.written.push(PathBuf::from(path));
            }
        }
    }
    let files = files.iter().map(|(file, text)| (file.clone(), &**text));
    new_files::write(files, stop, "run `postil init` again: files that are there stay as they are")?;
    Ok(done)
}

fn say(report: &Report, place: &Place, title: &str, done: &Done, folder: &Path) {
    report.say(&format!(
        "Began the site “{title}” in {}: {} files",
        place.folder.display(),
        done.written.len()
    ));
    for path in &done.written {
        report.say_more(&format!("  {}", path.display()));
    }
    if !done.kept.is_empty() {
        report.say(&format!("Kept as it was: {}", done.kept.join(", ")));
    }
    if done.kept.iter().any(|path| path == ".gitignore") && !place.ignores_output() {
        report.say("Add a line `/public` to .gitignore: it is what `postil build` writes");
    }
    let mut next = String::from("Next:\n");
    if folder != Path::new(".") {
        next.push_str(&format!("  cd {}\n", quoted(&folder.to_string_lossy())));
    }
    next.push_str(
        "  postil serve                   show the site while you write\n  postil new brief \"A title\"     begin a brief \
         of your own\n",
    );
    match place.is_repository {
        true => {
            next.push_str(
                "  git add . && git commit        keep the site; the guide tells how to publish it",
            );
        }
        false => next.push_str(
            "  git init && git add . && git commit -m \"Begin the site\"   keep it, to publish it later",
        ),
    }
    report.say(&next);
}

/// A path as it can be typed in a shell.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if is_plain { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
