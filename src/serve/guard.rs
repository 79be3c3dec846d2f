//! Who may ask: requests must name this machine, and come from pages of this server.
//!
//! A name under someone else's control may lead to this machine; a page of that name could then
//! read the preview. Such a request has a foreign `Host`, or a foreign `Origin`.

use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};

/// Says who may ask.
pub(super) struct Guard {
    /// Whether the server listens beyond this machine: then any number is a name of it.
    open: bool,
    names: Vec<String>,
}

/// Why a request is turned away.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It names no host.
    NoHost,
    /// It names a host that is not this machine; the words say how to allow it.
    Foreign(String),
}

impl Guard {
    pub(super) fn new(host: IpAddr, allowed: &[String]) -> Self {
        let names = allowed.iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { open: !host.is_loopback(), names }
    }

    /// Checks a request's host, and where it comes from.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Refusal::NoHost) };
        let host = host.to_str().map_err(|_| Refusal::NoHost)?.to_ascii_lowercase();
        let name = name_of(&host);
        if !self.knows(name) {
            return Err(Refusal::Foreign(format!(
                "The preview answers to the names of this machine only, and the request is for `{name}`.\n\
                 To allow it: postil serve --allow-host {name}\n"
            )));
        }
        if let Some(origin) = headers.get(ORIGIN) {
            let origin = String::from_utf8_lossy(origin.as_bytes()).to_ascii_lowercase();
            let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            if own != Some(host.as_str()) {
                return Err(Refusal::Foreign(format!(
                    "The preview answers to its own pages only, and the request comes from `{}`.\n\
                     To use it under another name: postil serve --allow-host NAME\n",
                    origin.escape_default()
                )));
            }
        }
        // A page elsewhere may link to the preview, but not take its files in.
        let fetch = |name: &'static str| headers.get(HeaderName::from_static(name));
        let elsewhere = fetch("sec-fetch-site").is_some_and(|site| site == "cross-site");
        if elsewhere && fetch("sec-fetch-mode").is_none_or(|mode| mode != "navigate") {
            return Err(Refusal::Foreign(
                "The preview answers to its own pages only, and the request comes from another site.\n"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    fn knows(&self, name: &str) -> bool {
        if name == "localhost" || name.ends_with(".localhost") || self.names.iter().any(|own| own == name) {
            return true;
        }
        let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        // A number cannot be led elsewhere, as a name can.
        number.is_ok_and(|ip| ip.is_loopback() || self.open)
    }
}

/// The host without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn check(open: bool, headers: &[(&'static str, &str)]) -> Result<(), Refusal> {
        let host: IpAddr = if open { [0, 0, 0, 0].into() } else { [127, 0, 0, 1].into() };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        Guard::new(host, &["Desk.example".to_owned()]).check(&map)
    }

    #[test]
    fn only_names_of_this_machine() {
        for host in [
            "localhost:4000",
            "127.0.0.1",
            "[::1]:4000",
            "LocalHost",
            "site.localhost:1",
            "desk.example:4000",
        ] {
            assert_eq!(check(false, &[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "192.168.0.7:4000",
            "",
            "127.0.0.1.evil.example",
            "[::2]",
        ] {
            let refusal = check(false, &[("host", host)]);
            let Err(Refusal::Foreign(words)) = refusal else { panic!("{host}: {refusal:?}") };
            assert!(words.contains("--allow-host"), "{words}");
        }
        assert_eq!(check(true, &[("host", "192.168.0.7:4000")]), Ok(()));
        assert!(check(true, &[("host", "evil.example")]).is_err());
        assert_eq!(check(false, &[]), Err(Refusal::NoHost));
        assert_eq!(check(false, &[("host", "localhost"), ("host", "localhost")]), Err(Refusal::NoHost));
    }

    #[test]
    fn only_its_own_pages() {
        let from = |origin| check(false, &[("host", "localhost:4000"), ("origin", origin)]);
        assert_eq!(from("http://localhost:4000"), Ok(()));
        for origin in
            ["http://evil.example", "null", "http://localhost:3000", "http://localhost:4000.evil.example"]
        {
            assert!(from(origin).is_err(), "{origin}");
        }
        let fetch = |site, mode| {
            check(false, &[("host", "localhost"), ("sec-fetch-site", site), ("sec-fetch-mode", mode)])
        };
        assert_eq!(fetch("cross-site", "navigate"), Ok(()));
        assert_eq!(fetch("same-origin", "no-cors"), Ok(()));
        assert!(fetch("cross-site", "no-cors").is_err());
    }
}
