//! Which address a thing has.

use crate::path::{Address, slugify};

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

/// The page of a year of a split timeline.
pub fn year_address(year: i32) -> Address {
    Address::new(format!("/timeline/{year}/"))
}
