//! `/timeline.csv`: the timeline as a table, CSV (RFC 4180) in UTF-8 without a byte order mark.
//!
//! 1. The first line has the names of the columns; lines end with CRLF.
//! 2. A spreadsheet takes a cell for a formula that begins with `=`, `+`, `-` or `@`, or with white space
//!    before them. Cells with an author's words get an apostrophe before such a beginning. Dates are digits and
//!    letters of EDTF only, and stay as they are: a year before 1 begins with a minus.

use super::occasions::{Occasion, occasions};
use crate::date::{precision_words, words_in};
use crate::graph::Graph;

/// The names of the columns.
const COLUMNS: [&str; 14] = [
    "id",
    "title",
    "date",
    "earliest",
    "latest",
    "words",
    "precision",
    "forecast",
    "lane",
    "place",
    "entities",
    "sources",
    "briefs",
    "address",
];

/// What stands between the values of one cell.
const BETWEEN: &str = "; ";

/// The table of a site.
pub(super) fn timeline_csv(graph: &Graph) -> String {
    let mut table = String::new();
    line(&mut table, &COLUMNS.map(str::to_owned));
    for occasion in occasions(graph) {
        line(&mut table, &row(&occasion, graph));
    }
    table
}

fn row(occasion: &Occasion<'_>, graph: &Graph) -> [String; COLUMNS.len()] {
    let words = &graph.config.words;
    let moment = occasion.moment;
    let (earliest, latest) = moment.when.iso_days();
    let entities: Vec<&str> =
        moment.participants.iter().map(|entity| graph.registry.entity(*entity).id.as_str()).collect();
    let sources: Vec<&str> = moment.sources.iter().map(|cite| cite.key.as_str()).collect();
    let briefs: Vec<&str> = occasion.told_in.iter().map(|(_, address)| address.as_str()).collect();
    [
        guard(&moment.id),
        guard(&moment.title),
        moment.when.as_str().to_owned(),
        earliest.unwrap_or_default(),
        latest.unwrap_or_default(),
        guard(&words_in(&moment.when, words)),
        precision_words(&moment.when, words).unwrap_or_default().to_owned(),
        if moment.forecast { "yes" } else { "no" }.to_owned(),
        guard(moment.lane.as_deref().unwrap_or_default()),
        guard(occasion.place.unwrap_or_default()),
        guard(&entities.join(BETWEEN)),
        guard(&sources.join(BETWEEN)),
        guard(&briefs.join(BETWEEN)),
        guard(&occasion.address),
    ]
}

/// Words that no spreadsheet takes for a formula.
fn guard(words: &str) -> String {
    let words: String = words.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let begins = words.trim_start().chars().next();
    // The full-width forms count for the plain ones in some programs.
    match begins.is_some_and(|begins| "=+-@＝＋－＠".contains(begins)) || words.starts_with(['\t', '\n'])
    {
        true => format!("'{words}"),
        false => words,
    }
}

fn line(table: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            table.push(',');
        }
        match cell.contains([',', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            true => table.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
            false => table.push_str(cell),
        }
    }
    table.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        let mut table = String::new();
        let cells = ["=1+1", "a, \"b\"", " @SUM(A1)", "two\nlines", "＝x", "plain - dash", "it's"];
        line(&mut table, &cells.map(guard));
        assert_eq!(table, "'=1+1,\"a, \"\"b\"\"\",' @SUM(A1),\"two\nlines\",'＝x,plain - dash,it's\r\n");
    }
}
