//! The only reader of a site: its files, as texts with roles and as bytes.
//!
//! 1. The site's folders are walked, links followed only within the site (`walk`).
//! 2. Each path gets its role, and an id or slug that can stand in an address (`role`, `name`).
//! 3. The files are read, several at a time; a [`Reader`] leaves those out that stand as it read them (`stamp`), and
//!    where it is told which have changed, reads only these.
//! 4. Texts are decoded: UTF-8, without byte-order mark, lines ended by LF alone (`decode`).
//! 5. `postil.toml` is read into the settings, with the site's own words of its language.
//!
//! What is wrong with a file is a diagnostic, and as much of the file as can be used is kept,
//! so that one run tells everything. Only a disk that fails is an error.

#![expect(clippy::disallowed_methods, reason = "this is the one module that reads a site from the disk")]

mod decode;
mod name;
mod role;
mod stamp;
mod walk;

pub(crate) use decode::decode;
pub(crate) use name::{fault_of_file, shown};
pub use role::Role;
pub use walk::{PARTS, is_of_the_site};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Digest;
use crate::path::SitePath;
use anyhow::Context;
use rayon::prelude::*;
use role::Place;
use stamp::Stamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The file of the settings; the folder that holds it is the root of the site.
const CONFIG: &str = "postil.toml";

/// The file of the addresses that the site has published.
pub const LOCK: &str = "postil.lock";

/// The largest text that is read, in bytes.
const LARGEST_TEXT: u64 = 64 << 20;

/// The largest lock that is read, in bytes: it has a line for each place that the site ever had.
const LARGEST_LOCK: u64 = 2 << 30;

/// The largest inventory of another site that is read, in bytes.
const LARGEST_INVENTORY: u64 = 32 << 20;

/// The largest other file that is read, in bytes.
const LARGEST_ASSET: u64 = 100 << 20;

/// Everything that a site is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inputs {
    /// The settings; `None` where there is no `postil.toml` or it is not TOML.
    pub config: Option<Config>,
    /// The text of `postil.toml`.
    pub config_text: Option<Arc<SourceFile>>,
    /// The texts of the content, sorted by path.
    pub files: Vec<Arc<SourceFile>>,
    /// Pictures, data and the static files, sorted by path.
    pub assets: Vec<Asset>,
    /// The inventories of other sites, sorted by path.
    pub inventories: Vec<Asset>,
    /// The site's own templates, sorted by path.
    pub templates: Vec<Arc<SourceFile>>,
    /// The site's own words of the interface, sorted by path.
    pub words: Vec<Arc<SourceFile>>,
    /// What is wrong with the files and the settings.
    pub diagnostics: Vec<Diagnostic>,
}

/// A text of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: SitePath,
    /// The text, without byte-order mark, its lines ended by LF alone.
    pub text: Arc<str>,
    /// The digest of path and text.
    pub digest: Digest,
    /// What the text is for.
    pub role: Role,
}

impl SourceFile {
    /// A text at a path.
    pub fn new(path: SitePath, text: Arc<str>, role: Role) -> Self {
        let digest = Self::digest_of(path.as_str(), &text);
        Self { path, text, digest, role }
    }

    /// The digest that a text at a path has.
    pub fn digest_of(path: &str, text: &str) -> Digest {
        Digest::of_parts([path.as_bytes(), text.as_bytes()])
    }
}

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Where it is.
    pub path: SitePath,
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// The digest of the bytes.
    pub digest: Digest,
}

/// A file as it was read.
#[derive(Clone)]
struct ReadFile {
    path: SitePath,
    /// How it was found; `None` where it may be written again without having another stamp.
    stamp: Option<Stamp>,
    place: Place,
    item: Item,
    /// What is wrong with it.
    faults: Vec<Diagnostic>,
}

/// What a file holds: one text, one asset, one inventory, or nothing that is of use.
#[derive(Clone)]
enum Item {
    Text(Arc<SourceFile>),
    Asset(Asset),
    Inventory(Asset),
    Nothing,
}

/// Reads the site in the folder `root`. An error is a disk that fails: a file or folder that
/// may not be read, or that vanished.
pub fn load(root: &Path) -> anyhow::Result<Inputs> {
    let mut diagnostics = Vec::new();
    let walked = walk::walk(root, &mut diagnostics)?;
    // At the beginning of time no file is settled: nothing is kept for another read.
    let files = read_files(&walked, &BTreeMap::new(), SystemTime::UNIX_EPOCH, &mut diagnostics)?;
    Ok(gather(files.into_iter().map(|file| (file.item, file.faults)), diagnostics))
}

