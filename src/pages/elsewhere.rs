//! What leads to other sites: links to those whose inventories are kept with this one, and the ids of
//! registries.

use serde::Serialize;

use super::entity::Identifier;
use super::view::View;
use crate::annotate::body::ReferenceKind;
use crate::annotate::{Body, EntityRecord};
use crate::config::Authority;
use crate::graph::Links;
use crate::graph::registry::EntityIndex;
use crate::graph::resolve::Resolution;
use crate::remotes::{Found, Remote};

/// Something at another site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ElsewhereLink {
    /// What the other site is called.
    pub site: String,
    /// The name of the remote in `postil.toml`.
    pub remote: String,
    /// What the thing is called there.
    pub name: String,
    /// Its address, absolute.
    pub address: String,
}

impl View<'_> {
    fn elsewhere(&self, remote: &str, found: &Found) -> ElsewhereLink {
        ElsewhereLink {
            site: self.remote(remote).map_or_else(|| remote.to_owned(), |remote| remote.title.clone()),
            remote: remote.to_owned(),
            name: found.name.clone(),
            address: found.address.clone(),
        }
    }

    fn remote(&self, name: &str) -> Option<&Remote> {
        self.graph.remotes.get(name)?.as_ref()
    }

    /// What a link to another site leads to, in words: `Ana Brandt, River Desk`.
    pub(super) fn counterpart_words(&self, remote: &str, found: &Found) -> String {
        let link = self.elsewhere(remote, found);
        format!("{}, {}", link.name, link.site)
    }

    /// What a text links to at other sites, each once, in order of the text.
    pub(super) fn elsewhere_links(&self, body: &Body, links: &Links) -> Vec<ElsewhereLink> {
        let mut all: Vec<ElsewhereLink> = Vec::new();
        for (reference, resolution) in body.references.iter().zip(&links.resolutions) {
            let (ReferenceKind::Remote { remote, .. }, Resolution::Remote(found)) =
                (&reference.kind, resolution)
            else {
                continue;
            };
            let is_shown = body.is_shown(reference.block as usize);
            let link = self.elsewhere(remote, found);
            if is_shown && !all.contains(&link) {
                all.push(link);
            }
        }
        all
    }

    /// The pages of other sites on an entity.
    pub(super) fn also_at(&self, index: EntityIndex) -> Vec<ElsewhereLink> {
        let counterparts = self.graph.counterparts.get(&index).into_iter().flatten();
        counterparts.map(|other| self.elsewhere(&other.remote, &other.found)).collect()
    }

    /// What registries call it. Ids at other sites stand under `also_at`.
    pub(super) fn identifiers(&self, record: &EntityRecord) -> Vec<Identifier> {
        let ids = record.same_as.iter().filter(|(scheme, _)| !self.graph.remotes.contains_key(&scheme.value));
        ids.map(|(scheme, value)| {
            let known = Authority::get(&scheme.value);
            Identifier {
                scheme: known.map_or(scheme.value.as_str(), |known| known.label).to_owned(),
                value: value.clone(),
                address: known.map(|known| known.page_of(value)),
            }
        })
        .collect()
    }
}
