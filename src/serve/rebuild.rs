//! Builds the site whenever it has changed.
//!
//! 1. The builder sleeps until the watcher calls, or, where it polls or misses a watch, for half a second.
//! 2. It waits until nothing more is heard (`calm`): an editor's save is several events, and a program
//!    that writes many files makes thousands. Calls that come while it builds make one more build.
//! 3. It reads the files that have changed; the whole site where it cannot be sure which these are. If all is as it was,
//!    it sleeps again.
//! 4. It compiles the site with the cache of the build before. As soon as pages can be made, and nothing is
//!    wrong so far, it sends a snapshot that makes each page when a browser asks for it. If the site is saved again while
//!    the others are made, it leaves them for later.
//! 5. When all is made it sends another: with all pages, or, where there are errors, with the pages of the last
//!    good build.

#![expect(
    clippy::disallowed_methods,
    reason = "the preview waits for saves, and tells how long a build took"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch::Sender;

use super::calm::{Calm, QUIET};
use super::faults::Faults;
use super::snapshot::{Built, Pages, Snapshot};
use super::watch::{Heard, News, Watch};
use super::{Event, Settings};
use crate::artifact::Store;
use crate::cache::Cache;
use crate::compile::{Compiled, Later, Prepared, prepare};
use crate::diagnostic::Diagnostic;
use crate::load::{Inputs, Reader};
use crate::output::Output;

/// After so long a build is made even if there is no quiet.
const LONGEST: Duration = Duration::from_secs(5);
/// How often the site is looked at without a watcher, or while it cannot be read or watched.
const POLL: Duration = Duration::from_millis(500);
/// How often a read is tried while files vanish under it.
const TRIES: usize = 3;

/// A build that the preview made.
pub struct Build {
    /// How many pages the site has.
    pub pages: usize,
    /// How long reading and compiling took.
    pub took: Duration,
    /// Whether its pages are shown; with errors the last good ones are.
    pub shown: bool,
    /// What was read.
    pub inputs: Arc<Inputs>,
    /// Everything that is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What has come of looking at the site: what is to be told, and the faults for the script.
struct Update {
    result: Result<Build, String>,
    faults: String,
}

impl Update {
    fn event(&self) -> Event<'_> {
        match &self.result {
            Ok(build) => Event::Built(build),
            Err(reason) => Event::Unreadable(reason.clone()),
        }
    }
}

/// Makes the builds.
pub(super) struct Rebuild<'a> {
    settings: &'a Settings,
    tell: &'a (dyn Fn(Event<'_>) + Sync),
    root: PathBuf,
    wake: SyncSender<()>,
    woken: Receiver<()>,
    ask: mpsc::Sender<Later>,
    watch: Option<Watch>,
    calm: Calm,
    pool: Option<rayon::ThreadPool>,
    cache: Cache,
    reader: Reader,
    version: u64,
    inputs: Option<Arc<Inputs>>,
    pages: Arc<Pages>,
    /// What was shown before.
    before: Option<Arc<Snapshot>>,
    /// The pages of the last build that was finished, while newer ones are shown.
    last_good: Option<Arc<Pages>>,
    /// Whether the pages are of a build without errors.
    good: bool,
    /// Whether the last build was one.
    is_well: bool,
    /// Why the site cannot be read.
    unreadable: Option<String>,
    /// What was heard since the site was last read.
    news: News,
    /// A site whose pages can be seen, and of which not all are made.
    unfinished: Option<Unfinished>,
}

/// A site that is ready to have its pages made.
struct Unfinished {
    prepared: Arc<Prepared>,
    inputs: Arc<Inputs>,
    /// When the build began.
    start: Instant,
    /// Whether its pages are shown already.
    is_shown: bool,
}

/// Holds all bytes in memory, until the site is saved again.
struct UntilSaved(Option<Arc<Heard>>);

impl Store for UntilSaved {
    type Held = Arc<[u8]>;

    fn take(&self, _: &str, bytes: Arc<[u8]>) -> Self::Held {
        bytes
    }

    fn has_given_up(&self) -> bool {
        self.0.as_ref().is_some_and(|heard| heard.has_news())
    }
}

