//! Pictures of pages for those who share their addresses: which page has which, and that `build` draws
//! each once.

use std::collections::BTreeSet;
use std::path::Path;

use image::RgbImage;
use postil::artifact::Memory;
use postil::cache::Cache;
use postil::compile::{LaterCache, Options};
use postil::diagnostic::Code;
use postil::path::Address;
use postil::share_cards::Cards;

use crate::browser::build;
use crate::pictures::{jpeg, photo};
use crate::site::{Built, Page, Site};

/// A site with a brief, an entity, a claim, a page, a stub, and titles that no font of the cards writes.
fn river() -> Site {
    Site::new()
        .setting("description = \"News of the river.\"")
        .entity("place", "norhaven", "Norhaven", "summary: A port city.\nprevious: [harbour-town]")
        .brief(
            "bridge",
            "---\ntitle: \"A bridge <b>& a \\\"toll\\\"\"\ndate: 2025-03-14\n---\n\n[Norhaven](place:norhaven) and \
             [a stub](org:stub) signed it.[^claim-toll]\n\n[^claim-toll]: \"signed it\" — **Likely.** There is a toll.\n",
        )
        .brief("arabic", "---\ntitle: الجسر فوق النهر\ndate: 2025-03-10\n---\n\nWords.\n")
        .brief("long", &format!("---\ntitle: {}\ndate: 2025-03-11\n---\n\nWords.\n", "very long words ".repeat(20)))
        .file("content/about.md", "---\ntitle: About\n---\n\nA desk.\n")
        .file("content/removed.yml", "- id: entity:old\n  reason: It was a mistake.\n  date: 2025-04-01\n")
}

/// A site with all that no page waits for.
fn finished(site: &Site, cache: &mut LaterCache) -> Built {
    let mut built = site.compile();
    built.compiled.finish(cache, &Memory);
    built
}

/// What a page says of its picture: `og:image` and the other tags, by name.
fn tag<'a>(page: &'a Page, name: &str) -> Option<&'a str> {
    let found = page.all(&format!("meta[property='{name}'], meta[name='{name}']"));
    assert!(found.len() < 2, "{name} stands twice");
    found.first().and_then(|tag| tag.attr("content"))
}

/// The picture of the page at an address, decoded.
fn card(built: &Built, address: &str) -> (String, RgbImage) {
    let page = built.page(address);
    let picture = tag(&page, "og:image").unwrap_or_else(|| panic!("{address} has no picture")).to_owned();
    let path = picture.strip_prefix("https://example.org/site/").expect("an absolute address");
    let bytes = built.compiled.output.get(path).unwrap_or_else(|| panic!("{path} is not published"));
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
    (picture, image::load_from_memory(bytes).expect("a PNG file").into_rgb8())
}

#[test]
fn briefs_entities_and_claims_have_pictures_of_their_own() {
    let built = finished(&river(), &mut LaterCache::default());
    let of_site = card(&built, "").0;
    let own: BTreeSet<String> = ["briefs/bridge", "briefs/long", "entities/norhaven", "claims/toll"]
        .into_iter()
        .map(|address| {
            let (picture, pixels) = card(&built, address);
            assert_eq!(pixels.dimensions(), (1200, 630));
            // Ink where the title is.
            let title = (200..330).flat_map(|y| (72..1128).map(move |x| (x, y)));
            let dark = title.filter(|(x, y)| pixels.get_pixel(*x, *y)[1] < 110).count();
            assert!(dark > 4000, "{address} has {dark} dark pixels");
            picture
        })
        .collect();
    assert_eq!(own.len(), 4);
    assert!(!own.contains(&of_site));
    // What has no card of its own, or a title in letters that the fonts lack, has the site's.
    for address in ["about", "timeline", "entities/stub", "briefs/arabic", "briefs"] {
        assert_eq!(card(&built, address).0, of_site, "{address}");
    }
    let brief = built.page("briefs/bridge");
    assert_eq!(tag(&brief, "og:image:type"), Some("image/png"));
    assert_eq!((tag(&brief, "og:image:width"), tag(&brief, "og:image:height")), (Some("1200"), Some("630")));
    assert_eq!(tag(&brief, "og:image:alt"), Some("A bridge <b>& a \"toll\". Brief, 14 March 2025"));
    assert_eq!(tag(&brief, "twitter:card"), Some("summary_large_image"));
}

#[test]
fn a_brief_can_have_a_picture_of_its_author_s() {
    let site = |src: &str| {
        let text = format!(
            "---\ntitle: A bridge\ndate: 2025-03-14\ncard: {{ src: {src}, alt: The bridge }}\n---\n\nWords.\n"
        );
        river().brief("own", &text).bytes("content/briefs/own.jpg", jpeg(&photo(640, 480)))
    };
    let built = finished(&site("own.jpg"), &mut LaterCache::default());
    assert_eq!(built.found(Code::BrokenLink).len(), 0);
    let page = built.page("briefs/own");
    let address = "https://example.org/site/briefs/own.jpg";
    assert_eq!((tag(&page, "og:image"), tag(&page, "og:image:alt")), (Some(address), Some("The bridge")));
    assert_eq!(tag(&page, "og:image:type"), Some("image/jpeg"));
    assert_eq!((tag(&page, "og:image:width"), tag(&page, "og:image:height")), (Some("640"), Some("480")));
    let data: serde_json::Value = serde_json::from_str(built.text("briefs/own/index.jsonld")).expect("JSON");
    assert!(data.to_string().contains(&format!("\"image\":\"{address}\"")), "{data}");
    // A file that is not there is told, and the drawn card stands in.
    let built = finished(&site("none.jpg"), &mut LaterCache::default());
    assert_eq!(built.found(Code::BrokenLink).len(), 1);
    assert_eq!(card(&built, "briefs/own").1.dimensions(), (1200, 630));
}

