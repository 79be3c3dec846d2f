//! The timeline of the whole site.

use serde::Serialize;

use super::frame::{Head, Site};
use super::moments::Year;
use super::parts::{CountedEntity, Link};
use super::strip::Strip;

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
