//! From files to graph.
//!
//! 1. Every text is annotated by itself, in parallel; files of sources are read.
//! 2. All records are linked.
//! 3. Of links to drafts is said what they are; what is only wrong because a file could not be read
//!    is dropped.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Options;
use super::change_logs::read_change_logs;
use super::consequences::{drop_consequences, name_drafts};
use super::navigation::check_navigation;
use super::published_files::asset_address;
use super::style::choose_style;
use crate::annotate::{Annotated, Files, Record, annotate};
use crate::bibliography::{self, Parsed, Sources};
use crate::cache::Cache;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Graph, Linkable, link};
use crate::hash::{Digest, Digester};
use crate::load::{Inputs, Role, SourceFile};
use crate::nearest::nearest;
use crate::path::SitePath;
use crate::permalinks::{Lock, Removed, removed};
use crate::progress::Stage;
use crate::remotes::{self, Remotes};

/// A file and what it says.
pub(super) type Read<'a> = (&'a SourceFile, Arc<Annotated>);

/// The graph of the site's files, and what is wrong with them.
pub(super) fn understand(
    inputs: &Inputs,
    config: Arc<Config>,
    options: &Options,
    cache: &Cache,
) -> (Graph, Vec<Diagnostic>) {
    let annotated = annotate_all(inputs, &config, options, cache);
    let mut diagnostics: Vec<Diagnostic> =
        annotated.iter().flat_map(|(_, found)| found.diagnostics.iter().cloned()).collect();
    diagnostics.extend(stray_notes(inputs));
    let mut unread: Vec<&SourceFile> =
        annotated.iter().filter(|(_, found)| found.record.is_none()).map(|(file, _)| *file).collect();

    options.progress.begin(Stage::Linking, 0);
    let sources = read_sources(inputs, cache, &mut diagnostics, &mut unread);
    let remotes = read_remotes(inputs, &config, cache, &mut diagnostics);
    let change_logs = read_change_logs(inputs, &annotated, &mut diagnostics);
    let style = choose_style(inputs, &config, cache, &mut diagnostics);
    let is_published = |record: &Record| options.drafts || !is_draft(record);
    let (lock, removed) = read_permalinks(inputs, cache, &mut diagnostics);
    let draft = |(file, found): &Read<'_>| {
        (!is_published(found.record.as_ref()?)).then(|| file.path.as_str().to_owned())
    };
    let drafts: Vec<String> = annotated.iter().filter_map(draft).collect();
    // A record that no cache holds is given away, not copied.
    let records = annotated.into_iter().filter_map(|(_, found)| Arc::unwrap_or_clone(found).record);
    let assets = inputs.assets.iter();
    let linkable = Linkable {
        surroundings: surroundings(inputs, &config),
        config,
        lock,
        removed,
        records: records.filter(is_published).collect(),
        sources,
        style,
        change_logs,
        remotes,
        assets: assets.filter_map(|asset| Some((asset.path.clone(), asset_address(&asset.path)?))).collect(),
    };
    let (graph, mut found) = link(linkable, &cache.kept, &cache.linked, &cache.formatted);
    locate(&mut found, &graph);
    diagnostics.extend(found);
    diagnostics.extend(check_navigation(inputs, &graph));

    name_drafts(&mut diagnostics, &drafts);
    (graph, drop_consequences(diagnostics, &unread))
}

fn annotate_all<'a>(inputs: &'a Inputs, config: &Config, options: &Options, cache: &Cache) -> Vec<Read<'a>> {
    options.progress.begin(Stage::Annotating, inputs.files.len());
    let mut notes: FxHashMap<&str, Vec<&SourceFile>> = FxHashMap::default();
    for file in &inputs.files {
        if let Role::Notes { brief } = &file.role {
            notes.entry(brief).or_default().push(file);
        }
    }
    let annotated = inputs.files.par_iter().map(AsRef::as_ref).filter_map(|file: &SourceFile| {
        let sides = match &file.role {
            Role::Brief { slug } => notes.get(slug.as_str()).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let annotated = annotate_file(file, sides, config, cache);
        options.progress.step();
        Some((file, annotated?))
    });
    annotated.collect()
}

/// The digest of the settings and of all files but texts: what no text can be linked without.
fn surroundings(inputs: &Inputs, config: &Config) -> Digest {
    let is_text = |role: &Role| {
        matches!(role, Role::Brief { .. } | Role::Notes { .. } | Role::Claim { .. } | Role::Page { .. })
    };
    let mut digester = Digester::default();
    digester.add(config.digest().as_bytes());
    for file in inputs.files.iter().filter(|file| !is_text(&file.role)) {
        digester.add(file.digest.as_bytes());
    }
    for asset in inputs.assets.iter().chain(&inputs.inventories) {
        digester.add(asset.path.as_str());
        digester.add(asset.digest.as_bytes());
    }
    digester.digest()
}

