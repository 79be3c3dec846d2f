//! The examples of the format reference: what each block of the page is, the site that it stands in,
//! and what comes of it.

use crate::pictures::{jpeg, photo};
use crate::site::Site;

/// The port cities that the examples speak of.
pub(crate) fn ports() -> Site {
    let source = |key: &str| {
        format!("{key}:\n  type: report\n  title: On {key}\n  publisher: The ports\n  date: 2021\n")
    };
    Site::new()
        .entity(
            "person",
            "ana-brandt",
            "Ana Brandt",
            "relations: [{ role: mayor, of: norhaven, when: 2021/.. }]",
        )
        .entity("person", "tomas-reuter", "Tomas Reuter", "")
        .entity("place", "norhaven", "Norhaven", "")
        .entity("org", "harbour-union", "Harbour Union", "")
        .entity("agreement", "bridge-agreement", "Bridge Agreement", "")
        .brief(
            "ports",
            "Ana Brandt and Tomas Reuter met the Harbour Union in Norhaven on the Bridge \
             Agreement [@lind-courier; @port-report; @returns-2021].",
        )
        .file("content/sources.yml", &source("lind-courier"))
        .file("content/sources/more.yml", &(source("port-report") + &source("returns-2021")))
}

/// The inventory of another site, which the example of settings pins.
const RIVER: &str = r##"{"entities": [
  {"id": "ana-brandt", "url": "entities/ana-brandt/", "name": "Ana Brandt"},
  {"id": "bridge-agreement", "url": "entities/bridge-agreement/", "fragments": ["kj2"]}
]}
"##;

