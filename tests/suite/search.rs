//! The search: what can be found and by which words, and the files of its index. What a reader does with
//! them is in `tests/browser/search.mjs`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::GzDecoder;
use postil::artifact::Memory;
use postil::compile::LaterCache;
use postil::search::{Group, Record, Search};
use serde_json::Value;

use crate::browser::{URL, build, built};
use crate::site::{Built, Site, demonstration, repository};
use crate::standards::browser;

/// A site with one of each kind of result, and names in several scripts.
fn site() -> Site {
    Site::new()
        .entity(
            "person",
            "alyaksandr-lukashenka",
            "Alyaksandr Lukashenka",
            "summary: President of Belarus since 1994.\nnames: {be: Аляксандр Лукашэнка, ru: Александр Лукашенко}\n\
             aliases: [Lukashenka]",
        )
        .entity("place", "zloty-brzeg", "Złoty Brzeg", "summary: A harbour.")
        .entity("event", "visit-2015", "The visit of 2015", "date: 2015-12-15\nparticipants: [alyaksandr-lukashenka]")
        .brief(
            "allied",
            "---\ntitle: Allied, not aligned\ndate: 2016-01-08\nsummary: On two allies.\n---\n\n\
             On [15 December 2015](date:2015-12-15){event=no} Lukashenka spoke of a café.[^claim-close]\n\n\
             On [7 January 2016](date:2016-01-07) Lukashenka came to [Złoty Brzeg](place:zloty-brzeg).\n\n\
             [^claim-close]: \"spoke of a café\" — **likely.** He was fond of it.\n",
        )
        .file("content/about.md", "---\ntitle: About <b>this</b>\n---\n\nWritten by hand.\n")
}

fn records(built: &Built) -> Vec<Record> {
    Search::of(built.compiled.graph.as_ref().expect("the settings can be used")).records
}

#[track_caller]
fn record<'r>(records: &'r [Record], address: &str) -> &'r Record {
    let found = records.iter().find(|record| record.address == address);
    found.unwrap_or_else(|| {
        panic!(
            "{address} is not among {:?}",
            records.iter().map(|record| &record.address).collect::<Vec<_>>()
        )
    })
}

/// The files of the index, by their names below its folder.
fn files(mut built: Built) -> BTreeMap<String, Vec<u8>> {
    built.compiled.finish(&mut LaterCache::default(), &Memory);
    assert!(built.compiled.is_publishable(false), "{}", built.report());
    let files = built.compiled.output.iter();
    files
        .filter_map(|(path, bytes)| Some((path.strip_prefix("search/engine/")?.to_owned(), bytes.to_vec())))
        .collect()
}

