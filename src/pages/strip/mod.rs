//! The strip: a drawing of moments along a linear scale, for three widths of page.
//!
//! 1. The days of all marks, open ends aside, give the span; `axis` widens it and sets the ticks.
//! 2. For each width, exact days too close to tell apart are looked for. The largest such crowd is
//!    drawn as dots, and enlarged in a panel below, on a linear scale of its own.
//! 3. `pack` gives each mark a row and the longest label that has room there.
//! 4. Where rows do not suffice for the numbers, the marks shrink and lose them: the list beside the
//!    strip has every word. More marks than could be told apart at all become columns (`density`).

mod axis;
mod calendar;
mod density;
pub mod drawing;
mod pack;
mod scene;
#[cfg(test)]
mod tests;

pub use drawing::{Drawing, Legend, Strip};

use super::measure;
use super::moments::MomentMark;
use crate::words::{Dates, Words};
use axis::Scale;
use density::is_dense;
use scene::{Built, Scene, Sizes, tenth};

/// The three widths of drawing with the classes that show them, in pixels.
const WIDTHS: [(&str, f64); 3] = [("w", 1120.0), ("md", 740.0), ("nrw", 358.0)];
/// Discs nearer than this, in pixels, crowd each other.
const CROWD: f64 = 23.0;
/// So many make a crowd.
const CROWD_SIZE: usize = 4;
/// The most of the scale that a crowd may take for its enlargement to be of use.
const CROWD_SHARE: f64 = 0.4;
/// The height of the lines that join the overview to the panel, in pixels.
const JOINT: f64 = 32.0;
/// Named marks; as many rows as keep a drawing lower than a screen.
const NAMED: Sizes = Sizes { pitch: 30.0, radius: 10.0, named: true, label_rows: 6, rows: 12 };
/// Marks without numbers.
const SMALL: Sizes = Sizes { pitch: 13.0, radius: 4.0, named: false, label_rows: 0, rows: 16 };

/// A moment, as the strip needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its number, the same as in the list.
    pub number: usize,
    /// Its label, a few words.
    pub label: String,
    /// A shorter label; may be empty.
    pub short_label: String,
    /// Number, date and text, shown on hover.
    pub title: String,
    /// What it is drawn as.
    pub form: MomentMark,
    /// The first day, counted from 1 January 1970.
    pub start: f64,
    /// The day after the last: `start + 1` for an exact day.
    pub end: f64,
    /// Whether it began before anything known: `start` then says nothing.
    pub open_start: bool,
    /// Whether it goes on: `end` then says nothing.
    pub open_end: bool,
    /// The lane; marks without one share an unnamed lane, last.
    pub lane: Option<String>,
    /// The language of its words where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Where a click leads: the entry in the list.
    pub address: String,
}

/// The strip of some marks; `None` where there is none. The same marks give the same strip, in
/// whatever order they come.
pub fn draw(marks: &[Mark], words: &Words) -> Option<Strip> {
    let (first, last) = span(marks)?;
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by(|a, b| {
        a.start.total_cmp(&b.start).then(a.number.cmp(&b.number)).then_with(|| a.title.cmp(&b.title))
    });
    let lanes = if is_dense(marks.len()) { Vec::new() } else { lanes(&sorted) };
    let drawings: Vec<Drawing> = WIDTHS
        .iter()
        .map(|(class, width)| draw_at(class, *width, &sorted, &lanes, (first, last), &words.dates))
        .collect();
    let any = |form: MomentMark| marks.iter().any(|mark| mark.form == form);
    let legend = match is_dense(marks.len()) {
        true => Legend { density: true, ..Legend::default() },
        false => Legend {
            day: any(MomentMark::Day),
            within: any(MomentMark::Within),
            period: any(MomentMark::Period),
            open: marks.iter().any(|mark| mark.open_start || mark.open_end),
            enlarged: drawings.iter().any(|drawing| drawing.enlarged.is_some()),
            density: false,
        },
    };
    let description = words.count("timeline_entries", marks.len() as u64);
    Some(Strip { description, legend, drawings })
}

/// The days that the marks span, open ends given room.
fn span(marks: &[Mark]) -> Option<(f64, f64)> {
    let starts = marks.iter().filter(|mark| !mark.open_start).map(|mark| mark.start);
    let ends = marks.iter().filter(|mark| !mark.open_end).map(|mark| mark.end);
    let days: Vec<f64> = starts.chain(ends).filter(|day| day.is_finite()).collect();
    let first = days.iter().copied().fold(f64::INFINITY, f64::min);
    let last = days.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if marks.is_empty() {
        return None;
    }
    if days.is_empty() {
        return Some((0.0, 1.0));
    }
    // An open end at the very edge would not show that it goes on.
    let room = ((last - first) * 0.05).max(30.0);
    let opens_early = marks.iter().any(|mark| mark.open_start);
    let goes_on = marks.iter().any(|mark| mark.open_end);
    Some((if opens_early { first - room } else { first }, if goes_on { last + room } else { last }))
}

