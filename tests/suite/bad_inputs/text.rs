//! **Text.**

use postil::diagnostic::{Code, Severity};
use rayon::prelude::*;

use super::run;
use crate::site::{Site, limited};

/// Files of every kind that postil reads as text.
const KINDS: [&str; 9] = [
    "postil.toml",
    "postil.lock",
    "content/about.md",
    "content/sources.yml",
    "content/sources/z.bib",
    "content/briefs/a.notes.md",
    "content/briefs/a.annotations.json",
    "content/removed.yml",
    "templates/page.html",
];

/// What is wrong with a site of which one file has these bytes.
fn faults_with(path: &str, bytes: &[u8]) -> Vec<(Code, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    Site::new().brief("a", "Words.").write_to(folder.path());
    let file = folder.path().join(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(file, bytes).expect("written");
    let inputs = postil::load::load(folder.path()).expect("the disk is sound");
    inputs.diagnostics.into_iter().map(|found| (found.code, found.message)).collect()
}

#[test]
fn utf_16_is_named_in_every_kind_of_file() {
    let little: Vec<u8> = "title = Minsk\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "title = Minsk\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xFF\xFE".as_slice(), &little].concat();
    for path in KINDS {
        for bytes in [&little, &big, &marked] {
            let faults = faults_with(path, bytes);
            assert_eq!(faults[0].0, Code::Utf16, "{path}: {faults:?}");
        }
    }
}

#[test]
fn bad_bytes_are_named_in_every_kind_of_file() {
    for path in KINDS {
        let (code, message) = &faults_with(path, b"one\ntwo\xC3\n")[0];
        assert_eq!(*code, Code::InvalidUtf8, "{path}");
        assert!(message.contains("line 2 holds the byte 0xC3, byte 8 of the file"), "{message}");
        assert_eq!(faults_with(path, b"a\0b\n")[0].0, Code::NulCharacter, "{path}");
    }
}

#[test]
fn faults_in_front_matter_have_their_codes() {
    for (text, code) in [
        ("", Code::EmptyFile),
        (" \n\t\n", Code::EmptyFile),
        ("---\ntitle: A\ndate: 2016\n---\n", Code::EmptyFile),
        ("---\ntitle: A\ndate: 2016\n\nWords.\n", Code::UnclosedFrontMatter),
        ("+++\ntitle = \"A\"\n\nWords.\n", Code::UnclosedFrontMatter),
        ("---\ntitle: A\ntitle: B\ndate: 2016\n---\n\nWords.\n", Code::InvalidFrontMatter),
        ("+++\ntitle = \"A\"\ntitle = \"B\"\n+++\n\nWords.\n", Code::InvalidFrontMatter),
        ("---\ntitle: [A]\ndate: 2016\n---\n\nWords.\n", Code::WrongType),
        ("---\ntitle: A\ndate: { a: 1 }\n---\n\nWords.\n", Code::WrongType),
        ("---\n- a\n---\n\nWords.\n", Code::WrongType),
        ("---\ntitle: \"\\u200b\"\ndate: 2016\n---\n\nWords.\n", Code::MissingKey),
    ] {
        let built = Site::new().file("content/briefs/a.md", text).compile();
        assert!(built.report().starts_with("content/briefs/a.md"), "{text:?}: {}", built.report());
        assert!(!built.found(code).is_empty(), "{text:?}: {}", built.report());
    }
}

#[test]
fn days_that_feeds_and_calendars_cannot_write_are_not_in_them() {
    let event = "date: 2014-05-06\nsummary: One.";
    let notes = "### x\n\n> Words\n\nOther words.\n";
    for (date, is_written) in [("-0043-03-15", false), ("0000-01-01", false), ("0001-01-01", true)] {
        let brief = format!("---\ntitle: A\ndate: {date}\n---\n\nWords of [the flood](event:flood).\n");
        let site = Site::new().file("content/briefs/a.md", &brief).entity("event", "flood", "Flood", event);
        let built = site.file("content/briefs/a.notes.md", notes).compile();
        assert!(built.compiled.is_publishable(false), "{}", built.report());
        let text = |path: &str| built.text(path);
        let instant = if is_written { "0001-01-01T00:00:00Z" } else { "1970-01-01T00:00:00Z" };
        assert!(text("feed.xml").contains(&format!("<published>{instant}</published>")), "{date}");
        let stamp = instant.replace(['-', ':'], "");
        assert!(text("timeline.ics").contains(&format!("DTSTAMP:{stamp}")), "{date}");
        assert_eq!(text("sitemap.xml").contains("<lastmod>"), is_written, "{date}");
        assert_eq!(text("briefs/a/annotations.json").contains("T00:00:00Z"), is_written, "{date}");
    }
}

#[test]
fn dates_that_are_no_days_are_errors() {
    for date in [
        "2023-02-30",
        "2023-13",
        "2023-00-10",
        "0",
        "-44",
        "99999",
        "9999999999999999999999",
        "1e9",
        "2015/2014",
    ] {
        let front = format!("---\ntitle: A\ndate: {date}\n---\n\nWords.\n");
        let link = format!("[words](date:{date})");
        let built = Site::new().brief("a", &front).brief("b", &link).compile();
        let found = built.found(Code::InvalidDate).len();
        assert!(found >= 2 || date.contains('/') && found >= 1, "{date}: {}", built.report());
    }
    for date in ["0000", "-0044", "Y99999"] {
        assert_eq!(Site::new().brief("a", &format!("[words](date:{date})")).compile().report(), "", "{date}");
    }
}

#[test]
fn deep_nesting_in_data_is_an_error_in_little_memory() {
    let deep = 10_000;
    let bomb: String = (1..12)
        .map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(10)))
        .collect();
    let bomb = format!("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{bomb}");
    let cases: [(&str, String); 11] = [
        ("content/briefs/b.md", format!("---\n{bomb}---\n\nWords.\n")),
        ("content/sources.yml", bomb.clone()),
        ("content/removed.yml", bomb),
        ("content/briefs/b.md", format!("---\ntitle: A\nextra: {}\n---\n\nWords.\n", "[".repeat(deep))),
        ("content/briefs/a.annotations.json", "[".repeat(10 * deep)),
        ("content/briefs/a.changes.yml", "- ".repeat(deep)),
        ("content/removed.yml", "[".repeat(deep)),
        ("content/sources.yml", "{a: ".repeat(deep)),
        ("content/sources/z.json", "[".repeat(10 * deep)),
        ("content/sources/z.bib", format!("@book{{a, title={}", "{".repeat(10 * deep))),
        ("templates/brief.html", format!("{{{{ {}", "(".repeat(deep))),
    ];
    cases.into_par_iter().for_each(|(path, text)| {
        let folder = tempfile::tempdir().expect("a folder");
        Site::new().brief("a", "Words.").file(path, &text).write_to(folder.path());
        // 256 MB of addresses, of which a program takes more than it uses and this one, which is not optimised, 80 MB for
        // itself; and some seconds of the processor. A bomb that went off would take all there are of both.
        let mut command = limited(folder.path(), "ulimit -v 262144 && ulimit -t 5", "check");
        // Each thread would keep addresses for memory of its own.
        command.env("RAYON_NUM_THREADS", "1").env("MALLOC_ARENA_MAX", "1");
        let ended = command.output().expect("the program runs");
        let said =
            String::from_utf8_lossy(&ended.stderr).into_owned() + &String::from_utf8_lossy(&ended.stdout);
        assert_eq!(ended.status.code(), Some(1), "{path}: {said}");
        assert!(said.contains(path), "{path}: {said}");
    });
}

