//! The preview: a real server on a free port, asked over sockets, while its site is edited.
//!
//! Nothing here sleeps. A test waits for what the server tells, or for an event on an open
//! page; a deadline only ends a test that has failed.

mod browser;
mod command;
mod requests;
mod saves;
mod scarce;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use postil::compile::Options;
use postil::serve::{Event, ServeError, Settings, serve};
use tempfile::TempDir;

/// How long a test waits for what must come.
const DEADLINE: Duration = Duration::from_secs(120);

const CONFIG: &str = "title = \"Test\"\nbase-url = \"https://example.org/repo/\"\n";

/// The text of a brief with that body.
fn brief(body: &str) -> String {
    format!("---\ntitle: A brief\ndate: 2016-01-08\n---\n\n{body}\n")
}

/// A folder with a site of one brief, `/briefs/a/`, and these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "postil.toml", CONFIG);
    write(folder.path(), "content/briefs/a.md", &brief("One paragraph."));
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// What the server told.
#[derive(Debug)]
enum Told {
    Listening { address: SocketAddr, url: String, taken: Option<u16> },
    Built { shown: bool, errors: usize },
    Unreadable,
    Polling,
}

/// A server that runs.
struct Preview {
    address: SocketAddr,
    url: String,
    taken: Option<u16>,
    root: PathBuf,
    told: Receiver<Told>,
    /// Who holds it holds the builder, which has told of a build and makes no other one.
    gate: Arc<Mutex<()>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

fn settings(root: &Path) -> Settings {
    Settings {
        root: root.to_owned(),
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

impl Preview {
    fn of(root: &Path) -> Self {
        Self::with(settings(root))
    }

    fn with(settings: Settings) -> Self {
        let (sender, told) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let gate = Arc::new(Mutex::new(()));
        let builder = Arc::clone(&gate);
        let root = settings.root.clone();
        let thread = std::thread::spawn(move || {
            serve(&settings, &asked, &|event| {
                let event = match event {
                    Event::Listening { url, address, taken } => Told::Listening { address, url, taken },
                    Event::Built(build) => Told::Built {
                        shown: build.shown,
                        errors: build
                            .diagnostics
                            .iter()
                            .filter(|found| found.severity() == postil::diagnostic::Severity::Error)
                            .count(),
                    },
                    Event::Unreadable(_) => Told::Unreadable,
                    Event::Polling(_) => Told::Polling,
                };
                // The test may have ended, and listens no more.
                sender.send(event).ok();
                drop(builder.lock());
            })
        });
        let mut preview = Self {
            address: SocketAddr::from(([0, 0, 0, 0], 0)),
            url: String::new(),
            taken: None,
            root,
            told,
            gate,
            stop,
            thread: Some(thread),
        };
        loop {
            if let Told::Listening { address, url, taken } = preview.told() {
                (preview.address, preview.url, preview.taken) = (address, url, taken);
                return preview;
            }
        }
    }

    /// The next thing that the server tells.
    #[track_caller]
    fn told(&self) -> Told {
        self.told.recv_timeout(DEADLINE).expect("the server tells something")
    }

    /// Waits for a build; whether it is shown, and how many errors it has.
    #[track_caller]
    fn built(&self) -> (bool, usize) {
        loop {
            match self.told() {
                Told::Built { shown, errors } => return (shown, errors),
                Told::Listening { .. } | Told::Unreadable | Told::Polling => {}
            }
        }
    }

    /// Waits until a page has these words; gives how many builds were made since the test last
    /// asked.
    #[track_caller]
    fn built_until(&self, path: &str, words: &str) -> usize {
        let mut builds = 0;
        while !self.get(path).text().contains(words) {
            self.built();
            builds += 1;
        }
        builds + self.told.try_iter().filter(|told| matches!(told, Told::Built { .. })).count()
    }

    /// Saves a file in one step, so that no build sees half of it.
    fn write(&self, path: &str, text: &str) {
        let half = self.path(path).with_file_name(".half-written");
        std::fs::create_dir_all(half.parent().expect("a folder")).expect("a folder");
        std::fs::write(&half, text).expect("a file");
        std::fs::rename(&half, self.path(path)).expect("renamed");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Sends bytes and reads all that comes.
    fn send(&self, request: &[u8]) -> Response {
        let mut stream = connect(self.address);
        stream.write_all(request).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        Response::parse(&bytes)
    }

    fn get(&self, target: &str) -> Response {
        self.ask("GET", target, &[])
    }

    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Response {
        let host = ("Host", self.address.to_string());
        let named = headers.iter().any(|(name, _)| *name == "Host");
        let mut request = format!("{method} {target} HTTP/1.1\r\n");
        if !named {
            request.push_str(&format!("{}: {}\r\n", host.0, host.1));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        self.send(format!("{request}\r\n").as_bytes())
    }

    /// Opens a page, and listens as its script does.
    fn open(&self, path: &str) -> OpenPage {
        let page = self.get(path).text();
        let value = |name: &str| {
            let (_, rest) =
                page.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
            rest.split('"').next().expect("a value").to_owned()
        };
        let (digest, version) = (value("data-page"), value("data-version"));
        let mut stream = connect(self.address);
        let target = format!("/.postil/events?at={path}&page={digest}&since={version}");
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).expect("sent");
        OpenPage { lines: BufReader::new(stream), version }
    }

    /// Ends the server, which gives its result.
    fn end(mut self) -> Result<(), ServeError> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().expect("it ends once").join().expect("no panic")
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // A second panic would hide the first.
        self.thread.take().map(JoinHandle::join);
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(DEADLINE)).expect("a deadline");
    stream
}

/// An answer.
struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head: head.to_ascii_lowercase(), body: bytes[end + 4..].to_vec() }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }
}

/// A page that listens.
struct OpenPage {
    lines: BufReader<TcpStream>,
    version: String,
}

impl OpenPage {
    /// The next event: its name and data.
    #[track_caller]
    fn next(&mut self) -> (String, serde_json::Value) {
        let mut name = String::new();
        let end = Instant::now() + DEADLINE;
        loop {
            assert!(Instant::now() < end, "no event came");
            let mut line = String::new();
            let length = self.lines.read_line(&mut line).expect("an event");
            assert_ne!(length, 0, "the server hung up");
            if let Some(event) = line.strip_prefix("event: ") {
                event.trim_end().clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).expect("JSON"));
            }
        }
    }

    /// The data of the next event of that name; others before it are passed over.
    #[track_caller]
    fn wait_for(&mut self, wanted: &str) -> serde_json::Value {
        loop {
            let (name, data) = self.next();
            if name == wanted {
                return data;
            }
        }
    }
}
