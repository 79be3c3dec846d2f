//! Mentions: where each text names which entity, and which of them are shown as links.
//!
//! 1. Typed links, wikilinks and links to files are mentions; so are the strong names that
//!    the automaton found. Weak names are reported with what they may mean.
//! 2. Each mention gets an id on its page: `m-belarus-3`.
//! 3. The site's policy says which of the found ones are links; written ones always are.

use rustc_hash::FxHashSet;

use super::names::{FoundName, NameTable};
use super::numbers::Numbers;
use super::registry::{EntityIndex, Registry};
use super::resolve::{Resolution, typed_id};
use crate::annotate::body::{BlockKind, Body, Place, ReferenceIndex, ReferenceKind};
use crate::config::LinkPolicy;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;

/// A place where a text names an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The entity.
    pub entity: EntityIndex,
    /// The words.
    pub text: Span,
    /// The block that they stand in.
    pub block: u32,
    /// The link that says so; none where the name was found.
    pub reference: Option<ReferenceIndex>,
    /// Its id on the page.
    pub id: String,
    /// Whether it is shown as a link.
    pub linked: bool,
}

impl Mention {
    /// The date that its link in `body` says it speaks of: `as-of`.
    pub fn date<'b>(&self, body: &'b Body) -> Option<&'b When> {
        match &body.references[self.reference? as usize].kind {
            ReferenceKind::Mention(_, attributes) => attributes.as_of.as_ref(),
            _ => None,
        }
    }
}

/// Which mentions are links: the policy of a site or brief, and of single kinds.
pub(super) struct Policy<'a> {
    pub(super) general: LinkPolicy,
    pub(super) kinds: &'a std::collections::BTreeMap<String, LinkPolicy>,
}

impl Policy<'_> {
    fn of(&self, kind: &str) -> LinkPolicy {
        self.kinds.get(kind).copied().unwrap_or(self.general)
    }
}

/// All mentions of a body, in order of the text.
pub(super) fn mentions(
    body: &Body,
    resolutions: &[Resolution],
    found: &[FoundName],
    names: &NameTable,
    registry: &Registry,
    policy: &Policy<'_>,
) -> Vec<Mention> {
    let written =
        body.references.iter().zip(resolutions).enumerate().filter_map(|(at, (reference, resolution))| {
            let Resolution::Entity(entity) = resolution else { return None };
            matches!(reference.kind, ReferenceKind::Mention(..)).then(|| Mention {
                entity: *entity,
                text: reference.text,
                block: reference.block,
                reference: Some(at as ReferenceIndex),
                id: String::new(),
                // What a stand-off note names is linked like a name that was found.
                linked: !reference.is_laid_over,
            })
        });
    let automatic = found.iter().filter_map(|name| {
        let meaning = names.meaning(name);
        meaning.strong.then(|| Mention {
            entity: meaning.entities[0],
            text: name.text,
            block: body.block_at(name.text.start) as u32,
            reference: None,
            id: String::new(),
            linked: false,
        })
    });
    let mut mentions: Vec<Mention> =
        written.chain(automatic).filter(|mention| body.is_shown(mention.block as usize)).collect();
    mentions.sort_by_key(|mention| mention.text);
    name_and_link(body, &mut mentions, registry, policy);
    mentions
}

fn name_and_link(body: &Body, mentions: &mut [Mention], registry: &Registry, policy: &Policy<'_>) {
    let mut numbers = Numbers::of(body);
    for mention in mentions.iter_mut() {
        let stem = format!("m-{}", registry.entity(mention.entity).id);
        mention.id = numbers.known(&stem, body, mention.block).unwrap_or_default();
    }
    let mut in_section: FxHashSet<(EntityIndex, Place, Option<u32>)> = FxHashSet::default();
    let mut in_body: FxHashSet<EntityIndex> = FxHashSet::default();
    for mention in mentions {
        let entity = registry.entity(mention.entity);
        if mention.id.is_empty() {
            mention.id = numbers.next(&format!("m-{}", entity.id));
        }
        let block = &body.blocks[mention.block as usize];
        if block.kind == BlockKind::Heading {
            continue;
        }
        let first_in_section = in_section.insert((mention.entity, block.place, block.section));
        let first_in_body = in_body.insert(mention.entity);
        mention.linked |= match policy.of(&entity.kind) {
            LinkPolicy::Every => true,
            LinkPolicy::FirstInSection => first_in_section,
            LinkPolicy::FirstInBrief => first_in_body,
            LinkPolicy::Off => false,
        };
    }
}

/// Reports the weak names among those found.
pub(super) fn weak_names(
    path: &SitePath,
    body: &Body,
    found: &[FoundName],
    names: &NameTable,
    registry: &Registry,
) -> Vec<Diagnostic> {
    found
        .iter()
        .filter(|name| !names.meaning(name).strong)
        .map(|name| weak_name(path, body, name.text, &names.meaning(name).entities, registry))
        .collect()
}

/// Reports a weak name with what it may mean.
pub(crate) fn weak_name(
    path: &SitePath,
    body: &Body,
    text: Span,
    entities: &[EntityIndex],
    registry: &Registry,
) -> Diagnostic {
    let words = body.slice(text);
    let choices: Vec<String> = entities.iter().map(|index| typed_id(registry, *index)).collect();
    let message = format!("“{words}” may mean {}, and was not linked", choices.join(" or "));
    Diagnostic::new(Code::WeakName, path, body.place_in_file(text), message).help(format!(
        "write `[{words}]({})` where that is meant",
        choices.join(&format!(")` or `[{words}]("))
    ))
}
