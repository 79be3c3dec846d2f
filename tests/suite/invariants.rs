//! What holds for every site: the repository's own, and those of all cases.

use std::collections::BTreeMap;

use postil::cache::Cache;
use postil::compile::{Compiled, Options, compile, prepare};
use postil::load::{Inputs, load};
use rayon::prelude::*;

use crate::cases::Case;
use crate::links::Web;
use crate::site::{Site, demonstration, repository};
use crate::sites;

/// Every site that the suite knows, with a name.
pub(crate) fn all_sites() -> Vec<(String, Site)> {
    let mut sites = vec![("the repository".to_owned(), Site::folder(""))];
    sites.extend(sites::folders().into_iter().map(|folder| (folder.clone(), Site::folder(&folder))));
    for folder in ["tests/markup", "tests/diagnostics"] {
        sites
            .extend(Case::all(folder).iter().map(|case| (format!("{folder}: {}", case.name()), case.site())));
    }
    sites
}

fn compiled(inputs: &Inputs) -> Compiled {
    compile(inputs, &Options::default(), &Cache::default())
}

fn files(compiled: &Compiled) -> BTreeMap<&str, &[u8]> {
    compiled.output.iter().map(|(path, bytes)| (path, &**bytes)).collect()
}

#[test]
fn every_page_is_sound() {
    let faults: Vec<String> = all_sites()
        .into_par_iter()
        .flat_map_iter(|(name, site)| {
            let inputs = site.inputs();
            let compiled = compiled(&inputs);
            let mut files = files(&compiled);
            // What no page waits for is named by pages already.
            let later = &compiled.later.cards;
            let paths = later.cards.keys().chain(later.icon.as_ref().map(|(path, _)| path));
            files.extend(paths.map(|path| (path.as_str(), &[][..])));
            let base = inputs.config.as_ref().map(|config| config.base_url.to_string()).unwrap_or_default();
            let web = Web::new(&base, &files);
            let mut faults = web.page_faults();
            // Where there are errors nothing is published, and a link may be the error.
            if compiled.is_publishable(false) {
                faults.extend(web.link_faults(&files));
            }
            for (path, bytes) in &files {
                faults.extend(text_faults(path, bytes));
            }
            faults.into_iter().map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What is wrong with a file by itself.
pub(crate) fn text_faults(path: &str, bytes: &[u8]) -> Vec<String> {
    let is_text = [".html", ".xml", ".json", ".txt", ".css", ".svg"].iter().any(|end| path.ends_with(end));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return is_text.then(|| format!("{path} is not UTF-8")).into_iter().collect();
    };
    let mut faults = Vec::new();
    let home = std::env::var("HOME").unwrap_or_default();
    let machine = [env!("CARGO_MANIFEST_DIR"), home.as_str()];
    faults.extend(
        machine
            .iter()
            .filter(|folder| folder.len() > 5 && text.contains(**folder))
            .map(|folder| format!("{path} names the folder {folder}")),
    );
    if path.ends_with(".ftm.json") {
        let lines = text.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_err());
        faults.extend(lines.map(|line| format!("{path} has a line that is not JSON: {line}")));
    } else if path.ends_with(".json") && serde_json::from_str::<serde_json::Value>(text).is_err() {
        faults.push(format!("{path} is not JSON"));
    }
    faults
}

/// Where two results differ.
pub(crate) fn differences(one: &Compiled, other: &Compiled) -> Vec<String> {
    let (first, second) = (files(one), files(other));
    let mut faults: Vec<String> = first
        .keys()
        .chain(second.keys())
        .filter(|path| first.get(*path) != second.get(*path))
        .map(|path| (*path).to_owned())
        .collect();
    faults.sort();
    faults.dedup();
    if one.diagnostics != other.diagnostics {
        let (mut only, mut new) = (one.diagnostics.clone(), other.diagnostics.clone());
        only.retain(|found| !other.diagnostics.contains(found));
        new.retain(|found| !one.diagnostics.contains(found));
        faults.push(format!("diagnostics: only in the one {only:?}, only in the other {new:?}"));
    }
    if one.pages != other.pages {
        faults.push(format!("{} pages, {} pages", one.pages, other.pages));
    }
    faults
}

#[test]
fn a_page_that_is_made_alone_is_as_among_all() {
    // Texts and diagnostics have cases by the hundred, and few kinds of pages.
    let few = |name: &str| !name.starts_with("tests/markup") && !name.starts_with("tests/diagnostics");
    let faults: Vec<String> = all_sites()
        .into_par_iter()
        .filter(|(name, _)| few(name))
        .flat_map_iter(|(name, site)| {
            let inputs = site.inputs();
            let all = compiled(&inputs);
            let alone = prepare(&inputs, &Options::default(), &Cache::default()).ok();
            let is_other = |path: &str, bytes: &[u8]| match alone.as_ref().and_then(|alone| alone.file(path))
            {
                Some(file) => *file != *bytes,
                None => path.ends_with(".html"),
            };
            let others: Vec<String> = files(&all)
                .into_iter()
                .filter(|(path, bytes)| is_other(path, bytes))
                .map(|(path, _)| format!("{name}: {path}"))
                .collect();
            assert!(alone.is_none_or(|alone| alone.file("no/such/page/index.html").is_none()));
            others
        })
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn one_thread_makes_the_same_as_many() {
    let inputs = load(&repository("")).expect("the repository is readable");
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| compiled(&inputs))
    };
    let (one, many) = (with(1), with(7));
    assert!(one.pages > 50, "the whole site is compiled");
    assert_eq!(differences(&one, &many), Vec::<String>::new());
    assert_eq!(differences(&one, &demonstration().compiled), Vec::<String>::new(), "once more");
}

