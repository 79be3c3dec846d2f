//! Targets: briefs with their front matter, notes beside them, and articles that are imported.

use postil::annotate::{Annotated, Record, annotate};
use postil::compile::graph;
use postil::config::LinkForm;
use postil::date::Day;
use postil::diagnostic::{Diagnostic, Severity};
use postil::document::keys::keys;
use postil::document::{parse, reading};
use postil::format::format;
use postil::import::{Site as Known, Wish, import};
use postil::load::Inputs;
use postil::path::{SitePath, check_slug};

use crate::run::{Target, run};
use crate::seeds;

pub(crate) const CONFIG: &str = "title = \"Test\"\nbase-url = \"https://example.org/site/\"\n";
const BRIEF: &str = "content/briefs/a.md";

/// What a diagnostic says of places that are not there.
pub(crate) fn misplaced(diagnostics: &[Diagnostic], inputs: &Inputs) -> Option<String> {
    let places = diagnostics.iter().flat_map(|found| found.labels.iter().map(move |label| (found, label)));
    let mut astray = places.filter(|(_, label)| {
        let location = &label.location;
        // A file that holds nothing is not kept.
        let text = inputs.text_of(&location.path).unwrap_or_default();
        text.get(location.span.range()).is_none()
    });
    astray.next().map(|(found, label)| format!("{found:?} is at {label:?}, which is in no text"))
}

fn inputs(brief: &str, beside: &[(&str, &str)]) -> Inputs {
    let files: Vec<(&str, &str)> = [(BRIEF, brief)].into_iter().chain(beside.iter().copied()).collect();
    Inputs::from_texts(CONFIG, &files)
}

/// A brief with what stands beside it, annotated.
fn annotated(inputs: &Inputs) -> Option<Annotated> {
    let (mut briefs, sides): (Vec<_>, Vec<_>) =
        inputs.files.iter().map(AsRef::as_ref).partition(|file| file.path.as_str() == BRIEF);
    annotate(briefs.pop()?, &sides, inputs.config.as_ref()?)
}

/// What is wrong with the spans of a record.
fn unsound(record: &Record) -> Option<String> {
    let Record::Brief(brief) = record else { return Some("a brief is none".to_owned()) };
    let body = &brief.body;
    let blocks = body.blocks.iter().map(|block| block.text);
    let notes = body.annotations.iter().flat_map(|note| note.lemma.into_iter().chain([note.text]));
    let references = body.references.iter().map(|reference| reference.text);
    let mut spans = blocks.chain(notes).chain(references);
    let astray = spans.find(|span| body.text.get(span.range()).is_none());
    let mut labels: Vec<_> = body.annotations.iter().map(|note| &note.label).collect();
    labels.sort();
    let count = labels.len();
    labels.dedup();
    astray
        .map(|span| format!("{span:?} is not in the plain text"))
        .or_else(|| (labels.len() < count).then(|| format!("a label stands twice: {labels:?}")))
}

fn brief_fault(inputs: &Inputs) -> Option<String> {
    if let Some(fault) = misplaced(&inputs.diagnostics, inputs) {
        return Some(fault);
    }
    let annotated = annotated(inputs)?;
    misplaced(&annotated.diagnostics, inputs).or_else(|| unsound(annotated.record.as_ref()?))
}

fn front_matter_fault(text: &str) -> Option<String> {
    let inputs = inputs(text, &[]);
    let file = inputs.files.first()?;
    let document = parse(&file.path, &file.text);
    let mut spans = keys(&document).into_iter().flat_map(|keys| keys.keys).map(|key| key.span);
    if let Some(span) = spans.find(|span| file.text.get(span.range()).is_none()) {
        return Some(format!("the key at {span:?} is in no text"));
    }
    if document.diagnostics.is_empty() && !reading::is_same(&document, &parse(&file.path, &file.text), &[]) {
        return Some("a text is not read as it is read".to_owned());
    }
    misplaced(&document.diagnostics, &inputs).or_else(|| brief_fault(&inputs))
}

#[test]
fn front_matter() {
    let mut seeds = seeds::ending(&[".md"]);
    for seed in &mut seeds {
        let fence = if seed.starts_with("+++") { "\n+++" } else { "\n---" };
        let end = seed.find(fence).map_or(0, |at| at + fence.len());
        seed.truncate(end);
    }
    seeds.retain(|seed| !seed.is_empty());
    run(&Target {
        name: "front-matter",
        seeds,
        tokens: &[
            "---\n",
            "+++\n",
            "- ",
            "  ",
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
            ">-\n",
            "#",
            "!!binary ",
            "title: ",
            "date: ",
            "previous: ",
            "a.",
            "[[a]]\n",
            "\"\"\"",
            "= ",
            "? ",
            "<<: *a",
            "%YAML 1.2\n",
            "\\u0000",
            "\\x",
            "1e999",
            "0x",
            ".nan",
            "2016-13-45",
            "~",
            "null",
        ],
        cases: 400,
        fault: front_matter_fault,
    });
}

