//! `postil check`: everything that is wrong with the site. Nothing is written but the quotes of the notes
//! that `--fix-anchors` names.

#![expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: the closing line tells the time taken"
)]

use std::time::Instant;

use super::report::{Report, count_words};
use super::{Exit, Failure, anchors, print, site};
use crate::cli::{Check, FormatName, Global};
use crate::diagnostic::{Counts, Format, render};

pub(super) fn check(global: &Global, options: &Check, report: &Report) -> Result<Exit, Failure> {
    let start = Instant::now();
    let root = site::root(global)?;
    let mut site = site::read(global, &options.site, &root, options.locked, report)?;
    if !options.fix_anchors.is_empty() {
        anchors::fix(&site, &root, &options.fix_anchors, report)?;
        site = site::read(global, &options.site, &root, options.locked, report)?;
    }
    let (format, to_output) = match options.format {
        FormatName::Human => (Format::Human, false),
        FormatName::Short => (Format::Short, false),
        FormatName::Json => (Format::Json, true),
        FormatName::Github => (Format::Github, true),
        FormatName::Sarif => (Format::Sarif, true),
    };
    let diagnostics = &site.compiled.diagnostics;
    let text = render(format, diagnostics, &|path| site.text_of(path), !to_output && report.is_styled());
    // What a machine reads is the command's result; what a person reads is said beside it.
    if to_output {
        print(text.as_bytes())?;
    } else {
        report.print(&text);
    }
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
