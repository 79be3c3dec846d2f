//! Connections: each carries one request.
//!
//! 1. A connection gets one of a number of slots; without a free one it is closed.
//! 2. The request line is read and checked as it was sent: what is no path on this server is
//!    refused before anything interprets it.
//! 3. The HTTP library reads the rest, within limits of size and time.
//! 4. The request is answered from the newest snapshot.

use std::convert::Infallible;
use std::io::Cursor;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};

use super::Editor;
use super::answer::{Found, query_value};
use super::events::{Shown, page_digest, send};
use super::guard::{Guard, Refusal};
use super::snapshot::Snapshot;
use crate::output::media_type;
use crate::span::line_column;

/// How many connections may be open at once.
const CONNECTIONS: usize = 900;
/// How many of them may listen for events.
const LISTENERS: usize = 200;
/// The longest request line, in bytes.
const LONGEST_LINE: usize = 8 << 10;
/// How many bytes of a longer one are read before it is answered, so that the answer arrives.
const LONGEST_READ: usize = 1 << 20;
/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 32 << 10;
/// How many headers a request may have.
const HEADERS: usize = 64;
/// How long a browser may take to send a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the preview's own files stand. No output begins with a dot but the ones that hosts know.
const OWN: &str = "/.postil/";
const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// What requests are answered from.
pub(super) struct Service {
    snapshots: watch::Receiver<Arc<Snapshot>>,
    guard: Guard,
    editor: Option<Editor>,
    root: PathBuf,
    listeners: Arc<Semaphore>,
}

impl Service {
    pub(super) fn new(
        snapshots: watch::Receiver<Arc<Snapshot>>,
        guard: Guard,
        editor: Option<Editor>,
        root: PathBuf,
    ) -> Arc<Self> {
        Arc::new(Self { snapshots, guard, editor, root, listeners: Arc::new(Semaphore::new(LISTENERS)) })
    }

    /// The path of the home page.
    pub(super) fn home(&self) -> String {
        self.snapshots.borrow().site.base_path.clone()
    }
}

/// Takes connections for ever.
pub(super) async fn accept(listener: &TcpListener, service: &Arc<Service>) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The process has no handles left: some connection must end first.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else { continue };
        let service = Arc::clone(service);
        tokio::spawn(async move {
            converse(stream, &service).await;
            drop(slot);
        });
    }
}

async fn converse(mut stream: TcpStream, service: &Arc<Service>) {
    stream.set_nodelay(true).ok();
    let Ok(Some(line)) = tokio::time::timeout(PATIENCE, first_line(&mut stream)).await else { return };
    if !is_proper(&line) {
        let words = "This is no address of the preview.\n";
        let answer = format!(
            "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{words}",
            words.len()
        );
        stream.write_all(answer.as_bytes()).await.ok();
        stream.shutdown().await.ok();
        return;
    }
    let (read, write) = stream.into_split();
    let stream = TokioIo::new(tokio::io::join(Cursor::new(line).chain(read), write));
    let answer = service_fn(|request| std::future::ready(Ok::<_, Infallible>(answer(&request, service))));
    // An error is a browser that has gone, or one that keeps to no rule: it has its answer.
    hyper::server::conn::http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(LONGEST_HEAD)
        .max_headers(HEADERS)
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(stream, answer)
        .await
        .ok();
}

/// What the connection sends, to the end of the first line at least; of an overlong line what
/// is read until it pauses. `None` where it ends before.
async fn first_line(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut line = Vec::with_capacity(1024);
    loop {
        let searched = line.len();
        if stream.read_buf(&mut line).await.ok()? == 0 {
            return None;
        }
        if line[searched..].contains(&b'\n') || line.len() > LONGEST_READ {
            return Some(line);
        }
    }
}

/// Whether a request line asks for a path on this server.
fn is_proper(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.len() > LONGEST_LINE {
        return false;
    }
    let mut words = line.split(|byte| *byte == b' ').skip(1);
    let target = words.next().unwrap_or_default();
    target.starts_with(b"/") && target.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'#')
}

