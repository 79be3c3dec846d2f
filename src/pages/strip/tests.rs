//! Properties that hold of every strip.

use super::calendar::day_of;
use super::drawing::{Panel, Shape};
use super::*;

fn mark(number: usize, form: MomentMark, start: f64, end: f64, label: &str) -> Mark {
    Mark {
        number,
        label: label.to_owned(),
        short_label: label.split(' ').next().unwrap_or_default().to_owned(),
        title: format!("{number}. {label}"),
        form,
        start,
        end,
        open_start: false,
        open_end: false,
        lane: None,
        language: None,
        address: format!("#e{number}"),
    }
}

fn day(number: usize, start: f64, label: &str) -> Mark {
    mark(number, MomentMark::Day, start, start + 1.0, label)
}

/// Marks like those of a real brief: two years, half of them in ten weeks.
pub(super) fn brief() -> Vec<Mark> {
    let within = |number, from: (i64, i64), to: (i64, i64), label| {
        mark(number, MomentMark::Within, day_of(from.0, from.1, 1), day_of(to.0, to.1, 1), label)
    };
    vec![
        within(1, (2014, 3), (2014, 4), "Crimea annexed"),
        within(2, (2014, 8), (2014, 9), "Counter-sanctions"),
        day(3, day_of(2015, 1, 1), "EEU begins"),
        within(4, (2015, 1), (2016, 1), "Armenia, Kyrgyzstan join"),
        within(5, (2015, 1), (2016, 1), "Draft UN resolution"),
        day(6, day_of(2015, 10, 27), "Action plan signed"),
        day(7, day_of(2015, 11, 24), "Su-24 shot down"),
        day(8, day_of(2015, 12, 7), "Varta presented"),
        day(9, day_of(2015, 12, 15), "Lukashenka in Moscow"),
        day(10, day_of(2016, 1, 1), "EEU’s first anniversary"),
        day(11, day_of(2016, 1, 4), "Makei offers to mediate"),
        mark(12, MomentMark::Period, day_of(2016, 1, 1), day_of(2018, 1, 1), "Action plan in force"),
    ]
}

type Box = (f64, f64, f64, f64);

fn shape_box(shape: &Shape) -> Box {
    if shape.path.is_empty() {
        return (
            shape.x - shape.radius,
            shape.y - shape.radius,
            shape.x + shape.radius,
            shape.y + shape.radius,
        );
    }
    // M and L are followed by a pair, H by an x, V by a y.
    let mut xs: Vec<f64> = Vec::new();
    for command in
        shape.path.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2)
    {
        let values = command[1].trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !command[0].ends_with('V') {
            xs.push(values.split(' ').next().unwrap().parse().unwrap());
        }
    }
    let least = xs.iter().copied().fold(f64::MAX, f64::min);
    let most = xs.iter().copied().fold(f64::MIN, f64::max);
    (least, shape.y - 10.0, most, shape.y + 10.0)
}

fn label_boxes(panel: &Panel) -> Vec<Box> {
    let width = |text: &str| measure::width(text, axis::TYPE_SIZE);
    let labels = panel.labels.iter().map(|label| {
        let left = if label.anchor == "end" { label.x - width(&label.text) } else { label.x };
        (left, label.y - 11.0, left + width(&label.text), label.y + 4.0)
    });
    let ticks = panel.ticks.iter().filter(|tick| !tick.label.is_empty());
    let ticks = ticks.map(|tick| (tick.x, tick.y - 11.0, tick.x + width(&tick.label), tick.y + 3.0));
    labels.chain(ticks).collect()
}

fn overlap(a: Box, b: Box) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Every drawing keeps its labels apart, and everything inside.
fn check(marks: &[Mark]) -> Strip {
    let strip = draw(marks, Words::english()).unwrap();
    assert_eq!(strip.drawings.len(), 3);
    for drawing in &strip.drawings {
        let panels: Vec<&Panel> = [&drawing.overview].into_iter().chain(&drawing.enlarged).collect();
        let labels: Vec<Box> = panels.iter().flat_map(|panel| label_boxes(panel)).collect();
        for (at, a) in labels.iter().enumerate() {
            assert!(a.0 >= 0.0 && a.2 <= drawing.width && a.3 <= drawing.height, "{} {a:?}", drawing.class);
            for b in &labels[at + 1..] {
                assert!(!overlap(*a, *b), "{}: labels {a:?} and {b:?}", drawing.class);
            }
        }
        for panel in &panels {
            for shape in &panel.shapes {
                let (left, top, right, bottom) = shape_box(shape);
                assert!(left >= 0.0 && right <= drawing.width + 0.05, "{}: {shape:?}", drawing.class);
                assert!(top >= 0.0 && bottom <= drawing.height + 6.0, "{}: {shape:?}", drawing.class);
                for label in panel.labels.iter().filter(|label| label.form == "halo") {
                    let width = measure::width(&label.text, axis::TYPE_SIZE);
                    let start = if label.anchor == "end" { label.x - width } else { label.x };
                    let area = (start, label.y - 11.0, start + width, label.y + 4.0);
                    assert!(!overlap(area, shape_box(shape)), "{}: {label:?} on {shape:?}", drawing.class);
                }
            }
        }
        assert_eq!(drawing.overview.shapes.len(), marks.len());
    }
    strip
}

