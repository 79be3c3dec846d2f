//! Makes text safe to stand in HTML and XML.

/// `text` for HTML, in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut html, text);
    html
}

/// Adds `text`, escaped, to `html`.
pub fn escape_into(html: &mut String, text: &str) {
    let mut last = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        html.push_str(&text[last..at]);
        html.push_str(entity);
        last = at + 1;
    }
    html.push_str(&text[last..]);
}