#[test]
fn the_order_of_files_on_the_disk_does_not_matter() {
    let site = Site::folder("");
    let paths: Vec<&String> = site.files().keys().collect();
    let laid = |paths: &mut dyn Iterator<Item = &&String>| {
        let folder = tempfile::tempdir().expect("a folder");
        for path in paths {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, &site.files()[*path]).expect("a file");
        }
        std::fs::copy(repository("postil.toml"), folder.path().join("postil.toml")).expect("the settings");
        load(folder.path()).expect("a site")
    };
    let (forward, backward) = (laid(&mut paths.iter()), laid(&mut paths.iter().rev()));
    assert_eq!(forward, backward);
    assert_eq!(forward, site.inputs(), "what is read from the disk is what is made of texts");
}

#[test]
fn the_checks_find_faults() {
    let page = |body: &str| {
        format!("<!doctype html><html lang=en><head><title>A</title></head><body>{body}</body></html>")
    };
    let faults = |path: &str, text: &str| {
        let other = page("<p id=here>Norhaven, a <b>port</b></p>");
        let files = BTreeMap::from([(path, text.as_bytes()), ("b/index.html", other.as_bytes())]);
        let web = Web::new("https://example.org/site/", &files);
        web.page_faults().len() + web.link_faults(&files).len()
    };
    for link in [
        "b/",
        "b/#here",
        "b/#here:~:text=a%20port",
        "#:~:text=W-,Words,here",
        "/site/b/#here",
        "https://example.com/",
        "https://example.org/site/b/",
    ] {
        assert_eq!(faults("index.html", &page(&format!("<a href=\"{link}\">W Words here</a>"))), 0, "{link}");
    }
    for link in
        ["c/", "b", "b/#there", "b/#here:~:text=a%20town", "../b/", "/b/", "https://example.org/site/c/"]
    {
        assert_eq!(faults("index.html", &page(&format!("<a href=\"{link}\">Words</a>"))), 1, "{link}");
    }
    assert_eq!(faults("404.html", &page("<a href=\"b/\">Words</a>")), 1);
    assert_eq!(faults("feed.xml", "<id>https://example.org/site/c/</id>"), 1);
    assert_eq!(faults("index.json", "{\"a\": [{\"address\": \"c/\"}]}"), 1);
    for body in ["<p id=a></p><p id=a></p>", "<p></b></p>", "<p a a></p>", "<div></p></div>"] {
        assert_ne!(faults("index.html", &page(body)), 0, "{body}");
    }
}

#[test]
fn links_of_a_site_with_a_page_for_each_year_arrive() {
    let events = (1..=420).fold(Site::new(), |site, at| {
        let date = format!("{}-{:02}-{:02}", 2010 + at % 4, at % 12 + 1, at % 28 + 1);
        site.entity("event", &format!("meeting-{at}"), &format!("Meeting {at}"), &format!("date: {date}"))
    });
    let told = "On [8 January 2016](date:2016-01-08) a bridge opened.";
    let site = events.entity("place", "norhaven", "Norhaven", "").brief("a", told);
    let compiled = compiled(&site.inputs());
    let mut files = files(&compiled);
    let later = &compiled.later.cards;
    let paths = later.cards.keys().chain(later.icon.as_ref().map(|(path, _)| path));
    files.extend(paths.map(|path| (path.as_str(), &[][..])));
    assert!(files.contains_key("timeline/2012/index.html"));
    let base = "https://example.org/site/";
    let faults = Web::new(base, &files).link_faults(&files);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    let year = String::from_utf8_lossy(files["timeline/2012/index.html"]);
    assert!(year.contains("105 dated events in 2012."), "{year}");
}
