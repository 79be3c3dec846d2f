//! The files that are published as they are: those of `static/`, which are trusted, and those beside texts
//! in which nothing is active.

use std::sync::Arc;

use rayon::prelude::*;

use crate::artifact::Artifact;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::load::{Asset, Inputs};
use crate::memo::Memo;
use crate::path::{Address, SitePath};
use crate::pictures::{Active, active};
use crate::render::assets::is_theme_file;

/// The files, and what keeps others from being published.
pub(super) fn published_files(
    inputs: &Inputs,
    known: &Memo<Digest, Arc<[Active]>>,
) -> (Vec<Artifact>, Vec<Diagnostic>) {
    let files = inputs.assets.par_iter().filter_map(|asset| {
        let path = asset_address(&asset.path)?.output_path();
        let faults = faults(asset, known);
        let artifact = faults.is_empty().then(|| Artifact { path, bytes: Arc::clone(&asset.bytes) });
        Some((artifact, faults))
    });
    let (artifacts, faults): (Vec<_>, Vec<_>) = files.unzip();
    (artifacts.into_iter().flatten().collect(), faults.into_iter().flatten().collect())
}

fn faults(asset: &Asset, known: &Memo<Digest, Arc<[Active]>>) -> Vec<Diagnostic> {
    if !asset.path.as_str().starts_with("content/") {
        return Vec::new();
    }
    let extension = asset.path.extension();
    let key = Digest::of_parts([extension.as_bytes(), asset.digest.as_bytes()]);
    let found = known.get(key, || active(extension, &asset.bytes).into());
    let faults = found.iter().map(|active| {
        let message = format!("the file `{}` {}", asset.path, active.reason);
        Diagnostic::new(Code::ActiveFile, &asset.path, active.range.clone(), message)
            .help("save it without what runs or loads something; one that you trust may stand in `static/`")
    });
    faults.collect()
}

/// Where a file that is published as it is will stand: one beside a brief beside its page, one
/// of `static/` at the root. The theme's files have names of their own.
pub(super) fn asset_address(path: &SitePath) -> Option<Address> {
    if is_theme_file(path) {
        return None;
    }
    let rest = path.as_str().strip_prefix("static").or_else(|| path.as_str().strip_prefix("content"))?;
    Some(Address::new(rest))
}
