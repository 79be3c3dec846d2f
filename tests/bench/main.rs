//! How long each stage takes, on this repository's site and on a generated one: `cargo bench`.

#![expect(clippy::disallowed_methods, reason = "benches read sites from the disk and write them to it")]

mod generated;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use divan::Bencher;
use postil::annotate::{Record, annotate};
use postil::bibliography::{self, Style};
use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::config::Security;
use postil::graph::{Graph, Linkable, link};
use postil::load::{Inputs, Role, load};
use postil::output::{self, Target};
use postil::pictures::Pictures;
use postil::progress::Progress;
use postil::render::assets::theme_assets;
use postil::render::theme::BUILT_IN_TEMPLATES;
use postil::render::{Files, Known, Materials, Theme, render};
use postil::share_cards::{Drawings, Painted, share_cards};
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
        let files = generated::files().into_iter();
        for (path, text) in files.chain([("postil.toml".to_owned(), generated::CONFIG.to_owned())]) {
            let file = scratch.join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(file, text).expect("the file can be written");
        }
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
        lock: Arc::default(),
        removed: Vec::new(),
        config: Arc::new(inputs.config.clone().expect("settings")),
        records,
        sources: bibliography::collect(parsed.iter()).0,
        style: Style::load("chicago-author-date", "en").expect("the style is inside"),
        change_logs: BTreeMap::new(),
        remotes: BTreeMap::new(),
        assets: Vec::new(),
    }
}

fn graph(inputs: &Inputs) -> Graph {
    let cache = Cache::default();
    link(linkable(inputs, records(inputs)), &cache.names, &cache.formatted).0
}

#[divan::bench(args = SAMPLES)]
fn stage_1_load(bencher: Bencher<'_, '_>, sample: Sample) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let folder = sample.folder(scratch.path());
    bencher.bench(|| load(&folder).expect("the site is readable"));
}

#[divan::bench(args = SAMPLES)]
fn stage_2_annotate_on_one_thread(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    bencher.bench(|| records(&inputs));
}

#[divan::bench(args = SAMPLES)]
fn stage_3_link(bencher: Bencher<'_, '_>, sample: Sample) {
    let inputs = sample.inputs();
    let records = records(&inputs);
    bencher
        .with_inputs(|| (linkable(&inputs, records.clone()), Cache::default()))
        .bench_values(|(linkable, cache)| link(linkable, &cache.names, &cache.formatted));
}

#[divan::bench(args = SAMPLES)]
fn stage_4_render(bencher: Bencher<'_, '_>, sample: Sample) {
    let graph = Arc::new(graph(&sample.inputs()));
    let (theme, _) = Theme::load(&BUILT_IN_TEMPLATES, &[], Words::english(), &Security::default());
    let (theme, progress) = (Arc::new(theme), Progress::default());
    let materials = || {
        let (assets, _) = theme_assets(&BTreeMap::new(), None, "en");
        let files = Files { assets, pictures: Pictures::default(), cards: share_cards(&graph) };
        Materials::of(Arc::clone(&graph), Arc::clone(&theme), files, Known::default())
    };
    bencher.with_inputs(materials).bench_values(|materials| render(&materials, &progress));
}

/// All cards of a site, one after the other on each processor.
#[divan::bench(args = SAMPLES)]
fn cards(bencher: Bencher<'_, '_>, sample: Sample) {
    let cards = Drawings::of(&share_cards(&graph(&sample.inputs())), None);
    bencher.bench(|| cards.paint(&Painted::new()));
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
        let target = Target::open(&folder.path().join("public"), &output::Options::default());
        target.expect("a free folder").write(&compiled.output, None).expect("the disk takes it");
        folder
    });
}
