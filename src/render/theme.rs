//! The theme: the built-in templates with a site's own laid over them, file by file.
//!
//! 1. The built-in templates are registered under the prefix `postil/`, which is tried after a plain
//!    name: `brief.html` means the site's file where there is one, else the built-in one.
//! 2. Each of the site's templates is read on its own, so that every faulty file is reported.
//! 3. The sound ones are added together, and names that no template, block, filter or component has
//!    are reported. A theme with faults falls back to the built-in templates.
//! 4. What templates say in scripts and styles is part of the pages' policy; what it blocks is reported.
//! 5. A template that extends the built-in one of its own name may write the plain name; the prefix
//!    is put in for it, and taken into account when an error points behind it.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use super::filters;
use super::policy::{Policy, PolicyTexts, blocked};
use super::worded::worded;
use crate::config::Security;
use crate::diagnostic::{Code, Diagnostic};
use crate::escape::write_escaped;
use crate::hash::Digest;
use crate::nearest::nearest;
use crate::pages::Model;
use crate::path::SitePath;
use crate::span::Span;
use crate::words::Words;

/// The built-in templates.
pub static BUILT_IN_TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The built-in static files: stylesheet, fonts, icon.
pub static BUILT_IN_STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// What the names of built-in templates begin with, beside their plain names.
pub const BUILT_IN_PREFIX: &str = "postil/";

const TEMPLATES_FOLDER: &str = "templates/";

/// What helps where a template cannot be read.
const SYNTAX: &str = "an expression stands in `{{ }}`, a tag in `{% %}`, a comment in `{# #}`; \
                      the guide's page on templates has examples";

/// What helps where a template asks for what is not there.
const MODEL: &str = "the guide's page on templates lists what each page has; \
                     `{% if name is defined %}` asks whether a value is there";

/// Templates ready to render.
#[derive(Clone)]
pub struct Theme {
    tera: Tera,
    files: BTreeMap<String, TemplateFile>,
    digest: Digest,
}

/// A template of the site.
#[derive(Clone)]
struct TemplateFile {
    path: SitePath,
    text: String,
    /// Where the built-in prefix was put in, as a byte offset.
    prefixed_at: Option<usize>,
}

impl Theme {
    /// The theme of `built_in` with `overrides` over it: pairs of a path under `templates/` and the
    /// text. With faults in the overrides, it is the built-in theme beside what is wrong.
    /// The words of the interface are `words`; pages may run and load what `security` says.
    pub fn load(
        built_in: &Dir<'_>,
        overrides: &[(SitePath, String)],
        words: &Arc<Words>,
        security: &Security,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut files = BTreeMap::new();
        for (path, text) in overrides {
            match read(path, text, words) {
                Ok((name, file)) => {
                    files.insert(name, file);
                }
                Err(found) => diagnostics.push(found),
            }
        }

        let built_in = built_in_texts(built_in);
        let own = overrides.iter().map(|(path, text)| (path, text.as_str()));
        let own: Vec<(&SitePath, &str)> =
            own.filter(|(path, _)| matches!(path.extension(), "html" | "svg")).collect();
        let texts = built_in.values().map(String::as_str).chain(own.iter().map(|(_, text)| *text));
        let policy = Policy::of(security, texts);
        let policies = policy.as_ref().map(Policy::texts);
        let digest = digest(&built_in, &files, words, policies.as_ref());
        let tera = assemble(&built_in, words, policies.as_ref());
        let base = Self { tera, files: BTreeMap::new(), digest };
        let mut theme = Self { files, ..base.clone() };
        let texts: Vec<(&str, &str)> =
            theme.files.iter().map(|(name, file)| (name.as_str(), file.text.as_str())).collect();
        if let Err(error) = theme.tera.add_raw_templates(texts) {
            diagnostics.extend(theme.explain(&error));
        }
        if !diagnostics.is_empty() {
            return (base, diagnostics);
        }
        let blocked =
            policy.iter().flat_map(|policy| own.iter().flat_map(|(path, text)| blocked(policy, path, text)));
        (theme, blocked.collect())
    }

