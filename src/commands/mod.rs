//! The commands: each reads the world, calls the pure stages, and prints.
//!
//! What is wrong goes to standard error, results to standard output; a closed pipe ends a
//! command quietly. Nothing here ends the process: a command gives its [`Exit`].

mod anchors;
mod build;
mod changes;
mod check;
mod chosen;
mod clean;
mod edits;
mod explain;
mod import;
mod fmt;
mod init;
mod lock;
mod new;
mod new_files;
mod progress;
mod publish;
mod replace;
mod report;
mod serve;
mod site;
mod suggest;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::CommandFactory;

use crate::cli::{Cli, Command};
use crate::output::WriteError;
use crate::publish::PublishError;
use report::Report;

/// How a command ended: the process's exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// The content has errors.
    Content = 1,
    /// The command line or the configuration cannot be used.
    Usage = 2,
    /// A disk or the network failed.
    Disk = 3,
    /// Another build holds the lock.
    Locked = 4,
    /// The user stopped it.
    Interrupted = 130,
}

/// Why a command cannot go on: the status, what is wrong, and what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    help: Option<String>,
}

impl Failure {
    fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: Some(help.into()) }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let closed = error.chain().any(|cause| {
            cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
        });
        let exit = if closed { Exit::Fine } else { Exit::Disk };
        Self { exit, message: if closed { String::new() } else { format!("{error:#}") }, help: None }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        anyhow::Error::new(error).into()
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(refusal) => Self::usage(refusal.message, refusal.help),
            WriteError::LockHeld { .. } => Self {
                exit: Exit::Locked,
                message: error.to_string(),
                help: Some("wait for it to end, or end it".to_owned()),
            },
            WriteError::Disk(error) => error.into(),
            WriteError::Interrupted => {
                Self { exit: Exit::Interrupted, message: error.to_string(), help: None }
            }
        }
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Refused { message, help } => Self::usage(message, help),
            PublishError::Failed(error) => error.into(),
        }
    }
}

/// Runs a command. `stop` becomes true when the user wants it to end.
pub fn run(cli: &Cli, stop: &Arc<AtomicBool>) -> Exit {
    let report = Report::new(&cli.global);
    let result = match &cli.command {
        Command::Build(options) => build::build(&cli.global, options, stop, &report),
        Command::Serve(options) => serve::serve(&cli.global, options, stop, &report),
        Command::Check(options) => check::check(&cli.global, options, &report),
        Command::Publish(options) => publish::publish(&cli.global, options, &report),
        Command::Init(options) => init::init(options, stop, &report),
        Command::New { what } => new::new(&cli.global, what, &report),
        Command::Import(options) => import::import(&cli.global, options, stop, &report),
        Command::Fmt(options) => fmt::fmt(&cli.global, options, &report),
        Command::Suggest(options) => suggest::suggest(&cli.global, options, &report),
        Command::Changes { files } => changes::changes(&cli.global, files, &report),
        Command::Lock { what } => lock::lock(&cli.global, what, &report),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Clean { output } => clean::clean(&cli.global, output.as_deref(), &report),
        Command::Completions { shell } => completions(*shell),
        Command::Man => man(),
    };
    result.unwrap_or_else(|failure| {
        report.failure(&failure);
        failure.exit
    })
}

fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "postil", &mut script);
    print(&script)
}

fn man() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    print(&page)
}

/// Writes a result to standard output.
fn print(bytes: &[u8]) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Exit::Fine)
}
