//! The change logs of a site: each is held against the text that it stands beside.

use std::collections::BTreeMap;

use super::understand::Read;
use crate::annotate::Record;
use crate::changes::{Version, log_path, read, version_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Inputs, Role};
use crate::path::SitePath;

/// The change logs, by the files of the texts that they are of; what is wrong with them is reported.
pub(super) fn read_change_logs(
    inputs: &Inputs,
    annotated: &[Read<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SitePath, Vec<Version>> {
    if !inputs.files.iter().any(|file| file.role == Role::Changes) {
        return BTreeMap::new();
    }
    let texts: BTreeMap<SitePath, &Read<'_>> = annotated
        .iter()
        .filter(|(file, _)| matches!(file.role, Role::Brief { .. } | Role::Claim { .. }))
        .map(|read| (log_path(&read.0.path), read))
        .collect();
    let mut logs = BTreeMap::new();
    for file in inputs.files.iter().filter(|file| file.role == Role::Changes) {
        let Some((text, annotated)) = texts.get(&file.path) else {
            let message = format!("{} is the change log of no brief or claim", file.path);
            diagnostics
                .push(Diagnostic::new(Code::UnknownFile, &file.path, 0..0, message).help(
                    "name it like the text that it stands beside, as in `a.changes.yml` beside `a.md`",
                ));
            continue;
        };
        let (log, found) = read(&file.path, &file.text);
        diagnostics.extend(found);
        let Some(log) = log else { continue };
        if let Some(record) = &annotated.record {
            diagnostics.extend(unlogged(record, &text.path, &log));
        }
        logs.insert(text.path.clone(), log);
    }
    logs
}

/// A version of a text that its log does not have. What was published and never changed needs none.
fn unlogged(record: &Record, path: &SitePath, log: &[Version]) -> Option<Diagnostic> {
    let date = version_of(record)?;
    let (is_update, span) = match record {
        Record::Brief(brief) => (brief.updated.is_some(), brief.updated.as_ref().unwrap_or(&brief.date).span),
        Record::Claim(claim) => (!claim.history.is_empty(), Default::default()),
        Record::Entity(_) | Record::Page(_) => return None,
    };
    if !is_update || log.iter().any(|version| version.date.as_str() == date.as_str()) {
        return None;
    }
    let message = format!("its change log does not say what changed on {}", date.as_str());
    let help = format!(
        "run `postil changes`, or write a version with `date: {}` and a `note` into {}",
        date.as_str(),
        log_path(path)
    );
    Some(Diagnostic::new(Code::UnloggedUpdate, path, span, message).help(help))
}
