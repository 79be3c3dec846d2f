//! Objects of git that are made without a work tree.

use super::{Git, GitError, PublishError};
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A file of a tree: its mode, as git writes it, and the id of its object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blob {
    pub(super) mode: String,
    pub(super) id: String,
}

/// The files of a commit, by path.
pub(super) fn files(git: &Git, commit: &str) -> Result<BTreeMap<String, Blob>, GitError> {
    let listed = git.run(&["ls-tree", "-r", "-z", "--full-tree", commit], &[])?;
    let listed = String::from_utf8_lossy(&listed);
    let entries = listed.split('\0').filter_map(|entry| {
        let (head, path) = entry.split_once('\t')?;
        let mut words = head.split(' ');
        let (mode, _kind, id) = (words.next()?, words.next()?, words.next()?);
        Some((path.to_owned(), Blob { mode: mode.to_owned(), id: id.to_owned() }))
    });
    Ok(entries.collect())
}

/// Stores files as they are, without filters, and gives the ids of their objects in order.
pub(super) fn store(git: &Git, files: &[(&str, &[u8])]) -> Result<Vec<String>, PublishError> {
    let heads: Vec<String> =
        files.iter().map(|(_, bytes)| format!("blob\nmark :1\ndata {}\n", bytes.len())).collect();
    let mut input: Vec<&[u8]> = vec![b"feature done\n"];
    for ((_, bytes), head) in files.iter().zip(&heads) {
        input.extend([head.as_bytes(), bytes, b"\nget-mark :1\n"]);
    }
    input.push(b"done\n");
    let answer = git.run(&["fast-import", "--quiet"], &input)?;
    let ids: Vec<String> = String::from_utf8_lossy(&answer).lines().map(str::to_owned).collect();
    if ids.len() != files.len() {
        let message = format!("git stored {} of {} files", ids.len(), files.len());
        return Err(anyhow::Error::msg(message).into());
    }
    Ok(ids)
}

/// A folder inside git's own for what is made on the way; dropping it removes it.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new(git: &Git) -> Result<Self, PublishError> {
        let folder = PathBuf::from(git.read(&["rev-parse", "--absolute-git-dir"])?);
        let scratch = Self(folder.join(format!("postil-publish-{}", std::process::id())));
        // One of a process that was killed and had the same number.
        std::fs::remove_dir_all(&scratch.0).ok();
        std::fs::create_dir_all(&scratch.0)
            .with_context(|| format!("cannot make {}", scratch.0.display()))?;
        Ok(scratch)
    }

    /// Git with a place of its own for new objects, so that nothing of them stays.
    pub(super) fn quarantined(&self, git: Git) -> Result<Git, PublishError> {
        let common = git.read(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
        let objects = self.0.join("objects");
        std::fs::create_dir_all(&objects).with_context(|| format!("cannot make {}", objects.display()))?;
        Ok(git
            .with("GIT_OBJECT_DIRECTORY", objects)
            .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", PathBuf::from(common)))
    }

    /// Writes the tree of new and kept files by an index of its own, and gives its id.
    pub(super) fn write_tree<'a>(
        &self,
        git: &Git,
        new: impl Iterator<Item = (&'a str, &'a str)>,
        kept: &BTreeMap<&str, &Blob>,
    ) -> Result<String, PublishError> {
        let git = git.clone().with("GIT_INDEX_FILE", self.0.join("index"));
        let mut entries = String::new();
        for (path, id) in new {
            entries.push_str(&format!("100644 {id} 0\t{path}\0"));
        }
        for (path, blob) in kept {
            entries.push_str(&format!("{} {} 0\t{path}\0", blob.mode, blob.id));
        }
        let alone = ["-c", "core.splitIndex=false", "-c", "core.fsmonitor=false"];
        git.read(&[&alone[..], &["read-tree", "--empty"]].concat())?;
        git.run(&[&alone[..], &["update-index", "-z", "--index-info"]].concat(), &[entries.as_bytes()])?;
        Ok(git.read(&[&alone[..], &["write-tree"]].concat())?)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is in nobody's way.
        std::fs::remove_dir_all(&self.0).ok();
    }
}
