//! Full dates in the prose of a brief that no link marks.

use super::Finding;
use super::edit::link;
use super::text::Text;
use crate::annotate::dates::{bare_date, unmarked};
use crate::date::When;

/// The bare dates of a brief. One after the brief’s own date is not edited: whether it is a forecast
/// or a slip, only its author knows.
pub(super) fn find(text: &Text<'_>) -> Vec<Finding> {
    if !text.is_brief {
        return Vec::new();
    }
    let last = text.date.and_then(When::latest);
    let dates = unmarked(text.body).into_iter().map(|(words, edtf)| {
        let mut diagnostic = bare_date(&text.file.path, text.body, words, &edtf);
        let is_later = When::parse(&edtf).is_ok_and(|when| last.is_some_and(|last| when.begins_after(last)));
        if is_later {
            diagnostic = diagnostic.help("it is later than the brief: add `forecast=yes` if it is expected");
        } else {
            diagnostic.edit = link(text, words, &format!("date:{edtf}"));
        }
        Finding { words, diagnostic }
    });
    dates.collect()
}
