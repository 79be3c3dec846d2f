//! Suggestions: what they propose, and that writing it in changes nothing but the links.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use postil::annotate::body::{Reference, ReferenceKind};
use postil::date::Precision;
use postil::diagnostic::{Code, Diagnostic, Edit, Severity};
use postil::graph::Graph;
use postil::span::Span;
use postil::suggest::apply;
use proptest::prelude::*;

use crate::cases::{Case, difference, report};
use crate::site::{Built, Site, repository};

/// Pieces of a brief, each with something that a suggestion could break.
const PIECES: [&str; 27] = [
    "Viktar Khrenin met Volkov on 6 December 2015.",
    "Khrenin’s men moved three Polonezes\nto Moskva on 6\nDecember 2015.",
    "## On 6 December 2015 Khrenin spoke",
    "| Khrenin | 6 December 2015 |\n|---|---|\n| Polonezes \\| | Khrenin |",
    "> Khrenin said on 6\n> December 2015 that Donbas\n> was lost.",
    "- Khrenin, 7 December 2015\n- **Polonezes** and *Khrenin*\n    - deeper Khrenin",
    "```\nKhrenin 6 December 2015\n```",
    "`Khrenin` and <b>Khrenin</b> and <!-- Khrenin --> and [Khrenin](https://example.com/Khrenin).",
    "The lemma has Polonezes here.[^n]\n\n[^n]: \"lemma has Polonezes here\" — **Context.** Khrenin on 1 May 2014.",
    "> [!WARNING]\n> \"alert of Polonezes\" — Khrenin denies Polonezes.\n\nThe alert of Polonezes stood.",
    "Hello!Khrenin and \\[Khrenin] and Khrenin](x) and [Khrenin] and [Khrenin](.",
    "On Monday, 6 December 2015 and Tuesday, 7 December 2015.",
    "**6 December 2015** and *6* December 2015, from 6 December 2015 to 8 December 2015.",
    "Donbas Battalion fought in Donbas; the president watched. Region of Donbass, said Volkov.",
    "On 3 May 2027 the term ends for Khrenin.",
    "Viktor Khrenin [@nobody, p. 3] and Khrenin[^missing] and Khrenin[^claim-x].\n\n[^claim-x]: **Likely.** Khrenin.",
    "Khrenin  \nKhrenin\\\nKhrenin &amp; Khrenin &#75;hrenin 6&nbsp;December 2015",
    "<div>\nKhrenin\n</div>",
    "[ref]: https://example.com \"Khrenin\"\n\nA [Khrenin][ref] and [ref] and [Polonezes].",
    "1. Khrenin\n\n   Khrenin again on 5 May 2014\n2. Polonezes",
    "    Khrenin as code",
    "Khrenin<br>Khrenin@example.com https://khrenin.example/Khrenin",
    "[[khrenin]] [[khrenin|Khrenin]] [Khrenin",
    "*Khrenin* _Polonezes_ ~~Polonezes~~ **Polo**nezes Po*lonezes*",
    "\tKhrenin after a tab\n\n  Polonezes after spaces  \n  and more Polonezes",
    "Trolleys and trolleybuses; the Trolleys’ end. Москва, Moskva, MOSKVA.",
    "[Khrenin](person:khrenin \"role=x\") on [6 December 2015](date:2015-12-06) with Polonezes.",
];

fn world() -> Site {
    Site::new()
        .entity("person", "khrenin", "Viktar Khrenin", "")
        .entity("person", "volkov", "Ivan Volkov", "weak-aliases: [the president]")
        .entity("place", "moscow", "Moscow", "names: { ru: Москва }")
        .entity("equipment", "polonez", "Polonez", "")
        .entity("concept", "trolley", "Trolley", "")
        .entity("place", "donbas", "Region of Donbass", "weak-aliases: [Donbas]")
        .entity("org", "donbas-battalion", "Donbas Battalion", "weak-aliases: [Donbas]")
}

