//! `serve`: the site in memory, rebuilt on save, shown in a browser.
//!
//! 1. The port is taken, so that a second preview is told at once (`bind`).
//! 2. The site is read and compiled, and becomes a snapshot: pages, places, faults (`rebuild`).
//! 3. A watcher tells of saves (`watch`); when they have settled, the site is built anew with the
//!    cache of the build before, and the new snapshot takes the place of the old one.
//! 4. Each connection is answered from the newest snapshot (`connection`): the target is looked up
//!    among the known outputs, never on the disk (`answer`), after its host is checked (`guard`).
//! 5. Pages keep the bytes that `build` writes; on the way out they get one script tag. The script
//!    hears of new snapshots (`events`), and shows what is wrong (`faults`).
//!
//! What no page waits for, such as the search, is made by a thread of its own (`complete`).
//!
//! A build with errors leaves the pages of the last good one in place.

mod answer;
mod bind;
mod calm;
mod complete;
mod connection;
mod editor;
mod events;
mod faults;
mod guard;
mod rebuild;
mod snapshot;
mod watch;

pub use answer::{Found, find};
pub use bind::BindError;
pub use editor::Editor;
pub use rebuild::Build;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::time::Duration;

use anyhow::Context;

use crate::compile::Options;
use connection::Service;
use guard::Guard;
use rebuild::Rebuild;

/// How often the server looks whether it is to end.
const STOP_INTERVAL: Duration = Duration::from_millis(50);

/// What is told where the preview cannot do its work.
const NO_THREAD: &str = "the system gives no thread, and the preview needs some";

/// What the preview may be told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The site's folder.
    pub root: PathBuf,
    /// A file to read in place of the site's `postil.toml`.
    pub config: Option<PathBuf>,
    /// What a build is told.
    pub build: Options,
    /// Whether warnings keep a build from being shown.
    pub strict: bool,
    /// How many threads build; `None` for one for each processor.
    pub jobs: Option<usize>,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port to listen at; 0 for any that is free.
    pub port: u16,
    /// Whether to fail where the port is taken, rather than take the next one.
    pub strict_port: bool,
    /// Names of hosts that requests may use beside those of this machine.
    pub allowed_hosts: Vec<String>,
    /// The editor that a click opens.
    pub editor: Option<Editor>,
    /// Whether to look at the files twice a second rather than to wait for the system's events.
    pub poll: bool,
}

/// What the preview tells while it runs.
pub enum Event<'a> {
    /// It answers.
    Listening {
        /// The address of the home page, for a browser.
        url: String,
        /// Where it listens.
        address: SocketAddr,
        /// The port that was asked for and is taken.
        taken: Option<u16>,
    },
    /// The site was built.
    Built(&'a Build),
    /// The site cannot be read now; the sentence says why. The preview goes on trying.
    Unreadable(String),
    /// The system's events cannot be had; the sentence says why. The preview polls.
    Polling(String),
}

/// Why the preview could not go on.
#[derive(Debug)]
pub enum ServeError {
    /// The address cannot be had.
    Bind(BindError),
    /// The network or the threads fail.
    Failed(anyhow::Error),
}

impl From<anyhow::Error> for ServeError {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// Serves a site until `stop` becomes true, and tells `tell` what happens. An error is an address that
/// cannot be had, or a system that gives no threads; faults of the site are shown, and mended by saving.
pub fn serve(
    settings: &Settings,
    stop: &AtomicBool,
    tell: &(dyn Fn(Event<'_>) + Sync),
) -> Result<(), ServeError> {
    let bound = bind::bind(settings).map_err(ServeError::Bind)?;
    let (wake, woken) = sync_channel(1);
    let (ask, asked) = channel();
    ensure_pool()?;
    let mut rebuild = Rebuild::new(settings, tell, wake.clone(), woken, ask)?;
    let snapshots = rebuild.first();
    let completed = snapshots.clone();
    // Nobody waits for its end: what it makes is for a preview that goes on.
    let making = move || complete::complete(&asked, &completed);
    std::thread::Builder::new().spawn(making).context(NO_THREAD)?;
    let guard = Guard::new(settings.host, &settings.allowed_hosts);
    let service = Service::new(snapshots.subscribe(), guard, settings.editor.clone(), settings.root.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(anyhow::Error::from)?;
    std::thread::scope(|scope| {
        let building = move || rebuild.run(&snapshots, stop);
        let builder = std::thread::Builder::new().spawn_scoped(scope, building).context(NO_THREAD)?;
        let result = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(bound.listener).map_err(anyhow::Error::from)?;
            let url = format!("http://{}{}", bound.shown, service.home());
            tell(Event::Listening { url, address: bound.address, taken: bound.taken });
            let ended = async {
                while !stop.load(Ordering::Relaxed) && !builder.is_finished() {
                    tokio::time::sleep(STOP_INTERVAL).await;
                }
            };
            tokio::select! {
                () = connection::accept(&listener, &service) => {}
                () = ended => {}
            }
            Ok(())
        });
        // Open connections end with the runtime.
        runtime.shutdown_background();
        stop.store(true, Ordering::Relaxed);
        wake.try_send(()).ok();
        result
    })
}

/// Refuses to preview where this thread is the only one that builds: it is to answer, and the builder would wait for it
/// for ever.
fn ensure_pool() -> anyhow::Result<()> {
    anyhow::ensure!(rayon::current_thread_index().is_none(), NO_THREAD);
    Ok(())
}
