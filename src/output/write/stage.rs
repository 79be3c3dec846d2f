//! Lays out the new site in a folder beside the old one.
//!
//! 1. A file goes to the disk when it is made, unless the old site has it with the same bytes.
//! 2. The first fault of the disk ends the writing, and so does an interrupt: no more files need be made.
//! 3. To publish, the rest of the folder is filled, and the folders change places.
//! 4. What is not published is removed.

use super::super::{MANIFEST, Output, is_legal};
use super::manifest::Manifest;
use super::present::{Folder, Present, is_plain_with};
use super::{Origin, Target, WriteError, Written, is_set, swap};
use crate::artifact::Store;
use anyhow::Context;
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A new site that is being laid out.
#[derive(Debug)]
pub struct Staging {
    target: Target,
    /// The folder of the new site.
    new: PathBuf,
    /// Its folders that are made, or about to be.
    folders: Mutex<HashSet<PathBuf>>,
    /// The first fault of the disk: nothing more is written.
    failure: Mutex<Option<anyhow::Error>>,
}

/// What became of a file of the new site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staged {
    /// Its length in bytes.
    pub(super) length: u64,
    /// Whether the old site has it with the same bytes.
    is_unchanged: bool,
}

impl Store for Staging {
    type Held = Staged;

    fn take(&self, path: &str, bytes: Arc<[u8]>) -> Staged {
        let is_unchanged = self.lay(path, &bytes).unwrap_or_else(|error| {
            self.failure().get_or_insert(error);
            false
        });
        Staged { length: bytes.len() as u64, is_unchanged }
    }

    fn has_given_up(&self) -> bool {
        is_set(self.target.options.stop.as_deref()) || self.failure().is_some()
    }
}

impl Staging {
    pub(super) fn begin(target: Target) -> Self {
        Self {
            new: target.place.sibling("new"),
            target,
            folders: Mutex::new(HashSet::new()),
            failure: Mutex::new(None),
        }
    }

    /// Tells why it has given up, if it has. A site of which not all was made seems to have faults that it has not.
    pub fn check(&self) -> Result<(), WriteError> {
        self.end_if_stopped()?;
        self.failure().take().map_or(Ok(()), |error| Err(error.into()))
    }

    fn failure(&self) -> std::sync::MutexGuard<'_, Option<anyhow::Error>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings a file to the new folder; whether the old one has it.
    fn lay(&self, path: &str, bytes: &[u8]) -> anyhow::Result<bool> {
        // What cannot be the path of a file is told of by those who gather the output.
        if self.has_given_up() || !is_legal(path) {
            return Ok(false);
        }
        let has_old = self.target.manifest.as_ref().is_some_and(|old| old.files.contains(path));
        if has_old && is_plain_with(&self.target.place.folder.join(path), bytes)? {
            return Ok(true);
        }
        let path = self.new.join(path);
        if let Some(folder) = path.parent().filter(|folder| self.is_new(folder)) {
            make_folder(folder)?;
        }
        write_file(&path, bytes)?;
        Ok(false)
    }

    /// Whether a file is the first of its folder.
    fn is_new(&self, folder: &Path) -> bool {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        !folders.contains(folder) && folders.insert(folder.to_owned())
    }

