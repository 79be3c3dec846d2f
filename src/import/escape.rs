//! Text as Markdown that reads as the same text.

/// Writes `text` so that nothing in it is syntax. `before` is what stands before it in its line.
pub(super) fn escape_into(out: &mut String, text: &str) {
    let mut last: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let is_within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_syntax = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !(is_within(last) && is_within(next)),
            '&' => begins_reference(letters.clone()),
            '{' => next == Some('#'),
            _ => false,
        };
        let at_line_start = out.is_empty() || out.ends_with('\n') || out.ends_with("\n> ");
        if is_syntax || (at_line_start && begins_block(letter, next)) {
            out.push('\\');
        }
        if at_line_start && letter.is_ascii_digit() {
            // “2019. The year” would be the number of an item.
            out.push(letter);
            let mut digits = 1;
            while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                out.push(digit);
                digits += 1;
            }
            if digits < 10 && letters.peek().is_some_and(|next| matches!(next, '.' | ')')) {
                out.push('\\');
            }
            last = Some('0');
            continue;
        }
        out.push(letter);
        last = Some(letter);
    }
}

/// Whether what follows an ampersand makes a character reference of it, as in `&amp;` and `&#233;`.
fn begins_reference(after: impl Iterator<Item = char>) -> bool {
    /// As long as the longest name that HTML has.
    const LONGEST: usize = 32;
    let name = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '#';
    after.take(LONGEST).find(|letter| !name(letter)) == Some(';')
}

/// Whether a letter at the beginning of a line would begin a heading, a quote, an item or a table.
fn begins_block(letter: char, next: Option<char>) -> bool {
    match letter {
        '#' | '>' | '|' | '=' => true,
        '-' | '+' => next.is_none_or(|next| next == ' ' || next == '-'),
        _ => false,
    }
}

/// An address between angle brackets, as links take any.
pub(super) fn address(address: &str) -> String {
    let plain = address.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c));
    if plain {
        return address.to_owned();
    }
    let mut written = String::from("<");
    for letter in address.chars() {
        match letter {
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            ' ' => written.push_str("%20"),
            letter if letter.is_control() => {}
            letter => written.push(letter),
        }
    }
    written + ">"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_is_escaped_and_prose_is_not() {
        for (text, written) in [
            ("snake_case and _this_", "snake_case and \\_this\\_"),
            ("# no heading", "\\# no heading"),
            ("2019. A year", "2019\\. A year"),
            ("- no item", "\\- no item"),
            ("-5 degrees", "-5 degrees"),
            ("AT&T &amp; & more", "AT&T \\&amp; & more"),
            ("a [sic] b", "a \\[sic\\] b"),
            ("1 < 2 > 0", "1 \\< 2 > 0"),
        ] {
            let mut out = String::new();
            escape_into(&mut out, text);
            assert_eq!(out, written);
        }
    }

    #[test]
    fn addresses_keep_their_letters() {
        assert_eq!(address("https://example.org/a_(b)"), "<https://example.org/a_(b)>");
        assert_eq!(address("https://example.org/a?b=c#d"), "https://example.org/a?b=c#d");
    }
}
