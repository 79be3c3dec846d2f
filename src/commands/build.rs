//! `postil build`: content/ becomes public/.
//!
//! 1. The output folder is locked, so that a second build fails at once.
//! 2. The site is read. Where all is as it was at the last build, that is all.
//! 3. The site is compiled; its files are laid out beside the output folder as they are made.
//! 4. What is wrong is printed. With an error, they are removed, and the output folder is as it was.
//! 5. The new postil.lock is written beside the old one. The output takes the old one's place in one step, and then the
//!    lock does.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: they look at what was built before, and at the clock"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::progress::Shown;
use super::report::{Report, count_words, counted};
use super::{Exit, Failure, site};
use crate::cli::{Build, Global};
use crate::compile::LaterCache;
use crate::diagnostic::Counts;
use crate::output::{Options, Origin, Target, WriteError};
use crate::progress::{Progress, Stage};
use crate::share_cards::{CARDS, Painted};

/// The folder below the site's that it is built into by default.
pub(super) const OUTPUT: &str = "public";

pub(super) fn build(
    global: &Global,
    options: &Build,
    stop: &Arc<AtomicBool>,
    report: &Report,
) -> Result<Exit, Failure> {
    let start = Instant::now();
    let root = site::root(global)?;
    let folder = options.output.clone().unwrap_or_else(|| root.join(OUTPUT));
    let target_options =
        Options { site: Some(root.clone()), force: options.force, stop: Some(Arc::clone(stop)) };
    let target = Target::open(&folder, &target_options)?;
    for stuck in target.stuck() {
        let stuck = stuck.display();
        report.say(&format!(
            "{stuck} is of a stopped build and cannot be removed: something in it is not yours"
        ));
    }
    let read = site::Read::of(global, &options.site, &root, options.locked, report)?;
    let program = site::program()?;
    // Who wants to hear more hears it from a whole build.
    if !report.verbose
        && let Some(origin) = target.made_from(read.foundation(program))?
        && !(options.site.strict && origin.warnings > 0)
    {
        report.say(&unchanged(&origin, &folder));
        return Ok(Exit::Fine);
    }
    let cache = LaterCache { cards: painted_before(&folder), ..LaterCache::default() };
    let staging = target.stage();
    let site = read.compile(&options.site, Some(cache), &staging, report)?;
    let laid_out = staging.check();
    let is_publishable = site.compiled.is_publishable(options.site.strict);
    // What cannot be laid out because two files have one path is a fault of the content, and told as such.
    if is_publishable || matches!(laid_out, Err(WriteError::Interrupted)) {
        laid_out?;
    }
    let counts = Counts::of(&site.compiled.diagnostics);
    site.print_faults(report);
    if !is_publishable {
        let words = count_words(&counts, report.verbose);
        report.say(&format!("Not built: {words}. {} is as it was", folder.display()));
        return Ok(site.fault_exit());
    }
    let progress = Progress::default();
    progress.begin(Stage::Writing, 0);
    let shown = Shown::new(&progress, report);
    let origin =
        Origin { digest: site.foundation(program), pages: site.compiled.pages, warnings: counts.warnings };
    // A disk on which the lock has no room is full before the site has changed.
    let lock = site.draft_lock(&root)?;
    let written = staging.publish(&site.compiled.output, Some(&origin))?;
    drop(shown);
    if let Some(lock) = lock {
        lock.publish()?;
        site.say_lock(report);
    }
    report.say_more(&format!(
        "{} files written, {} as they were, {} removed",
        written.written, written.unchanged, written.removed
    ));
    report.say(&format!(
        "Built {} pages into {} in {:.2} s: {}",
        site.compiled.pages,
        folder.display(),
        start.elapsed().as_secs_f64(),
        count_words(&counts, report.verbose)
    ));
    Ok(Exit::Fine)
}

/// What is said where a build would make what is there. Warnings were told with it.
fn unchanged(origin: &Origin, folder: &Path) -> String {
    let mut words =
        format!("Nothing has changed: {} pages are in {} already", origin.pages, folder.display());
    if origin.warnings > 0 {
        let warnings = counted(origin.warnings, "warning");
        words.push_str(&format!("; {warnings} as before, which `postil check` tells"));
    }
    words
}

/// The pictures of pages that stand in the folder. The name of each says all that is drawn on it, so what
/// is there need not be drawn again; what cannot be read is.
fn painted_before(folder: &Path) -> Painted {
    let cards = CARDS.trim_start_matches('/');
    let Ok(entries) = std::fs::read_dir(folder.join(cards)) else { return Painted::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let read = |name: String| {
        let path = format!("{cards}{name}");
        Some((path.clone(), std::fs::read(folder.join(&path)).ok()?.into()))
    };
    names.filter_map(read).collect()
}
