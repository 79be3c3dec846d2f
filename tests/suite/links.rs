//! Where the links of an output lead, and whether something is there.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use crate::site::words;

/// A page as far as links can lead there.
struct Target {
    ids: BTreeSet<String>,
    /// Its words, white space folded.
    words: String,
}

/// An output to follow links in.
pub(crate) struct Web<'a> {
    base: &'a str,
    paths: BTreeSet<&'a str>,
    targets: BTreeMap<&'a str, Target>,
    pages: Vec<(&'a str, Html)>,
}

/// Elements and the attribute in which each links.
const LINKS: [(&str, &str); 8] = [
    ("a[href]", "href"),
    ("link[href]", "href"),
    ("use[href]", "href"),
    ("img[src]", "src"),
    ("script[src]", "src"),
    ("source[src]", "src"),
    ("iframe[src]", "src"),
    ("form[action]", "action"),
];

impl<'a> Web<'a> {
    /// Reads an output whose home page stands at `base`.
    pub(crate) fn new(base: &'a str, files: &BTreeMap<&'a str, &'a [u8]>) -> Self {
        let mut web = Self {
            base,
            paths: files.keys().copied().collect(),
            targets: BTreeMap::new(),
            pages: Vec::new(),
        };
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = Html::parse_document(std::str::from_utf8(bytes).expect("pages are UTF-8"));
            let ids = select(&html, "[id]").filter_map(|element| element.attr("id").map(str::to_owned));
            web.targets.insert(path, Target { ids: ids.collect(), words: words(html.root_element()) });
            web.pages.push((path, html));
        }
        web
    }

    /// What is wrong with pages by themselves: HTML that does not parse, ids that stand twice.
    pub(crate) fn page_faults(&self) -> Vec<String> {
        let faults = self.pages.iter().flat_map(|(path, html)| {
            let ids = twice(html).map(move |id| format!("{path}: the id `{id}` stands twice"));
            ids.chain(html.errors.iter().map(move |error| format!("{path}: {error}")))
        });
        faults.collect()
    }

    /// What is wrong with the links of all pages, feeds, lists and data twins.
    pub(crate) fn link_faults(&self, files: &BTreeMap<&'a str, &'a [u8]>) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, html) in &self.pages {
            for (css, attribute) in LINKS {
                let links = select(html, css).filter_map(|element| element.attr(attribute));
                faults.extend(links.filter_map(|link| self.fault(path, link)));
            }
        }
        for (path, bytes) in files {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            if path.ends_with(".xml") || path.ends_with(".txt") {
                faults.extend(self.absolute(text).filter_map(|link| self.fault(path, &link)));
            } else if path.ends_with("index.json") {
                let twin: serde_json::Value = serde_json::from_str(text).expect("twins are JSON");
                let mut links = Vec::new();
                addresses(&twin, &mut links);
                faults.extend(links.into_iter().filter_map(|link| self.fault(path, link)));
            }
        }
        faults
    }

    /// The addresses of this site that stand in a text.
    fn absolute<'t>(&self, text: &'t str) -> impl Iterator<Item = String> + 't {
        let base = self.base.to_owned();
        let starts: Vec<usize> = text.match_indices(self.base).map(|(at, _)| at).collect();
        starts.into_iter().map(move |at| {
            let end = text[at..].find(['"', '<', '\'', ' ', '\n', '&']).map_or(text.len(), |end| at + end);
            assert!(text[at..end].starts_with(&base));
            text[at..end].to_owned()
        })
    }

    /// What is wrong with a link of a page.
    fn fault(&self, page: &str, link: &str) -> Option<String> {
        let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
        let root = &self.base[self.base.find("://").map_or(0, |at| at + 3)..];
        let root = root.find('/').map_or("/", |at| &root[at..]);
        let path = if let Some(path) = address.strip_prefix(self.base) {
            format!("/{path}")
        } else if has_scheme(address) || address.starts_with("//") {
            return None;
        } else if address.starts_with('/') {
            match address.strip_prefix(root) {
                Some(path) => format!("/{path}"),
                None => return Some(format!("{page}: {link} leaves the site")),
            }
        } else if page == "404.html" && !address.is_empty() {
            return Some(format!("404.html: {link} is relative, and works at one depth alone"));
        } else if address.is_empty() {
            format!("/{page}")
        } else {
            let folder = page.rfind('/').map_or("", |at| &page[..at]);
            format!("/{folder}/{address}")
        };
        let Some(path) = normalised(&path) else {
            return Some(format!("{page}: {link} climbs out of the site"));
        };
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        // The fragment of a twin is one of its page.
        let file = match file.strip_suffix("index.json") {
            Some(folder) if address.is_empty() => format!("{folder}index.html"),
            _ => file,
        };
        if !self.paths.contains(file.as_str()) {
            return Some(format!("{page}: {link} leads nowhere"));
        }
        self.targets.get(file.as_str()).and_then(|target| {
            let (id, text) =
                fragment.split_once(":~:text=").map_or((fragment, None), |(id, text)| (id, Some(text)));
            if !id.is_empty() && !target.ids.contains(&decoded(id)) {
                return Some(format!("{page}: {link} leads to no such id"));
            }
            let lost =
                text?.split("&text=").flat_map(directive).find(|part| !target.words.contains(&**part))?;
            Some(format!("{page}: {link} marks words that are not there: “{lost}”"))
        })
    }
}

/// The words of a text directive: `[prefix-,]start[,end][,-suffix]`.
fn directive(text: &str) -> impl Iterator<Item = String> {
    text.split(',').map(|part| {
        let part = part.strip_suffix('-').or_else(|| part.strip_prefix('-')).unwrap_or(part);
        decoded(part).split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

fn select<'h>(html: &'h Html, css: &str) -> impl Iterator<Item = scraper::ElementRef<'h>> {
    html.select(&Selector::parse(css).expect("a CSS selector")).collect::<Vec<_>>().into_iter()
}

/// The ids that stand twice in a page.
fn twice(html: &Html) -> impl Iterator<Item = String> {
    let mut seen = BTreeSet::new();
    let ids = select(html, "[id]").filter_map(|element| element.attr("id").map(str::to_owned));
    ids.filter(move |id| !seen.insert(id.clone())).collect::<Vec<_>>().into_iter()
}

/// The values under `address` in data.
fn addresses<'v>(value: &'v serde_json::Value, links: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| addresses(item, links)),
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(link) if name == "address" => links.push(link),
                    _ => addresses(value, links),
                }
            }
        }
        _ => {}
    }
}

fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// A path from the root without `.` and `..`, or nothing where it leaves the root.
fn normalised(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let is_folder = path.ends_with(['/', '.']);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let end = if is_folder && !parts.is_empty() { "/" } else { "" };
    Some(decoded(&parts.join("/")) + end)
}

/// A part of an address without percent signs.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = (first == b'%').then(|| after.get(..2)).flatten();
        let value = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(value.unwrap_or(first));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("addresses are UTF-8")
}
