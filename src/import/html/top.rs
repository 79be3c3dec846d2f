//! The masthead of a page: its head, its headline, its byline and its date.

use rustc_hash::FxHashSet;

use super::table;
use super::tree::{Node, Tree, is_inline};
use crate::date::Day;
use crate::import::article::{Masthead, Publication, one_line};
use crate::import::masthead;

/// Reads the masthead; what of the article it takes is dropped from it.
pub(super) fn read(tree: &Tree, root: usize, dropped: &mut FxHashSet<usize>) -> Masthead {
    let mut top = head(tree);
    let headline =
        (0..tree.nodes.len()).filter(|at| tree.nodes[*at].name == "h1").map(|at| (at, tree.text(at)));
    let mut headlines: Vec<(usize, String)> = headline.filter(|(_, text)| !text.is_empty()).collect();
    headlines.sort_by_key(|(at, _)| !tree.within(root).contains(at));
    let given = std::mem::take(&mut top.title);
    if let Some((at, text)) = headlines.into_iter().next() {
        top.title = text;
        dropped.insert(at);
    }
    if top.title.is_empty() {
        top.title = given;
    }
    take_marked(tree, root, &mut top, dropped);
    top
}

/// What the head of the page says.
fn head(tree: &Tree) -> Masthead {
    let mut top = Masthead::default();
    let meta = |names: &[&str]| {
        let mut metas = tree.nodes.iter().filter(|node| node.name == "meta");
        let found = metas.find(|node| {
            let name = node.get("property").or_else(|| node.get("name")).or_else(|| node.get("itemprop"));
            name.is_some_and(|name| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        })?;
        found.get("content").map(one_line).filter(|text| !text.is_empty())
    };
    let page_title = tree.nodes.iter().position(|node| node.name == "title").map(|at| tree.text(at));
    let site = meta(&["og:site_name"]);
    top.title = meta(&["og:title", "twitter:title", "citation_title", "headline"])
        .or_else(|| page_title.map(|title| without_site(&title, site.as_deref())))
        .unwrap_or_default();
    let date = meta(&[
        "article:published_time",
        "datePublished",
        "citation_publication_date",
        "dc.date",
        "dcterms.date",
        "date",
        "publish-date",
        "pubdate",
    ]);
    top.date = date.as_deref().and_then(day);
    let author = meta(&["author", "article:author", "citation_author", "dc.creator"]);
    top.authors = author.map(|author| masthead::authors(&author)).unwrap_or_default();
    top.standfirst = meta(&["description", "og:description", "dc.description"]);
    let journal = meta(&["citation_journal_title"]);
    top.publication = journal.or(site).map(|name| Publication {
        name,
        volume: meta(&["citation_volume"]),
        issue: meta(&["citation_issue"]),
    });
    let canonical =
        tree.nodes.iter().find(|node| node.name == "link" && node.get("rel") == Some("canonical"));
    let url = canonical.and_then(|node| node.get("href")).map(str::to_owned).or_else(|| meta(&["og:url"]));
    top.url = url.filter(|url| url.starts_with("http"));
    let language = tree.nodes.iter().find(|node| node.name == "html").and_then(|node| node.get("lang"));
    top.language = language.filter(|tag| crate::letters::is_language_tag(tag)).map(str::to_owned);
    top
}

/// A day at the beginning of a text: `2020-02-14T09:30:00+04:00`, `2020/02/14`.
fn day(text: &str) -> Option<Day> {
    text.get(..10).and_then(|day| Day::parse(&day.replace('/', "-"))).or_else(|| {
        let found = crate::date::find_dates(text).into_iter().find(|date| date.is_full())?;
        Day::parse(&found.edtf()?)
    })
}

/// A page's title without the name of the site, which stands after a bar or a dash.
fn without_site(title: &str, site: Option<&str>) -> String {
    if let Some(title) = site.and_then(|site| title.strip_suffix(site)) {
        return title.trim_end_matches([' ', '|', '-', '–', '—', '·', ':', '«', '»']).to_owned();
    }
    [" | ", " — ", " – ", " « ", " » "]
        .iter()
        .find_map(|bar| title.rsplit_once(bar))
        .map_or(title, |(title, _)| title)
        .to_owned()
}

/// Words of a byline and of the line with the date that are neither.
const LABELS: [&str; 42] = [
    "a",
    "am",
    "analysis",
    "and",
    "at",
    "author",
    "authors",
    "by",
    "comment",
    "comments",
    "created",
    "date",
    "dated",
    "edited",
    "est",
    "et",
    "filed",
    "first",
    "gmt",
    "in",
    "issued",
    "last",
    "min",
    "mins",
    "minute",
    "minutes",
    "modified",
    "no",
    "on",
    "pm",
    "posted",
    "published",
    "publication",
    "read",
    "reading",
    "released",
    "report",
    "time",
    "updated",
    "utc",
    "words",
    "written",
];

/// No line that says who wrote and when is longer, but for what is marked in it.
const LONGEST_REST: usize = 100;

/// A text of this length is no part of the masthead.
const LONG_TEXT: usize = 80;

/// What elements of the article say by their classes: standfirst, byline, date.
fn take_marked(tree: &Tree, root: usize, top: &mut Masthead, dropped: &mut FxHashSet<usize>) {
    let mut at = root + 1;
    let mut seen = 0;
    let mut is_above = true;
    while at < tree.nodes[root].end && seen < 2000 {
        let node = &tree.nodes[at];
        seen += node.text.len().min(400);
        // Data in rows are the article's own.
        if dropped.contains(&at) || (node.name == "table" && table::is_data(tree, at)) {
            at = node.end;
            continue;
        }
        is_above = is_above && !is_prose(tree, at);
        let Some(mark) = marked(node) else {
            at += 1;
            continue;
        };
        // Each is looked at with all that is in its block.
        seen += 20;
        let block = block_of(tree, root, at);
        let is_own = block == at || stands_apart(tree, block, is_above);
        if is_own && take(tree, at, mark, is_above, top) {
            dropped.extend([at, block]);
            at = node.end;
        } else {
            at += 1;
        }
    }
}

/// What an element of a masthead says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marked {
    Standfirst,
    Byline,
    Date,
}

