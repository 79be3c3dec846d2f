//! What one file alone cannot show to be wrong: entities that nobody names or that look alike; in a brief, roles
//! that someone else held and acronyms that are never spelled out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::NameTable;
use super::offices::Offices;
use super::registry::{EntityIndex, Registry};
use super::relations::{self, RelationLink};
use super::sounds::sound;
use super::{Graph, LinkedBrief, title_conflicts};
use crate::annotate::Closed;
use crate::annotate::body::{BlockKind, Body, ReferenceKind};
use crate::date::{When, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// What the records of entities say, against which texts are held.
pub(super) struct Records<'a> {
    pub(super) registry: &'a Registry,
    pub(super) names: &'a NameTable,
    pub(super) relations: &'a [RelationLink],
    pub(super) offices: Offices<'a>,
}

impl<'a> Records<'a> {
    pub(super) fn of(registry: &'a Registry, names: &'a NameTable, relations: &'a [RelationLink]) -> Self {
        Self { registry, names, relations, offices: Offices::of(relations) }
    }

    /// The roles of an entity at a date, or at any date for `None`.
    pub(super) fn roles<'d>(
        &self,
        entity: EntityIndex,
        date: Option<&'d When>,
    ) -> impl Iterator<Item = &'a RelationLink> + use<'a, 'd> {
        relations::roles(self.relations, entity, date)
    }
}

/// The checks of a brief against the records.
pub(super) fn lint_brief(records: &Records<'_>, brief: &LinkedBrief) -> Vec<Diagnostic> {
    let mut diagnostics = role_conflicts(records, brief);
    diagnostics.extend(title_conflicts::conflicts(records, brief));
    diagnostics.extend(unexpanded_acronyms(records, brief));
    diagnostics
}

/// Records that nothing of the site needs.
pub(super) fn unused_entities(graph: &Graph) -> Vec<Diagnostic> {
    if graph.briefs.is_empty() {
        return Vec::new();
    }
    let in_moments = graph.chronology.links.of_entities.iter().map(|moments| !moments.is_empty());
    let mut used: Vec<bool> = in_moments.collect();
    for brief in &graph.briefs {
        let named = brief.links.mentions.iter().map(|mention| &mention.entity);
        named.chain(&*brief.about).for_each(|entity| used[entity.0 as usize] = true);
    }
    graph.relations.iter().for_each(|relation| used[relation.object.0 as usize] = true);
    graph
        .registry
        .indexes()
        .filter(|index| !used[index.0 as usize])
        .filter_map(|index| graph.registry.entity(index).record.as_ref())
        .map(|record| {
            Diagnostic::new(
                Code::UnusedEntity,
                &record.path,
                record.name.span,
                format!("no brief names `{}`", record.id),
            )
            .help("name it in a brief, relate another entity to it, or remove the file")
        })
        .collect()
}

/// Pairs of records of one kind whose names have the same sound: Lukashenka, Lukashenko.
pub(super) fn lookalikes(registry: &Registry) -> Vec<Diagnostic> {
    let mut by_sound: FxHashMap<(String, String), EntityIndex> = FxHashMap::default();
    let mut diagnostics = Vec::new();
    for index in registry.indexes() {
        let entity = registry.entity(index);
        let Some(record) = &entity.record else { continue };
        if entity.kind == "event" {
            continue;
        }
        let mut sounds: FxHashSet<String> = FxHashSet::default();
        let names = record.names.iter().map(|(_, name)| name).chain(&record.aliases);
        for name in std::iter::once(&record.name).chain(names) {
            sounds.extend(sound(&name.value));
        }
        let mut sounds: Vec<String> = sounds.into_iter().collect();
        sounds.sort_unstable();
        for sound in sounds {
            let Some(other) =
                by_sound.insert((entity.kind.clone(), sound), index).filter(|other| *other != index)
            else {
                continue;
            };
            let other = registry.entity(other);
            let Some(first) = &other.record else { continue };
            diagnostics.push(
                Diagnostic::new(
                    Code::LookalikeEntities,
                    &record.path,
                    record.name.span,
                    format!("“{}” and “{}” look like one {}", record.name.value, other.name, entity.kind),
                )
                .label(&first.path, first.name.span, "the other record")
                .help("if they are one, keep one file and make the other name an alias"),
            );
            break;
        }
    }
    diagnostics
}

