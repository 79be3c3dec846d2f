//! `/entities.json`: every entity that has, or ever had, a page, in the form of
//! `entities.schema.json`. Nothing in it depends on the clock.
//!
//! 1. The live entities, with their names, ids and briefs, and the places on their pages.
//! 2. Those that became part of another or were renamed, with where they lead.
//! 3. Those that were taken out, with when and why.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::Value;

use super::relative;
use crate::annotate::EntityRecord;
use crate::document::fields::Spanned;
use crate::graph::Graph;
use crate::graph::registry::{Entity, EntityIndex};
use crate::path::Address;
use crate::render::PublishedPage;

/// The name of the form, and its version: that changes when a field goes or changes its meaning.
const FORMAT: (&str, u32) = ("postil-entities", 1);

/// What the addresses of entities begin with.
const ENTITIES: &str = "/entities/";

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Inventory<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    format: &'a str,
    version: u32,
    title: &'a str,
    home: &'a str,
    entities: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Entry<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(flatten)]
    status: Status<'a>,
}

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
enum Status<'a> {
    Live(Box<Live<'a>>),
    #[serde(rename_all = "kebab-case")]
    Merged {
        merged_into: &'a str,
    },
    Removed {
        date: &'a str,
        reason: &'a str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Live<'a> {
    kind: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    names: BTreeMap<&'a str, Vec<&'a str>>,
    aliases: Vec<&'a str>,
    weak_aliases: Vec<&'a str>,
    same_as: BTreeMap<&'a str, Vec<&'a str>>,
    previous: Vec<&'a str>,
    fragments: Vec<&'a str>,
    briefs: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_date: Option<&'a str>,
}

/// What the whole site says of its entities, gathered once.
struct Gathered<'a> {
    graph: &'a Graph,
    pages: FxHashMap<&'a Address, &'a PublishedPage>,
    /// The indexes of the briefs that name each entity, in their order.
    briefs: Vec<Vec<u32>>,
    /// The old addresses of each page.
    previous: FxHashMap<&'a Address, Vec<&'a str>>,
}

/// The inventory of a site.
pub(super) fn inventory(graph: &Graph, pages: &[PublishedPage]) -> Value {
    let gathered = Gathered::of(graph, pages);
    let mut entities: Vec<Entry<'_>> = graph.registry.indexes().map(|index| gathered.live(index)).collect();
    entities.extend(graph.moves.redirects.iter().filter_map(|(from, redirect)| {
        let status = Status::Merged { merged_into: relative(&redirect.to) };
        Some(Entry { id: entity_id(from)?, url: relative(from), status })
    }));
    entities.extend(graph.moves.tombstones.iter().filter_map(|(from, gone)| {
        let status = Status::Removed { date: gone.date.as_str(), reason: &gone.reason };
        Some(Entry { id: entity_id(from)?, url: relative(from), status })
    }));
    entities.sort_by_key(|entry| entry.id);
    let (format, version) = FORMAT;
    let inventory = Inventory {
        schema: "entities.schema.json",
        format,
        version,
        title: &graph.config.title,
        home: graph.config.base_url.as_str(),
        entities,
    };
    serde_json::to_value(inventory).expect("an inventory has only texts for keys")
}

/// The id of the entity that has, or had, the page at an address.
pub(super) fn entity_id(address: &Address) -> Option<&str> {
    let id = address.as_str().strip_prefix(ENTITIES)?.strip_suffix('/')?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

impl<'a> Gathered<'a> {
    fn of(graph: &'a Graph, pages: &'a [PublishedPage]) -> Self {
        let mut briefs: Vec<Vec<u32>> = vec![Vec::new(); graph.registry.entities().len()];
        for (at, linked) in graph.briefs.iter().enumerate() {
            let named: FxHashSet<EntityIndex> =
                linked.links.mentions.iter().map(|mention| mention.entity).collect();
            for entity in named {
                briefs[entity.0 as usize].push(at as u32);
            }
        }
        let mut previous: FxHashMap<&Address, Vec<&str>> = FxHashMap::default();
        for (from, redirect) in &graph.moves.redirects {
            // What leads on by itself was never the address of the thing.
            if redirect.said.is_some() {
                previous.entry(&redirect.to).or_default().push(relative(from));
            }
        }
        let pages = pages.iter().map(|page| (&page.page.address, page)).collect();
        Self { graph, pages, briefs, previous }
    }

    fn live(&self, index: EntityIndex) -> Entry<'a> {
        let entity: &'a Entity = self.graph.registry.entity(index);
        let record: Option<&'a EntityRecord> = entity.record.as_deref();
        let briefs = || self.briefs[index.0 as usize].iter().map(|at| &self.graph.briefs[*at as usize]);
        let dates = || briefs().map(|linked| &linked.brief.date.value);
        let page = self.pages.get(&entity.address);
        let places = page.into_iter().flat_map(|page| page.ids.iter().map(AsRef::as_ref));
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut same_as: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (language, name) in record.into_iter().flat_map(|record| &record.names) {
            names.entry(language).or_default().push(&name.value);
        }
        for (scheme, id) in record.into_iter().flat_map(|record| &record.same_as) {
            same_as.entry(&scheme.value).or_default().push(id);
        }
        let texts = |texts: Option<&'a [Spanned<String>]>| {
            texts.unwrap_or_default().iter().map(|text| text.value.as_str()).collect()
        };
        let live = Live {
            kind: &entity.kind,
            name: &entity.name,
            summary: record.and_then(|record| record.summary.as_deref()),
            names,
            aliases: texts(record.map(|record| record.aliases.as_slice())),
            weak_aliases: texts(record.map(|record| record.weak_aliases.as_slice())),
            same_as,
            previous: self.previous.get(&entity.address).cloned().unwrap_or_default(),
            fragments: places.filter(|id| !id.starts_with("page-")).collect(),
            briefs: briefs().map(|linked| relative(&linked.address)).collect(),
            first_date: dates().min_by_key(|date| date.sort_key()).map(|date| date.as_str()),
            last_date: dates().max_by_key(|date| date.sort_key()).map(|date| date.as_str()),
        };
        Entry { id: &entity.id, url: relative(&entity.address), status: Status::Live(Box::new(live)) }
    }
}
