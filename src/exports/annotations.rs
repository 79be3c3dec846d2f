//! `/briefs/<slug>/annotations.json`: what a brief names, notes and claims, as an annotation page of the Web
//! Annotation Data Model (W3C, 23 February 2017).
//!
//! 1. The text of the brief's page is read from its finished HTML (`page_text`), so that positions are true
//!    under any theme. They count Unicode code points of that text from 0.
//! 2. A mention is an annotation whose body identifies the entity, beside a person's with the roles that
//!    it had at the date; its target is the element that has its id.
//! 3. A note or claim is one whose body is its HTML with absolute links; its target is the words that
//!    it quotes, or the sentence with its mark, found in the text of their paragraph (`align`).
//!    A mention in a note or a key judgement says so by its scope.
//! 4. A target has a fragment, a quote with 32 characters on each side, and a position.

use rustc_hash::FxHashMap;
use serde_json::json;

use super::align::{Alignment, find_between};
use super::annotation::{Annotation, Bodies, Body, Creator, Selector, Target, Text, Type};
use super::page_text::PageText;
use crate::annotate::body::{self, AnnotationKind, NoteType, Place, Signature};
use crate::bibliography::FormatCache;
use crate::code_points::CodePoints;
use crate::date::When;
use crate::graph::backlinks::Backlinks;
use crate::graph::mentions::Mention;
use crate::graph::{Graph, LinkedBrief};
use crate::pages::article::{Article, NoteTheme};
use crate::pages::drawings::DrawingCache;
use crate::pages::notes::{BlockNote, Note};
use crate::pages::view::{Shared, ThemeAssets, View};
use crate::path::Address;
use crate::pictures::Pictures;
use crate::share_cards::Cards;
use crate::span::Span;

/// The name of the file beside a brief's page.
pub(super) const FILE: &str = "annotations.json";

/// How many characters of context a quote has on each side.
const CONTEXT: usize = 32;

/// The annotation page of a brief whose page has the text `page`.
pub(super) fn annotation_page(graph: &Graph, linked: &LinkedBrief, page: &PageText) -> String {
    let source = graph.config.base_url.join(&linked.address);
    let own = Address::new(format!("{}{FILE}", linked.address));
    let file = graph.config.base_url.join(&own);
    let writer = Writer { graph, linked, points: CodePoints::of(&page.text), page, source, file };
    let mut items = writer.mentions();
    with_view(graph, &own, |view| items.extend(writer.notes(view)));
    // What has no place in the text comes last.
    items.sort_by_key(|(place, _)| (place.is_none(), *place));
    let text = |item| serde_json::to_string(item).expect("an annotation has only texts for keys");
    let items: Vec<String> = items.iter().map(|(_, item)| text(item)).collect();
    let Writer { file, .. } = &writer;
    let head = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": file,
        "type": "AnnotationPage",
        "partOf": {
            "id": format!("{file}#annotations"),
            "type": "AnnotationCollection",
            "label": format!("Annotations of “{}”", linked.brief.title),
            "total": items.len(),
            "first": file,
        },
        "startIndex": 0,
    });
    let head = head.to_string();
    // An annotation a line: a difference between two versions can be read.
    format!("{},\"items\":[\n{}\n]}}\n", head.trim_end_matches('}'), items.join(",\n"))
}

/// A view whose links are all absolute.
fn with_view(graph: &Graph, own: &Address, use_it: impl FnOnce(&View<'_>)) {
    let shared = Shared {
        graph,
        backlinks: &Backlinks::default(),
        assets: &ThemeAssets {
            search: Address::new("/"),
            search_stylesheet: Address::new("/"),
            stylesheet: Address::new("/"),
            script: Address::new("/"),
            fonts: Vec::new(),
            favicon: Address::new("/"),
            touch_icon: None,
        },
        notes: &NoNotes,
        formatted: &FormatCache::default(),
        drawings: &DrawingCache::default(),
        pictures: &Pictures::default(),
        cards: &Cards::default(),
    };
    use_it(&View::from_elsewhere(&shared, own));
}

/// A note holds no notes.
struct NoNotes;

impl NoteTheme for NoNotes {
    fn note(&self, _: &Note) -> String {
        String::new()
    }

    fn block_note(&self, _: &BlockNote) -> String {
        String::new()
    }
}

struct Writer<'a> {
    graph: &'a Graph,
    linked: &'a LinkedBrief,
    page: &'a PageText,
    points: CodePoints,
    /// The absolute address of the brief's page.
    source: String,
    /// The absolute address of the annotation page.
    file: String,
}