/// Files of notes that stand beside no brief.
fn stray_notes(inputs: &Inputs) -> Vec<Diagnostic> {
    if !inputs.files.iter().any(|file| matches!(file.role, Role::Notes { .. })) {
        return Vec::new();
    }
    let slugs = inputs.files.iter().filter_map(|file| match &file.role {
        Role::Brief { slug } => Some(slug.as_str()),
        _ => None,
    });
    let slugs: FxHashSet<&str> = slugs.collect();
    let stray = inputs.files.iter().filter_map(|file| match &file.role {
        Role::Notes { brief } if !slugs.contains(brief.as_str()) => Some((file, brief)),
        _ => None,
    });
    let report = |(file, brief): (&Arc<SourceFile>, &String)| {
        let message = format!("{} holds notes on the brief `{brief}`, and there is none", file.path);
        Diagnostic::new(Code::StrayNotes, &file.path, 0..0, message).help(match nearest(brief, slugs.iter().copied()) {
            Some(near) => format!("if they are notes on `{near}`, rename the file"),
            None => format!("write content/briefs/{brief}.md, or rename the file after the brief that the notes are on"),
        })
    };
    stray.map(report).collect()
}

/// Puts the places of diagnostics of a brief into the files of notes that they are in.
pub(super) fn locate(diagnostics: &mut [Diagnostic], graph: &Graph) {
    let with_notes = graph.briefs.iter().map(|linked| &linked.brief).filter(|brief| brief.files.has_notes());
    let briefs: FxHashMap<&SitePath, &Files> = with_notes.map(|brief| (&brief.path, &brief.files)).collect();
    if briefs.is_empty() {
        return;
    }
    for label in diagnostics.iter_mut().flat_map(|found| &mut found.labels) {
        if let Some(files) = briefs.get(&label.location.path) {
            files.locate(&mut label.location);
        }
    }
}

fn annotate_file(
    file: &SourceFile,
    sides: &[&SourceFile],
    config: &Config,
    cache: &Cache,
) -> Option<Arc<Annotated>> {
    if !matches!(file.role, Role::Brief { .. } | Role::Entity { .. } | Role::Claim { .. } | Role::Page { .. })
    {
        return None;
    }
    let sides_keys: Vec<Digest> = sides.iter().map(|side| side.digest).collect();
    let own = [file.digest, config.digest()];
    let key = Digest::of_parts(own.iter().chain(&sides_keys).map(Digest::as_bytes));
    cache.annotated.get(key, || annotate(file, sides, config).map(Arc::new))
}

/// The sources of all files; a file of which not all could be read is added to `unread`.
fn read_sources<'a>(
    inputs: &'a Inputs,
    cache: &Cache,
    diagnostics: &mut Vec<Diagnostic>,
    unread: &mut Vec<&'a SourceFile>,
) -> Arc<Sources> {
    let mut parsed: Vec<Arc<Parsed>> = Vec::new();
    let mut digester = Digester::default();
    for file in inputs.files.iter().filter(|file| file.role == Role::Bibliography) {
        let found = cache.sources.get(file.digest, || Arc::new(bibliography::parse(&file.path, &file.text)));
        if found.diagnostics.iter().any(|found| found.code == Code::InvalidBibliography) {
            unread.push(file);
        }
        diagnostics.extend(found.diagnostics.iter().cloned());
        digester.add(file.digest.as_bytes());
        parsed.push(found);
    }
    let (sources, found) = cache.collected.get(digester.digest(), || {
        let (sources, found) = bibliography::collect(parsed.iter().map(AsRef::as_ref));
        (Arc::new(sources), found.into())
    });
    diagnostics.extend_from_slice(&found);
    sources
}

/// What was published before, and what was taken out of it.
fn read_permalinks(
    inputs: &Inputs,
    cache: &Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Arc<Lock>, Vec<Removed>) {
    let of_role = |role: Role| inputs.files.iter().find(move |file| file.role == role);
    let removed = of_role(Role::Removed).map(|file| removed::read(&file.path, &file.text));
    let (removed, found) = removed.unwrap_or_default();
    diagnostics.extend(found);
    let Some(file) = of_role(Role::Lock) else { return (Arc::default(), removed) };
    let parsed = cache.locks.get(file.digest, || {
        let (lock, found) = Lock::parse(&file.path, &file.text);
        Arc::new((Arc::new(lock), found))
    });
    diagnostics.extend(parsed.1.iter().cloned());
    (Arc::clone(&parsed.0), removed)
}

/// The inventories of other sites that the settings name.
fn read_remotes(
    inputs: &Inputs,
    config: &Config,
    cache: &Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Remotes {
    let files = inputs.inventories.iter().map(|file| (&file.path, (&*file.bytes, file.digest)));
    let memo = |digest, bytes: &[u8]| cache.remotes.get(digest, || Arc::new(remotes::read(bytes)));
    let (remotes, found) = remotes::remotes(config, &files.collect(), memo);
    diagnostics.extend(found);
    remotes
}

fn is_draft(record: &Record) -> bool {
    match record {
        Record::Brief(brief) => brief.draft,
        Record::Page(page) => page.draft,
        Record::Entity(_) | Record::Claim(_) => false,
    }
}
