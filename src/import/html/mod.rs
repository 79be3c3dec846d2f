//! HTML, as a newsletter's site or a mail program gives it: paragraphs without what surrounds them.
//!
//! 1. The tokenizer of HTML reads it, and its tags become a tree (`tree`).
//! 2. What is no article is cut away: scripts, navigation, share bars, forms that do not
//!    hold it, what is related (`prune`).
//! 3. The head and the top of the article give the masthead (`top`).
//! 4. The rest becomes blocks, and the list of notes at its end notes (`blocks`, `table`,
//!    `math`).

mod blocks;
mod math;
mod prune;
mod table;
#[cfg(test)]
mod tests;
mod top;
mod tree;

use super::article::Article;
use super::masthead;
use tree::Tree;

/// Whether a text is HTML: it begins with a tag, or holds the tags of paragraphs.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    let head: String = start.chars().take(2000).collect::<String>().to_ascii_lowercase();
    let begins = [
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<article",
        "<main",
        "<div",
        "<section",
        "<p",
        "<h1",
        "<!--",
    ]
    .iter()
    .any(|tag| head.starts_with(tag));
    begins || (head.contains("<p>") && head.contains("</p>"))
}

/// Reads an article in HTML.
pub(super) fn read(text: &str) -> Article {
    let tree = Tree::parse(text);
    let root = prune::article(&tree);
    let mut dropped = prune::dropped(&tree, root);
    let mut masthead = top::read(&tree, root, &mut dropped);
    let (mut blocks, notes) = blocks::read(&tree, root, &dropped);
    // What is left of the masthead stands in the first paragraphs.
    let mut length = 0;
    while blocks.len() > length + 1 && length < 8 {
        let block = &blocks[length];
        let is_title = block.text.trim() == masthead.title;
        let is_own = block.is_prose() || matches!(block.kind, super::article::BlockKind::Heading(_));
        if !(is_own && (is_title || masthead::take(&mut masthead, block.text.trim()))) {
            break;
        }
        length += 1;
    }
    blocks.drain(..length);
    if masthead.title.is_empty() && !blocks.is_empty() && blocks[0].text.len() < 200 {
        masthead.title = blocks.remove(0).text;
    }
    Article { masthead, blocks, notes }
}
