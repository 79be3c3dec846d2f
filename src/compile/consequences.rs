//! Diagnostics that follow from another file: they miss something that stands there.
//!
//! 1. Where that file is a draft, the diagnostic says so.
//! 2. Where that file could not be read, so that it gave no record or not all of its sources, the
//!    diagnostic is dropped: the file's own error is enough.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Role, SourceFile};

/// `diagnostics` without those that follow from `unread`, the files that could not be read.
pub(super) fn drop_consequences(diagnostics: Vec<Diagnostic>, unread: &[&SourceFile]) -> Vec<Diagnostic> {
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

/// Says of links to `drafts`, files, what is wrong with them: the file is there, and no part of
/// the site.
pub(super) fn name_drafts(diagnostics: &mut [Diagnostic], drafts: &[String]) {
    for found in diagnostics.iter_mut().filter(|found| found.code == Code::BrokenLink) {
        let Some(draft) = found.missed.as_ref().filter(|missed| drafts.contains(missed)) else { continue };
        found.message = format!("`{draft}` is a draft");
        found.help =
            vec!["take `draft` out of it, or the link out of this file; `--drafts` shows both".to_owned()];
    }
}