impl<'a> Rebuild<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        tell: &'a (dyn Fn(Event<'_>) + Sync),
        wake: SyncSender<()>,
        woken: Receiver<()>,
        ask: mpsc::Sender<Later>,
    ) -> anyhow::Result<Self> {
        let pool = match settings.jobs {
            Some(jobs) => Some(rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?),
            None => None,
        };
        // A page that is still open from an earlier run is older than any of this one.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
        Ok(Self {
            settings,
            tell,
            root: std::path::absolute(&settings.root)?,
            wake,
            woken,
            ask,
            watch: None,
            calm: Calm::default(),
            pool,
            cache: Cache::default(),
            reader: Reader::default(),
            version: now,
            inputs: None,
            pages: Arc::new(Pages::none()),
            before: None,
            last_good: None,
            good: false,
            is_well: false,
            unreadable: None,
            news: News::default(),
            unfinished: None,
        })
    }

    /// Begins to watch, and makes the first build.
    pub(super) fn first(&mut self) -> Sender<Arc<Snapshot>> {
        // What is saved from here on is heard, even while the first build runs.
        self.start_watch();
        let update = self.update(None);
        let faults = update.as_ref().map_or_else(|| Faults::default().json(), |update| update.faults.clone());
        if let Some(update) = update {
            (self.tell)(update.event());
        }
        Sender::new(self.snapshot(faults.into(), Arc::default()))
    }

    /// Makes builds until `stop` becomes true and the channel is called.
    pub(super) fn run(&mut self, snapshots: &Sender<Arc<Snapshot>>, stop: &AtomicBool) {
        loop {
            self.sleep();
            if stop.load(Ordering::Relaxed) {
                return;
            }
            self.renew_watch();
            if let Some(update) = self.update(Some(snapshots)) {
                self.show(snapshots, |_| update.faults.as_str().into());
                // What is told can be seen.
                (self.tell)(update.event());
            }
        }
    }

    fn snapshot(&self, faults: Arc<str>, later: Arc<Output>) -> Arc<Snapshot> {
        Arc::new(Snapshot { version: self.version, site: Arc::clone(&self.pages), later, faults })
    }

    /// Shows the newest pages, with what is wrong.
    fn show(&mut self, snapshots: &Sender<Arc<Snapshot>>, faults: impl FnOnce(&Snapshot) -> Arc<str>) {
        let mut before = None;
        snapshots.send_modify(|shown| {
            let new = self.snapshot(faults(shown), Arc::clone(&shown.later));
            before = Some(std::mem::replace(shown, new));
        });
        // A whole site is not freed in a moment: whoever waits for a page does not wait for that.
        self.before = before;
    }

    /// Waits for changes, and until they have settled.
    fn sleep(&mut self) {
        match &self.watch {
            Some(watch) if watch.is_whole() && self.unreadable.is_none() => drop(self.woken.recv()),
            _ => drop(self.woken.recv_timeout(POLL)),
        }
        let Some(watch) = &self.watch else { return };
        let start = Instant::now();
        loop {
            let news = watch.heard().take();
            self.calm.hear(news.count, Instant::now());
            self.news.add(news);
            let quiet = self.calm.quiet(self.news.is_one_save());
            if start.elapsed() >= LONGEST || self.woken.recv_timeout(quiet).is_err() {
                return;
            }
        }
    }

    fn start_watch(&mut self) {
        if self.settings.poll {
            return;
        }
        match Watch::new(&self.root, self.settings.config.as_deref(), self.wake.clone()) {
            Ok(watch) => self.watch = Some(watch),
            // A folder that is gone comes back, or not; that is told as what cannot be read.
            Err(error) if self.unreadable.is_none() => (self.tell)(Event::Polling(error.to_string())),
            Err(_) => {}
        }
    }

    fn renew_watch(&mut self) {
        // Where not all was watched, not all was heard.
        self.news.is_vague |=
            self.unreadable.is_some() || self.watch.as_ref().is_none_or(|watch| !watch.is_whole());
        if self.unreadable.is_some() {
            // The folder may be another one of the same name.
            self.watch = None;
            return self.start_watch();
        }
        if let Some(Err(error)) = self.watch.as_mut().map(|watch| watch.renew(&self.news)) {
            self.watch = None;
            (self.tell)(Event::Polling(error.to_string()));
        }
    }

    /// Builds, if anything has changed. `snapshots` gets one before all is built.
    fn update(&mut self, snapshots: Option<&Sender<Arc<Snapshot>>>) -> Option<Update> {
        let start = Instant::now();
        let inputs = match self.read() {
            Ok(inputs) => inputs,
            Err(error) => {
                let reason = format!("{error:#}");
                if self.unreadable.as_ref() == Some(&reason) {
                    return None;
                }
                self.version += 1;
                let faults = Faults::unreadable(&reason).json();
                self.unreadable = Some(reason.clone());
                return Some(Update { result: Err(reason), faults });
            }
        };
        let healed = self.unreadable.take().is_some();
        if !healed && self.inputs.as_deref() == Some(&inputs) {
            let unfinished = self.unfinished.take()?;
            return self.finish(unfinished);
        }
        self.build(Arc::new(inputs), start, snapshots)
    }

    fn read(&mut self) -> anyhow::Result<Inputs> {
        let news = std::mem::take(&mut self.news);
        let mut changed = Some(news.files).filter(|files| !news.is_vague && !files.is_empty());
        let mut tries = TRIES;
        loop {
            let some = changed.take().and_then(|files| self.reader.reload(&files));
            let read = some.map_or_else(|| self.reader.load(&self.root, SystemTime::now()), Ok);
            let read = read.and_then(|mut inputs| {
                if let Some(config) = &self.settings.config {
                    inputs.read_config(config)?;
                }
                // Without its settings a folder is no site, and nothing in it says what is wrong.
                anyhow::ensure!(
                    inputs.config_text.is_some(),
                    "there is no postil.toml in {}",
                    self.root.display()
                );
                Ok(inputs)
            });
            tries -= 1;
            if read.is_ok() || tries == 0 {
                return read;
            }
            // A file that vanished between being found and being read is gone the next time.
            std::thread::sleep(QUIET);
        }
    }

    fn build(
        &mut self,
        inputs: Arc<Inputs>,
        start: Instant,
        snapshots: Option<&Sender<Arc<Snapshot>>>,
    ) -> Option<Update> {
        let options = &self.settings.build;
        self.inputs = Some(Arc::clone(&inputs));
        match self.in_threads(|cache| prepare(&inputs, options, cache)) {
            Ok(prepared) => {
                let prepared = Arc::new(prepared);
                let is_shown =
                    snapshots.is_some_and(|snapshots| self.show_early(&prepared, &inputs, snapshots));
                self.finish(Unfinished { prepared, inputs, start, is_shown })
            }
            Err(diagnostics) => Some(self.conclude(Compiled::nothing(diagnostics), inputs, start)),
        }
    }

    /// Makes all pages. Where they are shown already, another save comes first.
    fn finish(&mut self, work: Unfinished) -> Option<Update> {
        let heard = self.watch.as_ref().map(Watch::heard).filter(|_| work.is_shown);
        let store = UntilSaved(heard.cloned());
        let Unfinished { prepared, inputs, .. } = &work;
        let options = &self.settings.build;
        let compiled = self.in_threads(|cache| prepared.make(inputs, options, cache, &store));
        if store.has_given_up() {
            self.unfinished = Some(work);
            return None;
        }
        Some(self.conclude(compiled, work.inputs, work.start))
    }

    /// Takes the pages that were made for the newest, where they may be shown.
    fn conclude(&mut self, compiled: Compiled, inputs: Arc<Inputs>, start: Instant) -> Update {
        self.unfinished = None;
        let last_good = self.last_good.take();
        let publishable = compiled.is_publishable(self.settings.strict);
        let Compiled { output, diagnostics, pages, graph, later, .. } = compiled;
        self.version += 1;
        self.is_well = publishable;
        if let Some(graph) = graph.filter(|_| publishable || !self.good) {
            let before = self.good.then_some(&*self.pages);
            let built = Built { graph, inputs: Arc::clone(&inputs) };
            self.pages = Arc::new(Pages::new(self.version, output, built, before));
            self.good = publishable;
            // It ends with the preview, when nothing is asked for any more.
            self.ask.send(later).ok();
        } else if let Some(last_good) = last_good {
            self.pages = last_good;
        }
        let faults = Faults::of(&diagnostics, &inputs, &self.root, self.settings.editor.as_ref());
        let build = Build { pages, took: start.elapsed(), shown: publishable, inputs, diagnostics };
        Update { result: Ok(build), faults: faults.json() }
    }

    fn in_threads<T: Send>(&self, work: impl FnOnce(&Cache) -> T + Send) -> T {
        let cache = &self.cache;
        match &self.pool {
            Some(pool) => pool.install(|| work(cache)),
            None => work(cache),
        }
    }

    /// Shows pages before all are made, where those that are shown have no errors and these seem to have none. A page
    /// that is mended waits for all, so that it comes with the news that nothing is wrong any more. Whether it shows
    /// them.
    fn show_early(
        &mut self,
        prepared: &Arc<Prepared>,
        inputs: &Arc<Inputs>,
        snapshots: &Sender<Arc<Snapshot>>,
    ) -> bool {
        if !self.is_well || !prepared.is_publishable(self.settings.strict) {
            return false;
        }
        self.version += 1;
        let early = Pages::early(self.version, prepared, Arc::clone(inputs), &self.pages);
        let shown = std::mem::replace(&mut self.pages, Arc::new(early));
        self.last_good.get_or_insert(shown);
        self.show(snapshots, |shown| Arc::clone(&shown.faults));
        true
    }
}
