//! Makes what the pages do not wait for, beside the builder: saves are shown before it is there.
//!
//! 1. It sleeps until a build without errors has something to make; of several it takes the newest.
//! 2. What it made joins the snapshot that is shown by then. It may be of an older build than the pages:
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
    while let Ok(first) = asked.recv() {
        let newest = asked.try_iter().last().unwrap_or(first);
        let mut output = Output::new();
        for artifact in finish(&newest, &mut cache, &|| false) {
            // Where a page has the place already, the build has said so.
            output.insert(artifact.path, artifact.bytes).ok();
        }
        let output = Arc::new(output);
        snapshots.send_modify(|shown| {
            *shown = Arc::new(Snapshot { later: output, ..Snapshot::clone(shown) });
        });
    }
}
