//! Moments, the entries of a timeline, as lists show them.

use serde::Serialize;

use super::evidence::SourceReference;
use super::parts::{EntityLink, Html, Link, TimeText};
use super::strip::Strip;

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
