//! The whole program as one function: a site's inputs go in, its output comes out.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::annotate::{Annotated, Record, annotate};
use crate::bibliography::{self, Parsed, Style, StyleError};
use crate::cache::Cache;
use crate::config::{BaseUrl, Config};
use crate::consequences::drop_consequences;
use crate::diagnostic::{Code, Diagnostic, Severity, sort};
use crate::graph::{Graph, Linkable, link};
use crate::hash::Digest;
use crate::load::{Inputs, Role, SourceFile};
use crate::nearest::nearest;
use crate::output::{InsertError, Output};
use crate::path::{Address, SitePath};
use crate::render::assets::{is_theme_file, theme_assets};
use crate::render::theme::BUILT_IN_TEMPLATES;
use crate::render::{Artifact, Theme, render};

/// What a build may be told beside the site's own settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Where the site will stand, if not where its settings say.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
}

/// What compiling gives.
pub struct Compiled {
    /// The site. Where there are errors it is what could be made all the same.
    pub output: Output,
    /// Everything that is wrong, in order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many pages the output has.
    pub pages: usize,
}

impl Compiled {
    /// Whether the output may be written.
    pub fn is_publishable(&self, strict: bool) -> bool {
        !self.diagnostics.iter().any(|found| match found.severity() {
            Severity::Error => true,
            Severity::Warning => strict,
            Severity::Suggestion => false,
        })
    }
}

/// Compiles a site.
pub fn compile(inputs: &Inputs, options: &Options, cache: &mut Cache) -> Compiled {
    let mut diagnostics = inputs.diagnostics.clone();
    let Some(config) = configure(inputs, options) else {
        return Compiled { output: Output::default(), diagnostics: sort(diagnostics), pages: 0 };
    };
    let (graph, found) = understand(inputs, config, options, cache);
    diagnostics.extend(found);

    let overrides: Vec<(SitePath, String)> =
        inputs.templates.iter().map(|file| (file.path.clone(), file.text.to_string())).collect();
    let (theme, found) = Theme::load(&BUILT_IN_TEMPLATES, &overrides);
    diagnostics.extend(found);
    let own = inputs.assets.iter().filter(|asset| is_theme_file(&asset.path));
    let own: BTreeMap<SitePath, Arc<[u8]>> =
        own.map(|asset| (asset.path.clone(), Arc::clone(&asset.bytes))).collect();
    let (theme_files, mut artifacts) = theme_assets(&own, graph.config.accent.as_ref());
    let (pages, found) = render(&graph, &theme, &theme_files, &cache.pages);
    diagnostics.extend(found);
    let page_count = pages.iter().filter(|artifact| artifact.path.ends_with(".html")).count();

    artifacts.extend(pages);
    artifacts.extend(inputs.assets.iter().filter_map(|asset| {
        Some(Artifact { path: asset_address(&asset.path)?.output_path(), bytes: Arc::clone(&asset.bytes) })
    }));
    let mut output = Output::new();
    let is_told = diagnostics.iter().any(|found| found.code == Code::PathCollision);
    let found = artifacts.into_iter().filter_map(|artifact| add(&mut output, artifact));
    // Where two files were found to collide, that their pages do is no news.
    diagnostics.extend(found.filter(|found| !(is_told && found.code == Code::PathCollision)));
    cache.turn();
    Compiled { output, diagnostics: sort(diagnostics), pages: page_count }
}

fn configure(inputs: &Inputs, options: &Options) -> Option<Arc<Config>> {
    let mut config = inputs.config.clone()?;
    if let Some(base_url) = &options.base_url {
        config.base_url = base_url.clone();
    }
    Some(Arc::new(config))
}

/// The stages from files to graph.
fn understand(
    inputs: &Inputs,
    config: Arc<Config>,
    options: &Options,
    cache: &Cache,
) -> (Graph, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut unread: Vec<&SourceFile> = Vec::new();
    let annotated: Vec<(&SourceFile, Arc<Annotated>)> = inputs
        .files
        .par_iter()
        .filter_map(|file| Some((file, annotate_file(file, &config, cache)?)))
        .collect();
    diagnostics.extend(annotated.iter().flat_map(|(_, found)| found.diagnostics.iter().cloned()));
    unread.extend(annotated.iter().filter(|(_, found)| found.record.is_none()).map(|(file, _)| *file));
    let mut parsed: Vec<Arc<Parsed>> = Vec::new();
    for file in inputs.files.iter().filter(|file| file.role == Role::Bibliography) {
        let found = cache.sources.get(key_of(file), || Arc::new(bibliography::parse(&file.path, &file.text)));
        if found.diagnostics.iter().any(|found| found.code == Code::InvalidBibliography) {
            unread.push(file);
        }
        diagnostics.extend(found.diagnostics.iter().cloned());
        parsed.push(found);
    }
    let (sources, found) = bibliography::collect(parsed.iter().map(AsRef::as_ref));
    diagnostics.extend(found);
    let style = style(inputs, &config, &mut diagnostics);
    let records = annotated
        .iter()
        .filter_map(|(_, found)| found.record.clone())
        .filter(|record| options.drafts || !is_draft(record))
        .collect();
    let assets = inputs
        .assets
        .iter()
        .filter_map(|asset| Some((asset.path.clone(), asset_address(&asset.path)?)))
        .collect();
    let (graph, found) = link(Linkable { config, records, sources, style, assets }, &cache.names);
    diagnostics.extend(found);
    diagnostics.extend(check_navigation(inputs, &graph));
    name_drafts(&mut diagnostics, &annotated, options);
    (graph, drop_consequences(diagnostics, &unread))
}

