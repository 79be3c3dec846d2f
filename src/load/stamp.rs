//! When a file was last written, as the disk tells it.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, SystemTime};

/// Longer than the longest step in which a disk counts time, two seconds on FAT: a younger file can be written
/// again without a trace.
const STEP: i64 = 3;

/// What changes when a file is written, or another one takes its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Its length in bytes.
    pub(super) length: u64,
    /// Its device and number.
    node: (u64, u64),
    /// When it was written, and when anything of it changed, which no program can set back: seconds and nanoseconds.
    times: [(i64, i64); 2],
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            node: (metadata.dev(), metadata.ino()),
            times: [(metadata.mtime(), metadata.mtime_nsec()), (metadata.ctime(), metadata.ctime_nsec())],
        }
    }

    /// Whether a file that has the same stamp after `now` has the same bytes.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        self.times.iter().all(|(seconds, _)| seconds.saturating_add(STEP) <= now)
    }
}
