//! `postil import`: a brief, its sources and records for review, made of an article.
//!
//! 1. The article is read from a file or standard input; what is no text is refused.
//! 2. The site tells which names, sources and authors it has, and the article is made into files.
//! 3. A file that is there already refuses all of them, before anything is written.
//! 4. The site is compiled with them: what is wrong in them is said, as `check` would.
//! 5. All are written or none (`place`), and what is not certain is listed with its lines.

#![expect(clippy::disallowed_methods, reason = "commands stand at the rim: this one reads an article")]

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::report::{Report, count_words, counted};
use super::{Exit, Failure, new_files, print, site};
use crate::annotate::{Record, annotate};
use crate::bibliography;
use crate::cache::Cache;
use crate::cli::{Global, Import};
use crate::compile::{Options, compile};
use crate::config::Config;
use crate::date::Day;
use crate::diagnostic::{Counts, Diagnostic, Format, Severity, render};
use crate::import::{Imported, Known, Refusal, Site, Wish, import as make};
use crate::load::{Inputs, Role, SourceFile, decode, load};
use crate::path::{SitePath, check_slug, slugify};

/// The largest article that is read, in bytes.
const LARGEST: u64 = 64 << 20;

pub(super) fn import(
    global: &Global,
    options: &Import,
    stop: &AtomicBool,
    report: &Report,
) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    if let Some(slug) = &options.slug {
        check_slug(slug).map_err(|reason| {
            let help = match slugify(slug) {
                Some(legal) => format!("write `--as {legal}`"),
                None => "write lower-case letters, digits and hyphens".to_owned(),
            };
            Failure::usage(format!("the slug “{slug}” {reason}"), help)
        })?;
    }
    let date = options.date.as_deref().map(|date| {
        Day::parse(date)
            .ok_or_else(|| Failure::usage(format!("--date {date} is no day"), "write it as in 2016-01-08"))
    });
    let date = date.transpose()?;
    let text = article(&options.file)?;
    let mut inputs = load(&root)?;
    if let Some(config) = &global.config {
        inputs.read_config(config)?;
    }
    let wish = Wish { slug: options.slug.as_deref(), date, today: site::today()?, is_draft: options.draft };
    let imported = make(&text, &wish, &site_of(&inputs)?)
        .map_err(|Refusal { message, help }| Failure::usage(message, help))?;
    refuse_taken(&imported, &inputs, &root)?;
    let faults = faults(&imported, &mut inputs);
    if options.dry_run {
        for (path, text) in &imported.files {
            print(format!("==> {path} <==\n{text}\n").as_bytes())?;
        }
    } else {
        let files = imported.files.iter().map(|(path, text)| (root.join(path), text.as_str()));
        new_files::write(files, stop, "choose another slug with `--as SLUG`; nothing was written")?;
    }
    print(doubts(&imported).as_bytes())?;
    say(report, &imported, options.dry_run);
    let shown = report.shown(&faults);
    report.print(&render(Format::Human, &shown, &|path| inputs.text_of(path), report.is_styled()));
    let counts = Counts::of(&faults);
    report.say(&format!("Checked the new files: {}", count_words(&counts, false)));
    if !options.dry_run {
        let drafts = if options.draft { " --drafts" } else { "" };
        report.say(&format!(
            "Next: go through the list above and the new records, then see the brief with `postil serve{drafts}`"
        ));
    }
    Ok(if counts.errors > 0 { Exit::Content } else { Exit::Fine })
}

/// The text of the article.
fn article(file: &Path) -> Result<String, Failure> {
    let (name, bytes) = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
        ("standard input".to_owned(), bytes)
    } else {
        let name = file.display().to_string();
        let found = std::fs::metadata(file).map_err(|error| {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => format!("there is no file {name}"),
                _ => format!("cannot read {name}: {error}"),
            };
            Failure::usage(message, "name the file of the article, or `-` to read it from standard input")
        })?;
        if !found.is_file() {
            return Err(Failure::usage(format!("{name} is no file"), "name the file of the article"));
        }
        if found.len() > LARGEST {
            return Err(too_large(&name));
        }
        let bytes = std::fs::read(file)
            .map_err(|error| anyhow::Error::new(error).context(format!("cannot read {name}")))?;
        (name, bytes)
    };
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(&name));
    }
    let (text, faults) = decode(&SitePath::new(name.replace('\\', "/")), bytes);
    match faults.into_iter().next() {
        Some(fault) => Err(Failure::usage(fault.message, fault.help.first().cloned().unwrap_or_default())),
        None => Ok(text),
    }
}

