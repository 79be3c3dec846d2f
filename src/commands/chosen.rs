//! The files of the site that a command line names.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: they look at the folder they run in"
)]

use std::path::{Path, PathBuf};

use super::Failure;
use crate::load::{Inputs, SourceFile};

/// The texts that a command is about: those that are `wanted` and named, as files or by their folders, from
/// here or from the site's root; all that are wanted where none is named.
pub(super) fn chosen<'a>(
    inputs: &'a Inputs,
    root: &Path,
    named: &[PathBuf],
    wanted: impl Fn(&SourceFile) -> bool,
    refusal: impl Fn(&Path) -> Failure,
) -> Result<Vec<&'a SourceFile>, Failure> {
    let texts: Vec<&SourceFile> =
        inputs.files.iter().map(AsRef::as_ref).filter(|file| wanted(file)).collect();
    if named.is_empty() {
        return Ok(texts);
    }
    let here = std::env::current_dir().map_err(anyhow::Error::from)?;
    let places: Vec<Option<PathBuf>> =
        texts.iter().map(|file| root.join(file.path.as_str()).canonicalize().ok()).collect();
    let mut is_chosen = vec![false; texts.len()];
    for named in named {
        let meant = [here.join(named), root.join(named)].map(|path| path.canonicalize().ok());
        let mut is_known = false;
        for (place, is_chosen) in places.iter().zip(&mut is_chosen) {
            if meant
                .iter()
                .flatten()
                .any(|meant| place.as_ref().is_some_and(|place| place.starts_with(meant)))
            {
                *is_chosen = true;
                is_known = true;
            }
        }
        if !is_known {
            return Err(refusal(named));
        }
    }
    Ok(texts.into_iter().zip(is_chosen).filter_map(|(file, is_chosen)| is_chosen.then_some(file)).collect())
}
