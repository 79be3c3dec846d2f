//! The files of texts and times that a site emits for others, as the tools of their standards read them:
//! on the repository's own site, and on one whose words try to break each format.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use scraper::ElementRef;
use serde_json::Value;

use crate::guide::{code_spans, page_text, table};
use crate::site::{Built, Page, Site, demonstration, repository};
use crate::standards::{browser, node, python};

static DEMONSTRATION: LazyLock<Built> = LazyLock::new(demonstration);
static HOSTILE: LazyLock<Built> = LazyLock::new(hostile);

fn sites() -> [(&'static str, &'static Built); 2] {
    [("demonstration", &*DEMONSTRATION), ("hostile", &*HOSTILE)]
}

/// A site whose words hold what formats write otherwise.
fn hostile() -> Built {
    let built = Site::folder("tests/data/hostile-texts").compile();
    assert_eq!(
        built.compiled.diagnostics.iter().filter(|found| is_error(found)).count(),
        0,
        "{}",
        built.report()
    );
    built
}

fn is_error(found: &postil::diagnostic::Diagnostic) -> bool {
    found.severity() == postil::diagnostic::Severity::Error
}

/// Files of the output in a folder of their own, for programs.
struct Files(tempfile::TempDir);

impl Files {
    fn of(built: &Built, paths: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for path in paths {
            std::fs::write(folder.path().join(path.replace('/', "_")), built.text(path)).expect("a file");
        }
        Self(folder)
    }

    fn paths(&self) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(self.0.path()).expect("the folder");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
        paths.sort();
        paths
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        Path::new(self.0.path()).join(path.replace('/', "_"))
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is text in {value:#}"))
}

fn briefs(built: &Built) -> Vec<String> {
    let paths = built.compiled.output.iter().map(|(path, _)| path);
    let pages = paths.filter_map(|path| path.strip_prefix("briefs/")?.strip_suffix("/index.html"));
    pages.map(str::to_owned).collect()
}

fn annotations(built: &Built, slug: &str) -> Vec<Value> {
    let page = json(built.text(&format!("briefs/{slug}/annotations.json")));
    page["items"].as_array().expect("items").clone()
}

/// The selector of a type, if the target has selectors.
fn selector<'a>(annotation: &'a Value, kind: &str) -> Option<&'a Value> {
    annotation["target"]["selector"].as_array()?.iter().find(|selector| selector["type"] == kind)
}

/// The text of a page as a browser gives it.
fn body_text(page: &Page) -> Vec<char> {
    page.one("body").text().flat_map(str::chars).collect()
}

#[test]
fn annotations_point_at_the_words_of_the_page() {
    let mut without_element = Vec::new();
    for (name, built) in sites() {
        for slug in briefs(built) {
            let page = built.page(&format!("briefs/{slug}"));
            let letters = body_text(&page);
            let slice = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
            let mut selected = 0;
            for annotation in annotations(built, &slug) {
                let id = text(&annotation, "id");
                let Some(position) = selector(&annotation, "TextPositionSelector") else {
                    assert_eq!(annotation["target"], built_address(built, &slug), "{name} {id}");
                    continue;
                };
                selected += 1;
                let place = |key: &str| position[key].as_u64().expect("a number") as usize;
                let (start, end) = (place("start"), place("end"));
                let quote = selector(&annotation, "TextQuoteSelector").expect("a quote");
                assert_eq!(slice(start, end), text(quote, "exact"), "{name} {id}");
                assert_eq!(slice(start.saturating_sub(32), start), text(quote, "prefix"), "{name} {id}");
                assert_eq!(slice(end, (end + 32).min(letters.len())), text(quote, "suffix"), "{name} {id}");
                let Some(fragment) = selector(&annotation, "FragmentSelector") else {
                    without_element.push(id.to_owned());
                    continue;
                };
                let fragment = text(fragment, "value");
                let element = element(&page, fragment);
                let words: String = element.text().collect();
                assert!(words.contains(text(quote, "exact")), "{name} {id}: #{fragment} has {words:?}");
            }
            assert!(selected > 5, "{name} {slug}: only {selected} annotations");
        }
    }
    // The cell of a table has no id.
    assert_eq!(without_element, ["https://example.org/site/briefs/allies/annotations.json#note-block-1"]);
}

