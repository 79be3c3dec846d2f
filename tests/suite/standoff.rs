//! Notes that stand beside a brief, on every page that shows what they say, and there and back as W3C
//! annotations.

use std::collections::BTreeMap;

use postil::annotate::body::{AnnotationKind, Body};
use serde_json::Value;

use crate::cases::Case;
use crate::site::{Built, Site, repository};

const BRIEF: &str = "content/briefs/allied-not-aligned.md";
const ANNOTATIONS: &str = "content/briefs/allied-not-aligned.annotations.json";
const EXPORT: &str = "briefs/allied-not-aligned/annotations.json";

/// A brief without its footnotes: neither their marks nor what they say.
fn without_footnotes(text: &str) -> String {
    let mut kept = String::new();
    let mut in_note = false;
    for line in text.lines() {
        in_note = line.starts_with("[^") || in_note && (line.is_empty() || line.starts_with("    "));
        if in_note {
            continue;
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once("[^") {
            kept.push_str(before);
            rest = after.split_once(']').expect("a mark ends").1;
        }
        kept.push_str(rest);
        kept.push('\n');
    }
    kept
}

fn body(built: &Built) -> &Body {
    let graph = built.compiled.graph.as_ref().expect("a graph");
    let brief = graph.briefs.iter().find(|linked| linked.brief.slug == "allied-not-aligned");
    &brief.expect("the brief").brief.body
}

/// What readers see of each note: what it is, the words that it is on, what it says.
fn notes(built: &Built) -> BTreeMap<String, (AnnotationKind, Option<String>, String)> {
    let body = body(built);
    let shown = body.annotations.iter().filter(|note| note.is_shown());
    shown
        .map(|note| {
            let lemma = note.lemma.map(|lemma| body.slice(lemma).to_owned());
            let words: Vec<&str> = body.slice(note.text).split_whitespace().collect();
            (note.label.clone(), (note.kind.clone(), lemma, words.join(" ")))
        })
        .collect()
}

/// The exported annotations by id.
fn exported(built: &Built) -> BTreeMap<String, Value> {
    let page: Value = serde_json::from_str(built.text(EXPORT)).expect("JSON");
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| (item["id"].as_str().expect("an id").to_owned(), item.clone())).collect()
}

/// What is identified, in which words, and in which note or judgement, without the marks among the words.
fn mentions(annotations: &BTreeMap<String, Value>) -> Vec<String> {
    let mentions = annotations.iter().filter(|(id, _)| id.contains("#m-"));
    let mut mentions: Vec<String> = mentions
        .map(|(_, mention)| {
            let target = &mention["target"];
            format!("{} {} {}", mention["body"]["source"], target["selector"][1]["exact"], target["scope"])
        })
        .collect();
    mentions.sort();
    mentions
}

#[test]
fn an_export_comes_back_as_it_went() {
    let notes_file = "content/briefs/allied-not-aligned.notes.md";
    let original = Site::folder("").without("postil.lock").without(notes_file);
    // A footnote that only cites is no note: its citation stays, for the years of others depend on it.
    let text = original.files()[BRIEF].replace("[^further]: [@edm-2016-01-05]\n", "");
    let original = original.file(BRIEF, &text.replace("sources.[^further]", "sources [@edm-2016-01-05]."));
    let first = original.compile();
    let bare = without_footnotes(&original.files()[BRIEF]);
    let second = original.file(BRIEF, &bare).file(ANNOTATIONS, first.text(EXPORT)).compile();
    assert_eq!(second.report(), first.report(), "the diagnostics are the same");
    assert_eq!(notes(&second), notes(&first));
    let (was, is) = (exported(&first), exported(&second));
    assert!(was.len() > 100, "{}", was.len());
    // Mentions are numbered in the order of the files; what they say is the same.
    let is_note = |id: &&String| !id.contains("#m-");
    assert_eq!(is.keys().filter(is_note).collect::<Vec<_>>(), was.keys().filter(is_note).collect::<Vec<_>>());
    for id in was.keys().filter(is_note) {
        for key in ["type", "motivation", "created", "creator", "body"] {
            assert_eq!(is[id][key], was[id][key], "{id}");
        }
    }
    assert_eq!(mentions(&is), mentions(&was));
    let claims = |built: &Built| built.text("claims/index.json").to_owned();
    assert_eq!(claims(&second), claims(&first));
}

#[test]
fn an_export_beside_its_own_brief_adds_nothing() {
    let original = Site::folder("").without("postil.lock");
    let first = original.compile();
    let again = original.file(ANNOTATIONS, first.text(EXPORT)).compile();
    assert_eq!(again.report(), first.report());
    assert_eq!(again.text(EXPORT), first.text(EXPORT));
}

#[test]
fn an_export_tells_rows_of_a_table_apart_and_knows_the_pictures_of_notes() {
    let brief = "Norhaven closed the port.[^a]\n\n| State | What | Who |\n| --- | --- | --- |\n\
                 | Norhaven | closed | Norhaven |\n| Norhaven | closed[^b] | Norhaven |\n\
                 | Norhaven | closed[^c] | Norhaven |\n\n\
                 [^a]: A map:\n\n    ![The port](port.svg \"The port in May. Photo: Ana Brandt\")\n\
                 [^b]: A row ![of it](port.svg \"Photo: Ana Brandt\") and more.\n[^c]: Another.\n";
    let port = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>";
    let site = Site::new()
        .brief("a", brief)
        .entity("place", "norhaven", "Norhaven", "")
        .file("content/briefs/port.svg", port);
    let first = site.compile();
    assert_eq!(first.report(), "");
    let export = first.text("briefs/a/annotations.json");
    assert!(export.contains("figcaption") && export.matches("m-norhaven-").count() >= 7, "{export}");
    let again = site.file("content/briefs/a.annotations.json", export).compile();
    assert_eq!(again.report(), "");
    assert_eq!(again.text("briefs/a/annotations.json"), export);
}

