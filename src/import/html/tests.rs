use super::super::article::BlockKind;
use super::read;
use crate::date::Day;
use crate::import::article::Article;

/// An article with a head that tells its date.
fn dated(body: &str) -> Article {
    read(&format!(
        "<head><title>T</title><meta name=date content=2025-03-20></head><body><article><h1>T</h1>{body}</article>"
    ))
}

fn texts(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn a_date_or_a_name_in_a_sentence_stays_in_it() {
    let article = dated(
        "<p>First sentence stands here.</p>\
         <p>On <time datetime=2014-05-05>5 May 2014</time> the mayor signed it.</p>\
         <p>As <a rel=author>Ana Brandt</a> wrote on <span class=date>6 May 2014</span>, it was late.</p>\
         <ul><li><div class=date>7 May 2014</div><div>It was ratified.</div></li></ul>",
    );
    assert_eq!(article.masthead.date, Day::new(2025, 3, 20));
    assert!(article.masthead.authors.is_empty());
    assert_eq!(
        texts(&article),
        [
            "First sentence stands here.",
            "On 5 May 2014 the mayor signed it.",
            "As Ana Brandt wrote on 6 May 2014, it was late.",
            "7 May 2014",
            "It was ratified.",
        ]
    );
}

#[test]
fn a_line_of_who_and_when_is_taken_whole() {
    for line in [
        "<p>By <a rel=author>Ana Brandt</a> &middot; <time datetime=2025-03-20>20 March</time> &middot; 5 min read</p>",
        "<p class=byline>By <a rel=author>Ana Brandt</a>, <time datetime=2025-03-19>19 March 2025</time></p>",
        "<p>By <span class=author>Ana Brandt</span> in Ports</p><div class=date>19 March 2025</div>",
    ] {
        let article = dated(&format!("{line}<p>First sentence stands here.</p>"));
        assert_eq!(article.masthead.date, Day::new(2025, 3, 20), "{line}");
        assert_eq!(article.masthead.authors, ["Ana Brandt"], "{line}");
        assert_eq!(texts(&article), ["First sentence stands here."], "{line}");
    }
    // Without a date in the head it is the first that the page shows.
    let article = read("<h1>T</h1><p>Published <time datetime=2025-03-20>x</time></p><p>A text.</p>");
    assert_eq!(article.masthead.date, Day::new(2025, 3, 20));
    assert_eq!(texts(&article), ["A text."]);
}

#[test]
fn an_item_of_a_list_is_one_item() {
    let item = |number| BlockKind::Item { depth: 0, number };
    let part = BlockKind::ItemPart { depth: 0 };
    let nested = BlockKind::Item { depth: 1, number: None };
    for (list, expected) in [
        (
            "<ol><li>five<p>second par</p></li><li>nine</li></ol>",
            vec![(item(Some(1)), "five"), (part.clone(), "second par"), (item(Some(2)), "nine")],
        ),
        (
            "<ul><li>a<br>b</li><li>c<br><br>d</li></ul>",
            vec![(item(None), "a b"), (item(None), "c"), (part.clone(), "d")],
        ),
        (
            "<ol start=5><li>a<li value=9>b<li>c</ol>",
            vec![(item(Some(5)), "a"), (item(Some(9)), "b"), (item(Some(10)), "c")],
        ),
        ("<ul><li>a<ul><li>b</ul>c</ul>", vec![(item(None), "a"), (nested, "b"), (part, "c")]),
    ] {
        let article = dated(&format!("<p>First sentence stands here.</p>{list}"));
        let blocks: Vec<(BlockKind, &str)> =
            article.blocks[1..].iter().map(|block| (block.kind.clone(), block.text.as_str())).collect();
        assert_eq!(blocks, expected, "{list}");
    }
}

#[test]
fn cells_that_reach_over_others_leave_a_table() {
    let table = |rows: &str| {
        let article = dated(&format!("<p>First sentence stands here.</p><table>{rows}</table>"));
        article.blocks[1..].iter().map(|block| (block.kind.clone(), block.text.clone())).collect::<Vec<_>>()
    };
    for (rows, expected) in [
        ("<tr><th>Year<th colspan=2>Trade<tr><td>2014<td>1<td>2", "Year\tTrade\t\n2014\t1\t2"),
        ("<tr><td rowspan=2>2014<td>a<td>b<tr><td>c<td>d", "2014\ta\tb\n2014\tc\td"),
        ("<tr><td>a<td rowspan=2>x<tr><td>b", "a\tx\nb\tx"),
        ("<tr><td colspan=2>Title<tr><td>a<td>b", "Title\t\na\tb"),
        ("<tr><td colspan=x rowspan=0>a<td rowspan=99999999>b<tr><td>c", "a\tb\nc\tb"),
        ("<tr><td>a<td>b<tr><tr><td>c<td>d<td>e", "a\tb\t\nc\td\te"),
    ] {
        assert_eq!(table(rows), [(BlockKind::Table, expected.to_owned())], "{rows}");
    }
    assert!(
        table("<tr><td colspan=2>one<tr><td colspan=2>column")
            .iter()
            .all(|(kind, _)| *kind != BlockKind::Table)
    );
}

#[test]
fn a_formula_stays_in_its_line() {
    for (formula, written) in [
        ("<math><mi>x</mi><mo>=</mo><mn>5</mn></math>", "x = 5"),
        (
            "<math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation>x^{2}</annotation></semantics></math>",
            "x^2",
        ),
        ("<math><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>", "a/(b + 1)"),
        ("<math alttext='E'><mspace></math>", "E"),
        ("<svg><g><path></path></g></svg>x", "x"),
    ] {
        let article = dated(&format!("<p>Here {formula} stands.</p><p>Another.</p>"));
        assert_eq!(texts(&article), [&format!("Here {written} stands."), "Another."], "{formula}");
    }
    // One that is not closed ends with its paragraph.
    let article = dated("<p>Here <math><mi>x stands.<p>Another.");
    assert_eq!(texts(&article), ["Here x stands.", "Another."]);
}

#[test]
fn a_form_around_the_article_is_read() {
    let article = "<h1>T</h1><p>First sentence stands here.</p><p>A second one.</p>";
    let letter = "<form><p>Get our letter</p><input><button>Go</button></form>";
    for page in [
        format!("<body><form id=aspnetForm><input type=hidden>{article}</form>"),
        format!("<body><form><div>{article}{letter}</div></form>"),
        format!("<body><article>{article}{letter}</article>"),
    ] {
        let read = read(&page);
        assert_eq!(read.masthead.title, "T", "{page}");
        assert_eq!(texts(&read), ["First sentence stands here.", "A second one."], "{page}");
    }
}
