//! Puts a new text in the place of a file's, whole or not at all.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: they write what they are asked to"
)]

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// A new text beside a file whose place it is to take. It is removed where it does not.
pub(super) struct Draft {
    path: PathBuf,
    file: PathBuf,
}

impl Draft {
    /// Writes the new text of a file, which keeps its permissions; where it is a link, the file that it leads to is
    /// meant. The text stands beside it, in a file that no site reads, and is on the disk before it takes the old
    /// one's name: what an author wrote outlives a power cut.
    pub(super) fn write(file: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<Self> {
        let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let context = format!("cannot write {}", file.display());
        let (path, made) = make_beside(&file).context(context.clone())?;
        let draft = Self { path, file };
        draft.fill(made, text.as_ref()).context(context)?;
        Ok(draft)
    }

    fn fill(&self, mut made: File, text: &[u8]) -> std::io::Result<()> {
        made.write_all(text)?;
        made.sync_all()?;
        match self.file.metadata() {
            Ok(known) => std::fs::set_permissions(&self.path, known.permissions()),
            Err(_) => Ok(()),
        }
    }

    /// Whether the file still has the bytes that the new text was made of.
    pub(super) fn is_of(&self, known: &[u8]) -> anyhow::Result<bool> {
        let now =
            std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        Ok(now == known)
    }

    /// Puts the new text in the place of the old one.
    pub(super) fn publish(self) -> anyhow::Result<()> {
        std::fs::rename(&self.path, &self.file)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Once published it is not there any more.
        std::fs::remove_file(&self.path).ok();
    }
}

/// Makes an empty file beside another, in which that is written before it has its name. No site reads it, since its
/// name begins with a dot.
pub(super) fn make_beside(file: &Path) -> std::io::Result<(PathBuf, File)> {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let name = format!(".{}.{}.new", name.trim_start_matches('.'), std::process::id());
    let path = file.with_file_name(name);
    // What is there already is of a process that ended long ago, or a link that leads out of the site.
    std::fs::remove_file(&path).ok();
    let made = File::create_new(&path)?;
    Ok((path, made))
}

/// Replaces the text of a file in one step; see [`Draft::write`].
pub(super) fn replace(file: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    Draft::write(file, text)?.publish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_follows_no_link_and_goes_with_its_owner() {
        let room = tempfile::tempdir().unwrap();
        let [file, outside] = ["a.md", "outside.md"].map(|name| room.path().join(name));
        std::fs::write(&outside, "precious").unwrap();
        std::fs::write(&file, "old").unwrap();
        let path = Draft::write(&file, "new").unwrap().path.clone();
        assert!(path.symlink_metadata().is_err(), "it was dropped");
        std::os::unix::fs::symlink(&outside, &path).unwrap();
        let draft = Draft::write(&file, "new").unwrap();
        assert!(draft.is_of(b"old").unwrap());
        std::fs::write(&file, "saved meanwhile").unwrap();
        assert!(!draft.is_of(b"old").unwrap());
        draft.publish().unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(std::fs::read_to_string(&outside).unwrap(), "precious");
    }
}
