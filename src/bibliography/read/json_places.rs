//! Places in a JSON text, which the JSON reader does not give.

use serde_json::{StreamDeserializer, Value};

use crate::span::Span;

/// The offset of the `[` of the items.
pub(super) fn find_array(text: &str) -> Result<usize, (Span, String)> {
    let missing = |at| {
        (character_at(text, at), "this is neither an array of items nor an object with `items`".to_owned())
    };
    let mut at = skip_space(text, 0);
    if text[at..].starts_with('[') {
        return Ok(at);
    }
    if !text[at..].starts_with('{') {
        return Err(missing(at));
    }
    loop {
        at = skip_space(text, at + 1);
        if !text[at..].starts_with('"') {
            return Err(missing(at));
        }
        let (key, end) = value_at(text, at)?;
        at = skip_space(text, end);
        if !text[at..].starts_with(':') {
            return Err(missing(at));
        }
        at = skip_space(text, at + 1);
        if key == "items" && text[at..].starts_with('[') {
            return Ok(at);
        }
        at = skip_space(text, value_at(text, at)?.1);
        if !text[at..].starts_with(',') {
            return Err(missing(at));
        }
    }
}

/// The first offset from `at` on that is not white space.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    text.len() - text[at..].trim_start_matches([' ', '\t', '\n', '\r', '\u{feff}']).len()
}

/// The span of the character at an offset.
pub(super) fn character_at(text: &str, at: usize) -> Span {
    Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8))
}

/// The JSON value at an offset, and the offset after it.
pub(super) fn value_at(text: &str, at: usize) -> Result<(Value, usize), (Span, String)> {
    let mut values: StreamDeserializer<'_, _, Value> =
        serde_json::Deserializer::from_str(&text[at..]).into_iter();
    match values.next() {
        Some(Ok(value)) => Ok((value, at + values.byte_offset())),
        Some(Err(error)) => {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let place = character_at(text, offset(text, at, error.line(), error.column()));
            Err((place, format!("this is not valid JSON: {message}")))
        }
        None => Err((character_at(text, at), "this is not valid JSON: it ends too early".to_owned())),
    }
}

/// The offset after the object that begins at `at`, however wrong it is inside.
pub(super) fn after_object(text: &str, at: usize) -> Option<usize> {
    let (mut depth, mut in_string, mut is_escaped) = (0usize, false, false);
    for (offset, byte) in text.bytes().enumerate().skip(at) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The offset of a line and a column, counted from 1 and in bytes from the offset `start`.
fn offset(text: &str, start: usize, line: usize, column: usize) -> usize {
    let before: usize = text[start..].split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (start + before + column.saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The place of a name of an item, with its value where that is a text.
pub(super) fn place(text: &str, item: Span, name: &str) -> Option<Span> {
    let quoted = format!("\"{name}\"");
    let start = item.start as usize + text[item.range()].find(&quoted)?;
    let end = start + quoted.len();
    let colon = skip_space(text, end);
    let value = skip_space(text, colon + 1);
    let is_text = text[colon..].starts_with(':') && text[value..].starts_with('"');
    let end = if is_text { value_at(text, value).map_or(end, |(_, end)| end) } else { end };
    Some(Span::new(start, end))
}
