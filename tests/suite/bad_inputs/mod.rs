//! What goes wrong, and what must happen: a test for each line of the guide's page that no other test
//! shows. The page's table names them all, and `table` holds it to that.

mod always;
mod anchors;
mod counts;
mod disk;
mod generated;
mod hostile;
mod output;
mod others;
mod paths;
mod reproducible;
mod security;
mod table;
mod text;

use std::path::Path;
use std::process::Command;

/// The exit code of a command in a site on the disk, and what it says.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    let ended = command.args(arguments).current_dir(folder).output().expect("the program runs");
    let said = [ended.stdout, ended.stderr].concat();
    (ended.status.code().expect("no signal"), String::from_utf8(said).expect("UTF-8"))
}
