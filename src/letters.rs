//! Letters: their case, and short texts of them such as ids and language tags.

/// `words` with its first letter large.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text between quotation marks as YAML reads it: as JSON does, but for two characters that are none.
pub fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}

/// Whether a text has the form of a language tag of BCP 47 that begins with a code of ISO 639: two or
/// three letters, and after hyphens up to eight letters or digits each.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether a character has no shape, or turns the direction of what follows.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// Words that stay small within a name.
const SMALL: [&str; 11] = ["a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"];

/// The name that an id seems to stand for: “Treaty on the Union State” for
/// `treaty-on-the-union-state`.
pub fn name_of_id(id: &str) -> String {
    let words = id.split('-').filter(|word| !word.is_empty()).enumerate();
    let words = words.map(|(at, word)| match at > 0 && SMALL.contains(&word) {
        true => word.to_owned(),
        false => capitalised(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{is_language_tag, name_of_id};

    #[test]
    fn language_tags_begin_with_a_code() {
        for tag in ["en", "be-Latn", "zh-Hans-CN", "ckb"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["english", "e", "uzbek language", "en_GB", "en-", ""] {
            assert!(!is_language_tag(text), "{text}");
        }
    }

    #[test]
    fn an_id_reads_as_a_name() {
        assert_eq!(name_of_id("treaty-on-the-union-state"), "Treaty on the Union State");
        assert_eq!(name_of_id("the-hague"), "The Hague");
    }
}
