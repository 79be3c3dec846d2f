//! Where the site will stand on the web.

use crate::path::Address;
use std::fmt;

/// The absolute URL of the site's home page, with a slash at its end:
/// `https://example.org/belarus-brief/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    text: String,
    /// Where the path begins in `text`.
    path_at: usize,
}

impl BaseUrl {
    /// Reads an absolute `http` or `https` URL without query, fragment and user name; scheme
    /// and host are put in lower case and the slash at the end is added. The error is the
    /// reason, in words that follow the quoted URL.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").ok_or("is not absolute")?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err("begins with neither `http://` nor `https://`".to_owned());
        }
        if let Some(wrong) = rest.chars().find(|&character| {
            character.is_whitespace() || character.is_control() || "\"<>\\^`{|}".contains(character)
        }) {
            return Err(format!("holds the character U+{:04X}, which no URL has", u32::from(wrong)));
        }
        if !rest.is_ascii() {
            return Err(
                "holds letters beyond ASCII; write the host in Punycode and the path percent-encoded"
                    .to_owned(),
            );
        }
        for (mark, name) in [('?', "a query"), ('#', "a fragment")] {
            if rest.contains(mark) {
                return Err(format!("has {name}"));
            }
        }
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        check_host(host)?;
        let path = path.trim_end_matches('/');
        // A browser takes `%2e` for the dot that it stands for.
        let is_no_name =
            |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "" | "." | "..");
        if path.split('/').skip(1).any(is_no_name) {
            return Err("has a part of its path that is empty, `.` or `..`".to_owned());
        }
        let origin = format!("{scheme}://{}", host.to_ascii_lowercase());
        Ok(Self { path_at: origin.len(), text: format!("{origin}{path}/") })
    }

    /// The URL as text; it ends with a slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme and host, without a slash at the end: `https://example.org`.
    pub fn origin(&self) -> &str {
        &self.text[..self.path_at]
    }

    /// The path, with a slash at both ends: `/belarus-brief/`, or `/`.
    pub fn base_path(&self) -> &str {
        &self.text[self.path_at..]
    }

    /// The path of an address of the site, from the root of the host.
    pub fn path_to(&self, address: &Address) -> String {
        format!("{}{}", self.base_path(), &address.as_str()[1..])
    }

    /// The absolute URL of an address of the site.
    pub fn join(&self, address: &Address) -> String {
        format!("{}{}", self.text, &address.as_str()[1..])
    }
}

fn check_host(host: &str) -> Result<(), String> {
    if host.contains('@') {
        return Err("holds a user name".to_owned());
    }
    // An IPv6 address stands in brackets and has colons of its own.
    let (name, port) = match host.rfind(']') {
        Some(at) if host.starts_with('[') => (&host[..=at], host[at + 1..].strip_prefix(':')),
        _ => host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let bracketed = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let legal = match bracketed {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => name.trim_end_matches('.').split('.').all(|part| {
            !part.is_empty()
                && part.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character))
        }),
    };
    if !legal {
        return Err("has no host".to_owned());
    }
    match port {
        Some(port) if port.parse::<u16>().is_err() => {
            Err(format!("has the port `{port}`, which is no number up to 65535"))
        }
        _ => Ok(()),
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;
    use crate::path::Address;

    #[test]
    fn parts_of_a_base() {
        let base = BaseUrl::parse("HTTPS://Example.ORG/belarus-brief").expect("legal");
        assert_eq!(base.as_str(), "https://example.org/belarus-brief/");
        assert_eq!(base.origin(), "https://example.org");
        assert_eq!(base.base_path(), "/belarus-brief/");
        assert_eq!(base.join(&Address::new("/briefs/a/")), "https://example.org/belarus-brief/briefs/a/");
        let base = BaseUrl::parse("http://localhost:8080/").expect("legal");
        assert_eq!((base.base_path(), base.origin()), ("/", "http://localhost:8080"));
        assert!(BaseUrl::parse("http://[::1]:80").is_ok());
    }

    #[test]
    fn what_is_no_base() {
        for (text, reason) in [
            ("/brief/", "not absolute"),
            ("ftp://example.org", "neither"),
            ("javascript://example.org", "neither"),
            ("https://", "no host"),
            ("https:///path", "no host"),
            ("https://example.org?x", "a query"),
            ("https://example.org/#x", "a fragment"),
            ("https://me@example.org/", "a user name"),
            ("https://example.org/a/../b", "`..`"),
            ("https://example.org/a/.%2E/b", "`..`"),
            ("https://example.org:x/", "port"),
            ("https://exa mple.org/", "U+0020"),
            ("https://mińsk.example/", "ASCII"),
        ] {
            let error = BaseUrl::parse(text).expect_err(text);
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
