//! Makes texts alike for comparing: spaces, quotation marks, dashes and, if wanted, accents.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::span::Span;

/// A folded text with the way back to the original.
#[derive(Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of the folded text, the bytes of the original that it comes from.
    origins: Vec<Span>,
    keep_accents: bool,
}

impl Folded {
    /// An empty text that keeps accents apart from their letters (NFD).
    pub fn with_accents() -> Self {
        Self { keep_accents: true, ..Self::default() }
    }

    /// `text`, which begins at `offset` of the original, without accents.
    pub fn without_accents(text: &str, offset: usize) -> Self {
        let mut folded = Self::default();
        folded.add(text, offset);
        folded
    }

    /// Adds `text`, which begins at `offset` of the original.
    pub fn add(&mut self, text: &str, offset: usize) {
        self.text.reserve(text.len());
        self.origins.reserve(text.len());
        for (at, c) in text.char_indices() {
            self.add_char(c, Span::new(offset + at, offset + at + c.len_utf8()));
        }
    }

    fn add_char(&mut self, c: char, origin: Span) {
        if c.is_ascii_alphanumeric() {
            return self.put(c, origin);
        }
        match plain(c) {
            Some(' ') if self.text.ends_with([' ', '\n']) => {}
            Some(c) if c.is_ascii() => self.put(c, origin),
            Some(c) => {
                let keep = self.keep_accents;
                let c = if keep { c } else { without_stroke(c) };
                decompose_canonical(c, |part| {
                    if keep || !is_accent(part) {
                        self.put(part, origin);
                    }
                });
            }
            None => {}
        }
    }

    /// Adds a character as it is.
    pub fn put(&mut self, c: char, origin: Span) {
        self.text.push(c);
        self.origins.extend(std::iter::repeat_n(origin, c.len_utf8()));
    }

    /// The bytes of the original behind the folded bytes from `start` to `end`, which is after `start`.
    pub fn origin(&self, start: usize, end: usize) -> Span {
        Span { start: self.origins[start].start, end: self.origins[end - 1].end }
    }

    /// The first folded byte that comes from `offset` of the original or from later on.
    pub fn position(&self, offset: u32) -> usize {
        self.origins.partition_point(|origin| origin.start < offset)
    }

    /// Whether the folded bytes from `start` to `end` are whole words: they begin and end
    /// neither within a word nor between a letter and its accent.
    pub fn is_word(&self, start: usize, end: usize) -> bool {
        self.is_edge(start) && self.is_edge(end)
    }

    /// The whole words of which the folded bytes from `start` to `end` are a part.
    pub fn whole_words(&self, start: usize, end: usize) -> (usize, usize) {
        let before = self.text[..start].char_indices().rev().map(|(at, _)| at);
        let after = self.text[end..].char_indices().map(|(at, _)| end + at);
        let start = [start].into_iter().chain(before).find(|at| self.is_edge(*at));
        let end = after.chain([self.text.len()]).find(|at| self.is_edge(*at));
        (start.unwrap_or_default(), end.unwrap_or(self.text.len()))
    }

    fn is_edge(&self, at: usize) -> bool {
        // A letter with an accent is a letter, and the accent.
        let before = self.text[..at].chars().rev().find(|letter| !is_combining_mark(*letter));
        let after = self.text[at..].chars().next();
        match (before, after) {
            (Some(before), Some(after)) => {
                let within = before.is_alphanumeric() && after.is_alphanumeric();
                !within && !is_combining_mark(after)
            }
            _ => true,
        }
    }
}

/// Whether a mark is an accent, which writers may leave out: of Latin, Greek, Cyrillic, Hebrew or Arabic letters. The
/// vowel signs of India and the two marks of Japanese make other letters.
fn is_accent(mark: char) -> bool {
    let is_of_alphabet = matches!(mark, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}');
    is_of_alphabet && is_combining_mark(mark)
}

/// A name as it is compared with others: folded, without accents.
pub fn fold(name: &str) -> String {
    Folded::without_accents(name.trim(), 0).text
}

/// A character with white space, quotation marks and dashes made alike; `None` for those
/// that are not seen.
fn plain(c: char) -> Option<char> {
    match c {
        '\n' | '\t' | '\r' => Some(' '),
        c if c.is_ascii() => Some(c),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Some('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' => Some('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => Some('-'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// The letter under a stroke, which Unicode does not decompose: *Złoty* is found by *Zloty*.
fn without_stroke(c: char) -> char {
    match c {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'đ' => 'd',
        'Đ' => 'D',
        'ħ' => 'h',
        'Ħ' => 'H',
        'ı' => 'i',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_dropped_and_found_again() {
        let folded = Folded::without_accents("a Türkiye’s", 10);
        assert_eq!(folded.text, "a Turkiye's");
        assert_eq!(fold("Złoty Brzeg, Tromsø"), "Zloty Brzeg, Tromso");
        assert_eq!(folded.origin(2, 9), Span::new(12, 20));
    }

    #[test]
    fn marks_that_make_other_letters_stay() {
        assert_ne!(fold("パリ"), fold("バリ"));
        assert_ne!(fold("रोम"), fold("राम"));
        assert_eq!(fold("שָׁלוֹם"), fold("שלום"));
        assert_eq!(fold("مُحَمَّد"), fold("محمد"));
        let folded = Folded::without_accents("क्षि", 0);
        assert!(!folded.is_word(0, folded.text.find('ष').unwrap()));
        assert!(!folded.is_word(0, folded.text.len() - 'ि'.len_utf8()));
    }

    #[test]
    fn accents_can_stay() {
        let mut folded = Folded::with_accents();
        folded.add("é\u{a0} —", 0);
        assert_eq!(folded.text, "e\u{301} -");
        assert!(!folded.is_word(0, 1));
    }

    #[test]
    fn a_word_goes_on_after_an_accent() {
        let mut folded = Folded::with_accents();
        folded.add("Crédit agréé.", 0);
        let dit = folded.text.find("dit").unwrap();
        assert!(!folded.is_word(dit, dit + 3));
        assert_eq!(folded.whole_words(dit, dit + 6), (0, folded.text.len() - 1));
        assert_eq!(folded.whole_words(0, folded.text.find(' ').unwrap()), (0, dit + 3));
    }
}
