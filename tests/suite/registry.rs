//! What a site emits of its entities for others, as the tools of its standards read it: on the
//! repository's own site, and on one whose words try to break each format.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use postil::permalinks::entity_address;
use serde_json::Value;

use crate::guide::{code_spans, table};
use crate::site::{Built, Site, demonstration};
use crate::standards::{node, python};

static DEMONSTRATION: LazyLock<Built> = LazyLock::new(demonstration);
static HOSTILE: LazyLock<Built> = LazyLock::new(|| hostile().compile());

fn sites() -> [(&'static str, &'static Built); 2] {
    [("demonstration", &*DEMONSTRATION), ("hostile", &*HOSTILE)]
}

/// A site with every status, and with names that hold what formats write otherwise.
pub(crate) fn hostile() -> Site {
    Site::new()
        .setting("publisher = \"Söhne | Co\"\ndescription = \"Two\\nlines\"\n[kinds.ship]\nftm = \"Vessel\"\n")
        .setting("[kinds.idea]\n[authors.weber]\nname = \"Inge \\\"W\\\" Weber\"\n")
        .entity(
            "person",
            "brandt",
            "\"Ana | «Brandt» <i>& Söhne\"",
            "names: { uk: Анна Брандт, el: [Άννα, Άνα Μπραντ] }\naliases: [\"std:ref 5\", \"Brandt:  5 x\"]\n\
             weak-aliases: [Brandt]\nprevious: [ana, anna]\n\
             same-as: { wikidata: Q1, viaf: [\"2\", \"3\"], doi: 10.1000/182, gnd: \"a|b\", desk: \"x y\" }\n\
             relations:\n  - { role: owner, of: aurora, when: 2001-05~/.. }\n  - { role: friend, of: peace }",
        )
        .entity("org", "sohne", "Söhne", "same-as: { wikidata: Q2 }")
        .entity("org", "werft", "Werft", "same-as: { wikidata: Q2, isni: \"1\" }")
        .entity("ship", "aurora", "Aurora", "summary: A ship.")
        .entity("idea", "peace", "Peace", "")
        .entity("place", "port", "The Port", "coordinates: [53.9, -27.5]")
        .entity("event", "launch", "Launch", "date: 1999-03?\nplace: port\nparticipants: [brandt, aurora]")
        .entity("event", "ides", "Ides", "date: -0044-03-15")
        .brief(
            "launch",
            "---\ntitle: \"Launch: a | «story»\"\ndate: 2016-01-08\nupdated: 2016-02\nauthors: [weber]\n---\n\n\
             [Frau Brandt](person:brandt) saw Werft, [Söhne](org:sohne) and [Aurora](ship:aurora) at the [Launch](event:launch) in \
             [port](place:port); she was of [Peace](idea:peace), not of the [Ides](event:ides).[^claim-a]\n\n[^claim-a]: **Likely.** It sailed\n",
        )
        .brief("later", "---\ntitle: Later\ndate: 2017\n---\n\n[Brandt](person:brandt) left [Nowhere](place:nowhere).\n")
        .file("content/removed.yml", "- { id: entity:rumour, date: 2016-03-01, reason: \"It was <none>.\" }\n")
}

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_str(built.text(path)).expect("JSON")
}

/// A file of the output in a folder of its own, for programs.
fn on_disk(built: &Built, path: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(path);
    let bytes = built.compiled.output.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::fs::write(&file, bytes).expect("a file");
    (folder, file)
}

fn entities(built: &Built) -> BTreeMap<String, Value> {
    let inventory = json(built, "entities.json");
    let entities = inventory["entities"].as_array().expect("a list").iter();
    entities.map(|entity| (entity["id"].as_str().expect("an id").to_owned(), entity.clone())).collect()
}

/// The page at a relative address.
fn page_at(built: &Built, address: &str) -> bool {
    built.compiled.output.get(&format!("{address}index.html")).is_some()
}

#[test]
fn the_hostile_site_has_one_fault() {
    let found = HOSTILE.report();
    assert_eq!(found.matches("shared-identifier").count(), 1, "{found}");
    assert!(!found.contains("error"), "{found}");
}

