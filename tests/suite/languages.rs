//! The interface in each language: its words are all used and all there, and nothing English is left on a page.

use std::collections::BTreeSet;

use postil::words::{LANGUAGES, Words};

use crate::browser::{URL, built};
use crate::site::{Built, Site, files_below, repository};
use crate::standards::browser;

fn site(language: &str) -> Built {
    parts(language).compile()
}

/// A small site with a page of every kind, in a language; its own words are none of English.
pub(crate) fn parts(language: &str) -> Site {
    Site::new()
        .setting(&format!("language = \"{language}\"\n"))
        .file(
            "content/sources.yml",
            "q:\n  type: article\n  title: Xxq\n  author: Zzv\n  date: 2016-01-05\n",
        )
        .entity("person", "aa", "Aab", "relations: [{ role: zzr, of: bb, when: 2015-03/.. }]")
        .entity("place", "bb", "Bbc", "coordinates: [53.9, 27.5]")
        .entity("event", "cc", "Ccd", "date: 2016-01")
        .brief("b", "---\ntitle: Zzt\ndate: 2016-01-07\n---\n\nAab zzy Bbc [@q, p. 3].[^claim-d][^e]\n\n[^claim-d]: **Likely.** Zzc [@q].\n\n[^e]: Zzn.\n")
}

/// The pages of the site, one of each kind.
pub(crate) const PAGES: [&str; 13] = [
    "",
    "briefs",
    "briefs/b",
    "entities",
    "entities/aa",
    "entities/bb",
    "timeline",
    "network",
    "map",
    "claims",
    "claims/d",
    "sources",
    "sources/q",
];

/// The texts of a page that readers meet, each as a whole: of elements, of labels and of titles.
pub(crate) fn texts(built: &Built, address: &str) -> BTreeSet<String> {
    let page = built.page(address);
    let mut texts = BTreeSet::new();
    for element in page.all("body *, title") {
        texts.extend(element.text().map(|text| text.trim().to_owned()));
        for name in ["aria-label", "title", "data-l", "alt"] {
            texts.extend(element.attr(name).map(str::to_owned));
        }
    }
    texts
}

#[test]
fn no_english_word_is_left_in_another_language() {
    let english = Words::english();
    for tag in LANGUAGES.into_iter().filter(|tag| *tag != "en") {
        let built = site(tag);
        let words = Words::of(tag);
        let foreign = english.texts().iter().filter(|(key, text)| {
            text.chars().count() > 3
                && !text.contains('{')
                && !words.texts().values().any(|own| own == *text)
                && key.as_str() != "prepositions"
        });
        let foreign: Vec<&String> = foreign.map(|(_, text)| text).collect();
        for address in PAGES {
            let texts = texts(&built, address);
            let left: Vec<&&String> = foreign.iter().filter(|text| texts.contains(text.as_str())).collect();
            assert!(left.is_empty(), "/{address} in {tag}: {left:?}");
        }
    }
}

#[test]
fn dates_and_headings_are_in_the_language_of_the_site() {
    for (tag, date, heading, language) in [
        ("be", "7 студзеня 2016\u{a0}г.", "Агляды", "be"),
        ("de", "7. Januar 2016", "Analysen", "de"),
        ("en", "7 January 2016", "Briefs", "en"),
        ("fr", "7 janvier 2016", "Analyses", "fr"),
        ("ru", "7 января 2016\u{a0}г.", "Обзоры", "ru"),
        ("uk", "7 січня 2016\u{a0}р.", "Огляди", "uk"),
    ] {
        let built = site(tag);
        assert_eq!(built.page("briefs").texts("h1"), [heading]);
        assert_eq!(built.page("briefs").one("html").attr("lang"), Some(language));
        let said = texts(&built, "briefs/b");
        assert!(said.contains(date), "{tag}: {said:?}");
    }
}