#[test]
fn a_brief_shows_every_label_at_full_width() {
    let strip = check(&brief());
    let wide = &strip.drawings[0];
    let panel = wide.enlarged.as_ref().unwrap();
    assert_eq!(wide.overview.labels.len() + panel.labels.len(), 12);
    assert_eq!(panel.shapes.len(), 6);
    assert!(wide.joint.starts_with('M'));
    assert!(strip.legend.enlarged && strip.legend.day && strip.legend.within && !strip.legend.open);
}

#[test]
fn no_marks_make_no_strip() {
    assert_eq!(draw(&[], Words::english()), None);
}

#[test]
fn one_mark_of_any_form_makes_a_strip() {
    for form in [MomentMark::Day, MomentMark::Within, MomentMark::Period] {
        for (open_start, open_end) in [(false, false), (true, false), (false, true), (true, true)] {
            let one = Mark { open_start, open_end, ..mark(1, form, 16_000.0, 16_001.0, "Only one") };
            let strip = check(&[one]);
            assert_eq!(strip.drawings[0].overview.labels.len(), 1);
            assert!(strip.drawings[0].enlarged.is_none());
        }
    }
}

#[test]
fn many_on_one_day_do_not_hide_each_other() {
    let marks: Vec<Mark> = (1..=9).map(|number| day(number, 16_800.0, "On the same day")).collect();
    let strip = check(&marks);
    assert_eq!(strip.drawings[2].overview.shapes.iter().filter(|shape| !shape.number.is_empty()).count(), 9);
}

#[test]
fn three_hundred_marks_are_small_and_without_numbers() {
    let marks: Vec<Mark> =
        (0..300).map(|at| day(at + 1, 10_000.0 + (at * at % 7919) as f64, "One of very many")).collect();
    let strip = check(&marks);
    for drawing in &strip.drawings {
        assert!(drawing.overview.labels.is_empty() && drawing.height < 260.0, "{}", drawing.height);
    }
}

#[test]
fn ten_thousand_marks_are_columns_that_count_them() {
    let mut marks: Vec<Mark> =
        (0..10_000).map(|at| day(at + 1, 10_000.0 + (at * at % 7919) as f64, "One of very many")).collect();
    marks[7].open_start = true;
    let strip = draw(&marks, Words::english()).unwrap();
    assert!(strip.legend.density && !strip.legend.day);
    for drawing in &strip.drawings {
        let shapes = &drawing.overview.shapes;
        assert!(shapes.len() <= (drawing.width / 8.0) as usize, "{}", shapes.len());
        let counted: usize = shapes
            .iter()
            .map(|shape| match shape.title.rsplit_once(" … (") {
                Some((_, count)) => count.trim_end_matches(')').parse().unwrap(),
                None => 1,
            })
            .sum();
        assert_eq!(counted, marks.len());
        assert!(shapes.windows(2).all(|pair| shape_box(&pair[0]).2 <= shape_box(&pair[1]).0));
        assert!(shapes.iter().all(|shape| (0.0..drawing.height).contains(&shape.y)));
    }
}

#[test]
fn spans_from_a_day_to_millennia_are_drawn() {
    for years in [0, 1, 3, 40, 400, 3000] {
        let first = day_of(2000 - years, 2, 29);
        let marks = [
            day(1, first, "The beginning"),
            mark(2, MomentMark::Period, first, day_of(2000, 6, 1), "All the time between"),
            Mark { open_end: true, ..mark(3, MomentMark::Period, day_of(2000, 5, 1), 0.0, "Since then") },
        ];
        check(&marks);
    }
}

#[test]
fn lanes_keep_their_marks_together() {
    let lanes =
        ["Security", "Economy", "Economy", "Economy", "Diplomacy", "Diplomacy", "Security", "Technology"];
    let mut marks = brief();
    for (mark, lane) in marks.iter_mut().zip(lanes) {
        mark.lane = Some(lane.to_owned());
    }
    let strip = check(&marks);
    let named: Vec<&str> = strip.drawings[0].overview.lanes.iter().map(|lane| lane.label.as_str()).collect();
    assert_eq!(named, ["Security", "Economy", "Diplomacy", "Technology", ""]);
}

#[test]
fn the_order_of_the_marks_does_not_matter() {
    let mut turned = brief();
    turned.reverse();
    assert_eq!(draw(&turned, Words::english()), draw(&brief(), Words::english()));
}

#[test]
fn marks_at_random_places_keep_the_rules() {
    let mut state = 1_u64;
    let mut random = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    for _ in 0..300 {
        let count = 1 + random(40) as usize;
        let spread = 1 + random(20_000);
        let marks: Vec<Mark> = (1..=count)
            .map(|number| {
                let start = random(spread) as f64;
                let form = [MomentMark::Day, MomentMark::Within, MomentMark::Period][random(3) as usize];
                let length = if form == MomentMark::Day { 1.0 } else { 1.0 + random(900) as f64 };
                let words =
                    ["Signed", "The treaty is signed", "Зеленский приезжает в Минск"][random(3) as usize];
                let open = form == MomentMark::Period && random(6) == 0;
                Mark { open_end: open, ..mark(number, form, start, start + length, words) }
            })
            .collect();
        check(&marks);
    }
}
