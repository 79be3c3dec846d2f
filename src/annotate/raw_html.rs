//! HTML in Markdown: a few elements pass, cleaned; whatever could run, load or restyle does not.
//!
//! Content may come from third parties, so this is an allow-list.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;

/// Elements that may stand in a line of text.
const INLINE: [&str; 20] = [
    "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.rm_tags(["img", "map", "area"]).url_relative(ammonia::UrlRelative::Deny);
    builder.url_schemes(["http", "https", "mailto"].into()).link_rel(Some("noopener"));
    builder
});

/// Elements that a note of a stranger may hold.
const BODY: &[&str] = &[
    "a",
    "abbr",
    "article",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "dfn",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
    "wbr",
];

static BODY_CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    let written = ["data-cite", "data-edtf"];
    builder.tags(BODY.iter().copied().collect()).url_schemes(["http", "https", "mailto"].into());
    builder.generic_attributes(written.into()).url_relative(ammonia::UrlRelative::PassThrough).link_rel(None);
    builder.tag_attributes([("a", ["href"].into()), ("img", ["src", "alt"].into())].into());
    builder
});

/// The HTML of a note with everything taken out that is not allowed, and what that was.
pub(super) fn clean_body(html: &str) -> (String, Option<String>) {
    if is_too_deep(html) {
        return (String::new(), Some("elements within elements by the hundred".to_owned()));
    }
    (BODY_CLEANER.clean(html).to_string(), lost_from_body(html))
}

/// The first thing in the HTML of a note that could do harm: an element that is not allowed, an event
/// handler, an address that could run a script.
fn lost_from_body(html: &str) -> Option<String> {
    for (at, _) in html.match_indices('<') {
        let Some(name) = tag_name(&html[at..]) else { continue };
        if !BODY.contains(&name.as_str()) {
            return Some(format!("`<{name}>`"));
        }
        let tag = html[at..].split('>').next().unwrap_or_default().to_ascii_lowercase();
        let plain: String = tag.chars().filter(|c| !c.is_control()).collect();
        if tag.split_ascii_whitespace().skip(1).any(|part| part.starts_with("on") && part.contains('=')) {
            return Some("an event handler".to_owned());
        }
        if ["javascript:", "vbscript:", "data:"].iter().any(|scheme| plain.contains(scheme)) {
            return Some("an address that could run a script".to_owned());
        }
    }
    None
}

/// A block of HTML with everything taken out that is not allowed.
pub(super) fn clean(html: &str) -> String {
    if is_too_deep(html) {
        return String::new();
    }
    CLEANER.clean(html).to_string()
}

/// Whether elements stand in one another deeper than anybody writes them: the parser looks through all that are open
/// at each tag.
fn is_too_deep(html: &str) -> bool {
    const DEEPEST: usize = 200;
    // What has no end, or ends where the next begins.
    const SHALLOW: [&str; 24] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
        "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
    ];
    let mut depth = 0_usize;
    html.match_indices('<').any(|(at, _)| {
        if html[at..].starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if tag_name(&html[at..]).is_some_and(|name| !SHALLOW.contains(&name.as_str())) {
            depth += 1;
        }
        depth > DEEPEST
    })
}

/// An inline tag, cleaned; `None` where it is not allowed. `open` holds the elements that are
/// open, so that no tag closes what it did not open. An attribute that is not allowed is left out.
pub(super) fn inline(html: &str, open: &mut Vec<String>) -> Option<Cow<'static, str>> {
    if html.starts_with("<!--") {
        return Some(Cow::Borrowed(""));
    }
    if let Some(name) = html.strip_prefix("</") {
        let name = name.trim_end_matches('>').trim().to_ascii_lowercase();
        if open.last() != Some(&name) {
            // Its beginning was not let through, and reported.
            return Some(Cow::Borrowed(""));
        }
        open.pop();
        return Some(if name == "a" { Cow::Borrowed("") } else { Cow::Owned(format!("</{name}>")) });
    }
    let name = tag_name(html)?;
    if name == "br" || name == "wbr" {
        return Some(Cow::Owned(format!("<{name}>")));
    }
    if !INLINE.contains(&name.as_str()) {
        return None;
    }
    let closing = format!("</{name}>");
    let clean = CLEANER.clean(&format!("{html}{closing}")).to_string();
    let opening = clean.strip_suffix(&closing)?.to_owned();
    open.push(name);
    Some(Cow::Owned(opening))
}

