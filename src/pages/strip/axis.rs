//! The scale: which days a drawing spans, and where its ticks stand.
//!
//! 1. The span of the marks is widened to whole months or years, so that ticks stand at its edges.
//! 2. Of the possible steps, from a day to five thousand years, the finest is taken whose labels
//!    have room.
//! 3. The labels are the longest that fit at that step.

use super::calendar::{date_of, day_of, day_of_month, month_of};
use super::measure;
use crate::words::Dates;

/// Pixels left free between the labels of two ticks.
const LABEL_GAP: f64 = 12.0;
/// On average a tick has this many pixels to itself: more of them would say no more.
const TICK_ROOM: f64 = 80.0;
/// The type size of a drawing, in pixels.
pub(super) const TYPE_SIZE: f64 = 13.0;

/// A linear scale from days to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// The first day.
    pub(super) start: f64,
    /// The day after the last.
    pub(super) end: f64,
    /// Where the first day begins, in pixels.
    pub(super) left: f64,
    /// Where the last day ends, in pixels.
    pub(super) right: f64,
}

impl Scale {
    /// The pixel of a day; days outside the span lie at its edges.
    pub(super) fn x(&self, day: f64) -> f64 {
        let share = ((day - self.start) / (self.end - self.start)).clamp(0.0, 1.0);
        self.left + share * (self.right - self.left)
    }
}

/// Where a tick stands, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) x: f64,
    pub(super) label: String,
}

/// The span from `first` to `last`, widened to whole years where it is longer than two of them, else
/// to whole months; at least one month.
pub(super) fn widen(first: f64, last: f64) -> (f64, f64) {
    if last - first > 730.0 {
        let (from, to) = (date_of(first).0, date_of(last).0);
        let end = day_of(to, 1, 1);
        (day_of(from, 1, 1), if end < last { day_of(to + 1, 1, 1) } else { end })
    } else {
        let to = month_of(last);
        let end = day_of_month(to);
        let end = if end < last || end <= first { day_of_month(to + 1) } else { end };
        (day_of_month(month_of(first)), end)
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i64),
    Months(i64),
    Years(i64),
}

const STEPS: [Step; 16] = [
    Step::Days(1),
    Step::Days(7),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(5000),
];

/// The ticks of a scale. Their labels, drawn to the right of `x`, do not touch, and end before the
/// scale does.
pub(super) fn ticks(scale: &Scale, words: &Dates) -> Vec<Tick> {
    let pixels_a_day = (scale.right - scale.left) / (scale.end - scale.start);
    for step in STEPS {
        // Thousands of ticks are never wanted, so they are not made to be thrown away; and where
        // months or years tell enough, weeks or months would only crowd the line.
        let enough = match step {
            Step::Days(_) => 1.5 * 30.4,
            Step::Months(_) => 3.0 * 365.2,
            Step::Years(_) => f64::INFINITY,
        };
        if days(step) * pixels_a_day < 20.0 || scale.end - scale.start >= enough {
            continue;
        }
        let days = stops(step, scale.start, scale.end);
        for (long, whole) in [(true, true), (false, true), (false, false)] {
            let mut ticks: Vec<Tick> = days
                .iter()
                .enumerate()
                .map(|(at, day)| Tick { x: scale.x(*day), label: label(step, *day, at == 0, long, words) })
                .collect();
            begin(&mut ticks, step, scale, words);
            if has_room(&ticks, scale.right, whole) {
                return clip(ticks, scale.right);
            }
        }
    }
    let first = Tick { x: scale.left, label: label(Step::Years(1), scale.start, true, false, words) };
    vec![first]
}

/// Where the scale begins within a month or year, the part of it that shows is labelled too, if
/// there is room.
fn begin(ticks: &mut Vec<Tick>, step: Step, scale: &Scale, words: &Dates) {
    if matches!(step, Step::Days(_)) {
        return;
    }
    let part = Tick { x: scale.left, label: label(step, scale.start, true, false, words) };
    if ticks.first().is_none_or(|first| part.x + label_width(&part) + LABEL_GAP <= first.x) {
        ticks.insert(0, part);
    }
}

fn days(step: Step) -> f64 {
    match step {
        Step::Days(count) => count as f64,
        Step::Months(count) => count as f64 * 30.4,
        Step::Years(count) => count as f64 * 365.2,
    }
}

fn stops(step: Step, start: f64, end: f64) -> Vec<f64> {
    let mut stops = Vec::new();
    match step {
        Step::Days(count) => {
            // Weeks are counted from the first of each month, so that labels stay plain dates.
            for month in month_of(start)..=month_of(end) {
                let (first, next) = (day_of_month(month), day_of_month(month + 1));
                let mut day = first;
                while day < next {
                    if count == 1 || next - day >= count as f64 * 0.7 {
                        stops.push(day);
                    }
                    day += count as f64;
                }
            }
        }
        Step::Months(count) => {
            let first = month_of(start).div_euclid(count) * count;
            stops.extend((0..).map(|at| day_of_month(first + at * count)).take_while(|day| *day < end));
        }
        Step::Years(count) => {
            let first = date_of(start).0.div_euclid(count) * count;
            stops.extend((0..).map(|at| day_of(first + at * count, 1, 1)).take_while(|day| *day < end));
        }
    }
    stops.retain(|day| (start..end).contains(day));
    stops
}

