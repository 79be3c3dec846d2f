//! `postil check --fix-anchors`: quotes the closest wording in notes that lost their words, one by one as
//! they are named.
//!
//! 1. Every name must be that of a note whose words are nowhere; else nothing is written.
//! 2. So must every closest wording be near enough, and nearer than any other place.
//! 3. The quote alone is changed in the file of notes, and every change is said.

use std::path::Path;

use super::report::Report;
use super::site::Site;
use super::{Failure, edits};
use crate::annotate::Orphan;
use crate::diagnostic::Edit;
use crate::nearest::nearest;
use crate::span::Location;

/// Mends the quotes of the notes that are named.
pub(super) fn fix(site: &Site<()>, root: &Path, names: &[String], report: &Report) -> Result<(), Failure> {
    let briefs = site.compiled.graph.iter().flat_map(|graph| &graph.briefs);
    let orphans: Vec<(&str, &Orphan)> = briefs
        .flat_map(|linked| linked.brief.orphans.iter().map(|orphan| (linked.brief.slug.as_str(), orphan)))
        .collect();
    let mut chosen: Vec<&Orphan> = Vec::new();
    for name in names {
        chosen.extend(named(&orphans, name)?);
    }
    let edits = chosen.iter().flat_map(|orphan| {
        orphan.edits.iter().map(|(span, words)| Edit {
            location: Location { path: orphan.place.path.clone(), span: *span },
            replacement: words.clone(),
        })
    });
    edits::make(site, root, edits, "postil check")?;
    for Orphan { place, label, wording, .. } in chosen {
        report.say(&format!(
            "{}: `{label}` quotes now “{}”",
            place.path,
            wording.as_deref().unwrap_or_default()
        ));
    }
    Ok(())
}

/// The lost quotes of the note that a name means: its label, with the slug of its brief and `#` before it
/// where several briefs have one.
fn named<'a>(orphans: &[(&str, &'a Orphan)], name: &str) -> Result<Vec<&'a Orphan>, Failure> {
    let (slug, label) = name.split_once('#').map_or((None, name), |(slug, label)| (Some(slug), label));
    let found = orphans
        .iter()
        .filter(|(brief, orphan)| orphan.label == label && slug.is_none_or(|slug| slug == *brief));
    let found: Vec<&(&str, &Orphan)> = found.collect();
    let Some((brief, _)) = found.first() else {
        let labels = orphans.iter().map(|(_, orphan)| orphan.label.as_str());
        let help = match nearest(label, labels.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if orphans.is_empty() => "the words of all notes are found".to_owned(),
            None => {
                format!("the notes whose words are not found are {}", labels.collect::<Vec<_>>().join(", "))
            }
        };
        return Err(Failure::usage(format!("no note `{name}` has lost its words"), help));
    };
    if found.iter().any(|(other, _)| other != brief) {
        return Err(Failure::usage(
            format!("several briefs have a note `{name}` that has lost its words"),
            format!("name the brief too, as in `--fix-anchors {brief}#{name}`"),
        ));
    }
    if let Some((_, Orphan { score, margin, wording, .. })) =
        found.iter().find(|(_, orphan)| orphan.edits.is_empty())
    {
        let message = match wording {
            None => format!("nothing in the text is like the words of `{name}`"),
            Some(wording) => format!(
                "it is not sure that `{name}` means “{wording}”: it is {score} % alike, {margin} more than the next best place"
            ),
        };
        return Err(Failure::usage(message, "change the quote in the file of notes by hand"));
    }
    Ok(found.into_iter().map(|(_, orphan)| *orphan).collect())
}
