use super::*;
use crate::diagnostic::Code;

/// The keys of the sources, and for each diagnostic its code and the text that it points at.
fn read<'a>(name: &str, text: &'a str) -> (Vec<String>, Vec<(&'static str, &'a str)>) {
    let parsed = parse(&SitePath::new(name), text);
    let keys = parsed.sources.iter().map(|source| source.key().to_owned()).collect();
    let faults = parsed.diagnostics.iter().map(|diagnostic| {
        assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
        (diagnostic.code.name(), &text[diagnostic.labels[0].location.span.range()])
    });
    (keys, faults.collect())
}

fn only(name: &str, text: &str) -> Source {
    let parsed = parse(&SitePath::new(name), text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    assert_eq!(parsed.sources.len(), 1, "{text}");
    parsed.sources[0].clone()
}

#[test]
fn one_source_reads_the_same_from_three_formats() {
    let yaml = only(
        "sources.yml",
        "edm-13-5:\n  type: article\n  title: A title\n  author: Макей, Владимир\n  date: 2016-01\n  page-range: 3-5\n  \
         url: { value: https://example.org/a, date: 2016-01-07 }\n  \
         parent: { type: periodical, title: Eurasia Daily Monitor, volume: 13, issue: 5 }\n",
    );
    let bib = only(
        "sources.bib",
        "@article{edm-13-5,\n  title = {A title},\n  author = {Макей, Владимир},\n  date = {2016-01},\n  \
         journaltitle = {Eurasia Daily Monitor},\n  volume = 13,\n  number = {5},\n  pages = {3--5},\n  \
         url = {https://example.org/a},\n  urldate = {2016-01-07},\n}\n",
    );
    let json = only(
        "sources.json",
        r#"[{"id": "edm-13-5", "type": "article-journal", "title": "A title", "page": "3–5", "volume": 13, "issue": "5",
            "container-title": "Eurasia Daily Monitor", "author": [{"family": "Макей", "given": "Владимир"}],
            "issued": {"date-parts": [["2016", 1]]}, "accessed": {"raw": "2016-01-07"},
            "URL": "https://example.org/a", "unknown": {"key": 1}}]"#,
    );
    assert_eq!(yaml.record(), bib.record());
    assert_eq!(yaml.record(), json.record());
    assert_eq!(yaml.digest(), json.digest());
    assert_eq!(yaml.label(crate::words::Words::english()), "Eurasia Daily Monitor 13 (5)");
    assert_eq!(yaml.outlet(), Some("Eurasia Daily Monitor"));
    assert_eq!(yaml.authors(), ["Владимир Макей"]);
    assert_eq!((yaml.date().as_deref(), yaml.accessed().as_deref()), (Some("2016-01"), Some("2016-01-07")));
    assert_eq!(
        (yaml.kind(crate::words::Words::english()), yaml.pages(), yaml.url()),
        ("journal article", Some("3–5"), Some("https://example.org/a"))
    );
}

#[test]
fn names_that_biblatex_has_for_types_become_words() {
    let thesis = only(
        "sources.bib",
        "@thesis{a, author = {Drăgan, Ion}, title = {T}, type = {phdthesis}, institution = {U}, date = {1999}}",
    );
    assert_eq!(thesis.record().text("genre"), Some("PhD thesis"));
    let thesis = only(
        "sources.bib",
        "@thesis{a, author = {Drăgan, Ion}, title = {T}, type = {Habilitation}, institution = {U}, date = {1999}}",
    );
    assert_eq!(thesis.record().text("genre"), Some("Habilitation"));
}

#[test]
fn bodies_are_cited_by_their_whole_names() {
    let style = Style::load("chicago-author-date", "en").expect("a style");
    for name in [
        "Bank of England",
        "Ministry of Trade and Industry",
        "Organisation for Security and Co-operation in Europe",
        "UK government",
        "Médecins sans frontières",
    ] {
        for written in [name.to_owned(), format!("{{{name}}}"), format!("\"{{{name}}}\"")] {
            let text =
                format!("k: {{ type: report, title: T, author: {written}, date: 2014, publisher: p }}\n");
            let source = only("a.yml", &text);
            let cite = Cite { key: "k".to_owned(), ..Cite::default() };
            let formatted = format_all(&style, std::slice::from_ref(&source), &[vec![cite]]);
            assert_eq!(formatted.citations[0].text, format!("({name} 2014)"), "{text}");
            let sources = [source];
            let items = serde_json::to_value(csl_json(&sources)).unwrap();
            assert_eq!(items[0]["author"], serde_json::json!([{ "literal": name }]));
            let bib = biblatex(&sources);
            assert!(bib.contains(&format!("author = {{{{{name}}}}},\n")), "{bib}");
            assert_eq!(only("a.bib", &bib).record(), sources[0].record(), "{bib}");
        }
    }
    let person = only("a.yml", "k: { type: book, title: T, author: \"de Groot, Jan\", date: 2014 }\n");
    assert_eq!(person.makers().collect::<Vec<_>>(), [("Jan de Groot".to_owned(), true)]);
}

