//! Names that are not linked, and that the site does not record by itself.
//!
//! 1. Names that mean one entity, where the site or the brief has linking `off`: the first in each
//!    section that holds no link to it. In a page, where names are not looked for, the same.
//! 2. Forms that no record gives, each time; surnames only of those whom the text names in full.
//! 3. Words that sound like someone’s name are told, and not edited: they may be someone else’s.

use rustc_hash::FxHashSet;

use super::edit::link;
use super::lexicon::Lexicon;
use super::surroundings::stand_alone;
use super::text::Text;
use super::{Finding, Findings};
use crate::annotate::body::{BlockKind, Place};
use crate::config::LinkPolicy;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::graph::mentions::weak_name;
use crate::graph::names::NameTable;
use crate::graph::registry::EntityIndex;
use crate::graph::resolve::typed_id;
use crate::graph::sounds::sound;
use crate::span::Span;

/// What is found in a text, and whom it names.
pub(super) struct Unlinked {
    pub(super) findings: Findings,
    /// The entities that the text names, by mentions and by forms that get an edit.
    pub(super) named: FxHashSet<EntityIndex>,
}

/// The unlinked names of a text.
pub(super) fn find(graph: &Graph, lexicon: &Lexicon, text: &Text<'_>) -> Unlinked {
    let named = text.links.mentions.iter().map(|mention| mention.entity).collect();
    let mut unlinked = Unlinked { findings: Findings::default(), named };
    not_shown(graph, text, &mut unlinked.findings);
    for (words, entities) in forms(&lexicon.forms, text, &unlinked.findings) {
        let name = match entities.as_slice() {
            [entity] => unlinked_name(graph, text, words, *entity),
            _ => choices(graph, text, words, &entities),
        };
        if let ([entity], Some(_)) = (entities.as_slice(), &name.diagnostic.edit) {
            unlinked.named.insert(*entity);
        }
        unlinked.findings.push(name);
    }
    for (words, entities) in forms(&lexicon.surnames, text, &unlinked.findings) {
        let name = match entities.as_slice() {
            [person] if unlinked.named.contains(person) => unlinked_name(graph, text, words, *person),
            _ => choices(graph, text, words, &entities),
        };
        unlinked.findings.push(name);
    }
    for alike in sounds_alike(graph, lexicon, text, &unlinked.findings) {
        if !unlinked.findings.is_about(alike.words) {
            unlinked.findings.push(alike);
        }
    }
    unlinked
}

/// Names that mean one entity and are shown nowhere in their section.
fn not_shown(graph: &Graph, text: &Text<'_>, findings: &mut Findings) {
    let place = |words: Span| {
        let block = &text.body.blocks[text.body.block_at(words.start)];
        (block.place, block.section)
    };
    let is_off = |entity: EntityIndex| {
        let kind = &graph.registry.entity(entity).kind;
        let policy = text.policy.map(|policy| *graph.config.linking_by_kind.get(kind).unwrap_or(&policy));
        policy.is_none_or(|policy| policy == LinkPolicy::Off)
    };
    let mentions = &text.links.mentions;
    let linked = mentions.iter().filter(|mention| mention.linked);
    let mut shown: FxHashSet<(EntityIndex, (Place, Option<u32>))> =
        linked.map(|mention| (mention.entity, place(mention.text))).collect();
    let mut names: Vec<(Span, EntityIndex)> = mentions
        .iter()
        .filter(|mention| !mention.linked)
        .map(|mention| (mention.text, mention.entity))
        .collect();
    if text.policy.is_none() {
        let found = graph.names.find(text.body);
        let meant = found.iter().map(|name| (name.text, graph.names.meaning(name)));
        names = meant
            .filter(|(_, meaning)| meaning.strong)
            .map(|(words, meaning)| (words, meaning.entities[0]))
            .collect();
    }
    for (words, entity) in names.into_iter().filter(|(_, entity)| is_off(*entity)) {
        if text.body.blocks[text.body.block_at(words.start)].kind == BlockKind::Heading {
            continue;
        }
        if shown.insert((entity, place(words))) {
            findings.push(unlinked_name(graph, text, words, entity));
        }
    }
}

