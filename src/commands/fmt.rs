//! `postil fmt`: one style for the texts of a site, which says the same before and after.
//!
//! 1. The site is read. Where links are to change their form, so is its meaning: what names which entity.
//! 2. Each text is formatted; one that cannot be read is reported and left alone.
//! 3. A file whose lines end with CR LF keeps them; all others end with LF, and without a byte-order mark.
//! 4. What changed is written, whole or not at all; with `--check` it is printed, and nothing is written.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: this one rewrites the site's texts"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use rayon::prelude::*;

use super::chosen::chosen;
use super::replace::Draft;
use super::report::Report;
use super::{Exit, Failure, print, site};
use crate::cache::Cache;
use crate::cli::{Fmt, Global, LinkFormName};
use crate::compile::{self, Options};
use crate::config::LinkForm;
use crate::diagnostic::{Code, Diagnostic, Format, render};
use crate::format::{Pass, format, is_formatted};
use crate::graph::Graph;
use crate::load::{Inputs, SourceFile, decode, load};
use crate::path::SitePath;

/// How long the search for the shortest difference of a file may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// What became of a file.
struct Outcome<'a> {
    path: &'a SitePath,
    file: PathBuf,
    /// The text as it is and as it is to be, where they differ.
    change: Option<(String, String)>,
    refused: Vec<Pass>,
    /// Why the file was left alone.
    faults: Vec<Diagnostic>,
    /// Whether the file has changed since it was read, and was left alone.
    is_newer: bool,
}

pub(super) fn fmt(global: &Global, options: &Fmt, report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let mut inputs = load(&root)?;
    if let Some(config) = &global.config {
        inputs.read_config(config)?;
    }
    let Some(config) = &inputs.config else {
        return Err(Failure::usage(
            "postil.toml cannot be read",
            "`postil check` says what is wrong with it",
        ));
    };
    let form = options.links.map_or(config.link_form, form_of);
    let files = chosen(&inputs, &root, &options.files, is_formatted, |named| {
        Failure::usage(
            format!("{} holds no text of this site that has a style", named.display()),
            "name a Markdown file or a folder in content; an empty file has none",
        )
    })?;
    let told = Options { drafts: true, ..Options::default() };
    let graph = (form != LinkForm::Keep).then(|| compile::graph(&inputs, &told, &Cache::default())).flatten();
    let outcomes = files.into_par_iter().map(|file| outcome(file, &inputs, &root, form, graph.as_ref()));
    let outcomes: Vec<Outcome<'_>> = outcomes.collect::<Result<_, _>>()?;
    let faults: Vec<Diagnostic> = outcomes.iter().flat_map(|outcome| outcome.faults.clone()).collect();
    report.print(&render(Format::Human, &faults, &|path| inputs.text_of(path), report.is_styled()));
    for outcome in &outcomes {
        for pass in &outcome.refused {
            let (path, what) = (outcome.path, pass.words());
            report.say(&format!("{path}: left its {what} as found, or the file would say something else"));
        }
    }
    let changed: Vec<&Outcome<'_>> = outcomes.iter().filter(|outcome| outcome.change.is_some()).collect();
    let mut newer: Vec<&SitePath> =
        outcomes.iter().filter(|outcome| outcome.is_newer).map(|outcome| outcome.path).collect();
    let late = match options.check {
        true => print(differences(&changed).as_bytes()).map(|_| Vec::new())?,
        false => write(&changed, report)?,
    };
    let count = changed.len() - late.len();
    newer.extend(late);
    for path in &newer {
        report.say(&format!(
            "{path}: has changed since it was read, and was left alone; run `postil fmt` again"
        ));
    }
    report.say(&summary(options.check, count, outcomes.len()));
    let is_fine = faults.is_empty() && newer.is_empty() && (!options.check || changed.is_empty());
    Ok(if is_fine { Exit::Fine } else { Exit::Content })
}

fn form_of(name: LinkFormName) -> LinkForm {
    match name {
        LinkFormName::Keep => LinkForm::Keep,
        LinkFormName::Typed => LinkForm::Typed,
        LinkFormName::Wiki => LinkForm::Wiki,
        LinkFormName::Relative => LinkForm::Relative,
    }
}

fn outcome<'a>(
    source: &'a SourceFile,
    inputs: &Inputs,
    root: &Path,
    form: LinkForm,
    graph: Option<&Graph>,
) -> anyhow::Result<Outcome<'a>> {
    let file = root.join(source.path.as_str());
    let mut outcome = Outcome {
        path: &source.path,
        file,
        change: None,
        refused: Vec::new(),
        faults: unread(source, inputs),
        is_newer: false,
    };
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    match format(source, form, graph) {
        Err(faults) => outcome.faults = faults,
        Ok(formatted) => {
            let known = std::fs::read_to_string(&outcome.file)
                .with_context(|| format!("cannot read {}", outcome.file.display()))?;
            // Who saves while this runs has the last word.
            if decode(&source.path, known.clone().into_bytes()).0 != *source.text {
                outcome.is_newer = true;
                return Ok(outcome);
            }
            let text = match known.split_once('\n') {
                Some((line, _)) if line.ends_with('\r') => formatted.text.replace('\n', "\r\n"),
                _ => formatted.text,
            };
            outcome.refused = formatted.refused;
            outcome.change = (known != text).then_some((known, text));
        }
    }
    Ok(outcome)
}

/// What kept the bytes of a file from being read as they are.
fn unread(source: &SourceFile, inputs: &Inputs) -> Vec<Diagnostic> {
    let is_of_bytes = |code| matches!(code, Code::InvalidUtf8 | Code::Utf16 | Code::NulCharacter);
    let is_here = |found: &&Diagnostic| {
        is_of_bytes(found.code) && found.labels.iter().any(|label| label.location.path == source.path)
    };
    inputs.diagnostics.iter().filter(is_here).cloned().collect()
}

fn differences(changed: &[&Outcome<'_>]) -> String {
    let difference = |outcome: &&Outcome<'_>| {
        let (known, text) = outcome.change.as_ref()?;
        let difference = similar::TextDiff::configure().timeout(PATIENCE).diff_lines(known, text);
        let path = outcome.path.as_str();
        Some(difference.unified_diff().header(path, path).to_string())
    };
    changed.iter().filter_map(difference).collect()
}

/// Writes what changed, and gives the files that were saved by somebody else meanwhile.
fn write<'a>(changed: &[&Outcome<'a>], report: &Report) -> Result<Vec<&'a SitePath>, Failure> {
    let mut newer = Vec::new();
    for outcome in changed {
        let Some((known, text)) = &outcome.change else { continue };
        let draft = Draft::write(&outcome.file, text)?;
        if draft.is_of(known.as_bytes())? {
            draft.publish()?;
            report.say(&format!("Formatted {}", outcome.path));
        } else {
            newer.push(outcome.path);
        }
    }
    Ok(newer)
}

fn summary(is_check: bool, changed: usize, all: usize) -> String {
    let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    match (is_check, changed) {
        (_, 0) => format!("Nothing to change in {}", files(all)),
        (true, _) => format!("{changed} of {} would change: `postil fmt` writes them", files(all)),
        (false, _) => format!("Changed {changed} of {}", files(all)),
    }
}
