//! A file of the site that was made, and where its bytes go.
//!
//! 1. Whoever makes files gives them away one by one to a [`Store`], as soon as they are made: on the way to the
//!    disk no more of a site is in memory than what is being made.
//! 2. What the store gives back for the bytes stands in the map of the output: the bytes themselves, or what
//!    became of them.

use std::sync::Arc;

use rayon::prelude::*;

/// A file with the path that it is published at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact<Held = Arc<[u8]>> {
    /// The path below the output folder: `briefs/a/index.html`.
    pub path: String,
    /// Its bytes, or what a store holds of them.
    pub bytes: Held,
}

/// Where the bytes of files go.
pub trait Store: Sync {
    /// What is held of a file.
    type Held: Send;

    /// Takes the bytes of the file at a path. Whether the path can stand beside all others is judged later.
    fn take(&self, path: &str, bytes: Arc<[u8]>) -> Self::Held;

    /// Whether the files will come to nothing, so that no more need be made.
    fn has_given_up(&self) -> bool {
        false
    }
}

/// Holds all bytes in memory.
#[derive(Debug, Clone, Copy)]
pub struct Memory;

impl Store for Memory {
    type Held = Arc<[u8]>;

    fn take(&self, _: &str, bytes: Arc<[u8]>) -> Self::Held {
        bytes
    }
}

/// Drops all bytes: for those who ask only what is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Store for Nowhere {
    type Held = ();

    fn take(&self, _: &str, _: Arc<[u8]>) {}
}

impl Artifact {
    /// Gives the bytes to a store.
    pub fn store<S: Store>(self, store: &S) -> Artifact<S::Held> {
        let bytes = store.take(&self.path, self.bytes);
        Artifact { path: self.path, bytes }
    }
}

/// Gives the bytes of all to a store, several at a time.
pub fn store_all<S: Store>(artifacts: Vec<Artifact>, store: &S) -> Vec<Artifact<S::Held>> {
    artifacts.into_par_iter().map(|artifact| artifact.store(store)).collect()
}
