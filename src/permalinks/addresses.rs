//! Which address a thing has.

use crate::path::{Address, slugify};

/// What the addresses of registries' ids begin with.
pub const IDENTIFIERS: &str = "/id/";

/// The page of a brief.
pub fn brief_address(slug: &str) -> Address {
    Address::new(format!("/briefs/{slug}/"))
}

/// The page of an entity.
pub fn entity_address(id: &str) -> Address {
    Address::new(format!("/entities/{id}/"))
}

/// The page of a claim.
pub fn claim_address(id: &str) -> Address {
    Address::new(format!("/claims/{id}/"))
}

/// The page of a source.
pub fn source_address(key: &str) -> Address {
    let slug = slugify(key).unwrap_or_else(|| "source".to_owned());
    Address::new(format!("/sources/{slug}/"))
}

/// Another page; the home page has no slug.
pub fn page_address(slug: &str) -> Address {
    Address::new(if slug.is_empty() { "/".to_owned() } else { format!("/{slug}/") })
}

/// The page that leads from what a registry calls an entity to that entity; none for an id with
/// letters that an address does not have as they are.
pub fn identifier_address(scheme: &str, id: &str) -> Option<Address> {
    let is_plain = |part: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_letter)
    };
    id.split('/').all(is_plain).then(|| Address::new(format!("{IDENTIFIERS}{scheme}/{id}/")))
}

/// The file that lists the ids of a registry.
pub fn beacon_address(scheme: &str) -> Address {
    Address::new(format!("/beacon/{scheme}.txt"))
}

/// The page of a year of a split timeline.
pub fn year_address(year: i32) -> Address {
    Address::new(format!("/timeline/{year}/"))
}
