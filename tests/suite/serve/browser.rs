//! An open page in a real browser while its site is edited: `tests/browser/preview.mjs`.

use std::process::{Command, Stdio};

use crate::site::repository;

#[test]
fn an_open_page_follows_the_edits() {
    let scripts = repository("tests/browser");
    let folder = tempfile::tempdir().expect("a folder");
    let setup = Command::new("bash").arg(scripts.join("setup.sh")).stdin(Stdio::null()).output();
    let setup = setup.expect("bash runs");
    let words = String::from_utf8_lossy(&setup.stderr);
    assert!(setup.status.success(), "what the browser tests need is not installed:\n{words}");
    let checked = Command::new("node")
        .arg(scripts.join("preview.mjs"))
        .arg(env!("CARGO_BIN_EXE_postil"))
        .arg(folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("node runs");
    let words = [checked.stdout, checked.stderr].concat();
    assert!(checked.status.success(), "\n{}", String::from_utf8_lossy(&words));
}
