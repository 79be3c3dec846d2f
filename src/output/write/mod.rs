//! Brings an output to the disk: the old site or the new one, never a part.
//!
//! 1. The folder is found and looked at: one that is not postil's to write is refused (`place`).
//! 2. A lock beside it keeps a second build out (`lock`).
//! 3. What a killed build left behind is put right (`swap`).
//! 4. Each new file is held against the present one (`present`), and written into a folder beside
//!    the old site where it differs, as soon as it is made (`stage`).
//! 5. When all are made, and nothing differs, the folder is not touched. Else files that are the same,
//!    and files of others, join the new ones as hard links.
//! 6. The two folders change places in one step, and the old one is removed (`swap`).
//!
//! A manifest in the folder lists the files of the build; all others are somebody else's, and
//! stay.

#![expect(clippy::disallowed_methods, reason = "this is the one module that writes a site to the disk")]

mod lock;
mod manifest;
mod mount;
mod place;
mod present;
mod stage;
mod swap;

use super::{MANIFEST, Output};
use crate::artifact::Store;
use crate::hash::Digest;
use lock::Lock;
pub(crate) use manifest::Manifest;
use place::Place;
use present::Present;
use rayon::prelude::*;
pub use stage::{Staged, Staging};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How an output is written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The root of the site, so that its sources are never written over.
    pub site: Option<PathBuf>,
    /// Write into a folder that holds files of others, and over those that are in the way.
    pub force: bool,
    /// Once true, the writing ends with [`WriteError::Interrupted`] and nothing has changed.
    pub stop: Option<Arc<AtomicBool>>,
}

/// What an output was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The digest of all that the output depends on.
    pub digest: Digest,
    /// How many pages the output has.
    pub pages: usize,
    /// How many warnings there were.
    pub warnings: usize,
}

/// What a write has done, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// New and changed files.
    pub written: usize,
    /// Files that were there with the same bytes.
    pub unchanged: usize,
    /// Files of the last build that are no longer part of the site.
    pub removed: usize,
}

/// Why a folder is not written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to type or do.
    pub help: String,
}

/// Why an output was not written. The site that was in the folder is as it was.
#[derive(Debug)]
pub enum WriteError {
    /// The folder is not one to write to: a mistake in the command or the settings (exit code 2).
    Refused(Refusal),
    /// Another build is writing to the folder (exit code 4).
    LockHeld {
        /// The process of the other build; `None` where it has not said yet.
        pid: Option<u32>,
        /// The file of the lock.
        lock: PathBuf,
    },
    /// The disk failed (exit code 3).
    Disk(anyhow::Error),
    /// [`Options::stop`] was set (exit code 130).
    Interrupted,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => f.write_str(&refusal.message),
            Self::LockHeld { pid: Some(pid), lock } => {
                write!(f, "another build, process {pid}, holds the lock {}", lock.display())
            }
            Self::LockHeld { pid: None, lock } => {
                write!(f, "another build holds the lock {}", lock.display())
            }
            Self::Disk(error) => error.fmt(f),
            Self::Interrupted => f.write_str("interrupted; nothing was written"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(error) => error.chain().nth(1),
            _ => None,
        }
    }
}

impl From<anyhow::Error> for WriteError {
    fn from(error: anyhow::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Refusal> for WriteError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// An output folder that is locked for this build, with the site of the last build in it, if
/// there was one. Dropping it gives the lock back.
#[derive(Debug)]
pub struct Target {
    place: Place,
    manifest: Option<Manifest>,
    options: Options,
    stuck: Vec<PathBuf>,
    _lock: Lock,
}

impl Target {
    /// Locks `folder`, which need not exist, and puts right what a killed build left behind.
    /// Opened before the site is read, it keeps a second build from doing work in vain.
    pub fn open(folder: &Path, options: &Options) -> Result<Self, WriteError> {
        let place = Place::find(folder, options.site.as_deref())?;
        let lock = Lock::take(&place)?;
        let stuck = swap::recover(&place)?;
        let manifest = Manifest::read(&place.folder)?;
        let own = place.folder.join(MANIFEST);
        if own.is_dir() {
            let message =
                format!("{} is a folder, and has the name of postil's own list of files", own.display());
            return Err(Refusal { message, help: "move it away".to_owned() }.into());
        }
        if manifest.is_none() && !options.force && !place.is_free()? {
            let folder = place.folder.display();
            let message = format!("the output folder {folder} holds files that postil has not written");
            let help = "name another folder with --output, or write beside these files with --force";
            return Err(Refusal { message, help: help.to_owned() }.into());
        }
        Ok(Self { place, manifest, options: options.clone(), stuck, _lock: lock })
    }

    /// Folders of stopped builds that could not be removed, for something in them belongs to another user or is
    /// protected: they were moved out of the way.
    pub fn stuck(&self) -> &[PathBuf] {
        &self.stuck
    }

    /// What the site in the folder was made from, where that has this digest and nobody has changed the site since:
    /// every file is there and as long as it was, and none is younger than the manifest, which was written last.
    pub fn made_from(&self, digest: Digest) -> Result<Option<Origin>, WriteError> {
        let Some(manifest) = &self.manifest else { return Ok(None) };
        let made = manifest.built.as_ref().filter(|built| built.from == digest.to_string());
        let Some(built) = made else { return Ok(None) };
        let present = Present::look(&self.place.folder, Some(manifest))?;
        let is_whole = present.ours.len() == manifest.files.len() && present.is_unchanged(&built.lengths);
        Ok(is_whole.then_some(Origin { digest, pages: built.pages, warnings: built.warnings }))
    }

    /// Begins to lay out the new site beside the old one.
    pub fn stage(self) -> Staging {
        Staging::begin(self)
    }

    /// Makes the folder hold an output that is in memory, beside the files of others that are in it.
    pub fn write(self, output: &Output) -> Result<Written, WriteError> {
        let staging = self.stage();
        let files: Vec<(&str, &Arc<[u8]>)> = output.iter().collect();
        let files = files.into_par_iter().map(|(path, bytes)| (path, staging.take(path, Arc::clone(bytes))));
        let mut staged = Output::new();
        for (path, file) in files.collect::<Vec<_>>() {
            staged.insert(path, file).expect("it stands in an output already");
        }
        staging.publish(&staged, None)
    }
}

/// Writes `output` into `folder` in one go: see [`Target`].
pub fn write(output: &Output, folder: &Path, options: &Options) -> Result<Written, WriteError> {
    Target::open(folder, options)?.write(output)
}

/// Removes the build in `folder` and nothing else, and the folder where it is then empty. Gives
/// the number of files removed; a folder that does not exist has none.
pub fn clean(folder: &Path, options: &Options) -> Result<usize, WriteError> {
    let place = Place::find(folder, options.site.as_deref())?;
    let _lock = Lock::take(&place)?;
    swap::recover(&place)?;
    match Manifest::read(&place.folder)? {
        Some(manifest) => Ok(Present::look(&place.folder, Some(&manifest))?.remove_ours(&place.folder)?),
        None if place.is_free()? => Ok(0),
        None => {
            let message = format!("{} is not a build of postil", place.folder.display());
            let help = "look at what is in it, and remove it by hand if it can go".to_owned();
            Err(Refusal { message, help }.into())
        }
    }
}

fn is_set(stop: Option<&AtomicBool>) -> bool {
    stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
}

#[cfg(test)]
mod tests;
