//! The timeline of the whole site.

use serde::Serialize;

use super::forms::TIMELINE;
use super::frame::{Head, Site};
use super::moments::Moment;
use super::moments::Year;
use super::parts::{CountedEntity, Link};
use super::strip::Strip;
use super::view::View;
use crate::date::{Precision, words_in};
use crate::graph::moments::Moment as Event;
use crate::graph::registry::EntityIndex;
use crate::letters::capitalised;
use crate::permalinks::year_address;
use crate::words::Words;

/// The timeline, or one year of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TimelinePage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The heading: `Timeline`, `Timeline of 2015`.
    pub title: String,
    /// One sentence under it.
    pub summary: String,
    /// How many moments there are on this page.
    pub moment_count: usize,
    /// The drawing; `null` where nothing is dated.
    pub strip: Option<Strip>,
    /// The pages of single years, where the timeline is split; empty otherwise.
    pub year_pages: Vec<Link>,
    /// The moments by year.
    pub years: Vec<Year>,
    /// Whether any moment has a lane.
    pub has_lanes: bool,
    /// The entities with moments, as links to their own timelines, the busiest first.
    pub entities: Vec<CountedEntity>,
}

/// How many entities the page leads on to.
const ENTITIES: usize = 24;

impl View<'_> {
    /// The timeline, or one year of it.
    pub fn timeline_page(&self, year: Option<i32>) -> TimelinePage {
        let all = &self.graph.chronology.moments;
        let years = &self.graph.chronology.years;
        let split = !years.is_empty();
        let shown: Vec<&Event> = match year {
            Some(year) => all.iter().filter(|moment| moment.when.year() == Some(year)).collect(),
            None if split => Vec::new(),
            None => all.iter().collect(),
        };
        let timeline = self.timeline(shown.iter().copied(), None, |_| String::new());
        let has_lanes = timeline.moments.iter().any(|moment| moment.lane.is_some());
        let words = self.words();
        let title = year.map_or_else(
            || words.text("timeline").to_owned(),
            |year| words.filled("timeline_of", &year_words(Some(year), words)),
        );
        let summary = match year {
            Some(year) => summary_in(&year_words(Some(year), words), shown.len(), words),
            None => summary(all, words),
        };
        let is_whole = year.is_none() && !all.is_empty();
        TimelinePage {
            site: self.site(),
            head: self
                .head_with(&title, &summary, if is_whole { &TIMELINE } else { &[] })
                .describing(self.words(), &self.timeline_data(&title, &summary, &shown)),
            title,
            summary,
            moment_count: if split && year.is_none() { all.len() } else { shown.len() },
            strip: timeline.strip,
            year_pages: self.year_pages(years),
            years: by_year(timeline.moments, &shown, words),
            has_lanes,
            entities: self.busiest(),
        }
    }

    fn year_pages(&self, years: &[i32]) -> Vec<Link> {
        let link = |year: &i32| Link {
            title: year_words(Some(*year), self.words()),
            address: self.link(&year_address(*year)),
            language: None,
        };
        years.iter().map(link).collect()
    }

    /// The entities with most moments.
    fn busiest(&self) -> Vec<CountedEntity> {
        let moments = |index: EntityIndex| match self.graph.registry.entity(index).kind.as_str() {
            "event" => 0,
            _ => self.moment_links().of_entities[index.0 as usize].len(),
        };
        self.most(moments, ENTITIES)
    }
}

/// A year as a heading. Years are astronomical: 0 is 1 BC.
fn year_words(year: Option<i32>, words: &Words) -> String {
    match year {
        Some(year) if year > 0 => year.to_string(),
        Some(year) => words.dates.before_christ.replacen("{}", &(1 - year).to_string(), 1),
        None => words.text("year_not_dated").to_owned(),
    }
}

fn by_year(moments: Vec<Moment>, shown: &[&Event], words: &Words) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (moment, source) in moments.into_iter().zip(shown) {
        // What has no beginning comes first in the order, and before all years.
        let title_in = |words: &Words| match source.when.year() {
            Some(year) if source.when.is_open_start() => {
                words.filled("until_year", &year_words(Some(year), words))
            }
            _ if matches!(source.when.precision(), Precision::Decade | Precision::Century) => {
                capitalised(&words_in(&source.when, words))
            }
            year => year_words(year, words),
        };
        let title = title_in(words);
        match years.last_mut().filter(|year| year.title == title) {
            Some(year) => year.moments.push(moment),
            None => {
                // Addresses stay the same when the language of the interface changes.
                let english = title_in(Words::english());
                let mut id = format!("y{}", english.to_lowercase().replace([' ', '.'], "-"));
                if years.iter().any(|year| year.id == id) {
                    id = format!("{id}-{}", years.len() + 1);
                }
                years.push(Year { title, id, moments: vec![moment] });
            }
        }
    }
    years
}

fn summary(all: &[Event], words: &Words) -> String {
    match crate::graph::moments::extent(all.iter()) {
        Some((first, last)) if first.year() != last.year() => {
            let events = words.count("dated_event", all.len() as u64);
            let text = words.text("timeline_from_to").replacen("{events}", &events, 1);
            let text = text.replacen("{first}", &first.year().to_string(), 1);
            text.replacen("{last}", &last.year().to_string(), 1)
        }
        Some((first, _)) => summary_in(&first.year().to_string(), all.len(), words),
        None => words.text("nothing_dated_yet").to_owned(),
    }
}

fn summary_in(year: &str, moments: usize, words: &Words) -> String {
    let events = words.count("dated_event", moments as u64);
    words.text("timeline_in").replacen("{events}", &events, 1).replacen("{year}", year, 1)
}
