//! Asks many times whether something lies in a closed part of a text.

use super::body::Body;
use crate::span::Span;

/// The closed parts of a body, in their order, those that touch as one.
pub struct Closed(Vec<Span>);

impl Closed {
    /// The closed parts of a body.
    pub fn of(body: &Body) -> Self {
        let mut spans = body.closed.clone();
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let touches = next.start <= kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
        Self(spans)
    }

    /// Whether a closed part shares a byte with the span.
    pub fn overlaps(&self, span: Span) -> bool {
        let at = self.0.partition_point(|closed| closed.end <= span.start);
        self.0.get(at).is_some_and(|closed| closed.overlaps(span))
    }
}
