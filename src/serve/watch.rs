//! Hears from the system that files of the site may have changed.
//!
//! 1. The site's folder is watched for itself: `postil.toml`, and its parts coming and going. Its
//!    parts are watched with all below them; nothing else in the folder is.
//! 2. An event of a file that the site does not read is dropped: other folders, hidden files,
//!    the files that editors keep beside a text.
//! 3. What remains wakes the builder, which waits until it is quiet. One waiting call is
//!    enough for any number of events.
//! 4. Folders that came, went or were renamed have the watches set anew.

#![expect(clippy::disallowed_methods, reason = "the watcher looks at the folders that it watches")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

use notify::event::{CreateKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::load::{PARTS, is_of_the_site};

/// The watches on a site.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    root: PathBuf,
    config: Option<PathBuf>,
    heard: Arc<Heard>,
}

/// What has been heard since the builder last asked.
#[derive(Default)]
pub(super) struct Heard {
    /// How many events.
    count: AtomicUsize,
    /// Whether folders have changed.
    folders: AtomicBool,
}

impl Heard {
    /// How many events there were since the last call.
    pub(super) fn take_count(&self) -> usize {
        self.count.swap(0, Ordering::Relaxed)
    }
}

impl Watch {
    /// Watches the site in a folder, and the settings where they stand elsewhere.
    pub(super) fn new(root: &Path, config: Option<&Path>, wake: SyncSender<()>) -> notify::Result<Self> {
        let real = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
        let root = real(root)?;
        let config = config.map(real).transpose()?;
        let heard = Arc::new(Heard::default());
        let filter = Filter { root: root.clone(), config: config.clone(), heard: Arc::clone(&heard) };
        let watcher = notify::recommended_watcher(move |event| {
            if filter.concerns(event) {
                // A full channel holds a call already.
                wake.try_send(()).ok();
            }
        })?;
        let mut watch = Self { watcher, root, config, heard };
        watch.set()?;
        Ok(watch)
    }

    pub(super) fn heard(&self) -> &Heard {
        &self.heard
    }

    /// Sets the watches anew if folders have changed. An error means that the system gives no watch.
    pub(super) fn renew(&mut self) -> notify::Result<()> {
        match self.heard.folders.swap(false, Ordering::Relaxed) {
            true => self.set(),
            false => Ok(()),
        }
    }

    fn set(&mut self) -> notify::Result<()> {
        let parts = PARTS.iter().map(|part| self.root.join(part));
        let parts = parts.filter(|part| part.is_dir()).map(|part| (part, RecursiveMode::Recursive));
        let roots =
            [Some(self.root.clone()), self.config.as_ref().and_then(|file| Some(file.parent()?.to_owned()))];
        let roots = roots.into_iter().flatten().map(|folder| (folder, RecursiveMode::NonRecursive));
        for (folder, mode) in roots.chain(parts).collect::<Vec<_>>() {
            // What was there under this name may be another folder now.
            self.watcher.unwatch(&folder).ok();
            match self.watcher.watch(&folder, mode) {
                // It vanished in between: its return is heard.
                Err(_) if !folder.is_dir() => {}
                result => result?,
            }
        }
        Ok(())
    }
}

/// Tells events of the site from others.
struct Filter {
    root: PathBuf,
    config: Option<PathBuf>,
    heard: Arc<Heard>,
}

impl Filter {
    fn concerns(&self, event: notify::Result<Event>) -> bool {
        let Ok(event) = event else { return self.folders_changed() };
        if event.need_rescan() {
            return self.folders_changed();
        }
        if matches!(event.kind, EventKind::Access(_)) || !event.paths.iter().any(|path| self.is_read(path)) {
            return false;
        }
        let moves = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder | CreateKind::Any) | EventKind::Modify(ModifyKind::Name(_))
        );
        let is_top = |path: &PathBuf| *path == self.root || path.parent() == Some(&self.root);
        if event.paths.iter().any(|path| (is_top(path) && !path.is_file()) || (moves && path.is_dir())) {
            return self.folders_changed();
        }
        self.heard.count.fetch_add(1, Ordering::Relaxed);
        true
    }

    fn folders_changed(&self) -> bool {
        self.heard.folders.store(true, Ordering::Relaxed);
        self.heard.count.fetch_add(1, Ordering::Relaxed);
        true
    }

    fn is_read(&self, path: &Path) -> bool {
        if *path == self.root || self.config.as_deref() == Some(path) {
            return true;
        }
        is_of_the_site(&self.root, path)
            && !path.file_name().is_some_and(|name| is_beside(&name.to_string_lossy()))
    }
}

/// Whether an editor keeps a file of this name beside the text that it edits.
fn is_beside(name: &str) -> bool {
    // Vim tries with `4913` whether it may write in a folder.
    name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || name.ends_with(".swp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_site_reads_is_heard() {
        let filter =
            Filter { root: "/site".into(), config: Some("/else/own.toml".into()), heard: Arc::default() };
        let written = |path: &str| {
            filter.concerns(Ok(Event::new(EventKind::Modify(ModifyKind::Any)).add_path(path.into())))
        };
        for path in [
            "/site/content/a.md",
            "/site/postil.toml",
            "/site/templates/base.html",
            "/else/own.toml",
            "/site",
        ] {
            assert!(written(path), "{path}");
        }
        for path in [
            "/site/public/index.html",
            "/site/.git/index",
            "/site/content/.a.md.swp",
            "/site/content/a.md~",
            "/site/content/#a.md#",
            "/site/content/4913",
            "/site/target/x",
            "/else/other.toml",
        ] {
            assert!(!written(path), "{path}");
        }
        let read = Event::new(EventKind::Access(notify::event::AccessKind::Any))
            .add_path("/site/content/a.md".into());
        assert!(!filter.concerns(Ok(read)));
    }
}