#[test]
fn the_inventory_is_what_its_schema_says() {
    for (name, built) in sites() {
        let (_folder, file) = on_disk(built, "entities.json");
        let (_other, schema) = on_disk(built, "entities.schema.json");
        for said in [python("schema.py", [&schema, &file]), node("schema.mjs", [&schema, &file])] {
            assert_eq!(said.trim(), "valid", "{name}");
        }
        // A tool that takes everything would say so too.
        let mut broken = json(built, "entities.json");
        broken["entities"][0]["status"] = Value::from("lost");
        std::fs::write(&file, broken.to_string()).expect("a file");
        for said in [python("schema.py", [&schema, &file]), node("schema.mjs", [&schema, &file])] {
            assert!(said.starts_with("invalid"), "{name}: {said}");
        }
    }
}

#[test]
fn the_inventory_tells_what_the_site_has() {
    for (name, built) in sites() {
        let graph = built.compiled.graph.as_ref().expect("a graph");
        let entities = entities(built);
        let live = entities.values().filter(|entity| entity["status"] == "live").count();
        assert_eq!(live, graph.registry.entities().len(), "{name}");
        for (id, entity) in &entities {
            let url = entity["url"].as_str().expect("an address");
            assert!(page_at(built, url), "{name}: {url}");
            let into = entity.get("merged-into").and_then(Value::as_str);
            assert!(into.is_none_or(|into| page_at(built, into)), "{name}: {id}");
            for list in ["briefs", "previous"] {
                for address in entity[list].as_array().into_iter().flatten() {
                    assert!(page_at(built, address.as_str().expect("an address")), "{name}: {address}");
                }
            }
            let page = built.page(url.trim_end_matches('/'));
            let ids: BTreeSet<&str> =
                page.all("[id]").iter().filter_map(|place| place.value().id()).collect();
            for fragment in entity["fragments"].as_array().into_iter().flatten() {
                assert!(ids.contains(fragment.as_str().expect("an id")), "{name}: {url}#{fragment}");
            }
        }
    }
    let entities = entities(&HOSTILE);
    let expected = serde_json::json!({
        "id": "brandt", "url": "entities/brandt/", "status": "live", "kind": "person",
        "name": "Ana | «Brandt» <i>& Söhne",
        "names": { "el": ["Άννα", "Άνα Μπραντ"], "uk": ["Анна Брандт"] },
        "aliases": ["std:ref 5", "Brandt:  5 x"], "weak-aliases": ["Brandt"],
        "same-as": { "desk": ["x y"], "doi": ["10.1000/182"], "gnd": ["a|b"], "viaf": ["2", "3"], "wikidata": ["Q1"] },
        "previous": ["entities/ana/", "entities/anna/"],
        "fragments": entities["brandt"]["fragments"],
        "briefs": ["briefs/later/", "briefs/launch/"], "first-date": "2016-01-08", "last-date": "2017",
    });
    assert_eq!(entities["brandt"], expected);
    assert_eq!(
        entities["ana"],
        serde_json::json!({ "id": "ana", "url": "entities/ana/", "status": "merged", "merged-into": "entities/brandt/" })
    );
    assert_eq!(
        entities["rumour"],
        serde_json::json!({
            "id": "rumour", "url": "entities/rumour/", "status": "removed", "date": "2016-03-01",
            "reason": "It was <none>."
        })
    );
}

#[test]
fn another_postil_site_reads_the_inventory() {
    let inventory = HOSTILE.text("entities.json");
    let digest = postil::hash::sha256(inventory.as_bytes());
    let remote = format!(
        "[remotes.river]\nurl = \"https://example.org/site/\"\nfile = \"content/remotes/river.json\"\n\
         sha256 = \"{digest}\"\nfetched = 2025-03-20\n"
    );
    let built = Site::new()
        .setting(&remote)
        .file("content/remotes/river.json", inventory)
        .entity("person", "ab", "A. B.", "same-as: { wikidata: Q1 }")
        .brief("a", "[One](river:brandt), [two](river:ana), [three](river:rumour), and [four](person:ab).")
        .compile();
    let report = built.report();
    for (id, help) in [("ana", "river:brandt"), ("rumour", "")] {
        assert!(report.contains(&format!("`{id}`")) && report.contains(help), "{report}");
    }
    let page = built.page("briefs/a");
    let link = page.one("article a.out").value().attr("href");
    assert_eq!(link, Some("https://example.org/site/entities/brandt/"));
    let also = built.page("entities/ab");
    assert!(
        also.all("a[href='https://example.org/site/entities/brandt/']").len() == 1,
        "also at the other site"
    );
}

