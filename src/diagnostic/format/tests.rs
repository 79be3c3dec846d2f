//! Each format against a golden file, and what must hold of faulty spans and of large inputs.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Code, sort};
use crate::span::Span;

const BRIEF: &str = "---\ntitle: Договор\n---\nМінск и [Путин](person:putn)\n\tsigned \u{202e}it\u{1b}[0m.\n";
const PERSON: &str = "kind: person\nname: Путин\n";

fn text_of(path: &SitePath) -> Option<Arc<str>> {
    match path.as_str() {
        "content/briefs/a b.md" => Some(Arc::from(BRIEF)),
        "content/entities/putin.md" => Some(Arc::from(PERSON)),
        _ => None,
    }
}

fn examples() -> Vec<Diagnostic> {
    let brief = SitePath::new("content/briefs/a b.md");
    let person = SitePath::new("content/entities/putin.md");
    let at = |needle: &str| {
        let start = BRIEF.find(needle).unwrap();
        start..start + needle.len()
    };
    sort(vec![
        Diagnostic::new(Code::UnknownId, &brief, at("person:putn"), "no record has the id `putn`")
            .label(&person, PERSON.find("Путин").unwrap()..PERSON.len(), "this is the nearest")
            .help("write `person:putin`"),
        Diagnostic::new(Code::WeakName, &brief, at("\u{202e}it"), "50%, said \u{1b}[31m\u{202e}it\nhere")
            .label(&brief, at("Договор"), "said\u{7} here")
            .help("write one of\n  `a`\n  `b`"),
        Diagnostic::new(Code::UnusedFootnote, &brief, BRIEF.len()..BRIEF.len(), "nothing follows"),
        Diagnostic::new(
            Code::InvalidUtf8,
            &SitePath::new("content/c:d,e.md"),
            7..9,
            "`c:d,e.md` is not UTF-8",
        ),
        Diagnostic::general(Code::InvalidTemplate, "the template `page` is missing").help("write one"),
    ])
}

/// The examples in a format, which must be what the golden file holds.
fn assert_golden(format: Format, styled: bool, golden: &str) {
    let rendered = render(format, &examples(), &text_of, styled);
    assert!(rendered == golden, "{} differs; it is now:\n{rendered}", format.name());
}

#[test]
fn human_is_golden() {
    assert_golden(Format::Human, false, include_str!("golden/human.txt"));
}

#[test]
fn human_is_golden_with_colours() {
    assert_golden(Format::Human, true, include_str!("golden/styled.txt"));
}

#[test]
fn short_is_golden() {
    assert_golden(Format::Short, false, include_str!("golden/short.txt"));
}

#[test]
fn json_is_golden() {
    assert_golden(Format::Json, false, include_str!("golden/json.txt"));
}

#[test]
fn github_is_golden() {
    assert_golden(Format::Github, false, include_str!("golden/github.txt"));
}

#[test]
fn sarif_is_golden() {
    assert_golden(Format::Sarif, false, include_str!("golden/sarif.txt"));
}

#[test]
fn names_and_formats_agree() {
    for name in Format::NAMES {
        assert_eq!(Format::from_name(name).map(Format::name), Some(*name));
    }
    assert_eq!(Format::from_name("Human"), None);
}

#[test]
fn order_and_repetition_do_not_show() {
    let mut twice = examples();
    twice.reverse();
    twice.extend(examples());
    assert_eq!(sort(twice), examples());
}

#[test]
fn counts_tell_what_there_is() {
    let counts = crate::diagnostic::Counts::of(&examples());
    assert_eq!((counts.errors, counts.warnings, counts.suggestions), (3, 1, 1));
    assert_eq!(counts.to_string(), "3 errors, 1 warning, 1 suggestion");
}

