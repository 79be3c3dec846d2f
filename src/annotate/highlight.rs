//! Code blocks, highlighted as CSS classes (`hl-…`) for the theme to colour.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use crate::escape::escape;

/// Loaded at the first code block in a known language: it costs some hundredths of a second.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The longest code that is highlighted, in bytes: a fence is not the place for a data dump.
const LONGEST: usize = 256 * 1024;

/// A code block as HTML. A language that is not known, or none, gives plain code.
pub(super) fn highlight(language: &str, code: &str) -> String {
    let inner = (!language.is_empty() && code.len() <= LONGEST).then(|| coloured(language, code)).flatten();
    let inner = inner.unwrap_or_else(|| escape(code));
    match language {
        "" => format!("<pre class=\"code\" tabindex=\"0\"><code>{inner}</code></pre>"),
        _ => format!(
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-{}\">{inner}</code></pre>",
            escape(language)
        ),
    }
}

fn coloured(language: &str, code: &str) -> Option<String> {
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes_and_unknown_ones_stay_plain() {
        assert!(highlight("toml", "a = 1\n").contains("hl-"));
        assert_eq!(
            highlight("no\"such", "<b>"),
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-no&quot;such\">&lt;b&gt;</code></pre>"
        );
    }
}
