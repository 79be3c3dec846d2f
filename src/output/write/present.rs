//! What is in the output folder before a write: files of the last build, and files of others.

use super::super::{MANIFEST, Output};
use super::manifest::{Manifest, digest_of};
use super::mount::is_mount;
use super::{Refusal, Staged, WriteError};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{Metadata, Permissions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The contents of an output folder. Links are not followed.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// The files of the last build that are there, with their length where they are plain files.
    pub(super) ours: BTreeMap<String, Option<u64>>,
    /// When the youngest of them was written, as far as the system knows.
    youngest: Option<SystemTime>,
    /// When the manifest was written.
    manifest: Option<SystemTime>,
    /// Everything else that is not a folder, and empty folders, with paths from the folder.
    pub(super) foreign: Vec<Foreign>,
    /// All folders, each after the one that it is in; the first is the output folder itself.
    pub(super) folders: Vec<Folder>,
    /// Where disks or other folders are mounted within it.
    mounts: Vec<PathBuf>,
}

/// A folder of the output folder, or that itself.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it is, from the output folder.
    pub(super) path: PathBuf,
    pub(super) permissions: Permissions,
    /// When something in it came or went.
    changed: Option<SystemTime>,
}

/// Something in the output folder that postil has not written.
#[derive(Debug)]
pub(super) struct Foreign {
    /// Where it is, from the output folder.
    pub(super) path: PathBuf,
    /// Whether it is a folder, which is then empty.
    pub(super) is_folder: bool,
}

