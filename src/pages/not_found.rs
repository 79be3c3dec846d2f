//! The page that a host serves where there is none. All its links are absolute, since nobody knows
//! which address it is served for.

use serde::Serialize;

use super::frame::{Head, Site};
use super::parts::Link;

/// The 404 page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NotFoundPage {
    /// The site, its links absolute.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// Ways on: absolute links.
    pub ways: Vec<Link>,
}
