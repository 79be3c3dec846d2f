//! Citations and lists of references, by a CSL style.

use std::collections::{BTreeMap, BTreeSet};

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

/// An entry of a list of references.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The key of the source.
    pub key: String,
    /// The number or label that a numeric style gives it: `[1]`. It also stands at the
    /// beginning of `rich`.
    pub number: Option<String>,
    /// The entry.
    pub rich: Rich,
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
    let listed: BTreeMap<&str, (&Source, Item)> = sources
        .iter()
        .filter(|source| whole || cited.contains(source.key()))
        .map(|source| (source.key(), (source, to_item(source.record(), style.cited_by()))))
        .collect();
    let known: Vec<Known<'_>> = citations
        .iter()
        .map(|cites| {
            cites.iter().filter_map(|cite| listed.get(cite.key.as_str()).map(|known| (cite, known))).collect()
        })
        .collect();
    let rendered = render(style, &listed, &known, whole);
    let mut written = rendered.citations.iter();
    let write = |cites: &Known<'_>| match cites.is_empty() {
        true => Rich::default(),
        false => {
            written.next().map_or_else(Rich::default, |next| citation_text(style, cites, &next.citation))
        }
    };
    let citations = known.iter().map(write).collect();
    let references = match rendered.bibliography {
        Some(bibliography) => bibliography.items.iter().map(|item| reference(item, &listed)).collect(),
        None => listed.values().map(|(source, _)| plain_reference(source)).collect(),
    };
    Formatted { citations, references }
}

/// The sources of a citation, those that there are.
type Known<'a> = Vec<(&'a Cite, &'a (&'a Source, Item))>;

/// Has the processor format the citations that name a source, and the list.
fn render(
    style: &Style,
    listed: &BTreeMap<&str, (&Source, Item)>,
    known: &[Known<'_>],
    whole: bool,
) -> Rendered {
    let mut driver = BibliographyDriver::new();
    let mut number = 0;
    let mut request = |items| {
        number += 1;
        CitationRequest::new(items, style.csl(), Some(style.locale().clone()), style.locales(), Some(number))
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
        style: style.csl(),
        locale: Some(style.locale().clone()),
        locale_files: style.locales(),
    })
}

fn citation_item<'a>((cite, (_, item)): &(&'a Cite, &'a (&'a Source, Item))) -> CitationItem<'a, Item> {
    CitationItem::with_locator(item, to_locator(cite))
}

/// Writes a citation.
fn citation_text(style: &Style, cites: &Known<'_>, citation: &ElemChildren) -> Rich {
    let mut writer = Writer {
        is_title: &|text| cites.iter().any(|(_, (source, _))| is_title(source, text)),
        links: style.is_note(),
        around: &|at| around(cites.get(at).map(|(cite, _)| *cite)),
        rich: Rich::default(),
    };
    writer.write_all(citation);
    if writer.rich.says_something() {
        return writer.rich;
    }
    let labels: Vec<_> = cites.iter().map(|(_, (source, _))| source.label()).collect();
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

fn reference(item: &BibliographyItem, listed: &BTreeMap<&str, (&Source, Item)>) -> Reference {
    let source = listed.get(item.key.as_str()).map(|(source, _)| *source);
    let is_title = |text: &str| source.is_some_and(|source| is_title(source, text));
    let writer = || Writer {
        is_title: &is_title,
        links: true,
        around: &|_| Default::default(),
        rich: Rich::default(),
    };
    let number = item.first_field.as_ref().map(|first| {
        let mut writer = writer();
        writer.write(first);
        writer.rich
    });
    let mut writer = writer();
    if let Some(number) = &number {
        writer.rich.html = format!("<span class=\"reference-number\">{}</span> ", number.html.trim());
        writer.rich.text = format!("{} ", number.text.trim());
    }
    writer.write_all(&item.content);
    let number = number.map(|number| number.text.trim().to_owned());
    match source {
        Some(source) if !writer.rich.says_something() => Reference { number, ..plain_reference(source) },
        _ => Reference { key: item.key.clone(), number, rich: writer.rich },
    }
}

/// The reference where a style has nothing to say of a source: short words.
fn plain_reference(source: &Source) -> Reference {
    let title = source.title().map(|title| format!("“{title}”, ")).unwrap_or_default();
    Reference {
        key: source.key().to_owned(),
        number: None,
        rich: Rich::plain(&format!("{title}{}", source.label())),
    }
}
