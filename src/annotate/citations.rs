//! Reads citation groups: `@edm2024, p. 3; see @mfa-ua, § 2`.

use crate::bibliography::{Cite, parse_locator};

/// The cites of a group, without its brackets. A part without a key belongs to the cite
/// before it, so that a locator may hold a semicolon.
pub(super) fn parse_group(group: &str) -> Vec<Cite> {
    let mut cites: Vec<Cite> = Vec::new();
    for part in group.split(';') {
        match parse_cite(part.trim()) {
            Some(cite) => cites.push(cite),
            None => {
                if let Some(last) = cites.last_mut() {
                    let suffix = last.suffix.get_or_insert_default();
                    suffix.push_str("; ");
                    suffix.push_str(part.trim());
                }
            }
        }
    }
    cites
}

/// One cite: words before the key are its prefix, what follows a comma its locator.
fn parse_cite(part: &str) -> Option<Cite> {
    let at = part
        .match_indices('@')
        .map(|(at, _)| at)
        .find(|&at| part[..at].chars().next_back().is_none_or(char::is_whitespace))?;
    let rest = &part[at + 1..];
    let length = rest
        .char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || "_-:.+/".contains(*c)))
        .map_or(rest.len(), |(at, _)| at);
    let key = rest[..length].trim_end_matches(['.', ':']);
    if key.is_empty() {
        return None;
    }
    let after = rest[key.len()..].trim_start_matches(',').trim();
    let prefix = part[..at].trim();
    let locator = parse_locator(after);
    let suffix = (locator.is_none() && !after.is_empty()).then(|| after.to_owned());
    Some(Cite {
        key: key.to_owned(),
        locator,
        prefix: (!prefix.is_empty()).then(|| prefix.to_owned()),
        suffix,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(group: &str) -> Vec<String> {
        parse_group(group).into_iter().map(|cite| cite.key).collect()
    }

    #[test]
    fn groups_are_cut_at_semicolons() {
        assert_eq!(keys("@edm2024, p. 3; see @mfa-ua; @x."), ["edm2024", "mfa-ua", "x"]);
        assert!(keys("no key").is_empty());
    }
}
