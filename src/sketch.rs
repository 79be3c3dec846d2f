//! Sketches: how alike two texts are, told from a few numbers of one of them.
//!
//! 1. A text is its words, in lower case and without signs; of scripts without spaces each letter
//!    is a word.
//! 2. Each pair of neighbouring words, with the ends of the text as neighbours, becomes a number.
//! 3. The smallest of these numbers are the sketch: a fair sample of the pairs, whatever the text
//!    (the bottom-k sketch of Andrei Broder's work on resemblance). What share of the sample another
//!    text holds is an estimate of how much of the first text is in it.

use std::fmt::{self, Write};

/// How many numbers a sketch has at most.
const SIZE: usize = 32;

/// How many bits a number has: four letters of the written form.
const BITS: u32 = 24;

/// The letters of the written form.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The pairs of words of a text: distinct numbers, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs(Vec<u32>);

/// A sample of the pairs of words of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Sketch {
    /// How many distinct pairs the text has.
    pairs: u32,
    /// The smallest of them, at most [`SIZE`], in ascending order.
    sample: Vec<u32>,
}

impl Pairs {
    /// The pairs of words of `text`.
    pub fn of(text: &str) -> Self {
        let mut pairs = Vec::new();
        let mut before = number_of("");
        let mut is_empty = true;
        for_each_word(text, |word| {
            let word = number_of(word);
            pairs.push(joined(before, word));
            before = word;
            is_empty = false;
        });
        if !is_empty {
            pairs.push(joined(before, number_of("")));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the text had no words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied()
    }

    /// The sample that stands for them.
    pub fn sketch(&self) -> Sketch {
        Sketch { pairs: self.0.len() as u32, sample: self.0.iter().copied().take(SIZE).collect() }
    }
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Self {
        Pairs::of(text).sketch()
    }

    /// How many distinct pairs of words its text has.
    pub fn pairs(&self) -> usize {
        self.pairs as usize
    }

    /// The sampled numbers.
    pub fn sample(&self) -> &[u32] {
        &self.sample
    }

    /// The sketch of its written form; `None` where that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (pairs, digits) = text.split_once(':')?;
        let pairs: u32 = pairs.parse().ok()?;
        let value = |digit: &u8| DIGITS.iter().position(|known| known == digit).map(|at| at as u32);
        let sample = digits.as_bytes().chunks(4).map(|digits| {
            let number = digits.iter().try_fold(0, |number, digit| Some(number << 6 | value(digit)?));
            number.filter(|_| digits.len() == 4)
        });
        let sample: Vec<u32> = sample.collect::<Option<_>>()?;
        let is_sample = sample.len() == SIZE.min(pairs as usize) && sample.is_sorted_by(|a, b| a < b);
        is_sample.then_some(Self { pairs, sample })
    }
}

/// The written form: the number of pairs, a colon, and four letters for each number of the sample.
impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.pairs)?;
        for number in &self.sample {
            for shift in [18, 12, 6, 0] {
                f.write_char(DIGITS[(number >> shift & 63) as usize] as char)?;
            }
        }
        Ok(())
    }
}

fn for_each_word(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    for character in text.chars() {
        let stands_alone = stands_alone(character);
        if (!character.is_alphanumeric() || stands_alone) && !word.is_empty() {
            found(&word);
            word.clear();
        }
        if character.is_ascii_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        if stands_alone && !word.is_empty() {
            found(&word);
            word.clear();
        }
    }
    if !word.is_empty() {
        found(&word);
    }
}

/// Whether a letter is of a script that puts no spaces between words.
fn stands_alone(character: char) -> bool {
    matches!(u32::from(character), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0x20000..)
}

/// A number for a word that is the same on every machine and in every version: 64-bit FNV-1a.
fn number_of(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |number, byte| (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A number for two words in their order, its bits well mixed (the finaliser of MurmurHash3).
fn joined(first: u64, second: u64) -> u32 {
    let mut number = first.rotate_left(17) ^ second.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    number = (number ^ number >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    number = (number ^ number >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (number ^ number >> 33) as u32 & ((1 << BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::{Pairs, Sketch};

    const TEXT: &str = "In December 2015 the two governments signed an action plan, and a working group was to \
                        meet twice a year in Minsk and Kyiv to see that it was carried out.";

    #[test]
    fn a_sketch_can_be_written_down() {
        for text in
            [TEXT, "", "One.", "欧亚经济委员会每年举行会议", &format!("{TEXT} {}", TEXT.replace('a', "o"))]
        {
            let sketch = Sketch::of(text);
            assert_eq!(Sketch::parse(&sketch.to_string()), Some(sketch), "{text}");
        }
        for wrong in ["", "3", "x:AAAA", "1:AAA", "2:AAAA", "2:AABBAABA", "1:AA*A", "2:BAAAAAAA"] {
            assert_eq!(Sketch::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn case_and_signs_do_not_count() {
        assert_eq!(Pairs::of("The “Two” — ledgers."), Pairs::of("the two ledgers"));
        assert_ne!(Pairs::of("two ledgers"), Pairs::of("ledgers two"));
    }

    #[test]
    fn numbers_are_the_same_everywhere() {
        assert_eq!(Sketch::of("Minsk and Kyiv").to_string(), "4:FunFsyZiuMku09Rz");
    }
}
