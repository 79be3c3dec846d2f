//! The page at an address that something had before: it leads on to the one that it has now.

use std::collections::BTreeMap;

use serde::Serialize;

use super::view::View;
use crate::config::Authority;
use crate::path::Address;
use crate::permalinks::IDENTIFIERS;

/// The page at an old address.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RedirectPage {
    /// The language of its words, BCP 47.
    pub language: String,
    /// The title of the site.
    pub site_title: String,
    /// What a registry calls the thing, where the address is one of an id: `Wikidata Q42`.
    pub identifier: Option<String>,
    /// The new address, absolute.
    pub canonical: String,
    /// The new address, relative.
    pub address: String,
    /// New relative addresses of places that are called otherwise now, or are elsewhere: a JSON
    /// object by fragment, as a text for a script.
    pub places: String,
}

impl View<'_> {
    /// The page that leads from an address to `to`.
    pub fn redirect_page(
        &self,
        from: &Address,
        to: &Address,
        places: Option<&BTreeMap<String, (Address, String)>>,
    ) -> RedirectPage {
        let places: BTreeMap<&str, String> = places
            .into_iter()
            .flatten()
            .map(|(old, (page, new))| (old.as_str(), self.link_to(page, new)))
            .collect();
        RedirectPage {
            language: self.graph.config.language.clone(),
            site_title: self.graph.config.title.clone(),
            identifier: identifier(from),
            canonical: self.absolute(to),
            address: self.link(to),
            places: serde_json::to_string(&places).expect("a map of texts is JSON"),
        }
    }
}

/// The id of a registry that an address stands for.
fn identifier(address: &Address) -> Option<String> {
    let (scheme, id) = address.as_str().strip_prefix(IDENTIFIERS)?.trim_end_matches('/').split_once('/')?;
    let label = Authority::get(scheme).map_or(scheme, |authority| authority.label);
    Some(format!("{label} {id}"))
}
