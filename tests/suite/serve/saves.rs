//! Saves: every way in which an editor saves, and what else happens to files.

use std::fs;

use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::load::load;
use postil::serve::Settings;

use super::requests::without_tag;
use super::{Preview, Told, brief, folder, settings};

const BRIEF: &str = "content/briefs/a.md";
const PAGE: &str = "/repo/briefs/a/";

#[test]
fn every_way_of_saving_is_heard() {
    type Save = fn(&Preview, &str);
    let in_place: Save = |preview, text| super::write(&preview.root, BRIEF, text);
    let renamed: Save = |preview, text| {
        preview.write("content/briefs/.a.md.tmp", text);
        fs::rename(preview.path("content/briefs/.a.md.tmp"), preview.path(BRIEF)).expect("renamed");
    };
    let deleted: Save = |preview, text| {
        fs::remove_file(preview.path(BRIEF)).expect("removed");
        preview.write(BRIEF, text);
    };
    let backed_up: Save = |preview, text| {
        preview.write("content/briefs/4913", "");
        fs::remove_file(preview.path("content/briefs/4913")).expect("removed");
        fs::rename(preview.path(BRIEF), preview.path("content/briefs/a.md~")).expect("renamed");
        preview.write(BRIEF, text);
        fs::remove_file(preview.path("content/briefs/a.md~")).expect("removed");
    };
    let from_elsewhere: Save = |preview, text| {
        preview.write("a.md.part", text);
        fs::rename(preview.path("a.md.part"), preview.path(BRIEF)).expect("renamed");
    };
    let appended: Save = |preview, text| {
        use std::io::Write;
        let (start, end) = text.split_at(text.len() / 2);
        super::write(&preview.root, BRIEF, start);
        let mut file = fs::OpenOptions::new().append(true).open(preview.path(BRIEF)).expect("open");
        file.write_all(end.as_bytes()).expect("written");
        file.sync_all().expect("synced");
    };
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    let saves =
        [in_place, renamed, deleted, backed_up, from_elsewhere, appended].into_iter().cycle().take(60);
    for (number, save) in saves.enumerate() {
        let mut page = preview.open(PAGE);
        save(&preview, &brief(&format!("Save number {number}.")));
        // A slow disk may show a save half done; the page is then told once more.
        while !preview.get(PAGE).text().contains(&format!("Save number {number}.")) {
            page.wait_for("reload");
        }
    }
    assert!(!preview.get("/repo/briefs/a.md~").text().contains("Save"), "the backup is gone");
}

#[test]
fn a_save_is_shown_before_the_pages_of_the_last_one_are_made() {
    let others: Vec<(String, String)> = (0..60)
        .map(|at| (format!("content/briefs/b{at}.md"), brief(&format!("Brief {at} on [Ana](person:ana)."))))
        .collect();
    let files: Vec<(&str, &str)> = others.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = folder(&files);
    let preview = Preview::of(site.path());
    for number in 0..30 {
        let words = format!("Save number {number} on [Ana](person:ana).");
        let mut page = preview.open(PAGE);
        preview.write(BRIEF, &brief(&words));
        page.wait_for("reload");
        // The next one comes while the other pages are made.
        let shown = format!("Save number {number} ");
        assert!(preview.get(PAGE).text().contains(&shown));
        assert!(
            preview.get("/repo/entities/ana/").text().contains(&shown),
            "a page that depends on it is old"
        );
    }
    let inputs = load(site.path()).expect("the site");
    let built = compile(&inputs, &Options::default(), &Cache::default());
    for (path, bytes) in built.output.iter().filter(|(path, _)| path.ends_with(".html")) {
        let body = without_tag(&preview.get(&format!("/repo/{path}")).body);
        assert!(body == **bytes, "{path} is served with other bytes than it is built with");
    }
}

#[test]
fn polling_hears_what_events_do() {
    let site = folder(&[]);
    let preview = Preview::with(Settings { poll: true, ..settings(site.path()) });
    let mut page = preview.open(PAGE);
    preview.write(BRIEF, &brief("Polled words."));
    page.wait_for("reload");
    assert!(preview.get(PAGE).text().contains("Polled words."));
}

#[test]
fn a_touch_is_no_change() {
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    let first = preview.get(PAGE).text();
    let file = fs::File::options().write(true).open(preview.path(BRIEF)).expect("open");
    file.set_modified(std::time::SystemTime::now()).expect("touched");
    preview.write(BRIEF, &brief("One paragraph."));
    preview.write("static/other.txt", "new");
    assert_eq!(preview.built_until("/repo/other.txt", "new"), 1);
    // The page is the same, in a newer version of the site.
    let digest = |page: &str| page.split("data-page=\"").nth(1).map(|rest| rest[..10].to_owned());
    assert_eq!(digest(&first), digest(&preview.get(PAGE).text()));
}