/// Control characters of content stay out of what goes to a terminal or a log.
#[test]
fn nothing_from_content_steers_a_terminal() {
    let path = SitePath::new("content/\u{1b}[2J\n::error::\u{202e}.md");
    let every: String =
        (0..=0x9f_u8).map(char::from).chain("\u{2066}\u{202e}\u{2028}\u{61c}".chars()).collect();
    let text = every.clone();
    let diagnostic =
        Diagnostic::new(Code::NulCharacter, &path, 0..4, &every).label(&path, 30..40, &every).help(&every);
    for format in [Format::Human, Format::Short, Format::Github] {
        let output =
            render(format, std::slice::from_ref(&diagnostic), &|_| Some(Arc::from(text.as_str())), false);
        let wild = output.chars().find(|c| {
            c.is_control() && !"\n\t".contains(*c) || "\u{2066}\u{202e}\u{2028}\u{61c}".contains(*c)
        });
        assert_eq!(wild, None, "{} lets a character through", format.name());
        assert_eq!(
            output.lines().filter(|line| line.starts_with("::")).count(),
            usize::from(format == Format::Github)
        );
    }
}

/// The true column stands over a line that was cut, and the cut is small.
#[test]
fn a_long_line_is_cut_around_the_label() {
    let text = format!("{}[x](y:z){}", "слово ".repeat(100_000), " слово".repeat(100_000));
    let at = text.find("y:z").unwrap();
    let path = SitePath::new("a.md");
    let diagnostic = Diagnostic::new(Code::UnknownKind, &path, at..at + 3, "no kind `y`");
    let output = render(Format::Human, &[diagnostic], &|_| Some(Arc::from(text.as_str())), false);
    assert!(output.contains("--> a.md:1:600005\n"), "{output}");
    assert!(output.contains("[x](y:z)") && output.len() < 1000, "{output}");
}

#[test]
fn a_label_over_many_lines_is_shown_by_its_first() {
    let text = "one\ntwo\nthree\nfour\nfive\n";
    let path = SitePath::new("a.md");
    let diagnostic = Diagnostic::general(Code::SplitLemma, "too long").label(&path, 4..23, "this");
    let output = render(Format::Human, &[diagnostic], &|_| Some(Arc::from(text)), false);
    assert!(output.contains("this (to line 5)") && !output.contains("five"), "{output}");
}

/// Ten thousand diagnostics on one line of five million bytes: without an index of the text this
/// would take minutes, and without cutting gigabytes.
#[test]
fn many_diagnostics_in_a_large_file_stay_small() {
    let text: Arc<str> = Arc::from("слово".repeat(500_000));
    let path = SitePath::new("a.md");
    let diagnostics: Vec<Diagnostic> = (0..10_000)
        .map(|index| Diagnostic::new(Code::WeakName, &path, index * 500..index * 500 + 10, "a name"))
        .collect();
    for name in Format::NAMES {
        let format = Format::from_name(name).unwrap();
        let output = render(format, &diagnostics, &|_| Some(Arc::clone(&text)), false);
        assert!(output.len() < 10_000 * 1_200, "{name} makes {} bytes", output.len());
    }
}

proptest! {
    #[test]
    fn no_span_makes_a_format_panic(
        text in "(\\PC|[\\r\\n\\t\\x00 д]){0,40}",
        long in 0..3_usize,
        spans in prop::collection::vec((0..1600_u32, 0..1600_u32), 1..4),
    ) {
        let text = text.repeat(1 + long * 8);
        let path = SitePath::new("a.md");
        let diagnostic = spans.into_iter().fold(Diagnostic::general(Code::BrokenLink, "m"), |diagnostic, span| {
            diagnostic.label(&path, Span { start: span.0, end: span.1 }, "here")
        });
        for name in Format::NAMES {
            let format = Format::from_name(name).unwrap();
            let output = render(format, std::slice::from_ref(&diagnostic), &|_| Some(Arc::from(text.as_str())), false);
            prop_assert!(output.contains("broken-link"));
        }
    }
}