    /// The page of a model, by the template that the model names.
    pub fn render_page<M: Model>(&self, model: &M) -> Result<String, Diagnostic> {
        self.render(M::TEMPLATE, model)
    }

    /// What `template` makes of `model`; an error is a fault in the template.
    pub fn render(&self, template: &str, model: &impl Serialize) -> Result<String, Diagnostic> {
        let fault = |error: &tera::Error| {
            let fallback =
                || Diagnostic::general(Code::InvalidTemplate, format!("{template} cannot be rendered"));
            self.explain(error).into_iter().next().unwrap_or_else(fallback)
        };
        let context = Context::from_serialize(model).map_err(|error| fault(&error))?;
        self.tera.render(template, &context).map_err(|error| match self.files.get(template) {
            // Of a circle of components Tera says no place: the template of the page is where to begin to look.
            Some(_) if matches!(error.kind(), ErrorKind::Msg(_)) => {
                self.point(template, &sentence(&fault(&error).message), Span::default())
            }
            _ => fault(&error),
        })
    }

    /// Whether there is a template of that name, built-in or the site's.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// The template whose name is nearest to one that there is not; the extension is the same.
    pub fn nearest(&self, template: &str) -> Option<&str> {
        let (stem, extension) = template.rsplit_once('.')?;
        let names = self.tera.get_template_names().chain(self.files.keys().map(String::as_str));
        let plain = names.map(|name| name.strip_prefix(BUILT_IN_PREFIX).unwrap_or(name));
        let alike: Vec<(&str, &str)> = plain
            .filter_map(|name| name.rsplit_once('.').filter(|(_, other)| *other == extension).zip(Some(name)))
            .map(|((stem, _), name)| (stem, name))
            .collect();
        let near = nearest(stem, alike.iter().map(|(stem, _)| *stem))?;
        alike.iter().find(|(stem, _)| *stem == near).map(|(_, name)| *name)
    }

    /// The digest of all templates and words: a page is the same while its model and this are.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    fn explain(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let range = report.span().range.clone();
                vec![self.point(report.filename(), &sentence(report.message()), Span::from(range))]
            }
            ErrorKind::Msg(text) => self.explain_reports(text),
            ErrorKind::MissingParent { current, parent } => {
                let message =
                    format!("{} extends `{parent}`, and there is no such template", self.shown(current));
                let span =
                    self.files.get(current).and_then(|file| quoted(&file.text, parent)).unwrap_or_default();
                vec![self.point(current, &message, span)]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                let chain: Vec<String> = chain.iter().map(|name| self.shown(name)).collect();
                let message =
                    format!("{} comes back to itself by way of {}", self.shown(tpl), chain.join(", "));
                vec![self.point(tpl, &message, Span::default())]
            }
            other => {
                let message = other.to_string();
                vec![Diagnostic::general(Code::InvalidTemplate, sentence(&message))]
            }
        }
    }

    /// Tera joins what it finds at load into one text of reports: a line `error: …`, and a line
    /// `--> file:line:column`.
    fn explain_reports(&self, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut message = None;
        for line in text.lines() {
            if let Some(words) = line.strip_prefix("error: ") {
                message = Some(words);
            } else if let (Some(place), Some(words)) =
                (line.trim_start().strip_prefix("--> "), message.take())
            {
                let mut parts = place.rsplitn(3, ':');
                let column = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
                let row = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
                let name = parts.next().unwrap_or_default();
                let words = sentence(words);
                let span = self
                    .files
                    .get(name)
                    .map_or_else(Span::default, |file| span_at(&file.text, row, column, &words));
                found.push(self.point(name, &words, span));
            }
        }
        if found.is_empty() {
            let words = text.lines().next().unwrap_or("A template cannot be read");
            found.push(Diagnostic::general(Code::InvalidTemplate, sentence(words)));
        }
        found
    }

    /// A diagnostic at a span of the template as Tera has it.
    fn point(&self, name: &str, message: &str, span: Span) -> Diagnostic {
        let Some(file) = self.files.get(name) else {
            let message = format!("{message}, in the {}", self.shown(name));
            return Diagnostic::general(Code::InvalidTemplate, message).help(
                "A template of the site that is laid over a built-in one must give it what it expects.",
            );
        };
        let (message, help) = self.advise(message);
        Diagnostic::new(Code::InvalidTemplate, &file.path, file.original(span), message).help(help)
    }

    /// A message of Tera's without its list of what there is, and what helps against it.
    fn advise(&self, message: &str) -> (String, String) {
        let (message, there) = message.split_once(". Available ").unwrap_or((message, ""));
        let known: Vec<&str> = there.split_once(": ").map_or("", |(_, names)| names).split(", ").collect();
        let wanted = message.split('`').nth(1).unwrap_or_default();
        let near = match message.split(' ').next() {
            Some("Variable" | "Field") => nearest(wanted, known),
            _ if message.starts_with("Unknown filter") => nearest(wanted, filters::NAMES),
            _ if message.ends_with("no such template") || message.starts_with("Unknown template") => {
                self.nearest(wanted)
            }
            _ => None,
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if message.starts_with("Unknown filter") => {
                format!("the filters are {}", filters::NAMES.join(", "))
            }
            None if message.starts_with("Block") => {
                "the guide's page on templates lists the blocks of each template".to_owned()
            }
            None if !there.is_empty() => format!("the {there}"),
            None => MODEL.to_owned(),
        };
        (message.to_owned(), help)
    }

    fn shown(&self, name: &str) -> String {
        match name.strip_prefix(BUILT_IN_PREFIX) {
            Some(plain) => format!("built-in template {plain}"),
            None => self.files.get(name).map_or_else(|| name.to_owned(), |file| file.path.to_string()),
        }
    }
}

