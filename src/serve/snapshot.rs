//! What a browser can see at one moment: the pages of the last good build, and the faults of the
//! last build. A snapshot never changes; the next one takes its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answer::{Found, find};
use crate::compile::Prepared;
use crate::graph::Graph;
use crate::load::Inputs;
use crate::output::Output;
use crate::output::media_type;
use crate::pages::places::{Origin, origin};
use crate::path::{Address, SitePath};
use crate::span::Span;

/// The newest pages and faults.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// The number of the build: each has a greater one than those before it.
    pub(super) version: u64,
    /// The pages.
    pub(super) site: Arc<Pages>,
    /// What the pages do not wait for, of the last good build whose was ready.
    pub(super) later: Arc<Output>,
    /// What is wrong, as JSON for the script.
    pub(super) faults: Arc<str>,
}

/// The pages of a build: those that are made, or what they are made of, and then each is made when it is
/// asked for.
#[derive(Default)]
pub(super) struct Pages {
    /// The files; of the build before, where these are not made yet.
    output: Arc<Output>,
    to_make: Option<Arc<Prepared>>,
    /// The path that the site stands under, with a slash at both ends.
    pub(super) base_path: String,
    pub(super) graph: Option<Arc<Graph>>,
    pub(super) inputs: Arc<Inputs>,
    /// The path of the theme's stylesheet, whose name has a digest in it.
    pub(super) stylesheet: String,
    /// The last edit of each text, while the text is there.
    pub(super) edits: BTreeMap<SitePath, Edit>,
    /// Pictures, scripts, fonts and stylesheets that have changed, and in which build.
    pub(super) assets: BTreeMap<String, u64>,
}

/// What pages are of.
pub(super) struct Built {
    pub(super) graph: Arc<Graph>,
    pub(super) inputs: Arc<Inputs>,
}

/// A change of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    /// The build that brought it.
    pub(super) version: u64,
    /// The bytes of the new text that are not as they were.
    pub(super) span: Span,
}

/// The page that stands wherever nothing has been built yet: the script shows why.
const NOTHING: &str = "<!doctype html><html lang=\"en\"><title>Not built yet</title><body></body></html>\n";

impl Snapshot {
    /// What stands at the path of a target.
    pub(super) fn find(&self, path: &str) -> Found {
        let file = |path: &str| self.site.file(path).or_else(|| self.later.get(path).cloned());
        find(file, &self.site.base_path, path)
    }
}

impl Pages {
    /// Before the first build.
    pub(super) fn none() -> Self {
        let mut output = Output::new();
        output.insert("404.html", NOTHING.as_bytes()).expect("the path is legal");
        Self::of(output)
    }

    /// Files alone, at the root.
    pub(super) fn of(output: Output) -> Self {
        Self { output: Arc::new(output), base_path: "/".to_owned(), ..Self::default() }
    }

    /// The pages of a build that is done with them.
    pub(super) fn new(version: u64, output: Output, built: Built, before: Option<&Self>) -> Self {
        let pages = Self::told_apart(version, &output, built, before);
        Self { output: Arc::new(output), ..pages }
    }

    /// The pages of a build that is about to make them. What is made of pages, such as a list of all of them, is
    /// that of the build before.
    pub(super) fn early(version: u64, prepared: &Arc<Prepared>, inputs: Arc<Inputs>, before: &Self) -> Self {
        let built = Built { graph: Arc::clone(prepared.graph()), inputs };
        let pages = Self::told_apart(version, prepared.files(), built, Some(before));
        Self { output: Arc::clone(&before.output), to_make: Some(Arc::clone(prepared)), ..pages }
    }

    /// What is new in a build against the one before; `files` has the theme's files and pictures.
    fn told_apart(version: u64, files: &Output, built: Built, before: Option<&Self>) -> Self {
        let Built { graph, inputs } = built;
        let stylesheet = files.iter().map(|(path, _)| path).find(|path| is_theme_stylesheet(path));
        let stylesheet = stylesheet.unwrap_or_default().to_owned();
        let base_path = graph.config.base_url.base_path().to_owned();
        let (edits, assets) = match before {
            Some(before) => (edits(version, &inputs, before), changed_assets(version, files, before)),
            None => (BTreeMap::new(), BTreeMap::new()),
        };
        Self { base_path, graph: Some(graph), inputs, stylesheet, edits, assets, ..Self::default() }
    }

    /// The file at an output path.
    pub(super) fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        let made = self.output.get(path);
        match &self.to_make {
            // A page of the build before may be none of this one.
            Some(prepared) => {
                prepared.file(path).or_else(|| made.filter(|_| !path.ends_with(".html")).cloned())
            }
            None => made.cloned(),
        }
    }

    /// Where the page with this output path comes from.
    pub(super) fn origin(&self, output_path: &str) -> Option<Origin> {
        let address = format!("/{}", output_path.strip_suffix("index.html")?);
        origin(self.graph.as_ref()?, &Address::new(address))
    }

    /// The id on the page of what was edited in its file after a build; `None` where nothing was, or
    /// nothing that stands in the page's text.
    pub(super) fn edited_since(&self, origin: &Origin, version: u64) -> Option<String> {
        let edit = self.edits.get(&origin.path).filter(|edit| edit.version > version)?;
        let touched = origin.places.iter().find(|(_, place)| {
            // An empty span is where something was cut out.
            place.overlaps(edit.span) || (place.start <= edit.span.start && edit.span.end <= place.end)
        });
        let before = || {
            origin
                .places
                .iter()
                .filter(|(_, place)| place.start <= edit.span.start)
                .max_by_key(|at| at.1.start)
        };
        touched.or_else(before).map(|(id, _)| id.clone())
    }
}

fn is_theme_stylesheet(path: &str) -> bool {
    path.strip_prefix("assets/site.").is_some_and(|rest| rest.ends_with(".css"))
}

fn edits(version: u64, inputs: &Inputs, before: &Pages) -> BTreeMap<SitePath, Edit> {
    // Both lists are sorted by path.
    let mut olds = before.inputs.files.iter().peekable();
    let edits = inputs.files.iter().filter_map(|file| {
        while olds.next_if(|old| old.path < file.path).is_some() {}
        let old = olds.next_if(|old| old.path == file.path)?;
        let edit = match old.digest == file.digest {
            true => *before.edits.get(&file.path)?,
            false => Edit { version, span: changed_span(&old.text, &file.text) },
        };
        Some((file.path.clone(), edit))
    });
    edits.collect()
}

/// The bytes of `new` between what both texts begin with and what both end with.
fn changed_span(old: &str, new: &str) -> Span {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let same = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    Span::new(start, new.len() - same)
}

fn changed_assets(version: u64, output: &Output, before: &Pages) -> BTreeMap<String, u64> {
    let shown = ["image/", "font/", "audio/", "video/", "text/css", "text/javascript"];
    let assets =
        output.iter().filter(|(path, _)| shown.iter().any(|kind| media_type(path).starts_with(kind)));
    let changed = assets.filter_map(|(path, bytes)| {
        let version = match before.file(path).as_ref() == Some(bytes) {
            true => *before.assets.get(path)?,
            false => version,
        };
        Some((path.to_owned(), version))
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_what_differs() {
        for (old, new, span) in [
            ("one two three", "one TWO three", 4..7),
            ("one three", "one two three", 5..9),
            ("one two three", "one three", 5..5),
            ("aaa", "aa", 2..2),
            ("aa", "aaa", 2..3),
            ("", "a", 0..1),
        ] {
            assert_eq!(changed_span(old, new), Span::from(span), "{old} → {new}");
        }
    }
}