/// A brief with key judgements, a policy and these pieces.
fn site(policy: &str, pieces: &[&str]) -> Site {
    let front = format!(
        "---\ntitle: Khrenin’s Polonezes\ndate: 2016-01-08\nmentions: {policy}\nkey-judgements:\n  - Polonezes stay on 6 December 2015.\n---\n"
    );
    world().brief("a", &format!("{front}\n{}\n", pieces.join("\n\n")))
}

/// The site with these edits made, and which files they changed.
pub(crate) fn edited(site: &Site, edits: &[&Edit]) -> Site {
    let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.location.path.as_str()).or_default().push(edit);
    }
    by_file
        .into_iter()
        .fold(site.clone(), |edited, (path, edits)| edited.file(path, &apply(&site.files()[path], &edits)))
}

fn edits(suggestions: &[Diagnostic]) -> Vec<&Edit> {
    suggestions.iter().filter_map(|found| found.edit.as_deref()).collect()
}

fn errors(built: &Built) -> BTreeMap<&'static str, usize> {
    let mut errors = BTreeMap::new();
    let grave = |found: &&Diagnostic| found.severity() == Severity::Error;
    for found in built.compiled.diagnostics.iter().filter(grave) {
        *errors.entry(found.code.name()).or_default() += 1;
    }
    errors
}

fn graph(built: &Built) -> &Graph {
    built.compiled.graph.as_ref().expect("the settings can be used")
}

