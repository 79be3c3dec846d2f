//! Puts a new text in the place of a file's, whole or not at all.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: they write what they are asked to"
)]

use std::io::Write;
use std::path::Path;

use anyhow::Context;

/// Replaces the text of a file, which keeps its permissions; where it is a link, the file that it leads to is
/// meant. The new text is written beside it first, into a file that no site reads, and is on the disk before it
/// takes the old one's name: what an author wrote outlives a power cut.
pub(super) fn replace(file: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let context = || format!("cannot write {}", file.display());
    let file = &file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let draft = file.with_file_name(format!(".{}.new", name.trim_start_matches('.')));
    let write = || {
        let mut written = std::fs::File::create(&draft)?;
        written.write_all(text.as_ref())?;
        written.sync_all()?;
        if let Ok(known) = file.metadata() {
            std::fs::set_permissions(&draft, known.permissions())?;
        }
        std::fs::rename(&draft, file)
    };
    write()
        .inspect_err(|_| {
            std::fs::remove_file(&draft).ok();
        })
        .with_context(context)
}
