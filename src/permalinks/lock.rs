//! `postil.lock`: the addresses that a site has published, as text that people can read and git can
//! merge.
//!
//! ```text
//! # Every address that this site has published; …
//! version 1
//! base /belarus-brief/
//!
//! /briefs/two-ledgers/ brief:two-ledgers
//!   #p-the-plan-of-2015 paragraph 57:FunFsyZi…
//!   #m-belarus-2 in p-the-plan-of-2015
//! /entities/white-russia/ entity:white-russia -> /entities/belarus/
//! ```
//!
//! Pages are sorted by address; the places of a page stand in the page's order, so that one which is
//! left in place stays where it was.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::path::{Address, SitePath};
use crate::sketch::Sketch;
use crate::span::Span;

/// The name of the file, in the root of the site.
pub const NAME: &str = "postil.lock";

/// The version of the format.
const VERSION: &str = "1";

const HEAD: &str = "# Every address that this site has published. `postil build` writes this file: commit it.\n\
                    # What a page was called before stands in its `previous:`; what is gone, in content/removed.yml.\n";

/// What helps with a line that nobody can read.
const FROM_GIT: &str = "take it from the last version of the file in git; `postil build` adds what is new";

/// What a lock says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lock {
    /// The path of the site's base URL: `/belarus-brief/`.
    pub base: Option<(String, Span)>,
    /// The pages.
    pub pages: BTreeMap<Address, LockedPage>,
    /// The digest of the text that it was read from.
    pub digest: Digest,
}

/// What a file says, with what is wrong with it.
pub type ParsedLock = (Arc<Lock>, Vec<Diagnostic>);

/// A page that was published.
#[derive(Debug, Clone, PartialEq)]
pub struct LockedPage {
    /// What stands behind the address: `brief:two-ledgers`.
    pub thing: String,
    /// Where the address has led since the thing got another.
    pub to: Option<Address>,
    /// The places on the page, in its order.
    pub places: Vec<LockedPlace>,
    /// Its line in the file.
    pub line: Span,
}

/// A place on a page that was published.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct LockedPlace {
    /// Its fragment, without `#`.
    pub fragment: String,
    /// What it was.
    pub kind: PlaceKind,
    /// Its line in the file.
    pub line: Span,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum PlaceKind {
    /// Words of the text: what kind of block, and their sketch.
    Words(Words, Sketch),
    /// A note or claim, under the label that its author gave it.
    Note,
    /// A mention or date, in the block or note of this fragment; empty where that has none.
    Within(String),
    /// Something of the page itself.
    Other,
}

/// What kind of block some words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Words {
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A heading.
    Heading,
}

impl Words {
    const ALL: [(Words, &str); 3] =
        [(Words::Paragraph, "paragraph"), (Words::Item, "item"), (Words::Heading, "heading")];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(words, _)| *words == self).map_or("", |(_, name)| name)
    }
}

impl Lock {
    /// Reads the file. Where there is anything that it cannot read, there is an error, and what it
    /// could read.
    pub fn parse(path: &SitePath, text: &str) -> (Lock, Vec<Diagnostic>) {
        let mut reader = Reader {
            path,
            lock: Lock { digest: Digest::of(text.as_bytes()), ..Lock::default() },
            page: None,
            fragments: FxHashSet::default(),
            has_version: false,
            diagnostics: Vec::new(),
        };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            reader.line(words, Span::new(at, at + words.len()));
            at += line.len();
        }
        reader.end_page();
        if !reader.has_version && reader.diagnostics.is_empty() {
            reader.fault(
                Span::default(),
                "postil.lock does not say which version it is of".to_owned(),
                FROM_GIT,
            );
        }
        (reader.lock, reader.diagnostics)
    }
}

/// The file's text.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}version {VERSION}")?;
        if let Some((base, _)) = &self.base {
            writeln!(f, "base {base}")?;
        }
        f.write_char('\n')?;
        self.pages.iter().try_for_each(|(address, page)| page.write(address, f))
    }
}

impl LockedPage {
    /// Writes the lines of the page.
    fn write(&self, address: &Address, out: &mut impl Write) -> fmt::Result {
        write!(out, "{address} {}", self.thing)?;
        if let Some(to) = &self.to {
            write!(out, " -> {to}")?;
        }
        out.write_char('\n')?;
        for place in &self.places {
            write!(out, "  #{}", place.fragment)?;
            match &place.kind {
                PlaceKind::Words(words, sketch) => writeln!(out, " {} {sketch}", words.name())?,
                PlaceKind::Note => out.write_str(" note\n")?,
                PlaceKind::Within(block) if block.is_empty() => out.write_str(" in\n")?,
                PlaceKind::Within(block) => writeln!(out, " in {block}")?,
                PlaceKind::Other => out.write_char('\n')?,
            }
        }
        Ok(())
    }

