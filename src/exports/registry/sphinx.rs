//! `/objects.inv`: an inventory of Sphinx, version 2, so that a site made with Sphinx or MkDocs links
//! here by name.
//!
//! 1. An entity is a label under its id, ``:ref:`putin` ``; each name that means it alone is a term,
//!    ``:term:`Vladimir Putin` ``.
//! 2. Briefs and claims are documents under their addresses, ``:doc:`briefs/two-ledgers` ``.
//! 3. Lines are `name domain:role priority address shown`, sorted, packed with zlib.

use std::collections::BTreeSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::resolve::strong_names;
use super::{one_line, relative};
use crate::graph::Graph;
use crate::path::Address;

/// The inventory of a site.
pub(super) fn sphinx(graph: &Graph) -> Vec<u8> {
    let head = format!(
        "# Sphinx inventory version 2\n# Project: {}\n# Version: \n\
         # The remainder of this file is compressed using zlib.\n",
        one_line(&graph.config.title)
    );
    let mut encoder = ZlibEncoder::new(head.into_bytes(), Compression::best());
    let written = lines(graph).iter().try_for_each(|line| encoder.write_all(line.as_bytes()));
    written.and_then(|()| encoder.finish()).expect("memory takes all that is written")
}

fn lines(graph: &Graph) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for entity in graph.registry.entities() {
        lines.extend(line(&entity.id, "std:label", &entity.address, &entity.name));
    }
    for (name, entity) in strong_names(graph) {
        lines.extend(line(&one_line(name), "std:term", &graph.registry.entity(entity).address, "-"));
    }
    for linked in &graph.briefs {
        lines.extend(document(&linked.address, &linked.brief.title));
    }
    for claim in &graph.ledger.claims {
        lines.extend(document(&claim.address, &claim.statement));
    }
    lines
}

fn document(address: &Address, title: &str) -> Option<String> {
    line(relative(address).trim_end_matches('/'), "std:doc", address, title)
}

/// A line, where Sphinx would read it as it is meant: it takes the first word with a colon that a
/// number follows for the role.
fn line(name: &str, role: &str, address: &Address, shown: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let is_mistaken = words.windows(2).any(|pair| pair[0].contains(':') && pair[1].parse::<i64>().is_ok());
    let shown = one_line(shown);
    (!is_mistaken && !name.is_empty()).then(|| format!("{name} {role} -1 {} {shown}\n", relative(address)))
}
