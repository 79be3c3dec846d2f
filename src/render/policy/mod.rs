//! The Content-Security-Policy of pages: what a browser may run and load on them.
//!
//! 1. All pages may load from their own site, and what the settings name.
//! 2. Scripts and styles that stand in templates are allowed by the digests of their texts: templates
//!    are trusted. What comes from content has no digest here, and would not run if it slipped through.
//! 3. What one of the site's templates has and the policy blocks is reported, since a browser only
//!    says so on its console.

mod blocked;
mod tags;

use std::collections::BTreeMap;

use serde::Serialize;

pub(super) use blocked::blocked;

use crate::config::Security;
use crate::hash::sha256_base64;
use tags::{Tag, tags};

/// What a page may have from its own site, by directive; the order is that of the text.
const OWN: [(&str, &str); 11] = [
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("media-src", "'self'"),
    ("frame-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("object-src", "'none'"),
];

/// What the engine of the search needs: it is WebAssembly.
const ENGINE: &str = "'wasm-unsafe-eval'";

/// The source that lets any script or style of a page run. Digests beside it would undo it.
const ANY: &str = "'unsafe-inline'";

/// The policy of a site's pages.
pub(super) struct Policy {
    sources: BTreeMap<&'static str, Vec<String>>,
}

/// The policy as templates print it, by what a page needs.
#[derive(Debug, Serialize)]
pub(super) struct PolicyTexts {
    /// For most pages.
    pub(super) page: String,
    /// For a page with the engine of the search.
    search: String,
}

impl Policy {
    /// The policy of pages that are made by these templates; `None` where the settings want none.
    pub(super) fn of<'t>(security: &Security, templates: impl Iterator<Item = &'t str>) -> Option<Self> {
        if !security.has_policy {
            return None;
        }
        let own = OWN.map(|(directive, source)| (directive, vec![source.to_owned()]));
        let mut policy = Self { sources: own.into() };
        for (directive, sources) in &security.sources {
            policy.sources.entry(directive).or_default().extend_from_slice(sources);
        }
        for template in templates {
            for inline in tags(template).iter().filter_map(|tag| Inline::of(tag, template)) {
                policy.allow(&inline);
            }
        }
        Some(policy)
    }

    /// Allows what stands in a template, if its text is known.
    fn allow(&mut self, inline: &Inline<'_>) {
        if inline.has_values() || self.allows_any_inline(inline.directive) {
            return;
        }
        let (sources, digest) = (self.sources.entry(inline.directive).or_default(), inline.digest());
        if !sources.contains(&digest) {
            sources.push(digest);
        }
    }

    /// The policy for templates to print.
    pub(super) fn texts(&self) -> PolicyTexts {
        PolicyTexts { page: self.text(None), search: self.text(Some(ENGINE)) }
    }

    fn text(&self, engine: Option<&str>) -> String {
        let directives = OWN.iter().map(|(directive, _)| {
            let engine = engine.filter(|_| *directive == "script-src");
            let sources: Vec<&str> = self.of_directive(directive).chain(engine).collect();
            format!("{directive} {}", sources.join(" "))
        });
        directives.collect::<Vec<_>>().join("; ")
    }

    fn of_directive(&self, directive: &str) -> impl Iterator<Item = &str> {
        self.sources.get(directive).into_iter().flatten().map(String::as_str)
    }

    fn allows_any_inline(&self, directive: &str) -> bool {
        self.of_directive(directive).any(|source| source == ANY)
    }
}

/// A script or style that stands in a template.
struct Inline<'t> {
    directive: &'static str,
    text: &'t str,
}

impl<'t> Inline<'t> {
    /// What stands in the element of a tag, if a browser would run it.
    fn of(tag: &Tag<'t>, template: &'t str) -> Option<Self> {
        let directive = match tag.name.as_str() {
            "script" if tag.value("src").is_none() && runs(tag.value("type")) => "script-src",
            "style" => "style-src",
            _ => return None,
        };
        Some(Self { directive, text: &template[tag.content.clone()] })
    }

    /// Whether the template puts something into it, so that its text is not known before.
    fn has_values(&self) -> bool {
        ["{{", "{%", "{#"].iter().any(|mark| self.text.contains(mark))
    }

    /// The source that allows this text and no other. Browsers read all ends of lines as one.
    fn digest(&self) -> String {
        let text = self.text.replace("\r\n", "\n").replace('\r', "\n");
        format!("'sha256-{}'", sha256_base64(text.as_bytes()))
    }
}

/// Whether a script of that type runs; one of any other type is data.
fn runs(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| {
        let kind = kind.trim().to_ascii_lowercase();
        kind.is_empty()
            || kind.contains("javascript")
            || kind.contains("{{")
            || ["module", "importmap", "speculationrules"].contains(&kind.as_str())
    })
}

#[cfg(test)]
mod tests;
