//! The brief's file and those beside it.
//!
//! 1. The front matter says what the masthead does.
//! 2. Each block is woven with what was found in it; notes that stay notes come last.
//! 3. A record is written for each name that is new, and one file of sources.
//! 4. What is not certain gets the line that it has in the brief.

use std::collections::BTreeMap;

use super::article::{Article, Block, BlockKind, Masthead, one_line, opening};
use super::cite::{Reading, breaks};
use super::sources::Source;
use super::weave::{Woven, longest_run, weave};
use super::{Doubt, Imported, Site, Wish, escape, records, sentence_bounds};
use crate::letters::quoted;

/// How many letters of a sentence a record shows.
const LONGEST_EVIDENCE: usize = 400;

/// Items further in stand beside those that are in so many others.
const DEEPEST_ITEM: usize = 5;

/// What a brief is written with beside the article.
pub(super) struct Frame<'a> {
    pub(super) slug: String,
    pub(super) wish: &'a Wish<'a>,
    pub(super) site: &'a Site,
    /// Whether the day is not the article's own.
    pub(super) is_guess: bool,
}

/// Writes the files.
pub(super) fn write(article: &Article, mut reading: Reading<'_>, frame: &Frame<'_>) -> Imported {
    let masthead = &article.masthead;
    let based_on = Source::of_masthead(masthead).map(|source| reading.sources.key(source));
    if based_on.is_some() {
        reading.counts.sources += 1;
    }
    let mut file = File::default();
    front(&mut file, masthead, based_on.as_deref(), summary(article), frame);
    let changes = std::mem::take(&mut reading.changes);
    for (at, (block, changes)) in article.blocks.iter().zip(changes).enumerate() {
        let woven = weave(block, changes, &breaks(block));
        file.block(at, block, woven);
    }
    for note in article.notes.iter().filter(|note| reading.is_note(&note.label)) {
        let woven = weave(&note.block, Vec::new(), &[]);
        file.text.push_str(&format!("\n[^{}]: {}\n", note.label, apart(&woven.text)));
    }
    for remark in std::mem::take(&mut reading.remarks) {
        file.doubts.push((file.place_of(remark.block, remark.offset), remark.what, remark.why));
    }
    for key in &reading.sources.reused {
        file.doubts.push((0, key.clone(), format!("the site has a source `{key}`; it is cited as it is")));
    }
    let doubts = file.doubts();
    let mut files = vec![(format!("content/briefs/{}.md", frame.slug), file.text)];
    files.extend(
        reading
            .sources
            .yaml(&masthead.title)
            .map(|yaml| (format!("content/sources/{}.yml", frame.slug), yaml)),
    );
    // A block that names many is cut into sentences once.
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for entity in reading.entities.iter().filter(|entity| entity.is_new) {
        let evidence = entity.links.first().map_or_else(String::new, |link| {
            let block = &article.blocks[link.block];
            let ends = ends.entry(link.block).or_insert_with(|| sentence_bounds(block).0);
            evidence(&block.text, ends, link.range.start)
        });
        let path = format!("content/entities/{}.md", entity.id);
        files.push((path, records::record(entity, &masthead.title, &evidence)));
    }
    Imported { slug: frame.slug.clone(), files, doubts, counts: reading.counts }
}

/// The sentence that a byte of a text is in, or as much of it as a record shows.
fn evidence(text: &str, ends: &[usize], offset: usize) -> String {
    let at = ends.partition_point(|end| *end <= offset);
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    let sentence = &text[start..ends.get(at).copied().unwrap_or(text.len())];
    opening(sentence, LONGEST_EVIDENCE)
}

/// A note's text, which must not seem to begin with words that it quotes from the brief.
fn apart(text: &str) -> String {
    let is_quote = text.starts_with(['"', '“', '„', '«', '‘', '\'']);
    if is_quote { format!("Note: {text}") } else { text.to_owned() }
}

