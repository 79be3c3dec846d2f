//! So many marks that none could be told from another: drawn as columns, one for each piece of the
//! scale, as high as marks begin in it.

use std::collections::BTreeMap;

use super::Mark;
use super::drawing::Shape;
use super::scene::{Built, Scene, tenth};

/// More marks than these are drawn as columns.
const MANY: usize = 300;
/// The width of a column, in pixels.
const COLUMN: f64 = 8.0;
/// The height of the highest column, in pixels.
const HEIGHT: f64 = 72.0;
/// Where columns may begin, below the labels of the ticks, in pixels.
const TOP: f64 = 30.0;

/// The marks that begin in a column.
struct Column<'a> {
    first: &'a Mark,
    count: usize,
}

/// Whether so many marks are drawn as columns.
pub(super) fn is_dense(marks: usize) -> bool {
    marks > MANY
}

/// The panel of marks in order of their starts; the scene has none itself.
pub(super) fn build(scene: &Scene<'_>, marks: &[&Mark]) -> Built {
    let mut columns: BTreeMap<usize, Column<'_>> = BTreeMap::new();
    for mark in marks {
        let day = if mark.open_start { scene.scale.start } else { mark.start };
        let at = ((scene.scale.x(day) - scene.scale.left) / COLUMN).floor() as usize;
        columns.entry(at).or_insert(Column { first: mark, count: 0 }).count += 1;
    }
    let most = columns.values().map(|column| column.count).max().unwrap_or(1);
    let mut built = scene.build();
    built.bottom = TOP + HEIGHT;
    for tick in &mut built.panel.ticks {
        tick.line.y2 = tenth(built.bottom);
    }
    built.panel.shapes = columns.iter().map(|(at, column)| shape(scene, *at, column, most)).collect();
    built
}

fn shape(scene: &Scene<'_>, at: usize, column: &Column<'_>, most: usize) -> Shape {
    let left = scene.scale.left + at as f64 * COLUMN;
    let (left, right) = (left + 0.5, (left + COLUMN - 0.5).min(scene.width));
    // One is seen beside thousands too.
    let height = (HEIGHT * column.count as f64 / most as f64).max(2.0);
    let (top, bottom) = (TOP + HEIGHT - height, TOP + HEIGHT);
    let title = match column.count {
        1 => column.first.title.clone(),
        count => format!("{} … ({count})", column.first.title),
    };
    Shape {
        title,
        language: column.first.language.clone(),
        address: column.first.address.clone(),
        form: "column".to_owned(),
        path: format!("M{} {}V{}H{}V{1}z", tenth(left), tenth(bottom), tenth(top), tenth(right)),
        x: tenth((left + right) / 2.0),
        y: tenth(f64::midpoint(top, bottom)),
        ..Shape::default()
    }
}
