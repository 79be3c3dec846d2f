//! The part of the earth that a map shows.
//!
//! 1. The widest stretch of longitudes without a place is behind the map; the middle of the map is
//!    opposite it. Where that would be most of the earth, the middle is Greenwich.
//! 2. The places are given room around them, more where they lie close together, so that there are
//!    coasts to know the region by.
//! 3. The part is made higher or wider for the form of the drawing, and moved to lie on the earth.

use super::projection::{EARTH, east_of, project};

/// Pixels kept free at the sides and at the top, and at the bottom, where there are numbers.
const EDGE: f64 = 16.0;
const EDGE_BELOW: f64 = 30.0;
/// The room around the places, against the stretch that they take.
const ROOM: f64 = 1.3;
/// The narrowest part that is shown: some 20 degrees of longitude in the middle latitudes.
const NARROWEST: f64 = 0.26;
/// From so many degrees of longitude on, a map is one of the earth.
const WHOLE: f64 = 200.0;

/// Which part of the earth lies where in a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// The longitude of the middle, which is upright.
    pub(super) centre: f64,
    /// The width of the drawing, in pixels.
    pub(super) width: f64,
    /// Its height.
    pub(super) height: f64,
    /// Pixels for a unit of the projection.
    pub(super) scale: f64,
    left: f64,
    top: f64,
}

impl Frame {
    /// The frame for places, each a latitude and longitude, in a drawing of that width; `forms` are the
    /// least and the most height for it.
    pub(super) fn of(places: &[(f64, f64)], width: f64, forms: (f64, f64)) -> Frame {
        let centre = centre(places.iter().map(|place| place.1));
        let points: Vec<(f64, f64)> = places
            .iter()
            .map(|(latitude, longitude)| project(east_of(centre, *longitude), *latitude))
            .collect();
        let (left, right) = extent(points.iter().map(|point| point.0));
        let (bottom, top) = extent(points.iter().map(|point| point.1));
        let mut across = ((right - left) * ROOM).clamp(NARROWEST, 2.0 * EARTH.0);
        let mut up = ((top - bottom) * ROOM).max(NARROWEST * forms.0);
        up = up.clamp(across * forms.0, (across * forms.1).max(up));
        across = across.max(up / forms.1).min(2.0 * EARTH.0);
        up = up.min(2.0 * EARTH.1);
        let scale = (width - 2.0 * EDGE) / across;
        let middle = on_earth(f64::midpoint(left, right), across, EARTH.0);
        let level = on_earth(f64::midpoint(bottom, top), up, EARTH.1);
        let height = (up * scale + EDGE + EDGE_BELOW).round();
        Frame { centre, width, height, scale, left: middle - across / 2.0, top: level + up / 2.0 }
    }

    /// Where a point of the plane lies in the drawing.
    pub(super) fn pixel(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (EDGE + (x - self.left) * self.scale, EDGE + (self.top - y) * self.scale)
    }

    /// Where a place of the earth lies in the drawing; `longitude` in degrees east of the middle.
    pub(super) fn place(&self, latitude: f64, longitude: f64) -> (f64, f64) {
        self.pixel(project(longitude, latitude))
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// The middle of a stretch, moved so that it ends on the earth, which reaches from `-edge` to `edge`.
fn on_earth(middle: f64, stretch: f64, edge: f64) -> f64 {
    let room = (edge - stretch / 2.0).max(0.0);
    middle.clamp(-room, room)
}

/// The longitude opposite the middle of the widest gap between longitudes.
fn centre(longitudes: impl Iterator<Item = f64>) -> f64 {
    let mut longitudes: Vec<f64> = longitudes.map(|longitude| east_of(0.0, longitude)).collect();
    longitudes.sort_by(f64::total_cmp);
    let Some((first, last)) = longitudes.first().zip(longitudes.last()) else { return 0.0 };
    // The gap over the 180th meridian, then those between neighbours: where one begins, and its width.
    let over = (*last, first + 360.0 - last);
    let gaps = longitudes.windows(2).map(|pair| (pair[0], pair[1] - pair[0]));
    let (start, gap) = gaps.fold(over, |widest, gap| if gap.1 > widest.1 { gap } else { widest });
    if 360.0 - gap >= WHOLE { 0.0 } else { east_of(0.0, start + gap + (360.0 - gap) / 2.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_among_the_places() {
        let sets: [(&[f64], f64); 4] = [
            (&[27.57, 37.62], 32.595),
            (&[179.0, -173.0], -177.0),
            (&[-10.0], -10.0),
            (&[-170.0, -60.0, 60.0, 170.0], 0.0),
        ];
        for (longitudes, wanted) in sets {
            assert!((centre(longitudes.iter().copied()) - wanted).abs() < 1e-9, "{longitudes:?}");
        }
    }

    #[test]
    fn all_places_are_in_the_drawing() {
        let sets: [&[(f64, f64)]; 6] = [
            &[(53.9, 27.57)],
            &[(-18.1, 178.4), (-13.8, -171.8)],
            &[(90.0, 0.0), (-90.0, 0.0)],
            &[(64.1, -21.9), (-54.8, -68.3), (-41.3, 174.8), (71.0, 179.9)],
            &[(89.0, -120.0), (88.0, 60.0)],
            &[(0.0, 180.0), (0.0, -180.0)],
        ];
        for places in sets {
            for (width, forms) in [(1120.0, (0.4, 0.6)), (358.0, (0.8, 1.2))] {
                let frame = Frame::of(places, width, forms);
                assert!(frame.height > 100.0 && frame.height < width * forms.1 + 60.0, "{frame:?}");
                for (latitude, longitude) in places {
                    let (x, y) = frame.place(*latitude, east_of(frame.centre, *longitude));
                    assert!(x >= EDGE - 0.01 && x <= width - EDGE + 0.01, "{places:?}: {x}");
                    assert!(y >= EDGE - 0.01 && y <= frame.height - EDGE_BELOW + 0.51, "{places:?}: {y}");
                }
            }
        }
    }
}
