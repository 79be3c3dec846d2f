//! Notes in JSON: finds the annotations of a file, whatever holds them.
//!
//! 1. An annotation, a list of them, and a page or collection of the Web Annotation Data Model hold
//!    annotations of that model.
//! 2. The answer of Hypothesis (`rows`), a list of such rows, and the file that its client exports
//!    (`annotations`) hold rows of Hypothesis.
//!
//! What is none of these, or of another type than it should be, is reported at its place.

use super::{Draft, Unit, hypothesis, web_annotation};
use crate::annotate::walk::Walk;
use crate::config::Config;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::json::{Json, Value};
use crate::load::SourceFile;
use crate::path::SitePath;
use crate::span::Span;

/// A file that is being read.
pub(super) struct Reading<'a> {
    pub(super) config: &'a Config,
    pub(super) text: &'a str,
    /// Where its bytes begin in the unit.
    pub(super) start: u32,
    /// The slug of the brief.
    pub(super) slug: &'a str,
    /// The language of the brief.
    pub(super) language: &'a str,
    /// The date of the brief.
    pub(super) date: Option<&'a When>,
    path: &'a SitePath,
    diagnostics: Vec<Diagnostic>,
}

/// The drafts of a file whose bytes are counted from `start`.
pub(super) fn read(
    walk: &mut Walk<'_>,
    side: &SourceFile,
    start: u32,
    unit: &Unit<'_>,
) -> Vec<Draft<'static>> {
    let mut reading = Reading {
        config: walk.setting.config,
        text: &side.text,
        start,
        slug: unit.slug,
        language: unit.language,
        date: unit.date,
        path: walk.path,
        diagnostics: Vec::new(),
    };
    let mut drafts = Vec::new();
    match Json::parse(&side.text) {
        Ok(json) => reading.collect(&json, &mut drafts),
        Err((span, reason)) => reading.report(
            span,
            format!("this is not valid JSON: {reason}"),
            "export the file again, or mend it at this place",
        ),
    }
    let found = std::mem::take(&mut reading.diagnostics);
    walk.diagnostics.extend(found);
    drafts
}

impl Reading<'_> {
    fn collect(&mut self, json: &Json, drafts: &mut Vec<Draft<'static>>) {
        let Value::Object(_) = &json.value else {
            match &json.value {
                Value::List(items) => items.iter().for_each(|item| self.collect(item, drafts)),
                _ => self.report(
                    json.span,
                    format!("this is {}, and no annotation", json.kind()),
                    "annotations are objects, alone or in a list",
                ),
            }
            return;
        };
        for rows in ["rows", "annotations"] {
            if let Some(rows) = json.get(rows) {
                return rows.items().iter().for_each(|row| self.collect(row, drafts));
            }
        }
        if is_of_type(json, "AnnotationCollection") || is_of_type(json, "AnnotationPage") {
            self.page(json, drafts);
        } else if json.get("uri").is_some()
            || json.text_of("user").is_some_and(|user| user.starts_with("acct:"))
        {
            drafts.push(hypothesis::draft(self, json));
        } else if is_of_type(json, "Annotation") || json.get("target").is_some() {
            drafts.extend(web_annotation::draft(self, json));
        } else {
            self.report(
                Span { end: json.span.start + 1, ..json.span },
                "this object is no annotation".to_owned(),
                "an annotation has a `type` of `Annotation` and a `target`, or is a row of Hypothesis",
            );
        }
    }

    fn page(&mut self, json: &Json, drafts: &mut Vec<Draft<'static>>) {
        json.items_of("items").iter().for_each(|item| self.collect(item, drafts));
        for name in ["first", "next"] {
            match json.get(name) {
                Some(page) if page.text().is_none() => self.collect(page, drafts),
                Some(page) if name == "next" || json.get("items").is_none() => self.report(
                    page.span,
                    format!("further annotations stand at an address (`{name}`), and are not read"),
                    "put the annotations of that page into this file in its place",
                ),
                _ => {}
            }
        }
    }

    /// Whether a day is the first one of the brief's date.
    pub(super) fn is_day_of_brief(&self, day: &When) -> bool {
        self.date.is_some_and(|date| date.earliest() == day.earliest())
    }

    /// Reports something at a place of the file.
    pub(super) fn report(&mut self, span: Span, message: String, help: &str) {
        let place = span.shifted(self.start as usize);
        self.diagnostics.push(Diagnostic::new(Code::InvalidAnnotation, self.path, place, message).help(help));
    }

    /// Reports HTML that was not let through.
    pub(super) fn report_html(&mut self, span: Span, what: &str) {
        let place = span.shifted(self.start as usize);
        let message = format!("{what} is not let through");
        self.diagnostics.push(
            Diagnostic::new(Code::RawHtml, self.path, place, message)
                .help("the rest of the note is shown; take it out of the file to be rid of this warning"),
        );
    }

    /// The words of a name that must be a text where it is there.
    pub(super) fn text_of<'j>(&mut self, json: &'j Json, name: &str) -> Option<&'j str> {
        let value = json.get(name)?;
        if value.text().is_none() {
            self.report_type(value, name, "a text");
        }
        value.text()
    }

    /// Reports a value of another type than it should be.
    pub(super) fn report_type(&mut self, value: &Json, name: &str, wanted: &str) {
        let message = format!("`{name}` is {}, and should be {wanted}", value.kind());
        self.report(value.span, message, "export the file again, or mend it at this place");
    }
}

/// Whether an object is of a type, alone or among others.
pub(super) fn is_of_type(json: &Json, name: &str) -> bool {
    let types = json.items_of("type").iter().chain(json.items_of("@type"));
    let mut names = types.filter_map(Json::text);
    names.any(|known| known == name || known.strip_prefix("oa:") == Some(name))
}
