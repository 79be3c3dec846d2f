//! Citations and lists of references, by a CSL style.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use citationberg::IndependentStyle;
use citationberg::json::Item;
use citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChildren,
    LocatorPayload, Rendered, SpecificLocator,
};

use super::item::to_item;
use super::locator::LocatorKind;
use super::rich::{Rich, Writer};
use super::{Source, Style};
use crate::words::Words;

/// One source of a citation: `see @key, p. 3, with a map` has all four.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cite {
    /// The key of the source.
    pub key: String,
    /// Where in it, as [`super::parse_locator`] reads it.
    pub locator: Option<(LocatorKind, String)>,
    /// Words before it.
    pub prefix: Option<String>,
    /// Words after it.
    pub suffix: Option<String>,
}

impl Cite {
    /// The citation as an author writes it: `see @key, p. 3`.
    pub fn written(&self) -> String {
        let mut written = self.prefix.as_ref().map_or_else(String::new, |prefix| format!("{prefix} "));
        written.push('@');
        written.push_str(&self.key);
        if let Some((kind, value)) = &self.locator {
            written.push_str(", ");
            written.push_str(&kind.words(value, Words::english()));
        }
        if let Some(suffix) = &self.suffix {
            written.push_str(if suffix.starts_with(';') { "" } else { ", " });
            written.push_str(suffix);
        }
        written
    }
}

/// An entry of a list of references.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The key of the source.
    pub key: String,
    /// The number or label that a numeric style gives it: `[1]`. It also stands at the
    /// beginning of `rich`.
    pub number: Option<Rich>,
    /// The entry.
    pub rich: Rich,
}

impl Reference {
    /// The reference with its number in front.
    fn numbered(mut self) -> Self {
        if let Some(number) = &self.number {
            let html = format!("<span class=\"reference-number\">{}</span> ", number.html);
            self.rich.html.insert_str(0, &html);
            self.rich.text.insert_str(0, &format!("{} ", number.text));
        }
        self
    }
}

/// The citations of a text and the list of its sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The citations, one for each that was asked for, in that order. One that names only
    /// unknown sources is empty. They have links only in note styles.
    pub citations: Vec<Rich>,
    /// The references, in the order of the style.
    pub references: Vec<Reference>,
}

/// Formats the citations of one text, in the order of the text, and the list of the sources that
/// they name, or of all of `sources` where `whole` is true. Numbers, and the letters that tell
/// "2016a" from "2016b", are those of this text. A key that is none of `sources` is passed over.
///
/// Ten sources take some milliseconds; 600 take about a second in a release build.
pub fn format_all(style: &Style, sources: &[Source], citations: &[Vec<Cite>], whole: bool) -> Formatted {
    let cited: BTreeSet<&str> = citations.iter().flatten().map(|cite| cite.key.as_str()).collect();
    let listed: Listed<'_> = sources
        .iter()
        .filter(|source| whole || cited.contains(source.key()))
        .map(|source| (source.key(), (source, to_item(source.record(), style.cited_by()))))
        .collect();
    let types = listed.values().filter_map(|(_, item)| type_of(item)).collect();
    format_by(style, &style.narrowed(types), &listed, citations, whole)
}

/// Formats citations and the list of sources; `csl` is the style, or what is left of it for these sources.
pub(super) fn format_by(
    style: &Style,
    csl: &IndependentStyle,
    listed: &Listed<'_>,
    citations: &[Vec<Cite>],
    whole: bool,
) -> Formatted {
    let known: Vec<Known<'_>> = citations
        .iter()
        .map(|cites| {
            cites.iter().filter_map(|cite| listed.get(cite.key.as_str()).map(|known| (cite, known))).collect()
        })
        .collect();
    let rendered = render(style, csl, listed, &known, whole);
    let mut written = rendered.citations.iter();
    let write = |cites: &Known<'_>| match cites.is_empty() {
        true => Rich::default(),
        false => {
            written.next().map_or_else(Rich::default, |next| citation_text(style, cites, &next.citation))
        }
    };
    let citations = known.iter().map(write).collect();
    let references = match rendered.bibliography {
        Some(bibliography) => bibliography
            .items
            .iter()
            .map(|item| close_colons(style, reference(style, item, listed)).numbered())
            .collect(),
        None => listed.values().map(|(source, _)| plain_reference(source)).collect(),
    };
    Formatted { citations, references }
}

