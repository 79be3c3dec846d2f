//! Small values that several pages share: links, names, kinds, times, pictures, boxes.

use serde::Serialize;

/// A fragment of HTML that an earlier stage made and made safe. Templates print it with `| safe`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

impl Html {
    /// A value as JSON that can stand in a script of a page.
    pub fn script(value: &impl Serialize) -> Self {
        let json = serde_json::to_string(value).expect("a value has only texts for keys");
        let mut html = String::with_capacity(json.len());
        let mut rest = json.as_str();
        // The lines and paragraphs of Unicode begin with 0xe2, as quotation marks and dashes do.
        let next = |rest: &str| rest.bytes().position(|byte| matches!(byte, b'<' | b'>' | b'&' | 0xe2));
        while let Some(at) = next(rest) {
            html.push_str(&rest[..at]);
            let mut characters = rest[at..].chars();
            match characters.next() {
                Some(special @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                    html.push_str(&format!("\\u{:04x}", u32::from(special)));
                }
                other => html.extend(other),
            }
            rest = characters.as_str();
        }
        html.push_str(rest);
        Self(html)
    }
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Link {
    /// The words shown.
    pub title: String,
    /// The language of the words where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where it leads.
    pub address: String,
}

/// The mark of an entity's kind: shape and word, always both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct KindMark {
    /// The kind's word in ids and links: `org`.
    pub id: String,
    /// The kind in words, singular: `Organisation`.
    pub label: String,
    /// The shape: `circle`, `square`, `diamond`, `page`, `triangle`, `ring`, `section`, `hexagon`,
    /// `book`; any other word draws the neutral square of sites' own kinds.
    pub shape: String,
}

/// A link to an entity's page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntityLink {
    /// The entity's name.
    pub name: String,
    /// The language of the name where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where its page is.
    pub address: String,
    /// Its kind.
    pub kind: KindMark,
    /// The roles of a person at the date that is spoken of; `null` where no date is, or no role known.
    pub role: Option<String>,
}

/// A link to an entity with a number beside it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CountedEntity {
    /// The entity.
    pub entity: EntityLink,
    /// How many: of what, the page says.
    pub count: usize,
}

/// An entity with one line on it: a row of a who-is-who or of an index.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntityRow {
    /// The entity.
    pub entity: EntityLink,
    /// One line: the role at the brief's date, or the summary; may be empty.
    pub description: String,
    /// Other names, comma-separated, in other scripts too; may be empty.
    pub other_names: Vec<Name>,
    /// How many sentences name it.
    pub mentions: usize,
    /// Whether nothing is known but the name.
    pub stub: bool,
}

/// A name in a language.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its language where it is not the page's, BCP 47.
    pub language: Option<String>,
}

/// A date in words, with its machine-readable form.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TimeText {
    /// The date as a reader says it: `March 2014`, `c. 2015`, `2016–2017`, `since 1994`.
    pub words: String,
    /// A value that HTML's `datetime` takes: `2014-03`, `2015-12-15`, `1994`; `null` where the date
    /// has none, as an interval.
    pub datetime: Option<String>,
    /// What is not known, in words: `day not known`; or `period`; `null` for an exact day.
    pub precision: Option<String>,
    /// The date in EDTF, as the author wrote it.
    pub edtf: String,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Picture {
    /// Where the file is.
    pub address: String,
    /// What it shows, for those who do not see it; may be empty for decoration.
    pub alt: String,
    /// Whose it is.
    pub credit: Option<String>,
    /// Its width in pixels, where known.
    pub width: Option<u32>,
    /// Its height in pixels, where known.
    pub height: Option<u32>,
    /// Its smaller versions with their widths, as `srcset` takes them; `null` where it has none.
    pub srcset: Option<String>,
    /// How wide it is in a text, as `sizes` takes it; there with `srcset`.
    pub sizes: Option<String>,
}

/// How to cite a page, in the formats that reference managers read.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Citation {
    /// The formatted reference.
    pub text: Html,
    /// BibTeX.
    pub bibtex: String,
    /// RIS.
    pub ris: String,
    /// CSL-JSON.
    pub csl_json: String,
}
