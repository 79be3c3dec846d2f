//! What a brief costs its reader: bytes on the wire and requests, against the budget of 60 KiB (as
//! gzip, without pictures) and 6 requests for a brief of 1,200 words, with 10 KiB of script.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::site::{Built, demonstration, words};

const KIB: usize = 1024;
const WORDS: usize = 1200;

/// What hosts send of a file: text shrinks, fonts are as small as they get.
fn on_the_wire(path: &str, bytes: &[u8]) -> usize {
    if path.ends_with(".woff2") {
        return bytes.len();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it").len()
}

/// The files that a browser fetches for a page in Latin letters: paths of the output.
fn fetched(site: &Built, address: &str) -> Vec<String> {
    let page = site.page(address);
    let asked = [
        ("link[rel=stylesheet], link[rel=preload], link[rel=icon]", "href"),
        ("script[src], main img[src]", "src"),
    ];
    let mut paths = vec![format!("{address}/index.html")];
    for (selector, attribute) in asked {
        let targets = page.all(selector).into_iter().filter_map(|element| element.attr(attribute));
        paths.extend(targets.map(|target| target.trim_start_matches("../").to_owned()));
    }
    paths
}

#[test]
fn a_brief_keeps_to_its_budget() {
    let site = demonstration();
    for slug in ["allied-not-aligned", "two-ledgers"] {
        let address = format!("briefs/{slug}");
        let files = fetched(&site, &address);
        assert!(files.len() <= 6, "{slug} makes {} requests: {files:#?}", files.len());
        let weights: Vec<(&str, usize)> = files
            .iter()
            .map(|path| {
                let bytes = site.compiled.output.get(path).unwrap_or_else(|| panic!("there is no {path}"));
                (path.as_str(), on_the_wire(path, bytes))
            })
            .collect();
        let scripts = weights.iter().filter(|(path, _)| path.ends_with(".js"));
        let script: usize = scripts.map(|(_, weight)| weight).sum();
        let count = words(site.page(&address).one("article")).split_whitespace().count();
        // What a brief has beside its words grows with them: notes, events, names.
        let html = weights[0].1 * WORDS.min(count) / count;
        let rest: usize = weights[1..].iter().map(|(_, weight)| weight).sum();
        assert!(html + rest <= 60 * KIB, "{slug}: {html} bytes of {count} words and {rest}: {weights:#?}");
        assert!(script <= 10 * KIB, "{slug}: {script} bytes of script");
    }
}

#[test]
fn the_fonts_of_a_page_in_latin_letters_keep_to_theirs() {
    let site = demonstration();
    let fonts = fetched(&site, "briefs/two-ledgers").into_iter().filter(|path| path.ends_with(".woff2"));
    let sizes: Vec<(String, usize)> = fonts
        .map(|path| (path.clone(), site.compiled.output.get(&path).expect("it is there").len()))
        .collect();
    assert_eq!(sizes.len(), 2, "{sizes:?}");
    assert!(sizes.iter().map(|(_, size)| size).sum::<usize>() <= 40 * KIB, "{sizes:?}");
}

#[test]
fn only_the_search_loads_the_rules_of_the_search() {
    let site = demonstration();
    let stylesheets = |address: &str| -> Vec<String> {
        let files = fetched(&site, address).into_iter();
        files.filter(|path| path.ends_with(".css")).collect()
    };
    let [common] = &stylesheets("briefs/two-ledgers")[..] else { panic!("a page has one stylesheet") };
    let [first, own] = &stylesheets("search")[..] else { panic!("the search has two stylesheets") };
    assert_eq!(common, first);
    assert!(site.text(own).contains(".hits > li{") && !site.text(common).contains(".hits"), "{own}");
}