fn whole_brief_fault(text: &str) -> Option<String> {
    let inputs = inputs(text, &[]);
    let file = inputs.files.first()?;
    if let Some(fault) = brief_fault(&inputs) {
        return Some(fault);
    }
    let formatted = format(file, LinkForm::Keep, None).ok()?;
    let after = self::inputs(&formatted.text, &[]);
    let again = format(after.files.first()?, LinkForm::Keep, None);
    match again {
        Ok(again) if again.text == formatted.text => None,
        Ok(again) => Some(format!("what is formatted changes again:\n{}---\n{}", formatted.text, again.text)),
        Err(faults) => Some(format!("what is formatted cannot be read: {faults:?}")),
    }
}

const MARKDOWN: &[&str] = &[
    "[",
    "](",
    ")",
    "[[",
    "]]",
    "[^n]",
    "[^n]: ",
    "[^claim-a]: ",
    "**Likely.** ",
    "> ",
    "> [!WARNING]\n",
    "\"",
    "“",
    "”",
    " — ",
    "…",
    "`",
    "```\n",
    "<b>",
    "</b>",
    "<div>\n",
    "<!--",
    "-->",
    "- ",
    "1. ",
    "    ",
    "# ",
    "\n\n",
    "| ",
    "|---|\n",
    "*",
    "**",
    "_",
    "~~",
    "\\",
    "&amp;",
    "&#x0;",
    "@key",
    "[@key, p. 2]",
    "person:ana",
    "date:2015-03",
    "{#id}",
    "![",
    "## Timeline\n",
    "3 March 2015",
    "\"role=mayor\"",
    "](../a.md#b)",
    "[a]: b\n",
    "$",
    "===\n",
    "---\n",
];

#[test]
fn whole_brief() {
    let seeds = seeds::ending(&[".md"]);
    run(&Target { name: "whole-brief", seeds, tokens: MARKDOWN, cases: 150, fault: whole_brief_fault });
}

const STANDING: &str = "---\ntitle: A brief\ndate: 2016-01-08\n---\n\nThe bridge opens in *spring*. The ferry’s boat stays.[^f]\n\n\
                        ## A section\n\n- Café on the Lind\n- `code` and [Ana](person:ana)\n\n| a | b |\n|---|---|\n| c | d |\n\n[^f]: A footnote.\n";

fn notes_fault(text: &str) -> Option<String> {
    brief_fault(&inputs(STANDING, &[("content/briefs/a.notes.md", text)]))
}

#[test]
fn standoff_notes() {
    let mut seeds = seeds::ending(&["notes.md"]);
    seeds.push(
        "### n1\n\n> The bridge opens\n\nWords.\n\n### claim-a\n\n> Café\n\n**Likely.** So.\n".to_owned(),
    );
    run(&Target { name: "standoff-notes", seeds, tokens: MARKDOWN, cases: 200, fault: notes_fault });
}

fn annotations_fault(text: &str) -> Option<String> {
    brief_fault(&inputs(STANDING, &[("content/briefs/a.annotations.json", text)]))
}

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "[[",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-1",
    "1e400",
    "18446744073709551616",
    "\\u0000",
    "\\ud800",
    "\"exact\": \"",
    "\"prefix\": \"",
    "\"suffix\": \"",
    "\"type\": \"TextQuoteSelector\"",
    "\"TextPositionSelector\"",
    "\"start\": 3",
    "\"end\": ",
    "\"refinedBy\": {",
    "\"FragmentSelector\"",
    "\"RangeSelector\"",
    "\"body\": [",
    "\"target\": ",
    "\"bodyValue\": \"",
    "<script>",
    "<p>",
    "<a href=\\\"",
    "&#106;",
    "spring",
    "bridge",
    "ferry’s",
    "\"id\": \"",
    "\"references\": [\"",
    "\"permissions\"",
    "\"rows\": [",
];

#[test]
fn web_annotations() {
    let mut seeds = seeds::ending(&["annotations.json"]);
    seeds.retain(|seed| seed.contains("\"target\"") && !seed.contains("\"rows\""));
    run(&Target { name: "web-annotations", seeds, tokens: JSON, cases: 300, fault: annotations_fault });
}

#[test]
fn hypothesis() {
    let mut seeds = seeds::ending(&["annotations.json"]);
    seeds.retain(|seed| seed.contains("\"rows\"") || seed.contains("\"user\""));
    run(&Target { name: "hypothesis", seeds, tokens: JSON, cases: 300, fault: annotations_fault });
}