fn label(step: Step, day: f64, first: bool, long: bool, words: &Dates) -> String {
    let (year, month, of_month) = date_of(day);
    let short = words.month_short(month as u8);
    let year = || year_label(year, words);
    let day = || match of_month {
        1 => words.first_day.clone(),
        of_month => words.day.replacen("{}", &of_month.to_string(), 1),
    };
    match step {
        Step::Years(_) => year(),
        Step::Months(_) if long => format!("{} {}", words.month_alone(month as u8), year()),
        Step::Months(_) if first || month == 1 => format!("{short} {}", year()),
        Step::Months(_) => short.to_owned(),
        Step::Days(_) if first || (month == 1 && of_month == 1) => {
            format!("{} {short} {}", day(), year())
        }
        Step::Days(_) if long => format!("{} {}", day(), words.month(month as u8)),
        Step::Days(_) => format!("{} {short}", day()),
    }
}

fn year_label(year: i64, words: &Dates) -> String {
    if year > 0 { year.to_string() } else { words.before_christ.replacen("{}", &(1 - year).to_string(), 1) }
}

/// Whether no label touches the next; and whether the last ends within the scale, where that is asked.
fn has_room(ticks: &[Tick], right: f64, whole: bool) -> bool {
    let fits = |pair: &[Tick]| pair[0].x + label_width(&pair[0]) + LABEL_GAP <= pair[1].x;
    let last_fits =
        ticks.last().is_some_and(|tick| (!whole && ticks.len() > 1) || tick.x + label_width(tick) <= right);
    let most = right / TICK_ROOM;
    last_fits && (ticks.len() as f64) < most.max(5.0) && ticks.windows(2).all(fits)
}

/// A last tick whose label would stand out of the drawing is left out.
fn clip(mut ticks: Vec<Tick>, right: f64) -> Vec<Tick> {
    if ticks.len() > 1 {
        ticks.pop_if(|last| last.x + label_width(last) > right);
    }
    ticks
}

fn label_width(tick: &Tick) -> f64 {
    // The gap between the tick's line and its label.
    measure::width(&tick.label, TYPE_SIZE) + 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(first: f64, last: f64, width: f64) -> Vec<String> {
        let (start, end) = widen(first, last);
        let scale = Scale { start, end, left: 4.0, right: width - 4.0 };
        ticks(&scale, &crate::words::Words::english().dates).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn a_span_of_years_has_years() {
        let found = labels(day_of(2014, 3, 1), day_of(2018, 1, 1), 1120.0);
        assert_eq!(found, ["2014", "2015", "2016", "2017"]);
    }

    #[test]
    fn a_span_of_weeks_has_months_or_days() {
        let span = (day_of(2015, 10, 7), day_of(2016, 1, 5));
        assert_eq!(
            labels(span.0, span.1, 1120.0),
            ["October 2015", "November 2015", "December 2015", "January 2016"]
        );
        assert_eq!(labels(span.0, span.0 + 20.0, 1120.0)[1], "8 October");
        assert_eq!(labels(span.0, span.1, 358.0), ["Oct 2015", "Nov", "Dec", "Jan 2016"]);
    }

    #[test]
    fn a_span_of_one_day_is_widened_to_its_month() {
        assert_eq!(widen(day_of(2015, 2, 1), day_of(2015, 2, 2)), (day_of(2015, 2, 1), day_of(2015, 3, 1)));
        assert_eq!(widen(day_of(2015, 2, 1), day_of(2015, 2, 1)), (day_of(2015, 2, 1), day_of(2015, 3, 1)));
    }

    #[test]
    fn years_before_the_common_era_are_named() {
        let found = labels(day_of(-499, 1, 1), day_of(101, 1, 1), 740.0);
        assert!(found.contains(&"401 BC".to_owned()) || found.contains(&"501 BC".to_owned()), "{found:?}");
    }

    #[test]
    fn labels_never_touch_at_any_span() {
        for width in [358.0, 740.0, 1120.0] {
            let mut length = 1.0;
            while length < 5_000_000.0 {
                let (start, end) = widen(1000.0, 1000.0 + length);
                let scale = Scale { start, end, left: 4.0, right: width - 4.0 };
                let ticks = ticks(&scale, &crate::words::Words::english().dates);
                assert!(!ticks.is_empty());
                for pair in ticks.windows(2) {
                    assert!(pair[0].x + label_width(&pair[0]) < pair[1].x, "{length} {pair:?}");
                }
                assert!(
                    ticks.iter().all(|tick| tick.label.is_empty() || tick.x + label_width(tick) <= width)
                );
                length *= 1.37;
            }
        }
    }
}