impl Present {
    /// Looks at a folder, which need not exist.
    pub(super) fn look(folder: &Path, manifest: Option<&Manifest>) -> anyhow::Result<Self> {
        let mut present = Self::default();
        let nothing = BTreeSet::new();
        let ours = manifest.map_or(&nothing, |manifest| &manifest.files);
        let mut waiting = vec![PathBuf::new()];
        while let Some(relative) = waiting.pop() {
            let path = folder.join(&relative);
            let context = || format!("cannot read {}", path.display());
            let entries = match std::fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) if relative.as_os_str().is_empty() && error.kind() == ErrorKind::NotFound => {
                    return Ok(present);
                }
                Err(error) => return Err(error).with_context(context),
            };
            let metadata = path.metadata().with_context(context)?;
            if !relative.as_os_str().is_empty() && is_mount(&path) {
                present.mounts.push(relative);
                continue;
            }
            let mut is_empty = true;
            for entry in entries {
                let entry = entry.with_context(context)?;
                is_empty = false;
                let kind = entry.file_type().with_context(context)?;
                let relative = relative.join(entry.file_name());
                if kind.is_dir() {
                    waiting.push(relative);
                } else if relative == Path::new(MANIFEST) {
                    present.manifest = entry.metadata().with_context(context)?.modified().ok();
                } else {
                    let metadata =
                        kind.is_file().then(|| entry.metadata()).transpose().with_context(context)?;
                    present.file(relative, metadata.as_ref(), ours);
                }
            }
            if is_empty && !relative.as_os_str().is_empty() {
                present.foreign.push(Foreign { path: relative.clone(), is_folder: true });
            }
            let (permissions, changed) = (metadata.permissions(), metadata.modified().ok());
            present.folders.push(Folder { path: relative, permissions, changed });
        }
        present.foreign.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(present)
    }

    fn file(&mut self, path: PathBuf, metadata: Option<&Metadata>, ours: &BTreeSet<String>) {
        match path.to_str().filter(|path| ours.contains(*path)) {
            Some(path) => {
                self.youngest = self.youngest.max(metadata.and_then(|metadata| metadata.modified().ok()));
                self.ours.insert(path.to_owned(), metadata.map(Metadata::len));
            }
            None => self.foreign.push(Foreign { path, is_folder: false }),
        }
    }

    /// Whether our files are as they were when the manifest was written, when their paths and lengths had this
    /// digest.
    pub(super) fn is_unchanged(&self, lengths: &str) -> bool {
        let files = self.ours.iter().map(|(path, length)| (path.as_str(), length.unwrap_or(u64::MAX)));
        digest_of(files).to_string() == lengths && self.youngest.is_some() && self.youngest <= self.manifest
    }

    /// Refuses a folder in which something is mounted: it would go with the old site, and what it holds be removed.
    pub(super) fn check_mounts(&self, folder: &Path) -> Result<(), WriteError> {
        let Some(mount) = self.mounts.first() else { return Ok(()) };
        let shown = folder.join(mount).display().to_string();
        let message =
            format!("{shown}, where something is mounted, lies in the output folder, which is exchanged");
        let help = "mount it beside the output folder, or build into another one".to_owned();
        Err(Refusal { message, help }.into())
    }

    /// What others have put into the folder since it was looked at: it is `now` at another place. Only folders in
    /// which something came or went are looked at again.
    pub(super) fn late(&self, now: &Path) -> Vec<PathBuf> {
        let known: BTreeSet<&Path> = self
            .ours
            .keys()
            .map(Path::new)
            .chain(self.foreign.iter().map(|foreign| &*foreign.path))
            .chain(self.folders.iter().map(|folder| &*folder.path))
            .chain([Path::new(MANIFEST)])
            .collect();
        let has_changed = |folder: &&Folder| {
            let metadata = now.join(&folder.path).metadata();
            metadata.is_ok_and(|metadata| metadata.modified().ok() != folder.changed)
        };
        let changed = self.folders.iter().filter(has_changed).map(|folder| folder.path.clone());
        let mut waiting: Vec<PathBuf> = changed.collect();
        let mut late = Vec::new();
        while let Some(folder) = waiting.pop() {
            let Ok(entries) = std::fs::read_dir(now.join(&folder)) else { continue };
            for entry in entries.flatten() {
                let path = folder.join(entry.file_name());
                if known.contains(&*path) {
                    continue;
                }
                match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    true => waiting.push(path),
                    false => late.push(path),
                }
            }
        }
        late
    }

    /// Refuses to write over what others have put into the folder. With `force` a file is
    /// written over a file; a file and a folder are never exchanged.
    /// The bytes of the output are in the folder `staged`.
    pub(super) fn check_foreign(
        &self,
        output: &Output<Staged>,
        staged: &Path,
        folder: &Path,
        force: bool,
    ) -> Result<(), WriteError> {
        for foreign in &self.foreign {
            let shown = folder.join(&foreign.path).display().to_string();
            let is_folder_of_output =
                !foreign.is_folder && foreign.path.to_str().is_some_and(|path| output.has_folder(path));
            let lies_in_a_file = foreign
                .path
                .ancestors()
                .skip(usize::from(!foreign.is_folder))
                .any(|path| path.to_str().is_some_and(|path| output.get(path).is_some()));
            if is_folder_of_output || lies_in_a_file {
                let message = format!("{shown}, which postil has not written, is in the way of the site");
                return Err(Refusal { message, help: format!("move {shown} away") }.into());
            }
            if foreign.path.to_str().is_none_or(|path| output.get(path).is_none()) {
                continue;
            }
            if !force && !is_plain_with(&folder.join(&foreign.path), &read(&staged.join(&foreign.path))?)? {
                let message = format!("the site would be written over {shown}, which is not postil's");
                let help = format!("move {shown} away, or write over it with --force");
                return Err(Refusal { message, help }.into());
            }
        }
        Ok(())
    }

    /// Removes the files of the last build, and the folders that are then empty; the manifest
    /// last, so that what is stopped half-way can be taken up again.
    pub(super) fn remove_ours(&self, folder: &Path) -> anyhow::Result<usize> {
        for path in self.ours.keys().map(String::as_str).chain([MANIFEST]) {
            let path = folder.join(path);
            remove(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        let foreign: BTreeSet<&Path> =
            self.foreign.iter().filter(|foreign| foreign.is_folder).map(|foreign| &*foreign.path).collect();
        let mut folders: Vec<&Path> = self.folders.iter().map(|folder| &*folder.path).collect();
        folders.sort_by_key(|path| std::cmp::Reverse(path.components().count()));
        for path in folders.into_iter().filter(|path| !foreign.contains(path)) {
            // A folder that still holds something is somebody else's.
            std::fs::remove_dir(folder.join(path)).ok();
        }
        Ok(self.ours.len())
    }
}

/// Removes a file, also from a folder that is closed to its owner.
fn remove(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::remove_file(path).or_else(|error| match path.parent() {
        Some(folder) if error.kind() == ErrorKind::PermissionDenied => {
            std::fs::set_permissions(folder, Permissions::from_mode(0o700))?;
            std::fs::remove_file(path)
        }
        _ => Err(error),
    })
}

/// Whether there is a plain file at `path` with these bytes.
pub(super) fn is_plain_with(path: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
        return Ok(false);
    }
    Ok(read(path)? == bytes)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_since_is_found() {
        let room = tempfile::tempdir().unwrap();
        let put = |path: &str| {
            let path = room.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        };
        ["index.html", "a/index.html", "a/foreign.txt", "b/c/d.txt"].into_iter().for_each(put);
        let manifest = Manifest::parse(br#"{ "postil": 1, "files": ["index.html", "a/index.html"] }"#);
        let present = Present::look(room.path(), manifest.as_ref()).unwrap();
        assert!(present.late(room.path()).is_empty());
        ["late.txt", "b/c/late.txt", "new/folder/late.txt"].into_iter().for_each(put);
        let mut late = present.late(room.path());
        late.sort();
        assert_eq!(late, ["b/c/late.txt", "late.txt", "new/folder/late.txt"].map(PathBuf::from));
    }
}
