//! Stubs: entities that are linked to by kind and id, and have no file.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Sorted;
use crate::annotate::Body;
use crate::annotate::body::{ReferenceIndex, ReferenceKind, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::letters::{capitalised, name_of_id};
use crate::nearest::Guesses;
use crate::path::{SitePath, check_slug};
use crate::span::Span;

/// An entity without a file.
pub(super) struct Stub {
    pub(super) id: String,
    pub(super) kind: String,
    /// The words of the first link to it.
    pub(super) name: String,
}

/// A link to an entity: its file, the target, its words, and its place.
type Naming<'a> = (&'a SitePath, &'a Target, Option<&'a str>, Span);

/// The stubs that typed links to ids make that no record has, in the order of the links.
pub(super) fn find_stubs(sorted: &Sorted, diagnostics: &mut Vec<Diagnostic>) -> Vec<Stub> {
    let mut known: FxHashSet<&str> = sorted.entities.iter().map(|record| record.id.as_str()).collect();
    let mut ids: Vec<&str> = known.iter().copied().collect();
    ids.sort_unstable();
    let mut stubs = Vec::new();
    let mut guesses = Guesses::default();
    for (path, target, words, span) in unfiled(sorted, &known) {
        let Target::Typed(kind, id) = target else { continue };
        if check_slug(id).is_err() || !known.insert(id) {
            continue;
        }
        let mut diagnostic = Diagnostic::new(
            Code::StubEntity,
            path,
            span,
            format!("`{kind}:{id}` has no file, and gets a stub page"),
        )
        .missing(id);
        if let Some(near) = guesses.nearest(id, ids.iter().copied()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        diagnostics.push(
            diagnostic
                .help(format!("`postil new entity {kind}:{id} --from-mentions` writes a record for it")),
        );
        let name = words.map_or_else(|| name_of_id(id), without_article);
        ids.push(id);
        stubs.push(Stub { id: id.clone(), kind: kind.clone(), name });
    }
    stubs
}

/// The typed links to ids that are not known.
fn unfiled<'a>(sorted: &'a Sorted, known: &FxHashSet<&str>) -> Vec<Naming<'a>> {
    // There may be a hundred thousand links, and in most builds each is to an id that is known: the digests of ids stand
    // together, the ids all over the memory.
    let digests: FxHashSet<Digest> = known.iter().map(|id| Digest::of(id.as_bytes())).collect();
    let of_text = |(path, body): (&'a SitePath, &'a Body)| -> Vec<Naming<'a>> {
        let unfiled = body.outline.typed.iter().filter(|(id, _)| !digests.contains(id));
        unfiled.filter_map(|(_, at)| naming(path, body, *at)).collect()
    };
    let in_text = |texts: Vec<(&'a SitePath, &'a Body)>| -> Vec<Vec<Naming<'a>>> {
        texts.into_par_iter().map(of_text).collect()
    };
    let briefs = in_text(sorted.briefs.iter().map(|brief| (&brief.path, &brief.body)).collect());
    let claims = in_text(sorted.claims.iter().map(|claim| (&claim.path, &claim.body)).collect());
    let pages = in_text(sorted.pages.iter().map(|page| (&page.path, &page.body)).collect());
    let is_unfiled =
        |(_, target, ..): &Naming<'_>| matches!(target, Target::Typed(_, id) if !known.contains(id.as_str()));
    let about = sorted
        .briefs
        .iter()
        .flat_map(|brief| brief.about.iter().map(|target| (&brief.path, &target.value, None, target.span)));
    let entities = sorted.entities.iter().flat_map(|entity| {
        let fields = entity
            .relations
            .iter()
            .map(|relation| &relation.of)
            .chain(&entity.participants)
            .chain(&entity.place);
        let fields = fields.map(|target| (&entity.path, &target.value, None, target.span)).filter(is_unfiled);
        of_text((&entity.path, &entity.body)).into_iter().chain(fields)
    });
    let records = about.filter(is_unfiled).chain(entities);
    briefs.into_iter().flatten().chain(records).chain(claims.into_iter().chain(pages).flatten()).collect()
}

/// The words of a link as a name: “the frontier treaty” is named “Frontier treaty”.
fn without_article(words: &str) -> String {
    words.strip_prefix("the ").map_or_else(|| words.to_owned(), |name| capitalised(name.trim_start()))
}

/// The reference at an index, where it is a mention: file, target, words, place.
fn naming<'a>(path: &'a SitePath, body: &'a Body, at: ReferenceIndex) -> Option<Naming<'a>> {
    let reference = &body.references[at as usize];
    match &reference.kind {
        ReferenceKind::Mention(target, _) => {
            Some((path, target, Some(body.slice(reference.text)), reference.source))
        }
        _ => None,
    }
}
