//! The edit that makes a link of some words.

use super::text::Text;
use crate::annotate::body::{BlockKind, Place};
use crate::diagnostic::Edit;
use crate::span::{Location, Span};

/// The edit by which `words` of a text become a link to `target`. There is none in headings and
/// tables, in front matter, and where the words stand in the file otherwise than in the text.
pub(super) fn link(text: &Text<'_>, words: Span, target: &str) -> Option<Edit> {
    let block = &text.body.blocks[text.body.block_at(words.start)];
    let is_prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
    if !is_prose || matches!(block.place, Place::Judgement(_)) {
        return None;
    }
    let span = text.body.source_of(words);
    let source = text.file.text.get(span.range())?;
    // A quotation’s words go on after the mark of its next line.
    let plain = |words: &str| words.replace("\n>", "\n").split_whitespace().collect::<Vec<_>>().join(" ");
    (plain(source) == plain(text.body.slice(words))).then(|| Edit {
        location: Location { path: text.file.path.clone(), span },
        replacement: format!("[{source}]({target})"),
    })
}
