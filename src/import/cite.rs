//! Everything that is found in the blocks of an article, and what becomes of its words.
//!
//! 1. References at its end are read first, so that marks in the text can cite them.
//! 2. In each block brackets are read for sources, then the rest for dates.
//! 3. Names are looked for in what is left, over the whole text.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::article::{Article, Block, BlockKind, MarkKind};
use super::dates::Clock;
use super::names::{self, Entity, Paragraph};
use super::sources::{Citation, Sources, bracket, outlet, reference};
use super::weave::{Change, Changed};
use super::{Counts, Site, sentence_bounds};
use crate::date::Day;

/// No bracket that is read is longer.
const LONGEST_BRACKET: usize = 700;

/// Something to look at, at a byte of a block.
#[derive(Debug, Clone)]
pub(super) struct Remark {
    pub(super) block: usize,
    pub(super) offset: usize,
    pub(super) what: String,
    pub(super) why: String,
}

/// What a mark in the text leads to.
#[derive(Debug, Clone)]
enum Target {
    /// A citation: its key with what stands before and after it.
    Cite(String),
    /// A note that stays one.
    Note,
}

/// What was found in an article.
pub(super) struct Reading<'a> {
    clock: Clock,
    site: &'a Site,
    /// The article's own, who held the interviews that it cites.
    authors: Vec<String>,
    pub(super) sources: Sources<'a>,
    /// What becomes of the words of each block.
    pub(super) changes: Vec<Vec<Changed>>,
    pub(super) entities: Vec<Entity>,
    pub(super) remarks: Vec<Remark>,
    pub(super) counts: Counts,
    /// By labels.
    targets: FxHashMap<String, Target>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(date: Day, site: &'a Site) -> Self {
        Self {
            clock: Clock::new(date),
            site,
            authors: Vec::new(),
            sources: Sources::new(&site.keys),
            changes: Vec::new(),
            entities: Vec::new(),
            remarks: Vec::new(),
            counts: Counts::default(),
            targets: FxHashMap::default(),
        }
    }

    pub(super) fn read(&mut self, article: &Article) {
        self.authors.clone_from(&article.masthead.authors);
        self.references(article);
        let mut paragraphs = Vec::new();
        for (at, block) in article.blocks.iter().enumerate() {
            let mut changes = self.marks(block);
            if block.is_prose() {
                changes.extend(self.brackets(at, block, &changes));
                let closed = closed(&changes);
                let (ends, _) = sentence_bounds(block);
                let linked = links(block);
                let dates = self.clock.find(&block.text, &closed, &ends);
                for date in dates.iter().filter(|date| is_free(&linked, &date.range)) {
                    self.counts.dates += 1;
                    if let Some(doubt) = &date.doubt {
                        self.remark(
                            at,
                            date.range.clone(),
                            block,
                            format!("taken for {}: {doubt}", date.edtf),
                        );
                    }
                    let title = match (date.is_event, date.is_ahead) {
                        (false, _) => Some("event=no"),
                        (true, true) => Some("forecast=yes"),
                        (true, false) => None,
                    };
                    let change = Change::Link { target: format!("date:{}", date.edtf), title };
                    changes.push(Changed { range: date.range.clone(), change });
                }
                let closed = self::closed(&changes);
                paragraphs.push(Paragraph { block: at, text: &block.text, closed, sentences: ends, linked });
            }
            self.changes.push(changes);
        }
        self.names(&paragraphs, article);
        self.counts.sources = self.sources.len() + self.sources.reused.len();
    }

    fn remark(&mut self, block: usize, range: Range<usize>, of: &Block, why: impl Into<String>) {
        let what = super::article::one_line(&of.text[range.clone()]);
        self.remarks.push(Remark { block, offset: range.start, what, why: why.into() });
    }

    /// Reads the references at the end of the article.
    fn references(&mut self, article: &Article) {
        let mut before: Option<String> = None;
        for note in &article.notes {
            let target = match reference::read(&note.block, &self.clock) {
                reference::Read::Source(citation, doubt) => {
                    let title = citation.source.title.clone().unwrap_or_default();
                    let mut source = citation.source;
                    if source.kind == "misc" && source.authors.is_empty() {
                        source.authors.clone_from(&self.authors);
                    }
                    let key = self.sources.key(source);
                    if let Some(doubt) = doubt {
                        let why = format!("the source `{key}` is unsure: {doubt}");
                        self.remarks.push(Remark { block: usize::MAX, offset: 0, what: title, why });
                    }
                    before = Some(key.clone());
                    Target::Cite(cite(citation.prefix.as_deref(), &key, citation.locator.as_deref()))
                }
                reference::Read::Ibid(pages) => match &before {
                    Some(key) => {
                        let locator = pages.map(|pages| format!("p. {pages}"));
                        Target::Cite(cite(None, key, locator.as_deref()))
                    }
                    None => Target::Note,
                },
                reference::Read::Remark => Target::Note,
            };
            self.targets.insert(note.label.clone(), target);
        }
    }

    /// Whether a note stays one.
    pub(super) fn is_note(&self, label: &str) -> bool {
        matches!(self.targets.get(label), Some(Target::Note))
    }

    /// What the marks of a block that lead to notes become.
    fn marks(&self, block: &Block) -> Vec<Changed> {
        let mut changes = Vec::new();
        for mark in &block.marks {
            let MarkKind::Notes(labels) = &mark.kind else { continue };
            let words = block.text.get(mark.range.clone()).unwrap_or_default();
            let place = words.trim_matches(['[', ']']).split_once(',').map(|(_, place)| place.trim());
            let place = place.filter(|place| {
                place.starts_with(|c: char| c.is_alphabetic() || c == '§') && labels.len() == 1
            });
            let mut cites: Vec<String> = Vec::new();
            let mut notes = String::new();
            for label in labels {
                match self.targets.get(label) {
                    // Two notes may name one source.
                    Some(Target::Cite(cite)) if cites.contains(cite) => {}
                    Some(Target::Cite(cite)) => cites.push(match place {
                        Some(place) => format!("{cite}, {place}"),
                        None => cite.clone(),
                    }),
                    Some(Target::Note) => notes.push_str(&format!("[^{label}]")),
                    None => {}
                }
            }
            let cited = if cites.is_empty() { String::new() } else { format!("[{}]", cites.join("; ")) };
            // A citation stands apart from the word before it.
            let is_tight =
                block.text[..mark.range.start].chars().next_back().is_some_and(|c| !c.is_whitespace());
            let space = if is_tight && !cited.is_empty() { " " } else { "" };
            changes.push(Changed {
                range: mark.range.clone(),
                change: Change::Instead(format!("{space}{cited}{notes}")),
            });
        }
        changes
    }

    /// The brackets of a block that name sources.
    fn brackets(&mut self, at: usize, block: &Block, marks: &[Changed]) -> Vec<Changed> {
        let mut changes = Vec::new();
        let marks = closed(marks);
        let links = addresses(block);
        for range in bracket_ranges(&block.text).into_iter().filter(|range| is_free(&marks, range)) {
            let inner = &block.text[range.start + 1..range.end - 1];
            let Some(read) = bracket::read(&super::article::one_line(inner), &self.clock) else {
                if seems_source(inner) {
                    self.remark(at, range, block, "may be a source; left as it is");
                }
                continue;
            };
            for doubt in &read.doubts {
                self.remark(at, range.clone(), block, doubt.clone());
            }
            let first = links.partition_point(|(start, _)| *start < range.start);
            let addresses: Vec<&str> = links[first..]
                .iter()
                .take_while(|(start, _)| *start < range.end)
                .map(|(_, address)| *address)
                .collect();
            let one_each = addresses.len() == read.citations.len();
            let mut cluster: Vec<Cite> = Vec::new();
            for (number, citation) in read.citations.into_iter().enumerate() {
                let Citation { prefix, mut source, locator } = citation;
                let address =
                    if one_each { addresses.get(number) } else { addresses.first().filter(|_| number == 0) };
                if let Some(address) = address {
                    source.url = Some((*address).to_owned());
                }
                if source.kind == "misc" && source.authors.is_empty() {
                    source.authors.clone_from(&self.authors);
                }
                let unknown = source.outlet.as_ref().is_some_and(|outlet| !outlet::is_known(&outlet.name));
                let undated = source.date.is_none() && source.accessed.is_none();
                let key = self.sources.key(source);
                if undated && unknown {
                    self.remark(at, range.clone(), block, format!("the source `{key}` has no date"));
                }
                add(&mut cluster, Cite { prefix, key, locator });
            }
            let cites: Vec<String> = cluster
                .iter()
                .map(|one| cite(one.prefix.as_deref(), &one.key, one.locator.as_deref()))
                .collect();
            changes.push(Changed { range, change: Change::Instead(format!("[{}]", cites.join("; "))) });
        }
        changes
    }

    /// The names of the article.
    fn names(&mut self, paragraphs: &[Paragraph<'_>], article: &Article) {
        let found = names::find(paragraphs, &self.site.known);
        let (entities, open) = names::settle(&found, paragraphs, &self.site.known);
        for entity in &entities {
            self.counts.names += 1;
            for link in &entity.links {
                let target = format!("{}:{}", entity.kind, entity.id);
                let change = Change::Link { target, title: None };
                self.changes[link.block].push(Changed { range: link.range.clone(), change });
            }
            if let (Some(doubt), Some(link)) = (&entity.doubt, entity.links.first()) {
                let why = format!("{}:{}: {doubt}", entity.kind, entity.id);
                self.remark(link.block, link.range.clone(), &article.blocks[link.block], why);
            }
        }
        for open in open {
            let (block, offset) = (open.at.block, open.at.range.start);
            self.remarks.push(Remark { block, offset, what: open.name, why: open.why });
        }
        self.entities = entities;
    }
}

