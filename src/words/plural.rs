//! Which form of a counted thing goes with a number: the rules of Unicode CLDR, as its charts write them.
//!
//! 1. A rule has a condition for each category but `other`: `few = "n % 10 = 2..4 and n % 100 != 12..14"`.
//! 2. A condition is made of relations, joined by `and`, which binds more closely, and `or`.
//! 3. A number is in the first category whose condition it meets, else in `other`.
//!
//! Numbers here are whole, so `i` is `n`, and the digits after a point, `v`, `w`, `f`, `t`, `c`, `e`, are nought.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The categories but `other`, in the order in which they are tried.
pub const CATEGORIES: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The rule of a language.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub(super) struct Plural(Vec<(&'static str, Condition)>);

/// Relations of which all in one list must hold, for one of the lists.
#[derive(Debug, Clone)]
struct Condition(Vec<Vec<Relation>>);

/// `n % 10 != 2..4,9`.
#[derive(Debug, Clone)]
struct Relation {
    /// Whether it is the number that is looked at, and not the digits after its point.
    of_number: bool,
    modulus: Option<u64>,
    holds_within: bool,
    ranges: Vec<(u64, u64)>,
}

impl TryFrom<BTreeMap<String, String>> for Plural {
    type Error = String;

    fn try_from(conditions: BTreeMap<String, String>) -> Result<Self, String> {
        if let Some(unknown) = conditions.keys().find(|name| !CATEGORIES.contains(&name.as_str())) {
            return Err(format!("`{unknown}` is no category"));
        }
        let named = |name: &'static str| Some((name, conditions.get(name)?));
        let read = |(name, text): (_, &String)| Some((name, Condition::read(text)?));
        let found: Option<Vec<_>> = CATEGORIES.into_iter().filter_map(named).map(read).collect();
        found.map(Self).ok_or_else(|| "a condition of CLDR looks like `n % 10 = 2..4`".to_owned())
    }
}

impl Plural {
    /// The category of a number.
    pub(super) fn category(&self, number: u64) -> &'static str {
        self.0.iter().find(|(_, condition)| condition.holds(number)).map_or("other", |(name, _)| name)
    }
}

/// Whether a text is a condition.
pub fn is_condition(text: &str) -> bool {
    Condition::read(text).is_some()
}

impl Condition {
    fn read(text: &str) -> Option<Self> {
        let text = text.split('@').next().unwrap_or_default();
        let all = |part: &str| part.split(" and ").map(Relation::read).collect();
        text.split(" or ").map(all).collect::<Option<_>>().map(Self)
    }

    fn holds(&self, number: u64) -> bool {
        self.0.iter().any(|all| all.iter().all(|relation| relation.holds(number)))
    }
}

impl Relation {
    fn read(text: &str) -> Option<Self> {
        let (left, right) = text.split_once('=')?;
        let (left, holds_within) = left.strip_suffix('!').map_or((left, true), |left| (left, false));
        let (operand, modulus) = match left.split_once('%') {
            Some((operand, modulus)) => {
                (operand, Some(modulus.trim().parse().ok().filter(|modulus| *modulus > 0)?))
            }
            None => (left, None),
        };
        let of_number = match operand.trim() {
            "n" | "i" => true,
            "v" | "w" | "f" | "t" | "c" | "e" => false,
            _ => return None,
        };
        let range = |part: &str| {
            let (first, last) = part.split_once("..").unwrap_or((part, part));
            Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
        };
        let ranges = right.split(',').map(range).collect::<Option<_>>()?;
        Some(Self { of_number, modulus, holds_within, ranges })
    }

    fn holds(&self, number: u64) -> bool {
        let operand = if self.of_number { number } else { 0 };
        let value = self.modulus.map_or(operand, |modulus| operand % modulus);
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&value)) == self.holds_within
    }
}