/// What the script reads of each record, by address.
fn fragments(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Value> {
    let read = |bytes: &[u8]| -> Value {
        let mut text = Vec::new();
        GzDecoder::new(bytes).read_to_end(&mut text).expect("gzip");
        serde_json::from_slice(text.strip_prefix(b"pagefind_dcd").expect("the mark of Pagefind"))
            .expect("JSON")
    };
    let all = files.iter().filter(|(name, _)| name.starts_with("fragment/"));
    all.map(|(_, bytes)| read(bytes))
        .map(|value| (value["url"].as_str().expect("a text").to_owned(), value))
        .collect()
}

fn words(fragment: &Value) -> BTreeSet<&str> {
    fragment["content"].as_str().expect("a text").split(' ').collect()
}

#[test]
fn an_entity_and_what_names_it_are_found_in_every_script() {
    let fragments = fragments(&files(site().compile()));
    let pages = [
        "entities/alyaksandr-lukashenka/",
        "briefs/allied/",
        "timeline/#e-on-7-january-2016-lukashenka-came-to-zloty",
    ];
    for address in pages {
        let words = words(&fragments[address]);
        for name in ["Лукашэнка", "Лукашенко", "Lukashenko"] {
            assert!(words.contains(name), "{name} is not in {address}: {words:?}");
        }
    }
}

#[test]
fn what_readers_do_not_see_is_not_found() {
    let built = Site::new()
        .brief(
            "a",
            "The bridge opens in May.[^a] It is long.[^b]\n\n[^a]: \"opens in May\" — **Dispute.** Others say June.\n\
             [^b]: **Editor.** Ask Ina whether it is.\n",
        )
        .compile();
    let records = records(&built);
    let text = &record(&records, "briefs/a/").text;
    assert!(text.contains("opens in May. It is long.") && text.ends_with("Others say June."), "{text}");
    for hidden in ["Ina", "Dispute", "\"opens", "—"] {
        assert!(!text.contains(hidden), "“{hidden}” is found in {text}");
    }
}

#[test]
fn words_are_found_without_their_accents_and_strokes() {
    let fragments = fragments(&files(site().compile()));
    let brief = words(&fragments["briefs/allied/"]);
    assert!(brief.contains("café.") && brief.contains("cafe"), "{brief:?}");
    assert!(brief.contains("Złoty") && brief.contains("Zloty"), "{brief:?}");
    assert!(words(&fragments["entities/zloty-brzeg/"]).contains("Zloty"));
}

#[test]
fn results_have_their_group_date_years_and_entities() {
    let built = site().compile();
    let records = records(&built);
    let groups = |address| record(&records, address).group;
    assert_eq!(groups("entities/alyaksandr-lukashenka/"), Group::Entity);
    assert_eq!(groups("entities/visit-2015/"), Group::Event);
    assert_eq!(groups("claims/close/"), Group::Claim);
    assert_eq!(groups("about/"), Group::Page);
    let brief = record(&records, "briefs/allied/");
    assert_eq!((brief.date.as_str(), &brief.years), ("8 January 2016", &[2016].into()));
    assert!(brief.entities.iter().eq(["alyaksandr-lukashenka", "zloty-brzeg"]), "{:?}", brief.entities);
    let person = record(&records, "entities/alyaksandr-lukashenka/");
    assert_eq!(person.years, [2015, 2016].into(), "those of the brief and of the event");
    let fragments = fragments(&files(built));
    let filters = &fragments["entities/visit-2015/"]["filters"];
    assert_eq!(filters["group"], serde_json::json!(["event"]));
    assert_eq!(filters["year"], serde_json::json!(["2015"]));
    assert_eq!(filters["entity"], serde_json::json!(["visit-2015"]));
}

#[test]
fn every_result_of_the_demonstration_leads_to_its_place() {
    let built = demonstration();
    let records = records(&built);
    assert!(records.len() > 80, "{}", records.len());
    let mut addresses = BTreeSet::new();
    for Record { address, title, .. } in &records {
        assert!(!title.trim().is_empty(), "{address} has no title");
        assert!(addresses.insert(address), "{address} is there twice");
        let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
        let html = built.text(&format!("{page}index.html"));
        assert!(
            fragment.is_empty() || html.contains(&format!("id=\"{fragment}\"")),
            "{address} leads nowhere"
        );
    }
}

#[test]
fn the_index_is_what_its_page_asks_for_and_nothing_else() {
    let files = files(site().compile());
    let names: BTreeSet<String> = files
        .keys()
        .map(|name| match name.split_once('/') {
            Some((folder, name)) => format!("{folder}/*.{}", name.rsplit('.').next().expect("an extension")),
            None if name.ends_with(".pf_meta") => "*.pf_meta".to_owned(),
            None => name.clone(),
        })
        .collect();
    let expected = [
        "*.pf_meta",
        "filter/*.pf_filter",
        "fragment/*.pf_fragment",
        "index/*.pf_index",
        "pagefind-entry.json",
        "pagefind.js",
        "wasm.en.pagefind",
    ];
    assert!(names.iter().eq(&expected), "{names:?}");
    assert_eq!(
        files.keys().filter(|name| name.starts_with("filter/")).count(),
        4,
        "group, kind, year, entity"
    );
}

#[test]
fn a_language_without_an_engine_of_its_own_has_the_general_one() {
    let be = Site::new().setting("language = \"be-Cyrl\"").brief("a", "Прывітанне.");
    let files = files(be.compile());
    assert!(files.contains_key("wasm.unknown.pagefind"), "{:?}", files.keys());
    let entry: Value = serde_json::from_slice(&files["pagefind-entry.json"]).expect("JSON");
    assert_eq!(entry["languages"]["be"]["page_count"], 1, "{entry}");
}

#[test]
fn the_index_is_the_same_every_time_on_any_number_of_threads() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| files(demonstration()))
    };
    let (one, many, again) = (on(1), on(7), on(7));
    assert_eq!(one.keys().collect::<Vec<_>>(), many.keys().collect::<Vec<_>>());
    assert!(one == many && many == again, "the bytes differ");
}

#[test]
fn an_unchanged_site_is_not_indexed_again_and_a_changed_one_is() {
    let mut cache = LaterCache::default();
    let mut index = |site: &Site| {
        let mut built = site.compile();
        built.compiled.finish(&mut cache, &Memory);
        let files = built.compiled.output.iter().filter(|(path, _)| path.starts_with("search/engine/"));
        files.map(|(path, bytes)| (path.to_owned(), bytes.as_ptr())).collect::<Vec<_>>()
    };
    let first = index(&site());
    assert_eq!(first, index(&site()), "the very same bytes");
    assert_ne!(first, index(&site().brief("other", "Another one.")));
}

#[test]
fn marks_of_the_index_in_a_text_are_words() {
    let text = "___PAGEFIND_WEIGHT___9 ␞ ␟ ___END_PAGEFIND_WEIGHT___ after";
    let fragments = fragments(&files(Site::new().brief("a", text).compile()));
    let content = fragments["briefs/a/"]["content"].as_str().expect("a text");
    assert!(content.contains("PAGEFIND_WEIGHT___9 END_PAGEFIND_WEIGHT"), "{content}");
    assert_eq!(content.matches('␞').count(), 2, "{content}");
}

#[test]
fn a_site_without_anything_has_no_index_and_its_page_says_so() {
    let built = Site::new().compile();
    assert_eq!(built.page("search").texts("h1"), ["Search"]);
    assert!(files(built).is_empty());
}

#[test]
fn readers_search_by_mouse_and_keyboard() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build(&repository(""), folder.path());
    browser("search.mjs", [folder.path().as_os_str(), URL.as_ref()]);
}

#[test]
fn results_say_of_which_language_they_are() {
    let site = Site::new()
        .entity("place", "north-harbour", "North Harbour", "summary: A harbour.\nnames: {ar: ميناء الشمال}")
        .brief("english", "---\ntitle: The harbour\ndate: 2016-01-08\n---\n\nA harbour is built.\n")
        .brief(
            "arabic",
            "---\ntitle: ميناء المدينة\ndate: 2016-01-09\nlanguage: ar\n---\n\n\
             يفتح [ميناء الشمال](place:north-harbour) في [7 يناير 2016](date:2016-01-07).[^claim-opens]\n\n\
             [^claim-opens]: **Likely.** يفتح ميناء المدينة قريبا.\n",
        )
        .file("content/port.md", "---\ntitle: عن ميناء المدينة\nlanguage: ar\n---\n\nهذا ميناء المدينة.\n");
    let output = built(&site);
    browser("tongues.mjs", [output.path().as_os_str(), URL.as_ref()]);
}
