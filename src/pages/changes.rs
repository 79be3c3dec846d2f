//! Change logs: what readers are told of the versions of a brief or a claim.
//!
//! 1. Each version of the log beside the text is an entry, with its statements.
//! 2. An update that the log does not have is told without them.
//! 3. A brief tells too what has become of its claims since, from their histories; a claim, how the
//!    briefs that state it have reworded it.

use std::cmp::Reverse;

use serde::Serialize;

use super::parts::{Html, TimeText};
use super::view::View;
use crate::annotate::ClaimVersion;
use crate::changes::{Change as LogChange, Part, Version};
use crate::date::When;
use crate::escape::escape;
use crate::graph::LinkedBrief;
use crate::graph::claims::Claim;

/// What changed on one date.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DatedChanges {
    /// When.
    pub date: TimeText,
    /// What changed then; at least one.
    pub changes: Vec<Change>,
}

/// A change to a brief or a claim.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Change {
    /// What, in words.
    pub text: Html,
    /// The statements that are different, in numbers: `2 changed, 1 added`; empty for none.
    pub counts: String,
    /// The statements that are different.
    pub statements: Vec<StatementChange>,
}

/// A statement that is different.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StatementChange {
    /// What it is part of: `Text`, `Key judgement`, `Claim C2`.
    pub part: String,
    /// `added`, `changed` or `removed`.
    pub form: String,
    /// Its words, with `del` and `ins` for those that went and came.
    pub words: Html,
    /// The page of the claim, where it is one.
    pub address: Option<String>,
}

/// A change with its date.
type Dated<'a> = (&'a When, Change);

impl View<'_> {
    /// What has changed in a brief since it was published, newest first, the publication last; nothing
    /// where nothing has changed.
    pub(super) fn brief_changes(&self, linked: &LinkedBrief, at: u32) -> Vec<DatedChanges> {
        let brief = &*linked.brief;
        let published = &brief.date.value;
        let log = self.graph.change_logs.get(&brief.path).map(Vec::as_slice).unwrap_or_default();
        let mut dated: Vec<Dated> =
            log.iter().map(|version| (&version.date, self.version(version, Some(at), None))).collect();
        if let Some(updated) = &brief.updated
            && !log.iter().any(|version| version.date.as_str() == updated.value.as_str())
        {
            dated.push(plain(&updated.value, self.words().text("change_updated").to_owned()));
        }
        for claim in &self.claim_links().in_briefs[at as usize] {
            let claim = &self.graph.ledger.claims[*claim as usize];
            let history = claim.record.iter().flat_map(|record| &record.history);
            let later = history.filter(|version| version.date.sort_key() > published.sort_key());
            dated.extend(later.map(|version| plain(&version.date, self.reassessed(claim, version, at))));
        }
        if dated.is_empty() {
            return Vec::new();
        }
        dated.push(plain(published, self.words().text("change_published").to_owned()));
        self.newest_first(dated)
    }

    /// How the words of a claim have changed, in its own file and in the briefs that state it.
    pub(super) fn claim_changes(&self, claim: &Claim) -> Vec<DatedChanges> {
        let own = claim.record.as_ref().and_then(|record| self.graph.change_logs.get(&record.path));
        let mut dated: Vec<Dated> = own
            .into_iter()
            .flatten()
            .map(|version| (&version.date, self.version(version, None, None)))
            .collect();
        for statement in &claim.statements {
            let linked = &self.graph.briefs[statement.brief as usize];
            let log = self.graph.change_logs.get(&linked.brief.path).into_iter().flatten();
            let versions = log.filter(|version| {
                version.changes.iter().any(|change| change.claim.as_ref() == Some(&claim.id))
            });
            dated.extend(versions.map(|version| {
                let mut change = self.version(version, None, Some(&claim.id));
                let (_, anchor) = self.stated_in(claim, statement.brief).unwrap_or_default();
                let link = escape(&self.link_to(&linked.address, &anchor));
                let title = escape(&linked.brief.title);
                let language = self.foreign(linked.brief.language.as_deref());
                let language =
                    language.map(|tag| crate::words::language_attributes(&tag)).unwrap_or_default();
                change.text = Html(
                    self.words().filled("in_which", &format!("<a href=\"{link}\"{language}>{title}</a>")),
                );
                (&version.date, change)
            }));
        }
        self.newest_first(dated)
    }

    fn newest_first(&self, mut dated: Vec<Dated>) -> Vec<DatedChanges> {
        // Stable: what has one date stays in its order.
        dated.sort_by_key(|(date, _)| Reverse(date.sort_key()));
        let mut days: Vec<DatedChanges> = Vec::new();
        for (date, change) in dated {
            let date = self.time(date);
            match days.last_mut() {
                Some(day) if day.date == date => day.changes.push(change),
                _ => days.push(DatedChanges { date, changes: vec![change] }),
            }
        }
        days
    }

    /// “C2 is now unlikely, disputed. Why.”
    fn reassessed(&self, claim: &Claim, version: &ClaimVersion, at: u32) -> String {
        let reference = self.claim_reference(claim, Some(at));
        let confidence = version.confidence.as_deref().and_then(|slug| self.confidence(slug));
        let words: Vec<String> = confidence
            .map(|confidence| confidence.word)
            .into_iter()
            .chain(version.status.map(|status| self.status(status).label))
            .map(|word| word.to_lowercase())
            .collect();
        let link = format!("<a href=\"{}\">{}</a>", escape(&reference.address), escape(&reference.mark));
        let note = version.note.as_deref().map(|note| format!(" {}", escape(note))).unwrap_or_default();
        let told = match words.as_slice() {
            [] => self.words().filled("claim_seen_again", &link),
            words => {
                let text = self.words().text("claim_is_now").replacen("{claim}", &link, 1);
                text.replacen("{words}", &escape(&words.join(", ")), 1)
            }
        };
        format!("{told}{note}")
    }

    /// An entry of a log, for the brief `at`; of `claim` alone where one is given.
    fn version(&self, version: &Version, at: Option<u32>, claim: Option<&str>) -> Change {
        let is_meant = |change: &&LogChange| claim.is_none() || change.claim.as_deref() == claim;
        let statements: Vec<StatementChange> =
            version.changes.iter().filter(is_meant).map(|change| self.statement(change, at)).collect();
        let counts = ["changed", "added", "removed"].into_iter().filter_map(|form| {
            let form = self.words().text(form);
            let count = statements.iter().filter(|statement| statement.form == form).count();
            (count > 0).then(|| format!("{count} {form}"))
        });
        let text = match (&version.note, statements.is_empty()) {
            (Some(note), _) => escape(note),
            (None, true) => self.words().text("no_statement_changed").to_owned(),
            (None, false) => String::new(),
        };
        let counts = counts.collect::<Vec<_>>().join(", ");
        Change { text: Html(text), counts, statements }
    }

    fn statement(&self, change: &LogChange, at: Option<u32>) -> StatementChange {
        let claim = change.claim.as_deref().and_then(|id| self.claim(id));
        let reference = claim.map(|claim| self.claim_reference(claim, at));
        let words = self.words();
        let part = match change.part {
            Part::Title => words.text("part_title").to_owned(),
            Part::Summary => words.text("part_summary").to_owned(),
            Part::Judgement => words.text("part_key_judgement").to_owned(),
            Part::Text => words.text("part_text").to_owned(),
            Part::Note => words.text("part_note").to_owned(),
            Part::Claim => match &reference {
                Some(reference) if at.is_some() => words.filled("part_claim", &reference.mark),
                _ => words.text("claim").to_owned(),
            },
        };
        let (form, marked) = match (&change.was, &change.is) {
            (Some(was), Some(is)) => ("changed", marked(was, is)),
            (None, Some(is)) => ("added", format!("<ins>{}</ins>", escape(is))),
            (Some(was), None) => ("removed", format!("<del>{}</del>", escape(was))),
            (None, None) => ("changed", String::new()),
        };
        StatementChange {
            part,
            form: words.text(form).to_owned(),
            words: Html(marked),
            address: reference.filter(|_| at.is_some()).map(|reference| reference.address),
        }
    }
}

