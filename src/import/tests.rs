//! What becomes of articles: the text of their briefs.

use super::{Imported, Site, Wish, import};
use crate::date::Day;

fn imported(text: &str) -> Imported {
    let today = Day::new(2022, 1, 1).expect("a day");
    let wish = Wish { slug: None, date: None, today, is_draft: false };
    import(text, &wish, &Site::default()).expect("an article")
}

#[test]
fn the_numbers_of_a_list_that_is_interrupted_are_kept() {
    let text = "A headline\n\n1. one\n\nA first paragraph.\n\n2. two\n\nA second paragraph.\n\n7. seven\n\nA third.\n";
    let imported = imported(text);
    for item in ["\n1. one\n", "\n2. two\n", "\n7. seven\n"] {
        assert!(imported.files[0].1.contains(item), "{}", imported.files[0].1);
    }
}

#[test]
fn what_is_in_an_item_is_indented_as_its_mark_is_long() {
    let html = "<h1>A headline</h1><p>A paragraph.</p><ol start=2015><li>five<p>second par</p></li>\
                <li>six<ul><li>within</li></ul>and after</li><li>a<br>b</li></ol>";
    let imported = imported(html);
    let brief = &imported.files[0].1;
    assert!(
        brief.contains(
            "\n2015. five\n\n      second par\n\n2016. six\n      - within\n\n      and after\n\n2017. a b\n"
        ),
        "{brief}"
    );
}

#[test]
fn a_bracket_cites_a_source_once() {
    for (bracket, cited) in [
        ("(Courier, March 3; Courier, March 3)", "[@courier-2025-03-03]"),
        (
            "(Courier, March 3; see Courier, March 3; Courier, March 4)",
            "[see @courier-2025-03-03; @courier-2025-03-04]",
        ),
        ("(Courier, March 3; Courier, March 3, p. 2)", "[@courier-2025-03-03, p. 2]"),
    ] {
        let text = format!("A headline\n\nMarch 20, 2025\n\nA port was sold {bracket}.\n\nIt was late.\n");
        let brief = &imported(&text).files[0].1;
        assert!(brief.contains(cited), "{bracket}: {brief}");
    }
}

#[test]
fn a_table_with_cells_over_others_is_written_as_one() {
    let html = "<h1>A headline</h1><p>A paragraph.</p><table><tr><th>Year<th colspan=2>Trade</tr>\
                <tr><td rowspan=2>2014<td>in<td>1</tr><tr><td>out<td>2</tr></table>";
    let imported = imported(html);
    let brief = &imported.files[0].1;
    assert!(
        brief.contains("| Year | Trade |  |\n| --- | --- | --- |\n| 2014 | in | 1 |\n| 2014 | out | 2 |"),
        "{brief}"
    );
}
