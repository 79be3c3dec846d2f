//! Makes text safe to stand in HTML and XML.
//!
//! Characters that neither may hold, such as the controls that an escape of YAML, TOML or JSON can write, become
//! U+FFFD, as a browser would show them.

use std::io::Write;

/// `text` for HTML, in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut html, text);
    html
}

/// Adds `text`, escaped, to `html`.
pub fn escape_into(html: &mut String, text: &str) {
    let done = pieces(text, |piece| {
        html.push_str(piece);
        Ok::<(), std::convert::Infallible>(())
    });
    done.expect("a text takes all that is added");
}

/// Writes `text`, escaped. An error is one of the writer.
pub fn write_escaped(text: &str, writer: &mut dyn Write) -> std::io::Result<()> {
    pieces(text, |piece| writer.write_all(piece.as_bytes()))
}

/// Gives away `text`, escaped, in pieces.
fn pieces<E>(text: &str, mut put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let (mut done, mut at) = (0, 0);
    let next = |at: usize| text.as_bytes()[at..].iter().position(|byte| STANDS_OUT[usize::from(*byte)]);
    while let Some(plain) = next(at) {
        let start = at + plain;
        let Some(character) = text[start..].chars().next() else { break };
        at = start + character.len_utf8();
        if let Some(escaped) = escape_of(character) {
            put(&text[done..start])?;
            put(escaped)?;
            done = at;
        }
    }
    put(&text[done..])
}

/// What stands for a character, where it cannot stand for itself.
fn escape_of(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => is_forbidden(character).then_some("\u{fffd}"),
    }
}

/// The bytes that begin a character which may not stand for itself: a table is looked up faster than told by ranges.
const STANDS_OUT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(
            byte as u8,
            b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=8 | 11 | 12 | 14..=31 | 127 | 0xc2 | 0xef | 0xf0..=0xf4
        );
        byte += 1;
    }
    table
};

/// Whether HTML or XML may not hold a character: controls other than white space, and those that Unicode says are none.
fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    let is_none = matches!(code, 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe;
    is_none || character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::{escape, write_escaped};

    #[test]
    fn what_no_page_may_hold_is_replaced() {
        let text = "a\0\u{1}\u{b}\t\n b\u{7f}\u{85}\u{fffe}\u{ffff}\u{fdd0}\u{1ffff}©﷽🎨<&>\"'";
        let escaped = "a\u{fffd}\u{fffd}\u{fffd}\t\n b\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}©﷽🎨&lt;&amp;&gt;&quot;&#39;";
        assert_eq!(escape(text), escaped);
        let mut written = Vec::new();
        write_escaped(text, &mut written).unwrap();
        assert_eq!(written, escaped.as_bytes());
    }
}
