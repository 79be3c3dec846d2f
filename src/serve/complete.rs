//! Makes what the pages do not wait for, beside the builder: saves are shown before it is there.
//!
//! 1. It sleeps until a build without errors has something to make; of several it takes the newest.
//! 2. It makes that with threads of its own, half as many as the builder has: a save does not wait until a picture is
//!    painted.
//! 3. What it made joins the snapshot that is shown by then. It may be of an older build than the pages:
//!    what it made for that one stands until the newer is ready.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tokio::sync::watch::Sender;

use super::snapshot::Snapshot;
use crate::compile::{Later, LaterCache, finish};
use crate::output::Output;

/// Makes what is asked for until nobody asks any more.
pub(super) fn complete(asked: &Receiver<Later>, snapshots: &Sender<Arc<Snapshot>>) {
    let mut cache = LaterCache::default();
    let threads = (rayon::current_num_threads() / 2).max(1);
    // A system that gives no more threads gives those of the builder.
    let own = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
    while let Ok(first) = asked.recv() {
        let newest = asked.try_iter().last().unwrap_or(first);
        let mut output = Output::new();
        let mut make = || finish(&newest, &mut cache, &|| false);
        let artifacts = match &own {
            Some(own) => own.install(make),
            None => make(),
        };
        for artifact in artifacts {
            // Where a page has the place already, the build has said so.
            output.insert(artifact.path, artifact.bytes).ok();
        }
        let output = Arc::new(output);
        snapshots.send_modify(|shown| {
            *shown = Arc::new(Snapshot { later: output, ..Snapshot::clone(shown) });
        });
    }
}
