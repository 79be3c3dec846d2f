//! Moments: the entries of timelines.
//!
//! 1. Every event entity is a moment.
//! 2. A sentence with a date and an entity is an event, as is an item of a list under the
//!    heading *Timeline*. `event=…` names it, or names the event that it belongs to.
//! 3. What names an event's id, or gives the same title and date as another, is an appearance
//!    of that event; so is a sentence of the same date that names the event, its participants
//!    or its place, two of them at least, or all.
//! 4. Moments are put in the order of time and get ids of their own.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::LinkedBrief;
use super::backlinks::push_once;
use super::registry::{EntityIndex, Registry};
use super::resolve::Resolver;
use crate::annotate::EntityRecord;
use crate::annotate::body::{Attributes, BlockKind, Body, Place, ReferenceIndex, ReferenceKind};
use crate::annotate::ids::Ids;
use crate::bibliography::Cite;
use crate::date::{Day, SortKey, When};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{Digest, Digester};
use crate::path::{Address, slugify};
use crate::permalinks::year_address;
use crate::span::Span;

/// From how many moments on the timeline is split by year.
const SPLIT: usize = 400;

/// The timeline of a site.
#[derive(Debug)]
pub struct Chronology {
    /// Its moments, in the order of time.
    pub moments: Vec<Moment>,
    /// The years that have pages of their own, in order: those with moments, where there are many.
    pub years: Vec<i32>,
    /// Who takes part in them, and who tells of them.
    pub links: MomentLinks,
    /// What is wrong with the records of events.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Who takes part in moments, and who tells of them.
#[derive(Debug)]
pub struct MomentLinks {
    /// For each entity, the moments that it is part of.
    pub of_entities: Vec<Vec<MomentIndex>>,
    /// For each brief, the moments that it tells of.
    pub in_briefs: Vec<Vec<MomentIndex>>,
}

impl MomentLinks {
    fn of(moments: &[Moment], entities: usize, briefs: usize) -> Self {
        let mut links = Self { of_entities: vec![Vec::new(); entities], in_briefs: vec![Vec::new(); briefs] };
        for (at, moment) in moments.iter().enumerate() {
            for entity in moment.participants.iter().chain(&moment.event) {
                push_once(&mut links.of_entities[entity.0 as usize], at as u32);
            }
            for appearance in &moment.appearances {
                push_once(&mut links.in_briefs[appearance.brief as usize], at as u32);
            }
        }
        links
    }
}

impl Chronology {
    /// The page that a moment stands on.
    pub fn page_of(&self, moment: &Moment) -> Address {
        let year = moment.when.year().filter(|_| !self.years.is_empty());
        year.map_or_else(|| Address::new("/timeline/"), year_address)
    }
}

fn split_years(moments: &[Moment]) -> Vec<i32> {
    if moments.len() <= SPLIT {
        return Vec::new();
    }
    let mut years: Vec<i32> = moments.iter().filter_map(|moment| moment.when.year()).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The index of a moment in the site's timeline.
pub type MomentIndex = u32;

/// An entry of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Its id: the event's, or one made from its title.
    pub id: String,
    /// What happened.
    pub title: String,
    /// The language of that where a brief in another language than the site's tells it, BCP 47.
    pub language: Option<String>,
    /// The same in few words, for drawings.
    pub short: Option<String>,
    /// When.
    pub when: When,
    /// The event's own record.
    pub event: Option<EntityIndex>,
    /// Who took part or is named, and where it was.
    pub participants: Vec<EntityIndex>,
    /// The lane of the drawing.
    pub lane: Option<String>,
    /// What the record rests on.
    pub sources: Vec<Cite>,
    /// Whether it was expected when its brief was written.
    pub forecast: bool,
    /// Where briefs speak of it.
    pub appearances: Vec<Appearance>,
}

/// A place where a brief speaks of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appearance {
    /// The index of the brief.
    pub brief: u32,
    /// The index of what the brief tells. Where in the text that is may change without a change of the timeline.
    pub telling: u32,
}

