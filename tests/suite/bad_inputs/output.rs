//! Disks that are full or closed, builds that are killed, stopped or two at once: the folder holds the
//! old site or the new one, entire, and nothing is left beside it.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::dice::Dice;
use crate::site::{CONFIG, Site};

/// A user who owns nothing.
pub(super) const NOBODY: u32 = 65534;

/// How long passes between two looks at a folder: short beside the writing of a site.
const GLANCE: Duration = Duration::from_micros(200);

/// The sources of two sites, `one` and `two`, and a folder `disk` for their output `public`.
pub(super) struct Room(TempDir);

/// The files of a folder, by their paths in it.
pub(super) type Tree = BTreeMap<PathBuf, Vec<u8>>;

impl Room {
    /// A room whose sites have so many files each, all of them different.
    pub(super) fn new(files: usize) -> Self {
        let room = Self(tempfile::tempdir().expect("a folder"));
        for name in ["one", "two"] {
            let site = Site::new().brief("a", &format!("Words of {name}."));
            let site = (0..files).fold(site, |site, at| {
                site.file(&format!("static/files/{at}.txt"), &format!("{name} {at}\n"))
            });
            site.write_to(&room.at(name));
        }
        std::fs::create_dir(room.at("disk")).expect("a folder");
        room
    }

    pub(super) fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// A build of one of the sites into `disk/public`.
    pub(super) fn build(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command
            .args(["build", "--quiet", "--root"])
            .arg(self.at(name))
            .arg("--output")
            .arg(self.at("disk/public"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn public(&self) -> Tree {
        tree(&self.at("disk/public"))
    }

    /// What stands beside the output, and the output.
    fn beside(&self) -> Vec<String> {
        names(&self.at("disk"))
    }

    /// Both sites as they are when nothing goes wrong; the first is in the folder then.
    fn wholes(&self) -> [Tree; 2] {
        let [two, one] = ["two", "one"].map(|name| {
            ended(&mut self.build(name), 0);
            self.public()
        });
        assert_ne!(one, two);
        [one, two]
    }
}

pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The files below a folder, whatever they are called.
pub(super) fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(inner) = waiting.pop() {
        for entry in std::fs::read_dir(folder.join(&inner)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = inner.join(entry.file_name());
            if entry.file_type().expect("a type").is_dir() {
                waiting.push(path);
            } else {
                tree.insert(path, std::fs::read(entry.path()).expect("a file"));
            }
        }
    }
    tree
}

/// Runs a command to its end, which is one with that exit code. Gives what it said.
#[track_caller]
pub(super) fn ended(command: &mut Command, code: i32) -> String {
    let output = command.output().expect("the command runs");
    let words = said(&output);
    assert_eq!(output.status.code(), Some(code), "{words}");
    assert!(!words.contains("panicked"), "{words}");
    words
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What became of builds that were killed.
#[derive(Default)]
struct Killed {
    /// Builds that had begun to write, and left the old site.
    while_writing: usize,
    /// Builds that left the new site.
    after_the_swap: usize,
}

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let lanes: Vec<Killed> = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..4).map(|seed| scope.spawn(move || kill_builds(seed, 50))).collect();
        lanes.into_iter().map(|lane| lane.join().expect("the sites were entire")).collect()
    });
    let sum = |count: fn(&Killed) -> usize| lanes.iter().map(count).sum::<usize>();
    let (writing, after) = (sum(|lane| lane.while_writing), sum(|lane| lane.after_the_swap));
    assert!(writing > 10 && after > 10, "{writing} were killed while they wrote, {after} after the swap");
}

/// Kills so many builds at random moments, half of them while they write.
fn kill_builds(seed: u64, count: usize) -> Killed {
    let room = Room::new(300);
    let start = Instant::now();
    let wholes = room.wholes();
    let whole_build = start.elapsed() / 2;
    let (mut dice, mut killed, mut present) = (Dice::new(seed), Killed::default(), 0);
    for round in 0..count {
        let wanted = 1 - present;
        let mut build = room.build(["one", "two"][wanted]);
        if round % 10 == 9 {
            ended(&mut build, 0);
            assert_eq!(room.beside(), ["public"], "seed {seed}, round {round}");
        } else {
            let mut build = build.spawn().expect("postil runs");
            wait_a_while(&mut build, &room, &mut dice, whole_build);
            build.kill().expect("it can be killed");
            build.wait().expect("it ends");
        }
        let found = room.public();
        present = wholes.iter().position(|whole| *whole == found).unwrap_or_else(|| {
            let files = found.len();
            panic!(
                "seed {seed}, round {round}: {files} files, neither of {} nor of {}",
                wholes[0].len(),
                wholes[1].len()
            )
        });
        let beside = room.beside();
        let is_known = |name: &String| name == "public" || name.starts_with(".public.postil-");
        assert!(beside.iter().all(is_known), "seed {seed}, round {round}: {beside:?}");
        let has_new = beside.iter().any(|name| name == ".public.postil-new");
        killed.while_writing += usize::from(present != wanted && has_new);
        killed.after_the_swap += usize::from(present == wanted);
    }
    ended(&mut room.build("one"), 0);
    assert_eq!((room.public() == wholes[0], room.beside()), (true, vec!["public".to_owned()]));
    killed
}

