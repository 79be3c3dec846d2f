//! The list of the files of a build, kept in the folder of the build.

use super::super::{MANIFEST, Output, is_legal};
use super::{Origin, Staged};
use crate::hash::{Digest, Digester};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// The version of the form that the manifest is written in.
const VERSION: u32 = 1;

/// The files of a build. The manifest does not name itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    postil: u32,
    /// What the build was made from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) built: Option<Built>,
    /// The paths from the folder, sorted.
    pub(crate) files: BTreeSet<String>,
}

/// What a build was made from, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Built {
    /// The digest of all that it depends on.
    pub(super) from: String,
    /// How many pages it has.
    pub(super) pages: usize,
    /// How many warnings there were.
    #[serde(default)]
    pub(super) warnings: usize,
    /// The digest of the paths and lengths of its files.
    #[serde(default)]
    pub(super) lengths: String,
}

impl Manifest {
    /// The manifest of an output.
    pub(crate) fn of<Held>(output: &Output<Held>) -> Self {
        Self { postil: VERSION, built: None, files: output.iter().map(|(path, _)| path.to_owned()).collect() }
    }

    /// The manifest of an output that was made from what has this digest.
    pub(super) fn made_from(output: &Output<Staged>, origin: Option<&Origin>) -> Self {
        let lengths = digest_of(output.iter().map(|(path, file)| (path, file.length)));
        let built = origin.map(|Origin { digest, pages, warnings }| Built {
            from: digest.to_string(),
            pages: *pages,
            warnings: *warnings,
            lengths: lengths.to_string(),
        });
        Self { built, ..Self::of(output) }
    }

    /// The manifest in a folder; `None` where there is none, or none that postil wrote.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(MANIFEST);
        // A pipe would be waited for.
        if std::fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Ok(None);
        }
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        Ok(Self::parse(&bytes))
    }

    /// The manifest in the bytes of its file; `None` where they are none that postil wrote.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut manifest = serde_json::from_slice::<Self>(bytes).ok()?;
        // Files are removed by this list: a path that was tampered with counts for nothing.
        manifest.files.retain(|path| is_legal(path));
        (manifest.postil == VERSION).then_some(manifest)
    }

    /// The manifest as the bytes of its file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a list of texts is JSON");
        bytes.push(b'\n');
        bytes
    }
}

/// The digest of the paths and lengths of files, which come in the order of their paths.
pub(super) fn digest_of<'a>(files: impl IntoIterator<Item = (&'a str, u64)>) -> Digest {
    let mut digester = Digester::default();
    for (path, length) in files {
        digester.add(path);
        digester.add(length.to_le_bytes());
    }
    digester.digest()
}
