//! Properties that hold of every map.

use super::drawing::Map;
use super::frame::Frame;
use super::projection::east_of;
use super::scene::Place;
use super::{Scene, land};
use crate::pages::parts::KindMark;
use crate::pages::plane::check_marks;

fn place(name: &str, latitude: f64, longitude: f64) -> Place {
    Place {
        name: name.to_owned(),
        short: name.to_owned(),
        address: format!("../entities/{}/", name.len()),
        kind: KindMark { id: "place".to_owned(), label: "Place".to_owned(), shape: "diamond".to_owned() },
        position: format!("{latitude}, {longitude}"),
        millionths: ((latitude * 1e6).round() as i32, (longitude * 1e6).round() as i32),
    }
}

fn map_of(places: Vec<Place>) -> Map {
    let count = places.len();
    let scene = Scene {
        places,
        list: "#page-places".to_owned(),
        words: std::sync::Arc::clone(crate::words::Words::english()),
    };
    let map = scene.draw();
    assert_eq!(map, scene.draw(), "the same places give the same map");
    for drawing in &map.drawings {
        check_marks(&drawing.marks, &drawing.numbered, drawing.width, drawing.height);
        let named: usize = drawing.marks.iter().map(|mark| mark.title.split("; ").count()).sum();
        assert_eq!(named, count, "every place is at a mark");
        assert!(!drawing.land.contains("NaN") && !drawing.net.contains("NaN"));
    }
    map
}

/// The middles of the marks of the widest drawing.
fn middles(map: &Map) -> Vec<(f64, f64)> {
    map.drawings[0].marks.iter().map(|mark| (mark.x + 7.5, mark.y + 7.5)).collect()
}

#[test]
fn minsk_lies_where_its_coordinates_say() {
    let places = [("Minsk", 53.9, 27.57), ("Moscow", 55.75, 37.62), ("Ankara", 39.93, 32.86)];
    let map = map_of(places.iter().map(|(name, north, east)| place(name, *north, *east)).collect());
    let [minsk, moscow, ankara] = middles(&map)[..] else { panic!("three marks") };
    // The Equal Earth projection around 32.595° E, worked out by hand: Minsk (−0.060294, 1.001524),
    // Moscow (0.059293, 1.028803), Ankara (0.003533, 0.773395); the drawing is to one scale, north up.
    let is_near = |found: f64, wanted: f64| (found - wanted).abs() < 0.004;
    assert!(is_near((minsk.0 - ankara.0) / (moscow.0 - ankara.0), -1.144_687), "{minsk:?}");
    assert!(is_near((minsk.1 - ankara.1) / (moscow.1 - ankara.1), 0.893_192), "{minsk:?}");
    assert!(is_near((moscow.0 - minsk.0) / (ankara.1 - minsk.1), 0.524_208), "{minsk:?}");
}

#[test]
fn neighbours_across_the_180th_meridian_lie_side_by_side() {
    let map = map_of(vec![place("Suva", -18.1, 178.4), place("Apia", -13.8, -171.8)]);
    let [suva, apia] = middles(&map)[..] else { panic!("two marks") };
    assert!(apia.0 > suva.0 && apia.0 - suva.0 < 900.0 && apia.1 < suva.1, "{suva:?} {apia:?}");
    let words: Vec<&str> = map.drawings[0].degrees.iter().map(|line| line.text.as_str()).collect();
    assert!(words.contains(&"180°") && words.contains(&"172° W") && words.contains(&"16° S"), "{words:?}");
}

#[test]
fn poles_and_edges_do_not_break() {
    map_of(vec![place("North", 90.0, 0.0), place("South", -90.0, 0.0)]);
    map_of(vec![place("North", 90.0, -180.0), place("Too", 90.0, 180.0), place("Near", 89.5, 10.0)]);
    map_of(vec![place("East", 0.0, 180.0), place("West", 0.0, -180.0)]);
    map_of(vec![place("Alone", 0.0, 0.0)]);
}

