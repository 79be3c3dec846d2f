//! Lays out the new site in a folder beside the old one.

use super::super::{MANIFEST, Output};
use super::manifest::Manifest;
use super::present::Present;
use super::{WriteError, is_set};
use anyhow::Context;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What the new site is made from.
pub(super) struct Stage<'a> {
    /// The folder of the old site, which is only read.
    pub(super) folder: &'a Path,
    /// The folder of the new site, which does not exist yet.
    pub(super) new: &'a Path,
    /// What is in the old folder.
    pub(super) present: &'a Present,
    /// The files that need not be written.
    pub(super) unchanged: &'a BTreeSet<&'a str>,
    /// Set when the writing is to end.
    pub(super) stop: Option<&'a AtomicBool>,
}

impl Stage<'_> {
    /// Fills the new folder. After an error it is to be removed.
    pub(super) fn lay_out(&self, output: &Output, manifest: &Manifest) -> Result<(), WriteError> {
        std::fs::create_dir(self.new)
            .with_context(|| format!("cannot make the folder {}", self.new.display()))?;
        let files: Vec<(&str, &Arc<[u8]>)> = output.iter().collect();
        let folders: BTreeSet<&Path> =
            files.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
        folders.into_iter().try_for_each(|folder| self.make_folder(folder))?;
        files.into_par_iter().try_for_each(|(path, bytes)| {
            if is_set(self.stop) {
                return Err(WriteError::Interrupted);
            }
            let to = self.new.join(path);
            if self.unchanged.contains(path) {
                link_or_copy(&self.folder.join(path), &to)?;
            } else {
                write_file(&to, bytes)?;
            }
            Ok(())
        })?;
        write_lasting(&self.new.join(MANIFEST), &manifest.to_bytes())?;
        self.take_over_foreign(output)?;
        self.take_over_permissions()?;
        Ok(())
    }

    /// Keeps what others have put into the folder.
    fn take_over_foreign(&self, output: &Output) -> Result<(), WriteError> {
        for foreign in &self.present.foreign {
            if is_set(self.stop) {
                return Err(WriteError::Interrupted);
            }
            if foreign.path.to_str().is_some_and(|path| output.get(path).is_some()) {
                continue;
            }
            if foreign.is_folder {
                // It may be there already, when the site has files in it now.
                self.make_folder(&foreign.path)?;
            } else {
                let to = self.prepare(&foreign.path)?;
                link_or_copy(&self.folder.join(&foreign.path), &to)?;
            }
        }
        Ok(())
    }

    /// Gives the new folders the permissions of the old ones. Inner folders come first, since a
    /// folder may be closed to its own owner.
    fn take_over_permissions(&self) -> anyhow::Result<()> {
        for (path, permissions) in self.present.folders.iter().rev() {
            let path = self.new.join(path);
            let is_different = path
                .metadata()
                .is_ok_and(|metadata| metadata.is_dir() && metadata.permissions() != *permissions);
            if is_different {
                std::fs::set_permissions(&path, permissions.clone())
                    .with_context(|| format!("cannot set the permissions of {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// The path of a file in the new folder, where the folders above it are made.
    fn prepare(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let to = self.new.join(path);
        if let Some(parent) = path.parent() {
            self.make_folder(parent)?;
        }
        Ok(to)
    }

    fn make_folder(&self, path: &Path) -> anyhow::Result<()> {
        let path = self.new.join(path);
        if path.is_dir() {
            return Ok(());
        }
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make the folder {}", path.display()))
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Writes the file that says whose the folder is, and waits until the disk has it: after a power cut the
/// next build writes again what was lost of the others, but it would not touch a folder without this.
fn write_lasting(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        let mut file = std::fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Gives a file a second name; where the disk has no such thing, makes a copy.
fn link_or_copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let Err(error) = std::fs::hard_link(from, to) else { return Ok(()) };
    let kind = from.symlink_metadata().with_context(|| format!("cannot read {}", from.display()))?;
    let copied = if kind.is_symlink() {
        std::fs::read_link(from).and_then(|target| std::os::unix::fs::symlink(target, to))
    } else if kind.is_file() {
        std::fs::copy(from, to).map(|_| ())
    } else {
        // To read a pipe would wait for its other end.
        Err(error)
    };
    copied.with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
