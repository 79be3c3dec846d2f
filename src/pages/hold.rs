//! Keeps the mark of a note on the line of the words before it.
//!
//! A mark is a box, before and after which a line may break. In a span whose ends the stylesheet holds to
//! what is beside them it stays with the word before it, whatever that ends with (a link, bold words, a
//! stop), and with the stop after it. The words themselves break as they would without a mark.

/// Puts a mark after the HTML so far.
pub(super) fn hold(html: &mut String, mark: &str) {
    /// So many marks that stand together fit on the narrowest line.
    const MOST_TOGETHER: usize = 6;
    if let Some(together) = marks_at_end(html) {
        html.truncate(html.len() - HELD_END.len());
        if together.is_multiple_of(MOST_TOGETHER) {
            html.push_str("<wbr>");
        }
        html.push_str(mark);
        html.push_str(HELD_END);
        return;
    }
    if html.ends_with(' ') {
        html.pop();
        html.push('\u{a0}');
    }
    html.push_str(HELD);
    html.push_str(mark);
    html.push_str(HELD_END);
}

/// What opens a span that is held to what is beside it.
const HELD: &str = "<span class=\"held\">";

/// What closes it.
const HELD_END: &str = "</span>";

/// How many marks stand right before on their line; none where words do. What is before that line is not looked at:
/// thousands of marks may stand together.
fn marks_at_end(html: &str) -> Option<usize> {
    html.ends_with("</a></span>").then_some(())?;
    let mut marks = 0;
    for (at, _) in html.rmatch_indices('<') {
        let tag = &html[at..];
        if tag.starts_with("</a>") {
            marks += 1;
        } else if tag.starts_with("<wbr><a ") {
            return Some(marks);
        } else if tag.starts_with("<span ") {
            return tag.starts_with(HELD).then_some(marks);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &str = "<a class=\"m note\">1</a>";

    fn held(before: &str, marks: usize) -> String {
        let mut html = before.to_owned();
        for _ in 0..marks {
            hold(&mut html, MARK);
        }
        html
    }

    #[test]
    fn a_mark_stands_in_a_span_after_what_is_before_it() {
        for before in ["", "it ended.", "and they", "by <a class=\"men\" href=\"x\">Sun Lei</a>"] {
            assert_eq!(held(before, 1), format!("{before}<span class=\"held\">{MARK}</span>"));
        }
        let quoted = "<span class=\"lem d\"><a href=\"x\">Sun Lei</a></span>";
        assert_eq!(held(quoted, 1), format!("{quoted}<span class=\"held\">{MARK}</span>"));
    }

    #[test]
    fn a_space_before_a_mark_holds_it() {
        assert_eq!(held("they ", 1), format!("they\u{a0}<span class=\"held\">{MARK}</span>"));
    }

    #[test]
    fn marks_stand_together_as_far_as_a_line_has_room() {
        assert_eq!(held("x", 2), format!("x<span class=\"held\">{MARK}{MARK}</span>"));
        let six = MARK.repeat(6);
        assert_eq!(held("x", 14), format!("x<span class=\"held\">{six}<wbr>{six}<wbr>{MARK}{MARK}</span>"));
    }
}