/// The reference of a source that stands in no list: without a number, and without the letter of a year.
pub(super) fn format_alone(style: &Style, source: &Source) -> Rich {
    let item = to_item(source.record(), style.cited_by());
    let types = type_of(&item).into_iter().collect();
    let listed = BTreeMap::from([(source.key(), (source, item))]);
    let rendered = render(style, &style.narrowed(types), &listed, &[], true);
    let item = rendered.bibliography.as_ref().and_then(|bibliography| bibliography.items.first());
    item.map_or_else(|| plain_reference(source), |item| close_colons(style, reference(style, item, &listed))).rich
}

/// Sources and their items, by key.
pub(super) type Listed<'a> = BTreeMap<&'a str, (&'a Source, Item)>;

/// The sources of a citation, those that there are.
type Known<'a> = Vec<(&'a Cite, &'a (&'a Source, Item))>;

/// Has the processor format the citations that name a source, and the list.
fn render(
    style: &Style,
    csl: &IndependentStyle,
    listed: &Listed<'_>,
    known: &[Known<'_>],
    whole: bool,
) -> Rendered {
    let mut driver = BibliographyDriver::new();
    let mut number = 0;
    let mut request = |items| {
        number += 1;
        CitationRequest::new(items, csl, Some(style.locale().clone()), style.locales(), Some(number))
    };
    for cites in known.iter().filter(|cites| !cites.is_empty()) {
        driver.citation(request(cites.iter().map(citation_item).collect()));
    }
    if whole {
        // The list holds what is cited: citations that are not shown bring in the rest.
        for (_, item) in listed.values() {
            driver.citation(request(vec![CitationItem::new(item, None, None, true, None)]));
        }
    }
    driver.finish(BibliographyRequest {
        style: csl,
        locale: Some(style.locale().clone()),
        locale_files: style.locales(),
    })
}

/// The CSL type of an item.
fn type_of(item: &Item) -> Option<String> {
    item.0.get("type").and_then(|kind| kind.to_str()).map(Cow::into_owned)
}

fn citation_item<'a>((cite, (_, item)): &(&'a Cite, &'a (&'a Source, Item))) -> CitationItem<'a, Item> {
    CitationItem::with_locator(item, to_locator(cite))
}

/// Writes a citation.
fn citation_text(style: &Style, cites: &Known<'_>, citation: &ElemChildren) -> Rich {
    let mut writer = Writer {
        is_title: &|text| cites.iter().any(|(_, (source, _))| is_title(source, text)),
        foreign: cites.iter().flat_map(|(_, (source, _))| foreign_titles(style, source)).collect(),
        links: style.is_note(),
        around: &|at| around(cites.get(at).map(|(cite, _)| *cite)),
        rich: Rich::default(),
    };
    writer.write_all(citation);
    if writer.rich.says_something() {
        return writer.rich;
    }
    let labels: Vec<_> = cites.iter().map(|(_, (source, _))| source.label(Words::english())).collect();
    Rich::plain(&format!("({})", labels.join("; ")))
}

fn to_locator(cite: &Cite) -> Option<SpecificLocator<'_>> {
    let (kind, value) = cite.locator.as_ref()?;
    let kind = match kind {
        LocatorKind::Page => Locator::Page,
        LocatorKind::Chapter => Locator::Chapter,
        LocatorKind::Section => Locator::Section,
        LocatorKind::Paragraph => Locator::Paragraph,
        LocatorKind::Article => Locator::ArticleLocator,
        LocatorKind::Part => Locator::Part,
        LocatorKind::Volume => Locator::Volume,
        LocatorKind::Book => Locator::Book,
        LocatorKind::Issue => Locator::Issue,
        LocatorKind::Column => Locator::Column,
        LocatorKind::Line => Locator::Line,
        LocatorKind::Note => Locator::Note,
        LocatorKind::Figure => Locator::Figure,
        LocatorKind::Table => Locator::Table,
        LocatorKind::Appendix => Locator::Appendix,
        LocatorKind::Folio => Locator::Folio,
        LocatorKind::Timestamp => Locator::Timestamp,
        LocatorKind::Entry => Locator::SubVerbo,
    };
    Some(SpecificLocator(kind, LocatorPayload::Str(value)))
}

