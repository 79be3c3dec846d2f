//! **Paths and names.**

use postil::diagnostic::Code;

use crate::site::Site;

/// What is no id and no address: it leaves its place, hides, or is another thing elsewhere.
const NAMES: [&str; 12] = [
    "/../../etc/passwd",
    "/a/../b/",
    ".",
    "..",
    "/%2e%2e/x/",
    "/%2E%2E%2Fx/",
    "a\\b",
    "a\u{0}b",
    "a\u{1b}b",
    "a\u{202e}b",
    "/CON/",
    "//evil.example/",
];

#[test]
fn an_old_address_that_leaves_its_place_is_an_error_where_it_stands() {
    let long = format!("/{}/", "a".repeat(300));
    for name in NAMES.into_iter().chain(["/a./", "https://evil.example/x", &long]) {
        let quoted = serde_json::to_string(name).expect("a string");
        let front = format!("---\ntitle: A\ndate: 2016\nprevious: [{quoted}]\n---\n\nWords.\n");
        let built = Site::new().brief("a", &front).compile();
        let report = built.report();
        let place = "content/briefs/a.md:4:";
        assert!(report.starts_with(place), "{name:?}: {report}");
        assert_eq!(report.matches("content/briefs/a.md:").count(), 1, "{name:?}: {report}");
        let message = &built.compiled.diagnostics[0].message;
        assert!(!message.contains(['\u{202e}', '\u{1b}', '\0']), "{message:?}");
    }
    let front = "---\ntitle: A\ndate: 2016\nprevious: [old, \"/2019/Old_Post.html\", \"/caf%C3%A9/\"]\n---\n\nWords.\n";
    assert_eq!(Site::new().brief("a", front).compile().report(), "", "honest old addresses");
}

#[test]
fn an_empty_name_is_told_where_it_stands() {
    for line in ["slug: ''", "previous: ['']", "previous: ' '", "previous: [{ id: '' }]"] {
        let front = format!("---\ntitle: A\ndate: 2016\n{line}\n---\n\nWords.\n");
        let built = Site::new().brief("a", &front).compile();
        assert_eq!(built.found(Code::WrongType).len(), 1, "{line}: {}", built.report());
        assert!(built.report().starts_with("content/briefs/a.md:4:"), "{line}: {}", built.report());
    }
}

#[test]
fn no_name_that_content_gives_leaves_the_output() {
    for name in NAMES {
        let quoted = serde_json::to_string(name).expect("a string");
        let source =
            format!("{quoted}:\n  type: report\n  title: T\n  author: A\n  date: 2015\n  publisher: P\n");
        let built = Site::new()
            .file("content/sources.yml", &source)
            .entity(
                "person",
                "ana",
                "Ana",
                &format!("same-as: {{ wikidata: {quoted} }}\nimage: {{ src: {quoted}, alt: A }}"),
            )
            .brief(
                "a",
                &format!("Ana [@{name}].[^claim-{name}] ![A]({name})\n\n[^claim-{name}]: **Likely.** So."),
            )
            .compile();
        for (path, _) in built.compiled.output.iter() {
            let is_plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
            let stays = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
            assert!(is_plain && stays, "{name:?} gives {path}");
        }
    }
}

#[test]
fn a_picture_named_in_other_letters_is_an_error() {
    let built = Site::new()
        .bytes("static/Foo.PNG", b"no matter".to_vec())
        .brief("a", "![A](/foo.png \"A. Photo: B\")")
        .compile();
    let found = built.found(Code::CaseMismatch);
    assert!(found.len() == 1 && found[0].help[0].starts_with("write `/Foo.PNG`"), "{}", built.report());
    let beside = Site::new()
        .bytes("content/briefs/a/Foo.PNG", b"no matter".to_vec())
        .file(
            "content/briefs/a/index.md",
            "---\ntitle: A\ndate: 2016\n---\n\n![A](foo.png \"A. Photo: B\")\n",
        )
        .compile();
    assert_eq!(beside.found(Code::CaseMismatch).len(), 1, "{}", beside.report());
}
