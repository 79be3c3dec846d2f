//! `postil new entity --from-mentions`: a record for every id that texts link to and no file has.
//!
//! 1. The site is linked: each such id has a stub, with the kind of the first link to it and its words for a
//!    name.
//! 2. Each is drafted, or the one that was asked for, with the sentence that names it as a comment.
//! 3. The site is compiled with all of them, unwritten. A record that would be wrong, as one with the name
//!    of another, is left out, and the reason is said.
//! 4. The others are written, never over another file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::draft::{Draft, mentioned};
use super::{Exit, Failure, Report, faults, put};
use crate::annotate::body::ReferenceKind;
use crate::cache::Cache;
use crate::commands::print;
use crate::compile::{self, Options};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::registry::{Entity, EntityIndex};
use crate::graph::resolve::Resolution;
use crate::graph::{Graph, LinkedText};
use crate::load::Inputs;
use crate::nearest::nearest;

pub(super) fn write(
    only: Option<&str>,
    is_dry: bool,
    inputs: &Inputs,
    root: &Path,
    report: &Report,
) -> Result<Exit, Failure> {
    let told = Options { drafts: true, ..Options::default() };
    let Some(graph) = compile::graph(inputs, &told, &Cache::default()) else {
        return Err(Failure::usage(
            "postil.toml cannot be read",
            "`postil check` says what is wrong with it",
        ));
    };
    let stubs = match only {
        Some(only) => vec![stub(&graph, only)?],
        None => graph.registry.indexes().filter(|at| is_stub(&graph, *at)).collect(),
    };
    let evidence = evidence(&graph);
    let draft = |at: &EntityIndex| {
        let entity = graph.registry.entity(*at);
        let kind = graph.config.kinds.get(&entity.kind)?;
        let told = evidence.get(at).map_or("Named in the front matter of other files.", String::as_str);
        Some(mentioned(kind, &entity.id, &entity.name, told))
    };
    let mut drafts: Vec<Draft> = stubs.iter().filter_map(draft).collect();
    let faults = faults(&drafts, inputs);
    let left = leave_out(&mut drafts, &faults, report);
    for draft in &drafts {
        match is_dry {
            true => print(format!("{}\n", draft.path).as_bytes()).map(drop)?,
            false => put(draft, root, report)?,
        }
    }
    report.say(&summary(drafts.len(), left, is_dry));
    Ok(if left == 0 { Exit::Fine } else { Exit::Content })
}

/// Takes out the drafts that would be wrong, and says why; how many there were.
fn leave_out(drafts: &mut Vec<Draft>, faults: &[Diagnostic], report: &Report) -> usize {
    // Of two that cannot stand side by side, it is enough to leave out one.
    let mut blamed: BTreeMap<String, &Diagnostic> = BTreeMap::new();
    let known: BTreeSet<&str> = drafts.iter().map(|draft| draft.path.as_str()).collect();
    for fault in faults {
        let paths = || fault.labels.iter().map(|label| label.location.path.as_str());
        let path = paths().find(|path| known.contains(path));
        if let Some(path) = path.filter(|_| !paths().any(|path| blamed.contains_key(path))) {
            blamed.insert(path.to_owned(), fault);
        }
    }
    let count = blamed.len();
    drafts.retain(|draft| {
        let Some(fault) = blamed.get(&draft.path) else { return true };
        let help = match fault.code {
            Code::DuplicateName => draft.next.clone(),
            _ => fault.help.first().cloned().unwrap_or_default(),
        };
        report.say(&format!("Left out {}: {}; {help}", draft.path, fault.message));
        false
    });
    count
}

fn summary(count: usize, left: usize, is_dry: bool) -> String {
    match (count, left, is_dry) {
        (0, 0, _) => "Every id that the texts link to has a record".to_owned(),
        (0, ..) => "Nothing to write beside these".to_owned(),
        (1, _, true) => "1 record would be written".to_owned(),
        (_, _, true) => format!("{count} records would be written"),
        (1, ..) => "Look at its name, which is a link wherever it stands from now on, and fill in the rest"
            .to_owned(),
        _ => format!(
            "Wrote {count} records; look at their names, which are links wherever they stand from now on, and fill in the rest"
        ),
    }
}

fn is_stub(graph: &Graph, at: EntityIndex) -> bool {
    graph.registry.entity(at).record.is_none()
}

fn typed_id(entity: &Entity) -> String {
    format!("{}:{}", entity.kind, entity.id)
}

/// The stub that is meant by `kind:id`, or by an id alone.
fn stub(graph: &Graph, named: &str) -> Result<EntityIndex, Failure> {
    let id = named.split_once(':').map_or(named, |(_, id)| id);
    let Some(at) = graph.registry.get(id) else {
        let stubs = graph.registry.indexes().filter(|at| is_stub(graph, *at));
        let stubs: Vec<String> = stubs.map(|at| typed_id(graph.registry.entity(at))).collect();
        return Err(Failure::usage(
            format!("no text links to `{named}`"),
            match nearest(named, stubs.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "leave out --from-mentions, and give its kind and its name".to_owned(),
            },
        ));
    };
    let entity = graph.registry.entity(at);
    if let Some(record) = &entity.record {
        return Err(Failure::usage(
            format!("`{id}` has a record already: {}", record.path),
            "open that file, or leave the id out to write records for all ids that have none",
        ));
    }
    let known = typed_id(entity);
    if named.contains(':') && named != known {
        return Err(Failure::usage(
            format!("the texts link to `{known}`, and not to `{named}`"),
            format!("write `{known}`, or change the links"),
        ));
    }
    Ok(at)
}

/// The first sentence that names each stub, with its file, in the order in which stubs get their names.
fn evidence(graph: &Graph) -> BTreeMap<EntityIndex, String> {
    let mut evidence = BTreeMap::new();
    for LinkedText { path, body, links, .. } in graph.texts() {
        for (reference, resolution) in body.references.iter().zip(&links.resolutions) {
            let Resolution::Entity(at) = resolution else { continue };
            if matches!(reference.kind, ReferenceKind::Mention(..)) && is_stub(graph, *at) {
                let sentence = || body.slice(body.sentence_at(reference.text)).trim();
                evidence.entry(*at).or_insert_with(|| format!("{path}: {}", sentence()));
            }
        }
    }
    evidence
}
