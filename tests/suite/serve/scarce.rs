//! What a system may refuse: threads, handles of files, and the folder that a program stands in.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use super::command::Running;
use super::{brief, connect, folder, write};

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");

/// Ends a command that is to succeed, and gives what it said.
#[track_caller]
fn said(output: &Output, code: i32) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// Runs a line of the shell, with postil as `$0` and the site as `$1`.
fn shell(line: &str, site: &Path) -> Output {
    Command::new("sh").args(["-c", line, POSTIL]).arg(site).output().expect("the shell runs")
}

#[test]
fn a_folder_that_is_gone_is_left() {
    let site = folder(&[]);
    let gone = "cd \"$1\" && mkdir gone && cd gone && rmdir ../gone && exec \"$0\"";
    let built = shell(&format!("{gone} --root \"$1\" build --output \"$1/out\""), site.path());
    said(&built, 0);
    assert!(site.path().join("out/search/engine/pagefind.js").exists());
    for arguments in ["build", "--root .. build", "--root \"$1\" build --output ../out", "serve --root .."] {
        let words = said(&shell(&format!("{gone} {arguments}"), site.path()), 2);
        assert!(words.contains("the folder that this was begun in is gone"), "{arguments}: {words}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_preview_does_not_stand_in_a_folder_that_a_build_replaces() {
    let site = folder(&[]);
    said(&shell("exec \"$0\" --root \"$1\" build", site.path()), 0);
    let mut command = Command::new(POSTIL);
    command.args(["serve", "--port", "0", "--config", "../postil.toml", "--root", ".."]);
    let mut running = Running::of(command.current_dir(site.path().join("public")));
    running.address();
    fs::remove_dir_all(site.path().join("public")).expect("removed");
    let stands = fs::read_link(format!("/proc/{}/cwd", running.id())).expect("a folder");
    assert_eq!(stands, Path::new("/"));
    write(site.path(), "content/briefs/a.md", &brief("Words of the next save."));
    running.until("Built");
}

/// Runs postil as a user whom the system gives no thread.
#[cfg(target_os = "linux")]
fn without_threads(site: &Path, arguments: &[&str]) -> Output {
    // The limit is not one for root.
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let limit = ["prlimit", "--nproc=0", POSTIL, "--root"];
    let words = nobody.iter().filter(|_| is_root).chain(&limit);
    let mut command = Command::new("env");
    command.args(words).arg(site).args(arguments).output().expect("util-linux is there")
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_a_site_is_checked_and_not_built() {
    let site = folder(&[]);
    let everyone = fs::Permissions::from_mode(0o777);
    fs::set_permissions(site.path(), everyone).expect("a folder for everyone");
    assert!(said(&without_threads(site.path(), &["check"]), 0).contains("Checked"));
    said(&without_threads(site.path(), &["check", "--jobs", "2"]), 3);
    for arguments in [&["build"][..], &["publish"], &["serve", "--port", "0"]] {
        let words = said(&without_threads(site.path(), arguments), 3);
        assert!(words.contains("the system gives too few threads"), "{words}");
    }
    assert!(!site.path().join("public").exists());
}

#[test]
fn a_lack_of_handles_is_told_as_such() {
    let site = folder(&[]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 24 && exec \"$0\" --root \"$1\" serve --port 0", POSTIL]).arg(site.path());
    let mut running = Running::of(&mut command);
    let address = running.address();
    let sockets: Vec<_> = (0..60).map(|_| connect(address)).collect();
    // The server takes them when it likes: until it has, saves are built.
    let told = (0..).find_map(|save| {
        write(site.path(), "content/briefs/a.md", &brief(&format!("Save {save}.")));
        let told = running.until("uilt");
        told.contains("Not rebuilt").then_some(told)
    });
    let told = told.expect("saves without end");
    assert!(told.contains("Too many open files"), "{told}");
    drop(sockets);
    running.until("Built");
}
