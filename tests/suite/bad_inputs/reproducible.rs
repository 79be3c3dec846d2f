//! Two builds of one site, by whomever, wherever and whenever, are the same to the byte.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::output::{NOBODY, Tree, as_nobody, tree};
use crate::site::{files_below, repository};

/// A machine that the site is built on.
struct Machine {
    /// Whether files are made in the order of their names, or the other way round.
    is_forward: bool,
    /// Where the site lies, from a folder for everything.
    place: &'static str,
    /// Where it is built into, from the same folder.
    output: &'static str,
    /// The bits of permissions that new files do not get.
    umask: u32,
    jobs: &'static str,
    variables: &'static [(&'static str, &'static str)],
    /// Whether another user builds it, where this one may become one.
    is_other_user: bool,
}

const MACHINES: [Machine; 2] = [
    Machine {
        is_forward: true,
        place: "site",
        output: "output",
        umask: 0o022,
        jobs: "1",
        variables: &[("TZ", "UTC"), ("LC_ALL", "C"), ("HOME", "/"), ("USER", "root")],
        is_other_user: false,
    },
    Machine {
        is_forward: false,
        place: "a much longer path/with spaces and Ünïcode/site",
        output: "there",
        umask: 0o077,
        jobs: "7",
        variables: &[
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANGUAGE", "tr"),
            ("HOME", "/nonexistent"),
            ("USER", "nobody"),
            ("RAYON_NUM_THREADS", "3"),
            ("TERM", "dumb"),
            ("CI", "true"),
        ],
        is_other_user: true,
    },
];

impl Machine {
    /// Copies the repository's site to the place, file by file in the machine's order.
    fn copy_site(&self, everything: &Path) -> PathBuf {
        let (from, to) = (repository(""), everything.join(self.place));
        let mut files: Vec<PathBuf> = ["content", "templates", "static"]
            .into_iter()
            .flat_map(|folder| files_below(&from.join(folder)))
            .chain(["postil.toml", "postil.lock"].map(|name| from.join(name)))
            .collect();
        if !self.is_forward {
            files.reverse();
        }
        for file in files {
            let copy = to.join(file.strip_prefix(&from).expect("below the repository"));
            std::fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
            std::fs::copy(file, copy).expect("a copy");
        }
        to
    }

    /// Builds the site, and gives its sources and what was made of them.
    fn build(&self, everything: &Path) -> (PathBuf, PathBuf) {
        let site = self.copy_site(everything);
        let output = everything.join(self.output);
        std::fs::create_dir(&output).expect("a folder");
        // Another user may write the site's lock, and what is built.
        for folder in [&site, &output] {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777)).expect("it is ours");
        }
        let public = output.join("public");
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(["build", "--jobs", self.jobs, "--root"]).arg(&site).arg("--output").arg(&public);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &format!("umask {:o}; exec \"$0\" \"$@\"", self.umask)]);
        if self.is_other_user {
            let others = as_nobody(&command, everything);
            shell.arg(others.get_program()).args(others.get_args());
            if rustix::process::geteuid().is_root() {
                shell.uid(NOBODY).gid(NOBODY);
            }
        } else {
            shell.arg(command.get_program()).args(command.get_args());
        }
        shell.env_clear().envs(self.variables.iter().copied()).stdin(Stdio::null());
        let built = shell.output().expect("the shell runs");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        (site, public)
    }
}

#[test]
fn two_builds_are_the_same_to_the_byte() {
    let rooms = MACHINES.map(|machine| (machine, tempfile::tempdir().expect("a folder")));
    let built: Vec<(PathBuf, PathBuf)> = std::thread::scope(|scope| {
        let builds: Vec<_> =
            rooms.iter().map(|(machine, room)| scope.spawn(|| machine.build(room.path()))).collect();
        builds.into_iter().map(|build| build.join().expect("it is built")).collect()
    });
    let [one, other] = [0, 1].map(|at| tree(&built[at].1));
    assert!(one.len() > 500, "the whole site is built");
    assert_eq!(differences(&one, &other), Vec::<&PathBuf>::new());
    let locks = built.iter().map(|(site, _)| std::fs::read(site.join("postil.lock")).expect("a lock"));
    let locks: Vec<Vec<u8>> = locks.collect();
    assert!(locks[0] == locks[1], "the locks differ");
    for ((machine, _), (_, public)) in rooms.iter().zip(&built) {
        let folders = [public.clone(), public.join("briefs"), public.join("assets/cards")];
        let files = one.keys().map(|path| public.join(path));
        for path in folders.into_iter().chain(files) {
            let metadata = std::fs::metadata(&path).expect("it is there");
            let all = if metadata.is_dir() { 0o777 } else { 0o666 };
            let mode = metadata.permissions().mode() & 0o777;
            assert_eq!(mode, all & !machine.umask, "{} is {mode:o}", path.display());
        }
    }
}

/// The files that only one tree has, or that differ.
fn differences<'t>(one: &'t Tree, other: &'t Tree) -> Vec<&'t PathBuf> {
    one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect()
}
