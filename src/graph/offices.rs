//! Offices in words: *Minister of Defence* and *defence minister* are one, *Deputy Foreign Minister* is
//! another than *Foreign Minister*, and *former* says when it was held.

use rustc_hash::FxHashMap;

use super::relations::RelationLink;
use crate::fold::fold;

/// When an office is held, seen from the date that a text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// At that date.
    Now,
    /// At that date, in another's place.
    Acting,
    /// Before it.
    Former,
    /// At some date that the text has in mind.
    Then,
    /// After it.
    Future,
}

/// An office as some words name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Office {
    /// What it is, in one form for all ways to say it: `defence minister`.
    pub(super) name: String,
    /// When it is held.
    pub(super) tense: Tense,
}

/// Offices that several people may hold at a time.
const SHARED: [&str; 3] = ["ambassador", "chairman", "general"];

/// Words that make another office of the one that follows them.
const DEPUTIES: [&str; 5] = ["assistant", "deputy", "junior", "state", "vice"];

/// Words that say something else of an office than when it is held.
const DOUBTS: [&str; 8] =
    ["aspiring", "elected", "honorary", "late", "likely", "self-proclaimed", "self-styled", "shadow"];

impl Office {
    /// Whether one person at a time holds it.
    pub(super) fn is_single(&self) -> bool {
        !SHARED.contains(&self.name.as_str()) && !self.name.starts_with("deputy ")
    }

    /// The office that a relation's role is: `minister of foreign affairs of`.
    pub(super) fn of_role(role: &str) -> Option<Self> {
        let words = plain_words(role);
        let words = words.strip_suffix(&["of".to_owned()]).unwrap_or(&words);
        // What somebody is the chair of stands in the role: “chairman of the collegium”.
        let chair = words
            .iter()
            .position(|word| office_name(std::slice::from_ref(word)) == Some("chairman".to_owned()));
        let words = match chair {
            Some(at) if words.get(at + 1).is_some_and(|next| next == "of") => &words[..=at],
            _ => words,
        };
        let (office, from) = Self::at_end(words)?;
        (from == 0).then_some(office)
    }

    /// The longest office that ends with the last of some words, and the word that it begins with.
    pub(super) fn at_end(words: &[String]) -> Option<(Self, usize)> {
        let from = (0..words.len()).find(|from| office_name(&words[*from..]).is_some())?;
        let mut office = Self { name: office_name(&words[from..])?, tense: Tense::Now };
        let mut start = from;
        while let Some(word) = start.checked_sub(1).map(|before| words[before].as_str()) {
            match (tense(word), DEPUTIES.contains(&word)) {
                (Some(tense), _) => office.tense = tense,
                (None, true) => office.name = format!("deputy {}", office.name.trim_start_matches("deputy ")),
                (None, false) if word == "first" => {}
                (None, false) if DOUBTS.contains(&word) => return None,
                (None, false) => break,
            }
            start -= 1;
        }
        Some((office, start))
    }
}

/// When an office is held, by a word before it.
pub(super) fn tense(word: &str) -> Option<Tense> {
    Some(match word {
        "former" | "ex" | "previous" | "erstwhile" | "onetime" | "one-time" => Tense::Former,
        "then" => Tense::Then,
        "acting" | "interim" => Tense::Acting,
        "future" | "incoming" | "designate" => Tense::Future,
        _ => return None,
    })
}

/// Words in small letters, with prefixes that have a hyphen apart: `ex-president` is two.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in fold(text).to_lowercase().split_whitespace() {
        let prefix = ["ex-", "then-", "vice-", "deputy-", "former-", "acting-"]
            .into_iter()
            .find_map(|prefix| Some((prefix, word.strip_prefix(prefix)?)));
        match prefix {
            Some((prefix, rest)) => words.extend([prefix.trim_end_matches('-').to_owned(), rest.to_owned()]),
            None => words.push(word.to_owned()),
        }
    }
    words
}

