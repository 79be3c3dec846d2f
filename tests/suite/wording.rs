//! How things read on the pages: small sites, and the words that come out.

use crate::site::{Site, words};

/// A site with one source and a brief on it.
fn site(text: &str) -> Site {
    Site::new()
        .file(
            "content/sources.yml",
            "belta:\n  type: article\n  title: News\n  author: { name: Belta }\n  date: 2016-01-05\n",
        )
        .brief("a", text)
}

#[test]
fn a_citation_stands_before_the_stop_with_one_space() {
    let built = site(
        "It ended in [spring 2015](date:2015-21) [@belta, p. 3]. It began again.[^b]\n\n[^b]: [@belta, p. 4]\n",
    );
    let page = built.compile().page("briefs/a");
    assert_eq!(
        page.texts("article p.t"),
        ["It ended in spring 2015 (Belta 2016, 3). It began again (Belta 2016, 4)."]
    );
    let source = site("It is so [@belta].").compile().page("sources/belta");
    assert!(source.has("main", "It is so."));
}

#[test]
fn the_names_of_bodies_are_not_taken_apart() {
    let brief = "---\ntitle: A brief\ndate: 2016-01-08\nauthors: [River Desk, Ana Brandt]\n---\n\nText.\n";
    let page = Site::new().brief("a", brief).compile().page("briefs/a");
    assert!(page.has("main", "River Desk, and Ana Brandt. 2016."), "{:?}", page.texts("main"));
}

#[test]
fn a_name_is_listed_once() {
    let built = Site::new()
        .entity(
            "person",
            "sb",
            "Serdar Berdimuhamedow",
            "names: { tk: Serdar Berdimuhamedow }\nrelations: [{ role: son, of: gb }]",
        )
        .entity("person", "gb", "Gurbanguly Berdimuhamedow", "weak-aliases: [Berdimuhamedow]")
        .entity("org", "taliban", "Taliban", "aliases: [the Taliban]")
        .entity("place", "kabul", "Kabul", "")
        .entity("place", "afghanistan", "Afghanistan", "weak-aliases: [Kabul]")
        .brief("a", "Under [the frontier treaty](agreement:frontier) all is well.")
        .compile();
    let index = built.page("entities");
    let links = |name: &str| index.all("main a").into_iter().filter(|link| words(*link) == name).count();
    assert_eq!(links("Serdar Berdimuhamedow"), 2, "by kind and from A to Z");
    assert_eq!(links("the Taliban"), 0);
    assert_eq!(links("Frontier treaty"), 2);
    assert!(built.page("entities/gb").has("main", "their son"));
    let afghanistan = built.page("entities/afghanistan");
    assert!(afghanistan.has(".confuse", "Kabul") && !afghanistan.has(".confuse", "also called"));
}

#[test]
fn years_of_a_timeline_have_one_heading_each() {
    let timeline = "## Timeline\n\n- [Until 2021](date:../2021): studies.\n- [The 1940s](date:194X): a treaty.\n\
                    - [August 2021](date:2021-08): the end.\n";
    let page = site(timeline).compile().page("timeline");
    assert_eq!(page.texts(".year h2"), ["Until 2021", "1940s", "2021"]);
}

#[test]
fn a_claim_is_about_what_its_record_says() {
    let built = site("[Minsk](place:minsk) signed in [Kyiv](place:kyiv).[^claim-x]\n\n[^claim-x]: **Likely.** It is so [@belta].")
        .file(
            "content/claims/x.md",
            "---\nstatement: It is so.\nconfidence: likely\nabout: [\"place:minsk\"]\n---\n",
        )
        .compile();
    let page = built.page("claims/x");
    assert!(page.has("dl", "Minsk") && !page.has("dl", "Kyiv"));
    assert!(page.has("main pre", "title = {It is so},"), "{:?}", page.texts("main pre"));
}

#[test]
fn a_label_of_two_words_makes_an_id() {
    let page = Site::new()
        .brief("a", "It is so.[^my voice]\n\n[^my voice]: Two words.\n")
        .compile()
        .page("briefs/a");
    assert_eq!(page.one("aside").attr("id"), Some("note-my_voice"));
    assert_eq!(page.one("a.m").attr("href"), Some("#note-my_voice"));
}

#[test]
fn an_empty_ledger_and_a_single_entity_read_well() {
    let built = Site::new().brief("a", "In [Minsk](place:minsk).").compile();
    let sources = built.page("sources");
    assert!(sources.has(".empty", "No source is cited yet.") && sources.all("main section").is_empty());
    assert!(built.page("").has(".more", "The entity"));
}

#[test]
fn tables_have_names_of_their_own() {
    let table = "| A | B |\n|---|:-:|\n| 1 | 2 |\n";
    let page = Site::new().brief("a", &format!("{table}\nText.\n\n{table}")).compile().page("briefs/a");
    let labels: Vec<_> =
        page.all(".scroll").into_iter().filter_map(|region| region.attr("aria-label")).collect();
    assert_eq!(labels, ["Table 1", "Table 2"]);
}
