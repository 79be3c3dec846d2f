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
    let missed = named(&found.message);
    let in_records = |holds: &dyn Fn(&SourceFile) -> bool| {
        unread.iter().any(|file| file.role != Role::Bibliography && holds(file))
    };
    match found.code {
        Code::UnusedEntity => in_records(&|_| true),
        Code::UnknownSource => {
            unread.iter().any(|file| file.role == Role::Bibliography && file.text.contains(missed))
        }
        Code::StubEntity => {
            let id = missed.split_once(':').map_or(missed, |(_, id)| id);
            in_records(&|file| is_record(file, id))
        }
        // A record has names, and a typed link in any text would have made a stub.
        Code::UnknownId => in_records(&|file| is_record(file, missed) || file.text.contains(missed)),
        Code::BrokenLink => in_records(&|file| file.path.as_str() == missed),
        _ => false,
    }
}

fn is_record(file: &SourceFile, wanted: &str) -> bool {
    matches!(&file.role, Role::Entity { id } if id == wanted)
}

/// What a message names first: the words between its first quotation marks or backquotes.
fn named(message: &str) -> &str {
    let Some(start) = message.find(['`', '“']) else { return message };
    let rest = message[start..].trim_start_matches(['`', '“']);
    rest.find(['`', '”']).map_or(rest, |end| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_first_quoted_words_are_what_is_missed() {
        assert_eq!(named("no entity has the id or the name “Minsk”"), "Minsk");
        assert_eq!(named("`person:putin` has no file, and gets a stub page"), "person:putin");
        assert_eq!(named("nothing is quoted"), "nothing is quoted");
    }
}
