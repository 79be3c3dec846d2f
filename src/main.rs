//! The program `postil`: reads the command line, runs the command, and ends with its status.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use clap::Parser;
use mimalloc::MiMalloc;
use postil::cli::{Cli, Command};
use postil::commands::{Exit, run};
use rayon::ThreadPoolBuilder;

/// Many small strings are made, on every processor: with the system's allocator a build takes a quarter more. Huge pages
/// are left out, which would double the memory of a small site.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long an interrupted command may take to clear up.
const PATIENCE: Duration = Duration::from_millis(800);

/// How many threads there may be beside those that build: that of interrupts, that of the progress, two of the search,
/// and the preview's watcher, builder and maker of what no page waits for.
const BESIDE: usize = 7;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stop = Arc::new(AtomicBool::new(false));
    let exit = match prepare(&cli, &stop) {
        Ok(()) => run(&cli, &stop),
        Err((exit, message)) => {
            // Standard error may be closed: there is nobody left to tell.
            writeln!(io::stderr(), "error: {message}").ok();
            exit
        }
    };
    ExitCode::from(exit as u8)
}

/// Prepares the process for a command. An error is one that it cannot run in, and how it ends.
fn prepare(cli: &Cli, stop: &Arc<AtomicBool>) -> Result<(), (Exit, String)> {
    let makes_search = matches!(cli.command, Command::Build(_) | Command::Publish(_) | Command::Serve(_));
    if makes_search {
        leave_a_lost_folder(cli)?;
    }
    hear_interrupts(stop);
    if !make_pool() && makes_search {
        let message = "the system gives too few threads, and the search of a site cannot be made without";
        return Err((Exit::Disk, message.to_owned()));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, clippy::exit, reason = "this is the one place that ends the process")]
fn hear_interrupts(stop: &Arc<AtomicBool>) {
    let asked = Arc::clone(stop);
    let handler = move || {
        asked.store(true, Ordering::Relaxed);
        // A build stops at the next file and clears up. What is in the middle of something longer is ended: what it
        // has laid out beside the site goes at the next build.
        thread::sleep(PATIENCE);
        postil::publish::clear_up();
        std::process::exit(Exit::Interrupted as i32);
    };
    // Without a handler an interrupt still ends the process; the next build clears up after it. One that has no thread
    // would swallow the interrupt.
    if thread::Builder::new().spawn(|| {}).is_ok() {
        ctrlc::set_handler(handler).ok();
    }
}

/// Leaves the folder that the command was begun in if it is gone: what makes the search asks for the folder that it is
/// in. An error is a path that is given from there.
#[expect(clippy::disallowed_methods, reason = "the program may stand where it likes")]
fn leave_a_lost_folder(cli: &Cli) -> Result<(), (Exit, String)> {
    if env::current_dir().is_ok() {
        return Ok(());
    }
    let output = match &cli.command {
        Command::Build(options) => options.output.as_deref(),
        _ => None,
    };
    let root = cli.global.root.as_deref();
    let is_of_here = |path: Option<&Path>| path.is_some_and(Path::is_relative);
    if root.is_none() || [root, cli.global.config.as_deref(), output].into_iter().any(is_of_here) {
        let message = "the folder that this was begun in is gone: go to one that is there";
        return Err((Exit::Usage, message.to_owned()));
    }
    env::set_current_dir("/").map_err(|error| (Exit::Disk, error.to_string()))
}

/// Makes the pool of threads that builds, and tells whether the system gives enough; else this one works alone.
fn make_pool() -> bool {
    let wanted = thread::available_parallelism().map_or(1, usize::from);
    // A pool for all that could not be made is not tried again.
    let given = threads_given(wanted + BESIDE);
    let pool = ThreadPoolBuilder::new();
    let pool = match given.checked_sub(BESIDE).filter(|threads| *threads > 0) {
        Some(threads) if threads < wanted => pool.num_threads(threads),
        Some(_) => pool,
        None => pool.num_threads(1).use_current_thread(),
    };
    pool.build_global().is_ok() && given > BESIDE
}

/// How many threads the system gives at one time, of so many that there may be.
fn threads_given(wanted: usize) -> usize {
    let gate = Mutex::new(());
    let shut = gate.lock();
    thread::scope(|scope| {
        let wait = || drop(gate.lock());
        let begin = || thread::Builder::new().spawn_scoped(scope, wait);
        let given = (0..wanted).take_while(|_| begin().is_ok()).count();
        drop(shut);
        given
    })
}
