//! The moments of the timeline with what each of its forms for others says of them: absolute
//! addresses, where they are told, and the day that they were last said.

use crate::date::{Day, When};
use crate::graph::Graph;
use crate::graph::moments::Moment;
use crate::path::Address;

/// A moment as others get it.
pub(super) struct Occasion<'a> {
    /// The moment.
    pub moment: &'a Moment,
    /// Its absolute address: the event's page, or the sentence of the newest brief that tells it.
    pub address: String,
    /// The briefs that tell it, the newest first, each once: title and absolute address.
    pub told_in: Vec<(&'a str, String)>,
    /// One line on it, from the event's record.
    pub summary: Option<&'a str>,
    /// The name of the place, from the event's record.
    pub place: Option<&'a str>,
    /// The day that the newest brief that tells it was last changed; of an event that no brief
    /// tells, the day of the newest brief of the site.
    pub said: Option<Day>,
}

/// All moments of a site, in the order of time.
pub(super) fn occasions(graph: &Graph) -> Vec<Occasion<'_>> {
    let newest = graph.briefs.iter().filter_map(|brief| said(&brief.brief)).max();
    graph.chronology.moments.iter().map(|moment| occasion(graph, moment, newest)).collect()
}

fn occasion<'a>(graph: &'a Graph, moment: &'a Moment, newest: Option<Day>) -> Occasion<'a> {
    let mut told_in: Vec<(u32, &str, String)> = Vec::new();
    // Those of a brief follow on one another.
    for appearance in &moment.appearances {
        let linked = &graph.briefs[appearance.brief as usize];
        if told_in.last().is_some_and(|(brief, ..)| *brief == appearance.brief) {
            continue;
        }
        let page = graph.config.base_url.join(&linked.address);
        let address = match linked.links.dates.get(&graph.telling(appearance).reference) {
            Some(id) => format!("{page}#{id}"),
            None => page,
        };
        told_in.push((appearance.brief, linked.brief.title.as_str(), address));
    }
    let of_briefs = told_in.iter().filter_map(|(brief, ..)| said(&graph.briefs[*brief as usize].brief)).max();
    let entity = moment.event.map(|event| graph.registry.entity(event));
    let record = entity.and_then(|entity| entity.record.as_deref());
    let place = record.and_then(|record| graph.registry.get(record.place.as_ref()?.value.id()?));
    let timeline = || graph.config.base_url.join(&Address::new("/timeline/"));
    Occasion {
        moment,
        address: match (entity, told_in.first()) {
            (Some(entity), _) => graph.config.base_url.join(&entity.address),
            (None, Some((.., address))) => address.clone(),
            (None, None) => timeline(),
        },
        told_in: told_in.into_iter().map(|(_, title, address)| (title, address)).collect(),
        summary: record.and_then(|record| record.summary.as_deref()),
        place: place.map(|place| graph.registry.entity(place).name.as_str()),
        said: of_briefs.or(newest),
    }
}

/// The day that a brief was last changed.
fn said(brief: &crate::annotate::Brief) -> Option<Day> {
    let day = |when: &When| when.earliest();
    brief.updated.as_ref().and_then(|when| day(&when.value)).or_else(|| day(&brief.date.value))
}
