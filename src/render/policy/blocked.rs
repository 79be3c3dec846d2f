//! What one of the site's templates has that the policy blocks.

use super::tags::{Tag, tags};
use super::{Inline, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;

/// Elements that load something, with the attribute that says what, and the directive that decides.
const LOADERS: [(&str, &str, &str); 7] = [
    ("script", "src", "script-src"),
    ("link", "href", "style-src"),
    ("img", "src", "img-src"),
    ("iframe", "src", "frame-src"),
    ("audio", "src", "media-src"),
    ("video", "src", "media-src"),
    ("form", "action", "form-action"),
];

/// A fault of a template: where it is, what it is, and what helps.
struct Fault {
    place: std::ops::Range<usize>,
    what: String,
    help: String,
}

/// What a policy blocks in a template.
pub(in crate::render) fn blocked(policy: &Policy, path: &SitePath, text: &str) -> Vec<Diagnostic> {
    let faults = tags(text).into_iter().flat_map(|tag| {
        let inline = inline(policy, &tag, text);
        let loaded = loaded(policy, &tag);
        inline.into_iter().chain(attributes(policy, &tag)).chain(loaded).collect::<Vec<_>>()
    });
    let faults = faults.map(|fault| {
        let message = format!("the pages’ Content-Security-Policy blocks {}", fault.what);
        Diagnostic::new(Code::BlockedByPolicy, path, Span::from(fault.place), message).help(fault.help)
    });
    faults.collect()
}

/// A script or style whose text depends on the page.
fn inline(policy: &Policy, tag: &Tag<'_>, text: &str) -> Option<Fault> {
    let inline = Inline::of(tag, text)?;
    if !inline.has_values() || policy.allows_any_inline(inline.directive) {
        return None;
    }
    let name = &tag.name;
    let help = match name.as_str() {
        "script" => {
            "put the values into `data-` attributes of the script, and read them from `document.currentScript.dataset`"
        }
        _ => "write the style without values, and choose among classes in the template",
    };
    let what = format!("a `{name}` element with values of the template in its text");
    Some(Fault { place: tag.start..tag.start + 1 + name.len(), what, help: help.to_owned() })
}

fn attributes<'a>(policy: &'a Policy, tag: &'a Tag<'_>) -> impl Iterator<Item = Fault> {
    tag.attributes.iter().filter_map(|attribute| {
        let (directive, help) = match attribute.name.as_str() {
            "style" => {
                ("style-src", "give the element a class, and put its style into a `<style>` of the head")
            }
            name if name.starts_with("on") && name.len() > 2 && !attribute.value.is_empty() => {
                ("script-src", "listen from a script, by `addEventListener`")
            }
            _ => return None,
        };
        let what = format!("the attribute `{}`", attribute.name);
        let fault = Fault { place: attribute.place.clone(), what, help: help.to_owned() };
        (!policy.allows_any_inline(directive)).then_some(fault)
    })
}

/// Something of another host that the settings do not name.
fn loaded(policy: &Policy, tag: &Tag<'_>) -> Option<Fault> {
    let (_, name, directive) = LOADERS.iter().find(|(element, ..)| *element == tag.name)?;
    if tag.name == "link"
        && !tag.value("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "stylesheet"))
    {
        return None;
    }
    let attribute = tag.attributes.iter().find(|attribute| attribute.name == *name)?;
    let host = host(attribute.value)?;
    if policy.of_directive(directive).any(|source| covers(source, host)) {
        return None;
    }
    let help = format!("allow it in `postil.toml`, under `[security]`: `{directive} = [\"https://{host}\"]`");
    Some(Fault { place: attribute.place.clone(), what: format!("what is loaded from {host}"), help })
}

/// The host of an address that names one.
fn host(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = ["https://", "http://", "//"].iter().find_map(|start| address.strip_prefix(start))?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty() && !host.contains('{'))
}

/// Whether a source of a directive names the host.
fn covers(source: &str, host: &str) -> bool {
    let named = source.split_once("://").map_or(source, |(_, rest)| rest);
    let named = named.split('/').next().unwrap_or_default();
    match named.strip_prefix('*') {
        Some(end) => host.ends_with(end),
        None => named == host || matches!(source, "https:" | "http:"),
    }
}
