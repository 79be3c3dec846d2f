//! Moments, the entries of a timeline, as lists show them.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::evidence::SourceReference;
use super::parts::{EntityLink, Html, Link, TimeText};
use super::strip::Strip;
use super::strip::{self, Mark};
use super::view::View;
use crate::date::{Day, Shape, When};
use crate::graph::moments::Moment as Event;
use crate::graph::registry::EntityIndex;
use crate::path::slugify;
use crate::words::Words;

/// A timeline: the drawing and the list made from the same data, with the same numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Timeline {
    /// The drawing; `null` where nothing is dated.
    pub strip: Option<Strip>,
    /// The entries, earliest first.
    pub moments: Vec<Moment>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Moment {
    /// The fragment of this entry on its page, unique there: `e-crimea-annexed`.
    pub id: String,
    /// Its number on this page, from 1, the same as in the drawing.
    pub number: usize,
    /// How the drawing and the list mark it.
    pub mark: MomentMark,
    /// When.
    pub time: TimeText,
    /// What happened, mentions linked.
    pub text: Html,
    /// The language of that where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where it is told: the event's page or the sentence of a brief.
    pub address: Option<Link>,
    /// The lane that it is drawn in; may be absent.
    pub lane: Option<String>,
    /// Who took part, those linked in the text left out.
    pub entities: Vec<EntityLink>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
    /// Whether it lay ahead when the brief was written.
    pub forecast: bool,
}

/// How a moment is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MomentMark {
    /// An exact day: a disc.
    #[default]
    Day,
    /// Somewhere within, the day not known: a dashed open bar.
    Within,
    /// A period: a solid bar, with an arrow at an open end.
    Period,
}

/// The moments of one year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Year {
    /// The year as a heading: `2014`, `44 BC`, `1990s`.
    pub title: String,
    /// The fragment of the heading: `y2014`.
    pub id: String,
    /// Its moments, earliest first.
    pub moments: Vec<Moment>,
}

impl View<'_> {
    /// The timeline of some moments. `here` is the brief whose page it is; the drawing leads to
    /// the list on the page that `page_of` names for each.
    pub(super) fn timeline<'m>(
        &self,
        moments: impl Iterator<Item = &'m Event>,
        here: Option<u32>,
        page_of: impl Fn(&Event) -> String,
    ) -> Timeline {
        let mut marks = Vec::new();
        let mut list = Vec::new();
        for (at, moment) in moments.enumerate() {
            let entry = self.moment(moment, at + 1, here);
            let label = moment.short.as_deref().unwrap_or(&moment.title);
            let address = format!("{}#{}", page_of(moment), entry.id);
            marks.push(Mark {
                lane: moment.lane.clone(),
                language: entry.language.clone(),
                ..mark(at + 1, &moment.when, &moment.title, label, address, self.words())
            });
            list.push(entry);
        }
        Timeline { strip: strip::draw(&marks, self.words()), moments: list }
    }

    /// The timeline of an entity: its dated relations, and the events that it is part of.
    pub(super) fn entity_timeline(&self, index: EntityIndex) -> Timeline {
        let mut ids: FxHashMap<String, u32> = FxHashMap::default();
        let roles = self.record_links().relations_of[index.0 as usize].iter().filter_map(|at| {
            let relation = &self.graph.relations[*at as usize];
            let title = crate::letters::capitalised(&relation.words(&self.graph.registry, self.words()));
            let entity = self.entity_link(relation.object);
            let moment = Moment {
                id: relation_id(&mut ids, &relation.role, &self.graph.registry.entity(relation.object).id),
                time: self.time(relation.when.as_ref()?),
                mark: super::view::mark_of(relation.when.as_ref()?),
                text: Html(crate::escape::escape(&title)),
                entities: vec![entity],
                sources: relation
                    .sources
                    .iter()
                    .filter_map(|cite| self.source_reference(&cite.value))
                    .collect(),
                ..Moment::default()
            };
            Some((relation.when.as_ref()?, title.clone(), title, moment))
        });
        let events = self.moment_links().of_entities[index.0 as usize].iter().map(|at| {
            let moment = &self.graph.chronology.moments[*at as usize];
            let short = moment.short.clone().unwrap_or_else(|| moment.title.clone());
            (&moment.when, moment.title.clone(), short, self.moment(moment, 0, None))
        });
        let mut entries: Vec<_> = roles.chain(events).collect();
        entries.sort_by(|a, b| (a.0.sort_key(), &a.1).cmp(&(b.0.sort_key(), &b.1)));
        let mut marks = Vec::new();
        let mut list = Vec::new();
        for (at, (when, title, short, mut moment)) in entries.into_iter().enumerate() {
            moment.number = at + 1;
            moment.lane = None;
            let address = format!("#{}", moment.id);
            marks.push(Mark {
                language: moment.language.clone(),
                ..mark(at + 1, when, &title, &short, address, self.words())
            });
            list.push(moment);
        }
        Timeline { strip: strip::draw(&marks, self.words()), moments: list }
    }
}

/// The id of a relation's moment: `r-president-belarus`, the second one `r-president-belarus-2`.
fn relation_id(ids: &mut FxHashMap<String, u32>, role: &str, object: &str) -> String {
    let id = format!("r-{}-{object}", slugify(role).unwrap_or_default());
    let count = ids.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 { id } else { format!("{id}-{count}") }
}

/// The mark of a moment in the drawing; its numbers are days since 1970.
fn mark(number: usize, when: &When, title: &str, label: &str, address: String, words: &Words) -> Mark {
    let (earliest, latest) = (when.earliest().map(Day::ordinal), when.latest().map(Day::ordinal));
    let shape = when.shape();
    let start = earliest.or(latest).unwrap_or_default();
    let end = latest.or(earliest).unwrap_or_default();
    Mark {
        number,
        label: label.to_owned(),
        short_label: String::new(),
        title: format!("{number}. {}: {title}", crate::date::words_in(when, words)),
        form: super::view::mark_of(when),
        start: start as f64,
        end: (end + 1) as f64,
        open_start: shape == Shape::OpenStart || earliest.is_none(),
        open_end: shape == Shape::OpenEnd || latest.is_none(),
        lane: None,
        language: None,
        address,
    }
}
