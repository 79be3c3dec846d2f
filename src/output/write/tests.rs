use super::place::Place;
use super::{Options, Target, WriteError, Written, clean, swap, write};
use crate::artifact::Store;
use crate::output::{MANIFEST, Output};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A folder with room for a site and its surroundings.
struct Room(TempDir);

impl Room {
    fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        write(&output(files), &self.at("public"), &Options::default())
    }

    fn force(&self, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        let options = Options { force: true, ..Options::default() };
        write(&output(files), &self.at("public"), &options)
    }

    /// Everything in the room with its contents, links as what they lead to.
    fn all(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        list(self.0.path(), "", &mut all);
        all
    }

    /// The files of the output but for the manifest.
    fn public(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        list(&self.at("public"), "", &mut all);
        all.remove(MANIFEST);
        all
    }
}

fn list(folder: &Path, prefix: &str, all: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            let before = all.len();
            list(&entry.path(), &format!("{path}/"), all);
            if all.len() == before {
                all.insert(format!("{path}/"), String::new());
            }
        } else if kind.is_symlink() {
            all.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if kind.is_file() {
            all.insert(path, fs::read_to_string(entry.path()).unwrap());
        } else {
            all.insert(path, "special".to_owned());
        }
    }
}

fn output(files: &[(&str, &str)]) -> Output {
    let mut output = Output::new();
    for (path, text) in files {
        output.insert(*path, text.as_bytes()).unwrap();
    }
    output
}

fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn written(written: usize, unchanged: usize, removed: usize) -> Written {
    Written { written, unchanged, removed }
}

