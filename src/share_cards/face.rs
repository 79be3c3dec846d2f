//! The fonts of cards: what they can write, and how wide it is.
//!
//! They are our own files, subsets of Source Serif 4 and Source Sans 3 (see `fonts/LICENSE`), so that only
//! the two tables that they have are read: `cmap` in format 4, and `hmtx` (OpenType 1.9).

use std::sync::LazyLock;

/// A font of the cards.
pub(super) struct Face {
    /// The family as SVG names it.
    pub(super) family: &'static str,
    /// Its weight.
    pub(super) weight: u32,
    /// The file.
    pub(super) bytes: &'static [u8],
    units: f64,
    /// The width of each glyph, in units.
    advances: Vec<u16>,
    /// Runs of characters: first, last, and the glyph of the first or what is added for it.
    runs: Vec<Run>,
}

/// A run of characters of `cmap`.
struct Run {
    first: u16,
    last: u16,
    delta: u16,
    /// Where the glyphs of the run are listed, as an offset in the file; `None` where `delta` says all.
    list: Option<usize>,
}

macro_rules! face {
    ($name:ident, $family:literal, $weight:literal, $file:literal) => {
        pub(super) static $name: LazyLock<Face> =
            LazyLock::new(|| Face::read($family, $weight, include_bytes!(concat!("fonts/", $file))));
    };
}

face!(SERIF, "Postil Serif", 600, "postil-serif-600.ttf");
face!(SANS, "Postil Sans", 400, "postil-sans-400.ttf");
face!(BOLD, "Postil Sans", 600, "postil-sans-600.ttf");

impl Face {
    fn read(family: &'static str, weight: u32, bytes: &'static [u8]) -> Self {
        let number = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let offset = |at: usize| usize::from(number(at)) << 16 | usize::from(number(at + 2));
        let table = |tag: &[u8; 4]| {
            let mut entries = (0..usize::from(number(4))).map(|entry| 12 + 16 * entry);
            let entry = entries.find(|at| bytes[*at..at + 4] == tag[..]);
            offset(entry.expect("the fonts have this table") + 8)
        };
        let (head, hhea, hmtx, cmap) = (table(b"head"), table(b"hhea"), table(b"hmtx"), table(b"cmap"));
        let advances = (0..usize::from(number(hhea + 34))).map(|glyph| number(hmtx + 4 * glyph)).collect();
        let mut parts = (0..usize::from(number(cmap + 2))).map(|part| cmap + offset(cmap + 4 + 8 * part + 4));
        let map = parts.find(|at| number(*at) == 4).expect("the fonts have a map of format 4");
        let count = usize::from(number(map + 6));
        let runs = (0..count / 2).map(|run| {
            let (last, first) = (map + 14 + 2 * run, map + 16 + count + 2 * run);
            let list = first + 2 * count;
            Run {
                first: number(first),
                last: number(last),
                delta: number(first + count),
                list: Some(usize::from(number(list)))
                    .filter(|offset| *offset > 0)
                    .map(|offset| list + offset),
            }
        });
        let runs = runs.collect();
        Self { family, weight, bytes, units: f64::from(number(head + 18)), advances, runs }
    }

    fn glyph(&self, character: char) -> Option<usize> {
        let code = u16::try_from(u32::from(character)).ok()?;
        let run = self.runs.iter().find(|run| run.last >= code).filter(|run| run.first <= code)?;
        let glyph = match run.list {
            Some(list) => {
                let at = list + 2 * usize::from(code - run.first);
                u16::from_be_bytes([*self.bytes.get(at)?, *self.bytes.get(at + 1)?])
            }
            None => code.wrapping_add(run.delta),
        };
        (glyph > 0).then_some(usize::from(glyph))
    }

    /// Whether all of a text can be written.
    pub(super) fn covers(&self, text: &str) -> bool {
        text.chars().all(|character| self.glyph(character).is_some())
    }

    /// The width of a text at a size, without what is gained where letters move together.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        let advance = |character| {
            let glyph = self.glyph(character).unwrap_or_default();
            self.advances.get(glyph).or(self.advances.last()).copied().map_or(0.0, f64::from)
        };
        text.chars().map(advance).sum::<f64>() * size / self.units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_write_latin_and_cyrillic_letters() {
        for face in [&SERIF, &SANS, &BOLD] {
            assert!(face.covers("Łukašenka “Žižek” Țară – Лукашенко, Україна & <co> €5 №1…"));
            assert!(
                !face.covers("عبد") && !face.covers("欧") && !face.covers("😀") && !face.covers("a\u{7}")
            );
            let (narrow, wide) = (face.width("iiii", 100.0), face.width("MMMM", 100.0));
            assert!(narrow > 60.0 && narrow * 2.0 < wide && wide < 400.0, "{narrow} {wide}");
            assert!((face.width("ab", 20.0) * 5.0 - face.width("ab", 100.0)).abs() < 0.001);
        }
    }
}
