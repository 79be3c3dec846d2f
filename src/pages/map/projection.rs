//! The Equal Earth projection (Šavrič, Patterson and Jenny, 2018): areas keep their proportions, and
//! parallels are straight and level.

/// The half of the width of the whole earth, and of its height.
pub(super) const EARTH: (f64, f64) = (2.706_63, 1.317_37);

const A1: f64 = 1.340_264;
const A2: f64 = -0.081_106;
const A3: f64 = 0.000_893;
const A4: f64 = 0.003_796;

/// A point of the earth in the plane, north up: `longitude` in degrees east of the middle of the map,
/// `latitude` in degrees.
pub(super) fn project(longitude: f64, latitude: f64) -> (f64, f64) {
    let half_root_of_3 = 3.0_f64.sqrt() / 2.0;
    let angle = (half_root_of_3 * latitude.to_radians().sin()).asin();
    let square = angle * angle;
    let sixth = square * square * square;
    let slope = A1 + 3.0 * A2 * square + sixth * (7.0 * A3 + 9.0 * A4 * square);
    let x = longitude.to_radians() * angle.cos() / (half_root_of_3 * slope);
    (x, angle * (A1 + A2 * square + sixth * (A3 + A4 * square)))
}

/// A longitude as degrees east of another, from −180 up to 180.
pub(super) fn east_of(centre: f64, longitude: f64) -> f64 {
    (longitude - centre + 180.0).rem_euclid(360.0) - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_the_earth_are_where_they_should_be() {
        assert_eq!(project(0.0, 0.0), (0.0, 0.0));
        assert!((project(180.0, 0.0).0 - EARTH.0).abs() < 1e-5);
        assert!((project(0.0, 90.0).1 - EARTH.1).abs() < 1e-5);
        assert_eq!(project(0.0, -90.0).1, -project(0.0, 90.0).1);
        // Poles are lines, somewhat more than half as long as the equator.
        let share = project(180.0, 90.0).0 / EARTH.0;
        assert!((0.5..0.65).contains(&share), "{share}");
    }

    #[test]
    fn areas_keep_their_proportions() {
        // The ground of a degree by a degree against its area in the plane.
        let ratio = |latitude: f64| {
            let (left, bottom) = project(0.0, latitude - 0.5);
            let (right, _) = project(1.0, latitude);
            (right - left) * (project(0.0, latitude + 0.5).1 - bottom) / latitude.to_radians().cos()
        };
        for latitude in [-75.0, -30.0, 20.0, 54.0, 80.0] {
            assert!((ratio(latitude) / ratio(0.0) - 1.0).abs() < 0.002, "{latitude}");
        }
    }

    #[test]
    fn longitudes_go_round() {
        assert_eq!(east_of(170.0, -170.0), 20.0);
        assert_eq!(east_of(-170.0, 170.0), -20.0);
        assert_eq!(east_of(0.0, 180.0), -180.0);
    }
}
