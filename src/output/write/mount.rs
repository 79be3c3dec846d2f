//! Tells where disks, or folders from elsewhere, are mounted: what is in them is not removed with what is around them.

use std::path::Path;

use walkdir::WalkDir;

/// Whether a disk, or another folder, is mounted at a folder.
#[cfg(target_os = "linux")]
pub(super) fn is_mount(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::TYPE)
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

/// Whether another disk is mounted at a folder: it has another device than the one that it is in.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_mount(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.symlink_metadata().ok().map(|metadata| metadata.dev());
    folder.parent().is_some_and(|above| device(above) != device(folder))
}

/// Whether something is mounted at a folder or at one in it.
pub(super) fn holds_mount(folder: &Path) -> bool {
    let entries = WalkDir::new(folder).into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_dir()).any(|entry| is_mount(entry.path()))
}
