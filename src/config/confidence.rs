//! The words in which a site states how sure it is of a claim.

use crate::path::slugify;
use crate::words::Words;

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
    /// The scale of US Intelligence Community Directive 203 in the words of a language, with the slugs of the
    /// English ones: so records mean the same in every language.
    pub(super) fn usual(words: &Words) -> Self {
        let slugs = Words::english().confidence().iter().map(String::as_str);
        Self::build(slugs.zip(words.confidence().iter().map(String::as_str)), words)
    }

    /// A scale of these words, lowest first; the two ends are in the language of `words`.
    pub(super) fn new<'a>(scale: impl IntoIterator<Item = &'a str>, words: &Words) -> Self {
        Self::build(scale.into_iter().map(|word| (word, word)), words)
    }

    fn build<'a>(scale: impl Iterator<Item = (&'a str, &'a str)>, words: &Words) -> Self {
        let mut steps: Vec<Step> = scale
            .zip(1..)
            .map(|((slug, word), position)| Step {
                slug: slugify(slug).unwrap_or_else(|| format!("step-{position}")),
                label: word.to_owned(),
                position,
                end: None,
            })
            .collect();
        steps.extend(["confirmed", "refuted"].map(|end| Step {
            slug: end.to_owned(),
            label: words.text(end).to_lowercase(),
            position: 0,
            end: Some(end),
        }));
        Self { steps }
    }

    /// The step that a word names, by its label in any letter case or by its slug;
    /// `confirmed` and `refuted` are always there.
    pub fn find(&self, word: &str) -> Option<&Step> {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let slug = word.replace(' ', "-");
        self.steps.iter().find(|step| step.slug == slug || step.label.to_lowercase() == word)
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
        Self::usual(Words::english())
    }
}