/// Waits until a random moment of a build; every second time, of its writing.
fn wait_a_while(build: &mut Child, room: &Room, dice: &mut Dice, whole_build: Duration) {
    let mut longest = whole_build;
    if dice.below(2) == 0 {
        let new = room.at("disk/.public.postil-new");
        while !new.exists() && build.try_wait().expect("it is ours").is_none() {
            std::thread::sleep(GLANCE);
        }
        longest = Duration::from_millis(30);
    }
    std::thread::sleep(longest.mul_f64(dice.below(1000) as f64 / 1000.0));
}

#[test]
fn an_interrupted_build_ends_within_a_second() {
    let room = Room::new(2000);
    let wholes = room.wholes();
    for signal in [Signal::INT, Signal::TERM] {
        for begun in ["disk/.public.postil-lock", "disk/.public.postil-new"] {
            let mut build = room.build("two").spawn().expect("postil runs");
            while !room.at(begun).exists() && build.try_wait().expect("it is ours").is_none() {
                std::thread::sleep(GLANCE);
            }
            let sent = Instant::now();
            kill_process(Pid::from_child(&build), signal).expect("it can be told");
            let output = build.wait_with_output().expect("it ends");
            let needed = sent.elapsed();
            assert_eq!(output.status.code(), Some(130), "{signal:?} after {begun}: {}", said(&output));
            assert!(needed < Duration::from_secs(1), "{signal:?} after {begun}: {needed:?}");
            assert!(room.public() == wholes[0], "{signal:?} after {begun}: the old site is not entire");
        }
    }
    ended(&mut room.build("two"), 0);
    assert_eq!((room.public() == wholes[1], room.beside()), (true, vec!["public".to_owned()]));
}

#[test]
fn an_interrupt_while_cards_and_index_are_made_leaves_nothing_beside_the_site() {
    let room = Room::new(1);
    let long = |at: usize| format!("Words of brief {at}, and of number {at}.\n\n").repeat(40);
    let site = (0..100).fold(Site::new(), |site, at| site.brief(&format!("b{at}"), &long(at)));
    site.write_to(&room.at("many"));
    let mut build = room.build("many").args(["--jobs", "1"]).spawn().expect("postil runs");
    // The pages are there, and what they do not wait for is not: it takes seconds.
    let made = |path: &str| room.at("disk/.public.postil-new").join(path).exists();
    while !made("briefs/b99/index.html") && build.try_wait().expect("it is ours").is_none() {
        std::thread::sleep(GLANCE);
    }
    while !made("sitemap.xml") && build.try_wait().expect("it is ours").is_none() {
        std::thread::sleep(GLANCE);
    }
    assert!(!made("search/engine"), "it is not too late");
    kill_process(Pid::from_child(&build), Signal::INT).expect("it can be told");
    let output = build.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert_eq!(room.beside(), Vec::<String>::new(), "{}", said(&output));
}

