//! From a save to the new page served: the preview's reaction, with everything on the way: the
//! system's word of the save, the wait until it has settled, the build, the event on the open page,
//! and one request for the page.
//!
//! The targets are 30 ms on a site of 1,000 briefs and 100 ms on one of 10,000.

#![expect(clippy::disallowed_methods, reason = "a benchmark saves files")]

#[path = "../corpus/archive.rs"]
mod archive;
#[path = "../corpus/dice.rs"]
mod dice;
#[path = "../corpus/forms.rs"]
mod forms;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use archive::{Archive, Shape};
use divan::Bencher;
use forms::Form;
use postil::compile::Options;
use postil::serve::{Event, ServeError, Settings, serve};
use tempfile::TempDir;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 40, sample_size = 1)]
fn demonstration(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().expect("a folder");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&repository.join("content"), &folder.path().join("content"));
    std::fs::copy(repository.join("postil.toml"), folder.path().join("postil.toml")).expect("copied");
    let file = folder.path().join("content/briefs/allied-not-aligned.md");
    run(bencher, folder.path(), &file, "/belarus-brief/briefs/allied-not-aligned/");
}

#[divan::bench(sample_count = 40, sample_size = 1)]
fn thousand_briefs(bencher: Bencher<'_, '_>) {
    archive(bencher, 1_000);
}

/// Takes a minute before the first sample, and some gibibytes of memory.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn ten_thousand_briefs(bencher: Bencher<'_, '_>) {
    archive(bencher, 10_000);
}

/// Measures saves of a brief in the middle of an archive.
fn archive(bencher: Bencher<'_, '_>, briefs: usize) {
    let folder = TempDir::new().expect("a folder");
    Form::Postil.write(Archive::new(briefs, Shape::Ordinary, 7), folder.path()).expect("written");
    let slug = format!("brief-{:05}", briefs / 2);
    let file = folder.path().join(format!("content/briefs/{slug}.md"));
    run(bencher, folder.path(), &file, &format!("/briefs/{slug}/"));
}

/// Measures saves of one file of the site in a folder.
fn run(bencher: Bencher<'_, '_>, root: &Path, file: &Path, page: &str) {
    let text = std::fs::read_to_string(file).expect("the brief");
    let preview = Preview::new(root);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let words = format!("This is save number {number}.");
        let mut events = preview.listen(page);
        std::fs::write(file, format!("{text}\n{words}\n")).expect("saved");
        while !preview.get(page).contains(&words) {
            events.wait_for_reload();
        }
    });
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(std::fs::copy(&path, &target).expect("copied")),
        }
    }
}

/// A preview that runs.
struct Preview {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Preview {
    fn new(root: &Path) -> Self {
        let settings = settings(root.to_owned());
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let (sender, addresses) = channel();
        let thread = std::thread::spawn(move || {
            serve(&settings, &asked, &|event| {
                if let Event::Listening { address, .. } = event {
                    sender.send(address).expect("the benchmark waits");
                }
            })
        });
        let address = addresses.recv().expect("it listens");
        Self { address, stop, thread: Some(thread) }
    }

    fn ask(&self, target: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).expect("asked");
        stream
    }

    fn get(&self, target: &str) -> String {
        let mut text = String::new();
        self.ask(target).read_to_string(&mut text).expect("an answer");
        text
    }

    fn listen(&self, page: &str) -> Events {
        let mut events = Events(BufReader::new(self.ask(&format!("/.postil/events?at={page}"))));
        events.wait_for("event: faults");
        events
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().map(JoinHandle::join);
    }
}

/// The events on an open page.
struct Events(BufReader<TcpStream>);

impl Events {
    fn wait_for_reload(&mut self) {
        self.wait_for("event: reload");
    }

    fn wait_for(&mut self, start: &str) {
        let mut line = String::new();
        while !line.starts_with(start) {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).expect("an event"), 0, "the preview hung up");
        }
    }
}

fn settings(root: PathBuf) -> Settings {
    Settings {
        root,
        config: None,
        build: Options::default(),
        strict: false,
        jobs: None,
        host: [127, 0, 0, 1].into(),
        port: 0,
        strict_port: false,
        allowed_hosts: Vec::new(),
        editor: None,
        poll: false,
    }
}