#[test]
fn places_at_one_point_share_a_mark() {
    let names = ["Belarus", "Minsk", "The Government of the Republic of Belarus", "Ministry"];
    let at_one = |count: usize| map_of(names[..count].iter().map(|name| place(name, 53.9, 27.57)).collect());
    let lines = |map: &Map| -> Vec<(String, String)> {
        let lines = map.drawings[0].marks[0].lines.iter();
        lines.map(|line| (line.text.clone(), line.address.clone())).collect()
    };
    assert_eq!(
        lines(&at_one(2)),
        [("Belarus", "../entities/7/"), ("Minsk", "../entities/5/")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    assert_eq!(lines(&at_one(3)), [("Belarus and 2 more".to_owned(), "#page-places".to_owned())]);
    assert_eq!(lines(&at_one(4)), [("Belarus and 3 more".to_owned(), "#page-places".to_owned())]);
}

#[test]
fn random_places_keep_the_rules() {
    let mut state = 1_u64;
    let mut random = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let names = ["Minsk", "Санкт-Петербург", "Ziguinchor in Casamance by the river", "Ж <b>"];
    for _ in 0..25 {
        let count = 1 + random(120);
        let spread = 1 + random(360);
        let (north, east) = (random(180) as f64 - 90.0, random(360) as f64 - 180.0);
        let places = (0..count).map(|_| {
            let mut within = |limit: u64| random(limit * 1000) as f64 / 1000.0;
            let latitude = (north + within(spread) / 2.0).clamp(-90.0, 90.0);
            let longitude = east_of(0.0, east + within(spread));
            place(names[random(4) as usize], latitude, longitude)
        });
        map_of(places.collect());
    }
}

/// Whether a place of the earth is filled in a drawing.
fn is_filled(path: &str, (x, y): (f64, f64)) -> bool {
    let mut crossings = 0;
    for ring in path.split_terminator('z') {
        let mut points: Vec<(f64, f64)> = Vec::new();
        let text = ring.trim_start_matches('M').replace('l', " ").replace('-', " -");
        let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
        for pair in numbers.chunks(2) {
            let last = points.last().copied().unwrap_or_default();
            points.push((last.0 + pair[0], last.1 + pair[1]));
        }
        let edges = points.iter().zip(points.iter().cycle().skip(1));
        crossings += edges
            .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0)
            .count();
    }
    crossings % 2 == 1
}

#[test]
fn land_is_drawn_where_it_is() {
    let land_at = [(53.9, 27.57), (67.0, -178.0), (67.0, 178.0), (-25.0, 134.0), (0.0, 25.0), (-85.0, 100.0)];
    let sea_at = [(43.0, 34.0), (0.0, -30.0), (0.0, 179.0), (58.0, 20.0), (-60.0, 179.9), (42.0, 51.0)];
    let frames: [&[(f64, f64)]; 4] = [
        &[(53.9, 27.57), (40.0, 35.0)],
        &[(66.0, 170.0), (60.0, -160.0)],
        &[(-41.0, 174.0), (21.0, -157.0), (-25.0, 134.0)],
        &[(60.0, -170.0), (-60.0, -60.0), (0.0, 60.0), (0.0, 170.0)],
    ];
    let mut seen = 0;
    for places in frames {
        let frame = Frame::of(places, 1120.0, (0.4, 0.56));
        let path = land::path(&frame);
        for (points, wanted) in [(land_at, true), (sea_at, false)] {
            for (north, east) in points {
                let (x, y) = frame.place(north, east_of(frame.centre, east));
                if (0.0..frame.width).contains(&x) && (0.0..frame.height).contains(&y) {
                    assert_eq!(is_filled(&path, (x, y)), wanted, "{north} {east} around {}", frame.centre);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 15, "only {seen} points lie in the frames");
}
