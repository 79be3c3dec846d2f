//! One style for texts, and a site that stays the same.
//!
//! Cases are `tests/format/*.md`: a site, whose first file is formatted with links kept as they are, and then,
//! where that is another text, with each form of links.

mod generated;

use std::fmt::Write;
use std::path::PathBuf;

use postil::cache::Cache;
use postil::compile::{self, Compiled, Options, compile};
use postil::config::LinkForm;
use postil::diagnostic::Severity;
use postil::format::{format, is_formatted, order};
use postil::graph::Graph;
use postil::load::{Role, SourceFile};
use rayon::prelude::*;

use crate::cases::{Case, report};
use crate::dice::Dice;
use crate::invariants::{all_sites, differences};
use crate::site::{Site, limited, repository};
use crate::workshop::{Workshop, snapshot};

const FORMS: [LinkForm; 4] = [LinkForm::Keep, LinkForm::Typed, LinkForm::Wiki, LinkForm::Relative];

fn graph(site: &Site, cache: &Cache) -> Option<Graph> {
    compile::graph(&site.inputs(), &Options { drafts: true, ..Options::default() }, cache)
}

/// A file in the one style, with what is to be said of it; what is wrong where it cannot be read.
fn formatted(file: &SourceFile, form: LinkForm, graph: Option<&Graph>) -> String {
    match format(file, form, graph) {
        Ok(formatted) => {
            let mut text = formatted.text;
            for pass in formatted.refused {
                writeln!(text, "--- refused: {}", pass.words()).expect("a text takes what is written");
            }
            text
        }
        Err(faults) => {
            faults.iter().map(|fault| format!("--- {}: {}\n", fault.code.name(), fault.message)).collect()
        }
    }
}

#[test]
fn texts_take_the_style() {
    let fault = |case: &mut Case| {
        let (site, path) = (case.site(), case.first_file().trim_end_matches(" \\").to_owned());
        let inputs = site.inputs();
        let file = inputs.files.iter().find(|file| file.path.as_str() == path).expect("the file is read");
        let graph = graph(&site, &Cache::default());
        let kept = formatted(file, LinkForm::Keep, None);
        let mut results = vec![("keep", kept.clone())];
        for (name, form) in LinkForm::NAMES.into_iter().zip(FORMS).skip(1) {
            let text = formatted(file, form, graph.as_ref());
            if text != kept {
                results.push((name, text));
            }
        }
        let results: Vec<(&str, &str)> = results.iter().map(|(name, text)| (*name, text.as_str())).collect();
        case.expect(&results)
    };
    let faults: Vec<String> = Case::all("tests/format").iter_mut().filter_map(fault).collect();
    report(&faults);
}

/// The site with its texts in the one style.
fn restyled(site: &Site, form: LinkForm, cache: &Cache) -> Site {
    let graph = (form != LinkForm::Keep).then(|| graph(site, cache)).flatten();
    let mut restyled = site.clone();
    for file in site.inputs().files.iter().filter(|file| is_formatted(file)) {
        if let Ok(formatted) = format(file, form, graph.as_ref()) {
            restyled = restyled.file(file.path.as_str(), &formatted.text);
        }
    }
    restyled
}

/// What a reader, a lock and an author would find changed.
fn changes(before: &Compiled, after: &Compiled) -> Vec<String> {
    let messages = |compiled: &Compiled| {
        let messages = compiled.diagnostics.iter().map(|found| (found.code, found.message.clone()));
        let mut messages: Vec<_> = messages.collect();
        messages.sort_by(|(one, first), (other, second)| (one.name(), first).cmp(&(other.name(), second)));
        messages
    };
    let mut changes = differences(before, after);
    // Places in files move; what is said of them does not.
    changes.retain(|change| !change.starts_with("diagnostics: "));
    if messages(before) != messages(after) {
        let (one, other) = (messages(before), messages(after));
        let only: Vec<_> = one.iter().filter(|found| !other.contains(found)).collect();
        let new: Vec<_> = other.iter().filter(|found| !one.contains(found)).collect();
        changes.push(format!("messages: only before {only:?}, only after {new:?}"));
    }
    let lock = |compiled: &Compiled| compiled.lock.as_ref().map(|lock| lock.text.clone());
    if lock(before) != lock(after) {
        changes.push("the lock".to_owned());
    }
    changes
}

/// What is wrong with a site after its texts have taken the style.
pub(crate) fn faults(name: &str, site: &Site) -> Vec<String> {
    let built = |site: &Site, cache: &mut Cache| compile(&site.inputs(), &Options::default(), cache);
    let mut cache = Cache::default();
    let before = built(site, &mut cache);
    let mut faults = Vec::new();
    for form in FORMS {
        let after = restyled(site, form, &cache);
        let again = restyled(&after, form, &cache);
        let path = after.files().iter().find(|(path, text)| again.files()[*path] != **text);
        if let Some((path, text)) = path {
            let difference = crate::cases::difference(text, &again.files()[path]);
            faults.push(format!("{name}, {form:?}: {path} changes once more:\n{difference}"));
        }
        if after.files() != site.files() {
            let changes = changes(&before, &built(&after, &mut cache));
            if !changes.is_empty() {
                let first = after.files().iter().find(|(path, text)| site.files()[*path] != **text);
                let difference =
                    first.map(|(path, text)| crate::cases::difference(&site.files()[path], text));
                faults.push(format!("{name}, {form:?}: {changes:#?}\n{}", difference.unwrap_or_default()));
            }
        }
    }
    faults
}