#[test]
fn simple_mathematics_keeps_its_letters_in_every_style() {
    let source = only(
        "a.bib",
        "@book{k, title = {On $E=mc^2$ today}, author = {Doe, Jane}, publisher = {P}, date = {1905}}",
    );
    let cite = Cite { key: "k".to_owned(), ..Cite::default() };
    for (style, title) in [
        ("chicago-author-date", "On E=mc^2 Today"),
        ("apa", "On E=mc^2 today"),
        ("modern-language-association", "On E=mc^2 Today"),
    ] {
        let style = Style::load(style, "en").expect("a style");
        let formatted = format_all(&style, std::slice::from_ref(&source), &[vec![cite.clone()]]);
        let reference = &formatted.references[0].rich.text;
        assert!(reference.contains(title), "{reference}");
    }
}

#[test]
fn others_are_nobodys_name() {
    for (authors, names) in [
        ("Knuth, Donald E. and others", &["Donald E. Knuth"][..]),
        ("Knuth, Donald E. and Doe, Jane and others", &["Donald E. Knuth", "Jane Doe"]),
        ("others", &[]),
        ("Others, Jane", &["Jane Others"]),
    ] {
        let text = format!(
            "@book{{a, title = {{T}}, author={{{authors}}}, editor={{{authors}}}, publisher = {{P}}, date = {{1968}}}}"
        );
        let source = only("a.bib", &text);
        assert_eq!(source.authors(), names, "{authors}");
        assert!(!biblatex(&[source]).contains("others"), "{authors}");
    }
}

#[test]
fn sources_are_labelled_for_margins() {
    for (text, label) in [
        ("a:\n  type: article\n  publisher: TASS\n  date: 2016-01-01\n", "TASS, 1 January 2016"),
        (
            "a:\n  type: book\n  title: T\n  author: [\"Lund, Ove\", \"Ruiz, Ana\"]\n  date: 2014\n",
            "Lund and Ruiz, 2014",
        ),
        (
            "a:\n  type: web\n  publisher: European Commission\n  url: { value: https://e.org, date: 2016 }\n",
            "European Commission",
        ),
        (
            "a:\n  type: book\n  author: [\"Wilson, Andrew\", \"B, C\"]\n  publisher: Yale\n  date: 2011~\n",
            "Wilson and B, c. 2011",
        ),
        ("a:\n  type: report\n  title: Trade\n  author: Doe, J\n  date: 2016/2017\n", "Doe, 2016–2017"),
        ("a:\n  type: report\n  organization: МВС України\n  date: 2015-23\n", "МВС України, autumn 2015"),
    ] {
        assert_eq!(only("a.yml", text).label(crate::words::Words::english()), label);
    }
}

#[test]
fn archived_copies_are_known_from_each_format() {
    for (name, text) in [
        ("a.yml", "a:\n  type: web\n  publisher: P\n  date: 2016\n  archived: https://web.archive.org/x\n"),
        ("a.yml", "a:\n  type: web\n  publisher: P\n  date: 2016\n  archive: https://web.archive.org/x\n"),
        ("a.bib", "@online{a, organization = {P}, date = {2016}, archiveurl = {https://web.archive.org/x}}"),
        (
            "a.json",
            r#"{"items": [{"id": "a", "type": "webpage", "publisher": "P", "issued": {"date-parts": [[2016]]},
               "archive": "https://web.archive.org/x"}]}"#,
        ),
    ] {
        assert_eq!(only(name, text).archived_url(), Some("https://web.archive.org/x"), "{text}");
    }
}