    /// The lines of the page in the file's text.
    pub fn lines(&self, address: &Address) -> String {
        let mut lines = String::new();
        self.write(address, &mut lines).expect("a text takes what is written");
        lines
    }
}

struct Reader<'a> {
    path: &'a SitePath,
    lock: Lock,
    /// The page whose places are being read.
    page: Option<Address>,
    /// The fragments of that page.
    fragments: FxHashSet<String>,
    has_version: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span) {
        if line.trim().is_empty() || line.starts_with("# ") {
            return;
        }
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            let message = "postil.lock holds a mark of a merge conflict".to_owned();
            return self.fault(span, message, "keep the lines of both sides, and take out the marks");
        }
        match line.strip_prefix("  #") {
            Some(place) => self.place(place, line, span),
            None => self.head(line, span),
        }
    }

    fn head(&mut self, line: &str, span: Span) {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["version", version] => {
                self.has_version = true;
                if version != VERSION {
                    let message = format!(
                        "this is version `{version}` of postil.lock, and this postil reads version {VERSION}"
                    );
                    self.fault(span, message, "use the postil that wrote it, or a newer one");
                }
            }
            ["base", base] if is_page(base) => self.lock.base = Some((base.to_owned(), span)),
            [address, thing] if is_page(address) => self.page(address, thing, None, span),
            [address, thing, "->", to] if is_page(address) && is_page(to) => {
                self.page(address, thing, Some(Address::new(to)), span);
            }
            _ => self.unread(line, span),
        }
    }

    fn page(&mut self, address: &str, thing: &str, to: Option<Address>, span: Span) {
        let address = Address::new(address);
        self.fragments.clear();
        if let Some(first) = self.lock.pages.get(&address) {
            self.fragments.extend(first.places.iter().map(|place| place.fragment.clone()));
            let found = Diagnostic::new(
                Code::InvalidLock,
                self.path,
                span,
                format!("`{address}` stands twice in postil.lock"),
            )
            .label(self.path, first.line, "here too")
            .help("put the places of both under one of them, and take the other out");
            self.diagnostics.push(found);
        } else {
            let page = LockedPage { thing: thing.to_owned(), to, places: Vec::new(), line: span };
            self.lock.pages.insert(address.clone(), page);
        }
        self.end_page();
        self.page = Some(address);
    }

    /// Gives back what room is left over: a lock holds all addresses that a site ever had.
    fn end_page(&mut self) {
        if let Some(page) = self.page.take().and_then(|page| self.lock.pages.get_mut(&page)) {
            page.places.shrink_to_fit();
        }
    }

    fn place(&mut self, place: &str, line: &str, span: Span) {
        let (fragment, kind) = match place.split(' ').collect::<Vec<_>>()[..] {
            [fragment] => (fragment, PlaceKind::Other),
            [fragment, "note"] => (fragment, PlaceKind::Note),
            [fragment, "in"] => (fragment, PlaceKind::Within(String::new())),
            [fragment, "in", block] => (fragment, PlaceKind::Within(block.to_owned())),
            [fragment, words, sketch] => {
                let words = Words::ALL.iter().find(|(_, name)| *name == words).map(|(words, _)| *words);
                match (words, Sketch::parse(sketch)) {
                    (Some(words), Some(sketch)) => (fragment, PlaceKind::Words(words, sketch)),
                    _ => return self.unread(line, span),
                }
            }
            _ => return self.unread(line, span),
        };
        let Some(page) = self.page.as_ref().and_then(|page| self.lock.pages.get_mut(page)) else {
            return self.fault(span, "this place stands under no page".to_owned(), FROM_GIT);
        };
        if !self.fragments.insert(fragment.to_owned()) {
            let first = page.places.iter().find(|known| known.fragment == fragment);
            let first = first.expect("what was seen on the page is on it");
            let found = Diagnostic::new(
                Code::InvalidLock,
                self.path,
                span,
                format!("`#{fragment}` stands twice under one page"),
            )
            .label(self.path, first.line, "here too")
            .help("take one of them out");
            return self.diagnostics.push(found);
        }
        page.places.push(LockedPlace { fragment: fragment.to_owned(), kind, line: span });
    }

    fn unread(&mut self, line: &str, span: Span) {
        let words: String = line.chars().take(60).collect();
        self.fault(span, format!("“{}” is no line of postil.lock", words.trim()), FROM_GIT);
    }

    fn fault(&mut self, span: Span, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::InvalidLock, self.path, span, message).help(help));
    }
}

/// Whether a word is the address of a page: it begins with a slash, and ends with one or in `.html`.
fn is_page(word: &str) -> bool {
    word.starts_with('/') && (word.ends_with('/') || word.ends_with(".html")) && !word.contains("//")
}
