//! What holds where every other check has failed: pages tell browsers to run and load nothing but
//! what is the site's own, templates get at no file, and dependencies are what they may be.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use postil::diagnostic::Code;
use postil::hash::sha256_base64;
use scraper::ElementRef;

use crate::browser::{URL, build};
use crate::hostile::{ADDRESSES, TEXTS, all_dangers, site_of};
use crate::import;
use crate::site::{Built, Page, Site, demonstration, repository};
use crate::standards::browser;

/// A page's policy: sources by directive.
type Policy<'p> = BTreeMap<&'p str, Vec<&'p str>>;

/// The policy of a page, if it stands before anything that it could forbid.
fn policy<'p>(page: &'p Page) -> Result<Policy<'p>, String> {
    let head = page.one("head");
    let first: Vec<ElementRef<'_>> = head.child_elements().take(2).collect();
    let [charset, policy] = first[..] else { return Err("has an empty head".to_owned()) };
    let is_first =
        charset.attr("charset").is_some() && policy.attr("http-equiv") == Some("Content-Security-Policy");
    if !is_first {
        return Err(format!("begins with {} and {}", charset.html(), policy.html()));
    }
    let directives = policy.attr("content").unwrap_or_default().split("; ");
    Ok(directives
        .filter_map(|directive| {
            let mut words = directive.split(' ');
            Some((words.next()?, words.collect()))
        })
        .collect())
}

/// What on a page its own policy forbids, and what a policy must not allow.
fn faults(page: &Page, base: &str, is_search: bool) -> Vec<String> {
    let policy = match policy(page) {
        Ok(policy) => policy,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    for (directive, wanted) in [("default-src", "'none'"), ("base-uri", "'none'"), ("object-src", "'none'")] {
        if policy.get(directive).is_none_or(|sources| *sources != [wanted]) {
            faults.push(format!("has {directive} {:?}", policy.get(directive)));
        }
    }
    for (directive, sources) in &policy {
        let is_engine =
            |source: &str| is_search && *directive == "script-src" && source == "'wasm-unsafe-eval'";
        let is_strict =
            |source: &str| ["'self'", "'none'"].contains(&source) || source.starts_with("'sha256-");
        let loose = sources.iter().filter(|source| !is_strict(source) && !is_engine(source));
        faults.extend(loose.map(|source| format!("has {directive} {source}")));
    }
    for element in page.all("*") {
        faults.extend(element_faults(element, &policy, base));
    }
    faults
}

fn element_faults(element: ElementRef<'_>, policy: &Policy<'_>, base: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let shown = || element.html().chars().take(120).collect::<String>();
    let attributes = element.value().attrs().map(|(name, _)| name);
    if attributes.into_iter().any(|name| name == "style" || name.starts_with("on")) {
        faults.push(format!("has the attributes of {}", shown()));
    }
    let name = element.value().name();
    let rel = element.attr("rel").unwrap_or_default();
    let directive = match (name, rel) {
        ("script", _) => "script-src",
        ("style", _) | ("link", "stylesheet") => "style-src",
        ("img" | "source", _) | ("link", "icon" | "apple-touch-icon") => "img-src",
        ("link", "preload") => "font-src",
        ("iframe", _) => "frame-src",
        ("form", _) => "form-action",
        ("link", "canonical" | "alternate") => return faults,
        ("link" | "base" | "object" | "embed" | "audio" | "video" | "track", _) => {
            faults.push(format!("has {}", shown()));
            return faults;
        }
        _ => return faults,
    };
    let sources = policy.get(directive).cloned().unwrap_or_default();
    let address = element.attr("src").or_else(|| element.attr("href")).or_else(|| element.attr("action"));
    let is_data = element.attr("type").is_some_and(|kind| kind.ends_with("json"));
    let is_allowed = match address {
        Some(address) => {
            let is_own = !address.contains("//") && !address.contains(':') || address.starts_with(base);
            is_own && sources.contains(&"'self'")
        }
        None if matches!(name, "script" | "style") && !is_data => {
            let text: String = element.text().collect();
            sources.contains(&format!("'sha256-{}'", sha256_base64(text.as_bytes())).as_str())
        }
        None => true,
    };
    if !is_allowed {
        faults.push(format!("has {}, which its policy forbids", shown()));
    }
    faults
}

/// The pages of a site that are not as its readers' browsers should have them.
fn site_faults(built: &Built, base: &str, types: &mut BTreeSet<String>) -> Vec<String> {
    let pages = built.compiled.output.iter().map(|(path, _)| path).filter(|path| path.ends_with(".html"));
    pages
        .flat_map(|path| {
            let page = Page::parse(built.text(path));
            let kind = page.one("body").attr("data-page-type").unwrap_or_default().to_owned();
            let faults = faults(&page, base, kind == "search");
            types.insert(kind);
            faults.into_iter().map(move |fault| format!("{path} {fault}"))
        })
        .collect()
}

#[test]
fn every_page_has_a_policy_and_keeps_it() {
    let mut types = BTreeSet::new();
    let mut found = site_faults(&demonstration(), "https://example.org/belarus-brief/", &mut types);
    let hostile = site_of(TEXTS[0])
        .file("content/removed.yml", "- id: brief:gone\n  date: 2024-01-01\n  reason: Withdrawn.\n")
        .compile();
    found.extend(site_faults(&hostile, "https://example.org/site/", &mut types));
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    let all: BTreeSet<String> = templates_with_types().into_iter().collect();
    assert_eq!(
        all.difference(&types).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "types of pages that were not seen"
    );
}

/// The types of page that the built-in templates make.
fn templates_with_types() -> Vec<String> {
    let files = crate::site::files_below(&repository("templates"));
    let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("a template"));
    texts
        .filter_map(|text| {
            let from_block = text.split_once("{% block page_type %}").map(|(_, rest)| rest.to_owned());
            let from_body = text.split_once("<body data-page-type=\"").map(|(_, rest)| rest.to_owned());
            let rest = from_block.or(from_body)?;
            Some(rest.split(['{', '"']).next()?.to_owned())
        })
        .collect()
}

