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
    let mut last = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (escaped, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\'' => ("&#39;", 1),
            // What these begin may be a character that no page may hold.
            0..=8 | 11 | 12 | 14..=31 | 127 | 0xc2 | 0xef | 0xf0..=0xf4 => {
                match text[at..].chars().next().filter(|character| is_forbidden(*character)) {
                    Some(character) => ("\u{fffd}", character.len_utf8()),
                    None => continue,
                }
            }
            _ => continue,
        };
        put(&text[last..at])?;
        put(escaped)?;
        last = at + length;
    }
    put(&text[last..])
}

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