/// The first line is the quote, the second and third what stands around it, the rest the article.
fn quote_fault(text: &str) -> Option<String> {
    let mut parts = text.splitn(4, '\n');
    let mut part = || parts.next().unwrap_or_default();
    let (quote, prefix, suffix) = (part(), part(), part());
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let note = format!(
        r#"{{"id": "x", "type": "Annotation", "bodyValue": "Why?", "target": {{"selector":
        {{"type": "TextQuoteSelector", "exact": {}, "prefix": {}, "suffix": {}}}}}}}"#,
        json(quote),
        json(prefix),
        json(suffix)
    );
    let brief = format!("---\ntitle: A\ndate: 2016\n---\n\n{}\n", part());
    let inputs = inputs(&brief, &[("content/briefs/a.annotations.json", &note)]);
    if let Some(fault) = brief_fault(&inputs) {
        return Some(fault);
    }
    let Record::Brief(brief) = annotated(&inputs)?.record? else { return None };
    let note = brief.body.annotations.iter().find(|note| note.quoted && note.label.contains('x'))?;
    let words = brief.body.slice(note.lemma?);
    // A quote may leave words out, and hold the marks of notes; its other letters are those of the words.
    let plain = |text: &str| {
        let letters = without_brackets(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        letters.to_lowercase()
    };
    let is_cut = quote.contains("..") || quote.contains(|c: char| c.is_ascii_digit());
    (!is_cut && plain(words) != plain(quote) && quote.is_ascii() && words.is_ascii())
        .then(|| format!("{quote:?} is found in {words:?}"))
}

/// A text without what stands in square or round brackets, as marks and citations do.
fn without_brackets(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(['[', '(']) {
        let closing = if rest[start..].starts_with('[') { ']' } else { ')' };
        let Some(length) = rest[start..].find(closing) else { break };
        plain.push_str(&rest[..start]);
        rest = &rest[start + length + 1..];
    }
    plain + rest
}

#[test]
fn quotes() {
    let seeds = [
        "The bridge opens\n\n\nThe bridge opens in spring. The ferry stays. The bridge opens again.",
        "ferry’s boat\nThe \n stays\nThe ferry's boat stays, and *the* ferry’s [boat](person:ana) goes.",
        "Café — and 12 km\n\n\nCafe\u{301} – and 12\u{a0}km of “road”\n\n- Café\n\n| Café | b |\n|---|---|\n| c | d |",
        "The … stays\n\nagain\nThe bridge `code` stays and the ferry[^n] stays again.\n\n[^n]: Stays.",
    ];
    run(&Target {
        name: "quotes",
        seeds: seeds.map(str::to_owned).to_vec(),
        tokens: &[
            "…",
            "...",
            "\n",
            "’",
            "'",
            "“",
            "\"",
            "—",
            "-",
            "\u{a0}",
            "\u{ad}",
            "é",
            "e\u{301}",
            "*",
            "`",
            "the ",
            "The bridge ",
            "ferry",
            "[^n]",
            "\n\n",
            "ﬁ",
            "İ",
            "ß",
            "<b>",
            "&amp;",
        ],
        cases: 400,
        fault: quote_fault,
    });
}

fn import_fault(text: &str) -> Option<String> {
    let wish = Wish { slug: None, date: None, today: Day::new(2022, 1, 1)?, is_draft: false };
    let imported = import(text, &wish, &Known::default()).ok()?;
    if let Err(reason) = check_slug(&imported.slug) {
        return Some(format!("the slug {:?}: {reason}", imported.slug));
    }
    let (path, brief) = imported.files.first()?;
    let lines = brief.lines().count();
    if let Some(doubt) = imported.doubts.iter().find(|doubt| doubt.line == 0 || doubt.line > lines) {
        return Some(format!("{doubt:?} is not in the {lines} lines of the brief"));
    }
    let files: Vec<(&str, &str)> =
        imported.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let inputs = Inputs::from_texts(CONFIG, &files);
    let file = inputs.files.iter().find(|file| file.path == SitePath::new(path.as_str()));
    let Some(file) = file else {
        return Some(format!("{path} is no file of a site: {:?}", inputs.diagnostics));
    };
    let annotated = annotate(file, &[], inputs.config.as_ref()?)?;
    let options = postil::compile::Options::default();
    graph(&inputs, &options, &postil::cache::Cache::default());
    let grave = annotated.diagnostics.iter().find(|found| found.severity() == Severity::Error);
    grave.map(|found| format!("the brief has {found:?}\n{brief}"))
}

#[test]
fn import_html() {
    let seeds = seeds::ending(&[".html"]);
    run(&Target {
        name: "import-html",
        seeds,
        tokens: &[
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<table><tr><td>",
            "<li>",
            "<ul>",
            "<blockquote>",
            "<a href=\"",
            "<h1>",
            "<h2>",
            "<script>",
            "<svg>",
            "<math>",
            "<template>",
            "<!--",
            "]]>",
            "&nbsp;",
            "&#0;",
            "<em>",
            "<sup>",
            "(RFE/RL, March 3)",
            "[^n]",
            "](",
            "`",
            "<meta property=\"og:title\" content=\"",
            "<title>",
            "\n\n",
            "---\n",
            "{{",
            "<br>",
            "<img src=",
        ],
        cases: 60,
        fault: import_fault,
    });
}

#[test]
fn import_markdown() {
    let mut seeds = seeds::ending(&[
        "tests/import/armenia.txt",
        "import/baltic.txt",
        "import/caspian.txt",
        "import/shoal.txt",
    ]);
    seeds.push(
        "A Title\n\nBy Ana Brandt\n\nMarch 3, 2015\n\nThe bridge (RFE/RL, March 2) opened.\n".to_owned(),
    );
    run(&Target { name: "import-markdown", seeds, tokens: MARKDOWN, cases: 100, fault: import_fault });
}
