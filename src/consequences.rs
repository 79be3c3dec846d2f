//! Drops what is only reported because a file could not be read.
//!
//! 1. The files are gathered that have an error and gave nothing: no record, or not all of their
//!    sources.
//! 2. A diagnostic that misses something is dropped where one of these files is it, or holds it.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Role, SourceFile};

/// `diagnostics` without those that follow from `unread`, the files that could not be read.
pub fn drop_consequences(diagnostics: Vec<Diagnostic>, unread: &[&SourceFile]) -> Vec<Diagnostic> {
    if unread.is_empty() {
        return diagnostics;
    }
    diagnostics.into_iter().filter(|found| !follows(found, unread)).collect()
}

fn follows(found: &Diagnostic, unread: &[&SourceFile]) -> bool {
    let in_records = |holds: &dyn Fn(&SourceFile) -> bool| {
        unread.iter().any(|file| file.role != Role::Bibliography && holds(file))
    };
    let Some(missed) = found.missed.as_deref() else {
        return found.code == Code::UnusedEntity && in_records(&|_| true);
    };
    match found.code {
        Code::UnknownSource => {
            unread.iter().any(|file| file.role == Role::Bibliography && file.text.contains(missed))
        }
        Code::StubEntity => in_records(&|file| is_record(file, missed)),
        // A record has names, and a typed link in any text would have made a stub.
        Code::UnknownId => in_records(&|file| is_record(file, missed) || file.text.contains(missed)),
        Code::BrokenLink => in_records(&|file| file.path.as_str() == missed),
        _ => false,
    }
}

fn is_record(file: &SourceFile, wanted: &str) -> bool {
    matches!(&file.role, Role::Entity { id } if id == wanted)
}
