//! Plain text: lines become paragraphs, headings, items, captions and references.
//!
//! 1. It is told whether lines were broken to a width; then those of a paragraph are joined again.
//! 2. Each paragraph is told for what it is by how it begins and ends.
//! 3. A list of references at the end becomes notes, and `[1]` in the text a mark that leads there.

use std::collections::BTreeSet;

use super::article::{Article, Block, BlockKind, Mark, MarkKind, Note, one_line};
use super::masthead;

/// Lines longer than this were not broken to a width.
const WIDEST: usize = 120;

/// A line that a reader takes for a heading is no longer.
const LONGEST_HEADING: usize = 90;

/// Headings over a list of references.
const REFERENCES: [&str; 9] = [
    "references",
    "notes",
    "sources",
    "endnotes",
    "footnotes",
    "bibliography",
    "works cited",
    "notes and references",
    "sources and notes",
];

/// Reads an article in plain text.
pub(super) fn read(text: &str) -> Article {
    let mut paragraphs = paragraphs(text);
    let (masthead, length) = masthead::read(&paragraphs);
    paragraphs.drain(..length);
    let count = paragraphs.len();
    let blocks = paragraphs.into_iter().enumerate();
    let mut blocks: Vec<Block> = blocks.map(|(at, text)| block(text, at + 1 == count)).collect();
    raise_numbered(&mut blocks);
    for block in &mut blocks {
        block.marks = addresses(&block.text);
    }
    Article { masthead, blocks, notes: Vec::new() }
}

/// Takes the list of references at the end out of the blocks, and marks where the text leads to it.
pub(super) fn take_references(article: &mut Article) {
    let is_over = |block: &Block| {
        matches!(block.kind, BlockKind::Heading(_) | BlockKind::Paragraph) && is_over_references(&block.text)
    };
    let Some(heading) = article.blocks.iter().rposition(is_over) else { return };
    let is_reference = |block: &Block| match block.kind {
        BlockKind::Item { number, .. } => number.is_some(),
        BlockKind::ItemPart { .. } => true,
        BlockKind::Paragraph => label(&block.text).is_some(),
        _ => false,
    };
    let after = &article.blocks[heading + 1..];
    if after.is_empty() && !article.notes.is_empty() {
        // The notes below it have been taken already.
        article.blocks.truncate(heading);
        return;
    }
    if after.is_empty() || !after.iter().all(is_reference) {
        return;
    }
    let taken = article.blocks.split_off(heading);
    let offset = article.notes.len();
    let mut labels: BTreeSet<String> = article.notes.iter().map(|note| note.label.clone()).collect();
    for (at, block) in references(taken.into_iter().skip(1)).into_iter().enumerate() {
        let mut note = note(block, offset + at + 1);
        // A list may count anew.
        if labels.contains(&note.label) {
            let mut numbers = (offset + at + 1..).map(|number| number.to_string());
            note.label = numbers.find(|label| !labels.contains(label)).expect("numbers do not end");
        }
        labels.insert(note.label.clone());
        article.notes.push(note);
    }
    let labels: BTreeSet<&str> = article.notes.iter().map(|note| note.label.as_str()).collect();
    for block in article.blocks.iter_mut().filter(|block| block.is_prose()) {
        let marks = note_marks(&block.text, &labels);
        let known: BTreeSet<usize> = block.marks.iter().map(|mark| mark.range.start).collect();
        block.marks.extend(marks.into_iter().filter(|mark| !known.contains(&mark.range.start)));
    }
}

/// References, each with all its paragraphs in one.
fn references(blocks: impl Iterator<Item = Block>) -> Vec<Block> {
    let mut references: Vec<Block> = Vec::new();
    for block in blocks {
        match references.last_mut().filter(|_| matches!(block.kind, BlockKind::ItemPart { .. })) {
            Some(last) => last.join(&block),
            None => references.push(block),
        }
    }
    references
}

/// A reference as a note: with the number that it begins with, or that of its place.
fn note(mut block: Block, place: usize) -> Note {
    let Some((label, rest)) = label(&block.text).filter(|_| block.kind == BlockKind::Paragraph) else {
        return Note { label: place.to_string(), block };
    };
    let label = label.to_owned();
    let cut = block.text.len() - rest.len();
    block.text.drain(..cut);
    for mark in &mut block.marks {
        mark.range = mark.range.start.saturating_sub(cut)..mark.range.end.saturating_sub(cut);
    }
    Note { label, block }
}

/// Whether a line stands over a list of references.
fn is_over_references(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    REFERENCES.contains(&text.as_str())
}

/// The number that a reference begins with, and the rest: `[1] Author`, `1. Author`, `(1) Author`, `1 Author`.
fn label(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(['[', '(']).unwrap_or(text);
    let length = inner.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = inner.split_at(length);
    let rest = rest.strip_prefix(['.', ')', ']', ':']).or_else(|| rest.strip_prefix(' '))?;
    (1..=3).contains(&length).then_some((number, rest.trim_start()))
}

/// The paragraphs of a text, each in one line.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let is_broken = width <= WIDEST;
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let text = one_line(line);
        if text.is_empty() {
            open = false;
            continue;
        }
        let goes_on = open && is_broken && !begins_anew(&text) && is_full(lines[at - 1], &text, width);
        match paragraphs.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.push(' ');
                last.push_str(&text);
            }
            None => paragraphs.push(text),
        }
        open = true;
    }
    paragraphs
}

/// Whether the first word of the next line would not have gone into this one, or this one plainly is
/// not at its end.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split(' ').next().unwrap_or_default().chars().count();
    let is_long = line.chars().count() + word + 4 >= width;
    let goes_on = next.starts_with(char::is_lowercase) || line.ends_with([',', ';']);
    is_long || goes_on && line.chars().count() > width / 3
}

