//! Targets: files of sources in three formats.

use postil::bibliography::{Parsed, biblatex, csl_json, parse, ris};
use postil::load::Inputs;
use postil::path::SitePath;

use crate::run::{Target, run};
use crate::seeds;
use crate::texts::{CONFIG, misplaced};

fn fault(name: &str, text: &str) -> Option<String> {
    let inputs = Inputs::from_texts(CONFIG, &[(name, text)]);
    let file = inputs.files.first()?;
    let Parsed { sources, diagnostics } = parse(&file.path, &file.text);
    if let Some(fault) = misplaced(&diagnostics, &inputs) {
        return Some(fault);
    }
    let astray = sources.iter().find(|source| file.text.get(source.location().span.range()).is_none());
    if let Some(source) = astray {
        return Some(format!("{:?} is in no text", source.location()));
    }
    let mut keys: Vec<&str> = sources.iter().map(|source| source.key()).collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair[0] == pair[1]) {
        return Some(format!("a key stands twice: {keys:?}"));
    }
    let exported = serde_json::to_string(&csl_json(&sources)).expect("JSON");
    let again = parse(&SitePath::new("content/sources/b.json"), &exported);
    if again.sources.len() != sources.len() {
        return Some(format!(
            "of {} sources {} come back from {exported}",
            sources.len(),
            again.sources.len()
        ));
    }
    let exported = biblatex(&sources);
    let again = parse(&SitePath::new("content/sources/b.bib"), &exported);
    if again.sources.len() != sources.len() {
        return Some(format!(
            "of {} sources {} come back from {exported}: {:?}",
            sources.len(),
            again.sources.len(),
            again.diagnostics
        ));
    }
    let exported = ris(&sources);
    let is_tag = |line: &str| line.get(2..5) == Some("  -");
    let strange = exported.lines().find(|line| !line.is_empty() && !is_tag(line));
    strange.map(|line| format!("RIS has the line {line:?}"))
}

#[test]
fn sources_biblatex() {
    run(&Target {
        name: "biblatex",
        seeds: seeds::ending(&[".bib"]),
        tokens: &[
            "@",
            "@book{",
            "{",
            "}",
            "{{",
            "\"",
            "=",
            ",",
            "#",
            "\\",
            "\\\"{o}",
            "\\&",
            "%",
            "$",
            "~",
            "--",
            "title = {",
            "author = {",
            " and ",
            "others",
            "date = {2015-03/..}",
            "@string{a = ",
            "@comment{",
            "@preamble{",
            "crossref = {",
            "month = jan",
            "year = {",
            "url = {",
            "@xdata{",
            "\\textbf{",
            "langid = {",
        ],
        cases: 300,
        fault: |text| fault("content/sources/a.bib", text),
    });
}

#[test]
fn sources_csl_json() {
    let mut seeds = seeds::ending(&[".json"]);
    seeds.retain(|seed| seed.contains("\"issued\"") || seed.contains("\"title\""));
    run(&Target {
        name: "csl-json",
        seeds,
        tokens: &[
            "{",
            "}",
            "[",
            "]",
            "[[",
            ",",
            ":",
            "\"",
            "null",
            "-1",
            "1e400",
            "99999999999",
            "\\u0000",
            "\\ud800",
            "\"id\": \"",
            "\"type\": \"report\"",
            "\"issued\": {\"date-parts\": [[2015, 13, 40]]}",
            "\"raw\": \"",
            "\"author\": [",
            "\"literal\": \"",
            "\"family\": ",
            "\"note\": \"",
            "\"title\": \"",
            "<i>",
            "\"season\": ",
            "\"circa\": true",
            "}{",
            "%%",
            "\\n",
        ],
        cases: 300,
        fault: |text| fault("content/sources/a.json", text),
    });
}

#[test]
fn sources_hayagriva() {
    run(&Target {
        name: "hayagriva",
        seeds: seeds::ending(&["sources.yml"]),
        tokens: &[
            "a:\n",
            "  type: report\n",
            "  parent:\n",
            "  - ",
            ": ",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "&a ",
            "*a",
            "|\n",
            "  title: ",
            "  author: ",
            "  date: 2015-13",
            "  url: { value: ",
            "  page-range: 3-",
            "  volume: ",
            "  serial-number: ",
            "  language: ",
            "  issue: ",
            "null",
            "~",
            "1e99",
            "#",
            "\\u0000",
            "}}",
            "%",
        ],
        cases: 300,
        fault: |text| fault("content/sources/a.yml", text),
    });
}