/// The forms in a text that stand by themselves, where nothing else is found.
fn forms(table: &NameTable, text: &Text<'_>, findings: &Findings) -> Vec<(Span, Vec<EntityIndex>)> {
    let found = table.find(text.body).into_iter().filter(|name| {
        let at = text.body.block_at(name.text.start);
        let is_word = !text.body.slice(name.text).contains(' ');
        text.body.blocks[at].kind != BlockKind::Heading
            && text.body.is_shown(at)
            && text.mentions_over(name.text).next().is_none()
            && !findings.is_about(name.text)
            && (!is_word || stand_alone(text.body, name.text))
    });
    let meant = found.map(|name| (name.text, table.meaning(&name).entities.clone()));
    meant.filter(|(_, entities)| !entities.iter().any(|entity| Some(*entity) == text.own)).collect()
}

fn unlinked_name(graph: &Graph, text: &Text<'_>, words: Span, entity: EntityIndex) -> Finding {
    let name = text.body.slice(words);
    let target = typed_id(&graph.registry, entity);
    let message = format!("“{name}” names {target}, and is not linked");
    let place = text.body.place_in_file(words);
    let mut diagnostic = Diagnostic::new(Code::UnlinkedName, &text.file.path, place, message)
        .help(format!("write `[{name}]({target})`"));
    diagnostic.edit = link(text, words, &target);
    Finding { words, diagnostic }
}

/// A form that may mean several, or someone whom the text does not name.
fn choices(graph: &Graph, text: &Text<'_>, words: Span, entities: &[EntityIndex]) -> Finding {
    let diagnostic = weak_name(&text.file.path, text.body, words, entities, &graph.registry);
    Finding { words, diagnostic }
}

/// Pairs of words with capitals that sound like the name of a person, and are none of the names.
fn sounds_alike(graph: &Graph, lexicon: &Lexicon, text: &Text<'_>, findings: &Findings) -> Vec<Finding> {
    let mut alike = Vec::new();
    let blocks = text.body.blocks.iter().enumerate();
    let prose = blocks.filter(|(at, block)| {
        !matches!(block.kind, BlockKind::Code | BlockKind::Heading) && text.body.is_shown(*at)
    });
    for (_, block) in prose {
        let mut before: Option<Span> = None;
        for word in capitals(text.body.slice(block.text), block.text.start) {
            let pair = before.filter(|first| first.end + 1 == word.start);
            before = Some(word);
            let Some(words) = pair.map(|first| Span { end: word.end, ..first }) else { continue };
            let Some(Some(person)) =
                sound(text.body.slice(words)).and_then(|sound| lexicon.sounds.get(&sound))
            else {
                continue;
            };
            let is_taken = findings.is_about(words)
                || text.mentions_over(words).next().is_some()
                || text.body.closed.iter().any(|closed| closed.overlaps(words));
            if !is_taken && Some(*person) != text.own && graph.names.get(text.body.slice(words)).is_none() {
                alike.push(sounds_like(graph, text, words, *person));
            }
        }
    }
    alike
}

/// The words that begin with a capital letter.
fn capitals(text: &str, offset: u32) -> impl Iterator<Item = Span> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    words.filter(|word| word.starts_with(char::is_uppercase)).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len()).shifted(offset as usize)
    })
}

fn sounds_like(graph: &Graph, text: &Text<'_>, words: Span, person: EntityIndex) -> Finding {
    let name = text.body.slice(words);
    let entity = graph.registry.entity(person);
    let target = typed_id(&graph.registry, person);
    let message = format!("“{name}” sounds like {}, and is not linked", entity.name);
    let place = text.body.place_in_file(words);
    let file = entity.record.as_ref().map_or_else(String::new, |record| format!(" to {}", record.path));
    let diagnostic = Diagnostic::new(Code::UnlinkedName, &text.file.path, place, message)
        .help(format!("if they are one, add the alias `{name}`{file}, or write `[{name}]({target})`"));
    Finding { words, diagnostic }
}
