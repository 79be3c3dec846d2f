//! Shows how far long work has come: on a terminal a line that changes, elsewhere a line now and then.

#![expect(clippy::disallowed_methods, reason = "what is long is known by the clock")]

use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::Report;
use crate::progress::{Position, Progress, Stage};

/// Work that is done sooner shows nothing on a terminal.
const SHOWN_AFTER: Duration = Duration::from_millis(500);
/// How often the line on a terminal changes.
const REDRAWN_AFTER: Duration = Duration::from_millis(100);
/// How often a log gets a line; work that is done sooner gets none.
const LOGGED_AFTER: Duration = Duration::from_secs(5);

/// Shows a work until it is dropped; then nothing of it is left on the terminal.
pub(super) struct Shown {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Shown {
    /// Shows nothing.
    fn nothing() -> Self {
        Self { end: None, thread: None }
    }

    /// Shows a work, unless told to be quiet.
    pub(super) fn new(progress: &Progress, report: &Report) -> Self {
        if report.quiet {
            return Self::nothing();
        }
        let (end, ended) = channel();
        let progress = progress.clone();
        let on_terminal = std::io::stderr().is_terminal();
        let show = move || if on_terminal { draw(&progress, &ended) } else { log(&progress, &ended) };
        // Without a thread for it the work is done all the same.
        let thread = std::thread::Builder::new().name("progress".to_owned()).spawn(show);
        Self { end: Some(end), thread: thread.ok() }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.end.take();
        // The line is gone before anything else is printed.
        self.thread.take().map(JoinHandle::join);
    }
}

/// Whether the work still goes on after some time.
fn goes_on(ended: &Receiver<()>, wait: Duration) -> bool {
    ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout)
}

fn draw(progress: &Progress, ended: &Receiver<()>) {
    if !goes_on(ended, SHOWN_AFTER) {
        return;
    }
    let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    line.set_style(ProgressStyle::with_template("{spinner} {msg}").expect("the pattern is legal"));
    loop {
        line.set_message(words(progress.position()));
        line.tick();
        if !goes_on(ended, REDRAWN_AFTER) {
            return line.finish_and_clear();
        }
    }
}

fn log(progress: &Progress, ended: &Receiver<()>) {
    let start = Instant::now();
    while goes_on(ended, LOGGED_AFTER) {
        let line = format!("{} ({} s)\n", words(progress.position()), start.elapsed().as_secs());
        // Standard error may be closed: there is nobody left to tell.
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).ok();
    }
}

/// A position in words: “Rendering pages: 1,200 of 5,000”.
fn words(position: Position) -> String {
    let doing = match position.stage {
        Stage::Reading => "Reading files",
        Stage::Annotating => "Annotating texts",
        Stage::Linking => "Linking texts",
        Stage::Rendering => "Rendering pages",
        Stage::Writing => "Writing files",
    };
    match position.total {
        0 => doing.to_owned(),
        total => format!("{doing}: {} of {}", HumanCount(position.done as u64), HumanCount(total as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_read_as_words() {
        let position = Position { stage: Stage::Rendering, done: 1200, total: 5000 };
        assert_eq!(words(position), "Rendering pages: 1,200 of 5,000");
        assert_eq!(words(Position { stage: Stage::Linking, done: 0, total: 0 }), "Linking texts");
    }
}
