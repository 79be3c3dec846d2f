//! Annotations of the Web Annotation Data Model (W3C, 23 February 2017).
//!
//! 1. Targets are addresses or resources, one or several; their selectors say which words are meant.
//! 2. Bodies that identify an entity make a mention; tags give type and confidence, or are kept; what the others
//!    say is the note.
//! 3. The id names the note; that of a thing of the brief's own page, as postil exports it, is the thing's.

use super::Draft;
use super::contents::{Events, entity_of, page_of};
use super::json::{Reading, is_of_type};
use super::selectors;
use crate::annotate::body::NoteType;
use crate::annotate::inline::percent_decode;
use crate::date::When;
use crate::document::json::{Json, Value};
use crate::letters::is_language_tag;
use crate::span::Span;

/// The drafts of an annotation: mentions of what it identifies its words as, and the note itself.
pub(super) fn draft(reading: &mut Reading<'_>, json: &Json) -> Vec<Draft<'static>> {
    let place = json.get("id").map_or(Span { end: json.span.start + 1, ..json.span }, |id| id.span);
    let outside = reading.text_of(json, "id").map(str::to_owned);
    let own = outside.as_deref().and_then(|id| own_place(id, reading.slug));
    let label = own.clone().or_else(|| outside.as_deref().map(last_part)).unwrap_or_default();
    let mut draft = Draft::new(label, place.shifted(reading.start as usize));
    draft.is_own = own.is_some();
    draft.is_chosen = draft.is_own;
    draft.outside = outside;
    if json.get("target").is_none() {
        reading.report(
            place,
            "this annotation has no `target`".to_owned(),
            "say in `target` what it is about",
        );
    }
    for target in json.items_of("target") {
        take_target(reading, target, &mut draft);
    }
    draft.signature.creator = creator(json);
    draft.signature.created = day(reading, json);
    // postil dates the brief's own notes like the brief.
    let is_dated_like_brief =
        draft.signature.created.as_ref().is_some_and(|day| reading.is_day_of_brief(day));
    if draft.is_own && draft.signature.creator.is_none() && is_dated_like_brief {
        draft.signature.created = None;
    }
    let bodies = Bodies::of(reading, json, &draft.label);
    finish(draft, bodies, reading.language)
}

/// The label of a thing of the brief's own page, from the id that postil gives its annotation.
fn own_place(id: &str, slug: &str) -> Option<String> {
    let (file, fragment) = id.split_once('#')?;
    let is_own = file.ends_with(&format!("/briefs/{slug}/annotations.json"));
    let anchor = percent_decode(fragment);
    let label = anchor.strip_prefix("note-").unwrap_or(&anchor).to_owned();
    is_own.then_some(label)
}

/// The last part of an address or name.
pub(super) fn last_part(id: &str) -> String {
    let parts = id.split(['/', '#', ':', '?', '=']);
    let last = parts.map(str::trim).rfind(|part| !part.is_empty()).unwrap_or_default();
    let is_plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    percent_decode(last).chars().map(|c| if is_plain(c) { c } else { '-' }).collect()
}

fn take_target(reading: &mut Reading<'_>, target: &Json, draft: &mut Draft<'static>) {
    match &target.value {
        Value::Text(_) => {
            draft.reply_to = draft.reply_to.take().or_else(|| target.text().map(str::to_owned));
        }
        Value::Object(_) => {
            let mut quote = selectors::quote(target, reading.start);
            check_types(reading, target);
            if let Some(quote) = &mut quote {
                quote.scope = target.text_of("scope").and_then(|scope| scope_of(scope, reading.slug));
            } else {
                let source = target.get("source").or_else(|| target.get("id"));
                draft.reply_to = source.and_then(Json::text).map(str::to_owned);
            }
            draft.targets.extend(quote);
        }
        _ => reading.report_type(target, "target", "an address or a resource"),
    }
}

/// The place of the brief's page that an address leads to, where it is a note or a key judgement.
fn scope_of(address: &str, slug: &str) -> Option<String> {
    let (page, fragment) = address.split_once('#')?;
    page.ends_with(&format!("/briefs/{slug}/")).then(|| percent_decode(fragment))
}

fn check_types(reading: &mut Reading<'_>, target: &Json) {
    for selector in target.items_of("selector") {
        for name in ["exact", "prefix", "suffix", "value"] {
            reading.text_of(selector, name);
        }
        for name in ["start", "end"] {
            let number = selector.get(name).filter(|_| is_of_type(selector, "TextPositionSelector"));
            if let Some(wrong) = number.filter(|number| !matches!(number.value, Value::Number(_))) {
                reading.report_type(wrong, name, "a number");
            }
        }
    }
}

/// Who made an annotation: names, or else nicknames or ids.
fn creator(json: &Json) -> Option<String> {
    let names = json.items_of("creator").iter().filter_map(|creator| {
        let fields = ["name", "nickname", "email", "id"];
        let name = fields.iter().find_map(|field| creator.items_of(field).first()?.text());
        let name = name.or_else(|| creator.text())?.trim();
        Some(name.trim_start_matches("mailto:").to_owned()).filter(|name| !name.is_empty())
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The day on which an annotation was made.
pub(super) fn day(reading: &mut Reading<'_>, json: &Json) -> Option<When> {
    let created = reading.text_of(json, "created")?;
    let parsed = created.get(..10).filter(|_| created.len() > 10).map_or(created, |day| day);
    match When::parse(parsed) {
        Ok(when) => Some(when),
        Err(_) => {
            let place = json.get("created").map_or(json.span, |created| created.span);
            reading.report(place, format!("`{created}` is no date"), "write it as in `2016-01-08T00:00:00Z`");
            None
        }
    }
}

/// What the bodies of an annotation say.
#[derive(Default)]
pub(super) struct Bodies {
    content: Events,
    tags: Vec<String>,
    identified: Vec<String>,
    claim: Option<String>,
    language: Option<String>,
}

impl Bodies {
    fn of(reading: &mut Reading<'_>, json: &Json, label: &str) -> Self {
        let mut bodies = Self::default();
        if let Some(value) = json.get("bodyValue").filter(|value| value.text().is_some()) {
            bodies.content.extend(reading.plain(value));
        }
        let purpose = json.items_of("motivation").first().and_then(Json::text).unwrap_or_default();
        for body in json.items_of("body") {
            bodies.take(reading, body, purpose, label);
        }
        bodies
    }

    fn take(&mut self, reading: &mut Reading<'_>, body: &Json, motivation: &str, label: &str) {
        if let Some(address) = body.text() {
            return self.take_address(reading, address, body.span, motivation);
        }
        if !matches!(body.value, Value::Object(_)) {
            return reading.report_type(body, "body", "an address or a resource");
        }
        let purpose = body.items_of("purpose").first().and_then(Json::text).unwrap_or(motivation).to_owned();
        // What a mention says of the person is for programs that have no records: here the record tells it.
        if (motivation, purpose.as_str()) == ("identifying", "describing") {
            return;
        }
        if is_of_type(body, "Choice") {
            let language = reading.language;
            let in_language =
                |item: &&Json| item.text_of("language").is_some_and(|own| own.starts_with(language));
            let items = body.items_of("items");
            if let Some(item) = items.iter().find(in_language).or_else(|| items.first()) {
                self.take(reading, item, &purpose, label);
            }
            return;
        }
        if body.get("items").is_some() {
            return body.items_of("items").iter().for_each(|item| self.take(reading, item, &purpose, label));
        }
        let words = body.get("value").or_else(|| body.get("chars"));
        if let Some(words) = words {
            return self.take_words(reading, body, words, &purpose, label);
        }
        let source = body.get("source").or_else(|| body.get("id"));
        let address = source.and_then(|source| source.text().or_else(|| source.text_of("id")));
        match (address, source) {
            (Some(address), Some(source)) => self.take_address(reading, address, source.span, &purpose),
            _ => reading.report(
                Span { end: body.span.start + 1, ..body.span },
                "this body has neither words nor an address".to_owned(),
                "give it a `value`, or the `id` of what it is",
            ),
        }
    }

    fn take_words(
        &mut self,
        reading: &mut Reading<'_>,
        body: &Json,
        words: &Json,
        purpose: &str,
        label: &str,
    ) {
        let Some(text) = words.text() else { return reading.report_type(words, "value", "a text") };
        if purpose == "tagging" || is_of_type(body, "oa:Tag") {
            return self.tags.push(text.trim().to_owned());
        }
        if matches!(purpose, "identifying" | "linking") && entity_of(text, reading.config).is_some() {
            return self.identified.extend(entity_of(text, reading.config));
        }
        let format = body.items_of("format").first().and_then(Json::text).unwrap_or_default();
        self.language = self.language.take().or_else(|| {
            let language = body.items_of("language").first().and_then(Json::text)?;
            is_language_tag(language).then(|| language.to_owned())
        });
        self.content.extend(match format.split(';').next().unwrap_or_default().trim() {
            "text/html" | "application/xhtml+xml" => reading.html(words),
            "text/markdown" | "text/x-markdown" => reading.markdown(words, label),
            _ => reading.plain(words),
        });
    }

    fn take_address(&mut self, reading: &Reading<'_>, address: &str, span: Span, purpose: &str) {
        let is_link = matches!(purpose, "identifying" | "linking");
        if let Some(entity) = entity_of(address, reading.config).filter(|_| is_link) {
            self.identified.push(entity);
        } else if let Some(claim) = page_of(address, "claims", reading.config).filter(|_| is_link) {
            self.claim = Some(claim);
        } else {
            self.content.extend(reading.link(address, span));
        }
    }

    /// What Hypothesis says.
    pub(super) fn of_words(content: Events, tags: Vec<String>) -> Self {
        Self { content, tags, ..Self::default() }
    }
}

/// The drafts that an annotation makes with its bodies.
pub(super) fn finish(draft: Draft<'static>, bodies: Bodies, language: &str) -> Vec<Draft<'static>> {
    let Bodies { content, tags, identified, claim, language: own } = bodies;
    let mut drafts: Vec<Draft<'static>> = Vec::new();
    let says_nothing = content.is_empty() && tags.is_empty() && claim.is_none();
    for entity in &identified {
        let mut mention = Draft::new(draft.label.clone(), draft.source);
        mention.targets.clone_from(&draft.targets);
        mention.identifies = Some(entity.clone());
        drafts.push(mention);
    }
    if says_nothing && !identified.is_empty() {
        return drafts;
    }
    let mut note = draft;
    note.content = content;
    note.signature.language = own.filter(|own| !own.eq_ignore_ascii_case(language));
    take_tags(&mut note, tags, claim);
    drafts.push(note);
    drafts
}

fn take_tags(note: &mut Draft<'static>, tags: Vec<String>, claim: Option<String>) {
    let is_claim = claim.is_some() || tags.iter().any(|tag| tag.eq_ignore_ascii_case("claim"));
    if let Some(id) = claim {
        note.label = format!("claim-{id}");
    }
    if is_claim {
        note.claim = Some(None);
    }
    for tag in tags {
        let plain = tag.replace('-', " ");
        let kind = NoteType::ALL.into_iter().find(|kind| kind.label().eq_ignore_ascii_case(&plain));
        match kind {
            _ if is_claim && tag.eq_ignore_ascii_case("claim") => {}
            Some(kind) if !is_claim && note.note.is_none() => note.note = Some(kind),
            _ => note.signature.tags.push(tag),
        }
    }
}