/// The lanes in the order of their first marks, the unnamed one last; none where there are not two.
fn lanes(marks: &[&Mark]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mark in marks {
        let name = mark.lane.clone().unwrap_or_default();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() < 2 {
        return Vec::new();
    }
    if marks.iter().any(|mark| mark.lane.as_deref().is_none_or(str::is_empty)) {
        names.push(String::new());
    }
    names
}

fn draw_at(
    class: &str,
    width: f64,
    marks: &[&Mark],
    lanes: &[String],
    (first, last): (f64, f64),
    words: &Dates,
) -> Drawing {
    let lane_column = width > 400.0;
    let column = lanes.iter().map(|name| measure::width(name, axis::TYPE_SIZE)).fold(0.0, f64::max);
    let left = if lanes.is_empty() || !lane_column { 4.0 } else { (column + 20.0).min(width * 0.25) };
    let (start, end) = axis::widen(first, last);
    let scale = Scale { start, end, left, right: width - 4.0 };
    let base = Layout { class, width, lanes, lane_column, scale, words };

    if is_dense(marks.len()) {
        return base.dense(marks);
    }
    let window = crowd(marks, &scale);
    let (named, overfull) = base.drawing(marks, window, NAMED);
    if overfull { base.drawing(marks, None, SMALL).0 } else { named }
}

/// What the drawings at one width share.
#[derive(Clone, Copy)]
struct Layout<'a> {
    class: &'a str,
    width: f64,
    lanes: &'a [String],
    lane_column: bool,
    scale: Scale,
    words: &'a Dates,
}

impl Layout<'_> {
    /// The drawing of very many marks.
    fn dense(&self, marks: &[&Mark]) -> Drawing {
        let scene = Scene {
            marks: Vec::new(),
            lanes: &[],
            lane_column: false,
            scale: self.scale,
            top: 0.0,
            width: self.width,
            sizes: SMALL,
            enlarged: false,
            words: self.words,
        };
        let built = density::build(&scene, marks);
        Drawing {
            class: self.class.to_owned(),
            width: self.width,
            height: tenth(built.bottom + 2.0),
            overview: built.panel,
            ..Drawing::default()
        }
    }

    /// The drawing, and whether rows were wanting.
    fn drawing(&self, marks: &[&Mark], window: Option<(f64, f64)>, sizes: Sizes) -> (Drawing, bool) {
        let within = |mark: &Mark| {
            mark.form == MomentMark::Day && window.is_some_and(|(from, to)| (from..to).contains(&mark.start))
        };
        let scene = |marks, scale, top, enlarged| Scene {
            marks,
            lanes: self.lanes,
            lane_column: self.lane_column,
            scale,
            words: self.words,
            top,
            width: self.width,
            sizes,
            enlarged,
        };
        let all = marks.iter().map(|mark| (*mark, within(mark))).collect();
        let Built { panel: mut overview, mut bottom, mut overfull } =
            scene(all, self.scale, 0.0, false).build();

        let mut joint = String::new();
        let mut enlarged = None;
        if let Some((from, to)) = window {
            let (x1, x2) = (tenth(self.scale.x(from)), tenth(self.scale.x(to)));
            let ground =
                drawing::Frame { x: x1, y: 22.0, width: tenth(x2 - x1), height: tenth(bottom - 22.0) };
            overview.ground = Some(ground);
            let (above, below) = (tenth(bottom + 4.0), tenth(bottom + JOINT));
            let (left, right) = (tenth(self.scale.left), tenth(self.scale.right));
            let edge = tenth(bottom);
            joint = format!("M{x1} {edge}V{above}L{left} {below}M{x2} {edge}V{above}L{right} {below}");
            let scale = Scale { start: from, end: to, ..self.scale };
            let inner = marks.iter().filter(|mark| within(mark)).map(|mark| (*mark, false)).collect();
            let built = scene(inner, scale, bottom + JOINT, true).build();
            overfull |= built.overfull;
            bottom = built.bottom;
            enlarged = Some(built.panel);
        }
        let height = tenth(bottom + 2.0);
        (
            Drawing { class: self.class.to_owned(), width: self.width, height, overview, joint, enlarged },
            overfull,
        )
    }
}

/// The days of the largest crowd of exact days, with room around them; `None` where there is no
/// crowd, or enlarging it would not spread it.
fn crowd(marks: &[&Mark], scale: &Scale) -> Option<(f64, f64)> {
    let days: Vec<f64> =
        marks.iter().filter(|mark| mark.form == MomentMark::Day).map(|mark| mark.start).collect();
    let mut best: &[f64] = &[];
    let mut begin = 0;
    for at in 1..=days.len() {
        if at == days.len() || scale.x(days[at]) - scale.x(days[at - 1]) > CROWD {
            if at - begin > best.len() {
                best = &days[begin..at];
            }
            begin = at;
        }
    }
    let (first, last) = (*best.first()?, *best.last()?);
    let mut distinct = best.to_vec();
    distinct.dedup();
    if distinct.len() < CROWD_SIZE {
        return None;
    }
    let room = ((last - first) * 0.1).max(2.0).ceil();
    // The panel has labels to the right of its marks: more room there.
    let (from, to) = ((first - room).max(scale.start), (last + 1.0 + room * 1.5).min(scale.end));
    (to - from <= (scale.end - scale.start) * CROWD_SHARE).then_some((from, to))
}