#[test]
fn the_style_changes_no_site() {
    let faults: Vec<String> =
        all_sites().into_par_iter().flat_map_iter(|(name, site)| faults(&name, &site)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_style_changes_no_site_that_could_be_written() {
    let made: Vec<(usize, Site)> =
        (0..30).map(|seed| (seed, generated::site(&mut Dice::new(seed as u64)))).collect();
    let errors = made.par_iter().flat_map_iter(|(seed, site)| {
        let found = site.compile().compiled.diagnostics;
        let first = found.into_iter().find(|found| found.severity() == Severity::Error);
        first.map(|found| format!("{seed}: {}", found.message))
    });
    let errors: Vec<String> = errors.collect();
    assert!(errors.len() < 15, "most of the sites are published: {errors:#?}");
    // What a pass refuses stays as it is, and would show nothing here.
    let refused = made.iter().flat_map(|(seed, site)| {
        let graph = graph(site, &Cache::default());
        let texts = site.inputs().files.into_iter().filter(|file| is_formatted(file));
        let refused = texts.filter_map(move |file| {
            let refused = format(&file, LinkForm::Wiki, graph.as_ref()).ok()?.refused;
            (!refused.is_empty()).then(|| format!("{seed}: {refused:?} in {}:\n{}", file.path, file.text))
        });
        refused.collect::<Vec<String>>()
    });
    let refused: Vec<String> = refused.collect();
    assert!(refused.is_empty(), "{} texts: {}", refused.len(), refused.join("\n"));
    let faults: Vec<String> =
        made.par_iter().flat_map_iter(|(seed, site)| faults(&format!("site {seed}"), site)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn keys_stand_in_the_order_of_the_guide() {
    let guide = std::fs::read_to_string(repository("content/guide/format.md")).expect("the guide");
    let id = || "a".to_owned();
    for (title, role) in [
        ("### Keys of a brief", Role::Brief { slug: id() }),
        ("### Keys of an entity", Role::Entity { id: id() }),
        ("### Keys of a claim", Role::Claim { id: id() }),
        ("### Keys of a page", Role::Page { slug: id() }),
    ] {
        let (_, part) = guide.split_once(title).expect("the section of the guide");
        let rows = part.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
        let cells = rows.take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(1));
        let keys: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        assert_eq!(order(&role), keys, "{title}");
    }
}

#[test]
fn files_keep_their_line_ends_and_permissions() {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site"]).with(0, &[]);
    let text = |front: &str| format!("---\n{front}---\n\nWords.[^b] More.[^a]  \n\n[^a]: A.\n[^b]: B.\n");
    let after = "---\ntitle: A\ndate: 2020\n---\n\nWords.[^b] More.[^a]\n\n[^b]: B.\n[^a]: A.\n";
    let careless = text("date: 2020\ntitle: A\n");
    workshop.put("site/content/crlf.md", &careless.replace('\n', "\r\n"));
    workshop.put("site/content/mixed.md", &careless.replacen("\n\n", "\r\n\r\n", 1));
    workshop.put(
        "site/content/mark.md",
        &format!("\u{feff}{}", after.replace("title: A\ndate", "title: B\ndate")),
    );
    workshop.put("site/content/empty.md", "\n");
    let before = snapshot(&workshop.at("site"));
    workshop
        .postil("site", &["fmt", "--check"])
        .with(1, &["+++ content/mark.md", "3 of 10 files would change"]);
    assert!(before == snapshot(&workshop.at("site")), "nothing is written");
    let link = workshop.at("site/content/crlf.md");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&link, private).expect("the file is ours");
    workshop.postil("site", &["fmt"]).with(0, &["Formatted content/crlf.md", "Changed 3 of 10 files"]);
    assert_eq!(workshop.text("site/content/crlf.md"), after.replace('\n', "\r\n"));
    assert_eq!(workshop.text("site/content/mixed.md"), after);
    assert!(workshop.text("site/content/mark.md").starts_with("---\ntitle: B\n"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&link.metadata().expect("the file").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let names = |files: Vec<(PathBuf, Vec<u8>)>| files.into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(names(snapshot(&workshop.at("site"))), names(before), "no draft is left behind");
    workshop.postil("site", &["fmt", "--check"]).with(0, &["Nothing to change in 10 files"]);
}

#[test]
fn many_notes_take_no_time() {
    let count = 10_000;
    let mut text = String::from("---\ntitle: Notes\ndate: 2020\n---\n\n");
    for at in 0..count {
        writeln!(text, "[^n{at}]: Note {at}.").expect("a text takes what is written");
    }
    text.push('\n');
    for at in (0..count).rev() {
        writeln!(text, "Words {at}.[^n{at}]\n").expect("a text takes what is written");
    }
    let folder = tempfile::tempdir().expect("a folder");
    Site::new().brief("many", &text).write_to(folder.path());
    // Seconds of the processor, of which other programs take none. In the square of their number it would be minutes.
    let ended = limited(folder.path(), "ulimit -t 20", "fmt").output().expect("the program runs");
    assert!(ended.status.success(), "{:?}: {}", ended.status, String::from_utf8_lossy(&ended.stderr));
    let formatted = std::fs::read_to_string(folder.path().join("content/briefs/many.md")).expect("the brief");
    let order: Vec<&str> = formatted.lines().filter(|line| line.starts_with("[^")).collect();
    assert_eq!((order.len(), order[0], order[count - 1]), (count, "[^n9999]: Note 9999.", "[^n0]: Note 0."));
}
