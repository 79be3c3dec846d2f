//! Dates: EDTF values, their bounds, their words, and dates found in prose.
//!
//! Values follow the Extended Date/Time Format (ISO 8601-2:2019, Annex A): levels 0 and 1
//! entirely, and of level 2 sets, qualified parts and seasons. The author's own string is kept.
//!
//! 1. `read` turns a string into a `value`: points in time with their bounds, intervals and sets.
//! 2. `explain` says of a string that is none what is wrong with it, and `foreign` what to write.
//! 3. `when` answers questions about a value: its order, its shape, what it may contain.
//! 4. `words` says a value in the words of a language.
//! 5. `prose` finds dates in a text that `tokens` has cut, and `contradiction` compares them with a value.

mod day;
mod value;
mod read;
mod explain;
mod foreign;
mod when;
mod words;
mod tokens;
mod alone;
mod prose;
mod contradiction;

#[cfg(test)]
mod tests;

use std::fmt;

pub use contradiction::{Contradiction, contradiction};
pub use day::Day;
pub use prose::{Parts, ProseDate, find_dates};
pub use when::{Precision, Shape, SortKey, When};
pub use words::{precision_words, words, words_in};

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// The byte of the text at which it stops being one.
    pub offset: usize,
    /// What is wrong and what to write, in words, without a full stop.
    pub message: String,
    /// The EDTF value that is meant, where that can be told.
    pub suggestion: Option<String>,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}
