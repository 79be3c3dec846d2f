//! What holds of the marks of every drawing.

use super::{Area, Line, Mark, NUMBER_HEIGHT, Numbered, RADIUS, SIZE, TYPE_SIZE};
use crate::pages::measure;

/// What coordinates lose by being rounded, in pixels.
const ROUNDED: f64 = 0.11;

fn text_area(line: &Line) -> Area {
    let width = measure::width(&line.text, TYPE_SIZE);
    let left = match line.anchor.as_str() {
        "start" => line.x,
        "end" => line.x - width,
        "middle" => line.x - width / 2.0,
        other => panic!("the anchor is {other}"),
    };
    Area { left, top: line.y - 11.0, right: left + width, bottom: line.y + 4.0 }
}

fn inner(area: Area) -> Area {
    let Area { left, top, right, bottom } = area;
    Area { left: left + ROUNDED, top: top + ROUNDED, right: right - ROUNDED, bottom: bottom - ROUNDED }
}

/// Marks and labels lie in the drawing and touch nothing else; each mark has a label, or a number that
/// is said below.
#[track_caller]
pub(in crate::pages) fn check_marks(marks: &[Mark], numbered: &[Numbered], width: f64, height: f64) {
    let mut areas: Vec<(usize, String, Area)> = Vec::new();
    let mut numbers = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let (x, y) = (mark.x + SIZE / 2.0, mark.y + SIZE / 2.0);
        let shape = Area { left: x - RADIUS, top: y - RADIUS, right: x + RADIUS, bottom: y + RADIUS };
        areas.push((at, mark.title.clone(), inner(shape)));
        match &mark.number {
            Some(line) => {
                assert!(mark.lines.is_empty() && line.y < y + RADIUS + NUMBER_HEIGHT, "{mark:?}");
                numbers.push(line.text.parse::<usize>().unwrap());
                areas.push((at, line.text.clone(), inner(text_area(line))));
            }
            None => {
                assert!(!mark.lines.is_empty(), "{mark:?} has no label");
                areas.extend(mark.lines.iter().map(|line| (at, line.text.clone(), inner(text_area(line)))));
            }
        }
    }
    for (at, (_, name, area)) in areas.iter().enumerate() {
        assert!(area.is_within(width, height), "{name} is outside: {area:?} in {width} × {height}");
        for (_, other, second) in &areas[at + 1..] {
            assert!(!area.overlaps(second), "“{name}” {area:?} lies on “{other}” {second:?}");
        }
    }
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    assert_eq!(numbers, numbered.iter().map(|entry| entry.number).collect::<Vec<_>>());
    assert!(numbered.iter().all(|entry| !entry.entities.is_empty()));
}
