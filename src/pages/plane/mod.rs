//! Marks in the plane with labels that keep clear of one another: what the network and the map share.
//!
//! 1. A drawing is made for each of three widths of page: the stylesheet shows the one that
//!    fits.
//! 2. A mark is the shape of a kind. Below it is room for a number, which no other mark and no label
//!    takes.
//! 3. `labels` gives each mark the longest of its labels that has room beside it, or else its number;
//!    what the numbers mean stands in a list below the drawing.

mod area;
mod labels;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub(super) use area::{Area, Segment};
pub(super) use labels::{Ground, cut, forms, is_line};
use labels::{Placed, Spot, place};
#[cfg(test)]
pub(super) use tests::check_marks;

use super::measure;
use super::parts::Link;

/// The three widths of drawing with the classes that show them, in pixels.
pub(super) const WIDTHS: [(&str, f64); 3] = [("w", 1120.0), ("md", 740.0), ("nrw", 358.0)];
/// The type size of a drawing, in pixels.
pub(super) const TYPE_SIZE: f64 = 13.0;
/// The room of a mark: from its middle to its edge, in pixels.
pub(super) const RADIUS: f64 = 9.0;
/// The height of a number's room, in pixels.
pub(super) const NUMBER_HEIGHT: f64 = 15.0;
/// How wide a shape is drawn, in pixels.
const SIZE: f64 = 15.0;

/// A mark of an entity, or of some at one place.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Mark {
    /// What it is, in words, shown on hover.
    pub title: String,
    /// Where a click leads; empty for the entity whose page it is.
    pub address: String,
    /// The shape of the kind, as in a kind's mark.
    pub shape: String,
    /// The left edge of the shape.
    pub x: f64,
    /// Its top edge.
    pub y: f64,
    /// Its width and height, in tenths: a shape is drawn on a square of ten.
    pub scale: f64,
    /// The number in place of a label, with what it means; `null` for a mark with a label.
    pub number: Option<Line>,
    /// The lines of the label.
    pub lines: Vec<Line>,
}

/// A line of text in a drawing.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Where a click leads; empty for one that leads nowhere.
    pub address: String,
    /// The anchor, from the left.
    pub x: f64,
    /// The base line.
    pub y: f64,
    /// `start`, `middle` or `end`.
    pub anchor: String,
}

/// What a number in a drawing stands for.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Numbered {
    /// The number.
    pub number: usize,
    /// The entities there.
    pub entities: Vec<Link>,
}

/// What a mark is of, and where.
pub(super) struct Subject<'a> {
    /// The mark's words on hover.
    pub(super) title: String,
    /// Where a click on it leads.
    pub(super) address: &'a str,
    /// The shape of the kind.
    pub(super) shape: &'a str,
    /// The entities there.
    pub(super) entities: Vec<Link>,
    /// Where the middle of the mark is.
    pub(super) at: (f64, f64),
    /// The labels to try, the longest first, the last for want of room only: lines with what they lead to.
    pub(super) labels: Vec<Vec<Link>>,
}

/// The marks of subjects, the most important first, with their labels; and what their numbers mean.
pub(super) fn mark(subjects: Vec<Subject<'_>>, ground: &Ground<'_>) -> (Vec<Mark>, Vec<Numbered>) {
    let texts = |label: &Vec<Link>| label.iter().map(|line| line.title.clone()).collect();
    let spots: Vec<Spot> = subjects
        .iter()
        .map(|subject| Spot { at: subject.at, labels: subject.labels.iter().map(texts).collect() })
        .collect();
    let mut numbered = Vec::new();
    let marks = place(&spots, ground).into_iter().zip(subjects).map(|(placed, subject)| {
        let (x, y) = subject.at;
        let mut mark = Mark {
            title: subject.title,
            address: subject.address.to_owned(),
            shape: subject.shape.to_owned(),
            x: tenth(x - SIZE / 2.0),
            y: tenth(y - SIZE / 2.0),
            scale: SIZE / 10.0,
            number: None,
            lines: Vec::new(),
        };
        match placed {
            Placed::Label { label, lines, anchor } => {
                let lines = lines.into_iter().zip(&subject.labels[label]);
                mark.lines = lines.map(|((x, y), link)| line(link, x, y, anchor)).collect();
            }
            Placed::Number => {
                let number = numbered.len() + 1;
                let link =
                    Link { title: number.to_string(), address: subject.address.to_owned(), language: None };
                mark.number = Some(line(&link, x, y + RADIUS + 11.0, "middle"));
                numbered.push(Numbered { number, entities: subject.entities });
            }
        }
        mark
    });
    let marks = marks.collect();
    (marks, numbered)
}

fn line(link: &Link, x: f64, y: f64, anchor: &str) -> Line {
    Line {
        text: link.title.clone(),
        address: link.address.clone(),
        x: tenth(x),
        y: tenth(y),
        anchor: anchor.to_owned(),
    }
}

/// The room that a mark keeps: its shape, and its number below, among `count` marks.
pub(super) fn reserved((x, y): (f64, f64), count: usize) -> Area {
    let half = half_width(count);
    Area { left: x - half, top: y - RADIUS, right: x + half, bottom: y + RADIUS + NUMBER_HEIGHT }
}

/// Half of how wide that room is.
fn half_width(count: usize) -> f64 {
    let number = measure::width(&"0".repeat(count.to_string().len()), TYPE_SIZE);
    (number / 2.0 + 1.0).max(RADIUS)
}

/// Rounded to a tenth of a pixel, so that drawings are short and the same everywhere.
pub(super) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}