/// A dated sentence or list item of a brief.
#[derive(Debug, PartialEq)]
pub struct Telling {
    /// The date in the text.
    pub reference: ReferenceIndex,
    /// The words that tell of it.
    pub text: Span,
    /// The entities that they name, each once, in their order.
    named: Vec<EntityIndex>,
    /// The title of a moment that these words are the first to tell of.
    title: String,
    /// The id of such a moment.
    id: String,
    /// Whether it is to come.
    forecast: bool,
}

/// What a brief tells.
#[derive(Debug, Default)]
pub struct Tellings {
    /// Its dated sentences and list items.
    pub list: Vec<Telling>,
    /// The digest of all that the timeline has from them: not of where they stand.
    pub(super) digest: Digest,
}

impl Tellings {
    fn of(list: Vec<Telling>, brief: &LinkedBrief) -> Self {
        let mut digester = Digester::default();
        digester.add(brief.brief.language.as_deref().unwrap_or_default());
        for telling in &list {
            let (when, attributes) = telling.date(&brief.brief.body);
            let event = attributes.event.as_deref();
            for words in [when.as_str(), event.unwrap_or_default(), &telling.title, &telling.id] {
                digester.add(words);
            }
            digester.add([u8::from(event.is_some()), u8::from(telling.forecast)]);
            let named: Vec<u8> = telling.named.iter().flat_map(|entity| entity.0.to_le_bytes()).collect();
            digester.add(named);
        }
        Self { list, digest: digester.digest() }
    }
}

impl Telling {
    /// When it was, and what the link of the date says beside that.
    fn date<'b>(&self, body: &'b Body) -> (&'b When, &'b Attributes) {
        match &body.references[self.reference as usize].kind {
            ReferenceKind::Date(when, attributes) => (when, attributes),
            _ => unreachable!("a telling is made of a date"),
        }
    }
}

/// The timeline of a site with these events and briefs.
pub(super) fn chronology(
    records: &[(EntityIndex, &EntityRecord)],
    briefs: &[LinkedBrief],
    mut resolver: Resolver<'_>,
) -> Chronology {
    let mut known = KnownMoments::default();
    for (index, record) in records {
        if let Some(moment) = event_moment(*index, record, &mut resolver) {
            known.add(moment);
        }
    }
    for (at, brief) in briefs.iter().enumerate() {
        for (number, telling) in brief.tellings.list.iter().enumerate() {
            let appearance = Appearance { brief: at as u32, telling: number as u32 };
            match known.belonging(telling, telling.date(&brief.brief.body), resolver.registry) {
                Some(at) => known.moments[at].appearances.push(appearance),
                None => known.add(told_moment(telling, brief, appearance)),
            }
        }
    }
    let keyed = known.moments.into_par_iter().map(|moment| (moment.when.sort_key(), moment));
    let mut keyed: Vec<(SortKey, Moment)> = keyed.collect();
    keyed.par_sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.title.cmp(&other.title)));
    let mut moments: Vec<Moment> = keyed.into_iter().map(|(_, moment)| moment).collect();
    make_ids_unique(&mut moments);
    let links = MomentLinks::of(&moments, resolver.registry.entities().len(), briefs.len());
    Chronology { years: split_years(&moments), links, moments, diagnostics: resolver.diagnostics }
}

fn event_moment(index: EntityIndex, record: &EntityRecord, resolver: &mut Resolver<'_>) -> Option<Moment> {
    if record.kind.value != "event" {
        return None;
    }
    let when = record.date.as_ref()?.value.clone();
    let mut participants: Vec<EntityIndex> = record
        .participants
        .iter()
        .chain(&record.place)
        .filter_map(|target| resolver.target(&record.path, &target.value, target.span))
        .collect();
    let mut seen = FxHashSet::default();
    participants.retain(|entity| seen.insert(*entity));
    Some(Moment {
        id: record.id.clone(),
        title: record.name.value.clone(),
        language: None,
        short: record.short.clone(),
        when,
        event: Some(index),
        participants,
        lane: record.lane.clone(),
        sources: record.sources.iter().map(|cite| cite.value.clone()).collect(),
        forecast: false,
        appearances: Vec::new(),
    })
}

