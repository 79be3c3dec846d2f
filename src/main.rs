//! The program `postil`: reads the command line, runs the command, and ends with its status.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;
use postil::cli::Cli;
use postil::commands::run;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    // Without a handler an interrupt still ends the process; the next build clears up after it.
    ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed)).ok();
    ExitCode::from(run(&cli, &stop) as u8)
}
