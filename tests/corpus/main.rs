//! Writes an archive of made-up briefs, the same in every run, for postil or for another program:
//! `cargo run --release --example corpus -- --briefs 1000 FOLDER`.
//!
//! 1. The archive is made of words and dice ([`archive`]): the same seed gives the same words for every program.
//! 2. It is written in the form that the program reads ([`forms`]): only the marks differ, and the templates, which
//!    stand in the folder of each program.
//! 3. `named.tsv` tells which entities each brief names, so that the pages can be held against it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a generator of test data writes files, and says what it cannot do"
)]

mod archive;
mod dice;
mod forms;

use std::path::PathBuf;
use std::process::ExitCode;

use archive::{Archive, Shape};
use forms::Form;

const USAGE: &str = "usage: corpus [--briefs N] [--seed N] [--shape ordinary|hub|long|entities] [--form \
                     postil|hugo|zola|eleventy] FOLDER";

struct Wanted {
    briefs: usize,
    seed: u64,
    shape: Shape,
    form: Form,
    folder: PathBuf,
}

fn main() -> ExitCode {
    let Some(wanted) = wanted(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let archive = Archive::new(wanted.briefs, wanted.shape, wanted.seed);
    match wanted.form.write(archive, &wanted.folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the archive: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for; none where it cannot be read.
fn wanted(mut arguments: impl Iterator<Item = String>) -> Option<Wanted> {
    let mut wanted =
        Wanted { briefs: 100, seed: 7, shape: Shape::Ordinary, form: Form::Postil, folder: PathBuf::new() };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--briefs" => wanted.briefs = arguments.next()?.parse().ok().filter(|briefs| *briefs > 0)?,
            "--seed" => wanted.seed = arguments.next()?.parse().ok()?,
            "--shape" => wanted.shape = arguments.next()?.parse().ok()?,
            "--form" => wanted.form = arguments.next()?.parse().ok()?,
            option if option.starts_with('-') => return None,
            folder => wanted.folder = PathBuf::from(folder),
        }
    }
    (!wanted.folder.as_os_str().is_empty()).then_some(wanted)
}