/// Roles that a link gives to an entity, which at that date another held.
fn role_conflicts(records: &Records<'_>, brief: &LinkedBrief) -> Vec<Diagnostic> {
    let body = &brief.brief.body;
    let mut diagnostics = Vec::new();
    for mention in &brief.links.mentions {
        let Some(reference) = mention.reference.map(|at| &body.references[at as usize]) else { continue };
        let ReferenceKind::Mention(_, attributes) = &reference.kind else { continue };
        let Some(role) = &attributes.role else { continue };
        let date = attributes.as_of.as_ref().unwrap_or(&brief.brief.date.value);
        let same_role =
            |relation: &&RelationLink| plain_role(&relation.role).eq_ignore_ascii_case(plain_role(role));
        let own: Vec<&RelationLink> = records
            .relations
            .iter()
            .filter(same_role)
            .filter(|relation| relation.subject == mention.entity)
            .collect();
        if own.is_empty() || own.iter().any(|relation| relation.holds_at(date)) {
            continue;
        }
        let holder = records.relations.iter().filter(same_role).find(|relation| {
            relation.subject != mention.entity
                && relation.holds_at(date)
                && own.iter().any(|mine| mine.object == relation.object)
        });
        let Some(holder) = holder else { continue };
        let entity = records.registry.entity(mention.entity);
        let other = records.registry.entity(holder.subject);
        diagnostics.push(
            Diagnostic::new(
                Code::RoleConflict,
                &brief.brief.path,
                reference.source,
                format!("{} was not {role} in {}: {} was", entity.name, words(date), other.name),
            )
            .help("correct the role, its dates in the record, or say `as-of=` with the date that is meant"),
        );
    }
    diagnostics
}

/// A role as it stands before its object: `member of` is `member`.
fn plain_role(role: &str) -> &str {
    role.strip_suffix(" of").unwrap_or(role).trim()
}

/// Acronyms of a brief that neither it nor the registry spells out, each once.
fn unexpanded_acronyms(records: &Records<'_>, brief: &LinkedBrief) -> Vec<Diagnostic> {
    let body = &brief.brief.body;
    let (closed, expanded) = (Closed::of(body), expanded(&body.text));
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut diagnostics = Vec::new();
    for block in body.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        for (span, word) in acronyms(body, block.text) {
            if !seen.insert(word) || records.names.get(word).is_some() || expanded.contains(word) {
                continue;
            }
            // The mark of an alert, right or wrong, is none.
            let is_alert = body.text[..span.start as usize].ends_with("[!");
            if is_alert || closed.overlaps(span) {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(
                    Code::UnexpandedAcronym,
                    &brief.brief.path,
                    body.source_of(span),
                    format!("“{word}” is never spelled out"),
                )
                .help(format!(
                    "write the words once, with ({word}) after them, or give its entity the alias"
                )),
            );
        }
    }
    diagnostics
}

/// Words of two to six capital letters, with their places.
pub(crate) fn acronyms(body: &Body, span: Span) -> impl Iterator<Item = (Span, &str)> {
    let text = body.slice(span);
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            let count = word.chars().count();
            (2..=6).contains(&count) && word.chars().all(char::is_uppercase) && !is_roman(word)
        })
        .map(move |word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (Span::new(start, start + word.len()).shifted(span.start as usize), word)
        })
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "IVXLCM".contains(c))
}

/// The words that stand alone in brackets, and those before brackets.
fn expanded(text: &str) -> FxHashSet<&str> {
    let mut words = FxHashSet::default();
    for (at, _) in text.match_indices('(') {
        let inside = text[at + 1..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if text[at + 1 + inside.len()..].starts_with(')') {
            words.insert(inside);
        }
        let before = text[..at].strip_suffix(' ').unwrap_or_default();
        words.extend(before.rsplit(|c: char| !c.is_alphanumeric()).next());
    }
    words
}