fn plain(date: &When, html: String) -> Dated<'_> {
    (date, Change { text: Html(html), ..Change::default() })
}

/// The most words of a statement that are compared one by one.
const MOST_WORDS: usize = 400;

/// The newer words, with those that went and came marked.
fn marked(was: &str, is: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (was.split_whitespace().collect(), is.split_whitespace().collect());
    let mut html = String::new();
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        push(&mut html, "del", &old);
        push(&mut html, "ins", &new);
        return html;
    }
    // The longest run of words that both have, from each pair of places to the ends.
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    for row in (0..old.len()).rev() {
        for column in (0..new.len()).rev() {
            longest[row * width + column] = if old[row] == new[column] {
                longest[(row + 1) * width + column + 1] + 1
            } else {
                longest[(row + 1) * width + column].max(longest[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < old.len() || column < new.len() {
        let (from_row, from_column) = (row, column);
        while row < old.len() && column < new.len() && old[row] == new[column] {
            (row, column) = (row + 1, column + 1);
        }
        push(&mut html, "", &new[from_column..column]);
        let (gone_from, come_from) = (row, column);
        while (row < old.len() || column < new.len())
            && !(row < old.len() && column < new.len() && old[row] == new[column])
        {
            let down = if row < old.len() { longest[(row + 1) * width + column] } else { 0 };
            let right = if column < new.len() { longest[row * width + column + 1] } else { 0 };
            if row < old.len() && (column == new.len() || down >= right) { row += 1 } else { column += 1 }
        }
        push(&mut html, "del", &old[gone_from..row]);
        push(&mut html, "ins", &new[come_from..column]);
        debug_assert!(row > from_row || column > from_column, "each round takes a word");
    }
    html
}

fn push(html: &mut String, element: &str, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    if !html.is_empty() {
        html.push(' ');
    }
    let words = escape(&words.join(" "));
    html.push_str(&if element.is_empty() { words } else { format!("<{element}>{words}</{element}>") });
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn words_that_went_and_came_are_marked() {
        assert_eq!(
            marked("It opens in 2028.", "It opens in 2029."),
            "It opens in <del>2028.</del> <ins>2029.</ins>"
        );
        assert_eq!(marked("One two three", "two three four"), "<del>One</del> two three <ins>four</ins>");
        assert_eq!(marked("a <b> c", "a & c"), "a <del>&lt;b&gt;</del> <ins>&amp;</ins> c");
        assert_eq!(marked("", "New"), "<ins>New</ins>");
        let long = "word ".repeat(500);
        assert!(marked(&long, "word").starts_with("<del>word"));
    }
}
