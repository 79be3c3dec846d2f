//! Labels: which of its labels each mark carries, and where.
//!
//! The marks are taken in their order. Each tries its labels at eight positions around it; of those that
//! touch no mark, no number's room and no label, the one with the fewest lines through it is taken, the
//! longest if there are several. A label that is cut short is taken only where no other has room. A mark
//! for which there is none carries its number, in the room that was kept for it.

use super::area::{Area, Segment};
use super::{NUMBER_HEIGHT, RADIUS, TYPE_SIZE, half_width};
use crate::pages::measure;

/// From one line to the next, in pixels.
const LINE_HEIGHT: f64 = 15.0;
/// How far letters reach above and below their base line.
const ASCENT: f64 = 11.0;
const DESCENT: f64 = 4.0;
/// Pixels between a mark and its label.
const GAP: f64 = 3.0;
/// Pixels kept free between labels beside each other.
const BETWEEN: f64 = 4.0;
/// The widest line of a label, and of one that is cut short.
const WIDEST: f64 = 150.0;
const WIDEST_CUT: f64 = 104.0;

/// A mark that wants a label.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages) struct Spot {
    /// The middle of the mark.
    pub(in crate::pages) at: (f64, f64),
    /// The labels to try, the longest first, as lines; the last is for want of room only.
    pub(in crate::pages) labels: Vec<Vec<String>>,
}

/// What labels stand on.
pub(in crate::pages) struct Ground<'a> {
    /// The width of the drawing.
    pub(in crate::pages) width: f64,
    /// Its height.
    pub(in crate::pages) height: f64,
    /// Where nothing may stand.
    pub(in crate::pages) blocked: &'a [Area],
    /// Lines that labels had better not cover.
    pub(in crate::pages) lines: &'a [Segment],
}

/// What a mark carries.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages) enum Placed {
    /// One of its labels: the anchors of its lines.
    Label {
        /// Which.
        label: usize,
        /// Where each line stands.
        lines: Vec<(f64, f64)>,
        /// `start`, `middle` or `end`.
        anchor: &'static str,
    },
    /// Its number.
    Number,
}

/// What each mark carries; those that come first choose first.
pub(in crate::pages) fn place(spots: &[Spot], ground: &Ground<'_>) -> Vec<Placed> {
    let half = half_width(spots.len());
    let marks: Vec<Area> = spots.iter().map(|spot| around(spot.at, RADIUS)).collect();
    // The rooms of numbers; that of a mark with a label is given up.
    let mut rooms: Vec<Option<Area>> = spots
        .iter()
        .map(|spot| {
            let (x, y) = spot.at;
            let top = y + RADIUS;
            Some(Area { left: x - half, top, right: x + half, bottom: top + NUMBER_HEIGHT })
        })
        .collect();
    let mut taken = ground.blocked.to_vec();
    let mut placed = Vec::with_capacity(spots.len());
    for (at, spot) in spots.iter().enumerate() {
        let own = rooms[at].take();
        let is_free = |area: &Area| {
            let area = area.widened(BETWEEN / 2.0);
            area.is_within(ground.width, ground.height)
                && !marks.iter().any(|mark| mark.overlaps(&area))
                && !rooms.iter().flatten().any(|room| room.overlaps(&area))
                && !taken.iter().any(|other| other.widened(BETWEEN / 2.0).overlaps(&area))
        };
        let crossed = |area: &Area| ground.lines.iter().filter(|line| area.is_crossed(line)).count();
        let best = |labels: std::ops::Range<usize>| {
            labels
                .flat_map(|label| positions(spot.at, &spot.labels[label]).map(|position| (label, position)))
                .filter(|(_, position)| is_free(&position.area))
                .min_by_key(|(_, position)| crossed(&position.area))
        };
        // The last label is the one that is cut.
        let last = spot.labels.len().saturating_sub(1);
        let best = best(0..last).or_else(|| best(last..spot.labels.len()));
        placed.push(match best {
            Some((label, position)) => {
                taken.push(position.area);
                let count = spot.labels[label].len();
                let lines = (0..count).map(|line| (position.x, position.y + line as f64 * LINE_HEIGHT));
                Placed::Label { label, lines: lines.collect(), anchor: position.anchor }
            }
            None => {
                rooms[at] = own;
                Placed::Number
            }
        });
    }
    placed
}

