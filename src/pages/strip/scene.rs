//! One panel of a drawing: a scale, lanes, and the marks packed into rows.

use super::Mark;
use super::axis::{self, Scale};
use super::drawing::{Frame, Label, Lane, Line, Panel, Shape, Tick};
use super::pack::{self, Item, Place, Room, Side};
use crate::pages::moments::MomentMark;
use crate::words::Dates;

/// How far a bar's open end tapers, in pixels.
const TAPER: f64 = 10.0;
/// Below this width a bar could not hold its number: it is drawn this wide, around its middle.
const NARROWEST: f64 = 20.0;
/// The radius of a disc that stands enlarged in the panel below.
const DOT: f64 = 4.0;
/// The height of a lane's name that stands above its rows.
const LANE_HEAD: f64 = 18.0;

/// The sizes of a panel's parts, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sizes {
    /// From one row to the next.
    pub(super) pitch: f64,
    /// Of a disc; a bar is twice as high.
    pub(super) radius: f64,
    /// Whether marks carry numbers and labels.
    pub(super) named: bool,
    /// How many rows labels may stand in, lane by lane.
    pub(super) label_rows: usize,
    /// How many rows there may be, lane by lane.
    pub(super) rows: usize,
}

/// What to draw, and where.
pub(super) struct Scene<'a> {
    /// The marks, by their start; with each, whether it is enlarged elsewhere.
    pub(super) marks: Vec<(&'a Mark, bool)>,
    /// The names of the lanes, in order; empty for a drawing without lanes.
    pub(super) lanes: &'a [String],
    /// Whether the lanes' names stand in a column left of the scale; otherwise above their rows.
    pub(super) lane_column: bool,
    /// The scale.
    pub(super) scale: Scale,
    /// The words of its dates.
    pub(super) words: &'a Dates,
    /// The top edge.
    pub(super) top: f64,
    /// The right edge of the drawing.
    pub(super) width: f64,
    /// The sizes.
    pub(super) sizes: Sizes,
    /// Whether this is the enlarged panel: a ground of its own, and no line under the labels.
    pub(super) enlarged: bool,
}

/// A panel with its bottom edge, and whether marks stand on top of each other for want of rows.
pub(super) struct Built {
    pub(super) panel: Panel,
    pub(super) bottom: f64,
    pub(super) overfull: bool,
}

impl Scene<'_> {
    /// Builds the panel, from the top: ticks' labels, then lane by lane the rows.
    pub(super) fn build(&self) -> Built {
        let head = if self.enlarged { 26.0 } else { 22.0 };
        let mut panel = Panel::default();
        let mut y = self.top + head;
        let mut overfull = false;
        for lane in self.lane_order() {
            if let Some(name) = lane {
                self.name_lane(&mut panel, name, &mut y);
            }
            let marks: Vec<&(&Mark, bool)> = self
                .marks
                .iter()
                .filter(|(mark, _)| lane.is_none_or(|name| mark.lane.as_deref().unwrap_or_default() == name))
                .collect();
            let items: Vec<Item<'_>> = marks.iter().map(|(mark, dot)| self.item(mark, *dot)).collect();
            let room = Room {
                from: self.scale.left.min(4.0),
                to: self.width,
                label_rows: self.sizes.label_rows,
                rows: self.sizes.rows,
            };
            let room = if lane.is_some() && self.lane_column {
                Room { from: self.scale.left, ..room }
            } else {
                room
            };
            let (packed, places_of) = join_dots(&marks, &items);
            let (places, full) = pack::pack(&packed, room);
            overfull |= full;
            let first = y + self.sizes.pitch / 2.0 + if lane.is_some() { 0.0 } else { 6.0 };
            for (((mark, dot), item), place) in marks.iter().zip(&items).zip(&places_of) {
                let place = &places[*place];
                let centre = first + place.row as f64 * self.sizes.pitch;
                panel.shapes.push(self.shape(mark, *dot, item, centre));
                panel.labels.extend(label(mark, place, centre));
            }
            let rows = places.iter().map(|place| place.row + 1).max().unwrap_or(1);
            y = first + (rows as f64 - 0.5) * self.sizes.pitch;
        }
        let bottom = y + 4.0;
        self.rule(&mut panel, bottom);
        Built { panel, bottom, overfull }
    }

    fn lane_order(&self) -> Vec<Option<&str>> {
        if self.lanes.is_empty() {
            vec![None]
        } else {
            self.lanes.iter().map(|lane| Some(lane.as_str())).collect()
        }
    }

    fn name_lane(&self, panel: &mut Panel, name: &str, y: &mut f64) {
        let line = Line { x1: 0.0, y1: tenth(*y), x2: tenth(self.scale.right), y2: tenth(*y) };
        let baseline = if self.lane_column { *y + self.sizes.pitch / 2.0 + 4.0 } else { *y + 14.0 };
        panel.lanes.push(Lane { line, label: name.to_owned(), x: 0.0, y: tenth(baseline) });
        if !self.lane_column && !name.is_empty() {
            *y += LANE_HEAD;
        }
    }

    fn item<'m>(&self, mark: &'m Mark, dot: bool) -> Item<'m> {
        let (left, right, bar) = match mark.form {
            MomentMark::Day => {
                let radius = if dot { DOT } else { self.sizes.radius };
                let x = self.scale.x(mark.start).clamp(self.scale.left.max(radius), self.width - radius);
                (x - radius, x + radius, false)
            }
            MomentMark::Within | MomentMark::Period => {
                let start = if mark.open_start { self.scale.left } else { self.scale.x(mark.start) };
                let end = if mark.open_end { self.scale.right } else { self.scale.x(mark.end) };
                let least = NARROWEST.min(self.sizes.radius * 2.0);
                if end - start >= least {
                    (start, end, true)
                } else {
                    let middle = f64::midpoint(start, end)
                        .clamp(self.scale.left + least / 2.0, self.scale.right - least / 2.0);
                    (middle - least / 2.0, middle + least / 2.0, true)
                }
            }
        };
        let mut labels = Vec::new();
        if self.sizes.named && !dot {
            labels.extend(
                [mark.label.as_str(), mark.short_label.as_str()].into_iter().filter(|text| !text.is_empty()),
            );
            labels.dedup();
        }
        Item { left, right, bar, labels }
    }

    fn shape(&self, mark: &Mark, dot: bool, item: &Item<'_>, centre: f64) -> Shape {
        let number = if self.sizes.named && !dot { mark.number.to_string() } else { String::new() };
        let base = Shape {
            title: mark.title.clone(),
            language: mark.language.clone(),
            address: mark.address.clone(),
            number,
            y: tenth(centre),
            ..Shape::default()
        };
        match mark.form {
            MomentMark::Day => Shape {
                form: if dot { "dot" } else { "disc" }.to_owned(),
                x: tenth(f64::midpoint(item.left, item.right)),
                radius: tenth((item.right - item.left) / 2.0),
                ..base
            },
            MomentMark::Within | MomentMark::Period => {
                let wide = item.right - item.left > NARROWEST + 4.0;
                let head = if mark.open_start { TAPER + 12.0 } else { 12.0 };
                Shape {
                    form: if mark.form == MomentMark::Period { "period" } else { "within" }.to_owned(),
                    path: bar(item.left, item.right, centre, self.sizes.radius, mark),
                    x: tenth(if wide { item.left + head } else { f64::midpoint(item.left, item.right) }),
                    ..base
                }
            }
        }
    }

    /// The ticks, the line under their labels, and the ground.
    fn rule(&self, panel: &mut Panel, bottom: f64) {
        let (above, baseline) = if self.enlarged { (4.0, 17.0) } else { (4.0, 14.0) };
        for tick in axis::ticks(&self.scale, self.words) {
            let x = tenth(tick.x);
            let line = Line { x1: x, y1: tenth(self.top + above), x2: x, y2: tenth(bottom) };
            panel.ticks.push(Tick {
                line,
                label: tick.label,
                x: tenth(tick.x + 4.0),
                y: tenth(self.top + baseline),
            });
        }
        if self.enlarged {
            let (x, y) = (self.scale.left, self.top);
            let (width, height) = (self.scale.right - self.scale.left, bottom - self.top);
            panel.ground =
                Some(Frame { x: tenth(x), y: tenth(y), width: tenth(width), height: tenth(height) });
        } else {
            let y = tenth(self.top + 22.0);
            panel.base = Some(Line { x1: tenth(self.scale.left - 4.0), y1: y, x2: tenth(self.width), y2: y });
        }
    }
}

