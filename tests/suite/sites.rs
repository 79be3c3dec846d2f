//! Small sites and what must come out of them: `tests/sites/<area>/<case>/` holds the site and
//! `expect.toml`:
//!
//! ```toml
//! about = "What the case is for."
//! drafts = true                          # default: false
//! codes = ["stub-entity"]                # all diagnostics; default: none
//! absent = ["briefs/secret/index.html"]  # files that must not be there
//!
//! [[page]]
//! at = "entities/ana-brandt/"
//! texts = { "h1" = ["Ana Brandt"] }      # the words of all that a selector finds, in order
//! has = { "main" = ["Mayor"] }           # words that one of them has among its own
//! lacks = { "main" = ["Reuter"] }        # words that none of them has
//! count = { ".ev-card" = 2 }
//! values = { "a.place @href" = ["../../briefs/a/#p"] }   # an attribute of each
//!
//! [[file]]
//! at = "feed.xml"
//! has = ["<title>"]
//! lacks = ["localhost"]
//! data = { "/page/title" = "Ana Brandt" }  # JSON pointers
//! ```

use std::collections::BTreeMap;

use postil::compile::Options;
use serde::Deserialize;

use crate::site::{Built, Page, Site, files_below, repository};

/// What must come out of a site.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    about: String,
    #[serde(default)]
    drafts: bool,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    page: Vec<ExpectPage>,
    #[serde(default)]
    file: Vec<ExpectFile>,
}

/// What a page must show.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectPage {
    at: String,
    #[serde(default)]
    texts: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    has: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    lacks: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    count: BTreeMap<String, usize>,
    #[serde(default)]
    values: BTreeMap<String, Vec<String>>,
}

/// What another file must hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectFile {
    at: String,
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    data: BTreeMap<String, toml::Value>,
}

/// The folders of the cases, from the root of the repository.
pub(crate) fn folders() -> Vec<String> {
    let files = files_below(&repository("tests/sites"));
    let cases = files.iter().filter(|file| file.ends_with("expect.toml")).filter_map(|file| file.parent());
    let root = repository("");
    let folders: Vec<String> = cases
        .map(|folder| folder.strip_prefix(&root).expect("below the root").to_str().expect("UTF-8").to_owned())
        .collect();
    assert!(!folders.is_empty(), "there are no cases in tests/sites");
    folders
}

#[test]
fn sites_become_what_they_say() {
    let mut faults = Vec::new();
    for folder in folders() {
        let text = std::fs::read_to_string(repository(&folder).join("expect.toml")).expect("a case");
        let expect: Expect = toml::from_str(&text).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let options = Options { drafts: expect.drafts, ..Options::default() };
        let built = Built::with(Site::folder(&folder).inputs(), &options);
        let found = expect.faults(&built);
        faults.extend(found.into_iter().map(|fault| format!("{folder} ({}): {fault}", expect.about)));
    }
    assert!(faults.is_empty(), "{} faults:\n\n{}", faults.len(), faults.join("\n"));
}

impl Expect {
    fn faults(&self, built: &Built) -> Vec<String> {
        let mut codes: Vec<&str> = built.compiled.diagnostics.iter().map(|found| found.code.name()).collect();
        codes.sort_unstable();
        let mut faults = Vec::new();
        if codes != self.codes {
            faults.push(format!("the diagnostics are {codes:?}:\n{}", built.report()));
        }
        let is_there = |path: &&String| built.compiled.output.get(path).is_some();
        faults.extend(self.absent.iter().filter(is_there).map(|path| format!("{path} is there")));
        faults.extend(self.page.iter().flat_map(|page| page.faults(built)));
        faults.extend(self.file.iter().flat_map(|file| file.faults(built)));
        faults
    }
}

impl ExpectPage {
    fn faults(&self, built: &Built) -> Vec<String> {
        let page = match self.at.ends_with(".html") {
            true => Page::parse(built.text(&self.at)),
            false => built.page(&self.at),
        };
        let mut faults = Vec::new();
        let mut fault = |css: &str, what: String| faults.push(format!("/{} `{css}` {what}", self.at));
        for (css, wanted) in &self.texts {
            let texts = page.texts(css);
            if texts != *wanted {
                fault(css, format!("has the texts {texts:#?}"));
            }
        }
        for (css, wanted) in &self.has {
            for words in wanted.iter().filter(|words| !page.has(css, words)) {
                fault(css, format!("has no “{words}”, but {:#?}", page.texts(css)));
            }
        }
        for (css, unwanted) in &self.lacks {
            for words in unwanted.iter().filter(|words| page.has(css, words)) {
                fault(css, format!("has “{words}”"));
            }
        }
        for (css, wanted) in &self.count {
            let count = page.all(css).len();
            if count != *wanted {
                fault(css, format!("finds {count}"));
            }
        }
        for (place, wanted) in &self.values {
            let (css, name) = place.rsplit_once(" @").expect("a selector, a space, @ and an attribute");
            let values: Vec<&str> = page.all(css).iter().filter_map(|element| element.attr(name)).collect();
            if values != *wanted {
                fault(place, format!("has the values {values:#?}"));
            }
        }
        faults
    }
}

impl ExpectFile {
    fn faults(&self, built: &Built) -> Vec<String> {
        let text = built.text(&self.at);
        let missing = self
            .has
            .iter()
            .filter(|words| !text.contains(*words))
            .map(|words| format!("has no “{words}” in\n{text}"));
        let unwanted =
            self.lacks.iter().filter(|words| text.contains(*words)).map(|words| format!("has “{words}”"));
        let mut faults: Vec<String> = missing.chain(unwanted).collect();
        if !self.data.is_empty() {
            let data: serde_json::Value = serde_json::from_str(text).expect("JSON");
            for (pointer, wanted) in &self.data {
                let wanted = serde_json::to_value(wanted).expect("TOML is JSON");
                let found = data.pointer(pointer);
                if found != Some(&wanted) {
                    faults.push(format!("{pointer} is {found:?}, not {wanted}"));
                }
            }
        }
        faults.into_iter().map(|fault| format!("{} {fault}", self.at)).collect()
    }
}
