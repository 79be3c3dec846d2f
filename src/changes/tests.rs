use super::*;
use crate::annotate::{Record, annotate};
use crate::config::Config;
use crate::load::{Inputs, Role};

fn record(path: &str, text: &str) -> Record {
    let inputs = Inputs::from_texts("title = \"T\"\nbase-url = \"https://example.org/\"\n", &[(path, text)]);
    let file = inputs.files.iter().find(|file| matches!(file.role, Role::Brief { .. } | Role::Claim { .. }));
    annotate(file.expect("a record"), &[], &Config::minimal())
        .and_then(|found| found.record)
        .expect("it can be read")
}

fn brief(body: &str) -> Vec<Statement> {
    let front =
        "---\ntitle: Ports\ndate: 2016\nkey-judgements: [\"It [opens](https://a.example/) soon.\"]\n---\n\n";
    statements(&record("content/briefs/a.md", &format!("{front}{body}")))
}

/// Each change in a line: its part, and `-was +is`.
fn lines(old: &[Statement], new: &[Statement]) -> Vec<String> {
    let line = |change: &Change| {
        let words =
            |mark: &str, words: &Option<String>| words.as_ref().map(|words| format!(" {mark}{words}"));
        let claim = change.claim.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
        let (was, is) = (words("-", &change.was), words("+", &change.is));
        format!("{}{claim}{}{}", change.part.name(), was.unwrap_or_default(), is.unwrap_or_default())
    };
    compare(old, new).iter().map(line).collect()
}

#[test]
fn a_text_is_taken_apart() {
    let all = brief(
        "## Costs\n\nIt costs *much*. Who pays?[^n]\nAll do.[^claim-pay]\n\n```\ncode\n```\n\n\
         [^n]: **Context.** One. Two.\n[^claim-pay]: **Likely.** All pay. Each his part.\n",
    );
    let all: Vec<_> = all.iter().map(|one| (one.part.name(), one.words.as_str())).collect();
    assert_eq!(
        all,
        [
            ("title", "Ports"),
            ("text", "Costs"),
            ("text", "It costs much."),
            ("text", "Who pays?"),
            ("text", "All do."),
            ("note", "One."),
            ("note", "Two."),
            ("judgement", "It opens soon."),
            ("claim", "Likely. All pay. Each his part."),
        ]
    );
}

#[test]
fn sentences_are_added_changed_and_removed() {
    let old = brief("The bridge opens in 2028. It has two lanes. Nobody objects.\n\nThe end.");
    let new = brief("The bridge opens in 2029. It has two lanes. Two towns pay for the roads.\n\nThe end.");
    assert_eq!(
        lines(&old, &new),
        [
            "text -The bridge opens in 2028. +The bridge opens in 2029.",
            "text +Two towns pay for the roads.",
            "text -Nobody objects.",
        ]
    );
    assert!(lines(&old, &old).is_empty());
}

#[test]
fn what_is_wrapped_or_moved_or_linked_is_no_change() {
    let old = brief("First of all. Then a second.\n\nAnd a third.");
    let new = brief("And a\nthird.\n\nFirst of [all](https://a.example/). Then a *second*.");
    assert!(lines(&old, &new).is_empty(), "{:?}", lines(&old, &new));
}

#[test]
fn claims_are_known_by_their_ids() {
    let old = brief(
        "A.[^claim-x] B.[^claim-y]\n\n[^claim-x]: **Likely.** It holds.\n[^claim-y]: **Unlikely.** It falls.",
    );
    let new = brief(
        "A.[^claim-x] B.[^claim-z]\n\n[^claim-x]: **Very likely.** It holds.\n[^claim-z]: **Unlikely.** It falls.",
    );
    assert_eq!(
        lines(&old, &new),
        [
            "claim x -Likely. It holds. +Very likely. It holds.",
            "claim z +Unlikely. It falls.",
            "claim y -Unlikely. It falls.",
        ]
    );
}

#[test]
fn a_claim_has_the_version_of_its_last_history_entry() {
    let text = "---\nstatement: It holds.\nconfidence: likely\ndate: 2015\nhistory: [{ date: 2017-02, confidence: likely }, \
                { date: 2016, confidence: unlikely }]\n---\nSo they say.\n";
    let claim = record("content/claims/x.md", text);
    assert_eq!(version_of(&claim).map(When::as_str), Some("2017-02"));
    let words: Vec<_> = statements(&claim).into_iter().map(|one| one.words).collect();
    assert_eq!(words, ["Likely. It holds.", "So they say."]);
}

#[test]
fn a_log_is_read_as_it_was_written() {
    let when = |text: &str| When::parse(text).expect("a date");
    let change = |was: Option<&str>, is: Option<&str>| Change {
        part: Part::Claim,
        claim: Some("x".to_owned()),
        was: was.map(str::to_owned),
        is: is.map(str::to_owned),
    };
    let hostile = "He said: \"no\" \\ # {x} \u{2028} 'y' – <b>";
    let mut log = vec![
        Version {
            date: when("2016-01"),
            note: Some(hostile.to_owned()),
            changes: vec![change(Some(hostile), None)],
        },
        Version { date: when("2015~"), note: None, changes: vec![change(None, Some("- a: b"))] },
    ];
    let path = SitePath::new("content/briefs/a.changes.yml");
    let (read_log, found) = read(&path, &write(&log));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(read_log.as_ref(), Some(&log));

    // The newest may have gone on; an older one is history, and a note is its author's.
    let newer = |date| Version { date: when(date), note: None, changes: vec![change(None, Some("New."))] };
    update(&mut log, vec![newer("2016-01"), newer("2015~"), newer("2014")]);
    let dates: Vec<_> = log.iter().map(|version| version.date.as_str()).collect();
    assert_eq!(dates, ["2016-01", "2015~", "2014"]);
    assert_eq!((log[0].note.as_deref(), log[0].changes[0].is.as_deref()), (Some(hostile), Some("New.")));
    assert_eq!(log[1].changes[0].is.as_deref(), Some("- a: b"));
}

#[test]
fn a_long_text_is_compared_in_a_moment() {
    let text = |from: usize| -> Vec<Statement> {
        let words = (from..from + 9000).map(|at| format!("Sentence {at} of many {}.", at * 7919 % 1000));
        words.map(|words| Statement { part: Part::Text, claim: None, words }).collect()
    };
    assert_eq!(compare(&text(0), &text(100)).len(), 200);
}

#[test]
fn a_log_stands_beside_its_text() {
    let path = |text: &str| log_path(&SitePath::new(text)).to_string();
    assert_eq!(path("content/briefs/a.md"), "content/briefs/a.changes.yml");
    assert_eq!(path("content/briefs/a/index.md"), "content/briefs/a/changes.yml");
}
