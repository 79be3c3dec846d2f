//! The registry: every entity of the site, with a record of its own or as a stub.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::annotate::EntityRecord;
use crate::diagnostic::{Code, Diagnostic};
use crate::fold::fold;
use crate::path::{Address, SitePath};
use crate::permalinks::entity_address;
use crate::span::Location;

/// The place of an entity in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub u32);

/// An entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its name; a stub's is the words of the first link to it.
    pub name: String,
    /// Its record; a stub has none.
    pub record: Option<Arc<EntityRecord>>,
    /// Its page.
    pub address: Address,
}

impl Entity {
    /// The name for drawings.
    pub fn short_name(&self) -> &str {
        self.record.as_ref().and_then(|record| record.short.as_deref()).unwrap_or(&self.name)
    }

    /// By what lists are sorted: see [`sort_key`].
    pub fn sort_key(&self) -> String {
        sort_key(self.sort_name())
    }

    /// The name that stands in sorted lists.
    pub fn sort_name(&self) -> &str {
        self.record.as_ref().and_then(|record| record.sort_name.as_deref()).unwrap_or(&self.name)
    }
}

/// What a name is sorted by: in small letters, without an English article before it, and first
/// without accents, so that Örebro stands before Oslo.
pub fn sort_key(name: &str) -> String {
    let name = name.to_lowercase();
    let bare = ["the ", "a ", "an "].into_iter().find_map(|article| name.strip_prefix(article));
    let bare = bare.unwrap_or(&name);
    format!("{}\0{bare}", fold(bare))
}

/// All entities of a site, by id and by file.
#[derive(Debug, Default, Clone)]
pub struct Registry {
    entities: Vec<Entity>,
    by_id: FxHashMap<String, EntityIndex>,
    by_file: FxHashMap<SitePath, EntityIndex>,
}

impl Registry {
    /// The entities of these records, in order of their ids.
    pub fn of(mut records: Vec<Arc<EntityRecord>>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        records.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        let mut registry = Self::default();
        for record in records {
            if let Some(first) = registry.get(&record.id) {
                diagnostics.push(duplicate_id(&record, registry.entity(first)));
                registry.by_file.insert(record.path.clone(), first);
                continue;
            }
            let index = registry.push(&record.id, &record.kind.value, &record.name.value);
            registry.by_file.insert(record.path.clone(), index);
            registry.entities[index.0 as usize].record = Some(record);
        }
        report_duplicate_names(&registry, diagnostics);
        registry
    }

    fn push(&mut self, id: &str, kind: &str, name: &str) -> EntityIndex {
        let index = EntityIndex(self.entities.len() as u32);
        self.entities.push(Entity {
            id: id.to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            record: None,
            address: entity_address(id),
        });
        self.by_id.insert(id.to_owned(), index);
        index
    }

    /// Adds an entity that has no file.
    pub fn add_stub(&mut self, id: &str, kind: &str, name: &str) -> EntityIndex {
        self.get(id).unwrap_or_else(|| self.push(id, kind, name))
    }

    /// All entities.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The entity at an index.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        &self.entities[index.0 as usize]
    }

    /// All indexes, in order.
    pub fn indexes(&self) -> impl Iterator<Item = EntityIndex> + use<> {
        (0..self.entities.len() as u32).map(EntityIndex)
    }

    /// The entity of an id.
    pub fn get(&self, id: &str) -> Option<EntityIndex> {
        self.by_id.get(id).copied()
    }

    /// The entity whose page stands at an address.
    pub fn at(&self, address: &Address) -> Option<EntityIndex> {
        self.get(address.as_str().strip_prefix("/entities/")?.strip_suffix('/')?)
    }

    /// The entity of a file.
    pub fn by_file(&self, path: &SitePath) -> Option<EntityIndex> {
        self.by_file.get(path).copied()
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entities.iter().map(|entity| entity.id.as_str())
    }
}

fn duplicate_id(record: &EntityRecord, first: &Entity) -> Diagnostic {
    let message = format!("two entities have the id `{}`", record.id);
    let mut diagnostic = Diagnostic::new(Code::DuplicateId, &record.path, record.name.span, message);
    if let Some(first) = &first.record {
        diagnostic = diagnostic.label(&first.path, first.name.span, "the other one");
    }
    diagnostic.help("rename one of the files: an entity's id is its file's name, whatever folder it is in")
}

/// Reports each name that two records claim. A name that one of them calls weak is none of
/// these: it is only never linked by itself.
fn report_duplicate_names(registry: &Registry, diagnostics: &mut Vec<Diagnostic>) {
    let mut owners: FxHashMap<String, (EntityIndex, Location)> = FxHashMap::default();
    let weak: rustc_hash::FxHashSet<String> = registry
        .entities
        .iter()
        .filter_map(|entity| entity.record.as_ref())
        .flat_map(|record| record.weak_aliases.iter().map(|alias| fold(&alias.value)))
        .collect();
    for index in registry.indexes() {
        let Some(record) = &registry.entity(index).record else { continue };
        let names = std::iter::once(&record.name)
            .chain(&record.aliases)
            .chain(record.names.iter().map(|(_, name)| name));
        for name in names {
            let folded = fold(&name.value);
            if weak.contains(&folded) {
                continue;
            }
            let location = Location { path: record.path.clone(), span: name.span };
            match owners.get(&folded) {
                Some((owner, first)) if *owner != index => {
                    let other = registry.entity(*owner);
                    let message =
                        format!("“{}” is the name of `{}` and of `{}`", name.value, other.id, record.id);
                    diagnostics.push(
                        Diagnostic::new(Code::DuplicateName, &record.path, name.span, message)
                            .label(&first.path, first.span, "it is claimed here too")
                            .help("where both may be meant, put it under `weak-aliases`: then it is never linked by itself"),
                    );
                }
                Some(_) => {}
                None => {
                    owners.insert(folded, (index, location));
                }
            }
        }
    }
}
