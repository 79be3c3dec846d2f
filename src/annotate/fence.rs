//! Blocks of code that are never closed: Markdown takes all that follows for code.

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::span::Span;

/// Reports fenced blocks whose last line is no fence.
pub(super) fn unclosed_code(document: &Document<'_>) -> Vec<Diagnostic> {
    let fenced = document.events.iter().filter_map(|(event, span)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Some(*span),
        _ => None,
    });
    fenced
        .filter_map(|span| {
            let block = &document.text[span.range()];
            let fence = open_fence(block)?;
            let place = Span { end: span.start + fence.len() as u32, ..span };
            let message = "this block of code begins here and never ends";
            let diagnostic = Diagnostic::new(Code::UnclosedCode, document.path, place, message);
            Some(diagnostic.help(format!("put a line of {fence} after its last line")))
        })
        .collect()
}

/// The marks that `block` begins with, where it does not end with as many of them.
fn open_fence(block: &str) -> Option<&str> {
    let mark = block.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let fence = &block[..block.len() - block.trim_start_matches(mark).len()];
    // The lines of a block in a quotation begin with its marks.
    let last = block.trim_end().lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    let is_closed = last.len() >= fence.len() && last.chars().all(|c| c == mark);
    (!is_closed).then_some(fence)
}

#[cfg(test)]
mod tests {
    use super::open_fence;

    #[test]
    fn a_block_ends_with_as_many_marks_as_it_begins_with() {
        assert_eq!(open_fence("```rust\nx\n```\n"), None);
        assert_eq!(open_fence("~~~\n> ~~~~"), None);
        assert_eq!(open_fence("````\n```\n"), Some("````"));
        assert_eq!(open_fence("```\nx\n"), Some("```"));
        assert_eq!(open_fence("```"), Some("```"));
        assert_eq!(open_fence("x\n```\n"), None);
    }
}