/// Answers a request.
fn answer(request: &Request<Incoming>, service: &Arc<Service>) -> Response<Content> {
    match service.guard.check(request.headers()) {
        Ok(()) => {}
        Err(Refusal::NoHost) => return words(StatusCode::BAD_REQUEST, "The request names no host.\n"),
        Err(Refusal::Foreign(why)) => return words(StatusCode::FORBIDDEN, why),
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = words(StatusCode::METHOD_NOT_ALLOWED, "The preview is for reading only.\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let snapshot = Arc::clone(&service.snapshots.borrow());
    let path = request.uri().path();
    if let Some(own) = path.strip_prefix(OWN) {
        return own_file(own, request.uri().query(), service, &snapshot);
    }
    match snapshot.find(path) {
        Found::File(path, bytes) => published(StatusCode::OK, &path, &bytes, &snapshot),
        Found::Elsewhere(path) => {
            let query = request.uri().query().map_or_else(String::new, |query| format!("?{query}"));
            let mut response = words(StatusCode::FOUND, "");
            if let Ok(location) = HeaderValue::try_from(format!("{path}{query}")) {
                response.headers_mut().insert(LOCATION, location);
            }
            response
        }
        Found::Nothing(Some(bytes)) => published(StatusCode::NOT_FOUND, "404.html", &bytes, &snapshot),
        Found::Nothing(None) => words(StatusCode::NOT_FOUND, "There is no such page.\n"),
        Found::Refused => words(StatusCode::BAD_REQUEST, "This is no address of the preview.\n"),
    }
}

/// A file of the site; a page gets the script.
fn published(status: StatusCode, path: &str, bytes: &Arc<[u8]>, snapshot: &Snapshot) -> Response<Content> {
    let kind = media_type(path);
    match kind.starts_with("text/html") {
        true => response(status, kind, with_script(bytes, snapshot.version)),
        false => response(status, kind, Bytes::from_owner(Arc::clone(bytes))),
    }
}

/// A page with the script's tag before the end of its body.
fn with_script(page: &[u8], version: u64) -> Bytes {
    const END: &[u8] = b"</body>";
    let digest = crate::hash::Digest::of(page).short();
    let tag = format!(
        "<script src=\"{OWN}preview.js\" data-page=\"{digest}\" data-version=\"{version}\" defer></script>"
    );
    let at = page.windows(END.len()).rposition(|window| window == END).unwrap_or(page.len());
    [&page[..at], tag.as_bytes(), &page[at..]].concat().into()
}

/// A file of the preview itself.
fn own_file(
    name: &str,
    query: Option<&str>,
    service: &Arc<Service>,
    snapshot: &Snapshot,
) -> Response<Content> {
    let at = query_value(query, "at").unwrap_or_else(|| "/".to_owned());
    let since = query_value(query, "since").and_then(|since| since.parse().ok()).unwrap_or(u64::MAX);
    match name {
        "preview.js" => response(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT.into()),
        "preview.css" => response(StatusCode::OK, "text/css; charset=utf-8", STYLE.into()),
        "page" => {
            let text = about_page(&at, since, service, snapshot).to_string();
            response(StatusCode::OK, "application/json; charset=utf-8", text.into())
        }
        "events" => {
            let Ok(slot) = Arc::clone(&service.listeners).try_acquire_owned() else {
                return words(StatusCode::SERVICE_UNAVAILABLE, "Too many pages listen to the preview.\n");
            };
            let page = query_value(query, "page").unwrap_or_else(|| page_digest(&snapshot.site, &at));
            let (sender, events) = mpsc::channel(1);
            let snapshots = service.snapshots.clone();
            tokio::spawn(async move {
                send(snapshots, Shown { at, page, since }, sender).await;
                drop(slot);
            });
            let mut response = words(StatusCode::OK, "");
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
            *response.body_mut() = Content::Events(events);
            response
        }
        _ => words(StatusCode::NOT_FOUND, "The preview has no such file.\n"),
    }
}

/// Where a page comes from: its file, the id of what was edited, and with an editor the links
/// that open it, for the page and for every id.
fn about_page(at: &str, since: u64, service: &Service, snapshot: &Snapshot) -> serde_json::Value {
    let site = &snapshot.site;
    let Found::File(path, _) = snapshot.find(at) else { return json!({}) };
    let Some(origin) = site.origin(&path) else { return json!({}) };
    let text = site.inputs.text_of(&origin.path).unwrap_or_default();
    let file = service.root.join(origin.path.as_str());
    let link = |offset: u32| {
        let (line, column) = line_column(&text, offset as usize);
        service.editor.as_ref().map(|editor| editor.link(&file, line, column))
    };
    let places: serde_json::Map<String, serde_json::Value> =
        origin.places.iter().filter_map(|(id, span)| Some((id.clone(), link(span.start)?.into()))).collect();
    json!({
        "file": origin.path.as_str(),
        "edit": link(origin.start),
        "edited": site.edited_since(&origin, since),
        "places": places,
    })
}

fn words(status: StatusCode, words: impl Into<Bytes>) -> Response<Content> {
    response(status, "text/plain; charset=utf-8", words.into())
}

fn response(status: StatusCode, kind: &'static str, bytes: Bytes) -> Response<Content> {
    let mut response = Response::new(Content::Whole(Some(bytes)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// What a response carries.
enum Content {
    Whole(Option<Bytes>),
    Events(mpsc::Receiver<Bytes>),
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take()),
            Self::Events(events) => events.poll_recv(context),
        };
        bytes.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Events(_) => SizeHint::default(),
        }
    }
}
