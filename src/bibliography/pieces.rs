//! The citations of a text and the list of its sources, put together from pieces.
//!
//! Formatting is slow, and most styles say of a source the same in whatever text cites it. So where the style is
//! [separable](super::separable), and all sources of the text stand alone:
//!
//! 1. A source is formatted once for all texts: its [`Entry`] in lists, and its [`BareCitation`].
//! 2. Two sources of a text that would be cited alike have to be told apart, by first names, a letter after the year
//!    or whatever the style has for that. Such a text is formatted as a whole instead.
//! 3. The processor orders the list, by the style as one that sorts and says nothing. Where an entry would begin with
//!    the names of the entry before, and the style puts a dash for them, the text is formatted as a whole.
//! 4. A citation of one source is its bare citation between the words that the style has round citations; one with a
//!    locator or words of its author's is formatted anew. A citation of several sources, which may be sorted and drawn together, is formatted
//!    by itself.
//!
//! What comes out is, to the byte, what [`format_all`](super::format_all) makes of the text as a whole.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use citationberg::IndependentStyle;
use citationberg::json::{Item, Value};
use hayagriva::{
    BibliographyDriver, CitationItem, Elem, ElemChild, ElemChildren, ElemMeta, standalone_citation,
};

use super::format::{
    Known, citation_item, citation_text, close_colons, finish, known, plain_reference, reference, request,
    to_locator, whole,
};
use super::item::to_item;
use super::narrow::Shape;
use super::separable::{LAST_KEY, Separable, Sorting};
use super::{Cite, FormatCache, Formatted, Reference, Rich, Source, Style};

/// What lists say of a source.
pub(super) struct Entry {
    /// The number or label that a numeric style gives it.
    number: Option<Rich>,
    /// The entry without the number, and without the letter of a year.
    pub(super) rich: Arc<Rich>,
    /// The first of the names that it begins with, or what stands in for them.
    names: Option<String>,
}

/// What a separable style says where it cites a source and nothing else.
pub(super) struct BareCitation {
    /// The words, by which the processor finds that two sources are cited alike; none of a source that does not
    /// stand alone.
    words: String,
    /// The citation with what the style has round it; `None` where that hangs on the words, or there are none.
    text: Option<Rich>,
}

impl Entry {
    /// Formats the entry of a source.
    pub(super) fn of(style: &Style, source: &Source) -> Self {
        let item = to_item(source.record(), style.cited_by());
        let csl = style.narrowed_alone(&Shape::of([&item]));
        let mut driver = BibliographyDriver::new();
        // The list holds what is cited: a citation that says nothing brings in the source.
        driver.citation(request(style, style.wordless(), vec![CitationItem::with_entry(&item)], 1));
        let rendered = finish(style, &csl.list, driver);
        let entry = rendered.bibliography.as_ref().and_then(|list| list.items.first());
        let Some(entry) = entry else {
            let reference = plain_reference(source);
            return Self { number: None, rich: Arc::new(reference.rich), names: None };
        };
        let reference = close_colons(style, reference(style, entry, Some(source)));
        let names = entry.content.find_names().map(|names| {
            let first = names.children.find_elem_by(&|elem| matches!(elem.meta, Some(ElemMeta::Name(..))));
            plain(&first.unwrap_or(names).children)
        });
        Self { number: reference.number, rich: Arc::new(reference.rich), names }
    }

    fn reference(&self, key: &str) -> Reference {
        let reference =
            Reference { key: key.to_owned(), number: self.number.clone(), rich: Rich::clone(&self.rich) };
        reference.numbered()
    }
}

impl BareCitation {
    /// Formats the citation of a source.
    pub(super) fn of(style: &Style, source: &Source) -> Self {
        Self::cited(style, source, &Cite::default())
    }

    /// Formats the citation of a source, with the locator of a cite and the words round it.
    fn cited(style: &Style, source: &Source, cite: &Cite) -> Self {
        let item = to_item(source.record(), style.cited_by());
        let csl = style.narrowed_alone(&Shape::of([&item]));
        if !csl.stands_alone {
            return Self { words: String::new(), text: None };
        }
        let locator = to_locator(cite);
        let csl = if locator.is_some() { &csl.located } else { &csl.bare };
        let said =
            standalone_citation(request(style, csl, vec![CitationItem::with_locator(&item, locator)], 1));
        let words = plain(&said);
        let framed = framed(style.frame(), said, &words);
        let text = framed.map(|citation| citation_text(style, &[(cite, source)], &citation));
        Self { words, text }
    }
}

/// The words that a style has round a citation, and nothing between them.
pub(super) fn frame(style: &Style) -> ElemChildren {
    let nothing = Item(BTreeMap::new());
    let mut driver = BibliographyDriver::new();
    driver.citation(request(style, style.wordless(), vec![CitationItem::with_entry(&nothing)], 1));
    let framed = finish(style, style.wordless(), driver).citations.pop();
    framed.map_or_else(ElemChildren::default, |framed| framed.citation)
}

/// A citation between the words that a style has round it, which the processor leaves out after what ends alike.
fn framed(frame: &ElemChildren, said: ElemChildren, words: &str) -> Option<ElemChildren> {
    let place = frame.0.iter().position(|child| matches!(child, ElemChild::Elem(elem) if is_entry(elem)))?;
    let after = frame.0[place + 1..].iter().map(|child| format!("{child:#}")).collect::<String>();
    let ends_alike = !after.is_empty() && words.trim_end().ends_with(after.trim());
    if words.trim().is_empty() || ends_alike {
        return None;
    }
    let mut framed = frame.clone();
    if let ElemChild::Elem(elem) = &mut framed.0[place] {
        elem.children = said;
    }
    Some(framed)
}

