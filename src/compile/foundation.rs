//! The digest of all that an output depends on: where it is the same, a build would give the same.

use crate::compile::Options;
use crate::hash::Digest;
use crate::load::{Inputs, LOCK, SourceFile};

/// The digest of a site's files and of the options that it is built with, by a program of this digest. `lock` is the
/// text of `postil.lock` where it is not the one that was read.
pub fn foundation(inputs: &Inputs, options: &Options, lock: Option<&str>, program: Digest) -> Digest {
    let texts = inputs.files.iter().chain(&inputs.templates).chain(&inputs.words).chain(&inputs.config_text);
    let texts = texts.filter(|file| file.path.as_str() != LOCK).map(|file| (&file.path, file.digest));
    let assets = inputs.assets.iter().chain(&inputs.inventories).map(|asset| (&asset.path, asset.digest));
    let mut parts = vec![program.to_string(), options.drafts.to_string()];
    parts.push(options.base_url.as_ref().map(ToString::to_string).unwrap_or_default());
    let read = || inputs.files.iter().find(|file| file.path.as_str() == LOCK).map(|file| file.digest);
    // Files that nothing is made of are told of all the same.
    parts.push(format!("{:?}", inputs.diagnostics));
    let lock = lock.map(|text| SourceFile::digest_of(LOCK, text)).or_else(read);
    parts.push(lock.map(|digest| digest.to_string()).unwrap_or_default());
    for (path, digest) in texts.chain(assets) {
        parts.extend([path.as_str().to_owned(), digest.to_string()]);
    }
    Digest::of_parts(parts.iter().map(String::as_bytes))
}

#[cfg(test)]
mod tests;