#[test]
fn a_storm_while_a_build_runs_makes_one_more() {
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    let held = preview.gate.lock().expect("no test panicked with it");
    preview.write(BRIEF, &brief("Before the storm."));
    preview.built();
    // Each of the 4,000 writes is three events or more, and none is built before the storm is over.
    for round in 0..100 {
        for file in 0..40 {
            super::write(site.path(), &format!("static/storm/{file}.txt"), &format!("round {round}"));
        }
    }
    preview.write(BRIEF, &brief("After the storm."));
    drop(held);
    assert_eq!(preview.built_until(PAGE, "After the storm."), 1);
    for file in 0..40 {
        assert_eq!(preview.get(&format!("/repo/storm/{file}.txt")).text(), "round 99");
    }
    // Nothing is left over: the next build is that of the next save.
    preview.write(BRIEF, &brief("The next save."));
    assert_eq!(preview.built_until(PAGE, "The next save."), 1);
}

#[test]
fn folders_may_be_renamed_removed_and_restored() {
    let site = folder(&[("content/guide/one.md", "---\ntitle: One\n---\n\nFirst.\n")]);
    let preview = Preview::of(site.path());
    assert_eq!(preview.get("/repo/guide/one/").status, 200);
    fs::rename(preview.path("content/guide"), preview.path("content/manual")).expect("renamed");
    preview.built_until("/repo/manual/one/", "First.");
    assert_eq!(preview.get("/repo/guide/one/").status, 404);
    preview.write("content/manual/one.md", "---\ntitle: One\n---\n\nSecond.\n");
    preview.built_until("/repo/manual/one/", "Second.");

    let kept = tempfile::tempdir().expect("a folder");
    fs::rename(preview.path("content"), kept.path().join("content")).expect("renamed");
    while preview.get(PAGE).status != 404 {
        preview.built();
    }
    fs::rename(kept.path().join("content"), preview.path("content")).expect("renamed");
    preview.built_until("/repo/manual/one/", "Second.");
    preview.write("content/manual/one.md", "---\ntitle: One\n---\n\nThird.\n");
    preview.built_until("/repo/manual/one/", "Third.");

    fs::create_dir(preview.path("content/new")).expect("a folder");
    preview.write("content/new/deep/page.md", "---\ntitle: Deep\n---\n\nDeep words.\n");
    preview.built_until("/repo/new/deep/page/", "Deep words.");
    fs::remove_file(preview.path(BRIEF)).expect("removed");
    while preview.get(PAGE).status != 404 {
        preview.built();
    }
    preview.write(BRIEF, &brief("Restored."));
    preview.built_until(PAGE, "Restored.");
}

#[test]
fn the_site_may_vanish_and_come_back() {
    let parent = tempfile::tempdir().expect("a folder");
    let root = parent.path().join("site");
    let make = |words: &str| {
        super::write(&root, BRIEF, &brief(words));
        super::write(&root, "postil.toml", super::CONFIG);
    };
    make("Before.");
    let preview = Preview::of(&root);
    let mut page = preview.open(PAGE);
    assert_eq!(page.wait_for("faults")["errors"], 0);
    fs::remove_dir_all(&root).expect("removed");
    while !matches!(preview.told(), Told::Unreadable) {}
    let faults = page.wait_for("faults");
    assert_eq!(faults["errors"], 1, "{faults}");
    assert!(preview.get(PAGE).text().contains("Before."), "the last good page stays");
    make("After.");
    preview.built_until(PAGE, "After.");
    preview.write(BRIEF, &brief("Edited after."));
    preview.built_until(PAGE, "Edited after.");
    fs::rename(&root, parent.path().join("elsewhere")).expect("renamed");
    while !matches!(preview.told(), Told::Unreadable) {}
    fs::rename(parent.path().join("elsewhere"), &root).expect("renamed back");
    preview.built();
    preview.write(BRIEF, &brief("Renamed back."));
    preview.built_until(PAGE, "Renamed back.");
    assert!(preview.end().is_ok());
}

