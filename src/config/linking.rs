//! Which of the names found in a text become links.

/// Which mentions of an entity are shown as links; every mention is recorded either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum LinkPolicy {
    /// Each mention.
    Every,
    /// The first mention in each section.
    #[default]
    FirstInSection,
    /// The first mention in the brief.
    FirstInBrief,
    /// None.
    Off,
}

impl LinkPolicy {
    /// The words that authors write for the policies.
    pub const NAMES: [&'static str; 4] = ["every", "first-in-section", "first-in-brief", "off"];

    /// The policy of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "every" => Some(Self::Every),
            "first-in-section" => Some(Self::FirstInSection),
            "first-in-brief" => Some(Self::FirstInBrief),
            "off" => Some(Self::Off),
            _ => None,
        }
    }
}