#[test]
fn broken_yaml_loses_only_the_broken_sources() {
    let good = "good:\n  type: report\n  publisher: P\n  date: 2016\n";
    for (text, fault) in [
        ("bad:\n  type: book\n  title: [A\n", ("invalid-bibliography", "[A")),
        ("bad:\n  type: book\n  title: A\n  title: B\n", ("invalid-bibliography", "title: B")),
        ("bad:\n  title: no type\n", ("invalid-bibliography", "bad")),
        ("bad:\n  type: brochure\n", ("invalid-bibliography", "bad")),
        ("bad: a text\n", ("invalid-bibliography", "bad")),
        ("bad:\n\ttype: web\n", ("invalid-bibliography", "type: web")),
        ("\"a b\":\n  type: web\n", ("invalid-bibliography", "\"a b\"")),
        ("good:\n  type: web\n", ("duplicate-source", "good")),
    ] {
        let text = format!("{good}\n{text}");
        assert_eq!(read("a.yml", &text), (vec!["good".to_owned()], vec![fault]), "{text}");
    }
}

#[test]
fn broken_biblatex_loses_only_the_broken_sources() {
    let good = "@report{good, institution = {P}, date = {2016}}\n";
    for (text, fault) in [
        ("@book{bad, title = {A, date = {2016}\n", "@book{bad, title = {A, date = {2016}"),
        ("@book{bad, title = {A}, publisher = foo}\n", "foo"),
        ("@book{bad, crossref = {bad}, title = {A}}\n", "bad"),
    ] {
        let text = format!("{good}{text}{}", good.replace("good", "last"));
        let (keys, faults) = read("a.bib", &text);
        assert_eq!(keys, ["good", "last"], "{text}");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!((faults[0].0, faults[0].1.trim()), ("invalid-bibliography", fault), "{text}");
    }
    let twice = format!("{good}{good}");
    assert_eq!(read("a.bib", &twice).1, [("duplicate-source", "good")]);
    let dated = "@book{a, author = {A, B}, year = {soon}}";
    assert_eq!(read("a.bib", dated).1, [("invalid-date", "soon"), ("source-without-date", "a")]);
}