/// Runs a script of the shell where it may mount disks that nobody else sees and that end with it.
/// `$POSTIL` is the program, `$ROOM` the room.
#[track_caller]
pub(super) fn with_own_mounts(room: &Room, script: &str) {
    let ways: &[&[&str]] = match rustix::process::geteuid().is_root() {
        true => &[&["unshare"]],
        false => &[&["unshare", "--user", "--map-root-user"], &["sudo", "-n", "unshare"]],
    };
    let run = |way: &[&str], script: &str| {
        let script = format!("POSTIL=$0 ROOM=$1\n{script}");
        Command::new(way[0])
            .args(&way[1..])
            .args(["--mount", "--propagation", "private", "bash", "-euc", &script])
            .args([Path::new(env!("CARGO_BIN_EXE_postil")), room.0.path()])
            .stdin(Stdio::null())
            .output()
    };
    let can_mount = |way: &&&[&str]| {
        run(way, "mount -t tmpfs tmpfs \"$ROOM/disk\"").is_ok_and(|output| output.status.success())
    };
    let way = ways.iter().find(can_mount).expect(
        "this test mounts a small disk: it wants root, sudo without a password, or a system where users may \
         have namespaces of their own",
    );
    let output = run(way, script).expect("it ran before");
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_full_disk_keeps_the_old_site() {
    for (disk, fill) in [
        // Full in the middle of a large file, of many, and before anything begins.
        ("size=2m", "head -c 4000000 /dev/zero > \"$ROOM/two/static/large.bin\""),
        ("size=20m,nr_inodes=300", "for at in {1..400}; do echo > \"$ROOM/two/static/more-$at.txt\"; done"),
        ("size=2m", "head -c 4000000 /dev/zero > \"$ROOM/disk/others.bin\" || true"),
    ] {
        let room = Room::new(1);
        with_own_mounts(
            &room,
            &format!(
                "mount -t tmpfs -o {disk} tmpfs \"$ROOM/disk\"
                 build() {{ \"$POSTIL\" build --quiet --root \"$ROOM/$1\" --output \"$ROOM/disk/public\"; }}
                 build one
                 cp -a \"$ROOM/disk/public\" \"$ROOM/before\"
                 {fill}
                 if build two 2> \"$ROOM/words\"; then echo 0; else echo $?; fi > \"$ROOM/status\"
                 cp -a \"$ROOM/disk/public\" \"$ROOM/after\"
                 ls -A \"$ROOM/disk\" > \"$ROOM/beside\"
                 rm -f \"$ROOM/two/static/large.bin\" \"$ROOM\"/two/static/more-* \"$ROOM/disk/others.bin\"
                 build two
                 cp -a \"$ROOM/disk/public\" \"$ROOM/healed\""
            ),
        );
        let text = |name: &str| std::fs::read_to_string(room.at(name)).expect("a file");
        assert_eq!(text("status"), "3\n", "{fill}: {}", text("words"));
        assert!(text("words").contains("No space left on device"), "{fill}: {}", text("words"));
        assert!(!text("words").contains("panicked"), "{fill}: {}", text("words"));
        assert!(tree(&room.at("before")) == tree(&room.at("after")), "{fill}: the old site is not as it was");
        assert_eq!(text("beside").replace("others.bin\n", ""), "public\n", "{fill}");
        assert!(tree(&room.at("healed")) != tree(&room.at("before")), "{fill}: the next build writes");
    }
}

#[test]
fn a_disk_that_is_only_read_keeps_the_old_site() {
    let room = Room::new(1);
    with_own_mounts(
        &room,
        "mount -t tmpfs tmpfs \"$ROOM/disk\"
         build() { \"$POSTIL\" build --quiet --root \"$ROOM/$1\" --output \"$ROOM/disk/public\"; }
         build one
         cp -a \"$ROOM/disk/public\" \"$ROOM/before\"
         mount -o remount,ro,bind \"$ROOM/disk\"
         if build two 2> \"$ROOM/words\"; then echo 0; else echo $?; fi > \"$ROOM/status\"
         cp -a \"$ROOM/disk/public\" \"$ROOM/after\"",
    );
    let text = |name: &str| std::fs::read_to_string(room.at(name)).expect("a file");
    assert_eq!(text("status"), "3\n", "{}", text("words"));
    assert!(text("words").contains("Read-only file system"), "{}", text("words"));
    assert!(tree(&room.at("before")) == tree(&room.at("after")));
}

/// The same command as another user, where this one may become one.
pub(super) fn as_nobody(command: &Command, folder: &Path) -> Command {
    let is_root = rustix::process::geteuid().is_root();
    // Others may not get at the folder that the program was built in.
    let program = folder.join("postil");
    if !program.exists() {
        // A program that this process had open to write, a child of another test might hold open when it is run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_postil")).arg(&program).status();
        assert!(copied.expect("cp runs").success());
    }
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    let mut other = Command::new(program);
    other.args(command.get_args()).stdin(Stdio::null());
    if is_root {
        other.uid(NOBODY).gid(NOBODY);
    }
    other
}

#[test]
fn a_folder_that_is_closed_keeps_the_old_site() {
    let room = Room::new(1);
    let [one, _] = room.wholes();
    let mode = |mode| std::fs::set_permissions(room.at("disk"), std::fs::Permissions::from_mode(mode));
    mode(0o555).expect("it is ours");
    let words = ended(&mut as_nobody(&room.build("two"), room.0.path()), 3);
    mode(0o755).expect("it is ours");
    assert!(words.contains("Permission denied"), "{words}");
    assert!(room.public() == one);
    assert_eq!(room.beside(), ["public"]);
}

#[test]
fn too_few_open_files_keep_the_old_site() {
    let room = Room::new(30);
    let wholes = room.wholes();
    let mut failed = 0;
    for limit in 4..12 {
        let before = room.public();
        let wanted = if before == wholes[0] { "two" } else { "one" };
        let build = room.build(wanted);
        let mut limited = Command::new("bash");
        limited.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" \"$@\"")]).arg(build.get_program());
        let output = limited.args(build.get_args()).stdin(Stdio::null()).output().expect("bash runs");
        let words = said(&output);
        assert!(!words.contains("panicked"), "{limit} files: {words}");
        match output.status.code() {
            Some(0) => assert!(room.public() != before, "{limit} files"),
            Some(3) => {
                failed += 1;
                assert!(words.contains("Too many open files"), "{limit} files: {words}");
                assert!(room.public() == before, "{limit} files: the old site is not as it was");
            }
            other => panic!("{limit} files: {other:?}: {words}"),
        }
        assert_eq!(room.beside(), ["public"], "{limit} files");
    }
    assert!(failed > 0, "no limit was too low");
}

#[test]
fn a_second_build_names_the_first_and_a_dead_one_is_no_hindrance() {
    let room = Room::new(1);
    let pipe = room.at("settings");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, 0o600.into()).expect("a pipe");
    // The first build waits for its settings to be written to a named pipe; by then it has the lock.
    let mut first = room.build("one").arg("--config").arg(&pipe).spawn().expect("postil runs");
    let held = std::fs::OpenOptions::new().write(true).open(&pipe).expect("the pipe opens");
    let words = ended(&mut room.build("two"), 4);
    assert!(
        words.contains(&format!("process {}", first.id())) && words.contains("wait for it to end"),
        "{words}"
    );
    first.kill().expect("it can be killed");
    first.wait().expect("it ends");
    drop(held);
    assert_eq!(room.beside(), [".public.postil-lock"], "the lock of a dead process");
    ended(&mut room.build("two"), 0);
    assert_eq!(room.beside(), ["public"]);
}