/// An annotation with its place in the text.
type Placed<'a> = (Option<Span>, Annotation<'a>);

impl<'a> Writer<'a> {
    fn mentions(&self) -> Vec<Placed<'_>> {
        let places = self.linked.links.mentions.iter().filter_map(|mention| {
            // A link without words says nothing that could be quoted.
            let place = *self.page.places.get(&mention.id).filter(|place| !place.is_empty())?;
            let entity = self.graph.registry.entity(mention.entity);
            let body = Body::resource(self.graph.config.base_url.join(&entity.address), "identifying");
            let bodies = match self.role(mention) {
                Some(role) => Bodies::Many(vec![body, role]),
                None => Bodies::One(body),
            };
            let target = self.target(Some(&mention.id), place, self.scope(mention.block));
            Some((Some(place), self.annotation(&mention.id, "identifying", bodies, target)))
        });
        places.collect()
    }

    /// The note or key judgement that a block stands in.
    fn scope(&self, block: u32) -> Option<String> {
        let body = &self.linked.brief.body;
        let place = match body.blocks[block as usize].place {
            Place::Article => return None,
            Place::Annotation(at) => body.annotations[at as usize].anchor(),
            Place::Judgement(number) => format!("kj{}", number + 1),
        };
        Some(format!("{}#{}", self.source, fragment(&place)))
    }

    /// What a person was at the date that a mention speaks of, or else at the brief's.
    fn role(&self, mention: &Mention) -> Option<Body<'a>> {
        let brief = &self.linked.brief;
        let role = self.graph.role_in(mention, &brief.body, &brief.date.value)?;
        Some(Body::Text(Text {
            id: None,
            kind: Type::TextualBody,
            purpose: "describing",
            format: Some("text/plain"),
            language: Some("en"),
            value: role.into(),
        }))
    }

    fn notes(&self, view: &View<'_>) -> Vec<Placed<'_>> {
        let body = &self.linked.brief.body;
        let article = Article::exchanged(view, body, &self.linked.links);
        let mut alignments: FxHashMap<usize, Option<Alignment>> = FxHashMap::default();
        let mut notes = Vec::new();
        for annotation in body.annotations.iter().filter(|annotation| annotation.is_shown()) {
            let anchor = annotation.anchor();
            let place = annotation.lemma.and_then(|lemma| {
                let at = body.block_at(lemma.start);
                let block = &body.blocks[at];
                let aligned = alignments.entry(at).or_insert_with(|| {
                    let element = *self.page.places.get(&block.id)?;
                    Some(Alignment::of(self.page, element, self.graph, self.linked, at))
                });
                let Some(aligned) = aligned else {
                    return Some((None, find_between(self.page, body, lemma)?));
                };
                Some((Some(block.id.as_str()), aligned.place(lemma)?))
            });
            let target = match place {
                Some((id, place)) => self.target(id, place, None),
                None => Target::Page(&self.source),
            };
            let (purpose, bodies) = self.bodies(annotation, &anchor, article.pieces(&annotation.pieces));
            let mut note = self.annotation(&anchor, purpose, Bodies::Many(bodies), target);
            let Signature { creator, created, .. } = &annotation.signature;
            note.creator = creator.as_deref().map(|name| Creator { kind: Type::Person, name });
            note.created = created.as_ref().and_then(day).or(note.created);
            notes.push((place.map(|(_, place)| place), note));
        }
        notes
    }

    /// What a note says, and what it is: its type or how sure it is, and of a claim its page.
    fn bodies(
        &self,
        annotation: &'a body::Annotation,
        anchor: &str,
        value: String,
    ) -> (&'static str, Vec<Body<'a>>) {
        let config = &self.graph.config;
        let (purpose, label) = match &annotation.kind {
            AnnotationKind::Claim { .. } => ("assessing", "Claim"),
            AnnotationKind::Note(kind) => (purpose(*kind), kind.label()),
            AnnotationKind::Citation(_) => ("commenting", "Citation"),
        };
        let brief = self.linked.brief.language.as_deref().unwrap_or(&config.language);
        let text = Body::Text(Text {
            id: Some(format!("{}#{}", self.source, fragment(anchor))),
            kind: Type::TextualBody,
            purpose,
            format: Some("text/html"),
            language: Some(annotation.signature.language.as_deref().unwrap_or(brief)),
            value: value.into(),
        });
        let mut bodies = vec![text, Body::tag(label)];
        bodies.extend(annotation.signature.tags.iter().map(|word| Body::tag(word)));
        if let AnnotationKind::Claim { id, confidence } = &annotation.kind {
            let claim = self.graph.claim(id);
            let slug = confidence.as_deref().or_else(|| claim?.confidence.as_deref());
            if let Some(step) = slug.and_then(|slug| config.confidence.find(slug)) {
                bodies.push(Body::tag(&step.label));
            }
            bodies.extend(claim.map(|claim| Body::resource(config.base_url.join(&claim.address), "linking")));
        }
        (purpose, bodies)
    }

    fn annotation<'b>(
        &self,
        id: &str,
        motivation: &'static str,
        body: Bodies<'b>,
        target: Target<'b>,
    ) -> Annotation<'b> {
        Annotation {
            id: format!("{}#{}", self.file, fragment(id)),
            kind: Type::Annotation,
            motivation,
            created: day(&self.linked.brief.date.value),
            body,
            target,
            creator: None,
        }
    }

    /// Words of the page, and the element of the page that they stand in, where it has an id.
    fn target<'b>(&'b self, id: Option<&'b str>, place: Span, scope: Option<String>) -> Target<'b> {
        let text = &self.page.text;
        let before = &text[..place.start as usize];
        let prefix = before.char_indices().rev().take(CONTEXT).last().map_or("", |(at, _)| &before[at..]);
        let after = &text[place.end as usize..];
        let suffix = after.char_indices().nth(CONTEXT).map_or(after, |(at, _)| &after[..at]);
        let fragment =
            id.map(|value| Selector::Fragment { conforms_to: "http://tools.ietf.org/rfc/rfc3236", value });
        let quote = Selector::Quote { exact: &text[place.range()], prefix, suffix };
        let (start, end) = (self.points.at(text, place.start), self.points.at(text, place.end));
        let selectors = fragment.into_iter().chain([quote, Selector::Position { start, end }]);
        Target::Words { source: &self.source, selector: selectors.collect(), scope }
    }
}

/// The first moment of a date, where there is a form for it.
fn day(when: &When) -> Option<String> {
    let day = when.earliest().filter(|day| day.has_plain_year())?;
    Some(format!("{day}T00:00:00Z"))
}

/// What a note does with the words that it is on.
fn purpose(kind: NoteType) -> &'static str {
    match kind {
        NoteType::Dispute | NoteType::KeyJudgement => "assessing",
        NoteType::Translation | NoteType::Method => "describing",
        NoteType::Context | NoteType::Correction | NoteType::Implication | NoteType::Editor => "commenting",
    }
}

/// An id as the fragment of an IRI, in which letters of all scripts may stand.
fn fragment(id: &str) -> String {
    let mut fragment = String::with_capacity(id.len());
    for character in id.chars() {
        let may_stand = !character.is_ascii()
            || character.is_ascii_alphanumeric()
            || "-._~!$&'()*+,;=:@/?".contains(character);
        match may_stand {
            true => fragment.push(character),
            false => fragment.push_str(&format!("%{:02X}", u32::from(character))),
        }
    }
    fragment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_of_an_iri() {
        assert_eq!(fragment("note-тест_\"<a>%"), "note-тест_%22%3Ca%3E%25");
    }
}
