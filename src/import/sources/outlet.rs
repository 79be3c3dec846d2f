//! Whether some words are an outlet, and what its key is.

use crate::import::names::tables;
use crate::path::slugify;

/// Outlets that may stand in a bracket without a date.
const KNOWN: [&str; 45] = [
    "Reuters",
    "TASS",
    "Tass",
    "ITAR-TASS",
    "RIA Novosti",
    "Interfax",
    "BelTA",
    "Belta",
    "Kommersant",
    "Vedomosti",
    "Izvestia",
    "EDM",
    "RFE/RL",
    "RFERL",
    "BBC",
    "CNN",
    "AP",
    "AFP",
    "Associated Press",
    "Agence France-Presse",
    "Bloomberg",
    "Financial Times",
    "The Guardian",
    "The New York Times",
    "New York Times",
    "Wall Street Journal",
    "The Wall Street Journal",
    "Washington Post",
    "The Washington Post",
    "The Economist",
    "Kyiv Post",
    "Ukrinform",
    "UNIAN",
    "Interfax-Ukraine",
    "Ukrayinska Pravda",
    "Der Spiegel",
    "Le Monde",
    "Politico",
    "Eurasianet",
    "Xinhua",
    "Anadolu",
    "Kyodo",
    "Sputnik",
    "Meduza",
    "Novaya Gazeta",
];

/// Words that begin a remark in brackets, and no outlet.
const REMARKS: [&str; 34] = [
    "In",
    "On",
    "Since",
    "From",
    "As",
    "Until",
    "Till",
    "By",
    "Between",
    "Born",
    "Signed",
    "Adopted",
    "Founded",
    "Established",
    "During",
    "After",
    "Before",
    "Around",
    "Roughly",
    "About",
    "Effective",
    "Launched",
    "Ratified",
    "Introduced",
    "Last",
    "This",
    "Next",
    "Early",
    "Late",
    "Mid",
    "For",
    "To",
    "At",
    "Both",
];

/// Whether a text is the address of a site, as in “Belta.by”.
pub(super) fn is_domain(text: &str) -> bool {
    let text = text.split('/').next().unwrap_or_default();
    let labels: Vec<&str> = text.split('.').collect();
    let is_long = |label: &str| label.len() >= 2 || label.bytes().all(|byte| byte.is_ascii_digit());
    let is_label = |label: &&str| {
        !label.is_empty() && is_long(label) && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let is_top = |label: &&str| (2..=6).contains(&label.len()) && label.chars().all(char::is_alphabetic);
    labels.len() >= 2 && labels.iter().all(is_label) && labels.last().is_some_and(is_top)
}

/// Whether a text is an outlet that is known without a date beside it.
pub(in crate::import) fn is_known(text: &str) -> bool {
    KNOWN.contains(&text) || (is_domain(text) && !text.contains("..") && text.len() <= 40)
}

/// Whether a text may be an outlet, beside a date.
pub(super) fn is_outlet(text: &str) -> bool {
    if is_known(text) || is_interview(text) {
        return true;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let first = words[0].trim_start_matches(['"', '“', '«', '\'', '‘']);
    let is_large = first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase) && word.len() > 3).count();
    is_large
        && !text.is_empty()
        && text.len() <= 70
        && words.len() <= 8
        && small * 2 <= words.len()
        && !REMARKS.contains(&first)
        && !text.contains(['(', ')', '[', ']', '=', '@', '%', '$'])
        && !tables::is_listed_place(text)
        && text.chars().any(char::is_alphabetic)
}

/// Whether a text tells of a talk that the author had.
pub(super) fn is_interview(text: &str) -> bool {
    let text = text.to_lowercase();
    text.len() <= 100
        && ["interview", "conversation", "correspondence"].iter().any(|word| text.contains(word))
        && (text.contains("author") || text.starts_with("interview") || text.starts_with("personal"))
}

/// What keys call an outlet: `belta` for “Belta.by”, `ec-europa` for “Ec.europa.eu”.
pub(super) fn short_slug(name: &str) -> Option<String> {
    let name = name.trim();
    let host = name.split('/').next().unwrap_or_default();
    if is_domain(host) {
        let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("Www.")).unwrap_or(host);
        let stem = host.rsplit_once('.').map_or(host, |(stem, _)| stem);
        return slugify(if stem.contains(char::is_alphabetic) { stem } else { host });
    }
    slugify(name.strip_prefix("The ").unwrap_or(name))
}

/// What keys call a periodical with volumes: `edm` for “Eurasia Daily Monitor”.
pub(super) fn initials(name: &str) -> Option<String> {
    let large: String =
        name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    if large.chars().count() >= 3 { slugify(&large) } else { short_slug(name) }
}