#[test]
fn the_check_of_policies_finds_faults() {
    let html = demonstration().text("search/index.html").to_owned();
    let count = |html: &str| faults(&Page::parse(html), "https://example.org/belarus-brief/", true).len();
    assert_eq!(count(&html), 0);
    for (from, to) in [
        ("</h1>", "</h1><script>alert(1)</script>"),
        ("</h1>", "</h1><style>p { color: red }</style>"),
        ("<h1>", "<h1 style=\"color: red\">"),
        ("<h1>", "<h1 onclick=\"alert(1)\">"),
        ("</h1>", "</h1><img src=\"https://example.com/a.png\" alt=\"\">"),
        ("</h1>", "</h1><script src=\"//example.com/a.js\"></script>"),
        ("dataset.theme = ", "dataset.theme  = "),
        ("script-src ", "script-src 'unsafe-inline' "),
        ("default-src 'none'", "default-src 'self'"),
        ("<meta charset=\"utf-8\">", "<meta charset=\"utf-8\"><title>First</title>"),
    ] {
        assert_eq!(count(&html.replacen(from, to, 1)), 1, "{from} → {to}");
    }
}

#[test]
fn a_browser_runs_what_is_the_sites_own_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build(&repository(""), folder.path());
    browser("policy.mjs", [folder.path().as_os_str(), URL.as_ref()]);
}

#[test]
fn a_site_widens_its_policy_or_does_without() {
    let page = |settings: &str| {
        let built = Site::new().setting(settings).brief("a", "Words.").compile();
        assert_eq!(built.report(), "", "{settings}");
        built.page("briefs/a")
    };
    let wide = page("[security]\nscript-src = [\"https://stats.example.org\"]\nimg-src = [\"data:\"]");
    let policy = policy(&wide).expect("a policy");
    assert_eq!(policy["script-src"][..2], ["'self'", "https://stats.example.org"]);
    assert_eq!(policy["img-src"], ["'self'", "data:"]);
    assert!(page("[security]\ncontent-security-policy = false").all("[http-equiv]").is_empty());
}

#[test]
fn templates_get_at_no_file_and_no_variable_of_the_system() {
    let secret = "a secret of the settings";
    for text in [
        "{% include \"/etc/passwd\" %}",
        "{% include \"../postil.toml\" %}",
        "{% include \"postil.toml\" %}",
        "{% extends \"/etc/passwd\" %}",
        "{{ load_data(path=\"/etc/passwd\") }}",
        "{{ get_env(name=\"HOME\") }}",
        "{{ now() }}",
        "{{ \"/etc/passwd\" | read }}",
    ] {
        let own = format!("{{% extends \"404.html\" %}}{{% block main %}}{text}{{% endblock %}}");
        let own = if text.contains("extends") { text.to_owned() } else { own };
        let built = Site::new()
            .setting(&format!("description = \"{secret}\""))
            .file("templates/404.html", &own)
            .compile();
        assert_eq!(built.found(Code::InvalidTemplate).len(), 1, "{text}: {}", built.report());
        let html =
            built.compiled.output.get("404.html").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(!html.unwrap_or_default().contains("root:"), "{text}");
    }
}

