//! **Anchors.**

use postil::diagnostic::Code;

use crate::site::Site;

/// A note on the quoted words, in a brief of this text.
fn with_note(text: &str, quote: &str) -> crate::site::Built {
    Site::new()
        .brief("a", &format!("{text}\n\nEnd.[^n]\n\n[^n]: \"{quote}\" — **Context.** Words."))
        .compile()
}

#[test]
fn a_quote_is_found_or_has_a_code_of_its_own() {
    for (text, quote, code) in [
        ("Other words stand here.", "nothing of this sort", Some(Code::OrphanNote)),
        ("Here the river rose. Later the river rose again.", "the river rose", Some(Code::DoubledLemma)),
        ("The river rose.\n\nThe town fled.", "river rose. The town", Some(Code::SplitLemma)),
        ("The words `river rose` are code.", "river rose", Some(Code::LemmaInCode)),
        ("The words `river rose` are code.", "words river rose are", None),
        ("In code `river rose`, and the river rose.", "river rose", None),
        ("```\nriver rose\n```", "river rose", Some(Code::LemmaInCode)),
        ("## The river rose\n\nWords.", "river rose", None),
        ("| a |\n|---|\n| The river rose. |", "river rose", None),
        ("“The river’s rise – a flood”.", "The river's rise - a flood", None),
        ("The\u{a0}river rose.", "The river rose", None),
        ("The Café closed.", "Cafe\u{301} closed", None),
        ("The Cafe\u{301} closed.", "Café closed", None),
    ] {
        let built = with_note(text, quote);
        let codes: Vec<Code> = built.compiled.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, Vec::from_iter(code), "{text} / {quote}: {}", built.report());
        if code.is_none() {
            assert_eq!(built.page("briefs/a").all("#note-n").len(), 1, "{text}");
        }
    }
}

#[test]
fn quotes_that_overlap_are_both_kept() {
    let notes = "[^m]: \"the river rose fast\" — **Context.** First.\n[^n]: \"rose fast and high\" — **Context.** Second.";
    let built =
        Site::new().brief("a", &format!("Once the river rose fast and high.[^m][^n]\n\n{notes}")).compile();
    assert_eq!(built.report(), "");
    let page = built.page("briefs/a");
    assert!(page.has("#note-m", "First.") && page.has("#note-n", "Second."));
}

#[test]
fn a_name_that_runs_over_two_elements_has_its_place() {
    let body = "The Lind  \nCouncil met the *Nord* Union.";
    let built = Site::new()
        .entity("org", "lind", "Lind Council", "")
        .entity("org", "nord", "Nord Union", "")
        .brief("a", body)
        .compile();
    for id in ["m-lind-1", "m-nord-1"] {
        let led_to = built.text(&format!("entities/{}/index.html", &id[2..6]));
        assert!(led_to.contains(&format!("briefs/a/#{id}")), "{led_to}");
        assert_eq!(built.page("briefs/a").all(&format!("#{id}")).len(), 1, "{id}");
    }
}
