//! Fragments: the places of pages that links name.
//!
//! 1. The ids of a text's places are gathered text by text, with its links.
//! 2. So are its links to places, which are few.
//! 3. When all texts are linked, each such link is held against the places of its page.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::resolve::Resolution;
use super::{Graph, LinkedText};
use crate::annotate::Body;
use crate::annotate::body::{Place, ReferenceIndex, ReferenceKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::Guesses;
use crate::path::Address;

/// The places of pages; a page without any is one whose places are not known.
type Places<'a> = FxHashMap<&'a Address, Vec<&'a FxHashSet<String>>>;

/// The ids of the places of a body.
pub(super) fn places_of(body: &Body) -> FxHashSet<String> {
    let mut places = FxHashSet::default();
    places.extend(body.blocks.iter().filter(|block| !block.id.is_empty()).map(|block| block.id.clone()));
    places.extend(body.sections.iter().map(|section| section.id.clone()));
    places.extend(body.anchors.iter().cloned());
    places.extend(body.blocks.iter().filter_map(|block| match block.place {
        Place::Judgement(number) => Some(format!("kj{}", number + 1)),
        Place::Article | Place::Annotation(_) => None,
    }));
    places.extend(body.kept.aliases.iter().map(|(old, _)| old.clone()));
    places.extend(body.annotations.iter().filter(|note| note.is_shown()).map(|note| note.anchor()));
    for reference in &body.references {
        if let ReferenceKind::Mark(annotation, number) = reference.kind {
            places.insert(body.annotations[annotation as usize].mark_anchor(number));
        }
    }
    places
}

/// The references that are links to places, of a body whose references point at these.
pub(super) fn links_to_places(resolutions: &[Resolution]) -> Vec<ReferenceIndex> {
    let links = resolutions.iter().enumerate().filter(|(_, resolution)| match resolution {
        Resolution::Address(_, fragment) => !is_given_later(fragment),
        _ => false,
    });
    links.map(|(at, _)| at as ReferenceIndex).collect()
}

/// Reports the fragments that name no place of the page that they are linked with.
pub(super) fn check_fragments(graph: &Graph) -> Vec<Diagnostic> {
    let linking: Vec<LinkedText<'_>> =
        graph.texts().filter(|text| !text.links.to_places.is_empty()).collect();
    if linking.is_empty() {
        return Vec::new();
    }
    let mut places: Places<'_> = FxHashMap::default();
    let mut texts = 0;
    for text in graph.texts() {
        places.entry(text.address).or_default().push(&text.links.places);
        texts += 1;
    }
    let lost = |text: &LinkedText<'_>| lost_fragments(*text, &places, Guesses::among(texts));
    linking.par_iter().flat_map_iter(lost).collect()
}

fn lost_fragments(text: LinkedText<'_>, places: &Places<'_>, mut guesses: Guesses) -> Vec<Diagnostic> {
    let LinkedText { path, body, links, .. } = text;
    let mut diagnostics = Vec::new();
    for at in links.to_places.iter().map(|at| *at as usize) {
        let (reference, resolution) = (&body.references[at], &links.resolutions[at]);
        let Resolution::Address(address, fragment) = resolution else { continue };
        let there = places.get(address).map_or(&[][..], Vec::as_slice);
        let is_known = there.iter().any(|places| !places.is_empty());
        if !is_known || there.iter().any(|places| places.contains(fragment)) {
            continue;
        }
        let message = format!("the page `{address}` has no place `#{fragment}`");
        let diagnostic = Diagnostic::new(Code::BrokenFragment, path, reference.source, message);
        let all = there.iter().flat_map(|places| places.iter().map(String::as_str));
        let help = match guesses.nearest(fragment, all) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "put `<a id=\"…\"></a>` at the start of the paragraph that is meant".to_owned(),
        };
        diagnostics.push(diagnostic.help(help));
    }
    diagnostics
}

/// Whether a link has no fragment, or one of a place that gets its id only when all is linked: a mention, a date.
fn is_given_later(fragment: &str) -> bool {
    fragment.is_empty() || fragment.starts_with("m-") || fragment.starts_with("d-")
}
