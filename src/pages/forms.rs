//! Other forms of pages, beside the data of each: the head of a page names them, and its foot links to
//! them.

use super::frame::{Alternate, Head};
use super::view::View;
use crate::config::Authority;
use crate::permalinks::beacon_address;

/// Another form of a page: its address, media type and title.
pub(super) type Form = (&'static str, &'static str, &'static str);

/// The feed of briefs.
pub(super) const JSON_FEED: [Form; 1] = [("/feed.json", "application/feed+json", "feed_json")];

/// The entities.
pub(super) const REGISTRY: [Form; 4] = [
    ("/entities.json", "application/json", "entities_json"),
    ("/resolve.json", "application/json", "names_and_ids"),
    ("/objects.inv", "application/octet-stream", "entities_sphinx"),
    ("/entities.ftm.json", "application/x-ndjson", "entities_ftm"),
];

/// The timeline.
pub(super) const TIMELINE: [Form; 3] = [
    ("/timeline.ics", "text/calendar", "timeline_icalendar"),
    ("/timeline.csv", "text/csv", "timeline_csv"),
    ("/timeline.json", "application/json", "timeline_js"),
];

/// The sources.
pub(super) const REFERENCES: [Form; 2] = [
    ("/references.json", "application/vnd.citationstyles.csl+json", "sources_csl"),
    ("/references.bib", "application/x-bibtex", "sources_biblatex"),
];

impl View<'_> {
    /// The head of this page, which has other forms.
    pub(super) fn head_with(&self, title: &str, description: &str, forms: &[Form]) -> Head {
        let mut head = self.head(title, description);
        head.alternates.extend(forms.iter().map(|(address, media_type, title)| Alternate {
            address: self.site_link(address),
            media_type: (*media_type).to_owned(),
            title: self.words().text(title).to_owned(),
        }));
        head
    }

    /// The ids of a registry that have pages here.
    pub(super) fn beacon(&self, scheme: &str) -> Alternate {
        let label = Authority::get(scheme).map_or(scheme, |authority| authority.label);
        Alternate {
            address: self.site_link(beacon_address(scheme).as_str()),
            media_type: "text/plain".to_owned(),
            title: self.words().filled("ids_beacon", label),
        }
    }

    /// The annotations of a page.
    pub(super) fn annotations(&self) -> Alternate {
        Alternate {
            address: "annotations.json".to_owned(),
            media_type: r#"application/ld+json;profile="http://www.w3.org/ns/anno.jsonld""#.to_owned(),
            title: self.words().text("annotations").to_owned(),
        }
    }

    /// The feed of an entity.
    pub(super) fn entity_feed_form(&self, name: &str) -> Alternate {
        Alternate {
            address: "feed.xml".to_owned(),
            media_type: "application/atom+xml".to_owned(),
            title: self.words().filled("feed_of_briefs_on", name),
        }
    }
}