#[track_caller]
fn refused(result: Result<Written, WriteError>) -> String {
    match result {
        Err(WriteError::Refused(refusal)) => refusal.message,
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
fn disk<T: std::fmt::Debug>(result: Result<T, WriteError>) -> String {
    match result {
        Err(WriteError::Disk(error)) => format!("{error:#}"),
        other => panic!("no fault of the disk: {other:?}"),
    }
}

const FIRST: [(&str, &str); 4] =
    [("index.html", "home"), ("a/index.html", "a"), ("b/index.html", "b"), ("b/x.png", "picture")];
const SECOND: [(&str, &str); 3] = [("index.html", "home"), ("a/index.html", "new"), ("c/index.html", "c")];

#[test]
fn a_build_replaces_the_last_one_and_leaves_nothing_beside_it() {
    let room = Room::new();
    assert_eq!(room.build(&FIRST).unwrap(), written(4, 0, 0));
    assert_eq!(room.public(), map(&FIRST));
    let home = fs::metadata(room.at("public/index.html")).unwrap();
    assert_eq!(room.build(&SECOND).unwrap(), written(2, 1, 2));
    assert_eq!(room.public(), map(&SECOND));
    assert!(room.all().keys().all(|path| path.starts_with("public/")), "{:?}", room.all());
    let kept = fs::metadata(room.at("public/index.html")).unwrap();
    assert_eq!((home.ino(), home.mtime_nsec()), (kept.ino(), kept.mtime_nsec()), "the same file");
}

#[test]
fn the_same_output_again_does_not_touch_the_folder() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    let before = fs::metadata(room.at("public")).unwrap().ino();
    assert_eq!(room.build(&FIRST).unwrap(), written(0, 4, 0));
    assert_eq!(fs::metadata(room.at("public")).unwrap().ino(), before);
    room.put("public/a/index.html", "?");
    assert_eq!(room.build(&FIRST).unwrap(), written(1, 3, 0), "a file that was tampered with is mended");
    fs::remove_file(room.at("public/a/index.html")).unwrap();
    assert_eq!(room.build(&FIRST).unwrap(), written(1, 3, 0), "a file that was lost comes back");
    assert_eq!(room.public(), map(&FIRST));
}

#[test]
fn what_others_put_into_the_folder_stays() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    room.put("public/CNAME", "example.org");
    room.put("public/.git/objects/ab/cd", "object");
    room.put("public/b/notes.txt", "mine");
    symlink("CNAME", room.at("public/link")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, room.at("public/pipe"), 0o600.into()).unwrap();
    fs::create_dir_all(room.at("public/b/empty")).unwrap();
    fs::set_permissions(room.at("public/.git"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(room.at("public/b/empty"), fs::Permissions::from_mode(0o500)).unwrap();
    assert_eq!(room.build(&SECOND).unwrap(), written(2, 1, 2));
    let mut expected = map(&SECOND);
    expected.extend(map(&[
        ("CNAME", "example.org"),
        (".git/objects/ab/cd", "object"),
        ("b/notes.txt", "mine"),
        ("b/empty/", ""),
        ("link", "-> CNAME"),
        ("pipe", "special"),
    ]));
    assert_eq!(room.public(), expected);
    let mode = |path| fs::metadata(room.at(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("public/.git"), mode("public/b/empty")), (0o700, 0o500));
}

#[test]
fn a_folder_of_others_is_refused_without_force() {
    let room = Room::new();
    room.put("public/thesis.tex", "years of work");
    let before = room.all();
    let message = refused(room.build(&FIRST));
    assert!(message.ends_with("holds files that postil has not written"), "{message}");
    assert_eq!(room.all(), before);
    assert_eq!(room.force(&FIRST).unwrap(), written(4, 0, 0));
    assert_eq!(room.public()["thesis.tex"], "years of work");
    assert_eq!(room.build(&SECOND).unwrap(), written(2, 1, 2), "from now on it is a build");
    assert_eq!(room.public()["thesis.tex"], "years of work");
}

#[test]
fn a_fresh_checkout_is_free() {
    let room = Room::new();
    room.put("public/.git/HEAD", "ref");
    room.put("public/CNAME", "example.org");
    room.build(&FIRST).unwrap();
    assert_eq!(room.public()[".git/HEAD"], "ref");
}

#[test]
fn a_file_of_others_is_written_over_only_by_force() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    room.put("public/robots.txt", "mine");
    let before = room.all();
    let site = [("index.html", "home"), ("robots.txt", "ours")];
    let message = refused(room.build(&site));
    assert!(message.contains("public/robots.txt"), "{message}");
    assert_eq!(room.all(), before);
    assert_eq!(room.build(&[("index.html", "home"), ("robots.txt", "mine")]).unwrap(), written(1, 1, 3));
    fs::remove_file(room.at("public").join(MANIFEST)).unwrap();
    room.force(&site).unwrap();
    assert_eq!(room.public(), map(&site));
}

#[test]
fn a_file_and_a_folder_of_others_are_never_exchanged() {
    let room = Room::new();
    room.put("outside/index.html", "outside");
    room.build(&[("index.html", "home")]).unwrap();
    symlink("../outside", room.at("public/a")).unwrap();
    room.put("public/b/mine.txt", "mine");
    fs::create_dir(room.at("public/c")).unwrap();
    let before = room.all();
    for (site, name) in [("a/index.html", "public/a"), ("b", "public/b/mine.txt"), ("c", "public/c")] {
        let message = refused(room.force(&[(site, "ours")]));
        assert!(message.contains(name), "{message}");
        assert_eq!(room.all(), before);
    }
    room.build(&[("c/index.html", "ours")]).unwrap();
    assert_eq!(room.public()["c/index.html"], "ours", "an empty folder is no hindrance");
}

#[test]
fn folders_that_hold_the_authors_work_are_refused() {
    let room = Room::new();
    room.put("home/site/postil.toml", "");
    for folder in ["content", "templates", ".git", "inner"] {
        fs::create_dir_all(room.at("home/site").join(folder)).unwrap();
    }
    symlink("site", room.at("home/link")).unwrap();
    symlink("nowhere", room.at("home/dangling")).unwrap();
    let before = room.all();
    let options = Options { site: Some(room.at("home/site")), force: true, ..Options::default() };
    for (folder, reason) in [
        ("home/site", "is the site itself"),
        ("home/link", "is the site itself"),
        ("home/site/inner/..", "is the site itself"),
        ("home/site/missing/..", "is the site itself"),
        ("home", "holds the site"),
        ("home/site/content", "sources of the site"),
        ("home/link/content/briefs/public", "sources of the site"),
        // What is not there yet would be published by the next build, with all that is in it.
        ("home/site/static", "sources of the site"),
        ("home/site/static/public", "sources of the site"),
        ("home/site/templates", "sources of the site"),
        ("home/site/.git/public", "git repository"),
        ("home/site/postil.toml", "is not a folder"),
        ("home/dangling", "leads nowhere"),
    ] {
        let message = refused(write(&output(&FIRST), &room.at(folder), &options));
        assert!(message.contains(reason), "{folder}: {message}");
        assert_eq!(room.all(), before, "{folder}");
    }
    for folder in ["/", "/..", ""] {
        refused(write(&output(&FIRST), Path::new(folder), &options));
    }
    let home = std::env::home_dir().filter(|home| home.is_dir() && home.parent().is_some());
    if let Some(home) = home {
        let message = refused(write(&output(&FIRST), &home, &options));
        assert!(message.contains("home folder"), "{message}");
    }
    write(&output(&FIRST), &room.at("home/site/public"), &options).unwrap();
}

#[test]
fn a_link_to_the_output_stays_a_link() {
    let room = Room::new();
    fs::create_dir(room.at("www")).unwrap();
    symlink("www", room.at("public")).unwrap();
    room.build(&FIRST).unwrap();
    room.build(&SECOND).unwrap();
    assert!(room.at("public").is_symlink());
    assert_eq!(room.public(), map(&SECOND));
}

#[test]
fn a_second_build_is_told_of_the_first() {
    let room = Room::new();
    let first = Target::open(&room.at("public"), &Options::default()).unwrap();
    let error = room.build(&FIRST).unwrap_err();
    assert!(matches!(error, WriteError::LockHeld { pid: Some(pid), .. } if pid == std::process::id()));
    let start = format!("another build, process {}, holds the lock ", std::process::id());
    assert!(error.to_string().starts_with(&start), "{error}");
    assert!(error.to_string().ends_with("/.public.postil-lock"), "{error}");
    assert_eq!(first.write(&output(&SECOND)).unwrap(), written(3, 0, 0));
    assert_eq!(room.public(), map(&SECOND));
    room.build(&FIRST).unwrap();
}

#[test]
fn the_lock_of_a_dead_process_is_taken_over() {
    let room = Room::new();
    room.put(".public.postil-lock", "4194304\n");
    room.build(&FIRST).unwrap();
    assert!(!room.at(".public.postil-lock").exists());
}

#[test]
fn a_lock_that_is_a_link_is_not_written_through() {
    let room = Room::new();
    room.put("precious", "gold");
    symlink("precious", room.at(".public.postil-lock")).unwrap();
    disk(room.build(&FIRST));
    assert_eq!(fs::read_to_string(room.at("precious")).unwrap(), "gold");
}

#[test]
fn folders_above_the_output_are_made_and_unmade() {
    let room = Room::new();
    let target = Target::open(&room.at("x/y/public"), &Options::default()).unwrap();
    drop(target);
    assert_eq!(room.all(), BTreeMap::new());
    write(&output(&FIRST), &room.at("x/y/public"), &Options::default()).unwrap();
    assert_eq!(fs::read_to_string(room.at("x/y/public/index.html")).unwrap(), "home");
}

/// What a killed build can leave: each is named by the folders beside the output.
#[test]
fn leftovers_of_a_killed_build_are_put_right() {
    for (output, new, old) in [
        (Some("site"), Some("unfinished"), None),
        (Some("site"), None, Some("last")),
        (None, Some("unfinished"), Some("site")),
        (None, Some("unfinished"), None),
    ] {
        let room = Room::new();
        for (name, home) in [("public", output), (".public.postil-new", new), (".public.postil-old", old)] {
            if let Some(home) = home {
                room.put(&format!("{name}/index.html"), home);
                room.put(&format!("{name}/{MANIFEST}"), r#"{"postil":1,"files":["index.html"]}"#);
                fs::create_dir(room.at(name).join("closed")).unwrap();
                fs::set_permissions(room.at(name).join("closed"), fs::Permissions::from_mode(0o0)).unwrap();
            }
        }
        fs::create_dir_all(room.at("public")).unwrap();
        if output.is_none() {
            fs::remove_dir(room.at("public")).unwrap();
        }
        drop(Target::open(&room.at("public"), &Options::default()).unwrap());
        let names: Vec<_> =
            fs::read_dir(room.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        if output.or(old).is_some() {
            assert_eq!(names, ["public"]);
            assert_eq!(fs::read_to_string(room.at("public/index.html")).unwrap(), "site");
        } else {
            assert_eq!(names, [""; 0]);
        }
    }
}

#[test]
fn two_renames_do_where_folders_cannot_be_exchanged() {
    let room = Room::new();
    room.put("public/index.html", "old");
    room.put(".public.postil-new/index.html", "new");
    let place = Place::find(&room.at("public"), None).unwrap();
    swap::rename_both(&place).unwrap();
    assert_eq!(fs::read_to_string(room.at("public/index.html")).unwrap(), "new");
    swap::discard(&place.sibling("old"));
    assert_eq!(room.all(), map(&[("public/index.html", "new")]));
    swap::rename_both(&place).unwrap_err();
    assert_eq!(room.all(), map(&[("public/index.html", "new")]), "without a new site the old one stays");
}

#[test]
fn two_renames_that_are_killed_at_any_step_leave_one_site_whole() {
    let old = [("index.html", "old"), ("only/old.html", "old")];
    let new = [("index.html", "new"), ("only/new.html", "new")];
    // Before the steps the new site is being laid out; after them the old one is removed, file by file.
    for (done, gone) in [(0, None), (1, None), (2, None), (2, Some("index.html")), (2, Some("only/old.html"))]
    {
        let room = Room::new();
        room.build(&old).unwrap();
        fs::rename(room.at("public"), room.at("before")).unwrap();
        room.build(&new).unwrap();
        fs::rename(room.at("public"), room.at(".public.postil-new")).unwrap();
        fs::rename(room.at("before"), room.at("public")).unwrap();
        let place = Place::find(&room.at("public"), None).unwrap();
        for (from, to) in swap::steps(&place).into_iter().take(done) {
            fs::rename(from, to).unwrap();
        }
        if let Some(gone) = gone {
            fs::remove_file(room.at(".public.postil-old").join(gone)).unwrap();
        }
        drop(Target::open(&room.at("public"), &Options::default()).unwrap());
        let whole = if done == 2 { &new } else { &old };
        assert_eq!(room.public(), map(whole), "killed after {done} steps");
        assert_eq!(fs::read_dir(room.0.path()).unwrap().count(), 1, "nothing is left beside it");
        room.build(&new).unwrap();
        assert_eq!(room.public(), map(&new));
    }
}

#[test]
fn a_failing_disk_leaves_the_old_site_and_nothing_else() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    room.put("public/CNAME", "example.org");
    let before = room.all();
    let too_long = format!("z/{}", "n".repeat(300));
    let message = disk(room.build(&[("a/index.html", "new"), (&too_long, "x")]));
    assert!(message.starts_with("cannot write "), "{message}");
    assert_eq!(room.all(), before);
    let message = disk(write(&output(&FIRST), &room.at("public/index.html/sub/public"), &Options::default()));
    assert!(message.contains("index.html"), "{message}");
    assert_eq!(room.all(), before);
}

#[test]
fn files_go_to_the_disk_as_they_are_made_and_go_again_where_the_site_is_not_published() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    let before = room.all();
    let staging = Target::open(&room.at("public"), &Options::default()).unwrap().stage();
    for (path, text) in SECOND {
        staging.take(path, text.as_bytes().into());
    }
    staging.take("../outside", [0].into());
    let laid_out = |path: &str| fs::read_to_string(room.at(".public.postil-new").join(path)).ok();
    assert_eq!(laid_out("a/index.html").as_deref(), Some("new"));
    assert_eq!(laid_out("index.html"), None, "the old site has it");
    drop(staging);
    assert_eq!(room.all(), before);
}

#[test]
fn what_others_put_into_the_folder_while_the_site_is_made_stays() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    let staging = Target::open(&room.at("public"), &Options::default()).unwrap().stage();
    let file = staging.take("index.html", b"new".as_slice().into());
    room.put("public/CNAME", "example.org");
    let mut output = Output::new();
    output.insert("index.html", file).unwrap();
    assert_eq!(staging.publish(&output, None).unwrap(), written(1, 0, 3));
    assert_eq!(room.public(), map(&[("CNAME", "example.org"), ("index.html", "new")]));
}