/// Whether a line begins something of its own, however long the line before it is.
fn begins_anew(text: &str) -> bool {
    bullet(text).is_some() || (text.starts_with('[') && label(text).is_some())
}

/// The text of an item of a list, where a line is one, and its number if it has one.
fn bullet(text: &str) -> Option<(&str, Option<u32>)> {
    let rest = ["- ", "* ", "• ", "– ", "· ", "‣ "].iter().find_map(|bullet| text.strip_prefix(bullet));
    if let Some(rest) = rest {
        return Some((rest.trim(), None));
    }
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[length..].strip_prefix(". ").or_else(|| text[length..].strip_prefix(") "))?;
    let number = text[..length].parse().ok().filter(|_| length <= 2)?;
    Some((rest.trim(), Some(number)))
}

/// Makes headings of numbered lines that stand alone among paragraphs: “2. The third one”.
fn raise_numbered(blocks: &mut [Block]) {
    let is_item =
        |block: Option<&Block>| block.is_some_and(|block| matches!(block.kind, BlockKind::Item { .. }));
    let alone: Vec<usize> = (0..blocks.len().saturating_sub(1))
        .filter(|at| matches!(blocks[*at].kind, BlockKind::Item { depth: 0, number: Some(_) }))
        .filter(|at| {
            !is_item(at.checked_sub(1).and_then(|before| blocks.get(before))) && !is_item(blocks.get(at + 1))
        })
        .filter(|at| is_heading(&blocks[*at].text))
        .collect();
    for at in alone {
        blocks[at].kind = BlockKind::Heading(2);
    }
}

fn block(text: String, is_last: bool) -> Block {
    if is_caption(&text) {
        return Block::new(BlockKind::Caption, text);
    }
    if let Some((item, number)) = bullet(&text) {
        return Block::new(BlockKind::Item { depth: 0, number }, item);
    }
    if let Some(quote) = text.strip_prefix("> ") {
        return Block::new(BlockKind::Quote, quote);
    }
    if !is_last && is_heading(&text) {
        return Block::new(BlockKind::Heading(2), text.trim_end_matches(':'));
    }
    Block::new(BlockKind::Paragraph, text)
}

/// Whether a line is the caption or the credit of a picture that the text does not hold.
pub(super) fn is_caption(text: &str) -> bool {
    const LEADS: [&str; 10] = [
        "photo",
        "source",
        "image",
        "credit",
        "picture",
        "caption",
        "photograph",
        "image source",
        "photo credit",
        "image credit",
    ];
    let inner = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(text);
    let Some((lead, rest)) = inner.split_once(':') else { return false };
    let is_lead = LEADS.contains(&lead.trim().to_lowercase().as_str());
    is_lead && !rest.trim().is_empty() && inner.len() < 200
}

/// Whether a line of its own is a heading: short, with a large first letter, and no end of a sentence.
fn is_heading(text: &str) -> bool {
    let is_short = text.chars().count() <= LONGEST_HEADING && text.split(' ').count() <= 12;
    is_short
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !text.ends_with(['.', '!', ',', ';', '”', '"', ')', '*'])
        && text.chars().any(char::is_alphabetic)
}

/// The marks `[1]`, `[2, 3]`, `[1–3]` and `[5, p. 12]` that lead to notes that there are.
fn note_marks(text: &str, known: &BTreeSet<&str>) -> Vec<Mark> {
    if known.is_empty() {
        return Vec::new();
    }
    let mut marks = Vec::new();
    for (open, _) in text.match_indices('[') {
        let Some(length) = text[open..].bytes().take(60).position(|byte| byte == b']') else { continue };
        let range = open..open + length + 1;
        let labels = labels(&text[open + 1..open + length]);
        if !labels.is_empty() && labels.iter().all(|label| known.contains(label.as_str())) {
            marks.push(Mark { range, kind: MarkKind::Notes(labels) });
        }
    }
    marks
}

/// The labels in a mark. A place in a source is left to who reads the mark.
fn labels(text: &str) -> Vec<String> {
    let mut labels = Vec::new();
    for part in text.split([',', ';']) {
        let part = part.trim();
        let ends: Vec<&str> = part.split(['-', '–']).map(str::trim).collect();
        match ends.iter().map(|end| end.parse::<u16>().ok()).collect::<Option<Vec<_>>>().as_deref() {
            Some([one]) => labels.push(one.to_string()),
            Some([first, last]) if first < last && last - first < 50 => {
                labels.extend((*first..=*last).map(|label| label.to_string()));
            }
            _ if !labels.is_empty() && part.starts_with(['p', '§', 'c', 's']) && !part.contains('[') => {}
            _ => return Vec::new(),
        }
    }
    labels
}

/// The addresses that stand bare in a text, as links.
pub(super) fn addresses(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, _) in text.match_indices("http") {
        let rest = &text[at..];
        if !(rest.starts_with("https://") || rest.starts_with("http://")) {
            continue;
        }
        if marks.last().is_some_and(|mark| at < mark.range.end) {
            continue;
        }
        let length = rest.find(|c: char| c.is_whitespace() || "<>\"“”".contains(c)).unwrap_or(rest.len());
        let address = trimmed_address(&rest[..length]);
        marks.push(Mark { range: at..at + address.len(), kind: MarkKind::Link(address.to_owned()) });
    }
    marks
}

/// An address without the stop or the bracket of the sentence around it.
fn trimmed_address(address: &str) -> &str {
    let mut address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ']', '\'', '’']);
    let mut surplus = address.matches(')').count().saturating_sub(address.matches('(').count());
    while surplus > 0 && address.ends_with(')') {
        address = &address[..address.len() - 1];
        surplus -= 1;
    }
    address.trim_end_matches(['.', ',', ';', ':'])
}
