//! `postil new`: a file to fill in.
//!
//! 1. The site is read. What there is already, under whatever path, is refused.
//! 2. The file is drafted: front matter with all that is known, the rest as comments (`draft`).
//! 3. The site is compiled with it, unwritten. A file that would be wrong is refused.
//! 4. It is written, never over another, and its path and the next step are said.

mod draft;

use super::report::Report;
use super::{Exit, Failure, init, site};
use crate::bibliography;
use crate::cache::Cache;
use crate::cli::{Global, New};
use crate::compile::{Options, compile};
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::load::{Inputs, Role, load};
use crate::nearest::nearest;
use crate::path::{SitePath, check_slug, slugify};
use draft::Draft;

pub(super) fn new(global: &Global, what: &New, report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let mut inputs = load(&root)?;
    if let Some(config) = &global.config {
        inputs.read_config(config)?;
    }
    let draft = draft(what, &inputs)?;
    if let Some(taken) = taken(&draft, &inputs) {
        return Err(Failure::usage(
            format!("there is a {} already: {taken}", draft.what()),
            "open that file, or choose another name",
        ));
    }
    refuse_faults(&draft, &inputs)?;
    let path = root.join(&draft.path);
    if !init::put(&path, &draft.text)? {
        return Err(Failure::usage(
            format!("there is a file {} already", path.display()),
            "choose another name",
        ));
    }
    report.say(&format!("Wrote {}", path.display()));
    report.say(&draft.next);
    Ok(Exit::Fine)
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
        New::Entity { kind, name, id } => {
            let Some(kind) = config.kinds.get(kind) else { return Err(unknown_kind(kind, config)) };
            let id = own_or_made("id", id.as_deref(), "name", name)?;
            Ok(draft::entity(kind, &id, text("name", name)?, today))
        }
        New::Claim { text: claim, id } => {
            let id = own_or_made("id", id.as_deref(), "text", &first_words(claim))?;
            Ok(draft::claim(&id, text("text", claim)?, today, config))
        }
        New::Source { key } => Ok(draft::source(text("key", key)?, &slug("key", key)?, today)),
    }
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

/// Compiles the site with the file in it; errors that point into the file refuse it.
fn refuse_faults(draft: &Draft, inputs: &Inputs) -> Result<(), Failure> {
    let config = inputs.config_text.as_ref().map_or("", |file| &file.text);
    let templates = inputs.templates.iter();
    let mut files: Vec<(&str, &str)> =
        inputs.files.iter().chain(templates).map(|file| (file.path.as_str(), &*file.text)).collect();
    files.push((&draft.path, &draft.text));
    let with_it = Inputs::from_texts(config, &files);
    let compiled = compile(&with_it, &Options::default(), &mut Cache::default());
    let fault = compiled.diagnostics.into_iter().find(|found| {
        found.severity() == Severity::Error
            && found.labels.iter().any(|label| label.location.path.as_str() == draft.path)
    });
    match fault {
        None => Ok(()),
        Some(fault) => Err(Failure::usage(
            fault.message,
            fault.help.first().cloned().unwrap_or_else(|| "choose another name".to_owned()),
        )),
    }
}
