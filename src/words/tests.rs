use std::collections::BTreeSet;

use super::{LANGUAGES, Words, direction, is_right_to_left, known};
use crate::date::{When, precision_words, words_in};

/// The holes of a text, sorted.
fn holes(text: &str) -> Vec<&str> {
    let mut holes: Vec<&str> =
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
    holes.sort_unstable();
    holes
}

#[test]
fn every_language_has_all_words() {
    let english = Words::english();
    for tag in LANGUAGES {
        let words = Words::of(tag);
        let keys = |words: &'static Words| -> [Vec<&String>; 5] {
            [
                words.text.keys().collect(),
                words.counts.keys().collect(),
                words.kinds.keys().collect(),
                words.genres.keys().collect(),
                words.languages.keys().collect(),
            ]
        };
        assert_eq!(keys(words), keys(english), "{tag}");
        for (key, text) in &english.text {
            assert_eq!(holes(words.text(key)), holes(text), "{key} in {tag}");
            assert!(!words.text(key).is_empty(), "{key} in {tag}");
        }
        let forms = match tag {
            "be" | "ru" | "uk" => [1, 2, 5].as_slice(),
            _ => &[1, 5],
        };
        for key in english.counts.keys() {
            for number in forms {
                let said = words.count(key, *number);
                assert!(!said.is_empty() && !said.contains('{'), "{key} in {tag}: {said}");
            }
        }
    }
}

#[test]
fn east_slavic_counts_have_three_forms() {
    let words = Words::of("ru");
    for (number, said) in [
        (0, "0 источников"),
        (1, "1 источник"),
        (2, "2 источника"),
        (5, "5 источников"),
        (11, "11 источников"),
        (14, "14 источников"),
        (21, "21 источник"),
        (22, "22 источника"),
        (112, "112 источников"),
        (12_401, "12\u{a0}401 источник"),
    ] {
        assert_eq!(words.count("source", number), said);
    }
    assert_eq!(Words::of("uk").count("brief", 3), "3 огляди");
    assert_eq!(Words::of("be").count("sentence", 5), "5 сказаў");
}

#[test]
fn other_counts_have_two_forms() {
    let said = |tag, number| Words::of(tag).count("claim", number);
    assert_eq!(said("en", 0), "0 claims");
    assert_eq!(said("en", 1), "1 claim");
    assert_eq!(said("en", 12_400), "12,400 claims");
    assert_eq!(said("de-AT", 12_400), "12.400 Aussagen");
    assert_eq!(said("fr", 0), "0 affirmation");
    assert_eq!(said("fr", 12_400), "12\u{202f}400 affirmations");
    assert_eq!(Words::english().count("steps", 7), "Seven steps");
    assert_eq!(Words::of("de").count("steps", 7), "Sieben Stufen");
}

