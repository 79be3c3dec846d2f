use super::super::{LocatorKind, format_all, parse};
use super::*;
use crate::path::SitePath;

const SOURCES: &str = r#"[
    {"id": "book", "type": "book", "title": "On ports", "author": [{"family": "Ruiz", "given": "Ana"}],
     "issued": {"raw": "2019"}, "publisher": "Lind Press", "publisher-place": "Norhaven"},
    {"id": "twin", "type": "report", "title": "On quays", "author": [{"family": "Ruiz", "given": "Ana"}],
     "issued": {"raw": "2019"}, "publisher": "Lind Press"},
    {"id": "later", "type": "report", "title": "About harbours", "author": [{"family": "Ruiz", "given": "Ana"}],
     "issued": {"raw": "2021-03"}, "publisher": "Lind Institute", "number": "17", "genre": "Working paper"},
    {"id": "cousin", "type": "report", "title": "Cranes", "author": [{"family": "Ruiz", "given": "Berta"}],
     "issued": {"raw": "2019"}, "publisher": "Lind Institute"},
    {"id": "page", "type": "webpage", "title": "Tariffs.", "publisher": "Ministry of Trade",
     "URL": "https://example.org/tariffs", "accessed": {"raw": "2024-05-03"}},
    {"id": "article", "type": "article-journal", "title": "Who pays?", "volume": "3", "issue": "2", "page": "12-20",
     "author": [{"family": "Ito", "given": "Ken"}, {"family": "Abel", "given": "Mia"},
     {"family": "Cole", "given": "Jo"}, {"family": "Dahl", "given": "Per"}],
     "container-title": "The Lind", "issued": {"raw": "2019-02-01"}, "DOI": "10.1000/182"},
    {"id": "chapter", "type": "chapter", "title": "Tides", "author": [{"family": "Brandt", "given": "Tom"}],
     "editor": [{"family": "Weber", "given": "Inge"}], "container-title": "All about ports", "page": "1-9",
     "issued": {"raw": "-0044"}, "publisher": "Lind Press", "edition": "2"},
    {"id": "edited", "type": "book", "title": "Harbours", "editor": [{"family": "Weber", "given": "Inge"}],
     "issued": {"raw": "2018"}},
    {"id": "titled", "type": "book", "title": "On ports", "issued": {"raw": "2019"}},
    {"id": "act", "type": "legislation", "title": "Ports Act", "number": "12", "issued": {"raw": "1999-10"}},
    {"id": "news", "type": "article-newspaper", "title": "Доклад о портах", "language": "ru", "issued": {"raw": "2016-05"},
     "container-title": "Известия", "author": [{"literal": "Redaktion"}]},
    {"id": "thesis", "type": "thesis", "title": "Sand", "publisher": "Lind University", "issued": {"raw": "2007"},
     "author": [{"family": "Berg", "given": "Jan", "dropping-particle": "van der", "suffix": "Jr."}]},
    {"id": "bare", "type": "document"}]"#;

/// Texts in a word or two for each citation: `book,page` cites two sources, `book:3` page 3, `(book` has words round it.
const TEXTS: [&str; 9] = [
    "thesis page article act news chapter",
    "page chapter thesis edited article",
    "later book article",
    "article book twin book",
    "cousin book later",
    "titled book edited act",
    "book:3 article book:3 book (article:12-14 (page unknown",
    "book,article,page chapter:4,thesis book,later unknown,act act,act",
    "bare act",
];

fn sources() -> Vec<Source> {
    parse(&SitePath::new("all.json"), SOURCES).sources
}

fn citations(text: &str) -> Vec<Vec<Cite>> {
    let cite = |word: &str| {
        let (key, page) = word.split_once(':').unwrap_or((word, ""));
        let (key, around) = key.strip_prefix('(').map_or((key, false), |key| (key, true));
        Cite {
            key: key.to_owned(),
            locator: (!page.is_empty()).then(|| (LocatorKind::Page, page.to_owned())),
            prefix: around.then(|| "see".to_owned()),
            suffix: around.then(|| "with a map".to_owned()),
        }
    };
    text.split(' ').map(|words| words.split(',').map(cite).collect()).collect()
}

fn composed(style: &Style, text: &str) -> Option<Formatted> {
    compose(style, &sources(), &citations(text), &FormatCache::default())
}

#[test]
fn pieces_make_what_the_whole_makes() {
    let mut by_pieces = 0;
    let cache = FormatCache::default();
    for name in Style::names() {
        let style = Style::load(name, "en-GB").unwrap();
        for text in TEXTS.iter().filter(|_| style.separable().is_some()) {
            let (sources, citations) = (sources(), citations(text));
            if let Some(formatted) = compose(&style, &sources, &citations, &cache) {
                by_pieces += 1;
                assert_eq!(formatted, format_all(&style, &sources, &citations), "{name}: {text}");
            }
        }
    }
    assert!(by_pieces > 100, "{by_pieces}");
}

#[test]
fn common_styles_take_pieces_for_ordinary_texts() {
    for name in ["chicago-author-date", "apa", "harvard-cite-them-right"] {
        let style = Style::load(name, "en-GB").unwrap();
        for text in [TEXTS[0], TEXTS[1], TEXTS[6], "book,article,page chapter:4,thesis"] {
            assert!(composed(&style, text).is_some(), "{name}: {text}");
        }
    }
}

#[test]
fn sources_that_are_told_apart_are_formatted_together() {
    for name in ["chicago-author-date", "apa"] {
        let style = Style::load(name, "en-GB").unwrap();
        assert!(composed(&style, "article book twin").is_none(), "{name}");
        assert!(composed(&style, "book cousin").is_none(), "{name}");
    }
}

#[test]
fn styles_that_number_shorten_or_note_have_no_pieces() {
    for name in ["ieee", "alphanumeric", "chicago-notes", "nature"] {
        assert!(composed(&Style::load(name, "en-GB").unwrap(), TEXTS[0]).is_none(), "{name}");
    }
}
