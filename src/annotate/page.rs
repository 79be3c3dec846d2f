//! Other pages: about, guide and the like.

use super::{Body, Previous, Setting};
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::fields::{Fields, Spanned};
use crate::path::{SitePath, check_slug, slugify};

/// A page that is neither a brief nor a record.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// Its file.
    pub path: SitePath,
    /// Its address without the slashes around it: `about`, `guide/format`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One paragraph for cards and search engines.
    pub summary: Option<String>,
    /// Its date.
    pub date: Option<When>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// Its place among its neighbours: low numbers first.
    pub weight: i64,
    /// The template that renders it, where it is not `page.html`.
    pub template: Option<Spanned<String>>,
    /// Its language, where it is not the site's.
    pub language: Option<String>,
    /// Whether it is left out of the published site.
    pub draft: bool,
    /// Slugs that it had before.
    pub previous: Vec<Previous>,
    /// The author's own values for templates.
    pub extra: serde_json::Value,
    /// The text.
    pub body: Body,
}

/// Reads a page.
pub(super) fn read(
    slug: &str,
    document: &Document<'_>,
    setting: &Setting<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PageRecord> {
    let mut fields = Fields::new(document.path, document.front.as_ref(), "a page", diagnostics);
    let title = fields.required_text("title");
    let summary = fields.text("summary").map(|text| text.value);
    let date = fields.date("date").map(|when| when.value);
    let updated = fields.date("updated").map(|when| when.value);
    let weight = fields.number("weight").unwrap_or_default();
    let template = fields.text("template");
    let language = super::read_language(&mut fields);
    let draft = fields.flag("draft");
    let previous = super::previous::read(&mut fields);
    let extra = fields.extra();
    fields.finish();
    let body = super::read_body(document, setting, &[], None, diagnostics).body;
    super::check_not_empty(document, &body, diagnostics);
    Some(PageRecord {
        path: document.path.clone(),
        slug: slug.to_owned(),
        title: title?.value,
        summary,
        date,
        updated,
        weight,
        template,
        language,
        draft,
        previous,
        extra,
        body,
    })
}

/// The slug that the front matter chooses, or else the file's.
pub(super) fn chosen_slug(fields: &mut Fields<'_>, from_file: &str) -> String {
    let Some(slug) = fields.filled_text("slug") else { return from_file.to_owned() };
    match check_slug(&slug.value) {
        Ok(()) => slug.value,
        Err(reason) => {
            let message = format!("`{}` cannot stand in an address: it {reason}", slug.value);
            let help = slugify(&slug.value).filter(|fit| *fit != slug.value).map_or_else(
                || "write lower-case letters, digits and hyphens".to_owned(),
                |fit| format!("write `slug: {fit}`"),
            );
            fields.report(Diagnostic::new(Code::InvalidId, fields.path(), slug.span, message).help(help));
            from_file.to_owned()
        }
    }
}
