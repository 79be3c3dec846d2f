//! postil, a static-site generator for annotated policy briefs.
//!
//! The program is one pure function with the outside world only before and after it:
//!
//! 1. [`load`] reads a site from the disk into `Inputs`; nothing else reads it.
//! 2. [`document`] and [`annotate`] make a record of each file, in parallel: its syntax, then its
//!    meaning. A record depends on its file and the configuration alone.
//! 3. [`graph`] links all records: entities, names, mentions, moments, claims, sources.
//! 4. [`pages`] lists what is published, and fills a model for each page; [`render`] makes
//!    bytes of it.
//! 5. `search` makes the index of the search, which the pages do not wait for.
//! 6. [`output`] is the map from paths to bytes, which takes its place in a folder in one step. On the way to the
//!    disk each [`artifact`] goes there as soon as it is made.
//!
//! [`compile`](mod@compile) calls the stages in this order. Wrong content is data: every stage gives
//! [`diagnostic`]s beside a usable value. `build` and `check` call `compile` once; what it has worked
//! out before it takes from a [`cache`], whose keys are digests of all that a value depends on.

// The ground: known to all, knows none.
pub mod span;
pub mod path;
pub mod hash;
pub mod memo;
pub mod escape;
pub mod fold;
pub mod letters;
mod code_points;
mod markup;
pub mod nearest;
pub mod sketch;
pub mod pictures;
pub mod progress;
pub mod artifact;
pub mod words;
pub mod date;
pub mod diagnostic;
pub mod config;

// The stages, in reading order.
pub mod load;
pub mod document;
pub mod bibliography;
pub mod remotes;
pub mod annotate;
pub mod permalinks;
pub mod changes;
pub mod graph;
pub mod share_cards;
pub mod pages;
pub mod render;
pub mod exports;
#[cfg(feature = "search")]
pub mod search;
pub mod output;

// What calls them.
pub mod cache;
pub mod compile;
pub mod import;
pub mod format;
pub mod suggest;
pub mod serve;
pub mod publish;
pub mod cli;
pub mod commands;
