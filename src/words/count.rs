//! Plural forms by the categories of Unicode CLDR, and digits in groups.

use serde::Deserialize;

/// The rule of a language for whole numbers.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rule {
    /// One thing, or any other number of them: English, German.
    OneOther,
    /// Nought and one go together: French.
    NoughtOneOther,
    /// By the last digits: 1 and 21; 2 to 4 and 22 to 24; 5 to 20 and 25: the East Slavic languages.
    EastSlavic,
}

/// The forms of a counted thing, with a hole for the number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forms {
    pub(super) one: String,
    pub(super) few: Option<String>,
    pub(super) many: Option<String>,
    pub(super) other: Option<String>,
}

impl Forms {
    /// The form for a number.
    pub(super) fn of(&self, rule: Rule, number: u64) -> &str {
        let form = match (rule, number % 10, number % 100) {
            (Rule::OneOther, ..) if number == 1 => Some(&self.one),
            (Rule::NoughtOneOther, ..) if number <= 1 => Some(&self.one),
            (Rule::OneOther | Rule::NoughtOneOther, ..) => self.other.as_ref(),
            (Rule::EastSlavic, 1, rest) if rest != 11 => Some(&self.one),
            (Rule::EastSlavic, 2..=4, rest) if !(12..=14).contains(&rest) => self.few.as_ref(),
            (Rule::EastSlavic, ..) => self.many.as_ref(),
        };
        form.unwrap_or(&self.one)
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
