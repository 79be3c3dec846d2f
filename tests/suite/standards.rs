//! The tools of standards, as programs of this repository: `tests/standards/node` and
//! `tests/standards/python` have scripts that let such a tool judge a built site. What they need
//! is installed by the `setup.sh` beside them.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use crate::site::repository;

static NODE: LazyLock<()> = LazyLock::new(|| set_up("tests/standards/node"));
static BROWSER: LazyLock<()> = LazyLock::new(|| set_up("tests/browser"));
static PYTHON: LazyLock<()> = LazyLock::new(|| set_up("tests/standards/python"));

fn set_up(folder: &str) {
    let script = repository(folder).join("setup.sh");
    let ended = Command::new("bash").arg(script).stdin(Stdio::null()).output().expect("bash runs");
    assert!(ended.status.success(), "{folder} is not set up:\n{}", said(&ended));
}

/// Runs a script of `tests/standards/node`; it must end well. Gives what it printed.
#[track_caller]
pub(crate) fn node<A: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = A>) -> String {
    LazyLock::force(&NODE);
    judge(Command::new("node").arg(repository("tests/standards/node").join(script)).args(arguments))
}

/// Runs a script of `tests/standards/node`, which must fail. Gives what it complained of.
#[track_caller]
pub(crate) fn node_fails<A: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = A>) -> String {
    LazyLock::force(&NODE);
    let mut command = Command::new("node");
    command.arg(repository("tests/standards/node").join(script)).args(arguments);
    let ended = command.stdin(Stdio::null()).output().expect("the tool runs");
    assert!(!ended.status.success(), "{script} takes it");
    said(&ended)
}

/// Runs a script of `tests/browser`, for tools that need a browser; it must end well. Gives what it
/// printed.
#[track_caller]
pub(crate) fn browser<A: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = A>) -> String {
    LazyLock::force(&BROWSER);
    judge(Command::new("node").arg(repository("tests/browser").join(script)).args(arguments))
}

/// Runs a script of `tests/standards/python`; it must end well. Gives what it printed.
#[track_caller]
pub(crate) fn python<A: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = A>) -> String {
    LazyLock::force(&PYTHON);
    let folder = repository("tests/standards/python");
    judge(Command::new(folder.join("environment/bin/python")).arg(folder.join(script)).args(arguments))
}

#[track_caller]
fn judge(command: &mut Command) -> String {
    let ended = command.stdin(Stdio::null()).output().expect("the tool runs");
    assert!(ended.status.success(), "\n{}", said(&ended));
    String::from_utf8(ended.stdout).expect("text")
}

fn said(ended: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr))
}
