//! **Links on disk.**

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use super::run;
use crate::site::Site;

/// A site with one brief in the folder `site` of a new folder.
fn site() -> (tempfile::TempDir, std::path::PathBuf) {
    let outer = tempfile::tempdir().expect("a folder");
    let root = outer.path().join("site");
    Site::new().brief("a", "Words.").write_to(&root);
    for folder in ["content", "static", "templates"] {
        std::fs::create_dir_all(root.join(folder)).expect("a folder");
    }
    (outer, root)
}

#[test]
fn links_are_told_with_their_targets_in_every_folder() {
    let (outer, root) = site();
    let secret = outer.path().join("secret");
    std::fs::write(&secret, "a secret").expect("written");
    for folder in ["content", "static", "templates"] {
        symlink(".", root.join(folder).join("circle")).expect("a link");
        symlink("gone.html", root.join(folder).join("gone")).expect("a link");
        symlink(&secret, root.join(folder).join("out.html")).expect("a link");
        symlink(outer.path(), root.join(folder).join("parent")).expect("a link");
    }
    let (code, said) = run(&root, &["build"]);
    assert_eq!(code, 1, "{said}");
    for folder in ["content", "static", "templates"] {
        for message in [
            format!("the link {folder}/circle to . leads in a circle"),
            format!("the link {folder}/gone leads to gone.html, which cannot be reached"),
            format!("the link {folder}/out.html leads out of the site, to {}", secret.display()),
            format!("the link {folder}/parent leads out of the site, to {}", outer.path().display()),
        ] {
            assert!(said.contains(&message), "{message}\n{said}");
        }
    }
    assert!(!root.join("public").exists(), "nothing is written");
}

#[test]
fn a_folder_or_file_of_the_site_may_not_be_a_link_out_of_it() {
    for (name, code) in [("content", 1), ("postil.toml", 2), ("postil.lock", 1)] {
        let (outer, root) = site();
        let moved = outer.path().join("moved");
        match root.join(name).exists() {
            true => std::fs::rename(root.join(name), &moved).expect("moved"),
            false => std::fs::write(&moved, "").expect("written"),
        }
        symlink(&moved, root.join(name)).expect("a link");
        let (ended, said) = run(&root, &["check"]);
        assert_eq!(ended, code, "{said}");
        assert!(said.contains(&format!("the link {name} leads out of the site")), "{said}");
    }
}

#[test]
fn pipes_sockets_and_devices_are_passed_over_with_a_warning() {
    let (_outer, root) = site();
    let paths = [
        "content/x.md",
        "content/briefs/a.notes.md",
        "content/sources/x.yml",
        "static/x",
        "templates/x.html",
    ];
    for path in paths {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo runs").success());
    }
    let _socket = UnixListener::bind(root.join("content/socket.md")).expect("a socket");
    // Its target is outside, where a device must be.
    symlink("/dev/zero", root.join("content/zero.md")).expect("a link");
    let (code, said) = run(&root, &["check"]);
    assert_eq!(code, 1, "only the link is an error: {said}");
    for path in paths.into_iter().chain(["content/socket.md"]) {
        assert!(said.contains(&format!("{path} is a pipe, socket or device, and was passed over")), "{said}");
    }
    assert!(said.contains("the link content/zero.md leads out of the site, to /dev/zero"), "{said}");
    assert_eq!(said.matches("warning[").count(), paths.len() + 1, "{said}");
}

#[test]
fn an_output_that_would_write_over_the_author_is_refused() {
    let (outer, root) = site();
    let before = listing(outer.path());
    let home = std::env::var("HOME").unwrap_or_else(|_| "/".to_owned());
    for output in ["/", ".", "..", "content", "static", "templates", "content/briefs", "postil.toml", &home] {
        let (code, said) = run(&root, &["build", "--output", output]);
        assert_eq!(code, 2, "{output}: {said}");
        assert!(said.contains(&format!("the output folder {output} ")), "{said}");
    }
    assert_eq!(listing(outer.path()), before);
}

/// Every path below a folder.
fn listing(folder: &Path) -> Vec<std::path::PathBuf> {
    crate::site::files_below(folder)
}
