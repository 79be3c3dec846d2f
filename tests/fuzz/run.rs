//! One target's run: the kept inputs, then new ones.

use std::fs::File;
use std::io::{Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::dice::Dice;
use crate::mutate::{mutated, shortened};
use crate::seeds::{files_below, repository};

/// An input that takes more time of the processors hangs. Most take a few milliseconds, and other targets run beside.
const HANGS: Duration = Duration::from_secs(40);

/// How long passes between two looks at what an input has taken.
const GLANCE: Duration = Duration::from_secs(1);

/// What reads texts, and how it is tried.
pub(crate) struct Target {
    /// Its name, also that of its folder of cases.
    pub(crate) name: &'static str,
    /// Texts to begin with.
    pub(crate) seeds: Vec<String>,
    /// What means something in the format.
    pub(crate) tokens: &'static [&'static str],
    /// How many inputs a short run tries.
    pub(crate) cases: usize,
    /// What does not hold for an input.
    pub(crate) fault: fn(&str) -> Option<String>,
}

/// Runs a target, and panics with the shortest input that shows the first fault.
#[expect(clippy::print_stderr, reason = "who waits for a long run is told how much it tried")]
pub(crate) fn run(target: &Target) {
    let minutes = std::env::var("POSTIL_FUZZ_MINUTES").ok().and_then(|text| text.parse::<f64>().ok());
    let folder = repository("tests/fuzz/cases").join(target.name);
    let mut kept = files_below(&folder).into_iter().map(|file| std::fs::read(file).expect("a case"));
    let started = processor_time();
    // A long run begins elsewhere each time.
    let seed = minutes.map_or(1, |_| std::time::UNIX_EPOCH.elapsed().map_or(1, |now| now.as_secs()));
    let mut dice = Dice::new(seed);
    let (mut done, mut slowest) = (0, (Duration::ZERO, String::new()));
    let mut next = || {
        let is_over = match minutes {
            Some(minutes) => (processor_time() - started).as_secs_f64() > minutes * 60.0,
            None => done >= target.cases,
        };
        if let Some(bytes) = kept.next() {
            return Some(String::from_utf8_lossy(&bytes).into_owned());
        }
        done += 1;
        (!is_over).then(|| mutated(&mut dice, &target.seeds, target.tokens))
    };
    // What ends the whole process, such as an endless recursion, leaves its input here.
    let last = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", target.name));
    let mut last_input = File::create(&last).expect("the folder of test files takes one more");
    let (inputs, to_try) = channel::<String>();
    let (found, faults) = channel();
    let fault = target.fault;
    std::thread::spawn(move || {
        for input in to_try {
            if found.send(tried(fault, &input)).is_err() {
                return;
            }
        }
    });
    while let Some(input) = next() {
        overwrite(&mut last_input, &input).expect("the file can be written");
        let before = processor_time();
        inputs.send(input.clone()).expect("the thread waits for inputs");
        let answer = loop {
            match faults.recv_timeout(GLANCE) {
                Err(RecvTimeoutError::Timeout) if processor_time() - before < HANGS => {}
                answer => break answer,
            }
        };
        match answer {
            Ok(None) => {}
            Ok(Some(first)) => {
                // A shorter text may have another fault, which is not the one that was found.
                let kind = |fault: &str| fault.chars().take(24).collect::<String>();
                let is_that = |fault: String| kind(&fault) == kind(&first);
                let short = shortened(&input, |text| tried(fault, text).is_some_and(is_that));
                let fault = tried(fault, &short).unwrap_or_default();
                panic!("{}: {fault}\n{short:?}\n{short}", target.name);
            }
            Err(RecvTimeoutError::Timeout) => panic!("{} hangs with {}", target.name, last.display()),
            Err(RecvTimeoutError::Disconnected) => panic!("{} ends with {}", target.name, last.display()),
        }
        let needed = processor_time() - before;
        if needed > slowest.0 {
            slowest = (needed, input);
        }
    }
    if minutes.is_some() {
        let (time, input) = slowest;
        std::fs::write(last.with_extension("slowest"), &input).expect("one more");
        eprintln!("{}: {done} inputs; the slowest, of {} bytes, took {time:?}", target.name, input.len());
    }
}

/// Puts a text in place of a file's. A file that is emptied before is flushed to the disk, which each input would
/// wait for.
fn overwrite(file: &mut File, text: &str) -> std::io::Result<()> {
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)
}

/// What the processors have done for this process: another measure than a clock, which runs on while others work.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.try_into().expect("what was done is not negative")
}

/// What does not hold for an input; a panic is that too.
fn tried(fault: fn(&str) -> Option<String>, input: &str) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| fault(input))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        Some(format!("a panic: {}", words.unwrap_or_default()))
    })
}
