//! A site's own words of the interface over those that come with the program.

use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::diagnostic::Code;
use postil::words::Words;
use toml::{Table, Value};

use crate::invariants::differences;
use crate::languages::{PAGES, parts, texts};
use crate::site::{Built, Site};

/// The rule of Arabic for plural forms.
const RULE: &str = r#"
zero = "n = 0"
one = "n = 1"
two = "n = 2"
few = "n % 100 = 3..10"
many = "n % 100 = 11..99"
"#;

/// A text in letters of Arabic, its holes as they are: no translation, and no word of English.
fn in_arabic_letters(text: &str) -> String {
    let letters: Vec<char> = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي".chars().collect();
    let mut is_hole = false;
    let letter = |letter: char| {
        is_hole = (is_hole || letter == '{') && letter != '}';
        match letter {
            'a'..='z' | 'A'..='Z' if !is_hole => letters[letter as usize % letters.len()],
            other => other,
        }
    };
    text.chars().map(letter).collect()
}

/// All words of the interface for a language of its own.
fn arabic() -> Table {
    fn turn(value: &mut Value) {
        match value {
            Value::String(text) => *text = in_arabic_letters(&text.replace("{ordinal}", "{}")),
            Value::Array(items) => items.iter_mut().for_each(turn),
            Value::Table(table) => table.iter_mut().for_each(|(_, value)| turn(value)),
            _ => {}
        }
    }
    let mut words: Table = Words::english().file().parse().expect("a table");
    words.remove("plural");
    words.iter_mut().for_each(|(_, value)| turn(value));
    words.insert("plural".to_owned(), Value::Table(RULE.parse().expect("a table")));
    let counts = words["counts"].as_table_mut().expect("a table");
    for (_, forms) in counts {
        let forms = forms.as_table_mut().expect("a table");
        let other = forms["other"].clone();
        for (name, mark) in [("zero", "٠"), ("one", "١"), ("two", "٢"), ("few", "٣"), ("many", "٤")] {
            forms.insert(name.to_owned(), Value::from(format!("{} {mark}", other.as_str().expect("a text"))));
        }
    }
    words
}

fn site(language: &str, file: &str, words: &str) -> Site {
    parts(language).file(&format!("templates/words/{file}.toml"), words)
}

/// The words of English that stand on the pages of a site, each as a whole text.
fn english_on(built: &Built, words: &Words) -> Vec<String> {
    let english = Words::english();
    let foreign: Vec<&String> = english
        .texts()
        .values()
        .filter(|text| {
            text.chars().any(char::is_alphabetic) && !words.texts().values().any(|own| own == *text)
        })
        .collect();
    let mut found = Vec::new();
    for address in PAGES.into_iter().chain(["search"]) {
        let texts = texts(built, address);
        found.extend(
            foreign
                .iter()
                .filter(|text| texts.contains(text.as_str()))
                .map(|text| format!("{address}: {text}")),
        );
        // Counts, dates and kinds are parts of texts.
        for text in texts.iter().filter(|text| !text.contains("://")) {
            let of_months = (1..=12).map(|month| english.dates.month(month));
            let things =
                ["Article", "claims", "entities", "sources", "sentence", "Person", "Place", "likely"];
            let parts: Vec<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
            let left = of_months.chain(things).filter(|word| parts.contains(word));
            found.extend(left.map(|word| format!("{address}: {word} in {text}")));
        }
    }
    found
}

#[test]
fn a_site_in_arabic_with_words_of_its_own_has_no_english_ones() {
    let words = arabic();
    let built = site("ar", "ar", &words.to_string()).compile();
    let found: Vec<_> =
        built.compiled.diagnostics.iter().filter(|found| found.message.contains("words")).collect();
    assert!(found.is_empty(), "{}", built.report());
    let own = &built.compiled.graph.as_ref().expect("settings").config.words;
    assert_eq!(english_on(&built, own), Vec::<String>::new());
    let heading = words["text"]["briefs"].as_str().expect("a text");
    assert_eq!(built.page("briefs").texts("h1"), [heading]);
    assert_eq!(built.page("briefs").one("html").attr("dir"), Some("rtl"));
    // One brief and three entities, by the forms of the language.
    assert!(texts(&built, "").iter().any(|text| text.ends_with(" ٣")), "{:?}", texts(&built, ""));
    // Without the file, the interface is English.
    assert!(!english_on(&parts("ar").compile(), own).is_empty());
}

#[test]
fn one_word_of_german_is_another() {
    let words =
        "[text]\nbriefs = \"Dossiers\"\n[counts]\nclaim = { one = \"{} These\", other = \"{} Thesen\" }\n";
    let built = site("de-AT", "de", words).compile();
    assert!(!built.report().contains("words"), "{}", built.report());
    assert_eq!(built.page("briefs").texts("h1"), ["Dossiers"]);
    assert_eq!(built.page("claims").texts("h1"), [Words::of("de").text("claims")]);
    assert!(
        texts(&built, "claims").iter().any(|text| text.contains("1 These")),
        "{:?}",
        texts(&built, "claims")
    );
    // The words of a part of a language lie over those of the language; of another part they are not this site's.
    let both = site("de-AT", "de", words).file("templates/words/de-AT.toml", "text.briefs = \"Akten\"\n");
    assert_eq!(both.compile().page("briefs").texts("h1"), ["Akten"]);
    let other = both.file("postil.toml", parts("de-CH").config());
    assert_eq!(other.compile().page("briefs").texts("h1"), ["Dossiers"]);
}

#[test]
fn kinds_and_confidence_have_the_words_of_the_site() {
    let words = "confidence = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]\n[kinds]\nperson = [\"Mensch\", \"Menschen\"]\n";
    let built = site("de", "de", words).compile();
    assert!(built.page("entities").has("h2", "Menschen"));
    // The English word for the step is known in every language.
    assert!(built.page("claims/d").has(".conf", "E"));
}

#[test]
fn what_a_language_lacks_is_told_once_and_stays_english() {
    let built = site("pl", "pl", "[text]\nbriefs = \"Analizy\"\n").compile();
    assert_eq!(built.found(Code::UntranslatedWords).len(), 1, "{}", built.report());
    assert_eq!(built.page("briefs").texts("h1"), ["Analizy"]);
    assert_eq!(built.page("claims").texts("h1"), ["Claims"]);
    // Words over shipped ones lack nothing, and words of another language are not those of the site.
    for (language, file) in [("de", "de"), ("pl", "cs"), ("sr-Latn", "sr"), ("en", "pl")] {
        let built = site(language, file, "[text]\nbriefs = \"X\"\n").compile();
        assert!(built.found(Code::UntranslatedWords).is_empty(), "{file} for {language}: {}", built.report());
        let heading = if language == file { "X" } else { "Briefs" };
        assert_eq!(built.page("briefs").texts("h1"), [heading], "{file} for {language}");
    }
}

#[test]
fn an_edit_of_the_words_is_a_clean_build() {
    let cache = Cache::default();
    for own in [
        "",
        "text.network_of_relations = \"A\"\n",
        "text.map_of = \"Orte: {}\"\nkinds.place = [\"Ort!\", \"Orte!\"]\n",
        "confidence = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]\n",
        "text.map_of = \"ohne Loch\"\n",
        "",
    ] {
        let inputs = site("de", "de", own).inputs();
        let warm = compile(&inputs, &Options::default(), &cache);
        let clean = compile(&inputs, &Options::default(), &Cache::default());
        assert_eq!(differences(&warm, &clean), Vec::<String>::new(), "{own}");
    }
}
