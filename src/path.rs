//! The two kinds of path: a file of the site, and an address of the published site.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A file of the site, relative to the site's root, with `/` between its parts:
/// `content/briefs/a.md`. Cheap to copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// A path as it stands; the caller has checked that it is relative and has no `..`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `a.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its extension: `a`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension as written, without the dot; empty where there is none.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The folder that the file is in, without a slash at the end; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path that `relative` means when it stands in this file: `.` and `..` are
    /// resolved; `None` where it leaves the site.
    pub fn resolve(&self, relative: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> = match relative.strip_prefix('/') {
            Some(_) => Vec::new(),
            None => self.folder().split('/').filter(|part| !part.is_empty()).collect(),
        };
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(Self::new(parts.join("/")))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address of the published site, from its root: `/entities/belarus/` for a page,
/// `/assets/site.1a2b.css` for a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(Arc<str>);

impl Address {
    /// An address; it begins with `/`.
    pub fn new(address: impl Into<Arc<str>>) -> Self {
        let address = Self(address.into());
        debug_assert!(address.0.starts_with('/'), "an address begins with a slash: {address}");
        address
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a host serves for this address: `entities/belarus/index.html`.
    pub fn output_path(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// The link from the page at `from` to this address, relative, so that the same bytes
    /// work under any base path: from `/briefs/a/` to `/entities/b/` it is `../../entities/b/`.
    pub fn relative_to(&self, from: &Address) -> String {
        let folder = &from.0[..=from.0.rfind('/').unwrap_or(0)];
        let shared = folder
            .bytes()
            .zip(self.0.bytes())
            .take_while(|(a, b)| a == b)
            .enumerate()
            .filter(|(_, (byte, _))| *byte == b'/')
            .last()
            .map_or(0, |(at, _)| at + 1);
        let mut link = "../".repeat(folder[shared..].matches('/').count());
        link.push_str(&self.0[shared..]);
        if link.is_empty() { "./".to_owned() } else { link }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
