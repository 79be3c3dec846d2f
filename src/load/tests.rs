use super::{Inputs, Reader, Role, find_root, load};
use crate::diagnostic::Code;
use rustix::fs::{CWD, Mode, mkfifoat};
use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const CONFIG: &str = "title = \"T\"\nbase-url = \"https://example.org/\"\n";

/// A site on the disk with one page.
fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    write(site.path(), "postil.toml", CONFIG.as_bytes());
    write(site.path(), "content/about.md", b"# About\n");
    site
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The code and message of each fault.
fn faults(inputs: &Inputs) -> Vec<(Code, &str)> {
    inputs.diagnostics.iter().map(|fault| (fault.code, fault.message.as_str())).collect()
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs.files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn disk_and_texts_give_the_same() {
    let files = [
        ("content/about.md", "# About\r\n"),
        ("content/briefs/a/index.md", "\u{feff}# A\n"),
        ("content/briefs/a/map.png", "png"),
        ("content/entities/places/belarus.md", "---\r---\r"),
        ("content/sources.yml", "{}\n"),
        ("static/CNAME", "example.org\n"),
        ("static/.hidden", "x"),
        ("templates/base.html", "<html>\n"),
        ("public/index.html", "<html>\n"),
        ("content/todo.txt", "later"),
    ];
    let site = site();
    for (path, text) in files {
        write(site.path(), path, text.as_bytes());
    }
    let inputs = load(site.path()).unwrap();
    assert_eq!(inputs, Inputs::from_texts(CONFIG, &files));
    assert_eq!(inputs, load(site.path()).unwrap());
    assert_eq!(
        paths(&inputs),
        [
            "content/about.md",
            "content/briefs/a/index.md",
            "content/entities/places/belarus.md",
            "content/sources.yml"
        ]
    );
    assert_eq!(&*inputs.files[1].text, "# A\n");
    assert_eq!(&*inputs.files[2].text, "---\n---\n");
    assert_eq!(inputs.files[2].role, Role::Entity { id: "belarus".to_owned() });
    assert_eq!(inputs.assets.len(), 2);
    assert_eq!(inputs.templates.len(), 1);
    assert_eq!(inputs.config.as_ref().map(|config| config.title.as_str()), Some("T"));
    assert_eq!(faults(&inputs), [(Code::UnknownFile, "content/todo.txt is no file that postil reads")]);
}

#[test]
fn a_reader_reads_what_has_changed() {
    let site = site();
    write(site.path(), "content/contact.md", b"# Contact\n");
    write(site.path(), "content/wrong.md", b"# \xff\n");
    let mut reader = Reader::default();
    let later = SystemTime::now() + Duration::from_secs(3600);
    let first = reader.load(site.path(), later).unwrap();
    assert_eq!(first, load(site.path()).unwrap());

    write(site.path(), "content/about.md", b"# About us\n");
    let second = reader.load(site.path(), later).unwrap();
    assert_eq!(second, load(site.path()).unwrap());
    assert_eq!(&*second.files[0].text, "# About us\n");
    assert!(Arc::ptr_eq(&first.files[1].text, &second.files[1].text), "a file is read again");

    std::fs::remove_file(site.path().join("content/wrong.md")).unwrap();
    write(site.path(), "content/contact/index.md", b"# Contact\n");
    assert_eq!(reader.load(site.path(), later).unwrap(), load(site.path()).unwrap());
}

#[test]
fn only_the_files_that_are_told_to_have_changed_are_read_again() {
    let site = site();
    write(site.path(), "content/contact.md", b"# Contact\n");
    let root = site.path().canonicalize().unwrap();
    let told = |paths: &[&str]| paths.iter().map(|path| root.join(path)).collect::<BTreeSet<_>>();
    let mut reader = Reader::default();
    let first = reader.load(site.path(), SystemTime::now() + Duration::from_secs(3600)).unwrap();

    write(site.path(), "content/about.md", b"# About \xff\n");
    let second = reader.reload(&told(&["content/about.md"])).expect("the file is there");
    assert_eq!(second, load(site.path()).unwrap());
    assert!(Arc::ptr_eq(&first.files[1].text, &second.files[1].text), "a file is read again");
    write(site.path(), "content/about.md", b"# About us\n");
    write(site.path(), "content/contact.md", b"");
    let both = reader.reload(&told(&["content/about.md", "content/contact.md"]));
    assert_eq!(both, Some(load(site.path()).unwrap()));

    write(site.path(), "content/new.md", b"# New\n");
    assert_eq!(reader.reload(&told(&["content/new.md"])), None, "a file has come");
    std::fs::remove_file(site.path().join("content/contact.md")).unwrap();
    assert_eq!(reader.reload(&told(&["content/contact.md"])), None, "a file has gone");
    symlink("about.md", site.path().join("content/other.md")).unwrap();
    reader.load(site.path(), SystemTime::now()).unwrap();
    assert_eq!(reader.reload(&told(&["content/about.md"])), None, "the file has two paths");
}

#[test]
fn a_file_that_was_just_written_is_read_again() {
    let site = site();
    let mut reader = Reader::default();
    let first = reader.load(site.path(), SystemTime::UNIX_EPOCH).unwrap();
    let second = reader.load(site.path(), SystemTime::UNIX_EPOCH).unwrap();
    assert!(!Arc::ptr_eq(&first.files[0].text, &second.files[0].text), "it could have been written twice");
}

#[test]
fn the_root_is_found_upwards() {
    let site = site();
    write(site.path(), "content/briefs/a.md", b"A\n");
    let root = find_root(&site.path().join("content/briefs"));
    assert_eq!(root.as_deref(), Some(site.path()));
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(find_root(empty.path()), None);
    assert!(load(&empty.path().join("nowhere")).is_err());
}

#[test]
fn links_out_of_the_site_are_not_followed() {
    let other = tempfile::tempdir().unwrap();
    write(other.path(), "secret/key.md", b"secret\n");
    let site = site();
    symlink(other.path().join("secret/key.md"), site.path().join("content/key.md")).unwrap();
    symlink(other.path().join("secret"), site.path().join("content/folder")).unwrap();
    symlink("/", site.path().join("static")).unwrap();
    symlink("about.md", site.path().join("content/inside.md")).unwrap();
    let inputs = load(site.path()).unwrap();
    assert_eq!(paths(&inputs), ["content/about.md", "content/inside.md"]);
    assert!(inputs.assets.is_empty());
    let found = faults(&inputs);
    assert!(found.iter().all(|(code, _)| *code == Code::SymlinkOutside), "{found:?}");
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].1, "the link static leads out of the site, to /");
}

