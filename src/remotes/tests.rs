use super::*;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

fn remote(inventory: &[u8]) -> Remote {
    let inventory = read(inventory).read.expect("the inventory can be read");
    Remote {
        name: "river".to_owned(),
        title: "River Desk".to_owned(),
        url: BaseUrl::parse("https://river.example/desk/").expect("a URL"),
        fetched: "2025-03-20".to_owned(),
        inventory,
    }
}

/// A Sphinx inventory of these lines.
fn objects(lines: &str) -> Vec<u8> {
    let head = b"# Sphinx inventory version 2\n# Project: Tools\n# Version: 1.0\n\
                 # The remainder of this file is compressed using zlib.\n";
    let mut encoder = ZlibEncoder::new(head.to_vec(), Compression::default());
    encoder.write_all(lines.as_bytes()).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn found(remote: &Remote, id: &str) -> String {
    match remote.find(id) {
        Ok(found) => found.address,
        Err(lost) => format!("{}: {}; {}", lost.code.name(), lost.message, lost.help),
    }
}

fn reason(bytes: &[u8]) -> String {
    read(bytes).read.expect_err("the inventory is wrong")
}

const RIVER: &[u8] = br##"{
  "format": "postil-entities", "version": 1, "url": "https://river.example/desk/", "new": { "field": 1 },
  "entities": [
    { "id": "ana", "kind": "person", "name": "Ana\u202e\nBrandt", "url": "entities/ana/", "previous": ["ana-b"],
      "same-as": { "wikidata": "Q1", "viaf": ["2", "3"] }, "status": "live", "fragments": ["m-1", { "id": "kj1" }] },
    { "id": "first", "url": "entities/first/", "status": "merged", "merged-into": "second" },
    { "id": "second", "url": "entities/second/", "status": "merged", "merged-into": "ana" },
    { "id": "gone", "url": "entities/gone/", "status": "removed", "same-as": { "wikidata": "Q1" } },
    { "id": "round", "status": "merged", "merged-into": "about" },
    { "id": "about", "status": "merged", "merged-into": "round" },
    { "id": "script", "url": "javascript:alert(1)" },
    { "id": "host", "url": "//evil.example/" },
    { "id": "root", "url": "/entities/root/" },
    { "id": "up", "url": "entities/../../x/" },
    { "id": "hidden-up", "url": "entities/%2E%2e/x/" },
    { "id": "back", "url": "entities\\x/" },
    { "id": "quote", "url": "entities/\"onclick=x\"/" }
  ]
}"##;

#[test]
fn entities_are_found_by_id() {
    let river = remote(RIVER);
    assert_eq!(found(&river, "ana"), "https://river.example/desk/entities/ana/");
    assert_eq!(found(&river, "ana#kj1"), "https://river.example/desk/entities/ana/#kj1");
    assert_eq!(
        found(&river, "ana#kj2"),
        "broken-fragment: the page of `ana` at River Desk has no place `#kj2`; did you mean `river:ana#kj1`?"
    );
    let same: Vec<_> = river.find_same("viaf", "3").map(|found| found.name).collect();
    assert_eq!(same, ["Ana Brandt"]);
    assert_eq!(river.find_same("wikidata", "Q1").count(), 1, "what was removed is no counterpart");
}

#[test]
fn what_is_gone_says_where_it_went() {
    let river = remote(RIVER);
    for (id, words) in [
        ("anna", "River Desk has no `anna`, as fetched on 2025-03-20; did you mean `river:ana`?"),
        ("ana-b", "`ana-b` is called `ana` at River Desk now; write `river:ana`"),
        ("first", "`first` was merged into `ana` at River Desk; write `river:ana`"),
        ("gone", "`gone` was removed from River Desk; link to something else, or take the link out"),
    ] {
        assert_eq!(found(&river, id), format!("unknown-remote-id: {words}"));
    }
    assert!(found(&river, "round").contains("was merged into"), "a circle has an end");
}

#[test]
fn no_address_leaves_its_site() {
    let river = remote(RIVER);
    for id in ["script", "host", "root", "up", "hidden-up", "back"] {
        assert!(found(&river, id).starts_with("unsafe-url: "), "{id}: {}", found(&river, id));
    }
    assert_eq!(found(&river, "quote"), "https://river.example/desk/entities/%22onclick=x%22/");
    let tools = remote(&objects(
        "a py:data 1 javascript:alert(1) -\nb py:data 1 https://evil.example/ -\nc py:data 1 ../c.html -\n\
         d py:data 1 x.html#javascript:$ -\n",
    ));
    for id in ["a", "b", "c"] {
        assert!(found(&tools, id).starts_with("unsafe-url: "), "{id}");
    }
    assert_eq!(found(&tools, "d"), "https://river.example/desk/x.html#javascript:d");
}

