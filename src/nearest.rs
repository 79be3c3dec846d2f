//! Spelling suggestions: the known word that a mistyped one most likely means.
//!
//! 1. The word's length sets how many slips are forgiven.
//! 2. Candidates whose length alone tells more slips are passed over.
//! 3. The rest are measured by the Damerau–Levenshtein distance (optimal string alignment):
//!    a letter added, dropped, changed, or swapped with its neighbour is one slip.

/// The candidate that is nearest to `word`, letter case aside; `None` where none is near.
/// A third of the word's length may differ, at least one letter and at most three. Of equally
/// near candidates the first is given.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    if word.is_empty() {
        return None;
    }
    // One more than the distance that is still of interest.
    let mut bound = (word.len() / 3).clamp(1, 3) + 1;
    let mut best = None;
    let mut letters = Vec::new();
    let mut rows = Rows::default();
    for candidate in candidates {
        // A candidate has at least a quarter as many characters as bytes, so that this
        // passes over most of a long list before any letter is decoded.
        if candidate.len() + bound <= word.len() || candidate.len() / 4 >= word.len() + bound {
            continue;
        }
        letters.clear();
        letters.extend(candidate.chars().flat_map(char::to_lowercase));
        if letters.is_empty() || letters.len().abs_diff(word.len()) >= bound {
            continue;
        }
        // Words of one or two letters of which nothing agrees are not near one another.
        let limit = bound.min(letters.len().max(word.len()));
        if let Some(distance) = rows.distance(&word, &letters, limit) {
            best = Some(candidate);
            bound = distance;
            if distance == 0 {
                break;
            }
        }
    }
    best
}

/// Looks for near words for as long as they help: each search goes through all that is known, and nobody
/// mends hundreds of slips one by one.
pub struct Guesses(usize);

impl Default for Guesses {
    fn default() -> Self {
        Self(Self::MOST)
    }
}

impl Guesses {
    /// For one text.
    const MOST: usize = 200;

    /// For all texts of a site together, unless some each are more.
    const ALTOGETHER: usize = 20_000;

    /// For each of so many texts.
    pub fn among(texts: usize) -> Self {
        Self((Self::ALTOGETHER / texts.max(1)).clamp(3, Self::MOST))
    }

    /// The candidate that is nearest to `word`, as [`nearest`] finds it; `None` too after many searches.
    pub fn nearest<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.0 = self.0.checked_sub(1)?;
        nearest(word, candidates)
    }
}

/// The last three rows of the distance table, kept so that they are allocated once.
#[derive(Default)]
struct Rows {
    before_last: Vec<usize>,
    last: Vec<usize>,
    current: Vec<usize>,
}

impl Rows {
    /// The distance between `a` and `b` where it is less than `bound`.
    fn distance(&mut self, a: &[char], b: &[char], bound: usize) -> Option<usize> {
        self.last.clear();
        self.last.extend(0..=b.len());
        self.before_last.clear();
        self.before_last.resize(b.len() + 1, 0);
        self.current.clear();
        self.current.resize(b.len() + 1, 0);
        for i in 1..=a.len() {
            self.current[0] = i;
            for j in 1..=b.len() {
                let change = usize::from(a[i - 1] != b[j - 1]);
                let mut least =
                    (self.last[j - 1] + change).min(self.last[j] + 1).min(self.current[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(self.before_last[j - 2] + 1);
                }
                self.current[j] = least;
            }
            // A swap reaches back two rows, so both must be past the bound.
            let least_of_two = self.current.iter().chain(&self.last).min().copied();
            if least_of_two >= Some(bound) {
                return None;
            }
            std::mem::swap(&mut self.before_last, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.current);
        }
        Some(self.last[b.len()]).filter(|distance| *distance < bound)
    }
}

#[cfg(test)]
mod tests {
    use super::{Guesses, nearest};

    #[test]
    fn guesses_come_to_an_end() {
        let mut guesses = Guesses::default();
        let found = (0..1000).filter(|_| guesses.nearest("preson", ["person"]).is_some()).count();
        assert_eq!(found, 200);
    }

    #[test]
    fn many_texts_share_the_guesses() {
        assert_eq!([1, 100, 1000, 1_000_000].map(|texts| Guesses::among(texts).0), [200, 200, 20, 3]);
    }

    #[test]
    fn finds_slips_and_swaps() {
        let kinds = ["person", "org", "place", "equipment"];
        assert_eq!(nearest("preson", kinds), Some("person"));
        assert_eq!(nearest("Persn", kinds), Some("person"));
        assert_eq!(nearest("equipmnet", kinds), Some("equipment"));
        assert_eq!(nearest("orgs", kinds), Some("org"));
        assert_eq!(nearest("law", kinds), None);
        assert_eq!(nearest("", kinds), None);
    }

    #[test]
    fn the_nearest_wins_and_of_equals_the_first() {
        assert_eq!(nearest("minskk", ["minsks", "minsk"]), Some("minsks"));
        assert_eq!(nearest("lukashenko", ["lukashenka", "lukashenko"]), Some("lukashenko"));
        assert_eq!(nearest("x", ["y", "z"]), None);
        assert_eq!(nearest("МИНСК", ["менск", "минск"]), Some("минск"));
    }

    #[test]
    fn twenty_thousand_candidates_hold_one_answer() {
        let names: Vec<String> = (0..20_000).map(|at| format!("entity-number-{at}")).collect();
        assert_eq!(
            nearest("entiy-number-19999", names.iter().map(String::as_str)),
            Some("entity-number-19999")
        );
    }
}
