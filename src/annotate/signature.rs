//! Who made a note, and when.

use crate::date::When;

/// What a stand-off note says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signature {
    /// Who made it.
    pub creator: Option<String>,
    /// When.
    pub created: Option<When>,
    /// Its language, where it is another one than the brief's.
    pub language: Option<String>,
    /// Its tags that say neither its type nor how sure it is.
    pub tags: Vec<String>,
}
