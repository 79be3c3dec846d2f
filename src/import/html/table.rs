//! Tables: which hold data, and their cells in rows of one length.

use super::tree::{Node, Tree};

/// A cell that is said to stand in more rows or columns stands in so many.
const WIDEST: usize = 20;

/// Whether a table holds data, and not the layout of a letter.
pub(super) fn is_data(tree: &Tree, at: usize) -> bool {
    for (within, node) in tree.within(at).map(|within| (within, &tree.nodes[within])) {
        match node.name.as_str() {
            "table" | "p" | "div" | "h1" | "h2" | "ul" | "ol" | "img" => return false,
            "td" | "th" if tree.within(within).map(|at| tree.nodes[at].text.len()).sum::<usize>() > 300 => {
                return false;
            }
            _ => {}
        }
    }
    let rows = Grid::of(tree, at).rows;
    let cells: usize = rows.iter().map(Vec::len).sum();
    // Titles over all columns do not make a table of what is one column.
    let parted = rows.iter().filter(|row| row.iter().flatten().count() > 1).count();
    rows.len() >= 2 && cells >= 2 * rows.len() && parted * 2 >= rows.len()
}

/// The cells of a table, parted by tabs and line feeds. A cell over several rows stands in each; one over several
/// columns is followed by empty ones.
pub(super) fn cells(tree: &Tree, at: usize) -> String {
    let mut rows = Grid::of(tree, at).rows;
    // The first row tells how many columns there are.
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    if let Some(first) = rows.first_mut() {
        first.resize(width, None);
    }
    let line = |row: Vec<Cell>| row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join("\t");
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The text of a cell; none where another one reaches over.
type Cell = Option<String>;

/// Rows of cells as they are filled.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<Cell>>,
    /// Of each column the cell that reaches further down, and into how many rows.
    hanging: Vec<(usize, Cell)>,
}

impl Grid {
    fn of(tree: &Tree, at: usize) -> Self {
        let mut grid = Self::default();
        let mut row: Vec<Cell> = Vec::new();
        for within in tree.within(at) {
            let node = &tree.nodes[within];
            match node.name.as_str() {
                "tr" => grid.end(&mut row),
                "td" | "th" => {
                    grid.fill(&mut row);
                    let (columns, rows) = (span(node, "colspan"), span(node, "rowspan"));
                    grid.add(&mut row, Some(tree.text(within)), rows);
                    (1..columns).for_each(|_| grid.add(&mut row, None, rows));
                }
                _ => {}
            }
        }
        grid.end(&mut row);
        grid
    }

    /// Adds a cell that stands in so many rows.
    fn add(&mut self, row: &mut Vec<Cell>, cell: Cell, rows: usize) {
        if self.hanging.len() <= row.len() {
            self.hanging.resize(row.len() + 1, (0, None));
        }
        self.hanging[row.len()] = (rows - 1, cell.clone().filter(|_| rows > 1));
        row.push(cell);
    }

    /// Adds the cells that reach down into the next columns of a row.
    fn fill(&mut self, row: &mut Vec<Cell>) {
        while let Some((left, cell)) = self.hanging.get_mut(row.len()).filter(|(left, _)| *left > 0) {
            *left -= 1;
            row.push(cell.clone());
        }
    }

    /// Ends a row, if it holds anything.
    fn end(&mut self, row: &mut Vec<Cell>) {
        if row.is_empty() {
            return;
        }
        while let Some(gap) = self.hanging.iter().skip(row.len()).position(|(left, _)| *left > 0) {
            row.resize(row.len() + gap, None);
            self.fill(row);
        }
        self.rows.push(std::mem::take(row));
    }
}

/// How many rows or columns a cell stands in.
fn span(cell: &Node, name: &str) -> usize {
    let given = cell.get(name).and_then(|number| number.trim().parse().ok());
    given.unwrap_or(1_usize).clamp(1, WIDEST)
}