/// The words round a source of a citation, set off from it by a space or a comma.
fn around(cite: Option<&Cite>) -> (String, String) {
    let text =
        |text: Option<&String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let prefix = text(cite.and_then(|cite| cite.prefix.as_ref())).map(|prefix| format!("{prefix} "));
    let suffix = text(cite.and_then(|cite| cite.suffix.as_ref())).map(|suffix| {
        if suffix.starts_with(|first: char| first.is_alphanumeric()) { format!(", {suffix}") } else { suffix }
    });
    (prefix.unwrap_or_default(), suffix.unwrap_or_default())
}

/// Whether `text` is a title of the source, in whatever capitals.
fn is_title(source: &Source, text: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let text = letters(text);
    let titles = [
        "title",
        "title-short",
        "container-title",
        "container-title-short",
        "collection-title",
        "volume-title",
    ];
    let mut titles = titles.iter().filter_map(|variable| source.record().text(variable));
    !text.is_empty() && titles.any(|title| letters(title) == text)
}

/// The titles of a source in another language than that of the style.
fn foreign_titles<'a>(style: &Style, source: &'a Source) -> Vec<(&'a str, &'a str)> {
    let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let tag = source.language().filter(|tag| language(tag) != language(&style.locale().0));
    let titles = ["title", "title-short"].iter().filter_map(|variable| source.record().text(variable));
    tag.into_iter().flat_map(|tag| titles.clone().map(move |title| (title, tag))).collect()
}

/// A reference, without its number in the text.
fn reference(style: &Style, item: &BibliographyItem, listed: &Listed<'_>) -> Reference {
    let source = listed.get(item.key.as_str()).map(|(source, _)| *source);
    let is_title = |text: &str| source.is_some_and(|source| is_title(source, text));
    let writer = || Writer {
        is_title: &is_title,
        foreign: source.map(|source| foreign_titles(style, source)).unwrap_or_default(),
        links: true,
        around: &|_| Default::default(),
        rich: Rich::default(),
    };
    let number = item.first_field.as_ref().map(|first| {
        let mut writer = writer();
        writer.write(first);
        Rich { html: writer.rich.html.trim().to_owned(), text: writer.rich.text.trim().to_owned() }
    });
    let mut writer = writer();
    writer.write_all(&item.content);
    match source {
        Some(source) if !writer.rich.says_something() => Reference { number, ..plain_reference(source) },
        _ => Reference { key: item.key.clone(), number, rich: writer.rich },
    }
}

/// Chicago has no space before a colon; the processor leaves one between a volume without an issue and
/// its pages.
fn close_colons(style: &Style, mut reference: Reference) -> Reference {
    if style.title().contains("Chicago") {
        for text in [&mut reference.rich.html, &mut reference.rich.text] {
            *text = text.replace(" : ", ": ");
        }
    }
    reference
}

