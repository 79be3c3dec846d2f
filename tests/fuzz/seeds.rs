//! Real texts, by format.

use std::path::{Path, PathBuf};

/// A folder or file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The texts of files and of sections of cases whose path ends like this.
pub(crate) fn ending(ends: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for folder in
        ["content", "tests/markup", "tests/diagnostics", "tests/format", "tests/sites", "tests/import"]
    {
        for file in files_below(&repository(folder)) {
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            let is_wanted = |name: &str| ends.iter().any(|end| name.ends_with(end));
            let parts = text.split("\n=== ").skip(1).filter_map(|part| part.split_once('\n'));
            texts.extend(parts.filter(|(name, _)| is_wanted(name)).map(|(_, text)| text.to_owned()));
            if is_wanted(&file.to_string_lossy()) && !text.contains("\n=== ") {
                texts.push(text);
            }
        }
    }
    // Long texts make few cases in a run, and what is odd in them is short.
    texts.retain(|text| text.len() < 6000);
    assert!(!texts.is_empty(), "there are texts that end in {ends:?}");
    texts
}

/// The files below a folder, sorted.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
