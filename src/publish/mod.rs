//! Publishing: a built site goes to where readers find it, whole or not at all.
//!
//! 1. The repository is looked at: it must be one, and hold the sources as they were committed
//!    (`sources`).
//! 2. The tip of the branch is fetched, with the list of what an earlier publish put there (`branch`).
//! 3. The site becomes a tree of git beside it, in an index of its own: the work tree, the user's
//!    index and `HEAD` stay as they are. Files that postil did not write are kept (`branch`).
//! 4. Tip and tree are compared: that is what will [`Change`] (`change`).
//! 5. A commit on the tip is pushed without force: where someone was faster, nothing happens.
//!
//! A bucket, which knows no trees, takes the same site object by object (`bucket`).
//!
//! All of git's work is done by the `git` command (`git`), so that its credentials, proxies and
//! protocols are those of the user.

#![expect(clippy::disallowed_methods, reason = "this is the one module that runs git")]

mod branch;
#[cfg(feature = "bucket")]
mod bucket;
mod change;
#[cfg(feature = "bucket")]
mod object;
mod git;
mod sources;
mod tree;

pub use branch::{Branch, Options, Prepared};
#[cfg(feature = "bucket")]
pub use bucket::{Bucket, Comparison};
pub use change::Change;
pub use git::{Git, GitError};
pub use sources::{Sources, pages_address};
pub use tree::clear_up;

use std::fmt;

/// Why nothing was published.
#[derive(Debug)]
pub enum PublishError {
    /// The state of the repository or the command line is not one to publish from (exit code 2).
    Refused {
        /// What is wrong, in one sentence without a full stop.
        message: String,
        /// What to type or do.
        help: String,
    },
    /// Git, the network or the disk failed (exit code 3).
    Failed(anyhow::Error),
}

impl PublishError {
    fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { message, .. } => f.write_str(message),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PublishError {}

impl From<anyhow::Error> for PublishError {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<GitError> for PublishError {
    fn from(error: GitError) -> Self {
        Self::Failed(error.into())
    }
}
