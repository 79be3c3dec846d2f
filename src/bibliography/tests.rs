use super::*;

const YAML: &str = r#"
edm-13-5:
  type: article
  title: Belarusian Foreign, Economic Policies Increasingly Diverge From Russia's
  date: 2016-01
  parent:
    type: periodical
    title: Eurasia Daily Monitor
    volume: 13
    issue: 5
tass-2016-01-01:
  type: article
  title: "[News agency report]"
  date: 2016-01-01
  publisher: TASS
tass-2016-b:
  type: article
  title: Second report
  date: 2016-01-02
  publisher: TASS
ec-europa-2016:
  type: web
  title: "Trade: Belarus"
  publisher: European Commission
  url: { value: "https://ec.europa.eu/trade/", date: 2016-01-07 }
naviny:
  type: article
  title: Макей пра план дзеянняў
  author: Іван Іваноў
  date: 2015-10-27
  language: be
  parent: { type: newspaper, title: Naviny Belarusi }
wilson:
  type: book
  title: "Belarus: The Last European <script>alert(1)</script> Dictatorship"
  author: Wilson, Andrew
  date: 2011
  publisher: { name: Yale University Press, location: New Haven }
mia:
  type: web
  title: Avakov presents the Varta
  organization: Ministry of Internal Affairs of Ukraine
  date: 2015-12-09
untitled:
  type: report
  publisher: 5 Kanal
  date: 2015-12-07
"#;

#[test]
fn explore() {
    let parsed = parse(&SitePath::new("content/sources.yml"), YAML);
    println!("{:#?}", parsed.diagnostics);
    for source in &parsed.sources {
        println!("{} | {} | {} | {:?}", source.key(), source.kind(), source.label(), source.outlet());
    }
    let cite = |key: &str, locator: Option<(LocatorKind, &str)>| Cite {
        key: key.into(),
        locator: locator.map(|(k, v)| (k, v.into())),
        ..Cite::default()
    };
    let citations = vec![
        vec![cite("tass-2016-01-01", Some((LocatorKind::Page, "3")))],
        vec![cite("edm-13-5", None), cite("wilson", Some((LocatorKind::Page, "12–14")))],
        vec![cite("tass-2016-b", None)],
        vec![cite("ec-europa-2016", None)],
        vec![cite("naviny", None)],
        vec![cite("mia", None)],
        vec![cite("untitled", None)],
        vec![Cite {
            key: "mia".into(),
            prefix: Some("see".into()),
            suffix: Some("with a map".into()),
            ..Cite::default()
        }],
    ];
    for name in ["chicago-author-date", "apa", "ieee", "chicago-notes", "mla", "harvard-cite-them-right"] {
        let at = std::time::SystemTime::UNIX_EPOCH;
        let _ = at;
        let style = Style::load(name, "en-GB").unwrap();
        let formatted = format_all(&style, &parsed.sources, &citations, false);
        println!("== {name}");
        for c in &formatted.citations {
            println!("  {}   | {}", c.html, c.text);
        }
        for r in &formatted.references {
            println!("  - {:?} {}", r.number, r.rich.html);
        }
    }
    println!("{}", biblatex(&parsed.sources));
    println!("{}", ris(&parsed.sources));
    println!("{:#}", csl_json(&parsed.sources[..2]));
}