/// The standfirst, or the first sentence.
fn summary(article: &Article) -> Option<String> {
    let standfirst = article.masthead.standfirst.clone();
    standfirst.or_else(|| {
        let first = article.blocks.iter().find(|block| block.kind == BlockKind::Paragraph)?;
        let (ends, _) = sentence_bounds(first);
        Some(without_brackets(first.text[..*ends.first()?].trim())).filter(|text| !text.is_empty())
    })
}

/// A sentence without the sources in brackets at its end.
fn without_brackets(sentence: &str) -> String {
    let bare = sentence.trim_end_matches(['.', ' ']);
    match bare.strip_suffix([')', ']']).and_then(|inner| inner.rfind([' ', ']']).and(inner.rfind(['(', '['])))
    {
        Some(open) if open > 20 => format!("{}.", bare[..open].trim_end()),
        _ => sentence.to_owned(),
    }
}

fn front(
    file: &mut File,
    masthead: &Masthead,
    based_on: Option<&str>,
    summary: Option<String>,
    frame: &Frame<'_>,
) {
    file.line("---");
    file.line(&format!("title: {}", quoted(&one_line(&masthead.title))));
    if masthead.title.is_empty() {
        file.doubt("title", "there is no headline; write one");
    }
    let date = masthead.date.map(|day| day.to_string()).unwrap_or_default();
    file.line(&format!("date: {date}"));
    if frame.is_guess {
        file.doubt(&date, "the text does not tell its date, and every date without a year rests on it: import anew with `--date`");
    }
    if masthead.authors.is_empty() {
        file.line("# authors: [Name of the author]");
        file.doubt("authors", "there is no byline");
    } else {
        let authors = masthead.authors.iter().map(|name| frame.site.authors.get(name).unwrap_or(name));
        let authors: Vec<String> = authors.map(|name| quoted(name)).collect();
        file.line(&format!("authors: [{}]", authors.join(", ")));
    }
    if let Some(summary) = summary {
        file.line(&format!("summary: {}", quoted(&summary)));
        if masthead.standfirst.is_none() {
            file.doubt("summary", "it is the first sentence");
        }
    }
    match based_on {
        Some(key) => file.line(&format!("based-on: [{}]", quoted(&format!("@{key}")))),
        None => {
            file.line("# based-on: [\"@key\"]");
            file.doubt("based-on", "the text does not tell where it appeared");
        }
    }
    if let Some(language) = masthead.language.as_ref().filter(|language| **language != frame.site.language) {
        file.line(&format!("language: {language}"));
    }
    if frame.wish.is_draft {
        file.line("draft: true");
    }
    file.line("---");
}

/// The brief's text as it grows, and where the blocks are in it.
#[derive(Default)]
struct File {
    text: String,
    /// Of each block where it begins in the text, and how its bytes lie in it.
    places: BTreeMap<usize, (usize, Woven)>,
    /// Places of the text, what they are, and what is to be said of them.
    doubts: Vec<(usize, String, String)>,
    is_after_item: bool,
    /// Of the items that the last block is in, from without: how deep they are in their article, and in which
    /// column of the text what they hold begins.
    columns: Vec<(usize, usize)>,
}

impl File {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Says something of the last line.
    fn doubt(&mut self, what: &str, why: &str) {
        let place = self.text.len().saturating_sub(1);
        self.doubts.push((place, what.to_owned(), why.to_owned()));
    }