/// A source in a bracket, with the words before it and the place in it.
struct Cite {
    prefix: Option<String>,
    key: String,
    locator: Option<String>,
}

/// Adds a source to those of a bracket, unless it is there: a source is cited twice only for two places in it.
fn add(cluster: &mut Vec<Cite>, cite: Cite) {
    let of_source = |known: &&mut Cite| {
        known.key == cite.key
            && (known.locator == cite.locator || known.locator.is_none() || cite.locator.is_none())
    };
    match cluster.iter_mut().find(of_source) {
        Some(known) => {
            known.prefix = known.prefix.take().or(cite.prefix);
            known.locator = known.locator.take().or(cite.locator);
        }
        None => cluster.push(cite),
    }
}

/// A citation without its brackets: `see @key, p. 3`.
fn cite(prefix: Option<&str>, key: &str, locator: Option<&str>) -> String {
    let prefix = prefix.map_or_else(String::new, |prefix| format!("{} ", prefix.to_lowercase()));
    let locator = locator.map_or_else(String::new, |locator| format!(", {locator}"));
    format!("{prefix}@{key}{locator}")
}

/// The outermost brackets of a text, with their marks.
fn bracket_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, char, usize)> = None;
    for (at, letter) in text.char_indices() {
        // A bracket that nobody closed does not hide the ones after it.
        if open.is_some_and(|(start, ..)| at - start > LONGEST_BRACKET) {
            open = None;
        }
        match (letter, &mut open) {
            ('(' | '[', None) => open = Some((at, if letter == '(' { ')' } else { ']' }, 1)),
            (letter, Some((start, close, depth))) => {
                if letter == *close {
                    *depth -= 1;
                    if *depth == 0 {
                        ranges.push(*start..at + 1);
                        open = None;
                    }
                } else if matches!((letter, *close), ('(', ')') | ('[', ']')) {
                    *depth += 1;
                }
            }
            _ => {}
        }
    }
    ranges
}

