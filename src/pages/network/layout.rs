//! Where the nodes of a network stand.
//!
//! 1. Nodes begin at scattered points that are always the same. They push each other away, and those
//!    with an edge between them pull each other near, less and less far each round (Fruchterman and
//!    Reingold, 1991). A weak pull to the middle keeps apart what has no edge between from leaving.
//! 2. The outcome is stretched to fill the drawing.
//! 3. Nodes give way to edges of others that run too near them.
//! 4. A node that stands too near to one before it moves to the nearest free cell of a grid.
//!
//! Only sums, products, quotients and roots are taken, which are the same on every machine.

/// How often nodes are moved.
const ROUNDS: usize = 150;
/// The pull to the middle, against that of an edge.
const GRAVITY: f64 = 0.2;
/// How far apart nodes stand at least, sideways and up and down: room for a number, and for a line
/// between them that can be seen.
pub(super) const CELL: (f64, f64) = (46.0, 44.0);

/// How often nodes give way to edges, and how far they keep away, in pixels.
const GIVING_WAY: usize = 40;
const CLEAR: f64 = 24.0;

/// A point, or a way from one to another.
type Point = (f64, f64);

/// The places of `count` nodes within a width and height, with edges between some; the first one in the
/// middle if it is `held`.
pub(super) fn lay_out(count: usize, edges: &[(usize, usize)], held: bool, size: Point) -> Vec<Point> {
    let mut at = scattered(count);
    if held && count > 0 {
        at[0] = (0.0, 0.0);
    }
    for round in 0..ROUNDS {
        let reach = 0.3 * (1.0 - round as f64 / ROUNDS as f64) + 0.002;
        let forces = forces(&at, edges);
        for (node, force) in forces.into_iter().enumerate().skip(usize::from(held)) {
            let length = length(force).max(1e-9);
            let step = length.min(reach) / length;
            at[node] = (at[node].0 + force.0 * step, at[node].1 + force.1 * step);
        }
    }
    let mut at = stretched(&at, held, size);
    for _ in 0..GIVING_WAY {
        give_way(&mut at, edges, held, size);
    }
    separate(&at, size)
}

/// Points that lie evenly in a square around the middle, none near another.
fn scattered(count: usize) -> Vec<Point> {
    // The fractions of multiples of these two numbers are spread most evenly (Roberts, 2018).
    let points = (1..=count).map(|number| {
        let number = number as f64;
        ((number * 0.754_877_666).fract() - 0.5, (number * 0.569_840_291).fract() - 0.5)
    });
    points.collect()
}

/// What moves each node.
fn forces(at: &[Point], edges: &[(usize, usize)]) -> Vec<Point> {
    let ideal = 0.8 / (at.len() as f64).sqrt();
    let mut forces: Vec<Point> =
        at.iter().map(|(x, y)| (-x * GRAVITY / ideal, -y * GRAVITY / ideal)).collect();
    let mut apply = |a: usize, b: usize, force: f64| {
        let way = (at[a].0 - at[b].0, at[a].1 - at[b].1);
        forces[a] = (forces[a].0 + way.0 * force, forces[a].1 + way.1 * force);
        forces[b] = (forces[b].0 - way.0 * force, forces[b].1 - way.1 * force);
    };
    let distance = |a: usize, b: usize| length((at[a].0 - at[b].0, at[a].1 - at[b].1)).max(1e-6);
    for a in 0..at.len() {
        for b in a + 1..at.len() {
            let distance = distance(a, b);
            apply(a, b, ideal * ideal / (distance * distance));
        }
    }
    for (a, b) in edges {
        apply(*a, *b, -distance(*a, *b) / ideal);
    }
    forces
}

fn length((x, y): Point) -> f64 {
    (x * x + y * y).sqrt()
}

/// The points spread over the whole width and height; those of a held first one around the middle.
fn stretched(at: &[Point], held: bool, (width, height): Point) -> Vec<Point> {
    let axis = |values: Vec<f64>, size: f64| -> Vec<f64> {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (middle, half) =
            if held { (0.0, high.max(-low)) } else { (f64::midpoint(low, high), (high - low) / 2.0) };
        let scale = if half > 1e-6 { size / 2.0 / half } else { 0.0 };
        values.into_iter().map(|value| size / 2.0 + (value - middle) * scale).collect()
    };
    let xs = axis(at.iter().map(|point| point.0).collect(), width);
    let ys = axis(at.iter().map(|point| point.1).collect(), height);
    xs.into_iter().zip(ys).collect()
}

