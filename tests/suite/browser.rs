//! Built sites in a real browser: `tests/browser/check.mjs` looks at them, and its findings are
//! the failure. What it needs is installed by `tests/browser/setup.sh`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::site::{Site, repository};
use crate::standards::browser;

/// Where the sites say that they stand: below a path, as project pages do.
pub(crate) const URL: &str = "https://example.org/belarus-brief/";

/// Pages of the demonstration to look at: one of each kind, and the briefs.
const PAGES: &str = "/ briefs/ briefs/allied-not-aligned/ briefs/two-ledgers/ entities/ entities/vladimir-makei/ \
                     entities/minsk/ entities/belarus/ entities/european-union/ entities/foreign-policy-action-plan/ \
                     entities/varta-apc/ entities/action-plan-signed-2015/ timeline/ network/ map/ search/ claims/ claims/ten-vartas/ \
                     sources/ sources/edm-13-5/ embed/vladimir-makei/ about/ guide/ guide/format/ guide/diagnostics/";

#[test]
fn the_demonstration_holds_in_a_browser() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build(&repository(""), folder.path());
    look_at(folder.path(), PAGES);
}

#[test]
fn a_brief_is_read_by_mouse_keyboard_and_touch() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build(&repository(""), folder.path());
    let arguments = [folder.path().as_os_str(), URL.as_ref(), "briefs/allied-not-aligned/".as_ref()];
    browser("reading.mjs", arguments);
}

#[test]
fn a_site_of_extremes_holds_in_a_browser() {
    look_at(built(&extremes()).path(), "");
}

#[test]
fn marks_stay_with_their_words() {
    let output = built(&marks());
    browser("marks.mjs", [output.path().as_os_str(), URL.as_ref(), "briefs/marks/".as_ref()]);
}

#[test]
fn nothing_moves_when_fonts_and_scripts_come_late() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build(&repository(""), folder.path());
    let pages = PAGES.split_whitespace();
    let arguments = [folder.path().as_os_str(), URL.as_ref()].into_iter();
    browser("shifts.mjs", arguments.chain(pages.map(OsStr::new)));
}

/// Builds a site on the disk, as a user does.
pub(crate) fn build(site: &Path, output: &Path) {
    let built = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["build", "--base-url", URL, "--root"])
        .arg(site)
        .arg("--output")
        .arg(output)
        .stdin(Stdio::null())
        .output()
        .expect("postil runs");
    assert!(built.status.success(), "the site is not built:\n{}", text(&built));
}

/// The folder into which the program builds a site.
pub(crate) fn built(site: &Site) -> TempDir {
    let folder = || TempDir::new().expect("a temporary folder");
    let (source, output) = (folder(), folder());
    site.write_to(source.path());
    build(source.path(), output.path());
    output
}

