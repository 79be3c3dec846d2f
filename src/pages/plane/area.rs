//! Rectangles and lines, and whether they meet.

/// A rectangle, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pages) struct Area {
    pub(in crate::pages) left: f64,
    pub(in crate::pages) top: f64,
    pub(in crate::pages) right: f64,
    pub(in crate::pages) bottom: f64,
}

/// A straight line, from a point to a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pages) struct Segment {
    pub(in crate::pages) from: (f64, f64),
    pub(in crate::pages) to: (f64, f64),
}

impl Area {
    /// Whether they have more than an edge in common.
    pub(in crate::pages) fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether it lies within a drawing of that size.
    pub(in crate::pages) fn is_within(&self, width: f64, height: f64) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= width && self.bottom <= height
    }

    /// The same with `gap` more on its left and right.
    pub(in crate::pages) fn widened(&self, gap: f64) -> Area {
        Area { left: self.left - gap, right: self.right + gap, ..*self }
    }

    /// Whether a line runs through it.
    pub(in crate::pages) fn is_crossed(&self, line: &Segment) -> bool {
        // The part of the line that is within each pair of edges: what is left is within both.
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        let axes = [
            (line.from.0, line.to.0, self.left, self.right),
            (line.from.1, line.to.1, self.top, self.bottom),
        ];
        for (from, to, low, high) in axes {
            let length = to - from;
            if length == 0.0 {
                if from < low || from > high {
                    return false;
                }
            } else {
                let (a, b) = ((low - from) / length, (high - from) / length);
                start = start.max(a.min(b));
                end = end.min(a.max(b));
            }
        }
        start < end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_crosses_what_it_runs_through() {
        let area = Area { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };
        let crosses = |from, to| area.is_crossed(&Segment { from, to });
        assert!(crosses((0.0, 15.0), (30.0, 15.0)) && crosses((15.0, 15.0), (90.0, 0.0)));
        assert!(!crosses((0.0, 15.0), (9.0, 15.0)) && !crosses((0.0, 0.0), (30.0, 5.0)));
        assert!(!crosses((5.0, 0.0), (5.0, 30.0)));
    }
}
