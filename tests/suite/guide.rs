//! The guide keeps its promises: its examples build without a diagnostic, and what the text beside
//! them says comes out.
//!
//! An example is a fenced block. One that stands below a line with a path is that file; what other
//! blocks are says [`EXAMPLES`], which has every one of them in its order.

use postil::artifact::Memory;
use postil::compile::LaterCache;
use postil::date::{When, words};
use postil::diagnostic::{Code, Format, Severity, reference, render};

use crate::cases::is_updating;
use crate::examples::{EXAMPLES, Shown, ports, site_of};
use crate::site::{Built, CONFIG, Site, demonstration, files_below, repository};

/// A page of the guide, as its author wrote it.
pub(crate) fn page_text(name: &str) -> String {
    let path = repository(&format!("content/guide/{name}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A fenced block of a page.
pub(crate) struct Fence {
    /// The path on the line above it.
    path: Option<String>,
    pub(crate) language: String,
    pub(crate) text: String,
    /// All of the page before it.
    before: String,
}

pub(crate) fn fences(page: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut open = false;
    let mut before = String::new();
    for line in page_text(page).split_inclusive('\n') {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                let above = before.lines().rev().find(|line| !line.is_empty()).unwrap_or_default();
                let path = above.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:"));
                fences.push(Fence {
                    path: path.map(str::to_owned),
                    language: language.trim_end().to_owned(),
                    text: String::new(),
                    before: before.clone(),
                });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => fences.last_mut().expect("a block is open").text.push_str(line),
            (None, false) => {}
        }
        before.push_str(line);
    }
    fences
}

/// The generated page of the guide is what the table of codes says.
#[test]
fn the_page_of_diagnostics_is_that_of_the_table() {
    let path = repository("content/guide/diagnostics.md");
    if is_updating() {
        std::fs::write(&path, reference()).expect("the guide is writable");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == reference(), "run the tests with POSTIL_UPDATE=1 to write {} anew", path.display());

    let built = demonstration();
    let page = built.page("guide/diagnostics");
    for code in Code::ALL {
        let name = code.name();
        page.one(&format!(".art h3#{name}"));
        page.one(&format!(".art td a[href='#{name}']"));
    }
    assert_eq!(built.page("guide").all(".art a[href='diagnostics/']").len(), 1);
}

/// What is wrong with a site, and what it does not show.
fn faults(name: &str, built: &Built, shown: &[Shown]) -> Vec<String> {
    let mut faults = unseen(name, built, shown);
    if !built.compiled.diagnostics.is_empty() {
        faults.push(format!("{name}:\n{}", built.report()));
    }
    faults
}

/// What a site does not show.
fn unseen(name: &str, built: &Built, shown: &[Shown]) -> Vec<String> {
    let mut faults = Vec::new();
    for (address, css, words) in shown {
        let page = built.page(address);
        if page.all(css).is_empty() || !page.has(css, words) {
            faults.push(format!("{name}: /{address}/ has no `{css}` with “{words}”: {:?}", page.texts(css)));
        }
    }
    faults
}

#[test]
fn examples_of_the_format_do_what_the_page_says() {
    let fences = fences("format");
    assert_eq!(fences.len(), EXAMPLES.len(), "each block of the page has an entry");
    let mut all = Vec::new();
    for (fence, example) in fences.iter().zip(EXAMPLES) {
        assert!(fence.text.starts_with(example.begins), "{}: {}", example.begins, fence.text);
        assert!(fence.path.is_none() || fence.path.as_deref() == example.path, "{:?}", fence.path);
        let built = site_of(example, &fence.text).compile();
        all.extend(faults(example.begins, &built, example.shown));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// The rows of a table of a page, each cell without its bars, by the words of its head.
pub(crate) fn table(page: &str, head: &str) -> Vec<Vec<String>> {
    let text = page_text(page);
    let lines = text.lines().skip_while(|line| !line.starts_with(&format!("| {head} |"))).skip(2);
    let rows: Vec<Vec<String>> = lines
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let line = line.replace("\\|", "\u{0}");
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().replace('\u{0}', "|")).collect()
        })
        .collect();
    assert!(!rows.is_empty(), "{page} has no table `{head}`");
    rows
}

/// What stands between backquotes.
pub(crate) fn code_spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn dates_are_shown_as_the_reference_says() {
    let mut count = 0;
    for row in table("format", "Write | Shown as") {
        if let ([edtf], said) = (&code_spans(&row[0])[..], &row[1]) {
            let when = When::parse(edtf).unwrap_or_else(|error| panic!("{edtf}: {error:?}"));
            let said = said.replace(" (end not known)", "");
            assert_eq!(words(&when), said, "{edtf}");
            count += 1;
        }
    }
    assert!(count >= 20, "{count} dates");
    for (edtf, said) in [("2015-22", "summer 2015"), ("2015-34", "second quarter of 2015")] {
        assert_eq!(When::parse(edtf).map(|when| words(&when)).as_deref(), Ok(said));
    }
    for unread in ["Y17E7", "1950S2", "156X-12-31", "-156X-12", "2015-W12"] {
        assert!(When::parse(unread).is_err(), "{unread}");
    }
}

/// The site of [`fences`] with a path, in their order, up to a block.
fn written(fences: &[Fence]) -> Site {
    fences.iter().fold(Site::new(), |site, fence| match &fence.path {
        Some(path) => site.file(path, &fence.text),
        None => site,
    })
}

/// What a person sees in the terminal.
fn terminal(site: &Site, built: &Built) -> String {
    let text_of = |path: &postil::path::SitePath| {
        site.files().get(path.as_str()).map(|text| std::sync::Arc::from(text.as_str()))
    };
    render(Format::Human, &built.compiled.diagnostics, &text_of, false)
}

fn named(built: &Built, severity: Severity) -> Vec<&'static str> {
    let found = built.compiled.diagnostics.iter().filter(|found| found.code.severity() == severity);
    found.map(|found| found.code.name()).collect()
}

