//! Other forms of pages, beside the data of each: the head of a page names them, and its foot links to
//! them.

use super::frame::{Alternate, Head};
use super::view::View;
use crate::config::Authority;
use crate::permalinks::beacon_address;

/// Another form of a page: its address, media type and title.
pub(super) type Form = (&'static str, &'static str, &'static str);

/// The feed of briefs.
pub(super) const JSON_FEED: [Form; 1] = [("/feed.json", "application/feed+json", "Feed (JSON)")];

/// The entities.
pub(super) const REGISTRY: [Form; 4] = [
    ("/entities.json", "application/json", "Entities (JSON)"),
    ("/resolve.json", "application/json", "Names and ids (JSON)"),
    ("/objects.inv", "application/octet-stream", "Entities (Sphinx inventory)"),
    ("/entities.ftm.json", "application/x-ndjson", "Entities (FollowTheMoney)"),
];

/// The timeline.
pub(super) const TIMELINE: [Form; 3] = [
    ("/timeline.ics", "text/calendar", "Timeline (iCalendar)"),
    ("/timeline.csv", "text/csv", "Timeline (CSV)"),
    ("/timeline.json", "application/json", "Timeline (TimelineJS)"),
];

/// The sources.
pub(super) const REFERENCES: [Form; 2] = [
    ("/references.json", "application/vnd.citationstyles.csl+json", "All sources (CSL-JSON)"),
    ("/references.bib", "application/x-bibtex", "All sources (BibLaTeX)"),
];

impl View<'_> {
    /// The head of this page, which has other forms.
    pub(super) fn head_with(&self, title: &str, description: &str, forms: &[Form]) -> Head {
        let mut head = self.head(title, description);
        head.alternates.extend(forms.iter().map(|(address, media_type, title)| Alternate {
            address: self.site_link(address),
            media_type: (*media_type).to_owned(),
            title: (*title).to_owned(),
        }));
        head
    }

    /// The ids of a registry that have pages here.
    pub(super) fn beacon(&self, scheme: &str) -> Alternate {
        let label = Authority::get(scheme).map_or(scheme, |authority| authority.label);
        Alternate {
            address: self.site_link(beacon_address(scheme).as_str()),
            media_type: "text/plain".to_owned(),
            title: format!("{label} ids (BEACON)"),
        }
    }
}

/// The annotations beside a brief.
pub(super) fn annotations() -> Alternate {
    Alternate {
        address: "annotations.json".to_owned(),
        media_type: r#"application/ld+json;profile="http://www.w3.org/ns/anno.jsonld""#.to_owned(),
        title: "Annotations (W3C)".to_owned(),
    }
}

/// The feed beside an entity of that name.
pub(super) fn entity_feed(name: &str) -> Alternate {
    Alternate {
        address: "feed.xml".to_owned(),
        media_type: "application/atom+xml".to_owned(),
        title: format!("Feed of briefs on {name}"),
    }
}