fn built_address(built: &Built, slug: &str) -> Value {
    let base = built.compiled.graph.as_ref().expect("a graph").config.base_url.as_str().to_owned();
    Value::from(format!("{base}briefs/{slug}/"))
}

/// The element of an id, whatever letters that has.
fn element<'a>(page: &'a Page, id: &str) -> ElementRef<'a> {
    let all = page.all("[id]");
    let found = all.into_iter().find(|element| element.value().id() == Some(id));
    found.unwrap_or_else(|| panic!("there is no #{id}"))
}

#[test]
fn every_mention_and_note_of_a_page_is_an_annotation() {
    for (name, built) in sites() {
        for slug in briefs(built) {
            let page = built.page(&format!("briefs/{slug}"));
            let ids: Vec<String> = annotations(built, &slug)
                .iter()
                .map(|annotation| text(annotation, "id").rsplit_once('#').expect("a fragment").1.to_owned())
                .collect();
            let of_page = |css: &str| {
                let found = page.all(css).into_iter().filter_map(|element| element.value().id());
                found.map(str::to_owned).collect::<Vec<_>>()
            };
            let wanted = of_page("[id^='m-']:not(:empty), article .n[id], article .bn[id]");
            assert!(wanted.len() > 5, "{name} {slug}");
            for id in wanted {
                assert!(ids.contains(&id), "{name} {slug}: #{id} is no annotation of {ids:?}");
            }
        }
    }
}

#[test]
fn notes_are_on_the_words_that_they_quote() {
    let found = annotations(&HOSTILE, "allies");
    let exact = |id: &str| {
        let annotation = found
            .iter()
            .find(|annotation| text(annotation, "id").ends_with(&format!("#{id}")))
            .expect("it is there");
        selector(annotation, "TextQuoteSelector").map(|quote| text(quote, "exact").to_owned())
    };
    assert_eq!(exact("note-roads").as_deref(), Some("東京 pays 😀 for the \u{201c}roads\u{201d}"));
    // The page has a mark and a citation among the words of the sentence.
    assert_eq!(
        exact("claim-opens").as_deref(),
        Some("The bridge,1 said Nórhaven Cité, opens in 2029 (Weber & Söhne_1 2015).")
    );
    assert_eq!(exact("note-block-1").as_deref(), Some("a cell <b>"));
    assert_eq!(exact("note-block-2"), None);
    assert_eq!(exact("note-block-3").as_deref(), Some("an item of 東京"));
    let cell = HOSTILE.page("briefs/allies");
    assert_eq!(
        cell.one("#note-block-1 .bn-head a").value().attr("href"),
        Some("#bridge"),
        "a cell has no id"
    );
    let claim = found.iter().find(|annotation| text(annotation, "id").ends_with("#claim-opens")).expect("it");
    let bodies = claim["body"].as_array().expect("bodies");
    assert_eq!(text(&bodies[0], "language"), "de");
    assert!(
        text(&bodies[0], "value").contains("href=\"https://example.org/site/sources/weber/\""),
        "{claim:#}"
    );
    assert_eq!(
        bodies.iter().map(|body| text(body, "purpose")).collect::<Vec<_>>(),
        ["assessing", "tagging", "tagging", "linking"]
    );
    assert_eq!(bodies[3]["source"], "https://example.org/site/claims/opens/");
}

#[test]
fn a_mention_identifies_its_entity() {
    for (name, built) in sites() {
        for slug in briefs(built) {
            let page = built.page(&format!("briefs/{slug}"));
            for annotation in annotations(built, &slug) {
                if annotation["motivation"] != "identifying" {
                    continue;
                }
                let bodies = match &annotation["body"] {
                    Value::Array(bodies) => bodies.iter().collect(),
                    body => vec![body],
                };
                let body = bodies[0];
                assert_eq!(text(body, "purpose"), "identifying");
                let fragment = text(selector(&annotation, "FragmentSelector").expect("a fragment"), "value");
                let address = text(body, "source");
                if let Some(link) = element(&page, fragment).value().attr("href") {
                    let entity = link.trim_start_matches("../");
                    assert!(address.ends_with(&format!("/{entity}")), "{name}: {link} is not {address}");
                    let role = bodies.get(1).map(|role| text(role, "value"));
                    assert_eq!(role, element(&page, fragment).value().attr("title"), "{name}: {link}");
                }
            }
        }
    }
}

