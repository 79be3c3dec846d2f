//! Breaks texts into lines and finds the size that fits.

use super::face::Face;

/// A size of letters: its pixels, the height of a line, how many lines fit.
pub(super) struct Step {
    pub(super) size: f64,
    pub(super) leading: f64,
    pub(super) lines: usize,
}

/// The lines of a text in the largest size that fits a width; in the last size the text ends with “…”.
pub(super) fn fit<'s>(face: &Face, text: &str, width: f64, steps: &'s [Step]) -> (&'s Step, Vec<String>) {
    for step in steps {
        let lines = lines(face, text, width, step.size);
        // A word that is broken looks like a mistake where a smaller size spares it.
        if lines.len() <= step.lines && !is_broken(face, text, width, step.size) {
            return (step, lines);
        }
    }
    let step = &steps[steps.len() - 1];
    let mut lines = lines(face, text, width, step.size);
    if lines.len() > step.lines {
        lines.truncate(step.lines);
        let last = lines.last_mut().expect("a step has lines");
        shorten(face, last, width, step.size);
    }
    (step, lines)
}

/// A text of one line; where it does not fit it ends with “…”.
pub(super) fn one_line(face: &Face, text: &str, width: f64, size: f64) -> String {
    let mut line = text.to_owned();
    if face.width(&line, size) > width {
        shorten(face, &mut line, width, size);
    }
    line
}

/// Ends a line with “…”, at the end of a word where it can.
fn shorten(face: &Face, line: &mut String, width: f64, size: f64) {
    let fits = |text: &str| face.width(text, size) + face.width("…", size) <= width;
    while !line.is_empty() && !fits(line) {
        match line.trim_end().rfind(' ').filter(|at| *at > 0) {
            Some(at) => line.truncate(at),
            None => {
                line.pop();
            }
        }
    }
    let end = line.trim_end_matches([' ', ',', ';', ':', '.', '–', '-']).len();
    line.truncate(end);
    line.push('…');
}

fn is_broken(face: &Face, text: &str, width: f64, size: f64) -> bool {
    text.split(' ').any(|word| face.width(word, size) > width)
}

/// The lines of a text at a size; a word that is wider than a line is broken.
fn lines(face: &Face, text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if face.width(&longer, size) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if face.width(&line, size) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::face::SERIF;
    use super::*;

    const STEPS: [Step; 2] =
        [Step { size: 60.0, leading: 70.0, lines: 2 }, Step { size: 30.0, leading: 36.0, lines: 3 }];

    #[test]
    fn texts_shrink_before_they_are_shortened() {
        let (step, found) = fit(&SERIF, "Two words", 1000.0, &STEPS);
        assert_eq!((step.size as u32, found), (60, vec!["Two words".to_owned()]));
        let (step, found) = fit(&SERIF, &"several words ".repeat(8), 1000.0, &STEPS);
        assert_eq!((step.size as u32, found.len()), (30, 2));
        let (_, found) = fit(&SERIF, &"several words, ".repeat(40), 1000.0, &STEPS);
        assert_eq!(found.len(), 3);
        assert!(found[2].ends_with("words…") || found[2].ends_with("several…"), "{found:?}");
        assert!(found.iter().all(|line| SERIF.width(line, 30.0) <= 1000.0));
    }

    #[test]
    fn a_word_without_a_place_to_break_is_broken_in_the_last_size() {
        let (step, found) = fit(&SERIF, &"w".repeat(300), 1000.0, &STEPS);
        assert_eq!((step.size as u32, found.len()), (30, 3));
        assert!(found[2].ends_with("w…") && found.iter().all(|line| SERIF.width(line, 30.0) <= 1000.0));
        assert_eq!(one_line(&SERIF, "One long line", 170.0, 30.0), "One long…");
    }
}
