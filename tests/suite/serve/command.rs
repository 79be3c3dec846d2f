//! The command `postil serve`, as a user runs it.

use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use postil::serve::{ServeError, Settings};

use super::{Preview, brief, connect, folder, settings};

/// A process that runs `postil serve`; it ends with the test.
pub(super) struct Running {
    child: Child,
    lines: BufReader<ChildStderr>,
}

impl Running {
    fn new(root: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        Self::of(command.args(["serve", "--root"]).arg(root).args(arguments))
    }

    pub(super) fn of(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("postil runs");
        let lines = BufReader::new(child.stderr.take().expect("its messages"));
        Self { child, lines }
    }

    /// The messages up to the line that holds these words.
    #[track_caller]
    pub(super) fn until(&mut self, words: &str) -> String {
        let mut text = String::new();
        loop {
            let start = text.len();
            let length = self.lines.read_line(&mut text).expect("a line");
            assert_ne!(length, 0, "postil ended: {text}");
            if text[start..].contains(words) {
                return text;
            }
        }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub(super) fn address(&mut self) -> std::net::SocketAddr {
        let text = self.until("Preview at http://");
        let (_, url) = text.split_once("Preview at http://").expect("its address");
        url.split('/').next().and_then(|address| address.parse().ok()).expect("an address")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn an_interrupt_ends_it_while_pages_are_open() {
    let site = folder(&[]);
    let mut running = Running::new(site.path(), &["--port", "0"]);
    let address = running.address();
    let mut sockets: Vec<_> = (0..500).map(|_| connect(address)).collect();
    let interrupt = rustix_interrupt(running.child.id());
    assert!(interrupt.success());
    // The sockets stay open on this side; the other ends with the process.
    let end = sockets[0].read(&mut [0]);
    assert!(!matches!(&end, Err(error) if error.kind() == ErrorKind::WouldBlock), "it does not end");
    let status = running.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(130));
    drop(sockets);
}

/// Sends a process what Ctrl-C sends.
fn rustix_interrupt(process: u32) -> std::process::ExitStatus {
    Command::new("kill").args(["-INT", &process.to_string()]).status().expect("kill runs")
}

#[test]
fn others_are_let_in_with_a_warning() {
    let site = folder(&[]);
    let mut running = Running::new(site.path(), &["--port", "0", "--host"]);
    let text = running.until("Preview at http://127.0.0.1:");
    assert!(text.contains("warning: with --host 0.0.0.0 everyone"), "{text}");
    let mut running = Running::new(site.path(), &["--port", "0"]);
    let text = running.until("Preview at http://127.0.0.1:");
    assert!(!text.contains("warning"), "{text}");
}

#[test]
fn a_taken_port_gives_way_to_the_next() {
    let site = folder(&[]);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let asked = Settings { port, ..settings(site.path()) };
    let preview = Preview::with(asked.clone());
    assert_eq!(preview.taken, Some(port));
    assert!(preview.address.port() > port);
    assert_eq!(preview.get("/repo/").status, 200);

    let strict = Settings { strict_port: true, ..asked };
    let error = postil::serve::serve(&strict, &false.into(), &|_| {}).expect_err("the port is taken");
    assert!(matches!(error, ServeError::Bind(error) if error.taken));
    let output = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["serve", "--strict-port", "--port", &port.to_string(), "--root"])
        .arg(site.path())
        .output()
        .expect("postil runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(words.contains(&format!("another program listens at 127.0.0.1:{port}")), "{words}");
}

#[test]
fn what_cannot_be_an_editor_is_refused() {
    let site = folder(&[]);
    for editor in ["javascript://%0aalert(1)//{file}", "https://example.org/{file}", "vim"] {
        let output = Command::new(env!("CARGO_BIN_EXE_postil"))
            .args(["serve", "--port", "0", "--editor", editor, "--root"])
            .arg(site.path())
            .output()
            .expect("postil runs");
        assert_eq!(output.status.code(), Some(2), "{editor}");
    }
}

#[test]
fn a_file_of_settings_that_is_not_there_is_refused() {
    let site = folder(&[]);
    let output = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["serve", "--port", "0", "--config", "missing.toml", "--root"])
        .arg(site.path())
        .output()
        .expect("postil runs");
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("there is no file missing.toml"), "{message}");
}

/// The memory that a process holds, in pages.
#[cfg(target_os = "linux")]
fn resident(process: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/statm")).expect("the process");
    text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_saves_leave_the_memory_flat() {
    let site = folder(&[]);
    let mut running = Running::new(site.path(), &["--port", "0"]);
    let address = running.address();
    let mut save = |number: usize| {
        // Every other save has a fault, and every text is another one.
        let (fault, told) = match number.is_multiple_of(2) {
            true => ("[link](nothing.md)", "Not shown"),
            false => ("words", "Built"),
        };
        let words = format!("Save {number} with {fault}. {}", format!("{number} ").repeat(500));
        super::write(site.path(), "content/briefs/a.md", &brief(&words));
        running.until(told);
        resident(running.child.id())
    };
    let early = (0..200).map(&mut save).max().expect("saves");
    let late = (200..1000).map(&mut save).max().expect("saves");
    assert!(late <= early + early / 10, "{early} pages of memory after 200 saves, {late} after 1000");
    drop(connect(address));
}
