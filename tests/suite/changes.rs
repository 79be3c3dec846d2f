//! Change logs: from the history in git to the page.

use scraper::{Html, Selector};

use crate::workshop::Workshop;

fn brief(updated: &str, words: &str) -> String {
    format!("---\ntitle: The bridge\ndate: 2025-03-20\n{updated}---\n\n{words}\n")
}

fn commit(workshop: &Workshop) {
    workshop.git("site", &["add", "--all"]);
    workshop.git("site", &["commit", "--quiet", "--message", "Write"]);
}

/// The words of all elements that a selector finds.
fn words(html: &str, selector: &str) -> String {
    let document = Html::parse_document(html);
    let selector = Selector::parse(selector).expect("a selector");
    let words = document.select(&selector).flat_map(|element| element.text());
    words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_history_becomes_a_log_and_the_log_a_part_of_the_page() {
    let workshop = Workshop::new();
    workshop.put("site/postil.toml", "title = \"Desk\"\nbase-url = \"https://example.org/desk/\"\n");
    let file = "site/content/briefs/crossing.md";
    workshop.put(file, &brief("", "It opens in June. It costs 40 million crowns."));
    workshop.postil("site", &["changes"]).with(2, &["is in no git repository", "commit the site"]);
    workshop.git("site", &["init", "--quiet"]);
    commit(&workshop);
    workshop.postil("site", &["changes"]).with(0, &["No change log lacks a version"]);

    // A slip that is put right on the same day is no version; a file that is renamed keeps its history.
    workshop.put(file, &brief("updated: 2025-04-02\n", "It opens in Juli. It costs 40 million crowns."));
    commit(&workshop);
    workshop.put(file, &brief("updated: 2025-04-02\n", "It opens in July. It costs 40 million crowns."));
    commit(&workshop);
    workshop.git("site", &["mv", "content/briefs/crossing.md", "content/briefs/bridge.md"]);
    commit(&workshop);
    let text = "It opens in July. The council has paid half of it.";
    workshop.put("site/content/briefs/bridge.md", &brief("updated: 2025-05-02\n", text));
    workshop
        .postil("site", &["changes", "content/briefs/bridge.md"])
        .with(0, &["content/briefs/bridge.changes.yml: 2 versions"]);
    let log = workshop.text("site/content/briefs/bridge.changes.yml");
    assert!(log.contains("was: \"It opens in June.\"") && log.contains("is: \"It opens in July.\""), "{log}");
    assert!(!log.contains("Juli"), "{log}");

    // A note stays, and what is logged is not logged again.
    let noted = log.replacen("date: 2025-04-02", "date: 2025-04-02\n    note: The opening has moved.", 1);
    workshop.put("site/content/briefs/bridge.changes.yml", &noted);
    workshop.postil("site", &["changes"]).with(0, &[]);
    assert!(workshop.text("site/content/briefs/bridge.changes.yml").contains("The opening has moved."));

    workshop.postil("site", &["build"]).with(0, &["nothing wrong"]);
    let page = workshop.text("site/public/briefs/bridge/index.html");
    let shown = words(&page, "main");
    for part in [
        "2 April 2025",
        "The opening has moved.",
        "It opens in June.",
        "2 May 2025",
        "It costs 40 million crowns.",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    workshop.postil("site", &["changes", "content/about.md"]).with(2, &["is no brief or claim"]);
}
