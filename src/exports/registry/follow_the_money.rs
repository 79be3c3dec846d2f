//! `/entities.ftm.json`: the site as entities of FollowTheMoney, one JSON object a line, sorted by id.
//!
//! 1. Each entity whose kind has a schema there.
//! 2. Each brief as an article, with a mention of each person and organisation that it names: its
//!    model can tell of no others.
//! 3. Each relation as a link with the role in its author's words.
//!
//! What FollowTheMoney would drop or write otherwise is not written: years before 1000, dates that are
//! neither days, months nor years, ids of Wikidata in a wrong form.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::one_line;
use crate::annotate::EntityRecord;
use crate::config::{Kind, SchemaFamily};
use crate::date::When;
use crate::graph::registry::{Entity, EntityIndex};
use crate::graph::relations::RelationLink;
use crate::graph::{Graph, LinkedBrief};
use crate::hash::Digest;

/// An entity of FollowTheMoney.
#[derive(Serialize)]
struct Proxy<'a> {
    id: String,
    schema: &'a str,
    properties: Properties,
}

/// Values by property: each once, in order.
type Properties = BTreeMap<&'static str, BTreeSet<String>>;

/// The lines of a site.
pub(super) fn follow_the_money(graph: &Graph) -> String {
    let writer = Writer { graph, prefix: prefix(graph.config.base_url.as_str()) };
    let entities = graph.registry.indexes().filter_map(|index| writer.entity(index));
    let of_brief = |brief| [writer.article(brief)].into_iter().chain(writer.mentions(brief));
    let relations = graph.relations.iter().filter_map(|relation| writer.relation(relation));
    let proxies = entities.chain(graph.briefs.iter().flat_map(of_brief)).chain(relations);
    // There are as many as mentions: lines are what takes the least room.
    let mut lines: Vec<(String, String)> = proxies.map(Proxy::into_line).collect();
    lines.sort_by(|(a, _), (b, _)| a.cmp(b));
    lines.dedup_by(|(a, _), (b, _)| a == b);
    lines.into_iter().map(|(_, line)| line).collect()
}

impl Proxy<'_> {
    /// Its id, and its line.
    fn into_line(self) -> (String, String) {
        let line = serde_json::to_string(&self).expect("a proxy has texts for keys");
        (self.id, line + "\n")
    }
}

/// What the ids of a site begin with: its address in the letters that an id may have.
fn prefix(base_url: &str) -> String {
    let place = base_url.split_once("://").map_or(base_url, |(_, place)| place).trim_matches('/');
    place.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '.' }).collect()
}

struct Writer<'a> {
    graph: &'a Graph,
    prefix: String,
}

impl<'a> Writer<'a> {
    fn id(&self, kind: &str, name: &str) -> String {
        format!("{}.{kind}.{name}", self.prefix)
    }