/// What a page must show: its address, a CSS selector, and words of an element found.
pub(crate) type Shown = (&'static str, &'static str, &'static str);

/// An example of the format reference.
pub(crate) struct Example {
    /// How its block begins.
    pub(crate) begins: &'static str,
    /// The file that it is; or it is the text of a brief.
    pub(crate) path: Option<&'static str>,
    /// What stands before it in the brief, or after it in the file.
    around: &'static str,
    pub(crate) shown: &'static [Shown],
}

/// The blocks of the page, in its order.
pub(crate) const EXAMPLES: &[Example] = &[
    Example {
        begins: "+++\ntitle = \"Two ports",
        path: Some("content/briefs/bridge.md"),
        around: "\nThe ports agree.\n",
        shown: &[
            ("briefs/bridge", "h1", "Two ports agree on a bridge"),
            ("briefs/bridge", ".facts time[datetime='2025-03-20']", "20 March 2025"),
        ],
    },
    Example {
        begins: "---\nkind: person",
        path: Some("content/entities/ana-brandt.md"),
        around: "",
        shown: &[
            ("entities/ana-brandt", "h1", "Ana Brandt"),
            ("entities/ana-brandt", ".names bdi[lang='uk']", "Ана Брандт"),
            ("entities/ana-brandt", ".names bdi[lang='el']", "Άνα Μπραντ"),
            ("entities/ana-brandt", ".names bdi", "Mayor Brandt"),
            ("entities/ana-brandt", "a[href='https://orcid.org/0000-0002-1825-0097']", "0000-0002-1825-0097"),
            ("entities/ana-brandt", "section[aria-labelledby='page-relations'] tr", "mayor of Norhaven"),
            ("entities/ana-brandt", "section[aria-labelledby='page-relations'] tr", "since 2021"),
            ("entities/ana-brandt", "section[aria-labelledby='page-relations'] tr", "c. 2009 – 2021"),
            ("entities/ana-brandt", "section[aria-labelledby='page-relations'] tr", "Until her election."),
            ("entities/ana-brandt", "section[aria-labelledby='page-relations'] tr", "p. 2"),
            ("entities/ana-brandt", "section[aria-labelledby='page-attributes']", "41,200"),
            ("entities/ana-brandt", "section[aria-labelledby='page-attributes']", "3 October 2021"),
            ("entities/ana-brandt", "figure", "City of Norhaven"),
            (
                "entities/ana-brandt",
                "section[aria-labelledby='page-introduction']",
                "was an engineer at the port",
            ),
            ("entities/norhaven", "section[aria-labelledby='page-relations'] tr", "mayor"),
            ("entities/harbour-union", "section[aria-labelledby='page-relations'] tr", "member"),
        ],
    },
    Example {
        begins: "---\nkind: event",
        path: Some("content/entities/agreement-signed.md"),
        around: "",
        shown: &[
            ("timeline", "#e-agreement-signed time[datetime='2025-03-14']", "14 March 2025"),
            ("timeline", "#e-agreement-signed", "Tomas Reuter"),
            ("timeline", "#e-agreement-signed", "Diplomacy"),
            ("entities/agreement-signed", ".names a[href='../norhaven/']", "Norhaven"),
            ("entities/agreement-signed", "#s-lind-courier", "lind-courier, p. 1"),
            ("entities/bridge-agreement", "#e-agreement-signed", "The Bridge Agreement is signed"),
        ],
    },
    Example {
        begins: "title = \"River Desk\"",
        path: Some("postil.toml"),
        around: "",
        shown: &[
            ("", "title", "River Desk"),
            ("", "footer", "Written by the River Desk."),
            ("", "footer a[href='guide/']", "Guide"),
            ("", "link[href='https://example.org/river-desk/']", ""),
            ("entities/first-brigade", "main .kind", "Military unit"),
            ("briefs/signed", ".facts", "River Desk"),
            ("claims/sure", ".conf", "Moderate"),
        ],
    },
    Example {
        begins: "[The mayor]",
        path: None,
        around: "",
        shown: &[
            ("briefs/example", "a.men[href='../../entities/ana-brandt/']", "The mayor"),
            ("briefs/example", ".art time[datetime='2029']", "2029"),
            ("timeline", "li time[datetime='2029']", "2029"),
            ("timeline", "li", "The bridge opens"),
            ("entities/ana-brandt", "li", "The bridge opens"),
        ],
    },
    Example {
        begins: "[The mayor](river:",
        path: None,
        around: "",
        shown: &[(
            "briefs/example",
            "a.out[href='https://example.org/river-desk/entities/bridge-agreement/#kj2']",
            "her plan",
        )],
    },
    Example {
        begins: "[^roads]:",
        path: None,
        around: "It leaves the approach roads open[^roads] and promises a bridge over the Lind.[^term] \
                 Both councils agreed.[^count]\n\n",
        shown: &[
            ("briefs/example", "#note-roads", "Context"),
            ("briefs/example", "#note-term", "Translation"),
            ("briefs/example", "#note-count", "Method"),
            ("briefs/example", ".lem", "approach roads"),
            ("briefs/example", ".lem", "bridge over the Lind"),
            ("briefs/example", "a#mark-roads[href='#note-roads']", ""),
        ],
    },
    Example {
        begins: "> [!WARNING]",
        path: None,
        around: "Norhaven pays for the approach roads.\n\n",
        shown: &[
            ("briefs/example", ".bn", "Dispute"),
            ("briefs/example", ".bn a.cite", "2021"),
            ("briefs/example", ".lem", "pays for the approach roads"),
        ],
    },
    Example {
        begins: "[^claim-on-time]:",
        path: None,
        around: "They promise to open the bridge in 2029.[^claim-on-time]\n\n",
        shown: &[
            ("claims/on-time", "h1", "The bridge opens on time"),
            ("claims/on-time", ".facts .conf", "Unlikely"),
            ("claims/on-time", ".facts .st", "Stands"),
            ("claims/on-time", "#s-port-report", "p. 14"),
            ("claims/on-time", "#s-lind-courier", "lind-courier"),
            ("claims", "tbody tr", "The bridge opens on time"),
        ],
    },
    Example {
        begins: "---\nstatement:",
        path: Some("content/claims/on-time.md"),
        around: "",
        shown: &[
            ("claims/on-time", "h1", "The bridge opens in 2029"),
            ("claims/on-time", ".facts .conf", "Very unlikely"),
            ("claims/on-time", ".facts .st", "Open"),
            ("claims/on-time", "section[aria-labelledby='page-history'] tbody tr", "No contractor yet."),
            ("claims/on-time", "#s-port-report", "p. 14"),
            (
                "entities/bridge-agreement",
                "section[aria-labelledby='page-claims']",
                "The bridge opens in 2029",
            ),
        ],
    },
    Example {
        begins: "lind-courier:",
        path: Some("content/sources.yml"),
        around: "",
        shown: &[
            ("sources/lind-courier", ".lede", "Lind Courier"),
            ("sources/lind-courier", ".names time[datetime='2025-03-16']", "16 March 2025"),
            ("sources/lind-courier", ".names a[href='https://example.org/courier/bridge']", "example.org"),
        ],
    },
    Example {
        begins: "<a id=\"who-pays\">",
        path: None,
        around: "",
        shown: &[
            ("briefs/example", "p#who-pays", "Both cities promise"),
            ("briefs/example", "section h2#cost", "What it costs"),
        ],
    },
    Example {
        begins: "![The crossing",
        path: None,
        around: "",
        shown: &[
            ("briefs/example", "figure img[src][alt='The crossing, seen from the north']", ""),
            ("briefs/example", "figure figcaption", "The crossing in May 2024. Photograph: River Desk"),
        ],
    },
    Example {
        begins: "versions:",
        path: Some("content/briefs/example.changes.yml"),
        around: "",
        shown: &[
            ("briefs/example", "main", "It opens in July."),
            ("briefs/example", "main", "The opening has moved"),
        ],
    },
];

/// The site in which an example of the format reference stands.
pub(crate) fn site_of(example: &Example, text: &str) -> Site {
    let site = ports()
        .bytes("content/entities/ana-brandt.jpg", jpeg(&photo(40, 30)))
        .bytes("content/briefs/crossing.jpg", jpeg(&photo(40, 30)));
    match example.path {
        Some("postil.toml") => site
            .file("postil.toml", text)
            .file("content/remotes/river.json", RIVER)
            .entity("unit", "first-brigade", "First Brigade", "")
            .file("content/about.md", "---\ntitle: About\n---\n\nA desk.\n")
            .file("content/guide/index.md", "---\ntitle: Guide\n---\n\nA guide.\n")
            .brief(
                "signed",
                "---\ntitle: Signed\ndate: 2025\nauthors: [river-desk]\n---\n\nThe First Brigade moved.[^claim-sure]\n\n\
                 [^claim-sure]: **Moderate.** It moved [@lind-courier].\n",
            ),
        Some(path) if path.starts_with("content/claims/") => site.file(path, text).brief(
            "stated",
            "It opens in 2029.[^claim-on-time]\n\n[^claim-on-time]: Still so [@port-report].\n",
        ),
        Some(path) if path.ends_with(".changes.yml") => {
            let brief = "---\ntitle: Example\ndate: 2025-03-20\nupdated: 2025-05-02\n---\n\nIt opens in July.\n";
            site.file(path, text).brief("example", brief)
        }
        Some(path) => site.file(path, &(text.to_owned() + example.around)),
        None if text.contains("](river:") => site
            .setting(&format!(
                "[remotes.river]\nurl = \"https://example.org/river-desk/\"\nfile = \"content/remotes/river.json\"\n\
                 sha256 = \"{}\"\nfetched = 2025-03-20",
                postil::hash::sha256(RIVER.as_bytes())
            ))
            .file("content/remotes/river.json", RIVER)
            .brief("example", text),
        None => site.brief("example", &format!("{}{text}", example.around)),
    }
}
