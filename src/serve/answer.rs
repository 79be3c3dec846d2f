//! What a target means: a file of the newest snapshot, by name, or nothing.
//!
//! 1. The path is decoded once; what no output can be called is refused.
//! 2. The base path is taken off. The bare root goes on to it.
//! 3. The rest is looked up in the map of outputs, the way static hosts do it: a folder gives its
//!    `index.html`, a folder without its slash a redirection, anything else the 404 page.

use std::sync::Arc;

/// What stands at a target.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file: its output path and its bytes.
    File(String, Arc<[u8]>),
    /// It is elsewhere: the path there.
    Elsewhere(String),
    /// Nothing; the 404 page, if there is one.
    Nothing(Option<Arc<[u8]>>),
    /// No output can have such a path.
    Refused,
}

/// Looks up the path of a target, as it was sent, among the files of a site, which stands under `base_path`;
/// `file` gives the file at an output path.
pub fn find(file: impl Fn(&str) -> Option<Arc<[u8]>>, base_path: &str, path: &str) -> Found {
    let (Some(path), Some(base)) = (decode_path(path), decode_path(base_path)) else {
        return Found::Refused;
    };
    let nothing = || Found::Nothing(file("404.html"));
    let Some(rest) = path.strip_prefix(&base) else {
        let is_base = path == "/" || format!("{path}/") == base;
        return if is_base { Found::Elsewhere(base_path.to_owned()) } else { nothing() };
    };
    let name =
        if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.to_owned() };
    if let Some(bytes) = file(&name) {
        return Found::File(name, bytes);
    }
    match file(&format!("{rest}/index.html")) {
        Some(_) => Found::Elsewhere(encode_path(&format!("{path}/"))),
        None => nothing(),
    }
}

/// A path with its `%` sequences resolved, once; `None` where it holds what no output's path
/// has: control characters, a backslash, a slash in disguise, bytes that are no text.
fn decode_path(path: &str) -> Option<String> {
    let parts = path.split('/').map(|part| decode(part).filter(|part| !part.contains(['/', '\\'])));
    let path = parts.collect::<Option<Vec<_>>>()?.join("/");
    (!path.contains(char::is_control)).then_some(path)
}

/// A text with its `%` sequences resolved, once; `None` where they are broken or no text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let (high, low) = (rest.next()?, rest.next()?);
                let digit = |byte: u8| char::from(byte).to_digit(16);
                bytes.push((digit(high)? * 16 + digit(low)?) as u8);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// A path as it may stand in a header.
fn encode_path(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'%' | b'?' | b'#' | b'"' | b'<' | b'>' => text.push_str(&format!("%{byte:02X}")),
            b'!'..=b'~' => text.push(byte as char),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// A value of a query; `None` where it is not there.
pub(super) fn query_value(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find_map(|(key, value)| (key == name).then_some(value))?;
    decode(&value.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Output;

    fn in_pages(base_path: &str, path: &str) -> Found {
        let pages = pages();
        find(|path| pages.get(path).cloned(), base_path, path)
    }

    fn pages() -> Output {
        let mut output = Output::new();
        for path in ["index.html", "404.html", "briefs/a/index.html", "a b/é.png", "100%/index.html"] {
            output.insert(path, path.as_bytes()).unwrap();
        }
        output
    }

    #[test]
    fn targets_are_names_in_the_map() {
        let file = |path| match in_pages("/repo/", path) {
            Found::File(path, _) => path,
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(file("/repo/"), "index.html");
        assert_eq!(file("/repo/briefs/a/"), "briefs/a/index.html");
        assert_eq!(file("/repo/briefs/a/index.html"), "briefs/a/index.html");
        assert_eq!(file("/repo/a%20b/%C3%A9.png"), "a b/é.png");
        assert_eq!(file("/%72epo/"), "index.html");
        for (path, to) in [
            ("/", "/repo/"),
            ("/repo", "/repo/"),
            ("/repo/briefs/a", "/repo/briefs/a/"),
            ("/repo/100%25", "/repo/100%25/"),
        ] {
            assert_eq!(in_pages("/repo/", path), Found::Elsewhere(to.to_owned()), "{path}");
        }
    }

    #[test]
    fn no_target_is_a_path_of_the_disk() {
        for whole in ["/", "/repo/"] {
            let base = whole.trim_end_matches('/');
            for path in [
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/%252e%252e/etc/passwd",
                "//etc/passwd",
                "//briefs/a",
                "/./index.html",
                "/briefs/../index.html",
                "/briefs/a/nothing",
            ] {
                let found = in_pages(whole, &format!("{base}{path}"));
                assert!(matches!(found, Found::Nothing(Some(_))), "{path}: {found:?}");
            }
            for path in
                ["/..\\..\\etc", "/%5c", "/briefs%2Fa/", "/%00", "/%0d%0aX:y", "/%", "/%f", "/%zz", "/%ff"]
            {
                assert_eq!(in_pages(whole, &format!("{base}{path}")), Found::Refused, "{path}");
            }
        }
    }

    #[test]
    fn queries_have_values() {
        let query = Some("at=%2Frepo%2Fa+b%2F&since=12&bad=%zz");
        assert_eq!(query_value(query, "at").as_deref(), Some("/repo/a b/"));
        assert_eq!(query_value(query, "since").as_deref(), Some("12"));
        assert_eq!(query_value(query, "bad"), None);
        assert_eq!(query_value(None, "at"), None);
    }
}
