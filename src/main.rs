//! The program `postil`: reads the command line, runs the command, and ends with its status.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Parser;
use mimalloc::MiMalloc;
use postil::cli::Cli;
use postil::commands::{Exit, run};

/// Many small strings are made, on every processor: with the system's allocator a build takes a quarter more. Huge pages
/// are left out, which would double the memory of a small site.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long an interrupted command may take to clear up.
const PATIENCE: Duration = Duration::from_millis(800);

#[expect(clippy::disallowed_methods, reason = "this is the one place that ends the process")]
fn main() -> ExitCode {
    let cli = Cli::parse();
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let handler = move || {
        asked.store(true, Ordering::Relaxed);
        // A build stops at the next file and clears up. What is in the middle of something longer is ended: what it
        // has laid out beside the site goes at the next build.
        std::thread::sleep(PATIENCE);
        std::process::exit(Exit::Interrupted as i32);
    };
    // Without a handler an interrupt still ends the process; the next build clears up after it.
    ctrlc::set_handler(handler).ok();
    ExitCode::from(run(&cli, &stop) as u8)
}