#[test]
fn what_notes_say_is_on_every_page_that_tells_of_it() {
    let site = Site::new()
        .brief("a", "The ferry stays in the port for a year. The mayor spoke on 3 March 2015 in the hall.")
        .entity("place", "norhaven", "Norhaven", "")
        .file("content/sources.yml", "edm:\n  type: report\n  title: R\n  author: { name: B }\n  date: 2016-01-05\n")
        .file(
            "content/briefs/a.notes.md",
            "---\nauthor: I. Weber\ndate: 2016-02-01\n---\n\n### port\n\n> the port\n\n[…](place:norhaven)\n\n\
             ### day\n\n> 3 March 2015\n\n[…](date:2015-03-03 \"event=Speech\")\n\n\
             ### claim-stays\n\n> The ferry stays\n\n**Likely.** It stays [@edm].\n\n\
             ### doubt\n\n> stays in the port for\n\n**Dispute.** It does not.\n",
        );
    let built = site.compile();
    assert_eq!(built.report(), "");
    let entity = built.page("entities/norhaven");
    let sentence = entity.one(".ev-card").text().collect::<String>();
    assert!(sentence.contains("The ferry stays in the port for a year."), "{sentence}");
    assert!(built.page("timeline").one("main").text().collect::<String>().contains("Speech"));
    let claim = built.page("claims/stays").one("main").text().collect::<String>();
    assert!(
        claim.contains("It stays") && claim.contains("It does not.") && claim.contains("Disputed"),
        "{claim}"
    );
    let annotations = built.text("briefs/a/annotations.json");
    assert!(annotations.contains("\"creator\":{\"type\":\"Person\",\"name\":\"I. Weber\"}"), "{annotations}");
    assert!(annotations.contains("2016-02-01T00:00:00Z"));
    let lock = built.compiled.lock.as_ref().expect("a lock");
    for place in ["note-doubt", "claim-stays", "mark-doubt", "m-norhaven-1"] {
        assert!(lock.text.contains(place), "{place} in {}", lock.text);
    }
}

#[test]
fn nothing_that_strangers_write_runs() {
    let built = Case::read(&repository("tests/markup/standoff-hostile.md")).site().compile();
    let page = built.page("briefs/a");
    let article = page.one("article.art");
    for element in article.descendants().filter_map(scraper::ElementRef::wrap) {
        let name = element.value().name();
        let is_own = ["svg", "path", "circle"].contains(&name);
        let bad = ["script", "style", "iframe", "form", "input", "base", "meta", "img", "object", "svg"];
        assert!(
            is_own && element.value().attr("onload").is_none() || !bad.contains(&name),
            "{}",
            element.html()
        );
        for (attribute, value) in element.value().attrs() {
            let plain: String =
                value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            assert!(!attribute.starts_with("on"), "{}", element.html());
            assert!(!plain.starts_with("javascript:") && !plain.starts_with("data:"), "{}", element.html());
            assert!(attribute != "id" || value != "location", "{}", element.html());
        }
    }
    let words = article.text().collect::<String>();
    for kept in ["ab", "c", "d e f g", "h", "i", "{{ 7*7 }}", "<script>k</script>", "m", "n", "q"] {
        assert!(words.contains(kept), "{kept} in {words}");
    }
}

#[test]
fn quotes_of_a_long_brief_are_found_wherever_they_stand() {
    // Every word of the text stands in many places, and each quote in one.
    let word = |number: usize| ["river", "bridge", "ferry", "port", "council"][number % 5];
    let sentence = |number: usize| {
        format!(
            "The {} and the {} numbered {number} of the {}.",
            word(number),
            word(number / 5),
            word(number / 25)
        )
    };
    let text: Vec<String> = (0..2_000).map(sentence).collect();
    let notes: String = (0..400)
        .map(|note| {
            let number = note * 5 + 1;
            let quote = if note % 2 == 0 {
                sentence(number)
            } else {
                sentence(number).replace("numbered", "nunbered")
            };
            format!("### n{note}\n\n> {}\n\nA note.\n\n", quote.trim_end_matches('.'))
        })
        .collect();
    let site = Site::new().brief("a", &text.join("\n\n")).file("content/briefs/a.notes.md", &notes);
    let built = site.compile();
    let graph = built.compiled.graph.as_ref().expect("a graph");
    let brief = &graph.briefs[0].brief;
    let found = brief.body.annotations.iter().filter_map(|note| note.lemma);
    let found: Vec<&str> = found.map(|lemma| brief.body.slice(lemma)).collect();
    assert_eq!(found.len(), 200);
    for (at, words) in found.iter().enumerate() {
        assert_eq!(*words, sentence(at * 10 + 1).trim_end_matches('.'));
    }
    assert_eq!(brief.orphans.len(), 200);
    for (at, orphan) in brief.orphans.iter().enumerate() {
        let meant = sentence((at * 2 + 1) * 5 + 1);
        assert_eq!(orphan.wording.as_deref(), Some(meant.trim_end_matches('.')), "{}", orphan.quote);
    }
}
