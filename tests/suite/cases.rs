//! Cases in one file: a description, then sections that begin with `=== name`.

use std::path::{Path, PathBuf};

use crate::site::{Site, files_below, repository};

/// A case file: what stands before its first section, and its sections in order.
pub(crate) struct Case {
    path: PathBuf,
    /// The text before the first section.
    pub(crate) head: String,
    sections: Vec<(String, String)>,
}

impl Case {
    /// Reads a case.
    pub(crate) fn read(path: &Path) -> Self {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut case = Self { path: path.to_owned(), head: String::new(), sections: Vec::new() };
        for line in text.split_inclusive('\n') {
            match (line.strip_prefix("=== "), case.sections.last_mut()) {
                (Some(name), _) => case.sections.push((name.trim_end().to_owned(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => case.head.push_str(line),
            }
        }
        case
    }

    /// All cases of a folder of the repository, sorted.
    pub(crate) fn all(folder: &str) -> Vec<Self> {
        let files = files_below(&repository(folder));
        let cases: Vec<Self> = files
            .iter()
            .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
            .map(|file| Self::read(file))
            .collect();
        assert!(!cases.is_empty(), "there are no cases in {folder}");
        cases
    }

    /// The name of the case: its file's stem.
    pub(crate) fn name(&self) -> &str {
        self.path.file_stem().and_then(|stem| stem.to_str()).expect("a UTF-8 name")
    }

    /// The site that the sections with paths are. The last line feed of a section is not part of
    /// its file where the name ends in ` \`.
    pub(crate) fn site(&self) -> Site {
        let files = self.sections.iter().filter(|(name, _)| is_file(name));
        files.fold(Site::new(), |site, (name, text)| match name.strip_suffix(" \\") {
            Some(name) => site.file(name, text.strip_suffix('\n').unwrap_or(text)),
            None => site.file(name, text),
        })
    }

    /// The first of the sections that are files.
    pub(crate) fn first_file(&self) -> &str {
        self.sections.iter().map(|(name, _)| name.as_str()).find(|name| is_file(name)).expect("a file")
    }

    /// The commands of a transcript: the names of sections that begin with `$ `.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.sections.iter().filter_map(|(name, _)| name.strip_prefix("$ ")).map(str::to_owned).collect()
    }

    /// Writes the sections that are files into a folder, and nothing that the case does not have.
    pub(crate) fn write_files(&self, folder: &Path) {
        for (name, text) in self.sections.iter().filter(|(name, _)| is_file(name)) {
            let file = folder.join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(file, text).expect("the file can be written");
        }
    }

    /// Compares sections with what came out, or writes them anew when `POSTIL_UPDATE` is set.
    /// Gives what differs.
    #[must_use]
    pub(crate) fn expect(&mut self, results: &[(&str, &str)]) -> Option<String> {
        let expected: Vec<(String, String)> =
            self.sections.iter().filter(|(name, _)| !is_file(name)).cloned().collect();
        let found: Vec<(String, String)> =
            results.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        if expected == found {
            return None;
        }
        if is_updating() {
            self.sections.retain(|(name, _)| is_file(name));
            self.sections.extend(found);
            self.write();
            return None;
        }
        let text = |sections: &[(String, String)]| -> String {
            sections.iter().map(|(name, text)| format!("=== {name}\n{text}")).collect()
        };
        Some(format!("{}:\n{}", self.path.display(), difference(&text(&expected), &text(&found))))
    }

    fn write(&self) {
        let mut text = self.head.clone();
        for (name, section) in &self.sections {
            text.push_str(&format!("=== {name}\n{section}"));
            if !section.ends_with('\n') && !section.is_empty() {
                text.push('\n');
            }
        }
        std::fs::write(&self.path, text).expect("the case can be written");
    }
}

/// Whether a section is a file of the site.
fn is_file(name: &str) -> bool {
    matches!(name, "postil.toml" | "postil.lock") || name.contains('/') && !name.starts_with("$ ")
}

/// Whether expectations are to be written anew.
pub(crate) fn is_updating() -> bool {
    std::env::var_os("POSTIL_UPDATE").is_some_and(|value| value == "1")
}

/// Lines expected and lines found, as a difference.
pub(crate) fn difference(expected: &str, found: &str) -> String {
    let diff = similar::TextDiff::from_lines(expected, found);
    diff.unified_diff().context_radius(2).header("expected", "found").to_string()
}

/// Fails with all that went wrong in a set of cases.
#[track_caller]
pub(crate) fn report(faults: &[String]) {
    let hint = "POSTIL_UPDATE=1 cargo test writes the expectations anew";
    assert!(faults.is_empty(), "{} cases differ ({hint}):\n\n{}", faults.len(), faults.join("\n"));
}
