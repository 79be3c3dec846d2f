//! Sites that link to one another by inventories.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::diagnostic::Code;
use postil::hash::sha256;
use postil::load::load;
use serde_json::{Value, json};

use crate::site::{Built, Site};

const BASE: &str = "https://example.org/site/";

/// The site that is linked to.
fn river() -> Site {
    Site::new()
        .entity("person", "ana-brandt", "Ana Brandt", "same-as: { wikidata: Q42 }")
        .entity("place", "lind", "Lind", "")
        .brief("bridge", "[Ana Brandt](person:ana-brandt) crossed the [Lind](place:lind).")
}

/// The inventory of a built site, made of its data twins.
fn inventory(built: &Built) -> String {
    let pages = built.compiled.output.iter().map(|(path, _)| path);
    let twins = pages.filter(|path| path.starts_with("entities/") && path.ends_with("/index.json"));
    let records = twins.filter(|path| *path != "entities/index.json").map(|path| {
        let data: Value = serde_json::from_str(built.text(path)).expect("JSON");
        let url =
            data["url"].as_str().and_then(|url| url.strip_prefix(BASE)).expect("an address of the site");
        let identifiers = data["page"]["identifiers"].as_array().expect("a list");
        let same_as: serde_json::Map<String, Value> = identifiers
            .iter()
            .map(|id| (id["scheme"].as_str().expect("a scheme").to_lowercase(), id["value"].clone()))
            .collect();
        json!({
            "id": url.trim_end_matches('/').rsplit('/').next(), "kind": data["page"]["kind"]["id"],
            "name": data["page"]["name"], "url": url, "same-as": same_as, "status": "live",
        })
    });
    let envelope = json!({
        "format": "postil-entities", "version": 1, "url": BASE, "entities": records.collect::<Vec<_>>()
    });
    serde_json::to_string_pretty(&envelope).expect("JSON")
}

/// A site that links to another by this inventory.
fn linking(inventory: &str, pinned: &str) -> Site {
    Site::new()
        .setting(&format!(
            "[remotes.river]\nurl = \"{BASE}\"\nfile = \"content/remotes/river.json\"\n\
             sha256 = \"{pinned}\"\nfetched = 2025-03-20"
        ))
        .file("content/remotes/river.json", inventory)
        .entity("person", "brandt", "A. Brandt", "same-as: { wikidata: Q42 }")
        .brief("a", "[She](person:brandt) is [the mayor](river:ana-brandt) on [the river](river:lind).")
}

/// The addresses of the links to other sites on a page, from the other site's home page.
fn links(built: &Built, page: &str) -> Vec<String> {
    let page = built.page(page);
    let links = page.all("a.out").into_iter().filter_map(|link| link.attr("href"));
    links.map(|link| link.strip_prefix(BASE).expect("an address of the other site").to_owned()).collect()
}

#[test]
fn two_sites_link_by_an_inventory() {
    let river = river().compile();
    let inventory = inventory(&river);
    let built = linking(&inventory, &sha256(inventory.as_bytes())).compile();
    assert_eq!(built.report(), "");
    let links = [links(&built, "briefs/a"), links(&built, "entities/brandt")].concat();
    assert_eq!(links, ["entities/ana-brandt/", "entities/lind/", "entities/ana-brandt/"]);
    for link in links {
        assert!(!river.page(&link).texts("h1").is_empty(), "{link} is a page of the other site");
    }
    assert!(built.compiled.output.iter().all(|(path, _)| !path.contains("remotes")), "it is not published");
}

#[test]
fn what_the_other_site_renames_is_told_when_its_inventory_is_fetched_again() {
    let before = inventory(&river().compile());
    let renamed = river()
        .without("content/entities/ana-brandt.md")
        .entity("person", "anna-brandt", "Ana Brandt", "same-as: { wikidata: Q42 }")
        .brief("bridge", "[Ana Brandt](person:anna-brandt) crossed the [Lind](place:lind).");
    let after = inventory(&renamed.compile());
    let pinned = sha256(before.as_bytes());
    let cache = Cache::default();
    let site = linking(&before, &pinned);
    assert!(compile(&site.inputs(), &Options::default(), &cache).is_publishable(true));

    // With what an earlier build knew, and without: the same.
    let fetched = linking(&after, &pinned);
    let warm = compile(&fetched.inputs(), &Options::default(), &cache);
    let cold = fetched.compile();
    assert_eq!(warm.diagnostics, cold.compiled.diagnostics);
    let changed = cold.found(Code::ChangedRemote);
    assert_eq!(changed.len(), 1);
    let message = &changed[0].message;
    assert!(message.contains(&pinned) && message.contains(&sha256(after.as_bytes())), "{message}");
    let gone = cold.found(Code::UnknownRemoteId);
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].help, ["did you mean `river:anna-brandt`?"]);
}

#[test]
fn a_sphinx_site_is_linked_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = b"# Sphinx inventory version 2\n# Project: The Tools\n# Version: 3.1\n\
                 # The remainder of this file is compressed using zlib.\n";
    let mut encoder = ZlibEncoder::new(head.to_vec(), Compression::default());
    encoder
        .write_all(
            b"tools.join py:function 1 api.html#$ -\nstart/first steps std:doc -1 start.html First steps\n",
        )
        .expect("memory takes all");
    let bytes = encoder.finish().expect("memory takes all");
    let site = Site::new()
        .setting(&format!(
            "[remotes.tools]\nurl = \"https://tools.example/en/latest\"\nfile = \"content/remotes/objects.inv\"\n\
             sha256 = \"{}\"\nfetched = \"2025-03-20\"",
            sha256(&bytes).to_uppercase()
        ))
        .brief("a", "Call [join](tools:py:func:tools.join) after [the start](<tools:start/first steps>).");
    site.write_to(folder.path());
    std::fs::create_dir_all(folder.path().join("content/remotes")).expect("a folder");
    std::fs::write(folder.path().join("content/remotes/objects.inv"), &bytes).expect("a file");
    let built = Built::of(load(folder.path()).expect("the site is readable"));
    assert_eq!(built.report(), "");
    let page = built.page("briefs/a");
    let values = |name: &str| -> Vec<String> {
        page.all("a.out").iter().filter_map(|link| link.attr(name)).map(str::to_owned).collect()
    };
    assert_eq!(
        values("href"),
        ["https://tools.example/en/latest/api.html#tools.join", "https://tools.example/en/latest/start.html"]
    );
    assert_eq!(values("title"), ["tools.join, The Tools", "First steps, The Tools"]);
}

#[test]
fn an_inventory_that_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    linking("{}", &"0".repeat(64)).write_to(folder.path());
    // A file of holes is large and takes no room.
    let file = std::fs::File::create(folder.path().join("content/remotes/river.json")).expect("a file");
    file.set_len((32 << 20) + 1).expect("a sparse file");
    let built = Built::of(load(folder.path()).expect("the site is readable"));
    assert!(built.report().contains("file-too-large"), "{}", built.report());
    assert_eq!(built.found(Code::UnknownRemoteId).len(), 0);
}
