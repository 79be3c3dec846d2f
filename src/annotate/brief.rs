//! Briefs: an article with its annotations.

use super::body::{Body, Piece};
use super::standoff::Unit;
use super::{Beside, Files, Finished, Orphan, Previous, Setting, Target, citations, dates, target};
use crate::bibliography::Cite;
use crate::config::LinkPolicy;
use crate::date::When;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::fields::{Fields, Spanned};
use crate::nearest::nearest;
use crate::path::SitePath;

/// An article with its annotations.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Its file.
    pub path: SitePath,
    /// What stands for it in its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The date that it speaks from; roles are shown as of this date.
    pub date: Spanned<When>,
    /// When it was last changed.
    pub updated: Option<Spanned<When>>,
    /// Its authors: keys of the site's authors, or names.
    pub authors: Vec<String>,
    /// What it is about.
    pub about: Vec<Spanned<Target>>,
    /// One paragraph for cards and feeds.
    pub summary: Option<String>,
    /// Its key judgements.
    pub judgements: Vec<Judgement>,
    /// The sources that it follows.
    pub based_on: Vec<Spanned<Cite>>,
    /// The time that it covers.
    pub covers: Option<When>,
    /// The picture that is shown where its address is shared, in place of the one that is drawn.
    pub card: Option<BriefCard>,
    /// Whether it is left out of the published site.
    pub draft: bool,
    /// Its language, where it is not the site's.
    pub language: Option<String>,
    /// Which mentions are shown as links, where it is not the site's policy.
    pub linking: Option<LinkPolicy>,
    /// Slugs that it had before.
    pub previous: Vec<Previous>,
    /// The author's own values for templates.
    pub extra: serde_json::Value,
    /// The article.
    pub body: Body,
    /// The file, and those of the notes beside it.
    pub files: Files,
    /// The notes beside it whose words are nowhere in it.
    pub orphans: Vec<Orphan>,
}

/// A picture for those who share the address of a brief.
#[derive(Debug, Clone, PartialEq)]
pub struct BriefCard {
    /// Its file, seen from the brief's.
    pub src: Spanned<String>,
    /// What it shows.
    pub alt: String,
}

/// A key judgement: its words are in the brief's body, at place `Judgement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Its HTML.
    pub pieces: Vec<Piece>,
}

/// Reads a brief.
pub(super) fn read(
    slug: &str,
    document: &Document<'_>,
    setting: &Setting<'_>,
    beside: &Beside<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Brief> {
    let kinds = &setting.config.kinds;
    let mut fields = Fields::new(document.path, document.front.as_ref(), "a brief", diagnostics);
    let title = fields.required_text("title");
    let date = fields.required_date("date");
    let updated = fields.date("updated");
    let authors = fields.texts("authors").into_iter().map(|author| author.value).collect();
    let about = fields
        .texts("about")
        .into_iter()
        .map(|id| Spanned::new(target::field_target(&id.value, kinds), id.span))
        .collect();
    let summary = fields.text("summary").map(|text| text.value);
    let lines: Vec<_> =
        fields.texts("key-judgements").into_iter().map(|line| (line.value, line.span)).collect();
    let based_on = cites(&mut fields, "based-on");
    let covers = fields.date("covers").map(|when| when.value);
    let card = fields.record("card", "a picture", |fields| {
        let (src, alt) = (fields.required_text("src"), fields.required_text("alt"));
        Some(BriefCard { src: src?, alt: alt?.value })
    });
    let draft = fields.flag("draft");
    let language = super::read_language(&mut fields);
    let linking = policy(&mut fields);
    let slug = super::page::chosen_slug(&mut fields, slug);
    let previous = super::previous::read(&mut fields);
    let extra = fields.extra();
    fields.finish();

    let language_here = language.as_deref().unwrap_or(&setting.config.language);
    let Beside { sides, files } = *beside;
    let own_date = date.as_ref().map(|date| &date.value);
    let unit = Unit { sides, files, slug: &slug, language: language_here, date: own_date };
    let Finished { body, lines: judgements, orphans } =
        super::read_body(document, setting, &lines, Some(&unit), diagnostics);
    super::check_not_empty(document, &body, diagnostics);
    diagnostics.extend(dates::bare_dates(document.path, &body));
    diagnostics.extend(dates::uncited_figures(document.path, &body));
    Some(Brief {
        path: document.path.clone(),
        slug,
        title: title?.value,
        date: date?,
        updated,
        authors,
        about,
        summary,
        judgements: judgements.into_iter().map(|pieces| Judgement { pieces }).collect(),
        based_on,
        covers,
        card,
        draft,
        language,
        linking,
        previous,
        extra,
        body,
        files: files.clone(),
        orphans,
    })
}

/// The citations of a field: `"@key, p. 3"`, or a key alone.
pub(super) fn cites(fields: &mut Fields<'_>, key: &'static str) -> Vec<Spanned<Cite>> {
    let texts = fields.texts(key);
    cites_of(texts)
}

/// The citations in texts.
pub(super) fn cites_of(texts: Vec<Spanned<String>>) -> Vec<Spanned<Cite>> {
    texts
        .into_iter()
        .flat_map(|text| {
            let group = match text.value.contains('@') {
                true => text.value.trim_matches(['[', ']']).to_owned(),
                false => format!("@{}", text.value),
            };
            citations::parse_group(&group).into_iter().map(move |cite| Spanned::new(cite, text.span))
        })
        .collect()
}

fn policy(fields: &mut Fields<'_>) -> Option<LinkPolicy> {
    let text = fields.text("mentions")?;
    let policy = LinkPolicy::from_name(&text.value);
    if policy.is_none() {
        let names = LinkPolicy::NAMES;
        let message = format!("`{}` is not a way to link mentions", text.value);
        let diagnostic =
            Diagnostic::new(crate::diagnostic::Code::WrongType, fields.path(), text.span, message);
        fields.report(diagnostic.help(match nearest(&text.value, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", names.join(", ")),
        }));
    }
    policy
}