/// Whether a bracket that was not read as sources may have been one: it ends with a date after a comma.
fn seems_source(text: &str) -> bool {
    let Some((head, tail)) = text.rsplit_once(", ") else { return false };
    let dated = crate::date::find_dates(tail)
        .iter()
        .any(|date| date.start.month.is_some() || date.start.year.is_some());
    dated && head.len() < 200 && head.starts_with(|c: char| c.is_uppercase())
}

/// The addresses of the links of a block and where they begin, in their order.
fn addresses(block: &Block) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = block
        .marks
        .iter()
        .filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((mark.range.start, address.as_str())),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(start, _)| *start);
    found
}

fn closed(changes: &[Changed]) -> Vec<Range<usize>> {
    let mut closed: Vec<Range<usize>> = changes.iter().map(|changed| changed.range.clone()).collect();
    closed.sort_by_key(|range| range.start);
    closed
}

/// The words of a block that lead elsewhere or are code, in order.
fn links(block: &Block) -> Vec<Range<usize>> {
    let is_link = |kind: &MarkKind| matches!(kind, MarkKind::Link(_) | MarkKind::Code);
    let mut links: Vec<Range<usize>> =
        block.marks.iter().filter(|mark| is_link(&mark.kind)).map(|mark| mark.range.clone()).collect();
    links.sort_by_key(|range| range.start);
    links
}

fn is_free(linked: &[Range<usize>], range: &Range<usize>) -> bool {
    let at = linked.partition_point(|linked| linked.end <= range.start);
    linked.get(at).is_none_or(|linked| linked.start >= range.end)
}

/// Whether a block's sentences get lines of their own.
pub(super) fn breaks(block: &Block) -> Vec<usize> {
    match block.kind {
        BlockKind::Paragraph | BlockKind::Quote => sentence_bounds(block).1,
        _ => Vec::new(),
    }
}
