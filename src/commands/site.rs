//! Finds, reads and compiles the site that a command is about.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: they look at the folder they run in, and at the clock"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::progress::Shown;
use super::replace::Draft;
use super::report::Report;
use super::{Exit, Failure, print};
use crate::artifact::{Nowhere, Store};
use crate::cache::Cache;
use crate::cli::{FormatName, Global, SiteOptions};
use crate::compile::{Compiled, LaterCache, Options, compile_into, foundation};
use crate::config::BaseUrl;
use crate::date::Day;
use crate::diagnostic::{Diagnostic, Format, Severity, render};
use crate::hash::Digest;
use crate::load::{self, Inputs, LOCK};
use crate::path::SitePath;

/// A site on the disk, read and compiled.
pub(super) struct Site<Held> {
    pub(super) inputs: Inputs,
    pub(super) compiled: Compiled<Held>,
    options: Options,
}

impl<Held> Site<Held> {
    /// The text of a file, to show lines of it.
    pub(super) fn text_of(&self, path: &SitePath) -> Option<Arc<str>> {
        self.inputs.text_of(path)
    }

    /// Prints what is wrong with the site, for a person to read.
    pub(super) fn print_faults(&self, report: &Report) {
        let shown = report.shown(&self.compiled.diagnostics);
        report.print(&render(Format::Human, &shown, &|path| self.text_of(path), report.is_styled()));
    }

    /// Prints diagnostics in a format. What a machine reads is the command's result; what a person
    /// reads is said beside it.
    pub(super) fn print_in(
        &self,
        format: FormatName,
        diagnostics: &[Diagnostic],
        report: &Report,
    ) -> Result<(), Failure> {
        let (format, to_output) = match format {
            FormatName::Human => (Format::Human, false),
            FormatName::Short => (Format::Short, false),
            FormatName::Json => (Format::Json, true),
            FormatName::Github => (Format::Github, true),
            FormatName::Sarif => (Format::Sarif, true),
        };
        let is_styled = !to_output && report.is_styled();
        let text = render(format, diagnostics, &|path| self.text_of(path), is_styled);
        if to_output {
            print(text.as_bytes())?;
        } else {
            report.print(&text);
        }
        Ok(())
    }

    /// How a command ends that the faults of the site keep from its work: settings that cannot be
    /// used are told from content that cannot.
    pub(super) fn fault_exit(&self) -> Exit {
        match self.is_misconfigured() {
            true => Exit::Usage,
            false => Exit::Content,
        }
    }

    /// The digest of all that the next build by a program will depend on, if nothing changes: the lock may have.
    pub(super) fn foundation(&self, program: Digest) -> Digest {
        let lock = self.compiled.lock.as_ref().map(|lock| lock.text.as_str());
        foundation(&self.inputs, &self.options, lock, program)
    }

    /// Writes what the lock is to say from now on beside it.
    pub(super) fn draft_lock(&self, root: &Path) -> Result<Option<Draft>, Failure> {
        let lock = self.compiled.lock.as_ref();
        Ok(lock.map(|lock| Draft::write(&root.join(LOCK), &lock.text)).transpose()?)
    }

    /// Says what is new in the lock.
    pub(super) fn say_lock(&self, report: &Report) {
        let Some(lock) = &self.compiled.lock else { return };
        report.say(&match lock.added {
            0 => "postil.lock has changed: commit it".to_owned(),
            1 => "postil.lock has a new address: commit it".to_owned(),
            added => format!("postil.lock has {added} new addresses: commit it"),
        });
    }

    fn is_misconfigured(&self) -> bool {
        let settings = self.inputs.config_text.as_ref().map_or("postil.toml", |file| file.path.as_str());
        self.compiled.diagnostics.iter().any(|found| {
            let in_config =
                found.labels.first().is_some_and(|label| label.location.path.as_str() == settings);
            in_config && found.severity() == Severity::Error
        })
    }
}

/// The site's folder, where the file of settings that the command line names is there too.
pub(super) fn root(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(config) = global.config.as_ref().filter(|config| !config.exists() || config.is_dir()) {
        return Err(Failure::usage(
            format!("there is no file {}", config.display()),
            "name a file of settings with --config, or leave it out to use the site's postil.toml",
        ));
    }
    match &global.root {
        Some(root) if root.join("postil.toml").is_file() || global.config.is_some() => Ok(root.clone()),
        Some(root) => Err(Failure::usage(
            format!("there is no postil.toml in {}", root.display()),
            "name the folder of a site with --root",
        )),
        None => {
            let here = std::env::current_dir().map_err(anyhow::Error::from)?;
            load::find_root(&here).ok_or_else(|| {
                Failure::usage(
                    format!("there is no postil.toml in {} or above it", here.display()),
                    "go to the folder of a site, or name it with --root; `postil init` begins a new one",
                )
            })
        }
    }
}