fn too_large(name: &str) -> Failure {
    Failure::usage(
        format!("{name} is larger than {} MiB", LARGEST >> 20),
        "an article is smaller: cut out what belongs to the brief",
    )
}

/// What the site has already.
fn site_of(inputs: &Inputs) -> Result<Site, Failure> {
    let minimal = Config::minimal();
    let config = inputs.config.as_ref().unwrap_or(&minimal);
    let records = inputs.files.par_iter().filter(|file| matches!(file.role, Role::Entity { .. }));
    let known = records.filter_map(|file| match annotate(file, &[], config)?.record? {
        Record::Entity(record) => Some(Known {
            id: record.id.clone(),
            kind: record.kind.value.clone(),
            strong: [&record.name]
                .into_iter()
                .chain(&record.aliases)
                .chain(record.names.iter().map(|(_, name)| name))
                .map(|name| name.value.clone())
                .collect(),
            weak: record.weak_aliases.iter().map(|name| name.value.clone()).collect(),
        }),
        _ => None,
    });
    let bibliographies = inputs.files.iter().filter(|file| file.role == Role::Bibliography);
    let keys = bibliographies.flat_map(|file| bibliography::parse(&file.path, &file.text).sources);
    Ok(Site {
        known: known.collect(),
        keys: keys.map(|source| source.key().to_owned()).collect(),
        authors: config.authors.iter().map(|(key, author)| (author.name.clone(), key.clone())).collect(),
        language: config.language.clone(),
    })
}

/// Refuses what would be written over something, or would stand beside a brief of the same slug.
fn refuse_taken(imported: &Imported, inputs: &Inputs, root: &Path) -> Result<(), Failure> {
    let slug = &imported.slug;
    let help = "choose another slug with `--as SLUG`, or remove what is there; nothing was written";
    let is_brief =
        |file: &&Arc<SourceFile>| matches!(&file.role, Role::Brief { slug: known } if known == slug);
    if let Some(brief) = inputs.files.iter().find(is_brief) {
        return Err(Failure::usage(format!("there is a brief `{slug}` already: {}", brief.path), help));
    }
    let taken = imported.files.iter().find(|(path, _)| root.join(path).symlink_metadata().is_ok());
    match taken {
        Some((path, _)) => Err(Failure::usage(format!("there is a file {path} already"), help)),
        None => Ok(()),
    }
}

/// What is wrong in the new files, which are among the inputs from now on.
fn faults(imported: &Imported, inputs: &mut Inputs) -> Vec<Diagnostic> {
    for (path, text) in &imported.files {
        let path = SitePath::new(path.as_str());
        let role = match path.folder() {
            "content/briefs" => Role::Brief { slug: path.stem().to_owned() },
            "content/entities" => Role::Entity { id: path.stem().to_owned() },
            _ => Role::Bibliography,
        };
        inputs.files.push(Arc::new(SourceFile::new(path, text.as_str().into(), role)));
    }
    inputs.files.sort_by(|a, b| a.path.cmp(&b.path));
    let options = Options { drafts: true, ..Options::default() };
    let compiled = compile(inputs, &options, &Cache::default());
    let is_new = |found: &Diagnostic| {
        found.labels.iter().any(|label| {
            let path = label.location.path.as_str();
            imported.files.iter().any(|(new, _)| new == path)
        })
    };
    compiled
        .diagnostics
        .into_iter()
        .filter(|found| is_new(found) && found.severity() != Severity::Suggestion)
        .collect()
}

/// What is not certain, a line each.
fn doubts(imported: &Imported) -> String {
    let Some((brief, _)) = imported.files.first() else { return String::new() };
    let lines = imported
        .doubts
        .iter()
        .map(|doubt| format!("{brief}:{}: “{}”: {}\n", doubt.line, doubt.what, doubt.why));
    lines.collect()
}

fn say(report: &Report, imported: &Imported, is_dry: bool) {
    let counts = &imported.counts;
    report.say(&format!(
        "Found {}, {} and {}; {} to look at",
        counted(counts.sources, "source"),
        counted(counts.dates, "date"),
        counted(counts.names, "name"),
        counted(imported.doubts.len(), "thing")
    ));
    let verb = if is_dry { "Would write" } else { "Wrote" };
    let (records, others): (Vec<_>, Vec<_>) =
        imported.files.iter().partition(|(path, _)| path.starts_with("content/entities/"));
    for (path, _) in others {
        report.say(&format!("{verb} {path}"));
    }
    if !records.is_empty() {
        report.say(&format!("{verb} {} in content/entities", counted(records.len(), "record")));
    }
    for (path, _) in records {
        report.say_more(&format!("  {path}"));
    }
}