impl TemplateFile {
    fn original(&self, span: Span) -> Span {
        let back = |offset: usize| match self.prefixed_at {
            Some(at) if offset > at => offset.saturating_sub(BUILT_IN_PREFIX.len()).max(at),
            _ => offset,
        };
        let range = span.range();
        Span::new(back(range.start), back(range.end))
    }
}

/// One of the site's templates, with its name; the diagnostic where it cannot be parsed.
fn read(path: &SitePath, text: &str, words: &Arc<Words>) -> Result<(String, TemplateFile), Diagnostic> {
    let name = path.as_str().strip_prefix(TEMPLATES_FOLDER).unwrap_or(path.as_str()).to_owned();
    if let Some(plain) = name.strip_prefix(BUILT_IN_PREFIX) {
        let message =
            format!("The folder {TEMPLATES_FOLDER}{BUILT_IN_PREFIX} is kept for the built-in templates");
        return Err(Diagnostic::new(Code::InvalidTemplate, path, Span::default(), message)
            .help(format!("move the file to {TEMPLATES_FOLDER}{plain}")));
    }
    let prefixed_at = own_parent(text, &name);
    let mut written = text.to_owned();
    if let Some(at) = prefixed_at {
        written.insert_str(at, BUILT_IN_PREFIX);
    }
    let file = TemplateFile { path: path.clone(), text: written, prefixed_at };
    let mut alone = Tera::new();
    filters::register(&mut alone, words);
    match alone.add_raw_template(&name, &file.text).map_err(|error| error.kind().clone()) {
        Err(ErrorKind::SyntaxError(report)) => {
            let span = file.original(Span::from(report.span().range.clone()));
            let word = text.get(span.range()).unwrap_or_default();
            let found = |message| Diagnostic::new(Code::InvalidTemplate, path, span, message);
            Err(match word.strip_prefix("end") {
                Some(opened) if report.message() == "Unknown tag" => {
                    found(format!("`{word}` stands where another tag is still open, or none"))
                        .help(format!("look above it for a tag without its end, or for a missing `{opened}`"))
                }
                _ => found(sentence(report.message())).help(SYNTAX),
            })
        }
        // What it refers to is not there yet: that is found when all are added together.
        _ => Ok((name, file)),
    }
}

