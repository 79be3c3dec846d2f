//! How long each stage takes, on this repository's site and on a generated one: `cargo bench`.

#![expect(clippy::disallowed_methods, reason = "benches read sites from the disk and write them to it")]

#[path = "../corpus/archive.rs"]
mod archive;
#[path = "../corpus/dice.rs"]
mod dice;
#[path = "../corpus/forms.rs"]
mod forms;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, Shape};
use divan::Bencher;
use forms::Form;
use postil::annotate::{Record, annotate};
use postil::artifact::Memory;
use postil::bibliography::{self, Style};
use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::config::Security;
use postil::document::parse;
use postil::graph::{Graph, Linkable, link};
use postil::hash::Digest;
use postil::load::{Inputs, Role, load};
use postil::output;
use postil::pictures::Pictures;
use postil::progress::Progress;
use postil::render::assets::theme_assets;
use postil::render::theme::BUILT_IN_TEMPLATES;
use postil::render::{Files, Known, Materials, Theme, render};
use postil::share_cards::{Cards, Drawings, Painted};
use postil::words::Words;

fn main() {
    // What the command line says comes after it.
    let settings = divan::Divan::default().sample_count(20).max_time(Duration::from_secs(5));
    settings.config_with_args().main();
}

/// The sites that are measured.
#[derive(Debug, Clone, Copy)]
enum Sample {
    Demonstration,
    HundredBriefs,
}

const SAMPLES: [Sample; 2] = [Sample::Demonstration, Sample::HundredBriefs];

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Demonstration => "demonstration",
            Self::HundredBriefs => "100 briefs",
        })
    }
}

impl Sample {
    /// The folder of the site; `scratch` takes a generated one.
    fn folder(self, scratch: &Path) -> PathBuf {
        if let Self::Demonstration = self {
            return PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        }
        Form::Postil
            .write(Archive::new(100, Shape::Ordinary, 7), scratch)
            .expect("the archive can be written");
        scratch.to_owned()
    }

    fn inputs(self) -> Inputs {
        let scratch = tempfile::tempdir().expect("a temporary folder");
        load(&self.folder(scratch.path())).expect("the site is readable")
    }
}

fn records(inputs: &Inputs) -> Vec<Record> {
    let config = inputs.config.as_ref().expect("settings");
    let files = inputs.files.iter().filter(|file| {
        matches!(file.role, Role::Brief { .. } | Role::Entity { .. } | Role::Claim { .. } | Role::Page { .. })
    });
    files.filter_map(|file| annotate(file, &[], config)?.record).collect()
}

fn linkable(inputs: &Inputs, records: Vec<Record>) -> Linkable {
    let texts = inputs.files.iter().filter(|file| file.role == Role::Bibliography);
    let parsed: Vec<_> = texts.map(|file| bibliography::parse(&file.path, &file.text)).collect();
    Linkable {
        surroundings: Digest::of(b"the same in every build"),
        lock: Arc::default(),
        removed: Vec::new(),
        config: Arc::new(inputs.config.clone().expect("settings")),
        records,
        sources: Arc::new(bibliography::collect(parsed.iter()).0),
        style: Style::load("chicago-author-date", "en").expect("the style is inside"),
        change_logs: BTreeMap::new(),
        remotes: BTreeMap::new(),
        assets: Vec::new(),
    }
}

fn graph(inputs: &Inputs) -> Graph {
    let cache = Cache::default();
    link(linkable(inputs, records(inputs)), &cache.kept, &cache.linked, &cache.formatted).0
}

#[divan::bench(args = SAMPLES)]
fn stage_1_load(bencher: Bencher<'_, '_>, sample: Sample) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let folder = sample.folder(scratch.path());
    bencher.bench(|| load(&folder).expect("the site is readable"));
}

/// Front matter and Markdown events alone.
#[divan::bench(args = SAMPLES)]
fn stage_2_parse_on_one_thread(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    let texts = || inputs.files.iter().filter(|file| file.path.extension() == "md");
    bencher.bench(|| texts().map(|file| parse(&file.path, &file.text).events.len()).sum::<usize>());
}