#[test]
fn an_interrupted_write_changes_nothing() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    let before = room.all();
    let stop = Some(Arc::new(AtomicBool::new(true)));
    let result = write(&output(&SECOND), &room.at("public"), &Options { stop, ..Options::default() });
    assert!(matches!(result, Err(WriteError::Interrupted)), "{result:?}");
    assert_eq!(room.all(), before);
}

#[test]
fn a_manifest_removes_nothing_outside_and_a_broken_one_is_none() {
    let room = Room::new();
    room.put("precious", "gold");
    room.put("public/index.html", "home");
    let tampered = r#"{"postil":1,"files":["../precious","/precious","index.html",".git/HEAD"]}"#;
    room.put(&format!("public/{MANIFEST}"), tampered);
    room.put("public/.git/HEAD", "ref");
    assert_eq!(clean(&room.at("public"), &Options::default()).unwrap(), 1);
    assert_eq!(room.all(), map(&[("precious", "gold"), ("public/.git/HEAD", "ref")]));
    room.put("public/index.html", "home");
    for broken in ["", "{", r#"{"postil":2,"files":["index.html"]}"#] {
        room.put(&format!("public/{MANIFEST}"), broken);
        refused(room.build(&FIRST));
    }
    let manifest = room.at(&format!("public/{MANIFEST}"));
    fs::remove_file(&manifest).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, manifest, 0o600.into()).unwrap();
    refused(room.build(&FIRST));
}

#[test]
fn the_manifest_is_sorted_and_the_same_each_time() {
    let room = Room::new();
    room.build(&FIRST).unwrap();
    assert_eq!(
        fs::read_to_string(room.at("public").join(MANIFEST)).unwrap(),
        "{\n  \"postil\": 1,\n  \"files\": [\n    \"a/index.html\",\n    \"b/index.html\",\n    \"b/x.png\",\n    \"index.html\"\n  ]\n}\n"
    );
}

#[test]
fn clean_removes_a_build_and_nothing_else() {
    let room = Room::new();
    let clean = |room: &Room| clean(&room.at("public"), &Options::default());
    assert_eq!(clean(&room).unwrap(), 0);
    room.build(&FIRST).unwrap();
    assert_eq!(clean(&room).unwrap(), 4);
    assert_eq!(room.all(), BTreeMap::new());
    room.build(&FIRST).unwrap();
    room.put("public/b/notes.txt", "mine");
    fs::create_dir(room.at("public/empty")).unwrap();
    assert_eq!(clean(&room).unwrap(), 4);
    assert_eq!(room.all(), map(&[("public/b/notes.txt", "mine"), ("public/empty/", "")]));
    assert!(matches!(clean(&room), Err(WriteError::Refused(_))));
}
