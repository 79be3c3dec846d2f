//! Letter case.

/// `words` with its first letter large.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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

#[cfg(test)]
mod tests {
    use super::is_language_tag;

    #[test]
    fn language_tags_begin_with_a_code() {
        for tag in ["en", "be-Latn", "zh-Hans-CN", "ckb"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["english", "e", "uzbek language", "en_GB", "en-", ""] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}
