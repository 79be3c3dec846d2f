//! The ladder: claims by confidence, a rung for each word of the scale, the surest on top.

use serde::Serialize;

use super::evidence::ClaimReference;
use crate::letters::capitalised;
use crate::words::Words;

/// The ladder of some claims.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Ladder {
    /// The rungs, the surest first: confirmed, the scale downwards, refuted. The two ends and the
    /// rung of those without a word stand only where they hold a claim.
    pub rungs: Vec<Rung>,
}

/// One rung.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Rung {
    /// The confidence word, capital first.
    pub word: String,
    /// Whether it is beyond the scale: confirmed, refuted, or no word given.
    pub beyond: bool,
    /// Its claims, in the order of the brief.
    pub claims: Vec<ClaimReference>,
}

impl Ladder {
    /// The ladder of `claims` over `scale`, the site's confidence words from the lowest to the
    /// highest. A claim whose word is neither on the scale nor an end stands on the last rung,
    /// `No word given`. `None` where there is no claim.
    pub fn build(claims: &[ClaimReference], scale: &[String], words: &Words) -> Option<Self> {
        if claims.is_empty() {
            return None;
        }
        let end =
            |claim: &ClaimReference| claim.confidence.as_ref().and_then(|confidence| confidence.end.clone());
        let step = |claim: &ClaimReference| claim.confidence.as_ref().map_or(0, |confidence| confidence.step);
        let select = |keep: &dyn Fn(&ClaimReference) -> bool| {
            claims.iter().filter(|claim| keep(claim)).cloned().collect()
        };

        let confirmed = Rung {
            word: words.text("confirmed").to_owned(),
            beyond: true,
            claims: select(&|claim| end(claim).as_deref() == Some("confirmed")),
        };
        let refuted = Rung {
            word: words.text("refuted").to_owned(),
            beyond: true,
            claims: select(&|claim| end(claim).as_deref() == Some("refuted")),
        };
        let wordless = Rung {
            word: words.text("without_word").to_owned(),
            beyond: true,
            claims: select(&|claim| end(claim).is_none() && !(1..=scale.len()).contains(&step(claim))),
        };
        let on_scale = scale.iter().enumerate().rev().map(|(below, word)| Rung {
            word: capitalised(word),
            beyond: false,
            claims: select(&|claim| end(claim).is_none() && step(claim) == below + 1),
        });
        let rungs = [confirmed]
            .into_iter()
            .chain(on_scale)
            .chain([refuted, wordless])
            .filter(|rung| !rung.beyond || !rung.claims.is_empty())
            .collect();
        Some(Self { rungs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::evidence::Confidence;

    fn claim(mark: &str, step: usize, end: Option<&str>) -> ClaimReference {
        let confidence =
            Some(Confidence { step, of: 3, end: end.map(str::to_owned), ..Confidence::default() });
        ClaimReference { mark: mark.to_owned(), confidence, ..ClaimReference::default() }
    }

    #[test]
    fn every_claim_stands_on_one_rung_and_empty_ends_are_left_out() {
        let scale = ["unlikely", "even", "likely"].map(str::to_owned);
        let claims = [
            claim("C1", 3, None),
            claim("C2", 0, Some("confirmed")),
            claim("C3", 1, None),
            ClaimReference::default(),
        ];
        let ladder = Ladder::build(&claims, &scale, Words::english()).unwrap();
        let shown: Vec<(&str, usize)> =
            ladder.rungs.iter().map(|rung| (rung.word.as_str(), rung.claims.len())).collect();
        assert_eq!(
            shown,
            [("Confirmed", 1), ("Likely", 1), ("Even", 0), ("Unlikely", 1), ("No word given", 1)]
        );
    }

    #[test]
    fn no_claim_makes_no_ladder() {
        assert_eq!(Ladder::build(&[], &[], Words::english()), None);
    }
}