#[test]
fn deep_settings_are_an_error() {
    for line in [format!("x = {}", "[".repeat(10_000)), format!("{} = 1", ["a"; 10_000].join("."))] {
        let folder = tempfile::tempdir().expect("a folder");
        Site::new().setting(&line).brief("a", "Words.").write_to(folder.path());
        let (code, said) = run(folder.path(), &["check"]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("postil.toml is not valid TOML"), "{said}");
    }
}

#[test]
fn many_alike_come_to_an_end() {
    let many = 10_000;
    let acronym = |n: usize| -> String {
        [1, 26, 676, 17_576].iter().map(|place| char::from(b'A' + (n / place % 26) as u8)).collect()
    };
    let bodies: [(&str, String); 12] = [
        ("acronyms", (0..3 * many).map(|n| format!("{} has. ", acronym(n))).collect()),
        ("places unknown", (0..many / 2).map(|n| format!("## Head {n}\n\n[x](#zz{n}q)\n\n")).collect()),
        ("entities unknown, in a line", (0..many / 2).map(|n| format!("[x](person:zz{n}q) ")).collect()),
        ("headings", "## Head\n\nWords.\n\n".repeat(many)),
        ("tasks", "- [ ] a\n".repeat(many)),
        ("alerts", "> [!NOTE]\n> Words.\n\n".repeat(many)),
        ("footnotes", (0..many).map(|n| format!("Word {n}.[^n{n}]\n\n[^n{n}]: Note {n}.\n\n")).collect()),
        ("marks of one note", format!("{}\n\n[^a]: Note.\n", "[^a]".repeat(5 * many))),
        ("elements in one another", "<div>".repeat(10 * many)),
        ("dates in a line", "[words](date:2015) ".repeat(many)),
        ("citations unknown", "[@a] ".repeat(many / 2)),
        ("rows", format!("| a |\n|---|\n{}", "| b |\n".repeat(many))),
    ];
    for (name, body) in bodies {
        let folder = tempfile::tempdir().expect("a folder");
        Site::new().brief("a", &body).write_to(folder.path());
        // Seconds of the processor, of which other programs take none. The square of this count is 100 million.
        let ended = limited(folder.path(), "ulimit -t 60", "check").output().expect("the program runs");
        assert!(matches!(ended.status.code(), Some(0 | 1)), "{name}: {:?}", ended.status);
    }
}

