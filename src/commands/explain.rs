//! `postil explain CODE`: what a diagnostic means.

use super::{Exit, Failure, print};
use crate::diagnostic::{Code, Severity};
use crate::nearest::nearest;

pub(super) fn explain(name: Option<&str>) -> Result<Exit, Failure> {
    let Some(name) = name else { return print(list().as_bytes()) };
    match Code::from_name(name) {
        Some(code) => print(crate::diagnostic::explain(code).as_bytes()),
        None => {
            let help = match nearest(name, Code::ALL.iter().map(|code| code.name())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`postil explain` without a code lists all".to_owned(),
            };
            Err(Failure::usage(format!("there is no diagnostic `{name}`"), help))
        }
    }
}

/// All codes, a line each.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let lines = Code::ALL.iter().map(|code| {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "suggestion",
        };
        format!("{:width$}  {severity:10}  {}\n", code.name(), code.summary())
    });
    lines.collect()
}