/// The base URL of the command line.
pub(super) fn base_url(options: &SiteOptions) -> Result<Option<BaseUrl>, Failure> {
    let url = options.base_url.as_deref().map(BaseUrl::parse).transpose();
    url.map_err(|reason| {
        Failure::usage(format!("--base-url {reason}"), "write it as in https://example.org/brief/")
    })
}

/// The day in UTC: today, or that of `SOURCE_DATE_EPOCH`.
pub(super) fn today() -> Result<Day, Failure> {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = match &told {
        Some(text) => text.trim().parse().ok(),
        None => {
            let since =
                std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_secs()).ok()
        }
    };
    seconds.and_then(Day::from_unix_seconds).ok_or_else(|| {
        Failure::usage(
            format!("SOURCE_DATE_EPOCH is {:?}, which is no moment", told.unwrap_or_default()),
            "set it to a number of seconds since 1 January 1970, or unset it",
        )
    })
}

/// A site that is read and not compiled yet.
pub(super) struct Read {
    inputs: Inputs,
    options: Options,
}

/// Reads and compiles the site, for those who ask what is wrong and not for its files.
pub(super) fn check(
    global: &Global,
    options: &SiteOptions,
    root: &Path,
    locked: bool,
    report: &Report,
) -> Result<Site<()>, Failure> {
    Read::of(global, options, root, locked, report)?.compile(options, None, &Nowhere, report)
}

impl Read {
    /// Reads the site.
    pub(super) fn of(
        global: &Global,
        options: &SiteOptions,
        root: &Path,
        locked: bool,
        report: &Report,
    ) -> Result<Self, Failure> {
        let base_url = base_url(options)?;
        report.say(&format!("Site in {}", root.display()));
        let today = today().ok().map(|day| day.to_string());
        let build = Options { base_url, drafts: options.drafts, locked, today, ..Options::default() };
        let mut inputs = load::load(root)?;
        if let Some(config) = &global.config {
            inputs.read_config(config)?;
        }
        Ok(Self { inputs, options: build })
    }

    /// The digest of all that a build by a program depends on.
    pub(super) fn foundation(&self, program: Digest) -> Digest {
        foundation(&self.inputs, &self.options, None, program)
    }

    /// Compiles the site, whose files go to `store`; whole, with what its pages do not wait for, where `later` is
    /// given and nothing is wrong.
    pub(super) fn compile<S: Store>(
        self,
        options: &SiteOptions,
        later: Option<LaterCache>,
        store: &S,
        report: &Report,
    ) -> Result<Site<S::Held>, Failure> {
        let Self { inputs, options: build } = self;
        let shown = Shown::new(&build.progress, report);
        let compiled = in_threads(options.jobs, || {
            let mut compiled = compile_into(&inputs, &build, &Cache::for_one_build(), store);
            let is_whole = !store.has_given_up() && compiled.is_publishable(options.strict);
            if let Some(mut cache) = later.filter(|_| is_whole) {
                compiled.finish(&mut cache, store);
            }
            compiled
        })?;
        drop(shown);
        report.say_more(&format!(
            "Read {} texts, {} other files and {} templates of the site",
            inputs.files.len(),
            inputs.assets.len(),
            inputs.templates.len()
        ));
        Ok(Site { inputs, compiled, options: build })
    }
}

/// The digest of this program: another one may build something else of the same site.
pub(super) fn program() -> Result<Digest, Failure> {
    let digest = || {
        let file = std::fs::File::open(std::env::current_exe()?)?;
        let length = file.metadata()?.len();
        Digest::of_reader(file, length)
    };
    digest().context("cannot read the program itself").map_err(Failure::from)
}

/// The threads of the command line: one at least, and not so many that they take longer to begin than a build takes.
pub(super) fn jobs(jobs: Option<usize>) -> Result<Option<usize>, Failure> {
    match jobs {
        None | Some(1..=1000) => Ok(jobs),
        Some(_) => {
            let help = "leave it out to use every processor";
            Err(Failure::usage("--jobs needs a number from 1 to 1000", help))
        }
    }
}

fn in_threads<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    match self::jobs(jobs)? {
        Some(jobs) => {
            let pool =
                rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(anyhow::Error::from)?;
            Ok(pool.install(work))
        }
        None => Ok(work()),
    }
}
