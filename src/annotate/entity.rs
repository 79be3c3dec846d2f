//! Entities: the records of people, organisations, places and things.

use super::brief::{cites, cites_of};
use super::{Body, Previous, Setting, Target, target};
use crate::bibliography::Cite;
use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::fields::{Fields, Spanned};
use crate::document::front::{Node, Value};
use crate::letters::is_language_tag;
use crate::nearest::nearest;
use crate::path::{SitePath, check_slug, slugify};
use crate::span::Span;

/// A person, organisation, place, agreement, event or other thing.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRecord {
    /// Its file.
    pub path: SitePath,
    /// Its id: the file's stem.
    pub id: String,
    /// Its kind.
    pub kind: Spanned<String>,
    /// Its name.
    pub name: Spanned<String>,
    /// The name that lists are sorted by.
    pub sort_name: Option<String>,
    /// A short name, for drawings.
    pub short: Option<String>,
    /// One line on it.
    pub summary: Option<String>,
    /// Its names in other languages: (BCP 47 language, name).
    pub names: Vec<(String, Spanned<String>)>,
    /// Other names that mean it alone.
    pub aliases: Vec<Spanned<String>>,
    /// Names that may mean it.
    pub weak_aliases: Vec<Spanned<String>>,
    /// What other registries call it: (scheme, id).
    pub same_as: Vec<(Spanned<String>, String)>,
    /// Its relations to others.
    pub relations: Vec<Relation>,
    /// Dated facts about it.
    pub attributes: Vec<Attribute>,
    /// A picture of it.
    pub image: Option<EntityImage>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// When it happened, of an event.
    pub date: Option<Spanned<When>>,
    /// Where it happened, of an event.
    pub place: Option<Spanned<Target>>,
    /// Who took part in it, of an event.
    pub participants: Vec<Spanned<Target>>,
    /// What the record rests on.
    pub sources: Vec<Spanned<Cite>>,
    /// The lane of timelines that it stands in.
    pub lane: Option<String>,
    /// Ids that it had before.
    pub previous: Vec<Previous>,
    /// The author's own values for templates.
    pub extra: serde_json::Value,
    /// The introduction.
    pub body: Body,
}

/// A relation of an entity to another: president of Belarus since 1994.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// What the entity is to the other: “president”, “member”.
    pub role: String,
    /// The other entity.
    pub of: Spanned<Target>,
    /// When it holds.
    pub when: Option<Spanned<When>>,
    /// What it rests on.
    pub sources: Vec<Spanned<Cite>>,
    /// A remark.
    pub note: Option<String>,
}

/// A dated fact about an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// What it is: “population”.
    pub name: String,
    /// Its value.
    pub value: String,
    /// When it holds.
    pub when: Option<When>,
    /// What it rests on.
    pub sources: Vec<Spanned<Cite>>,
}

/// A picture of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityImage {
    /// Its file, relative to the entity's.
    pub src: Spanned<String>,
    /// What it shows.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
}

/// Reads an entity.
pub(super) fn read(
    id: &str,
    document: &Document<'_>,
    setting: &Setting<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<EntityRecord> {
    let kinds = &setting.config.kinds;
    let field_target =
        |text: Spanned<String>| Spanned::new(target::field_target(&text.value, kinds), text.span);
    let mut fields = Fields::new(document.path, document.front.as_ref(), "an entity", diagnostics);
    let kind = fields.required_text("kind");
    if let Some(kind) = &kind {
        check_kind(&mut fields, kind, setting);
    }
    let name = fields.required_text("name");
    let sort_name = fields.text("sort-name").map(|text| text.value);
    let short = fields.text("short").map(|text| text.value);
    let summary = fields.text("summary").map(|text| text.value);
    let names = names(&mut fields);
    let aliases = fields.texts("aliases");
    let weak_aliases = fields.texts("weak-aliases");
    let same_as = same_as(&mut fields);
    let relations = relations(&mut fields, setting);
    let attributes = attributes(&mut fields);
    let image = image(&mut fields);
    let coordinates = coordinates(&mut fields);
    let date = fields.date("date");
    let place = fields.text("place").map(field_target);
    let participants = fields.texts("participants").into_iter().map(field_target).collect();
    let sources = fields.texts("source");
    let lane = fields.text("lane").map(|text| text.value);
    let previous = super::previous::read(&mut fields);
    let extra = fields.extra();
    fields.finish();

    let body = super::read_body(document, setting, &[], None, diagnostics).body;
    let (kind, name) = (kind?, name?);
    if kind.value == "event" && date.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::UndatedEvent,
                document.path,
                kind.span,
                format!("the event “{}” has no date", name.value),
            )
            .help("add `date:` with an EDTF date"),
        );
    }
    Some(EntityRecord {
        path: document.path.clone(),
        id: id.to_owned(),
        kind,
        name,
        sort_name,
        short,
        summary,
        names,
        aliases,
        weak_aliases,
        same_as,
        relations,
        attributes,
        image,
        coordinates,
        date,
        place,
        participants,
        sources: cites_of(sources),
        lane,
        previous,
        extra,
        body,
    })
}