#[test]
fn names_and_ids_resolve() {
    for (name, built) in sites() {
        let table = json(built, "resolve.json");
        for of in [&table["names"], &table["ids"]] {
            for address in of.as_object().expect("a table").values() {
                assert!(page_at(built, address.as_str().expect("an address")), "{name}: {address}");
            }
        }
    }
    let table = json(&HOSTILE, "resolve.json");
    for name in ["Ana | «Brandt» <i>& Söhne", "Анна Брандт", "Άννα", "Brandt:  5 x"] {
        assert_eq!(table["names"][name], "entities/brandt/", "{name}");
    }
    assert!(table["names"].get("Brandt").is_none(), "a weak name means nothing alone");
    for (id, address) in [("brandt", "brandt"), ("anna", "brandt"), ("nowhere", "nowhere")] {
        assert_eq!(table["ids"][id], format!("entities/{address}/"));
    }
    assert!(table["ids"].get("rumour").is_none());
    assert_eq!(table["same-as"]["viaf"]["3"], "entities/brandt/");
    assert!(table["same-as"]["wikidata"].get("Q2").is_none(), "two records have it");
}

#[test]
fn a_sphinx_site_links_by_name() {
    for (name, built) in sites() {
        let (_folder, file) = on_disk(built, "objects.inv");
        let listed: BTreeMap<String, String> =
            serde_json::from_str(&python("inventory.py", [&file])).expect("a table");
        let graph = built.compiled.graph.as_ref().expect("a graph");
        for entity in graph.registry.entities() {
            let address = listed.get(&format!("std:label {}", entity.id));
            assert_eq!(address, Some(&entity.address.as_str()[1..].to_owned()), "{name}");
        }
        for address in listed.values() {
            assert!(page_at(built, address), "{name}: {address}");
        }
    }
    let (folder, _file) = on_disk(&HOSTILE, "objects.inv");
    let base = "https://example.org/site/".to_owned();
    let links: BTreeMap<String, String> = serde_json::from_str(&python(
        "sphinx_project.py",
        [
            folder.path().to_str().expect("UTF-8").to_owned(),
            base.clone(),
            ":ref:`brandt`".to_owned(),
            ":term:`Werft`".to_owned(),
            ":term:`Анна Брандт`".to_owned(),
            ":term:`the ship <Aurora>`".to_owned(),
            ":external+brief:std:ref:`the port <port>`".to_owned(),
            ":doc:`brief:briefs/launch`".to_owned(),
            ":doc:`the claim <brief:claims/a>`".to_owned(),
        ],
    ))
    .expect("links");
    let expected = [
        ("Ana | «Brandt» <i>& Söhne", "entities/brandt/"),
        ("Werft", "entities/werft/"),
        ("Анна Брандт", "entities/brandt/"),
        ("the ship", "entities/aurora/"),
        ("the port", "entities/port/"),
        ("Launch: a | «story»", "briefs/launch/"),
        ("the claim", "claims/a/"),
    ];
    let expected: BTreeMap<String, String> =
        expected.into_iter().map(|(words, address)| (words.to_owned(), format!("{base}{address}"))).collect();
    assert_eq!(links, expected);
}

/// The fields and links of a BEACON file: `ID|note|target`.
fn beacon(built: &Built, scheme: &str) -> (BTreeMap<String, String>, Vec<[String; 3]>) {
    let text = built.text(&format!("beacon/{scheme}.txt"));
    let (head, lines) = text.split_once("\n\n").expect("an empty line after the fields");
    let field = |line: &str| {
        let (name, value) = line.strip_prefix('#').expect("a field").split_once(": ").expect("a value");
        (name.to_owned(), value.to_owned())
    };
    let link = |line: &str| -> [String; 3] {
        let parts: Vec<String> = line.split('|').map(str::to_owned).collect();
        parts.try_into().unwrap_or_else(|_| panic!("{line}"))
    };
    (head.lines().map(field).collect(), lines.lines().map(link).collect())
}

