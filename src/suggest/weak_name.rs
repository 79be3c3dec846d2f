//! Names that may mean several entities, with the choices.
//!
//! One is edited only where the text leaves one choice: it names exactly one of those that are
//! meant, and each other has a name in the same letters that would have said it without doubt, and
//! that the text does not use. A name with a single choice may still mean what no record knows, and
//! is never edited.

use super::Finding;
use super::edit::link;
use super::lexicon::given_names;
use super::text::Text;
use super::unlinked_name::Unlinked;
use crate::graph::Graph;
use crate::graph::mentions::weak_name;
use crate::graph::registry::EntityIndex;
use crate::graph::resolve::typed_id;

/// The weak names of a text.
pub(super) fn find(graph: &Graph, text: &Text<'_>, unlinked: &Unlinked) -> Vec<Finding> {
    if text.policy.is_none() {
        return Vec::new();
    }
    let found = graph.names.find(text.body);
    let weak = found.iter().filter(|name| !graph.names.meaning(name).strong);
    weak.map(|name| {
        let entities = &graph.names.meaning(name).entities;
        let words = name.text;
        let mut diagnostic = weak_name(&text.file.path, text.body, words, entities, &graph.registry);
        let choice = one_choice(graph, text.body.slice(words), entities, unlinked);
        let target = choice.map(|entity| typed_id(&graph.registry, entity));
        diagnostic.edit = target.and_then(|target| link(text, words, &target));
        Finding { words, diagnostic }
    })
    .collect()
}

/// The one of several entities that a name can mean in its text.
fn one_choice(
    graph: &Graph,
    name: &str,
    entities: &[EntityIndex],
    unlinked: &Unlinked,
) -> Option<EntityIndex> {
    let mut named = entities.iter().copied().filter(|entity| unlinked.named.contains(entity));
    let (Some(choice), None) = (named.next(), named.next()) else { return None };
    let others: Vec<EntityIndex> = entities.iter().copied().filter(|entity| *entity != choice).collect();
    let would_be_named = |entity: &EntityIndex| {
        given_names(graph.registry.entity(*entity)).any(|other| {
            is_latin(other) == is_latin(name) && graph.names.get(other).is_some_and(|meaning| meaning.strong)
        })
    };
    (!others.is_empty() && others.iter().all(would_be_named)).then_some(choice)
}

fn is_latin(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_alphabetic())
}
