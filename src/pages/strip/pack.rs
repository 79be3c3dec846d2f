//! Packing: which row each mark stands in, and which label it carries.
//!
//! Marks are placed in the order of their days. A mark takes the first free place among these, in
//! this order: its label whole, in the first row with room, on the bar, right of it, left of it; its
//! short label, likewise; its number alone, in the first row with room for the mark, rows being added
//! for it up to a limit; and beyond that, the row that is free again soonest, on top of others.

use super::axis::TYPE_SIZE;
use super::measure;

/// Pixels between a mark and its label.
const LABEL_GAP: f64 = 5.0;
/// Pixels kept free between neighbours in a row.
const ROW_GAP: f64 = 8.0;
/// The room for a number at the head of a bar.
const NUMBER_ROOM: f64 = 24.0;

/// What there is to place: a mark's shape, from `left` to `right`, and its labels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item<'a> {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Whether it is a bar, which may carry its label.
    pub(super) bar: bool,
    /// The labels to try, the longest first; none for marks that are dots.
    pub(super) labels: Vec<&'a str>,
}

/// Where an item stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place<'a> {
    /// The row, from 0.
    pub(super) row: usize,
    pub(super) label: Option<PlacedLabel<'a>>,
}

/// A label with the pixels that it covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlacedLabel<'a> {
    pub(super) text: &'a str,
    pub(super) side: Side,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Inside,
    Right,
    Left,
}

/// The room for packing: pixels and rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    /// The left edge.
    pub(super) from: f64,
    /// The right edge.
    pub(super) to: f64,
    /// How many rows labels may stand in.
    pub(super) label_rows: usize,
    /// How many rows there may be at all.
    pub(super) rows: usize,
}

/// The places of `items`, which are sorted by their left edges; and whether any stands on top of
/// another for want of rows.
pub(super) fn pack<'a>(items: &[Item<'a>], room: Room) -> (Vec<Place<'a>>, bool) {
    let mut taken = vec![Row::default(); room.rows.max(1)];
    let mut overfull = false;
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let place = labelled(item, &taken, room).unwrap_or_else(|| {
            let row = taken.iter().position(|row| row.is_free(item.left, item.right)).unwrap_or_else(|| {
                overfull = true;
                soonest(&taken)
            });
            Place { row, label: None }
        });
        let (left, right) = extent(item, place.label);
        taken[place.row].take(left, right);
        places.push(place);
    }
    (places, overfull)
}

fn labelled<'a>(item: &Item<'a>, taken: &[Row], room: Room) -> Option<Place<'a>> {
    for text in &item.labels {
        let positions = positions(item, text);
        for (row, spans) in taken.iter().enumerate().take(room.label_rows) {
            for &label in &positions {
                let (left, right) = extent(item, Some(label));
                if left >= room.from && right <= room.to && spans.is_free(left, right) {
                    return Some(Place { row, label: Some(label) });
                }
            }
        }
    }
    None
}

fn positions<'a>(item: &Item<'a>, text: &'a str) -> Vec<PlacedLabel<'a>> {
    let width = measure::width(text, TYPE_SIZE);
    let mut found = Vec::with_capacity(3);
    if item.bar && item.left + NUMBER_ROOM + width + LABEL_GAP <= item.right {
        let left = item.left + NUMBER_ROOM;
        found.push(PlacedLabel { text, side: Side::Inside, left, right: left + width });
    }
    let right = item.right + LABEL_GAP;
    found.push(PlacedLabel { text, side: Side::Right, left: right, right: right + width });
    let left = item.left - LABEL_GAP;
    found.push(PlacedLabel { text, side: Side::Left, left: left - width, right: left });
    found
}

/// The pixels that an item covers with its label.
fn extent(item: &Item<'_>, label: Option<PlacedLabel<'_>>) -> (f64, f64) {
    label.map_or((item.left, item.right), |label| (item.left.min(label.left), item.right.max(label.right)))
}

/// The pixels of a row that are covered: stretches in order, with free pixels between them.
#[derive(Debug, Clone, Default)]
struct Row(Vec<(f64, f64)>);

impl Row {
    fn is_free(&self, left: f64, right: f64) -> bool {
        let before = self.0.partition_point(|(_, end)| end + ROW_GAP <= left);
        self.0.get(before).is_none_or(|(start, _)| right + ROW_GAP <= *start)
    }

    fn take(&mut self, left: f64, right: f64) {
        let first = self.0.partition_point(|(_, end)| *end < left);
        let last = self.0.partition_point(|(start, _)| *start <= right);
        let joined = self.0[first..last]
            .iter()
            .fold((left, right), |(left, right), (start, end)| (left.min(*start), right.max(*end)));
        self.0.splice(first..last, [joined]);
    }

    fn end(&self) -> f64 {
        self.0.last().map_or(f64::MIN, |(_, end)| *end)
    }
}

/// The row that is free again soonest, the first of several.
fn soonest(taken: &[Row]) -> usize {
    let mut best = 0;
    for row in 1..taken.len() {
        if taken[row].end() < taken[best].end() {
            best = row;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc<'a>(at: f64, labels: &[&'a str]) -> Item<'a> {
        Item { left: at - 10.0, right: at + 10.0, bar: false, labels: labels.to_vec() }
    }

    fn room(to: f64, label_rows: usize) -> Room {
        Room { from: 0.0, to, label_rows, rows: 5 }
    }

    #[test]
    fn a_full_room_is_said() {
        let items = vec![disc(50.0, &[]); 6];
        assert!(pack(&items, room(100.0, 1)).1);
        assert!(!pack(&items[..5], room(100.0, 1)).1);
    }

    #[test]
    fn labels_move_then_shorten_then_go() {
        let items = [
            disc(50.0, &["First of all", "First"]),
            disc(90.0, &["Second of all", "Second"]),
            disc(130.0, &["Third of all", "3rd"]),
        ];
        let (places, overfull) = pack(&items, room(240.0, 2));
        assert!(!overfull);
        let shown: Vec<Option<&str>> =
            places.iter().map(|place| place.label.map(|label| label.text)).collect();
        assert_eq!(shown, [Some("First of all"), Some("Second of all"), None]);
        assert_eq!(places.iter().map(|place| place.row).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn a_label_at_the_right_edge_stands_left_of_its_mark() {
        let places = pack(&[disc(300.0, &["A long enough label"])], room(320.0, 3)).0;
        assert_eq!(places[0].label.unwrap().side, Side::Left);
    }

    #[test]
    fn a_long_bar_carries_its_label() {
        let bar = Item { left: 0.0, right: 300.0, bar: true, labels: vec!["The plan"] };
        assert_eq!(pack(&[bar], room(300.0, 1)).0[0].label.unwrap().side, Side::Inside);
    }
}
