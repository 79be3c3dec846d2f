//! Writes new files: all of them whole, or none.
//!
//! 1. Each is written beside its place under another name.
//! 2. Then each gets its own name, unless something has it already.
//! 3. Where that fails, or is interrupted, what was written is taken away again.

#![expect(clippy::disallowed_methods, reason = "commands stand at the rim: these write new files")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use super::Failure;
use super::replace::make_beside;
use crate::output::WriteError;

/// Writes files that are not there yet; `help` says what to do where one is. Once `stop` is true, it ends and nothing
/// has changed.
pub(super) fn write<'a>(
    files: impl IntoIterator<Item = (PathBuf, &'a str)>,
    stop: &AtomicBool,
    help: &str,
) -> Result<(), Failure> {
    let mut done = Done::default();
    let result = done.stage(files, stop).and_then(|()| done.settle(stop, help));
    if result.is_err() {
        done.undo();
    }
    result
}

/// What was written so far.
#[derive(Default)]
struct Done {
    /// Files under other names, and their places.
    staged: Vec<(PathBuf, PathBuf)>,
    settled: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Done {
    fn stage<'a>(
        &mut self,
        files: impl IntoIterator<Item = (PathBuf, &'a str)>,
        stop: &AtomicBool,
    ) -> Result<(), Failure> {
        for (place, text) in files {
            go_on(stop)?;
            let context = || format!("cannot write {}", place.display());
            let folder = place.parent().unwrap_or(Path::new("."));
            let new = folder.ancestors().take_while(|folder| !folder.exists());
            self.folders.extend(new.map(Path::to_owned));
            fs::create_dir_all(folder).with_context(context)?;
            let (staged, mut file) = make_beside(&place).with_context(context)?;
            self.staged.push((staged, place.clone()));
            file.write_all(text.as_bytes()).with_context(context)?;
        }
        Ok(())
    }

    fn settle(&mut self, stop: &AtomicBool, help: &str) -> Result<(), Failure> {
        for (staged, place) in &self.staged {
            go_on(stop)?;
            // A second name is never one that is taken; some disks have no such thing.
            let named = fs::hard_link(staged, place).or_else(|error| match error.kind() {
                ErrorKind::AlreadyExists => Err(error),
                _ if place.symlink_metadata().is_ok() => Err(ErrorKind::AlreadyExists.into()),
                _ => fs::copy(staged, place).map(drop),
            });
            match named {
                Ok(()) => self.settled.push(place.clone()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let message = format!("there is a file {} already", place.display());
                    return Err(Failure::usage(message, help));
                }
                Err(error) => {
                    let context = format!("cannot write {}", place.display());
                    return Err(anyhow::Error::new(error).context(context).into());
                }
            }
        }
        self.staged.drain(..).for_each(|(staged, _)| drop(fs::remove_file(staged)));
        Ok(())
    }

    /// Takes away what was written. What cannot be taken away stays: there is nothing better to do.
    fn undo(&self) {
        for file in self.staged.iter().map(|(staged, _)| staged).chain(&self.settled) {
            fs::remove_file(file).ok();
        }
        for folder in &self.folders {
            fs::remove_dir(folder).ok();
        }
    }
}

fn go_on(stop: &AtomicBool) -> Result<(), Failure> {
    if stop.load(Ordering::Relaxed) { Err(WriteError::Interrupted.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is in a folder and in those in it.
    fn files(folder: &Path) -> Vec<String> {
        let mut waiting = vec![folder.to_owned()];
        let mut files = Vec::new();
        while let Some(at) = waiting.pop() {
            for entry in fs::read_dir(at).unwrap().map(Result::unwrap) {
                files.push(entry.path().strip_prefix(folder).unwrap().display().to_string());
                waiting.extend(entry.file_type().unwrap().is_dir().then(|| entry.path()));
            }
        }
        files.sort();
        files
    }

    #[test]
    fn all_files_are_written_or_none() {
        let room = tempfile::tempdir().unwrap();
        let two = || [(room.path().join("a/one.md"), "1"), (room.path().join("b/two.md"), "2")];
        assert!(write(two(), &AtomicBool::new(true), "").is_err());
        assert!(files(room.path()).is_empty());
        fs::create_dir(room.path().join("b")).unwrap();
        fs::write(room.path().join("b/two.md"), "of another").unwrap();
        assert!(write(two(), &AtomicBool::new(false), "").is_err());
        assert_eq!(files(room.path()), ["b", "b/two.md"]);
        fs::remove_file(room.path().join("b/two.md")).unwrap();
        write(two(), &AtomicBool::new(false), "").unwrap();
        assert_eq!(files(room.path()), ["a", "a/one.md", "b", "b/two.md"]);
        assert_eq!(fs::read_to_string(room.path().join("b/two.md")).unwrap(), "2");
    }
}
