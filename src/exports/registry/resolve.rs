//! `/resolve.json`: from a name or an id to an address, in one lookup.
//!
//! 1. Names: those that mean one entity alone, as their records write them.
//! 2. Ids: the site's own, old ones too; and those of registries, by scheme.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::relative;
use crate::graph::Graph;
use crate::graph::registry::EntityIndex;

/// The name of the form, and its version: that changes when a field goes or changes its meaning.
const FORMAT: (&str, u32) = ("postil-resolve", 1);

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Table<'a> {
    format: &'a str,
    version: u32,
    home: &'a str,
    names: BTreeMap<&'a str, &'a str>,
    ids: BTreeMap<&'a str, &'a str>,
    same_as: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
}

/// The table of a site.
pub(super) fn resolve(graph: &Graph) -> Value {
    let address = |entity: EntityIndex| relative(&graph.registry.entity(entity).address);
    let mut ids: BTreeMap<&str, &str> = graph
        .registry
        .entities()
        .iter()
        .map(|entity| (entity.id.as_str(), relative(&entity.address)))
        .collect();
    for (from, redirect) in &graph.moves.redirects {
        if let Some(id) = super::inventory::entity_id(from) {
            ids.insert(id, relative(&redirect.to));
        }
    }
    let (format, version) = FORMAT;
    let table = Table {
        format,
        version,
        home: graph.config.base_url.as_str(),
        names: strong_names(graph).map(|(name, entity)| (name, address(entity))).collect(),
        ids,
        same_as: graph
            .identifiers
            .iter()
            .map(|(scheme, ids)| {
                (scheme, ids.iter().map(|(id, entity)| (id.as_str(), address(*entity))).collect())
            })
            .collect(),
    };
    serde_json::to_value(table).expect("a table has only texts for keys")
}

/// The names that records give and that mean one entity alone, as they are written.
pub(super) fn strong_names(graph: &Graph) -> impl Iterator<Item = (&str, EntityIndex)> {
    graph.registry.indexes().flat_map(move |index| {
        let entity = graph.registry.entity(index);
        let record = entity.record.as_deref().into_iter();
        let others = record.flat_map(|record| {
            record
                .aliases
                .iter()
                .chain(record.names.iter().map(|(_, name)| name))
                .map(|name| name.value.as_str())
        });
        let is_strong = |name: &&str| graph.names.get(name).is_some_and(|meaning| meaning.strong);
        std::iter::once(entity.name.as_str()).chain(others).filter(is_strong).map(move |name| (name, index))
    })
}