#[test]
fn the_first_brief_grows_as_its_page_says() {
    let fences = fences("first-brief");
    let files: Vec<usize> = (0..fences.len()).filter(|at| fences[*at].path.is_some()).collect();
    let outputs: Vec<usize> = (0..fences.len()).filter(|at| fences[*at].language == "text").collect();
    assert_eq!((files.len(), outputs.len(), fences.len()), (6, 3, 10), "the blocks of the page");

    // “Build the site … `postil check` shows it”.
    let site = written(&fences[..outputs[0]]);
    let built = site.compile();
    assert_eq!(named(&built, Severity::Error), [""; 0]);
    assert_eq!(named(&built, Severity::Suggestion), ["bare-date"]);
    assert_eq!(terminal(&site, &built).trim_end(), fences[outputs[0]].text.trim_end());
    assert!(built.page("briefs/bridge").has("h1", "Two ports agree on a bridge"));

    // “Build again … Two warnings remain”.
    let site = written(&fences[..outputs[1]]);
    let built = site.compile();
    assert_eq!(named(&built, Severity::Error), [""; 0], "{}", built.report());
    assert_eq!(named(&built, Severity::Warning), ["stub-entity"; 2], "{}", built.report());
    let said = terminal(&site, &built);
    for line in fences[outputs[1]].text.lines() {
        assert!(said.contains(line), "{line}\nis not in\n{said}");
    }
    let shown: &[Shown] = &[
        ("", "main", "Two ports agree on a bridge"),
        ("briefs/bridge", ".facts", "River Desk"),
        ("briefs/bridge", ".kj", "The bridge will be built, and later than announced."),
        ("briefs/bridge", "a.men[href='../../entities/ana-brandt/']", "Ana Brandt"),
        ("briefs/bridge", "a.men[href='../../entities/tomas-reuter/']", "Tomas Reuter"),
        ("briefs/bridge", "section[aria-labelledby='page-who'] li", "Mayor of Norhaven, since 2021"),
        ("briefs/bridge", "#note-roads", "About four kilometres on either bank."),
        ("briefs/bridge", ".lem", "approach roads"),
        ("briefs/bridge", "#claim-on-time .conf", "Unlikely"),
        ("briefs/bridge", "a.cite[href='#s-lind-courier']", "2"),
        ("entities/norhaven", "h1", "Norhaven"),
        ("entities/bridge-agreement", "h1", "Bridge Agreement"),
        ("claims/on-time", "#s-port-report", "p. 14"),
        ("claims", "tbody tr", "The bridge opens on time"),
        ("sources/lind-courier", "h1", "Cities sign for a bridge"),
        ("sources/port-report", ".lede", "Port Authority of Sudport"),
        ("timeline", "time[datetime='2025-03-14']", "14 March 2025"),
        ("timeline", "time[datetime='2019']", "2019"),
        ("timeline", "time[datetime='2024-05']", "c. May 2024"),
    ];
    let missing = unseen("first brief", &built, shown);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let is_page = |path: &str, folder: &str| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.matches('/').count() == 1 && rest.ends_with("index.html"))
    };
    for (folder, count) in [("briefs/", 1), ("entities/", 4), ("claims/", 1), ("sources/", 2)] {
        let pages = built.compiled.output.iter().filter(|(path, _)| is_page(path, folder));
        assert_eq!(pages.count(), count, "{folder}");
    }

    // “Break it”.
    let page = "content/briefs/bridge.md";
    let broken = site.files()[page].replacen("the approach roads", "the access roads", 1);
    let site = site.file(page, &broken);
    let built = site.compile();
    assert_eq!(named(&built, Severity::Error), ["orphan-note"]);
    let said = terminal(&site, &built);
    assert!(said.contains(fences[outputs[2]].text.trim_end()), "{said}");
    assert!(said.contains("access roads"), "the wording that comes closest: {said}");
}

