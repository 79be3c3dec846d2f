//! Makes edits in the files of a site.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: this one reads what it writes over"
)]

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;

use super::Failure;
use super::replace::Draft;
use super::site::Site;
use crate::diagnostic::Edit;
use crate::path::SitePath;
use crate::suggest::apply_to_bytes;

/// Makes edits in their files, all or none where a file has changed since it was read; gives how many files
/// were written. `command` is what to run again then.
pub(super) fn make(
    site: &Site<()>,
    root: &Path,
    edits: impl IntoIterator<Item = Edit>,
    command: &str,
) -> Result<usize, Failure> {
    let mut by_file: BTreeMap<SitePath, Vec<Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.location.path.clone()).or_default().push(edit);
    }
    let mut written: Vec<(SitePath, Vec<u8>, Draft)> = Vec::new();
    for (path, mut edits) in by_file {
        edits.sort();
        edits.dedup();
        let file = root.join(path.as_str());
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let text = site.text_of(&path).unwrap_or_default();
        let edited = apply_to_bytes(&bytes, &text, &edits.iter().collect::<Vec<_>>());
        let draft = Draft::write(&file, edited.ok_or_else(|| changed(&path, command))?)?;
        written.push((path, bytes, draft));
    }
    for (path, known, draft) in &written {
        if !draft.is_of(known)? {
            return Err(changed(path, command));
        }
    }
    let count = written.len();
    for (.., draft) in written {
        draft.publish()?;
    }
    Ok(count)
}

fn changed(path: &SitePath, command: &str) -> Failure {
    Failure::usage(
        format!("{path} has changed since it was read, and nothing was written"),
        format!("run `{command}` again"),
    )
}
