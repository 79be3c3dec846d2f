//! Text from content that is about to reach a terminal or a log.

/// The character that stands for `character` where it could move the cursor, change colours, break
/// a line or turn the direction of writing; any other character, and the tab, is returned as it is.
pub(super) fn harmless(character: char) -> char {
    match character {
        '\t' => '\t',
        // The pictures of the control characters lie in their order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        // Noncharacters, of which the human format uses one for itself.
        | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        other => other,
    }
}

/// A text on one line: line breaks and tabs become spaces, other characters harmless.
pub(super) fn one_line(text: &str) -> String {
    text.trim_end()
        .chars()
        .map(|character| if matches!(character, '\n' | '\r' | '\t') { ' ' } else { harmless(character) })
        .collect()
}

/// A text whose line breaks stay; other characters become harmless.
pub(super) fn lines(text: &str) -> String {
    text.lines().map(|line| line.chars().map(harmless).collect::<String>()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_do_harm_becomes_visible() {
        assert_eq!(one_line("a\u{1b}[31m\u{202e}b\nc\td\u{9b}"), "a␛[31m\u{fffd}b c d\u{fffd}");
        assert_eq!(lines("a\r\nb\rc\u{7f}"), "a\nb␍c␡");
    }
}