/// Looks at the pages, separated by spaces, or at one of each type, and fails with what is wrong.
fn look_at(folder: &Path, pages: &str) {
    let arguments = [folder.as_os_str(), URL.as_ref()];
    browser("check.mjs", arguments.into_iter().chain(pages.split_whitespace().map(OsStr::new)));
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A site that is hard to lay out: long names, many notes, scripts other than Latin, words
/// without a place to break, wide tables and code.
fn extremes() -> Site {
    let word = "thecrossborderrailfreightadministrationswithoutanybreakingspace".repeat(3);
    let name = "The Permanent Joint Commission for the Coordination of Cross-Border Rail Freight, Customs \
                Inspection and Phytosanitary Control of the Lower Basin";
    let mut brief = format!(
        "---\ntitle: \"A title with {word} in it and a good many further words that run over several lines\"\n\
         date: 2025-03-20\nsummary: \"{word}\"\nkey-judgements:\n  - \"The {word} will very likely stay.\"\n---\n\n\
         ## A heading with {word}\n\n[{name}](org:joint-commission) met [عبد الرحمن](person:abd-al-rahman) and \
         [欧亚经济委员会](org:eurasian-commission-zh) on [14 March 2025](date:2025-03-14). {word}.\n\n\
         يجتمع المجلس كل عام في المدينة القديمة ويناقش الميزانية والتجارة والعبور بين البلدين.\n\n\
         欧亚经济委员会每年举行会议讨论预算贸易和过境问题以及两国之间的边境合作而且没有空格可以换行所以这一行必须在任何地方断开。\n\n"
    );
    let columns = |cell: &str| format!("| {} |\n", vec![cell; 14].join(" | "));
    brief.push_str(&format!("{}{}{}\n", columns("Heading"), columns("---"), columns("1,234,567.89")));
    brief.push_str(&format!("```text\n{}\n```\n\n", "wide_code ".repeat(40)));
    brief.push_str(&format!("`{}`\n\n", "inline_code_without_a_place_to_break_".repeat(8)));
    for number in 1..=60 {
        brief.push_str(&format!("Sentence {number} carries the remark{number}.[^n{number}]\n\n"));
    }
    for number in 1..=60 {
        brief.push_str(&format!(
            "[^n{number}]: \"the remark{number}\" — **Context.** What stands behind remark {number}, at some length, \
             with https://example.org/{word} in it. [@low]\n"
        ));
    }
    brief.push_str(
        "\nIt is said.[^claim-said]\n\n[^claim-said]: **Likely.** [JC](org:joint-commission) will meet. [@long]\n",
    );
    Site::new()
        .file("content/briefs/extremes.md", &brief)
        .file(
            "content/sources.yml",
            &format!(
                "low:\n  type: article\n  title: Low\n  author: Low, Ina\n  date: 2016-01-05\nlong:\n  type: article\n  title: {word}\n  author: \"{word}, Ina\"\n  date: 2016-01-05\n"
            ),
        )
        .entity(
            "org",
            "joint-commission",
            name,
            &format!("short: JC\nsummary: \"{word}\"\naliases: [\"{word}\"]"),
        )
        .entity(
            "person",
            "abd-al-rahman",
            "عبد الرحمن بن محمد",
            "summary: \"رئيس اللجنة\"\nnames: {ar: \"عبد الرحمن\"}",
        )
        .entity("org", "eurasian-commission-zh", "欧亚经济委员会", "names: {zh: \"欧亚经济委员会\"}")
}

/// A site whose marks stand after all that a word can end with, each at many places of a line.
fn marks() -> Site {
    const ENDINGS: [&str; 14] = [
        "[Sun Lei](person:sun-lei)",
        "[The Joint Commission of the Lower Basin](org:joint-commission)",
        "[Sun Lei](person:sun-lei),",
        "([Sun Lei](person:sun-lei))",
        "“[Sun Lei](person:sun-lei)”",
        "**[Sun Lei](person:sun-lei)**",
        "[14 March 2025](date:2025-03-14)",
        "the quoted words",
        "said “so”",
        "what?",
        "**boldly**",
        "half —",
        "by `code`",
        "每年举行会议讨论预算。",
    ];
    const STARTS: usize = 16;
    let mut brief = "---\ntitle: Marks\ndate: 2025-03-20\n---\n\n".to_owned();
    let mut notes = String::new();
    for (ending, words) in ENDINGS.iter().enumerate() {
        for start in 0..STARTS {
            let id = format!("n{ending}-{start}");
            let (before, after) = ("w".repeat(start + 1), ["", ",", " so", "[^also]"][start % 4]);
            brief.push_str(&format!("{before} and here, after some words, at another place of a line, is {words}[^{id}]{after} and on it goes.\n\n"));
            let lemma = if *words == "the quoted words" { "\"the quoted words\" — " } else { "" };
            notes.push_str(&format!("[^{id}]: {lemma}A remark.\n"));
        }
    }
    brief.push_str(&format!("{}[^long]\n\n", "withoutanybreak".repeat(8)));
    brief.push_str(&format!("Many{}.\n\n", "[^also]".repeat(30)));
    Site::new()
        .brief("marks", &format!("{brief}{notes}[^also]: Another.\n[^long]: Long.\n"))
        .entity("person", "sun-lei", "Sun Lei", "")
        .entity("org", "joint-commission", "The Joint Commission of the Lower Basin", "")
}
