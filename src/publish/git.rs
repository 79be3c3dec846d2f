//! The `git` command: how it is run, and what it says when it fails.

use anyhow::Context;
use std::ffi::OsStr;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a hook or an outer git may have set, and what would lead this one astray.
const ASTRAY: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

/// The `git` command in a folder.
#[derive(Debug, Clone)]
pub struct Git {
    folder: PathBuf,
    variables: Vec<(&'static str, PathBuf)>,
}

/// A git that could not be run, or that failed.
#[derive(Debug)]
pub enum GitError {
    /// There is no `git` command.
    Missing,
    /// Git could not be talked to.
    Broken(anyhow::Error),
    /// Git ended with a failure.
    Failed {
        /// What it was to do: its first argument.
        command: String,
        /// What it said, on standard error and for a push on standard output too.
        said: String,
    },
}

impl GitError {
    /// What git said; nothing where it was not run.
    pub fn said(&self) -> &str {
        match self {
            Self::Failed { said, .. } => said,
            Self::Missing | Self::Broken(_) => "",
        }
    }
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => {
                f.write_str("the command `git` was not found; install git to publish to a branch")
            }
            Self::Broken(error) => write!(f, "git could not be run: {error:#}"),
            Self::Failed { command, said } if said.is_empty() => write!(f, "git {command} failed"),
            Self::Failed { command, said } => write!(f, "git {command} failed: {said}"),
        }
    }
}

impl std::error::Error for GitError {}

impl Git {
    /// Git in a folder.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), variables: Vec::new() }
    }

    /// The same with an environment variable.
    pub(super) fn with(mut self, variable: &'static str, value: PathBuf) -> Self {
        self.variables.push((variable, value));
        self
    }

    /// Runs git and gives what it prints, without the line's end.
    pub fn read<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<String, GitError> {
        let output = self.run(arguments, &[])?;
        Ok(String::from_utf8_lossy(&output).trim_end_matches(['\n', '\r']).to_owned())
    }

    /// The same, where a failure is an answer: `None`.
    pub fn ask<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Option<String>, GitError> {
        match self.read(arguments) {
            Ok(answer) => Ok(Some(answer)),
            Err(GitError::Failed { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Runs git with `input` on its standard input, and gives what it prints.
    pub(super) fn run<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[&[u8]]) -> Result<Vec<u8>, GitError> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        for variable in ASTRAY {
            command.env_remove(variable);
        }
        // Answers are read by their English words; a pager would wait for a reader.
        command.env("LC_ALL", "C").env("GIT_PAGER", "cat").envs(self.variables.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = converse(command, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let name = arguments.iter().map(|argument| argument.as_ref().to_string_lossy());
        let name = name.into_iter().find(|word| !word.starts_with('-') && !word.contains('='));
        let mut said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if name.as_deref() == Some("push") {
            said = format!("{}\n{said}", String::from_utf8_lossy(&output.stdout).trim()).trim().to_owned();
        }
        Err(GitError::Failed { command: name.unwrap_or_default().into_owned(), said })
    }
}

/// Runs a command to its end. It may answer while it is still being told: what is written, if anything is, goes
/// through a thread of its own.
fn converse(mut command: Command, input: &[&[u8]]) -> Result<Output, GitError> {
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(GitError::Missing),
        Err(error) => return Err(GitError::Broken(error.into())),
    };
    let mut stdin = child.stdin.take().expect("standard input is piped");
    if input.is_empty() {
        drop(stdin);
        return child.wait_with_output().context("git did not end").map_err(GitError::Broken);
    }
    let (output, told) = std::thread::scope(|scope| {
        let tell = move || input.iter().try_for_each(|part| stdin.write_all(part));
        let telling = std::thread::Builder::new().spawn_scoped(scope, tell);
        let output = child.wait_with_output();
        let told = telling.and_then(|telling| telling.join().expect("writing does not panic"));
        (output, told)
    });
    let output = output.context("git did not end").map_err(GitError::Broken)?;
    match told {
        // A git that fails closes its ear first; what it says is worth more.
        Err(error) if output.status.success() => Err(GitError::Broken(error.into())),
        _ => Ok(output),
    }
}
