//! Positions in a text: in code points, for what stands at a byte.

/// Counts the code points of a text before a byte.
pub(crate) struct CodePoints(Vec<u32>);

impl CodePoints {
    /// From one counted byte to the next.
    const STEP: usize = 256;

    /// The counts of a text.
    pub(crate) fn of(text: &str) -> Self {
        let begins = |byte: &&u8| **byte & 0xC0 != 0x80;
        let mut count = 0;
        let counts = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            let before = count;
            count += chunk.iter().filter(begins).count() as u32;
            before
        });
        Self(counts.chain([0]).collect())
    }

    /// How many code points stand before a byte that begins one.
    pub(crate) fn at(&self, text: &str, byte: u32) -> u32 {
        let byte = byte as usize;
        let step = (byte / Self::STEP).min(self.0.len().saturating_sub(2));
        let rest = &text.as_bytes()[step * Self::STEP..byte];
        self.0[step] + rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_from_any_byte() {
        for text in ["", "a", &"é😀a".repeat(300), &"😀".repeat(64)] {
            let points = CodePoints::of(text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.at(text, byte as u32) as usize, count);
            }
            assert_eq!(points.at(text, text.len() as u32) as usize, text.chars().count());
        }
    }
}
