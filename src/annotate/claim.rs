//! Long-lived claims: their records, with history.

use super::brief::cites;
use super::{Body, Previous, Setting, Target, target};
use crate::bibliography::Cite;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::fields::{Fields, Spanned};
use crate::nearest::nearest;
use crate::path::SitePath;

/// A claim with a file of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimRecord {
    /// Its file.
    pub path: SitePath,
    /// Its id: the file's stem. In briefs its label is `claim-` and this.
    pub id: String,
    /// What it says.
    pub statement: String,
    /// The slug of its confidence word.
    pub confidence: Option<String>,
    /// Its status.
    pub status: Option<ClaimStatus>,
    /// The date that it is of.
    pub date: Option<When>,
    /// What it is about.
    pub about: Vec<Spanned<Target>>,
    /// What it rests on.
    pub sources: Vec<Spanned<Cite>>,
    /// What it was before.
    pub history: Vec<ClaimVersion>,
    /// Ids that it had before.
    pub previous: Vec<Previous>,
    /// The author's own values for templates.
    pub extra: serde_json::Value,
    /// The discussion.
    pub body: Body,
}

/// A claim as it stood at a date.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimVersion {
    /// Since when.
    pub date: When,
    /// The slug of the confidence word.
    pub confidence: Option<String>,
    /// The status.
    pub status: Option<ClaimStatus>,
    /// Why it changed.
    pub note: Option<String>,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimStatus {
    /// Nobody knows yet.
    Open,
    /// Nothing known speaks against it.
    Stands,
    /// Someone says otherwise.
    Disputed,
    /// It has proved wrong.
    Refuted,
    /// Its authors no longer make it.
    Withdrawn,
}

impl ClaimStatus {
    /// The names in front matter, in the order of the statuses.
    pub const NAMES: [&str; 5] = ["open", "stands", "disputed", "refuted", "withdrawn"];

    fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Open, Self::Stands, Self::Disputed, Self::Refuted, Self::Withdrawn];
        Self::NAMES.iter().position(|known| *known == name).map(|at| all[at])
    }

    /// The name in front matter.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// Reads a claim.
pub(super) fn read(
    id: &str,
    document: &Document<'_>,
    setting: &Setting<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ClaimRecord> {
    let kinds = &setting.config.kinds;
    let mut fields = Fields::new(document.path, document.front.as_ref(), "a claim", diagnostics);
    let statement = fields.required_text("statement");
    let confidence = read_confidence(&mut fields, setting);
    let status = read_status(&mut fields);
    let date = fields.date("date").map(|when| when.value);
    let about = fields
        .texts("about")
        .into_iter()
        .map(|id| Spanned::new(target::field_target(&id.value, kinds), id.span))
        .collect();
    let sources = cites(&mut fields, "sources");
    let history = fields.records("history", "a version of a claim", |fields| {
        let date = fields.required_date("date");
        let confidence = read_confidence(fields, setting);
        let status = read_status(fields);
        let note = fields.text("note").map(|text| text.value);
        Some(ClaimVersion { date: date?.value, confidence, status, note })
    });
    let previous = super::previous::read(&mut fields);
    let extra = fields.extra();
    fields.finish();
    let body = super::read_body(document, setting, &[], None, diagnostics).body;
    Some(ClaimRecord {
        path: document.path.clone(),
        id: id.to_owned(),
        statement: statement?.value,
        confidence,
        status,
        date,
        about,
        sources,
        history,
        previous,
        extra,
        body,
    })
}

fn read_confidence(fields: &mut Fields<'_>, setting: &Setting<'_>) -> Option<String> {
    let word = fields.text("confidence")?;
    let scale = &setting.config.confidence;
    if let Some(step) = scale.find(&word.value) {
        return Some(step.slug.clone());
    }
    let words = scale.labels();
    let message = format!("“{}” is not a word of the confidence scale", word.value);
    let help = match nearest(&word.value, words.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the scale of this site is: {}", words.join(", ")),
    };
    fields.report(Diagnostic::new(Code::UnknownConfidence, fields.path(), word.span, message).help(help));
    // A word was meant: nothing else is wrong for want of one.
    Some(String::new())
}

fn read_status(fields: &mut Fields<'_>) -> Option<ClaimStatus> {
    let word = fields.text("status")?;
    let status = ClaimStatus::from_name(&word.value);
    if status.is_none() {
        let message = format!("`{}` is not a status of a claim", word.value);
        let help = match nearest(&word.value, ClaimStatus::NAMES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", ClaimStatus::NAMES.join(", ")),
        };
        fields.report(Diagnostic::new(Code::WrongType, fields.path(), word.span, message).help(help));
    }
    status
}