    /// Puts the site in the place of the old one, beside the files of others that are there. `output` has all that
    /// was taken. Its `origin` is kept for [`Target::made_from`].
    pub fn publish(self, output: &Output<Staged>, origin: Option<&Origin>) -> Result<Written, WriteError> {
        self.check()?;
        let Target { place, manifest: old, options, .. } = &self.target;
        // Not before: others may put files into the folder as long as it is the old one.
        let present = Present::look(&place.folder, old.as_ref())?;
        present.check_mounts(&place.folder)?;
        present.check_foreign(output, &self.new, &place.folder, options.force)?;
        let unchanged: Vec<&str> =
            output.iter().filter(|(_, file)| file.is_unchanged).map(|(path, _)| path).collect();
        let written = Written {
            written: output.len() - unchanged.len(),
            unchanged: unchanged.len(),
            removed: present.ours.keys().filter(|path| output.get(path).is_none()).count(),
        };
        let manifest = Manifest::made_from(output, origin);
        let nothing_differs = written.written == 0 && written.removed == 0;
        if nothing_differs && old.as_ref().is_some_and(|old| old.files == manifest.files) {
            // That other sources give the same site is not worth a change of the folder.
            if old.as_ref() != Some(&manifest) {
                self.replace_manifest(&manifest)?;
            }
            return Ok(written);
        }
        make_folder(&self.new)?;
        self.take_over(unchanged)?;
        write_lasting(&self.new.join(MANIFEST), &manifest.to_bytes())?;
        self.take_over_foreign(&present, output)?;
        self.take_over_permissions(&present)?;
        swap::swap(place)?;
        self.take_over_late(&present);
        swap::discard(&place.sibling("old"));
        Ok(written)
    }

    /// Says of the site that is there what it is made from now.
    fn replace_manifest(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let (old, new) = (self.target.place.folder.join(MANIFEST), self.new.join(MANIFEST));
        make_folder(&self.new)?;
        write_lasting(&new, &manifest.to_bytes())?;
        std::fs::rename(new, &old).with_context(|| format!("cannot write {}", old.display()))
    }

    /// Gives the new site the files of the old one that are the same.
    fn take_over(&self, paths: Vec<&str>) -> Result<(), WriteError> {
        paths.into_par_iter().try_for_each(|path| {
            self.end_if_stopped()?;
            Ok(link_or_copy(&self.target.place.folder.join(path), &self.new.join(path))?)
        })
    }

    /// Keeps what others have put into the folder.
    fn take_over_foreign(&self, present: &Present, output: &Output<Staged>) -> Result<(), WriteError> {
        for foreign in &present.foreign {
            self.end_if_stopped()?;
            if foreign.path.to_str().is_some_and(|path| output.get(path).is_some()) {
                continue;
            }
            if foreign.is_folder {
                // It may be there already, when the site has files in it now.
                make_folder(&self.new.join(&foreign.path))?;
            } else {
                let from = self.target.place.folder.join(&foreign.path);
                link_or_copy(&from, &self.new.join(&foreign.path))?;
            }
        }
        Ok(())
    }

    /// Keeps what others have put into the old folder while the new one was filled. What cannot be kept stays behind:
    /// the new site is there already.
    fn take_over_late(&self, present: &Present) {
        let old = swap::old_site(&self.target.place);
        for path in present.late(&old) {
            let to = self.target.place.folder.join(&path);
            if to.symlink_metadata().is_err() {
                link_or_copy(&old.join(&path), &to).ok();
            }
        }
    }

    /// Gives the new folders the permissions of the old ones. Inner folders come first, since a
    /// folder may be closed to its own owner.
    fn take_over_permissions(&self, present: &Present) -> anyhow::Result<()> {
        for Folder { path, permissions, .. } in present.folders.iter().rev() {
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

    fn end_if_stopped(&self) -> Result<(), WriteError> {
        match is_set(self.target.options.stop.as_deref()) {
            true => Err(WriteError::Interrupted),
            false => Ok(()),
        }
    }
}

impl Drop for Staging {
    /// Removes the folder of the new site, which holds the old one where the two were exchanged.
    fn drop(&mut self) {
        swap::discard(&self.new);
    }
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))
}

fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    in_its_folder(path, || std::fs::write(path, bytes))?
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Does what makes the file at a path, and does it once more where the folder was not there.
fn in_its_folder<T>(
    path: &Path,
    make: impl Fn() -> std::io::Result<T>,
) -> anyhow::Result<std::io::Result<T>> {
    let made = make();
    if made.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound)
        && let Some(folder) = path.parent()
    {
        make_folder(folder)?;
        return Ok(make());
    }
    Ok(made)
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
    let Err(error) = in_its_folder(to, || std::fs::hard_link(from, to))? else { return Ok(()) };
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
