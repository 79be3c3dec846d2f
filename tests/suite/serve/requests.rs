//! What the preview answers, and whom.

use std::io::{Read, Write};
use std::net::TcpStream;

use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::load::load;
use postil::serve::{Editor, Settings};

use super::{Preview, brief, connect, folder, settings};
use crate::site::repository;

/// A page without the preview's tag.
pub(super) fn without_tag(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(page.to_vec()).expect("UTF-8");
    let start = text.rfind("<script src=\"/.postil/preview.js\"").expect("the tag");
    let end = start + text[start..].find("</script>").expect("its end") + "</script>".len();
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

#[test]
fn what_is_served_is_what_is_built() {
    let preview = Preview::of(&repository(""));
    let inputs = load(&repository("")).expect("the site");
    let built = compile(&inputs, &Options::default(), &Cache::default());
    let base = inputs.config.as_ref().expect("settings").base_url.base_path();
    assert!(preview.url.ends_with(base), "{}", preview.url);
    for (path, bytes) in built.output.iter() {
        let response = preview.get(&format!("{base}{path}"));
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(response.header("access-control-allow-origin").is_none(), "{path}");
        let kind = match path.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("json") if path.ends_with("feed.json") => "application/feed+json; charset=utf-8",
            Some("json") if path.ends_with(".ftm.json") => "application/x-ndjson",
            Some("jsonld") => "application/ld+json; charset=utf-8",
            Some("json") => "application/json; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("woff2") => "font/woff2",
            _ => response.header("content-type").expect("a type"),
        };
        assert_eq!(response.header("content-type"), Some(kind), "{path}");
        let body = if path.ends_with(".html") { without_tag(&response.body) } else { response.body };
        assert!(body == **bytes, "{path} is served with other bytes than it is built with");
    }
}

#[test]
fn addresses_are_those_of_a_static_host() {
    let site = folder(&[("static/a b/é.txt", "words")]);
    let preview = Preview::of(site.path());
    for (target, location) in [
        ("/", "/repo/"),
        ("/repo", "/repo/"),
        ("/repo/briefs/a", "/repo/briefs/a/"),
        ("/repo/briefs/a?x=1", "/repo/briefs/a/?x=1"),
    ] {
        let response = preview.get(target);
        assert_eq!((response.status, response.header("location")), (302, Some(location)), "{target}");
    }
    assert_eq!(preview.get("/repo/briefs/a/?x=1").status, 200);
    assert_eq!(preview.get("/repo/a%20b/%C3%A9.txt").text(), "words");
    let missing = preview.get("/repo/nothing/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("<html"), "the site's own page: {}", missing.text());
    assert_eq!(preview.get("/repo/Briefs/a/").status, 404, "hosts tell letter case apart");
    let head = preview.ask("HEAD", "/repo/", &[]);
    let length = preview.get("/repo/").body.len().to_string();
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some(&*length), 0));
}

#[test]
fn no_target_reaches_the_disk() {
    let site = folder(&[("secret.txt", "not of the site")]);
    let preview = Preview::of(site.path());
    let long = format!("/{}", "a".repeat(100 << 10));
    for target in [
        "/../../etc/passwd",
        "/repo/../../secret.txt",
        "/repo/%2e%2e/secret.txt",
        "/repo/%2E%2E%2Fsecret.txt",
        "/repo/%252e%252e/secret.txt",
        "/repo/..\\..\\secret.txt",
        "/repo/%5c..%5csecret.txt",
        "//etc/passwd",
        "//example.org/",
        "/repo//briefs/a/",
        "http://example.org/repo/",
        "https://example.org/",
        "/repo/#top",
        "#",
        "*",
        "repo/",
        "/repo/\0",
        "/repo/%00",
        "/repo/%",
        "/repo/\u{7f}",
        "/repo/é",
        "/repo/secret.txt",
        "/repo/postil.toml",
        "/repo/content/briefs/a.md",
        "/.postil/nothing",
        "/.postil/../secret.txt",
        &long,
    ] {
        let response = preview.get(target);
        assert!(matches!(response.status, 400 | 404), "{target:.60}: {}", response.head);
        assert!(!response.text().contains("not of the site"), "{target}");
    }
    for request in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET  /repo/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\0\n",
    ] {
        assert_eq!(preview.send(request).status, 400, "{request:?}");
    }
    let heavy = "x".repeat(100 << 10);
    let response = preview.ask("GET", "/repo/", &[("X-Heavy", &heavy)]);
    assert!(matches!(response.status, 400 | 431), "{}", response.head);
    assert_eq!(preview.get("/repo/").status, 200);
}

