//! The entities of a site for other programs.
//!
//! 1. The inventory lists them with all that a site that links here asks (`inventory`, `resolve`,
//!    `sphinx`, `beacon`).
//! 2. FollowTheMoney gets what it can hold of them (`follow_the_money`).

mod beacon;
mod follow_the_money;
mod inventory;
mod resolve;
mod sphinx;

use super::{Export, file, pretty};
use crate::artifact::Artifact;
use crate::path::Address;

/// The JSON Schema of the inventory.
const SCHEMA: &str = include_str!("entities.schema.json");

/// What is made of the entities.
pub(super) const EXPORTS: [Export; 6] = [
    |graph, pages| vec![file("entities.json", pretty(&inventory::inventory(graph, pages)))],
    |_, _| vec![file("entities.schema.json", SCHEMA.to_owned())],
    |graph, _| vec![file("resolve.json", pretty(&resolve::resolve(graph)))],
    |graph, _| vec![Artifact { path: "objects.inv".to_owned(), bytes: sphinx::sphinx(graph).into() }],
    |graph, _| beacon::beacons(graph).into_iter().map(|(path, text)| file(&path, text)).collect(),
    |graph, _| vec![file("entities.ftm.json", follow_the_money::follow_the_money(graph))],
];

/// An address as it stands in these files: relative to the site's home page.
fn relative(address: &Address) -> &str {
    address.as_str().trim_start_matches('/')
}

/// Words on one line, for formats of lines.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
