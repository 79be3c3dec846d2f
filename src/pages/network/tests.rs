//! Properties that hold of every network.

use super::Scene;
use super::drawing::{Drawing, Network};
use super::scene::{Node, Related, most};
use crate::pages::parts::KindMark;
use crate::pages::plane::check_marks;

fn node(number: usize) -> Node {
    let names = [
        "Minsk",
        "Organisation for Security and Co-operation in Europe",
        "Аляксандр Лукашэнка",
        "Donaudampfschifffahrtsgesellschaft",
        "Ж <b>&amp;</b> \"ж\"",
    ];
    let shapes = ["circle", "square", "diamond"];
    let shape = shapes[number % shapes.len()];
    Node {
        name: format!("{} {number}", names[number % names.len()]),
        short: names[number % names.len()].split(' ').next().unwrap().to_owned(),
        address: format!("../entities/e{number}/"),
        kind: KindMark { id: shape.to_owned(), label: shape.to_owned(), shape: shape.to_owned() },
    }
}

fn scene(count: usize, ends: &[(usize, usize)], around: bool) -> Scene {
    let edge = |(at, (a, b)): (usize, &(usize, usize))| Related {
        ends: [*a, *b],
        to: [at % 3 == 0, at % 3 != 0],
        title: format!("{a} to {b}"),
        ended: at % 2 == 0,
    };
    Scene {
        words: std::sync::Arc::clone(crate::words::Words::english()),
        nodes: (0..count).map(node).collect(),
        edges: ends.iter().enumerate().map(edge).collect(),
        left_out: 3,
        around,
        date: Some("7 January 2016".to_owned()),
    }
}

/// The numbers in a path.
fn numbers(path: &str) -> Vec<f64> {
    let parts = path.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
}

fn check(scene: &Scene) -> Network {
    let network = scene.draw();
    assert_eq!(network, scene.draw(), "the same scene gives the same drawing");
    for drawing in &network.drawings {
        check_drawing(drawing);
        let most = most(scene.around);
        assert!(drawing.marks.len() <= most, "{} has {} marks", drawing.class, drawing.marks.len());
        assert_eq!(drawing.marks.len() + drawing.left_out, scene.nodes.len() + scene.left_out);
    }
    network
}

fn check_drawing(drawing: &Drawing) {
    check_marks(&drawing.marks, &drawing.numbered, drawing.width, drawing.height);
    for edge in &drawing.edges {
        let inside = |(at, value): (usize, &f64)| {
            let end = if at % 2 == 0 { drawing.width } else { drawing.height };
            (0.0..=end).contains(value)
        };
        assert!(numbers(&edge.line).iter().enumerate().all(inside), "{}: {edge:?}", drawing.class);
        assert!(edge.heads.starts_with('M'), "{edge:?}");
        let line = numbers(&edge.line);
        let length = (line[0] - line[2]).hypot(line[1] - line[3]);
        assert!(length > 4.0, "{}: a line of {length} px cannot be seen", drawing.class);
    }
}

#[test]
fn random_graphs_keep_the_rules() {
    let mut state = 1_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for round in 0..60 {
        let around = round % 2 == 0;
        let count = 2 + random(most(around) - 1);
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for _ in 0..1 + random(3 * count) {
            let (a, b) = (random(count), random(count));
            if a < b && !ends.contains(&(a, b)) {
                ends.push((a, b));
            }
        }
        if around {
            ends.retain(|(a, _)| *a != 0);
            ends.extend((1..count).map(|other| (0, other)));
        }
        if ends.is_empty() {
            ends.push((0, 1));
        }
        let connected = |node: usize| ends.iter().any(|(a, b)| *a == node || *b == node);
        // The site's network has nobody who is related to none.
        let kept: Vec<usize> = (0..count).filter(|node| connected(*node)).collect();
        let place = |node: usize| kept.iter().position(|kept| *kept == node).unwrap();
        let ends: Vec<_> = ends.iter().map(|(a, b)| (place(*a), place(*b))).collect();
        check(&scene(kept.len(), &ends, around));
    }
}

#[test]
fn a_star_and_a_full_graph_keep_the_rules() {
    let star: Vec<_> = (1..24).map(|other| (0, other)).collect();
    let network = check(&scene(24, &star, true));
    let counts: Vec<usize> = network.drawings.iter().map(|drawing| drawing.marks.len()).collect();
    assert_eq!(counts, [24, 18, 10]);
    assert_eq!(network.title, "Relations around Minsk 0");
    let full: Vec<_> = (0..60).flat_map(|a| (a + 1..60).map(move |b| (a, b))).collect();
    let network = check(&scene(60, &full, false));
    let counts: Vec<usize> = network.drawings.iter().map(|drawing| drawing.marks.len()).collect();
    assert_eq!(counts, [60, 40, 16]);
}

#[test]
fn who_is_related_to_nobody_in_the_drawing_is_left_out_of_it() {
    // The phone's drawing has the first sixteen: the last two are related to each other alone.
    let mut ends: Vec<_> = (1..18).map(|other| (0, other)).collect();
    ends.retain(|(_, other)| *other != 15 && *other != 17);
    ends.push((15, 17));
    let network = check(&scene(18, &ends, false));
    assert_eq!(network.drawings[2].marks.len(), 15);
    assert_eq!(network.drawings[2].left_out, 3 + 3);
}

#[test]
fn lines_are_dashed_where_all_has_ended() {
    let mut two = scene(2, &[(0, 1)], false);
    assert_eq!(two.draw().ended.as_deref(), Some("7 January 2016"));
    assert!(two.draw().drawings.iter().all(|drawing| drawing.edges[0].ended));
    two.edges[0].ended = false;
    assert_eq!(two.draw().ended, None);
}

#[test]
fn an_arrow_points_at_the_object() {
    let mut two = scene(2, &[(0, 1)], false);
    two.edges[0].to = [false, true];
    let drawing = &two.draw().drawings[0];
    let middle = |at: usize| (drawing.marks[at].x + 7.5, drawing.marks[at].y + 7.5);
    let tip = numbers(&drawing.edges[0].heads);
    let distance = |(x, y): (f64, f64)| (tip[0] - x).hypot(tip[1] - y);
    assert!(distance(middle(1)) < 15.0 && distance(middle(0)) > 30.0, "{drawing:?}");
    two.edges[0].to = [true, true];
    assert_eq!(numbers(&two.draw().drawings[0].edges[0].heads).len(), 12, "two heads of three points");
}
