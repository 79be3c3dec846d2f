//! A map: what is drawn of the places.

use serde::Serialize;

use crate::pages::parts::KindMark;
use crate::pages::plane::{Line, Mark, Numbered};

/// A drawing of places.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Map {
    /// What it shows: `Map of 6 places`.
    pub title: String,
    /// The drawing in words.
    pub description: String,
    /// The kinds of what is on it.
    pub kinds: Vec<KindMark>,
    /// The drawings, widest first: the stylesheet shows the one that fits.
    pub drawings: Vec<Drawing>,
}

/// A map at one width.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Drawing {
    /// The class that shows it at its width: `w`, `md`, `nrw`.
    pub class: String,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The land, as a path to be filled by the rule of even and odd.
    pub land: String,
    /// Parallels and meridians, as a path.
    pub net: String,
    /// What they are: `30° E`.
    pub degrees: Vec<Line>,
    /// The places; such as are too near each other to tell apart share a mark.
    pub marks: Vec<Mark>,
    /// What the numbers stand for.
    pub numbered: Vec<Numbered>,
}
