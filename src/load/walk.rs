//! The walk over the folders of a site on the disk.

use super::name::shown;
use super::stamp::Stamp;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use anyhow::Context;
use rustix::io::Errno;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::FileType;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The folders and the file at the root of a site that are read.
pub const PARTS: [&str; 5] = ["content", "postil.lock", "postil.toml", "static", "templates"];

/// A file that was found.
pub(super) struct Found {
    /// Where it is on the disk.
    pub(super) path: PathBuf,
    /// How long it is, and when it was written.
    pub(super) stamp: Stamp,
}

/// What was found in a site.
pub(super) struct Walked {
    /// The folder of the site, without links in its path.
    pub(super) root: PathBuf,
    /// Its files.
    pub(super) files: BTreeMap<SitePath, Found>,
    /// Whether links were followed: a file may have two paths then.
    pub(super) has_links: bool,
}

/// The files of the site in `root`. Links are followed within the site; pipes, sockets and
/// devices are never opened.
pub(super) fn walk(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> anyhow::Result<Walked> {
    let root = root.canonicalize().with_context(|| format!("cannot read {}", root.display()))?;
    let mut files = BTreeMap::new();
    let mut gate = Gate { root: &root, has_links: false, linked: Vec::new(), diagnostics };
    let mut entries = WalkDir::new(&root).min_depth(1).follow_links(true).sort_by_file_name().into_iter();
    // Not `filter_entry`, whose closure would hold the gate for the whole walk.
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                gate.failed(error)?;
                continue;
            }
        };
        match gate.judge(&entry) {
            Verdict::Pass => {}
            Verdict::Skip => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Verdict::Read(path) => {
                let metadata = entry.metadata();
                let metadata = metadata.with_context(|| format!("cannot read {}", entry.path().display()))?;
                files.insert(path, Found { path: entry.into_path(), stamp: Stamp::of(&metadata) });
            }
        }
    }
    let has_links = gate.has_links;
    Ok(Walked { root, files, has_links })
}

/// What is wrong with a part of the site that is a file where a folder should be, or a folder where a file should be.
fn misplaced(path: &SitePath, kind: FileType) -> Option<Diagnostic> {
    let (code, is, should_be) = match path.as_str() {
        "content" | "static" | "templates" if kind.is_file() => (Code::UnknownFile, "file", "folder"),
        "postil.lock" if kind.is_dir() => (Code::InvalidLock, "folder", "file"),
        _ => return None,
    };
    let message = format!("{path} is a {is}, and should be a {should_be}");
    Some(Diagnostic::new(code, path, 0..0, message).help("rename it, or move it out of the site"))
}

/// What becomes of an entry.
enum Verdict {
    /// A folder, to be entered.
    Pass,
    /// Not of the site, or reported.
    Skip,
    /// A file of the site.
    Read(SitePath),
}

/// Decides what of a folder is part of the site.
struct Gate<'a> {
    root: &'a Path,
    /// Whether a link was followed.
    has_links: bool,
    /// Folders that were entered through a link.
    linked: Vec<PathBuf>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Gate<'_> {
    fn judge(&mut self, entry: &DirEntry) -> Verdict {
        if !is_of_the_site(self.root, entry.path()) {
            return Verdict::Skip;
        }
        let path = self.site_path(entry.path());
        if entry.file_name().to_str().is_none() {
            let message = format!("the name of {path} is not UTF-8");
            self.report(
                Diagnostic::new(Code::InvalidPath, &path, 0..0, message).help("rename it with ASCII letters"),
            );
            return Verdict::Skip;
        }
        if entry.path_is_symlink() && !self.follows(entry, &path) {
            return Verdict::Skip;
        }
        let kind = entry.file_type();
        if let Some(found) = misplaced(&path, kind) {
            self.report(found);
            return Verdict::Skip;
        }
        if kind.is_dir() {
            return Verdict::Pass;
        }
        if kind.is_file() {
            return Verdict::Read(path);
        }
        let message = format!("{path} is a pipe, socket or device, and was passed over");
        self.report(Diagnostic::new(Code::SpecialFile, &path, 0..0, message).help("move it out of the site"));
        Verdict::Skip
    }

    /// Whether a link is followed.
    fn follows(&mut self, entry: &DirEntry, path: &SitePath) -> bool {
        let target = target_of(entry.path());
        let inside = entry.path().canonicalize().is_ok_and(|real| real.starts_with(self.root));
        if !inside {
            self.report(outside(path, &target));
            return false;
        }
        self.has_links = true;
        if !entry.file_type().is_dir() {
            return true;
        }
        // Folders that are linked into one another could be walked for ever, or nearly so.
        if self.linked.iter().any(|folder| entry.path().starts_with(folder)) {
            let message =
                format!("the link {path} to the folder {target} stands in a folder that is a link itself");
            let help = "replace one of the links by what it leads to";
            self.report(Diagnostic::new(Code::BrokenSymlink, path, 0..0, message).help(help));
            return false;
        }
        self.linked.push(entry.path().to_owned());
        true
    }

    /// Judges what the walk could not enter: links that lead nowhere or in a circle are faults
    /// of the site, all else is one of the disk.
    fn failed(&mut self, error: walkdir::Error) -> anyhow::Result<()> {
        let Some(path) = error.path().map(Path::to_owned) else { return Err(error.into()) };
        if path != self.root && !is_of_the_site(self.root, &path) {
            return Ok(());
        }
        if !path.is_symlink() {
            return Err(anyhow::Error::new(error).context(format!("cannot read {}", path.display())));
        }
        let link = self.site_path(&path);
        let target = target_of(&path);
        if path.canonicalize().is_ok_and(|real| !real.starts_with(self.root)) {
            self.report(outside(&link, &target));
            return Ok(());
        }
        let in_circle = error.loop_ancestor().is_some()
            || path
                .canonicalize()
                .is_err_and(|error| error.raw_os_error() == Some(Errno::LOOP.raw_os_error()));
        let message = if in_circle {
            format!("the link {link} to {target} leads in a circle")
        } else {
            format!("the link {link} leads to {target}, which cannot be reached")
        };
        let code = Code::BrokenSymlink;
        self.report(Diagnostic::new(code, &link, 0..0, message).help("mend the link, or remove it"));
        Ok(())
    }

    /// The path from the root, with what is not UTF-8 replaced.
    fn site_path(&self, path: &Path) -> SitePath {
        let parts = path.strip_prefix(self.root).unwrap_or(path).components();
        SitePath::new(parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

fn outside(link: &SitePath, target: &str) -> Diagnostic {
    let message = format!("the link {link} leads out of the site, to {target}");
    Diagnostic::new(Code::SymlinkOutside, link, 0..0, message)
        .help("copy the file into the site, or remove the link")
}

/// Whether a path below `root` is in one of the folders that are read, and no part of it is
/// hidden by a dot.
pub fn is_of_the_site(root: &Path, path: &Path) -> bool {
    let Ok(relative) = path.strip_prefix(root) else { return false };
    let mut parts = relative.components().map(|part| part.as_os_str());
    parts.next().and_then(OsStr::to_str).is_some_and(|first| PARTS.contains(&first))
        && parts.all(|part| !part.as_encoded_bytes().starts_with(b"."))
}

/// What a link leads to, as it is written.
fn target_of(link: &Path) -> String {
    std::fs::read_link(link).map_or_else(|_| "?".to_owned(), |target| shown(&target.to_string_lossy()))
}
