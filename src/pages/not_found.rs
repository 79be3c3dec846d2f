//! The page that a host serves where there is none. All its links begin at the root of the host, since nobody
//! knows which address it is served for; they name no host, so that it looks the same on a test host.

use serde::Serialize;

use super::frame::{Head, Site};
use super::parts::Link;
use super::view::View;

/// The 404 page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NotFoundPage {
    /// The site, its links from the root.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// Ways on: links from the root.
    pub ways: Vec<Link>,
}

impl View<'_> {
    /// The 404 page.
    pub fn not_found_page(&self) -> NotFoundPage {
        let site = self.site();
        let mut head = self.head(self.words().text("no_such_page"), "");
        head.canonical = None;
        head.no_index = true;
        head.alternates.clear();
        head.og_image = None;
        let home = Link { title: site.title.clone(), address: site.home.clone(), language: None };
        let rest = site.navigation.iter().map(|item| Link {
            title: item.title.clone(),
            address: item.address.clone(),
            language: None,
        });
        let ways = std::iter::once(home).chain(rest).collect();
        NotFoundPage { site, head, ways }
    }
}
