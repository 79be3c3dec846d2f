use super::{Config, LinkPolicy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use serde_json::json;

const NEEDED: &str = "title = \"T\"\nbase-url = \"https://example.org/b\"\n";

fn parse(text: &str) -> (Option<Config>, Vec<Diagnostic>) {
    Config::parse(&SitePath::new("postil.toml"), text, &[])
}

/// The settings of a text without fault.
fn sound(text: &str) -> Config {
    let (config, faults) = parse(text);
    assert_eq!(faults, []);
    config.expect("the text is TOML")
}

/// The code, the text pointed at and the help of each fault that these further settings have.
fn faults(settings: &str) -> Vec<(Code, String, String)> {
    let text = format!("{NEEDED}{settings}");
    let place = |fault: &Diagnostic| text[fault.labels[0].location.span.range()].to_owned();
    parse(&text).1.iter().map(|fault| (fault.code, place(fault), fault.help.join(" "))).collect()
}

#[test]
fn the_least_settings_have_defaults() {
    let config = sound(NEEDED);
    assert_eq!((config.title.as_str(), config.base_url.as_str()), ("T", "https://example.org/b/"));
    assert_eq!((config.language.as_str(), config.citation_style.as_str()), ("en", "chicago-author-date"));
    assert_eq!(config.linking, LinkPolicy::FirstInSection);
    assert_eq!(config.kinds.names().len(), 9);
    assert_eq!(config.kinds.get("org").map(|kind| kind.plural.as_str()), Some("Organisations"));
    assert_ne!(config.digest(), Config::minimal().digest());
}

#[test]
fn every_setting_is_read() {
    let config = sound(
        r##"
title = "Eastern Desk"
base-url = "https://example.org/"
language = "en-GB"
description = "Briefs"
publisher = "The Desk"
confidence = ["low", "moderate", "high"]
nav = ["about", "guide"]
footer = "Free to share"
[authors.desk]
name = "Eastern Europe desk"
url = "https://example.org/desk"
[kinds.unit]
label = "Military unit"
shape = "hexagon"
schema = "Organization"
ftm = "Organization"
[kinds.org]
label = "Body"
plural = "Bodies"
[citations]
style = "ieee"
locale = "de"
[mentions]
link = "first-in-brief"
[mentions.kinds]
unit = "every"
[look]
accent = "#005F6B"
[extra]
z = [1, 2.5, true, 2024-01-02]
a = { b = "c" }
"##,
    );
    assert_eq!(config.authors["desk"].url.as_deref(), Some("https://example.org/desk"));
    let unit = config.kinds.get("unit").expect("a kind of its own");
    assert_eq!((unit.label.as_str(), unit.plural.as_str()), ("Military unit", "Military units"));
    let org = config.kinds.get("org").expect("built in");
    assert_eq!((org.plural.as_str(), org.shape.as_str()), ("Bodies", "square"));
    assert_eq!(config.confidence.labels(), ["low", "moderate", "high", "confirmed", "refuted"]);
    assert_eq!((config.citation_style.as_str(), config.citation_locale.as_deref()), ("ieee", Some("de")));
    assert_eq!(config.linking, LinkPolicy::FirstInBrief);
    assert_eq!(config.linking_by_kind["unit"], LinkPolicy::Every);
    assert_eq!(config.accent.as_ref().map(|accent| accent.on_light.as_str()), Some("#005f6b"));
    assert_eq!(config.extra, json!({ "z": [1, 2.5, true, "2024-01-02"], "a": { "b": "c" } }));
    assert_eq!(config.nav, ["about", "guide"]);
}

#[test]
fn the_scale_finds_words_and_slugs() {
    let scale = Config::minimal().confidence;
    let step = scale.find("Almost No  Chance").expect("on the scale");
    assert_eq!((step.slug.as_str(), step.position, step.end), ("almost-no-chance", 1, None));
    assert_eq!(scale.find("almost-certain").map(|step| step.position), Some(7));
    assert_eq!(scale.find("Refuted").map(|step| (step.position, step.end)), Some((0, Some("refuted"))));
    assert_eq!((scale.find("probable"), scale.steps().len()), (None, 7));
}

#[test]
fn all_faults_are_told_at_once() {
    let (config, faults) =
        parse("tilte = \"T\"\nlanguage = 5\n[look]\naccent = \"#00c0d8\"\n[authors.me]\nurl = \"x\"\n");
    let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(
        codes,
        [
            Code::MissingKey,
            Code::MissingKey,
            Code::WrongType,
            Code::MissingKey,
            Code::UnsafeUrl,
            Code::WrongType,
            Code::UnknownKey
        ]
    );
    assert_eq!(faults[6].help, ["did you mean `title`?"]);
    assert!(config.is_some(), "the rest of the site can be checked");
}

#[test]
fn faults_point_at_the_value_and_help() {
    for (settings, code, place, help) in [
        ("colour = 1\n", Code::UnknownKey, "colour", "[extra]"),
        ("[look]\nacent = \"#000000\"\n", Code::UnknownKey, "acent", "`accent`"),
        ("[look]\naccent = \"teal\"\n", Code::WrongType, "\"teal\"", "#005f6b"),
        ("[look]\naccent = \"#777777\"\n", Code::WrongType, "\"#777777\"", "`#767676`"),
        ("nav = [\"a\", 2]\n", Code::WrongType, "2", ""),
        ("nav = \"a\"\n", Code::WrongType, "\"a\"", ""),
        ("footer = \" \"\n", Code::WrongType, "\" \"", ""),
        ("look = 3\n", Code::WrongType, "3", ""),
        ("language = \"english language\"\n", Code::WrongType, "\"english language\"", "`en-GB`"),
        ("confidence = [\"low\"]\n", Code::WrongType, "[\"low\"]", "lowest"),
        ("confidence = [\"low\", \"Low\"]\n", Code::WrongType, "\"Low\"", "once"),
        ("confidence = [\"low\", \"confirmed\"]\n", Code::WrongType, "\"confirmed\"", "always"),
        ("[mentions]\nlink = \"evry\"\n", Code::WrongType, "\"evry\"", "`every`"),
        ("[mentions.kinds]\npreson = \"every\"\n", Code::UnknownKind, "preson", "`person`"),
        ("[kinds.Unit]\n", Code::InvalidId, "Unit", "[kinds.unit]"),
        ("[kinds.date]\n", Code::InvalidId, "date", "another"),
        ("[kinds.unit]\nshape = \"circel\"\n", Code::WrongType, "\"circel\"", "`circle`"),
        ("[security]\ncontent-security-policy = \"off\"\n", Code::WrongType, "\"off\"", "= true"),
        (
            "[security]\nscript-src = [\"unsafe-inline\"]\n",
            Code::WrongType,
            "\"unsafe-inline\"",
            "'unsafe-inline'",
        ),
        ("[security]\nimg-src = [\"a.org b.org\"]\n", Code::WrongType, "\"a.org b.org\"", "one a text"),
        (
            "[security]\nimg-src = [\"a.org; script-src *\"]\n",
            Code::WrongType,
            "\"a.org; script-src *\"",
            "https",
        ),
        ("[security]\nimg-src = [\"'none'\"]\n", Code::WrongType, "\"'none'\"", "leave"),
        ("[security]\nscripts-src = [\"a.org\"]\n", Code::UnknownKey, "scripts-src", "`script-src`"),
        (
            "[authors.me]\nname = \"Me\"\nurl = \"javascript:x\"\n",
            Code::UnsafeUrl,
            "\"javascript:x\"",
            "https",
        ),
    ] {
        let found = faults(settings);
        assert_eq!(found.len(), 1, "{settings}: {found:?}");
        assert_eq!((found[0].0, found[0].1.as_str()), (code, place), "{settings}");
        assert!(found[0].2.contains(help), "{settings}: {}", found[0].2);
    }
}

#[test]
fn what_is_no_toml_says_where() {
    for (settings, place) in [("title = \"again\"\n", "title"), ("footer = \"open\n", "")] {
        let text = format!("{NEEDED}{settings}");
        let (config, faults) = parse(&text);
        assert!(config.is_none());
        assert_eq!(faults[0].code, Code::InvalidFrontMatter, "{settings}");
        assert!(faults[0].message.starts_with("postil.toml is not valid TOML: "), "{}", faults[0].message);
        let span = faults[0].labels[0].location.span;
        assert!(span.start as usize >= NEEDED.len(), "{settings}: {span:?}");
        assert!(text[span.range()].contains(place), "{settings}: {span:?}");
    }
    let nested = format!("{NEEDED}extra = {}", "[".repeat(100_000));
    assert!(parse(&nested).0.is_none());
}