/// A text of 1,000 sentences with a note beside it on each, found by its quote.
#[divan::bench]
fn stage_2_anchor(bencher: Bencher<'_, '_>) {
    let sentence = |at: usize| format!("Sentence number {at} says what was said before");
    let text: String = (0..1000).map(|at| format!("{}.\n\n", sentence(at))).collect();
    let notes: String =
        (0..1000).map(|at| format!("### Note {at}\n\n> {}\n\nSo it does.\n\n", sentence(at))).collect();
    let text = format!("---\ntitle: Long\ndate: 2016-03-01\n---\n\n{text}");
    let files = [("content/briefs/long.md", text.as_str()), ("content/briefs/long.notes.md", notes.as_str())];
    let inputs = Inputs::from_texts("title = \"T\"\nbase-url = \"https://example.org/\"\n", &files);
    let config = inputs.config.as_ref().expect("settings");
    let (brief, side) = (&inputs.files[0], &inputs.files[1]);
    bencher.bench(|| annotate(brief, &[side], config));
}

#[divan::bench(args = SAMPLES)]
fn stage_2_annotate_on_one_thread(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    bencher.bench(|| records(&inputs));
}

/// The names of all entities in all briefs, looked for on one thread.
#[divan::bench(args = SAMPLES)]
fn stage_3_find_names(bencher: Bencher<'_, '_>, sample: Sample) {
    let graph = graph(&sample.inputs());
    let bodies = || graph.briefs.iter().map(|linked| &linked.brief.body);
    bencher.bench(|| bodies().map(|body| graph.names.find(body).len()).sum::<usize>());
}

#[divan::bench(args = SAMPLES)]
fn stage_3_link(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    let records = records(&inputs);
    bencher
        .with_inputs(|| (linkable(&inputs, records.clone()), Cache::default()))
        .bench_values(|(linkable, cache)| link(linkable, &cache.kept, &cache.linked, &cache.formatted));
}

#[divan::bench(args = SAMPLES)]
fn stage_4_render(bencher: Bencher<'_, '_>, sample: Sample) {
    let graph = Arc::new(graph(&sample.inputs()));
    let (theme, _) = Theme::load(&BUILT_IN_TEMPLATES, &[], Words::english(), &Security::default());
    let (theme, progress) = (Arc::new(theme), Progress::default());
    let materials = || {
        let (assets, _) = theme_assets(&BTreeMap::new(), None, "en");
        let files = Files { assets, pictures: Pictures::default(), cards: Cards::of(&graph) };
        Materials::of(Arc::clone(&graph), Arc::clone(&theme), files, Known::default())
    };
    bencher
        .with_inputs(materials)
        .bench_values(|materials| render(&materials, &|_, _| None, &Memory, &progress));
}

/// All cards of a site, one after the other on each processor.
#[divan::bench(args = SAMPLES)]
fn cards(bencher: Bencher<'_, '_>, sample: Sample) {
    let graph = graph(&sample.inputs());
    let cards = Drawings::of(Cards::of(&graph).all(&graph), None);
    bencher.bench(|| cards.paint(&Painted::new(), &|| false));
}

#[divan::bench(args = SAMPLES)]
fn whole(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    bencher.with_inputs(Cache::default).bench_values(|cache| compile(&inputs, &Options::default(), &cache));
}

#[divan::bench(args = SAMPLES)]
fn whole_with_nothing_changed(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    let cache = Cache::default();
    compile(&inputs, &Options::default(), &cache);
    bencher.bench_local(|| compile(&inputs, &Options::default(), &cache));
}

#[divan::bench(args = SAMPLES)]
fn write(bencher: Bencher<'_, '_>, sample: Sample) {
    let compiled = compile(&sample.inputs(), &Options::default(), &Cache::default());
    bencher.with_inputs(|| tempfile::tempdir().expect("a temporary folder")).bench_values(|folder| {
        let public = folder.path().join("public");
        output::write(&compiled.output, &public, &output::Options::default()).expect("the disk takes it");
        folder
    });
}