#[test]
fn notes_beside_a_brief_do_what_their_page_says() {
    let fences = fences("notes");
    let files = fences.iter().filter_map(|fence| Some((fence.path.as_ref()?, &fence.text)));
    let site = files.fold(ports(), |site, (path, text)| site.file(path, text));
    let built = site.compile();
    let shown: &[Shown] = &[
        ("briefs/bridge", "#note-opening.d .by", "Ines Weber"),
        ("briefs/bridge", "#note-opening .on", "The bridge opens in 2029"),
        ("briefs/bridge", "#claim-no-contract .conf", "Likely"),
        ("briefs/bridge", "#note-who-pays-for-what li", "And lists."),
        ("briefs/bridge", ".lem", "pays for the"),
        ("briefs/bridge", "#note-general.bn .bn-head", "Method on the brief as a whole"),
        ("briefs/bridge", "#note-17.d .by", "Jan Novak · 3 April 2025"),
        ("briefs/bridge", ".lem.over", "bridge"),
        ("entities/bridge-agreement", ".ev-card", "signed the agreement"),
        ("timeline", "li", "The agreement is signed"),
        ("claims", "tbody tr", "No contract has been signed"),
    ];
    let missing = unseen("notes", &built, shown);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert_eq!(named(&built, Severity::Error), [""; 0], "{}", built.report());
    assert_eq!(named(&built, Severity::Warning), [""; 0], "{}", built.report());
    // Every part of an annotation that the table names is one that the program knows.
    let source = |name: &str| {
        std::fs::read_to_string(repository(&format!("src/annotate/standoff/{name}.rs"))).expect("a source")
    };
    let known = ["selectors", "web_annotation", "hypothesis", "contents"].map(source).concat();
    for row in table("notes", "Part | What becomes of it") {
        for part in code_spans(&row[0]) {
            // Some are forms and no names that a file has to be asked for.
            let is_known = known.contains(&format!("\"{part}\""))
                || ["TextualBody", "kind:id", "Dispute", "Claim"].contains(&part);
            assert!(is_known, "{part}");
        }
    }
}

#[test]
fn templates_of_the_guide_are_laid_over_the_built_in_ones() {
    let fences = fences("templates");
    assert!(fences.iter().all(|fence| fence.path.is_some()), "each block is a file");
    let site = fences
        .iter()
        .fold(ports(), |site, fence| site.file(fence.path.as_deref().expect("checked above"), &fence.text));
    let built = site.compile();
    let shown: &[Shown] = &[
        ("briefs/ports", "main p", "Please tell us when you cite this brief."),
        ("briefs/ports", "main h2", "Cite this brief"),
        ("claims", "p.wrap", "Printed on the river."),
        ("crossing", ".wide p", "The crossing and its approach roads."),
        ("crossing", ".wide + p", "Ferries a day: 12."),
    ];
    let all = faults("templates", &built, shown);
    assert!(all.is_empty(), "{}", all.join("\n"));
    built.page("timeline").one("head link[rel='me'][href='https://example.org/@river-desk']");
    let text = built.text("briefs/ports/index.html");
    assert!(text.find("Please tell us") < text.find("Cite this brief"));
}