#[test]
fn pages_that_nobody_shares_have_none() {
    let built = finished(&river(), &mut LaterCache::default());
    for path in ["404.html", "embed/norhaven/index.html", "entities/harbour-town/index.html"] {
        assert_eq!(tag(&Page::parse(built.text(path)), "og:image"), None, "{path}");
    }
}

#[test]
fn telephones_have_an_icon_in_the_accent_of_the_site() {
    let icon = |site: &Site| {
        let built = finished(site, &mut LaterCache::default());
        let page = built.page("about");
        let path = page.one("link[rel='apple-touch-icon']").attr("href").expect("an address").to_owned();
        let bytes = built.compiled.output.get(path.trim_start_matches("../")).expect("published").clone();
        let image = image::load_from_memory(&bytes).expect("a PNG file").into_rgb8();
        assert_eq!(image.dimensions(), (180, 180));
        image.get_pixel(140, 60).0
    };
    assert_eq!(icon(&river()), [0x00, 0x5f, 0x6b]);
    assert_eq!(icon(&river().setting("[look]\naccent = \"#7a2d78\"")), [0x7a, 0x2d, 0x78]);
    let own = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 2\"><path fill=\"#123456\" d=\"M0 0h2v2H0z\"/></svg>";
    assert_eq!(icon(&river().file("static/favicon.svg", own)), [0x12, 0x34, 0x56]);
    let broken = river().file("static/favicon.svg", "no drawing").compile();
    assert!(broken.page("about").all("link[rel='apple-touch-icon']").is_empty());
}

#[test]
fn a_preview_draws_what_has_changed_alone() {
    let mut cache = LaterCache::default();
    let first = finished(&river(), &mut cache);
    // A mark in place of each picture: what is drawn anew shows.
    for bytes in cache.cards.values_mut() {
        *bytes = b"kept".as_slice().into();
    }
    let kept = cache.cards.len();
    let edited =
        river().entity("place", "norhaven", "Norhaven", "summary: Another line.\nprevious: [harbour-town]");
    let second = finished(&edited, &mut cache);
    assert_eq!(cache.cards.len(), kept);
    let drawn = cache.cards.values().filter(|bytes| ***bytes != b"kept"[..]).count();
    assert_eq!(drawn, 1);
    assert_ne!(card(&second, "entities/norhaven").0, card(&first, "entities/norhaven").0);
    let clean = finished(&edited, &mut LaterCache::default());
    let paths =
        |built: &Built| built.compiled.output.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
    assert_eq!(paths(&second), paths(&clean));
}

#[test]
fn a_second_build_draws_no_card_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (source, output) = (folder.path().join("source"), folder.path().join("output"));
    river().write_to(&source);
    build(&source, &output);
    let cards = cards_in(&output);
    assert_eq!(cards.len(), 5);
    // A card that is as its name says is taken over as it stands: this one is not, and shows it.
    std::fs::write(output.join(&cards[0]), b"not drawn again").expect("a file");
    build(&source, &output);
    assert_eq!(cards_in(&output), cards);
    assert_eq!(std::fs::read(output.join(&cards[0])).expect("a card"), b"not drawn again");
    // What no page shows any more goes.
    river().brief("long", "---\ntitle: Short\ndate: 2025-03-11\n---\n\nWords.\n").write_to(&source);
    build(&source, &output);
    let after: BTreeSet<String> = cards_in(&output).into_iter().collect();
    let before: BTreeSet<String> = cards.into_iter().collect();
    assert_eq!((after.len(), after.intersection(&before).count()), (5, 4));
}

/// The paths of the cards in an output folder, sorted.
fn cards_in(output: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(output.join("assets/cards")).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut paths: Vec<String> = names.map(|name| format!("assets/cards/{name}")).collect();
    paths.sort();
    paths
}

/// The preview shows a page before the others are made, with the card that it has among all.
#[test]
fn a_card_made_alone_is_that_of_the_whole_site() {
    let site = river();
    let graph = postil::compile::graph(&site.inputs(), &Options::default(), &Cache::default());
    let graph = graph.expect("the settings can be used");
    let (alone, together) = (Cards::of(&graph), Cards::of(&graph));
    let own: Vec<Address> = together.gather(&graph).keys().cloned().collect();
    assert_eq!(own.len(), 4, "two briefs, an entity and a claim: {own:?}");
    let others = ["/", "/about/", "/briefs/arabic/", "/entities/stub/", "/briefs/", "/claims/none/"];
    for page in own.iter().cloned().chain(others.map(Address::new)) {
        let (one, of_all) = (alone.at(&page, &graph), together.at(&page, &graph));
        assert!(one.is_some() && one == of_all, "{page}: {one:?} and {of_all:?}");
    }
}
