//! Pictures that texts show.
//!
//! 1. The references of all texts, and the pictures of entities, are gone through.
//! 2. Each file is measured and scaled once, several at a time.
//! 3. What is wrong with a file is reported wherever it is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::published_files::asset_address;
use super::understand::locate;
use crate::artifact::Artifact;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::resolve::Resolution;
use crate::graph::{Graph, LinkedText};
use crate::hash::Digest;
use crate::load::{Asset, Inputs};
use crate::memo::Memo;
use crate::path::{Address, SitePath};
use crate::pictures::{self, Fault, LARGEST, Picture, Pictures, Shown, version_address};
use crate::span::Span;

/// The pictures of a site.
pub(super) struct Found {
    /// As pages show them.
    pub(super) shown: Pictures,
    /// Their smaller versions.
    pub(super) artifacts: Vec<Artifact>,
    /// What is wrong with them.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A place that shows a picture.
struct Place<'a> {
    path: &'a SitePath,
    source: Span,
    address: &'a Address,
}

/// Measures and scales what texts show.
pub(super) fn show_pictures(
    graph: &Graph,
    inputs: &Inputs,
    known: &Memo<Digest, Option<Arc<Picture>>>,
) -> Found {
    let places = places(graph);
    let assets: BTreeMap<Address, &Asset> =
        inputs.assets.iter().filter_map(|asset| Some((asset_address(&asset.path)?, asset))).collect();
    let mut wanted: Vec<(&Address, &Asset)> =
        places.iter().filter_map(|place| assets.get_key_value(place.address)).map(|(a, b)| (a, *b)).collect();
    wanted.sort_by_key(|(address, _)| *address);
    wanted.dedup_by_key(|(address, _)| *address);
    let prepared: BTreeMap<&Address, Arc<Picture>> = wanted
        .into_par_iter()
        .filter_map(|(address, asset)| {
            let extension = asset.path.extension();
            let key = Digest::of_parts([extension.as_bytes(), asset.digest.as_bytes()]);
            let picture = known.get(key, || pictures::prepare(extension, &asset.bytes).map(Arc::new));
            Some((address, picture?))
        })
        .collect();
    let mut diagnostics: Vec<Diagnostic> =
        places.iter().filter_map(|place| fault(place, &assets, prepared.get(place.address)?)).collect();
    locate(&mut diagnostics, graph);
    let mut shown = Pictures::new();
    let mut files = BTreeMap::new();
    for (address, picture) in prepared {
        let Some((width, height)) = picture.size else { continue };
        let versions = picture.versions.iter().map(|version| {
            let file = version_address(address, version);
            // A copy of a picture has the same versions.
            files.insert(file.output_path(), Arc::clone(&version.bytes));
            (version.width, file)
        });
        shown.insert(address.clone(), Shown { width, height, versions: versions.collect() });
    }
    let artifacts = files.into_iter().map(|(path, bytes)| Artifact { path, bytes }).collect();
    Found { shown, artifacts, diagnostics }
}

/// Every place that shows a picture of the site.
fn places(graph: &Graph) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = graph.texts().flat_map(in_text).collect();
    places.extend(graph.registry.entities().iter().filter_map(|entity| {
        let record = entity.record.as_deref()?;
        let source = &record.image.as_ref()?.src;
        let address = graph.routes.address(&record.path.resolve(&source.value)?)?;
        Some(Place { path: &record.path, source: source.span, address })
    }));
    places.extend(graph.briefs.iter().filter_map(|linked| {
        let source = &linked.brief.card.as_ref()?.src;
        Some(Place { path: &linked.brief.path, source: source.span, address: graph.own_card(&linked.brief)? })
    }));
    places
}

fn in_text(text: LinkedText<'_>) -> impl Iterator<Item = Place<'_>> {
    let LinkedText { path, body, links, .. } = text;
    body.outline.pictures.iter().filter_map(move |at| match &links.resolutions[*at as usize] {
        Resolution::Address(address, _) => {
            Some(Place { path, source: body.references[*at as usize].source, address })
        }
        _ => None,
    })
}

fn fault(place: &Place<'_>, assets: &BTreeMap<Address, &Asset>, picture: &Picture) -> Option<Diagnostic> {
    let file = &assets.get(place.address)?.path;
    let (code, message, help) = match picture.fault.as_ref()? {
        Fault::Unreadable(reason) => (
            Code::UnreadablePicture,
            format!("the picture `{file}` cannot be read: {reason}"),
            "save it once more as PNG, JPEG or WebP",
        ),
        Fault::Huge => {
            let (width, height) = picture.size.unwrap_or_default();
            let message = format!(
                "the picture `{file}` is {width} × {height} pixels, and postil scales up to {} million",
                LARGEST / 1_000_000
            );
            (Code::HugePicture, message, "make it smaller: 2,000 pixels are enough for the width of any page")
        }
    };
    Some(Diagnostic::new(code, place.path, place.source, message).help(help))
}