#[test]
fn every_word_is_used_and_every_word_used_is_there() {
    let mut sources = String::new();
    let mut templates = String::new();
    for folder in ["src", "templates"] {
        for file in files_below(&repository(folder)) {
            let is_read = file
                .extension()
                .is_some_and(|ext| ["rs", "html", "svg", "xml"].iter().any(|known| ext == *known));
            if is_read {
                let text = std::fs::read_to_string(&file).unwrap();
                sources.push_str(&text);
                if folder == "templates" {
                    templates.push_str(&text);
                }
            }
        }
    }
    let words = Words::english();
    for key in words.texts().keys() {
        let used = sources.contains(&format!("\"{key}\"")) || sources.contains(&format!("words.{key}"));
        assert!(used, "nothing uses {key}");
    }
    let used = templates.split("{ words.").skip(1).chain(templates.split("{words.").skip(1));
    for rest in used {
        let key: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        assert!(key.is_empty() || words.texts().contains_key(&key), "there is no {key}");
    }
    for rest in templates.split("count(of=\"").skip(1) {
        let key = rest.split('"').next().unwrap();
        assert!(words.has_count(key), "there is no counted {key}");
    }
    let english: toml::Table = toml::from_str(words.file()).unwrap();
    for key in english["counts"].as_table().unwrap().keys() {
        assert!(sources.contains(&format!("\"{key}\"")), "nothing counts {key}");
    }
    // In Rust the words of the interface are asked of values of these names.
    let code: String = sources.split_whitespace().collect();
    for asked in ["words", "words()", "text", "english()"] {
        for rest in [".text(\"", ".filled(\""].iter().flat_map(|call| after(&code, asked, call)) {
            assert!(words.texts().contains_key(rest), "there is no {rest}");
        }
        for rest in after(&code, asked, ".count(\"") {
            assert!(words.has_count(rest), "there is no counted {rest}");
        }
    }
}

/// The first arguments of the calls of a method on values of a name.
fn after<'a>(code: &'a str, name: &str, call: &str) -> Vec<&'a str> {
    let call = format!("{name}{call}");
    code.split(&call).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_site_from_right_to_left_says_so() {
    for (tag, direction) in
        [("ar", Some("rtl")), ("he", Some("rtl")), ("az-Arab", Some("rtl")), ("en", None), ("ar-Latn", None)]
    {
        assert_eq!(site(tag).page("claims").one("html").attr("dir"), direction, "{tag}");
    }
    let arabic = "---\ntitle: Zzt\ndate: 2016-01-07\nlanguage: ar\n---\n\nZzy.\n";
    let built = Site::new().brief("b", arabic).compile();
    assert_eq!(built.page("briefs/b").one("html").attr("dir"), Some("rtl"));
    let card = built.page("briefs");
    let card = card.one("li.brief-card");
    assert_eq!((card.attr("lang"), card.attr("dir")), (Some("ar"), Some("rtl")));
}

#[test]
fn a_site_from_right_to_left_is_mirrored() {
    let site = Site::new()
        .setting("language = \"ar\"\n")
        .entity("org", "council", "مجلس الموانئ", "summary: هيئة تشرف على الموانئ.")
        .brief(
            "bridge",
            "---\ntitle: الجسر والميناء في العام القادم\ndate: 2026-01-07\nsummary: موجز عن الجسر والميناء.\n---\n\n\
             # العنوان الأول\n\nيفتح الجسر في الربيع.[^claim-opens] وافق [مجلس الموانئ](org:council) على ذلك في \
             [7 يناير 2026](date:2026-01-07).[^a]\n\n\
             [^claim-opens]: \"يفتح الجسر في الربيع\" — **Likely.** قال المجلس ذلك.\n\n[^a]: **Dispute.** يقول آخرون غير ذلك.\n",
        );
    let output = built(&site);
    browser("direction.mjs", [output.path().as_os_str(), URL.as_ref(), "briefs/bridge/".as_ref()]);
}

/// Titles that are in no language of the site, with the attributes that an element over each must have.
const FOREIGN: [(&str, &str, &str); 3] =
    [("Порт без дамбаў", "be", "ltr"), ("الجسر والميناء", "ar", "rtl"), ("Доклад о портах", "ru", "ltr")];

/// An English site with a brief in Belarusian, one in Arabic and one in its own language, all with a claim, a
/// date and a source in Russian.
fn many_tongues() -> Built {
    let brief = |title: &str, language: &str, day: u8| {
        format!(
            "---\ntitle: {title}\ndate: 2016-01-{day:02}\n{language}---\n\n## Ddx\n\nAab zzy Bbc [@q, p. 3]. Zze on \
             [5 January 2016](date:2016-01-05).[^claim-c{day}]\n\n[^claim-c{day}]: **Likely.** Zzc{day} [@q].\n"
        )
    };
    let [(belarusian, ..), (arabic, ..), (russian, ..)] = FOREIGN;
    Site::new()
        .file("content/sources.yml", &format!("q:\n  type: article\n  title: {russian}\n  language: ru\n  date: 2016-01-05\nw:\n  type: article\n  title: {russian}\n  author: Zzv\n  language: ru\n"))
        .entity("person", "aa", "Aab", "relations: [{ role: zzr, of: bb, when: 2015-03/.. }]")
        .entity("place", "bb", "Bbc", "coordinates: [53.9, 27.5]")
        .brief("a", &brief("Bridges", "", 7))
        .brief("b", &brief(belarusian, "language: be\n", 8))
        .brief("c", &brief(arabic, "language: ar\n", 9))
        .brief("d", &brief("Harbours", "", 10))
        .compile()
}

