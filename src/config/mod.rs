//! The settings of a site, from `postil.toml`.
//!
//! 1. The text is parsed as TOML; what is no TOML is reported, and there are no settings.
//! 2. Each table is read key by key; every fault is reported in one go.
//! 3. Where a value is missing or wrong, its default stands in, so that the rest of the site
//!    can be checked in the same run.

mod accent;
mod authorities;
mod base_url;
mod confidence;
mod kinds;
mod link_form;
mod linking;
mod own_words;
mod read;
mod remotes;
mod schemas;
mod security;
mod table;

pub use accent::Accent;
pub use authorities::{AUTHORITIES, Authority};
pub use base_url::BaseUrl;
pub use confidence::{ConfidenceScale, Step};
pub use kinds::{Kind, Kinds};
pub use link_form::LinkForm;
pub use linking::LinkPolicy;
pub use remotes::RemoteSetting;
pub use schemas::{SCHEMATA, SchemaFamily};
pub use security::Security;

use own_words::OwnWords;

use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::path::SitePath;
use crate::span::Span;
use crate::words::Words;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::DeTable;

/// The settings of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The file that the settings stand in: `postil.toml`, or the one named in its place.
    pub path: SitePath,
    /// The name of the site.
    pub title: String,
    /// Where it will stand on the web.
    pub base_url: BaseUrl,
    /// The language of its texts, BCP 47; `en` where none is given.
    pub language: String,
    /// The words of the interface in that language, with the site's own.
    pub words: Arc<Words>,
    /// What the site is, in a sentence or two.
    pub description: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The people and desks that sign briefs, by the key that briefs name them with.
    pub authors: BTreeMap<String, Author>,
    /// The kinds of entity.
    pub kinds: Kinds,
    /// The words for how sure a claim is.
    pub confidence: ConfidenceScale,
    /// The citation style, by its name in the Citation Style Language's repository.
    pub citation_style: String,
    /// Where it is named; empty where it is the default.
    pub citation_style_span: Span,
    /// The language of citations, BCP 47, where it is not that of the site.
    pub citation_locale: Option<String>,
    /// Which mentions of an entity are links.
    pub linking: LinkPolicy,
    /// The same for single kinds, by the name of the kind.
    pub linking_by_kind: BTreeMap<String, LinkPolicy>,
    /// How `postil fmt` writes links to entities.
    pub link_form: LinkForm,
    /// The other sites that links may name, by their short names.
    pub remotes: BTreeMap<String, RemoteSetting>,
    /// The pages in the header and footer, by their slugs.
    pub nav: Vec<String>,
    /// A line of inline Markdown at the foot of every page.
    pub footer: Option<String>,
    /// The colour of links, `#rrggbb`, at least 4.5:1 on white.
    pub accent: Option<Accent>,
    /// What pages may run and load beside what is the site's own.
    pub security: Security,
    /// Whatever the site's own templates want; an empty map where there is none.
    pub extra: serde_json::Value,
    digest: Digest,
}

/// Someone who signs briefs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name in full.
    pub name: String,
    /// A page about them, `http`, `https` or `mailto`.
    pub url: Option<String>,
}

impl Config {
    /// The settings in the text of `postil.toml`, with the site's own words of the interface, each a file with
    /// its text; and everything that is wrong with them. `None` where the settings are not TOML.
    pub fn parse(
        path: &SitePath,
        text: &str,
        words: &[(&SitePath, &str)],
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let diagnostics = errors.iter().map(|error| syntax_fault(path, text, error)).collect();
            return (None, diagnostics);
        }
        let mut diagnostics = Vec::new();
        let own_words = OwnWords::read(words, &mut diagnostics);
        let mut config = Self { path: path.clone(), ..Self::minimal() };
        read::read(&mut config, path, table.get_ref(), &own_words, &mut diagnostics);
        diagnostics.extend(own_words.missing(&config.language));
        config.digest = Digest::of_parts([text.as_bytes(), config.words.file().as_bytes()]);
        (Some(config), diagnostics)
    }

    /// The settings of a site that says no more than it has to: for tests.
    pub fn minimal() -> Self {
        Self {
            path: SitePath::new("postil.toml"),
            title: "Untitled".to_owned(),
            base_url: BaseUrl::parse("https://example.org/").expect("the URL is legal"),
            language: "en".to_owned(),
            words: Arc::clone(Words::english()),
            description: None,
            publisher: None,
            authors: BTreeMap::new(),
            kinds: Kinds::default(),
            confidence: ConfidenceScale::default(),
            citation_style: "chicago-author-date".to_owned(),
            citation_style_span: Span::default(),
            citation_locale: None,
            linking: LinkPolicy::default(),
            linking_by_kind: BTreeMap::new(),
            link_form: LinkForm::default(),
            remotes: BTreeMap::new(),
            nav: Vec::new(),
            footer: None,
            accent: None,
            security: Security::default(),
            extra: serde_json::json!({}),
            digest: Digest::of(b""),
        }
    }

    /// The digest of the texts that the settings were read from.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

fn syntax_fault(path: &SitePath, text: &str, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(text.len()..text.len());
    let reason = error.message().lines().collect::<Vec<_>>().join("; ");
    Diagnostic::new(Code::InvalidFrontMatter, path, span, format!("{path} is not valid TOML: {reason}"))
        .help("texts stand between quotation marks, and each key on a line of its own")
}

#[cfg(test)]
mod tests;