    /// Adds a block.
    fn block(&mut self, at: usize, block: &Block, mut woven: Woven) {
        // Items stand line under line, but for those with several paragraphs.
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        if !(is_item && self.is_after_item) {
            self.text.push('\n');
        }
        self.is_after_item = is_item;
        if !matches!(block.kind, BlockKind::Item { .. } | BlockKind::ItemPart { .. }) {
            self.columns.clear();
        }
        let lead = match &block.kind {
            BlockKind::Heading(level) => format!("{} ", "#".repeat(usize::from(*level))),
            BlockKind::Quote => "> ".to_owned(),
            BlockKind::Item { depth, number } => self.item(*depth, *number),
            BlockKind::ItemPart { depth } => self.item_part(*depth),
            BlockKind::Caption => "*".to_owned(),
            _ => String::new(),
        };
        self.text.push_str(&lead);
        let start = self.text.len();
        match &block.kind {
            BlockKind::Picture { address } => self.picture(block, address),
            BlockKind::Code => {
                let fence = "`".repeat(longest_run(&block.text, '`').max(2) + 1);
                self.text.push_str(&format!("{fence}text\n{}\n{fence}", block.text.trim_matches('\n')));
            }
            BlockKind::Table => self.table(&block.text),
            BlockKind::Caption => {
                // Emphasis within emphasis would end it.
                woven.text =
                    woven.text.replace("**", "").replace("\\*", "\0").replace('*', "").replace('\0', "\\*");
                self.text.push_str(&woven.text);
                self.text.push('*');
            }
            BlockKind::Heading(_) => self.text.push_str(woven.text.trim_end_matches('#').trim_end()),
            _ => self.text.push_str(&woven.text),
        }
        self.text.push('\n');
        self.places.insert(at, (start, woven));
    }

    /// What an item begins with.
    fn item(&mut self, depth: usize, number: Option<u32>) -> String {
        while self.columns.pop_if(|(known, _)| *known >= depth).is_some() {}
        self.columns.truncate(DEEPEST_ITEM);
        let column = self.columns.last().map_or(0, |(_, column)| *column);
        let mark = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
        // Long numbers push what is in the item to the right.
        self.columns.push((depth, column + mark.len().max(4)));
        format!("{}{mark}", " ".repeat(column))
    }

    /// What a further paragraph of an item begins with: nothing, where something else has ended the list.
    fn item_part(&mut self, depth: usize) -> String {
        while self.columns.pop_if(|(known, _)| *known > depth).is_some() {}
        " ".repeat(self.columns.last().map_or(0, |(_, column)| *column))
    }

    fn picture(&mut self, block: &Block, address: &str) {
        let mut alt = String::new();
        escape::escape_into(&mut alt, &one_line(&block.text));
        self.text.push_str(&format!("![{alt}]({})", escape::address(address)));
        let is_remote = address.starts_with("http");
        let why = match is_remote {
            true => "the picture is on another host: put it beside the brief if you may",
            false => "the picture is not copied: put it beside the brief, or take the line out",
        };
        self.doubts.push((self.text.len(), address.to_owned(), why.to_owned()));
    }

    fn table(&mut self, cells: &str) {
        for (at, row) in cells.lines().enumerate() {
            let cells: Vec<String> = row
                .split('\t')
                .map(|cell| {
                    let mut text = String::from(" ");
                    escape::escape_into(&mut text, cell);
                    text.trim().replace('|', "\\|")
                })
                .collect();
            if at > 0 {
                self.text.push('\n');
            }
            self.text.push_str(&format!("| {} |", cells.join(" | ")));
            if at == 0 {
                self.text.push_str(&format!("\n|{}", " --- |".repeat(cells.len())));
            }
        }
    }

    /// Where a byte of a block is in the text.
    fn place_of(&self, block: usize, offset: usize) -> usize {
        self.places.get(&block).map_or(0, |(start, woven)| start + woven.place_of(offset))
    }

    /// What is to be said, with its lines.
    fn doubts(&mut self) -> Vec<Doubt> {
        let mut doubts = std::mem::take(&mut self.doubts);
        doubts.sort_by_key(|(place, ..)| *place);
        let ends: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let line = |place: usize| ends.partition_point(|end| *end < place) + 1;
        doubts.into_iter().map(|(place, what, why)| Doubt { line: line(place), what, why }).collect()
    }
}
