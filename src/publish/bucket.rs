//! An S3-compatible bucket that holds a published site.
//!
//! 1. The list of what an earlier publish put there is read: an object of its own in the bucket,
//!    with the digest of each file.
//! 2. It is compared with the site. Objects that postil did not put there are refused where they
//!    are in the way, and else left alone.
//! 3. What is about to be written is added to the list, so that a publish that is cut off can be
//!    taken up by the next one.
//! 4. New and changed files are written: first what pages load, then the pages. Whoever reads in
//!    between finds everything that the page before them needs.
//! 5. Files that are no longer part of the site are removed, and the list is written anew.

use super::object::Headers;
use super::{Change, PublishError};
use crate::hash::Digest;
use crate::output::{MANIFEST, Output};
use anyhow::{Context, anyhow};
use futures_util::StreamExt;
use futures_util::stream;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, ClientOptions, Error, ObjectStore, ObjectStoreExt, PutOptions, PutPayload,
    RetryConfig,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::{JoinError, JoinSet};

/// The version of the form that the list is written in.
const VERSION: u32 = 1;

/// How many objects are written at the same time.
const AT_ONCE: usize = 8;

/// How long a request that fails is tried again.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an earlier publish put into the bucket: paths, and digests of what is there. A file that
/// was being written when a publish was cut off has an empty digest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Listing {
    postil_bucket: u32,
    files: BTreeMap<String, String>,
}

/// A bucket, or a part of one.
#[derive(Debug)]
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    name: String,
    /// ` at http://…` for a host that the environment names.
    host: String,
    prefix: String,
    runtime: Runtime,
}

/// A comparison of a site with what is in a bucket.
#[derive(Debug)]
pub struct Comparison {
    /// What publishing changes.
    pub change: Change,
    old: Listing,
    new: Listing,
}

impl Comparison {
    /// Whether the bucket has the site already.
    pub fn is_nothing(&self) -> bool {
        self.old == self.new
    }
}

impl Bucket {
    /// The bucket of an address such as `s3://bucket/prefix`, with the credentials, region and
    /// endpoint of the environment (`AWS_ACCESS_KEY_ID` and so on).
    pub fn open(address: &str) -> Result<Self, PublishError> {
        let rest = address.strip_prefix("s3://").unwrap_or_default();
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_matches('/');
        if name.is_empty() || Path::parse(prefix).is_err() {
            return Err(PublishError::refused(
                format!("{address:?} is not the address of a bucket"),
                "write it as in --to s3://bucket or --to s3://bucket/prefix",
            ));
        }
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(name);
        if !has_credentials(&builder) {
            return Err(PublishError::refused(
                "there are no credentials for the bucket in the environment",
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_REGION, and for a host other than AWS \
                 AWS_ENDPOINT_URL",
            ));
        }
        // Who writes `http://` into the environment means a host of their own.
        let endpoint = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
        let plain = endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http://"));
        let host = endpoint.map(|endpoint| format!(" at {endpoint}")).unwrap_or_default();
        builder = builder
            .with_client_options(ClientOptions::new().with_allow_http(plain))
            .with_retry(RetryConfig { max_retries: 4, retry_timeout: PATIENCE, ..RetryConfig::default() });
        let store = builder.build().context("the bucket cannot be used")?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("the network cannot be used")?;
        Ok(Self { store: Arc::new(store), name: name.to_owned(), host, prefix: prefix.to_owned(), runtime })
    }

    /// Compares a site with what is in the bucket. Objects of others that are in its way are
    /// refused unless `force`.
    pub fn compare(&self, output: &Output, force: bool) -> Result<Comparison, PublishError> {
        let files = output.iter().map(|(path, bytes)| (path.to_owned(), content_of(path, bytes))).collect();
        let new = Listing { postil_bucket: VERSION, files };
        let old = self.runtime.block_on(self.listing())?;
        if !force {
            self.runtime.block_on(self.refuse_foreign(&old, &new))?;
        }
        let sized = output.iter().map(|(path, bytes)| (path, new.files[path].as_str(), bytes.len() as u64));
        let change = Change::between(&old.files, sized);
        Ok(Comparison { change, old, new })
    }

    /// Brings the site into the bucket.
    pub fn publish(&self, output: &Output, comparison: &Comparison) -> Result<(), PublishError> {
        let Comparison { old, new, .. } = comparison;
        let changed: Vec<&str> = output
            .iter()
            .map(|(path, _)| path)
            .filter(|path| old.files.get(*path) != new.files.get(*path))
            .collect();
        let mut removed: Vec<&str> =
            old.files.keys().map(String::as_str).filter(|path| !new.files.contains_key(*path)).collect();
        removed.sort_by_key(|path| !path.ends_with(".html"));
        let (pages, assets): (Vec<&str>, Vec<&str>) =
            changed.iter().partition(|path| path.ends_with(".html"));
        self.runtime.block_on(async {
            let mut pending = old.clone();
            pending.postil_bucket = VERSION;
            pending.files.extend(changed.iter().map(|path| ((*path).to_owned(), String::new())));
            self.put_listing(&pending).await?;
            self.put_all(output, &assets).await?;
            self.put_all(output, &pages).await?;
            self.remove(&removed).await?;
            self.put_listing(new).await
        })
    }

