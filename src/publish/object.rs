//! How the files of a site stand in a bucket: their types, and how long readers may keep them.

use crate::output::media_type;

/// What is sent with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Headers {
    pub(super) content_type: &'static str,
    pub(super) cache_control: &'static str,
}

/// Files whose names change with their content.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Pages and data, which a next publish changes under the same name.
const FOR_A_MINUTE: &str = "public, max-age=60, must-revalidate";

/// Pictures and other files under names of their own.
const FOR_AN_HOUR: &str = "public, max-age=3600";

impl Headers {
    /// What is sent with the file at a path of the site.
    pub(super) fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        let cache_control = if path.starts_with("assets/") && is_hashed(name) {
            FOR_GOOD
        } else if matches!(extension.as_str(), "html" | "json" | "xml" | "txt" | "csv" | "ics" | "js" | "css")
        {
            FOR_A_MINUTE
        } else {
            FOR_AN_HOUR
        };
        Self { content_type: media_type(path), cache_control }
    }
}

/// Whether a name holds a digest, as in `site.1a2b3c4d5e.css`, or is one, of 32 digits.
fn is_hashed(name: &str) -> bool {
    let is_digest =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut parts = name.split('.');
    parts.next().is_some_and(|stem| is_digest(stem, 32)) || parts.any(|part| is_digest(part, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_as_long_as_its_name_promises() {
        for (path, content_type, cache_control) in [
            ("index.html", "text/html; charset=utf-8", FOR_A_MINUTE),
            ("briefs/a/index.json", "application/json; charset=utf-8", FOR_A_MINUTE),
            ("feed.xml", "application/atom+xml; charset=utf-8", FOR_A_MINUTE),
            ("assets/site.1a2b3c4d5e.css", "text/css; charset=utf-8", FOR_GOOD),
            ("assets/fonts/serif.0123456789.woff2", "font/woff2", FOR_GOOD),
            ("assets/cards/0123456789abcdef0123456789abcdef.png", "image/png", FOR_GOOD),
            ("assets/photo.jpg", "image/jpeg", FOR_AN_HOUR),
            ("briefs/a/site.1a2b3c4d5e.css", "text/css; charset=utf-8", FOR_A_MINUTE),
            ("briefs/a/MAP.PNG", "image/png", FOR_AN_HOUR),
            ("CNAME", "application/octet-stream", FOR_AN_HOUR),
        ] {
            assert_eq!(Headers::of(path), Headers { content_type, cache_control }, "{path}");
        }
    }
}