fn around((x, y): (f64, f64), radius: f64) -> Area {
    Area { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
}

/// A place for a label: the anchor of its first line, and what it covers.
struct Position {
    x: f64,
    y: f64,
    anchor: &'static str,
    area: Area,
}

/// The places around a mark, the best first.
fn positions((x, y): (f64, f64), lines: &[String]) -> [Position; 8] {
    let width = lines.iter().map(|line| measure::width(line, TYPE_SIZE)).fold(0.0, f64::max);
    let height = (lines.len() as f64 - 1.0) * LINE_HEIGHT + ASCENT + DESCENT;
    let (beside, level) = (RADIUS + GAP, y - height / 2.0);
    let (above, below) = (y - RADIUS - 1.0 - height, y + RADIUS + 1.0);
    // A corner: the label begins or ends where the shape's edge is.
    let corner = RADIUS * 0.6;
    let position = |x: f64, top: f64, anchor: &'static str| {
        let left = match anchor {
            "start" => x,
            "end" => x - width,
            _ => x - width / 2.0,
        };
        let area = Area { left, top, right: left + width, bottom: top + height };
        Position { x, y: top + ASCENT, anchor, area }
    };
    [
        position(x + beside, level, "start"),
        position(x - beside, level, "end"),
        position(x, above, "middle"),
        position(x, below, "middle"),
        position(x + corner, above, "start"),
        position(x + corner, below, "start"),
        position(x - corner, above, "end"),
        position(x - corner, below, "end"),
    ]
}

/// The labels of a name to try, the longest first: whole, on two lines if it is long; the shorter name,
/// likewise; and last the first words of it.
pub(in crate::pages) fn forms(name: &str, short: &str) -> Vec<Vec<String>> {
    let mut forms: Vec<Vec<String>> = [name, short].into_iter().filter_map(whole).collect();
    forms.dedup();
    forms.push(vec![cut(short)]);
    forms
}

fn fits(text: &str, widest: f64) -> bool {
    measure::width(text, TYPE_SIZE) <= widest
}

/// A text on one line or two, if it fits.
fn whole(text: &str) -> Option<Vec<String>> {
    if fits(text, WIDEST * 0.8) {
        return Some(vec![text.to_owned()]);
    }
    if !fits(text, WIDEST * 2.0) {
        return None;
    }
    let breaks = text.match_indices(' ').map(|(at, _)| (&text[..at], &text[at + 1..]));
    let wider = |(first, second): &(&str, &str)| {
        measure::width(first, TYPE_SIZE).max(measure::width(second, TYPE_SIZE))
    };
    let (first, second) = breaks.min_by(|a, b| wider(a).total_cmp(&wider(b)))?;
    let is_narrow = fits(first, WIDEST) && fits(second, WIDEST);
    is_narrow.then(|| vec![first.to_owned(), second.to_owned()])
}

/// Whether a text is short enough for a line of a label.
pub(in crate::pages) fn is_line(text: &str) -> bool {
    fits(text, WIDEST)
}

/// The first words of a text that fit on a short line; its first letters, where words would leave little.
pub(in crate::pages) fn cut(text: &str) -> String {
    if fits(text, WIDEST_CUT) {
        return text.to_owned();
    }
    let shortened = |end: usize| format!("{}…", text[..end].trim_end_matches([' ', ',', ':', ';', '–', '—']));
    let letters = text.char_indices().map(|(at, _)| at);
    let most = letters.take_while(|end| fits(&shortened(*end), WIDEST_CUT)).last().unwrap_or_default();
    let words = text[..most].rfind(' ').filter(|end| *end * 10 > most * 6);
    shortened(words.unwrap_or(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(labels: &[Vec<String>]) -> Vec<String> {
        labels.iter().map(|lines| lines.join(" / ")).collect()
    }

    #[test]
    fn a_name_is_broken_then_shortened() {
        assert_eq!(words(&forms("Minsk", "Minsk")), ["Minsk", "Minsk"]);
        assert_eq!(
            words(&forms("Armenia and Kyrgyzstan join the union", "Two join")),
            ["Armenia and Kyrgyzstan / join the union", "Two join", "Two join"]
        );
        let plan = "Foreign Policy Action Plan";
        assert_eq!(words(&forms(plan, plan)), ["Foreign Policy / Action Plan", "Foreign Policy…"]);
        assert_eq!(
            words(&forms("Li Παπαδοπούλου-Μακρυγιάννη", "Li Παπαδοπούλου-Μακρυγιάννη"))[0],
            "Li Παπαδοπο…"
        );
        let long = "Donaudampfschifffahrtsgesellschaftskapitän";
        assert_eq!(words(&forms(long, long)).len(), 1);
        assert!(words(&forms(long, long))[0].starts_with("Donaudampf"));
    }

    #[test]
    fn labels_move_then_shorten_then_become_numbers() {
        let spot = |x: f64| Spot { at: (x, 20.0), labels: forms("Foreign Policy Action Plan", "The plan") };
        let ground = Ground { width: 220.0, height: 50.0, blocked: &[], lines: &[] };
        let placed = place(&[spot(20.0), spot(200.0), spot(160.0)], &ground);
        let labels: Vec<Option<usize>> = placed
            .iter()
            .map(|placed| match placed {
                Placed::Label { label, .. } => Some(*label),
                Placed::Number => None,
            })
            .collect();
        assert_eq!(labels, [Some(0), None, Some(1)], "{placed:?}");
    }
}
