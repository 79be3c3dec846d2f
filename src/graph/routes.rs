//! Routes: which file stands at which address.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::claims::stated;
use super::registry::Registry;
use super::{Linkable, Sorted};
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
    pages: FxHashSet<Address>,
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
            }
        }
        let briefs = sorted.briefs.iter().map(|brief| (&brief.path, brief_address(&brief.slug)));
        let claims = sorted.claims.iter().map(|claim| (&claim.path, claim_address(&claim.id)));
        let pages = sorted.pages.iter().map(|page| (&page.path, page_address(&page.slug)));
        for (path, address) in briefs.chain(claims).chain(pages) {
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
        }
        for brief in &sorted.briefs {
            for (_, id, _) in stated(&brief.body) {
                routes.add_page(&claim_address(id));
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
        self.pages.insert(address.clone());
    }

    /// The address of a file.
    pub fn address(&self, path: &SitePath) -> Option<&Address> {
        self.by_file.get(path)
    }

    /// All files with their addresses.
    pub fn all(&self) -> impl Iterator<Item = (&SitePath, &Address)> {
        self.by_file.iter()
    }

    /// The file whose path differs from `path` in capital letters only.
    pub fn other_case(&self, path: &SitePath) -> Option<&SitePath> {
        self.by_lower_case.get(&path.as_str().to_lowercase()).filter(|other| *other != path)
    }

    /// Whether there is a page at `address`.
    pub fn has_page(&self, address: &Address) -> bool {
        self.pages.contains(address)
    }

    /// The addresses of all pages, for suggestions.
    pub fn pages(&self) -> impl Iterator<Item = &Address> {
        self.pages.iter()
    }

    /// All files, for suggestions.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.by_file.keys()
    }
}
