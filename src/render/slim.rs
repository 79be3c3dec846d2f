//! Stylesheets and scripts without what is for those who change them: readers would wait for it.

/// A stylesheet without its comments and the spaces that say nothing. What looks like either in a string or an
/// address stays.
pub(super) fn slim_stylesheet(stylesheet: &str) -> String {
    let mut text = String::with_capacity(stylesheet.len());
    let mut rest = stylesheet;
    while let Some(at) = rest.find(['"', '\'', '/', '(']) {
        let (before, from) = rest.split_at(at);
        push_close(&mut text, before);
        if let Some(comment) = from.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        let end = match from.as_bytes()[0] {
            quote @ (b'"' | b'\'') => end_of_string(from, quote),
            b'(' if text.ends_with("url") => from.find(')').map_or(from.len(), |end| end + 1),
            _ => 1,
        };
        text.push_str(&from[..end]);
        rest = &from[end..];
    }
    push_close(&mut text, rest);
    text
}

/// Adds a piece of a stylesheet that holds no string: runs of spaces as one, none beside the signs that part rules
/// and declarations. After a colon a space means nothing; before one it parts a selector from its pseudo-class.
fn push_close(text: &mut String, piece: &str) {
    for sign in piece.chars() {
        if sign.is_ascii_whitespace() {
            if !text.is_empty() && !text.ends_with([' ', '{', '}', ';', ',', ':']) {
                text.push(' ');
            }
            continue;
        }
        if matches!(sign, '{' | '}' | ';' | ',') && text.ends_with(' ') {
            text.pop();
        }
        if sign == '}' && text.ends_with(';') {
            text.pop();
        }
        text.push(sign);
    }
}

/// Where a string that begins with its quotation mark ends, with the mark.
fn end_of_string(text: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A script of the program's own without the lines that are comments, and without its indents. Those scripts have no
/// text of several lines.
pub(super) fn slim_script(script: &str) -> String {
    let mut text = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/**");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            text.push_str(line);
            text.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{slim_script, slim_stylesheet};

    #[test]
    fn comments_and_spaces_are_for_those_who_change_a_stylesheet() {
        for (written, published) in [
            ("a /* b */ c", "a c"),
            (r#"a::after { content: "/* b  */" } /* c"#, r#"a::after{content:"/* b  */"}"#),
            (r#"a { content: "\"/*" } /* " */ b"#, r#"a{content:"\"/*"}b"#),
            ("a { background: url(x/* y*/z) }", "a{background:url(x/* y*/z)}"),
            (
                "a { width: calc(1px / 2 + 3px);\n  --b: ;\n}\n\nc :hover, d > e {}",
                "a{width:calc(1px / 2 + 3px);--b:}c :hover,d > e{}",
            ),
            (
                "@media (min-width: 2rem) and (hover) { a { b: c } }",
                "@media (min-width:2rem) and (hover){a{b:c}}",
            ),
            ("a { content: 'é", "a{content:'é"),
            ("/* a **/b/**/", "b"),
        ] {
            assert_eq!(slim_stylesheet(written), published, "{written}");
        }
    }

    #[test]
    fn comments_are_for_those_who_change_a_script() {
        let written = "// What it does.\n\n/** One. */\nconst a = 'http://b'; // c\n/**\n * Two\n * lines.\n */\n  go(a);\n";
        assert_eq!(slim_script(written), "const a = 'http://b'; // c\ngo(a);\n");
    }

    #[test]
    fn the_scripts_have_no_text_of_several_lines() {
        for script in [include_str!("../../static/site.js"), include_str!("../../static/search.js")] {
            for line in script.lines().filter(|line| !line.trim_start().starts_with(['/', '*'])) {
                assert!(line.matches('`').count().is_multiple_of(2), "{line}");
            }
        }
    }
}