fn is_entry(elem: &Elem) -> bool {
    matches!(elem.meta, Some(ElemMeta::Entry(_)))
}

fn plain(children: &ElemChildren) -> String {
    format!("{children:#}")
}

/// Puts the citations and the list of a text together, where that makes what formatting it as a whole makes.
pub(super) fn compose(
    style: &Style,
    sources: &[Source],
    citations: &[Vec<Cite>],
    cache: &FormatCache,
) -> Option<Formatted> {
    let separable = style.separable()?;
    let sources_by_key: BTreeMap<&str, &Source> =
        sources.iter().map(|source| (source.key(), source)).collect();
    let groups: Vec<Group<'_>> = citations
        .iter()
        .map(|cites| {
            cites.iter().filter_map(|cite| Some((cite, *sources_by_key.get(cite.key.as_str())?))).collect()
        })
        .collect();
    let cited = in_order_of_citing(&groups);
    let bare: BTreeMap<&str, Arc<BareCitation>> =
        cited.iter().map(|source| (source.key(), cache.bare_citation(style, source))).collect();
    let told_apart: BTreeSet<&str> = bare.values().map(|citation| citation.words.as_str()).collect();
    if told_apart.len() < bare.len() || told_apart.iter().any(|words| words.trim().is_empty()) {
        return None;
    }
    let references = references(style, separable, &cited, cache)?;
    let whole = LazyCell::new(|| whole(style, sources, citations));
    let write = |(group, cites): (&Group<'_>, &Vec<Cite>)| {
        let alone = match group[..] {
            [] => return Rich::default(),
            [(cite, source)] if cite.is_bare() => bare[source.key()].text.clone(),
            [(cite, source)] => BareCitation::cited(style, source, cite).text,
            _ => None,
        };
        alone.unwrap_or_else(|| {
            citation_text(style, group, &by_itself(style, &whole.1, &known(cites, &whole.0)))
        })
    };
    Some(Formatted { citations: groups.iter().zip(citations).map(write).collect(), references })
}

/// The known sources of a citation, each with how it is cited.
type Group<'a> = Vec<(&'a Cite, &'a Source)>;

fn in_order_of_citing<'a>(groups: &[Group<'a>]) -> Vec<&'a Source> {
    let mut seen = BTreeSet::new();
    let cited = groups.iter().flatten().map(|(_, source)| *source);
    cited.filter(|source| seen.insert(source.key())).collect()
}

/// The list; `None` where an entry begins with the names of the entry before, and the style does not repeat them.
fn references(
    style: &Style,
    separable: &Separable,
    cited: &[&Source],
    cache: &FormatCache,
) -> Option<Vec<Reference>> {
    let entries: BTreeMap<&str, Arc<Entry>> =
        cited.iter().map(|source| (source.key(), cache.entry(style, source))).collect();
    let keys: Vec<String> = match &separable.sorting {
        Some(sorting) if cited.len() > 1 => sorted(style, sorting, cited, &entries),
        None if separable.bare.bibliography.is_none() => {
            entries.keys().map(|key| (*key).to_owned()).collect()
        }
        _ => cited.iter().map(|source| source.key().to_owned()).collect(),
    };
    let names: Vec<&str> = keys.iter().filter_map(|key| entries[key.as_str()].names.as_deref()).collect();
    if separable.replaces_names && names.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    Some(keys.iter().map(|key| entries[key.as_str()].reference(key)).collect())
}

/// The keys of the sources in the order of the list.
fn sorted(
    style: &Style,
    sorting: &Sorting,
    cited: &[&Source],
    entries: &BTreeMap<&str, Arc<Entry>>,
) -> Vec<String> {
    let mut items: Vec<Item> =
        cited.iter().map(|source| to_item(source.record(), style.cited_by())).collect();
    if sorting.is_even(items.iter()) {
        for (at, item) in items.iter_mut().enumerate() {
            item.0.insert(LAST_KEY.to_string(), Value::String(format!("{at:010}")));
        }
        // Entries mostly begin with what they are sorted by, and the processor is slow to compare.
        let entry = |item: &Item| item.id().map(|key| entries[&*key].rich.text.to_lowercase());
        items.sort_by_cached_key(entry);
    }
    let csl = sorting.narrowed(&Shape::of(&items));
    let mut driver = BibliographyDriver::new();
    let items = items.iter().map(CitationItem::with_entry).collect();
    driver.citation(request(style, style.wordless(), items, 1));
    let list = finish(style, &csl, driver).bibliography;
    list.into_iter().flat_map(|list| list.items).map(|item| item.key).collect()
}

/// Formats a citation that hangs on no other.
fn by_itself(style: &Style, csl: &IndependentStyle, known: &Known<'_>) -> ElemChildren {
    let mut driver = BibliographyDriver::new();
    driver.citation(request(style, csl, known.iter().map(citation_item).collect(), 1));
    finish(style, style.wordless(), driver)
        .citations
        .pop()
        .map_or_else(ElemChildren::default, |rendered| rendered.citation)
}

#[cfg(test)]
mod tests;
