//! Objects of git that are made without a work tree.

use super::{Git, GitError, PublishError};
use anyhow::Context;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How the folders begin that are made in git's own; the number of the process follows.
const SCRATCH: &str = "postil-publish-";

/// The folders of this process that are there now.
static PRESENT: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

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

/// Removes what publishing has made on the way: for a process that is about to end in the middle of it.
pub fn clear_up() {
    for folder in PRESENT.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        // The next publish tries again.
        std::fs::remove_dir_all(folder).ok();
    }
}

/// Removes the folders that processes have left which were killed: nobody holds their locks. What cannot be locked or
/// removed is in nobody's way.
fn sweep(git_folder: &Path) {
    let Ok(entries) = std::fs::read_dir(git_folder) else { return };
    let ours = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(SCRATCH));
    for folder in ours.map(|entry| entry.path()) {
        let lock = File::open(&folder).map(|folder| folder.try_lock());
        if matches!(lock, Ok(Ok(()))) {
            std::fs::remove_dir_all(&folder).ok();
        }
    }
}

/// A folder inside git's own for what is made on the way; dropping it removes it.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
    /// Tells other processes that this one still lives; `None` where the disk knows no locks.
    _lock: Option<File>,
}

impl Scratch {
    pub(super) fn new(git: &Git) -> Result<Self, PublishError> {
        let git_folder = PathBuf::from(git.read(&["rev-parse", "--absolute-git-dir"])?);
        let folder = git_folder.join(format!("{SCRATCH}{}", std::process::id()));
        // Nobody sweeps between the making of a folder and its lock.
        let gate = File::open(&git_folder).ok().filter(|gate| gate.lock().is_ok());
        sweep(&git_folder);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let lock = File::open(&folder).ok().filter(|folder| folder.lock().is_ok());
        drop(gate);
        PRESENT.lock().unwrap_or_else(PoisonError::into_inner).push(folder.clone());
        Ok(Self { folder, _lock: lock })
    }

    /// Git with a place of its own for new objects, so that nothing of them stays.
    pub(super) fn quarantined(&self, git: Git) -> Result<Git, PublishError> {
        let common = git.read(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
        let objects = self.folder.join("objects");
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
        let git = git.clone().with("GIT_INDEX_FILE", self.folder.join("index"));
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
        PRESENT.lock().unwrap_or_else(PoisonError::into_inner).retain(|folder| *folder != self.folder);
        // What cannot be removed is in nobody's way.
        std::fs::remove_dir_all(&self.folder).ok();
    }
}
