//! How many steps the searches for all quotes of a text may take together.
//!
//! A step is about what it takes to compare two letters. Quotes that stand once or twice take some dozens each;
//! a million places of quotes that stand everywhere take all there are.

use std::cell::Cell;

/// The steps for one text.
const MOST: usize = 1 << 28;

/// The steps of keeping a place that was found.
pub(super) const FOUND: usize = 32;

/// The steps of counting a vote for a place.
pub(super) const VOTED: usize = 32;

/// The steps of comparing the words around a place.
pub(super) const COMPARED: usize = 256;

/// The steps that are left.
pub(super) struct Effort(Cell<usize>);

impl Default for Effort {
    fn default() -> Self {
        Self(Cell::new(MOST))
    }
}

impl Effort {
    #[cfg(test)]
    pub(super) fn of(steps: usize) -> Self {
        Self(Cell::new(steps))
    }

    /// Takes some steps; tells whether they were there to take.
    pub(super) fn may(&self, steps: usize) -> bool {
        self.0.set(self.0.get().saturating_sub(steps));
        !self.is_spent()
    }

    /// Whether no step is left.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// The steps of going over some bytes in search of others, of which many are compared at once.
pub(super) fn scanned(bytes: usize) -> usize {
    1 + bytes / 8
}