fn marked(node: &Node) -> Option<Marked> {
    let is = |words: &[&str]| is_marked(node, words);
    if is(&["standfirst", "subtitle", "subheading", "subhead", "deck", "dek", "lede", "teaser"]) {
        Some(Marked::Standfirst)
    } else if is(&["byline", "author", "authors", "vcard"]) || node.get("rel") == Some("author") {
        Some(Marked::Byline)
    } else if node.name == "time" || is(&["date", "published", "dateline", "timestamp", "posted"]) {
        Some(Marked::Date)
    } else {
        None
    }
}

/// Whether an element holds a sentence, so that what follows is no longer above the text.
fn is_prose(tree: &Tree, at: usize) -> bool {
    let node = &tree.nodes[at];
    node.text.len() > LONG_TEXT
        || (node.name == "p" && marked(node).is_none() && tree.text(at).ends_with(['.', '!', '?', '”', '"']))
}

/// The element of a block that an element is or stands in; an item is one, with all that is in it.
fn block_of(tree: &Tree, root: usize, at: usize) -> usize {
    let outward = |from: usize| {
        std::iter::successors(Some(from), |at| Some(tree.nodes[*at].parent)).take_while(|at| *at > root)
    };
    let block = outward(at).find(|at| !is_inline(&tree.nodes[*at].name)).unwrap_or(at);
    outward(block).find(|at| tree.nodes[*at].name == "li").unwrap_or(block)
}

/// Whether a block is all who and when: what is not marked in it are words such as “by” and “updated”. Above the
/// text names may stand there too.
fn stands_apart(tree: &Tree, block: usize, is_above: bool) -> bool {
    let mut rest = String::new();
    let mut at = block + 1;
    while at < tree.nodes[block].end && rest.len() <= LONGEST_REST {
        let node = &tree.nodes[at];
        let is_other = marked(node).is_some();
        rest.push_str(if node.is_text() { &node.text } else { " " });
        at = if is_other { node.end } else { at + 1 };
    }
    let rest = one_line(&rest);
    let is_label = |word: &str| {
        let is_name = is_above && word.starts_with(char::is_uppercase);
        is_name
            || word.starts_with(|c: char| c.is_ascii_digit())
            || LABELS.contains(&word.to_lowercase().as_str())
    };
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    rest.len() <= LONGEST_REST && !rest.ends_with(['.', '!', '?']) && words.all(is_label)
}

/// Takes what an element says into the masthead; tells whether it is of no more use to the text.
fn take(tree: &Tree, at: usize, mark: Marked, is_above: bool, top: &mut Masthead) -> bool {
    let text = tree.text(at);
    match mark {
        Marked::Standfirst if text.is_empty() => false,
        Marked::Standfirst => {
            top.standfirst = Some(text);
            true
        }
        Marked::Byline => {
            take_byline(tree, at, is_above, top);
            true
        }
        Marked::Date => {
            let date = tree.nodes[at].get("datetime").and_then(day).or_else(|| day(&text));
            // Further down another day is one of those that the article tells of.
            let is_own = date.is_some() && (is_above || top.date.is_none() || top.date == date);
            if !is_own || text.len() >= LONG_TEXT {
                return false;
            }
            top.date = top.date.or(date);
            true
        }
    }
}

fn take_byline(tree: &Tree, at: usize, is_above: bool, top: &mut Masthead) {
    let linked =
        tree.within(at).filter(|at| tree.nodes[*at].get("rel") == Some("author")).map(|at| tree.text(at));
    let linked: Vec<String> = linked.collect();
    let text = tree.text(at);
    let time = tree.within(at).find_map(|at| tree.nodes[at].get("datetime").and_then(day));
    let mut read = Masthead { title: "-".to_owned(), ..Masthead::default() };
    masthead::take(&mut read, &text);
    let authors = match () {
        () if !linked.is_empty() => linked,
        () if !read.authors.is_empty() => read.authors,
        () => masthead::authors(text.trim_start_matches("By ").trim_start_matches("by ")),
    };
    if !authors.is_empty() && (is_above || top.authors.is_empty()) {
        top.authors = authors;
    }
    top.date = top.date.or(time).or(read.date);
}

fn is_marked(node: &Node, words: &[&str]) -> bool {
    let labels = [node.get("class"), node.get("itemprop")].into_iter().flatten();
    let mut of_labels = labels.flat_map(|label| label.split(|c: char| !c.is_alphanumeric()));
    !matches!(node.name.as_str(), "article" | "main" | "body" | "section")
        && of_labels.any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}
