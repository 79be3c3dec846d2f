//! The guide's page of bad inputs names only tests that there are.

use crate::site::{files_below, repository};

/// The paragraphs of the page's table.
const PARAGRAPHS: [&str; 9] = [
    "Always",
    "Paths and names",
    "Links on disk",
    "Text",
    "Anchors",
    "Hostile annotations",
    "Output",
    "Security",
    "Preview server",
];

/// Whether a test of this name, such as `hostile::many_footnotes_come_to_an_end`, is in the sources.
fn is_a_test(name: &str, sources: &[(String, String)]) -> bool {
    let Some((module, function)) = name.rsplit_once("::") else { return false };
    // The tests of a file stand beside it, or at its end.
    let module = module.strip_suffix("::tests").unwrap_or(module);
    let module = format!("/{}", module.replace("::", "/"));
    sources.iter().any(|(path, text)| {
        let is_there =
            [".rs", "/mod.rs", "/tests.rs"].iter().any(|end| path.ends_with(&(module.clone() + end)));
        let marked = text.split("#[test]").skip(1);
        is_there && marked.into_iter().any(|test| test.trim_start().starts_with(&format!("fn {function}(")))
    })
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let files = ["src", "tests/suite"].map(|folder| files_below(&repository(folder))).concat();
    let sources: Vec<(String, String)> = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            (path.to_str().expect("UTF-8").to_owned(), std::fs::read_to_string(&path).expect("a source"))
        })
        .collect();
    let page = std::fs::read_to_string(repository("content/guide/bad-inputs.md")).expect("the page");
    assert!(is_a_test("bad_inputs::table::every_test_that_the_page_names_is_there", &sources));
    assert!(!is_a_test("bad_inputs::table::is_a_test", &sources), "no test of its own");

    for paragraph in PARAGRAPHS {
        let section = page.split(&format!("\n## {paragraph}\n")).nth(1);
        let section = section.unwrap_or_else(|| panic!("the page has no section {paragraph}"));
        let section = section.split("\n## ").next().unwrap_or_default();
        let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
        for row in rows {
            let shown = row.trim_end_matches([' ', '|']).rsplit(" | ").next().unwrap_or_default();
            let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
            assert!(!named.is_empty(), "no test shows: {row}");
            for name in named {
                let is_there = match name.ends_with(".md") {
                    true => repository(&format!("tests/{name}")).is_file(),
                    false => is_a_test(name, &sources),
                };
                assert!(is_there, "there is no test {name}, which is to show: {row}");
            }
        }
    }
}
