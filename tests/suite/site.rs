//! The harness: a site in memory or in a folder, compiled, and its output to look at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use postil::cache::Cache;
use postil::compile::{Compiled, Options, compile};
use postil::diagnostic::{Code, Diagnostic};
use postil::hash::Digest;
use postil::load::{Asset, Inputs, SourceFile, load};
use postil::path::SitePath;
use postil::span::{Location, line_column};
use postil::suggest::suggest;
use scraper::{ElementRef, Html, Selector};

/// The settings of a site that brings none.
pub(crate) const CONFIG: &str = "title = \"Test\"\nbase-url = \"https://example.org/site/\"\n";

/// A folder or file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A site before it is compiled: its files by path.
#[derive(Clone)]
pub(crate) struct Site {
    config: String,
    files: BTreeMap<String, String>,
    /// Files that are no texts.
    binary: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// A site with default settings and no content.
    pub(crate) fn new() -> Self {
        Self { config: CONFIG.to_owned(), files: BTreeMap::new(), binary: BTreeMap::new() }
    }

    /// The same with further settings.
    pub(crate) fn setting(mut self, lines: &str) -> Self {
        self.config.push_str(lines);
        self.config.push('\n');
        self
    }

    /// The same with one file more, or with another text for it.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        if path == "postil.toml" {
            text.clone_into(&mut self.config);
        } else {
            self.files.insert(path.to_owned(), text.to_owned());
        }
        self
    }

    /// The same with one file more that is no text and is published as it is.
    pub(crate) fn bytes(mut self, path: &str, bytes: Vec<u8>) -> Self {
        self.binary.insert(path.to_owned(), bytes);
        self
    }

    /// The same without a file.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.remove(path);
        self
    }

    /// The same with a brief of that slug. A text without front matter gets some.
    pub(crate) fn brief(self, slug: &str, text: &str) -> Self {
        let text = match text.starts_with("---") || text.starts_with("+++") {
            true => text.to_owned(),
            false => format!("---\ntitle: A brief\ndate: 2016-01-08\n---\n\n{text}\n"),
        };
        self.file(&format!("content/briefs/{slug}.md"), &text)
    }

    /// The same with an entity: its front matter without kind and name, and no introduction.
    pub(crate) fn entity(self, kind: &str, id: &str, name: &str, front: &str) -> Self {
        let text = format!("---\nkind: {kind}\nname: {name}\n{front}\n---\n");
        self.file(&format!("content/entities/{id}.md"), &text)
    }

    /// The texts of a folder of the repository; a file that is not UTF-8 is left out.
    pub(crate) fn folder(path: &str) -> Self {
        let root = repository(path);
        let mut site = Self::new();
        for file in files_below(&root) {
            let name = file.strip_prefix(&root).expect("below the root").to_str().expect("UTF-8");
            let is_part = ["content/", "templates/", "static/"].iter().any(|folder| name.starts_with(folder));
            if let (true, Ok(text)) = (is_part || name == "postil.toml", std::fs::read_to_string(&file)) {
                site = site.file(name, &text);
            }
        }
        site
    }

    /// The settings.
    pub(crate) fn config(&self) -> &str {
        &self.config
    }

    /// The texts by path, without the settings.
    pub(crate) fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Writes the site into a folder.
    pub(crate) fn write_to(&self, folder: &Path) {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text));
        for (path, text) in files.chain([("postil.toml", &self.config)]) {
            let file = folder.join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(&file, text).expect("the file can be written");
        }
        for (path, bytes) in &self.binary {
            let file = folder.join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(&file, bytes).expect("the file can be written");
        }
    }

    /// What is read of the site.
    pub(crate) fn inputs(&self) -> Inputs {
        let files: Vec<(&str, &str)> =
            self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let mut inputs = Inputs::from_texts(&self.config, &files);
        inputs.assets.extend(self.binary.iter().map(|(path, bytes)| Asset {
            path: SitePath::new(path.as_str()),
            digest: Digest::of(bytes),
            bytes: bytes.as_slice().into(),
        }));
        inputs.assets.sort_by(|a, b| a.path.cmp(&b.path));
        inputs
    }

    /// Compiles the site.
    pub(crate) fn compile(&self) -> Built {
        Built::of(self.inputs())
    }
}

/// The repository's own site, as it is on the disk.
pub(crate) fn demonstration() -> Built {
    Built::of(load(&repository("")).expect("the repository is readable"))
}

/// A compiled site.
pub(crate) struct Built {
    pub(crate) compiled: Compiled,
    files: Vec<Arc<SourceFile>>,
    texts: BTreeMap<SitePath, String>,
}

impl Built {
    /// Compiles inputs with an empty cache.
    pub(crate) fn of(inputs: Inputs) -> Self {
        Self::with(inputs, &Options::default())
    }

    /// Compiles inputs with options and an empty cache.
    pub(crate) fn with(inputs: Inputs, options: &Options) -> Self {
        let compiled = compile(&inputs, options, &Cache::default());
        let kept = inputs.files.clone();
        let files =
            inputs.files.into_iter().chain(inputs.templates).chain(inputs.words).chain(inputs.config_text);
        let files = files.map(|file| (file.path.clone(), file.text.to_string()));
        let assets = inputs
            .assets
            .into_iter()
            .filter_map(|asset| Some((asset.path, std::str::from_utf8(&asset.bytes).ok()?.to_owned())));
        Self { compiled, files: kept, texts: files.chain(assets).collect() }
    }

