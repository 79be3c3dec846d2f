//! How links to entities are written.

/// How `postil fmt` writes links to entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkForm {
    /// As they are.
    #[default]
    Keep,
    /// `[words](kind:id)`
    Typed,
    /// `[[kind:id|words]]`
    Wiki,
    /// `[words](../entities/id.md)`, where the entity has a file
    Relative,
}

impl LinkForm {
    /// The words that authors write for the forms.
    pub const NAMES: [&'static str; 4] = ["keep", "typed", "wiki", "relative"];

    /// The form of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "keep" => Some(Self::Keep),
            "typed" => Some(Self::Typed),
            "wiki" => Some(Self::Wiki),
            "relative" => Some(Self::Relative),
            _ => None,
        }
    }
}
