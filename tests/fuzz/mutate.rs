//! New texts of old ones.

use crate::dice::Dice;

/// Characters and runs that readers of texts trip over.
const ODDITIES: [&str; 26] = [
    "\0",
    "\u{feff}",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    " ",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "\u{200d}",
    "\u{301}",
    "é",
    "İ",
    "ß",
    "ﬁ",
    "’",
    "—",
    "…",
    "👩‍👩‍👧",
    "漢",
    "\u{10ffff}",
    "\u{85}",
    "99999999999999999999",
    "-0",
];

/// No text grows longer than this.
const LONGEST: usize = 20_000;

/// A text of the seeds, changed at random; `tokens` are those of the format.
pub(crate) fn mutated(dice: &mut Dice, seeds: &[String], tokens: &[&str]) -> String {
    let mut text = dice.pick(seeds).clone();
    for _ in 0..=dice.below(6) {
        text = changed(dice, text, seeds, tokens);
    }
    let end = text.floor_char_boundary(LONGEST);
    text.truncate(end);
    text
}

fn changed(dice: &mut Dice, mut text: String, seeds: &[String], tokens: &[&str]) -> String {
    let (start, end) = range(dice, &text);
    match dice.below(9) {
        0 => text.replace_range(start..end, ""),
        1 | 2 => text.insert_str(start, dice.pick::<&str>(tokens)),
        3 => text.replace_range(start..end, dice.pick::<&str>(tokens)),
        4 => text.insert_str(start, dice.pick::<&str>(&ODDITIES)),
        5 => {
            let other = dice.pick(seeds);
            let (from, to) = range(dice, other);
            text.replace_range(start..end, &other[from..to]);
        }
        6 => {
            let piece = text[start..end].to_owned();
            text.insert_str(end, &piece.repeat(1 + dice.below(4)));
        }
        7 => {
            // Deep nesting is mostly too deep or not deep at all.
            let count = [2, 20, 300][dice.below(3)];
            text.insert_str(start, &dice.pick(tokens).repeat(count));
        }
        _ => text = flipped(dice, text),
    }
    text
}

/// The text with one bit of a byte the other way, read as programs read bytes that are no text.
fn flipped(dice: &mut Dice, text: String) -> String {
    let mut bytes = text.into_bytes();
    if !bytes.is_empty() {
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Two places in a text; mostly close to each other.
fn range(dice: &mut Dice, text: &str) -> (usize, usize) {
    let start = dice.below(text.len() + 1);
    let longest = [4, 40, text.len() + 1][dice.below(3)];
    let end = (start + dice.below(longest)).min(text.len());
    (text.floor_char_boundary(start), text.ceil_char_boundary(end))
}

/// The shortest text to be found that still `fails`, by leaving out ever smaller pieces.
pub(crate) fn shortened(text: &str, fails: impl Fn(&str) -> bool) -> String {
    let (mut text, mut size) = (text.to_owned(), text.len().div_ceil(2));
    while size > 0 {
        let mut at = 0;
        while at < text.len() {
            let (start, end) =
                (text.floor_char_boundary(at), text.ceil_char_boundary((at + size).min(text.len())));
            let shorter = format!("{}{}", &text[..start], &text[end..]);
            if fails(&shorter) { text = shorter } else { at += size }
        }
        size /= 2;
    }
    text
}