/// Reads one site again and again.
#[derive(Default)]
pub struct Reader {
    root: PathBuf,
    /// The files as they were read last.
    files: BTreeMap<SitePath, ReadFile>,
    has_links: bool,
    /// What is wrong with the folders and the names in them.
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// Reads the site in the folder `root` as [`load`] does, but for the files that stand as they were read before.
    /// `now` is the time.
    pub fn load(&mut self, root: &Path, now: SystemTime) -> anyhow::Result<Inputs> {
        let mut diagnostics = Vec::new();
        let walked = walk::walk(root, &mut diagnostics)?;
        let files = read_files(&walked, &self.files, now, &mut diagnostics)?;
        let files = files.into_iter().map(|file| (file.path.clone(), file)).collect();
        *self = Self { root: walked.root, files, has_links: walked.has_links, diagnostics };
        Ok(self.inputs())
    }

    /// Reads the files at some paths of the disk again, and takes all others as they were read last. `None` where
    /// that may be too little: a file has come or gone, or may have other paths too.
    pub fn reload(&mut self, changed: &BTreeSet<PathBuf>) -> Option<Inputs> {
        if self.has_links {
            return None;
        }
        for on_disk in changed {
            let path = SitePath::new(on_disk.strip_prefix(&self.root).ok()?.to_str()?);
            let found = on_disk.symlink_metadata().ok();
            let Some(file) = self.files.get_mut(&path) else {
                // Programs write beside a file what then takes its name.
                found.is_none().then_some(())?;
                continue;
            };
            let length = found.filter(|metadata| metadata.is_file())?.len();
            (file.item, file.faults) = read_file(&path, &file.place, on_disk, length).ok()?;
            file.stamp = None;
        }
        Some(self.inputs())
    }

    fn inputs(&self) -> Inputs {
        let items = self.files.values().map(|file| (file.item.clone(), file.faults.clone()));
        gather(items, self.diagnostics.clone())
    }
}

/// The files of a site, sorted by path; those that are among `known` and have the same stamp are as they are there.
/// `now` is the time.
fn read_files(
    walked: &walk::Walked,
    known: &BTreeMap<SitePath, ReadFile>,
    now: SystemTime,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<ReadFile>> {
    let places = role::arrange(walked.files.keys().cloned(), diagnostics);
    let read = places.into_par_iter().map(|(path, place)| {
        let walk::Found { path: on_disk, stamp } = &walked.files[&path];
        let before =
            known.get(&path).filter(|before| before.stamp.as_ref() == Some(stamp) && before.place == place);
        if let Some(before) = before {
            return Ok(before.clone());
        }
        let (item, faults) = read_file(&path, &place, on_disk, stamp.length)?;
        let stamp = stamp.is_settled(now).then(|| stamp.clone());
        Ok(ReadFile { path, stamp, place, item, faults })
    });
    read.collect()
}

/// Reads a file of this length in bytes.
fn read_file(
    path: &SitePath,
    place: &Place,
    on_disk: &Path,
    length: u64,
) -> anyhow::Result<(Item, Vec<Diagnostic>)> {
    let largest = match place {
        Place::Text(Role::Lock) => LARGEST_LOCK,
        Place::Text(_) => LARGEST_TEXT,
        Place::Asset => LARGEST_ASSET,
        Place::Inventory => LARGEST_INVENTORY,
    };
    if length > largest {
        return Ok((Item::Nothing, vec![too_large(path, length, largest)]));
    }
    let bytes = std::fs::read(on_disk).with_context(|| format!("cannot read {}", on_disk.display()))?;
    Ok(item(path.clone(), place.clone(), bytes))
}

/// The folder of the site that `start` lies in: the nearest one upwards that holds `postil.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(CONFIG).is_file()).map(Path::to_owned)
}

impl Inputs {
    /// The text of a file, to show lines of it.
    pub fn text_of(&self, path: &SitePath) -> Option<Arc<str>> {
        let mut files = self.files.iter().chain(&self.templates).chain(&self.words).chain(&self.config_text);
        let text = files.find(|file| file.path == *path).map(|file| Arc::clone(&file.text));
        text.or_else(|| {
            let asset = self.assets.iter().find(|asset| asset.path == *path)?;
            std::str::from_utf8(&asset.bytes).ok().map(Arc::from)
        })
    }