#[test]
fn errors_are_told_and_the_last_good_page_stays() {
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    let mut page = preview.open(PAGE);
    assert_eq!(page.next().1["errors"], 0);
    let hostile = "Bad [link](<nothing.md>) </pre><script>alert(1)</script>.";
    preview.write(BRIEF, &brief(hostile));
    assert_eq!(preview.built(), (false, 1));
    let (name, faults) = page.next();
    assert_eq!((name.as_str(), faults["errors"].as_u64()), ("faults", Some(1)));
    let fault = &faults["items"][0];
    assert_eq!((fault["code"].as_str(), fault["severity"].as_str()), (Some("broken-link"), Some("error")));
    assert_eq!(fault["place"], "content/briefs/a.md:6:5");
    let text = fault["text"].as_str().expect("text");
    assert!(text.contains(hostile) && text.contains("^^^") && text.contains("help:"), "{text}");
    assert!(preview.get(PAGE).text().contains("One paragraph."), "the last good page stays");
    assert!(!preview.get(PAGE).text().contains("alert(1)"));

    preview.write(BRIEF, &brief("Mended."));
    let (name, faults) = page.next();
    assert_eq!((name.as_str(), faults["errors"].as_u64()), ("faults", Some(0)));
    assert_eq!(page.next().0, "reload");
    assert!(preview.get(PAGE).text().contains("Mended."));
    assert_eq!(preview.built(), (true, 0));

    preview.write("postil.toml", "title = ");
    assert!(!preview.built().0);
    assert!(page.wait_for("faults")["errors"].as_u64() > Some(0));
    assert!(preview.get(PAGE).text().contains("Mended."));
    preview.write("postil.toml", super::CONFIG);
    assert_eq!(preview.built(), (true, 0));
    assert_eq!(page.wait_for("faults")["errors"], 0);
}

#[test]
fn a_site_may_begin_with_errors() {
    let site = folder(&[("postil.toml", "title = ")]);
    let preview = Preview::of(site.path());
    let response = preview.get("/");
    assert_eq!(response.status, 404);
    let mut page = preview.open("/");
    assert!(page.wait_for("faults")["errors"].as_u64() > Some(0));
    preview.write("postil.toml", super::CONFIG);
    page.wait_for("reload");
    assert_eq!(preview.get("/").header("location"), Some("/repo/"));
    assert_eq!(preview.get(PAGE).status, 200);
}

#[test]
fn a_page_hears_only_of_what_concerns_it() {
    let site = folder(&[("content/about.md", "---\ntitle: About\n---\n\nText.\n")]);
    let preview = Preview::of(site.path());
    let mut about = preview.open("/repo/about/");
    assert_eq!(about.next().0, "faults");
    preview.write(BRIEF, &brief("Words that do not show on the other page."));
    preview.built_until(PAGE, "Words that do not");
    preview.write("static/site.css", "body { color: teal }");
    preview.built();
    let (name, style) = about.next();
    assert_eq!(name, "style", "the edit of the brief was not told: {style}");
    let (from, to) = (style["from"].as_str().expect("a name"), style["to"].as_str().expect("a name"));
    assert!(from != to && to.starts_with("site.") && to.ends_with(".css"), "{style}");
    assert_eq!(preview.get(&format!("/repo/assets/{to}")).text(), "body{color:teal}");
    let page = preview.get("/repo/about/").text();
    assert!(page.contains(to) && page.contains(style["page"].as_str().expect("a digest")), "{style}");
}

#[test]
fn the_edited_paragraph_is_named() {
    let text = |second: &str| brief(&format!("First words.\n\n{second}\n\nThird words."));
    let site = folder(&[(BRIEF, &text("Second words."))]);
    let preview = Preview::of(site.path());
    let mut page = preview.open(PAGE);
    preview.write(BRIEF, &text("Second words, edited."));
    page.wait_for("reload");
    let edited = |since: &str| {
        let about = preview.get(&format!("/.postil/page?at={PAGE}&since={since}")).text();
        let about: serde_json::Value = serde_json::from_str(&about).expect("JSON");
        about["edited"].as_str().map(str::to_owned)
    };
    assert_eq!(edited(&page.version).as_deref(), Some("p-second-words-edited"));
    let now = preview.open(PAGE).version;
    assert_eq!(edited(&now), None);
    preview.write("content/about.md", "---\ntitle: About\n---\n\nText.\n");
    preview.built_until("/repo/about/", "Text.");
    assert_eq!(edited(&now), None, "another file was edited");
    preview.write(BRIEF, &text("Second words, edited.").replace("A brief", "Another title"));
    preview.built_until(PAGE, "Another title");
    assert_eq!(edited(&now), None, "the title is no paragraph");
}