    fn kind(&self, entity: &Entity) -> Option<&'a Kind> {
        self.graph.config.kinds.get(&entity.kind)
    }

    /// The schema of an entity, and its id there.
    fn exported(&self, index: EntityIndex) -> Option<(&'a str, String)> {
        let entity = self.graph.registry.entity(index);
        Some((self.kind(entity)?.ftm_schema.as_deref()?, self.id("entity", &entity.id)))
    }

    /// The id of an entity, if its schema is of a family.
    fn in_family(&self, index: EntityIndex, family: SchemaFamily) -> Option<String> {
        let (schema, id) = self.exported(index)?;
        family.has(schema).then_some(id)
    }

    fn entity(&self, index: EntityIndex) -> Option<Proxy<'a>> {
        let (schema, id) = self.exported(index)?;
        let entity = self.graph.registry.entity(index);
        let mut properties = Properties::new();
        add(&mut properties, "name", &entity.name);
        add(&mut properties, "sourceUrl", &self.graph.config.base_url.join(&entity.address));
        if let Some(record) = entity.record.as_deref() {
            describe(&mut properties, record);
            if schema == "Address" {
                add(&mut properties, "full", &entity.name);
                if let Some((latitude, longitude)) = record.coordinates {
                    add(&mut properties, "latitude", &latitude.to_string());
                    add(&mut properties, "longitude", &longitude.to_string());
                }
            }
            if schema == "Event" {
                self.tell_event(&mut properties, record);
            }
        }
        Some(Proxy { id, schema, properties })
    }

    fn tell_event(&self, properties: &mut Properties, record: &EntityRecord) {
        if let Some(date) = &record.date {
            add_dates(properties, &date.value);
        }
        let registry = &self.graph.registry;
        let known = |target: &crate::annotate::Target| registry.get(target.id()?);
        if let Some(place) = record.place.as_ref().and_then(|place| known(&place.value)) {
            add(properties, "location", &registry.entity(place).name);
            if let Some(id) = self.in_family(place, SchemaFamily::Address) {
                add(properties, "addressEntity", &id);
            }
        }
        for participant in record.participants.iter().filter_map(|target| known(&target.value)) {
            if let Some(id) = self.in_family(participant, SchemaFamily::LegalEntity) {
                add(properties, "involved", &id);
            }
        }
    }

    fn article(&self, linked: &LinkedBrief) -> Proxy<'a> {
        let brief = &*linked.brief;
        let config = &self.graph.config;
        let mut properties = Properties::new();
        add(&mut properties, "title", &brief.title);
        add(&mut properties, "sourceUrl", &config.base_url.join(&linked.address));
        if let Some(summary) = &brief.summary {
            add(&mut properties, "summary", summary);
        }
        if let Some(publisher) = &config.publisher {
            add(&mut properties, "publisher", publisher);
        }
        for author in &brief.authors {
            add(&mut properties, "author", config.authors.get(author).map_or(author, |known| &known.name));
        }
        if let Some(date) = date(brief.date.value.as_str()) {
            add(&mut properties, "publishedAt", date);
        }
        if let Some(date) = brief.updated.as_ref().and_then(|updated| date(updated.value.as_str())) {
            add(&mut properties, "modifiedAt", date);
        }
        Proxy { id: self.id("brief", &brief.slug), schema: "Article", properties }
    }

    fn mentions(&self, linked: &LinkedBrief) -> Vec<Proxy<'a>> {
        let brief = &*linked.brief;
        let mut words: FxHashMap<EntityIndex, BTreeSet<&str>> = FxHashMap::default();
        for mention in &linked.links.mentions {
            words.entry(mention.entity).or_default().insert(brief.body.slice(mention.text));
        }
        let of_entity = |(index, words): (EntityIndex, BTreeSet<&str>)| {
            let resolved = self.in_family(index, SchemaFamily::LegalEntity)?;
            let (schema, _) = self.exported(index)?;
            let mut properties = Properties::new();
            add(&mut properties, "document", &self.id("brief", &brief.slug));
            add(&mut properties, "resolved", &resolved);
            add(&mut properties, "detectedSchema", schema);
            words.iter().for_each(|words| add(&mut properties, "name", words));
            let id = self.id("mention", &format!("{}.{}", brief.slug, self.graph.registry.entity(index).id));
            Some(Proxy { id, schema: "Mention", properties })
        };
        words.into_iter().filter_map(of_entity).collect()
    }

    fn relation(&self, relation: &RelationLink) -> Option<Proxy<'a>> {
        let (_, subject) = self.exported(relation.subject)?;
        let (_, object) = self.exported(relation.object)?;
        let when = relation.when.as_ref().map_or("", When::as_str);
        let digest = Digest::of_parts([&*subject, &*relation.role, &*object, when].map(str::as_bytes));
        let mut properties = Properties::new();
        add(&mut properties, "subject", &subject);
        add(&mut properties, "object", &object);
        add(&mut properties, "role", &relation.role);
        if let Some(when) = &relation.when {
            add_dates(&mut properties, when);
        }
        if let Some(note) = &relation.note {
            add(&mut properties, "summary", note);
        }
        Some(Proxy { id: self.id("relation", &digest.short()), schema: "UnknownLink", properties })
    }
}

/// What every entity has.
fn describe(properties: &mut Properties, record: &EntityRecord) {
    let aliases = record.aliases.iter().chain(record.names.iter().map(|(_, name)| name));
    aliases.for_each(|name| add(properties, "alias", &name.value));
    record.weak_aliases.iter().for_each(|name| add(properties, "weakAlias", &name.value));
    if let Some(summary) = &record.summary {
        add(properties, "summary", summary);
    }
    for (scheme, id) in &record.same_as {
        let is_item = id.strip_prefix('Q').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        if scheme.value == "wikidata" && is_item {
            add(properties, "wikidataId", id);
        }
    }
}

/// Adds a value as FollowTheMoney keeps it: on one line.
fn add(properties: &mut Properties, property: &'static str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        properties.entry(property).or_default().insert(value);
    }
}

/// Adds a day, month or year as `date`, a period as `startDate` and `endDate`.
fn add_dates(properties: &mut Properties, when: &When) {
    let mut put = |property, end: &str| {
        if let Some(date) = date(end) {
            add(properties, property, date);
        }
    };
    match when.as_str().split_once('/') {
        Some((start, end)) => {
            put("startDate", start);
            put("endDate", end);
        }
        None => put("date", when.as_str()),
    }
}

/// A day, month or year from the year 1000 on, without what says how sure it is.
fn date(edtf: &str) -> Option<&str> {
    let date = edtf.trim_end_matches(['~', '?', '%']);
    let mut parts = date.split('-');
    let is_number =
        |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = parts.next().is_some_and(|year| is_number(year, 4) && !year.starts_with('0'));
    // Months above 12 are the seasons of EDTF.
    let is_month = |month: &str| is_number(month, 2) && ("01"..="12").contains(&month);
    let is_fit = match (parts.next(), parts.next()) {
        (None, _) => true,
        (Some(month), None) => is_month(month),
        (Some(month), Some(day)) => is_month(month) && is_number(day, 2),
    };
    (is_year && is_fit && parts.next().is_none()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_that_are_kept() {
        assert_eq!(date("2016-01-08"), Some("2016-01-08"));
        assert_eq!(date("1994~"), Some("1994"));
        assert_eq!(date("1994-07?"), Some("1994-07"));
        for none in ["2014-21", "199X", "-0300", "0044-03-15", "..", "", "Y17000000", "[2014,2015]"] {
            assert_eq!(date(none), None, "{none}");
        }
    }

    #[test]
    fn ids_have_the_letters_of_ids() {
        assert_eq!(prefix("https://example.org/belarus-brief/"), "example.org.belarus-brief");
        assert_eq!(prefix("http://localhost:1111/"), "localhost.1111");
    }
}
