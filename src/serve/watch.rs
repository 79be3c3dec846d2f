//! Hears from the system that files of the site may have changed.
//!
//! 1. The site's folder is watched for itself: `postil.toml`, and its parts coming and going. Its
//!    parts are watched with all below them; nothing else in the folder is.
//! 2. An event of a file that the site does not read is dropped: other folders, hidden files,
//!    the files that editors keep beside a text.
//! 3. What remains wakes the builder, which waits until it is quiet. One waiting call is
//!    enough for any number of events.
//! 4. Folders that came, went or were renamed have the watches set anew. A folder that was not there to be
//!    watched is tried again until it is: nothing tells of its return.

#![expect(clippy::disallowed_methods, reason = "the watcher looks at the folders that it watches")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

use notify::event::{CreateKind, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::load::{PARTS, is_of_the_site};

/// The watches on a site.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    root: PathBuf,
    config: Option<PathBuf>,
    heard: Arc<Heard>,
    /// Whether all that should be watched is.
    is_whole: bool,
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
        ensure_threads()?;
        let watcher = notify::recommended_watcher(move |event| {
            if filter.concerns(event) {
                // A full channel holds a call already.
                wake.try_send(()).ok();
            }
        })?;
        let mut watch = Self { watcher, root, config, heard, is_whole: false };
        watch.set()?;
        Ok(watch)
    }

    pub(super) fn heard(&self) -> &Heard {
        &self.heard
    }

    /// Whether all that should be watched is. Where it is not, changes may go unheard until the next
    /// [`renew`](Self::renew).
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Sets the watches anew if folders have changed, or if some were not there. An error means that the system gives
    /// no watch.
    pub(super) fn renew(&mut self) -> notify::Result<()> {
        let changed = self.heard.folders.swap(false, Ordering::Relaxed);
        match changed || !self.is_whole {
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
        self.is_whole = true;
        for (folder, mode) in roots.chain(parts).collect::<Vec<_>>() {
            // What was there under this name may be another folder now.
            self.watcher.unwatch(&folder).ok();
            match self.watcher.watch(&folder, mode) {
                // It vanished, or something in it did, and may be back before it is next looked at.
                Err(error) if !folder.is_dir() || is_of_the_lost(&error) => self.is_whole = false,
                result => result?,
            }
        }
        Ok(())
    }
}

/// Fails where the system gives no thread: the watcher has one, and panics without it.
fn ensure_threads() -> notify::Result<()> {
    std::thread::Builder::new().spawn(|| {}).map(drop).map_err(notify::Error::io)
}

/// Whether nothing could be watched because nothing was there.
fn is_of_the_lost(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
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
    use std::fs::{create_dir_all, remove_dir_all, rename, write};
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::time::Duration;

    use super::*;

    /// Waits for a call, and takes what was heard.
    fn hear(watch: &Watch, woken: &Receiver<()>) {
        woken.recv_timeout(Duration::from_secs(60)).expect("a change is heard");
        watch.heard().take_count();
    }

    #[test]
    fn a_site_that_was_gone_when_it_was_to_be_watched_is_watched_once_it_is_back() {
        let parent = tempfile::tempdir().expect("a folder");
        let parent = parent.path().canonicalize().expect("its real path");
        let (root, copy) = (parent.join("site"), parent.join("copy"));
        create_dir_all(root.join("content")).expect("a folder");
        create_dir_all(copy.join("content")).expect("a folder");
        let (wake, woken) = sync_channel(1);
        let mut watch = Watch::new(&root, None, wake).expect("a watch");
        assert!(watch.is_whole());

        remove_dir_all(&root).expect("removed");
        hear(&watch, &woken);
        while watch.is_whole() {
            watch.renew().expect("no fault of the system");
        }
        // Nothing may tell of its return.
        rename(&copy, &root).expect("renamed");
        watch.renew().expect("no fault of the system");
        assert!(watch.is_whole());
        while woken.try_recv().is_ok() {}
        write(root.join("content/a.md"), "Text.").expect("a file");
        hear(&watch, &woken);
    }

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
