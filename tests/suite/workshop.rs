//! A temporary folder in which programs are run as a user would run them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

/// A temporary folder, with a home and settings of git that are nobody's.
pub(crate) struct Workshop(TempDir);

/// How a program ended: its exit status and all that it printed.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) said: String,
}

impl Ended {
    /// The same, if it ended with that status and said those words.
    #[track_caller]
    pub(crate) fn with(self, code: i32, words: &[&str]) -> Self {
        let missing: Vec<_> = words.iter().filter(|words| !self.said.contains(**words)).collect();
        assert!(
            self.code == code && missing.is_empty(),
            "exit {}, not said {missing:?}:\n{}",
            self.code,
            self.said
        );
        self
    }
}

/// Git, which is installed where it is missing.
static GIT: LazyLock<()> = LazyLock::new(|| {
    if Command::new("git").arg("--version").output().is_err() {
        let installed = Command::new("bash")
            .arg(crate::site::repository("tests/browser/setup.sh"))
            .status()
            .expect("bash runs");
        assert!(installed.success(), "git is not there, and is not installed");
    }
});

impl Workshop {
    pub(crate) fn new() -> Self {
        LazyLock::force(&GIT);
        let workshop = Self(tempfile::tempdir().expect("a temporary folder"));
        std::fs::write(
            workshop.at(".gitconfig"),
            "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n",
        )
        .expect("a file");
        workshop
    }

    /// A path in the folder.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs postil in a folder of the workshop.
    pub(crate) fn postil(&self, folder: &str, arguments: &[&str]) -> Ended {
        self.run(Command::new(env!("CARGO_BIN_EXE_postil")), folder, arguments)
    }

    /// Runs git in a folder of the workshop, and gives what it prints.
    #[track_caller]
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let ended = self.run(Command::new("git"), folder, arguments);
        assert_eq!(ended.code, 0, "git {arguments:?}: {}", ended.said);
        ended.said.trim().to_owned()
    }

    /// Runs a line of the shell in the workshop.
    pub(crate) fn shell(&self, line: &str) -> Ended {
        self.run(Command::new("sh"), "", &["-c", line])
    }

    /// Runs a command, with more than that said of it already, in a folder of the workshop.
    pub(crate) fn run(&self, mut command: Command, folder: &str, arguments: &[&str]) -> Ended {
        command.args(arguments).current_dir(self.at(folder)).env("HOME", self.0.path());
        for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME"]
        {
            command.env_remove(variable);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("SOURCE_DATE_EPOCH", "1774000000");
        let output = command.output().expect("the program runs");
        let said = [output.stdout, output.stderr].concat();
        Ended {
            code: output.status.code().unwrap_or(-1),
            said: String::from_utf8(said).expect("what is printed is UTF-8"),
        }
    }
}

/// Every file below a folder, hidden ones too, with its bytes.
pub(crate) fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push((path.clone(), std::fs::read(&path).expect("a file"))),
            }
        }
    }
    files.sort();
    files
}
