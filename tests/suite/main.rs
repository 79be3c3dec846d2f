//! The one integration test: whole sites go in, what comes out is looked at.
//!
//! Cases are data, found by walking: `tests/markup`, `tests/diagnostics`, `tests/sites`, `tests/cmd`. With
//! `POSTIL_UPDATE=1` the expectations in them are written anew; review the difference.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read their cases from the disk and run programs on what they build"
)]

mod architecture;
mod bad_inputs;
mod begin;
mod browser;
mod bucket;
mod cases;
mod changes;
mod commands;
mod corpus;
mod demonstration;
mod diagnostics;
#[path = "../corpus/dice.rs"]
mod dice;
mod embed;
mod examples;
mod format;
mod guide;
mod hosting;
mod hostile;
mod html;
mod import;
mod incremental;
mod invariants;
mod keys;
mod languages;
mod linked_data;
mod links;
mod markup;
mod own_words;
mod pages_host;
mod paragraphs;
mod permalinks;
mod pictures;
mod publish;
mod registry;
mod remotes;
mod search;
mod serve;
mod share_cards;
mod site;
mod sites;
mod standards;
mod standoff;
mod suggest;
mod texts;
mod weight;
mod wording;
mod workflows;
mod workshop;