/// Dates, and how each language says them, in the order of `LANGUAGES`.
const DATES: [(&str, [&str; 6]); 13] = [
    (
        "2016-01-07",
        [
            "7 студзеня 2016\u{a0}г.",
            "7. Januar 2016",
            "7 January 2016",
            "7 janvier 2016",
            "7 января 2016\u{a0}г.",
            "7 січня 2016\u{a0}р.",
        ],
    ),
    (
        "2016-01-01",
        [
            "1 студзеня 2016\u{a0}г.",
            "1. Januar 2016",
            "1 January 2016",
            "1er janvier 2016",
            "1 января 2016\u{a0}г.",
            "1 січня 2016\u{a0}р.",
        ],
    ),
    (
        "2016-01",
        [
            "студзень 2016\u{a0}г.",
            "Januar 2016",
            "January 2016",
            "janvier 2016",
            "январь 2016\u{a0}г.",
            "січень 2016\u{a0}р.",
        ],
    ),
    (
        "2014-03/..",
        [
            "ад сакавіка 2014\u{a0}г.",
            "seit März 2014",
            "since March 2014",
            "depuis mars 2014",
            "с марта 2014\u{a0}г.",
            "з березня 2014\u{a0}р.",
        ],
    ),
    (
        "../2014-03-02",
        [
            "да 2 сакавіка 2014\u{a0}г.",
            "bis 2. März 2014",
            "until 2 March 2014",
            "jusqu’au 2 mars 2014",
            "до 2 марта 2014\u{a0}г.",
            "до 2 березня 2014\u{a0}р.",
        ],
    ),
    (
        "2015-21",
        [
            "вясна 2015\u{a0}г.",
            "Frühjahr 2015",
            "spring 2015",
            "printemps 2015",
            "весна 2015\u{a0}г.",
            "весна 2015\u{a0}р.",
        ],
    ),
    (
        "2014-05-03/2014-05-05",
        [
            "3–5 мая 2014\u{a0}г.",
            "3.–5. Mai 2014",
            "3–5 May 2014",
            "3–5 mai 2014",
            "3–5 мая 2014\u{a0}г.",
            "3–5 травня 2014\u{a0}р.",
        ],
    ),
    (
        "2015-01/2015-03",
        [
            "студзень–сакавік 2015\u{a0}г.",
            "Januar–März 2015",
            "January–March 2015",
            "janvier–mars 2015",
            "январь–март 2015\u{a0}г.",
            "січень–березень 2015\u{a0}р.",
        ],
    ),
    (
        "2024-10~",
        [
            "каля кастрычніка 2024\u{a0}г.",
            "ca. Oktober 2024",
            "c. October 2024",
            "vers octobre 2024",
            "ок. октября 2024\u{a0}г.",
            "бл. жовтня 2024\u{a0}р.",
        ],
    ),
    ("19XX", ["XX стагоддзе", "20. Jahrhundert", "20th century", "XXe siècle", "XX век", "XX століття"]),
    ("199X", ["1990-я гады", "1990er Jahre", "1990s", "années 1990", "1990-е годы", "1990-ті роки"]),
    (
        "-0043",
        [
            "44\u{a0}г. да н.\u{a0}э.",
            "44\u{a0}v.\u{a0}Chr.",
            "44 BC",
            "44\u{a0}av. J.-C.",
            "44\u{a0}г. до н.\u{a0}э.",
            "44\u{a0}р. до н.\u{a0}е.",
        ],
    ),
    ("2015", ["2015"; 6]),
];

#[test]
fn dates_follow_the_rules_of_each_language() {
    for (edtf, said) in DATES {
        let plain = |text: String| text.replace("\u{a0}", " ");
        for (tag, said) in LANGUAGES.into_iter().zip(said) {
            let when = When::parse(edtf).unwrap();
            assert_eq!(plain(words_in(&when, Words::of(tag))), plain(said.to_owned()), "{edtf} in {tag}");
        }
    }
    assert_eq!(words_in(&When::parse("2016-01-07").unwrap(), Words::of("ru")), "7 января 2016\u{a0}г.");
}

#[test]
fn no_language_leaves_english_in_its_dates() {
    for tag in LANGUAGES.into_iter().filter(|tag| *tag != "en") {
        for edtf in [
            "2014-03",
            "2015",
            "2015~",
            "2015?",
            "1994/..",
            "1994/",
            "/2016",
            "[2014,2015]",
            "{2014,2015}",
            "199X",
        ] {
            let when = When::parse(edtf).unwrap();
            let unknown = precision_words(&when, Words::of(tag)).unwrap();
            assert_ne!(Some(unknown), precision_words(&when, Words::english()), "{edtf} in {tag}");
        }
    }
}

#[test]
fn a_tag_chooses_its_language_and_script() {
    for (tag, found) in [
        ("en-GB", "en"),
        ("de-AT", "de"),
        ("fr-CA", "fr"),
        ("be", "be"),
        ("be-Cyrl-BY", "be"),
        ("be-tarask", "be"),
        ("be-Latn", "en"),
        ("UK", "uk"),
        ("ar", "en"),
    ] {
        assert_eq!(known(tag), found, "{tag}");
    }
    let read: BTreeSet<&str> = LANGUAGES.into_iter().map(|tag| Words::of(tag).text("brief")).collect();
    assert_eq!(read.len(), 5, "German and French have one word for a brief");
}

/// German words with others over them.
fn german_with(own: &str) -> Words {
    Words::of("de").with([own.parse().unwrap()])
}

