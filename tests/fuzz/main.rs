//! Texts that nobody wrote, for everything that reads texts.
//!
//! 1. `seeds` collects real texts of a format: those of the test cases and of the repository's own site.
//! 2. `mutate` makes new ones of them: cut, joined, repeated, nested, with tokens of the format in odd places.
//! 3. A target gives each to the program and says what does not hold then (`texts`, `sources`, `addresses`, `sites`).
//! 4. `run` replays the inputs in `cases/<target>/`, which were faults once, and then goes on with new ones: a few
//!    in `cargo test`, the same ones in every run; for as many minutes of the processors, and each time others, with
//!    `POSTIL_FUZZ_MINUTES=20 cargo test --test fuzz -- edtf --nocapture`. It cuts an input that shows a fault
//!    as short as it can.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read their cases from the disk, and a long run looks at the clock"
)]

mod addresses;
#[path = "../corpus/dice.rs"]
#[expect(dead_code, reason = "an archive wants more of its dice than texts do")]
mod dice;
mod mutate;
mod run;
mod seeds;
mod sites;
mod sources;
mod texts;
