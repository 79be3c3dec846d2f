//! From the bytes of a text file to text.

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

/// The text in `bytes`, and what is wrong with it. Byte-order marks are dropped, CR LF and
/// CR become LF, and what is no character becomes U+FFFD, so that the rest can be checked.
pub(crate) fn decode(path: &SitePath, bytes: Vec<u8>) -> (String, Vec<Diagnostic>) {
    if let Some(text) = utf16(&bytes) {
        let message = format!("{path} is UTF-16 text, and postil reads UTF-8");
        let fault =
            Diagnostic::new(Code::Utf16, path, 0..0, message).help("save the file as UTF-8 in your editor");
        return (unified_lines(text.replace('\0', "\u{fffd}")), vec![fault]);
    }
    let mut diagnostics = Vec::new();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(&bytes[..good]).into_owned();
            let start = unified_lines(before.trim_start_matches('\u{feff}').to_owned());
            let line = start.matches('\n').count() + 1;
            let byte = bytes[good];
            let message = format!(
                "{path} is not UTF-8: line {line} holds the byte 0x{byte:02X}, byte {} of the file",
                good + 1
            );
            let place = start.len()..start.len() + '\u{fffd}'.len_utf8();
            diagnostics.push(
                Diagnostic::new(Code::InvalidUtf8, path, place, message)
                    .help("save the file as UTF-8 in your editor"),
            );
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    // Programs that put files together leave several.
    let text = match text.trim_start_matches('\u{feff}') {
        rest if rest.len() < text.len() => rest.to_owned(),
        _ => text,
    };
    let text = unified_lines(text);
    let Some(at) = text.find('\0') else { return (text, diagnostics) };
    let line = text[..at].matches('\n').count() + 1;
    let message = format!("line {line} of {path} holds a NUL character");
    diagnostics.push(
        Diagnostic::new(Code::NulCharacter, path, at..at + '\u{fffd}'.len_utf8(), message)
            .help("remove the character; most editors show it as ␀ or ^@"),
    );
    (text.replace('\0', "\u{fffd}"), diagnostics)
}

fn unified_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// The text in bytes that are UTF-16: they begin with its byte-order mark, or every other one
/// of the first is NUL, as in Latin text of that encoding.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (little, bytes) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (true, rest),
        [0xFE, 0xFF, rest @ ..] => (false, rest),
        _ => {
            let head = &bytes[..bytes.len().min(512)];
            let nul_at = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
            let (even, odd) = (nul_at(0), nul_at(1));
            let many = (head.len() / 2).max(2) * 3 / 4;
            if odd >= many.max(2) && even == 0 {
                (true, bytes)
            } else if even >= many.max(2) && odd == 0 {
                (false, bytes)
            } else {
                return None;
            }
        }
    };
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect())
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::diagnostic::Code;
    use crate::path::SitePath;

    fn decoded(bytes: &[u8]) -> (String, Vec<(Code, String)>) {
        let (text, faults) = decode(&SitePath::new("content/a.md"), bytes.to_vec());
        (text, faults.into_iter().map(|fault| (fault.code, fault.message)).collect())
    }

    #[test]
    fn line_ends_and_mark_go() {
        assert_eq!(decoded(b"\xEF\xBB\xBFa\r\nb\rc\n\r\n"), ("a\nb\nc\n\n".to_owned(), vec![]));
    }

    #[test]
    fn bad_bytes_are_named() {
        let (text, faults) = decoded(b"one\r\ntwo \xFF\n");
        assert_eq!(text, "one\ntwo \u{fffd}\n");
        assert_eq!(faults[0].0, Code::InvalidUtf8);
        assert!(faults[0].1.contains("line 2 holds the byte 0xFF, byte 10 of"), "{}", faults[0].1);
        let (_, faults) = decoded(b"one\n\0two");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0, Code::NulCharacter);
        assert!(faults[0].1.starts_with("line 2 "), "{}", faults[0].1);
    }

    #[test]
    fn utf16_is_told_with_and_without_mark() {
        let little: Vec<u8> = "Minsk\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Minsk\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xFF, 0xFE], little.as_slice()].concat();
        for bytes in [little, big, marked] {
            let (text, faults) = decoded(&bytes);
            assert_eq!((text.as_str(), faults.len(), faults[0].0), ("Minsk\n", 1, Code::Utf16));
        }
    }
}
