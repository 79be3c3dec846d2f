//! An entity: what it is called, what it is to others, and every sentence that names it.

use serde::Serialize;
use serde_json::{Value, json};

use super::article::Article;
use super::elsewhere::ElsewhereLink;
use super::embed::Card;
use super::evidence::{ClaimRow, EvidenceGroup, SourceReference, SourceRow};
use super::frame::{Head, Site};
use super::link_box::{LinkBox, bracketed};
use super::moments::Timeline;
use super::network::Network;
use super::parts::{CountedEntity, EntityLink, Html, KindMark, Name, Picture, TimeText};
use super::plan::Subject;
use super::view::View;
use crate::annotate::EntityRecord;
use crate::bibliography::{Cite, biblatex};
use crate::date::When;
use crate::escape::escape;
use crate::graph::registry::EntityIndex;
use crate::graph::relations::{has_preposition, role_words};
use crate::letters::capitalised;
use crate::words::Words;

/// The page of an entity.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntityPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// Its kind.
    pub kind: KindMark,
    /// The index's section on its kind.
    pub kind_address: String,
    /// Its name.
    pub name: String,
    /// The language of the name where it is not the page's, BCP 47.
    pub name_language: Option<String>,
    /// One line on it.
    pub summary: Option<Html>,
    /// The role held at the date of the newest brief that names it.
    pub role: Option<Role>,
    /// Whether nothing is known but the name: the page then says so.
    pub stub: bool,
    /// Other names, by language, then aliases.
    pub names: Vec<NameRow>,
    /// The pages of other sites on the same thing.
    pub also_at: Vec<ElsewhereLink>,
    /// Identifiers elsewhere.
    pub identifiers: Vec<Identifier>,
    /// Where it is, for places.
    pub coordinates: Option<Coordinates>,
    /// When it happened, for events.
    pub date: Option<TimeText>,
    /// Where it happened, for events.
    pub place: Option<EntityLink>,
    /// Who took part, for events.
    pub participants: Vec<EntityLink>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// The introduction.
    pub introduction: Option<Html>,
    /// Dated facts.
    pub attributes: Vec<AttributeRow>,
    /// The drawing of the relations around it; `null` where fewer than two others are related to it.
    pub network: Option<Network>,
    /// Relations, both ways.
    pub relations: Vec<RelationRow>,
    /// Its own timeline: roles and events.
    pub timeline: Timeline,
    /// Every sentence that names it, by brief, newest first.
    pub evidence: Vec<EvidenceGroup>,
    /// How many sentences name it.
    pub sentence_count: usize,
    /// The claims about it, and those on sentences that name it.
    pub claims: Vec<ClaimRow>,
    /// The entities that are named in the same sentences, the most frequent first.
    pub together: Vec<CountedEntity>,
    /// What the page's own facts rest on.
    pub sources: Vec<SourceRow>,
    /// Others that a reader may have meant: entities that share a name with this one.
    pub not_to_confuse: Vec<Confusable>,
    /// The page in short.
    pub card: Card,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// The feed of what mentions it; `null` where there is none.
    pub feed: Option<String>,
    /// What its front matter says under `extra`; empty where it says nothing.
    pub extra: Value,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Role {
    /// The role in words: `President of Belarus, since 1994`.
    pub words: Html,
    /// The date that it is shown for.
    pub as_of: TimeText,
}

/// Names with what they have in common.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NameRow {
    /// What they are: a language, `Also`, `Sometimes` (weak names).
    pub label: String,
    /// The names.
    pub names: Vec<Name>,
    /// Whether the names are set large: names in other languages are, aliases are not.
    pub prominent: bool,
}

/// An identifier elsewhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Identifier {
    /// Whose identifier it is, in words: `Wikidata`.
    pub scheme: String,
    /// The identifier.
    pub value: String,
    /// Its absolute address, where the scheme is known.
    pub address: Option<String>,
}