/// The one form of an office that some words are, all of them.
fn office_name(words: &[String]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let name = match words.as_slice() {
        [word @ ("president" | "chancellor" | "governor" | "mayor" | "ambassador" | "general")] => *word,
        ["prime", "minister"] | ["premier"] => "prime minister",
        ["secretary-general"] | ["secretary", "general"] | ["general", "secretary"] => "secretary-general",
        ["chair" | "chairman" | "chairwoman" | "chairperson"] => "chairman",
        ["minister", "of" | "for", "the", field @ ..] | ["minister", "of" | "for", field @ ..] => {
            return field_name(field).map(|field| format!("{field} minister"));
        }
        [field @ .., "minister"] if field != ["prime"] => {
            return field_name(field).map(|field| format!("{field} minister"));
        }
        _ => return None,
    };
    Some(name.to_owned())
}

/// What a minister is for, in one form: foreign affairs and foreign are one.
fn field_name(words: &[&str]) -> Option<String> {
    let is_plain = |word: &&str| word.chars().all(char::is_alphabetic) && !SMALL.contains(word);
    let field = match words {
        ["foreign" | "external"] | ["foreign" | "external", "affairs"] => "foreign",
        ["interior"] | ["internal", "affairs"] => "interior",
        ["defense" | "defence"] => "defence",
        ["finance" | "finances"] => "finance",
        [one] if is_plain(one) && tense(one).is_none() && !DEPUTIES.contains(one) => one,
        _ => return None,
    };
    Some(field.to_owned())
}

/// Words that are no field.
const SMALL: [&str; 20] = [
    "a", "and", "as", "by", "chief", "first", "for", "former", "her", "his", "its", "new", "of", "our",
    "the", "their", "this", "to", "under", "with",
];

/// Who holds which office, by its name.
#[derive(Default)]
pub(super) struct Offices<'a>(FxHashMap<String, Vec<&'a RelationLink>>);

impl<'a> Offices<'a> {
    /// The offices among some relations.
    pub(super) fn of(relations: &'a [RelationLink]) -> Self {
        let mut offices = Self::default();
        for relation in relations {
            if let Some(office) = Office::of_role(&relation.role).filter(Office::is_single) {
                offices.0.entry(office.name).or_default().push(relation);
            }
        }
        offices
    }

    /// The relations that give somebody that office.
    pub(super) fn held(&self, office: &Office) -> impl Iterator<Item = &'a RelationLink> {
        self.0.get(&office.name).into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(role: &str) -> String {
        Office::of_role(role).map(|office| office.name).unwrap_or_default()
    }

    #[test]
    fn one_office_has_many_names() {
        for words in ["foreign minister", "Minister of Foreign Affairs of", "minister for foreign affairs"] {
            assert_eq!(role(words), "foreign minister", "{words}");
        }
        assert_eq!(role("Minister of the Interior"), "interior minister");
        assert_eq!(role("Defense Minister"), "defence minister");
        assert_eq!(role("first deputy prime minister"), "deputy prime minister");
        assert_eq!(role("Vice-President"), "deputy president");
        assert_eq!(role("chairwoman of the collegium"), "chairman");
        assert_eq!(role("member"), "");
        assert_eq!(role("president of the council"), "");
    }

    #[test]
    fn words_before_an_office_say_when_it_is_held() {
        let title = |words: &str| {
            Office::at_end(&plain_words(words)).map(|(office, from)| (office.name, office.tense, from))
        };
        assert_eq!(title("met the ex-president"), Some(("president".to_owned(), Tense::Former, 2)));
        assert_eq!(title("then Foreign Minister"), Some(("foreign minister".to_owned(), Tense::Then, 0)));
        assert_eq!(title("acting deputy mayor"), Some(("deputy mayor".to_owned(), Tense::Acting, 0)));
        assert_eq!(title("the honorary chairman"), None);
        assert_eq!(title("by the minister"), None);
    }
}
