//! `postil publish --to s3://…`, against a real S3-compatible server that the test starts.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use postil::artifact::Memory;
use postil::cache::Cache;
use postil::compile::{LaterCache, Options, compile};
use postil::load::load;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::workshop::{Ended, Workshop};

/// A request that the server got.
#[derive(Debug, Clone)]
struct Asked {
    method: Method,
    /// The object's path in the bucket.
    path: String,
    headers: BTreeMap<String, String>,
}

/// A server with the bucket `briefs`, which holds its objects as files.
struct Server {
    address: SocketAddr,
    objects: TempDir,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// The end of a path at which the next write fails, as if the network were gone.
    broken: Arc<Mutex<Option<String>>>,
}

impl Server {
    fn start() -> Self {
        let objects = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(objects.path().join("briefs")).expect("a folder");
        let files = s3s_fs::FileSystem::new(objects.path()).expect("a folder of objects");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single("editor", "secret"));
        let service = builder.build();
        let (asked, broken) = (Arc::default(), Arc::default());
        let (seen, cut) = (Arc::clone(&asked), Arc::clone(&broken));
        let (sender, address) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                sender.send(listener.local_addr().expect("an address")).expect("the test waits");
                loop {
                    let (socket, _) = listener.accept().await.expect("a connection");
                    let answer = answerer(service.clone(), Arc::clone(&seen), Arc::clone(&cut));
                    // A client that hangs up is no fault of the server.
                    let connection = hyper::server::conn::http1::Builder::new();
                    tokio::spawn(async move {
                        connection.serve_connection(TokioIo::new(socket), answer).await.ok()
                    });
                }
            });
        });
        Self { address: address.recv().expect("the server listens"), objects, asked, broken }
    }

    /// Publishes the site of a workshop with these arguments.
    fn publish(&self, workshop: &Workshop, arguments: &[&str]) -> Ended {
        publish(workshop, self.address, "secret", arguments)
    }

    /// What was asked of the server since this was last called.
    fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("no panic"))
    }

    /// The published files below a prefix of the bucket, without the list.
    fn files(&self, prefix: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.objects.path().join("briefs").join(prefix);
        let files = crate::workshop::snapshot(&root).into_iter().map(|(path, bytes)| {
            let path = path.strip_prefix(&root).expect("below").to_str().expect("UTF-8").to_owned();
            (path, bytes)
        });
        files.filter(|(path, _)| path != ".postil-manifest.json").collect()
    }
}

/// Answers as the S3 service does, and writes down what is asked. The service makes buckets as it needs
/// them, so what asks for another than the one is refused here, as other servers refuse it.
fn answerer(
    service: S3Service,
    asked: Arc<Mutex<Vec<Asked>>>,
    broken: Arc<Mutex<Option<String>>>,
) -> impl Service<Request<Incoming>, Response = hyper::Response<s3s::Body>, Error = s3s::HttpError, Future: Send>
{
    service_fn(move |request: Request<Incoming>| {
        let headers = request.headers().iter();
        let is_elsewhere = !request.uri().path().starts_with("/briefs");
        let path = request.uri().path().trim_start_matches("/briefs/").to_owned();
        asked.lock().expect("no panic").push(Asked {
            method: request.method().clone(),
            path: path.clone(),
            headers: headers
                .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()))
                .collect(),
        });
        let is_broken = *request.method() == Method::PUT
            && broken.lock().expect("no panic").as_deref().is_some_and(|end| path.ends_with(end));
        let answer = Service::call(&service, request);
        async move {
            if is_broken || is_elsewhere {
                let (status, code) = match is_broken {
                    true => (StatusCode::FORBIDDEN, "AccessDenied"),
                    false => (StatusCode::NOT_FOUND, "NoSuchBucket"),
                };
                let mut refusal =
                    hyper::Response::new(s3s::Body::from(format!("<Error><Code>{code}</Code></Error>")));
                *refusal.status_mut() = status;
                return Ok(refusal);
            }
            answer.await
        }
    })
}

