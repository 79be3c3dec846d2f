//! Which address a thing has.

use crate::annotate::Record;
use crate::path::{Address, SitePath, is_device, slugify};

/// What the addresses of registries' ids begin with.
pub const IDENTIFIERS: &str = "/id/";

/// What the addresses of cards begin with.
const CARDS: &str = "/embed/";

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

/// The card of the page at an address, for frames: `/embed/<id>/` of an entity, `/embed/briefs/<slug>/`
/// and `/embed/claims/<id>/` of a brief and a claim; other pages have none. It moves with the page, so
/// that no lock needs to know it.
pub fn card_address(page: &Address) -> Option<Address> {
    let (folder, id) = page.as_str().strip_prefix('/')?.split_once('/')?;
    match folder {
        _ if id.trim_end_matches('/').is_empty() => None,
        "entities" => Some(Address::new(format!("{CARDS}{id}"))),
        "briefs" | "claims" => Some(Address::new(format!("{CARDS}{folder}/{id}"))),
        _ => None,
    }
}

/// Whether an address is that of a card.
pub fn is_card_address(address: &Address) -> bool {
    address.as_str().starts_with(CARDS)
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

/// Whether an address has only letters that every address has as they are: it could have been published.
pub(super) fn is_plain(address: &Address) -> bool {
    let path = address.as_str();
    let inner = path.strip_prefix('/').unwrap_or(path);
    path == "/" || inner.strip_suffix('/').unwrap_or(inner).split('/').all(is_plain_part)
}

fn is_plain_part(part: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
    !part.is_empty() && !part.starts_with('.') && !is_device(part) && part.bytes().all(is_letter)
}

/// The page that leads from what a registry calls an entity to that entity; none for an id with
/// letters that an address does not have as they are.
pub fn identifier_address(scheme: &str, id: &str) -> Option<Address> {
    id.split('/').all(is_plain_part).then(|| Address::new(format!("{IDENTIFIERS}{scheme}/{id}/")))
}

/// The file that lists the ids of a registry.
pub fn beacon_address(scheme: &str) -> Address {
    Address::new(format!("/beacon/{scheme}.txt"))
}

/// The page of a year of a split timeline.
pub fn year_address(year: i32) -> Address {
    Address::new(format!("/timeline/{year}/"))
}

/// The address of a record, and its file.
pub(crate) fn address_of(record: &Record) -> (Address, &SitePath) {
    match record {
        Record::Brief(brief) => (brief_address(&brief.slug), &brief.path),
        Record::Entity(entity) => (entity_address(&entity.id), &entity.path),
        Record::Claim(claim) => (claim_address(&claim.id), &claim.path),
        Record::Page(page) => (page_address(&page.slug), &page.path),
    }
}
