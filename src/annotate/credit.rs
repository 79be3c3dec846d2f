//! Whose a picture is: the end of its caption, as newspapers write it.

/// Words that a credit begins with, before a colon.
const WORDS: [&str; 12] = [
    "Chart",
    "Credit",
    "Credits",
    "Drawing",
    "Graphic",
    "Illustration",
    "Image",
    "Map",
    "Photo",
    "Photograph",
    "Picture",
    "Source",
];

/// Where in a caption the credit begins: `Photo: Ana Brandt`, `Credit: …` or `© …`, after a full stop or
/// alone.
pub fn credit_in(caption: &str) -> Option<usize> {
    let mut starts = caption.char_indices().filter(|(at, _)| {
        let before = caption[..*at].trim_end();
        before.is_empty() || (before.len() < *at && before.ends_with(['.', '!', '?', ';', '”', '"', ')']))
    });
    starts.find(|(at, _)| is_credit(&caption[*at..])).map(|(at, _)| at)
}

fn is_credit(words: &str) -> bool {
    if let Some(owner) = words.strip_prefix('©') {
        return !owner.trim().is_empty();
    }
    let Some((word, owner)) = words.split_once(':') else { return false };
    !owner.trim().is_empty() && WORDS.iter().any(|known| word.trim_end().eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::credit_in;

    #[test]
    fn credits_end_captions() {
        let credit = |caption: &'static str| credit_in(caption).map(|at| &caption[at..]);
        assert_eq!(credit("The bridge in May. Photograph: River Desk"), Some("Photograph: River Desk"));
        assert_eq!(credit("The bridge. © 2024 Ana Brandt"), Some("© 2024 Ana Brandt"));
        assert_eq!(credit("credit: A. Brandt. Map: B."), Some("credit: A. Brandt. Map: B."));
        assert_eq!(credit("© Ana"), Some("© Ana"));
        for caption in ["", "The bridge", "The photo: a bridge", "Photo:", "A bridge.Photo: Ana", "©"] {
            assert_eq!(credit(caption), None, "{caption}");
        }
    }
}
