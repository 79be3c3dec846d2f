//! What a strip draws, in pixels: the values that `strip.svg` writes out. Origin top left.

use serde::Serialize;

/// A strip.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Strip {
    /// The drawing in words, for those who do not see it.
    pub description: String,
    /// Which marks it uses.
    pub legend: Legend,
    /// The drawings, widest first: the stylesheet shows the one that fits.
    pub drawings: Vec<Drawing>,
}

/// Which marks a strip uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Legend {
    /// Discs: exact days.
    pub day: bool,
    /// Dashed bars: somewhere within.
    pub within: bool,
    /// Solid bars: periods.
    pub period: bool,
    /// Arrows: open ends.
    pub open: bool,
    /// Small discs that stand enlarged in the panel.
    pub enlarged: bool,
    /// Columns, as high as entries begin there; then there are no other marks.
    pub density: bool,
}

/// A strip at one width.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Drawing {
    /// The class that shows it at its width: `w`, `md`, `nrw`.
    pub class: String,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The overview of the whole time.
    pub overview: Panel,
    /// The lines that join the overview's window to the enlarged panel, as a path; empty without one.
    pub joint: String,
    /// The crowded dates, enlarged.
    pub enlarged: Option<Panel>,
}

/// One linear scale with its marks.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Panel {
    /// The ground of the panel; the overview has one behind the dates that are enlarged below.
    pub ground: Option<Frame>,
    /// The line under the ticks' labels; the enlarged panel has none.
    pub base: Option<Line>,
    /// The ticks.
    pub ticks: Vec<Tick>,
    /// The lanes' names and the lines above them.
    pub lanes: Vec<Lane>,
    /// The marks.
    pub shapes: Vec<Shape>,
    /// The marks' labels.
    pub labels: Vec<Label>,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Frame {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Line {
    /// Start, from the left.
    pub x1: f64,
    /// Start, from the top.
    pub y1: f64,
    /// End, from the left.
    pub x2: f64,
    /// End, from the top.
    pub y2: f64,
}

/// A tick with its line down the panel.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tick {
    /// The line.
    pub line: Line,
    /// The label; empty where there is no room for one.
    pub label: String,
    /// The label's left edge.
    pub x: f64,
    /// The label's base line.
    pub y: f64,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Lane {
    /// The line above it.
    pub line: Line,
    /// Its name; empty where the drawing has no room for names.
    pub label: String,
    /// The name's left edge.
    pub x: f64,
    /// The name's base line.
    pub y: f64,
}

/// A mark.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Shape {
    /// The moment in words: number, date, text.
    pub title: String,
    /// The language of that where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where a click leads.
    pub address: String,
    /// `disc`, `dot` (a disc that is enlarged below), `within`, `period` or `column`.
    pub form: String,
    /// The outline of a bar as a path; empty for discs.
    pub path: String,
    /// The middle of a disc, or of a bar's number.
    pub x: f64,
    /// The middle, from the top.
    pub y: f64,
    /// The radius of a disc; 0 for bars.
    pub radius: f64,
    /// The number on it; empty where it has none.
    pub number: String,
}

/// The label of a mark.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Label {
    /// The words.
    pub text: String,
    /// Their language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// The anchor, from the left.
    pub x: f64,
    /// The base line.
    pub y: f64,
    /// `start`, `middle` or `end`.
    pub anchor: String,
    /// `halo` beside its mark; `inside` on a solid bar, in the ground's colour; `plain` on an open one.
    pub form: String,
}