/// Publishes the site of a workshop to a server with these credentials.
fn publish(workshop: &Workshop, address: SocketAddr, secret: &str, arguments: &[&str]) -> Ended {
    workshop.postil("site", &["build"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command
        .env("AWS_ACCESS_KEY_ID", "editor")
        .env("AWS_SECRET_ACCESS_KEY", secret)
        .env("AWS_REGION", "eu-central-1")
        .env("AWS_ENDPOINT_URL", format!("http://{address}"))
        .env("NO_PROXY", "127.0.0.1");
    workshop.run(command, "site", &[&["publish"], arguments].concat())
}

/// A site in `site`, in no repository.
fn site() -> Workshop {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site", "--title", "Desk"]).with(0, &["Began the site “Desk”"]);
    workshop
}

/// What `build` makes of the site.
fn built(workshop: &Workshop) -> BTreeMap<String, Vec<u8>> {
    let inputs = load(&workshop.at("site")).expect("a site");
    let mut compiled = compile(&inputs, &Options::default(), &Cache::default());
    compiled.finish(&mut LaterCache::default(), &Memory);
    compiled.output.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

#[test]
fn a_bucket_gets_the_site_as_it_is_built() {
    let (workshop, server) = (site(), Server::start());
    server
        .publish(&workshop, &["--to", "s3://briefs/river", "--dry-run"])
        .with(0, &["To s3://briefs/river: ", " added, 0 changed, 0 removed", "Dry run: nothing was written"]);
    assert!(server.take_asked().iter().all(|asked| matches!(asked.method, Method::GET | Method::HEAD)));
    server
        .publish(&workshop, &["--to", "s3://briefs/river"])
        .with(0, &["Published 20 pages to s3://briefs/river"]);
    assert_eq!(server.files("river"), built(&workshop));

    let asked = server.take_asked();
    let written: Vec<&Asked> = asked.iter().filter(|asked| asked.method == Method::PUT).collect();
    let (first, last) = (written[0], written[written.len() - 1]);
    assert_eq!(
        (first.path.as_str(), last.path.as_str()),
        ("river/.postil-manifest.json", "river/.postil-manifest.json")
    );
    let files = &written[1..written.len() - 1];
    assert_eq!(files.len(), built(&workshop).len(), "each file is written once");
    let first_page = files.iter().position(|asked| asked.path.ends_with(".html")).expect("pages");
    assert!(files[first_page..].iter().all(|asked| asked.path.ends_with(".html")), "pages come last");
    for asked in files {
        let hashed = asked.path.starts_with("river/assets/") && !asked.path.ends_with("LICENSE");
        let (kept, path) = (&asked.headers["cache-control"], &asked.path);
        assert_eq!(kept.contains("immutable"), hashed, "{path}: {kept}");
        let is_page = path.ends_with(".html");
        assert_eq!(asked.headers["content-type"] == "text/html; charset=utf-8", is_page, "{path}");
    }
}

#[test]
fn a_second_publish_writes_what_differs_and_removes_last() {
    let (workshop, server) = (site(), Server::start());
    server.publish(&workshop, &["--to", "s3://briefs"]).with(0, &["Published"]);
    server.take_asked();
    server
        .publish(&workshop, &["--to", "s3://briefs"])
        .with(0, &["Nothing to publish: s3://briefs has this site already"]);
    assert!(server.take_asked().iter().all(|asked| asked.method == Method::GET));

    // An object of someone else, within the site's own folders.
    std::fs::write(server.objects.path().join("briefs/briefs/old.html"), "theirs").expect("an object");
    std::fs::remove_file(workshop.at("site/content/entities/organisations/orvia-rail.md")).expect("a file");
    let brief = workshop.text("site/content/briefs/night-train.md").replace("Orvia Rail", "The railway");
    workshop.put("site/content/briefs/night-train.md", &brief);
    workshop.postil("site", &["lock", "forget", "/entities/orvia-rail/"]).with(0, &["Forgot 1 address"]);
    server.publish(&workshop, &["--to", "s3://briefs"]).with(0, &[" removed", "Published"]);
    let mut expected = built(&workshop);
    expected.insert("briefs/old.html".to_owned(), b"theirs".to_vec());
    assert_eq!(server.files(""), expected);

    let changes: Vec<Asked> = server
        .take_asked()
        .into_iter()
        .filter(|asked| !matches!(asked.method, Method::GET | Method::HEAD))
        .collect();
    let removed: Vec<usize> = changes
        .iter()
        .enumerate()
        .filter_map(|(at, asked)| (asked.method == Method::POST).then_some(at))
        .collect();
    assert_eq!(removed, [changes.len() - 2], "removed in one request, after which only the list is written");
    assert!(changes.len() < expected.len(), "what is as it was is not written");
}

#[test]
fn what_others_put_into_the_bucket_is_not_written_over() {
    let (workshop, server) = (site(), Server::start());
    std::fs::write(server.objects.path().join("briefs/index.html"), "theirs").expect("an object");
    server
        .publish(&workshop, &["--to", "s3://briefs"])
        .with(2, &["the bucket holds index.html, which postil has not written", "--to s3://bucket/prefix"]);
    assert_eq!(server.files(""), BTreeMap::from([("index.html".to_owned(), b"theirs".to_vec())]));
    server.publish(&workshop, &["--to", "s3://briefs", "--force"]).with(0, &["Published"]);
    assert_eq!(server.files(""), built(&workshop));
}

#[test]
fn a_publish_that_was_cut_off_is_taken_up() {
    let (workshop, server) = (site(), Server::start());
    server.publish(&workshop, &["--to", "s3://briefs"]).with(0, &["Published"]);
    let before = server.files("");
    workshop.put("site/content/note.md", "---\ntitle: A note\n---\n\nWords.\n");
    workshop.put("site/static/picture.txt", "for the note");
    *server.broken.lock().expect("no panic") = Some("note/index.html".to_owned());
    server
        .publish(&workshop, &["--to", "s3://briefs"])
        .with(3, &["cannot write note/index.html in the bucket", "refuses these credentials"]);
    let halfway = server.files("");
    assert!(halfway.contains_key("picture.txt"), "what pages load is there before the pages");
    assert!(before.keys().all(|path| halfway.contains_key(path)), "nothing is removed yet");

    *server.broken.lock().expect("no panic") = None;
    server.publish(&workshop, &["--to", "s3://briefs"]).with(0, &["Published"]);
    assert_eq!(server.files(""), built(&workshop));
}

#[test]
fn what_is_wrong_with_a_bucket_is_said() {
    let (workshop, server) = (site(), Server::start());
    for address in ["s3://", "s3:///a", "gs://briefs", "briefs", "s3://briefs/a//b"] {
        server
            .publish(&workshop, &["--to", address])
            .with(2, &["is not the address of a bucket", "s3://bucket"]);
    }
    server.publish(&workshop, &["--to", "s3://nowhere"]).with(3, &["there is no bucket `nowhere`"]);
    publish(&workshop, server.address, "wrong", &["--to", "s3://briefs"])
        .with(3, &["the bucket `briefs` refuses these credentials"]);
    // Nobody listens at the port of a socket that was closed.
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    publish(&workshop, closed, "secret", &["--to", "s3://briefs"])
        .with(3, &["cannot read", &format!("at http://{closed}: Connection refused")]);
    server.publish(&workshop, &["--to", "s3://briefs", "--branch", "x"]).with(2, &["cannot be used with"]);
    workshop
        .postil("site", &["publish", "--to", "s3://briefs"])
        .with(2, &["no credentials", "AWS_ACCESS_KEY_ID"]);
    assert_eq!(server.files(""), BTreeMap::new());

    workshop.put("site/content/note.md", "---\ntitle: A note\n---\n\n[Gone](gone.md)\n");
    server.publish(&workshop, &["--to", "s3://briefs"]).with(1, &["broken-link", "Not published: 1 error"]);
    assert_eq!(server.files(""), BTreeMap::new());
}
