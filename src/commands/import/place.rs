//! Writes several new files, or none of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::super::Failure;

/// Writes the files beside their places under other names, then gives them theirs. Where that fails, what was
/// written is taken away again.
pub(super) fn write(root: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let mut done = Done::default();
    let result = stage(root, files, &mut done).and_then(|()| settle(&mut done));
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

fn stage(root: &Path, files: &[(String, String)], done: &mut Done) -> Result<(), Failure> {
    for (path, text) in files {
        let place = root.join(path);
        let context = || format!("cannot write {}", place.display());
        let folder = place.parent().unwrap_or(root);
        let new = folder.ancestors().take_while(|folder| !folder.exists());
        done.folders.extend(new.map(Path::to_owned));
        fs::create_dir_all(folder).with_context(context)?;
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Names that begin with a dot are read by nothing.
        let staged = folder.join(format!(".{name}.postil-import-{}", std::process::id()));
        done.staged.push((staged.clone(), place.clone()));
        fs::write(&staged, text).with_context(context)?;
    }
    Ok(())
}

fn settle(done: &mut Done) -> Result<(), Failure> {
    for (staged, place) in &done.staged {
        if place.symlink_metadata().is_ok() {
            return Err(Failure::usage(
                format!("there is a file {} already", place.display()),
                "choose another slug with `--as SLUG`; nothing was written",
            ));
        }
        fs::rename(staged, place).with_context(|| format!("cannot write {}", place.display()))?;
        done.settled.push(place.clone());
    }
    Ok(())
}

impl Done {
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
