//! Pages as linked data: what stands in each page and beside it, in the words of schema.org.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;

use crate::guide::{code_spans, table};
use crate::registry;
use crate::site::{Built, Site, demonstration};
use crate::standards::{node, node_fails};

static DEMONSTRATION: LazyLock<Built> = LazyLock::new(demonstration);
static HOSTILE: LazyLock<Built> = LazyLock::new(|| registry::hostile().compile());
static TEXTS: LazyLock<Built> = LazyLock::new(|| Site::folder("tests/data/hostile-texts").compile());

fn sites() -> [(&'static str, &'static Built); 3] {
    [("demonstration", &*DEMONSTRATION), ("hostile", &*HOSTILE), ("texts", &*TEXTS)]
}

/// The addresses of the pages of a site that are more than a way to another and no card, without the last slash.
fn pages(built: &Built) -> Vec<String> {
    let paths = built.compiled.output.iter().map(|(path, _)| path);
    let pages = paths.filter_map(|path| path.strip_suffix("index.html"));
    let pages = pages.filter(|page| {
        !page.starts_with("embed/")
            && !built.text(&format!("{page}index.html")).contains("http-equiv=\"refresh\"")
    });
    pages.map(|page| page.trim_end_matches('/').to_owned()).collect()
}

fn document(built: &Built, page: &str) -> Value {
    let path = format!("{page}/index.jsonld");
    serde_json::from_str(built.text(path.trim_start_matches('/'))).expect("JSON")
}