#[test]
fn rules_of_cldr_are_read_as_its_charts_write_them() {
    let forms = "counts.claim = { zero = \"z\", one = \"1\", two = \"2\", few = \"f\", many = \"m\", other = \"o\" }\n";
    for (rule, said) in [
        // Arabic, Welsh, Polish, Lithuanian, Slovenian, Latvian, and a language of one form.
        (
            r#"zero = "n = 0", one = "n = 1", two = "n = 2", few = "n % 100 = 3..10", many = "n % 100 = 11..99 @integer 11~26""#,
            [(0, "z"), (1, "1"), (2, "2"), (3, "f"), (11, "m"), (100, "o"), (103, "f"), (111, "m")],
        ),
        (
            r#"zero = "n = 0", one = "n = 1", two = "n = 2", few = "n = 3", many = "n = 6""#,
            [(0, "z"), (1, "1"), (2, "2"), (3, "f"), (4, "o"), (6, "m"), (7, "o"), (16, "o")],
        ),
        (
            r#"one = "i = 1 and v = 0", few = "v = 0 and i % 10 = 2..4 and i % 100 != 12..14""#,
            [(0, "o"), (1, "1"), (2, "f"), (5, "o"), (12, "o"), (21, "o"), (22, "f"), (114, "o")],
        ),
        (
            r#"one = "n % 10 = 1 and n % 100 != 11..19", few = "n % 10 = 2..9 and n % 100 != 11..19", many = "f != 0""#,
            [(0, "o"), (1, "1"), (9, "f"), (10, "o"), (11, "o"), (21, "1"), (29, "f"), (112, "o")],
        ),
        (
            r#"one = "v = 0 and i % 100 = 1", two = "v = 0 and i % 100 = 2", few = "v = 0 and i % 100 = 3..4 or v != 0""#,
            [(0, "o"), (1, "1"), (2, "2"), (3, "f"), (5, "o"), (101, "1"), (102, "2"), (104, "f")],
        ),
        (
            r#"zero = "n % 10 = 0 or n % 100 = 11..19 or v = 2 and f % 100 = 11..19", one = "n % 10 = 1 and n % 100 != 11""#,
            [(0, "z"), (1, "1"), (2, "o"), (10, "z"), (11, "z"), (21, "1"), (30, "z"), (111, "z")],
        ),
        ("", [(0, "o"), (1, "o"), (2, "o"), (3, "o"), (5, "o"), (11, "o"), (21, "o"), (100, "o")]),
    ] {
        let words = german_with(&format!("plural = {{ {rule} }}\n{forms}"));
        for (number, form) in said {
            assert_eq!(words.count("claim", number), form, "{number} by {rule}");
        }
        // What stays German keeps the German rule.
        assert_eq!(
            (words.count("brief", 1), words.count("brief", 2)),
            ("1 Analyse".into(), "2 Analysen".into())
        );
    }
}

#[test]
fn no_other_text_is_a_condition_of_plural_forms() {
    for text in
        ["", "n", "n = ", "x = 1", "n % 0 = 1", "n = 1 und n = 2", "n == 1", "n = 1..b", "n % = 1", "n = -1"]
    {
        assert!(!super::is_condition(text), "{text}");
    }
}

#[test]
fn dates_are_said_in_the_order_of_the_language() {
    let months: Vec<String> = (1..=12).map(|month| format!("{month}月")).collect();
    let chinese = german_with(&format!(
        "[dates]\nmonths = {months:?}\nalone = {months:?}\nfirst_day = \"1日\"\nday = \"{{}}日\"\nyear = \"{{}}年\"\n\
         day_month = \"{{month}}{{day}}\"\ndate_year = \"{{year}}{{date}}\"\n"
    ));
    for (edtf, said) in [
        ("2016-01-07", "2016年1月7日"),
        ("2016-01", "2016年1月"),
        ("2014-05-03/2014-05-05", "2014年5月3日–2014年5月5日"),
        ("2015-01/2015-03", "2015年1月–2015年3月"),
    ] {
        assert_eq!(words_in(&When::parse(edtf).unwrap(), &chinese), said, "{edtf}");
    }
}

#[test]
fn scripts_know_their_way() {
    for tag in ["ar", "ar-EG", "he", "fa", "ckb", "ug", "az-Arab", "ku-Arab-IQ", "yi", "dv", "ur"] {
        assert!(is_right_to_left(tag), "{tag}");
    }
    for tag in ["en", "be", "ug-Cyrl", "ar-Latn", "az", "ku", "zh-Hant"] {
        assert!(!is_right_to_left(tag), "{tag}");
    }
    assert_eq!((direction("he"), direction("ru")), ("rtl", "ltr"));
}

#[test]
fn languages_have_names() {
    assert_eq!(Words::english().language("uz-Cyrl"), "Uzbek");
    assert_eq!(Words::english().language("be-Latn"), "Belarusian, in Latin letters");
    assert_eq!(Words::english().language("tlh"), "tlh");
    assert_eq!(Words::of("ru").language("be-Latn"), "Белорусский, латиницей");
}
