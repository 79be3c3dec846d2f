//! The lock that keeps two builds from writing to one folder.
//!
//! The kernel holds it for the open file, so that it ends with the process however that ends.
//! The process id in the file is only for the message to the second build.

use super::WriteError;
use super::place::Place;
use anyhow::Context;
use rustix::fs::{Mode, OFlags};
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Closed after the file is removed.
    file: File,
    _parents: Parents,
}

impl Lock {
    /// Takes the lock of an output folder, also one that a dead process left behind.
    pub(super) fn take(place: &Place) -> Result<Self, WriteError> {
        let path = place.sibling("lock");
        let context = || format!("cannot make the lock {} beside the output folder", path.display());
        let parents = Parents::make(path.parent().unwrap_or(&path))?;
        loop {
            let flags = OFlags::CREATE | OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let file = rustix::fs::open(&path, flags, Mode::from_raw_mode(0o666)).with_context(context)?;
            let file = File::from(file);
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(path)),
                Err(TryLockError::Error(error)) => {
                    return Err(anyhow::Error::new(error).context(context()).into());
                }
            }
            // The last holder may have removed the file after it was opened here: then this is
            // the lock of a file that nobody else will ever open.
            if !is_at(&file, &path).with_context(context)? {
                continue;
            }
            let lock = Self { path: path.clone(), file, _parents: parents };
            // Where the disk is full, the file goes again.
            lock.name_holder().with_context(context)?;
            return Ok(lock);
        }
    }

    /// Writes whose the lock is.
    fn name_holder(&self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        writeln!(&self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Where it cannot be removed, it is taken over next time.
        std::fs::remove_file(&self.path).ok();
    }
}

fn held(lock: PathBuf) -> WriteError {
    let pid = std::fs::read_to_string(&lock).ok().and_then(|text| text.trim().parse().ok());
    WriteError::LockHeld { pid, lock }
}

/// Whether the open file is the one that is now at `path`.
fn is_at(file: &File, path: &Path) -> std::io::Result<bool> {
    let open = file.metadata()?;
    match path.symlink_metadata() {
        Ok(present) => Ok((present.dev(), present.ino()) == (open.dev(), open.ino())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The folders above the output that were made for it, the topmost first; those that are still
/// empty in the end are removed.
#[derive(Debug)]
struct Parents(Vec<PathBuf>);

impl Parents {
    fn make(folder: &Path) -> anyhow::Result<Self> {
        let mut made = Self(Vec::new());
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
        for folder in missing.into_iter().rev() {
            match std::fs::create_dir(folder) {
                Ok(()) => made.0.push(folder.to_owned()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("cannot make the folder {}", folder.display()));
                }
            }
        }
        Ok(made)
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            std::fs::remove_dir(folder).ok();
        }
    }
}
