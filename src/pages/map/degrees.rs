//! The net of degrees: parallels and meridians, and what they are.

use super::frame::Frame;
use super::projection::{east_of, project};
use crate::pages::measure;
use crate::pages::plane::{Area, Line, TYPE_SIZE, tenth};
use crate::words::Words;

/// Degrees from one line to the next.
const STEPS: [i32; 7] = [1, 2, 5, 10, 15, 30, 45];
/// Lines are at least so many pixels apart.
const APART: f64 = 90.0;

/// The lines as one path, and their labels, with what they cover.
pub(super) struct Degrees {
    pub(super) path: String,
    pub(super) labels: Vec<(Line, Area)>,
}

/// The net of a frame. Labels stand at the left and the bottom edge.
pub(super) fn degrees(frame: &Frame, words: &Words) -> Degrees {
    let of_a_degree = project(0.0, 1.0).1 * frame.scale;
    let step = STEPS.into_iter().find(|step| f64::from(*step) * of_a_degree >= APART).unwrap_or(45);
    let mut net = Degrees { path: String::new(), labels: Vec::new() };
    for north in (-90 / step * step..=90).step_by(step as usize).filter(|north| north.abs() < 90) {
        let y = frame.place(f64::from(north), 0.0).1;
        if !(0.0..=frame.height).contains(&y) {
            continue;
        }
        let ends = [-180.0, 180.0].map(|east| frame.place(f64::from(north), east).0.clamp(0.0, frame.width));
        net.path.push_str(&format!("M{} {}H{}", tenth(ends[0]), tenth(y), tenth(ends[1])));
        net.label(
            degree_words(north, words.text("north"), words.text("south")),
            ends[0] + 4.0,
            y - 4.0,
            frame,
        );
    }
    for geographic in (-180..180).step_by(step as usize) {
        let east = east_of(frame.centre, f64::from(geographic));
        if let Some((x, y)) = net.meridian(east, frame) {
            net.label(
                degree_words(geographic, words.text("east"), words.text("west")),
                x + 4.0,
                y - 5.0,
                frame,
            );
        }
    }
    // Where the map ends, opposite its middle.
    net.meridian(-180.0, frame);
    net.meridian(180.0, frame);
    net
}

/// Whether a part of a meridian is in the drawing.
fn is_shown(pair: &[(f64, f64)], frame: &Frame) -> bool {
    let is_beside = |edge: &dyn Fn(f64) -> bool| edge(pair[0].0) && edge(pair[1].0);
    let is_above_or_below = |edge: &dyn Fn(f64) -> bool| edge(pair[0].1) && edge(pair[1].1);
    !is_beside(&|x| x < 0.0)
        && !is_beside(&|x| x > frame.width)
        && !is_above_or_below(&|y| y < 0.0)
        && !is_above_or_below(&|y| y > frame.height)
}

/// Where the line through two points is at a height.
fn at_height(pair: &[(f64, f64)], y: f64) -> f64 {
    let (from, to) = (pair[0], pair[1]);
    let share = if from.1 == to.1 { 0.0 } else { (y - from.1) / (to.1 - from.1) };
    from.0 + (to.0 - from.0) * share
}

/// Degrees in words: `30° E`, `0°`.
fn degree_words(degrees: i32, positive: &str, negative: &str) -> String {
    match degrees {
        0 | -180 => format!("{}°", degrees.abs()),
        1.. => format!("{degrees}° {positive}"),
        _ => format!("{}° {negative}", -degrees),
    }
}

impl Degrees {
    /// Adds a meridian; gives where it meets the bottom edge, or ends above it.
    fn meridian(&mut self, east: f64, frame: &Frame) -> Option<(f64, f64)> {
        let points: Vec<(f64, f64)> =
            (-18..=18).map(|north| frame.place(f64::from(north * 5), east)).collect();
        let shown: Vec<&[(f64, f64)]> = points.windows(2).filter(|pair| is_shown(pair, frame)).collect();
        let first = *shown.first()?;
        self.path.push_str(&format!("M{} {}", tenth(first[0].0), tenth(first[0].1)));
        for pair in &shown {
            self.path.push_str(&format!("L{} {}", tenth(pair[1].0), tenth(pair[1].1)));
        }
        let bottom = frame.height.min(first[0].1);
        Some((at_height(first, bottom), bottom))
    }

    /// Adds a label, if it stands in the drawing and on no other.
    fn label(&mut self, text: String, x: f64, y: f64, frame: &Frame) {
        let right = x + measure::width(&text, TYPE_SIZE);
        let area = Area { left: x, top: y - 11.0, right, bottom: y + 4.0 };
        let is_free = !self.labels.iter().any(|(_, other)| other.widened(6.0).overlaps(&area));
        if area.is_within(frame.width, frame.height) && is_free {
            let line = Line { text, x: tenth(x), y: tenth(y), anchor: "start".to_owned(), ..Line::default() };
            self.labels.push((line, area));
        }
    }
}
