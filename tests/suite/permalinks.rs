//! Published addresses through moves, merges, splits and removals.
