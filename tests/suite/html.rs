//! HTML broken into lines, one for each block, so that differences can be read.

use scraper::ElementRef;
use scraper::node::Node;

/// Elements that get a line of their own.
const BLOCKS: &str = "article section div aside p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table thead \
                      tbody tr th td figure figcaption hr details summary";

/// The children of an element, a line for each block, two spaces a level. Drawings are shown as
/// `<svg/>`.
pub(crate) fn lines_of(element: ElementRef<'_>) -> String {
    let mut lines = String::new();
    write_children(element, 0, &mut lines);
    lines
}

fn write_children(element: ElementRef<'_>, level: usize, lines: &mut String) {
    let indent = "  ".repeat(level);
    let mut run = String::new();
    for child in element.children() {
        match ElementRef::wrap(child) {
            Some(block) if is_block(block) => {
                flush(&mut run, &indent, lines);
                write_block(block, level, lines);
            }
            Some(inline) => run.push_str(&html_of(inline)),
            None => run.push_str(&text_of(child.value())),
        }
    }
    flush(&mut run, &indent, lines);
}

/// Ends a line of text and inline elements.
fn flush(run: &mut String, indent: &str, lines: &mut String) {
    if !run.trim().is_empty() {
        lines.push_str(&format!("{indent}{}\n", run.trim().replace('\n', &format!("\n{indent}"))));
    }
    run.clear();
}

fn write_block(block: ElementRef<'_>, level: usize, lines: &mut String) {
    let indent = "  ".repeat(level);
    let holds_blocks = block.children().filter_map(ElementRef::wrap).any(is_block);
    if holds_blocks {
        let html = block.html();
        let open = &html[..html.find('>').map_or(html.len(), |at| at + 1)];
        lines.push_str(&format!("{indent}{open}\n"));
        write_children(block, level + 1, lines);
        lines.push_str(&format!("{indent}</{}>\n", block.value().name()));
    } else if block.value().name() == "pre" {
        // White space counts here.
        lines.push_str(&format!("{indent}{}\n", block.html()));
    } else {
        flush(&mut html_of(block), &indent, lines);
    }
}

fn is_block(element: ElementRef<'_>) -> bool {
    BLOCKS.split_whitespace().any(|name| name == element.value().name())
}

/// An inline element, or a block that holds only such, as HTML without drawings.
fn html_of(element: ElementRef<'_>) -> String {
    let mut html = element.html();
    while let (Some(start), Some(end)) = (html.find("<svg "), html.find("</svg>")) {
        html.replace_range(start..end + "</svg>".len(), "<svg/>");
    }
    html
}

fn text_of(node: &Node) -> String {
    match node {
        Node::Text(text) => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        _ => String::new(),
    }
}
