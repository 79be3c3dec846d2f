//! The registries that are known by name: what stands under `same-as` as `wikidata: Q42`.

/// A registry that gives things ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authority {
    /// Its name under `same-as`.
    pub scheme: &'static str,
    /// Its name as readers know it.
    pub label: &'static str,
    /// The address of its page on a thing, with `{ID}` for the id.
    pub page: &'static str,
    /// The URI that names a thing in linked data, with `{ID}` for the id.
    pub uri: &'static str,
}

/// All of them. No remote can have the name of one.
pub const AUTHORITIES: [Authority; 7] = [
    Authority {
        scheme: "wikidata",
        label: "Wikidata",
        page: "https://www.wikidata.org/wiki/{ID}",
        uri: "http://www.wikidata.org/entity/{ID}",
    },
    Authority {
        scheme: "viaf",
        label: "VIAF",
        page: "https://viaf.org/viaf/{ID}",
        uri: "http://viaf.org/viaf/{ID}",
    },
    Authority {
        scheme: "gnd",
        label: "GND",
        page: "https://d-nb.info/gnd/{ID}",
        uri: "https://d-nb.info/gnd/{ID}",
    },
    Authority {
        scheme: "isni",
        label: "ISNI",
        page: "https://isni.org/isni/{ID}",
        uri: "https://isni.org/isni/{ID}",
    },
    Authority {
        scheme: "orcid",
        label: "ORCID",
        page: "https://orcid.org/{ID}",
        uri: "https://orcid.org/{ID}",
    },
    Authority { scheme: "ror", label: "ROR", page: "https://ror.org/{ID}", uri: "https://ror.org/{ID}" },
    Authority {
        scheme: "geonames",
        label: "GeoNames",
        page: "https://www.geonames.org/{ID}",
        uri: "https://sws.geonames.org/{ID}/",
    },
];

impl Authority {
    /// The registry of that name under `same-as`.
    pub fn get(scheme: &str) -> Option<&'static Authority> {
        AUTHORITIES.iter().find(|authority| authority.scheme == scheme)
    }

    /// The address of its page on the thing with an id.
    pub fn page_of(&self, id: &str) -> String {
        self.page.replace("{ID}", id)
    }

    /// The URI of the thing with an id.
    pub fn uri_of(&self, id: &str) -> String {
        self.uri.replace("{ID}", id)
    }
}
