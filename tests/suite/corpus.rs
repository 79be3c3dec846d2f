//! The archives that measurements are made on, which `tests/corpus` writes: postil finds all that is in them.

#[path = "../corpus/archive.rs"]
mod archive;
#[path = "../corpus/forms.rs"]
mod forms;

use archive::{Archive, Shape};
use forms::Form;

use postil::diagnostic::{Code, Diagnostic};

use crate::dice;
use crate::site::Built;

/// Writes an archive of 12 briefs, and gives what is built of it and which brief names which entity.
fn built(shape: Shape, seed: u64) -> (Built, Vec<(String, String)>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Form::Postil.write(Archive::new(12, shape, seed), folder.path()).expect("written");
    let named = std::fs::read_to_string(folder.path().join("named.tsv")).expect("the list");
    let pairs = named.lines().filter_map(|line| line.split_once('\t'));
    let pairs = pairs.map(|(brief, entity)| (brief.to_owned(), entity.to_owned())).collect();
    (Built::of(postil::load::load(folder.path()).expect("read")), pairs)
}

fn every_mention_is_on_its_entitys_page(shape: Shape, seed: u64) {
    let (built, named) = built(shape, seed);
    // The last by Zipf's law may have no turn.
    let is_unnamed = |found: &Diagnostic| found.code == Code::UnusedEntity;
    assert!(built.compiled.diagnostics.iter().all(is_unnamed), "{}", built.report());
    for (brief, entity) in named {
        let page = built.page(&format!("/entities/{entity}/"));
        let leads = page.all("a[href]").iter().any(|link| {
            link.value().attr("href").is_some_and(|address| address.contains(&format!("briefs/{brief}/")))
        });
        assert!(leads, "{entity} does not lead to {brief}");
    }
}

#[test]
fn every_mention_of_an_ordinary_archive_is_found() {
    every_mention_is_on_its_entitys_page(Shape::Ordinary, 7);
    every_mention_is_on_its_entitys_page(Shape::Ordinary, 8);
}

#[test]
fn one_entity_in_every_brief_is_found_in_all() {
    every_mention_is_on_its_entitys_page(Shape::Hub, 7);
}

#[test]
fn an_archive_is_the_same_in_every_form_and_run() {
    let listed = |form: Form, seed: u64| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        form.write(Archive::new(4, Shape::Ordinary, seed), folder.path()).expect("written");
        std::fs::read_to_string(folder.path().join("named.tsv")).expect("the list")
    };
    for (_, form) in Form::ALL {
        assert_eq!(listed(form, 7), listed(Form::Postil, 7));
    }
    assert_ne!(listed(Form::Postil, 7), listed(Form::Postil, 8));
}
