//! The base map: the coasts of the earth within a frame, as one path.
//!
//! `land.txt` has a ring of the coast on each line; `make-land.mjs` beside it makes it and says how it is
//! written.
//!
//! 1. Each ring is cut at the meridian opposite the middle of the map, and goes on at the other edge.
//! 2. Its points are projected, and what is outside the drawing cut off.
//! 3. Points that nobody could tell apart are left out.

use super::frame::Frame;
use super::projection::east_of;
use crate::pages::plane::tenth;

/// The base map.
const LAND: &str = include_str!("land.txt");
/// Points of a coast are at least so many pixels apart.
const FINEST: f64 = 1.2;
/// Land is drawn so many pixels beyond the edges of a drawing.
const BEYOND: f64 = 4.0;
/// Edges that span more degrees of latitude are parted: in the plane they are not straight.
const LONGEST: f64 = 3.0;

/// A point: degrees east and north, or pixels.
type Point = (f64, f64);

/// The land within a frame, as a path to be filled by the rule of even and odd.
pub(super) fn path(frame: &Frame) -> String {
    let mut path = String::new();
    for ring in rings() {
        // The ring as it lies, and a turn of the earth away on either side, each cut to one turn.
        let from_centre = east_of(frame.centre, ring[0].0) - ring[0].0;
        for turn in [-360.0, 0.0, 360.0] {
            let moved = ring.iter().map(|(east, north)| (east + from_centre + turn, *north)).collect();
            let cut = cut(cut(moved, 0, -180.0, true), 0, 180.0, false);
            if cut.len() > 2 {
                let pixels = parted(&cut).map(|(east, north)| frame.place(north, east)).collect();
                write(&mut path, &within(pixels, frame));
            }
        }
    }
    path
}

/// The rings of the coast, in degrees east and north.
fn rings() -> impl Iterator<Item = Vec<Point>> {
    let lines = LAND.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let (mut east, mut north) = (0, 0);
        let mut differences = decode(line);
        let mut ring = Vec::new();
        while let Some((across, up)) = differences.next().zip(differences.next()) {
            east += across;
            north += up;
            ring.push((f64::from(east) / 100.0, f64::from(north) / 100.0));
        }
        ring
    })
}

/// The numbers of a line: five bits to a character, the lowest first, and the sign in the lowest of all.
fn decode(line: &str) -> impl Iterator<Item = i32> {
    let mut digits = line.bytes();
    std::iter::from_fn(move || {
        let (mut value, mut shift) = (0, 0);
        loop {
            let digit = i32::from(digits.next()?) - 63;
            value |= (digit & 0x1f) << shift;
            shift += 5;
            if digit & 0x20 == 0 {
                return Some(if value & 1 == 1 { !(value >> 1) } else { value >> 1 });
            }
        }
    })
}

/// What of a ring lies on one side of a line: where the coordinate `axis` is at least `limit`, or at most.
fn cut(ring: Vec<Point>, axis: usize, limit: f64, at_least: bool) -> Vec<Point> {
    let value = |point: &Point| if axis == 0 { point.0 } else { point.1 };
    let is_in = |point: &Point| if at_least { value(point) >= limit } else { value(point) <= limit };
    if ring.iter().all(is_in) {
        return ring;
    }
    let mut kept = Vec::new();
    for (at, point) in ring.iter().enumerate() {
        let before = &ring[if at == 0 { ring.len() - 1 } else { at - 1 }];
        if is_in(before) != is_in(point) {
            let share = (limit - value(before)) / (value(point) - value(before));
            let other = |a: f64, b: f64| a + (b - a) * share;
            kept.push(match axis {
                0 => (limit, other(before.1, point.1)),
                _ => (other(before.0, point.0), limit),
            });
        }
        if is_in(point) {
            kept.push(*point);
        }
    }
    kept
}

/// The points of a ring, and more of them on long edges.
fn parted(ring: &[Point]) -> impl Iterator<Item = Point> {
    ring.iter().enumerate().flat_map(|(at, point)| {
        let next = ring[(at + 1) % ring.len()];
        let parts = ((next.1 - point.1).abs() / LONGEST).ceil().max(1.0);
        (0..parts as usize).map(move |part| {
            let share = part as f64 / parts;
            (point.0 + (next.0 - point.0) * share, point.1 + (next.1 - point.1) * share)
        })
    })
}

fn within(pixels: Vec<Point>, frame: &Frame) -> Vec<Point> {
    let pixels = cut(cut(pixels, 0, -BEYOND, true), 0, frame.width + BEYOND, false);
    cut(cut(pixels, 1, -BEYOND, true), 1, frame.height + BEYOND, false)
}

/// Adds a ring to the path, in tenths of pixels, each point as the difference to the one before.
fn write(path: &mut String, ring: &[Point]) {
    let mut kept: Vec<(i64, i64)> = Vec::new();
    let mut last: Option<Point> = None;
    for (x, y) in ring {
        if last.is_none_or(|last| (x - last.0).abs().max((y - last.1).abs()) >= FINEST) {
            kept.push(((x * 10.0).round() as i64, (y * 10.0).round() as i64));
            last = Some((*x, *y));
        }
    }
    if kept.len() < 3 {
        return;
    }
    let mut before = (0, 0);
    for (at, (x, y)) in kept.into_iter().enumerate() {
        let command = match at {
            0 => "M",
            1 => "l",
            _ => " ",
        };
        let (across, down) = (tenth((x - before.0) as f64 / 10.0), tenth((y - before.1) as f64 / 10.0));
        // A minus parts numbers as well as a space does.
        let space = if down < 0.0 { "" } else { " " };
        path.push_str(&format!("{command}{across}{space}{down}"));
        before = (x, y);
    }
    path.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coasts_are_those_of_the_earth() {
        assert!(LAND.len() < 60 * 1024, "the base map is {} bytes", LAND.len());
        let rings: Vec<Vec<Point>> = rings().collect();
        assert!(rings.len() > 300 && rings.iter().all(|ring| ring.len() > 2));
        let all = rings.iter().flatten();
        assert!(all.clone().all(|(east, north)| east.abs() <= 540.0 && north.abs() <= 90.0));
        assert!(all.clone().any(|(_, north)| *north > 83.0) && all.clone().any(|(_, north)| *north < -80.0));
        let is_land = |north: f64, east: f64| {
            let turns = [-360.0, 0.0, 360.0].map(|turn| east + turn);
            let crossings =
                turns.map(|east| rings.iter().filter(|ring| is_inside((east, north), ring)).count());
            crossings.iter().sum::<usize>() % 2 == 1
        };
        for (north, east) in [(53.9, 27.57), (-25.0, 134.0), (0.0, 25.0), (67.0, -178.0), (-85.0, 100.0)] {
            assert!(is_land(north, east), "{north} {east} is land");
        }
        for (north, east) in [(43.0, 34.0), (0.0, -30.0), (0.0, 180.0), (58.0, 20.0)] {
            assert!(!is_land(north, east), "{north} {east} is sea");
        }
    }

    fn is_inside((x, y): Point, ring: &[Point]) -> bool {
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        let crossed =
            edges.filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0);
        crossed.count() % 2 == 1
    }

    #[test]
    fn a_ring_is_cut_at_a_line() {
        let square = vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
        assert_eq!(cut(square.clone(), 0, 2.0, false), [(0.0, 0.0), (2.0, 0.0), (2.0, 4.0), (0.0, 4.0)]);
        assert_eq!(cut(square.clone(), 1, 5.0, true), []);
        assert_eq!(cut(square.clone(), 1, -1.0, true), square);
    }
}