fn tag_name(html: &str) -> Option<String> {
    let name: String = html.strip_prefix('<')?.chars().take_while(char::is_ascii_alphanumeric).collect();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

/// The id of a bare `<a id="kj1">`, with or without its end tag: a place to link to. It is
/// lower-case letters, digits and hyphens, and begins with a letter.
pub(super) fn anchor_of(html: &str) -> Option<String> {
    let html = html.trim();
    let rest = html.strip_prefix("<a id=\"").or_else(|| html.strip_prefix("<a name=\""))?;
    let (id, end) = rest.split_once('"')?;
    let legal = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    (legal && matches!(end.trim(), ">" | "></a>")).then(|| id.to_owned())
}

/// Whether cleaning took an element or an attribute out.
pub(super) fn lost_something(html: &str, clean: &str) -> bool {
    let tags =
        |text: &str| text.matches('<').count() - text.matches("</").count() - text.matches("<!--").count();
    let own = clean.replace(" rel=\"noopener\"", "");
    // A comment may hold signs of equality; what is left of those in tags, texts and addresses stays.
    let comments = html.split("<!--").skip(1).filter_map(|rest| rest.split("-->").next());
    let in_comments: usize = comments.map(|comment| comment.matches('=').count()).sum();
    tags(clean) < tags(html) || own.matches('=').count() + in_comments < html.matches('=').count()
}

/// The diagnostic for HTML that was not let through.
pub(super) fn diagnostic(path: &SitePath, source: Span, html: &str) -> Diagnostic {
    if html.trim_start().starts_with("<a id=") || html.trim_start().starts_with("<a name=") {
        return Diagnostic::new(Code::RawHtml, path, source, "this is no id that a paragraph can have")
            .help("write `<a id=\"who-pays\"></a>`: a lower-case letter, then letters, digits and hyphens");
    }
    let what = tag_name(html).map_or_else(|| "this HTML".to_owned(), |name| format!("`<{name}>`"));
    Diagnostic::new(Code::RawHtml, path, source, format!("{what} is not let through, or not all of it"))
        .help("write it in Markdown; between backquotes it is shown as code")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nested_without_end_is_taken_out() {
        let row = "<tr><td>x<td>y<br><p>z";
        let sound = format!("<table>{}</table>", row.repeat(1000));
        assert_eq!(clean(&sound).matches("<td>").count(), 2000);
        for deep in ["<div>".repeat(100_000), "<b></i></p>x<i>".repeat(1000) + &"<ul><li>".repeat(100_000)] {
            let clean = clean(&deep);
            assert!(clean.is_empty() && lost_something(&deep, &clean));
            assert!(matches!(clean_body(&deep), (text, Some(_)) if text.is_empty()));
        }
    }

    #[test]
    fn what_could_run_is_taken_out() {
        for html in [
            "<script>x</script>",
            "<img src=x onerror=y>",
            "<svg onload=x>",
            "<style>a{}</style>",
            "<iframe src=x>",
            "<base href=x>",
            "<meta http-equiv=refresh>",
            "<form action=x>",
            "<a href=\"javascript:x\">y</a>",
        ] {
            let clean = clean(html);
            assert!(!clean.contains("x</script") && !clean.contains("onerror"), "{clean}");
            assert!(
                !clean.contains("javascript") && !clean.contains("<svg") && !clean.contains("<img"),
                "{clean}"
            );
            assert!(inline(html, &mut Vec::new()).is_none() || html.starts_with("<a"), "{html}");
        }
    }

    #[test]
    fn inline_elements_pass_without_their_handlers() {
        let mut open = Vec::new();
        assert_eq!(inline("<sup onclick=\"x\">", &mut open).unwrap(), "<sup>");
        assert_eq!(inline("</sub>", &mut open).unwrap(), "");
        assert_eq!(inline("</sup>", &mut open).unwrap(), "</sup>");
    }

    #[test]
    fn what_is_lost_is_seen() {
        for html in [
            "<p onclick=x>y</p>",
            "<p class=\"x\">y</p>",
            "<p style='x'>a = b</p>",
            "<b></b><script></script>",
        ] {
            assert!(lost_something(html, &clean(html)), "{html}");
        }
        let link = "<a href=\"https://example.com/?a=1&amp;b=2\" title=\"a = b\">x = y</a>";
        for html in [link, "<!-- a = b --><b>x</b>", "<abbr title='x'>y</abbr>", "<p>a = b</p>"] {
            assert!(!lost_something(html, &clean(html)), "{html}");
        }
    }

    #[test]
    fn anchors_are_plain_ids() {
        assert_eq!(anchor_of("<a id=\"kj1\"></a>").as_deref(), Some("kj1"));
        assert_eq!(anchor_of("<a id=\"a b\">"), None);
        assert_eq!(anchor_of("<a id=\"x\" href=\"y\">"), None);
    }
}
