//! When what was heard of saves has settled.
//!
//! A save is some events within milliseconds, and is to be shown at once; some systems tell when a file is done. A
//! program that copies, unpacks or renames makes thousands, with pauses in between where the machine is busy: after so
//! many no build begins before it has been quiet for longer.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A save has settled when nothing was heard for so long.
pub(super) const QUIET: Duration = Duration::from_millis(25);
/// A save that the system tells to be done has settled when nothing was heard for so long: two files that are saved at
/// once are to make one build.
const DONE_QUIET: Duration = Duration::from_millis(3);
/// More events than these in [`STORM_QUIET`] are no save but a storm.
const STORM: usize = 400;
/// A storm has settled when nothing was heard for so long.
const STORM_QUIET: Duration = Duration::from_secs(1);

/// What was heard of late. It outlives a build: a storm goes on while one is made.
#[derive(Default)]
pub(super) struct Calm {
    recent: VecDeque<(Instant, usize)>,
    count: usize,
}

impl Calm {
    /// Takes note of events.
    pub(super) fn hear(&mut self, events: usize, now: Instant) {
        while let Some((_, gone)) = self.recent.pop_front_if(|(at, _)| now.duration_since(*at) > STORM_QUIET)
        {
            self.count -= gone;
        }
        self.recent.push_back((now, events));
        self.count += events;
    }

    /// For how long nothing must be heard before a build begins. `is_done` says that all that was heard since the last
    /// build is one save, and that the system told its end.
    pub(super) fn quiet(&self, is_done: bool) -> Duration {
        match self.count > STORM {
            true => STORM_QUIET,
            false if is_done => DONE_QUIET,
            false => QUIET,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many builds, which take so long each, are begun for events at these times: milliseconds of a clock
    /// that is not looked at.
    #[expect(clippy::disallowed_methods, reason = "all moments are counted from one")]
    fn builds(events: &[(u64, usize)], build: u64) -> usize {
        let start = Instant::now();
        let mut calm = Calm::default();
        let mut events = events.iter().copied().peekable();
        let (mut begun, mut now) = (0, 0);
        while let Some((at, _)) = events.peek() {
            now = now.max(*at);
            loop {
                // All that came while the builder was busy is one call.
                let mut heard = 0;
                while let Some((_, count)) = events.next_if(|(at, _)| *at <= now) {
                    heard += count;
                }
                calm.hear(heard, start + Duration::from_millis(now));
                let end = now + calm.quiet(false).as_millis() as u64;
                match events.peek() {
                    Some((at, _)) if *at < end => now = *at,
                    _ => {
                        begun += 1;
                        now = end + build;
                        break;
                    }
                }
            }
        }
        begun
    }

    #[test]
    fn ten_thousand_events_in_a_second_make_two_builds_at_most() {
        for build in [0, 30, 300, 3000] {
            for pause in [1, 10, 20, 50, 100, 250, 500] {
                let bursts = 1000 / pause;
                let events: Vec<_> = (0..bursts).map(|at| (at * pause, 10_000 / bursts as usize)).collect();
                assert!(
                    builds(&events, build) <= 2,
                    "a pause of {pause} and a build of {build} milliseconds"
                );
                // A save just before it is built by itself.
                let events: Vec<_> =
                    [(0, 5)].into_iter().chain(events.iter().map(|(at, count)| (at + 30, *count))).collect();
                assert!(builds(&events, build) <= 2, "after a save, {pause} and {build} milliseconds");
            }
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a storm is one by its events, at whatever time")]
    fn a_storm_is_none_the_less_one_for_files_that_are_done() {
        let mut calm = Calm::default();
        assert!(calm.quiet(true) < calm.quiet(false));
        calm.hear(STORM + 1, Instant::now());
        assert_eq!(calm.quiet(true), STORM_QUIET);
    }

    #[test]
    fn saves_are_built_at_once() {
        let saves: Vec<_> = (0..20).map(|at| (at * 100, 5)).collect();
        assert_eq!(builds(&saves, 10), 20);
    }
}
