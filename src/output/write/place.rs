//! Where an output goes, and the folders that it must not go to.

use super::Refusal;
use anyhow::Context;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// The folders of a site that hold what an author wrote.
const SOURCES: [&str; 3] = ["content", "templates", "static"];

/// Files that a host or git puts in a folder before the first build.
const HARMLESS: [&str; 4] = [".git", ".gitignore", ".gitkeep", "CNAME"];

/// An output folder that may be written to.
#[derive(Debug)]
pub(super) struct Place {
    /// The folder, absolute and without links.
    pub(super) folder: PathBuf,
}

impl Place {
    /// Finds the folder, which need not exist. A refusal says which part of the author's work
    /// would be in danger.
    pub(super) fn find(folder: &Path, site: Option<&Path>) -> Result<Self, Refusal> {
        let wish = folder.display();
        let refuse = |what: &str| Err(refusal(format!("the output folder {wish} {what}")));
        let Some(folder) = resolve(folder) else { return refuse("has no name") };
        if folder.file_name().is_none() {
            return refuse("is the root of the file system");
        }
        if real(std::env::home_dir()).is_some_and(|home| home.starts_with(&folder)) {
            return refuse("is your home folder or holds it");
        }
        if folder.components().any(|part| part.as_os_str() == ".git") {
            return refuse("is part of a git repository's own files");
        }
        let site = real(site.map(Path::to_owned));
        if site.as_ref().is_some_and(|site| *site == folder) {
            return refuse("is the site itself");
        }
        if site.as_ref().is_some_and(|site| site.starts_with(&folder)) {
            return refuse("holds the site");
        }
        let sources = site.iter().flat_map(|site| SOURCES.map(|name| site.join(name)));
        // One that is not there yet would hold sources as soon as the site is in it: its own pages.
        if let Some(source) =
            sources.filter_map(|source| resolve(&source)).find(|real| folder.starts_with(real))
        {
            return refuse(&format!("is in {}, which holds sources of the site", source.display()));
        }
        match folder.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => refuse("is a link that leads nowhere"),
            Ok(metadata) if !metadata.is_dir() => refuse("is not a folder"),
            _ => Ok(Self { folder }),
        }
    }

    /// Whether the folder holds nothing but what a host or git puts there before a first build.
    pub(super) fn is_free(&self) -> anyhow::Result<bool> {
        let context = || format!("cannot read {}", self.folder.display());
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
            Err(error) => return Err(error).with_context(context),
        };
        for entry in entries {
            let name = entry.with_context(context)?.file_name();
            if !HARMLESS.iter().any(|harmless| name == OsStr::new(harmless)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The hidden file or folder of postil beside the output folder, by what it is for.
    pub(super) fn sibling(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.folder.file_name().unwrap_or_default());
        name.push(format!(".postil-{what}"));
        self.folder.with_file_name(name)
    }
}

fn refusal(message: String) -> Refusal {
    Refusal { message, help: "name a folder of its own with --output, such as public".to_owned() }
}

fn real(path: Option<PathBuf>) -> Option<PathBuf> {
    path?.canonicalize().ok()
}

/// The path without links and `..`, as far as it exists; `None` for an empty path.
fn resolve(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let parts: Vec<Component<'_>> = absolute.components().collect();
    let (mut resolved, missing) = (0..=parts.len()).rev().find_map(|count| {
        let (present, missing) = parts.split_at(count);
        Some((present.iter().collect::<PathBuf>().canonicalize().ok()?, missing))
    })?;
    for part in missing {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    Some(resolved)
}
