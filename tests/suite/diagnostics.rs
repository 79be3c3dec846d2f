//! Every diagnostic, made by a site that has the fault: `tests/diagnostics/<code>.md`, or
//! `<code>.<variant>.md`. What only a disk can hold is made in [`on_disk`].

use std::collections::BTreeSet;
use std::path::Path;

use postil::compile::Options;
use postil::diagnostic::{Code, Diagnostic};
use postil::load::load;

use crate::cases::{Case, report};
use crate::pictures::huge_png;
use crate::site::{Built, CONFIG, Site};

#[test]
fn cases_report_what_they_say() {
    let mut faults = Vec::new();
    for mut case in Case::all("tests/diagnostics") {
        let mut built = case.site().compile();
        let code = case.name().split('.').next().unwrap_or_default().to_owned();
        if SUGGESTED.iter().any(|suggested| suggested.name() == code) {
            let suggestions = built.suggestions(&[]);
            built
                .compiled
                .diagnostics
                .extend(suggestions.into_iter().filter(|found| found.code.name() == code));
        }
        if !built.compiled.diagnostics.iter().any(|found| found.code.name() == code) {
            faults.push(format!("{} does not report `{code}`, but\n{}", case.name(), built.report()));
        }
        faults.extend(built.compiled.diagnostics.iter().filter_map(ill_worded));
        faults.extend(case.expect(&[("diagnostics", &built.report())]));
    }
    report(&faults);
}

/// What breaks the rules of wording in a diagnostic.
fn ill_worded(found: &Diagnostic) -> Option<String> {
    let message = &found.message;
    let fault = if message.ends_with('.') || message.contains('\n') {
        "the message is one sentence without a full stop"
    } else if message.contains("Some(") || message.contains("None)") || message.contains("\\u{") {
        "the message shows how the program is made"
    } else if found.help.is_empty() || found.help.iter().any(|help| help.trim().is_empty()) {
        "help says what to type"
    } else {
        return None;
    };
    Some(format!("{fault}: {}: {message} {:?}", found.code.name(), found.help))
}

#[test]
fn every_code_has_a_case() {
    let in_files = Case::all("tests/diagnostics");
    let mut covered: BTreeSet<String> =
        in_files.iter().map(|case| case.name().split('.').next().unwrap_or_default().to_owned()).collect();
    covered.extend(ON_DISK.map(|code| code.name().to_owned()));
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    let missing: Vec<_> = codes.difference(&covered).collect();
    assert!(missing.is_empty(), "codes without a case in tests/diagnostics: {missing:?}");
    let unknown: Vec<_> = covered.difference(&codes).collect();
    assert!(unknown.is_empty(), "cases of codes that do not exist: {unknown:?}");
}

/// The codes that only `postil suggest` reports.
const SUGGESTED: [Code; 2] = [Code::UnlinkedName, Code::UnrecordedAcronym];

/// The codes of faults that no text in a case can have.
const ON_DISK: [Code; 9] = [
    Code::InvalidUtf8,
    Code::Utf16,
    Code::NulCharacter,
    Code::FileTooLarge,
    Code::SymlinkOutside,
    Code::BrokenSymlink,
    Code::SpecialFile,
    Code::HugePicture,
    Code::StaleLock,
];

/// What `--locked` finds where the lock lacks a page.
fn stale_lock() -> Vec<Diagnostic> {
    let lock = "version 1\nbase /site/\n\n/about/ page:about\n";
    let site = Site::new().file("content/about.md", "---\ntitle: About\n---\n\nWords.\n");
    let options = Options { locked: true, ..Options::default() };
    Built::with(site.file("postil.lock", lock).inputs(), &options).compiled.diagnostics
}

#[cfg(unix)]
#[test]
fn on_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, outside) = (folder.path().join("site"), folder.path().join("outside"));
    let content = site.join("content");
    for path in [&content, &outside] {
        std::fs::create_dir_all(path).expect("a folder");
    }
    let write = |path: &Path, bytes: &[u8]| std::fs::write(path, bytes).expect("a file");
    write(&site.join("postil.toml"), CONFIG.as_bytes());
    write(&content.join("bytes.md"), b"---\ntitle: Bytes\n---\nMinsk \xff\n");
    write(&content.join("wide.md"), b"\xff\xfeM\0i\0n\0s\0k\0");
    write(&content.join("zero.md"), b"---\ntitle: NUL\n---\nMi\0nsk\n");
    write(&outside.join("secret.md"), b"---\ntitle: Secret\n---\nA secret.\n");
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, content.join(name)).expect("a link");
    link(&outside.join("secret.md"), "secret.md");
    link(Path::new("nowhere.md"), "dangling.md");
    link(Path::new("loop.md"), "loop.md");
    write(&content.join("huge.png"), &huge_png());
    write(&content.join("wide-picture.md"), b"---\ntitle: Map\n---\n\n![A map](huge.png \"Map: Desk\")\n");
    // A file of holes is large and takes no room.
    let large = std::fs::File::create(content.join("large.md")).expect("a file");
    large.set_len((64 << 20) + 1).expect("a sparse file");
    let made = std::process::Command::new("mkfifo").arg(content.join("pipe.md")).status();
    assert!(made.expect("mkfifo runs").success());

    let inputs = load(&site).expect("the site is readable");
    let mut built = Built::of(inputs);
    built.compiled.diagnostics.extend(stale_lock());
    let lines: String = built
        .report()
        .lines()
        .filter(|line| !line.starts_with("  |"))
        .map(|line| format!("{line}\n"))
        .collect();
    for code in ON_DISK {
        assert!(!built.found(code).is_empty(), "no {} in\n{lines}", code.name());
    }
    let all = &built.compiled.diagnostics;
    assert!(all.iter().all(|found| ill_worded(found).is_none()), "{lines}");
}
