//! The parts of the texts that a diagnostic shows.

use std::ops::Range;

use super::printable;
use super::sources::{IndexedText, Position, Sources};
use crate::diagnostic::Label;
use crate::path::SitePath;

/// Labels of one file that are at most so many lines apart share an excerpt.
const NEAR_LINES: usize = 6;
/// Labels on one line that are at most so many bytes apart share an excerpt.
const NEAR_BYTES: usize = 300;
/// A label that runs over more lines is shown by so many of its first.
const SHOWN_LINES: usize = 3;
/// Of a label that is longer on one line, so many bytes are shown.
const SHOWN_BYTES: usize = 300;
/// Lines of at most so many bytes are shown whole.
const WHOLE_LINE: usize = 400;
/// How many bytes of a longer line are shown on either side of its labels.
const MARGIN: usize = 120;

/// A part of a text with the labels in it.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The file, with harmless characters.
    pub(super) path: String,
    /// Where the first label stands in the whole text; `None` where the text is not known.
    pub(super) position: Option<Position>,
    /// The number of the first line shown, from 1.
    pub(super) line: usize,
    /// What is shown; `None` where the text is not known.
    pub(super) source: Option<String>,
    /// The labels, as ranges of bytes in `source`.
    pub(super) marks: Vec<Mark>,
}

/// A label in an excerpt.
#[derive(Debug)]
pub(super) struct Mark {
    /// The bytes of the excerpt's source.
    pub(super) range: Range<usize>,
    /// What to say, with harmless characters.
    pub(super) message: String,
    /// Whether it is the first label of the diagnostic.
    pub(super) primary: bool,
}

/// The excerpts for the labels of one diagnostic: the one with the first label first.
pub(super) fn excerpts(labels: &[Label], sources: &Sources<'_>) -> Vec<Excerpt> {
    let mut clusters: Vec<Cluster<'_>> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let path = &label.location.path;
        let text = sources.text(path);
        let place = Place::new(label, index == 0, text);
        match clusters.iter_mut().find(|cluster| cluster.path == path && cluster.is_near(&place)) {
            Some(cluster) => cluster.places.push(place),
            None => clusters.push(Cluster { path, text, places: vec![place] }),
        }
    }
    clusters.into_iter().map(Cluster::excerpt).collect()
}

/// A label brought into its text and cut to what is shown of it.
struct Place {
    start: usize,
    end: usize,
    first_line: usize,
    last_line: usize,
    message: String,
    primary: bool,
}

impl Place {
    fn new(label: &Label, primary: bool, text: Option<&IndexedText>) -> Self {
        let mut message = printable::one_line(&label.message);
        let Some(text) = text else {
            return Self { start: 0, end: 0, first_line: 0, last_line: 0, message, primary };
        };
        let (start, mut end) = text.visible(label.location.span);
        let first_line = text.line_of(start);
        let mut last_line = text.line_of(end);
        if last_line - first_line >= SHOWN_LINES {
            let space = if message.is_empty() { "" } else { " " };
            message.push_str(&format!("{space}(to line {})", last_line + 1));
            last_line = first_line + SHOWN_LINES - 1;
            end = text.line(last_line).1;
        }
        Self { start, end, first_line, last_line, message, primary }
    }
}

/// Labels that share an excerpt.
struct Cluster<'a> {
    path: &'a SitePath,
    text: Option<&'a IndexedText>,
    places: Vec<Place>,
}

impl Cluster<'_> {
    /// Whether a label can join: it is close to all that are here, so that the excerpt stays small.
    fn is_near(&self, place: &Place) -> bool {
        self.places.iter().all(|other| {
            let (first, second) = if other.start <= place.start { (other, place) } else { (place, other) };
            let lines = second.first_line.saturating_sub(first.last_line);
            let bytes = second.start.saturating_sub(first.end.min(first.start + SHOWN_BYTES));
            if lines == 0 { bytes <= NEAR_BYTES } else { lines <= NEAR_LINES }
        })
    }

    fn excerpt(self) -> Excerpt {
        let path = printable::one_line(self.path.as_str());
        let Some(text) = self.text else {
            let marks = self.places.into_iter().map(|place| place.mark(0..0)).collect();
            return Excerpt { path, position: None, line: 1, source: None, marks };
        };
        let first = self.places.iter().map(|place| place.first_line).min().unwrap_or(0);
        let last = self.places.iter().map(|place| place.last_line).max().unwrap_or(first);
        let mut cut = Cut::new(text);
        for line in first..=last {
            cut.push_line(line, &self.places);
        }
        let position = self.places.first().map(|place| text.position(place.start));
        let marks = self
            .places
            .into_iter()
            .map(|place| {
                let start = cut.find(place.start);
                let end = cut.find(place.end).max(start);
                place.mark(start..end)
            })
            .collect();
        Excerpt { path, position, line: first + 1, source: Some(cut.output), marks }
    }
}

impl Place {
    fn mark(self, range: Range<usize>) -> Mark {
        Mark { range, message: self.message, primary: self.primary }
    }
}

/// The source of an excerpt while it is cut, and where its pieces come from.
struct Cut<'a> {
    text: &'a IndexedText,
    output: String,
    pieces: Vec<Piece>,
}

/// A stretch of the text that is shown whole, character by character.
struct Piece {
    source: Range<usize>,
    output: usize,
}

impl<'a> Cut<'a> {
    fn new(text: &'a IndexedText) -> Self {
        Self { text, output: String::new(), pieces: Vec::new() }
    }

    /// Adds a line of the text, given from 0, cut around the labels on it.
    fn push_line(&mut self, line: usize, places: &[Place]) {
        let (start, end) = self.text.line(line);
        let shown = self.shown(start, end, places);
        if !self.output.is_empty() {
            self.output.push('\n');
        }
        if shown.start > start {
            self.output.push('…');
        }
        self.pieces.push(Piece { source: shown.clone(), output: self.output.len() });
        self.output.extend(self.text.as_str()[shown.clone()].chars().map(printable::harmless));
        if shown.end < end {
            self.output.push('…');
        }
        // An empty line at the end would be no line to the renderer.
        if start == end {
            self.output.push(' ');
        }
    }

    /// Which bytes of the line from `start` to `end` are shown.
    fn shown(&self, start: usize, end: usize, places: &[Place]) -> Range<usize> {
        if end - start <= WHOLE_LINE {
            return start..end;
        }
        let on_line = places.iter().filter(|place| place.start <= end && start <= place.end);
        let reach = on_line.map(|place| (place.start.max(start), place.end.min(end)));
        let (low, high) = reach
            .map(|(low, high)| (low, high.min(low + SHOWN_BYTES)))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .unwrap_or((start, start));
        let from = self.text.as_str().floor_char_boundary(low.saturating_sub(MARGIN).max(start));
        let to = self.text.as_str().ceil_char_boundary((high + MARGIN).min(end));
        from..to
    }

    /// Where a byte of the text stands in the source of the excerpt; what was cut out is where
    /// it was cut.
    fn find(&self, offset: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.source.start <= offset).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return 0 };
        let offset = offset.clamp(piece.source.start, piece.source.end);
        let before = &self.text.as_str()[piece.source.start..offset];
        piece.output
            + before.chars().map(|character| printable::harmless(character).len_utf8()).sum::<usize>()
    }
}