/// What readers see beside links, a line each: the plain text, and the words that each note is about.
pub(crate) fn meaning(built: &Built) -> Vec<String> {
    let mut lines = Vec::new();
    for brief in &graph(built).briefs {
        let body = &brief.brief.body;
        lines.push(body.text.clone());
        lines.extend(body.annotations.iter().map(|note| {
            let lemma = note.lemma.map(|lemma| body.slice(lemma));
            format!("{} is about {lemma:?}", note.label)
        }));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn applying_changes_links_and_nothing_else(
        pieces in prop::sample::subsequence(PIECES.to_vec(), 1..9).prop_shuffle(),
        policy in prop::sample::select(vec!["off", "first-in-section", "every"]),
        mask in any::<u64>(),
    ) {
        let site = site(policy, &pieces);
        let before = site.compile();
        let suggestions = before.suggestions(&[]);
        let all = edits(&suggestions);
        for edit in &all {
            let text = &site.files()[edit.location.path.as_str()];
            let words = &text[edit.location.span.range()];
            prop_assert!(edit.replacement.starts_with(&format!("[{words}](")), "{}", edit.replacement);
        }
        let some: Vec<&Edit> =
            all.iter().enumerate().filter(|(at, _)| mask >> (at % 64) & 1 == 1).map(|(_, edit)| *edit).collect();
        for edits in [&some, &all] {
            let after = edited(&site, edits).compile();
            let (was, is) = (errors(&before), errors(&after));
            let added: Vec<_> = is.iter().filter(|(code, count)| was.get(*code).is_none_or(|was| was < *count)).collect();
            prop_assert!(added.is_empty(), "new errors {added:?}:\n{}", after.report());
            prop_assert_eq!(meaning(&before), meaning(&after));
        }
        let again = edited(&site, &all).compile();
        let left = again.suggestions(&[]);
        let left: Vec<String> =
            left.iter().filter(|found| found.edit.is_some()).map(|found| again.describe(found)).collect();
        prop_assert!(left.is_empty(), "a second run still edits: {left:#?}");
    }
}

#[test]
fn a_weak_name_is_edited_only_where_the_text_leaves_one_choice() {
    let world = Site::new()
        .entity("person", "ana", "Ana Brandt", "weak-aliases: [the mayor]")
        .entity("person", "bo", "Bo Lind", "weak-aliases: [the mayor]")
        .entity("place", "lind", "Lind", "")
        .entity("org", "lind-council", "Council of Lind", "weak-aliases: [Lind, the council]");
    let choices = [
        ("Ana Brandt came; the mayor spoke.", Some("[the mayor](person:ana)")),
        ("Ana Brandt met Bo Lind; the mayor spoke.", None),
        ("The mayor spoke.", None),
        // The place has no other name, so the text cannot have ruled it out.
        ("The Council of Lind met; Lind waits.", None),
        // One choice in the records may be one too few.
        ("The Council of Lind met; the council waits.", None),
        ("## Ana Brandt\n\nThe mayor spoke.", Some("[The mayor](person:ana)")),
    ];
    for (text, expected) in choices {
        let built = world.clone().brief("a", text).compile();
        let suggestions = built.suggestions(&[]);
        let weak: Vec<&str> = suggestions
            .iter()
            .filter(|found| found.code == Code::WeakName)
            .filter_map(|found| found.edit.as_deref().map(|edit| edit.replacement.as_str()))
            .collect();
        assert_eq!(weak, Vec::from_iter(expected), "{text}");
    }
}

#[test]
fn with_linking_off_each_section_gets_its_first_links() {
    let text = "Moscow and Moscow.\n\n## Moscow\n\nIn Moscow and [Moscow](place:moscow).\n\n## Later\n\nMoscow, Moscow.";
    let front = "---\ntitle: A\ndate: 2016-01-08\nmentions: off\n---\n\n";
    let site = world().brief("a", &format!("{front}{text}\n"));
    let suggestions = site.compile().suggestions(&[]);
    let edited = edited(&site, &edits(&suggestions));
    let expected = "[Moscow](place:moscow) and Moscow.\n\n## Moscow\n\nIn Moscow and [Moscow](place:moscow).\n\n## Later\n\n[Moscow](place:moscow), Moscow.";
    assert_eq!(edited.files()["content/briefs/a.md"], format!("{front}{expected}\n"));
}

#[test]
fn a_page_is_looked_through_where_it_is_named() {
    let site = world().file("content/about.md", "---\ntitle: About\n---\n\nMoscow, with Polonezes.\n");
    let built = site.compile();
    assert!(built.suggestions(&[]).is_empty());
    let suggestions = built.suggestions(&["content/about.md"]);
    let edited = edited(&site, &edits(&suggestions));
    let text = &edited.files()["content/about.md"];
    assert!(text.ends_with("\n[Moscow](place:moscow), with [Polonezes](equipment:polonez).\n"), "{text}");
}

/// The repository's own site with the links to entities and dates taken out of its briefs.
fn stripped(built: &Built, site: &Site) -> Site {
    let is_link = |reference: &&Reference| {
        matches!(reference.kind, ReferenceKind::Mention(..) | ReferenceKind::Date(..))
    };
    graph(built).briefs.iter().fold(site.clone(), |stripped, brief| {
        let body = &brief.brief.body;
        let path = brief.brief.path.as_str();
        let mut text = site.files()[path].clone();
        // Links in the front matter stand at a place of their own.
        let links = body.references.iter().filter(is_link);
        for link in links.rev() {
            let words = body.source_of(link.text);
            assert!(link.source.contains(words), "{path}: {}", body.slice(link.text));
            let words = text[words.range()].to_owned();
            text.replace_range(link.source.range(), &words);
        }
        stripped.file(path, &text)
    })
}

/// What the briefs name: brief, entity, and the words in the plain text.
fn named(built: &Built) -> Vec<(String, String, Span)> {
    let graph = graph(built);
    let briefs = graph.briefs.iter();
    briefs
        .flat_map(|brief| {
            brief.links.mentions.iter().map(|mention| {
                let id = graph.registry.entity(mention.entity).id.clone();
                (brief.brief.slug.clone(), id, mention.text)
            })
        })
        .collect()
}

/// Those of some mentions at whose words others have the same entity.
fn common<'a>(
    mentions: &'a [(String, String, Span)],
    others: &[(String, String, Span)],
) -> Vec<&'a (String, String, Span)> {
    let is_there = |one: &&(String, String, Span)| {
        others.iter().any(|other| (&other.0, &other.1) == (&one.0, &one.1) && other.2.overlaps(one.2))
    };
    mentions.iter().filter(is_there).collect()
}