#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_told() {
    let site = site();
    let content = site.path().join("content");
    symlink("gone.md", content.join("a.md")).unwrap();
    symlink("b.md", content.join("b.md")).unwrap();
    symlink("..", content.join("c")).unwrap();
    std::fs::create_dir_all(content.join("guide")).unwrap();
    std::fs::create_dir_all(content.join("inner")).unwrap();
    symlink("../inner", content.join("guide/d")).unwrap();
    symlink("../guide", content.join("inner/e")).unwrap();
    let inputs = load(site.path()).unwrap();
    let found = faults(&inputs);
    assert!(found.iter().all(|(code, _)| *code == Code::BrokenSymlink), "{found:?}");
    assert!(
        found.contains(&(
            Code::BrokenSymlink,
            "the link content/a.md leads to gone.md, which cannot be reached"
        ))
    );
    assert!(found.contains(&(Code::BrokenSymlink, "the link content/b.md to b.md leads in a circle")));
    assert!(found.contains(&(Code::BrokenSymlink, "the link content/c to .. leads in a circle")));
}

#[test]
fn folders_linked_into_one_another_are_not_walked_without_end() {
    let site = site();
    for step in 0..40 {
        let folder = site.path().join(format!("content/s{step}"));
        std::fs::create_dir_all(&folder).unwrap();
        for link in ["l", "r"] {
            symlink(format!("../s{}", step + 1), folder.join(link)).unwrap();
        }
    }
    write(site.path(), "content/s40/page.md", b"End\n");
    let inputs = load(site.path()).unwrap();
    assert_eq!(
        paths(&inputs),
        ["content/about.md", "content/s39/l/page.md", "content/s39/r/page.md", "content/s40/page.md"]
    );
    assert_eq!(inputs.diagnostics.len(), 39 * 4);
}

#[test]
fn pipes_are_passed_over_unopened() {
    let site = site();
    for path in ["content/pipe.md", "content/pipe.png", "static"] {
        mkfifoat(CWD, site.path().join(path), Mode::RUSR | Mode::WUSR).unwrap();
    }
    let inputs = load(site.path()).unwrap();
    assert_eq!(paths(&inputs), ["content/about.md"]);
    let codes: Vec<_> = faults(&inputs).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::SpecialFile; 3]);
}

#[test]
fn large_files_are_not_read() {
    let site = site();
    // A lock grows with its site: that of 11,000 briefs is larger than any text.
    std::fs::write(site.path().join("postil.lock"), vec![b'#'; super::LARGEST_TEXT as usize + 1]).unwrap();
    for (path, length) in [("content/a.md", super::LARGEST_TEXT), ("content/a.png", super::LARGEST_ASSET)] {
        let file = std::fs::File::create(site.path().join(path)).unwrap();
        file.set_len(length + 1).unwrap();
    }
    let inputs = load(site.path()).unwrap();
    assert_eq!(
        faults(&inputs),
        [
            (Code::FileTooLarge, "content/a.md is 65 MiB large, and postil reads at most 64 MiB"),
            (Code::FileTooLarge, "content/a.png is 101 MiB large, and postil reads at most 100 MiB"),
        ]
    );
}

