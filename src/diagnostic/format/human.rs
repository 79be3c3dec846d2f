//! The format for a person at a terminal, in the manner of rustc.
//!
//! 1. The labels of a diagnostic are gathered into excerpts: those of one file that stand close
//!    together share one.
//! 2. Each excerpt is cut out of its text: only the lines around its labels, and of long lines
//!    only the part around them, with harmless characters.
//! 3. The renderer draws the excerpts; their places, counted in the whole text, are filled in after.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpts};
use super::printable;
use super::sources::Sources;
use crate::diagnostic::{Diagnostic, Severity};

/// Stands on both sides of the number of an excerpt where its place will be. It is a noncharacter
/// of Unicode, and `printable` lets none through.
const STAND_IN: char = '\u{fdd0}';

/// The reports, a blank line after each.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut output = String::new();
    for diagnostic in diagnostics {
        output.push_str(&report(diagnostic, sources, &renderer));
        output.push_str("\n\n");
    }
    output
}

fn report(diagnostic: &Diagnostic, sources: &Sources<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Suggestion => Level::NOTE.with_name("suggestion"),
    };
    let title = level.primary_title(printable::one_line(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    let mut places = Vec::new();
    for excerpt in excerpts(&diagnostic.labels, sources) {
        places.push(place(&excerpt));
        group = group.elements(elements(excerpt, places.len() - 1));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(printable::lines(help)));
    }
    fill_places(&renderer.render(&[group]), &places)
}

/// The line that stands over an excerpt: `path:line:column`.
fn place(excerpt: &Excerpt) -> String {
    match excerpt.position {
        Some(position) => format!("{}:{}:{}", excerpt.path, position.line, position.column),
        None => excerpt.path.clone(),
    }
}

/// An excerpt as the renderer takes it, under a stand-in for its path.
fn elements(excerpt: Excerpt, index: usize) -> Vec<Element<'static>> {
    let path = format!("{STAND_IN}{index}{STAND_IN}");
    let Some(source) = excerpt.source else {
        let notes = excerpt.marks.into_iter().filter(|mark| !mark.message.is_empty());
        let notes = notes.map(|mark| Level::NOTE.message(mark.message).into());
        return [Origin::path(path).into()].into_iter().chain(notes).collect();
    };
    let annotations = excerpt.marks.into_iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = (!mark.message.is_empty()).then_some(mark.message);
        kind.span(mark.range).label(label)
    });
    let snippet = Snippet::source(source).path(path).line_start(excerpt.line).annotations(annotations);
    vec![snippet.into()]
}

/// The report with the true places for the stand-ins: the renderer counts the columns of what it
/// was given, which are wrong where a line was cut.
fn fill_places(report: &str, places: &[String]) -> String {
    let mut output = String::with_capacity(report.len());
    for (index, part) in report.split(STAND_IN).enumerate() {
        // Stand-ins come in pairs around a number, so that each part with an odd index is one.
        match (index % 2 == 1).then(|| part.parse::<usize>().ok()).flatten() {
            Some(number) => output.push_str(places.get(number).map_or("", String::as_str)),
            None if index > 0 => {
                output.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
            }
            None => output.push_str(part),
        }
    }
    output
}