#[test]
fn a_text_has_a_length_beyond_which_it_is_not_read() {
    let line = Site::new().brief("a", &"Words of the Lind. ".repeat(8 << 20 >> 4)).compile();
    assert_eq!(line.found(Code::FileTooLarge).len(), 1, "{}", line.report());
}

#[test]
fn a_text_has_a_number_of_footnotes_and_citations_beyond_which_it_is_not_read() {
    let notes = |count: usize| (0..count).map(|n| format!("[^n{n}]: Note.\n\n")).collect::<String>();
    for (body, message) in [
        (notes(10_001), "the text has 10001 footnotes, and postil reads at most 10000 in one"),
        ("[@a] ".repeat(5_002), "the text has 5002 citations, and postil reads at most 5000 in one"),
    ] {
        let built = Site::new().brief("a", &body).compile();
        let found = built.found(Code::FileTooLarge);
        assert!(found.len() == 1 && found[0].message == message, "{}", built.report());
        assert!(found[0].labels[0].location.span.start > 1000, "it points at the first that is too many");
    }
    let built = Site::new().brief("a", &("[@a] ".repeat(5_000) + "\n\n" + &notes(10))).compile();
    assert!(built.found(Code::FileTooLarge).is_empty(), "{}", built.report());
}

#[test]
fn front_matter_has_a_length_beyond_which_it_is_not_read() {
    let front = format!("---\ntitle: A\ndate: 2016\nsummary: {}\n---\n\nWords.\n", "a".repeat(1 << 20));
    let built = Site::new().brief("a", &front).compile();
    assert_eq!(built.found(Code::FileTooLarge).len(), 1, "{}", built.report());
    assert!(built.compiled.diagnostics.iter().any(|found| found.severity() == Severity::Error));
}