/// The dated sentences and timeline items of a brief, one for each date, and what is wrong with them.
pub(super) fn tellings(brief: &LinkedBrief) -> (Tellings, Vec<Diagnostic>) {
    let body = &brief.brief.body;
    let mut diagnostics = report_undated_items(brief);
    let tellings = (0..body.references.len()).filter_map(|at| telling(brief, at));
    let tellings: Vec<Telling> = tellings.collect();
    diagnostics.extend(tellings.iter().filter_map(|telling| report_late(brief, telling)));
    (Tellings::of(tellings, brief), diagnostics)
}

/// What the words of a date tell, where the reference at an index is one and they tell something.
fn telling(brief: &LinkedBrief, at: usize) -> Option<Telling> {
    let body = &brief.brief.body;
    let reference = &body.references[at];
    let ReferenceKind::Date(when, attributes) = &reference.kind else { return None };
    let block = &body.blocks[reference.block as usize];
    if attributes.event.as_deref() == Some("no") || block.place != Place::Article {
        return None;
    }
    let item = is_timeline_item(body, reference.block as usize);
    let text = if item { block.text } else { body.sentence_at(reference.text) };
    let named = named_in(brief, text);
    if named.is_empty() && attributes.event.is_none() && !item {
        return None;
    }
    let title = match &attributes.event {
        Some(title) => title.clone(),
        None if item => item_title(body, text, reference.text),
        None => body.slice(text).to_owned(),
    };
    let id = attributes.id.clone().or_else(|| slugify(&title));
    let id = shorten(&id.unwrap_or_else(|| format!("event-{}", when.as_str())));
    let forecast = attributes.forecast.unwrap_or_else(|| is_forecast(body.slice(text)));
    Some(Telling { reference: at as ReferenceIndex, text, named, title, id, forecast })
}

/// The entities named in some words, each once, in their order.
fn named_in(brief: &LinkedBrief, text: Span) -> Vec<EntityIndex> {
    let mut seen = FxHashSet::default();
    brief
        .links
        .mentions_in(text)
        .map(|mention| mention.entity)
        .filter(|entity| seen.insert(*entity))
        .collect()
}

fn is_timeline_item(body: &Body, block: usize) -> bool {
    let block = &body.blocks[block];
    let in_list = block.kind == BlockKind::Item;
    let section = block.section.map(|section| &body.sections[section as usize]);
    in_list && section.is_some_and(|section| section.title.trim().eq_ignore_ascii_case("timeline"))
}

