//! `postil new`: a file to fill in.
//!
//! 1. The site is read. What there is already, under whatever path, is refused.
//! 2. The file is drafted: front matter with all that is known, the rest as comments (`draft`).
//! 3. The site is compiled with it, unwritten. A file that would be wrong is refused.
//! 4. It is written, never over another, and its path and the next step are said.
//!
//! Records of all that texts link to and no file has are drafted together (`mentions`).

mod draft;
mod mentions;

use super::report::Report;
use super::{Exit, Failure, new_files, site};
use crate::bibliography;
use crate::cache::Cache;
use crate::cli::{Global, New};
use crate::compile::{Options, compile};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::letters::name_of_id;
use crate::load::{Inputs, Role, load};
use crate::nearest::nearest;
use crate::path::{SitePath, check_slug, slugify};
use draft::Draft;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

pub(super) fn new(global: &Global, what: &New, report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let mut inputs = load(&root)?;
    if let Some(config) = &global.config {
        inputs.read_config(config)?;
    }
    if let New::Entity { kind, from_mentions: true, dry_run, .. } = what {
        return mentions::write(kind.as_deref(), *dry_run, &inputs, &root, report);
    }
    let draft = draft(what, &inputs)?;
    if let Some(taken) = taken(&draft, &inputs) {
        return Err(Failure::usage(
            format!("there is a {} already: {taken}", draft.what()),
            "open that file, or choose another name",
        ));
    }
    if let Some(fault) = faults(std::slice::from_ref(&draft), &inputs).into_iter().next() {
        return Err(Failure::usage(
            fault.message,
            fault.help.first().cloned().unwrap_or_else(|| "choose another name".to_owned()),
        ));
    }
    put(&draft, &root, report)?;
    report.say(&draft.next);
    Ok(Exit::Fine)
}

/// Writes a drafted file, never over another, and says so.
fn put(draft: &Draft, root: &Path, report: &Report) -> Result<(), Failure> {
    let path = root.join(&draft.path);
    new_files::write([(path.clone(), &*draft.text)], &AtomicBool::new(false), "choose another name")?;
    report.say(&format!("Wrote {}", path.display()));
    Ok(())
}

fn draft(what: &New, inputs: &Inputs) -> Result<Draft, Failure> {
    let minimal = Config::minimal();
    let config = inputs.config.as_ref().unwrap_or(&minimal);
    let today = site::today()?;
    match what {
        New::Brief { title } => {
            Ok(draft::brief(&slug("title", title)?, text("title", title)?, today, config))
        }
        New::Page { title } => Ok(draft::page(&slug("title", title)?, text("title", title)?, today)),
        New::Entity { kind, name, id, .. } => {
            let Some(kind) = kind else {
                return Err(Failure::usage(
                    "a record needs a kind and a name",
                    "write `postil new entity person \"A name\"`; `--from-mentions` writes one for every id that has none",
                ));
            };
            entity(kind, name.as_deref(), id.as_deref(), config)
        }
        New::Claim { text: claim, id } => {
            let id = own_or_made("id", id.as_deref(), "text", &first_words(claim))?;
            Ok(draft::claim(&id, text("text", claim)?, today, config))
        }
        New::Source { key } => Ok(draft::source(text("key", key)?, &slug("key", key)?, today)),
    }
}