/// The reference where a style has nothing to say of a source: short words.
fn plain_reference(source: &Source) -> Reference {
    let title = source.title().map(|title| format!("“{title}”, ")).unwrap_or_default();
    Reference {
        key: source.key().to_owned(),
        number: None,
        rich: Rich::plain(&format!("{title}{}", source.label(Words::english()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibliography::parse;
    use crate::path::SitePath;

    const SOURCES: &str = r#"
edm-13-5:
  type: article
  title: Belarusian policies diverge
  date: 2016-01
  parent: { type: periodical, title: Eurasia Daily Monitor, volume: 13, issue: 5 }
tass-1:
  type: article
  title: "[News agency report]"
  date: 2016-01-01
  publisher: TASS
tass-2:
  type: article
  title: Second report
  date: 2016-01-15
  publisher: TASS
ec-europa:
  type: web
  title: Trade with Belarus
  publisher: European Commission
  url: { value: "https://ec.europa.eu/trade/?a=1&b=2", date: 2016-01-07 }
naviny:
  type: article
  title: Макей пра план дзеянняў
  author: Іваноў, Іван
  date: 2015-10-27
  parent: { type: newspaper, title: Naviny Belarusi }
wilson:
  type: book
  title: "Belarus <script>alert(1)</script> & 'more'"
  author: Wilson, Andrew
  date: 2011
  publisher: Yale University Press
"#;

    fn sources() -> Vec<Source> {
        let parsed = parse(&SitePath::new("sources.yml"), SOURCES);
        assert_eq!(parsed.diagnostics, []);
        parsed.sources
    }

    fn cite(key: &str) -> Cite {
        Cite { key: key.to_owned(), ..Cite::default() }
    }

    fn format(style: &str, citations: &[Vec<Cite>], whole: bool) -> (Vec<String>, Vec<String>) {
        let style = Style::load(style, "en-US").unwrap();
        let formatted = format_all(&style, &sources(), citations, whole);
        let citations = formatted.citations.into_iter().map(|citation| citation.html).collect();
        (citations, formatted.references.into_iter().map(|reference| reference.rich.html).collect())
    }

    fn citations() -> Vec<Vec<Cite>> {
        let page =
            |key, page: &str| Cite { locator: Some((LocatorKind::Page, page.to_owned())), ..cite(key) };
        let words = Cite { prefix: Some("see".into()), suffix: Some("with <b>".into()), ..cite("ec-europa") };
        vec![
            vec![page("tass-1", "3")],
            vec![cite("edm-13-5"), page("wilson", "12–14")],
            vec![cite("tass-2")],
            vec![words],
            vec![cite("unknown")],
            vec![cite("naviny")],
        ]
    }

    #[test]
    fn chicago_author_date() {
        let (citations, references) = format("chicago-author-date", &citations(), false);
        assert_eq!(
            citations,
            [
                "(TASS 2016a, 3)",
                "(Eurasia Daily Monitor 2016; Wilson 2011, 12–14)",
                "(TASS 2016b)",
                "(see European Commission, n.d., with &lt;b&gt;)",
                "",
                "(Іваноў 2015)",
            ]
        );
        assert_eq!(
            references,
            [
                "Eurasia Daily Monitor. 2016. “Belarusian Policies Diverge.” <cite>Eurasia Daily Monitor</cite> 13 (5).",
                "European Commission. n.d. “Trade with Belarus.” Accessed January 7, 2016. \
             <a href=\"https://ec.europa.eu/trade/?a=1&amp;b=2\">https://ec.europa.eu/trade/?a=1&amp;b=2</a>.",
                "TASS. 2016a. “[News agency report].” January 1.",
                "TASS. 2016b. “Second Report.” January 15.",
                "Wilson, Andrew. 2011. <cite>Belarus &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;More&#39;</cite>. \
             Yale University Press.",
                "Іваноў, Іван. 2015. “Макей пра план дзеянняў.” <cite>Naviny Belarusi</cite>, October 27.",
            ]
        );
    }

    #[test]
    fn a_volume_without_an_issue_stands_close_to_its_pages() {
        let json = r#"[{"id": "a", "type": "article-journal", "title": "On ports", "volume": "3", "page": "12-20",
            "author": [{"family": "Ruiz", "given": "Ana"}], "container-title": "The Lind", "issued": {"raw": "1954"}}]"#;
        let sources = parse(&SitePath::new("a.json"), json).sources;
        let style = Style::load("chicago-author-date", "en-US").unwrap();
        let formatted = format_all(&style, &sources, &[], true);
        assert_eq!(formatted.references[0].rich.text, "Ruiz, Ana. 1954. “On Ports.” The Lind 3: 12–20.");
    }

    #[test]
    fn apa() {
        let (citations, references) = format("apa", &citations(), false);
        assert_eq!(
            citations,
            [
                "(TASS, 2016a, p. 3)",
                "(Eurasia Daily Monitor, 2016; Wilson, 2011, pp. 12–14)",
                "(TASS, 2016b)",
                "(see European Commission, n.d., with &lt;b&gt;)",
                "",
                "(Іваноў, 2015)",
            ]
        );
        assert_eq!(references[2], "TASS. (2016a, January 1). <cite>[News agency report]</cite>.");
    }

    #[test]
    fn numbers_follow_the_citations() {
        let (citations, references) = format("ieee", &citations(), true);
        assert_eq!(
            citations,
            ["[1, p. 3]", "[2], [3, pp. 12–14]", "[4]", "see [5], with &lt;b&gt;", "", "[6]"]
        );
        assert!(
            references[0].starts_with("<span class=\"reference-number\">[1]</span> "),
            "{}",
            references[0]
        );
        let style = Style::load("ieee", "en-US").unwrap();
        let formatted = format_all(&style, &sources(), &[vec![cite("wilson")]], true);
        let numbers: Vec<_> = formatted
            .references
            .iter()
            .map(|reference| reference.number.as_ref().map(|number| number.text.as_str()))
            .collect();
        assert_eq!(numbers[..2], [Some("[1]"), Some("[2]")]);
        assert_eq!((formatted.references[0].key.as_str(), formatted.references.len()), ("wilson", 6));
    }

    #[test]
    fn note_styles_give_the_note() {
        let (citations, _) = format("chicago-notes", &citations(), false);
        assert_eq!(citations[0], "“[News agency report],” <cite>TASS</cite>, January 1, 2016, 3.");
    }

    #[test]
    fn only_what_is_cited_is_listed_unless_all_is_asked_for() {
        let cited = vec![vec![cite("wilson"), cite("wilson")], Vec::new()];
        let (citations, references) = format("chicago-author-date", &cited, false);
        assert_eq!((citations.len(), references.len()), (2, 1));
        let (citations, references) = format("chicago-author-date", &[], true);
        assert_eq!((citations.len(), references.len()), (0, 6));
        assert_eq!(format_all(&Style::load("apa", "en").unwrap(), &[], &cited, true).references, []);
    }

    #[test]
    fn plain_text_is_not_escaped() {
        let style = Style::load("apa", "en-GB").unwrap();
        let formatted = format_all(&style, &sources(), &[vec![cite("wilson")]], false);
        assert!(formatted.references[0].rich.text.contains("<script>alert(1)</script> & "));
    }

    #[test]
    fn a_source_that_says_nothing_is_named_by_its_key() {
        let parsed = parse(&SitePath::new("a.json"), r#"[{"id": "bare", "type": "book"}]"#);
        for style in ["mla", "apa", "ieee", "chicago-notes"] {
            let style = Style::load(style, "en-GB").unwrap();
            let formatted = format_all(&style, &parsed.sources, &[vec![cite("bare")]], true);
            assert!(!formatted.citations[0].text.trim_matches(['(', ')', '.', ' ']).is_empty(), "{style:?}");
            assert!(formatted.references[0].rich.says_something(), "{style:?}");
        }
    }

    #[test]
    fn odd_values_do_not_stop_any_style() {
        let json = r#"[
            {"id": "a", "type": "book", "author": [{"family": "ß", "given": "ǆ"}], "issued": {"date-parts": [[-44, 3, 15]]}},
            {"id": "b", "type": "chapter", "page": "1-", "volume": "–", "issue": "1--2,,3", "edition": "2nd & 3",
             "number": "99999999999999999999", "title": "\u0000 “quotes” 'x' \"y\" ﷽ 👩‍👩‍👧‍👦 עברית"},
            {"id": "c", "type": "legal_case", "issued": {"date-parts": [[2016, 0, 0]]}, "page": "12–5, iv–x, e13",
             "author": [{"family": "de la Vega", "given": "Jean-Luc P.-Q.", "suffix": "Jr."}]},
            {"id": "d", "type": "article-journal", "issued": {"raw": "2016-21/2017"}, "page": "9999999999999999999-1",
             "title": "İİﬀﬁ ŉ 𝔘𝔫𝔦", "language": "x-€€€€€€€€€€€"}]"#;
        let sources = parse(&SitePath::new("a.json"), json).sources;
        let located = |locator: &str| {
            let locator = Some((LocatorKind::Page, locator.to_owned()));
            sources.iter().map(|source| Cite { locator: locator.clone(), ..cite(source.key()) }).collect()
        };
        let citations: Vec<Vec<Cite>> = ["", "3", "€", "99999999999999", "-"].map(located).to_vec();
        for name in
            ["alphanumeric", "apa", "chicago-notes", "ieee", "mla", "nature", "gost-r-705-2008-numeric"]
        {
            let formatted = format_all(&Style::load(name, "ru-RU").unwrap(), &sources, &citations, true);
            assert_eq!(formatted.citations.len(), 5);
            assert!(
                formatted.references.iter().all(|reference| !reference.rich.html.contains('\0')),
                "{name}"
            );
        }
    }
}
