//! Reading the files of sources: one file a format, all into [`Record`]s.

mod biblatex;
mod csl_json;
mod entry;
mod expansion;
mod json_places;
mod tex;
mod whole_names;
mod yaml;

use std::collections::BTreeMap;

use super::date::RecordDate;
use super::record::Record;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::span::Span;

/// What has been read of one file so far.
pub(super) struct Reading<'a> {
    path: &'a SitePath,
    text: &'a str,
    /// The records in the order of the file, each with its place: its key, where it has one.
    pub(super) records: Vec<(Record, Span)>,
    keys: BTreeMap<String, Span>,
    /// What was wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    /// Reads `text` in the format that the extension of `path` names.
    pub(super) fn of(path: &'a SitePath, text: &'a str) -> Self {
        let mut reading =
            Self { path, text, records: Vec::new(), keys: BTreeMap::new(), diagnostics: Vec::new() };
        match path.extension().to_ascii_lowercase().as_str() {
            "yml" | "yaml" => yaml::read(&mut reading),
            "bib" => biblatex::read(&mut reading),
            "json" => csl_json::read(&mut reading),
            other => {
                let message =
                    format!("`{}` is no file of sources: its extension is `{other}`", path.file_name());
                let help = "name it .yml (Hayagriva), .bib (BibLaTeX) or .json (CSL-JSON)";
                reading.report(Code::InvalidBibliography, Span::default(), message, help);
            }
        }
        reading
    }

    /// Reports what is wrong at a place of the file.
    fn report(
        &mut self,
        code: Code,
        span: impl Into<Span>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.clamp(span.into());
        self.diagnostics.push(Diagnostic::new(code, self.path, span, message).help(help));
    }

    /// A span that slices the text, whatever a library said.
    fn clamp(&self, span: Span) -> Span {
        let boundary = |at: u32| {
            let at = (at as usize).min(self.text.len());
            (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
        };
        let start = boundary(span.start);
        Span::new(start, boundary(span.end).max(start))
    }

    /// Whether an earlier source of the file has `key`; then the later one is reported.
    fn is_taken(&mut self, key: &str, span: Span) -> bool {
        let first = self.keys.get(key).copied();
        if let Some(first) = first {
            self.report_twice(key, span, first);
        }
        first.is_some()
    }

    /// Reports a key that two sources of the file have.
    fn report_twice(&mut self, key: &str, again: Span, first: Span) {
        let (again, first) = (self.clamp(again), self.clamp(first));
        self.diagnostics.push(duplicate(key, (self.path, again), (self.path, first)));
    }

    /// Keeps a record, unless no citation could name its key or an earlier one has it.
    fn keep(&mut self, mut record: Record, span: Span) {
        // Of a news article that names no newspaper, the publisher is the outlet.
        let is_news = matches!(record.kind, "article-newspaper" | "article-magazine");
        if is_news
            && record.text("container-title").is_none()
            && let Some(publisher) = record.texts.remove("publisher")
        {
            record.texts.insert("container-title", publisher);
        }
        let unfit = |character: char| {
            character.is_whitespace() || character.is_control() || ",;[]{}@\"'`<>|\\".contains(character)
        };
        if record.key.is_empty() || record.key.contains(unfit) {
            let message = format!("no citation can name a source with the key `{}`", record.key);
            let help = "use letters, digits and hyphens for the key";
            self.report(Code::InvalidBibliography, span, message, help);
        } else if !self.is_taken(&record.key, span) {
            let span = self.clamp(span);
            self.keys.insert(record.key.clone(), span);
            self.records.push((record, span));
        }
    }

    /// Sets the address of a source where it is http or https, and reports it where it is not.
    fn set_url(&mut self, record: &mut Record, url: &str, span: Span) {
        if let Some(url) = self.checked_url(&record.key, url, span) {
            record.set_text("URL", &url);
        }
    }

    /// Sets the address of a copy of the source, as [`Self::set_url`] does.
    fn set_archived(&mut self, record: &mut Record, url: &str, span: Span) {
        if let Some(url) = self.checked_url(&record.key, url, span) {
            record.archived = Some(url);
        }
    }

    fn checked_url(&mut self, key: &str, url: &str, span: Span) -> Option<String> {
        let url = url.trim();
        if url.is_empty() || is_web(url) {
            return Some(url.to_owned()).filter(|url| !url.is_empty());
        }
        let message = format!("the address `{url}` of the source `{key}` is not an http or https address");
        self.report(
            Code::UnsafeUrl,
            span,
            message,
            "write the whole address, from `https://` on, or take it out",
        );
        None
    }

    /// Sets a date of a source; one that is no date is reported and left out.
    fn set_date(&mut self, record: &mut Record, variable: &'static str, text: &str, span: Span) {
        if let Some(date) = RecordDate::parse(text) {
            record.dates.insert(variable, date);
        } else if !text.trim().is_empty() {
            let message = format!("the date `{}` of the source `{}` is no date", text.trim(), record.key);
            let help = "write 2016, 2016-01 or 2016-01-31, with ~ after it where it is approximate";
            self.report(Code::InvalidDate, span, message, help);
            record.misdated = true;
        }
    }
}

/// The report of a key that two places have.
pub(super) fn duplicate(key: &str, again: (&SitePath, Span), first: (&SitePath, Span)) -> Diagnostic {
    Diagnostic::new(Code::DuplicateSource, again.0, again.1, format!("two sources have the key `{key}`"))
        .label(first.0, first.1, "the first is here")
        .help("give one of them another key, or take one out")
}

/// Whether `url` is an http or https address with a host and no white space.
pub(super) fn is_web(url: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = url.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    });
    let unfit = |character: char| {
        character.is_whitespace() || character.is_control() || "<>\"\\^`{|}".contains(character)
    };
    rest.is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_alphanumeric() || first == '[') && !rest.contains(unfit)
    })
}

/// Takes an archive out that is named by an address.
fn web_archive(record: &mut Record) -> Option<String> {
    let fields = ["archive_location", "archive"];
    let field = fields.into_iter().find(|field| record.text(field).is_some_and(is_web))?;
    record.texts.remove(field)
}
