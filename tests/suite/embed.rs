//! Cards of pages, on this site's data and on another site in a browser; and links that readers copy.

use std::path::Path;

use postil::output::Output;
use serde_json::{Value, json};

use crate::browser::{URL, build};
use crate::guide::{code_spans, fences, table};
use crate::site::{Built, Page, Site, repository};
use crate::standards::browser;
use crate::workshop::Workshop;

/// The script for other sites must stay smaller than this, in bytes.
const BUDGET: usize = 5 * 1024;

/// The words that no program may take for markup.
const HOSTILE: &str = "<img src=x onerror=alert(1)>";

/// A site with everything that has a card.
fn river() -> Site {
    Site::new()
        .setting("description = \"News of the river.\"")
        .entity(
            "place",
            "norhaven",
            "Norhaven",
            "summary: A port city on the Lind.\nprevious: [harbour-town]\naliases: [the port city]",
        )
        .entity(
            "person",
            "hostile",
            &format!("\"{HOSTILE}\""),
            "summary: \"</script><svg onload=alert(2)>\"\nimage: { src: \"https://evil.example/x.png\", alt: x, credit: y }",
        )
        .file(
            "content/briefs/bridge.md",
            "---\ntitle: A bridge for two cities\ndate: 2025-03-14\nsummary: The toll is agreed.\nauthors: [Desk]\n---\n\n\
             [Norhaven](place:norhaven) signed it.[^claim-toll]\n\nThen [Norhaven](place:norhaven) rested.\n\n\
             [^claim-toll]: \"signed it\" — **Almost certain.** There is a toll.\n",
        )
}

fn json_of(built: &Built, path: &str) -> Value {
    serde_json::from_str(built.text(path)).expect("JSON")
}

/// A fact of a card.
fn fact<'a>(card: &'a Value, label: &str) -> Option<&'a str> {
    let facts = card["facts"].as_array().expect("facts");
    facts.iter().find(|fact| fact["label"] == label).and_then(|fact| fact["words"].as_str())
}

#[test]
fn entities_briefs_and_claims_have_cards() {
    let built = river().compile();
    let entity = json_of(&built, "entities/norhaven/card.json");
    assert_eq!(entity["format"], "postil-card");
    assert_eq!(entity["version"], 1);
    assert_eq!(entity["name"], "Norhaven");
    assert_eq!(entity["kind"]["label"], "Place");
    assert_eq!(entity["summary"], "A port city on the Lind.");
    assert_eq!(fact(&entity, "Named in"), Some("1 brief, 2 sentences"));
    let brief = json_of(&built, "briefs/bridge/card.json");
    assert_eq!(brief["name"], "A bridge for two cities");
    assert_eq!(fact(&brief, "Author"), Some("Desk"));
    assert_eq!(fact(&brief, "Published"), Some("14 March 2025"));
    let claim = json_of(&built, "claims/toll/card.json");
    assert_eq!(claim["name"], "There is a toll.");
    assert_eq!(fact(&claim, "Confidence"), Some("Almost certain"));
    assert_eq!(fact(&claim, "Made in"), Some("A bridge for two cities"));
    assert!(built.compiled.output.get("timeline/card.json").is_none());
}

#[test]
fn the_card_of_an_old_address_is_that_of_the_new_one() {
    let built = river().compile();
    let card = json_of(&built, "entities/harbour-town/card.json");
    assert_eq!((&card["name"], &card["url"]), (&json!("Norhaven"), &json!("../norhaven/")));
    let frame = Page::parse(built.text("embed/harbour-town/index.html"));
    assert_eq!(frame.one("main a").attr("href"), Some("../norhaven/"));
}

#[test]
fn what_is_gone_is_said_where_its_card_was() {
    let removed = "- { id: \"entity:ferry\", date: 2026-01-02, reason: It sank. }\n";
    let built = river().file("content/removed.yml", removed).compile();
    let frame = Page::parse(built.text("embed/ferry/index.html"));
    assert_eq!(frame.one("main a").attr("href"), Some("../../entities/ferry/"));
    assert!(built.compiled.output.get("entities/ferry/card.json").is_none());
}

#[test]
fn no_lock_has_to_know_cards() {
    let lock = river().compile().compiled.lock.expect("a new lock").text;
    assert!(lock.contains("/entities/harbour-town/") && !lock.contains("/embed/"), "{lock}");
}