#[test]
fn the_blocks_of_templates_are_those_of_the_table() {
    let mut listed = Vec::new();
    let mut named = Vec::new();
    for row in table("templates", "Template | Blocks") {
        let (file, blocks) = (code_spans(&row[0]), code_spans(row[1].split(';').next().unwrap_or_default()));
        if let [file] = file[..] {
            listed.extend(blocks.iter().map(|block| format!("{file}: {block}")));
            named.push(file.to_owned());
        }
    }
    let mut found = Vec::new();
    for path in files_below(&repository("templates")) {
        let file = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        let text = std::fs::read_to_string(&path).expect("a template");
        let tags = text.split("{%").map(|tag| tag.trim_start_matches('-').trim_start());
        for tag in tags.filter(|_| named.contains(&file)) {
            let Some(rest) = tag.strip_prefix("block ") else { continue };
            let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.push(format!("{file}: {name}"));
        }
    }
    found.sort();
    found.dedup();
    // A page fills the blocks of `base.html`; those are named there.
    let base: Vec<String> =
        listed.iter().filter_map(|line| line.strip_prefix("base.html: ")).map(str::to_owned).collect();
    found.retain(|line| {
        let (file, block) = line.split_once(": ").expect("made above");
        file == "base.html" || !base.iter().any(|known| known == block)
    });
    listed.sort();
    assert_eq!(listed, found);
}

#[test]
fn the_envelope_of_data_is_as_shown() {
    let fence = fences("sites").into_iter().find(|fence| fence.language == "json").expect("an example");
    let shown: serde_json::Value = serde_json::from_str(&fence.text).expect("JSON");
    let site = ports().file("postil.toml", &CONFIG.replace("/site/", "/river-desk/"));
    let data = site.compile().data("entities/norhaven");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    assert_eq!(keys(&shown), keys(&data));
    for key in ["format", "version", "kind", "url"] {
        assert_eq!(shown[key], data[key]);
    }
    assert_eq!(shown["page"]["name"], data["page"]["name"]);
    assert!(fence.before.contains("index.json"));
}

#[test]
fn addresses_and_fragments_are_those_of_the_reference() {
    let site = written(&fences("first-brief"));
    let mut built = site.entity("org", "lind-council", "Lind Council", "same-as: { wikidata: Q1 }").compile();
    built.compiled.finish(&mut LaterCache::default(), &Memory);
    let paths: Vec<&str> = built.compiled.output.iter().map(|(path, _)| path).collect();
    let mut count = 0;
    for row in table("sites", "Address | Page") {
        for address in code_spans(&row[0]).into_iter().filter(|address| !address.contains("<page>")) {
            let address = address
                .replace("<slug>", "bridge")
                .replace("<scheme>/<id>", "wikidata/Q1")
                .replace("<scheme>", "wikidata")
                .replace("<id>", if address.contains("claims") { "on-time" } else { "norhaven" })
                .replace("<key>", "port-report");
            let file = match address.strip_suffix('/') {
                Some(_) if address == "/assets/" => "assets/site.",
                Some(_) if address == "/search/engine/" => "search/engine/",
                Some(folder) => &format!("{folder}/index.html"),
                None => &address,
            };
            let file = file.trim_start_matches('/');
            assert!(paths.iter().any(|path| path.starts_with(file)), "there is no {address} among {paths:?}");
            count += 1;
        }
    }
    assert!(count >= 15, "{count} addresses");
    let page = built.page("briefs/bridge");
    for row in table("sites", "Fragment | Leads to") {
        for fragment in code_spans(&row[0]).into_iter().filter(|fragment| !fragment.contains('<')) {
            page.one(&format!("[id='{}']", fragment.trim_start_matches('#')));
        }
    }
    assert!(!built.page("timeline").all("[id^='e-']").is_empty());
}