#[test]
fn broken_json_loses_only_the_broken_sources() {
    let good = r#"{"id": "good", "type": "report", "publisher": "P", "issued": {"raw": "2016"}}"#;
    for (item, fault) in
        [(r#"{"id": "bad" "type"}"#, "\""), (r#"{"type": "book"}"#, r#"{"type": "book"}"#), ("5", "5")]
    {
        let text = format!("[{item}, {good}]");
        assert_eq!(
            read("a.json", &text),
            (vec!["good".to_owned()], vec![("invalid-bibliography", fault)]),
            "{text}"
        );
    }
    let typed = r#"[{"id": "a", "title": ["A"], "author": "A B", "publisher": "P", "issued": {"date-parts": [[2016, 13]]}}]"#;
    let faults = [
        ("invalid-bibliography", r#""title""#),
        ("invalid-bibliography", r#""author": "A B""#),
        ("invalid-date", r#""issued""#),
    ];
    assert_eq!(read("a.json", typed), (vec!["a".to_owned()], faults.to_vec()));
    for text in ["", "[", "3", r#"{"a": 1}"#, "[{", r#"{"items": 3}"#] {
        assert_eq!(read("a.json", text).1.len(), 1, "{text}");
    }
}

#[test]
fn unsafe_addresses_are_dropped() {
    for address in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://e.org",
        "www.e.org",
        "https:// e",
    ] {
        let text = format!("a:\n  type: web\n  publisher: P\n  date: 2016\n  url: \"{address}\"\n");
        let parsed = parse(&SitePath::new("a.yml"), &text);
        assert_eq!(parsed.diagnostics[0].code, Code::UnsafeUrl, "{address}");
        assert_eq!(parsed.sources[0].url(), None);
    }
}

#[test]
fn what_readers_would_miss_is_warned_of() {
    let faults = read("a.yml", "a:\n  type: web\n  title: T\n").1;
    assert_eq!(faults, [("source-without-date", "a"), ("source-without-publisher", "a")]);
    let accessed = "a:\n  type: web\n  author: A\n  url: { value: https://e.org, date: 2016 }\n";
    assert_eq!(read("a.yml", accessed).1, []);
}

#[test]
fn keys_are_unique_across_files() {
    let file = |name: &str| parse(&SitePath::new(name), "a:\n  type: web\n  publisher: P\n  date: 2016\n");
    let files = [file("one.yml"), file("two.yml")];
    let (sources, diagnostics) = collect(&files);
    assert_eq!(sources["a"].location().path.as_str(), "one.yml");
    let places: Vec<_> = diagnostics[0].labels.iter().map(|label| label.location.path.as_str()).collect();
    assert_eq!((diagnostics[0].code, places), (Code::DuplicateSource, vec!["two.yml", "one.yml"]));
}

#[test]
fn empty_files_hold_nothing() {
    for (name, text) in [
        ("a.yml", ""),
        ("a.yml", "# none\n"),
        ("a.bib", ""),
        ("a.json", "[]"),
        ("a.json", r#"{"items": []}"#),
    ] {
        assert_eq!(parse(&SitePath::new(name), text), Parsed::default(), "{name}");
    }
    assert_eq!(read("a.txt", "").1, [("invalid-bibliography", "")]);
}

#[test]
fn a_desk_signs_as_it_is_called() {
    let authors = |name: &str| {
        let authors = [name.to_owned()];
        let brief = OwnPage {
            key: "a",
            title: "A",
            authors: &authors,
            date: "2016",
            url: "https://example.org/briefs/a/",
            publisher: None,
            site: "River Desk",
            language: "en",
        };
        let location = only("sources.yml", "k:\n  type: book\n  title: T\n  publisher: P\n  date: 2016\n")
            .location()
            .clone();
        biblatex(&[Source::for_page(brief, location)])
    };
    assert!(authors("Belarus desk").contains("author = {{Belarus desk}}"), "{}", authors("Belarus desk"));
    assert!(authors("River Desk").contains("author = {{River Desk}}"), "{}", authors("River Desk"));
    assert!(authors("Jane van Doe").contains("author = {van Doe, Jane}"), "{}", authors("Jane van Doe"));
}

#[test]
fn every_type_of_source_has_a_word() {
    for kind in record::KINDS {
        assert!(!crate::words::Words::english().genre(kind).is_empty(), "{kind}");
    }
}

#[test]
fn abbreviations_and_braces_without_end_are_left_out() {
    let rest = "author = {A}, date = {2010}";
    let sound = format!("@book{{sound, title = {{A {{{{Title}}}}}}, {rest}}}\n");
    let sound = sound.as_str();
    let around = "@string{a = b # \"x\"}\n@string{b = a}\n@book{x, title = a}\n";
    let text = format!("{around}{sound}");
    let (keys, faults) = read("a.bib", &text);
    assert_eq!(keys, ["sound"]);
    let code = "invalid-bibliography";
    assert_eq!(faults, [(code, "a"), (code, "b"), (code, "a")]);
    let doubled = (0..40).map(|at| format!("@string{{s{} = s{at} # s{at}}}\n", at + 1));
    let grown = format!("@string{{s0 = \"word\"}}\n{}@book{{x, title = s40}}\n", doubled.collect::<String>());
    let text = grown + sound;
    let (keys, faults) = read("a.bib", &text);
    assert_eq!((keys, faults.first()), (vec!["sound".to_owned()], Some(&(code, "s15"))));
    let often: String = (0..600).map(|at| format!("@book{{k{at}, title = long, {rest}}}\n")).collect();
    let long = format!("@string{{long = \"{}\"}}\n{often}", "x".repeat(60_000));
    let (keys, faults) = read("a.bib", &long);
    assert_eq!((keys.len(), faults.len(), faults[0]), (279, 321, (code, "k279")));
    for (open, close) in [("{", "}"), ("{\\emph{", "}}")] {
        let deep = format!("@book{{deep, title = {{{}x{}}}}}\n", open.repeat(50_000), close.repeat(50_000));
        let text = deep + sound;
        let (keys, faults) = read("a.bib", &text);
        assert_eq!((keys, faults), (vec!["sound".to_owned()], vec![(code, "deep")]));
    }
}

#[test]
fn the_deepest_style_that_is_taken_comes_to_an_end() {
    let (open, close) = ("<group>".repeat(190), "</group>".repeat(190));
    let csl = format!(
        r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
        <info><title>Own</title><id>own</id><updated>2016-01-01T00:00:00+00:00</updated></info>
        <macro name="a">{open}<text variable="title"/>{close}</macro>
        <citation><layout><text macro="a"/></layout></citation></style>"#
    );
    let source = only("a.bib", "@book{x, title = {A Title}, author = {A}, date = {2010}}");
    let cite = Cite { key: "x".to_owned(), locator: None, prefix: None, suffix: None };
    let formatted = format_all(&Style::load(&csl, "en").expect("a style"), &[source], &[vec![cite]]);
    assert_eq!(formatted.citations[0].text, "A Title");
}
