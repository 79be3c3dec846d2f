//! Puts the new site in the place of the old one, and puts right what a killed build left.
//!
//! A build that is killed leaves one of three things, and each is told by what exists:
//!
//! 1. The folder `new` beside the output: an unfinished site, or the old one after the
//!    exchange. Either way the output is entire, and `new` goes.
//! 2. The folder `old` and the output: the old site after two renames. `old` goes.
//! 3. The folder `old` and no output: killed between two renames. `old` goes back.

use super::mount::holds_mount;
use super::place::Place;
use anyhow::Context;
use rustix::fs::{CWD, RenameFlags};
use rustix::io::Errno;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Puts right what a killed build left behind. To be called under the lock. Gives what could not be removed, under
/// the name that it has now.
pub(super) fn recover(place: &Place) -> anyhow::Result<Vec<PathBuf>> {
    let (new, old) = (place.sibling("new"), place.sibling("old"));
    if is_there(&old) && !is_there(&place.folder) {
        rename(&old, &place.folder)?;
    }
    let mut stuck = Vec::new();
    for leftover in [old, new] {
        let removed = match holds_mount(&leftover) {
            true => Err(ErrorKind::ResourceBusy.into()),
            false => remove_tree(&leftover),
        };
        let removed =
            removed.with_context(|| format!("cannot remove {}, left by a stopped build", leftover.display()));
        let Err(error) = removed else { continue };
        let aside = place.sibling(&format!("stuck-{}", std::process::id()));
        if is_there(&aside) || std::fs::rename(&leftover, &aside).is_err() {
            return Err(error);
        }
        stuck.push(aside);
    }
    Ok(stuck)
}

/// Where the old site is after the exchange.
pub(super) fn old_site(place: &Place) -> PathBuf {
    let [new, old] = ["new", "old"].map(|what| place.sibling(what));
    if is_there(&old) { old } else { new }
}

/// Makes the folder `new` the output. In one step, so that there is always a site to see,
/// wherever the system can exchange two folders.
pub(super) fn swap(place: &Place) -> anyhow::Result<()> {
    let new = place.sibling("new");
    if !is_there(&place.folder) {
        return rename(&new, &place.folder);
    }
    match rustix::fs::renameat_with(CWD, &new, CWD, &place.folder, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => rename_both(place),
        Err(error @ (Errno::BUSY | Errno::XDEV)) => Err(error).with_context(|| {
            let folder = place.folder.display();
            format!(
                "cannot exchange {folder}: a disk is mounted there, or it is of a lower layer of a container; remove \
                 it, or name a folder in it"
            )
        }),
        Err(error) => Err(error)
            .with_context(|| format!("cannot exchange {} for {}", place.folder.display(), new.display())),
    }
}

/// The exchange in two steps. Killed after the first, it is put right by [`recover`].
pub(super) fn rename_both(place: &Place) -> anyhow::Result<()> {
    let [(folder, old), (new, _)] = steps(place);
    rename(&folder, &old)?;
    rename(&new, &folder).inspect_err(|_| {
        // The error that is reported is the first one; what is left is put right next time.
        rename(&old, &folder).ok();
    })
}

/// Removes a folder that has no use any more. A failure is left to the next build, which begins by removing what
/// is left.
pub(super) fn discard(folder: &Path) {
    remove_tree(folder).ok();
}

/// What is renamed to what.
pub(super) fn steps(place: &Place) -> [(PathBuf, PathBuf); 2] {
    let [new, old] = ["new", "old"].map(|what| place.sibling(what));
    [(place.folder.clone(), old), (new, place.folder.clone())]
}

/// Removes a folder with all that is in it, also what is closed to its owner.
pub(super) fn remove_tree(folder: &Path) -> std::io::Result<()> {
    let removed = std::fs::remove_dir_all(folder).or_else(|error| match error.kind() {
        ErrorKind::NotFound => Ok(()),
        ErrorKind::NotADirectory => std::fs::remove_file(folder),
        _ => remove_by_steps(folder),
    });
    removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Removes a folder where it cannot be done in one go: because folders in it are closed, or because
/// this process may not have a file open for each level of them.
fn remove_by_steps(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    let entries = std::fs::read_dir(folder)?;
    let entries =
        entries.map(|entry| entry.and_then(|entry| Ok((entry.path(), entry.file_type()?.is_dir()))));
    for (path, is_folder) in entries.collect::<std::io::Result<Vec<_>>>()? {
        if is_folder { remove_by_steps(&path)? } else { std::fs::remove_file(path)? }
    }
    std::fs::remove_dir(folder)
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::rename(from, to).with_context(|| format!("cannot rename {} to {}", from.display(), to.display()))
}
