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

use super::{file, pretty};
use crate::artifact::Artifact;
use crate::graph::Graph;
use crate::path::Address;
use crate::render::PublishedPage;

/// The JSON Schema of the inventory.
const SCHEMA: &str = include_str!("entities.schema.json");

/// The files of a site with these pages.
pub(super) fn registry(graph: &Graph, pages: &[PublishedPage]) -> Vec<Artifact> {
    let mut files = vec![
        file("entities.json", pretty(&inventory::inventory(graph, pages))),
        file("entities.schema.json", SCHEMA.to_owned()),
        file("resolve.json", pretty(&resolve::resolve(graph))),
        Artifact { path: "objects.inv".to_owned(), bytes: sphinx::sphinx(graph).into() },
    ];
    files.extend(beacon::beacons(graph).into_iter().map(|(path, text)| file(&path, text)));
    files.push(file("entities.ftm.json", follow_the_money::follow_the_money(graph)));
    files
}

/// An address as it stands in these files: relative to the site's home page.
fn relative(address: &Address) -> &str {
    address.as_str().trim_start_matches('/')
}

/// Words on one line, for formats of lines.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
