//! When what was heard of saves has settled.
//!
//! A save is some events within milliseconds, and is to be shown at once. A program that copies, unpacks or renames
//! makes thousands, with pauses in between where the machine is busy: after so many no build begins before it has
//! been quiet for longer.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A save has settled when nothing was heard for so long.
pub(super) const QUIET: Duration = Duration::from_millis(25);
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

    /// For how long nothing must be heard before a build begins.
    pub(super) fn quiet(&self) -> Duration {
        if self.count > STORM { STORM_QUIET } else { QUIET }
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
                let end = now + calm.quiet().as_millis() as u64;
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
    fn saves_are_built_at_once() {
        let saves: Vec<_> = (0..20).map(|at| (at * 100, 5)).collect();
        assert_eq!(builds(&saves, 10), 20);
    }
}
