//! What a publish changes, in files.

use std::collections::BTreeMap;
use std::fmt;

/// What a publish changes in files, and how large the site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Files that were not there.
    pub added: usize,
    /// Files that were there with other bytes.
    pub changed: usize,
    /// Files of an earlier publish that are no longer part of the site.
    pub removed: usize,
    /// The bytes of the added and changed files.
    pub bytes: u64,
    /// The files of the site.
    pub files: usize,
    /// The bytes of the site.
    pub total: u64,
}

impl Change {
    /// Compares the files that are there with those that will be: what identifies the content of
    /// each path, and for the new ones the length in bytes.
    pub(super) fn between<'a>(
        old: &BTreeMap<String, String>,
        new: impl IntoIterator<Item = (&'a str, &'a str, u64)>,
    ) -> Self {
        let mut change = Self::default();
        let mut kept = 0;
        for (path, content, bytes) in new {
            change.files += 1;
            change.total += bytes;
            match old.get(path) {
                Some(present) => {
                    kept += 1;
                    if present == content {
                        continue;
                    }
                    change.changed += 1;
                }
                None => change.added += 1,
            }
            change.bytes += bytes;
        }
        change.removed = old.len() - kept;
        change
    }

    /// Whether nothing changes.
    pub fn is_nothing(&self) -> bool {
        self.added + self.changed + self.removed == 0
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, changed, removed, bytes, files, total } = *self;
        write!(
            f,
            "{added} added, {changed} changed, {removed} removed ({}); the site has {files} files ({})",
            size(bytes),
            size(total)
        )
    }
}

/// A number of bytes in words: `512 bytes`, `12 KiB`, `3.4 MiB`.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        1 => "1 byte".to_owned(),
        0..1024 => format!("{bytes} bytes"),
        1024..0x10_0000 => format!("{} KiB", bytes >> 10),
        0x10_0000..0x4000_0000 => format!("{} MiB", tenths(1 << 20)),
        _ => format!("{} GiB", tenths(1 << 30)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_counted_and_said() {
        let old = [("a", "1"), ("b", "2"), ("c", "3")].map(|(path, id)| (path.to_owned(), id.to_owned()));
        let new = [("a", "1", 10), ("b", "9", 2000), ("d", "4", 100)];
        let change = Change::between(&old.into(), new);
        let expected = Change { added: 1, changed: 1, removed: 1, bytes: 2100, files: 3, total: 2110 };
        assert_eq!(change, expected);
        assert_eq!(change.to_string(), "1 added, 1 changed, 1 removed (2 KiB); the site has 3 files (2 KiB)");
        assert!(!change.is_nothing() && Change::default().is_nothing());
    }

    #[test]
    fn sizes_read_well() {
        let sizes = [0, 1, 1023, 1024, (1 << 20) - 1, 1 << 20, 5 << 19, (1 << 30) + 1];
        let words = ["0 bytes", "1 byte", "1023 bytes", "1 KiB", "1023 KiB", "1.0 MiB", "2.5 MiB", "1.0 GiB"];
        assert_eq!(sizes.map(size), words);
    }
}