/// The offset of the name in `{% extends "name" %}`, where that is the template's own.
fn own_parent(text: &str, name: &str) -> Option<usize> {
    let tag = text.find("{%")?;
    let rest = text[tag + 2..].trim_start_matches('-').trim_start().strip_prefix("extends")?.trim_start();
    let quoted = rest.strip_prefix(['"', '\''])?;
    quoted.strip_prefix(name)?.starts_with(['"', '\'']).then(|| text.len() - quoted.len())
}

fn built_in_texts(folder: &Dir<'_>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            texts.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    for inner in folder.dirs() {
        texts.extend(built_in_texts(inner));
    }
    texts
}

fn assemble(built_in: &BTreeMap<String, String>, words: &Arc<Words>, policies: Option<&PolicyTexts>) -> Tera {
    let mut tera = Tera::new();
    tera.global_context().insert("words", words.texts());
    tera.global_context().insert("policies", &policies);
    filters::register(&mut tera, words);
    tera.autoescape_on([".html", ".xml", ".svg"]);
    tera.set_escape_fn(write_escaped);
    tera.set_fallback_prefixes([BUILT_IN_PREFIX]).expect("no template has been added yet");
    let named = |(name, text): (&String, &String)| (format!("{BUILT_IN_PREFIX}{name}"), worded(text, words));
    tera.add_raw_templates(built_in.iter().map(named)).expect("a test loads the built-in templates");
    tera
}

fn digest(
    built_in: &BTreeMap<String, String>,
    files: &BTreeMap<String, TemplateFile>,
    words: &Words,
    policies: Option<&PolicyTexts>,
) -> Digest {
    let own = files.iter().map(|(name, file)| (name, &file.text));
    let policies = policies.map_or("", |policies| &policies.page);
    let mut parts = vec![words.file().as_bytes(), policies.as_bytes()];
    for (name, text) in built_in.iter().chain(own) {
        parts.push(name.as_bytes());
        parts.push(text.as_bytes());
    }
    Digest::of_parts(parts)
}

/// The bytes from a line and column, both from 1, to the end of the name that the message quotes.
fn span_at(text: &str, row: usize, column: usize, message: &str) -> Span {
    let line_start = text.split_inclusive('\n').take(row - 1).map(str::len).sum::<usize>();
    let line = text[line_start..].lines().next().unwrap_or_default();
    let start = line_start + line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at);
    let name = message.split('`').nth(1).unwrap_or_default();
    let end = text[start..].find(name).map_or(start, |at| start + at + name.len());
    Span::new(start, end)
}

fn quoted(text: &str, name: &str) -> Option<Span> {
    text.find(name).map(|at| Span::new(at, at + name.len()))
}

