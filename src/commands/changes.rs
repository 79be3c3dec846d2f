//! `postil changes`: what each published version changed, taken from the history in git, goes into the
//! change logs beside the texts.
//!
//! 1. The briefs and claims of the site are read, or those that the command line names.
//! 2. git gives every committed text of each, under the names that its file had.
//! 3. The last text of each date (`updated`, or a claim's last history entry) is that version; the file
//!    on the disk is the newest.
//! 4. Each version is compared with the one before it, and the log gets what it lacks. Notes stay.

#![expect(clippy::disallowed_methods, reason = "commands stand at the rim: this one writes change logs")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::chosen::chosen;
use super::report::Report;
use super::{Exit, Failure, site};
use crate::annotate::annotate;
use crate::changes::{Statement, Version, compare, log_path, read, statements, update, version_of, write};
use crate::cli::Global;
use crate::config::Config;
use crate::date::When;
use crate::load::{self, Inputs, Role, SourceFile};
use crate::path::SitePath;
use crate::publish::{Git, GitError};

pub(super) fn changes(global: &Global, files: &[PathBuf], report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let mut inputs = load::load(&root)?;
    if let Some(config) = &global.config {
        inputs.read_config(config)?;
    }
    let Some(config) = inputs.config.clone() else {
        return Err(Failure::usage(
            "postil.toml cannot be read",
            "`postil check` says what is wrong with it",
        ));
    };
    let has_log = |file: &SourceFile| matches!(file.role, Role::Brief { .. } | Role::Claim { .. });
    let texts = chosen(&inputs, &root, files, has_log, |named| {
        Failure::usage(
            format!("{} is no brief or claim of this site", named.display()),
            "name a file in content/briefs or content/claims",
        )
    })?;
    let mut written = 0;
    for text in texts {
        let log = logged(text, &inputs, &config, &root)?;
        let path = log_path(&text.path);
        let known = inputs.text_of(&path);
        if log.is_empty() || known.as_deref() == Some(write(&log).as_str()) {
            continue;
        }
        let file = root.join(path.as_str());
        std::fs::write(&file, write(&log)).with_context(|| format!("cannot write {}", file.display()))?;
        let count = if log.len() == 1 { "1 version".to_owned() } else { format!("{} versions", log.len()) };
        report.say(&format!("{path}: {count}"));
        written += 1;
    }
    report.say(match written {
        0 => "No change log lacks a version",
        _ => "Commit them; a `note` in your own words may be added to each version",
    });
    Ok(Exit::Fine)
}

/// The log of a text with what the history adds to it.
fn logged(text: &SourceFile, inputs: &Inputs, config: &Config, root: &Path) -> Result<Vec<Version>, Failure> {
    let mut published: Vec<(When, Vec<Statement>)> = Vec::new();
    for words in history(&text.path, root)?.into_iter().map(Arc::from).chain([Arc::clone(&text.text)]) {
        let file = SourceFile::new(text.path.clone(), words, text.role.clone());
        let Some(record) = annotate(&file, &[], config).and_then(|annotated| annotated.record) else {
            continue;
        };
        let Some(date) = version_of(&record) else { continue };
        published.retain(|(known, _)| known.as_str() != date.as_str());
        published.push((date.clone(), statements(&record)));
    }
    let found = published.windows(2).map(|pair| Version {
        date: pair[1].0.clone(),
        note: None,
        changes: compare(&pair[0].1, &pair[1].1),
    });
    let known = inputs.text_of(&log_path(&text.path));
    let mut log = known.and_then(|known| read(&log_path(&text.path), &known).0).unwrap_or_default();
    update(&mut log, found.collect());
    Ok(log)
}

/// Every committed text of a file, the oldest first, under whatever name it had.
fn history(path: &SitePath, root: &Path) -> Result<Vec<String>, Failure> {
    let git = Git::new(root);
    let named = [
        "-c",
        "core.quotePath=false",
        "log",
        "--follow",
        "--name-only",
        "--format=commit %H",
        "--",
        path.as_str(),
    ];
    let listed = match git.read(&named) {
        Ok(listed) => listed,
        Err(GitError::Failed { .. }) => {
            return Err(Failure::usage(
                format!("{} is in no git repository with a commit", root.display()),
                "commit the site, or write the change log by hand",
            ));
        }
        Err(error) => return Err(anyhow::Error::new(error).into()),
    };
    let mut texts = Vec::new();
    let mut commit = "";
    for line in listed.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("commit ") {
            Some(hash) => commit = hash,
            None => {
                let shown = git.ask(&["show", &format!("{commit}:{line}")]);
                texts.extend(shown.map_err(anyhow::Error::new)?);
            }
        }
    }
    texts.reverse();
    Ok(texts)
}