/// The nodes of a document, and those in them.
fn nodes(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(nodes).collect(),
        Value::Object(fields) => std::iter::once(value).chain(fields.values().flat_map(nodes)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_page_has_its_data_in_it_and_beside_it() {
    for (name, built) in sites() {
        for address in pages(built) {
            let page = built.page(&address);
            let script = page.one("head script[type='application/ld+json']").text().collect::<String>();
            assert!(!script.contains(['<', '>', '&']), "{name}: {address}");
            let within: Value = serde_json::from_str(&script).expect("JSON");
            assert_eq!(within, document(built, &address), "{name}: {address}");
            let link =
                page.one("head link[type='application/ld+json'][rel='alternate']:not([href*='annot'])");
            assert_eq!(link.value().attr("href"), Some("index.jsonld"), "{name}: {address}");
            let canonical = page.one("link[rel='canonical']").value().attr("href").expect("an address");
            assert_eq!(within["@graph"][0]["@id"], format!("{canonical}#id"), "{name}");
        }
    }
}

#[test]
fn a_thing_has_one_id_one_type_and_one_name() {
    for (name, built) in sites() {
        let base = built.compiled.graph.as_ref().expect("a graph").config.base_url.as_str().to_owned();
        let mut told: BTreeMap<String, (Value, Value)> = BTreeMap::new();
        for address in pages(built) {
            let document = document(built, &address);
            for node in nodes(&document) {
                let Some(id) = node.get("@id").and_then(Value::as_str) else { continue };
                let (page, _) = id.split_once('#').expect("a fragment");
                let path = format!("{}index.html", page.strip_prefix(&base).expect("of the site"));
                assert!(built.compiled.output.get(&path).is_some(), "{name}: {id}");
                let Some(kind) = node.get("@type") else { continue };
                let now = (kind.clone(), node["name"].clone());
                assert_eq!(told.entry(id.to_owned()).or_insert_with(|| now.clone()), &now, "{name}: {id}");
            }
        }
        assert!(told.len() > 10, "{name}");
    }
}

/// The documents of a site in a folder, for programs.
fn on_disk(built: &Built) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |address: &String| {
        let file = folder.path().join(format!("{}.jsonld", address.replace('/', "_")));
        std::fs::write(&file, document(built, address).to_string()).expect("a file");
        file
    };
    let files = pages(built).iter().map(write).collect();
    (folder, files)
}

#[test]
fn all_words_are_those_of_schema_org() {
    let mut files = Vec::new();
    let folders: Vec<_> = sites()
        .map(|(_, built)| {
            let (folder, written) = on_disk(built);
            files.extend(written);
            folder
        })
        .into();
    let count: usize = node("linked-data.mjs", &files).trim().parse().expect("a number");
    assert!(count > 2 * files.len() && folders.len() == 3, "{count} nodes in {} documents", files.len());

    // It tells a wrong word and a wrong value.
    let mut wrong = document(&DEMONSTRATION, "entities/belarus");
    wrong["@graph"][0]["geo"]["latitud"] = Value::from(53);
    wrong["@graph"][1]["url"] = Value::from(7);
    std::fs::write(&files[0], wrong.to_string()).expect("a file");
    let said = node_fails("linked-data.mjs", &files[..1]);
    assert!(said.contains("latitud") && said.contains("'number'"), "{said}");
}

fn main_of(built: &Built, page: &str) -> Value {
    document(built, page)["@graph"][0].clone()
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(|node| node["name"].as_str()).collect()
}

#[test]
fn a_brief_tells_what_it_is_about_names_cites_and_claims() {
    let brief = main_of(&HOSTILE, "briefs/launch");
    assert_eq!(brief["@type"], serde_json::json!(["Report", "Article"]));
    assert_eq!(brief["headline"], "Launch: a | «story»");
    assert_eq!((&brief["datePublished"], &brief["dateModified"]), (&"2016-01-08".into(), &"2016-02".into()));
    assert_eq!(brief["author"], serde_json::json!([{ "@type": "Person", "name": "Inge \"W\" Weber" }]));
    assert!(names(&brief["mentions"]).contains(&"Ana | «Brandt» <i>& Söhne"));
    assert_eq!(names(&brief["hasPart"]), ["It sailed"]);
    let brief = main_of(&TEXTS, "briefs/allies");
    let cited: Vec<&Value> = brief["citation"].as_array().expect("sources").iter().collect();
    assert!(!cited.is_empty() && cited.iter().all(|source| source["@type"].is_string()), "{cited:?}");
}

#[test]
fn an_entity_tells_its_names_and_ids() {
    let entity = main_of(&HOSTILE, "entities/brandt");
    assert_eq!(entity["@type"], "Person");
    let alternate: BTreeSet<&str> =
        entity["alternateName"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    assert!(
        alternate.contains("Анна Брандт") && alternate.contains("std:ref 5") && !alternate.contains("Brandt")
    );
    let same = entity["sameAs"].as_array().expect("addresses");
    assert!(same.contains(&"http://www.wikidata.org/entity/Q1".into()), "{same:?}");
    assert_eq!(names(&entity["subjectOf"]), ["Later", "Launch: a | «story»"]);
    let event = main_of(&HOSTILE, "entities/launch");
    assert_eq!((&event["startDate"], &event["location"]["name"]), (&"1999-03".into(), &"The Port".into()));
    assert_eq!(names(&event["attendee"]).len(), 1, "ships do not attend");
    assert_eq!(main_of(&HOSTILE, "entities/port")["geo"]["longitude"], -27.5);
    assert_eq!(main_of(&HOSTILE, "entities/aurora")["@type"], "Thing");
    assert_eq!(main_of(&HOSTILE, "entities/rumour")["description"], "It was <none>.");
}

#[test]
fn a_claim_tells_where_it_appears() {
    let claim = main_of(&HOSTILE, "claims/a");
    assert_eq!((&claim["@type"], &claim["text"]), (&"Claim".into(), &"It sailed".into()));
    assert_eq!(claim["creativeWorkStatus"], "Likely; stands");
    assert_eq!(names(&claim["appearance"]), ["Launch: a | «story»"]);
    assert_eq!(claim["firstAppearance"]["@id"], "https://example.org/site/briefs/launch/#id");
}

#[test]
fn every_page_says_how_one_comes_to_it() {
    for (name, built) in sites() {
        for address in pages(built).iter().filter(|address| !address.is_empty()) {
            let document = document(built, address);
            let way = document["@graph"].as_array().expect("nodes").last().expect("a way");
            let steps = way["itemListElement"].as_array().expect("steps");
            let positions: Vec<u64> = steps.iter().filter_map(|step| step["position"].as_u64()).collect();
            assert_eq!(positions, (1..=steps.len() as u64).collect::<Vec<_>>(), "{name}: {address}");
            let last = steps.last().expect("a step")["item"].as_str().expect("an address");
            assert!(
                last.trim_end_matches('/').ends_with(address.as_str()),
                "{name}: {address} is not {last}"
            );
        }
    }
}

#[test]
fn the_guide_names_the_types_of_pages() {
    let rows = table("linked-data", "Page | Type | Properties");
    let named: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| code_spans(&row[2]).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mains = sites().into_iter().flat_map(|(_, built)| {
        pages(built).into_iter().map(move |page| main_of(built, &page)).collect::<Vec<_>>()
    });
    let used: BTreeSet<String> = mains
        .flat_map(|main| main.as_object().expect("a node").keys().cloned().collect::<Vec<_>>())
        .filter(|key| !key.starts_with('@'))
        .collect();
    let missing: Vec<_> = used.difference(&named).collect();
    assert!(missing.is_empty(), "the guide does not name {missing:?}");
}
