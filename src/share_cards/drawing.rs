//! A card as SVG, in the forms of the pages: an ink masthead, the accent's square, serif for what is said
//! and sans for what it is.

use super::face::{BOLD, Face, SANS, SERIF};
use super::layout::{Step, fit, one_line};
use super::{Card, SIZE, Sureness};
use crate::escape::escape;

const INK: &str = "#14191b";
const INK_2: &str = "#454e52";
const TICK: &str = "#7f898c";
const DISPUTE: &str = "#b3331a";

/// The left and the right edge of what is written.
const LEFT: f64 = 72.0;
const RIGHT: f64 = 1128.0;

/// The sizes of titles.
const TITLES: [Step; 5] = [
    Step { size: 80.0, leading: 90.0, lines: 2 },
    Step { size: 68.0, leading: 78.0, lines: 3 },
    Step { size: 56.0, leading: 66.0, lines: 4 },
    Step { size: 48.0, leading: 57.0, lines: 4 },
    Step { size: 42.0, leading: 51.0, lines: 5 },
];

/// The sizes of the sentence below a title.
const LINES: [Step; 2] =
    [Step { size: 34.0, leading: 44.0, lines: 3 }, Step { size: 30.0, leading: 40.0, lines: 4 }];

/// The lowest line that a title or a sentence may stand on.
const FLOOR: f64 = 488.0;