/// Says of links to drafts what is wrong with them: the file is there, and no part of the site.
fn name_drafts(
    diagnostics: &mut [Diagnostic],
    annotated: &[(&SourceFile, Arc<Annotated>)],
    options: &Options,
) {
    let drafts: Vec<String> = annotated
        .iter()
        .filter(|(_, found)| !options.drafts && found.record.as_ref().is_some_and(is_draft))
        .map(|(file, _)| format!("there is no file `{}` in the site", file.path))
        .collect();
    for found in diagnostics.iter_mut().filter(|found| drafts.contains(&found.message)) {
        found.message = found.message.replace("there is no file ", "").replace(" in the site", " is a draft");
        found.help =
            vec!["take `draft` out of it, or the link out of this file; `--drafts` shows both".to_owned()];
    }
}

/// Reports entries of `nav` that no page stands behind. A draft is one: it comes.
fn check_navigation(inputs: &Inputs, graph: &Graph) -> Vec<Diagnostic> {
    let slugs: Vec<&str> = inputs
        .files
        .iter()
        .filter_map(|file| match &file.role {
            Role::Page { slug } => Some(slug.as_str()),
            _ => None,
        })
        .collect();
    let text = inputs.config_text.as_ref().map_or("", |file| &file.text);
    let path = SitePath::new("postil.toml");
    let report = |slug: &String| {
        let from = text.find("nav").unwrap_or_default();
        let place = text[from..].find(&format!("\"{slug}\"")).map_or(0, |at| from + at + 1);
        let help = match nearest(slug, slugs.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the path of a page in content/ without `.md`, such as `about`".to_owned(),
        };
        let message = format!("there is no page `{slug}` for `nav`");
        Diagnostic::new(Code::BrokenLink, &path, place..place + slug.len(), message).help(help)
    };
    graph.config.nav.iter().filter(|slug| !slugs.contains(&slug.as_str())).map(report).collect()
}

fn annotate_file(file: &SourceFile, config: &Config, cache: &Cache) -> Option<Arc<Annotated>> {
    if !matches!(file.role, Role::Brief { .. } | Role::Entity { .. } | Role::Claim { .. } | Role::Page { .. })
    {
        return None;
    }
    let key = Digest::of_parts([key_of(file).as_bytes(), config.digest().as_bytes()]);
    cache.annotated.get(key, || annotate(file, config).map(Arc::new))
}

/// A file's path and text.
fn key_of(file: &SourceFile) -> Digest {
    Digest::of_parts([file.path.as_str().as_bytes(), file.digest.as_bytes()])
}

fn is_draft(record: &Record) -> bool {
    match record {
        Record::Brief(brief) => brief.draft,
        Record::Page(page) => page.draft,
        Record::Entity(_) | Record::Claim(_) => false,
    }
}

/// The citation style that the site chooses: by name, or a `.csl` file of its own.
fn style(inputs: &Inputs, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Style {
    let name = config.citation_style.as_str();
    let own = name.ends_with(".csl").then(|| {
        inputs
            .files
            .iter()
            .find(|file| file.path.as_str() == name || file.path.as_str() == format!("content/{name}"))
    });
    let locale = config.citation_locale.as_deref().unwrap_or(&config.language);
    let loaded = match own {
        Some(Some(file)) => Style::load(&file.text, locale),
        Some(None) => Err(StyleError::Invalid(format!("there is no file `{name}` in the site"))),
        None => Style::load(name, locale),
    };
    loaded.unwrap_or_else(|error| {
        let path = SitePath::new("postil.toml");
        let span = inputs.config_text.as_ref().and_then(|file| file.text.find(name)).unwrap_or_default();
        diagnostics
            .push(Diagnostic::new(Code::WrongType, &path, span..span + name.len(), error.to_string()).help(
            "the default is `chicago-author-date`; a .csl file stands in content/ and is named with its path",
        ));
        Style::load("chicago-author-date", "en").expect("the default style is inside")
    })
}

/// Adds an artifact to the output; what cannot stand there is reported.
fn add(output: &mut Output, artifact: Artifact) -> Option<Diagnostic> {
    let error = output.insert(artifact.path, artifact.bytes).err()?;
    let code = match error {
        InsertError::Illegal { .. } => Code::InvalidPath,
        InsertError::Collision { .. } => Code::PathCollision,
    };
    Some(Diagnostic::general(code, error.to_string()).help("rename the file that it is made from"))
}

/// Where a file that is published as it is will stand: one beside a brief beside its page, one
/// of `static/` at the root. The theme's files have names of their own.
fn asset_address(path: &SitePath) -> Option<Address> {
    if is_theme_file(path) {
        return None;
    }
    let rest = path.as_str().strip_prefix("static").or_else(|| path.as_str().strip_prefix("content"))?;
    Some(Address::new(rest))
}
