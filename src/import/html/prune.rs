//! Which part of a page is the article, and what within it is none of it.

use rustc_hash::FxHashSet;

use super::tree::{Node, Tree};

/// Elements that never hold words of an article.
const NEVER: [&str; 23] = [
    "script", "style", "noscript", "template", "svg", "nav", "form", "button", "select", "textarea", "input",
    "iframe", "object", "embed", "video", "audio", "canvas", "map", "dialog", "menu", "head", "footer",
    "aside",
];

/// Words of class names and ids of what surrounds an article.
const AROUND: [&str; 56] = [
    "share",
    "shares",
    "sharing",
    "sharedaddy",
    "social",
    "socials",
    "addtoany",
    "breadcrumb",
    "breadcrumbs",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "sidebar",
    "related",
    "recommended",
    "recommendations",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "cookie",
    "cookies",
    "consent",
    "advert",
    "adverts",
    "advertisement",
    "ads",
    "promo",
    "promotion",
    "comments",
    "comment",
    "respond",
    "tags",
    "toolbar",
    "pagination",
    "pager",
    "popup",
    "modal",
    "search",
    "skip",
    "widget",
    "widgets",
    "jp",
    "donate",
    "donation",
    "banner",
    "outbrain",
    "taboola",
    "trending",
    "masthead",
    "topbar",
    "copyright",
    "disclaimer",
    "printfriendly",
    "readmore",
];

/// The element that holds the article: the `<article>` or `<main>` with most words in paragraphs, or the body.
pub(super) fn article(tree: &Tree) -> usize {
    let mut words = vec![0_usize; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        if node.name == "p" || node.name == "li" || node.name == "blockquote" {
            words[at] = tree.within(at).map(|at| tree.nodes[at].text.len()).sum();
        }
    }
    let mut before = vec![0_usize; tree.nodes.len() + 1];
    for (at, words) in words.iter().enumerate() {
        before[at + 1] = before[at] + words;
    }
    let weight = |at: usize| before[tree.nodes[at].end] - before[at];
    let best = |is_it: &dyn Fn(&Node) -> bool| {
        let found = (0..tree.nodes.len()).filter(|at| is_it(&tree.nodes[*at]) && weight(*at) > 0);
        found.max_by_key(|at| (weight(*at), usize::MAX - at))
    };
    let total = weight(0);
    let is_most = |at: &usize| weight(*at) * 3 >= total;
    best(&|node| node.name == "article")
        .filter(is_most)
        .or_else(|| best(&|node| node.name == "main" || node.get("role") == Some("main")).filter(is_most))
        .or_else(|| best(&|node| node.name == "body"))
        .unwrap_or(0)
}

/// The nodes within the article that are none of it, each for all that is in it.
pub(super) fn dropped(tree: &Tree, root: usize) -> FxHashSet<usize> {
    let mut dropped = FxHashSet::default();
    let whole = prose(tree, root);
    let mut at = root + 1;
    while at < tree.nodes[root].end {
        let node = &tree.nodes[at];
        if is_around(node) || is_never(node) && !(node.name == "form" && holds_article(tree, at, whole)) {
            dropped.insert(at);
            at = node.end;
        } else {
            at += 1;
        }
    }
    dropped
}

/// How many letters stand in paragraphs.
fn prose(tree: &Tree, around: usize) -> usize {
    let paragraphs =
        tree.within(around).filter(|at| matches!(tree.nodes[*at].name.as_str(), "p" | "blockquote"));
    paragraphs.flat_map(|at| tree.within(at)).map(|at| tree.nodes[at].text.len()).sum()
}

/// Whether a form is around the article, as some servers put one around all that they show. `whole` is how many
/// letters stand in all paragraphs.
fn holds_article(tree: &Tree, form: usize, whole: usize) -> bool {
    let is_marked = |at: usize| matches!(tree.nodes[at].name.as_str(), "h1" | "article" | "main");
    match whole {
        0 => tree.within(form).any(is_marked),
        whole => prose(tree, form) * 2 > whole,
    }
}

/// The words of the class names and the id of an element.
fn label_words(node: &Node) -> impl Iterator<Item = String> {
    let labels = [node.get("class"), node.get("id")].into_iter().flatten();
    labels.flat_map(|label| label.split(|c: char| !c.is_alphanumeric())).map(str::to_ascii_lowercase)
}

fn is_note(node: &Node) -> bool {
    label_words(node)
        .any(|word| word.starts_with("footnote") || word.starts_with("endnote") || word == "notes")
}

/// Whether an element never holds words of an article.
fn is_never(node: &Node) -> bool {
    let name = node.name.as_str();
    NEVER.contains(&name) && !(matches!(name, "aside" | "footer") && is_note(node))
}

/// Whether an element is told for what surrounds an article by what its attributes say.
fn is_around(node: &Node) -> bool {
    if node.is_text() || matches!(node.name.as_str(), "html" | "body" | "main" | "article") {
        return false;
    }
    // Notes in an aside or a footer are kept however they are called.
    if NEVER.contains(&node.name.as_str()) && !is_never(node) {
        return false;
    }
    let role = node.get("role").unwrap_or_default();
    let is_hidden = node.get("hidden").is_some()
        || node.get("aria-hidden") == Some("true")
        || node.get("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
    if is_hidden
        || matches!(role, "navigation" | "search" | "complementary" | "contentinfo" | "dialog")
            && !is_note(node)
    {
        return true;
    }
    // “has-sidebar” and “no-comments” say what else there is.
    let labels = [node.get("class"), node.get("id")].into_iter().flatten();
    let classes = labels.flat_map(str::split_whitespace);
    classes
        .filter(|class| !["has-", "no-", "with-", "without-"].iter().any(|lead| class.starts_with(lead)))
        .any(|class| {
            let class = class.to_ascii_lowercase();
            class.split(|c: char| !c.is_alphanumeric()).any(|word| AROUND.contains(&word))
        })
}
