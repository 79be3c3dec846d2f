//! What holds whatever is wrong: every fault is told in one run, with its code and place, the exit code says that there
//! are some, and no file is other than it was.

use super::output::tree;
use super::run;
use crate::site::Site;

/// A file of each kind of content, with a fault.
const FAULTY: [(&str, &[u8]); 14] = [
    ("content/about.md", b"---\ntitle: x\n"),
    ("content/bad.md", b"---\ntitle: \xff\n---\n\nx\n"),
    ("content/briefs/a.md", b"---\ntitle: A\ndate: 2023-02-30\n---\n\nWords.\n"),
    ("content/briefs/b.annotations.json", b"{"),
    ("content/briefs/b.md", b"---\ntitle: [x]\ndate: 2020-01-01\n---\n\nWords.\n"),
    ("content/briefs/b.notes.md", b"### x\n\n> nowhere at all\n\nNote.\n"),
    ("content/claims/c.md", b"---\nstatement: S\nconfidence: perhaps-so\n---\n"),
    ("content/entities/e.md", b"---\nname: E\nkind: nothing\n---\n"),
    ("content/removed.yml", b"x: 1\n"),
    ("content/sources.bib", b"@book{a, title = {x}\n"),
    ("content/sources.json", b"[1"),
    ("content/sources.yml", b"a: ["),
    ("postil.lock", b"version 9\n"),
    ("templates/brief.html", b"{{ x |"),
];

#[test]
fn every_fault_is_told_with_its_place_in_one_run_and_no_file_is_other_than_it_was() {
    let room = tempfile::tempdir().expect("a folder");
    let site = room.path().join("site");
    Site::new().brief("a", "Words.").write_to(&site);
    assert_eq!(run(&site, &["build", "--output", "../public"]).0, 0);
    for (path, bytes) in FAULTY {
        let path = site.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let before = tree(room.path());
    assert!(before.keys().any(|path| path.starts_with("public")), "there is an older site");
    let (code, said) = run(&site, &["check", "--format", "short"]);
    assert_eq!(code, 1, "{said}");
    for (path, _) in FAULTY {
        assert!(said.lines().any(|line| is_told(line, path)), "nothing about {path} in\n{said}");
    }
    let (code, said) = run(&site, &["build", "--output", "../public"]);
    assert_eq!(code, 1, "{said}");
    assert!(tree(room.path()) == before, "something is written while something is wrong");
}

/// Whether a line tells of a fault in a file: `path:line:column: error[code]: …`.
fn is_told(line: &str, path: &str) -> bool {
    let place = line.strip_prefix(path).and_then(|rest| rest.strip_prefix(':'));
    let Some((place, fault)) = place.and_then(|rest| rest.split_once(": error[")) else { return false };
    let numbers: Vec<&str> = place.split(':').collect();
    let is_number = |text: &&str| text.parse::<u32>().is_ok_and(|number| number > 0);
    numbers.len() == 2 && numbers.iter().all(is_number) && fault.contains("]: ")
}
