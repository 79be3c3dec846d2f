//! Counted things in the plural forms of a language, and digits in groups.

use serde::Deserialize;

use super::plural::Plural;

/// The forms of a counted thing by the categories of a plural rule, with a hole for the number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forms {
    zero: Option<String>,
    one: Option<String>,
    two: Option<String>,
    few: Option<String>,
    many: Option<String>,
    other: Option<String>,
    /// The rule of the forms where it is not that of the language: they are words of another one.
    plural: Option<Plural>,
}

impl Forms {
    /// The form for a number by the rule of the language; where the category has none, that for all others.
    pub(super) fn of(&self, rule: &Plural, number: u64) -> &str {
        let form = match self.plural.as_ref().unwrap_or(rule).category(number) {
            "zero" => &self.zero,
            "one" => &self.one,
            "two" => &self.two,
            "few" => &self.few,
            "many" => &self.many,
            _ => &self.other,
        };
        form.as_ref().or(self.other.as_ref()).map_or("", String::as_str)
    }
}

/// How the digits of large numbers are set apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grouping {
    separator: String,
}

impl Grouping {
    /// Four digits read as a year or a page: they stay together.
    const FEWEST: usize = 5;

    pub(super) fn apart(&self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < Self::FEWEST {
            return digits;
        }
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 * self.separator.len());
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&self.separator);
            }
            text.push(digit);
        }
        text
    }
}