fn relations(fields: &mut Fields<'_>, setting: &Setting<'_>) -> Vec<Relation> {
    fields.records("relations", "a relation", |fields| {
        let role = fields.required_text("role");
        let of = fields.required_text("of");
        let when = fields.date("when");
        let sources = cites(fields, "source");
        let note = fields.text("note").map(|text| text.value);
        let of = of?;
        let target = target::field_target(&of.value, &setting.config.kinds);
        Some(Relation { role: role?.value, of: Spanned::new(target, of.span), when, sources, note })
    })
}

fn attributes(fields: &mut Fields<'_>) -> Vec<Attribute> {
    fields.records("attributes", "an attribute", |fields| {
        let name = fields.required_text("name");
        let value = fields.required_text("value");
        let when = fields.date("when").map(|when| when.value);
        let sources = cites(fields, "source");
        Some(Attribute { name: name?.value, value: value?.value, when, sources })
    })
}

fn image(fields: &mut Fields<'_>) -> Option<EntityImage> {
    fields.record("image", "a picture", |fields| {
        let src = fields.required_text("src");
        let alt = fields.required_text("alt");
        let credit = fields.text("credit").map(|text| text.value);
        if let (Some(src), true) = (&src, credit.as_deref().is_none_or(|credit| credit.trim().is_empty())) {
            fields.report(
                Diagnostic::new(
                    Code::MissingCredit,
                    fields.path(),
                    src.span,
                    "this picture does not say whose it is",
                )
                .help("add `credit:` with the name of its author or owner"),
            );
        }
        Some(EntityImage { src: src?, alt: alt?.value, credit })
    })
}

fn check_kind(fields: &mut Fields<'_>, kind: &Spanned<String>, setting: &Setting<'_>) {
    let kinds = &setting.config.kinds;
    if kinds.get(&kind.value).is_some() {
        return;
    }
    let names = kinds.names();
    let message = format!("there is no kind `{}`", kind.value);
    let help = match nearest(&kind.value, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "the kinds of this site are {}; add others under `[kinds]` in postil.toml",
            names.join(", ")
        ),
    };
    fields.report(Diagnostic::new(Code::UnknownKind, fields.path(), kind.span, message).help(help));
}

fn names(fields: &mut Fields<'_>) -> Vec<(String, Spanned<String>)> {
    let mut names = Vec::new();
    for (language, node) in fields.map("names") {
        if !is_language_tag(&language.value) {
            let message = format!("“{}” under `names` is no language tag", language.value);
            fields.report(
                Diagnostic::new(Code::WrongType, fields.path(), language.span, message).help(
                    "write a tag of BCP 47, such as `uk` or `be-Latn`; other names stand under `aliases`",
                ),
            );
            continue;
        }
        for name in fields.texts_of("names", node) {
            names.push((language.value.clone(), name));
        }
    }
    names
}

fn same_as(fields: &mut Fields<'_>) -> Vec<(Spanned<String>, String)> {
    let mut same_as = Vec::new();
    for (scheme, node) in fields.map("same-as") {
        if let Err(reason) = check_slug(&scheme.value) {
            let message = format!("the registry “{}” under `same-as` {reason}", scheme.value);
            let found = Diagnostic::new(Code::InvalidId, fields.path(), scheme.span, message);
            fields.report(match slugify(&scheme.value) {
                Some(slug) => found.help(format!("write `{slug}`")),
                None => found.help("write its name in small letters, such as `wikidata`"),
            });
            continue;
        }
        for id in fields.texts_of("same-as", node) {
            same_as.push((scheme.clone(), id.value));
        }
    }
    same_as
}

fn coordinates(fields: &mut Fields<'_>) -> Option<(f64, f64)> {
    let node = fields.take("coordinates")?;
    let pair = numbers(node);
    if let Some([latitude, longitude]) = pair
        && (-90.0..=90.0).contains(&latitude)
        && (-180.0..=180.0).contains(&longitude)
    {
        return Some((latitude, longitude));
    }
    let span = node.span.is_empty().then(|| Span { start: node.span.start, end: node.span.start + 1 });
    let message = "the coordinates are not a latitude from −90 to 90 and a longitude from −180 to 180";
    fields.report(
        Diagnostic::new(Code::InvalidCoordinates, fields.path(), span.unwrap_or(node.span), message)
            .help("write `coordinates: [53.9, 27.57]`: degrees, north and east positive"),
    );
    None
}

fn numbers(node: &Node) -> Option<[f64; 2]> {
    let Value::List(items) = &node.value else { return None };
    let numbers: Option<Vec<f64>> = items.iter().map(|item| item.as_text()?.parse().ok()).collect();
    numbers?.try_into().ok()
}
