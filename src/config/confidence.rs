//! The words in which a site states how sure it is of a claim.

use crate::path::slugify;

/// The scale of US Intelligence Community Directive 203, lowest first.
const ICD_203: [&str; 7] = [
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
];

/// One word of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The word as records and style sheets hold it: `almost-no-chance`.
    pub slug: String,
    /// The word as authors write it and readers see it: `almost no chance`.
    pub label: String,
    /// Where it stands on the scale, from 1, the lowest; 0 for the two ends.
    pub position: usize,
    /// `confirmed` or `refuted` for the two words that are facts, not estimates.
    pub end: Option<&'static str>,
}

/// The scale of a site, lowest first, and the two ends beyond it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfidenceScale {
    /// The estimates, then `confirmed` and `refuted`.
    steps: Vec<Step>,
}

impl ConfidenceScale {
    /// A scale of these words, lowest first.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut steps: Vec<Step> = words
            .into_iter()
            .zip(1..)
            .map(|(word, position)| Step {
                slug: slugify(word).unwrap_or_else(|| format!("step-{position}")),
                label: word.to_owned(),
                position,
                end: None,
            })
            .collect();
        steps.extend(["confirmed", "refuted"].map(|end| Step {
            slug: end.to_owned(),
            label: end.to_owned(),
            position: 0,
            end: Some(end),
        }));
        Self { steps }
    }

    /// The step that a word names, by its label in any letter case or by its slug;
    /// `confirmed` and `refuted` are always there.
    pub fn find(&self, word: &str) -> Option<&Step> {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.steps.iter().find(|step| step.slug == word || step.label.to_lowercase() == word)
    }

    /// The words, lowest first, then `confirmed` and `refuted`.
    pub fn labels(&self) -> Vec<String> {
        self.steps.iter().map(|step| step.label.clone()).collect()
    }

    /// The estimates, lowest first, without the two ends.
    pub fn steps(&self) -> &[Step] {
        &self.steps[..self.steps.len() - 2]
    }
}

impl Default for ConfidenceScale {
    fn default() -> Self {
        Self::new(ICD_203)
    }
}
