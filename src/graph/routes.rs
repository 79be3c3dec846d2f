//! Routes: which file stands at which address, and which places its page has.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::registry::Registry;
use super::{Linkable, Sorted};
use crate::annotate::Body;
use crate::annotate::body::{AnnotationKind, Place, ReferenceKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{Address, SitePath};
use crate::permalinks::{brief_address, claim_address, page_address, source_address};
use crate::span::Span;

/// Addresses that the site has beside those of its files.
const INDEXES: [&str; 8] =
    ["/", "/briefs/", "/entities/", "/timeline/", "/network/", "/map/", "/claims/", "/sources/"];

/// The addresses of the site's files.
#[derive(Debug, Default, Clone)]
pub struct Routes {
    by_file: FxHashMap<SitePath, Address>,
    /// Files by their path in lower case, to tell a wrong capital from a wrong name.
    by_lower_case: FxHashMap<String, SitePath>,
    anchors: FxHashMap<Address, FxHashSet<String>>,
}

impl Routes {
    /// The addresses of all files and pages of a site.
    pub(super) fn of(
        registry: &Registry,
        sorted: &Sorted,
        input: &Linkable,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Routes {
        let mut routes = Routes::default();
        let mut taken: BTreeMap<Address, SitePath> = BTreeMap::new();
        let search = cfg!(feature = "search").then_some("/search/");
        for address in INDEXES.into_iter().chain(search) {
            routes.add_page(&Address::new(address));
        }
        for source in input.sources.keys() {
            routes.add_page(&source_address(source));
        }
        for entity in registry.entities() {
            routes.add_page(&entity.address);
            if let Some(record) = &entity.record {
                routes.add(&record.path, &entity.address);
                routes.add_anchors(&entity.address, &record.body);
            }
        }
        let briefs = sorted.briefs.iter().map(|brief| (&brief.path, brief_address(&brief.slug), &brief.body));
        let claims = sorted.claims.iter().map(|claim| (&claim.path, claim_address(&claim.id), &claim.body));
        let pages = sorted.pages.iter().map(|page| (&page.path, page_address(&page.slug), &page.body));
        for (path, address, body) in briefs.chain(claims).chain(pages) {
            if let Some(first) = taken.insert(address.clone(), path.clone()) {
                let message = format!("`{first}` and `{path}` would both stand at `{address}`");
                diagnostics.push(
                    Diagnostic::new(Code::PathCollision, path, Span::default(), message)
                        .label(&first, Span::default(), "the other one")
                        .help("give one of them another name, or another `slug:`"),
                );
            }
            routes.add_page(&address);
            routes.add(path, &address);
            routes.add_anchors(&address, body);
        }
        for brief in &sorted.briefs {
            for annotation in &brief.body.annotations {
                if let AnnotationKind::Claim { id, .. } = &annotation.kind {
                    routes.add_page(&claim_address(id));
                }
            }
        }
        for (path, address) in &input.assets {
            routes.add(path, address);
        }
        routes
    }

    /// Enters a file.
    pub(super) fn add(&mut self, path: &SitePath, address: &Address) {
        self.by_lower_case.insert(path.as_str().to_lowercase(), path.clone());
        self.by_file.insert(path.clone(), address.clone());
    }

    /// Enters an address without a file of its own, such as an index.
    pub(super) fn add_page(&mut self, address: &Address) {
        self.anchors.entry(address.clone()).or_default();
    }

    /// Enters the places of a body on the page at `address`.
    pub(super) fn add_anchors(&mut self, address: &Address, body: &Body) {
        let anchors = self.anchors.entry(address.clone()).or_default();
        anchors.extend(body.blocks.iter().filter(|block| !block.id.is_empty()).map(|block| block.id.clone()));
        anchors.extend(body.sections.iter().map(|section| section.id.clone()));
        anchors.extend(body.anchors.iter().cloned());
        anchors.extend(body.blocks.iter().filter_map(|block| match block.place {
            Place::Judgement(number) => Some(format!("kj{}", number + 1)),
            Place::Article | Place::Annotation(_) => None,
        }));
        anchors.extend(body.kept.aliases.iter().map(|(old, _)| old.clone()));
        anchors.extend(body.annotations.iter().filter(|note| note.is_shown()).map(|note| note.anchor()));
        for reference in &body.references {
            if let ReferenceKind::Mark(annotation, number) = reference.kind {
                anchors.insert(body.annotations[annotation as usize].mark_anchor(number));
            }
        }
    }

    /// The address of a file.
    pub fn address(&self, path: &SitePath) -> Option<&Address> {
        self.by_file.get(path)
    }

    /// The file whose path differs from `path` in capital letters only.
    pub fn other_case(&self, path: &SitePath) -> Option<&SitePath> {
        self.by_lower_case.get(&path.as_str().to_lowercase()).filter(|other| *other != path)
    }

    /// Whether there is a page at `address`.
    pub fn has_page(&self, address: &Address) -> bool {
        self.anchors.contains_key(address)
    }

    /// Whether the page at `address` has the place `fragment`; true of pages whose places
    /// are not known.
    pub fn has_anchor(&self, address: &Address, fragment: &str) -> bool {
        // Mentions and dates have ids too, which are given only when all is linked.
        let is_given_later = fragment.starts_with("m-") || fragment.starts_with("d-");
        let anchors = self.anchors.get(address);
        is_given_later || anchors.is_none_or(|anchors| anchors.is_empty() || anchors.contains(fragment))
    }

    /// The places of a page, for suggestions.
    pub fn anchors(&self, address: &Address) -> impl Iterator<Item = &str> {
        self.anchors.get(address).into_iter().flatten().map(String::as_str)
    }

    /// The addresses of all pages, for suggestions.
    pub fn pages(&self) -> impl Iterator<Item = &Address> {
        self.anchors.keys()
    }

    /// All files, for suggestions.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.by_file.keys()
    }
}
