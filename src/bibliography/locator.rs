//! Where in a source: `p. 3`, `ch. 2`, `§ 4`.

use crate::words::Words;

/// Which unit of a source a locator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocatorKind {
    /// A page.
    Page,
    /// A chapter.
    Chapter,
    /// A section.
    Section,
    /// A paragraph.
    Paragraph,
    /// An article of a law or treaty.
    Article,
    /// A part.
    Part,
    /// A volume.
    Volume,
    /// A book of a work in books.
    Book,
    /// An issue.
    Issue,
    /// A column.
    Column,
    /// A line.
    Line,
    /// A note.
    Note,
    /// A figure.
    Figure,
    /// A table.
    Table,
    /// An appendix.
    Appendix,
    /// A leaf.
    Folio,
    /// A minute and second of a recording.
    Timestamp,
    /// The entry of a dictionary.
    Entry,
}

/// The words and signs that name a unit, in lower case without a full stop.
const WORDS: &[(LocatorKind, &[&str])] = &[
    (LocatorKind::Page, &["p", "pp", "page", "pages"]),
    (LocatorKind::Chapter, &["ch", "chs", "chap", "chaps", "chapter", "chapters"]),
    (LocatorKind::Section, &["§", "§§", "s", "sec", "secs", "sect", "section", "sections"]),
    (LocatorKind::Paragraph, &["¶", "¶¶", "para", "paras", "par", "paragraph", "paragraphs"]),
    (LocatorKind::Article, &["art", "arts", "article", "articles"]),
    (LocatorKind::Part, &["pt", "pts", "part", "parts"]),
    (LocatorKind::Volume, &["vol", "vols", "volume", "volumes"]),
    (LocatorKind::Book, &["bk", "bks", "book", "books"]),
    (LocatorKind::Issue, &["no", "nos", "iss", "issue", "issues"]),
    (LocatorKind::Column, &["col", "cols", "column", "columns"]),
    (LocatorKind::Line, &["l", "ll", "line", "lines"]),
    (LocatorKind::Note, &["n", "nn", "fn", "note", "notes"]),
    (LocatorKind::Figure, &["fig", "figs", "figure", "figures"]),
    (LocatorKind::Table, &["tab", "table", "tables"]),
    (LocatorKind::Appendix, &["app", "appx", "appendix", "annex"]),
    (LocatorKind::Folio, &["fol", "fols", "folio", "folios"]),
    (LocatorKind::Timestamp, &["at", "min", "time", "timestamp"]),
    (LocatorKind::Entry, &["s.v", "sv", "sub verbo"]),
];

impl LocatorKind {
    /// A locator in short words: `p. 3`, `ch. 2`, `§ 4`.
    pub fn words(self, value: &str, words: &Words) -> String {
        words.filled(
            match self {
                Self::Page if value.contains(['-', '–', ',']) => "locator_pages",
                Self::Page => "locator_page",
                Self::Chapter => "locator_chapter",
                Self::Section => "locator_section",
                Self::Paragraph => "locator_paragraph",
                Self::Article => "locator_article",
                Self::Part => "locator_part",
                Self::Volume => "locator_volume",
                Self::Book => "locator_book",
                Self::Issue => "locator_issue",
                Self::Column => "locator_column",
                Self::Line => "locator_line",
                Self::Note => "locator_note",
                Self::Figure => "locator_figure",
                Self::Table => "locator_table",
                Self::Appendix => "locator_appendix",
                Self::Folio => "locator_folio",
                Self::Timestamp => "locator_timestamp",
                Self::Entry => "locator_entry",
            },
            value,
        )
    }
}

