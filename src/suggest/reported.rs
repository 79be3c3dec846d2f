//! Suggestions that the checks of the site have made already: figures without a citation, records
//! that look alike, acronyms that nobody spells out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::load::SourceFile;
use crate::path::SitePath;

/// Those of the diagnostics that are suggestions and need no edit.
pub(super) fn reported(graph: &Graph, found: &[Diagnostic], files: &[Arc<SourceFile>]) -> Vec<Diagnostic> {
    let texts: FxHashMap<&SitePath, &str> = files.iter().map(|file| (&file.path, &*file.text)).collect();
    let acronym = |found: &Diagnostic| {
        let place = &found.labels.first()?.location;
        texts.get(&place.path)?.get(place.span.range())
    };
    let suggestion = |found: &Diagnostic| match found.code {
        Code::UncitedFigure | Code::LookalikeEntities => Some(found.clone()),
        Code::UnexpandedAcronym => {
            let command = new_entity(graph, acronym(found)?);
            Some(found.clone().help(format!("{command} begins its record: name it there in full")))
        }
        _ => None,
    };
    found.iter().filter_map(suggestion).collect()
}

/// The command that begins the record of something of that name.
pub(super) fn new_entity(graph: &Graph, name: &str) -> String {
    let kind = graph.config.kinds.get("org").map_or("concept", |kind| kind.name.as_str());
    let quoted = match name.contains(['"', '$', '`', '\\', '!']) {
        true => format!("'{}'", name.replace('\'', "’")),
        false => format!("\"{name}\""),
    };
    format!("`postil new entity {kind} {quoted}`")
}