#[test]
fn sphinx_objects_are_found_by_name_and_role() {
    let tools = remote(&objects(
        "os.path.join py:function 1 library/os.path.html#$ -\n\
         std::vector cpp:class 1 cpp.html#_CPPv4$ -\n\
         join py:method 1 str.html#str.join -\n\
         join std:term -1 glossary.html#term-$ -\n\
         a dictionary view std:term -1 glossary.html#term-a-dictionary-view -\n\
         library/os std:doc -1 library/os.html Files and folders\n\
         install std:label -1 setup.html#install Installing 2 tools\n\
         not an entry\n",
    ));
    for (id, address) in [
        ("os.path.join", "library/os.path.html#os.path.join"),
        ("py:function:os.path.join", "library/os.path.html#os.path.join"),
        ("func:os.path.join", "library/os.path.html#os.path.join"),
        ("std::vector", "cpp.html#_CPPv4std::vector"),
        ("py:meth:join", "str.html#str.join"),
        ("a dictionary view", "glossary.html#term-a-dictionary-view"),
        ("library/os", "library/os.html"),
        ("doc:library/os", "library/os.html"),
        ("ref:install", "setup.html#install"),
        ("Install", "setup.html#install"),
    ] {
        assert_eq!(found(&tools, id), format!("https://river.example/desk/{address}"), "{id}");
    }
    assert_eq!(tools.find("install").expect("it is there").name, "Installing 2 tools");
    assert_eq!(
        found(&tools, "join"),
        "ambiguous-name: `join` may mean 2 things at River Desk; \
         write `river:py:method:join` or `river:std:term:join`"
    );
    assert!(found(&tools, "cls:join").starts_with("unknown-remote-id"));
    assert!(found(&tools, "os.path.jion").ends_with("did you mean `river:os.path.join`?"));
}

#[test]
fn what_is_no_inventory_says_why() {
    assert!(reason(b"").contains("neither"));
    assert!(reason(b"<!doctype html>").contains("neither"));
    assert!(reason(b"{\"entities\": [}").contains("line 1 column 15"));
    assert!(reason(b"{\"format\": \"feed\", \"entities\": []}").contains("“feed”"));
    assert!(reason(b"{\"version\": 9, \"entities\": []}").contains("version 9"));
    assert!(reason(b"{}").contains("entities"));
    assert!(reason("[".repeat(100_000).as_bytes()).contains("neither"));
    let deep = format!("{{\"entities\": [{}", "[".repeat(100_000));
    assert!(reason(deep.as_bytes()).contains("is no inventory"));
    assert!(reason(b"# Sphinx inventory version 1\n# Project: x\n").contains("version 1"));
    assert!(reason(b"# Sphinx inventory version 2\n").contains("cut off"));
    assert!(reason(b"# Sphinx inventory version 2\n#\n#\n# plain\nx").contains("zlib"));
    let mut damaged = objects("a py:data 1 a.html -\n");
    damaged.truncate(damaged.len() - 6);
    assert!(reason(&damaged).contains("damaged"));
}

#[test]
fn an_inventory_that_swells_is_refused() {
    let bomb = objects(&"0".repeat(65 << 20));
    assert!(bomb.len() < 1 << 20, "it is small");
    assert!(reason(&bomb).contains("more than 64 MiB"), "{}", reason(&bomb));
}

#[test]
fn endless_names_are_cut_and_endless_ids_passed_over() {
    let long = "x".repeat(3 << 20);
    let text = format!(
        "{{\"entities\": [{{\"id\": \"a\", \"url\": \"a/\", \"name\": \"{long}\"}}, {{\"id\": \"{long}\", \"url\": \"b/\"}}, \
         {{\"id\": \"c\", \"url\": \"{long}\"}}]}}"
    );
    let river = remote(text.as_bytes());
    assert_eq!(river.find("a").expect("it is there").name.chars().count(), 201);
    assert_eq!(river.inventory.entries.len(), 2);
    assert!(found(&river, "c").starts_with("unsafe-url"));
}