/// Where a place is.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Coordinates {
    /// In words: `53.9° N, 27.57° E`.
    pub words: String,
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
}

/// A fact with a date.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AttributeRow {
    /// What is stated: `Population`.
    pub name: String,
    /// Its value.
    pub value: Html,
    /// When it held.
    pub when: Option<TimeText>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
}

/// A relation, seen from this entity.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RelationRow {
    /// The relation in words, from this entity to the other: `president of`; for the other way
    /// round, `has as president`.
    pub words: String,
    /// The other entity.
    pub to: EntityLink,
    /// When it holds.
    pub when: Option<TimeText>,
    /// A remark.
    pub note: Option<Html>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
}

/// Another entity with the same name.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Confusable {
    /// The shared name.
    pub name: String,
    /// The other entity.
    pub entity: EntityLink,
    /// One line on it; may be empty.
    pub description: String,
}

/// How many entities are listed as named together.
const TOGETHER: usize = 24;

impl View<'_> {
    /// The date of the newest brief that names an entity; where none does, of the newest brief.
    pub(super) fn newest_date(&self, index: EntityIndex) -> Option<&When> {
        let naming = self.name_links().namings[index.0 as usize].first();
        let brief = naming
            .map_or_else(|| self.graph.briefs.first(), |naming| self.graph.briefs.get(naming.brief as usize));
        brief.map(|brief| &brief.brief.date.value)
    }

    /// The page of an entity.
    pub fn entity_page(&self, index: EntityIndex) -> EntityPage {
        let entity = self.graph.registry.entity(index);
        let record = entity.record.as_deref();
        let namings = &self.name_links().namings[index.0 as usize];
        let newest = self.newest_date(index);
        let role = newest.and_then(|date| {
            Some(Role { words: Html(escape(&self.graph.role_words(index, date)?)), as_of: self.time(date) })
        });
        let summary = record.and_then(|record| record.summary.clone());
        let description =
            summary.clone().or_else(|| newest.and_then(|date| self.graph.role_words(index, date)));
        let mut head = self.head(&entity.name, description.as_deref().unwrap_or_default());
        head.no_index = record.is_none();
        head.alternates.push(self.entity_feed_form(&entity.name));
        head.oembed = Some(self.oembed_address());
        if entity.kind == "person" {
            "profile".clone_into(&mut head.og_type);
        }
        EntityPage {
            site: self.site(),
            head: head.describing(
                self.words(),
                &self.entity_data(index, description.as_deref().unwrap_or_default()),
            ),
            kind: self.kind_mark(&entity.kind),
            kind_address: format!("{}#{}", self.site_link("/entities/"), entity.kind),
            name: entity.name.clone(),
            name_language: None,
            summary: summary.map(|text| Html(escape(&text))),
            role,
            stub: record.is_none(),
            names: record.map(|record| self.name_rows(record)).unwrap_or_default(),
            also_at: self.also_at(index),
            identifiers: record.map(|record| self.identifiers(record)).unwrap_or_default(),
            coordinates: record.and_then(|record| record.coordinates).map(|at| coordinates(at, self.words())),
            date: record.and_then(|record| record.date.as_ref()).map(|date| self.time(&date.value)),
            place: record
                .and_then(|record| self.target_link(record.place.as_ref().map(|place| &place.value))),
            participants: record.map(|record| self.participants(record)).unwrap_or_default(),
            picture: record.and_then(|record| self.portrait(record)),
            introduction: self.introduction(index, record),
            attributes: record.map(|record| self.attributes(record)).unwrap_or_default(),
            network: self.network_around(index),
            relations: self.relation_rows(index),
            timeline: self.entity_timeline(index),
            evidence: self.namings(index, namings),
            sentence_count: namings.len(),
            claims: self
                .claim_links()
                .about
                .get(&index)
                .into_iter()
                .flatten()
                .map(|claim| self.claim_row(&self.graph.ledger.claims[*claim as usize], None))
                .collect(),
            together: self.name_links().together[index.0 as usize]
                .iter()
                .take(TOGETHER)
                .map(|(other, count)| CountedEntity { entity: self.entity_link(*other), count: *count })
                .collect(),
            sources: record.map(|record| self.record_sources(index, record)).unwrap_or_default(),
            not_to_confuse: self.confusables(index),
            card: self.card(Subject::Entity(index)),
            link_box: LinkBox {
                in_brief: Some(format!("[{}]({}:{})", bracketed(&entity.name), entity.kind, entity.id)),
                bibtex: Some(biblatex(&[self.own_source(&entity.id, &entity.name, &[], None, None)])),
                ..self.link_box(&entity.name)
            },
            feed: Some("feed.xml".to_owned()),
            extra: record.map_or_else(|| json!({}), |record| record.extra.clone()),
        }
    }

    fn name_rows(&self, record: &EntityRecord) -> Vec<NameRow> {
        let mut rows: Vec<NameRow> = Vec::new();
        // In many languages a name is written as in the site's own: said once, it is not said again.
        for (language, name) in record.names.iter().filter(|(_, name)| name.value != record.name.value) {
            let label = self.words().language(language);
            let name = Name { text: name.value.clone(), language: Some(language.clone()) };
            match rows.iter_mut().find(|row| row.label == label) {
                Some(row) => row.names.push(name),
                None => rows.push(NameRow { label, names: vec![name], prominent: true }),
            }
        }
        let plain = |names: &[crate::document::fields::Spanned<String>], label: &str| NameRow {
            label: label.to_owned(),
            names: names.iter().map(|name| Name { text: name.value.clone(), language: None }).collect(),
            prominent: false,
        };
        rows.push(plain(&record.aliases, self.words().text("also")));
        rows.push(plain(&record.weak_aliases, self.words().text("sometimes")));
        rows.retain(|row| !row.names.is_empty());
        rows
    }

    pub(super) fn target_link(&self, target: Option<&crate::annotate::Target>) -> Option<EntityLink> {
        use crate::annotate::Target;
        let (Target::Typed(_, id) | Target::Id(id) | Target::Name(id)) = target? else { return None };
        Some(self.entity_link(self.graph.registry.get(id)?))
    }

    fn participants(&self, record: &EntityRecord) -> Vec<EntityLink> {
        record.participants.iter().filter_map(|target| self.target_link(Some(&target.value))).collect()
    }

    pub(super) fn portrait(&self, record: &EntityRecord) -> Option<Picture> {
        let image = record.image.as_ref()?;
        let address = self.graph.routes.address(&record.path.resolve(&image.src.value)?)?;
        Some(self.picture(address, &image.alt, image.credit.as_deref()))
    }

    fn introduction(&self, index: EntityIndex, record: Option<&EntityRecord>) -> Option<Html> {
        let body = &record?.body;
        let links = self.graph.introductions.get(&index)?;
        (!body.pieces.is_empty()).then(|| Article::new(self, body, links).html())
    }

    fn attributes(&self, record: &EntityRecord) -> Vec<AttributeRow> {
        let row = |attribute: &crate::annotate::Attribute| AttributeRow {
            name: capitalised(&attribute.name),
            value: Html(escape(&attribute.value)),
            when: attribute.when.as_ref().map(|when| self.time(when)),
            sources: attribute.sources.iter().filter_map(|cite| self.source_reference(&cite.value)).collect(),
        };
        record.attributes.iter().map(row).collect()
    }

    /// Relations both ways: first those of the entity, then those of others to it.
    fn relation_rows(&self, index: EntityIndex) -> Vec<RelationRow> {
        let of = self.record_links().relations_of[index.0 as usize].iter().map(|at| (at, true));
        let to = self.record_links().relations_to[index.0 as usize].iter().map(|at| (at, false));
        let is_person = self.graph.registry.entity(index).kind == "person";
        of.chain(to)
            .map(|(at, own)| {
                let relation = &self.graph.relations[*at as usize];
                RelationRow {
                    words: if own {
                        role_words(&relation.role, self.words())
                    } else {
                        inverse_words(&relation.role, is_person, self.words())
                    },
                    to: self.entity_link(if own { relation.object } else { relation.subject }),
                    when: relation.when.as_ref().map(|when| self.time(when)),
                    note: relation.note.as_deref().map(|text| Html(escape(text))),
                    sources: relation
                        .sources
                        .iter()
                        .filter_map(|cite| self.source_reference(&cite.value))
                        .collect(),
                }
            })
            .collect()
    }

    /// What the record's own facts rest on.
    fn record_sources(&self, index: EntityIndex, record: &EntityRecord) -> Vec<SourceRow> {
        let relations = self.record_links().relations_of[index.0 as usize].iter();
        let of_relations =
            relations.flat_map(|at| &self.graph.relations[*at as usize].sources).map(|cite| &cite.value);
        let of_attributes =
            record.attributes.iter().flat_map(|attribute| &attribute.sources).map(|cite| &cite.value);
        let in_text =
            self.graph.introductions.get(&index).into_iter().flat_map(|links| links.citations.cites());
        let own = || record.sources.iter().map(|cite| &cite.value);
        let cites: Vec<&Cite> =
            own().chain(of_relations).chain(of_attributes).chain(in_text.map(|(_, cite)| cite)).collect();
        let mut keys: Vec<&str> = cites.iter().map(|cite| cite.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let sources = keys.into_iter().filter_map(|key| self.graph.sources.get(key));
        sources.map(|source| self.source_row_with_places(source, own())).collect()
    }

    /// The entities that share a name with this one.
    fn confusables(&self, index: EntityIndex) -> Vec<Confusable> {
        let Some(record) = self.graph.registry.entity(index).record.as_deref() else { return Vec::new() };
        let names = record.aliases.iter().chain(&record.weak_aliases);
        let mut rows: Vec<Confusable> = Vec::new();
        for name in std::iter::once(&record.name).chain(names) {
            let Some(meaning) = self.graph.names.get(&name.value) else { continue };
            for other in meaning.entities.iter().filter(|other| **other != index) {
                let entity = self.entity_link(*other);
                if rows.iter().any(|row| row.entity == entity) {
                    continue;
                }
                let record = self.graph.registry.entity(*other).record.as_ref();
                let description = record.and_then(|record| record.summary.clone()).unwrap_or_default();
                rows.push(Confusable { name: name.value.clone(), entity, description });
            }
        }
        rows
    }
}

/// A role seen from its other end: “its president”, “operated by it”; of a person “their adviser”.
fn inverse_words(role: &str, of_person: bool, words: &Words) -> String {
    let key = match (has_preposition(role, words), of_person) {
        (true, true) => "role_them",
        (true, false) => "role_it",
        (false, true) => "their_role",
        (false, false) => "its_role",
    };
    words.filled(key, role)
}

pub(super) fn coordinates((latitude, longitude): (f64, f64), words: &Words) -> Coordinates {
    let half = |degrees: f64, positive: &str, negative: &str| {
        format!("{}° {}", degrees.abs(), if degrees < 0.0 { negative } else { positive })
    };
    Coordinates {
        words: format!(
            "{}, {}",
            half(latitude, words.text("north"), words.text("south")),
            half(longitude, words.text("east"), words.text("west"))
        ),
        latitude,
        longitude,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_no_it() {
        assert_eq!(inverse_words("son", true, Words::english()), "their son");
        assert_eq!(inverse_words("president", false, Words::english()), "its president");
        assert_eq!(inverse_words("operated by", false, Words::english()), "operated by it");
        assert_eq!(inverse_words("appointed by", true, Words::english()), "appointed by them");
    }
}