    async fn listing(&self) -> Result<Listing, PublishError> {
        let bytes = match self.store.get(&self.place(MANIFEST)?).await {
            Ok(found) => found.bytes().await.map_err(|error| self.failed("cannot read", MANIFEST, error))?,
            Err(error @ Error::NotFound { .. }) if !is_without_bucket(&error) => {
                return Ok(Listing::default());
            }
            Err(error) => return Err(self.failed("cannot read", MANIFEST, error)),
        };
        let listing = serde_json::from_slice::<Listing>(&bytes).ok();
        Ok(listing.filter(|listing| listing.postil_bucket == VERSION).unwrap_or_default())
    }

    /// Refuses to write over an object that is not in the list of an earlier publish.
    async fn refuse_foreign(&self, old: &Listing, new: &Listing) -> Result<(), PublishError> {
        let added = new.files.keys().filter(|path| !old.files.contains_key(*path));
        // A bucket without a site is asked for its likeliest files alone; a list of it may be long.
        let likely = added.filter(|path| !old.files.is_empty() || !path.contains('/'));
        for path in likely {
            match self.store.head(&self.place(path)?).await {
                Ok(_) => {
                    return Err(PublishError::refused(
                        format!("the bucket holds {path}, which postil has not written"),
                        "name a prefix of the site's own, as in --to s3://bucket/prefix, or write over it with --force",
                    ));
                }
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(self.failed("cannot look for", path, error)),
            }
        }
        Ok(())
    }

    async fn put_all(&self, output: &Output, paths: &[&str]) -> Result<(), PublishError> {
        let mut writing = JoinSet::new();
        for path in paths {
            if writing.len() >= AT_ONCE
                && let Some(written) = writing.join_next().await
            {
                self.written(written)?;
            }
            let (store, place, headers) = (Arc::clone(&self.store), self.place(path)?, Headers::of(path));
            let path = (*path).to_owned();
            let bytes = output.get(&path).map(|bytes| bytes.to_vec()).unwrap_or_default();
            writing.spawn(async move {
                let written = put(store.as_ref(), &place, bytes, headers).await;
                written.map_err(|error| (path, error))
            });
        }
        while let Some(written) = writing.join_next().await {
            self.written(written)?;
        }
        Ok(())
    }

    fn written(&self, result: Result<Result<(), (String, Error)>, JoinError>) -> Result<(), PublishError> {
        let written = result.context("writing was ended")?;
        written.map_err(|(path, error)| self.failed("cannot write", &path, error))
    }

    async fn remove(&self, paths: &[&str]) -> Result<(), PublishError> {
        let places: Vec<_> = paths.iter().map(|path| self.place(path)).collect::<Result<_, _>>()?;
        let mut removed = self.store.delete_stream(stream::iter(places.into_iter().map(Ok)).boxed());
        while let Some(removed) = removed.next().await {
            match removed {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(self.failed("cannot remove", "files", error)),
            }
        }
        Ok(())
    }

    async fn put_listing(&self, listing: &Listing) -> Result<(), PublishError> {
        let bytes = serde_json::to_vec_pretty(listing).expect("a map of texts is JSON");
        let headers = Headers { cache_control: "no-store", ..Headers::of("list.json") };
        let written = put(self.store.as_ref(), &self.place(MANIFEST)?, bytes, headers).await;
        written.map_err(|error| self.failed("cannot write", MANIFEST, error))
    }

    fn failed(&self, what: &str, path: &str, error: Error) -> PublishError {
        let name = &self.name;
        let error = match error {
            error if is_without_bucket(&error) => anyhow!("there is no bucket `{name}`"),
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                anyhow!("the bucket `{name}` refuses these credentials, or they may not do this")
            }
            error => anyhow!("{}", first_cause(&error)),
        };
        PublishError::Failed(error.context(format!("{what} {path} in the bucket{}", self.host)))
    }

    /// Where a file of the site stands in the bucket.
    fn place(&self, path: &str) -> Result<Path, PublishError> {
        let whole = format!("{}/{path}", self.prefix);
        Path::parse(whole.trim_start_matches('/')).map_err(|error| {
            PublishError::Failed(anyhow::Error::new(error).context(format!("no bucket can hold {path}")))
        })
    }
}

/// Whether the environment has a key, or says where one is to be had.
fn has_credentials(builder: &AmazonS3Builder) -> bool {
    let said = |key| builder.get_config_value(&key).is_some();
    (said(AmazonS3ConfigKey::AccessKeyId) && said(AmazonS3ConfigKey::SecretAccessKey))
        || said(AmazonS3ConfigKey::WebIdentityTokenFile)
        || said(AmazonS3ConfigKey::ContainerCredentialsRelativeUri)
        || said(AmazonS3ConfigKey::ContainerCredentialsFullUri)
}

/// What tells whether an object has to be written: its bytes and what is sent with them.
fn content_of(path: &str, bytes: &[u8]) -> String {
    let headers = Headers::of(path);
    Digest::of_parts([bytes, headers.content_type.as_bytes(), headers.cache_control.as_bytes()]).to_string()
}

async fn put(store: &dyn ObjectStore, place: &Path, bytes: Vec<u8>, headers: Headers) -> Result<(), Error> {
    let attributes = Attributes::from_iter([
        (Attribute::ContentType, headers.content_type),
        (Attribute::CacheControl, headers.cache_control),
    ]);
    let options = PutOptions { attributes, ..PutOptions::default() };
    store.put_opts(place, PutPayload::from(bytes), options).await.map(|_| ())
}

/// The error that others wrap, each of which would say it again.
fn first_cause(error: &Error) -> &dyn std::error::Error {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause
}

/// Whether it is not the object that is not there, but the bucket.
fn is_without_bucket(error: &Error) -> bool {
    matches!(error, Error::NotFound { source, .. } if source.to_string().contains("NoSuchBucket"))
}
