use std::collections::BTreeMap;

use citationberg::IndependentStyle;

use super::super::format::{Listed, format_by};
use super::super::item::to_item;
use super::super::{Cite, LocatorKind, Source, Style, parse};
use super::Shape;
use crate::path::SitePath;

const TYPES: [&str; 16] = [
    "article-journal",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "dataset",
    "interview",
    "legal_case",
    "legislation",
    "map",
    "paper-conference",
    "report",
    "speech",
    "treaty",
    "webpage",
];

/// Two sources of each type, one that says much and one that says little.
fn sources() -> Vec<Source> {
    let much = |kind: &str| {
        format!(
            r#"{{"id": "{kind}-much", "type": "{kind}", "title": "On {kind} and ports", "volume": "3", "issue": "2",
            "page": "12-20", "number": "17", "edition": "2", "publisher": "Lind Press", "publisher-place": "Norhaven",
            "container-title": "The Lind", "event-title": "Lind Days", "genre": "Working paper", "authority": "Court",
            "URL": "https://example.org/{kind}", "accessed": {{"date-parts": [[2024, 5, 3]]}},
            "issued": {{"date-parts": [[2019, 2, 1]]}}, "author": [{{"family": "Ruiz", "given": "Ana"}},
            {{"family": "Brandt", "given": "Tom"}}], "editor": [{{"family": "Weber", "given": "Inge"}}]}}"#
        )
    };
    let little = |kind: &str| format!(r#"{{"id": "{kind}-little", "type": "{kind}", "title": "On {kind}"}}"#);
    let entries: Vec<String> = TYPES.iter().flat_map(|kind| [much(kind), little(kind)]).collect();
    parse(&SitePath::new("all.json"), &format!("[{}]", entries.join(","))).sources
}

fn citations(sources: &[&Source]) -> Vec<Vec<Cite>> {
    let cite = |source: &&Source| Cite {
        key: source.key().to_owned(),
        locator: Some((LocatorKind::Page, "4".to_owned())),
        ..Cite::default()
    };
    // Each alone, then all together, then the first once more.
    let alone = sources.iter().map(|source| vec![cite(source)]);
    let again = sources.first().map(|source| vec![cite(source)]);
    alone.chain([sources.iter().map(cite).collect()]).chain(again).collect()
}

fn holds_alike(style: &Style, name: &str, sources: &[&Source]) {
    let items =
        sources.iter().map(|source| (source.key(), (*source, to_item(source.record(), style.cited_by()))));
    let listed: Listed<'_> = items.collect::<BTreeMap<_, _>>();
    let narrowed = style.narrowed(&Shape::of(listed.values().map(|(_, item)| item)));
    let citations = citations(sources);
    let by = |csl| format_by(style, csl, &listed, &citations);
    assert_eq!(by(&narrowed), by(style.csl()), "{name}, {:?}", listed.keys());
}

/// The styles that sites ask for most, whose every part is to be seen.
const COMMON: [&str; 4] = ["chicago-author-date", "apa", "chicago-notes", "modern-language-association"];

#[test]
fn common_styles_format_alike_when_narrowed_to_one_type() {
    let sources = sources();
    for name in COMMON {
        let style = Style::load(name, "en-GB").unwrap();
        for pair in sources.chunks(2) {
            holds_alike(&style, name, &[&pair[0], &pair[1]]);
        }
    }
}

#[test]
fn every_style_formats_alike_when_narrowed_to_a_few_types() {
    let sources = sources();
    for (at, name) in Style::names().into_iter().enumerate() {
        let style = Style::load(name, "en-GB").unwrap();
        let some = sources.iter().cycle().skip(at * 6).step_by(2).take(3);
        holds_alike(&style, name, &some.collect::<Vec<_>>());
    }
}

#[test]
fn what_the_sources_do_not_need_is_gone() {
    let style = Style::load("chicago-author-date", "en-GB").unwrap();
    let sources = sources();
    let size = |keys: &[&str]| {
        let items = sources.iter().filter(|source| keys.contains(&source.key()));
        let items: Vec<_> = items.map(|source| to_item(source.record(), style.cited_by())).collect();
        format!("{:?}", style.narrowed(&Shape::of(&items)).macros).len()
    };
    let whole = format!("{:?}", style.csl().macros).len();
    let (little, much) = (size(&["report-little"]), size(&["report-much"]));
    assert!(little * 5 < whole && much * 2 < whole && little < much, "{little}, {much} of {whole}");
    assert!(much < size(&["report-much", "book-much"]));
}

#[test]
fn what_never_stands_in_for_names_is_gone_and_so_are_locators_of_bare_citations() {
    let style = Style::load("chicago-author-date", "en-GB").unwrap();
    let sources = sources();
    let item = |key: &str| {
        let source = sources.iter().find(|source| source.key() == key).unwrap();
        to_item(source.record(), style.cited_by())
    };
    let with_authors = style.narrowed_alone(&Shape::of([&item("report-much")]));
    let without = style.narrowed_alone(&Shape::of([&item("report-little")]));
    let calls = |csl: &IndependentStyle, words: &str| format!("{csl:?}").contains(words);
    assert!(!calls(&with_authors.list, "title-substitute") && calls(&without.list, "title-substitute"));
    assert!(with_authors.bare.macros.len() < with_authors.located.macros.len());
}

#[test]
fn every_style_formats_alike_when_narrowed_to_one_source() {
    // An editor, a title or an outlet stands in for the author, and looks empty from there on.
    let anonymous = |kind: &str| {
        format!(
            r#"{{"id": "{kind}-edited", "type": "{kind}", "title": "On {kind}", "container-title": "The Lind",
            "genre": "Paper", "publisher": "Lind Press", "issued": {{"date-parts": [[2019, 2]]}},
            "editor": [{{"family": "Weber", "given": "Inge"}}]}},
            {{"id": "{kind}-untold", "type": "{kind}", "title": "On {kind}", "container-title": "The Lind",
            "event-title": "Lind Days", "issued": {{"date-parts": [[2019]]}}}}"#
        )
    };
    let entries: Vec<String> = TYPES.iter().map(|kind| anonymous(kind)).collect();
    let anonymous = parse(&SitePath::new("all.json"), &format!("[{}]", entries.join(","))).sources;
    let sources: Vec<Source> = sources().into_iter().chain(anonymous).collect();
    for (at, name) in Style::names().into_iter().enumerate() {
        let style = Style::load(name, "en-GB").unwrap();
        for source in sources.iter().cycle().skip(at * 7).step_by(13).take(3) {
            holds_alike(&style, name, &[source]);
        }
    }
}