/// Reads what stands after the key in a citation: the unit and its number or numbers, or
/// `None` where it is some other text, which then belongs to the citation as its suffix. A bare
/// number is a page. `pp. 3-5` and `pp. 3–5` are the same.
pub fn parse_locator(text: &str) -> Option<(LocatorKind, String)> {
    let text = text.trim();
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return is_number(text).then(|| (LocatorKind::Page, dashed(text)));
    }
    let lower = text.to_lowercase();
    // Lower case may change the length of other scripts; no word here is of those.
    let aligned = lower.len() == text.len();
    let (kind, rest) = WORDS
        .iter()
        .flat_map(|(kind, words)| words.iter().map(move |word| (*kind, *word)))
        .filter(|_| aligned)
        .filter(|(_, word)| lower.starts_with(word))
        .map(|(kind, word)| (kind, word, &text[word.len()..]))
        .filter(|(_, word, rest)| ends_word(word, rest))
        .max_by_key(|(_, word, _)| word.len())
        .map(|(kind, _, rest)| (kind, rest.trim_start_matches('.').trim()))?;
    let takes_words = matches!(kind, LocatorKind::Entry | LocatorKind::Appendix);
    (is_number(rest) || takes_words && !rest.is_empty()).then(|| (kind, dashed(rest)))
}

/// Whether a unit's word is whole: a full stop, a space or a digit follows it.
fn ends_word(word: &str, rest: &str) -> bool {
    let sign = word.starts_with(['§', '¶']);
    sign || rest.starts_with(|next: char| next == '.' || next.is_whitespace() || next.is_ascii_digit())
}

/// Whether `text` is a number, a range or a list of them: `3`, `3a`, `xii–xv`, `3, 5–7`, `1:02:03`.
fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.split([',', '-', '–', '—', '&', '/', ':', '.']).all(|part| {
            let part = part.trim();
            part.is_empty() && text.contains("--")
                || part.starts_with(|first: char| first.is_ascii_digit())
                    && part.chars().skip_while(char::is_ascii_digit).count() <= 2
                    && part.chars().all(|character| character.is_ascii_alphanumeric())
                || is_roman(part)
                || part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_uppercase())
        })
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte))
}

/// The text with every hyphen between numbers made an en dash.
fn dashed(text: &str) -> String {
    text.replace("--", "–").replace(['-', '—'], "–")
}

#[cfg(test)]
mod tests {
    use super::*;
    use LocatorKind::{
        Appendix, Article, Chapter, Entry, Figure, Page, Paragraph, Section, Timestamp, Volume,
    };

    #[test]
    fn locators_are_told_from_other_text() {
        for (text, expected) in [
            ("p. 3", Some((Page, "3"))),
            ("p.3", Some((Page, "3"))),
            ("p 3", Some((Page, "3"))),
            ("pp. 3–5", Some((Page, "3–5"))),
            ("pp. 3-5", Some((Page, "3–5"))),
            ("pp. 3--5", Some((Page, "3–5"))),
            ("Pages 3, 7", Some((Page, "3, 7"))),
            ("33", Some((Page, "33"))),
            ("xii", None),
            ("p. xii", Some((Page, "xii"))),
            ("ch. 2", Some((Chapter, "2"))),
            ("chapter IV", Some((Chapter, "IV"))),
            ("§ 4", Some((Section, "4"))),
            ("§4", Some((Section, "4"))),
            ("§§ 4–6", Some((Section, "4–6"))),
            ("para. 7", Some((Paragraph, "7"))),
            ("fig. 2", Some((Figure, "2"))),
            ("vol. 3", Some((Volume, "3"))),
            ("art. 5.2", Some((Article, "5.2"))),
            ("annex B", Some((Appendix, "B"))),
            ("at 1:02:03", Some((Timestamp, "1:02:03"))),
            ("s.v. buffer", Some((Entry, "buffer"))),
            ("passim", None),
            ("page", None),
            ("p.", None),
            ("parts of it", None),
            ("3 of the annex", None),
            ("стр. 3", None),
            ("", None),
        ] {
            let expected = expected.map(|(kind, value)| (kind, value.to_owned()));
            assert_eq!(parse_locator(text), expected, "{text}");
        }
    }
}
