//! Published branches, cloned and served as GitHub Pages serves them, and crawled.

use scraper::Html;

use crate::pages_host::{Host, links, resolve};
use crate::site::{files_below, repository};
use crate::workshop::Workshop;

/// Publishes the site in `site` and clones the branch to `served`.
fn publish(workshop: &Workshop, arguments: &[&str]) {
    workshop.git("", &["init", "--quiet", "--bare", "remote.git"]);
    workshop.postil("site", &["build", "--output", "../built"]).with(0, &[]);
    workshop.git("site", &["init", "--quiet"]);
    workshop.git("site", &["add", "--all"]);
    workshop.git("site", &["commit", "--quiet", "--message", "Write"]);
    workshop.git("site", &["remote", "add", "origin", "../remote.git"]);
    workshop.postil("site", &[&["publish"], arguments].concat()).with(0, &["Published"]);
    workshop.git("", &["clone", "--quiet", "--branch", "gh-pages", "remote.git", "served"]);
}

/// Serves the clone, and holds what stands at `base` to what Pages does.
fn visit(workshop: &Workshop, base: &str) {
    let prefix = &base[base.match_indices('/').nth(2).expect("a path").0..];
    let host = Host::serve(workshop.at("served"), prefix);
    let crawl = host.crawl(base);
    assert!(crawl.faults.is_empty(), "{:#?}", crawl.faults);
    // Every page is led to from the home page, but for those that lead on, those that have nothing to
    // show yet, and cards, which are for the frames
    // of others; the one for what is not found is nobody's.
    let unseen: Vec<_> = files_below(&workshop.at("served"))
        .into_iter()
        .filter(|file| file.file_name().is_some_and(|name| name == "index.html"))
        .filter(|file| {
            let html = std::fs::read_to_string(file).expect("a page");
            !html.contains("http-equiv=\"refresh\"") && !html.contains(" yet.</p>")
        })
        .map(|file| {
            file.strip_prefix(workshop.at("served")).expect("below").to_str().expect("UTF-8").to_owned()
        })
        .map(|file| format!("{prefix}{}", file.trim_end_matches("index.html")))
        .filter(|address| {
            !crawl.ids.contains_key(address) && !address.starts_with(&format!("{prefix}embed/"))
        })
        .collect();
    assert!(unseen.is_empty(), "no link leads to {unseen:?}");

    let moved = host.get(&format!("{prefix}timeline"));
    assert_eq!((moved.status, moved.location), (301, format!("{prefix}timeline/")));
    assert_eq!(host.get(&format!("{prefix}Timeline/")).status, 404);
    // At any depth, the page for what is not found has its stylesheet and its ways back.
    for path in ["nowhere", "no/such/page/", "briefs/none"] {
        let path = format!("{prefix}{path}");
        let answer = host.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        let html = Html::parse_document(std::str::from_utf8(&answer.body).expect("UTF-8"));
        let targets: Vec<_> =
            links(&html).iter().filter_map(|link| resolve(&path, link, base, prefix)).collect();
        assert!(targets.len() > 3, "{path} has a stylesheet and ways back: {targets:?}");
        for (target, _) in targets.iter().filter(|(target, _)| *target != path) {
            assert_eq!(host.get(target).status, 200, "{target}, from the 404 page at {path}");
        }
    }
}

fn starter(base: &str) -> Workshop {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site", "--base-url", base]).with(0, &[]);
    workshop
}

#[test]
fn a_project_site_stands_in_a_folder_of_its_host() {
    let base = "https://desk.github.io/briefs/";
    let workshop = starter(base);
    publish(&workshop, &[]);
    visit(&workshop, base);
}

#[test]
fn a_user_site_stands_in_the_root() {
    let base = "https://desk.github.io/";
    let workshop = starter("https://example.org/");
    publish(&workshop, &["--base-url", base]);
    visit(&workshop, base);
}

#[test]
fn a_site_has_a_domain_of_its_own() {
    let base = "https://briefs.example.org/";
    let workshop = starter(base);
    workshop.put("site/static/CNAME", "briefs.example.org\n");
    publish(&workshop, &[]);
    assert_eq!(workshop.text("served/CNAME"), "briefs.example.org\n");
    visit(&workshop, base);
}

#[test]
fn the_demonstration_stands_in_a_folder() {
    let workshop = Workshop::new();
    for part in ["content", "static", "templates"] {
        for file in files_below(&repository(part)) {
            let name = file.strip_prefix(repository("")).expect("below").to_str().expect("UTF-8");
            workshop.put(&format!("site/{name}"), "");
            std::fs::copy(&file, workshop.at(&format!("site/{name}"))).expect("a copy");
        }
    }
    workshop.put("site/postil.toml", &std::fs::read_to_string(repository("postil.toml")).expect("settings"));
    let base = "https://desk.github.io/repo/";
    publish(&workshop, &["--base-url", base]);
    visit(&workshop, base);
}
