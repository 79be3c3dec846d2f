//! What a build makes: a map from paths to bytes, and how it gets onto the disk.
//!
//! 1. Every artifact enters the map once, under a path that stays in the folder and that no
//!    file system confuses with another.
//! 2. `serve` answers from the map; `write` brings it to the disk, whole or not at all. Where bytes went to
//!    the disk as they were made, the map holds what became of them there.

mod media;
mod write;

pub use media::media_type;
pub(crate) use write::Manifest;
pub use write::{Options, Origin, Refusal, Staged, Staging, Target, WriteError, Written, clean, write};

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The name of the file that lists what a build wrote; see [`write()`].
pub const MANIFEST: &str = ".postil-manifest.json";

/// The files of a site: paths from its root, such as `entities/belarus/index.html`, and their
/// bytes, or what a store holds of them, sorted by path.
#[derive(Debug, Clone)]
pub struct Output<Held = Arc<[u8]>> {
    files: BTreeMap<String, Held>,
    /// Those of the paths that are not their folded form, by that: two that fold alike are one file on some disks.
    folded: BTreeMap<String, String>,
}

impl<Held> Default for Output<Held> {
    fn default() -> Self {
        Self { files: BTreeMap::new(), folded: BTreeMap::new() }
    }
}

impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

/// Why a file could not enter an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsertError {
    /// The path could leave the folder, or is kept for postil or git.
    Illegal {
        /// The path.
        path: String,
    },
    /// Another file has the path: in other letter case, in another Unicode form, or as a folder.
    Collision {
        /// The path that was to be added.
        path: String,
        /// The path that is there already.
        with: String,
    },
}

impl fmt::Display for InsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Illegal { path } => write!(f, "{path:?} cannot be the path of a published file"),
            Self::Collision { path, with } if path == with => write!(f, "two files would be {path}"),
            Self::Collision { path, with } => {
                write!(f, "{path} and {with} cannot stand side by side on every host")
            }
        }
    }
}

impl std::error::Error for InsertError {}

impl<Held> Output<Held> {
    /// An output without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. Its path is relative with `/` between its parts. An error leaves the
    /// output as it was.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Held>) -> Result<(), InsertError> {
        let path = path.into();
        if !is_legal(&path) {
            return Err(InsertError::Illegal { path });
        }
        let folded = fold(&path);
        if let Some(with) = self.in_the_way_of(&folded) {
            return Err(InsertError::Collision { with: with.to_owned(), path });
        }
        if folded != path {
            self.folded.insert(folded, path.clone());
        }
        self.files.insert(path, bytes.into());
        Ok(())
    }

    /// A file that takes the folded path, or a part of it, or that lies below it.
    fn in_the_way_of(&self, folded: &str) -> Option<&str> {
        let folders = folded.match_indices('/').map(|(at, _)| &folded[..at]);
        let above = folders.chain([folded]).find_map(|path| {
            self.folded.get(path).or_else(|| self.files.get_key_value(path).map(|(path, _)| path))
        });
        above.or_else(|| self.below(folded)).map(String::as_str)
    }

    fn below(&self, folded: &str) -> Option<&String> {
        let folder = format!("{folded}/");
        let other = self.folded.range(folder.clone()..).next();
        let other = other.filter(|(path, _)| path.starts_with(&folder)).map(|(_, path)| path);
        let same = || self.files.range(folder.clone()..).next().map(|(path, _)| path);
        other.or_else(|| same().filter(|path| path.starts_with(&folder)))
    }

    /// The bytes of a file, or what is held of them.
    pub fn get(&self, path: &str) -> Option<&Held> {
        self.files.get(path)
    }

    /// The files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Held)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether a path is a folder of files in this output.
    fn has_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder))
    }
}

/// Whether a path stays in the output folder on every system, and is not kept for others.
fn is_legal(path: &str) -> bool {
    let parts_are_names = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let folded = fold(path);
    parts_are_names
        && !path.contains(|character: char| character == '\\' || character.is_control())
        && !folded.split('/').any(|part| part == ".git" || part == MANIFEST)
}

/// The path as a disk sees it that knows neither letter case nor Unicode forms.
fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    // Upper case on the way makes one letter of `ς` and `σ`, and of `ß` and `ss`.
    path.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{InsertError, Output};
    use std::sync::Arc;

    fn output(paths: &[&str]) -> Output {
        let mut output = Output::new();
        for path in paths {
            output.insert(*path, path.as_bytes()).expect("legal");
        }
        output
    }

    #[test]
    fn paths_that_some_disk_confuses_collide() {
        for (first, second) in [
            ("a/index.html", "a/index.html"),
            ("Foo.png", "foo.PNG"),
            ("Caf\u{e9}.html", "cafe\u{301}.html"),
            ("Κόσμος", "κόσμοσ"),
            ("a", "a/b.html"),
            ("a/b/c.html", "A/B"),
        ] {
            let mut output = output(&[first]);
            let collision = InsertError::Collision { path: second.to_owned(), with: first.to_owned() };
            assert_eq!(output.insert(second, *b""), Err(collision));
            assert_eq!(output.len(), 1);
        }
        assert_eq!(output(&["a", "a.html", "a-b/c", "ab"]).len(), 4);
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for path in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            "a\0b",
            "a\nb",
            ".git/config",
            "sub/.GIT/hooks/x",
            ".postil-manifest.json",
            ".Postil-Manifest.json/x",
        ] {
            let illegal = InsertError::Illegal { path: path.to_owned() };
            assert_eq!(Output::<Arc<[u8]>>::new().insert(path, *b"x"), Err(illegal), "{path:?}");
        }
        assert_eq!(output(&[".nojekyll", ".well-known/x", "a..b", "CNAME"]).len(), 4);
    }

    #[test]
    fn a_folder_is_what_lies_above_a_file() {
        let output = output(&["a/b/c.html", "ab"]);
        assert!(output.has_folder("a") && output.has_folder("a/b"));
        assert!(!output.has_folder("a/b/c.html") && !output.has_folder("ab"));
    }
}