/// Moves each node away from the edges of others that run near it.
fn give_way(at: &mut [Point], edges: &[(usize, usize)], held: bool, (width, height): Point) {
    for node in usize::from(held)..at.len() {
        for (a, b) in edges.iter().filter(|(a, b)| *a != node && *b != node) {
            let (from, to, point) = (at[*a], at[*b], at[node]);
            let along = (to.0 - from.0, to.1 - from.1);
            let share = ((point.0 - from.0) * along.0 + (point.1 - from.1) * along.1)
                / (along.0 * along.0 + along.1 * along.1).max(1e-9);
            let away = (point.0 - from.0 - along.0 * share, point.1 - from.1 - along.1 * share);
            let distance = length(away);
            if (0.0..=1.0).contains(&share) && distance < CLEAR {
                let step = (CLEAR - distance) / 2.0;
                // One that lies on the line goes to its left.
                let way = if distance > 1e-6 { away } else { (along.1, -along.0) };
                let unit = step / length(way).max(1e-9);
                let moved = (point.0 + way.0 * unit, point.1 + way.1 * unit);
                at[node] = (moved.0.clamp(0.0, width), moved.1.clamp(0.0, height));
            }
        }
    }
}

/// The points, none nearer to another than a cell: the later of two moves.
fn separate(wanted: &[Point], size: Point) -> Vec<Point> {
    let cells = grid(size);
    let mut placed: Vec<Point> = Vec::with_capacity(wanted.len());
    for point in wanted {
        let is_free = |candidate: &Point| placed.iter().all(|other| !is_near(*candidate, *other));
        let free = if is_free(point) {
            Some(*point)
        } else {
            nearest(*point, cells.iter().copied().filter(is_free))
        };
        match free {
            Some(free) => placed.push(free),
            // The points between cells keep too many from use: all move to cells.
            None => return in_cells(wanted, cells),
        }
    }
    placed
}

fn is_near(a: Point, b: Point) -> bool {
    (a.0 - b.0).abs() < CELL.0 && (a.1 - b.1).abs() < CELL.1
}

/// The middles of cells, side by side.
fn grid((width, height): Point) -> Vec<Point> {
    let (columns, rows) = ((width / CELL.0).floor() as usize + 1, (height / CELL.1).floor() as usize + 1);
    let cells = (0..columns)
        .flat_map(|column| (0..rows).map(move |row| (column as f64 * CELL.0, row as f64 * CELL.1)));
    cells.collect()
}

fn in_cells(wanted: &[Point], mut cells: Vec<Point>) -> Vec<Point> {
    let places = wanted.iter().map(|point| {
        let nearest =
            nearest(*point, cells.iter().copied()).expect("a drawing has a cell for each of its nodes");
        cells.retain(|cell| *cell != nearest);
        nearest
    });
    places.collect()
}

fn nearest(point: Point, candidates: impl Iterator<Item = Point>) -> Option<Point> {
    let distance = |other: &Point| length((other.0 - point.0, other.1 - point.1));
    candidates.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_node_stands_in_the_middle() {
        let places = lay_out(4, &[(0, 1), (0, 2), (0, 3)], true, (300.0, 200.0));
        assert_eq!(places[0], (150.0, 100.0));
    }

    #[test]
    fn what_is_related_stands_nearer() {
        // Two groups of four, each complete, with one edge between.
        let group = |from: usize| (from..from + 4).flat_map(move |a| (a + 1..from + 4).map(move |b| (a, b)));
        let edges: Vec<_> = group(0).chain(group(4)).chain([(0, 4)]).collect();
        let places = lay_out(8, &edges, false, (800.0, 800.0));
        let distance = |a: usize, b: usize| length((places[a].0 - places[b].0, places[a].1 - places[b].1));
        assert!(distance(1, 2) < distance(1, 6) && distance(5, 7) < distance(3, 5), "{places:?}");
    }

    #[test]
    fn no_two_nodes_are_near_even_where_there_is_hardly_room() {
        for count in 1..=20 {
            let places = lay_out(count, &[], false, (4.0 * CELL.0, 3.0 * CELL.1));
            for (at, a) in places.iter().enumerate() {
                assert!(places[at + 1..].iter().all(|b| !is_near(*a, *b)), "{count}: {places:?}");
            }
        }
    }
}
