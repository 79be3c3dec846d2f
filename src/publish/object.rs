//! How the files of a site stand in a bucket: their types, and how long readers may keep them.

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
        let content_type = content_type(&extension);
        let cache_control = if path.starts_with("assets/") && is_hashed(name) {
            FOR_GOOD
        } else if matches!(extension.as_str(), "html" | "json" | "xml" | "txt" | "csv" | "ics" | "js" | "css")
        {
            FOR_A_MINUTE
        } else {
            FOR_AN_HOUR
        };
        Self { content_type, cache_control }
    }
}

/// Whether a name holds a digest, as in `site.1a2b3c4d5e.css`.
fn is_hashed(name: &str) -> bool {
    name.split('.').skip(1).any(|part| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" | "bib" | "ris" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_as_long_as_its_name_promises() {
        for (path, content_type, cache_control) in [
            ("index.html", "text/html; charset=utf-8", FOR_A_MINUTE),
            ("briefs/a/index.json", "application/json", FOR_A_MINUTE),
            ("assets/site.1a2b3c4d5e.css", "text/css; charset=utf-8", FOR_GOOD),
            ("assets/fonts/serif.0123456789.woff2", "font/woff2", FOR_GOOD),
            ("assets/photo.jpg", "image/jpeg", FOR_AN_HOUR),
            ("briefs/a/site.1a2b3c4d5e.css", "text/css; charset=utf-8", FOR_A_MINUTE),
            ("briefs/a/MAP.PNG", "image/png", FOR_AN_HOUR),
            ("CNAME", "application/octet-stream", FOR_AN_HOUR),
        ] {
            assert_eq!(Headers::of(path), Headers { content_type, cache_control }, "{path}");
        }
    }
}
