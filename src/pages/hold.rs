//! Keeps the mark of a note on the line of the words before it.

/// Puts a mark after the HTML so far. A line may break before the mark, which is a box: held to the
/// stop or to the last word before it, it stays with them.
pub(super) fn hold(html: &mut String, mark: &str) {
    const STOPS: [char; 8] = ['.', ',', ';', ':', '!', '?', '”', '’'];
    /// A link can only be held whole; one longer than this, in bytes, would leave a ragged line.
    const LONGEST_LINK: usize = 32;
    if ends_with_mark(html) {
        html.truncate(html.len() - HELD_END.len());
        html.push_str(mark);
        html.push_str(HELD_END);
        return;
    }
    let is_stop = html.ends_with(STOPS);
    let words_from = html.rfind(|c: char| c.is_whitespace() || c == '>').map_or(0, |at| at + 1);
    let start = if is_stop {
        html.char_indices().next_back().map_or(0, |(at, _)| at)
    } else if words_from < html.len() && !html[words_from..].starts_with(char::is_whitespace) {
        words_from
    } else {
        last_element(html, LONGEST_LINK)
    };
    let tail = html.split_off(start);
    html.push_str(&format!("<span class=\"held\">{tail}{mark}{HELD_END}"));
}

/// What closes the words that are held together.
const HELD_END: &str = "</span>";

/// Whether another mark stands right before.
fn ends_with_mark(html: &str) -> bool {
    let link = html.strip_suffix("</a></span>").and_then(|rest| rest.rfind("<a ").map(|at| &rest[at..]));
    link.is_some_and(|link| link.contains("class=\"m "))
}

/// Where the last word begins of HTML that ends with an element. Marked words are cut into two
/// elements before it; of another element of at most `longest` bytes it is the beginning.
fn last_element(html: &mut String, longest: usize) -> usize {
    let Some((open, tag_end, close)) = html.rfind("</").and_then(|close| {
        let open = html[..close].rfind('<')?;
        Some((open, open + html[open..close].find('>')? + 1, close))
    }) else {
        return html.len();
    };
    let name = html[close..].trim_start_matches("</").trim_end_matches('>');
    let is_its_end = html[open + 1..].starts_with(name) && !name.contains('>');
    if !is_its_end || html[open + 1 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return html.len();
    }
    let words = &html[tag_end..close];
    let last_space = words.rfind(' ');
    let tag = html[open..tag_end].to_owned();
    match last_space {
        Some(space) if tag.starts_with("<span class=\"lem") => {
            let cut = tag_end + space + 1;
            html.insert_str(cut, &format!("</span>{tag}"));
            cut + "</span>".len()
        }
        _ if words.len() <= longest => open,
        _ => html.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(before: &str) -> String {
        let mut html = before.to_owned();
        hold(&mut html, "<b>1</b>");
        html
    }

    #[test]
    fn a_mark_stays_with_what_is_before_it() {
        assert_eq!(held("it ended."), "it ended<span class=\"held\">.<b>1</b></span>");
        assert_eq!(held("and they"), "and <span class=\"held\">they<b>1</b></span>");
        assert_eq!(
            held("<span class=\"lem d\">a working group</span>"),
            "<span class=\"lem d\">a working </span>\
             <span class=\"held\"><span class=\"lem d\">group</span><b>1</b></span>"
        );
        assert_eq!(
            held("by <a href=\"x\">Sun Lei</a>"),
            "by <span class=\"held\"><a href=\"x\">Sun Lei</a><b>1</b></span>"
        );
        let mark = "<span class=\"held\">.<a class=\"m note\">1</a></span>";
        assert_eq!(held(mark), "<span class=\"held\">.<a class=\"m note\">1</a><b>1</b></span>");
        assert_eq!(held(""), "<span class=\"held\"><b>1</b></span>");
        assert_eq!(held("x <em><b>y</b></em>"), "x <em><b>y</b></em><span class=\"held\"><b>1</b></span>");
    }
}