#[test]
fn link_dumps_lead_from_ids_to_pages() {
    let (fields, links) = beacon(&HOSTILE, "wikidata");
    assert_eq!(fields["FORMAT"], "BEACON");
    assert_eq!(fields["PREFIX"], "http://www.wikidata.org/entity/{ID}");
    assert_eq!(fields["DESCRIPTION"], "Two lines");
    assert_eq!(fields["FEED"], "https://example.org/site/beacon/wikidata.txt");
    let brandt = "https://example.org/site/entities/brandt/";
    assert_eq!(links, [["Q1", "Ana «Brandt» <i>& Söhne", brandt]]);
    assert_eq!(beacon(&HOSTILE, "gnd").1[0][0], "a b");
    assert_eq!(beacon(&HOSTILE, "viaf").1.len(), 2);
    assert!(!beacon(&HOSTILE, "desk").0.contains_key("PREFIX"));
    let (fields, links) = beacon(&DEMONSTRATION, "wikidata");
    assert!(links.len() > 5 && links.is_sorted());
    for [id, _, target] in links {
        assert!(id.starts_with('Q') && target.starts_with(fields["HOMEPAGE"].as_str()), "{id}");
        assert!(page_at(&DEMONSTRATION, &target[fields["HOMEPAGE"].len()..]), "{target}");
    }
}

#[test]
fn ids_of_registries_are_addresses() {
    for (address, label) in [
        ("id/wikidata/Q1", "Wikidata Q1"),
        ("id/viaf/3", "VIAF 3"),
        ("id/doi/10.1000/182", "doi 10.1000/182"),
    ] {
        let page = HOSTILE.page(address);
        assert_eq!(page.one("h1").text().collect::<String>(), label);
        let canonical = page.one("link[rel=canonical]").value().attr("href");
        assert_eq!(canonical, Some("https://example.org/site/entities/brandt/"));
    }
    for none in ["id/wikidata/Q2", "id/gnd/a|b", "id/desk/x y"] {
        assert!(!page_at(&HOSTILE, &format!("{none}/")), "{none}");
    }
}

#[test]
fn an_id_leads_on_when_its_entity_loses_it() {
    let site = |same_as: &str| {
        Site::new().entity("person", "brandt", "Ana Brandt", same_as).brief("a", "[B](person:brandt)")
    };
    let first = site("same-as: { wikidata: Q1 }").compile();
    let lock = first.compiled.lock.expect("a lock").text;
    assert!(lock.contains("/id/wikidata/Q1/ id:wikidata/Q1 -> /entities/brandt/"), "{lock}");
    let corrected = site("same-as: { wikidata: Q7 }").file("postil.lock", &lock).compile();
    assert_eq!(corrected.report(), "");
    for id in ["Q1", "Q7"] {
        assert!(
            corrected.text(&format!("id/wikidata/{id}/index.html")).contains("/entities/brandt/"),
            "{id}"
        );
    }
    let renamed = Site::new()
        .entity("person", "ana-brandt", "Ana Brandt", "previous: [brandt]")
        .brief("a", "[B](person:ana-brandt)")
        .file("postil.lock", &lock)
        .compile();
    assert_eq!(renamed.report(), "");
    assert!(renamed.text("id/wikidata/Q1/index.html").contains("/entities/ana-brandt/"));
    let gone = "- { id: entity:brandt, date: 2026-01-31, reason: \"Left out.\" }\n";
    let removed = Site::new()
        .brief("a", "Words.")
        .file("content/removed.yml", gone)
        .file("postil.lock", &lock)
        .compile();
    assert_eq!(removed.report(), "");
    assert!(
        removed.text("id/wikidata/Q1/index.html").contains("/entities/brandt/"),
        "it leads to the tombstone"
    );
    let wrong = "- { id: \"id:wikidata/Q1\", date: 2026-01-31, reason: \"It is someone else’s.\" }\n";
    let wrong = site("").file("content/removed.yml", wrong).file("postil.lock", &lock).compile();
    assert_eq!(wrong.report(), "");
    assert!(wrong.page("id/wikidata/Q1").one("main").text().collect::<String>().contains("someone else’s"));
}

