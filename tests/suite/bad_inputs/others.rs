//! What is not postil's in the output folder, beside it and in the site: mounted disks, what a stopped build could not
//! remove, links, and files that others write while a command runs.

use std::fs::{Permissions, read_to_string, set_permissions, write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::output::{Room, as_nobody, ended, names, with_own_mounts};
use super::run;
use crate::site::Site;

#[test]
fn what_is_mounted_in_the_output_is_not_removed() {
    let room = Room::new(1);
    with_own_mounts(
        &room,
        "build() { \"$POSTIL\" build --quiet --root \"$ROOM/$1\" --output \"$ROOM/disk/public\"; }
         build one
         mkdir \"$ROOM/disk/public/data\" \"$ROOM/volume\"
         echo keep > \"$ROOM/volume/kept.txt\"
         mount --bind \"$ROOM/volume\" \"$ROOM/disk/public/data\"
         if build two 2> \"$ROOM/words\"; then echo 0; else echo $?; fi > \"$ROOM/status\"
         umount \"$ROOM/disk/public/data\"
         mkdir -p \"$ROOM/disk/.public.postil-new/data\"
         mount --bind \"$ROOM/volume\" \"$ROOM/disk/.public.postil-new/data\"
         \"$POSTIL\" build --root \"$ROOM/two\" --output \"$ROOM/disk/public\" 2> \"$ROOM/later\"",
    );
    let text = |name: &str| read_to_string(room.at(name)).expect("a file");
    assert_eq!(text("status"), "2\n", "{}", text("words"));
    assert!(text("words").contains("data, where something is mounted, lies in the output folder"));
    assert_eq!(text("volume/kept.txt"), "keep\n");
    assert!(text("later").contains("cannot be removed: something in it is not yours"), "{}", text("later"));
    assert!(names(&room.at("disk")).iter().any(|name| name.starts_with(".public.postil-stuck-")));
    assert!(text("disk/public/briefs/a/index.html").contains("Words of two."));
}

#[test]
fn a_lock_that_has_no_room_keeps_the_old_site() {
    let room = Room::new(1);
    with_own_mounts(
        &room,
        "mount -t tmpfs -o size=256k tmpfs \"$ROOM/disk\"
         cp -a \"$ROOM/one\" \"$ROOM/disk/site\"
         build() { \"$POSTIL\" build --quiet --root \"$ROOM/disk/site\" --output \"$ROOM/public\"; }
         build
         cp \"$ROOM/disk/site/content/briefs/a.md\" \"$ROOM/disk/site/content/briefs/new.md\"
         cp \"$ROOM/disk/site/postil.lock\" \"$ROOM/lock\"
         head -c 1000000 /dev/zero > \"$ROOM/disk/others.bin\" || true
         if build 2> \"$ROOM/words\"; then echo 0; else echo $?; fi > \"$ROOM/status\"
         ls \"$ROOM/public/briefs\" > \"$ROOM/briefs\"
         ls -A \"$ROOM/disk/site\" > \"$ROOM/beside\"
         cp \"$ROOM/disk/site/postil.lock\" \"$ROOM/lock-after\"",
    );
    let text = |name: &str| read_to_string(room.at(name)).expect("a file");
    assert_eq!(text("status"), "3\n", "{}", text("words"));
    assert!(text("words").contains("postil.lock: No space left on device"), "{}", text("words"));
    assert!(!text("briefs").contains("new"), "{}", text("briefs"));
    assert_eq!(text("lock-after"), text("lock"));
    assert!(!text("beside").contains(".new"), "{}", text("beside"));
}

#[test]
fn exchanged_files_are_put_right() {
    let room = Room::new(2);
    ended(&mut room.build("one"), 0);
    let [first, second] = ["briefs/a/index.html", "index.html"].map(|path| room.at("disk/public").join(path));
    let right = read_to_string(&first).expect("a page");
    let aside = room.at("aside");
    for (from, to) in [(&first, &aside), (&second, &first), (&aside, &second)] {
        std::fs::rename(from, to).expect("it is there");
    }
    ended(&mut room.build("one"), 0);
    assert!(read_to_string(&first).expect("a page") == right);
}

#[test]
fn a_link_with_the_name_of_a_draft_is_not_followed() {
    let room = tempfile::tempdir().expect("a folder");
    let folder = room.path().join("site");
    Site::new().brief("a", "Words   of a brief.\n\n* an item").write_to(&folder);
    let outside = room.path().join("precious.txt");
    write(&outside, "precious").expect("a file");
    for draft in [".postil.lock.new", "content/briefs/.a.md.new"] {
        std::os::unix::fs::symlink(&outside, folder.join(draft)).expect("a link");
    }
    assert_eq!(run(&folder, &["fmt"]).0, 0);
    assert_eq!(run(&folder, &["build"]).0, 0);
    assert_eq!(read_to_string(&outside).expect("a file"), "precious");
    for file in ["postil.lock", "content/briefs/a.md"] {
        assert!(folder.join(file).symlink_metadata().expect("a file").is_file(), "{file}");
    }
}

#[test]
fn a_folder_with_the_name_of_the_manifest_is_refused() {
    let room = tempfile::tempdir().expect("a folder");
    Site::new().brief("a", "Words.").write_to(room.path());
    std::fs::create_dir_all(room.path().join("public/.postil-manifest.json")).expect("a folder");
    write(room.path().join("public/.postil-manifest.json/kept.txt"), "kept").expect("a file");
    for arguments in [&["build"][..], &["build", "--force"]] {
        let (status, words) = run(room.path(), arguments);
        assert_eq!(status, 2, "{words}");
        assert!(words.contains("is a folder, and has the name of postil's own list of files"), "{words}");
    }
    assert!(room.path().join("public/.postil-manifest.json/kept.txt").exists());
}

#[test]
fn what_is_closed_to_its_owner_is_removed_too() {
    let room = Room::new(1);
    let mode =
        |path: &str, mode| set_permissions(room.at(path), Permissions::from_mode(mode)).expect("it is there");
    mode("disk", 0o777);
    // The lock has no place in a site of another user.
    mode("one", 0o777);
    ended(&mut as_nobody(&room.build("one"), room.at("").as_path()), 0);
    mode("disk/public/briefs/a", 0o555);
    let mut clean = Command::new("postil");
    clean
        .args(["clean", "--quiet", "--root"])
        .arg(room.at("one"))
        .arg("--output")
        .arg(room.at("disk/public"));
    clean.stdout(Stdio::null()).stderr(Stdio::piped());
    ended(&mut as_nobody(&clean, room.at("").as_path()), 0);
    assert!(names(&room.at("disk")).is_empty(), "{:?}", names(&room.at("disk")));
}