    /// Takes the settings from another file than the site's own; diagnostics name it as it is
    /// named here. An error is a file that cannot be read.
    pub fn read_config(&mut self, file: &Path) -> anyhow::Result<()> {
        let context = || format!("cannot read {}", file.display());
        // Whatever it is, a pipe or a device without end.
        let mut bytes = Vec::new();
        let opened = std::fs::File::open(file).with_context(context)?;
        opened.take(LARGEST_TEXT + 1).read_to_end(&mut bytes).with_context(context)?;
        if bytes.len() as u64 > LARGEST_TEXT {
            anyhow::bail!("{} has more than {} MiB", file.display(), LARGEST_TEXT >> 20);
        }
        let of_words: BTreeSet<&SitePath> = self.words.iter().map(|file| &file.path).collect();
        let is_of_settings = |path: &SitePath| path.as_str() == CONFIG || of_words.contains(path);
        self.diagnostics
            .retain(|found| found.labels.first().is_none_or(|label| !is_of_settings(&label.location.path)));
        let path = SitePath::new(file.to_string_lossy().replace('\\', "/"));
        let (item, faults) = item(path, Place::Text(Role::Config), bytes);
        self.diagnostics.extend(faults);
        self.config_text = match item {
            Item::Text(file) => Some(file),
            _ => None,
        };
        self.settle();
        Ok(())
    }

    /// Reads the settings from their text.
    fn settle(&mut self) {
        let Some(file) = &self.config_text else { return };
        let words: Vec<(&SitePath, &str)> = self.words.iter().map(|file| (&file.path, &*file.text)).collect();
        let (config, faults) = Config::parse(&file.path, &file.text, &words);
        self.config = config;
        self.diagnostics.extend(faults);
    }

    /// The inputs of a site that is not on the disk: the text of `postil.toml`, and the other
    /// files with their paths from the root, such as `content/about.md`.
    pub fn from_texts(config: &str, files: &[(&str, &str)]) -> Self {
        let mut diagnostics = Vec::new();
        let texts: BTreeMap<SitePath, &str> = files
            .iter()
            .map(|(path, text)| (SitePath::new(*path), *text))
            .chain([(SitePath::new(CONFIG), config)])
            .collect();
        let places = role::arrange(texts.keys().cloned(), &mut diagnostics);
        let items = places.into_iter().map(|(path, place)| {
            let bytes = texts[&path].as_bytes().to_vec();
            item(path, place, bytes)
        });
        gather(items, diagnostics)
    }
}

/// A file as it is kept, and what is wrong with it.
fn item(path: SitePath, place: Place, bytes: Vec<u8>) -> (Item, Vec<Diagnostic>) {
    let role = match place {
        Place::Asset => {
            let digest = Digest::of(&bytes);
            return (Item::Asset(Asset { path, bytes: bytes.into(), digest }), Vec::new());
        }
        Place::Inventory => {
            let digest = Digest::of(&bytes);
            return (Item::Inventory(Asset { path, bytes: bytes.into(), digest }), Vec::new());
        }
        Place::Text(role) => role,
    };
    let (text, mut diagnostics) = decode(&path, bytes);
    if path.extension() == "md" && text.trim().is_empty() {
        let message = format!("{path} is empty");
        diagnostics.push(
            Diagnostic::new(Code::EmptyFile, &path, 0..0, message).help("write the text, or remove the file"),
        );
        return (Item::Nothing, diagnostics);
    }
    (Item::Text(Arc::new(SourceFile::new(path, text.into(), role))), diagnostics)
}

/// Puts the files, which are sorted by path, where they belong and reads the settings.
fn gather(items: impl Iterator<Item = (Item, Vec<Diagnostic>)>, diagnostics: Vec<Diagnostic>) -> Inputs {
    let files = Vec::with_capacity(items.size_hint().0);
    let mut inputs = Inputs { files, diagnostics, ..Inputs::default() };
    for (item, faults) in items {
        inputs.diagnostics.extend(faults);
        match item {
            Item::Text(file) if file.role == Role::Config => {
                inputs.config_text = Some(file);
            }
            Item::Text(file) if file.role == Role::Template => inputs.templates.push(file),
            Item::Text(file) if file.role == Role::Words => inputs.words.push(file),
            Item::Text(file) => inputs.files.push(file),
            Item::Asset(asset) => inputs.assets.push(asset),
            Item::Inventory(inventory) => inputs.inventories.push(inventory),
            Item::Nothing => {}
        }
    }
    inputs.settle();
    inputs
}

fn too_large(path: &SitePath, length: u64, largest: u64) -> Diagnostic {
    let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
    let message = format!(
        "{path} is {} MiB large, and postil reads at most {} MiB",
        mebibytes(length),
        mebibytes(largest)
    );
    Diagnostic::new(Code::FileTooLarge, path, 0..0, message)
        .help("make the file smaller, or publish it elsewhere and link to it")
}

#[cfg(test)]
mod tests;
