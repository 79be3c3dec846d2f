//! What registries call the entities, as a table: from `same-as` to the one entity that it means.
//!
//! 1. The ids under each scheme are gathered; those at remotes are none of a registry.
//! 2. An id that two records give means neither, and is reported.

use std::collections::BTreeMap;

use super::registry::{EntityIndex, Registry};
use crate::annotate::EntityRecord;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::Address;
use crate::permalinks::identifier_address;

/// Entities by scheme and id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identifiers(BTreeMap<String, BTreeMap<String, EntityIndex>>);

impl Identifiers {
    /// What the records say. `is_remote` tells the names of other sites.
    pub(super) fn of(
        records: &[(EntityIndex, &EntityRecord)],
        is_remote: impl Fn(&str) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        // Registries tell letter case apart, but the addresses of some hosts do not.
        let mut first: BTreeMap<(String, String), (EntityIndex, &EntityRecord)> = BTreeMap::new();
        let mut identifiers = Self::default();
        for (index, record) in records {
            for (scheme, id) in record.same_as.iter().filter(|(scheme, _)| !is_remote(&scheme.value)) {
                let key = (scheme.value.to_lowercase(), id.to_lowercase());
                match first.get(&key) {
                    Some((other, _)) if other == index => {}
                    Some((_, other)) => {
                        let message =
                            format!("`{}` and `{}` are both `{}: {id}`", other.id, record.id, scheme.value);
                        let said = other.same_as.iter().find(|(_, known)| known.eq_ignore_ascii_case(id));
                        let found = Diagnostic::new(Code::SharedIdentifier, &record.path, scheme.span, message)
                            .help("correct one of them; where they are one thing, keep one file and write `previous:` there");
                        diagnostics.push(match said {
                            Some((first, _)) => found.label(&other.path, first.span, "the other one"),
                            None => found,
                        });
                        identifiers.forget(&scheme.value, id);
                    }
                    None => {
                        first.insert(key, (*index, record));
                        identifiers.0.entry(scheme.value.clone()).or_default().insert(id.clone(), *index);
                    }
                }
            }
        }
        identifiers
    }

    fn forget(&mut self, scheme: &str, id: &str) {
        if let Some(ids) = self.0.get_mut(scheme) {
            ids.retain(|known, _| !known.eq_ignore_ascii_case(id));
        }
    }

    /// The schemes, each with its ids and what they mean, in order; none is empty.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, EntityIndex>)> {
        self.0.iter().filter(|(_, ids)| !ids.is_empty()).map(|(scheme, ids)| (scheme.as_str(), ids))
    }

    /// The address of each id that can stand in one, with that of its entity.
    pub(super) fn addresses(&self, registry: &Registry) -> BTreeMap<Address, Address> {
        let of_scheme = |(scheme, ids): (&str, &BTreeMap<String, EntityIndex>)| {
            let ways = ids.iter().filter_map(|(id, entity)| {
                Some((identifier_address(scheme, id)?, registry.entity(*entity).address.clone()))
            });
            ways.collect::<Vec<_>>()
        };
        self.iter().flat_map(of_scheme).collect()
    }
}