/// A message of Tera's as ours are: no full stop at the end.
fn sentence(message: &str) -> String {
    message.trim().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::sample::whole;

    fn load(files: &[(&str, &str)]) -> (Theme, Vec<Diagnostic>) {
        let files: Vec<(SitePath, String)> =
            files.iter().map(|(path, text)| (SitePath::new(*path), (*text).to_owned())).collect();
        Theme::load(&BUILT_IN_TEMPLATES, &files, Words::english(), &Security::default())
    }

    /// The message of a diagnostic, and the words that its first label points at.
    fn shown(found: &Diagnostic, text: &str) -> (String, String) {
        let label = found.labels.first().unwrap();
        (found.message.clone(), text[label.location.span.range()].to_owned())
    }

    #[test]
    fn a_template_lies_over_the_built_in_one_and_may_extend_it_by_its_own_name() {
        for parent in ["404.html", "postil/404.html"] {
            let text = format!(r#"{{% extends "{parent}" %}}{{% block footer %}}Our end{{% endblock %}}"#);
            let (theme, diagnostics) = load(&[("templates/404.html", &text)]);
            assert_eq!(diagnostics, []);
            let page = theme.render_page(&whole::not_found()).unwrap();
            assert!(page.contains("Our end") && page.contains("There is no such page"), "{page}");
            assert!(!page.contains("Made with"), "{page}");
        }
    }

    #[test]
    fn a_component_of_the_site_replaces_the_built_in_one() {
        let text = "{% component date(time, precision=false) %}ON {{ time.words }}{% endcomponent %}";
        let (theme, diagnostics) = load(&[("templates/own.html", text)]);
        assert_eq!(diagnostics, []);
        assert!(theme.render_page(&whole::brief()).unwrap().contains("ON 7 January 2016"));
    }

    #[test]
    fn every_file_with_a_syntax_error_is_reported_at_its_place() {
        let first = "<p>\n{% if title %}x";
        let second = r#"{% extends "page.html" %}{% block main %}{{ title | }}{% endblock %}"#;
        let (_, diagnostics) = load(&[("templates/a.html", first), ("templates/page.html", second)]);
        let paths: Vec<&str> =
            diagnostics.iter().map(|found| found.labels[0].location.path.as_str()).collect();
        assert_eq!(paths, ["templates/a.html", "templates/page.html"]);
        assert_eq!(shown(&diagnostics[1], second).1, "}}");
    }

    #[test]
    fn unknown_names_are_reported_at_their_places() {
        let text = "é {{ title | shout }}\n{% include \"nothing.html\" %}\n{{ <widget /> }}";
        let (_, diagnostics) = load(&[("templates/a.html", text)]);
        let found: Vec<(String, String)> = diagnostics.iter().map(|found| shown(found, text)).collect();
        let words: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
        assert_eq!(
            words,
            ["Unknown filter `shout`", "Unknown template `nothing.html`", "Unknown component `widget`"]
        );
        assert!(
            found.iter().all(|(message, span)| span.contains(message.split('`').nth(1).unwrap())),
            "{found:?}"
        );
    }

    #[test]
    fn a_missing_parent_and_a_circle_are_reported() {
        let text = r#"{% extends "nothing.html" %}"#;
        let (_, diagnostics) = load(&[("templates/a.html", text)]);
        assert_eq!(shown(&diagnostics[0], text).1, "nothing.html");
        let (theme, diagnostics) = load(&[
            ("templates/a.html", r#"{% extends "b.html" %}"#),
            ("templates/b.html", r#"{% extends "a.html" %}"#),
        ]);
        assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
        assert!(theme.render_page(&whole::not_found()).is_ok(), "the built-in theme still renders");
        let endless = "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}";
        let (theme, diagnostics) = load(&[("templates/404.html", endless)]);
        assert_eq!(diagnostics, []);
        let found = theme.render_page(&whole::not_found()).unwrap_err();
        assert_eq!(found.labels[0].location.path.as_str(), "templates/404.html", "{found:?}");
    }

    #[test]
    fn an_undefined_name_is_reported_where_it_is_used() {
        let text = r#"{% extends "404.html" %}{% block main %}<h1>{{ titel }}</h1>{% endblock %}"#;
        let (theme, diagnostics) = load(&[("templates/404.html", text)]);
        assert_eq!(diagnostics, []);
        let found = theme.render_page(&whole::not_found()).unwrap_err();
        assert_eq!(shown(&found, text).1, "titel");
    }

    #[test]
    fn the_folder_of_the_built_in_templates_is_kept() {
        let (_, diagnostics) = load(&[("templates/postil/brief.html", "x")]);
        assert_eq!(diagnostics[0].help, ["move the file to templates/brief.html"]);
    }

    #[test]
    fn the_digest_follows_the_texts() {
        let (plain, _) = load(&[]);
        let (own, _) = load(&[("templates/own.html", "x")]);
        assert_ne!(plain.digest(), own.digest());
        assert_eq!(plain.digest(), load(&[]).0.digest());
    }
}
