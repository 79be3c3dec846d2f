//! `postil check --fix-anchors`: quotes the closest wording in notes that lost their words, one by one as
//! they are named.
//!
//! 1. Every name must be that of a note whose words are nowhere; else nothing is written.
//! 2. So must every closest wording be near enough, and nearer than any other place.
//! 3. The quote alone is changed in the file of notes, and every change is said.

#![expect(clippy::disallowed_methods, reason = "commands stand at the rim: this one mends files of the site")]

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;

use super::Failure;
use super::report::Report;
use super::site::Site;
use crate::annotate::Orphan;
use crate::nearest::nearest;
use crate::path::SitePath;
use crate::span::Span;

/// Mends the quotes of the notes that are named.
pub(super) fn fix(site: &Site, root: &Path, names: &[String], report: &Report) -> Result<(), Failure> {
    let briefs = site.compiled.graph.iter().flat_map(|graph| &graph.briefs);
    let orphans: Vec<(&str, &Orphan)> = briefs
        .flat_map(|linked| linked.brief.orphans.iter().map(|orphan| (linked.brief.slug.as_str(), orphan)))
        .collect();
    let mut chosen: Vec<&Orphan> = Vec::new();
    for name in names {
        chosen.extend(named(&orphans, name)?);
    }
    let mut edits: BTreeMap<&SitePath, BTreeMap<Span, &str>> = BTreeMap::new();
    for orphan in &chosen {
        let of_file = edits.entry(&orphan.place.path).or_default();
        of_file.extend(orphan.edits.iter().map(|(span, words)| (*span, words.as_str())));
    }
    for (path, edits) in edits {
        let file = root.join(path.as_str());
        let old =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let new = edited(&old, &edits);
        let draft = file.with_extension("new");
        std::fs::write(&draft, new).with_context(|| format!("cannot write {}", draft.display()))?;
        std::fs::rename(&draft, &file).with_context(|| format!("cannot write {}", file.display()))?;
    }
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

/// A file with edits, whose places are counted without a byte-order mark and with lines that end with LF
/// alone. Everything else stays as it is.
fn edited(old: &str, edits: &BTreeMap<Span, &str>) -> String {
    let line_end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut new = String::with_capacity(old.len());
    let mut edits = edits.iter().peekable();
    let mut skip_to = 0;
    let mut at = 0;
    let mut letters = old.chars().peekable();
    new.extend(letters.next_if_eq(&'\u{feff}'));
    while let Some(letter) = letters.next() {
        if let Some((span, words)) = edits.next_if(|(span, _)| span.start == at) {
            new.push_str(&words.replace('\n', line_end));
            skip_to = span.end;
        }
        let is_kept = at >= skip_to;
        new.extend(is_kept.then_some(letter));
        at += letter.len_utf8() as u32;
        // The two characters of a line's end count as one.
        if letter == '\r'
            && let Some(feed) = letters.next_if_eq(&'\n')
        {
            new.extend(is_kept.then_some(feed));
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_leaves_the_rest_as_it_is() {
        let edits = BTreeMap::from([(Span::new(2, 6), "> x\n"), (Span::new(8, 9), "é")]);
        assert_eq!(edited("a\n> b\nc\nd", &edits), "a\n> x\nc\né");
        assert_eq!(edited("\u{feff}a\r\n> b\r\nc\r\nd", &edits), "\u{feff}a\r\n> x\r\nc\r\né");
    }
}
