//! `postil suggest`: what could be linked, dated, cited or recorded, and with `--apply` the edits.
//!
//! 1. The site is read and compiled, drafts too, and looked through.
//! 2. Without `--apply` the suggestions are printed, as `check` prints what it finds.
//! 3. With it each edit is asked for, unless `--yes` takes them all.
//! 4. The edits are made (`edits`): a file is written in one step, and only if it still holds what was read
//!    of it; all are looked at before the first is written.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::chosen::chosen;
use super::report::{Report, counted};
use super::site::Site;
use super::{Exit, Failure, edits, site};
use crate::cli::{Global, RuleName, SiteOptions, Suggest};
use crate::diagnostic::{Code, Diagnostic, Format, render};
use crate::load::{Role, SourceFile};
use crate::path::SitePath;
use crate::suggest::suggest as find;

pub(super) fn suggest(global: &Global, options: &Suggest, report: &Report) -> Result<Exit, Failure> {
    let can_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if options.apply && !options.yes && !can_ask {
        return Err(Failure::usage(
            "there is no terminal to ask for each edit at",
            "add --yes to make all edits, or leave --apply out to see them",
        ));
    }
    let root = site::root(global)?;
    let drafts = SiteOptions { base_url: None, drafts: true, strict: false, jobs: options.jobs };
    let site = site::check(global, &drafts, &root, false, report)?;
    let named = named(&site, &root, &options.files)?;
    let Some(graph) = &site.compiled.graph else {
        site.print_faults(report);
        return Ok(site.fault_exit());
    };
    let mut suggestions = find(graph, &site.compiled.diagnostics, &site.inputs.files, &named);
    suggestions.retain(|found| is_asked_for(found, options, &named));
    if !options.apply {
        site.print_in(options.format, &suggestions, report)?;
        report.say(&summary(&suggestions));
        return Ok(Exit::Fine);
    }
    let edits: Vec<&Diagnostic> = suggestions.iter().filter(|found| found.edit.is_some()).collect();
    let accepted = match options.yes {
        true => edits,
        false => {
            let show = |found: &Diagnostic| {
                let found = std::slice::from_ref(found);
                report.print(&render(Format::Human, found, &|path| site.text_of(path), report.is_styled()));
            };
            ask(&edits, show, &mut std::io::stdin().lock(), &mut std::io::stderr())?
        }
    };
    let chosen = accepted.iter().filter_map(|found| found.edit.as_deref().cloned());
    let files = edits::make(&site, &root, chosen, "postil suggest")?;
    for found in &accepted {
        report.say_more(&format!("{}: {}", found.code.name(), found.message));
    }
    let left = suggestions.len() - accepted.len();
    let made = match accepted.len() {
        0 => "Nothing was written".to_owned(),
        edits => format!("Made {} in {}", counted(edits, "edit"), counted(files, "file")),
    };
    report.say(&format!("{made}; {} left to you", counted(left, "suggestion")));
    Ok(Exit::Fine)
}

/// The files that the command line names; none where it names none.
fn named(site: &Site<()>, root: &Path, names: &[PathBuf]) -> Result<Vec<SitePath>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let has_text = |file: &SourceFile| {
        matches!(file.role, Role::Brief { .. } | Role::Entity { .. } | Role::Claim { .. } | Role::Page { .. })
    };
    let files = chosen(&site.inputs, root, names, has_text, |name| {
        Failure::usage(
            format!("{} is no text of this site", name.display()),
            "name a brief, a record, a claim or a page in content",
        )
    })?;
    Ok(files.into_iter().map(|file| file.path.clone()).collect())
}

/// Whether a suggestion is by a rule and in a file that the command line names.
fn is_asked_for(found: &Diagnostic, options: &Suggest, named: &[SitePath]) -> bool {
    let is_in = |path: &SitePath| named.is_empty() || named.contains(path);
    let place = found.labels.first().map(|label| &label.location.path);
    let rules = &options.only;
    (rules.is_empty() || rules.iter().any(|rule| code(*rule) == found.code)) && place.is_some_and(is_in)
}

fn code(rule: RuleName) -> Code {
    match rule {
        RuleName::UnlinkedName => Code::UnlinkedName,
        RuleName::WeakName => Code::WeakName,
        RuleName::BareDate => Code::BareDate,
        RuleName::UncitedFigure => Code::UncitedFigure,
        RuleName::LookalikeEntities => Code::LookalikeEntities,
        RuleName::UnexpandedAcronym => Code::UnexpandedAcronym,
        RuleName::UnrecordedAcronym => Code::UnrecordedAcronym,
    }
}

fn summary(suggestions: &[Diagnostic]) -> String {
    let edits = suggestions.iter().filter(|found| found.edit.is_some()).count();
    match (suggestions.len(), edits) {
        (0, _) => "Nothing to suggest".to_owned(),
        (all, 0) => format!("{}, for you to write", counted(all, "suggestion")),
        (all, edits) => {
            format!("{}: `postil suggest --apply` makes {edits} of them", counted(all, "suggestion"))
        }
    }
}

/// Asks for each edit; those that were asked for before the end of the input or a `q` stand.
fn ask<'a>(
    edits: &[&'a Diagnostic],
    show: impl Fn(&Diagnostic),
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> std::io::Result<Vec<&'a Diagnostic>> {
    let mut accepted = Vec::new();
    for (at, found) in edits.iter().enumerate() {
        show(found);
        loop {
            write!(
                output,
                "Write it ({} of {})? [y]es, [n]o, [a]ll from here, [q]uit: ",
                at + 1,
                edits.len()
            )?;
            output.flush()?;
            let mut answer = String::new();
            if input.read_line(&mut answer)? == 0 {
                return Ok(accepted);
            }
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => accepted.push(*found),
                "n" | "no" => {}
                "a" | "all" => {
                    accepted.extend(&edits[at..]);
                    return Ok(accepted);
                }
                "q" | "quit" => return Ok(accepted),
                _ => continue,
            }
            break;
        }
    }
    Ok(accepted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(answers: &str) -> String {
        let path = SitePath::new("content/a.md");
        let found: Vec<Diagnostic> =
            ["a", "b", "c"].map(|name| Diagnostic::new(Code::BareDate, &path, 0..0, name)).to_vec();
        let edits: Vec<&Diagnostic> = found.iter().collect();
        let mut output = Vec::new();
        let accepted = ask(&edits, |_| {}, &mut answers.as_bytes(), &mut output).unwrap();
        accepted.iter().map(|found| found.message.as_str()).collect()
    }

    #[test]
    fn each_edit_is_asked_for() {
        assert_eq!(accepted("y\nn\nyes\n"), "ac");
        assert_eq!(accepted("n\na\n"), "bc");
        assert_eq!(accepted("y\nq\n"), "a");
        assert_eq!(accepted("what\n\nY\n"), "a");
        assert_eq!(accepted(""), "");
    }
}
