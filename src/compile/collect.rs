//! Adds files to an output, and says of which files of the author's two would be one.
//!
//! 1. What can stand beside all others is added.
//! 2. Of what cannot, the files are named that it comes from, where they are the author's: a page and its data
//!    come from one file, which is told once.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::Artifact;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::output::{InsertError, Output};
use crate::path::SitePath;
use crate::permalinks::card_address;
use crate::span::Span;

/// Adds artifacts to the output; what cannot stand there is reported.
pub(super) fn collect<Held>(
    artifacts: Vec<Artifact<Held>>,
    graph: Option<&Graph>,
    output: &mut Output<Held>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut origins = None;
    for artifact in artifacts {
        let Err(error) = output.insert(artifact.path, artifact.bytes) else { continue };
        let origins = origins.get_or_insert_with(|| graph.map(Origins::of).unwrap_or_default());
        let found = match &error {
            InsertError::Illegal { path } => told(Code::InvalidPath, &error, &origins.at(path)),
            InsertError::Collision { path, with } => {
                let places: BTreeSet<_> = origins.at(path).into_iter().chain(origins.at(with)).collect();
                // Where two files were found to collide, that their pages and cards do is no news.
                if diagnostics.iter().any(|found| is_collision_of(found, &places)) {
                    continue;
                }
                told(Code::PathCollision, &error, &places)
            }
        };
        diagnostics.push(found);
    }
}

fn is_collision_of(found: &Diagnostic, places: &BTreeSet<(SitePath, Span)>) -> bool {
    let is_among = |path: &SitePath| places.iter().any(|(place, _)| place == path);
    found.code == Code::PathCollision
        && (places.is_empty() || found.labels.iter().any(|label| is_among(&label.location.path)))
}

fn told(code: Code, error: &InsertError, places: &BTreeSet<(SitePath, Span)>) -> Diagnostic {
    let mut places = places.iter();
    let Some((path, span)) = places.next() else {
        return Diagnostic::general(code, error.to_string()).help("rename the file that it is made from");
    };
    let others = places.len();
    let found = Diagnostic::new(code, path, *span, error.to_string());
    let found = places.fold(found, |found, (path, span)| found.label(path, *span, "the other one"));
    found.help(match (code, others) {
        (Code::PathCollision, 0) => "rename it, or take it out: the other file the site makes of itself",
        (Code::PathCollision, _) => "rename one of them, or take it out",
        _ => "rename it",
    })
}

/// What the author wrote that files of the output come from, by their paths.
#[derive(Default)]
struct Origins(BTreeMap<String, BTreeSet<(SitePath, Span)>>);

impl Origins {
    fn of(graph: &Graph) -> Self {
        let files = graph.routes.all().map(|(file, address)| (address, file, Span::default()));
        let moves = graph.moves.said().map(|(address, (file, span))| (address, file, *span));
        let mut origins = Self::default();
        for (address, file, span) in files.chain(moves) {
            for address in [Some(address.clone()), card_address(address)].into_iter().flatten() {
                origins.0.entry(address.output_path()).or_default().insert((file.clone(), span));
            }
        }
        origins
    }

    /// Where the file at a path comes from; what stands beside a page comes from where the page does.
    fn at(&self, path: &str) -> BTreeSet<(SitePath, Span)> {
        let page = format!("{}index.html", &path[..path.rfind('/').map_or(0, |at| at + 1)]);
        self.0.get(path).or_else(|| self.0.get(&page)).cloned().unwrap_or_default()
    }
}