#[test]
fn followthemoney_keeps_all_that_it_is_given() {
    for (name, built) in sites() {
        let (_folder, file) = on_disk(built, "entities.ftm.json");
        assert_eq!(python("follow_the_money.py", [&file]).trim(), "kept", "{name}");
        let broken = built.text("entities.ftm.json").replace("\"2016-01-08\"", "\"8 January\"");
        std::fs::write(&file, broken).expect("a file");
        assert_ne!(python("follow_the_money.py", [&file]).trim(), "kept", "{name}");
    }
    let proxies: BTreeMap<String, Value> = HOSTILE
        .text("entities.ftm.json")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|proxy| (proxy["id"].as_str().expect("an id").to_owned(), proxy))
        .collect();
    let of = |id: &str| &proxies[&format!("example.org.site.{id}")];
    assert_eq!(of("entity.aurora")["schema"], "Vessel");
    assert_eq!(of("entity.brandt")["properties"]["wikidataId"], serde_json::json!(["Q1"]));
    assert_eq!(of("entity.launch")["properties"]["date"], serde_json::json!(["1999-03"]));
    assert_eq!(
        of("entity.launch")["properties"]["involved"],
        serde_json::json!(["example.org.site.entity.brandt"])
    );
    assert_eq!(of("entity.port")["properties"]["longitude"], serde_json::json!(["-27.5"]));
    assert_eq!(of("mention.launch.brandt")["properties"]["name"], serde_json::json!(["Frau Brandt"]));
    assert!(!proxies.contains_key("example.org.site.mention.launch.aurora"), "its model has none of ships");
    assert!(!proxies.contains_key("example.org.site.entity.peace"), "its kind has no schema");
    let relations: Vec<&Value> = proxies.values().filter(|proxy| proxy["schema"] == "UnknownLink").collect();
    assert_eq!(relations.len(), 1, "one of its ends is not there");
    assert_eq!(relations[0]["properties"]["role"], serde_json::json!(["owner"]));
    assert_eq!(relations[0]["properties"]["startDate"], serde_json::json!(["2001-05"]));
}

#[test]
fn a_kind_has_a_schema_that_followthemoney_has() {
    let schemata: Vec<String> = serde_json::from_str(&python("schemata.py", ["things"])).expect("names");
    assert_eq!(schemata, postil::config::SCHEMATA);
    let people: Vec<String> = serde_json::from_str(&python("schemata.py", ["LegalEntity"])).expect("names");
    let family = postil::config::SchemaFamily::LegalEntity;
    let ours: Vec<&str> = postil::config::SCHEMATA.into_iter().filter(|schema| family.has(schema)).collect();
    assert_eq!(people, ours);
    let built = Site::new().setting("[kinds.ship]\nftm = \"Vesel\"").compile();
    assert!(built.report().contains("did you mean `Vessel`?"), "{}", built.report());
}

#[test]
fn the_page_of_entities_names_the_files() {
    let page = HOSTILE.page("entities");
    let links = page.all("head link[rel='alternate']");
    let named: BTreeSet<&str> = links.iter().filter_map(|link| link.value().attr("href")).collect();
    for file in [
        "entities.json",
        "resolve.json",
        "objects.inv",
        "entities.ftm.json",
        "beacon/wikidata.txt",
        "beacon/doi.txt",
    ] {
        assert!(named.contains(format!("../{file}").as_str()), "{file}: {named:?}");
        assert!(HOSTILE.compiled.output.get(file).is_some(), "{file}");
    }
}

#[test]
fn a_site_without_entities_has_an_empty_inventory() {
    let built = Site::new().compile();
    assert_eq!(json(&built, "entities.json")["entities"], serde_json::json!([]));
    assert_eq!(built.text("entities.ftm.json"), "");
    assert!(
        !built.compiled.output.iter().any(|(path, _)| path.starts_with("beacon/") || path.starts_with("id/"))
    );
    assert_eq!(entity_address("a").as_str(), "/entities/a/");
}

#[test]
fn the_guide_names_every_field_of_an_entity() {
    let rows = table("data", "Field | Of which | What it holds");
    let named: BTreeSet<String> =
        rows.iter().flat_map(|row| code_spans(&row[0]).into_iter()).map(str::to_owned).collect();
    let held: BTreeSet<String> = [&*DEMONSTRATION, &*HOSTILE]
        .into_iter()
        .flat_map(|built| entities(built).into_values())
        .flat_map(|entity| entity.as_object().expect("an object").keys().cloned().collect::<Vec<_>>())
        .collect();
    assert_eq!(named, held);
}