#[test]
fn a_name_that_is_not_utf8_is_told() {
    let site = site();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.md");
    std::fs::write(site.path().join("content").join(name), "text").unwrap();
    let inputs = load(site.path()).unwrap();
    assert_eq!(faults(&inputs), [(Code::InvalidPath, "the name of content/caf\u{fffd}.md is not UTF-8")]);
}

#[test]
fn broken_texts_are_told_and_kept_where_they_can_be() {
    let site = site();
    write(site.path(), "content/a.md", b"a\xFFb\n");
    write(site.path(), "content/b.md", b"a\0b\n");
    write(site.path(), "content/c.md", b"\xFF\xFEa\0\n\0");
    write(site.path(), "content/d.md", b" \r\n");
    let inputs = load(site.path()).unwrap();
    let codes: Vec<_> = faults(&inputs).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::InvalidUtf8, Code::NulCharacter, Code::Utf16, Code::EmptyFile]);
    assert_eq!(paths(&inputs), ["content/a.md", "content/about.md", "content/b.md", "content/c.md"]);
}

#[test]
fn names_that_are_no_addresses_are_told_with_a_better_one() {
    for (path, help) in [
        ("content/entities/Belarus.md", "rename it to `belarus`"),
        ("content/entities/Беларусь.md", "rename it to `belarus`"),
        ("content/briefs/a treaty.md", "rename it to `a-treaty`"),
        ("content/claims/🚀.md", "choose a name with letters"),
        ("content/Guide/x.md", "rename it to `guide`"),
        ("content/entities/nul.md", "rename the file"),
        ("static/a\u{202e}b.png", "rename the file"),
        ("static/a.", "rename the file"),
        ("static/../x.png", "rename the file"),
        ("content/entities.md", "choose another name"),
        ("content/search/help.md", "choose another name"),
        (
            "content/briefs/2024/a.md",
            "briefs are `content/briefs/<slug>.md` or `content/briefs/<slug>/index.md`",
        ),
    ] {
        let inputs = Inputs::from_texts(CONFIG, &[(path, "text")]);
        assert_eq!(inputs.diagnostics.len(), 1, "{path}: {:?}", faults(&inputs));
        let fault = &inputs.diagnostics[0];
        assert_eq!((fault.code, fault.help.join(" ").as_str()), (Code::InvalidPath, help), "{path}");
        assert!(!fault.message.contains('\u{202e}'), "{path}");
    }
}

#[test]
fn files_of_one_address_are_told_together() {
    for (first, second) in [
        ("content/about.md", "content/about/index.md"),
        ("content/briefs/a.md", "content/briefs/a/index.md"),
        ("content/entities/Minsk.md", "content/entities/minsk.md"),
        ("content/entities/Cafe\u{301}.md", "content/entities/Café.md"),
        ("static/Foo.png", "static/foo.png"),
        ("content/Cafe\u{301}.png", "content/Café.png"),
    ] {
        let inputs = Inputs::from_texts(CONFIG, &[(second, "b"), (first, "a")]);
        let faults: Vec<_> =
            inputs.diagnostics.iter().filter(|fault| fault.code == Code::PathCollision).collect();
        assert_eq!(faults.len(), 1, "{first}: {:?}", inputs.diagnostics);
        assert_eq!(faults[0].message, format!("{first} and {second} would have one address"));
        assert_eq!(faults[0].labels.len(), 2);
        assert_eq!(inputs.files.len() + inputs.assets.len(), 1, "{first}");
    }
    let two = [("content/entities/people/x.md", "a"), ("content/entities/places/x.md", "b")];
    let inputs = Inputs::from_texts(CONFIG, &two);
    assert_eq!((faults(&inputs), inputs.files.len()), (vec![], 2), "the registry tells of one id twice");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_told() {
    let site = tempfile::tempdir().unwrap();
    write(site.path(), "postil.toml", CONFIG.as_bytes());
    for path in ["content", "static", "templates", "postil.lock/inner.txt"] {
        write(site.path(), path, b"x");
    }
    let inputs = load(site.path()).unwrap();
    assert_eq!(
        faults(&inputs),
        [
            (Code::UnknownFile, "content is a file, and should be a folder"),
            (Code::InvalidLock, "postil.lock is a folder, and should be a file"),
            (Code::UnknownFile, "static is a file, and should be a folder"),
            (Code::UnknownFile, "templates is a file, and should be a folder"),
        ]
    );
}
