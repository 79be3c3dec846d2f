//! The edit that makes a link of some words.

use super::text::Text;
use crate::annotate::body::{BlockKind, Place};
use crate::diagnostic::Edit;
use crate::span::{Location, Span};

/// The edit by which `words` of a text become a link to `target`. There is none in headings, tables,
/// HTML and front matter, and where the words stand in the file otherwise than in the text.
pub(super) fn link(text: &Text<'_>, words: Span, target: &str) -> Option<Box<Edit>> {
    let block = &text.body.blocks[text.body.block_at(words.start)];
    let is_prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
    if !is_prose || matches!(block.place, Place::Judgement(_)) {
        return None;
    }
    let span = text.body.source_of(words);
    let source = text.file.text.get(span.range())?;
    if is_in_html(text.file.text.get(block.source.start as usize..span.start as usize)?) {
        return None;
    }
    // A quotation’s words go on after the mark of its next line.
    let plain = |words: &str| words.replace("\n>", "\n").split_whitespace().collect::<Vec<_>>().join(" ");
    let location = Location { path: text.file.path.clone(), span };
    let edit = Edit { location, replacement: format!("[{source}]({target})") };
    (plain(source) == plain(text.body.slice(words))).then(|| Box::new(edit))
}

/// Whether an element of HTML is open at the end of the source of a block.
fn is_in_html(before: &str) -> bool {
    let mut open = 0_usize;
    for (at, _) in before.match_indices('<') {
        let tag = &before[at + 1..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        let is_tag = tag[name.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        if name.is_empty() || !is_tag || VOID.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        open = if is_end { open.saturating_sub(1) } else { open + 1 };
    }
    open > 0
}

/// Elements that hold nothing.
const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];

#[cfg(test)]
mod tests {
    use super::is_in_html;

    #[test]
    fn what_is_open_is_told() {
        for open in ["a <b>x", "<span class=\"x\">y <br> ", "<b>x</b> <i>"] {
            assert!(is_in_html(open), "{open}");
        }
        for closed in
            ["a < b", "<b>x</b> y", "<https://example.org/> x", "<br> x", "<!-- x --> y", "<a id=\"x\"></a>z"]
        {
            assert!(!is_in_html(closed), "{closed}");
        }
    }
}
