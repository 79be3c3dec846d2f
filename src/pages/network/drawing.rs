//! A network: what is drawn, and what of it.

use serde::Serialize;

use crate::pages::parts::KindMark;
use crate::pages::plane::{Mark, Numbered};

/// A drawing of entities and their relations.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Network {
    /// What it shows: `Network of relations`, `Relations around Minsk`.
    pub title: String,
    /// The drawing in words.
    pub description: String,
    /// The kinds of its entities, in the order of the site's.
    pub kinds: Vec<KindMark>,
    /// When the relations with a dashed line had ended: `7 January 2016`; `null` without such lines.
    pub ended: Option<String>,
    /// The drawings, widest first: the stylesheet shows the one that fits.
    pub drawings: Vec<Drawing>,
}

/// A network at one width.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Drawing {
    /// The class that shows it at its width: `w`, `md`, `nrw`.
    pub class: String,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The lines.
    pub edges: Vec<Edge>,
    /// The entities.
    pub marks: Vec<Mark>,
    /// What the numbers stand for.
    pub numbered: Vec<Numbered>,
    /// How many entities are left out of it.
    pub left_out: usize,
}

/// A line between two entities, for all their relations.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Edge {
    /// The relations in words, shown on hover.
    pub title: String,
    /// The line, as a path.
    pub line: String,
    /// Its arrowheads, as a path: one at each entity that is the object of a relation.
    pub heads: String,
    /// Whether all of the relations had ended.
    pub ended: bool,
}
