//! How far a long work has come: the stages count, and whoever shows it looks when it likes.
//!
//! Counting changes nothing of what the stages make.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A count that the stages and a watcher share.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stage: AtomicUsize,
    done: AtomicUsize,
    total: AtomicUsize,
}

/// What is being done, in the order of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files are read.
    Reading,
    /// Texts are annotated, each for itself.
    Annotating,
    /// All texts are linked.
    Linking,
    /// Pages are rendered.
    Rendering,
    /// Files are written.
    Writing,
}

impl Stage {
    const ALL: [Stage; 5] =
        [Stage::Reading, Stage::Annotating, Stage::Linking, Stage::Rendering, Stage::Writing];
}

/// How far a work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// What is being done.
    pub stage: Stage,
    /// How many things of it are done.
    pub done: usize,
    /// How many there are; 0 where they are not counted.
    pub total: usize,
}

impl Progress {
    /// A stage begins, with so many things to do; 0 where they are not counted.
    pub fn begin(&self, stage: Stage, total: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.stage.store(stage as usize, Ordering::Relaxed);
    }

    /// One thing is done.
    pub fn step(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// How far it has come.
    pub fn position(&self) -> Position {
        let total = self.0.total.load(Ordering::Relaxed);
        Position {
            stage: Stage::ALL[self.0.stage.load(Ordering::Relaxed)],
            // The parts are read one after the other, while the work goes on.
            done: self.0.done.load(Ordering::Relaxed).min(total),
            total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_count() {
        let progress = Progress::default();
        assert_eq!(progress.position(), Position { stage: Stage::Reading, done: 0, total: 0 });
        let worker = progress.clone();
        worker.begin(Stage::Rendering, 3);
        worker.step();
        assert_eq!(progress.position(), Position { stage: Stage::Rendering, done: 1, total: 3 });
        worker.begin(Stage::Writing, 0);
        assert_eq!(progress.position(), Position { stage: Stage::Writing, done: 0, total: 0 });
    }
}
