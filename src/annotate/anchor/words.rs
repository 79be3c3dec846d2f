//! Where each word of a text stands.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

/// The words of a folded text, and where each of them stands.
#[derive(Default)]
pub(super) struct Words {
    all: Vec<Word>,
    places: FxHashMap<u64, Vec<u32>>,
}

/// A word: its bytes, and the number of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        for (line, (from, content)) in lines(text).enumerate() {
            for (at, word) in words_of(content) {
                let (start, end) = (from + at, from + at + word.len());
                words.places.entry(key(word)).or_default().push(words.all.len() as u32);
                words.all.push(Word { start: start as u32, end: end as u32, line: line as u32 });
            }
        }
        words
    }

    /// Where a word stands, letter case aside: indexes of all words, in order.
    pub(super) fn places_of(&self, word: &str) -> &[u32] {
        self.places.get(&key(word)).map_or(&[], Vec::as_slice)
    }

    /// All words, in order.
    pub(super) fn all(&self) -> &[Word] {
        &self.all
    }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').map(|line| (line.as_ptr() as usize - text.as_ptr() as usize, line))
}

/// The words of a text with their offsets: letters and digits that stand together.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    match word.is_ascii() {
        true => word.bytes().for_each(|byte| byte.to_ascii_lowercase().hash(&mut hasher)),
        false => word.chars().flat_map(char::to_lowercase).for_each(|letter| match u8::try_from(letter) {
            Ok(byte) => byte.hash(&mut hasher),
            Err(_) => letter.hash(&mut hasher),
        }),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        let words = Words::of("The union’s\nЛьвів the");
        assert_eq!(words.places_of("THE"), [0, 4]);
        assert_eq!(words.places_of("ЛЬВІВ"), [3]);
        assert_eq!(words.all()[4], Word { start: 25, end: 28, line: 1 });
        assert!(words.places_of("none").is_empty());
    }
}
