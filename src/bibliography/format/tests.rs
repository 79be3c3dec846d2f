use super::*;
use crate::bibliography::{FormatCache, parse};
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

fn format(style: &str, citations: &[Vec<Cite>]) -> (Vec<String>, Vec<String>) {
    let style = Style::load(style, "en-US").unwrap();
    let formatted = format_all(&style, &sources(), citations);
    let citations = formatted.citations.into_iter().map(|citation| citation.html).collect();
    (citations, formatted.references.into_iter().map(|reference| reference.rich.html).collect())
}

fn citations() -> Vec<Vec<Cite>> {
    let page = |key, page: &str| Cite { locator: Some((LocatorKind::Page, page.to_owned())), ..cite(key) };
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
    let (citations, references) = format("chicago-author-date", &citations());
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
    let formatted = format_all(&style, &sources, &[vec![cite("a")]]);
    assert_eq!(formatted.references[0].rich.text, "Ruiz, Ana. 1954. “On Ports.” The Lind 3: 12–20.");
}

#[test]
fn apa() {
    let (citations, references) = format("apa", &citations());
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
    let (citations, references) = format("ieee", &citations());
    assert_eq!(citations, ["[1, p. 3]", "[2], [3, pp. 12–14]", "[4]", "see [5], with &lt;b&gt;", "", "[6]"]);
    assert!(references[0].starts_with("<span class=\"reference-number\">[1]</span> "), "{}", references[0]);
    let style = Style::load("ieee", "en-US").unwrap();
    let formatted = format_all(&style, &sources(), &[vec![cite("wilson")], vec![cite("tass-1")]]);
    let numbers: Vec<_> = formatted
        .references
        .iter()
        .map(|reference| reference.number.as_ref().map(|number| number.text.as_str()))
        .collect();
    assert_eq!(numbers, [Some("[1]"), Some("[2]")]);
    assert_eq!((formatted.references[0].key.as_str(), formatted.references.len()), ("wilson", 2));
}

#[test]
fn note_styles_give_the_note() {
    let (citations, _) = format("chicago-notes", &citations());
    assert_eq!(citations[0], "“[News agency report],” <cite>TASS</cite>, January 1, 2016, 3.");
}

#[test]
fn only_what_is_cited_is_listed() {
    let cited = vec![vec![cite("wilson"), cite("wilson")], Vec::new()];
    let (citations, references) = format("chicago-author-date", &cited);
    assert_eq!((citations.len(), references.len()), (2, 1));
    let (citations, references) = format("chicago-author-date", &[]);
    assert_eq!((citations.len(), references.len()), (0, 0));
    assert_eq!(format_all(&Style::load("apa", "en").unwrap(), &[], &cited).references, []);
}

#[test]
fn plain_text_is_not_escaped() {
    let style = Style::load("apa", "en-GB").unwrap();
    let formatted = format_all(&style, &sources(), &[vec![cite("wilson")]]);
    assert!(formatted.references[0].rich.text.contains("<script>alert(1)</script> & "));
}

#[test]
fn a_source_that_says_nothing_is_named_by_its_key() {
    let parsed = parse(&SitePath::new("a.json"), r#"[{"id": "bare", "type": "book"}]"#);
    for style in ["mla", "apa", "ieee", "chicago-notes"] {
        let style = Style::load(style, "en-GB").unwrap();
        let formatted = format_all(&style, &parsed.sources, &[vec![cite("bare")]]);
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
    for name in ["alphanumeric", "apa", "chicago-notes", "ieee", "mla", "nature", "gost-r-705-2008-numeric"] {
        let formatted = format_all(&Style::load(name, "ru-RU").unwrap(), &sources, &citations);
        assert_eq!(formatted.citations.len(), 5);
        assert!(formatted.references.iter().all(|reference| !reference.rich.html.contains('\0')), "{name}");
    }
}

#[test]
fn a_source_in_no_list_has_neither_number_nor_letter() {
    let sources = sources();
    let alone = |style: &str, key: &str| {
        let source = sources.iter().find(|source| source.key() == key).unwrap();
        FormatCache::default().format_alone(&Style::load(style, "en-US").unwrap(), source).text.clone()
    };
    assert_eq!(alone("chicago-author-date", "tass-2"), "TASS. 2016. “Second Report.” January 15.");
    assert!(alone("ieee", "wilson").starts_with("A. Wilson, "), "{}", alone("ieee", "wilson"));
}