/// An item's words without the date at its head.
fn item_title(body: &Body, text: Span, date: Span) -> String {
    let before = body.slice(Span { start: text.start, end: date.start }).trim();
    let after = body.slice(Span { start: date.end, end: text.end });
    if !before.is_empty() {
        return body.slice(text).trim().to_owned();
    }
    let title = after.trim_start_matches([':', ',', '—', '–', '-', ' ']).trim().trim_end_matches('.');
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The moments that are known so far, and where to find them: looking at all for each telling would take
/// longer with each.
#[derive(Default)]
struct KnownMoments {
    moments: Vec<Moment>,
    by_event: FxHashMap<EntityIndex, usize>,
    /// By title in small letters.
    by_title: FxHashMap<String, Vec<usize>>,
    by_date: FxHashMap<When, Vec<usize>>,
}

impl KnownMoments {
    fn add(&mut self, moment: Moment) {
        let at = self.moments.len();
        self.by_event.extend(moment.event.map(|event| (event, at)));
        self.by_title.entry(moment.title.to_ascii_lowercase()).or_default().push(at);
        self.by_date.entry(moment.when.clone()).or_default().push(at);
        self.moments.push(moment);
    }

    /// The moment that a telling is about, if there is one already; of several the first.
    fn belonging(
        &self,
        telling: &Telling,
        (when, attributes): (&When, &Attributes),
        registry: &Registry,
    ) -> Option<usize> {
        let Some(name) = &attributes.event else {
            return self.first(self.by_date.get(when), |moment| is_of(moment, telling));
        };
        if let Some(at) = registry.get(name).and_then(|entity| self.by_event.get(&entity)) {
            return Some(*at);
        }
        self.first(self.by_title.get(&name.to_ascii_lowercase()), |moment| {
            moment.event.is_some() || moment.when == *when
        })
    }

    fn first(&self, among: Option<&Vec<usize>>, is_it: impl Fn(&Moment) -> bool) -> Option<usize> {
        among?.iter().copied().find(|at| is_it(&self.moments[*at]))
    }
}

/// Whether a telling that names no event is about a moment of its date.
fn is_of(moment: &Moment, telling: &Telling) -> bool {
    let Some(event) = moment.event else { return moment.title == telling.title };
    let shared = moment.participants.iter().filter(|entity| telling.named.contains(entity)).count();
    telling.named.contains(&event) || shared >= 2 || (shared == 1 && moment.participants.len() == 1)
}

fn told_moment(telling: &Telling, brief: &LinkedBrief, appearance: Appearance) -> Moment {
    let (when, _) = telling.date(&brief.brief.body);
    Moment {
        id: telling.id.clone(),
        forecast: telling.forecast,
        title: telling.title.clone(),
        language: brief.brief.language.clone(),
        short: None,
        when: when.clone(),
        event: None,
        participants: telling.named.clone(),
        lane: None,
        sources: Vec::new(),
        appearances: vec![appearance],
    }
}

/// At most eight words of an id.
fn shorten(id: &str) -> String {
    id.split('-').take(8).collect::<Vec<_>>().join("-")
}

fn make_ids_unique(moments: &mut [Moment]) {
    let mut ids = Ids::default();
    ids.extend(moments.iter().filter(|moment| moment.event.is_some()).map(|moment| moment.id.clone()));
    for moment in moments.iter_mut().filter(|moment| moment.event.is_none()) {
        moment.id = ids.unique(std::mem::take(&mut moment.id));
    }
}

/// Words by which a sentence says that something has yet to come.
const FORECAST_WORDS: [&str; 16] = [
    "aim",
    "awaited",
    "due",
    "expect",
    "forecast",
    "foresee",
    "hope",
    "intend",
    "is to ",
    "are to ",
    "plan",
    "predict",
    "scheduled",
    "should",
    "will",
    "would",
];

fn is_forecast(words: &str) -> bool {
    let words = words.to_lowercase();
    FORECAST_WORDS.iter().any(|word| words.contains(word))
}

fn report_late(brief: &LinkedBrief, telling: &Telling) -> Option<Diagnostic> {
    let (body, date) = (&brief.brief.body, &brief.brief.date.value);
    if telling.forecast || !telling.date(body).0.begins_after(date.latest()?) {
        return None;
    }
    let message = format!("this event is later than its brief of {}", crate::date::words(date));
    let place = body.references[telling.reference as usize].source;
    Some(Diagnostic::new(Code::EventAfterBrief, &brief.brief.path, place, message).help(
        "correct the date; of something that is expected, say so in the sentence, or add `forecast=yes`",
    ))
}

fn report_undated_items(brief: &LinkedBrief) -> Vec<Diagnostic> {
    let body = &brief.brief.body;
    let dated: FxHashSet<u32> = body
        .references
        .iter()
        .filter(|reference| matches!(reference.kind, ReferenceKind::Date(..) | ReferenceKind::Nothing))
        .map(|reference| reference.block)
        .collect();
    let is_undated = |at: usize| {
        let is_told = body.blocks[at].place == Place::Article && is_timeline_item(body, at);
        is_told && !dated.contains(&(at as u32))
    };
    let undated = (0..body.blocks.len()).filter(|at| is_undated(*at));
    let report = |at: usize| {
        let message = "this item of the timeline has no date";
        let place = body.source_of(body.blocks[at].text);
        Diagnostic::new(Code::UndatedEvent, &brief.brief.path, place, message)
            .help("begin it with its date, as in `[May 2023](date:2023-05): …`")
    };
    undated.map(report).collect()
}

/// The first and the last day of some moments, where they have any.
pub fn extent<'a>(moments: impl Iterator<Item = &'a Moment>) -> Option<(Day, Day)> {
    let days = moments.flat_map(|moment| [moment.when.earliest(), moment.when.latest()]).flatten();
    days.fold(None, |extent, day| match extent {
        None => Some((day, day)),
        Some((first, last)) => Some((first.min(day), last.max(day))),
    })
}
