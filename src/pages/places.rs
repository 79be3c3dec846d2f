//! Where the parts of a page come from: the file that it is made of, and the bytes in it of each
//! paragraph, heading, note and key judgement.

use crate::annotate;
use crate::annotate::Body;
use crate::annotate::body::Place;
use crate::graph::Graph;
use crate::path::{Address, SitePath};
use crate::permalinks::source_address;
use crate::span::Span;

/// Where a page comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file that it is made of.
    pub path: SitePath,
    /// Where in that file the page's own part begins: 0, or a source's entry.
    pub start: u32,
    /// The ids on the page that stand for bytes of the file, in order of the page's text.
    pub places: Vec<(String, Span)>,
}

/// Where the page at an address comes from; `None` for one that is made of many files, such as
/// a list, and for one of an entity or claim without a file.
pub fn origin(graph: &Graph, address: &Address) -> Option<Origin> {
    let of_body =
        |path: &SitePath, body: &Body| Origin { path: path.clone(), start: 0, places: places(body) };
    if let Some(at) = graph.brief_at(address) {
        let brief = &graph.briefs[at].brief;
        return Some(of_body(&brief.path, &brief.body));
    }
    if let Some(linked) = graph.pages.iter().find(|linked| linked.address == *address) {
        return Some(of_body(&linked.page.path, &linked.page.body));
    }
    if let Some(claim) = graph.claim_at(address) {
        return claim.record.as_ref().map(|record| of_body(&record.path, &record.body));
    }
    if let Some(index) = graph.registry.at(address) {
        let entity = graph.registry.entity(index);
        return entity.record.as_ref().map(|record| of_body(&record.path, &record.body));
    }
    let (_, source) = graph.sources.iter().find(|(key, _)| source_address(key) == *address)?;
    let location = source.location();
    Some(Origin { path: location.path.clone(), start: location.span.start, places: Vec::new() })
}

fn places(body: &Body) -> Vec<(String, Span)> {
    let blocks = body.blocks.iter().filter_map(|block| {
        let id = match block.place {
            Place::Judgement(number) => format!("kj{}", number + 1),
            Place::Article => block.id.clone(),
            Place::Annotation(_) => String::new(),
        };
        (!id.is_empty()).then_some((id, block.source))
    });
    let notes = body
        .annotations
        .iter()
        // A stand-off note has its bytes in another file.
        .filter(|annotation| annotation.is_shown() && annotation.origin != annotate::body::Origin::StandOff)
        .map(|annotation| (annotation.anchor(), annotation.source));
    blocks.chain(notes).collect()
}
