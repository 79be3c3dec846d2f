//! Stubs: entities that are linked to by kind and id, and have no file.

use super::Sorted;
use super::registry::Registry;
use crate::annotate::Body;
use crate::annotate::body::{ReferenceKind, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::letters::{capitalised, name_of_id};
use crate::nearest::Guesses;
use crate::path::{SitePath, check_slug};
use crate::span::Span;

/// Makes a stub of each typed link to an id that no record has.
pub(super) fn add_stubs(registry: &mut Registry, sorted: &Sorted, diagnostics: &mut Vec<Diagnostic>) {
    let in_text = sorted.briefs.iter().flat_map(|brief| mentions_of(&brief.path, &brief.body));
    let in_entities = sorted.entities.iter().flat_map(|entity| {
        let fields = entity
            .relations
            .iter()
            .map(|relation| &relation.of)
            .chain(&entity.participants)
            .chain(&entity.place);
        mentions_of(&entity.path, &entity.body)
            .chain(fields.map(|target| (&entity.path, &target.value, None, target.span)))
    });
    let in_claims = sorted.claims.iter().flat_map(|claim| mentions_of(&claim.path, &claim.body));
    let in_pages = sorted.pages.iter().flat_map(|page| mentions_of(&page.path, &page.body));
    let about = sorted
        .briefs
        .iter()
        .flat_map(|brief| brief.about.iter().map(|target| (&brief.path, &target.value, None, target.span)));
    let links: Vec<_> = in_text.chain(about).chain(in_entities).chain(in_claims).chain(in_pages).collect();
    let mut guesses = Guesses::default();
    for (path, target, words, span) in links {
        let Target::Typed(kind, id) = target else { continue };
        if registry.get(id).is_some() || check_slug(id).is_err() {
            continue;
        }
        let mut diagnostic = Diagnostic::new(
            Code::StubEntity,
            path,
            span,
            format!("`{kind}:{id}` has no file, and gets a stub page"),
        )
        .missing(id);
        if let Some(near) = guesses.nearest(id, registry.ids()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        diagnostics.push(
            diagnostic
                .help(format!("`postil new entity {kind}:{id} --from-mentions` writes a record for it")),
        );
        let name = words.map_or_else(|| name_of_id(id), without_article);
        registry.add_stub(id, kind, &name);
    }
}

/// The words of a link as a name: “the frontier treaty” is named “Frontier treaty”.
fn without_article(words: &str) -> String {
    words.strip_prefix("the ").map_or_else(|| words.to_owned(), |name| capitalised(name.trim_start()))
}

/// The mentions of a body: file, target, words, place.
fn mentions_of<'a>(
    path: &'a SitePath,
    body: &'a Body,
) -> impl Iterator<Item = (&'a SitePath, &'a Target, Option<&'a str>, Span)> {
    body.references.iter().filter_map(move |reference| match &reference.kind {
        ReferenceKind::Mention(target, _) => {
            Some((path, target, Some(body.slice(reference.text)), reference.source))
        }
        _ => None,
    })
}
