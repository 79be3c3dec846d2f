//! The masthead of a page: its head, its headline, its byline and its date.

use rustc_hash::FxHashSet;

use super::tree::{Node, Tree};
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

/// What elements of the article say by their classes: standfirst, byline, date.
fn take_marked(tree: &Tree, root: usize, top: &mut Masthead, dropped: &mut FxHashSet<usize>) {
    let mut at = root + 1;
    let mut seen = 0;
    while at < tree.nodes[root].end && seen < 2000 {
        let node = &tree.nodes[at];
        seen += node.text.len().min(400);
        if dropped.contains(&at) {
            at = node.end;
            continue;
        }
        if is_marked(
            node,
            &["standfirst", "subtitle", "subheading", "subhead", "deck", "dek", "lede", "teaser"],
        ) {
            let text = tree.text(at);
            if !text.is_empty() {
                top.standfirst = Some(text);
                dropped.insert(at);
                at = node.end;
                continue;
            }
        }
        if is_marked(node, &["byline", "author", "authors", "vcard"]) || node.get("rel") == Some("author") {
            take_byline(tree, at, top);
            dropped.insert(at);
            at = node.end;
            continue;
        }
        if node.name == "time" || is_marked(node, &["date", "published", "dateline", "timestamp", "posted"]) {
            let text = tree.text(at);
            let date = node.get("datetime").and_then(day).or_else(|| day(&text));
            if date.is_some() && text.len() < 80 {
                top.date = date.or(top.date);
                dropped.insert(at);
                at = node.end;
                continue;
            }
        }
        at += 1;
    }
}

fn take_byline(tree: &Tree, at: usize, top: &mut Masthead) {
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
    if !authors.is_empty() {
        top.authors = authors;
    }
    top.date = time.or(read.date).or(top.date);
}

fn is_marked(node: &Node, words: &[&str]) -> bool {
    let labels = [node.get("class"), node.get("itemprop")].into_iter().flatten();
    let mut of_labels = labels.flat_map(|label| label.split(|c: char| !c.is_alphanumeric()));
    !matches!(node.name.as_str(), "article" | "main" | "body" | "section")
        && of_labels.any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}