/// The days that the briefs mark: brief, value, and where in the plain text.
fn marked(built: &Built) -> BTreeSet<(String, String, u32)> {
    let briefs = graph(built).briefs.iter();
    briefs
        .flat_map(|brief| {
            brief.brief.body.references.iter().filter_map(|reference| match &reference.kind {
                ReferenceKind::Date(when, _) if when.precision() == Precision::Day => {
                    Some((brief.brief.slug.clone(), when.as_str().to_owned(), reference.text.start))
                }
                _ => None,
            })
        })
        .collect()
}

/// The site without the aliases of its records.
fn without_aliases(site: &Site) -> Site {
    let records: Vec<_> =
        site.files().iter().filter(|(path, _)| path.starts_with("content/entities/")).collect();
    records.into_iter().fold(site.clone(), |site, (path, text)| {
        let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("aliases:"));
        site.file(path, &lines.collect::<String>())
    })
}

#[test]
fn what_the_demonstration_loses_with_its_links_comes_back() {
    let site = Site::folder("");
    let whole = site.compile();
    let (all, days) = (named(&whole), marked(&whole));
    let bare = stripped(&whole, &site);
    let guide = std::fs::read_to_string(repository("content/guide/suggest.md")).expect("the page is there");
    let mut lacking = Vec::new();
    for (site, what) in [(bare.clone(), ""), (without_aliases(&bare), " without aliases")] {
        let without = site.compile();
        assert!(marked(&without).is_empty(), "all dates were taken out");
        let suggestions = without.suggestions(&[]);
        let mended = edited(&site, &edits(&suggestions)).compile();
        let now = named(&mended);
        assert_eq!(common(&now, &all).len(), now.len(), "mentions that the authors did not mean");
        let found = common(&all, &named(&without)).len();
        let back = common(&all, &now).len();
        let days_back = marked(&mended).intersection(&days).count();
        let told = format!(
            "{found} of {} mentions{what} before, {back} after, and {days_back} of {} days",
            all.len(),
            days.len()
        );
        if !guide.contains(&told) {
            lacking.push(told);
        }
        let left = mended.suggestions(&[]);
        assert!(left.iter().all(|found| found.edit.is_none()), "a second run edits nothing");
    }
    assert!(lacking.is_empty(), "the guide says otherwise: {lacking:#?}");
}

/// Cases of `tests/suggest`: a site, what is suggested for it, and what `--apply` changes.
#[test]
fn cases_suggest_what_they_say() {
    let mut faults = Vec::new();
    for mut case in Case::all("tests/suggest") {
        let site = case.site();
        let built = site.compile();
        let suggestions = built.suggestions(&[]);
        let told: String = suggestions.iter().map(|found| built.describe(found)).collect();
        let edited = edited(&site, &edits(&suggestions));
        let changed = site.files().iter().filter(|(path, text)| edited.files()[*path] != **text);
        let changes: String = changed.map(|(path, text)| difference(text, &edited.files()[path])).collect();
        let changes = changes.replace("--- expected\n+++ found\n", "");
        faults.extend(case.expect(&[("suggestions", &told), ("changes", &changes)]));
    }
    report(&faults);
}

#[test]
fn a_file_keeps_its_mark_and_line_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "\u{feff}---\r\ntitle: A\r\ndate: 2016-01-08\r\n---\r\n\r\nViktar Khrenin  \r\non 6\r\nDecember 2015.\n\tKhrenin\r";
    world().file("content/briefs/a.md", text).write_to(folder.path());
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        let output = command.current_dir(folder.path()).args(arguments).output().expect("postil runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["suggest", "--apply", "--yes"]);
    let expected = text
        .replace("6\r\nDecember 2015", "[6\r\nDecember 2015](date:2015-12-06)")
        .replace("\tKhrenin", "\t[Khrenin](person:khrenin)");
    let file = folder.path().join("content/briefs/a.md");
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), expected);
    run(&["suggest", "--apply", "--yes"]);
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), expected);
    let others = std::fs::read_dir(folder.path().join("content/briefs")).expect("the folder");
    assert_eq!(others.count(), 1, "no draft of the file is left");
}