#[test]
fn it_can_only_be_read() {
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let response = preview.ask(method, "/repo/", &[("Content-Length", "0")]);
        assert_eq!((response.status, response.header("allow")), (405, Some("get, head")), "{method}");
    }
}

#[test]
fn strangers_are_turned_away_and_told_how_to_be_let_in() {
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    assert!(preview.address.ip().is_loopback());
    for target in ["/repo/", "/.postil/events", "/.postil/page?at=/repo/"] {
        let response = preview.ask("GET", target, &[("Host", "evil.example")]);
        assert_eq!(response.status, 403, "{target}");
        assert!(response.text().contains("--allow-host evil.example"), "{}", response.text());
        for origin in ["http://evil.example", "null", "http://127.0.0.1:1"] {
            let response = preview.ask("GET", target, &[("Origin", origin)]);
            assert_eq!(response.status, 403, "{target} from {origin}");
            assert!(response.text().contains("--allow-host"), "{}", response.text());
            assert!(response.header("access-control-allow-origin").is_none());
        }
    }
    assert_eq!(preview.send(b"GET /repo/ HTTP/1.1\r\n\r\n").status, 400, "a request names its host");
    let own = format!("http://{}", preview.address);
    assert_eq!(preview.ask("GET", "/repo/", &[("Origin", &own)]).status, 200);

    let allowed = Settings { allowed_hosts: vec!["desk.example".to_owned()], ..settings(site.path()) };
    let preview = Preview::with(allowed);
    assert_eq!(preview.ask("GET", "/repo/", &[("Host", "desk.example:4000")]).status, 200);
    assert_eq!(preview.ask("GET", "/repo/", &[("Host", "evil.example")]).status, 403);
}

#[test]
fn slow_and_silent_clients_hold_up_nobody() {
    let site = folder(&[]);
    let preview = Preview::of(site.path());
    let silent: Vec<TcpStream> = (0..500).map(|_| connect(preview.address)).collect();
    // This page listens and never reads: what it is told fills no more than a buffer.
    let _deaf = preview.open("/repo/briefs/a/");
    let mut page = preview.open("/repo/briefs/a/");
    for number in 0..50 {
        let words = format!("Number {number}. {}", "Words. ".repeat(2000));
        preview.write("content/briefs/a.md", &brief(&words));
        page.wait_for("reload");
    }
    let mut slow = connect(preview.address);
    slow.write_all(b"GET /repo/ HT").expect("sent");
    assert!(preview.get("/repo/briefs/a/").text().contains("Number 49"));
    slow.write_all(format!("TP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).expect("sent");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:.80}");
    drop(silent);
}

#[test]
fn a_page_knows_where_its_paragraphs_come_from() {
    let text = "---\ntitle: A brief\ndate: 2016-01-08\n---\n\nFirst words.\n\n## A heading\n\nSecond words.[^1]\n\n[^1]: A note.\n";
    let site = folder(&[("content/briefs/a.md", text)]);
    let editor = Some(Editor::parse("vscode").expect("an editor"));
    let preview = Preview::with(Settings { editor, ..settings(site.path()) });
    let about = preview.get("/.postil/page?at=%2Frepo%2Fbriefs%2Fa%2F").text();
    let about: serde_json::Value = serde_json::from_str(&about).expect("JSON");
    let file = format!("vscode://file{}/content/briefs/a.md", site.path().display());
    assert_eq!(about["file"], "content/briefs/a.md");
    assert_eq!(about["edit"], format!("{file}:1:1"));
    let page = preview.get("/repo/briefs/a/").text();
    for (id, place) in
        [("p-first-words", "6:1"), ("a-heading", "8:1"), ("p-second-words", "10:1"), ("note-1", "12:1")]
    {
        assert_eq!(about["places"][id], format!("{file}:{place}"), "{id} in {about}");
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert_eq!(preview.get("/.postil/page?at=/repo/timeline/").text(), "{}", "a list comes from many files");
}

#[test]
fn drafts_are_shown_on_request() {
    let draft = brief("A draft.").replace("date:", "draft: true\ndate:");
    let site = folder(&[("content/briefs/b.md", &draft)]);
    assert_eq!(Preview::of(site.path()).get("/repo/briefs/b/").status, 404);
    let build = Options { drafts: true, ..Options::default() };
    let preview = Preview::with(Settings { build, ..settings(site.path()) });
    assert_eq!(preview.get("/repo/briefs/b/").status, 200);
}
