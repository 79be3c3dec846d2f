//! A text cut into the words and numbers of which dates are made.

use std::ops::Range;

use super::Day;
use crate::words::Words;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Months cut short, with the month's number. They are taken for months only beside a number.
const SHORT_MONTHS: [(&str, u8); 12] = [
    ("Jan", 1),
    ("Feb", 2),
    ("Mar", 3),
    ("Apr", 4),
    ("Jun", 6),
    ("Jul", 7),
    ("Aug", 8),
    ("Sep", 9),
    ("Sept", 9),
    ("Oct", 10),
    ("Nov", 11),
    ("Dec", 12),
];

/// What a word may be in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `6`, `06` or `6th`
    DayNumber(u8),
    /// A number of four digits from 1000 to 2999.
    Year(i32),
    /// `1990s`
    Decade(i32),
    /// Its number, and whether its name is whole.
    Month(u8, bool),
    /// Its English name.
    Weekday(&'static str),
    /// `2024-12-06`
    Iso(Day),
    /// Another number.
    Number,
    Word,
}

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space within a paragraph.
    Space,
    /// A comma and white space.
    Comma,
    /// A full stop and white space.
    Stop,
    /// A dash or hyphen, with or without white space.
    Dash,
    /// Anything else, or the beginning.
    Other,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub range: Range<usize>,
    pub gap: Gap,
}

/// The words and numbers of a text, in their order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut before = 0;
    while let Some(found) = text[at..].find(char::is_alphanumeric) {
        let start = at + found;
        let rest = &text[start..];
        let (kind, length) = match iso_day(rest) {
            Some(day) => (Kind::Iso(day), 10),
            None => {
                let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                (kind(&rest[..length]), length)
            }
        };
        let gap = if tokens.is_empty() { Gap::Other } else { gap(&text[before..start]) };
        tokens.push(Token { kind, range: start..start + length, gap });
        at = start + length;
        before = at;
    }
    tokens
}

/// The day `2024-12-06` at the beginning of `text`, if nothing is joined to its end.
fn iso_day(text: &str) -> Option<Day> {
    let day = text.get(..10).filter(|text| text.is_ascii())?;
    let joined = |c: char| c.is_alphanumeric() || c == '-';
    if text[10..].starts_with(joined) { None } else { Day::parse(day) }
}

fn gap(between: &str) -> Gap {
    let trimmed = between.trim();
    let spaced = between.ends_with(char::is_whitespace);
    match trimmed {
        "" if between.matches('\n').count() < 2 => Gap::Space,
        "," if spaced => Gap::Comma,
        "." if spaced => Gap::Stop,
        "-" | "–" | "—" | "−" | "‐" | "‑" => Gap::Dash,
        _ => Gap::Other,
    }
}

fn kind(word: &str) -> Kind {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return number(word);
    }
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Kind::Word;
    }
    // “March”, “MARCH”, but neither “march” nor “MaRch”.
    let is_name = |name: &str| name == word || (word.len() > 1 && name.to_ascii_uppercase() == word);
    let english = &Words::english().dates;
    if let Some(month) = (1..=12).find(|month| is_name(english.month(*month))) {
        return Kind::Month(month, true);
    }
    if let Some((_, month)) = SHORT_MONTHS.iter().find(|(name, _)| *name == word) {
        return Kind::Month(*month, false);
    }
    WEEKDAYS.iter().find(|name| is_name(name)).map_or(Kind::Word, |name| Kind::Weekday(name))
}

fn number(word: &str) -> Kind {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, ending) = word.split_at(end);
    match (digits.len(), digits.parse::<i32>(), ending) {
        (1 | 2, Ok(day @ 1..=31), "" | "st" | "nd" | "rd" | "th") => {
            Kind::DayNumber(day.unsigned_abs() as u8)
        }
        (4, Ok(year @ 1000..=2999), "") => Kind::Year(year),
        (4, Ok(year @ 1000..=2999), "s") if year % 10 == 0 => Kind::Decade(year),
        (_, _, "") => Kind::Number,
        _ => Kind::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_for_what_they_may_be() {
        let kinds = |text: &str| tokens(text).into_iter().map(|token| token.kind).collect::<Vec<_>>();
        assert_eq!(
            kinds("Friday, 6th December 2024"),
            [Kind::Weekday("Friday"), Kind::DayNumber(6), Kind::Month(12, true), Kind::Year(2024)]
        );
        assert_eq!(
            kinds("Sept march MAY 1990s"),
            [Kind::Month(9, false), Kind::Word, Kind::Month(5, true), Kind::Decade(1990)]
        );
        assert_eq!(kinds("2024-12-06."), [Kind::Iso(Day::parse("2024-12-06").unwrap())]);
        assert_eq!(
            kinds("99 32 R2015 2024-12-067"),
            [Kind::Number, Kind::Number, Kind::Word, Kind::Year(2024), Kind::DayNumber(12), Kind::Number]
        );
    }

    #[test]
    fn gaps_tell_what_is_joined() {
        let gaps = |text: &str| tokens(text).into_iter().skip(1).map(|token| token.gap).collect::<Vec<_>>();
        assert_eq!(
            gaps("a b, c. d–e - f\n\ng 1,5"),
            [Gap::Space, Gap::Comma, Gap::Stop, Gap::Dash, Gap::Dash, Gap::Other, Gap::Space, Gap::Other]
        );
    }
}
