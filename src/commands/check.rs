//! `postil check`: everything that is wrong with the site. Nothing is written but the quotes of the notes
//! that `--fix-anchors` names.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: the closing line tells the time taken"
)]

use std::time::Instant;

use super::report::{Report, count_words};
use super::{Exit, Failure, anchors, site};
use crate::cli::{Check, Global};
use crate::diagnostic::Counts;

pub(super) fn check(global: &Global, options: &Check, report: &Report) -> Result<Exit, Failure> {
    let start = Instant::now();
    let root = site::root(global)?;
    let mut site = site::check(global, &options.site, &root, options.locked, report)?;
    if !options.fix_anchors.is_empty() {
        anchors::fix(&site, &root, &options.fix_anchors, report)?;
        site = site::check(global, &options.site, &root, options.locked, report)?;
    }
    let diagnostics = &site.compiled.diagnostics;
    site.print_in(options.format, diagnostics, report)?;
    report.say(&format!(
        "Checked {} pages in {:.2} s: {}",
        site.compiled.pages,
        start.elapsed().as_secs_f64(),
        count_words(&Counts::of(diagnostics), true)
    ));
    Ok(match site.compiled.is_publishable(options.site.strict) {
        true => Exit::Fine,
        false => site.fault_exit(),
    })
}
