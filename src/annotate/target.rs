//! What the address of a link means, and what its title says.

use super::body::{Attributes, Link, Target};
use super::percent_decode;
use crate::config::{Config, Kinds};
use crate::date::When;
use crate::path::SitePath;

/// What an address means.
#[derive(Debug, PartialEq)]
pub(super) enum Meaning {
    Mention(Target),
    Date(String),
    Internal(Link),
    External(String),
    /// Something at another site: the name of the remote, and what stands after its colon.
    Remote(String, String),
    /// It has the form `kind:id`, and there is no such kind.
    UnknownKind(String),
    /// It is no address that readers can be led to, for this reason.
    Unsafe(String),
}

/// Schemes that may stand in a link.
const SAFE_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "doi"];
/// Schemes that run or show what the author of a note wants to be run or shown.
const UNSAFE_SCHEMES: [&str; 6] = ["javascript", "data", "vbscript", "file", "blob", "about"];

/// What `address` means in a site with these settings.
pub(super) fn meaning(address: &str, config: &Config) -> Meaning {
    // Browsers drop these before they look at the scheme.
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    let address = address.trim();
    if let Some((scheme, rest)) = address.split_once(':')
        && is_scheme(scheme)
    {
        return scheme_meaning(address, &scheme.to_ascii_lowercase(), rest, config);
    }
    if address.starts_with("//") {
        return Meaning::External(format!("https:{address}"));
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    Meaning::Internal(Link { path: path.to_owned(), fragment: fragment.to_owned() })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

fn scheme_meaning(address: &str, scheme: &str, rest: &str, config: &Config) -> Meaning {
    if scheme == "date" {
        Meaning::Date(rest.trim().to_owned())
    } else if config.kinds.get(scheme).is_some() {
        Meaning::Mention(Target::Typed(scheme.to_owned(), rest.trim().to_owned()))
    } else if rest.trim_matches('/').is_empty() {
        Meaning::Internal(Link { path: String::new(), fragment: String::new() })
    } else if config.remotes.contains_key(scheme) {
        Meaning::Remote(scheme.to_owned(), rest.trim().to_owned())
    } else if matches!(scheme, "http" | "https") && !has_host(rest) {
        Meaning::Unsafe("this address names no host".to_owned())
    } else if SAFE_SCHEMES.contains(&scheme) {
        let address = match scheme {
            "doi" => format!("https://doi.org/{rest}"),
            _ => address.to_owned(),
        };
        Meaning::External(address)
    } else if UNSAFE_SCHEMES.contains(&scheme) {
        Meaning::Unsafe("this address could run a script".to_owned())
    } else if rest.starts_with("//") {
        Meaning::Unsafe(format!("a link cannot lead to an address of `{scheme}:`"))
    } else {
        Meaning::UnknownKind(scheme.to_owned())
    }
}

/// Whether what follows `https:` begins with a host.
fn has_host(rest: &str) -> bool {
    let authority = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next());
    let host = authority.map(|authority| authority.rsplit('@').next().unwrap_or_default());
    host.is_some_and(|host| !host.is_empty() && !host.starts_with(':'))
}

/// The record of an entity that a link in the file `from` leads to, where it stands in the folder of such.
pub(super) fn entity_file(from: &SitePath, link: &Link) -> Option<SitePath> {
    let file = from.resolve(&percent_decode(&link.path)).filter(|_| link.path.ends_with(".md"))?;
    file.as_str().starts_with("content/entities/").then_some(file)
}

/// What the address of a wikilink, or of another link, in the file `from` names, where that is an entity.
pub fn named(from: &SitePath, address: &str, is_wikilink: bool, config: &Config) -> Option<Target> {
    if is_wikilink {
        return Some(wikilink(address, &config.kinds));
    }
    match meaning(address, config) {
        Meaning::Mention(target) => Some(target),
        Meaning::Internal(link) if link.fragment.is_empty() => entity_file(from, &link).map(Target::File),
        _ => None,
    }
}

/// What the words of a wikilink mean: `kind:id`, an id or a name.
pub(super) fn wikilink(words: &str, kinds: &Kinds) -> Target {
    let words = words.trim().trim_end_matches('\\').trim();
    match words.split_once(':') {
        Some((kind, id)) if kinds.get(kind.trim()).is_some() => {
            Target::Typed(kind.trim().to_owned(), id.trim().to_owned())
        }
        _ => Target::Name(words.to_owned()),
    }
}

/// What a field such as `of: belarus` or `about: [agreement:x]` names.
pub(super) fn field_target(words: &str, kinds: &Kinds) -> Target {
    match wikilink(words, kinds) {
        Target::Name(id) => Target::Id(id),
        target => target,
    }
}

/// Reads a link's title: `role=host; as-of=2015`.
///
/// # Errors
/// The part that is not understood, with a reason.
pub(super) fn attributes(title: &str) -> Result<Attributes, (String, String)> {
    let mut attributes = Attributes::default();
    for part in title.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else {
            return Err((part.to_owned(), "attributes are written `name=value`".to_owned()));
        };
        let value = value.trim().to_owned();
        match name.trim() {
            "role" => attributes.role = Some(value),
            "as-of" => match When::parse(&value) {
                Ok(when) => attributes.as_of = Some(when),
                Err(error) => return Err((part.to_owned(), error.message)),
            },
            "event" => attributes.event = Some(value),
            "id" => attributes.id = Some(value),
            "forecast" => attributes.forecast = Some(value != "no"),
            name => {
                let known = ["role", "as-of", "event", "id", "forecast"];
                let reason = match crate::nearest::nearest(name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "mentions have `role` and `as-of`; dates `event`, `id` and `forecast`".to_owned(),
                };
                return Err((name.to_owned(), reason));
            }
        }
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Meaning {
        meaning(address, &Config::minimal())
    }

    #[test]
    fn schemes_that_run_scripts_are_caught_however_they_are_written() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "\tjavascript:x",
        ] {
            assert_eq!(of(address), Meaning::Unsafe("this address could run a script".into()), "{address:?}");
        }
    }

    #[test]
    fn kinds_are_told_from_schemes() {
        assert_eq!(of("person:putin"), Meaning::Mention(Target::Typed("person".into(), "putin".into())));
        assert_eq!(of("persn:putin"), Meaning::UnknownKind("persn".into()));
        assert_eq!(of("https://a.org/#x"), Meaning::External("https://a.org/#x".into()));
        assert_eq!(of("../b.md#c"), Meaning::Internal(Link { path: "../b.md".into(), fragment: "c".into() }));
    }
}