#[test]
fn nobody_need_listen_to_a_build() {
    let room = Room::new(1);
    for (site, closing) in [("one", ">&-"), ("two", "2>&-"), ("one", ">&- 2>&- <&-"), ("two", "| true")] {
        let build = room.build(site);
        let script = format!("set -o pipefail; \"$0\" \"$@\" {closing}");
        let mut shell = Command::new("bash");
        let status = shell.args(["-c", &script]).arg(build.get_program()).args(build.get_args()).status();
        assert!(status.expect("bash runs").success(), "{closing}");
        assert!(room.public().len() > 10, "{closing}");
    }
}

#[test]
fn a_build_touches_nothing_around_its_folder() {
    let room = Room::new(1);
    Site::new().file("postil.toml", CONFIG).write_to(&room.at("neighbour"));
    ended(&mut room.build("one"), 0);
    for (path, text) in
        [("disk/public/CNAME", "example.org"), ("disk/public/.git/HEAD", "ref"), ("disk/mine.txt", "mine")]
    {
        std::fs::create_dir_all(room.at(path).parent().expect("a folder")).expect("a folder");
        std::fs::write(room.at(path), text).expect("a file");
    }
    let around = |tree: Tree| -> Tree {
        let is_around = |path: &Path| {
            !path.starts_with("disk/public") || path.ends_with("CNAME") || path.ends_with("HEAD")
        };
        tree.into_iter().filter(|(path, _)| is_around(path)).collect()
    };
    ended(&mut room.build("two"), 0);
    let before = around(tree(room.0.path()));
    let gone = room.at("two/static/files/0.txt");
    std::fs::remove_file(gone).expect("it is there");
    ended(&mut room.build("two"), 0);
    assert!(!room.at("disk/public/files/0.txt").exists(), "what lost its source goes");
    let mut expected = before;
    expected.remove(Path::new("two/static/files/0.txt"));
    assert!(around(tree(room.0.path())) == expected, "something around the output has changed");
}