#[test]
fn lead_words_and_alerts_are_those_of_the_reference() {
    let mut text = String::from("It began.");
    let mut notes = String::new();
    let rows = table("format", "Lead word | What the note does");
    for row in &rows {
        let word = row[0].trim_matches(['*', '.']).to_owned();
        text.push_str(&format!("[^{}]", word.to_lowercase()));
        notes.push_str(&format!("[^{}]: **{word}.** A note.\n", word.to_lowercase()));
    }
    let alerts = table("format", "Alert | Type");
    for row in &alerts {
        notes.push_str(&format!("\n> {}\n> A passage.\n\n***\n", code_spans(&row[0])[0]));
    }
    let built = ports().brief("example", &format!("{text}\n\n{notes}")).compile();
    assert_eq!(built.report(), "");
    let page = built.page("briefs/example");
    for row in &rows {
        let word = row[0].trim_matches(['*', '.']);
        let shown = page.has(&format!("#note-{}", word.to_lowercase()), word);
        assert_eq!(shown, word != "Editor", "{word}");
    }
    let found: Vec<String> = page.texts(".bn .bn-head").iter().map(|text| text.to_lowercase()).collect();
    let listed: Vec<&str> = alerts.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(found, listed);
}

#[test]
fn attributes_of_links_are_those_of_the_reference() {
    let mut text = String::new();
    let mut names = Vec::new();
    for row in table("format", "Attribute | On | Meaning") {
        let attribute = code_spans(&row[0])[0].to_owned();
        let link = if row[1] == "a date" { "[2015](date:2015" } else { "[Norhaven](place:norhaven" };
        text.push_str(&format!("{link} \"{attribute}\").\n\n"));
        names.push(attribute.split('=').next().unwrap_or_default().to_owned());
    }
    names.dedup();
    assert_eq!(names, ["role", "as-of", "event", "id", "forecast"]);
    let built = ports().brief("example", &text).compile();
    assert!(built.found(Code::UnknownAttribute).is_empty(), "{}", built.report());
}

#[test]
fn ways_to_link_names_are_those_of_the_reference() {
    let rows = table("format", "Policy | Links");
    let listed: Vec<&str> = rows.iter().flat_map(|row| code_spans(&row[0])).collect();
    assert_eq!(listed, postil::config::LinkPolicy::NAMES);
    // “Each of them”, “the first in each section”, “the first in the brief”, “none but …”.
    for (policy, links) in listed.iter().zip([4, 2, 1, 0]) {
        let text = "\n## One\n\nNorhaven and Norhaven.\n\n## Two\n\nNorhaven or Norhaven.\n";
        let front = format!("---\ntitle: Links\ndate: 2025\nmentions: {policy}\n---\n");
        let built = ports().brief("example", &(front + text)).compile();
        let page = built.page("briefs/example");
        assert_eq!(page.all(".art a[href='../../entities/norhaven/']").len(), links, "{policy}");
        assert_eq!(page.all(".art [id^='m-norhaven-']").len(), 4, "all mentions are recorded: {policy}");
    }
}

#[test]
fn citations_are_read_as_the_reference_says() {
    let rows = table("format", "Write | Meaning");
    let mut forms: Vec<String> = rows.iter().flat_map(|row| code_spans(&row[0])).map(str::to_owned).collect();
    let text = forms.split_off(forms.len() - 2);
    assert_eq!(text, ["[sic]", "[a@example.org]"]);
    for form in &forms {
        let written = form.replace("@key", "@lind-courier").replace("@other", "@port-report");
        let built = ports().brief("example", &format!("It says so {written}.")).compile();
        assert_eq!(built.report(), "", "{form}");
        built.page("briefs/example").one(".art a.cite");
        let listed = built.page("briefs/example").all("[id^='s-']").len();
        assert_eq!(listed, form.matches('@').count(), "{form}: the sources of the brief");
        let said = built.page("briefs/example").texts(".art p").concat();
        for words in ["see", "and the maps in it"].iter().filter(|words| form.contains(**words)) {
            assert!(said.contains(words), "{form}: {said}");
        }
    }
    for form in text {
        let built = ports().brief("example", &format!("It says so {form}.")).compile();
        assert!(built.page("briefs/example").has(".art p", &form), "{form}");
    }
    // The names of places in a source, but for the ones that stand within other words.
    let page = page_text("format");
    let places = page.split("The places are ").nth(1).and_then(|rest| rest.split("\n\n").next());
    let places = code_spans(places.expect("the places of a source"));
    assert!(places.len() > 20, "{places:?}");
    for place in places {
        let cite = if place.contains(|c: char| c.is_ascii_digit()) {
            place.to_owned()
        } else {
            format!("{place} 3")
        };
        assert!(postil::bibliography::parse_locator(&cite).is_some(), "{cite}");
    }
}
