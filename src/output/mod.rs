//! The output: a map from paths to bytes, whole before anything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic};
use crate::render::Artifact;

/// What a site is published as: bytes by path, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Output {
    /// The output of some artifacts. Two whose paths are the same to a host that does not tell
    /// letter case or Unicode forms apart are reported, and the first is kept.
    pub fn of(artifacts: Vec<Artifact>) -> (Self, Vec<Diagnostic>) {
        let mut output = Self::default();
        let mut diagnostics = Vec::new();
        let mut folded: FxHashMap<String, String> = FxHashMap::default();
        for Artifact { path, bytes } in artifacts {
            let key: String = path.nfc().flat_map(char::to_lowercase).collect();
            match folded.get(&key) {
                Some(first) => diagnostics.push(collision(first, &path)),
                None => {
                    folded.insert(key, path.clone());
                    output.files.insert(path, bytes);
                }
            }
        }
        (output, diagnostics)
    }

    /// All files, by path.
    pub fn files(&self) -> &BTreeMap<String, Arc<[u8]>> {
        &self.files
    }

    /// The bytes at a path.
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }
}

fn collision(first: &str, second: &str) -> Diagnostic {
    let message = if first == second {
        format!("two pages or files would be published as `{first}`")
    } else {
        format!("`{first}` and `{second}` would be one file on hosts that do not tell them apart")
    };
    Diagnostic::general(Code::PathCollision, message).help("rename one of the files that they are made from")
}