/// The record of an entity: `person` and its name, or `person:makei` and, if need be, its name.
fn entity(kind: &str, name: Option<&str>, id: Option<&str>, config: &Config) -> Result<Draft, Failure> {
    let (kind, typed) = match kind.split_once(':') {
        Some((kind, id)) => (kind, Some(id)),
        None => (kind, None),
    };
    let Some(kind) = config.kinds.get(kind) else { return Err(unknown_kind(kind, config)) };
    let id = match (typed, id) {
        (Some(typed), Some(id)) if typed != id => {
            return Err(Failure::usage(
                format!("two ids are given, “{typed}” and “{id}”"),
                "leave out one of them",
            ));
        }
        (typed, id) => typed.or(id),
    };
    let name = match (name, id) {
        (Some(name), _) => text("name", name)?.to_owned(),
        (None, Some(id)) => name_of_id(id),
        (None, None) => {
            let kind = &kind.name;
            return Err(Failure::usage(
                "a record needs a name",
                format!("write `postil new entity {kind} \"Its name\"`, or give an id: `{kind}:its-id`"),
            ));
        }
    };
    let id = own_or_made("id", id, "name", &name)?;
    Ok(draft::entity(kind, &id, &name, site::today()?))
}

fn text<'a>(what: &str, text: &'a str) -> Result<&'a str, Failure> {
    if text.chars().any(char::is_control) {
        return Err(Failure::usage(format!("the {what} holds a control character"), "write it on one line"));
    }
    Ok(text.trim())
}

fn slug(what: &str, text: &str) -> Result<String, Failure> {
    slugify(text).ok_or_else(|| {
        Failure::usage(
            format!("the {what} {text:?} has no letter or digit to name a file with"),
            "put a word into it",
        )
    })
}

fn own_or_made(what: &str, own: Option<&str>, from: &str, text: &str) -> Result<String, Failure> {
    let Some(own) = own else { return slug(from, text) };
    match check_slug(own) {
        Ok(()) => Ok(own.to_owned()),
        Err(reason) => Err(Failure::usage(
            format!("the {what} “{own}” {reason}"),
            match slugify(own) {
                Some(legal) => format!("write `--id {legal}`"),
                None => "write lower-case letters, digits and hyphens".to_owned(),
            },
        )),
    }
}

/// The first six words of a sentence: enough to tell a claim by.
fn first_words(text: &str) -> String {
    text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
}

fn unknown_kind(kind: &str, config: &Config) -> Failure {
    let names = config.kinds.names();
    let near = nearest(kind, names.iter().copied()).map(str::to_owned).or_else(|| {
        let by_label = config.kinds.iter().find(|known| known.label.eq_ignore_ascii_case(kind));
        by_label.map(|known| known.name.clone())
    });
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the kinds of this site are {}", names.join(", ")),
    };
    Failure::usage(format!("there is no kind {kind:?}"), help)
}

/// The file that has what is to be written, if there is one.
fn taken(draft: &Draft, inputs: &Inputs) -> Option<SitePath> {
    let mut files = inputs.files.iter();
    let found = files.find(|file| match &file.role {
        Role::Bibliography => {
            let Role::Bibliography = draft.role else { return false };
            let parsed = bibliography::parse(&file.path, &file.text);
            parsed.sources.iter().any(|source| source.key() == draft.name)
        }
        role => *role == draft.role,
    });
    found.map(|file| file.path.clone())
}

/// Compiles the site with the files in it: the errors that point into them.
fn faults(drafts: &[Draft], inputs: &Inputs) -> Vec<Diagnostic> {
    let config = inputs.config_text.as_ref().map_or("", |file| &file.text);
    let templates = inputs.templates.iter().chain(&inputs.words);
    let known = inputs.files.iter().chain(templates).map(|file| (file.path.as_str(), &*file.text));
    let new = drafts.iter().map(|draft| (draft.path.as_str(), draft.text.as_str()));
    let with_them = Inputs::from_texts(config, &known.chain(new).collect::<Vec<(&str, &str)>>());
    let compiled = compile(&with_them, &Options::default(), &Cache::default());
    let paths: BTreeSet<&str> = drafts.iter().map(|draft| draft.path.as_str()).collect();
    let is_of_them = |found: &Diagnostic| {
        found.severity() == Severity::Error
            && found.labels.iter().any(|label| paths.contains(label.location.path.as_str()))
    };
    compiled.diagnostics.into_iter().filter(is_of_them).collect()
}
