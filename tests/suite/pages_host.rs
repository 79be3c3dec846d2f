//! A host of static files that answers as GitHub Pages does, and a reader who follows every link.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use scraper::{Html, Selector};

/// A running host. It ends with the test's process.
pub(crate) struct Host {
    address: SocketAddr,
    /// Where the site stands on it: `/repo/`, or `/`.
    prefix: String,
}

/// What the host answers.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where a redirection leads.
    pub(crate) location: String,
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

impl Host {
    /// Serves a folder below a prefix, which begins and ends with a slash.
    pub(crate) fn serve(folder: PathBuf, prefix: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = Self { address: listener.local_addr().expect("an address"), prefix: prefix.to_owned() };
        let prefix = prefix.to_owned();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &folder, &prefix);
            }
        });
        host
    }

    /// Asks for a path.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("the host listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: pages\r\nConnection: close\r\n\r\n").expect("a request");
        let mut reader = BufReader::new(stream);
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a head");
            match line.trim_end() {
                "" => break,
                line => head.push(line.to_owned()),
            }
        }
        let mut body = Vec::new();
        reader.read_to_end(&mut body).expect("a body");
        let field = |name: &str| {
            let mut values = head.iter().filter_map(|line| line.split_once(": "));
            values.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let status = head[0].split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, location: field("Location"), kind: field("Content-Type"), body }
    }

    /// Follows every link from the home page on, and gives what leads nowhere. Addresses below
    /// `base` are of this host; others are left alone.
    pub(crate) fn crawl(&self, base: &str) -> Crawl {
        let mut crawl = Crawl::default();
        let mut open = vec![self.prefix.clone()];
        let mut wanted: Vec<(String, String, String)> = Vec::new();
        while let Some(path) = open.pop() {
            if crawl.ids.contains_key(&path) {
                continue;
            }
            let answer = self.get(&path);
            let mut ids = BTreeSet::new();
            match answer.status {
                200 => {}
                301 => crawl.faults.push(format!("{path} goes on to {}", answer.location)),
                status => crawl.faults.push(format!("{path} is answered with {status}")),
            }
            if answer.status == 200 && answer.kind.starts_with("text/html") {
                let html = Html::parse_document(std::str::from_utf8(&answer.body).expect("UTF-8"));
                let all = Selector::parse("[id]").expect("a selector");
                ids.extend(html.select(&all).filter_map(|element| element.attr("id").map(str::to_owned)));
                for link in links(&html) {
                    let Some((target, fragment)) = resolve(&path, &link, base, &self.prefix) else {
                        continue;
                    };
                    wanted.push((path.clone(), target.clone(), fragment));
                    open.push(target);
                }
            }
            crawl.ids.insert(path, ids);
        }
        for (page, target, fragment) in wanted {
            let is_there = fragment.is_empty() || crawl.ids[&target].contains(&fragment);
            if !is_there {
                crawl.faults.push(format!("{page} links to {target}#{fragment}, which is not there"));
            }
        }
        crawl
    }
}

/// What a reader found: every address visited with the ids in it, and what leads nowhere.
#[derive(Debug, Default)]
pub(crate) struct Crawl {
    pub(crate) ids: BTreeMap<String, BTreeSet<String>>,
    pub(crate) faults: Vec<String>,
}

/// Everything that a page links to or loads.
pub(crate) fn links(html: &Html) -> Vec<String> {
    let all = Selector::parse("[href], [src]").expect("a selector");
    let of = html.select(&all).filter_map(|element| element.attr("href").or_else(|| element.attr("src")));
    of.map(str::to_owned).collect()
}

/// The path on the host that a link in the page at `path` leads to, and its fragment; `None`
/// for one that leads elsewhere.
pub(crate) fn resolve(path: &str, link: &str, base: &str, prefix: &str) -> Option<(String, String)> {
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let link = link.split('?').next().unwrap_or_default();
    let absolute = match link.strip_prefix(base) {
        Some(rest) => format!("{prefix}{rest}"),
        None if link.contains(':') || link.starts_with("//") => return None,
        None if link.is_empty() => path.to_owned(),
        None if link.starts_with('/') => link.to_owned(),
        None => format!("{}{link}", &path[..=path.rfind('/').expect("a slash")]),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in absolute[1..].split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if absolute.ends_with("/.") || absolute.ends_with("/..") {
        parts.push("");
    }
    Some((format!("/{}", parts.join("/")), fragment.to_owned()))
}

fn answer(mut stream: TcpStream, folder: &Path, prefix: &str) {
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    reader.read_line(&mut line).expect("a request");
    // The rest of the head is read, or the client is cut off when the stream closes.
    let mut rest = String::new();
    while reader.read_line(&mut rest).expect("a head") > 2 {
        rest.clear();
    }
    let path = line.split(' ').nth(1).unwrap_or("/");
    let (status, fields, body) = find(path, folder, prefix);
    let head =
        format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), &body].concat()).ok();
}

/// Status, fields of the head, and body for a path. Letter case counts; a folder without a slash
/// is gone on from; `a` is `a.html` if there is one.
fn find(path: &str, folder: &Path, prefix: &str) -> (&'static str, String, Vec<u8>) {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    if format!("{path}/") == prefix {
        return ("301 Moved Permanently", format!("Location: {prefix}\r\n"), Vec::new());
    }
    if let Some(rest) = path.strip_prefix(prefix).filter(|rest| !rest.split('/').any(|part| part == "..")) {
        let file = folder.join(rest);
        if file.is_dir() && !(path.ends_with('/') || rest.is_empty()) {
            return ("301 Moved Permanently", format!("Location: {path}/\r\n"), Vec::new());
        }
        let candidates = match file.is_dir() {
            true => [file.join("index.html"), file.join("index.html")],
            false => [file.clone(), file.with_added_extension("html")],
        };
        for file in candidates {
            if let Ok(bytes) = std::fs::read(&file) {
                return ("200 OK", format!("Content-Type: {}\r\n", kind_of(&file)), bytes);
            }
        }
    }
    let body = std::fs::read(folder.join("404.html")).unwrap_or_default();
    ("404 Not Found", html.to_owned(), body)
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("xml") => "application/xml",
        _ => "application/octet-stream",
    }
}
