//! `postil clean`: removes what `build` has written, and nothing else.

use std::path::Path;

use super::build::OUTPUT;
use super::report::Report;
use super::{Exit, Failure, site};
use crate::cli::Global;
use crate::output::{self, Options};

pub(super) fn clean(global: &Global, output: Option<&Path>, report: &Report) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let folder = output.map_or_else(|| root.join(OUTPUT), Path::to_owned);
    let removed = output::clean(&folder, &Options { site: Some(root), ..Options::default() })?;
    report.say(&format!("Removed {removed} files from {}", folder.display()));
    Ok(Exit::Fine)
}