/// The outlines of the kinds of entity on a square of ten: those of `components.html`.
pub(super) const OUTLINES: [(&str, &str); 10] = [
    ("circle", r#"<circle cx="5" cy="5" r="4.2"/>"#),
    ("square", r#"<path d="M1 1h8v8H1z"/>"#),
    ("diamond", r#"<path d="M5 0l5 5-5 5-5-5z"/>"#),
    ("page", r#"<path fill-rule="evenodd" d="M1.5.3h7v9.4h-7zM3 2.2v1.2h4V2.2zm0 2.6V6h4V4.8z"/>"#),
    ("triangle", r#"<path d="M5 .6l4.8 8.8H.2z"/>"#),
    (
        "ring",
        r#"<path fill-rule="evenodd" d="M5 0a5 5 0 010 10A5 5 0 015 0zm0 1.4a3.6 3.6 0 000 7.2 3.6 3.6 0 000-7.2z"/><circle cx="5" cy="5" r="2"/>"#,
    ),
    ("section", r#"<path d="M1 .5h8v2H1zM1 4h8v2H1zM1 7.5h5v2H1z"/>"#),
    ("hexagon", r#"<path d="M2.6.7h4.8L9.8 5 7.4 9.3H2.6L.2 5z"/>"#),
    ("book", r#"<path d="M0 1.2q2.6-.7 4.6.7v7q-2-1.4-4.6-.7zM10 1.2q-2.6-.7-4.6.7v7q2-1.4 4.6-.7z"/>"#),
    ("neutral", r#"<path fill-rule="evenodd" d="M1 1h8v8H1zM2.4 2.4v5.2h5.2V2.4z"/>"#),
];

/// The card as an SVG document.
pub(super) fn svg(card: &Card) -> String {
    let (width, height) = SIZE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/><rect width=\"{width}\" height=\"18\" fill=\"{INK}\"/>"
    );
    let is_of_site = card.site.is_empty();
    if is_of_site {
        rect(&mut svg, (LEFT, 88.0), (56.0, 56.0), &card.accent);
    } else {
        rect(&mut svg, (LEFT, 66.0), (26.0, 26.0), &card.accent);
        let name = one_line(&BOLD, &card.site, RIGHT - LEFT - 44.0, 34.0);
        text(&mut svg, &BOLD, (LEFT + 44.0, 91.0), 34.0, INK, &name);
    }
    let mut left = LEFT;
    if let Some(shape) = &card.shape {
        outline(&mut svg, shape, (LEFT, 148.0), 26.0, INK_2);
        left += 40.0;
    }
    text(&mut svg, &SANS, (left, 171.0), 30.0, INK_2, &one_line(&SANS, &card.label, RIGHT - left, 30.0));
    let under = titled(&mut svg, &card.title, if is_of_site { 172.0 } else { 196.0 });
    sentence(&mut svg, &card.line, under);
    foot(&mut svg, card);
    svg.push_str("</svg>");
    svg
}

/// Writes the title below `top`, and gives the line that it ends on.
fn titled(svg: &mut String, title: &str, top: f64) -> f64 {
    let (step, lines) = fit(&SERIF, title, RIGHT - LEFT, &TITLES);
    let mut baseline = top + step.size * 0.9;
    for (at, line) in lines.iter().enumerate() {
        baseline += if at == 0 { 0.0 } else { step.leading };
        text(svg, &SERIF, (LEFT, baseline), step.size, INK, line);
    }
    baseline
}

/// Writes a sentence under the title, where there is room.
fn sentence(svg: &mut String, words: &str, under: f64) {
    let (step, lines) = fit(&SANS, words, RIGHT - LEFT, &LINES);
    let mut baseline = under + 24.0 + step.leading;
    if baseline + step.leading * (lines.len().saturating_sub(1)) as f64 > FLOOR {
        return;
    }
    for line in &lines {
        text(svg, &SANS, (LEFT, baseline), step.size, INK_2, line);
        baseline += step.leading;
    }
}

/// Writes how sure a claim is, and whom it is all about, as far as there is room.
fn foot(svg: &mut String, card: &Card) {
    if card.about.is_empty() && card.confidence.is_none() {
        return;
    }
    rect(svg, (LEFT, 522.0), (RIGHT - LEFT, 3.0), INK);
    let mut left = LEFT;
    if let Some(sureness) = &card.confidence {
        left = mark(svg, sureness, &card.accent) + 44.0;
    }
    for (shape, name) in &card.about {
        let width = BOLD.width(name, 28.0);
        if left + 34.0 + width > RIGHT {
            continue;
        }
        outline(svg, shape, (left, 554.0), 22.0, INK_2);
        text(svg, &BOLD, (left + 34.0, 575.0), 28.0, INK, name);
        left += 34.0 + width + 40.0;
    }
}

/// The mark of a confidence word and the word, as on the pages; gives where they end.
fn mark(svg: &mut String, sureness: &Sureness, accent: &str) -> f64 {
    let (path, colour, width) = match sureness.end.as_deref() {
        Some("confirmed") => ("M0 9h42V0h5v14H0z".to_owned(), accent, 47),
        Some(_) => ("M47 9H5V0H0v14h47z".to_owned(), DISPUTE, 47),
        None => {
            let others = (1..=sureness.of).filter(|cell| *cell != sureness.step);
            let cells: String = others.map(|cell| format!("M{} 9h5v5h-5z", cell * 7 - 7)).collect();
            placed(svg, (LEFT, 547.0), 2.0, TICK, &format!("<path d=\"{cells}\"/>"));
            (format!("M{} 0h5v14h-5z", (sureness.step * 7).saturating_sub(7)), accent, sureness.of * 7 - 2)
        }
    };
    placed(svg, (LEFT, 547.0), 2.0, colour, &format!("<path d=\"{path}\"/>"));
    let left = LEFT + 2.0 * width as f64 + 18.0;
    text(svg, &BOLD, (left, 575.0), 28.0, INK, &sureness.word);
    left + BOLD.width(&sureness.word, 28.0)
}

fn outline(svg: &mut String, shape: &str, at: (f64, f64), size: f64, colour: &str) {
    let known = OUTLINES.iter().find(|(name, _)| *name == shape);
    // A site's own kinds have the last, neutral one.
    let (_, outline) = known.unwrap_or(&OUTLINES[OUTLINES.len() - 1]);
    placed(svg, at, size / 10.0, colour, outline);
}

fn placed(svg: &mut String, (x, y): (f64, f64), scale: f64, colour: &str, inner: &str) {
    svg.push_str(&format!(
        "<g transform=\"translate({x} {y}) scale({scale})\" fill=\"{colour}\">{inner}</g>"
    ));
}

fn rect(svg: &mut String, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str) {
    svg.push_str(&format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>"
    ));
}

fn text(svg: &mut String, face: &Face, (x, y): (f64, f64), size: f64, colour: &str, words: &str) {
    if !words.is_empty() {
        svg.push_str(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-family=\"{}\" font-weight=\"{}\" font-size=\"{size}\" fill=\"{colour}\">{}</text>",
            face.family,
            face.weight,
            escape(words)
        ));
    }
}
