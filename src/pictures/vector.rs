//! SVG.

/// The width of a drawing that names only its proportions: it fills the column of a text.
const COLUMN: f64 = 640.0;

/// The width and height that a drawing's first tag gives: in pixels, or the proportions of its `viewBox`
/// at the width of a text (SVG 2, section 8.9).
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let tag = first_tag(text)?;
    let pixels = |name| pixels(attribute(tag, name)?);
    let (width, height) = match (pixels("width"), pixels("height"), proportions(tag)) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(ratio)) => (width, width / ratio),
        (None, Some(height), Some(ratio)) => (height * ratio, height),
        (None, None, Some(ratio)) => (COLUMN, COLUMN / ratio),
        _ => return None,
    };
    let whole = |length: f64| Some(length.round() as u32).filter(|length| (1..=100_000).contains(length));
    Some((whole(width)?, whole(height)?))
}

/// What stands between `<svg` and `>`.
fn first_tag(text: &str) -> Option<&str> {
    let at = text.match_indices("<svg").map(|(at, tag)| at + tag.len());
    let mut starts = at.filter(|at| text[*at..].starts_with(char::is_whitespace));
    let rest = &text[starts.next()?..];
    let mut quote = None;
    let end = rest.find(|character| match (quote, character) {
        (None, '>') => true,
        (None, '"' | '\'') => {
            quote = Some(character);
            false
        }
        (Some(open), _) if open == character => {
            quote = None;
            false
        }
        _ => false,
    });
    Some(&rest[..end?])
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let value = after.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        if before.trim() == name {
            return Some(value.trim());
        }
        rest = after;
    }
}

/// A length in pixels; `None` for one in another unit.
fn pixels(length: &str) -> Option<f64> {
    let number = length.strip_suffix("px").unwrap_or(length).parse::<f64>().ok()?;
    Some(number).filter(|number| number.is_finite() && *number > 0.0)
}

/// The width of a drawing for a height of 1.
fn proportions(tag: &str) -> Option<f64> {
    let numbers = attribute(tag, "viewBox")?.split(|c: char| c.is_whitespace() || c == ',');
    let numbers: Option<Vec<f64>> =
        numbers.filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [_, _, width, height] => Some(width / height).filter(|ratio| ratio.is_finite() && *ratio > 0.0),
        _ => None,
    }
}