    /// A file of the output, as text.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        let bytes = self.compiled.output.get(path).unwrap_or_else(|| {
            let paths: Vec<&str> = self.compiled.output.iter().map(|(path, _)| path).collect();
            panic!("there is no {path} among {paths:#?}; diagnostics:\n{}", self.report())
        });
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    /// The page at an address such as `entities/belarus`.
    #[track_caller]
    pub(crate) fn page(&self, address: &str) -> Page {
        let address = address.trim_matches('/');
        let path = if address.is_empty() { "index.html".to_owned() } else { format!("{address}/index.html") };
        Page::parse(self.text(&path))
    }

    /// The data beside the page at an address.
    #[track_caller]
    pub(crate) fn data(&self, address: &str) -> serde_json::Value {
        let path = format!("{}/index.json", address.trim_matches('/'));
        serde_json::from_str(self.text(&path)).expect("JSON")
    }

    /// What could be linked, dated, cited or recorded; pages are looked through where they are named.
    pub(crate) fn suggestions(&self, named: &[&str]) -> Vec<Diagnostic> {
        let named: Vec<SitePath> = named.iter().map(|path| SitePath::new(*path)).collect();
        let graph = self.compiled.graph.as_ref().expect("the settings can be used");
        suggest(graph, &self.compiled.diagnostics, &self.files, &named)
    }

    /// The diagnostics with a code.
    pub(crate) fn found(&self, code: Code) -> Vec<&Diagnostic> {
        self.compiled.diagnostics.iter().filter(|found| found.code == code).collect()
    }

    /// All diagnostics, as they stand in cases.
    pub(crate) fn report(&self) -> String {
        self.compiled.diagnostics.iter().map(|found| self.describe(found)).collect()
    }

    /// A diagnostic as it stands in cases: place, code, message; below it the words pointed
    /// at, the further places, and the help.
    pub(crate) fn describe(&self, diagnostic: &Diagnostic) -> String {
        let mut lines = String::new();
        let (place, words) = match diagnostic.labels.first() {
            Some(label) => self.place(&label.location),
            None => ("-".to_owned(), String::new()),
        };
        lines.push_str(&format!("{place} {}: {}\n", diagnostic.code.name(), diagnostic.message));
        if !words.is_empty() {
            lines.push_str(&format!("  | {words}\n"));
        }
        for label in diagnostic.labels.iter().skip(1) {
            let (place, words) = self.place(&label.location);
            lines.push_str(&format!("  + {place} {}: {words}\n", label.message));
        }
        for help in &diagnostic.help {
            lines.push_str(&format!("  = {}\n", help.replace('\n', "\n    ")));
        }
        lines
    }

    /// Path, line and column of a place, and the words there, shortened.
    fn place(&self, location: &Location) -> (String, String) {
        let path = &location.path;
        let Some(text) = self.texts.get(path) else { return (path.to_string(), String::new()) };
        let (line, column) = line_column(text, location.span.start as usize);
        let words = text.get(location.span.range()).unwrap_or("THE SPAN IS NOT IN THE TEXT");
        let words = words.replace('\n', "⏎");
        let words = match words.chars().count() {
            ..=90 => words,
            count => {
                let end: String = words.chars().skip(count - 40).collect();
                format!("{} … {end}", words.chars().take(40).collect::<String>())
            }
        };
        (format!("{path}:{line}:{column}"), words)
    }
}

/// An HTML page.
pub(crate) struct Page(pub(crate) Html);

impl Page {
    /// Reads a page.
    pub(crate) fn parse(text: &str) -> Self {
        Self(Html::parse_document(text))
    }

    /// The elements that a CSS selector finds.
    #[track_caller]
    pub(crate) fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.0.select(&Selector::parse(css).expect("a CSS selector")).collect()
    }

    /// The one element that a CSS selector finds.
    #[track_caller]
    pub(crate) fn one(&self, css: &str) -> ElementRef<'_> {
        let all = self.all(css);
        assert_eq!(all.len(), 1, "`{css}` finds {} elements in\n{}", all.len(), self.0.html());
        all[0]
    }

    /// The words of the elements that a CSS selector finds, white space folded.
    #[track_caller]
    pub(crate) fn texts(&self, css: &str) -> Vec<String> {
        self.all(css).into_iter().map(words).collect()
    }

    /// Whether an element that a CSS selector finds has these words among its own.
    #[track_caller]
    pub(crate) fn has(&self, css: &str, words: &str) -> bool {
        self.texts(css).iter().any(|text| text.contains(words))
    }
}

/// The words of an element, white space folded.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.replace('\u{2060}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A command of postil in the folder of a site, within limits of the shell such as `ulimit -t 20`.
pub(crate) fn limited(folder: &Path, limits: &str, command: &str) -> Command {
    let script = format!("{limits} && exec \"$0\" {command}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_postil")]).current_dir(folder);
    shell
}

/// All files below a folder, sorted.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !matches!(&*name, "target" | "public" | "node_modules") && !name.starts_with('.') {
                    folders.push(path);
                }
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