/// The items to pack, the dots of a crowd as one, so that they share a row; and for each mark, which
/// of them it belongs to.
fn join_dots<'a>(marks: &[&(&Mark, bool)], items: &[Item<'a>]) -> (Vec<Item<'a>>, Vec<usize>) {
    let mut packed: Vec<Item<'a>> = Vec::with_capacity(items.len());
    let mut crowd = None;
    let mut places_of = Vec::with_capacity(items.len());
    for ((_, dot), item) in marks.iter().zip(items) {
        if let (true, Some(at)) = (*dot, crowd) {
            let joined: &mut Item<'_> = &mut packed[at];
            joined.right = joined.right.max(item.right);
            places_of.push(at);
        } else {
            if *dot {
                crowd = Some(packed.len());
            }
            places_of.push(packed.len());
            packed.push(item.clone());
        }
    }
    (packed, places_of)
}

fn label(mark: &Mark, place: &Place<'_>, centre: f64) -> Option<Label> {
    let placed = place.label?;
    let (x, anchor, form) = match placed.side {
        Side::Inside if mark.form == MomentMark::Period => (placed.left, "start", "inside"),
        Side::Inside => (placed.left, "start", "plain"),
        Side::Right => (placed.left, "start", "halo"),
        Side::Left => (placed.right, "end", "halo"),
    };
    let taper = if placed.side == Side::Inside && mark.open_start { TAPER } else { 0.0 };
    Some(Label {
        text: placed.text.to_owned(),
        language: mark.language.clone(),
        x: tenth(x + taper),
        y: tenth(centre + 4.0),
        anchor: anchor.to_owned(),
        form: form.to_owned(),
    })
}

/// The outline of a bar; an open end tapers to a point.
fn bar(left: f64, right: f64, centre: f64, radius: f64, mark: &Mark) -> String {
    let taper = TAPER.min(radius).min((right - left) / 2.0);
    let (top, bottom) = (tenth(centre - radius), tenth(centre + radius));
    let (left, centre, right) = (tenth(left), tenth(centre), tenth(right));
    let mut path = if mark.open_start {
        format!("M{left} {centre}L{} {top}", tenth(left + taper))
    } else {
        format!("M{left} {top}")
    };
    if mark.open_end {
        let shoulder = tenth(right - taper);
        path.push_str(&format!("H{shoulder}L{right} {centre}L{shoulder} {bottom}"));
    } else {
        path.push_str(&format!("H{right}V{bottom}"));
    }
    path.push_str(&if mark.open_start { format!("H{}Z", tenth(left + taper)) } else { format!("H{left}Z") });
    path
}

/// Rounded to a tenth of a pixel, so that drawings are short and the same everywhere.
pub(super) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}
