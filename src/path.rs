//! The two kinds of path: a file of the site, and an address of the published site.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A file of the site, relative to the site's root, with `/` between its parts:
/// `content/briefs/a.md`. Cheap to copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// A path as it stands; the caller has checked that it is relative and has no `..`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `a.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its extension: `a`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension as written, without the dot; empty where there is none.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The folder that the file is in, without a slash at the end; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path that `relative` means when it stands in this file: `.` and `..` are
    /// resolved; `None` where it leaves the site.
    pub fn resolve(&self, relative: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> = match relative.strip_prefix('/') {
            Some(_) => Vec::new(),
            None => self.folder().split('/').filter(|part| !part.is_empty()).collect(),
        };
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(Self::new(parts.join("/")))
    }

    /// How a link in the file `from` names this file: `../entities/belarus.md`.
    pub fn seen_from(&self, from: &SitePath) -> String {
        let folders =
            |path: &'_ SitePath| path.folder().split('/').map(str::to_owned).collect::<Vec<String>>();
        let (here, there) = (folders(from), folders(self));
        let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..", here.len() - shared);
        let down = there[shared..].iter().map(String::as_str);
        up.chain(down).chain([self.file_name()]).collect::<Vec<_>>().join("/")
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address of the published site, from its root: `/entities/belarus/` for a page,
/// `/assets/site.1a2b.css` for a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(Arc<str>);

impl Address {
    /// An address; it begins with `/`.
    pub fn new(address: impl Into<Arc<str>>) -> Self {
        let address = Self(address.into());
        debug_assert!(address.0.starts_with('/'), "an address begins with a slash: {address}");
        address
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a host serves for this address: `entities/belarus/index.html`.
    pub fn output_path(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// The link from the page at `from` to this address, relative, so that the same bytes
    /// work under any base path: from `/briefs/a/` to `/entities/b/` it is `../../entities/b/`.
    pub fn relative_to(&self, from: &Address) -> String {
        let folder = &from.0[..=from.0.rfind('/').unwrap_or(0)];
        let shared = folder
            .bytes()
            .zip(self.0.bytes())
            .take_while(|(a, b)| a == b)
            .enumerate()
            .filter(|(_, (byte, _))| *byte == b'/')
            .last()
            .map_or(0, |(at, _)| at + 1);
        let mut link = "../".repeat(folder[shared..].matches('/').count());
        link.push_str(&self.0[shared..]);
        if link.is_empty() { "./".to_owned() } else { link }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The longest slug that is made of a text, in bytes.
const LONGEST_MADE: usize = 80;

/// The longest slug that an author may write, in bytes.
const LONGEST_WRITTEN: usize = 100;

/// Names that Windows keeps for devices, with any extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whether Windows takes the name of a file for that of a device: with any letter case and extension.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
}

/// The slug of a text: its letters and digits in lower-case ASCII, other scripts written in
/// Latin letters, with single hyphens between the words, at most 80 bytes. `None` where the
/// text has no letter or digit, such as one of emoji only.
pub fn slugify(text: &str) -> Option<String> {
    let mut slug = String::new();
    let mut gap = false;
    for character in text.nfc() {
        let spelled = if character.is_alphanumeric() {
            deunicode::deunicode_char(character).unwrap_or(" ")
        } else if matches!(character, '\'' | '’' | 'ʼ') || is_combining_mark(character) {
            // Apostrophes and accents fall out of words: “Ukraine’s” is `ukraines`.
            continue;
        } else {
            // Emoji come here too: deunicode would spell out their names, which no author wrote.
            " "
        };
        // A Chinese syllable ends with a space of its own, which parts it from the next one.
        for letter in spelled.chars() {
            if letter.is_ascii_alphanumeric() {
                if std::mem::take(&mut gap) && !slug.is_empty() {
                    slug.push('-');
                }
                slug.push(letter.to_ascii_lowercase());
            } else if !matches!(letter, '\'' | '`' | '"') {
                gap = true;
            }
        }
        if slug.len() > 2 * LONGEST_MADE {
            break;
        }
    }
    if slug.len() > LONGEST_MADE {
        let cut = slug[..=LONGEST_MADE].rfind('-').unwrap_or(LONGEST_MADE);
        slug.truncate(cut);
    }
    if is_device(&slug) {
        slug.push_str("-page");
    }
    Some(slug).filter(|slug| !slug.is_empty())
}

/// Whether a text can stand in an address as it is: lower-case ASCII letters, digits and
/// single hyphens between them, 1 to 100 bytes, no device name of Windows. The error is the
/// reason, in words that follow the quoted text: “holds a space”.
pub fn check_slug(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    if text.len() > LONGEST_WRITTEN {
        return Err(format!("is {} bytes long, and {LONGEST_WRITTEN} are allowed", text.len()));
    }
    if let Some(wrong) = text.chars().find(|&character| !matches!(character, 'a'..='z' | '0'..='9' | '-')) {
        return Err(match wrong {
            'A'..='Z' => format!("holds the capital letter `{wrong}`"),
            ' ' => "holds a space".to_owned(),
            wrong if wrong.is_alphanumeric() => {
                format!("holds `{wrong}`, which is not an ASCII letter or digit")
            }
            wrong
                if wrong.is_control()
                    || wrong.is_whitespace()
                    || deunicode::deunicode_char(wrong).is_none_or(str::is_empty) =>
            {
                format!("holds the character U+{:04X}", u32::from(wrong))
            }
            wrong => format!("holds `{wrong}`"),
        });
    }
    if text.starts_with('-') || text.ends_with('-') {
        return Err("begins or ends with a hyphen".to_owned());
    }
    if text.contains("--") {
        return Err("holds two hyphens in a row".to_owned());
    }
    if is_device(text) {
        return Err("is the name of a device on Windows".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{SitePath, check_slug, slugify};

    #[test]
    fn slugs_of_many_scripts() {
        for (text, slug) in [
            ("Minsk and Moscow sign a treaty", "minsk-and-moscow-sign-a-treaty"),
            ("  Café — déjà vu!  ", "cafe-deja-vu"),
            ("Cafe\u{301}", "cafe"),
            ("Ukraine’s aid", "ukraines-aid"),
            ("Мінск", "minsk"),
            ("Объект", "obekt"),
            ("हिन्दी", "hindii"),
            ("1️⃣ first", "1-first"),
            ("北京", "bei-jing"),
            ("2014/03/18", "2014-03-18"),
            ("🚀 Launch", "launch"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "con-page"),
        ] {
            assert_eq!(slugify(text).as_deref(), Some(slug), "{text}");
        }
        for text in ["", "🚀🚀", " — ", "\u{202e}"] {
            assert_eq!(slugify(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_slug_is_cut_between_words_and_is_legal() {
        let slug = slugify(&"treaty of friendship ".repeat(50)).expect("letters");
        assert!(slug.len() <= 80 && slug.ends_with("of"), "{slug}");
        assert_eq!(check_slug(&slug), Ok(()));
        assert_eq!(slugify(&"x".repeat(300)).map(|slug| slug.len()), Some(80));
    }

    #[test]
    fn illegal_slugs_say_why() {
        for (text, reason) in [
            ("", "empty"),
            ("   ", "empty"),
            ("Minsk", "capital letter `M`"),
            ("a b", "space"),
            ("..", "`.`"),
            ("../../etc/passwd", "`.`"),
            ("a/b", "`/`"),
            ("a\\b", "`\\`"),
            ("%2e%2e", "`%`"),
            ("a\0b", "U+0000"),
            ("a\u{202e}b", "U+202E"),
            ("café", "`é`"),
            ("-a", "hyphen"),
            ("a--b", "two hyphens"),
            ("nul", "Windows"),
            (&"a".repeat(300), "300 bytes"),
        ] {
            let error = check_slug(text).expect_err(text);
            assert!(error.contains(reason), "{text:?}: {error}");
        }
        for text in ["a", "belarus-1994", "404"] {
            assert_eq!(check_slug(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn files_are_named_from_the_file_that_links_to_them() {
        let relative = |from: &str, to: &str| SitePath::new(to).seen_from(&SitePath::new(from));
        assert_eq!(relative("content/briefs/a.md", "content/briefs/b/index.md"), "b/index.md");
        assert_eq!(relative("content/briefs/a/index.md", "content/about.md"), "../../about.md");
        assert_eq!(relative("content/a.md", "content/b.md"), "b.md");
    }

    proptest::proptest! {
        #[test]
        fn every_slug_that_is_made_is_legal_and_stays(text in "\\PC{0,60}") {
            if let Some(slug) = slugify(&text) {
                proptest::prop_assert_eq!(check_slug(&slug), Ok(()));
                proptest::prop_assert_eq!(slugify(&slug), Some(slug));
            }
        }
    }
}
