//! The program from outside: console transcripts in `tests/cmd/*.md`, and what needs a second
//! process, a closed pipe or a signal.
//!
//! A transcript is a site in sections (see `cases`) and after each `=== $ postil …` what that
//! prints, run in the site's folder one after the other: standard output, then after `--stderr`
//! standard error, then the exit code where it is not 0. Paths and times are written as words.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::cases::{Case, report};
use crate::site::Site;

/// The program, run in a folder as far from the caller's surroundings as can be.
fn postil(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("RUST_BACKTRACE")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100");
    command
}

fn site() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("the folder is there");
    Site::new().brief("one", "Words.").write_to(&root);
    (folder, root)
}

#[test]
fn transcripts_hold() {
    let faults: Vec<String> = Case::all("tests/cmd").iter_mut().filter_map(run_transcript).collect();
    report(&faults);
}

fn run_transcript(case: &mut Case) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("the folder is there").join("site");
    std::fs::create_dir(&root).expect("the folder can be made");
    case.write_files(&root);
    let lines: Vec<String> = case.commands();
    assert!(!lines.is_empty(), "{} runs nothing", case.name());
    let results: Vec<(String, String)> =
        lines.into_iter().map(|line| (format!("$ {line}"), run_line(&line, &root))).collect();
    let results: Vec<(&str, &str)> =
        results.iter().map(|(line, text)| (line.as_str(), text.as_str())).collect();
    case.expect(&results)
}

/// Runs `postil …`, or `write PATH TEXT…`, `list` or `show PATH…`, and gives the transcript of it.
fn run_line(line: &str, root: &Path) -> String {
    let mut words = line.split(' ');
    match words.next() {
        Some("postil") => transcript(&postil(root).args(words).output().expect("postil runs"), root),
        Some("write") => {
            let file = root.join(words.next().expect("a path"));
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(file, words.collect::<Vec<_>>().join(" ")).expect("the file can be written");
            String::new()
        }
        Some("show") => {
            let read = |path| std::fs::read_to_string(root.join(path)).expect("the file can be read");
            words.map(read).collect::<String>().replace('\r', "␍")
        }
        Some("list") => {
            let mut names: Vec<String> = std::fs::read_dir(root.join(words.next().unwrap_or_default()))
                .expect("a folder")
                .map(|entry| format!("{}\n", entry.expect("an entry").file_name().to_string_lossy()))
                .collect();
            names.sort();
            names.concat()
        }
        _ => panic!("a transcript cannot run `{line}`"),
    }
}

fn transcript(output: &Output, root: &Path) -> String {
    let text = |bytes: &[u8]| redact(std::str::from_utf8(bytes).expect("UTF-8"), root);
    let mut lines = text(&output.stdout);
    if !output.stderr.is_empty() {
        lines.push_str("--stderr\n");
        lines.push_str(&text(&output.stderr));
    }
    match output.status.code() {
        Some(0) => {}
        code => lines.push_str(&format!("--exit {code:?}\n").replace("Some(", "").replace(')', "")),
    }
    lines
}

/// Paths of this run and times as words; without what a slow machine says of how far it has come.
fn redact(text: &str, root: &Path) -> String {
    let above = root.parent().expect("a parent");
    let text = text.replace(&root.display().to_string(), "[SITE]");
    let text =
        text.replace(&above.display().to_string(), "[ABOVE]").replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let lines = text.split_inclusive('\n').filter(|line| !line.ends_with(" s)\n"));
    let times = lines.map(|line| match line.rfind(" in ").zip(line.find(" s: ")) {
        Some((start, end)) if start < end => format!("{} in [TIME]{}", &line[..start], &line[end..]),
        _ => line.to_owned(),
    });
    times.collect()
}

#[test]
fn every_command_has_help_and_an_unknown_flag_is_a_usage_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for command in ["build", "check", "suggest", "explain", "clean", "completions", "man"] {
        let help = postil(folder.path()).args([command, "--help"]).output().expect("postil runs");
        let text = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(
            help.status.success() && text.contains(&format!("Usage: postil {command}")),
            "{command}: {text}"
        );
        let wrong = postil(folder.path()).args([command, "--no-such-flag"]).output().expect("postil runs");
        let text = String::from_utf8_lossy(&wrong.stderr).into_owned();
        assert!(wrong.status.code() == Some(2) && text.contains("--no-such-flag"), "{command}: {text}");
    }
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shells = ["bash", "zsh", "fish", "elvish", "powershell"];
    let completions = shells.iter().map(|shell| vec!["completions", *shell]);
    for arguments in completions.chain([vec!["man"]]) {
        let output = postil(folder.path()).args(&arguments).output().expect("postil runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}");
        for command in ["build", "check", "suggest", "explain", "clean"] {
            assert!(text.contains(command), "{arguments:?} does not name {command}");
        }
    }
}

#[test]
fn machine_formats_are_json_also_where_nothing_is_wrong() {
    for body in ["Words.", "See [nobody](person:nobody) and [nowhere](place:nowhere)."] {
        let (_folder, root) = site();
        Site::new().brief("one", body).write_to(&root);
        for format in ["json", "sarif"] {
            let output = postil(&root).args(["check", "--format", format]).output().expect("postil runs");
            let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert!(value.is_object(), "{format}: {value}");
        }
    }
}

#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    let (_folder, root) = site();
    for arguments in [vec!["explain"], vec!["man"], vec!["check", "--format", "sarif"], vec!["--help"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = postil(&root).args(&arguments).stdout(writer).stderr(Stdio::piped()).output();
        let output = output.expect("postil runs");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!text.contains("panicked") && !text.contains("error"), "{arguments:?}: {text}");
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {:?}", output.status);
    }
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let status =
        postil(&root).arg("build").stderr(writer).stdout(Stdio::null()).status().expect("postil runs");
    assert!(status.success(), "a build whose standard error is closed: {status:?}");
}

#[test]
fn an_interrupt_ends_a_build_that_waits() {
    let (_folder, root) = site();
    let pipe = root.join("settings");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let mut build = postil(&root).args(["build", "--config", "settings"]).stderr(Stdio::null()).spawn();
    let build = build.as_mut().expect("postil runs");
    let held = std::fs::OpenOptions::new().write(true).open(&pipe).expect("the pipe opens");
    let sent = Command::new("bash").args(["-c", &format!("kill -INT {}", build.id())]).status();
    assert!(sent.expect("bash runs").success());
    assert_eq!(build.wait().expect("postil ends").code(), Some(130));
    drop(held);
    assert!(!root.join("public").exists(), "nothing is written");
    assert!(
        postil(&root).args(["build", "--quiet"]).status().expect("postil runs").success(),
        "the next build goes on"
    );
}
