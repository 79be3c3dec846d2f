//! What a build looks at in every text, whichever has changed: set apart, so that it need not go through them all.
//!
//! 1. The entities that it names by kind and id, which can have no file.
//! 2. The claims that it states, which have pages of their own.
//! 3. The pictures that it shows.
//! 4. One digest for what all other texts are linked with.

use super::body::{AnnotationIndex, AnnotationKind, Body, ReferenceIndex, ReferenceKind, Target};
use crate::hash::{Digest, Digester};
use crate::path::SitePath;

/// What a build looks at in every text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    /// The references that name entities by kind and id, with the digests of the ids.
    pub typed: Box<[(Digest, ReferenceIndex)]>,
    /// The annotations that state claims.
    pub claims: Box<[AnnotationIndex]>,
    /// The references that are pictures.
    pub pictures: Box<[ReferenceIndex]>,
    /// The digest of the text's file and id, and of the ids of its claims.
    pub digest: Digest,
}

impl Outline {
    /// The outline of a body that stands in a file, and whose page has this id or slug.
    pub(super) fn of(body: &Body, path: &SitePath, id: &str) -> Self {
        let mut digester = Digester::default();
        digester.add(path.as_str());
        digester.add(id);
        let claims = body.annotations.iter().enumerate().filter_map(|(at, note)| match &note.kind {
            AnnotationKind::Claim { id, .. } => {
                digester.add(id);
                Some(at as AnnotationIndex)
            }
            _ => None,
        });
        let claims = claims.collect();
        let references = || body.references.iter().zip(0..);
        let typed = references().filter_map(|(reference, at)| match &reference.kind {
            ReferenceKind::Mention(Target::Typed(_, id), _) => Some((Digest::of(id.as_bytes()), at)),
            _ => None,
        });
        let pictures =
            references().filter(|(reference, _)| matches!(reference.kind, ReferenceKind::Picture { .. }));
        Self {
            typed: typed.collect(),
            claims,
            pictures: pictures.map(|(_, at)| at).collect(),
            digest: digester.digest(),
        }
    }
}
