//! Makes edits in a text.
//!
//! 1. In the text as the program reads it: without byte-order mark, lines ended by LF alone.
//! 2. In the bytes of its file, where every other byte stays as it is: each place of the text is
//!    found in the file by walking both.

use crate::diagnostic::Edit;

/// The text with these edits, which do not overlap.
pub fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.location.span);
    let mut edited = String::with_capacity(text.len() + edits.len() * 32);
    let mut at = 0;
    for edit in edits {
        let range = edit.location.span.range();
        edited.push_str(&text[at..range.start]);
        edited.push_str(&edit.replacement);
        at = range.end;
    }
    edited.push_str(&text[at..]);
    edited
}

/// The bytes of a file with these edits, which are of `text`, what was read of the file. `None` where
/// the file holds another text by now.
pub fn apply_to_bytes(bytes: &[u8], text: &str, edits: &[&Edit]) -> Option<Vec<u8>> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.location.span);
    let mut walk = Walk { bytes, text: text.as_bytes(), in_bytes: 0, in_text: 0 };
    if bytes.starts_with(MARK) {
        walk.in_bytes = MARK.len();
    }
    let mut edited = Vec::with_capacity(bytes.len() + edits.len() * 32);
    let mut kept = 0;
    let usual: &[u8] = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(at) if bytes[..at].ends_with(b"\r") => b"\r\n",
        _ => b"\n",
    };
    for edit in edits {
        let range = edit.location.span.range();
        walk.to(range.start)?;
        edited.extend_from_slice(&bytes[kept..walk.in_bytes]);
        let start = walk.in_bytes;
        walk.to(range.end)?;
        let mut ends = line_ends(&bytes[start..walk.in_bytes]).into_iter();
        for (at, line) in edit.replacement.split('\n').enumerate() {
            if at > 0 {
                edited.extend_from_slice(ends.next().unwrap_or(usual));
            }
            edited.extend_from_slice(line.as_bytes());
        }
        kept = walk.in_bytes;
    }
    walk.to(text.len())?;
    edited.extend_from_slice(&bytes[kept..]);
    (walk.in_bytes == bytes.len()).then_some(edited)
}

/// The byte-order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Goes through the bytes of a file and the text that was read of them.
struct Walk<'a> {
    bytes: &'a [u8],
    text: &'a [u8],
    in_bytes: usize,
    in_text: usize,
}

impl Walk<'_> {
    /// Goes on to a place of the text; `None` where the bytes hold something else.
    fn to(&mut self, place: usize) -> Option<()> {
        while self.in_text < place {
            let expected = *self.text.get(self.in_text)?;
            let rest = self.bytes.get(self.in_bytes..)?;
            self.in_bytes += match rest {
                [b'\r', b'\n', ..] if expected == b'\n' => 2,
                [b'\r', ..] if expected == b'\n' => 1,
                [byte, ..] if *byte == expected => 1,
                _ => return None,
            };
            self.in_text += 1;
        }
        Some(())
    }
}

/// The ends of the lines in some bytes.
fn line_ends(bytes: &[u8]) -> Vec<&[u8]> {
    let mut ends = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = match &bytes[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        if length > 0 {
            ends.push(&bytes[at..at + length]);
        }
        at += length.max(1);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;
    use crate::span::{Location, Span};

    fn edit(text: &str, words: &str, replacement: &str) -> Edit {
        let start = text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        let location = Location { path: SitePath::new("content/a.md"), span };
        Edit { location, replacement: replacement.to_owned() }
    }

    #[test]
    fn everything_else_stays_byte_for_byte() {
        let text = "a\n\n  on 6\nMay, Minsk\n";
        let edits = [edit(text, "6\nMay", "[6\nMay](d)"), edit(text, "Minsk", "[Minsk](m)")];
        let edits: Vec<&Edit> = edits.iter().rev().collect();
        assert_eq!(apply(text, &edits), "a\n\n  on [6\nMay](d), [Minsk](m)\n");
        let bytes = b"\xEF\xBB\xBFa\r\n\n  on 6\r\nMay, Minsk\r";
        let edited = apply_to_bytes(bytes, text, &edits).unwrap();
        assert_eq!(edited, b"\xEF\xBB\xBFa\r\n\n  on [6\r\nMay](d), [Minsk](m)\r");
    }

    #[test]
    fn further_lines_end_as_those_of_the_file() {
        let text = "> b\nc\n";
        let edits = [edit(text, "> b\n", "…\n> x\n…\n")];
        let edited = apply_to_bytes(b"> b\r\nc\r\n", text, &[&edits[0]]).unwrap();
        assert_eq!(edited, "…\r\n> x\r\n…\r\nc\r\n".as_bytes());
    }

    #[test]
    fn a_file_that_has_changed_is_left_alone() {
        let text = "Minsk.\n";
        let edits = [edit(text, "Minsk", "[Minsk](m)")];
        let edits: Vec<&Edit> = edits.iter().collect();
        for bytes in ["Minsk!\n", "Minsk.", "Minsk.\n\n", "", "In Minsk.\n"] {
            assert_eq!(apply_to_bytes(bytes.as_bytes(), text, &edits), None, "{bytes:?}");
        }
    }
}
