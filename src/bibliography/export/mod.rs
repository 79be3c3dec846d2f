//! Sources for other programs: CSL-JSON, BibLaTeX and RIS.

mod biblatex;
mod csl_json;
mod ris;

use serde::Serialize;

use super::Source;
pub(super) use csl_json::CslItem;

/// The sources as CSL-JSON: an array of items.
pub fn csl_json(sources: &[Source]) -> impl Serialize {
    sources.iter().map(|source| CslItem(source.record())).collect::<Vec<_>>()
}

/// The sources as BibLaTeX, UTF-8, an entry each.
pub fn biblatex(sources: &[Source]) -> String {
    sources.iter().map(|source| biblatex::entry(source.record())).collect::<Vec<_>>().join("\n")
}

/// The sources as RIS, with the line ends that the format asks for.
pub fn ris(sources: &[Source]) -> String {
    sources.iter().map(|source| ris::record(source.record())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibliography::{OwnPage, parse};
    use crate::path::SitePath;
    use crate::span::{Location, Span};

    fn hostile() -> Vec<Source> {
        let json = r#"[{"id": "a b", "type": "book"}, {"id": "k,ey", "type": "book"}, {"id": "key-1", "type": "article-newspaper",
            "title": "A {brace} } { \\ $5 & 50% #1 a_b ~ ^ <script>\nER  - \nTY  - BOOK", "container-title": "TASS",
            "author": [{"literal": "Barnes and Noble, Inc."}, {"family": "Макей", "given": "Владимир", "suffix": "Jr."},
                       {"family": "de and Co", "given": "X"}],
            "issued": {"raw": "2016-01/2016-02"}, "accessed": {"date-parts": [[2016, 1, 7]]}, "page": "3–5",
            "URL": "https://e.org/a_b?x=1&y=%7B", "archive": "https://web.archive.org/x"}]"#;
        let parsed = parse(&SitePath::new("a.json"), json);
        assert_eq!(parsed.sources.len(), 1);
        parsed.sources
    }

    #[test]
    fn biblatex_reads_back_as_it_was() {
        let sources = hostile();
        let text = biblatex(&sources);
        let back = parse(&SitePath::new("a.bib"), &text);
        assert_eq!(back.diagnostics, [], "{text}");
        assert_eq!(back.sources[0].record(), sources[0].record(), "{text}");
        assert!(
            text.contains(
                "author = {{Barnes and Noble, Inc.} and Макей, Jr., Владимир and {de and Co}, X},\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_particle_does_not_make_two_authors() {
        let json = r#"[{"id": "a", "type": "book", "title": "T", "publisher": "P", "issued": {"raw": "2016"},
            "author": [{"family": "Co", "given": "X", "dropping-particle": "de and"}]}]"#;
        let text = biblatex(&parse(&SitePath::new("a.json"), json).sources);
        assert!(text.contains("author = {{de and} Co, X},\n"), "{text}");
        assert_eq!(parse(&SitePath::new("a.bib"), &text).sources[0].authors(), ["X de and Co"]);
    }

    #[test]
    fn csl_json_reads_back_as_it_was() {
        let sources = hostile();
        let back = parse(&SitePath::new("a.json"), &serde_json::to_string(&csl_json(&sources)).unwrap());
        assert_eq!(back.diagnostics, []);
        assert_eq!(back.sources[0].record(), sources[0].record());
        assert_eq!(back.sources[0].digest(), sources[0].digest());
    }

    #[test]
    fn ris_has_a_line_for_each_value_whatever_it_holds() {
        let text = ris(&hostile());
        assert_eq!(
            text,
            "TY  - NEWS\r\nID  - key-1\r\nAU  - Barnes and Noble, Inc.\r\nAU  - Макей, Владимир, Jr.\r\nAU  - de and Co, X\r\n\
             TI  - A {brace} } { \\ $5 & 50% #1 a_b ~ ^ <script> ER - TY - BOOK\r\nPY  - 2016\r\nDA  - 2016/01//\r\n\
             T2  - TASS\r\nSP  - 3\r\nEP  - 5\r\nUR  - https://e.org/a_b?x=1&y=%7B\r\nL2  - https://web.archive.org/x\r\n\
             Y2  - 2016/01/07/\r\nER  - \r\n"
        );
    }

    #[test]
    fn a_brief_can_be_cited() {
        let brief = OwnPage {
            key: "belarus-between",
            title: "Belarus between two unions",
            authors: &["Jane van Doe".to_owned(), "Редакция".to_owned()],
            date: "2016-01-20",
            url: "https://example.org/briefs/belarus-between/",
            publisher: None,
            site: "Example Briefs",
            language: "en",
        };
        let location =
            Location { path: SitePath::new("content/briefs/belarus-between.md"), span: Span::default() };
        let source = Source::for_page(brief, location);
        assert_eq!(
            biblatex(&[source]),
            "@report{belarus-between,\n  author = {van Doe, Jane and {Редакция}},\n  title = {Belarus between two unions},\n  \
             date = {2016-01-20},\n  institution = {Example Briefs},\n  language = {en},\n  \
             url = {https://example.org/briefs/belarus-between/},\n}\n"
        );
    }
}
