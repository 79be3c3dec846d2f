//! Built-in templates with the words of the interface put in: these are the same on every page.
//!
//! 1. A template prints a word by `{{ words.key }}`, and nothing else, where it has no more to do with it.
//! 2. The word takes the place of that, escaped as Tera would escape it.
//! 3. A word that the template may trim, or that might be read as a tag, is left to the template.

use crate::escape::escape_into;
use crate::words::Words;

/// What a template prints a word by begins with.
const BEFORE: &str = "{{ words.";

/// A template of HTML or XML with the words put in.
pub(super) fn worded(template: &str, words: &Words) -> String {
    let mut pieces = template.split(BEFORE);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let printed = piece.split_once(" }}");
        let word = printed.and_then(|(key, _)| words.texts().get(key)).filter(|word| is_plain(word));
        match printed.zip(word) {
            Some(((_, after), word)) => {
                escape_into(&mut text, word);
                text.push_str(after);
            }
            None => {
                text.push_str(BEFORE);
                text.push_str(piece);
            }
        }
    }
    text
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.trim() == word && !word.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_templates_unless_something_is_done_with_them() {
        let kept = "{% if x -%} {{ words.about_whom }} {{ words.skip | upper }} {{ words.no_such_word }}{%- endif %}";
        assert_eq!(worded(kept, Words::english()), kept);
        let printed = "a {{ words.skip }} b {{ words.feed }}{{ words.about_whom";
        let put_in = "a Skip to the text b Feed{{ words.about_whom";
        assert_eq!(worded(printed, Words::english()), put_in);
    }
}