#[test]
fn a_title_in_another_language_says_so_wherever_it_stands() {
    let built = many_tongues();
    assert!(!built.report().contains("invalid-template"), "{}", built.report());
    let mut seen = BTreeSet::new();
    for (path, bytes) in built.compiled.output.iter().filter(|(path, _)| path.ends_with(".html")) {
        let document = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for node in document.tree.nodes() {
            let Some(text) = node.value().as_text() else { continue };
            let mut above = node.ancestors().filter_map(scraper::ElementRef::wrap);
            // What is there to be copied, to be read by programs, or to name a tab with the site beside it, is no
            // part of the page's text.
            if above.clone().any(|element| ["pre", "script", "title"].contains(&element.value().name())) {
                continue;
            }
            let Some((title, language, direction)) = FOREIGN.iter().find(|(title, ..)| text.contains(title))
            else {
                continue;
            };
            let over = above.find(|element| element.attr("lang").is_some()).unwrap();
            let found = (over.attr("lang"), over.attr("dir").unwrap_or("ltr"));
            assert_eq!(found, (Some(*language), *direction), "{} in {path}", text.text);
            seen.insert((*title, path.to_owned()));
        }
    }
    for (title, ..) in FOREIGN {
        assert!(seen.iter().filter(|(seen, _)| *seen == title).count() >= 6, "{title}: {seen:?}");
    }
}

#[test]
fn words_of_a_site_in_its_language_have_no_language_of_their_own() {
    let built = many_tongues();
    assert_eq!(built.page("briefs/a").all("main [lang]:not([lang=ru], [lang=be], [lang=ar])").len(), 0);
    let english = built.page("briefs/c");
    assert!(english.has("nav.neighbours [lang=en]", "Harbours"));
}

/// What a brief in Belarusian claims, and what it tells of.
const CLAIMED: &str = "Дамба стаіць доўга";
const TOLD: &str = "сустрэліся ля дамбы";

#[test]
fn claims_and_events_in_another_language_say_so_wherever_they_stand() {
    let built = Site::new()
        .entity("person", "aa", "Aab", "")
        .entity("place", "bb", "Bbc", "")
        .brief("a", "---\ntitle: Bridges\ndate: 2016-01-09\n---\n\nZze Aab.[^claim-d]\n\n[^claim-d]: **Likely.** Zzc.\n")
        .brief(
            "b",
            &format!(
                "---\ntitle: Масты\ndate: 2016-01-08\nlanguage: be\n---\n\nAab i Bbc {TOLD} [5 January 2016](date:2016-01-05).[^claim-c]\n\n\
                 [^claim-c]: **Likely.** {CLAIMED}, Aab.\n"
            ),
        )
        .compile();
    let mut seen = BTreeSet::new();
    for (path, bytes) in built.compiled.output.iter().filter(|(path, _)| path.ends_with(".html")) {
        let document = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for node in document.tree.nodes() {
            let above: Vec<_> = node.ancestors().filter_map(scraper::ElementRef::wrap).collect();
            // What is in the head is for programs, and what is there to be copied is no part of the page's text.
            if above.iter().any(|element| ["pre", "script", "head"].contains(&element.value().name())) {
                continue;
            }
            let element = scraper::ElementRef::wrap(node);
            let said: Vec<&str> = match node.value().as_text() {
                Some(text) => vec![text],
                None => element.iter().filter_map(|element| element.attr("title")).collect(),
            };
            for words in
                [CLAIMED, TOLD].into_iter().filter(|words| said.iter().any(|said| said.contains(words)))
            {
                let over =
                    element.into_iter().chain(above.iter().copied()).find_map(|over| over.attr("lang"));
                assert_eq!(over, Some("be"), "{said:?} in {path}");
                seen.insert((words, path.to_owned()));
            }
        }
    }
    for (words, path) in [
        (CLAIMED, "index.html"),
        (CLAIMED, "claims/index.html"),
        (CLAIMED, "claims/c/index.html"),
        (CLAIMED, "embed/claims/c/index.html"),
        (CLAIMED, "entities/aa/index.html"),
        (TOLD, "timeline/index.html"),
        (TOLD, "entities/aa/index.html"),
    ] {
        assert!(seen.contains(&(words, path.to_owned())), "{words} in {path}: {seen:#?}");
    }
    let card: serde_json::Value = serde_json::from_str(built.text("claims/c/card.json")).unwrap();
    assert_eq!((&card["language"], &card["site_language"]), (&"be".into(), &"en".into()));
    let made_in = card["facts"].as_array().unwrap().iter().find(|fact| fact["label"] == "Made in").unwrap();
    assert_eq!(made_in["language"], "be");
}
