//! What other sites have on the entities of this one.

use super::registry::EntityIndex;
use super::resolve::Resolver;
use crate::annotate::EntityRecord;
use crate::remotes::{Found, Remote};
use std::collections::BTreeMap;

/// An entity as another site has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// The name of the remote.
    pub remote: String,
    /// What it is there.
    pub found: Found,
}

/// The counterparts of each record: those that its `same-as` names by remote and id, then those that
/// a registry calls by the same id.
pub(super) fn counterparts(
    records: &[(EntityIndex, &EntityRecord)],
    resolver: &mut Resolver<'_>,
) -> BTreeMap<EntityIndex, Vec<Counterpart>> {
    let remotes: Vec<&Remote> = resolver.remotes.values().flatten().collect();
    let mut all = BTreeMap::new();
    if resolver.remotes.is_empty() {
        return all;
    }
    for (index, record) in records {
        let mut own: Vec<Counterpart> = Vec::new();
        let mut add = |remote: &str, found: Found| {
            if !own.iter().any(|known| known.found.address == found.address) {
                own.push(Counterpart { remote: remote.to_owned(), found });
            }
        };
        for (scheme, value) in &record.same_as {
            if let Some(found) = resolver.remote(&record.path, &scheme.value, value, scheme.span) {
                add(&scheme.value, found);
            }
        }
        for remote in &remotes {
            for (scheme, value) in &record.same_as {
                remote.find_same(&scheme.value, value).for_each(|found| add(&remote.name, found));
            }
        }
        if !own.is_empty() {
            all.insert(*index, own);
        }
    }
    all
}
