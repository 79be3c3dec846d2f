//! Hears from the system that files of the site may have changed.
//!
//! 1. The site's folder is watched for itself: `postil.toml`, and its parts coming and going. Its
//!    parts are watched with all below them; nothing else in the folder is.
//! 2. An event of a file that the site does not read is dropped: other folders, hidden files,
//!    the files that editors keep beside a text.
//! 3. What remains is noted, with the files that it is of, and wakes the builder, which waits until it is quiet. One
//!    waiting call is enough for any number of events.
//! 4. Folders that came, went or were renamed have the watches set anew. A folder that was not there to be
//!    watched is tried again until it is: nothing tells of its return.

#![expect(clippy::disallowed_methods, reason = "the watcher looks at the folders that it watches")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
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
pub(super) struct Heard(Mutex<News>);

/// What was heard of changes.
#[derive(Debug, Default)]
pub(super) struct News {
    /// How many events there were.
    pub(super) count: usize,
    /// The files that changed.
    pub(super) files: BTreeSet<PathBuf>,
    /// Whether more may have changed than those files: folders came or went, or events were lost.
    pub(super) is_vague: bool,
    /// The file that was written or renamed last, when the system told that this is done.
    done: Option<PathBuf>,
}

impl News {
    /// Whether one file was saved, and the program that saved it is done with it.
    pub(super) fn is_one_save(&self) -> bool {
        !self.is_vague && self.files.len() == 1 && self.files.first() == self.done.as_ref()
    }

    /// Adds what was heard later.
    pub(super) fn add(&mut self, later: News) {
        self.count += later.count;
        self.is_vague |= later.is_vague;
        self.files.extend(later.files);
        self.done = later.done;
    }
}

impl Heard {
    /// What was heard since the last call.
    pub(super) fn take(&self) -> News {
        std::mem::take(&mut *self.news())
    }

    /// Whether something was heard since then.
    pub(super) fn has_news(&self) -> bool {
        self.news().count > 0
    }

    fn add(&self, news: News) {
        self.news().add(news);
    }

    fn news(&self) -> MutexGuard<'_, News> {
        // A panic elsewhere leaves whole news behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    pub(super) fn heard(&self) -> &Arc<Heard> {
        &self.heard
    }

    /// Whether all that should be watched is. Where it is not, changes may go unheard until the next
    /// [`renew`](Self::renew).
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Sets the watches anew if folders may have changed, or if some were not there. An error means that the system
    /// gives no watch.
    pub(super) fn renew(&mut self, news: &News) -> notify::Result<()> {
        match news.is_vague || !self.is_whole {
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
    /// Whether an event is of files of the site, and was noted.
    fn concerns(&self, event: notify::Result<Event>) -> bool {
        match event {
            Ok(event) if !event.need_rescan() => match self.news(event) {
                Some(news) => self.heard.add(news),
                None => return false,
            },
            _ => self.heard.add(News { count: 1, is_vague: true, ..News::default() }),
        }
        true
    }

    fn news(&self, event: Event) -> Option<News> {
        let is_closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        let is_read = event.paths.iter().any(|path| self.is_read(path));
        if !is_read || (matches!(event.kind, EventKind::Access(_)) && !is_closed) {
            return None;
        }
        let moves = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder | CreateKind::Any) | EventKind::Modify(ModifyKind::Name(_))
        );
        let is_top = |path: &PathBuf| *path == self.root || path.parent() == Some(&self.root);
        let is_vague =
            event.paths.iter().any(|path| (is_top(path) && !path.is_file()) || (moves && path.is_dir()));
        let is_renamed =
            matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)));
        let done = event.paths.last().filter(|_| is_closed || is_renamed).cloned();
        let files = event.paths.into_iter().filter(|path| self.is_read(path)).collect();
        Some(News { count: 1, files, is_vague, done })
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
        watch.heard().take();
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
        let vague = News { is_vague: true, ..News::default() };
        while watch.is_whole() {
            watch.renew(&vague).expect("no fault of the system");
        }
        // Nothing may tell of its return.
        rename(&copy, &root).expect("renamed");
        watch.renew(&News::default()).expect("no fault of the system");
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
        let read = Event::new(EventKind::Access(AccessKind::Any)).add_path("/site/content/a.md".into());
        assert!(!filter.concerns(Ok(read)));
    }

    #[test]
    fn a_save_is_one_where_one_file_is_done() {
        let modified = EventKind::Modify(ModifyKind::Any);
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let [a, b, beside] = ["content/a.md", "content/b.md", "content/a.md~"];
        for (events, is_one) in [
            (&[(modified, a)][..], false),
            (&[(modified, a), (closed, a)], true),
            (&[(modified, a), (modified, beside), (closed, beside)], false),
            (&[(renamed, beside), (modified, a), (closed, a)], true),
            (&[(closed, a), (modified, a)], false),
            (&[(closed, a), (closed, b)], false),
            (&[(renamed, a)], true),
            (&[], false),
        ] {
            let filter = Filter { root: "/site".into(), config: None, heard: Arc::default() };
            for (kind, path) in events {
                filter.concerns(Ok(Event::new(*kind).add_path(format!("/site/{path}").into())));
            }
            assert_eq!(filter.heard.take().is_one_save(), is_one, "{events:?}");
            assert!(!filter.heard.has_news());
        }
    }
}