#[test]
fn what_is_imported_is_as_harmless_as_what_is_written() {
    let links = ADDRESSES
        .map(|address| format!("<p>See <a href=\"{address}\">this</a> <img src=\"{address}\">.</p>"));
    let texts =
        TEXTS.map(|text| format!("<h2>A part {text}</h2><p>Words of 5 March 2014 {text} and more.</p>"));
    for hostile in links.iter().chain(&texts) {
        let article = format!(
            "<html><head><title>An article</title></head><body><article><h1>An article</h1><p>January 8, 2016</p>\
             <p>The first words of Ana Brandt.</p>{hostile}</article></body></html>"
        );
        let imported = import::imported(&article);
        let built = import::site_of(&imported).compile();
        assert!(
            built.page(&format!("briefs/{}", imported.slug)).has("main", "The first words of"),
            "{hostile}"
        );
        assert_eq!(all_dangers(&built), Vec::<String>::new(), "{hostile}");
        let raw = built.found(Code::RawHtml);
        assert!(raw.is_empty(), "{hostile}: HTML is left in the brief: {}", built.report());
    }
}

/// Whether a licence in SPDX's words allows what the list allows.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (is_allowed, rest) = any_of(&words, allowed);
    assert!(rest.is_empty(), "{expression} is no licence expression");
    is_allowed
}

fn any_of<'w>(words: &'w [&'w str], allowed: &BTreeSet<String>) -> (bool, &'w [&'w str]) {
    let (mut result, mut rest) = all_of(words, allowed);
    while let [operator, after @ ..] = rest
        && operator.eq_ignore_ascii_case("OR")
    {
        let (other, behind) = all_of(after, allowed);
        (result, rest) = (result || other, behind);
    }
    (result, rest)
}

fn all_of<'w>(words: &'w [&'w str], allowed: &BTreeSet<String>) -> (bool, &'w [&'w str]) {
    let (mut result, mut rest) = one(words, allowed);
    while let [operator, after @ ..] = rest
        && operator.eq_ignore_ascii_case("AND")
    {
        let (other, behind) = one(after, allowed);
        (result, rest) = (result && other, behind);
    }
    (result, rest)
}

fn one<'w>(words: &'w [&'w str], allowed: &BTreeSet<String>) -> (bool, &'w [&'w str]) {
    match words {
        ["(", inside @ ..] => {
            let (result, rest) = any_of(inside, allowed);
            (result, rest.strip_prefix(&[")"]).expect("a bracket is closed"))
        }
        [licence, "WITH", exception, rest @ ..] => {
            (allowed.contains(&format!("{licence} WITH {exception}")), rest)
        }
        [licence, rest @ ..] => (allowed.contains(*licence), rest),
        [] => panic!("a licence expression ends too early"),
    }
}

#[test]
fn dependencies_have_allowed_licences_and_come_from_the_registry() {
    let rules = std::fs::read_to_string(repository(".deny.toml")).expect(".deny.toml");
    let rules: toml::Table = rules.parse().expect("TOML");
    let allowed = rules["licenses"]["allow"].as_array().expect("a list");
    let allowed: BTreeSet<String> =
        allowed.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("(GPL-3.0-only OR MIT) AND (ISC OR GPL-3.0-only)", true),
        ("MIT/GPL-3.0-only", true),
        ("MIT WITH Some-exception", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
    let metadata = cargo(&["metadata", "--format-version", "1", "--locked", "--offline", "--all-features"]);
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 200, "all dependencies are looked at");
    let mut faults = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence, &allowed) {
            faults.push(format!("{name} is under {licence}"));
        }
        let source = package["source"].as_str();
        if source.is_none_or(|source| !source.starts_with("registry+")) && name != "postil" {
            faults.push(format!("{name} is from {source:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What cargo says of the packages that this machine builds, which are all there.
fn cargo(arguments: &[&str]) -> Vec<u8> {
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(repository(""))
            .stdin(Stdio::null())
            .output()
            .expect("the toolchain runs");
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let version = String::from_utf8(run("rustc", &["-vV"])).expect("UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    run(env!("CARGO"), &[arguments, &["--filter-platform", host]].concat())
}
