#![expect(clippy::disallowed_methods, reason = "tests write sites to read")]

use super::*;
use crate::config::BaseUrl;

#[test]
fn whatever_a_build_depends_on_counts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("postil.toml", "title = \"T\"\nbase-url = \"https://example.org/\"\n");
    write("content/briefs/a.md", "---\ntitle: A\ndate: 2016-03-01\n---\n");
    write("static/a.txt", "a");
    let program = Digest::of(b"program");
    let digest =
        |options: &Options| foundation(&crate::load::load(folder.path()).unwrap(), options, None, program);
    let plain = Options::default();
    let mut seen = vec![digest(&plain)];
    assert_eq!(digest(&plain), seen[0]);
    for (path, text) in [
        ("content/briefs/a.md", "---\ntitle: B\ndate: 2016-03-01\n---\n"),
        ("static/a.txt", "b"),
        ("static/b.txt", "a"),
        ("templates/home.html", "{% extends \"home.html\" %}"),
        ("postil.toml", "title = \"U\"\nbase-url = \"https://example.org/\"\n"),
        ("content/stray.txt", "Words."),
        ("postil.lock", "{}"),
    ] {
        write(path, text);
        seen.push(digest(&plain));
    }
    seen.push(digest(&Options { drafts: true, ..Options::default() }));
    let base_url = BaseUrl::parse("https://example.org/b/").ok();
    seen.push(digest(&Options { base_url, ..Options::default() }));
    let inputs = crate::load::load(folder.path()).unwrap();
    seen.push(foundation(&inputs, &plain, None, Digest::of(b"another")));
    seen.push(foundation(&inputs, &plain, Some("[]"), program));
    let different: std::collections::BTreeSet<Digest> = seen.iter().copied().collect();
    assert_eq!(different.len(), seen.len());
    assert_eq!(foundation(&inputs, &plain, Some("{}"), program), seen[7]);
}