#[test]
fn a_card_in_a_frame_leads_to_the_page() {
    let built = river().compile();
    for (card, name, page) in [
        ("embed/norhaven", "Norhaven", "../../entities/norhaven/"),
        ("embed/hostile", HOSTILE, "../../entities/hostile/"),
        ("embed/briefs/bridge", "A bridge for two cities", "../../../briefs/bridge/"),
        ("embed/claims/toll", "There is a toll.", "../../../claims/toll/"),
    ] {
        let page_of_card = built.page(card);
        assert_eq!(page_of_card.texts("h1"), [name]);
        let link = page_of_card.one("h1 a");
        assert_eq!((link.attr("href"), link.attr("target")), (Some(page), Some("_top")));
        let canonical = format!("https://example.org/site/{}", page.trim_start_matches("../"));
        assert_eq!(page_of_card.one("link[rel=canonical]").attr("href"), Some(&*canonical));
        assert!(page_of_card.all("script, [id]").is_empty(), "{card}");
    }
    assert!(!built.text("sitemap.xml").contains("/embed/"));
}

#[test]
fn platforms_are_told_how_to_frame_a_card() {
    let built = river().compile();
    let page = built.page("entities/norhaven");
    let link = page.one("link[type='application/json+oembed']");
    assert_eq!(link.attr("href"), Some("https://example.org/site/entities/norhaven/oembed.json"));
    let said = json_of(&built, "entities/norhaven/oembed.json");
    assert_eq!((&said["version"], &said["type"]), (&json!("1.0"), &json!("rich")));
    let frame = Page::parse(said["html"].as_str().expect("HTML"));
    let frame = frame.one("iframe");
    assert_eq!(frame.attr("src"), Some("https://example.org/site/embed/norhaven/"));
    assert_eq!(frame.attr("width").map(str::to_owned), Some(said["width"].to_string()));
    let hostile = json_of(&built, "entities/hostile/oembed.json");
    let frame = Page::parse(hostile["html"].as_str().expect("HTML"));
    assert_eq!(frame.one("iframe").attr("title"), Some(HOSTILE));
}

#[test]
fn boxes_say_how_to_link_to_a_page() {
    let built = river().compile();
    for (page, address, in_brief) in [
        ("entities/norhaven", "entities/norhaven/", "[Norhaven](place:norhaven)"),
        ("briefs/bridge", "briefs/bridge/", "[A bridge for two cities](/briefs/bridge/)"),
        ("claims/toll", "claims/toll/", "[^claim-toll]"),
    ] {
        let page = built.page(page);
        let codes = page.texts(".link-box pre");
        let whole = format!("https://example.org/site/{address}");
        assert_eq!(codes[0], whole);
        assert!(codes[1].ends_with(&format!("]({whole})")), "{codes:?}");
        let snippet = Page::parse(&codes[3]);
        assert_eq!(snippet.one("a").attr("href"), Some(whole.as_str()));
        assert_eq!(snippet.one("script").attr("src"), Some("https://example.org/site/embed.js"));
        assert!(codes[4].contains("/embed/"), "{codes:?}");
        assert_eq!(codes.last().map(String::as_str), Some(in_brief));
        let text = page.one("main").text().collect::<String>();
        assert!(text.contains(&format!("url = {{{whole}}}")), "no BibTeX in {text}");
    }
}

#[test]
fn the_script_for_other_sites_is_small_and_keeps_its_address() {
    let built = river().compile();
    let script = built.text("embed.js");
    assert!(script.len() < BUDGET, "embed.js has {} bytes", script.len());
    for word in ["cookie", "localStorage", "sessionStorage", "innerHTML", "import(", "eval"] {
        assert!(!script.contains(word), "embed.js names {word}");
    }
}

/// Writes an output into a folder.
pub(crate) fn write(output: &Output, folder: &Path) {
    for (path, bytes) in output.iter() {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, bytes).expect("a file");
    }
}

#[test]
fn cards_open_on_another_site() {
    let workshop = Workshop::new();
    write(&river().compile().compiled.output, &workshop.at("site"));
    browser("embed.mjs", [workshop.at("site"), "/site/".into()]);
}

#[test]
fn copied_links_lead_to_the_very_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build(&repository(""), folder.path());
    let arguments = [folder.path().as_os_str(), URL.as_ref(), "briefs/allied-not-aligned/".as_ref()];
    let said = browser("copy.mjs", arguments);
    assert!(said.contains("links copied"), "{said}");
}

#[test]
fn the_guide_names_every_field_of_a_card() {
    let card = json_of(&river().compile(), "entities/norhaven/card.json");
    let keys: Vec<&String> = card.as_object().expect("an object").keys().collect();
    let rows = table("linking", "Field | What it holds");
    let named: Vec<&str> = rows.iter().flat_map(|row| code_spans(&row[0])).collect();
    assert_eq!(named, keys);
    let examples = fences("linking");
    let example = examples.iter().find(|fence| fence.text.contains("postil-card")).expect("an example");
    let example: Value = serde_json::from_str(&example.text).expect("JSON");
    assert_eq!(example.as_object().expect("an object").keys().collect::<Vec<_>>(), keys);
    assert_eq!(example["facts"], card["facts"]);
    assert_eq!(example["kind"], card["kind"]);
}