#[test]
fn annotations_conform_to_the_model() {
    for (_, built) in sites() {
        let paths: Vec<String> =
            briefs(built).iter().map(|slug| format!("briefs/{slug}/annotations.json")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let count: usize =
            node("annotations.mjs", Files::of(built, &paths).paths()).trim().parse().expect("a number");
        assert_eq!(count, briefs(built).iter().map(|slug| annotations(built, slug).len()).sum::<usize>());
    }
}

// Times

fn calendar(built: &Built) -> Vec<Value> {
    let files = Files::of(built, &["timeline.ics"]);
    let read = json(&python("calendar_events.py", files.paths()));
    read["events"].as_array().expect("events").clone()
}

#[test]
fn the_calendar_is_read_as_it_was_meant() {
    for (name, built) in sites() {
        let moments = &built.compiled.graph.as_ref().expect("a graph").chronology.moments;
        let events = calendar(built);
        let mut uids: Vec<&str> = events.iter().map(|event| text(event, "uid")).collect();
        uids.sort_unstable();
        uids.dedup();
        assert_eq!(uids.len(), events.len(), "{name}");
        for event in &events {
            let (id, _) = text(event, "uid").split_once('@').expect("an id");
            let moment = moments.iter().find(|moment| moment.id == id).expect("a moment");
            assert!(text(event, "summary").starts_with(moment.title.trim()), "{name} {event:#}");
            assert!(text(event, "start") < text(event, "end"), "{name} {event:#}");
        }
    }
    let events = calendar(&DEMONSTRATION);
    assert_eq!(
        events.len(),
        DEMONSTRATION.compiled.graph.as_ref().expect("a graph").chronology.moments.len()
    );
}

#[test]
fn open_and_uncertain_dates_are_told_as_such() {
    let events = calendar(&HOSTILE);
    let event = |id: &str| {
        let uid = format!("{id}@example.org/site");
        events.iter().find(|event| event["uid"] == *uid).unwrap_or_else(|| panic!("no {id} in {events:#?}"))
    };
    let told = |id: &str| {
        let event = event(id);
        [text(event, "start"), text(event, "end"), text(event, "status")].map(str::to_owned)
    };
    assert_eq!(told("bridge-opens"), ["2015-02-28", "2015-03-01", "CONFIRMED"]);
    assert_eq!(told("bridge-closed"), ["2015-03-01", "2015-04-01", "TENTATIVE"]);
    assert_eq!(told("bridge-tolled"), ["2016-01-30", "2016-03-03", "CONFIRMED"]);
    assert_eq!(told("bridge-watched"), ["2014-05-01", "2014-05-02", "TENTATIVE"]);
    assert_eq!(text(event("bridge-watched"), "summary"), "Watched (since 1 May 2014)");
    assert_eq!(text(event("bridge-opens"), "summary"), "Opens, at \"last\"; C:\\n is no line end 😀");
    assert_eq!(text(event("bridge-opens"), "location"), "Nórhaven, Cité; \"east\" \\ west");
    assert_eq!(text(event("bridge-opens"), "stamp"), "2016-02-01", "the day that its brief was changed");
    // Caesar's death is too early for a calendar; the other forms have it.
    assert!(!events.iter().any(|event| text(event, "uid").starts_with("ides")));
    assert!(HOSTILE.text("timeline.json").contains("ides"));
    assert!(HOSTILE.text("timeline.csv").contains("-0043-03-15"));
}

#[test]
fn the_timeline_is_what_timeline_js_reads() {
    for (name, built) in sites() {
        let timeline = json(built.text("timeline.json"));
        assert!(!text(&timeline["title"]["text"], "headline").is_empty());
        let events = timeline["events"].as_array().expect("events");
        let moments = &built.compiled.graph.as_ref().expect("a graph").chronology.moments;
        assert_eq!(events.len(), moments.len(), "{name}");
        for (event, moment) in events.iter().zip(moments) {
            assert_eq!(text(event, "unique_id"), moment.id);
            assert_eq!(text(event, "display_date"), postil::date::words(&moment.when), "{name}");
            for date in [&event["start_date"], &event["end_date"]].into_iter().filter(|date| !date.is_null())
            {
                let parts: Vec<&str> = date.as_object().expect("a date").keys().map(String::as_str).collect();
                assert!(["year", "month", "day"].starts_with(&parts[..]), "{name} {parts:?}");
                assert!(date["year"].is_i64());
            }
            assert!(event["start_date"].is_object());
            // A reader of HTML gets the words, and no element that is not ours.
            let headline = Page::parse(text(&event["text"], "headline"));
            assert_eq!(headline.one("body").text().collect::<String>(), moment.title);
            assert!(headline.all("body b, body script").is_empty(), "{name}");
        }
    }
}

#[test]
fn timeline_js_shows_what_was_meant_in_a_browser() {
    for (name, built) in sites() {
        let files = Files::of(built, &["timeline.json"]);
        let seen = json(&browser("timeline.mjs", files.paths()));
        assert_eq!(seen["errors"], Value::Array(Vec::new()), "{name}");
        let moments = &built.compiled.graph.as_ref().expect("a graph").chronology.moments;
        let slides = seen["slides"].as_array().expect("slides");
        assert_eq!(slides.len(), moments.len() + 1, "{name}");
        for (slide, moment) in slides[1..].iter().zip(moments) {
            assert_eq!(text(slide, "headline"), moment.title, "{name}");
            assert_eq!(text(slide, "date"), postil::date::words(&moment.when), "{name}");
            let ours = ["h2", "h3", "a", "p", "div"];
            let elements = slide["elements"].as_array().expect("elements");
            assert!(
                elements.iter().all(|element| ours.iter().any(|name| element == name)),
                "{name} {slide:#}"
            );
        }
        assert_eq!(seen["strangers"], 0, "{name}");
        if name == "hostile" {
            assert_eq!(seen["groups"][0], "+lane <b>R&D</b> &lt;img src=x&gt;");
        }
    }
}

#[test]
fn the_table_is_read_as_it_was_meant_and_has_no_formulas() {
    for (name, built) in sites() {
        let csv = built.text("timeline.csv");
        assert!(csv.ends_with("\r\n") && !csv.starts_with('\u{feff}'));
        let files = Files::of(built, &["timeline.csv"]);
        let rows: Vec<Vec<String>> =
            serde_json::from_str(&python("table.py", files.paths())).expect("rows of cells");
        let moments = &built.compiled.graph.as_ref().expect("a graph").chronology.moments;
        assert_eq!(rows.len(), moments.len() + 1);
        for (row, moment) in rows[1..].iter().zip(moments) {
            assert_eq!(row[1].strip_prefix('\'').unwrap_or(&row[1]), moment.title, "{name}");
            assert_eq!(row[2], moment.when.as_str());
            for (column, cell) in rows[0].iter().zip(row) {
                let is_date = ["date", "earliest", "latest"].contains(&column.as_str());
                assert!(
                    is_date || !cell.trim_start().starts_with(['=', '+', '-', '@']),
                    "{column}: {cell:?}"
                );
            }
        }
    }
    assert!(HOSTILE.text("timeline.csv").contains("'=HYPERLINK("));
}

// References

#[test]
fn references_are_read_alike_in_both_formats() {
    for (name, built) in sites() {
        let files = Files::of(built, &["references.json", "references.bib"]);
        let read = node("references.mjs", [files.path("references.json"), files.path("references.bib")]);
        let sources = &built.compiled.graph.as_ref().expect("a graph").sources;
        let keys: Vec<String> = serde_json::from_str(&read).expect("keys");
        assert_eq!(keys, sources.keys().cloned().collect::<Vec<_>>(), "{name}");
        let entries = biblatex::Bibliography::parse(built.text("references.bib")).expect("BibLaTeX");
        assert_eq!(entries.len(), keys.len(), "{name}");
        for (key, source) in sources.iter() {
            let entry = entries.get(key).unwrap_or_else(|| panic!("{name}: no {key}"));
            let title = entry.title().ok().map(biblatex::ChunksExt::format_verbatim);
            assert_eq!(title.as_deref(), source.title(), "{name} {key}");
        }
    }
}

#[test]
fn briefs_tell_reference_managers_what_they_are() {
    for (name, built) in sites() {
        for slug in briefs(built) {
            let page = built.page(&format!("briefs/{slug}"));
            let tag = |name: &str| {
                let tags = page.all(&format!("head meta[name='citation_{name}']"));
                tags.iter()
                    .map(|tag| tag.value().attr("content").expect("a value").to_owned())
                    .collect::<Vec<_>>()
            };
            let graph = built.compiled.graph.as_ref().expect("a graph");
            let linked = graph.briefs.iter().find(|linked| linked.brief.slug == slug).expect("a brief");
            assert_eq!(tag("title"), [linked.brief.title.as_str()], "{name}");
            assert_eq!(tag("author").len(), linked.brief.authors.len());
            assert_eq!(tag("publication_date"), [linked.brief.date.value.as_str().replace('-', "/")]);
            assert_eq!(tag("public_url"), [built_address(built, &slug).as_str().expect("text")]);
            assert_eq!(tag("language").len(), 1);
            assert_eq!(tag("publisher"), tag("technical_report_institution"));
        }
        let home = built.page("");
        assert!(home.all("meta[name^='citation_']").is_empty(), "{name}");
    }
}

// Feeds

#[test]
fn feeds_are_read_as_they_were_meant() {
    for (name, built) in sites() {
        let graph = built.compiled.graph.as_ref().expect("a graph");
        let paths: Vec<&str> = built.compiled.output.iter().map(|(path, _)| path).collect();
        let feeds: Vec<&str> = paths.into_iter().filter(|path| path.ends_with("feed.xml")).collect();
        assert_eq!(feeds.len(), graph.registry.entities().len() + 1, "{name}: a feed for each entity");
        let files = Files::of(built, &feeds);
        let base = graph.config.base_url.as_str();
        let read = json(&python("feeds.py", feeds.iter().map(|path| files.path(path))));
        for (path, feed) in feeds.iter().zip(read.as_array().expect("feeds")) {
            assert_eq!(text(feed, "id"), format!("{base}{path}"));
            assert_eq!(text(feed, "self"), text(feed, "id"));
            assert_eq!(text(feed, "page"), format!("{base}{}", path.trim_end_matches("feed.xml")));
            let entries = feed["entries"].as_array().expect("entries");
            for entry in entries {
                let linked = graph.briefs.iter().find(|linked| base_of(graph, linked) == entry["id"]);
                assert_eq!(text(entry, "title"), linked.expect("a brief").brief.title);
            }
            let newest = entries.iter().map(|entry| text(entry, "updated")).max();
            assert_eq!(text(feed, "updated"), newest.unwrap_or("1970-01-01T00:00:00Z"), "{name} {path}");
            if *path == "feed.xml" {
                assert_eq!(entries.len(), graph.briefs.len());
                continue;
            }
            // What the page has as evidence is in its feed.
            let page = built.data(path.trim_end_matches("/feed.xml"));
            assert_eq!(
                entries.len(),
                page["page"]["evidence"].as_array().expect("groups").len(),
                "{name} {path}"
            );
        }
    }
}

fn base_of(graph: &postil::graph::Graph, linked: &postil::graph::LinkedBrief) -> String {
    graph.config.base_url.join(&linked.address)
}

#[test]
fn an_entity_leads_to_its_feed() {
    let page = HOSTILE.page("entities/norhaven");
    let link = page.one("head link[type='application/atom+xml'][href='feed.xml']");
    assert_eq!(link.value().attr("rel"), Some("alternate"));
    assert!(!page.all("main a[href='feed.xml']").is_empty());
    let stub = HOSTILE.page("entities/nowhere");
    assert_eq!(stub.all("head link[href='feed.xml']").len(), 1);
    assert!(!stub.all("footer a[href='feed.xml']").is_empty());
}

#[test]
fn the_feed_of_a_renamed_entity_goes_on() {
    let site = Site::new().entity("place", "norhaven", "Norhaven", "previous: [old-haven]");
    let built = site.brief("a", "It is about Norhaven.").compile();
    assert_eq!(built.text("entities/old-haven/feed.xml"), built.text("entities/norhaven/feed.xml"));
}

#[test]
fn the_json_feed_has_what_its_version_requires() {
    for (name, built) in sites() {
        let feed = json(built.text("feed.json"));
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        let base = built.compiled.graph.as_ref().expect("a graph").config.base_url.as_str();
        assert_eq!(text(&feed, "home_page_url"), base);
        assert_eq!(text(&feed, "feed_url"), format!("{base}feed.json"));
        assert!(!text(&feed, "title").is_empty());
        let items = feed["items"].as_array().expect("items");
        assert_eq!(items.len(), briefs(built).len(), "{name}");
        for item in items {
            assert!(text(item, "id").starts_with("https://"));
            assert!(!text(item, "content_text").is_empty(), "an item has a text");
            assert!(text(item, "date_published").ends_with("T00:00:00Z"));
            assert!(
                item["authors"]
                    .as_array()
                    .is_none_or(|authors| authors.iter().all(|author| author["name"].is_string()))
            );
        }
        let page = built.page("");
        let link = page.one("head link[type='application/feed+json']");
        assert_eq!(link.value().attr("href"), Some("feed.json"), "{name}");
    }
}

// The guide

/// The names in the first column of a table of the guide's page on these files.
fn documented(head: &str) -> Vec<String> {
    let rows = table("data-texts", head);
    rows.iter()
        .flat_map(|row| code_spans(&row[0]).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// All keys of some objects, each once.
fn keys<'a>(objects: impl IntoIterator<Item = &'a Value>) -> BTreeSet<String> {
    objects.into_iter().flat_map(|object| object.as_object().expect("an object").keys().cloned()).collect()
}

#[test]
fn the_guide_names_every_field() {
    let (demonstration, hostile) = (&*DEMONSTRATION, &*HOSTILE);
    let both = |path: &str, list: &str| -> Vec<Value> {
        let of = |built: &Built| json(built.text(path))[list].as_array().expect("a list").clone();
        [of(demonstration), of(hostile)].concat()
    };
    let mut tables = tables_of_fields("data-texts").into_iter();
    let mut holds = |found: BTreeSet<String>| {
        let named = tables.next().expect("a table");
        assert_eq!(named, found);
    };
    holds(keys(&annotations(hostile, "allies")));
    let lines = hostile.text("timeline.ics").replace("\r\n ", "");
    let events = lines.split("BEGIN:VEVENT\r\n").skip(1).filter_map(|event| event.split_once("END:VEVENT"));
    let names = events.flat_map(|(event, _)| event.lines()).filter_map(|line| line.split([':', ';']).next());
    let named: BTreeSet<String> = documented("Property | What it holds").into_iter().collect();
    assert_eq!(named, names.map(str::to_owned).collect());
    holds(keys(&both("timeline.json", "events")));
    holds(keys(&both("feed.json", "items")));
    let columns = hostile.text("timeline.csv").lines().next().expect("a line");
    assert_eq!(documented("Column | What it holds").join(","), columns);
    let tags = hostile.page("briefs/allies");
    let tags: BTreeSet<&str> =
        tags.all("meta[name^='citation_']").iter().filter_map(|tag| tag.value().attr("name")).collect();
    assert_eq!(documented("Tag | What it holds").iter().map(String::as_str).collect::<BTreeSet<_>>(), tags);
}

/// The names in the first column of each table of a page that is headed `Field`.
fn tables_of_fields(page: &str) -> Vec<BTreeSet<String>> {
    let text = page_text(page);
    let tables = text.split("| Field | What it holds |\n").skip(1);
    tables
        .map(|table| {
            let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
            rows.map(|row| code_spans(row)[0].to_owned()).collect()
        })
        .collect()
}

#[test]
fn an_empty_site_has_no_empty_calendar() {
    let built = Site::new().compile();
    for path in ["timeline.ics", "timeline.json", "timeline.csv", "references.json", "references.bib"] {
        assert!(built.compiled.output.get(path).is_none(), "{path}");
    }
    let linked =
        ["timeline", "sources"].map(|address| built.page(address).all("link[rel='alternate']").len());
    assert_eq!(linked, [3, 3], "the feed and the page's data in two forms");
    assert!(json(built.text("feed.json"))["items"].as_array().expect("items").is_empty());
}

#[test]
fn nothing_is_named_that_is_not_there() {
    assert!(repository("tests/data/hostile-texts").is_dir());
    for (name, built) in sites() {
        for address in ["timeline", "sources", "", "briefs"] {
            for link in built.page(address).all("head link[rel='alternate']") {
                let path = link.value().attr("href").expect("an address").trim_start_matches("../");
                let beside = format!("{address}/{path}").trim_start_matches('/').to_owned();
                let is_there = [path, &beside].iter().any(|path| built.compiled.output.get(path).is_some());
                assert!(is_there, "{name}: {address}/ names {path}");
            }
        }
    }
}
