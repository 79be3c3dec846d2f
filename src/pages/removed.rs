//! The page of something that was published once and is no more.

use serde::Serialize;

use super::frame::{Head, Site};
use super::parts::TimeText;
use super::view::View;
use crate::permalinks::Tombstone;

/// A page that says that what stood there was taken out, when and why.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RemovedPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// What it was: `entity:joint-commission`.
    pub id: String,
    /// When it was taken out.
    pub date: TimeText,
    /// Why, in its author's words.
    pub reason: String,
}

impl View<'_> {
    /// The page of what is gone from this address.
    pub fn removed_page(&self, gone: &Tombstone) -> RemovedPage {
        let title = self.words().text("no_longer_published");
        RemovedPage {
            site: self.site(),
            head: self.head(title, &gone.reason).describing(self.words(), &self.removed_data(title, gone)),
            id: gone.id.clone(),
            date: self.time(&gone.date),
            reason: gone.reason.clone(),
        }
    }
}
